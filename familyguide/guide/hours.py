"""Decide whether a service answers now, and say "unknown" rather than guess.

The opening-hours library costs about 40 ms the first time and five megabytes, so it is imported when it is
first needed: when content is compiled, and for days that `ahead` does not hold. A line that is open day and
night, as emergency lines are, never needs it.
"""

from __future__ import annotations

import enum
import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from opening_hours import OpeningHours

_ALWAYS: Final = "24/7"
_COMMENT: Final = re.compile(r'"[^"]*"')
_PUBLIC_HOLIDAYS: Final = re.compile(r"\bPH\b")
_SCHOOL_HOLIDAYS: Final = re.compile(r"\bSH\b")

# The library has no calendar for the overseas territories: those that keep the holidays of
# mainland France use them. French Polynesia and New Caledonia keep their own.
_CALENDAR_OF: Final = dict.fromkeys(("GP", "MQ", "GF", "RE", "YT", "PM"), "FR")

# The day each of them keeps besides (abolition of slavery), as (month, day).
_LOCAL_DAYS: Final = {
    "GP": {(5, 27)},
    "MQ": {(5, 22)},
    "GF": {(6, 10)},
    "RE": {(12, 20)},
    "YT": {(4, 27)},
}

# Some of the library's calendars lack one of these (the United Kingdom, 1 January), and hardly
# any service keeps its usual hours on them.
_SHARED_DAYS: Final = {(1, 1), (12, 25)}


class Opening(enum.Enum):
    """Whether someone answers."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class OpenState(NamedTuple):
    """What can honestly be said about a service at one moment.

    `next_change` is in the service's own zone, and None when there is none or when it hangs on
    a holiday that no source mentions. `doubtful`: the hours may have changed, so say "normally
    open, hours of <month>".
    """

    state: Opening
    next_change: datetime | None
    doubtful: bool


def open_state(
    opening_hours: str | None,
    timezone: str | None,
    country: str,
    at: datetime,
    *,
    regional: bool = False,
    doubtful: bool = False,
) -> OpenState:
    """Say whether a service is open at an instant; UNKNOWN whenever its facts do not decide it.

    `country` is the service's own country, for its public holidays. A text the library cannot
    read is UNKNOWN too: the content check reports it with `valid`, a reader never meets it.
    """
    if at.utcoffset() is None:
        message = "The time needs its offset from UTC, like 2026-11-22T10:00+01:00."
        raise ValueError(message)
    unknown = OpenState(Opening.UNKNOWN, None, doubtful)
    if opening_hours is None or regional:
        return unknown
    text = opening_hours.strip()
    if text == _ALWAYS:
        return OpenState(Opening.OPEN, None, doubtful)
    zone = _zone(timezone)
    if zone is None or not valid(text):
        return unknown
    try:
        state, change = _read(text, zone, country.upper(), at.astimezone(zone))
    except (OverflowError, ValueError):  # the first and last days a calendar can hold
        return unknown
    return OpenState(state, change, doubtful)


def turns(opening_hours: str, timezone: str, country: str, day: date) -> list[datetime]:
    """Give the instants of a day at which what `open_state` says may change, from midnight on.

    Raises ValueError for hours that cannot be read, and for a zone that nobody knows.
    """
    zone = _zone(timezone)
    if zone is None:
        message = f"{timezone!r} is no time zone."
        raise ValueError(message)
    rules = _rules(opening_hours.strip(), zone, _CALENDAR_OF.get(country.upper(), country.upper()))
    found = [datetime.combine(day, time.min, zone)]
    while (change := rules.next_change(found[-1])) is not None and change.date() == day:
        found.append(change)
    return found


def valid(opening_hours: str) -> bool:
    """Tell whether a text is well-formed OpenStreetMap opening hours, for the content check."""
    import opening_hours as library  # noqa: PLC0415 - not loaded at start

    return library.validate(opening_hours)


def parse_instant(text: str) -> datetime:
    """Read an ISO 8601 time that carries its offset; ValueError says what is missing."""
    text = " ".join(text.split())
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        message = f'"{text}" is not a time like 2026-11-22T10:00+01:00 (ISO 8601 with an offset).'
        raise ValueError(message) from None
    if instant.utcoffset() is None:
        message = f'"{text}" has no offset from UTC: write it like 2026-11-22T10:00+01:00.'
        raise ValueError(message)
    return instant


def _zone(name: str | None) -> ZoneInfo | None:
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # unknown, malformed, a folder
        return None


def _read(text: str, zone: ZoneInfo, country: str, local: datetime) -> tuple[Opening, datetime | None]:
    """Read rules that are not "day and night", with the holidays of the service's country."""
    import opening_hours as library  # noqa: PLC0415 - not loaded at start

    calendar_name = _CALENDAR_OF.get(country, country)
    calendar = _calendar(calendar_name)
    spoken = _COMMENT.sub("", text)
    if calendar is None or _SCHOOL_HOLIDAYS.search(spoken):
        return Opening.UNKNOWN, None
    days = _Days(calendar, country, mentioned=bool(_PUBLIC_HOLIDAYS.search(spoken)))
    rules = _rules(text, zone, calendar_name)

    if days.unsure(local.date()):
        return Opening.UNKNOWN, None
    if _began_yesterday(rules, local) and days.unsure(local.date() - timedelta(days=1)):
        return Opening.UNKNOWN, None

    found, _comment = rules.state(local)
    state = {library.State.OPEN: Opening.OPEN, library.State.CLOSED: Opening.CLOSED}.get(
        found, Opening.UNKNOWN
    )
    change = rules.next_change(local)
    if state is Opening.UNKNOWN or change is None:
        return state, None
    # Closing at midnight belongs to the day that ends, opening at midnight to the one that begins.
    decided_on = change - timedelta(seconds=1) if state is Opening.OPEN else change
    return state, None if days.unsure(decided_on.date()) else change


@lru_cache(maxsize=64)
def _rules(text: str, zone: ZoneInfo, calendar: str) -> OpeningHours:
    import opening_hours as library  # noqa: PLC0415 - not loaded at start

    try:
        return library.OpeningHours(text, timezone=zone, country=calendar)
    except library.UnknownCountryError:  # type: ignore[attr-defined]  # missing from its stub
        return library.OpeningHours(text, timezone=zone)


def _began_yesterday(rules: OpeningHours, local: datetime) -> bool:
    """Tell whether this moment lies in an opening that ran through last midnight."""
    midnight = datetime.combine(local.date(), time.min, local.tzinfo)
    if rules.is_closed(midnight) or rules.is_closed(midnight - timedelta(minutes=1)):
        return False
    change = rules.next_change(midnight)
    return change is None or change > local


@lru_cache(maxsize=64)
def _calendar(country: str) -> OpeningHours | None:
    """Return rules that are "open" on public holidays; None for a country the library lacks."""
    import opening_hours as library  # noqa: PLC0415 - not loaded at start

    try:
        return library.OpeningHours("PH", country=country)
    except library.UnknownCountryError:  # type: ignore[attr-defined]  # missing from its stub
        return None


class _Days(NamedTuple):
    """The days on which a country's usual hours cannot be trusted."""

    calendar: OpeningHours
    country: str
    mentioned: bool  # the rules say themselves what happens on public holidays

    def unsure(self, day: date) -> bool:
        """Tell whether a holiday that the rules do not speak of may decide this day."""
        if not self._covers(day.year):
            return True
        if self.calendar.is_open(datetime.combine(day, time(12))):
            return not self.mentioned
        kept = _SHARED_DAYS | _LOCAL_DAYS.get(self.country, set())
        return (day.month, day.day) in kept

    def _covers(self, year: int) -> bool:
        """Tell whether the library knows this year's holidays (it stops before 2080)."""
        first = self.calendar.next_change(datetime.combine(date(year - 1, 12, 31), time.min))
        return first is not None and first.year <= year
