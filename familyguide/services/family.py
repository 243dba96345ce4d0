"""What a family keeps in My family: one frozen document, and functions that give a changed one.

Nothing here touches a disk. What is never kept, in any mode, is decided in one place: `may_keep`.
"""

from __future__ import annotations

import zlib
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from msgspec import Meta, Struct, field
from msgspec.structs import replace

from familyguide.guide.freshness import months_since
from familyguide.guide.names import LANGUAGES, SENSITIVE_KINDS, SENSITIVE_TOPICS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from familyguide.guide import model as m
    from familyguide.guide.library import Library
    from familyguide.guide.rows import Row
    from familyguide.services.choices import SettingState
    from familyguide.services.texts import Texts

T = TypeVar("T")
Id = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
Age = Literal["3-5", "6-8", "9-11", "12-14", "15-17"]
NICKNAME = 30
CHILDREN = 12
MOMENTS = 50
# After this many months a setting that was done is worth another look (contract, "Check settings").
LOOK_AGAIN_MONTHS = 3
MOMENT_MINUTES = 30
# For each note, the kinds of item it may be about. What is not named here is never kept.
_KEPT = {
    "tick": frozenset({"checklist"}),
    "conversation": frozenset({"conversation"}),
    "agreement": frozenset({"agreement"}),
    "resume": frozenset({"conversation", "checklist", "article", "agreement"}),
    "suggestion": frozenset({"conversation", "checklist"}),
    "export": frozenset({"conversation", "checklist", "article", "agreement"}),
}
# Articles that say who sat here, and what for: a young person, somebody afraid of traces, a letter to write.
_TELLING_GROUPS = frozenset({"young", "limits", "paper", "guide"})
# Pages that may be gone back to; the others name a fear, a need or a search.
_PAGES = frozenset({"talk", "conversation", "settings", "article", "understand", "agreement"})
# Which note says that the item of a page may be named.
_PAGE_KINDS = {"conversation": "conversation", "article": "article", "agreement": "agreement"}


class Child(Struct, frozen=True, forbid_unknown_fields=True):
    """A child of the family: an age band, and a nickname for those who want one."""

    age: Age
    nickname: Annotated[str, Meta(max_length=NICKNAME, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""


class Tick(Struct, frozen=True, forbid_unknown_fields=True):
    """What a family decided about a setting, and when; `seen` tells whether its path changed since."""

    state: Literal["done", "later", "not-for-us"]
    on: date
    seen: Annotated[str, Meta(pattern=r"^([0-9a-f]{8})?$")] = ""


class Moment(Struct, frozen=True, forbid_unknown_fields=True):
    """A next moment together; it has no title of its own, so that it cannot name a topic."""

    on: date
    at: Annotated[time, Meta(tz=False)] | None = None


class Agreed(Struct, frozen=True, forbid_unknown_fields=True):
    """Who said yes to a rule of the family agreement, and when.

    `adult_seen` and `child_seen` tell whether the words of the rule changed since; empty: not known.
    """

    adult: date | None = None
    child: date | None = None
    adult_seen: Annotated[str, Meta(pattern=r"^([0-9a-f]{8})?$")] = ""
    child_seen: Annotated[str, Meta(pattern=r"^([0-9a-f]{8})?$")] = ""


class Place(Struct, frozen=True, forbid_unknown_fields=True):
    """The last place that may be gone back to."""

    page: Literal["talk", "conversation", "settings", "article", "understand", "agreement"]
    item: Id | None = None
    part: Id | None = None


class Reading(Struct, frozen=True, forbid_unknown_fields=True):
    """How the family reads; None for what was never chosen."""

    language: Literal["fr", "en"] | None = None
    country: Annotated[str, Meta(pattern=r"^[A-Z]{2,3}$")] | None = None
    theme: Literal["system", "light", "dark", "contrast"] | None = None
    scale: Literal[100, 125, 150, 175, 200] | None = None
    shift_leaves: bool | None = None
    speed: Literal[-2, -1, 0, 1, 2] | None = None
    voice_fr: Annotated[str, Meta(max_length=120)] | None = None
    voice_en: Annotated[str, Meta(max_length=120)] | None = None


class Document(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that My family keeps."""

    children: Annotated[tuple[Child, ...], Meta(max_length=CHILDREN)] = ()
    ticks: dict[Id, Tick] = field(default_factory=dict)
    conversations: dict[Id, date] = field(default_factory=dict)
    moments: Annotated[tuple[Moment, ...], Meta(max_length=MOMENTS)] = ()
    agreement: dict[Id, Agreed] = field(default_factory=dict)
    resume: Place | None = None
    apps: tuple[Id, ...] = ()
    settings_age: Age | None = None
    reading: Reading = Reading()
    # Leave now was pressed: no Resume and no suggestion until My family is opened.
    quiet: bool = False
    # The day to read the agreement again.
    agreement_again: date | None = None


def may_keep(kind: str, item: Row | None) -> bool:
    """Tell whether a note of a kind (tick, conversation, agreement, resume, suggestion, export) may be kept.

    Never, in any mode: signs, plans, services, searches, anything tagged or named `harm-in-circle` or
    `exploitation`, and what nobody knows (None).
    """
    if item is None or item.kind in SENSITIVE_KINDS or item.kind not in _KEPT.get(kind, ()):
        return False
    if not SENSITIVE_TOPICS.isdisjoint(item.topics) or item.group in _TELLING_GROUPS:
        return False
    return not is_telling(item.id)


def is_telling(identifier: str) -> bool:
    """Tell whether an id by itself names what is never kept; ids of another guide are judged by it alone."""
    return any(topic in identifier for topic in SENSITIVE_TOPICS)


# Changes. Each gives a new document; a note that may not be kept gives the same one.


def with_child(document: Document, age: Age, nickname: str = "") -> Document:
    """Add a child; the nickname is cut to one short line. Nothing changes when the family is complete."""
    if len(document.children) >= CHILDREN:
        return document
    line = " ".join("".join(c if c.isprintable() else " " for c in nickname).split())[:NICKNAME].strip()
    return replace(document, children=(*document.children, Child(age, line)))


def without_child(document: Document, child: Child) -> Document:
    """Take out one child; nothing changes when it is not there."""
    children = list(document.children)
    if child in children:
        children.remove(child)
    return replace(document, children=tuple(children))


def with_tick(
    document: Document, setting: m.Setting, checklist: Row | None, state: SettingState, on: date
) -> Document:
    """Note what the family decided about a setting of a checklist; "todo" takes the note away."""
    ticks = {name: tick for name, tick in document.ticks.items() if name != setting.id}
    if state == "todo":
        return replace(document, ticks=ticks)
    if not may_keep("tick", checklist) or is_telling(setting.id):
        return document
    return replace(document, ticks=ticks | {setting.id: Tick(state, on, fingerprint(setting))})


def with_conversation(document: Document, row: Row | None, on: date | None) -> Document:
    """Note that a conversation was had on a day; None takes the note away."""
    kept = {name: day for name, day in document.conversations.items() if row is None or name != row.id}
    if on is None:
        return replace(document, conversations=kept)
    if row is None or not may_keep("conversation", row):
        return document
    return replace(document, conversations=kept | {row.id: on})


def with_moment(document: Document, on: date, at: time | None = None) -> Document:
    """Plan a moment together, in order of time; twice the same is one, and the oldest make room."""
    moment = Moment(on, at.replace(second=0, microsecond=0, tzinfo=None) if at is not None else None)
    moments = sorted({*document.moments, moment}, key=_when)
    return replace(document, moments=tuple(moments[-MOMENTS:]))


def without_moment(document: Document, moment: Moment) -> Document:
    """Take out a moment; nothing changes when it is not there."""
    return replace(document, moments=tuple(other for other in document.moments if other != moment))


def with_answer(
    document: Document,
    row: Row | None,
    rule: str,
    who: Literal["adult", "child"],
    on: date | None,
    seen: str = "",
) -> Document:
    """Note that an adult or a child said yes to a rule of an agreement; None takes the yes back.

    `seen` is the fingerprint of the words that were agreed.
    """
    if on is not None and (not may_keep("agreement", row) or is_telling(rule)):
        return document
    before = document.agreement.get(rule, Agreed())
    seen = seen if on is not None else ""
    if who == "adult":
        answer = replace(before, adult=on, adult_seen=seen)
    else:
        answer = replace(before, child=on, child_seen=seen)
    rest = without_rule(document, rule).agreement
    return replace(document, agreement=rest if answer == Agreed() else rest | {rule: answer})


def without_rule(document: Document, rule: str) -> Document:
    """Take a rule out of what the family agreed; nothing changes when it is not there."""
    rest = {name: agreed for name, agreed in document.agreement.items() if name != rule}
    return replace(document, agreement=rest)


def with_agreement_again(document: Document, on: date | None) -> Document:
    """Note the day to read the agreement again; None takes it away."""
    return replace(document, agreement_again=on)


def with_resume(document: Document, page: str, row: Row | None = None, part: str | None = None) -> Document:
    """Note the last place; a place that may not be kept leaves the one before as it was."""
    if page not in _PAGES or (page in _PAGE_KINDS and (row is None or row.kind != _PAGE_KINDS[page])):
        return document
    if row is not None and not may_keep("resume", row):
        return document
    # A part of a page of lists may name a need or a person; a step of a conversation does not.
    place = Place(page, row.id if row else None, part if page == "conversation" else None)  # type: ignore[arg-type] # one of _PAGES
    return replace(document, resume=place)


def after_leaving(document: Document) -> Document:
    """Give what is kept after Leave now: the next start offers nothing to go back to."""
    return replace(document, quiet=True, resume=None)


# Living with a guide that changes.


def follow_redirects(document: Document, library: Library) -> Document:
    """Move notes of merged ids to the ids in use; the newer note wins where both exist.

    Notes of retired ids, and of ids this guide does not know, stay as they are.
    """

    def now(identifier: str) -> str:
        return library.now_id(identifier) or identifier

    resume = document.resume
    if resume is not None and resume.item is not None:
        resume = replace(resume, item=now(resume.item))
    return replace(
        document,
        ticks=_moved(document.ticks, now, _newer_tick),
        conversations=_moved(document.conversations, now, max),
        agreement=_moved(document.agreement, now, _both_answers),
        apps=tuple(dict.fromkeys(map(now, document.apps))),
        resume=resume,
    )


def cleaned(document: Document, library: Library) -> Document:
    """Take out what is never kept, whoever wrote it: for imports and exports, and when topics changed."""
    # Settings and rules have no row of their own: that of their checklist or agreement decides.
    refused = _parts_refused(library)

    def fits(kind: str, identifier: str) -> bool:
        now = library.now_id(identifier) or identifier
        row = library.row(now)
        # Of an id that only a newer guide knows, the name decides.
        is_refused = now in refused or is_telling(identifier) or is_telling(now)
        return not is_refused and (row is None or may_keep(kind, row))

    resume = document.resume
    if resume is not None and resume.item is not None and not fits("resume", resume.item):
        resume = None
    return replace(
        document,
        ticks={name: tick for name, tick in document.ticks.items() if fits("tick", name)},
        conversations={name: on for name, on in document.conversations.items() if fits("conversation", name)},
        agreement={name: agreed for name, agreed in document.agreement.items() if fits("agreement", name)},
        apps=tuple(name for name in document.apps if fits("tick", name)),
        resume=resume,
    )


def merge(mine: Document, theirs: Document) -> Document:
    """Add what somebody brings to what is here: both are kept, and for one thing noted twice the newer date.

    Reading choices, apps' age and the last place stay as they are here, and come from there where none is.
    """
    children = [*mine.children]
    for child in theirs.children:
        if child not in children and len(children) < CHILDREN:
            children.append(child)
    moments = sorted({*mine.moments, *theirs.moments}, key=_when)[-MOMENTS:]
    return Document(
        children=tuple(children),
        ticks=_joined(mine.ticks, theirs.ticks, _newer_tick),
        conversations=_joined(mine.conversations, theirs.conversations, max),
        moments=tuple(moments),
        agreement=_joined(mine.agreement, theirs.agreement, _both_answers),
        agreement_again=max(
            (day for day in (mine.agreement_again, theirs.agreement_again) if day is not None), default=None
        ),
        resume=mine.resume or theirs.resume,
        apps=tuple(dict.fromkeys((*mine.apps, *theirs.apps))),
        settings_age=mine.settings_age or theirs.settings_age,
        reading=Reading(
            *(
                getattr(mine.reading, name)
                if getattr(mine.reading, name) is not None
                else getattr(theirs.reading, name)
                for name in Reading.__struct_fields__
            )
        ),
        quiet=mine.quiet,
    )


def fingerprint(setting: m.Setting) -> str:
    """Give a short text that changes when the way to a setting changes, and only then."""
    words = "\n".join((*setting.path.fr, "", *setting.path.en, "", setting.help.fr, setting.help.en))
    return f"{zlib.crc32(words.encode()):08x}"


def has_changed(tick: Tick, setting: m.Setting, updated: str) -> bool:
    """Tell whether a setting changed since it was ticked; `updated` is the day of its checklist.

    The way to the setting is compared where the tick remembers it, else the dates are.
    """
    if tick.seen:
        return tick.seen != fingerprint(setting)
    months = months_since(setting.as_of, tick.on) if setting.as_of else 0
    return months < 0 or updated > tick.on.isoformat()


def rule_fingerprint(rule: m.AgreementRule) -> str:
    """Give a short text that changes when a rule says something else; signs and capitals do not count."""
    words = "\n".join("".join(filter(str.isalnum, rule.rule[language].casefold())) for language in LANGUAGES)
    return f"{zlib.crc32(words.encode()):08x}"


def said_words(texts: Texts, child: date | None, adult: date | None) -> list[str]:
    """Say who said yes to a rule of the agreement, and when; nothing where nobody did."""
    if child is not None and child == adult:
        return [texts("agreement.said.both", day=texts.day(child))]
    days = (("child", child), ("adult", adult))
    return [texts(f"agreement.said.{who}", day=texts.day(day)) for who, day in days if day is not None]


def rule_has_changed(
    agreed: Agreed, rule: m.AgreementRule, who: Literal["adult", "child"] | None = None
) -> bool:
    """Tell whether the words of a rule changed since one of the two (None: any of them) said yes to it."""
    seen = {"adult": (agreed.adult_seen,), "child": (agreed.child_seen,)}
    sides = seen[who] if who is not None else (agreed.adult_seen, agreed.child_seen)
    return any(words not in ("", rule_fingerprint(rule)) for words in sides)


def in_months(day: date, months: int) -> date:
    """Give the same day some months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def look_again(tick: Tick, today: date) -> bool:
    """Tell whether a setting that was done is worth another look: after three months."""
    months = months_since(tick.on.isoformat()[:7], today) - (today.day < tick.on.day)
    return tick.state == "done" and months >= LOOK_AGAIN_MONTHS


def calendar_file(moments: Iterable[Moment], texts: Texts, now: datetime) -> bytes:
    """Write moments as a calendar file with a neutral title; it names no topic, no child and not this guide.

    Times are those of the clock on the wall, without a time zone; `now` must have one.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 - a tenth of a second, for those who plan

    calendar = Calendar()
    calendar.add("prodid", "-//Calendar//Calendar 1.0//EN")
    calendar.add("version", "2.0")
    for moment in sorted(moments, key=_when):
        event = Event()
        event.add("summary", texts("family.moment"))
        # The same moment saved twice stays one event in the calendar.
        event.add("uid", f"{moment.on:%Y%m%d}-{f'{moment.at:%H%M}' if moment.at else 'day'}@moment")
        event.add("dtstamp", now)
        if moment.at is None:
            event.add("dtstart", moment.on)
            event.add("dtend", moment.on + timedelta(days=1))
        else:
            start = datetime.combine(moment.on, moment.at)
            event.add("dtstart", start)
            event.add("dtend", start + timedelta(minutes=MOMENT_MINUTES))
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _parts_refused(library: Library) -> set[str]:
    """Give the settings and rules of items that are never kept; usually none, and then nothing is read."""
    from familyguide.guide import model as m  # noqa: PLC0415 - only where an item is read

    refused: set[str] = set()
    for kind, note in (("checklist", "tick"), ("agreement", "agreement")):
        for row in library.rows(kind):
            if may_keep(note, row):
                continue
            item = library.item(row.id)
            if isinstance(item, m.Checklist):
                refused.update(setting.id for setting in item.settings)
            elif isinstance(item, m.Agreement):
                refused.update(rule.id for rule in item.rules)
    return refused


def _when(moment: Moment) -> tuple[date, time]:
    return moment.on, moment.at or time.min


def _newer_tick(one: Tick, other: Tick) -> Tick:
    return other if other.on > one.on else one


def _both_answers(one: Agreed, other: Agreed) -> Agreed:
    def newer(mine: tuple[date | None, str], theirs: tuple[date | None, str]) -> tuple[date | None, str]:
        if mine[0] is None or theirs[0] is None:
            return mine if theirs[0] is None else theirs
        return theirs if theirs[0] > mine[0] else mine

    adult = newer((one.adult, one.adult_seen), (other.adult, other.adult_seen))
    child = newer((one.child, one.child_seen), (other.child, other.child_seen))
    return Agreed(adult[0], child[0], adult[1], child[1])


def _moved(notes: Mapping[str, T], now: Callable[[str], str], choose: Callable[[T, T], T]) -> dict[str, T]:
    moved: dict[str, T] = {}
    for name, note in notes.items():
        new = now(name)
        moved[new] = choose(moved[new], note) if new in moved else note
    return moved


def _joined(mine: Mapping[str, T], theirs: Mapping[str, T], choose: Callable[[T, T], T]) -> dict[str, T]:
    joined = dict(mine)
    for name, note in theirs.items():
        joined[name] = choose(joined[name], note) if name in joined else note
    return joined
