"""Easy versions: one idea a line, drawings that say what they show, whom to call, and the way to the rest."""

from __future__ import annotations

import json

import pytest

from familyguide.services import easy as easily
from familyguide.services.navigation import Route
from familyguide.services.paths import RESOURCES
from familyguide.ui.pages.easy import Drawing


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_plan_leads_to_its_easy_version_and_back(unpainted, library, language):
    someone = unpainted(language=language)
    someone.go("plan", "disclosure")
    someone.press("Easy-disclosure")
    assert someone.route == Route("easy", "disclosure")
    easy = library.easy("disclosure")
    words = someone.words(someone.page)
    assert easy.title[language] in words
    for step in easy.steps:
        for line in step.lines:
            assert line[language] in words
    assert someone.texts("easy.mark") in words
    someone.press("EasyWhole")
    assert someone.route == Route("plan", "disclosure")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_drawing_says_what_it_shows(person, library, language):
    someone = person(language=language)
    page = someone.go("easy", "disclosure")
    easy = library.easy("disclosure")
    shown = [drawing.accessibleName() for drawing in page.findChildren(Drawing)]
    assert shown == [library.drawings[step.drawing][language] for step in easy.steps if step.drawing]


def test_the_people_of_the_country_stand_under_the_step_that_calls_them(unpainted):
    someone = unpainted(country="FR")
    someone.go("easy", "disclosure")
    assert someone.find("Person-fr-119")
    someone = unpainted(country="BE")
    someone.go("easy", "disclosure")
    assert someone.find("Person-be-103")


def test_help_leaves_out_a_step_for_which_a_country_has_nobody(unpainted, library):
    easy = library.easy("help")
    countries = [code for code in library.countries if code != "EU"]
    directory = unpainted().window.context.directory
    fewer = [
        code for code in countries if len(list(easily.steps_in(easy, directory, code))) < len(easy.steps)
    ]
    assert fewer
    someone = unpainted(country=fewer[0], language="en")
    page = someone.go("easy", "help")
    missing = [step for step in easy.steps if not directory.people(fewer[0], step.call)]
    words = someone.words(page)
    assert missing
    assert not any(step.lines[0].en in words for step in missing)


def test_the_list_leads_to_every_easy_version(person, library):
    someone = person()
    for page in ("home", "understand"):
        someone.go(page)
        assert someone.on_first_screen(someone.find("Row-easy"))
        someone.press("Row-easy")
    listed = {b.value.item for b in someone.pressable(someone.page) if b.objectName().startswith("Row-easy:")}
    assert listed == set(easily.all_of(library))
    assert {"help", "disclosure"} <= listed


def test_an_easy_version_there_is_not_is_one_sentence(unpainted):
    someone = unpainted(language="en")
    page = someone.go("easy", "nobody-knows")
    assert someone.texts("page.missing") in someone.words(page)


def test_every_drawing_is_described_drawn_and_listed(library):
    drawn = json.loads((RESOURCES / "drawings" / "drawings.json").read_text(encoding="utf-8"))
    files = {path.stem for path in (RESOURCES / "drawings").glob("*.svg")}
    assert set(drawn) == files == set(library.drawings)


def test_every_plan_and_every_topic_with_talks_has_an_easy_version(library):
    talked = {f"topic:{topic}" for row in library.rows("conversation") for topic in row.topics[:1]}
    assert set(easily.all_of(library)) == {"help", *talked, *(row.id for row in library.rows("plan"))}


@pytest.mark.parametrize("size", [(1280, 800), (900, 600)])
def test_a_talk_leads_to_the_easy_version_of_its_topic(unpainted, library, size):
    someone = unpainted()
    someone.window.resize(*size)
    someone.go("conversation", "cameras-live-9-11")
    someone.press("Easy-topic:cameras-live")
    assert someone.route == Route("easy", "topic:cameras-live")
    someone.press("EasyWhole")
    assert someone.route.page in ("conversation", "talk")


def test_a_line_that_says_read_leads_there(unpainted, library):
    someone = unpainted(language="en")
    someone.go("easy", "disclosure")
    someone.press("Row-easy:image-circulating")
    assert someone.route == Route("easy", "image-circulating")
    assert library.easy("image-circulating").title.en in someone.words(someone.page)
