"""Whether a service answers now, with what the card says about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familyguide.guide.freshness import may_have_changed
from familyguide.services.hours import Opening, OpenState, open_state

if TYPE_CHECKING:
    from datetime import date, datetime

    from familyguide.guide import model as m


def state_of(service: m.Service, at: datetime, today: date) -> OpenState:
    """Decide open, closed or unknown at an instant, in the service's own time zone."""
    doubtful = service.may_have_changed or may_have_changed(service.as_of, "service", today)
    return open_state(
        service.opening_hours,
        service.timezone,
        service.country,
        at,
        regional=service.hours_rule == "regional",
        doubtful=doubtful and service.opening_hours != "24/7",
    )


def is_open(service: m.Service, at: datetime, today: date) -> bool | None:
    """Give true, false, or None when it cannot be known."""
    state = state_of(service, at, today).state
    return None if state is Opening.UNKNOWN else state is Opening.OPEN
