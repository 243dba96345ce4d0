"""Search: by keyboard alone, people first in a crisis, and words that are not kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from familyguide.services.navigation import Route

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize("wishes", [{}, {"scale": 200, "size": (900, 600)}], ids=["large", "small"])
@pytest.mark.parametrize(("language", "word"), [("fr", "webcam"), ("en", "blackmail")])
def test_the_keyboard_finds_and_opens_a_page(person, qtbot, hands, language, word, wishes):
    someone = person(language=language, **wishes)
    someone.key(Qt.Key.Key_F, CTRL)
    assert QApplication.focusWidget().objectName() == "SearchField"
    someone.type(word)
    assert QApplication.focusWidget().objectName() == "SearchField"
    qtbot.waitUntil(lambda: someone.page._timer.isActive() is False)
    row = someone.tab_until(lambda focus: focus.objectName().startswith("Row-"))
    target = row.value
    someone.key(Qt.Key.Key_Return)
    assert someone.route == target
    assert someone.page.title_label.text()


@pytest.mark.parametrize("wishes", [{}, {"scale": 200, "size": (900, 600)}], ids=["large", "small"])
def test_going_back_to_a_search_finds_its_words_again(person, qtbot, wishes):
    someone = person(**wishes)
    someone.key(Qt.Key.Key_F, CTRL)
    someone.type("chantage")
    found = rows(someone)
    assert found
    someone.tab_until(lambda focus: focus.objectName() == found[0])
    someone.key(Qt.Key.Key_Return)
    someone.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert someone.route == Route("search", "chantage")
    assert someone.find("SearchField").text() == "chantage"
    assert rows(someone)[:3] == found[:3]
    someone.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert someone.route == Route("home")
    qtbot.wait(40)


@pytest.mark.parametrize("wishes", [{}, {"scale": 200, "size": (900, 600)}], ids=["large", "small"])
@pytest.mark.parametrize(("word", "first"), [("roblox", "Row-"), ("on fait chanter mon fils", "Person-")])
def test_enter_after_the_words_leads_to_the_first_thing_found(person, qtbot, wishes, word, first):
    someone = person(**wishes)
    someone.key(Qt.Key.Key_F, CTRL)
    someone.type(word)
    someone.key(Qt.Key.Key_Return)
    focus = QApplication.focusWidget()
    assert focus.objectName().startswith(first)
    target = focus.value
    someone.key(Qt.Key.Key_Return)
    assert someone.route == target
    qtbot.wait(40)


def rows(someone):
    return [b.objectName() for b in someone.pressable(someone.page) if b.objectName().startswith("Row-")]


@pytest.mark.parametrize("wishes", [{}, {"scale": 200, "size": (900, 600)}], ids=["large", "small"])
def test_words_typed_stay_when_the_language_changes(person, qtbot, wishes):
    someone = person(**wishes)
    someone.key(Qt.Key.Key_F, CTRL)
    someone.type("roblox")
    someone.press("LanguageButton")
    assert someone.find("SearchField").text() == "roblox"
    assert rows(someone)
    qtbot.wait(40)


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "mon fils veut mourir"), ("en", "my son wants to die")]
)
def test_a_crisis_shows_people_before_pages(person, qtbot, hands, directory, language, words):
    someone = person(language=language)
    someone.key(Qt.Key.Key_F, CTRL)
    someone.type(words)
    qtbot.wait(40)
    people = [b for b in someone.pressable(someone.page) if b.objectName().startswith("Person-")]
    crisis = {service.id for service in directory.role("FR", "crisis")}
    assert crisis & {b.objectName().removeprefix("Person-") for b in people}
    lowest = max(hands.place(b, someone.page.widget()).bottom() for b in people)
    for name in rows(someone):
        assert hands.place(someone.find(name), someone.page.widget()).top() > lowest
    assert someone.on_first_screen(people[0])


def test_a_plain_word_shows_no_people(unpainted, qtbot):
    someone = unpainted(language="en")
    someone.go("search", "webcam")
    qtbot.wait(40)
    assert not [b for b in someone.pressable(someone.page) if b.objectName().startswith("Person-")]


@pytest.mark.parametrize(("language", "word"), [("fr", "zzzzqqq"), ("en", "zzzzqqq")])
def test_nothing_found_says_so_and_offers_topics(unpainted, language, word):
    someone = unpainted(language=language)
    someone.go("search", word)
    assert someone.texts("search.none", query=word) in someone.words(someone.page)
    topics = [b for b in someone.pressable(someone.page) if b.objectName().startswith("Link-conversation:")]
    someone.press(topics[0])
    assert someone.route.page == "conversation"


def test_an_empty_search_offers_topics_and_says_that_words_are_not_kept(unpainted):
    someone = unpainted()
    someone.go("search", "")
    assert someone.texts("search.privacy") in someone.words(someone.page)
    assert [b for b in someone.pressable(someone.page) if b.objectName().startswith("Link-conversation:")]


def test_esc_empties_the_field(person, qtbot):
    someone = person()
    someone.key(Qt.Key.Key_F, CTRL)
    someone.type("web")
    someone.key(Qt.Key.Key_Escape)
    assert someone.find("SearchField").text() == ""
    assert someone.window.isVisible()
    qtbot.wait(40)


def test_signs_that_are_odd_in_a_query_break_nothing(person, qtbot):
    someone = person()
    someone.key(Qt.Key.Key_F, CTRL)
    for typed in ('"', "a*", "NEAR(", "( OR", "'; --", "é" * 199, "<b>x</b>"):
        QApplication.clipboard().setText(typed)
        someone.key(Qt.Key.Key_A, CTRL)
        someone.key(Qt.Key.Key_V, CTRL)
        assert someone.route == Route("search", typed)
    qtbot.wait(40)
    assert "<b>x</b>" in someone.words(someone.page)


def test_a_door_that_is_not_for_children_is_never_found(person, library, qtbot):
    someone = person(shown=False)
    closed = [row for row in library.rows("service") if row.group != "service"]
    assert closed
    for row in closed:
        someone.go("search", row.title["fr"])
        qtbot.wait(40)
        assert f"Row-service:{row.id}" not in rows(someone)
        assert not someone.has(f"Person-{row.id}")


@pytest.mark.parametrize(("language", "word"), [("en", "chantage"), ("fr", "bullying")])
def test_a_word_of_the_other_language_finds_pages_in_the_language_shown(person, library, language, word):
    someone = person(language=language)
    someone.go("search", word)
    titles = {row.title[language] for kind in ("plan", "term", "conversation") for row in library.rows(kind)}
    shown = set(someone.words(someone.page).split("\n"))
    assert rows(someone)
    assert shown & titles


def test_switching_the_language_on_a_search_still_finds_pages(person):
    someone = person(language="fr")
    someone.key(Qt.Key.Key_F, CTRL)
    someone.type("chantage")
    before = set(rows(someone))
    someone.press("LanguageButton")
    assert someone.window.context.language == "en"
    assert before & set(rows(someone))


def named(someone, beginning):
    return [b.objectName() for b in someone.pressable(someone.page) if b.objectName().startswith(beginning)]


def test_a_number_of_ours_shows_its_card_and_another_is_told_calmly(person):
    someone = person(language="fr")
    for typed in ("30 18", "3018"):
        someone.go("search", typed)
        assert named(someone, "Person-") == ["Person-fr-3018"]
        assert rows(someone) == []
    someone.go("search", "06 12 34 56 78")
    assert someone.texts("search.called.unknown", number="06 12 34 56 78") in someone.words(someone.page)
    assert rows(someone) == ["Row-plan:someone-contacting", "Row-help"]
    assert named(someone, "Person-") == []


def test_who_wants_to_spy_is_led_to_a_talk_without_blame(person, qtbot):
    someone = person(language="en")
    someone.go("search", "spy app for my daughters iphone")
    qtbot.wait(40)
    assert someone.texts("search.note.spy") in someone.words(someone.page)
    assert rows(someone)[:2] == ["Row-article:conversations-that-work", "Row-article:what-controls-can-do"]
    assert named(someone, "Person-") == []


def test_who_names_a_language_is_led_to_its_numbers(unpainted, qtbot):
    someone = unpainted(language="fr")
    for typed, row in (
        ("arabe", "Les numéros en arabe"),
        ("ukrainian", "Les numéros en ukrainien"),
        ("العربية", "Les numéros en arabe"),
        ("ma mère parle українська", "Les numéros en ukrainien"),
        ("un interprète", "Dans d’autres langues"),
    ):
        someone.go("search", typed)
        assert rows(someone)[0] == "Row-tongues", typed
        assert row in someone.words(someone.page), typed
    someone.go("search", "arabic")
    someone.press("Row-tongues")
    assert someone.route == Route("tongues", "ar")
    someone.go("search", "un homme qui parle arabe lui demande des photos nues")
    qtbot.wait(40)
    assert "Row-tongues" in rows(someone)
    assert named(someone, "Person-")


def test_a_slip_is_asked_about_and_a_press_searches_what_was_meant(person, qtbot):
    someone = person(language="fr")
    someone.go("search", "harcelemant au collège")
    qtbot.wait(40)
    asked = someone.texts("search.meant", query="harcèlement au collège")
    assert asked in someone.words(someone.page)
    someone.press("Row-search")
    assert someone.route == Route("search", "harcèlement au collège")
    assert asked not in someone.words(someone.page)
    qtbot.wait(40)


def test_near_topics_follow_the_pages_and_help_stands_where_nothing_is_found(person, qtbot):
    someone = person(language="en")
    someone.go("search", "webcam")
    qtbot.waitUntil(lambda: someone.page.is_whole)
    assert someone.texts("search.near") in someone.words(someone.page)
    assert "Link-conversation:cameras-live-3-5" in named(someone, "Link-conversation:")
    someone.go("search", "zzzzqqq")
    assert rows(someone) == ["Row-todo", "Row-help"]
