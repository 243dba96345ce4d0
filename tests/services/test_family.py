"""What a family keeps: which notes are made, which never are, and how they live on."""

from datetime import UTC, date, datetime, time

import msgspec
import pytest
from icalendar import Calendar

from familyguide.guide.names import SENSITIVE_KINDS, SENSITIVE_TOPICS
from familyguide.services import family
from familyguide.services.family import Agreed, Child, Document, Moment, Place, Reading, Tick
from familyguide.services.texts import Texts

DAY = date(2026, 11, 22)
LATER = date(2026, 12, 24)
NOTES = ("tick", "conversation", "agreement", "resume", "suggestion", "export")


class Redirected:
    """A library whose ids have moved."""

    def __init__(self, moved=None, rows=()):
        self._moved = moved or {}
        self._rows = {row.id: row for row in rows}

    def now_id(self, identifier):
        return self._moved.get(identifier, identifier)

    def row(self, identifier):
        return self._rows.get(identifier)

    def rows(self, kind):
        return [row for row in self._rows.values() if row.kind == kind]


def changed_row(row, **changes):
    return msgspec.structs.replace(row, **changes)


@pytest.fixture(scope="module")
def talk(real):
    return next(row for row in real.rows("conversation") if family.may_keep("conversation", row))


@pytest.fixture(scope="module")
def apps(real):
    row = real.rows("checklist")[0]
    return row, real.item(row.id).settings[0]


# What is never kept.


def test_no_sign_plan_service_or_word_searched_may_be_kept_as_any_note(real):
    rows = [row for row in real.rows() if row.kind in SENSITIVE_KINDS]
    assert len(rows) > 100
    assert [row.id for row in rows for note in NOTES if family.may_keep(note, row)] == []
    assert not any(family.may_keep(note, None) for note in NOTES)


def test_nothing_tagged_or_named_harm_in_circle_or_exploitation_may_be_kept(real):
    rows = [
        row
        for row in real.rows()
        if SENSITIVE_TOPICS & {*row.topics} or any(t in row.id for t in SENSITIVE_TOPICS)
    ]
    assert len(rows) > 10
    assert [row.id for row in rows for note in NOTES if family.may_keep(note, row)] == []


@pytest.mark.parametrize("topic", sorted(SENSITIVE_TOPICS))
def test_a_topic_anywhere_in_the_list_is_enough_to_refuse(talk, topic):
    assert family.may_keep("conversation", talk)
    assert not family.may_keep("conversation", changed_row(talk, topics=(*talk.topics, topic)))
    assert not family.may_keep("conversation", changed_row(talk, id=f"{topic}-9-11"))


@pytest.mark.parametrize("note", ["search", "service", "sign", "plan", "session", ""])
def test_a_kind_of_note_nobody_thought_of_is_not_kept(talk, note):
    assert not family.may_keep(note, talk)


def test_pages_for_young_people_and_about_traces_are_not_gone_back_to(real):
    rows = [row for row in real.rows("article") if row.group in ("young", "limits")]
    assert rows
    assert not any(family.may_keep("resume", row) for row in rows)


def test_the_guide_still_keeps_what_a_family_needs(real):
    kept = [row.topics[0] for row in real.rows("conversation") if family.may_keep("conversation", row)]
    assert {"cameras-live", "sextortion"} <= set(kept)
    assert all(family.may_keep("tick", row) for row in real.rows("checklist"))


def test_a_conversation_that_is_never_kept_leaves_the_document_as_it_was(real, talk):
    hidden = real.row("harm-in-circle-9-11")
    before = family.with_conversation(Document(), talk, DAY)
    assert before.conversations == {talk.id: DAY}
    assert family.with_conversation(before, hidden, DAY) is before
    assert family.with_conversation(before, None, DAY) is before
    assert family.with_resume(before, "conversation", hidden) is before


@pytest.mark.parametrize(
    "page", ["signs", "plan", "todo", "help", "search", "country", "home", "family", "session", "x"]
)
def test_a_page_that_names_a_fear_or_a_need_is_not_gone_back_to(page, talk):
    assert family.with_resume(Document(), page) == Document()
    assert family.with_resume(Document(), page, talk) == Document()


def test_a_page_cannot_be_named_with_an_item_of_another_kind(real, talk):
    assert family.with_resume(Document(), "article", talk) == Document()
    assert family.with_resume(Document(), "conversation", real.rows("plan")[0]) == Document()
    assert family.with_resume(Document(), "conversation") == Document()


def test_the_last_place_is_a_conversation_and_its_step(talk):
    assert family.with_resume(Document(), "conversation", talk, "listen").resume == Place(
        "conversation", talk.id, "listen"
    )
    assert family.with_resume(Document(), "talk", None, "harm-in-circle").resume == Place("talk")


def test_cleaning_takes_out_what_somebody_else_wrote(real, talk, apps):
    document = Document(
        ticks={
            apps[1].id: Tick("done", DAY),
            "disclosure": Tick("done", DAY),
            "of-a-newer-guide": Tick("done", DAY),
        },
        conversations={talk.id: DAY, "harm-in-circle-3-5": DAY, "disclosure": DAY, "exploitation-new": DAY},
        agreement={"no-harm-in-circle": Agreed(DAY), "screens-off": Agreed(DAY)},
        apps=("fr-119", apps[0].id),
        resume=Place("conversation", "harm-in-circle-3-5"),
    )
    cleaned = family.cleaned(document, real)
    assert set(cleaned.ticks) == {apps[1].id, "of-a-newer-guide"}
    assert set(cleaned.conversations) == {talk.id}
    assert set(cleaned.agreement) == {"screens-off"}
    assert cleaned.apps == (apps[0].id,)
    assert cleaned.resume is None


def test_cleaning_follows_a_merged_id_to_what_it_leads_to(real):
    library = Redirected({"old-talk": "disclosure"}, rows=[real.row("disclosure")])
    assert family.cleaned(Document(conversations={"old-talk": DAY}), library).conversations == {}


def test_settings_of_a_checklist_that_became_sensitive_are_taken_out(real, apps):
    hidden = changed_row(apps[0], topics=("exploitation",))

    class Changed(Redirected):
        def item(self, identifier):
            return real.item(identifier)

    library = Changed(rows=[hidden])
    document = Document(ticks={apps[1].id: Tick("done", DAY), "other": Tick("done", DAY)})
    assert set(family.cleaned(document, library).ticks) == {"other"}
    assert family.with_tick(Document(), apps[1], hidden, "done", DAY) == Document()


# Notes.


def test_a_tick_has_a_state_a_day_and_the_way_it_was_seen(apps):
    document = family.with_tick(Document(), apps[1], apps[0], "done", DAY)
    assert document.ticks == {apps[1].id: Tick("done", DAY, family.fingerprint(apps[1]))}
    assert family.with_tick(document, apps[1], apps[0], "todo", DAY) == Document()


def test_a_nickname_is_one_short_line():
    (child,) = family.with_child(Document(), "9-11", f"  Lé\x00a\n{'x' * 50}").children
    assert (child.nickname[:5], len(child.nickname)) == ("Lé a ", family.NICKNAME)
    assert msgspec.json.decode(msgspec.json.encode(child), type=Child) == child


def test_a_family_has_a_limit_and_one_of_two_equal_children_can_be_taken_out():
    document = Document()
    for _ in range(family.CHILDREN + 3):
        document = family.with_child(document, "6-8")
    assert len(document.children) == family.CHILDREN
    assert len(family.without_child(document, Child("6-8")).children) == family.CHILDREN - 1
    assert family.without_child(document, Child("3-5")) == document


def test_moments_stand_in_order_and_the_same_one_is_planned_once():
    document = family.with_moment(family.with_moment(Document(), LATER), DAY, time(18, 30, 12))
    document = family.with_moment(document, DAY, time(18, 30))
    assert document.moments == (Moment(DAY, time(18, 30)), Moment(LATER))
    assert family.without_moment(document, Moment(LATER)).moments == (Moment(DAY, time(18, 30)),)


def test_a_rule_is_agreed_by_each_and_the_yes_can_be_taken_back(talk):
    row = changed_row(talk, kind="agreement", id="family-agreement-9-11")
    document = family.with_answer(Document(), row, "meals", "adult", DAY)
    document = family.with_answer(document, row, "meals", "child", LATER)
    assert document.agreement == {"meals": Agreed(DAY, LATER)}
    document = family.with_answer(document, row, "meals", "adult", None)
    assert document.agreement == {"meals": Agreed(None, LATER)}
    assert family.with_answer(document, row, "meals", "child", None) == Document()
    assert family.with_answer(document, talk, "meals", "adult", DAY) is document


def test_a_yes_remembers_the_words_that_were_agreed(real):
    item = real.item("family-agreement-9-11")
    rule, row = item.rules[0], real.row(item.id)
    seen = family.rule_fingerprint(rule)
    document = family.with_answer(Document(), row, rule.id, "child", DAY, seen)
    agreed = document.agreement[rule.id]
    assert agreed == Agreed(None, DAY, "", seen)
    assert not family.rule_has_changed(agreed, rule)
    same = changed_row(rule, rule=changed_row(rule.rule, en=rule.rule.en.upper().replace(",", " ;")))
    assert not family.rule_has_changed(agreed, same)
    helped = changed_row(rule, trick=changed_row(rule.trick, fr="Autre chose."))
    assert not family.rule_has_changed(agreed, helped)
    other = changed_row(rule, rule=changed_row(rule.rule, fr="« Autre chose. »"))
    assert family.rule_has_changed(agreed, other)
    assert family.rule_has_changed(agreed, other, "child")
    assert not family.rule_has_changed(agreed, other, "adult")
    back = family.with_answer(document, row, rule.id, "child", None, seen)
    assert back == Document()


def test_a_yes_from_before_words_were_remembered_is_never_called_changed(real):
    assert not family.rule_has_changed(Agreed(DAY, DAY), real.item("family-agreement-9-11").rules[0])


def test_a_rule_is_taken_out_whoever_said_yes():
    document = Document(agreement={"meals": Agreed(DAY, DAY), "gone": Agreed(DAY)})
    assert set(family.without_rule(document, "gone").agreement) == {"meals"}
    assert family.without_rule(document, "other") == document


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 22), 3, date(2027, 2, 22)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 6, 5), 6, date(2026, 12, 5)),
    ],
)
def test_some_months_later_is_the_same_day_or_the_last_of_its_month(day, months, then):
    assert family.in_months(day, months) == then


def test_merging_two_agreements_keeps_each_newer_yes_with_its_words():
    mine = Document(agreement={"meals": Agreed(DAY, LATER, "aaaaaaaa", "bbbbbbbb")}, agreement_again=LATER)
    theirs = Document(
        agreement={"meals": Agreed(LATER, DAY, "cccccccc", "dddddddd"), "gone": Agreed(None, DAY)},
        agreement_again=DAY,
    )
    for merged in (family.merge(mine, theirs), family.merge(theirs, mine)):
        assert merged.agreement["meals"] == Agreed(LATER, LATER, "cccccccc", "bbbbbbbb")
        assert merged.agreement["gone"] == Agreed(None, DAY)
        assert merged.agreement_again == LATER
    moved = family.follow_redirects(
        Document(agreement={"old": Agreed(DAY, None, "aaaaaaaa"), "retired": Agreed(DAY)}),
        Redirected({"old": "meals", "retired": None}),
    )
    assert moved.agreement == {"meals": Agreed(DAY, None, "aaaaaaaa"), "retired": Agreed(DAY)}


def test_every_rule_of_the_guide_may_be_kept_and_is_never_cleaned_away(real):
    names = [rule.id for row in real.rows("agreement") for rule in real.item(row.id).rules]
    assert len(names) == len(set(names)) >= 40
    document = Document(agreement={name: Agreed(DAY) for name in names})
    assert family.cleaned(document, real) == document
    assert all(family.may_keep("agreement", row) for row in real.rows("agreement"))


def test_after_leaving_nothing_is_offered_to_go_back_to(talk):
    document = family.after_leaving(family.with_resume(Document(), "conversation", talk))
    assert (document.resume, document.quiet) == (None, True)


# Ids that live on.


def test_notes_of_a_merged_id_follow_and_the_newer_one_wins():
    document = Document(
        ticks={"old": Tick("done", LATER), "new": Tick("later", DAY), "kept": Tick("done", DAY)},
        conversations={"old": DAY, "new": LATER},
        agreement={"old": Agreed(DAY), "new": Agreed(None, LATER)},
        apps=("old", "new", "other"),
        resume=Place("conversation", "old"),
    )
    moved = family.follow_redirects(document, Redirected({"old": "new"}))
    assert moved.ticks == {"new": Tick("done", LATER), "kept": Tick("done", DAY)}
    assert moved.conversations == {"new": LATER}
    assert moved.agreement == {"new": Agreed(DAY, LATER)}
    assert moved.apps == ("new", "other")
    assert moved.resume == Place("conversation", "new")


def test_a_tick_of_a_retired_or_unknown_id_stays_as_it_is():
    document = Document(ticks={"retired": Tick("done", DAY), "of-a-newer-guide": Tick("later", DAY)})
    assert family.follow_redirects(document, Redirected({"retired": None})) == document


def test_a_real_merged_id_is_followed(real):
    document = Document(ticks={"ca-cybertip": Tick("done", DAY)})
    assert set(family.follow_redirects(document, real).ticks) == {"ca-cyberaide"}


# Changed since, and merging.


def test_a_setting_has_changed_when_its_way_did_and_not_when_its_words_did(apps):
    setting = apps[1]
    tick = Tick("done", DAY, family.fingerprint(setting))
    assert not family.has_changed(tick, setting, "2030-01-01")
    reworded = changed_row(setting, why=changed_row(setting.why, fr="Autrement dit."))
    assert not family.has_changed(tick, reworded, "2030-01-01")
    moved = changed_row(setting, path=changed_row(setting.path, fr=("Ailleurs",)))
    assert family.has_changed(tick, moved, "2020-01-01")


@pytest.mark.parametrize(
    ("as_of", "updated", "changed"),
    [
        ("2026-11", "2026-11-22", False),
        ("2026-12", "2026-01-01", True),
        ("2027", "2026-01-01", True),
        ("2026", "2026-01-01", False),
        (None, "2026-11-22", False),
        (None, "2026-11-23", True),
        ("2026-01", "2026-11-23", True),
    ],
)
def test_a_tick_that_does_not_remember_the_way_is_judged_by_dates(apps, as_of, updated, changed):
    setting = changed_row(apps[1], as_of=as_of)
    assert family.has_changed(Tick("done", DAY), setting, updated) is changed


@pytest.mark.parametrize(
    ("state", "today", "again"),
    [
        ("done", date(2027, 2, 21), False),
        ("done", date(2027, 2, 22), True),
        ("later", date(2028, 1, 1), False),
        ("done", date(2026, 1, 1), False),
    ],
)
def test_a_setting_done_is_looked_at_again_after_three_months(state, today, again):
    assert family.look_again(Tick(state, DAY), today) is again


def test_merging_keeps_both_and_the_newer_date():
    mine = Document(
        children=(Child("6-8", "A"),),
        ticks={"one": Tick("done", DAY), "two": Tick("done", LATER)},
        conversations={"talk": LATER},
        reading=Reading(language="en", shift_leaves=False),
        resume=Place("talk"),
    )
    theirs = Document(
        children=(Child("6-8", "A"), Child("9-11")),
        ticks={"one": Tick("later", LATER), "two": Tick("later", DAY), "three": Tick("done", DAY)},
        conversations={"talk": DAY, "other": DAY},
        reading=Reading(language="fr", scale=150, shift_leaves=True),
        moments=(Moment(DAY),),
        quiet=True,
    )
    merged = family.merge(mine, theirs)
    assert merged.children == (Child("6-8", "A"), Child("9-11"))
    assert merged.ticks == {
        "one": Tick("later", LATER),
        "two": Tick("done", LATER),
        "three": Tick("done", DAY),
    }
    assert merged.conversations == {"talk": LATER, "other": DAY}
    assert merged.reading == Reading(language="en", scale=150, shift_leaves=False)
    assert (merged.moments, merged.resume, merged.quiet) == ((Moment(DAY),), Place("talk"), False)
    assert family.merge(mine, mine) == mine
    assert family.merge(Document(), theirs).ticks == theirs.ticks


# The calendar file.


@pytest.mark.parametrize(("language", "title"), [("fr", "Moment ensemble"), ("en", "Time together")])
def test_a_calendar_file_says_time_together_and_nothing_else(language, title):
    now = datetime(2026, 11, 22, 10, tzinfo=UTC)
    data = family.calendar_file([Moment(LATER, time(18, 30)), Moment(DAY)], Texts(language), now)
    first, second = Calendar.from_ical(data).walk("VEVENT")
    assert {str(event["summary"]) for event in (first, second)} == {title}
    assert (first.decoded("dtstart"), first.decoded("dtend")) == (DAY, date(2026, 11, 23))
    assert second.decoded("dtstart") == datetime(2026, 12, 24, 18, 30)  # noqa: DTZ001 - the clock on the wall
    names = {name for event in (first, second) for name in event}
    assert names == {"SUMMARY", "UID", "DTSTAMP", "DTSTART", "DTEND", "CLASS"}
    assert first["uid"] != second["uid"]
    assert b"guide" not in data.lower()


def test_the_same_moment_saved_twice_is_one_event():
    now = datetime(2026, 11, 22, 10, tzinfo=UTC)
    one, other = (
        Calendar.from_ical(family.calendar_file([Moment(DAY)], Texts("fr"), when)).walk("VEVENT")[0]["uid"]
        for when in (now, now.replace(day=23))
    )
    assert one == other


# The document itself.


def test_a_document_comes_back_as_it_was_written(talk, apps):
    document = family.with_child(Document(), "12-14", "Zoé")
    document = family.with_tick(document, apps[1], apps[0], "not-for-us", DAY)
    document = family.with_conversation(document, talk, DAY)
    document = family.with_moment(document, DAY, time(7, 5))
    document = family.with_resume(document, "conversation", talk, "open")
    document = msgspec.structs.replace(document, reading=Reading("fr", "BE", "dark", 150, shift_leaves=False))
    assert msgspec.json.decode(msgspec.json.encode(document), type=Document) == document
