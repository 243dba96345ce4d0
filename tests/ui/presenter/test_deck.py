"""The steps of a session: in order, one idea each, and an end with the week's decision."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from familyguide.guide import names
from familyguide.services import session
from familyguide.services.session_show import Stage
from familyguide.ui.presenter.deck import Deck


@pytest.fixture
def deck(library, directory, plan):
    stage = Stage(library, directory, date(2026, 11, 24))
    return lambda chosen=None, **wishes: Deck(chosen or plan(**wishes), library, stage)


@pytest.mark.parametrize("level", names.LEVELS)
def test_every_template_has_its_parts_in_order_and_ends_without_a_slide(deck, plan, level):
    made = deck(level=level)
    assert [chapter.id for chapter in made.chapters] == [part.id for part in plan(level).parts]
    assert [chapter.minutes for chapter in made.chapters] == [part.minutes for part in plan(level).parts]
    assert [step.chapter for step in made.steps] == sorted(step.chapter for step in made.steps)
    assert made.steps[-1] == (len(made.chapters), ())
    assert made.steps[-1].slide is None
    assert all(step.slide is not None for step in made.steps[:-1])


def test_ideas_that_a_room_has_no_place_for_take_more_steps_and_the_one_shown_stays(deck):
    made = deck()
    together = made.steps
    ideas = [idea for step in together for idea in step.ideas]
    made.go(next(at for at, step in enumerate(together) if len(step.ideas) == 3))
    shown = made.now.slide
    assert made.fit(lambda _ideas: False) is True
    assert [step.ideas for step in made.steps] == [*((idea,) for idea in ideas), ()]
    assert made.now.slide == shown
    assert made.place == (1, sum(step.chapter == made.now.chapter for step in made.steps))
    made.go(2)
    assert made.place[0] == 3
    assert made.fit(lambda _ideas: True) is True
    assert made.steps == together
    assert made.now.slide == shown
    assert made.fit(lambda _ideas: True) is False
    made.go(len(made.steps))
    assert made.fit(lambda ideas: len(ideas) < 3) is True
    assert made.now.ideas == ()


def test_it_stops_at_both_ends(deck):
    made = deck()
    assert made.go(-1) is False
    assert made.at == 0
    assert made.go(len(made.steps) * 2) is True
    assert made.now.slide is None
    assert made.chapter is None
    assert made.next_step is None
    assert made.go(1) is False


def test_the_next_part_is_known_until_the_last(deck):
    made = deck()
    assert made.next_chapter == made.chapters[1]
    made.go(len(made.steps) - 2)
    assert made.chapter == made.chapters[-1]
    assert made.next_chapter is None


def test_a_part_that_the_guide_lost_is_left_out(deck, plan):
    whole = plan()
    lost = replace(whole, parts=(replace(whole.parts[0], part="gone"), *whole.parts[1:]))
    assert [chapter.id for chapter in deck(lost).chapters] == [part.id for part in whole.parts[1:]]


def test_the_end_holds_the_decision_even_without_its_part(deck, plan):
    whole = plan()
    parts = tuple(part for part in whole.parts if part.kind != "decision")
    assert len(parts) < len(whole.parts)
    assert deck(replace(whole, parts=parts)).decisions == deck().decisions != ()


def test_a_decision_said_twice_stands_once_at_the_end(deck, plan):
    whole = plan()
    talk = next(part for part in whole.parts if part.items and part.kind == "words")
    twice = replace(whole, parts=(*whole.parts, replace(talk, number=2)))
    assert session.covered(twice) == session.covered(whole)
    assert deck(twice).decisions == deck().decisions
