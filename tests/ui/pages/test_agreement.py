"""The family agreement: the ages to choose from, the rules of one age, and the ways that lead here."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit

from familyguide.guide import model as m
from familyguide.services.navigation import Route

NINE = "family-agreement-9-11"
HAND = "trusted-adults-hand"


def rules_shown(someone):
    names = (box.objectName() for box in someone.page.findChildren(object))
    return [name.removeprefix("Rule-") for name in names if name.startswith("Rule-")]


@pytest.mark.parametrize(
    ("language", "wishes"), [("fr", {}), ("en", {"scale": 200, "size": (900, 600)})], ids=["large", "small"]
)
def test_every_rule_of_an_age_stands_with_its_reason_and_its_trick(person, library, language, wishes):
    someone = person(language=language, **wishes)
    someone.go("agreement", NINE)
    item = library.read(NINE, m.Agreement)
    words = someone.words(someone.page)
    for rule in item.rules:
        for text in (rule.rule, rule.reason, rule.trick):
            assert text[language] in words
    for text in (item.title, item.summary, item.opening, item.answer, item.close):
        assert text[language] in words
    child = [rule.id for rule in item.rules if not rule.for_adults]
    adults = [rule.id for rule in item.rules if rule.for_adults]
    assert rules_shown(someone) == child + adults


def test_without_an_age_the_ages_are_offered_and_one_press_opens_the_rules(person):
    someone = person()
    someone.go("agreement")
    assert rules_shown(someone) == []
    someone.press(f"Chip-{NINE}")
    assert someone.route == Route("agreement", NINE)
    assert rules_shown(someone)
    someone.press("Chip-family-agreement-12-14")
    assert someone.route == Route("agreement", "family-agreement-12-14")
    assert someone.find("Chip-family-agreement-12-14").isChecked()


def test_the_age_chosen_before_is_the_one_shown(person):
    someone = person(age="3-5")
    someone.go("agreement")
    assert someone.find("Chip-family-agreement-3-5").isChecked()
    assert rules_shown(someone)


def test_talk_leads_to_the_agreement_and_the_agreement_to_the_hand(unpainted):
    someone = unpainted(age="9-11")
    someone.go("talk")
    someone.press("Row-agreement")
    assert someone.find(f"Chip-{NINE}").isChecked()
    someone.press(f"Row-article:{HAND}")
    assert someone.route == Route("article", HAND)


@pytest.mark.parametrize("language", m.LANGUAGES)
def test_the_settings_plan_and_understand_lead_to_the_agreement(unpainted, language):
    someone = unpainted(language=language, apps=("discord",))
    for route in (Route("settings", "plan"), Route("understand")):
        someone.go(route)
        someone.press("Row-agreement")
        assert someone.route == Route("agreement")


def test_a_talk_ends_on_the_agreement_of_its_age(unpainted):
    someone = unpainted()
    someone.go("conversation", "cameras-live-9-11", "next")
    someone.press(f"Row-agreement:{NINE}")
    assert someone.route == Route("agreement", NINE)


def test_a_search_opens_the_agreement(unpainted):
    someone = unpainted(language="en")
    someone.go("search", "family rules for phones")
    someone.press(f"Row-agreement:{NINE}")
    assert someone.route == Route("agreement", NINE)


@pytest.mark.parametrize("language", m.LANGUAGES)
def test_the_hand_shows_five_lines_and_nothing_to_type_in(unpainted, library, language):
    someone = unpainted(language=language)
    someone.go("article", HAND)
    labels = next(
        block for block in library.read(HAND, m.Article).blocks(language) if hasattr(block, "labels")
    )
    words = someone.words(someone.page)
    assert all(label in words for label in labels.labels)
    assert "__" not in words
    assert someone.page.findChildren(QLineEdit) == []


def test_a_guest_reads_the_rules_and_is_told_that_answers_go_on_paper(unpainted):
    someone = unpainted(guest=True)
    someone.go("agreement", NINE)
    assert someone.texts("agreement.paper") in someone.words(someone.find("WhereKept"))
    assert not any(b.objectName().startswith("Yes-") for b in someone.pressable(someone.page))
    assert not someone.has("Row-family")
