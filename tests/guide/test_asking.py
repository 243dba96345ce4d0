"""Everyday questions of many people: most find their page in the first three, a crisis shows people first."""

from __future__ import annotations

import sqlite3
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest
import yaml

from familyguide.guide import asker, asking
from familyguide.guide import model as m
from familyguide.guide.compile import compile_to
from familyguide.guide.library import ContentError, Library
from familyguide.guide.loader import load

LISTS = Path(__file__).parent / "questions"
COUNTRY = {"fr": "FR", "en": "GB"}
# Shares reached, in percent; they only go up.
FOUND = {
    "fr": {
        "blind": 97,
        "second": 91,
        "everyday": 100,
        "held-out": 96,
        "learning": 100,
        "fresh": 95,
        "unseen": 93,
        "later": 93,
        "strangers": 92,
        "newcomers": 97,
        "latecomers": 98,
    },
    "en": {
        "blind": 96,
        "second": 91,
        "everyday": 99,
        "held-out": 98,
        "learning": 100,
        "fresh": 87,
        "unseen": 95,
        "later": 83,
        "strangers": 96,
        "newcomers": 98,
        "latecomers": 91,
    },
}
# Of every hundred questions of a crisis, those that show people first; all of them where nothing stands here.
# The number 3018 typed alone shows its line, which is help enough.
HELPED = {"fr": {"newcomers": 95}, "en": {}}
AT_LEAST = {
    "blind": 95,
    "second": 55,
    "everyday": 180,
    "held-out": 60,
    "learning": 60,
    "fresh": 35,
    "unseen": 60,
    "later": 30,
    "strangers": 50,
    "newcomers": 67,
    "latecomers": 57,
}
# Lists whose questions were never mended one by one: how many harmless ones may still call somebody.
SCORED = {"held-out": 1, "unseen": 1, "later": 4, "strangers": 3, "newcomers": 1, "latecomers": 2}


@cache
def questions(language):
    files = (
        f"{name}{language}.yaml" for name in ("", "2026-11-23.", "strangers.", "newcomers.", "latecomers.")
    )
    return [
        one
        for file in files
        for one in yaml.load((LISTS / file).read_text(encoding="utf-8"), yaml.CSafeLoader)
    ]


@cache
def answer(library, text, language, country):
    """Search once for all who look at what is found."""
    return library.search(text, language, country)


def is_among(pages, found):
    return any(fnmatch(hit, page) or fnmatch(hit, f"{page}-*") for hit in found for page in pages)


@pytest.mark.parametrize("name", AT_LEAST)
@pytest.mark.parametrize("language", m.LANGUAGES)
def test_everyday_questions_find_their_page_in_the_first_three(real, language, name):
    asked = [one for one in questions(language) if one["list"] == name and one["pages"]]
    assert len(asked) >= AT_LEAST[name]
    missed = []
    for one in asked:
        found = [hit.id for hit in answer(real, one["asked"], language, COUNTRY[language]).hits[:3]]
        if not is_among(one["pages"], found):
            missed.append((one["asked"], found))
    assert 100 * (len(asked) - len(missed)) / len(asked) >= FOUND[language][name], missed


@pytest.mark.parametrize("name", AT_LEAST)
@pytest.mark.parametrize("language", m.LANGUAGES)
def test_questions_of_a_crisis_show_people_first(real, language, name):
    asked = [one for one in questions(language) if one["list"] == name and one.get("help_first") is True]
    alone = []
    for one in asked:
        found = answer(real, one["asked"], language, COUNTRY[language])
        if not (found.roles or found.needs):
            alone.append(one["asked"])
    assert 100 * (len(asked) - len(alone)) / len(asked) >= HELPED[language].get(name, 100), alone


@pytest.mark.parametrize("language", m.LANGUAGES)
def test_harmless_questions_call_nobody(real, language):
    asked = [one for one in questions(language) if one.get("help_first") is False]
    assert len(asked) >= 30
    urgent = []
    for one in asked:
        found = answer(real, one["asked"], language, "FR")
        if found.roles or found.needs:
            urgent.append((one["list"], one["asked"]))
    assert [one for one in urgent if one[0] not in SCORED] == []
    for name, most in SCORED.items():
        assert sum(one[0] == name for one in urgent) <= most


def test_every_page_to_find_exists(real):
    known = [row.id for row in real.rows()]
    for language in m.LANGUAGES:
        for one in questions(language):
            assert not one["pages"] or any(is_among([page], known) for page in one["pages"]), one["asked"]


def make(folder):
    database = sqlite3.connect(":memory:")
    compile_to(load(folder.root), database, "test")
    return Library(database, "test")


def ask(folder, text, lines):
    (folder.root / "asked").mkdir(exist_ok=True)
    (folder.root / "asked" / "plans.yaml").write_text(lines, encoding="utf-8")
    return [hit.id for hit in make(folder).search(text, "en").hits]


def test_a_line_leads_to_its_page_in_other_words_than_the_page(folder):
    lines = "someone-contacting:\n  en: [some bloke keeps pestering my lad]\n"
    assert "someone-contacting" not in ask(folder, "a bloke is pestering her", "{}\n")
    assert ask(folder, "a bloke is pestering her", lines)[0] == "someone-contacting"


def test_a_topic_leads_to_its_conversations(folder):
    lines = "topic:cameras-live:\n  en: [twitchy lens wobble]\n"
    assert ask(folder, "lens wobble", lines)[0].startswith("cameras-live")


def test_the_same_question_counts_one_and_a_rare_word_more_than_a_common_one():
    database = sqlite3.connect(":memory:")
    database.executescript(asking.SCHEMA)
    lines = [("a", "phone photo"), ("b", "phone night"), ("c", "phone game"), ("d", "phone zebra")]
    asking.write(database, "en", [(one, asking.said_in(text, "en")) for one, text in lines])
    near = asking.near(database, "phone zebra", "en")
    assert near["d"] == pytest.approx(1)
    assert 0 < near["a"] < 0.5
    assert asking.near(database, "", "en") == {}
    asking.write(database, "en", [("a", asking.said_in("phone zebra", "en"))])
    assert asking.near(database, "phone zebra", "en") == {"a": pytest.approx(1)}


def test_lines_without_their_weights_are_damage(folder):
    database = sqlite3.connect(":memory:")
    compile_to(load(folder.root), database, "test")
    database.execute("DELETE FROM says_en WHERE stem = ''")
    with pytest.raises(ContentError, match="damaged"):
        Library(database, "test").search("live video", "en")


def test_pages_and_questions_come_into_one_order():
    assert asking.together(["page", "other"], {}) == ["page", "other"]
    assert asking.together(["page", "other"], {"asked": 0.9}) == ["asked", "page", "other"]
    assert asking.together(["page", "other"], {"other": 0.9})[0] == "other"


def test_a_question_under_no_page_is_reported(folder):
    (folder.root / "asked").mkdir()
    (folder.root / "asked" / "plans.yaml").write_text("nobody:\n  fr: [qui]\n", encoding="utf-8")
    assert folder.found() == [("asked/plans.yaml", 1, "dead-link")]


def test_an_id_asked_for_in_two_files_is_reported(folder):
    (folder.root / "asked").mkdir()
    for name in ("one", "two"):
        (folder.root / "asked" / f"{name}.yaml").write_text(
            "someone-contacting:\n  fr: [qui]\n", encoding="utf-8"
        )
    assert folder.found() == [("asked/two.yaml", 1, "id-twice")]


def test_a_line_stands_under_one_page(real_content):
    """Under two pages, chance would decide."""
    for language in m.LANGUAGES:
        seen = {}
        for key, asked in real_content.asked.items():
            for line in getattr(asked, language):
                assert seen.setdefault(line.casefold(), key) == key, (line, key)


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("mon fils de 5 ans", "3-5"),
        ("my 12-year-old", "12-14"),
        ("with a ten year old", "9-11"),
        ("video chat age 16", "15-17"),
        ("une enfant de CM2", "9-11"),
        ("activity for year 2", "6-8"),
        ("boys in 9th grade", "12-14"),
        ("au lycée", "15-17"),
        ("high school juniors", "15-17"),
        ("i found 3 messages", None),
        ("my mother is 70 years old", None),
    ],
)
def test_the_age_of_a_question_is_heard_in_many_forms(text, band):
    assert asker.age_said(text) == band


def test_a_question_that_is_only_an_age_stays_whole():
    assert asker.without_age("9 ans") == "9 ans"
    assert asker.without_age("il a 9 ans et pleure").split() == ["il", "a", "et", "pleure"]


@pytest.mark.parametrize(
    ("language", "text", "page"),
    [
        ("fr", "comment parler des photos intimes avec un enfant de 9 ans", "sharing-images-9-11"),
        ("en", "lesson on sextortion for year 12", "sextortion-15-17"),
        ("en", "explain privacy online at age 7", "*-6-8"),
    ],
)
def test_who_prepares_a_talk_finds_the_talk_for_the_age(real, language, text, page):
    found = real.search(text, language, COUNTRY[language])
    assert is_among([page], [hit.id for hit in found.hits[:3]])
    assert found.roles == ()


def test_who_asks_how_to_talk_of_dying_is_shown_people_too(real):
    assert "crisis" in real.search("comment parler avec mon fils qui veut mourir", "fr", "FR").roles


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "contrat familial écran"),
        ("fr", "règles de la maison pour le téléphone"),
        ("fr", "charte familiale"),
        ("fr", "contrat téléphone pour mon ado"),
        ("en", "family rules for phones"),
        ("en", "screen time contract for kids"),
        ("en", "family media agreement"),
        ("en", "phone contract with my teenager"),
    ],
)
def test_who_looks_for_family_rules_finds_an_agreement(real, language, text):
    found = real.search(text, language, COUNTRY[language])
    assert "agreement" in [hit.kind for hit in found.hits[:3]]
    assert found.roles == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "contrat familial écran"),
        ("fr", "contrat écrans"),
        ("fr", "accord familial écrans"),
        ("fr", "charte familiale"),
        ("fr", "contrat familial écran 13 ans"),
        ("en", "family screen contract"),
        ("en", "screen time contract"),
        ("en", "family agreement"),
        ("en", "screen time agreement for my 16 year old"),
    ],
)
def test_who_names_an_agreement_finds_one_first(real, language, text):
    first = real.search(text, language, COUNTRY[language]).hits[0]
    assert first.kind == "agreement"
    assert not any(age in text for age in ("13", "16")) or first.ages in (("12-14",), ("15-17",))


@pytest.mark.parametrize(("language", "text"), [("fr", "trop d'écrans"), ("en", "screen time")])
def test_who_asks_about_screens_alone_still_finds_the_sign(real, language, text):
    assert real.search(text, language, COUNTRY[language]).hits[0].id == "time-online-changes"


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "la main de confiance à remplir"), ("en", "hand of safe adults to fill in")],
)
def test_who_looks_for_the_hand_finds_it(real, language, text):
    assert "trusted-adults-hand" in [hit.id for hit in real.search(text, language, "FR").hits[:3]]


@pytest.mark.parametrize(("language", "age"), [("fr", "6-8"), ("en", "15-17")])
def test_the_agreement_of_the_age_chosen_comes_before_the_others(real, language, age):
    words = "charte familiale" if language == "fr" else "family agreement"
    found = real.search(words, language, COUNTRY[language], age=age)
    first = next(hit for hit in found.hits if hit.kind == "agreement")
    assert first.ages == (age,)
