"""The file of a session: choices of the guide and nothing about anybody; whole or not written at all.

It is one small JSON document with a check sum, which tells damage and proves nothing about who wrote it. The
answers of the day (interpreter, second adult) and warning signs are never in it.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from familyguide.guide import model as m
from familyguide.guide.names import NO_COUNTRY
from familyguide.services import session
from familyguide.services.session import PARTS, PlanPart, SessionPlan
from familyguide.services.vault import KeepingError, with_sum, write_file

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from familyguide.guide.library import Library
    from familyguide.services.texts import Texts

FORMAT: Literal["family-guide-session"] = "family-guide-session"
VERSION = 1
SUFFIX = ".fgsession"
# A session is some kilobytes; more than this is something else, and is not read.
LARGEST = 64 << 10
_PLACE = re.compile(r"at `(?:key` in `)?\$\.?([a-z_.\[\]0-9]{0,80})`\Z")
_FIELD = re.compile(r"required field `([a-z_]{1,40})`")
_START = f'{{"format":"{FORMAT}",'.encode()
_END = re.compile(rb',"sum":"([0-9a-f]{8})"\}\n\Z')
_TAIL = len(b',"sum":"00000000"}\n')
_ITEM_KINDS = {"conversation": "conversation", "setting": "checklist", "agreement": "agreement"}

Lost = Literal["topic", "country", "part", "item", "setting", "card"]


class SessionError(Exception):
    """A session cannot be read or written; nothing is half-written.

    `code` is one of: missing, unreadable, too-big, foreign, damaged, invalid, older, newer, full-disk,
    read-only, unwritable. `where` is the file, `part` the place inside it; neither holds what the file says.
    """

    def __init__(self, code: str, where: str, part: str = "") -> None:
        """Keep the code for the sentence, the file it is about, and the place inside."""
        super().__init__(f"{code}: {where}" + (f": {part}" if part else ""))
        self.code = code
        self.where = where
        self.part = part


class LeftOut(NamedTuple):
    """Something the file names that this guide does not hold, or may not show in such a session."""

    kind: Lost
    id: str


class Opened(NamedTuple):
    """The session of a file, and what was left out of it."""

    plan: SessionPlan
    left_out: tuple[LeftOut, ...] = ()


class _Saved(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the file keeps of a plan: everything but the answers of the day."""

    level: m.Level
    topics: Annotated[tuple[session.Id, ...], Meta(max_length=session.TOPICS)] = ()
    ages: Annotated[tuple[session.Age, ...], Meta(max_length=5)] = ()
    country: Annotated[str, Meta(pattern=r"^[A-Z]{2,3}$")] = NO_COUNTRY
    languages: Annotated[tuple[m.Language, ...], Meta(min_length=1, max_length=2)] = ("fr",)
    parts: Annotated[tuple[PlanPart, ...], Meta(max_length=PARTS)] = ()


class _File(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    format: Literal["family-guide-session"]
    version: int
    session: _Saved


class _Head(Struct, frozen=True):
    """What every version of the file says, this one and later ones."""

    version: int


def file_name(day: date, language: m.Language) -> str:
    """Suggest a name that tells nothing but the month: seance-2026-11.fgsession."""
    word = "seance" if language == "fr" else "session"
    return f"{word}-{day:%Y-%m}{SUFFIX}"


def encode(plan: SessionPlan) -> bytes:
    """Write a plan as the bytes of a file."""
    values = {name: getattr(plan, name) for name in _Saved.__struct_fields__}
    file = _File(format=FORMAT, version=VERSION, session=_Saved(**values))
    return with_sum(msgspec.json.encode(file))


def decode(data: bytes, where: str, library: Library) -> Opened:
    """Read the bytes of a file; raises SessionError. What this guide does not hold is left out and named."""
    if len(data) > LARGEST:
        raise SessionError("too-big", where)
    if not data.startswith(_START[: len(data)]):
        raise SessionError("foreign", where)
    end = _END.search(data[-_TAIL:])
    if end is None or zlib.crc32(data[:-_TAIL]) != int(end[1], 16):
        raise SessionError("damaged", where)
    body = data[:-_TAIL] + b"}"
    head: _Head = _decoded(body, _Head, where)
    if head.version != VERSION:
        raise SessionError("newer" if head.version > VERSION else "older", where)
    file: _File = _decoded(body, _File, where)
    return _fitted(file.session, library)


def read(path: Path, library: Library) -> Opened:
    """Read a file; raises SessionError with its code and place."""
    where = str(path)
    try:
        if path.exists() and not path.is_file():
            # A folder, or something that would be waited for without end.
            raise SessionError("unreadable", where)
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise SessionError("missing", where) from error
    except (OSError, ValueError) as error:
        # A name with a zero byte is a ValueError.
        raise SessionError("unreadable", where) from error
    return decode(data, where, library)


def write(path: Path, plan: SessionPlan) -> None:
    """Write a file, whole or not at all; raises SessionError."""
    try:
        write_file(path, encode(plan))
    except KeepingError as error:
        raise SessionError(error.code, error.where) from error


def sentence(error: SessionError, texts: Texts) -> str:
    """Say what happened, where, and what to do."""
    return texts(f"session.file.{error.code}", where=error.where, part=error.part)


def left_out_sentence(left_out: tuple[LeftOut, ...], texts: Texts) -> str:
    """Name what was left out, in one sentence; nothing for nothing."""
    if not left_out:
        return ""
    names = ", ".join(dict.fromkeys(one.id for one in left_out))
    return texts("session.file.left-out", names=names)


def _decoded(data: bytes, kind: Any, where: str) -> Any:  # noqa: ANN401 - the kind says it
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError as error:
        place, field = _PLACE.search(str(error)), _FIELD.search(str(error))
        steps = [step for step in (place[1] if place else "", field[1] if field else "") if step]
        raise SessionError("invalid", where, ".".join(steps) or "session") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        # Its check sum is right, so nothing was lost on the way: it was never a session.
        raise SessionError("invalid", where, "session") from error


def _fitted(saved: _Saved, library: Library) -> Opened:
    """Make a plan of this guide's ids: moved ones are followed, missing ones named."""
    lost: list[LeftOut] = []
    topics = tuple(topic for topic in dict.fromkeys(saved.topics) if topic in library.vocabulary.topics)
    lost += [LeftOut("topic", topic) for topic in saved.topics if topic not in topics]
    country = saved.country if library.holds(saved.country) else NO_COUNTRY
    if country != saved.country:
        lost.append(LeftOut("country", saved.country))
    plan = SessionPlan(
        level=saved.level,
        topics=topics,
        ages=tuple(age for age in session.AGES if age in saved.ages),
        country=country,
        languages=tuple(dict.fromkeys(saved.languages)),
    )
    for part in saved.parts:
        fitting = _part(plan, part, library, lost)
        if fitting is not None:
            plan = replace(plan, parts=(*plan.parts, fitting))
    return Opened(plan, tuple(lost))


def _part(plan: SessionPlan, part: PlanPart, library: Library, lost: list[LeftOut]) -> PlanPart | None:
    offer = session.offer(part.agenda, part.part, library)
    bare = session.bare(plan, offer) if offer is not None and session.may_take(plan, offer, library) else None
    if offer is None or bare is None:
        lost.append(LeftOut("part", part.part))
        return None
    taken = {one.number for one in plan.parts if (one.agenda, one.part) == (bare.agenda, bare.part)}
    if part.number not in taken:
        bare = replace(bare, number=part.number)
    kind = _ITEM_KINDS.get(offer.part.slot or "")
    items: list[str] = [*bare.items]
    settings: list[str] = []
    for identifier in part.items:
        now = library.now_id(identifier)
        row = library.row(now) if now is not None else None
        if row is not None and row.kind == kind and session.fits(plan, row):
            items.append(row.id)
        elif now not in bare.items:
            lost.append(LeftOut("item", identifier))
    known = {
        one.id for item in items if kind == "checklist" for one in library.read(item, m.Checklist).settings
    }
    for identifier in part.settings:
        now = library.now_id(identifier)
        if now in known:
            settings.append(now)
        else:
            lost.append(LeftOut("setting", identifier))
    cards = [library.now_id(identifier) for identifier in part.cards]
    allowed = session.allowed_cards(plan, offer.part.slot, library)
    lost += [LeftOut("card", old) for old, now in zip(part.cards, cards, strict=True) if now not in allowed]
    return replace(
        bare,
        minutes=part.minutes,
        items=tuple(dict.fromkeys(items)),
        settings=tuple(dict.fromkeys(settings)),
        cards=tuple(dict.fromkeys(card for card in cards if card in allowed)),
    )
