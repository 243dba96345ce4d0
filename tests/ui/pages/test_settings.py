"""Settings: apps and an age make one plan of at most ten, and a family decides on each."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from familyguide.guide import model as m
from familyguide.services.choices import Choices
from familyguide.services.navigation import Route
from familyguide.services.texts import Texts

STATES = ("todo", "done", "later", "not-for-us")


def boxes(someone):
    return [w for w in someone.all_of(QWidget, someone.page) if w.objectName().startswith("Setting-")]


def ids(someone):
    return [box.objectName().removeprefix("Setting-") for box in boxes(someone)]


def state_of(someone, setting):
    return [state for state in STATES if someone.find(f"State-{setting}-{state}").isChecked()]


@pytest.mark.parametrize("age", [None, "6-8", "15-17"])
def test_many_apps_give_ten_settings_at_most_of_as_many_apps_as_fit(person, library, age):
    *before, last = [row.id for row in library.rows("checklist")]
    someone = person(age=age, apps=tuple(before), shown=False)
    someone.go("settings")
    someone.press(f"App-{last}")
    assert someone.window.context.choices.apps == (*before, last)
    someone.press("MakePlan")
    assert someone.route == Route("settings", "plan")
    planned = ids(someone)
    assert len(planned) == 10
    shown = {
        row.id
        for row in library.rows("checklist")
        if {s.id for s in library.read(row.id, m.Checklist).settings} & set(planned)
    }
    assert len(shown) == 10


@pytest.mark.parametrize("age", [None, "6-8", "15-17"])
def test_each_of_a_few_apps_has_its_setting(person, library, age):
    chosen = ("discord", "instagram", "roblox", "snapchat", "tiktok", "webcam", "whatsapp", "youtube")
    someone = person(age=age, apps=chosen, shown=False)
    someone.go("settings", "plan")
    planned = ids(someone)
    for name in chosen:
        suited = {s.id for s in library.read(name, m.Checklist).settings if age is None or age in s.ages}
        assert not suited or suited & set(planned), name


def test_the_plan_follows_the_order_of_the_contract(person, library):
    someone = person(apps=("discord", "roblox", "snapchat"), shown=False)
    someone.go("settings", "plan")
    settings = {
        s.id: s for row in library.rows("checklist") for s in library.read(row.id, m.Checklist).settings
    }
    topics = [m.SETTING_TOPICS.index(settings[name].topic) for name in ids(someone)]
    assert topics == sorted(topics)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_with_nothing_chosen_a_sentence_says_what_to_do(unpainted, language):
    someone = unpainted(language=language)
    someone.go("settings")
    sentence = someone.texts("settings.none_chosen")
    assert sentence not in someone.words(someone.page)
    someone.press("MakePlan")
    assert someone.route == Route("settings")
    assert sentence in someone.words(someone.page)


def test_a_chosen_app_has_a_mark_and_can_be_taken_back(unpainted):
    someone = unpainted()
    someone.go("settings")
    someone.press("App-discord")
    assert someone.find("App-discord").isChecked()
    assert not someone.find("App-discord").icon().isNull()
    someone.press("App-discord")
    assert not someone.find("App-discord").isChecked()
    assert someone.window.context.choices.apps == ()


def test_each_setting_has_four_states_of_which_one_is_marked(person):
    someone = person(apps=("discord",), shown=False)
    someone.go("settings", "plan")
    name = ids(someone)[0]
    assert state_of(someone, name) == ["todo"]
    for state in ("done", "later", "not-for-us", "todo"):
        someone.press(f"State-{name}-{state}")
        assert state_of(someone, name) == [state]
    # Pressing the chosen one again keeps it.
    someone.press(f"State-{name}-todo")
    assert state_of(someone, name) == ["todo"]


def test_the_progress_counts_what_is_done_and_nothing_else(person):
    someone = person(apps=("discord", "roblox"), language="en", shown=False)
    someone.go("settings", "plan")
    names = ids(someone)
    total = len(names)
    for count, name in enumerate(names[:3], start=1):
        someone.press(f"State-{name}-done")
        assert f"{count} of {total}" in someone.find("Progress").text()
    someone.press(f"State-{names[0]}-later")
    assert f"2 of {total}" in someone.find("Progress").text()


def test_states_survive_language_size_and_other_pages(person, hands):
    someone = person(apps=("discord",), shown=False)
    someone.go("settings", "plan")
    names = ids(someone)
    chosen = dict(zip(names, ("done", "later", "not-for-us"), strict=False))
    for name, state in chosen.items():
        someone.press(f"State-{name}-{state}")
    someone.press("LanguageButton")
    assert {name: state_of(someone, name)[0] for name in chosen} == chosen
    assert Texts("en")("settings.progress", done=1, total=len(names)) in someone.find("Progress").text()
    someone.window.context.service.change(scale=150)
    hands.settle()
    someone.go("home")
    someone.go("settings", "plan")
    assert {name: state_of(someone, name)[0] for name in chosen} == chosen
    someone.go("checklist", "discord")
    assert {name: state_of(someone, name)[0] for name in chosen} == chosen


def test_choices_live_in_memory_only(person, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    someone = person(apps=("discord",))
    someone.go("settings", "plan")
    someone.press(f"State-{ids(someone)[0]}-done")
    assert someone.window.context.choices.states
    assert list(tmp_path.iterdir()) == []
    other = person()
    assert other.window.context.choices == Choices(language="fr", country="FR", theme="light")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_setting_shows_why_where_when_and_the_official_page(person, library, language):
    someone = person(apps=("roblox",), language=language, shown=False)
    page = someone.go("settings", "plan")
    settings = {s.id: s for s in library.read("roblox", m.Checklist).settings}
    for name in ids(someone):
        page.folds[name].open()
        setting, words = settings[name], someone.words(someone.find(f"Setting-{name}"))
        assert setting.why[language] in words
        assert setting.title[language] in words
        assert "  ›  ".join(setting.path[language]) in words or someone.texts("setting.folded") in words
        if language == "fr" and setting.path_fr_basis == "knowledge":
            assert someone.texts("setting.unsure") in words
        links = [
            b.value
            for b in someone.pressable(someone.find(f"Setting-{name}"))
            if str(b.value).startswith("http")
        ]
        assert links == [setting.help[language]]


def test_the_rest_is_one_press_away_and_the_apps_can_be_changed(person):
    someone = person(apps=("roblox",), shown=False)
    someone.go("settings", "plan")
    someone.press("Row-checklist:roblox")
    assert someone.route == Route("checklist", "roblox")
    assert len(boxes(someone)) > 10
    someone.go("settings", "plan")
    someone.press("ChangeApps")
    assert someone.find("App-roblox").isChecked()


def test_a_plan_without_apps_asks_for_them(unpainted):
    someone = unpainted()
    someone.go("settings", "plan")
    assert someone.has("MakePlan")


def test_the_plan_fits_the_age_that_is_chosen(unpainted, library):
    someone = unpainted(apps=("discord",), age="15-17")
    someone.go("settings", "plan")
    ages = {s.id: s.ages for s in library.read("discord", m.Checklist).settings}
    assert all("15-17" in ages[name] for name in ids(someone))
