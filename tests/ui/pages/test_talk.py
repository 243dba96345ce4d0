"""Talk: the sentence first, six short steps, and the door for a child who has just told something."""

from __future__ import annotations

import pytest
from each import some
from PySide6.QtWidgets import QLabel

from familyguide.guide import model as m
from familyguide.services.navigation import Route

FIRST = "cameras-live-9-11"


@pytest.mark.parametrize(
    ("language", "wishes"), [("fr", {}), ("en", {"scale": 200, "size": (900, 600)})], ids=["large", "small"]
)
def test_next_goes_through_the_six_steps_to_where_next(person, library, language, wishes):
    someone = person(language=language, **wishes)
    someone.go("conversation", FIRST)
    opening = library.read(FIRST, m.Conversation).opening[language]
    walked = []
    while someone.has("NextStep"):
        assert opening in someone.words(someone.find("Opening"))
        assert someone.has("Told")
        someone.press("NextStep")
        walked.append(someone.route.part)
    assert walked == [*m.PARTS[1:], "next"]
    assert any(b.objectName().startswith("Person-") for b in someone.pressable(someone.page))


def test_the_step_before_comes_back(unpainted):
    someone = unpainted()
    someone.go("conversation", FIRST, "listen")
    someone.press("PreviousStep")
    assert someone.route == Route("conversation", FIRST, "open")


def test_every_step_can_be_chosen_and_the_current_one_is_marked_by_more_than_colour(unpainted):
    someone = unpainted()
    someone.go("conversation", FIRST)
    for part in m.PARTS:
        someone.press(f"Step-{part}")
        assert someone.route.part == part
        chosen = [
            b.objectName()
            for b in someone.pressable(someone.page)
            if b.isChecked() and "Step-" in b.objectName()
        ]
        assert chosen == [f"Step-{part}"]


def test_a_conversation_has_three_branches_that_open_on_their_own(person, library):
    someone = person(shown=False)
    for row in some(library.rows("conversation"), 9):
        page = someone.go("conversation", row.id, "listen")
        branches = [name for name in page.folds if name.startswith("branch-")]
        assert len(branches) >= 3
        page.folds[branches[1]].button.click()
        assert [name for name in branches if page.folds[name].is_open] == [branches[1]]


def test_the_door_for_a_child_who_told_something_is_calm_and_leads_to_its_plan(person):
    someone = person()
    someone.go("talk")
    told = someone.find("Told")
    theme = someone.window.context.theme
    colours = {
        label.palette().color(label.foregroundRole()).name().upper() for label in someone.all_of(QLabel, told)
    }
    assert theme.danger.upper() not in colours
    someone.press(told)
    assert someone.route == Route("plan", "disclosure")
