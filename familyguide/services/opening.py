"""Whether a service answers now, with what the card says about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familyguide.guide.freshness import may_have_changed
from familyguide.guide.hours import Opening, OpenState, open_state

if TYPE_CHECKING:
    from datetime import date, datetime

    from familyguide.guide.ahead import Ahead
    from familyguide.guide.lines import Reached


def state_of(service: Reached, at: datetime, today: date, ahead: Ahead | None = None) -> OpenState:
    """Decide open, closed or unknown at an instant, in the service's own time zone.

    `ahead` is what was worked out when the content was compiled; without it the engine of opening hours is
    asked.
    """
    doubtful = service.may_have_changed or may_have_changed(service.as_of, "service", today)
    doubtful = doubtful and service.opening_hours != "24/7"
    known = ahead.state(at, doubtful=doubtful) if ahead is not None else None
    return known or open_state(
        service.opening_hours,
        service.timezone,
        service.country,
        at,
        regional=service.hours_rule == "regional",
        doubtful=doubtful,
    )


def is_open(state: OpenState) -> bool | None:
    """Give true, false, or None when it cannot be known."""
    return None if state.state is Opening.UNKNOWN else state.state is Opening.OPEN
