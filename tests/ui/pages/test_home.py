"""Home: four doors, a door for the young, an age that filters."""

from __future__ import annotations

import pytest

from familyguide.guide import model as m
from familyguide.services.navigation import Route


def test_the_four_doors_lead_to_four_pages(person):
    someone = person(shown=False)
    led = set()
    for name in [
        b.objectName() for b in someone.pressable(someone.page) if b.objectName().startswith("Door-")
    ]:
        someone.go("home")
        someone.press(name)
        led.add(someone.route.page)
    assert {"talk", "settings", "signs", "todo", "article"} <= led


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_door_for_the_young_names_numbers_that_answer_without_a_name(person, library, language):
    someone = person(language=language)
    words = someone.words(someone.find("Door-young"))
    for role in ("child", "report"):
        service = library.read(getattr(library.country("FR").strip, role)[0], m.Service)
        assert service.anonymous == "yes"
        assert service.phone_shown in words
    someone.press("Door-young")
    assert library.row(someone.route.item).audience == "young"


def test_where_no_line_is_known_to_answer_without_a_name_none_is_promised(person, library):
    someone = person(country="GB", language="en")
    words = someone.words(someone.find("Door-young"))
    childline = library.read("gb-childline", m.Service)
    assert childline.anonymous != "yes"
    assert childline.phone_shown in words
    assert "without giving your name" not in words


def test_where_no_line_is_known_the_young_are_promised_no_number(unpainted):
    someone = unpainted(country=None, language="en")
    assert someone.texts("home.young.none") in someone.words(someone.find("Door-young"))


def test_an_age_chosen_on_home_filters_talks_and_signs_and_is_marked(person, library):
    someone = person(shown=False)
    someone.press("Chip-6-8")
    assert someone.find("Chip-6-8").isChecked()
    assert not someone.find("Chip-6-8").icon().isNull()
    assert [c.objectName() for c in someone.pressable(someone.page) if c.isChecked()] == ["Chip-6-8"]
    for page, kind, prefix in (("talk", "conversation", "Row-conversation:"), ("signs", "sign", "Sign-")):
        someone.press(f"Rail-{page}")
        shown = {
            b.objectName().removeprefix(prefix)
            for b in someone.pressable(someone.page)
            if b.objectName().startswith(prefix)
        }
        suited = {row.id for row in library.rows(kind) if "6-8" in row.ages}
        assert shown == suited
        assert shown < {row.id for row in library.rows(kind)}


def test_any_age_takes_the_filter_away(unpainted, library):
    someone = unpainted(age="3-5")
    someone.press("Chip-None")
    someone.press("Rail-talk")
    rows = [b for b in someone.pressable(someone.page) if b.objectName().startswith("Row-conversation:")]
    assert len(rows) == len(library.rows("conversation"))


def test_no_age_is_needed_to_begin(unpainted):
    someone = unpainted()
    assert someone.window.context.choices.age is None
    assert someone.route == Route("home")
    assert someone.has("Door-talk")
