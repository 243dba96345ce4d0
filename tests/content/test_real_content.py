"""The real files, as families will read them."""

from __future__ import annotations

import re
from datetime import date

import pytest

from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.guide.compile import addresses
from familyguide.guide.rules import check
from familyguide.guide.texts import item_texts
from familyguide.guide.typography import polish
from familyguide.services.links import is_plain_https

FIRST_PATH = {
    "plan": {
        "disclosure",
        "sextortion-now",
        "suicide-risk",
        "someone-contacting",
        "illegal-content-seen",
        "immediate-danger",
    },
    "conversation": {
        *(f"cameras-live-{age}" for age in m.AGES),
        "trusted-adults-6-8",
        "trusted-adults-9-11",
        "sextortion-12-14",
        "sextortion-15-17",
        "grooming-9-11",
    },
    "checklist": {"discord", "roblox", "snapchat", "webcam", "any-app"},
    "article": {"for-young-people", "leaving", "live-streamed-abuse", "after-you-report-france"},
}


def items(content, kind):
    return [item for item in content.items.values() if isinstance(item, kind)]


def test_the_content_has_no_problem(real_content):
    assert [str(problem) for problem in check(real_content)] == []


@pytest.mark.parametrize("kind", FIRST_PATH)
def test_the_first_path_is_whole(real_content, kind):
    assert {item.id for item in items(real_content, m.KIND_TYPES[kind])} >= FIRST_PATH[kind]


@pytest.mark.parametrize("language", m.LANGUAGES)
def test_every_text_is_printed_as_its_language_asks(real_content, language):
    for item in real_content.items.values():
        for text in item_texts(item, language):
            assert polish(text, language) == text, item.id


@pytest.mark.parametrize("language", m.LANGUAGES)
def test_no_text_is_empty_or_holds_a_sign_that_no_one_reads(real_content, language):
    for item in real_content.items.values():
        for text in item_texts(item, language):
            assert text.strip(), item.id
            assert not re.search(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\ufeff�]", text), (item.id, text)
            assert "  " not in text, (item.id, text)


def test_no_date_is_newer_than_the_sources(real_content):
    for item in real_content.items.values():
        if item.as_of is not None:
            assert item.as_of[:7] <= item.updated[:7], item.id


def test_as_of_is_never_the_day_facts_were_collected(real_content):
    """It is a month of a source of the item, or nothing."""
    for item in real_content.items.values():
        if isinstance(item, m.Service):
            dates = [source.date for source in item.dated_sources if source.seen in {"stored-copy", "tried"}]
        elif isinstance(item, m.Checklist):
            dates = [setting.source.date for setting in item.settings]
        else:
            books = [real_content.bibliography[key] for key in item.sources]
            dates = [book.date for book in books if book.read]
        known = sorted(known[:7] for known in dates if known)
        if item.as_of is None:
            assert known == [], item.id
        else:
            assert item.as_of in known, item.id


def test_each_age_has_one_agreement_that_binds_both_sides(real_content):
    agreements = items(real_content, m.Agreement)
    assert sorted(item.ages for item in agreements) == sorted((age,) for age in m.AGES)
    for item in agreements:
        assert item.id == f"family-agreement-{item.ages[0]}"
        assert item.audience == "with-child"
        sides = [rule.for_adults for rule in item.rules]
        assert sides.count(True) >= 4, item.id
        assert sides.count(False) >= 5, item.id


def test_each_agreement_promises_that_telling_brings_no_trouble(real_content):
    for item in items(real_content, m.Agreement):
        said = " ".join(rule.reason.en for rule in item.rules if rule.for_adults)
        assert "You are not in trouble" in said, item.id


def test_the_hand_has_five_fingers_and_goes_with_the_talks_about_trusted_adults(real_content):
    hand = real_content.items["trusted-adults-hand"]
    assert hand.audience == "with-child"
    for language in m.LANGUAGES:
        (fill,) = [block for block in hand.blocks(language) if isinstance(block, b.Fill)]
        assert len(fill.labels) == 5
    for age in m.AGES:
        assert "trusted-adults-hand" in real_content.items[f"trusted-adults-{age}"].next.articles


def test_every_talk_has_three_answers_to_what_the_child_does(real_content):
    for talk in items(real_content, m.Conversation):
        for language in m.LANGUAGES:
            branches = [
                block for part in talk.parts(language) for block in part.blocks if isinstance(block, b.Branch)
            ]
            assert len(branches) >= 3, talk.id
            assert any(isinstance(block, b.Say) for branch in branches for block in branch.blocks), talk.id


def test_no_review_was_invented(real_content):
    assert all(item.status == "draft" for item in real_content.items.values())


def test_every_page_is_due_for_review_after_it_was_written(real_content):
    for item in real_content.items.values():
        date.fromisoformat(item.updated)
        assert item.review_by > item.updated[:7], item.id


def test_plans_have_at_most_eight_steps_and_say_what_not_to_do(real_content):
    for plan in items(real_content, m.Plan):
        assert 2 <= len(plan.steps) <= 8, plan.id
        assert plan.dont, plan.id
        assert plan.call, plan.id


def test_every_high_sign_leads_to_a_plan(real_content):
    high = [sign for sign in items(real_content, m.Sign) if sign.specificity == "high"]
    assert len(high) >= 4
    for sign in high:
        assert sign.next.plans, sign.id


def test_every_answer_of_what_to_do_ends_in_a_plan_or_in_a_page_that_leads_to_one(real_content):
    happening = real_content.triage.happening
    reached, to_visit, seen = set(), [happening.start], set()
    while to_visit:
        question = happening.question(to_visit.pop())
        seen.add(question.id)
        assert 2 <= len(question.answers) <= 5, question.id
        for answer in question.answers:
            assert [answer.plan, answer.to, answer.page].count(None) == 2, question.id
            if answer.plan:
                assert isinstance(real_content.items[answer.plan], m.Plan)
                reached.add(answer.plan)
            elif answer.page:
                assert real_content.items[answer.page.removeprefix("article:")].next.plans, answer.page
            elif answer.to not in seen:
                to_visit.append(answer.to)
    assert reached == {plan.id for plan in items(real_content, m.Plan)}
    assert seen == {question.id for question in happening.questions}


def test_every_registered_address_is_plain_https(real_content):
    found = addresses(real_content)
    assert found
    assert [address for address in sorted(found) if not is_plain_https(address)] == []


def test_a_service_opens_only_its_own_domains(real_content):
    for service in items(real_content, m.Service):
        for address in (service.web, service.report_url, service.chat_url):
            if address:
                assert address.split("/")[2] in service.domains, (service.id, address)


def test_stop_and_stopncii_stand_where_the_contract_puts_them(real_content):
    services = {service.id: service for service in items(real_content, m.Service)}
    assert services["fr-stop-criavs"].needs == ("own-thoughts",)
    assert services["int-stopncii"].adults_only
    for identifier in ("fr-thesee", "fr-plainte-en-ligne"):
        assert services[identifier].show_as == "not-for-this"


def test_the_two_languages_of_a_page_have_the_same_shape(real_content):
    def shape(blocks):
        return [(type(block).__name__, shape(getattr(block, "blocks", ()))) for block in blocks]

    for item in real_content.items.values():
        if isinstance(item, m.Article):
            assert shape(item.fr) == shape(item.en), item.id
        elif isinstance(item, m.Conversation):
            assert [shape(part.blocks) for part in item.fr] == [shape(part.blocks) for part in item.en], (
                item.id
            )


def test_there_is_a_template_of_each_kind_of_session(real_content):
    agendas = items(real_content, m.Agenda)
    assert sorted(agenda.level for agenda in agendas) == sorted(m.LEVELS)
    for agenda in agendas:
        assert sum(part.minutes for part in agenda.parts) == m.LEVEL_MINUTES[agenda.level]
        assert agenda.parts[0].kind == "welcome"
        assert agenda.parts[-1].kind == "close"
        rules = next(part for part in agenda.parts if part.kind == "rules")
        assert any("danger" in text.fr or "sécurité" in text.fr for text in rules.show), agenda.id
        assert any(
            "pass" in text.en.lower() or "silent" in text.en or "stop" in text.en
            for part in agenda.parts
            for text in part.show
        ), agenda.id
        assert rules.duties


def test_each_skill_has_cards_and_each_topic_that_is_talked_about(real_content):
    cards = real_content.practice.cards
    talked = {talk.topics[0] for talk in items(real_content, m.Conversation)}
    for skill in m.SKILLS:
        assert sum(card.skill == skill for card in cards) >= 6
        assert {card.topics[0] for card in cards if card.skill == skill} >= talked
    assert {case.topics[0] for case in real_content.practice.cases} >= talked


def test_with_a_child_every_age_has_a_card_and_none_is_heavy(real_content):
    light = [card for card in real_content.practice.cards if card.audience == "with-child"]
    for age in m.AGES:
        assert any(age in card.ages for card in light), age
    assert not any(m.SOLO_TOPICS.intersection(card.topics) for card in light)


def test_the_worker_s_page_about_a_disclosure_says_what_to_do_and_includes_the_image_rule(real_content):
    page = real_content.items["session-disclosure"]
    assert page.audience == "worker"
    for language, words in (
        (
            "fr",
            (
                "On en parle juste après, vous et moi",
                "mots exacts",
                "le jour même",
                "sans conseil juridique",
            ),
        ),
        ("en", ("Let’s talk just after, the two of us", "exact words", "the same day", "not legal advice")),
    ):
        blocks = page.blocks(language)
        text = " ".join(item_texts(page, language))
        assert all(word in text for word in words)
        assert any(isinstance(block, b.ImageRule) for block in blocks)
        assert any(isinstance(block, b.DutyList) for block in blocks)


def test_duties_are_dated_by_their_sources_and_threaten_nobody(real_content):
    duties = real_content.duties.duties
    assert {code for duty in duties for code in duty.countries} == {"FR", "BE", "GB"}
    for duty in duties:
        assert duty.sources
        assert not re.search(r"€|EUR|prison|years? in|ans de", f"{duty.text.fr} {duty.text.en}"), duty.id
