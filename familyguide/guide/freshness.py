"""How old a fact is: computed from dated sources, compared with a clock that cannot run backwards."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

# Months after which "may have changed" appears (contract, section 2, principle 9).
LIMITS = {"setting": 9, "law": 6, "service": 12, "conversation": 36}
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?\Z")


def month_of(text: str | None) -> str | None:
    """Cut a date to what is shown: YYYY-MM, or YYYY when the source says no more; None when it is no date."""
    match = _DATE.match(text) if text else None
    if match is None:
        return None
    year, month, _ = match.groups()
    return f"{year}-{month}" if month else year


def newest(dates: Iterable[str | None]) -> str | None:
    """Give the newest of some dates, to the month; None when none is known."""
    # A bare year counts as its January: we never claim to know more than the source says.
    known = [month for month in map(month_of, dates) if month]
    return max(known, key=lambda text: (text + "-01")[:7] if len(text) == 4 else text) if known else None  # noqa: PLR2004 - YYYY


def months_since(as_of: str, today: date) -> int:
    """Count whole months from a month to today."""
    year, _, month = as_of.partition("-")
    return (today.year - int(year)) * 12 + today.month - int(month or "1")


def may_have_changed(as_of: str | None, limit: str, today: date) -> bool:
    """Tell whether the mark "may have changed" is shown; an unknown date counts as old."""
    return as_of is None or months_since(as_of, today) >= LIMITS[limit]


def folds(as_of: str | None, limit: str, today: date) -> bool:
    """Tell whether a setting's path folds behind the official page: after twice the limit."""
    return as_of is None or months_since(as_of, today) >= 2 * LIMITS[limit]


def honest_today(clock: date, built: date) -> date:
    """Give today's date; a clock before the build date counts as the build date."""
    return max(clock, built)
