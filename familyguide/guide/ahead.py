"""What the hours of a service decide on each day of two years, worked out when the content is compiled.

So no reader waits for the engine of opening hours, which costs 40 ms and five megabytes: it is only
asked about days before or after these.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from familyguide.guide.hours import Opening, OpenState, open_state, turns, valid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from familyguide.guide import model as m

# The minute of a day from which it holds, the state, and the next change: days later, and the minute there.
Turn: TypeAlias = "tuple[int, str, tuple[int, int] | None]"
_STATES = {"o": Opening.OPEN, "c": Opening.CLOSED, "u": Opening.UNKNOWN}
_LETTERS = {state: letter for letter, state in _STATES.items()}
_WEEK = 7


class Ahead(NamedTuple):
    """The usual days of a week, Monday first, and the others by their number since `first`."""

    first: str
    days: int
    zone: str
    kinds: tuple[tuple[Turn, ...], ...]
    week: tuple[int, ...]
    other: Mapping[str, int]

    def state(self, at: datetime, *, doubtful: bool = False) -> OpenState | None:
        """Say whether somebody answers at an instant; None for a day that was not worked out."""
        try:
            local = at.astimezone(ZoneInfo(self.zone))
        except OverflowError:  # the first and last days a calendar can hold
            return None
        day = (local.date() - date.fromisoformat(self.first)).days
        if not 0 <= day < self.days:
            return None
        kind = self.kinds[self.other.get(str(day), self.week[local.weekday()])]
        minute = local.hour * 60 + local.minute
        # The first turn of a day is at midnight.
        _, letter, change = [turn for turn in kind if turn[0] <= minute][-1]
        return OpenState(_STATES[letter], _instant(local, change), doubtful)


def read(written: Mapping[str, Any] | None) -> Ahead | None:
    """Take what was worked out from the compiled file."""
    return Ahead(**written) if written else None


def work_out(service: m.Service, built: date) -> dict[str, Any] | None:
    """Ask the engine about each day of a year and of the next; None where hours decide nothing."""
    text, zone = service.opening_hours, service.timezone
    if text is None or zone is None or service.hours_rule == "regional" or not valid(text):
        return None
    if text.strip() == "24/7":
        return None
    found = _of(text.strip(), zone, service.country, built.year)
    return found._asdict() if found is not None else None


# The same hours are asked for again while somebody writes.
@lru_cache(maxsize=512)
def _of(text: str, zone: str, country: str, year: int) -> Ahead | None:
    first, days = date(year, 1, 1), (date(year + 2, 1, 1) - date(year, 1, 1)).days
    try:
        of_days = [_turns(text, zone, country, first + timedelta(days=day)) for day in range(days)]
    except (OverflowError, ValueError, OSError):  # a zone that nobody knows: the check reports it
        return None
    kinds = list(dict.fromkeys(of_days))
    numbers = [kinds.index(one) for one in of_days]
    week = []
    for weekday in range(_WEEK):
        counted = Counter(numbers[(weekday - first.weekday()) % _WEEK :: _WEEK])
        week.append(min(counted, key=lambda kind: (-counted[kind], kind)))
    other = {
        str(day): kind
        for day, kind in enumerate(numbers)
        if kind != week[(first + timedelta(days=day)).weekday()]
    }
    return Ahead(first.isoformat(), days, zone, tuple(kinds), tuple(week), other)


def _turns(text: str, zone: str, country: str, day: date) -> tuple[Turn, ...]:
    """Give the turns of one day; those that change nothing are left out."""
    found: list[Turn] = []
    for at in turns(text, zone, country, day):
        state = open_state(text, zone, country, at)
        change = state.next_change
        there = None
        if change is not None:
            there = ((change.date() - day).days, change.hour * 60 + change.minute)
        turn = (at.hour * 60 + at.minute, _LETTERS[state.state], there)
        if not found or found[-1][1:] != turn[1:]:
            found.append(turn)
    return tuple(found)


def _instant(local: datetime, change: tuple[int, int] | None) -> datetime | None:
    if change is None:
        return None
    days, minute = change
    return datetime.combine(local.date() + timedelta(days=days), time(*divmod(minute, 60)), local.tzinfo)
