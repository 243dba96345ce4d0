"""What the card of a service says: whom it takes, when, how, and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familyguide.guide import blocks as b
from familyguide.guide.lines import number_here, shown_number
from familyguide.guide.names import NBSP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from familyguide.guide import model as m
    from familyguide.services.texts import Texts
    from familyguide.services.wording import Wording


def service_facts(item: m.Service, wording: Wording) -> Iterator[tuple[str, b.Block]]:
    """Yield what a card says under its number; what the facts do not fill is said to be unknown."""
    lang, texts = wording.language, wording.texts
    unknown = b.Paragraph(texts("unknown"))
    yield "takes", b.Bullets(tuple(t[lang] for t in item.takes)) if item.takes else unknown
    if item.not_for:
        yield "not_for", b.Bullets(tuple(wording.fill(t) for t in item.not_for))
    # Nothing is asked of who calls an emergency number: "not known" there would only worry.
    emergency = item.kind == "emergency"
    if item.need or not emergency:
        yield "need", b.Bullets(tuple(t[lang] for t in item.need)) if item.need else unknown
    yield "hours", b.Paragraph(item.hours[lang] if item.hours is not None else texts("unknown"))
    ways = tuple(_other_ways(item, wording))
    if ways:
        yield "reach", b.Bullets(ways)
    yield "price", b.Paragraph(texts(f"cost.{item.cost}"))
    yield "anonymous", b.Paragraph(texts(f"anonymous.{item.anonymous}"))
    if item.age_note is not None:
        yield "ages", b.Paragraph(item.age_note[lang])
    spoken = ", ".join(texts.language_name(code) for code in item.languages) or texts("unknown")
    yield "languages", b.Paragraph(spoken)
    routes = ", ".join(texts(f"route.{route}") for route in item.text_routes)
    yield "routes", b.Paragraph(routes or texts("unknown"))
    if item.happens is not None or not emergency:
        yield "happens", b.Paragraph(wording.fill(item.happens)) if item.happens is not None else unknown


def _other_ways(item: m.Service, wording: Wording) -> Iterator[str]:
    """Give the ways to reach a service besides what stands large on its card."""
    texts = wording.texts
    if item.sms is not None and number_here(item, wording.country) is not None:
        yield texts("service.sms", number=item.sms)
    if item.phone_intl is not None and shown_number(item, wording.country) is not None:
        yield texts("service.from_abroad", number=item.phone_intl.replace(" ", NBSP))
    if item.email is not None:
        yield texts("service.email", address=item.email)
    if item.app is not None:
        yield texts("service.app", name=item.app)


def service_line(service: m.Service, texts: Texts, country: str) -> str:
    """Write a service in one line: number, name, what it is for."""
    number = number_here(service, country) or (
        texts("service.sms_short", number=service.sms) if service.sms else None
    )
    name = service.title[texts.language]
    role = service.role[texts.language]
    if number and number.replace(" ", "") in name.replace(" ", "").replace("\u00a0", ""):
        return f"{name}\u00a0: {role}" if texts.language == "fr" else f"{name}: {role}"
    head = f"{number} · {name}" if number else name
    return f"{head}\u00a0: {role}" if texts.language == "fr" else f"{head}: {role}"
