"""A session as a value: filled from needs, changed part by part, and shown to the right eyes."""

from __future__ import annotations

import re
from datetime import date
from itertools import chain, product

import pytest
from each import some
from msgspec.structs import replace

from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.guide.lines import number_here
from familyguide.guide.sentences import words_of
from familyguide.services import session, session_show
from familyguide.services.session import Gap
from familyguide.services.texts import Texts

TODAY = date(2026, 11, 22)
TALKED = ("trusted-adults", "cameras-live", "grooming", "sharing-images", "sextortion", "harm-in-circle")
BOTH = ("fr", "en")


@pytest.fixture(scope="module")
def stage(real, directory):
    return session_show.Stage(real, directory, TODAY)


@pytest.fixture
def plan(real):
    """Twelve parents in France, about blackmail."""
    return session.suggest("group", ("sextortion",), ("12-14",), "FR", BOTH, real)


def part(plan, kind):
    return next(one for one in plan.parts if one.kind == kind)


def slides_of(stage, plan):
    return [slide for one in plan.parts for slide in stage.slides(plan, one.id)]


# Planning.


@pytest.mark.parametrize("level", m.LEVELS)
def test_each_template_fills_its_time(real, level):
    plan = session.suggest(level, ("grooming",), ("9-11",), "FR", ("fr",), real)
    assert plan.minutes == m.LEVEL_MINUTES[level]
    assert session.gaps(plan, real) == ()


@pytest.mark.parametrize("topic", TALKED)
@pytest.mark.parametrize("age", m.AGES)
def test_the_conversation_is_of_the_topic_and_the_age_or_its_lack_is_told(real, topic, age):
    plan = session.suggest("group", (topic,), (age,), "FR", ("fr",), real)
    wanted = f"{topic}-{age}"
    if real.has(wanted):
        assert part(plan, "words").items == (wanted,)
        assert session.gaps(plan, real) == ()
    else:
        assert part(plan, "words").items == ()
        assert Gap("not-for-age", topic=topic) in session.gaps(plan, real)


def test_two_topics_each_have_their_conversation_in_a_workshop(real):
    plan = session.suggest("workshop", ("harm-in-circle", "grooming"), ("6-8", "12-14"), "FR", BOTH, real)
    assert part(plan, "words").items == ("harm-in-circle-6-8", "grooming-12-14")


def test_a_topic_without_time_is_told_and_adding_a_part_takes_it_in(real):
    plan = session.suggest("individual", ("grooming", "sextortion"), ("12-14",), "FR", ("fr",), real)
    assert session.gaps(plan, real) == (Gap("no-time", topic="sextortion"),)
    words = next(offer for offer in session.offers(plan, real) if offer.part.slot == "conversation")
    longer = session.add(plan, words, real)
    assert session.gaps(longer, real) == ()
    assert longer.parts[-1] == plan.parts[-1]
    assert longer.parts[-2].items == ("sextortion-12-14",)


def test_a_topic_that_no_page_speaks_of_is_told(real, monkeypatch):
    rows = type(real).rows
    silent = lambda library, kind=None: [row for row in rows(library, kind) if "chatbots" not in row.topics]  # noqa: E731
    monkeypatch.setattr(type(real), "rows", silent)
    plan = session.suggest("group", ("chatbots",), ("12-14",), "FR", ("fr",), real)
    assert Gap("no-conversation", topic="chatbots") in session.gaps(plan, real)


def test_without_a_topic_the_session_stands_and_says_so(real):
    plan = session.suggest("group", (), (), "FR", ("fr",), real)
    assert Gap("no-topic", part(plan, "words").id) in session.gaps(plan, real)
    assert plan.minutes == 45
    assert part(plan, "practise").cards


def test_with_a_child_there_nothing_made_for_adults_is_taken(real):
    for topics in ((), *((topic,) for topic in TALKED), TALKED[:3]):
        for age in m.AGES:
            plan = session.suggest("parent-and-child", topics, (age,), "FR", BOTH, real)
            assert {real.row(name).audience for name in session.covered(plan)} == {"with-child"}
            cards = {card.id: card for card in real.practice.cards}
            assert all(cards[name].audience == "with-child" for name in session.cards(plan))
            assert all(age in cards[name].ages for name in session.cards(plan))
            assert part(plan, "together").items == ("trusted-adults-hand",)
            assert f"family-agreement-{age}" in session.covered(plan)
            assert session.signs(plan, real) == ()


def test_with_a_child_there_a_topic_for_adults_is_told(real):
    plan = session.suggest("parent-and-child", ("harm-in-circle",), ("12-14",), "FR", BOTH, real)
    assert session.gaps(plan, real) == (Gap("adults-only", topic="harm-in-circle"),)


@pytest.mark.parametrize("level", m.LEVELS)
def test_nobody_meets_a_card_practised_alone_unasked(real, level):
    plan = session.suggest(level, ("cameras-live",), ("9-11",), "FR", ("fr",), real)
    cards = {card.id: card for card in real.practice.cards}
    assert session.cards(plan)
    assert not any(cards[name].solo for name in session.cards(plan) if name in cards)


@pytest.mark.parametrize("level", ["individual", "group", "workshop"])
@pytest.mark.parametrize("topic", sorted(m.SOLO_TOPICS - {"exploitation"}))
def test_a_heavy_topic_brings_a_card_to_practise_alone_and_one_to_practise_together(real, level, topic):
    plan = session.suggest(level, (topic,), ("12-14",), "FR", ("fr",), real)
    cards = {card.id: card for card in real.practice.cards}
    chosen = [cards[name] for name in part(plan, "practise").cards]
    assert {card.solo for card in chosen} == {True, False}
    assert len({card.skill for card in chosen}) == len(chosen)


def test_a_country_we_do_not_hold_gives_no_other_country_s_numbers(real, stage):
    plan = session.suggest("group", ("grooming",), ("9-11",), "QQ", ("fr",), real)
    assert plan.country == "XX"
    *_, (topic, _), (slide,) = stage.groups(plan, part(plan, "help").id)
    assert topic.number is slide.number is None
    assert topic.text.fr == "childhelplineinternational.org"
    assert "112" in slide.text.fr


def test_needs_are_put_in_order_and_kept_short(real):
    plan = session.suggest("group", TALKED, ("12-14", "3-5"), "FR", ("en", "fr", "en"), real)
    assert plan.topics == TALKED[:3]
    assert plan.ages == ("3-5", "12-14")
    assert plan.languages == ("en", "fr")


def test_the_same_needs_give_the_same_plan(real):
    needs = ("workshop", ("grooming",), ("9-11",), "BE", BOTH, real)
    assert session.suggest(*needs) == session.suggest(*needs)


# Changing.


def test_a_part_is_removed_moved_and_given_minutes(plan):
    first, second = plan.parts[0].id, plan.parts[1].id
    assert [one.id for one in session.remove(plan, first).parts] == [one.id for one in plan.parts[1:]]
    assert [one.id for one in session.move(plan, first, 1).parts[:2]] == [second, first]
    assert session.move(plan, first, -3) == plan
    assert session.move(plan, first, 99).parts[-1].id == first
    assert session.with_minutes(plan, first, 12).minutes == plan.minutes + 10


@pytest.mark.parametrize(("wished", "given"), [(0, 1), (-7, 1), (1, 1), (60, 60), (61, 60), (10**9, 60)])
def test_minutes_stay_between_one_and_sixty(plan, wished, given):
    changed = session.with_minutes(plan, plan.parts[0].id, wished)
    assert changed.parts[0].minutes == given


def test_what_is_not_there_changes_nothing(plan, real):
    (choice, *_) = session.choices(plan, part(plan, "words").id, real)
    assert session.remove(plan, "nothing") == plan
    assert session.move(plan, "nothing", 1) == plan
    assert session.with_minutes(plan, "nothing", 5) == plan
    assert session.with_choice(plan, "nothing", choice) == plan
    with pytest.raises(KeyError):
        plan.part("nothing")


def test_what_can_be_added_is_not_there_yet_or_holds_something_else(plan, real):
    sorts = [(offer.part.kind, offer.part.slot) for offer in session.offers(plan, real)]
    assert len(set(sorts)) == len(sorts)
    assert ("break", None) in sorts
    assert ("cases", "cases") in sorts
    assert ("words", "conversation") in sorts
    assert ("welcome", None) not in sorts
    bare = session.remove(plan, plan.parts[0].id)
    assert "welcome" in [offer.part.kind for offer in session.offers(bare, real)]


@pytest.mark.parametrize("level", m.LEVELS)
def test_only_what_is_made_for_those_there_is_offered(real, level):
    plan = session.suggest(level, ("grooming",), ("9-11",), "FR", ("fr",), real)
    for offer in session.offers(plan, real):
        is_for_both = real.row(offer.agenda).group == "parent-and-child"
        assert is_for_both is plan.with_child
    for one in plan.parts:
        for choice in session.choices(plan, one.id, real):
            if plan.with_child and choice.kind == "item":
                assert real.row(choice.id).audience == "with-child"
            if plan.with_child:
                assert choice.kind != "case"


def test_a_part_of_another_template_can_be_forced_in_by_nobody(real, plan):
    child = session.offer("session-parent-and-child", "hand", real)
    assert session.add(plan, child, real) == plan
    assert session.offer("session-gone", "hand", real) is None
    assert session.offer("session-group", "gone", real) is None
    assert session.offer("snapchat", "welcome", real) is None


def test_a_plan_takes_at_most_sixteen_parts_and_none_is_offered_then(plan, real):
    words = session.offer("session-group", "words", real)
    for _ in range(20):
        plan = session.add(plan, words, real)
    assert len(plan.parts) == session.PARTS
    assert session.offers(plan, real) == ()
    assert len({one.id for one in plan.parts}) == session.PARTS


def test_an_item_is_put_in_and_taken_out_with_its_setting(plan, real):
    setting = part(plan, "setting")
    choices = {choice.id: choice for choice in session.choices(plan, setting.id, real)}
    assert choices["snapchat"].suits
    changed = session.with_choice(plan, setting.id, choices["snapchat"])
    assert (part(changed, "setting").items, part(changed, "setting").settings) == ((), ())
    changed = session.with_choice(changed, setting.id, choices["youtube"])
    assert part(changed, "setting").items == ("youtube",)
    assert part(changed, "setting").settings == choices["youtube"].settings
    assert Gap("no-setting", setting.id) not in session.gaps(changed, real)


def test_a_part_holds_only_so_much(plan, real):
    words = part(plan, "words")
    for choice in session.choices(plan, words.id, real):
        if choice.id not in words.items:
            plan = session.with_choice(plan, words.id, choice)
    assert len(part(plan, "words").items) == session.ITEMS
    practise = part(plan, "practise")
    for choice in session.choices(plan, practise.id, real):
        if choice.id not in practise.cards:
            plan = session.with_choice(plan, practise.id, choice)
    assert len(part(plan, "practise").cards) == session.CARDS


def test_what_suits_the_needs_stands_first(plan, real):
    for one in plan.parts:
        suits = [choice.suits for choice in session.choices(plan, one.id, real)]
        assert suits == sorted(suits, reverse=True)


def test_a_part_that_needs_do_not_fill_has_nothing_to_choose(plan, real):
    assert session.choices(plan, part(plan, "welcome").id, real) == ()


# Before the start.


def test_what_is_asked_before_the_start_is_answered_in_one_sentence_each(plan):
    assert session.before(plan) == ("not-asked-group",)
    for level, interpreter, second in product(m.LEVELS, ("none", "outside", "known"), (True, False)):
        asked = replace(plan, level=level, interpreter=interpreter, second_adult=second)
        codes = session.before(asked)
        kind = "group" if level in ("group", "workshop") else "family"
        assert not any(code.startswith("not-asked") for code in codes)
        assert (f"interpreter-known-{kind}" in codes) is (interpreter == "known")
        assert (f"second-adult-{kind}" in codes) is second
        assert (f"alone-{kind}" in codes) is not second
        for language in m.LANGUAGES:
            assert all(session.before_sentence(code, Texts(language)) for code in codes)


@pytest.mark.parametrize("language", m.LANGUAGES)
@pytest.mark.parametrize("reason", session.Reason.__args__)
def test_each_gap_is_said_in_words(real, reason, language):
    said = session.gap_sentence(Gap(reason, topic="sextortion"), Texts(language), real)
    assert "{" not in said
    assert "sextortion" not in said


# Showing.


@pytest.mark.parametrize("level", m.LEVELS)
def test_each_part_begins_with_its_name_and_shows_both_languages(real, stage, level):
    plan = session.suggest(level, ("grooming",), ("9-11",), "FR", BOTH, real)
    for one in plan.parts:
        first, *rest = stage.slides(plan, one.id)
        assert first.kind == "title"
        assert first.text == session.template(one, real).title
        for slide in rest:
            texts = [slide.text, *filter(None, (slide.more,))]
            assert all(text[language].strip() for text in texts for language in m.LANGUAGES)
            assert bool(slide.label.fr) is bool(slide.label.en)
            assert not re.search(r"[{}]", f"{slide.text}{slide.label}{slide.more}")


@pytest.mark.parametrize(("at", "country"), list(enumerate(["FR", "BE", "GB", "CA", "XX"])))
@pytest.mark.parametrize("level", m.LEVELS)
def test_no_slide_ever_holds_what_only_the_worker_may_see(real, stage, level, at, country):
    turn = at + list(m.LEVELS).index(level)
    for topic, age in some(product(TALKED, m.AGES), 8, turn):
        plan = session.suggest(level, (topic,), (age,), country, BOTH, real)
        for one in plan.parts:
            shown = {
                (text.fr, text.en)
                for slide in stage.slides(plan, one.id)
                for text in (slide.text, slide.label)
            }
            notes = stage.notes(plan, one.id)
            private = {(note.text.fr, note.text.en) for note in notes if note.kind != "word"}
            assert not shown & private, one.id
            assert notes[0].kind == "aim"
            for note in notes:
                if note.kind == "duty":
                    assert note.known is not None
                    assert "référent" in note.text.fr


def test_a_conversation_is_shown_in_short(plan, stage, real):
    words = part(plan, "words")
    slides = [slide for slide in stage.slides(plan, words.id) if slide.source == "sextortion-12-14"]
    kinds = [slide.kind for slide in slides]
    talk = real.item("sextortion-12-14")
    assert slides[0].text == talk.opening
    assert kinds.count("avoid") == 1
    assert kinds.count("key") == 2
    assert 4 <= kinds.count("say") <= 5
    branches = [slide for slide in slides if slide.label.fr.startswith("Si votre enfant")]
    assert len(branches) == 3
    assert all(slide.label.en.startswith("If your child") for slide in branches)


@pytest.mark.parametrize("language", m.LANGUAGES)
def test_every_slide_can_be_read_from_the_back_of_a_room(real, stage, language):
    """The lines of conversations are what they are; all the rest is short."""
    longest = {"say": 40, "avoid": 20, "key": 20, "point": 26, "practise": 24, "decision": 30}
    for level, topic, age in product(m.LEVELS, TALKED, m.AGES):
        plan = session.suggest(level, (topic,), (age,), "FR", BOTH, real)
        for slide in slides_of(stage, plan):
            count = len(words_of(slide.text[language]))
            assert count <= longest.get(slide.kind, 18), (slide.kind, slide.text[language])


def test_every_card_on_the_screen_says_that_one_may_pass(real, stage):
    for card in real.practice.cards:
        slides = list(stage.card(card))
        assert len(slides) >= 5
        assert {slide.more for slide in slides} == {real.practice.passing}


def test_the_numbers_are_those_of_the_session_s_country(real, stage, directory):
    for country in ("FR", "BE", "GB", "CH"):
        plan = session.suggest("group", ("grooming",), ("9-11",), country, BOTH, real)
        slides = stage.slides(plan, part(plan, "help").id)
        numbers = [slide for slide in slides if slide.group == "numbers"]
        strip = directory.strip(country)
        assert [slide.source for slide in numbers] == [entry.services[0].id for entry in strip]
        for slide, entry in zip(numbers, strip, strict=True):
            assert slide.number == " · ".join(number_here(one, country) or one.sms for one in entry.services)


def test_a_child_sees_its_own_line_first_and_no_large_word_about_suicide(real, stage):
    plan = session.suggest("parent-and-child", ("grooming",), ("6-8",), "FR", BOTH, real)
    first, numbers = stage.groups(plan, part(plan, "help").id)
    assert first[0].source == numbers[0].source == "fr-119"
    assert not any(
        "suicid" in f"{slide.label}{slide.text}{slide.more}".lower() for slide in slides_of(stage, plan)
    )


@pytest.mark.parametrize(
    ("topic", "age", "country", "source", "number"),
    [
        ("sextortion", "12-14", "FR", "fr-3018", "3018"),
        ("grooming", "9-11", "FR", "fr-3018", "3018"),
        ("harm-in-circle", "6-8", "FR", "fr-119", "119"),
        ("harm-in-circle", "6-8", "BE", "be-103", "103"),
        # There the number of 3018 is not confirmed: its site is.
        ("sextortion", "12-14", "GP", "fr-3018", None),
    ],
)
def test_help_begins_with_who_helps_with_the_topic_and_then_shows_the_numbers_together(
    real, stage, directory, topic, age, country, source, number
):
    plan = session.suggest("group", (topic,), (age,), country, BOTH, real)
    first, numbers = stage.groups(plan, part(plan, "help").id)
    assert (first[0].source, first[0].number) == (source, number)
    assert source in {one.id for role in ("report", "child") for one in directory.role(country, role)}
    if number is None:
        assert first[0].text.fr == "3018.fr"
    assert first[1].text in session.template(part(plan, "help"), real).show
    assert len(numbers) == len(directory.strip(country))
    assert all(slide.text.fr and slide.text.en and slide.text.fr != slide.number for slide in numbers)


def test_lines_that_belong_together_share_a_screen_and_a_card_takes_two(real, stage, plan):
    groups = [group for one in plan.parts for group in stage.groups(plan, one.id)]
    assert sum(map(len, groups)) + len(plan.parts) == len(slides_of(stage, plan))
    assert len(groups) < len(slides_of(stage, plan)) / 2
    assert not any(group[0].kind == "title" for group in groups)
    for group in groups:
        ways = list(session_show.ways_to_share(group))
        assert all(tuple(chain(*way)) == group for way in ways)
        assert all(len(one) == 1 for one in ways[-1])
        assert all(len(one) <= (6 if group[0].kind == "numbers" else 4) for one in ways[0])
    card = next(group for group in groups if group[0].source == "ask-about-scams")
    first, second, *_ = session_show.ways_to_share(card)
    assert [len(one) for one in first] == [4, 2]
    assert [len(one) for one in second] == [3, 3]


def test_the_decision_is_that_of_the_conversation(real, plan, stage):
    (slide,) = [one for one in stage.slides(plan, part(plan, "decision").id) if one.kind == "decision"]
    assert slide.source == "sextortion-12-14"
    talk = real.read("sextortion-12-14", m.Conversation)
    for language in m.LANGUAGES:
        blocks = [block for step in talk.parts(language) for block in step.blocks]
        decided = " ".join(line for one in blocks if isinstance(one, b.Decision) for line in one.paragraphs)
        assert slide.text[language]
        assert decided.startswith(slide.text[language])


def test_duties_are_those_of_the_country_dated_and_to_check(real, stage):
    for country in ("FR", "BE", "GB"):
        duties = stage.duties(country)
        assert duties
        for duty in duties:
            assert duty.text.en.endswith("Check with your lead.")
            assert duty.known.fr.startswith(("Connu en", "Faits connus en", "Date non connue"))
    assert stage.duties("US") == ()


def test_an_old_duty_says_that_it_may_have_changed(stage):
    known = {duty.text.en.split(",")[0]: duty.known.en for duty in stage.duties("FR")}
    assert all("may have changed" in text for text in known.values())


def test_the_interpreter_s_words_are_those_that_are_met(plan, stage):
    words = {term.id for term in stage.all_words(plan)}
    assert "image-intime" in words
    assert "monnaie-de-jeu" not in words
    first = stage.words(plan, part(plan, "words").id)
    assert {term.id for term in first} <= words


def test_a_case_tells_the_worker_where_it_leads_and_the_room_nothing_of_it(real, stage):
    plan = session.suggest("workshop", ("sextortion",), ("15-17",), "FR", BOTH, real)
    cases = part(plan, "cases")
    assert cases.cards == ("case-pocket-money",)
    leads = [note.text.fr for note in stage.notes(plan, cases.id) if note.kind == "lead"]
    assert real.row("sextortion-now").title.fr in leads
    shown = " ".join(slide.text.fr for slide in stage.slides(plan, cases.id))
    assert not any(lead in shown for lead in leads)


def test_signs_are_shown_with_their_ordinary_reasons_and_never_as_a_verdict(real, stage):
    plan = session.suggest("workshop", ("grooming",), ("12-14",), "FR", BOTH, real)
    slides = stage.slides(plan, part(plan, "signs").id)
    for name in session.signs(plan, real):
        own = [slide for slide in slides if slide.source == name]
        assert [slide.kind for slide in own] == ["point", "point", "say"]
        assert own[1].text == real.item(name).ordinary[0]


def test_what_goes_home_is_what_was_shown_in_order(plan, real):
    assert session.covered(plan) == ("sextortion-12-14", "snapchat")
    assert session.cards(plan) == part(plan, "practise").cards
    workshop = session.suggest("workshop", ("grooming",), ("12-14",), "FR", BOTH, real)
    assert not set(session.signs(workshop, real)) & set(session.covered(workshop))


def test_the_worker_s_pages_are_there_and_found_by_no_parent_s_search(real):
    for name in (session.DISCLOSURE, session.PREPARE):
        assert real.row(name).audience == "worker"
    for words in ("séance interprète", "quelqu'un se confie", "référent procureur"):
        found = [hit.id for hit in real.search(words, "fr", "FR").hits]
        assert not any(real.row(name).audience == "worker" for name in found)


@pytest.mark.parametrize("country", ["FR", "BE", "GB", "US", "XX"])
@pytest.mark.parametrize("language", m.LANGUAGES)
def test_the_page_about_a_disclosure_says_what_is_known_of_duties_here_or_that_nothing_is(
    pages, country, language
):
    _, lines = pages(session.DISCLOSURE, language, country)
    check = {"fr": "Vérifiez avec votre référent.", "en": "Check with your lead."}[language]
    duties = [line for line in lines if line.endswith(check)]
    unknown = Texts(language)("agenda.duty.none") in lines
    assert unknown is not bool(duties)
    assert bool(duties) is (country in ("FR", "BE", "GB"))
