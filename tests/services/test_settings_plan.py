"""From the apps of a family and an age to one plan of at most ten settings."""

import itertools
import random

import msgspec
import pytest

from familyguide.guide import model as m
from familyguide.services.settings_plan import LENGTH, plan, suited

TOPICS = (
    "contact live-camera visibility location reporting account-security content spending data time".split()  # noqa: SIM905
)


@pytest.fixture(scope="module")
def checklists(real):
    return [real.item(row.id) for row in real.rows("checklist")]


def choices(checklists):
    """Every app alone, every pair, and some of the larger choices: there are too many to try them all."""
    yield from itertools.combinations(checklists, 1)
    yield from itertools.combinations(checklists, 2)
    chance = random.Random(5)
    for count in range(3, len(checklists) + 1):
        for _ in range(4):
            yield chance.sample(checklists, count)


def place(planned):
    setting = planned.setting
    return (
        TOPICS.index(setting.topic),
        0 if setting.essential else 1,
        0 if setting.confidence == "high" else 1,
    )


@pytest.mark.parametrize("age", [None, *m.AGES])
def test_a_plan_has_at_most_ten_settings_in_the_contracts_order(checklists, age):
    for chosen in choices(checklists):
        made = plan(chosen, age)
        assert len(made) <= LENGTH == 10
        places = [place(planned) for planned in made]
        assert places == sorted(places)


@pytest.mark.parametrize("age", [None, *m.AGES])
def test_a_plan_is_full_where_there_are_enough_settings(checklists, age):
    for chosen in choices(checklists):
        fitting = [s for c in chosen for s in c.settings if age is None or age in s.ages]
        assert len(plan(chosen, age)) == min(LENGTH, len(fitting))


@pytest.mark.parametrize("age", [None, *m.AGES])
def test_each_app_gives_at_least_one_setting_up_to_ten_apps(checklists, age):
    for chosen in choices(checklists):
        apps = {c.id for c in chosen if age is None or any(age in s.ages for s in c.settings)}
        shown = {planned.checklist.id for planned in plan(chosen, age)}
        assert shown <= apps
        assert len(shown) == min(LENGTH, len(apps))


@pytest.mark.parametrize("age", m.AGES)
def test_every_setting_suits_the_age(checklists, age):
    for planned in suited(checklists, age):
        assert age in planned.setting.ages


def test_the_rest_holds_every_setting_once(checklists):
    everything = [setting.id for checklist in checklists for setting in checklist.settings]
    assert sorted(planned.setting.id for planned in suited(checklists, None)) == sorted(everything)


@pytest.mark.parametrize("age", [None, *m.AGES])
def test_the_same_choice_gives_the_same_plan(checklists, age):
    first = [planned.setting.id for planned in plan(checklists, age)]
    assert [planned.setting.id for planned in plan(list(checklists), age)] == first
    assert len(set(first)) == len(first)


def test_no_app_gives_no_plan():
    assert plan([], None) == []
    assert plan([], "9-11") == []


def test_an_age_nobody_has_gives_no_plan(checklists):
    assert plan(checklists, "0-2") == []


def test_a_setting_left_out_never_ranks_before_one_of_the_same_app_that_is_in(checklists):
    for age in (None, *m.AGES):
        made = plan(checklists, age)
        for checklist in checklists:
            inside = [place(p) for p in made if p.checklist.id == checklist.id]
            outside = [place(p) for p in suited([checklist], age) if p not in made]
            assert not inside or not outside or max(inside) <= min(outside)


def test_more_than_ten_apps_still_give_a_plan_of_ten(checklists):
    copies = [msgspec.structs.replace(checklists[0], id=f"app-{number}") for number in range(25)]
    random.Random(7).shuffle(copies)
    made = plan(copies, None)
    assert len(made) == LENGTH
    assert len({planned.checklist.id for planned in made}) == LENGTH
