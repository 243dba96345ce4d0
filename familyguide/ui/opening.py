"""Whether a service answers now, in words; a closed one is said with who answers meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familyguide.guide.hours import Opening
from familyguide.guide.lines import number_here

if TYPE_CHECKING:
    from familyguide.guide.lines import Reached
    from familyguide.ui.context import Context


def number_of(context: Context, service: Reached) -> str | None:
    """Give what is shown large: the number, or the number to text."""
    number = number_here(service, context.country)
    if number is None and service.sms is not None:
        return context.texts("service.sms_short", number=service.sms)
    return number


def closed_words(context: Context, service: Reached) -> str:
    """Say that a service is closed, until when, and who answers now; empty while it is open or unknown."""
    texts = context.texts
    state = context.state_of(service)
    if state.state is not Opening.CLOSED:
        return ""
    words = texts("service.closed")
    if state.next_change is not None:
        words = texts("service.closed.until", time=texts.time(state.next_change))
    who = _answers_now(context, service)
    return f"{words} · {texts('service.now', who=who)}" if who else words


def _answers_now(context: Context, closed: Reached) -> str:
    """Name who answers while a service is closed: the country's child or crisis line."""
    screen = context.first_screen
    for role in ("child", "crisis"):
        for service in screen.roles[role] if screen is not None else ():
            state = context.state_of(service)
            if service.id != closed.id and state.state is Opening.OPEN:
                return number_of(context, service) or service.title[context.language]
    return ""
