"""Commands that read the guide: list, show, services, search."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from familyguide import cli
from familyguide.guide.names import NO_COUNTRY
from familyguide.services.texts import Texts

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from familyguide.guide import model as m
    from familyguide.guide.library import Library
    from familyguide.guide.rows import Row
    from familyguide.services.document import Document


def run(options: argparse.Namespace) -> int:
    """Answer one of these commands; gives the exit code."""
    answers = {"list": _list, "show": _show, "services": _services, "search": _search}
    return answers[options.command](options)


def emit(document: Any) -> None:  # noqa: ANN401 - a JSON document
    """Print one JSON document."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def _both(text: m.Both | None) -> dict[str, str] | None:
    return {"fr": text.fr, "en": text.en} if text is not None else None


def _added(library: Library, identifier: str, texts: Texts) -> str:
    """Say behind a line who added what stands there; nothing for an official entry."""
    town = library.added_by(identifier)
    return f" ({texts('added.by', town=town[texts.language])})" if town is not None else ""


def _row_json(row: Row, library: Library) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "audience": row.audience,
        "title": {"fr": row.title.fr, "en": row.title.en},
        "ages": list(row.ages),
        "topics": list(row.topics),
        "countries": list(row.countries),
        "as_of": row.as_of,
        "review_by": row.review_by,
        "sources": list(row.sources),
        "words": row.words,
        "minutes": row.minutes,
        "group": row.group,
        "added_by": _both(library.added_by(row.id)),
    }


def _list(options: argparse.Namespace) -> int:
    library = cli.open_library()
    rows = library.rows(options.kind)
    if options.json:
        emit({"items": [_row_json(row, library) for row in rows]})
        return 0
    texts = Texts(options.lang or cli.system_language())
    for row in rows:
        added = _added(library, row.id, texts)
        sys.stdout.write(f"{row.kind:13}{row.id:38}{row.title[texts.language]}{added}\n")
    return 0


def country_asked(library: Library, asked: str | None) -> str:
    """Give the country asked for, else the system's, else none that we hold; Refused for one not held."""
    from familyguide.services.places import country_of  # noqa: PLC0415

    code = asked.upper() if asked else country_of(os.environ.get("LC_ALL") or os.environ.get("LANG") or "")
    if asked and code not in library.countries:
        held = ", ".join(sorted(library.countries))
        message = f"the country {asked!r} is not held; choose one of: {held}"
        raise cli.Refused(message)
    return code if code in library.countries else NO_COUNTRY


def _show(options: argparse.Namespace) -> int:
    from familyguide.services.directory import Directory  # noqa: PLC0415
    from familyguide.services.spoken import spoken_lines  # noqa: PLC0415
    from familyguide.services.writer import Writer  # noqa: PLC0415

    library = cli.open_library()
    language = options.lang or cli.system_language()
    country = country_asked(library, options.country)
    try:
        item = library.item(options.id)
    except (KeyError, UnicodeError):
        message = f"there is no item {options.id!r}; 'familyguide list' names them all"
        raise cli.Refused(message) from None
    texts = Texts(language)
    directory = Directory(library)
    writer = Writer(library, directory, language, country, _today(library))
    document = writer.document(item)
    text = "\n".join(spoken_lines(document, texts, country, directory.is_local))
    if options.json:
        emit(
            {
                "id": item.id,
                "kind": document.kind,
                "lang": language,
                "country": country,
                "title": document.title,
                "added_by": _both(library.added_by(item.id)),
                "text": text,
                "services": sorted(_services_in(document)),
                "links": sorted(_links_in(document)),
            }
        )
    else:
        sys.stdout.write(text + "\n")
    return 0


def _pieces_in(pieces: Iterable[Any]) -> Iterator[Any]:
    """Walk the pieces of a document and those that stand inside them."""
    for piece in pieces:
        yield piece
        yield from _pieces_in(getattr(piece, "blocks", ()))


def _all_pieces(document: Document) -> Iterator[Any]:
    yield from _pieces_in(document.lead)
    for section in document.sections:
        yield from _pieces_in(section.pieces)


def _links_in(document: Document) -> set[str]:
    targets = {link.target for link in document.links}
    return targets.union(*({link.target for link in getattr(p, "links", ())} for p in _all_pieces(document)))


def _services_in(document: Document) -> set[str]:
    found = {document.id} if document.kind == "service" else set()
    found |= {service.id for service in document.people}
    found |= {target.partition(":")[2] for target in _links_in(document) if target.startswith("service:")}
    for piece in _all_pieces(document):
        found |= {service.id for service in getattr(piece, "services", ())}
    return found


def _today(library: Library) -> Any:  # noqa: ANN401 - a date
    from familyguide.guide.freshness import honest_today  # noqa: PLC0415

    return honest_today(datetime.now(tz=UTC).date(), library.built)


def _services(options: argparse.Namespace) -> int:
    from familyguide.guide.hours import parse_instant  # noqa: PLC0415
    from familyguide.guide.lines import is_valid  # noqa: PLC0415
    from familyguide.services.directory import Directory  # noqa: PLC0415
    from familyguide.services.service_card import service_line  # noqa: PLC0415

    library = cli.open_library()
    directory = Directory(library)
    if options.at is None:
        at = datetime.now(tz=UTC)
    else:
        try:
            at = parse_instant(options.at)
        except ValueError as error:
            raise cli.Refused(str(error)) from None
    needs = library.vocabulary.needs
    if options.need is not None and options.need not in needs:
        message = f"the need {options.need!r} is not known; choose one of: {', '.join(needs)}"
        raise cli.Refused(message)
    country = country_asked(library, options.country) if options.country else None
    services = [directory.service(row.id) for row in library.rows("service")]
    if country is not None and options.need is not None:
        services = list(directory.by_need(country, options.need))
    elif country is not None:
        services = [service for service in services if is_valid(service, country)]
    elif options.need is not None:
        services = [service for service in services if options.need in service.needs]
    if options.json:
        emit({"services": [_service_json(service, country, at, library) for service in services]})
        return 0
    texts = Texts(options.lang or cli.system_language())
    for service in services:
        if service.show_as == "service":
            line = service_line(service, texts, country or service.country)
            sys.stdout.write(f"{line}{_added(library, service.id, texts)}\n")
    return 0


def _service_json(service: m.Service, country: str | None, at: datetime, library: Library) -> dict[str, Any]:
    from familyguide.guide.lines import shown_number  # noqa: PLC0415
    from familyguide.services.opening import is_open, state_of  # noqa: PLC0415

    title, hours = service.title, service.hours
    return {
        "id": service.id,
        "name": {"fr": title.fr, "en": title.en},
        "country": service.country,
        "kind": service.kind,
        "needs": list(service.needs),
        "show_as": service.show_as,
        "phone": service.phone
        if shown_number(service, country or service.country) or country is None
        else None,
        "sms": service.sms,
        "web": service.web,
        "report_url": service.report_url,
        "chat_url": service.chat_url,
        "hours": {"fr": hours.fr, "en": hours.en} if hours else None,
        "open_now": is_open(state_of(service, at, _today(library), library.ahead(service.id))),
        "for_whom": list(service.for_whom),
        "languages": list(service.languages),
        "anonymous": service.anonymous,
        "confidence": service.confidence,
        "as_of": service.as_of,
        "valid_in": list(service.valid_in),
        "added_by": _both(library.added_by(service.id)),
    }


def _search(options: argparse.Namespace) -> int:
    from familyguide.services.directory import Directory  # noqa: PLC0415
    from familyguide.services.finding import help_first  # noqa: PLC0415

    library = cli.open_library()
    language = options.lang or cli.system_language()
    country = country_asked(library, options.country)
    found = library.search(" ".join(options.words), language, country)
    people = help_first(found, Directory(library), country)
    if options.json:
        hits = [
            {
                "id": hit.id,
                "kind": hit.kind,
                "title": {"fr": hit.title.fr, "en": hit.title.en},
                "topics": list(hit.topics),
                "added_by": _both(library.added_by(hit.id)),
            }
            for hit in found.hits
        ]
        emit(
            {
                "hits": hits,
                "help": [service.id for service in people],
                "roles": list(found.roles),
                "needs": list(found.needs),
                "corrected": found.corrected,
                "meant": found.meant,
                "note": found.note,
                "called": list(found.called),
                "unknown_number": found.unknown_number,
                "tongues": list(found.tongues),
            }
        )
        return 0
    texts = Texts(language)
    for service in people:
        added = _added(library, service.id, texts)
        sys.stdout.write(f"!            {service.id:38}{service.title[language]}{added}\n")
    for code in found.tongues:
        sys.stdout.write(f"{'language':13}{code:38}{library.tongues[code].called[language]}\n")
    for hit in found.hits:
        sys.stdout.write(f"{hit.kind:13}{hit.id:38}{hit.title[language]}{_added(library, hit.id, texts)}\n")
    return 0
