"""Sheets of numbers: the help page of a country, its poster, and cards for a wallet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from familyguide.guide.freshness import may_have_changed
from familyguide.guide.lines import CHILD, TALK, number_here, shown_number, takes_danger
from familyguide.guide.names import NBSP
from familyguide.services.directory import NEED_ROLES
from familyguide.services.handouts.pieces import name_after, paragraph
from familyguide.services.handouts.sheet import Refusal, Sheet
from familyguide.services.links import LinkGuard, domain_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from familyguide.guide import model as m
    from familyguide.services.handouts.maker import Maker
    from familyguide.services.handouts.sheet import Help, Piece, Row
    from familyguide.services.texts import Texts

# Sheets of the country's numbers: refused where none is held.
WITH_NUMBERS = frozenset({"help-page", "wall-poster", "wallet-card"})
NO_NUMBER = "paper.refused.country"
NEEDS = (
    "danger-now",
    "crisis",
    "child-at-risk",
    "talk",
    "violence-at-home",
    "missing",
    "report-content",
    "remove-image",
    "complaint",
    "victim-support",
    "young-person",
)
# So many services of one need stand on a page that is read at a glance, unless more fill its roles; a town's
# own come besides.
PER_NEED = 3
# Whose official pages a phone may open from paper.
CODE_ROLES = ("child", "report", "illegal-content", "image-removal", "victims")
CODES = 4
POSTER_CODES = 2
YOUNG = 2


def help_page(maker: Maker) -> Sheet | Refusal:
    """Make the help page of the country: who to call, by need, with hours and month."""
    country = maker.directory.country(maker.country)
    if country is None or not maker.directory.strip(maker.country):
        return Refusal("help-page", NO_NUMBER)
    seen: dict[str, m.Service] = {}
    rows: list[Row] = [tuple((paragraph(texts("paper.help.lead"), kind="lead"),) for texts in maker.texts)]
    if len(maker.languages) > 1:
        rows.append(tuple((paragraph(texts("paper.help.months"), kind="small"),) for texts in maker.texts))
    for need in NEEDS:
        services = list(_for_need(maker, need))
        if not services:
            continue
        name = maker.library.vocabulary.needs[need]
        calls: list[Piece] = []
        for service in services:
            # A service stands in full where it is first of use; after that its number and name are enough.
            calls.append(_call(maker, service, known=service.id in seen))
            seen.setdefault(service.id, service)
        piece = {"t": "calls", "languages": maker.languages, "items": calls, "danger": need == "danger-now"}
        rows.append(((_title(maker, [name[language] for language in maker.languages]), piece),))
    codes = list(codes_of(maker, CODE_ROLES))[:CODES]
    if codes:
        title = _title(maker, [texts("paper.help.codes") for texts in maker.texts], level=3)
        rows.append(((title, {"t": "codes", "languages": maker.languages, "codes": codes}),))
    titles = tuple(texts("paper.help.title", where=country.where[texts.language]) for texts in maker.texts)
    return sheet(maker, "help-page", titles, rows, seen.values())


def wall_poster(maker: Maker) -> Sheet | Refusal:
    """Make one page for a wall: the few numbers of the strip, to be read from two metres away."""
    box = maker.help()
    if box is None:
        return Refusal("wall-poster", NO_NUMBER)
    young = _young(maker)
    services = [*_of_strip(maker), *young]
    poster = {
        "t": "poster",
        "languages": maker.languages,
        "lead": [texts("paper.poster.lead") for texts in maker.texts],
        "people": _people(maker, box),
        "numbers": _numbers(maker, young),
        "young": _for_the_young(maker, young),
        "codes": list(codes_of(maker, ("child", "report")))[:POSTER_CODES],
    }
    titles = tuple(texts("paper.poster.title") for texts in maker.texts)
    return sheet(maker, "wall-poster", titles, [((poster,),)], services, form="poster")


def wallet_card(maker: Maker) -> Sheet | Refusal:
    """Make cards of 85 by 54 mm to cut and fold: nothing on the front says what they are for."""
    box = maker.help()
    if box is None:
        return Refusal("wallet-card", NO_NUMBER)
    wallet = {
        "t": "wallet",
        "languages": maker.languages,
        "front": [texts("paper.wallet.front") for texts in maker.texts],
        "people": _people(maker, box),
    }
    lead = tuple((paragraph(texts("paper.wallet.cut"), kind="small"),) for texts in maker.texts)
    titles = tuple(texts("paper.special.wallet-card") for texts in maker.texts)
    return sheet(maker, "wallet-card", titles, [lead, ((wallet,),)], _of_strip(maker), form="wallet")


def _people(maker: Maker, box: Help) -> list[Piece]:
    """Give the lines of the strip, the route without voice apart from the name."""
    made = []
    for entry, line in zip(maker.directory.strip(maker.country), box.people, strict=True):
        labels = [texts(f"strip.{entry.role}") for texts in maker.texts]
        sms = entry.text.sms if entry.text is not None else None
        by_text = [texts("strip.sms", number=sms) for texts in maker.texts] if sms else []
        made.append({"number": line.number, "labels": labels, "by_text": by_text})
    return made


def _of_strip(maker: Maker) -> list[m.Service]:
    return [service for entry in maker.directory.strip(maker.country) for service in entry.services]


def _young(maker: Maker) -> list[m.Service]:
    """Give the first lines that young people can call themselves."""
    found = [
        service
        for service in maker.directory.by_need(maker.country, "young-person")
        if service.show_as == "service" and shown_number(service, maker.country)
    ]
    return found[:YOUNG]


def _numbers(maker: Maker, services: list[m.Service]) -> list[str]:
    return list(filter(None, (shown_number(service, maker.country) for service in services)))


def _for_the_young(maker: Maker, young: list[m.Service]) -> list[str]:
    """Tell young people whom they can call; nothing where we know no line for them."""
    found = _numbers(maker, young)
    lines = []
    for texts in maker.texts:
        numbers = f"{NBSP}{texts('strip.or')} ".join(found)
        line = texts("paper.poster.young", numbers=numbers)
        if all(service.anonymous == "yes" for service in young):
            line = f"{line} {texts('paper.poster.name')}"
        lines.append(line)
    return lines if young else []


def sheet(
    maker: Maker,
    identifier: str,
    titles: tuple[str, ...],
    rows: Iterable[Row],
    services: Iterable[m.Service],
    **more: Any,  # noqa: ANN401 - fields of a sheet
) -> Sheet:
    """Make a sheet of numbers, with the months its facts were known and where they were read."""
    services = list(services)
    known = [_known(texts, services) for texts in maker.texts]
    sources = list(dict.fromkeys(filter(None, map(_source, services))))
    foot = maker.foot_of(identifier, known, [sources] * len(titles))
    return Sheet(id=identifier, languages=maker.languages, titles=titles, rows=tuple(rows), **foot, **more)


def codes_of(maker: Maker, roles: Iterable[str]) -> Iterator[Piece]:
    """Yield the codes of registered addresses for roles, each once, with what they open in words."""
    guard = LinkGuard(maker.library)
    seen = set()
    for role in roles:
        for service in maker.directory.role(maker.country, role):
            address = service.web
            if not address or address in seen or not guard.allows(address):
                continue
            seen.add(address)
            vocabulary = maker.library.vocabulary
            is_talk = role == CHILD and not takes_danger((service,))
            name = vocabulary.needs[TALK] if is_talk else vocabulary.roles[role]
            words = [name[language] for language in maker.languages]
            yield {"address": address, "domain": domain_of(address), "words": words}
            break


def _title(maker: Maker, words: list[str], level: int = 2) -> Piece:
    return {"t": "h-both", "level": level, "languages": maker.languages, "words": words}


def _for_need(maker: Maker, need: str) -> Iterator[m.Service]:
    directory, country = maker.directory, maker.country
    first = {service.id for service in directory.people(country, NEED_ROLES[need])}
    official = 0
    for service in directory.by_need(country, need):
        if service.show_as != "service" or service.adults_only:
            continue
        local = directory.is_local(service)
        near = service.country == country or service.id in first or local
        if local or service.id in first or (near and official < PER_NEED):
            official += not local
            yield service


def _call(maker: Maker, service: m.Service, *, known: bool) -> Piece:
    number = number_here(service, maker.country) or ""
    via: dict[str, None] = {}
    names: dict[str, None] = {}
    for texts in maker.texts:
        if not number and service.sms:
            via[texts("paper.by_text")] = None
        elif not number:
            via[texts("paper.online")] = None
        names[name_after(number or service.sms or "", service.title[texts.language])] = None
    number = number or service.sms or ""
    name = " / ".join(names)
    if not number:
        name = " · ".join(filter(None, (name, service.domain)))
    words = [
        {"about": service.role[texts.language], "hours": _hours(maker, service, texts)}
        for texts in maker.texts
    ]
    return {"number": number, "via": " / ".join(via), "name": name, "known": known, "words": words}


def _hours(maker: Maker, service: m.Service, texts: Texts) -> str:
    if service.hours is None:
        return texts("service.hours_unknown")
    hours = service.hours[texts.language].rstrip(".")
    if service.as_of is None:
        return texts("paper.hours.undated", hours=hours)
    if len(maker.languages) > 1:
        # Two languages share the room: one line above all says what the month is.
        return f"{hours} · {'/'.join(reversed(service.as_of.split('-')))}"
    is_old = service.may_have_changed or may_have_changed(service.as_of, "service", maker.today)
    key = "paper.hours.old" if is_old else "paper.hours"
    return texts(key, hours=hours, month=texts.month(service.as_of))


def _known(texts: Texts, services: list[m.Service]) -> str:
    """Say from when to when the facts of a sheet were known."""
    months = sorted(service.as_of for service in services if service.as_of)
    if not months:
        return texts("known.unknown")
    if months[0] == months[-1]:
        return texts("known.fresh", month=texts.month(months[0]))
    return texts("paper.known.span", first=texts.month(months[0]), last=texts.month(months[-1]))


def _source(service: m.Service) -> str:
    """Name where a service was last read about."""
    dated = [source for source in service.dated_sources if source.url]
    last = max(dated, key=lambda source: source.date or "", default=None)
    return domain_of(last.url) if last is not None and last.url else ""
