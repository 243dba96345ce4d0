"""The paper of a session: only what was covered, only what is made for those who are there."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from familyguide.guide import model as m
from familyguide.services import session
from familyguide.services.handouts import pack, press
from familyguide.services.handouts.maker import Maker
from familyguide.services.texts import Texts

TODAY = date(2026, 11, 22)
BOTH = ("fr", "en")


def maker(real, languages=BOTH, country="FR"):
    return Maker(real, languages, country, TODAY)


def plan(real, level="group", topics=("sextortion",), ages=("12-14",), country="FR"):
    return session.suggest(level, topics, ages, country, BOTH, real)


def texts_of(value):
    """Give every text of a sheet, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts_of(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts_of(one)


def said(job):
    return "\n".join(text for sheet in job.sheets for text in texts_of((sheet.titles, sheet.rows)))


@pytest.mark.parametrize("level", m.LEVELS)
@pytest.mark.parametrize("languages", [("fr",), ("en",), BOTH])
def test_every_session_has_a_pack_that_the_press_takes(real, level, languages):
    topics = ("body-autonomy",) if level == "parent-and-child" else ("sextortion",)
    made = plan(real, level, topics, ("9-11",))
    job = pack.pack_job(made, maker(real, languages), ())
    assert [sheet.id for sheet in job.sheets] == list(pack.pack_ids(made, maker(real, languages)))
    assert job.sheets[0].id == pack.WEEK
    assert all(sheet.languages == languages for sheet in job.sheets)
    assert press.pdf(job.sheets, job.look).startswith(b"%PDF")


def test_with_a_child_there_nothing_made_for_adults_goes_home(real):
    made = plan(real, "parent-and-child", ("body-autonomy",), ("6-8",))
    talk = next(row.id for row in real.rows("conversation") if row.audience == "adult")
    forced = replace(made, parts=(replace(made.parts[0], items=(talk,)), *made.parts[1:]))
    assert talk not in pack.pack_ids(forced, maker(real))
    rows = [real.row(name) for name in pack.pack_ids(forced, maker(real))]
    assert {row.audience for row in rows if row is not None} == {"with-child"}


def test_what_the_worker_reads_never_goes_home(real):
    made = plan(real)
    forced = replace(made, parts=(replace(made.parts[0], items=(session.DISCLOSURE,)), *made.parts[1:]))
    assert session.DISCLOSURE not in pack.pack_ids(forced, maker(real))


@pytest.mark.parametrize(
    ("topic", "age", "first"),
    [
        ("sextortion", "12-14", "sextortion-now"),
        ("sharing-images", "12-14", "image-circulating"),
        ("grooming", "9-11", "someone-contacting"),
        ("harm-in-circle", "6-8", "disclosure"),
    ],
)
def test_a_pack_offers_the_plans_of_its_conversation_and_holds_the_one_it_is_about(real, topic, age, first):
    made = plan(real, topics=(topic,), ages=(age,))
    names = pack.pack_ids(made, maker(real))
    leads = real.read(f"{topic}-{age}", m.Conversation).next
    plans = leads.plans
    assert plans[0] == first
    assert [name for name in names if name in plans] == list(plans)
    left_out = pack.left_out_first(made, real)
    assert left_out == {pack.WALLET, *plans[1:], *leads.articles}
    assert set(leads.articles) <= set(names)
    sheets = [sheet.id for sheet in pack.pack_job(made, maker(real)).sheets]
    assert first in sheets
    assert not left_out.intersection(sheets)
    whole = [sheet.id for sheet in pack.pack_job(made, maker(real), ()).sheets]
    assert set(plans) <= set(whole)


def test_with_a_child_no_plan_for_adults_goes_home(real):
    made = plan(real, "parent-and-child", topics=("cameras-live",), ages=("6-8",))
    kinds = {real.row(name).kind for name in pack.pack_ids(made, maker(real)) if real.has(name)}
    assert "plan" not in kinds


def test_the_settings_of_the_session_stand_first_and_few_follow(real):
    made = plan(real)
    found = next(one for one in made.parts if one.kind == "setting")
    sheets = {sheet.id: sheet for sheet in pack.pack_job(made, maker(real)).sheets}
    shown = [
        cell["title"] for row in sheets[found.items[0]].rows for cell in row[0] if cell["t"] == "setting"
    ]
    app = real.read(found.items[0], m.Checklist)
    (first,) = [one for one in app.settings if one.id in found.settings]
    assert first.title.fr in shown[0]
    assert 1 <= len(shown) <= pack.SETTINGS


def test_the_week_has_each_decision_once_and_lines_by_hand(real):
    made = plan(real, topics=("sextortion", "sharing-images"))
    sheet = pack.week(made, maker(real))
    lines = [cell for row in sheet.rows for cell in row[0] if cell["t"].startswith("write")]
    assert [line["lines"] for line in lines] == [pack.LINES, pack.LINES - 1]
    assert all(line["text"] == "" for line in lines)
    ideas = [cell["items"][0] for row in sheet.rows for cell in row[0] if cell["t"] == "list"]
    talks = [name for name in session.covered(made) if real.row(name).kind == "conversation"]
    assert len(ideas) == len(talks) > 0


def test_where_we_hold_no_country_no_number_is_made_up(real):
    made = plan(real, country="XX")
    names = pack.pack_ids(made, maker(real, country="XX"))
    assert pack.HELP not in names
    assert pack.WALLET not in names
    assert all(sheet.help is None for sheet in pack.pack_job(made, maker(real, country="XX")).sheets)


def test_a_pack_without_any_sheet_is_no_pack(real):
    made = plan(real)
    with pytest.raises(KeyError):
        pack.pack_job(made, maker(real), pack.pack_ids(made, maker(real)))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_notes_tell_when_each_part_begins_and_what_comes_then(real, language):
    made = plan(real)
    texts = Texts(language)
    words = said(pack.notes_job(made, maker(real, (language,))))
    begins = 0
    for number, part in enumerate(made.parts):
        title = session.template(part, real).title[language]
        last = begins + part.minutes
        assert texts("paper.session.part", n=number + 1, title=title, first=begins, last=last) in words
        if number:
            assert texts("paper.session.next", title=title) in words
        begins = last
    assert texts("paper.session.worker") in words


def test_duties_stand_in_the_notes_with_whom_to_ask_and_their_month_or_that_it_is_not_known(real):
    words = said(pack.notes_job(plan(real), maker(real, ("fr",))))
    duties = [one for one in real.duties.duties if "FR" in one.countries]
    shown = [one for one in duties if one.text.fr in words]
    assert shown
    assert words.count(real.duties.check.fr) >= len(shown)
    assert "Connu en" in words.replace("\u00a0", " ")


def test_cards_are_those_of_the_plan_each_with_its_pass_and_never_a_case(real):
    made = plan(real, "workshop")
    job = pack.cards_job(made, maker(real))
    (piece,) = [cell for row in job.sheets[0].rows for cell in row[0] if cell["t"] == "practice"]
    held = {card.id: card for card in real.practice.cards}
    wanted = [held[name].title.fr for name in session.cards(made) if name in held]
    assert [card["titles"][0] for card in piece["cards"]] == wanted
    assert piece["passing"] == [real.practice.passing.fr, real.practice.passing.en]


def test_every_card_there_is_can_be_cut_out_also_those_for_one_alone(real):
    for audience, level in (("adult", "group"), ("with-child", "parent-and-child")):
        names = tuple(card.id for card in real.practice.cards if card.audience == audience)
        made = plan(real, level, ())
        made = replace(made, parts=(replace(made.parts[0], cards=names),))
        job = pack.cards_job(made, maker(real))
        words = said(job)
        for card in (card for card in real.practice.cards if card.id in names):
            for line in (card.scene, card.you, card.other, card.line, *card.tries):
                assert line.fr in words
                assert line.en in words
        assert press.pdf(job.sheets, job.look)


def test_a_session_without_cards_has_none_to_print(real):
    made = plan(real)
    bare = replace(made, parts=tuple(replace(part, cards=()) for part in made.parts))
    with pytest.raises(KeyError):
        pack.cards_job(bare, maker(real))


# Other needs for a plan there is.


def test_other_needs_fill_the_parts_anew_and_keep_their_order_and_minutes(real):
    made = session.with_minutes(plan(real), plan(real).parts[2].id, 9)
    made = session.move(made, made.parts[0].id, 1)
    other = session.with_needs(made, real, topics=("cameras-live",), ages=("9-11",))
    assert [(one.id, one.minutes) for one in other.parts] == [(one.id, one.minutes) for one in made.parts]
    assert session.gaps(other, real) == ()
    rows = [real.row(name) for name in session.covered(other)]
    assert {row.topics[0] for row in rows if row.kind == "conversation"} == {"cameras-live"}
    assert session.suggest("group", ("cameras-live",), ("9-11",), "FR", BOTH, real).topics == other.topics


def test_other_languages_leave_what_was_chosen_by_hand(real):
    made = plan(real)
    part = next(one for one in made.parts if one.kind == "practise")
    choice = next(one for one in session.choices(made, part.id, real) if one.id not in part.cards)
    made = session.with_choice(made, part.id, choice)
    other = session.with_needs(made, real, languages=("en",), country="BE")
    assert other.part(part.id).cards == made.part(part.id).cards
    assert (other.languages, other.country) == (("en",), "BE")


def test_a_country_that_is_not_held_is_none(real):
    assert session.with_needs(plan(real), real, country="ZZ").country == "XX"
