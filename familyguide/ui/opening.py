"""Whether a service answers now, in words; a closed one is said with who answers meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familyguide.services.directory import number_here
from familyguide.services.hours import Opening
from familyguide.services.opening import state_of

if TYPE_CHECKING:
    from familyguide.guide import model as m
    from familyguide.ui.context import Context


def number_of(context: Context, service: m.Service) -> str | None:
    """Give what is shown large: the number, or the number to text."""
    number = number_here(service, context.country)
    if number is None and service.sms is not None:
        return context.texts("service.sms_short", number=service.sms)
    return number


def closed_words(context: Context, service: m.Service) -> str:
    """Say that a service is closed, until when, and who answers now; empty while it is open or unknown."""
    texts = context.texts
    state = state_of(service, context.clock(), context.today)
    if state.state is not Opening.CLOSED:
        return ""
    words = texts("service.closed")
    if state.next_change is not None:
        words = texts("service.closed.until", time=texts.time(state.next_change))
    who = _answers_now(context, service)
    return f"{words} · {texts('service.now', who=who)}" if who else words


def _answers_now(context: Context, closed: m.Service) -> str:
    """Name who answers while a service is closed: the country's child or crisis line."""
    for role in ("child", "crisis"):
        for service in context.directory.role(context.country, role):
            state = state_of(service, context.clock(), context.today)
            if service.id != closed.id and state.state is Opening.OPEN:
                return number_of(context, service) or service.title[context.language]
    return ""
