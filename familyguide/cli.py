"""The command line: the same core, without a window (contract, section 8)."""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from familyguide import __version__
from familyguide.guide.library import ContentError
from familyguide.guide.names import KINDS, LANGUAGES, NO_COUNTRY
from familyguide.services import paths
from familyguide.services.paths import COMPILED, CONTENT
from familyguide.services.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from familyguide.guide import model as m
    from familyguide.guide.library import Library
    from familyguide.guide.rows import Row
    from familyguide.services.document import Document
    from familyguide.services.shelves import Opened

USAGE_ERROR = 2
COMMANDS = ("list", "show", "services", "search", "look", "content", "policy", "status", "pack")


class Refused(Exception):  # noqa: N818 - it is an answer, not a fault
    """Something the person typed cannot be done; its text is one clear sentence."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say one clear line and stop with 2; argparse alone would print its usage as well."""
        self.exit(USAGE_ERROR, f"familyguide: {one_line(message)}. See familyguide --help.\n")


def parser() -> argparse.ArgumentParser:
    """Declare every option and command."""
    top = _Parser(
        prog="familyguide", description="Words, settings, signs and first steps that protect children."
    )
    top.add_argument("--guest", action="store_true", help="write nothing on this computer")
    top.add_argument("--kiosk", action="store_true", help="public-PC mode: locked, and nothing is kept")
    top.add_argument("--data", type=Path, metavar="DIR", help="keep what a family keeps in this folder")
    top.add_argument("--policy", type=Path, metavar="FILE", help="stricter rules than those of this system")
    top.add_argument("--lang", choices=LANGUAGES, help="language of the window")
    top.add_argument("--country", metavar="FR", help="country of the help numbers")
    top.add_argument(
        "--check", action="store_true", help="check that content, fonts, icons and texts are whole"
    )
    # Said by the launcher of a public PC to each visit: how often the staff code was tried.
    top.add_argument("--visit", metavar="COUNT", help=argparse.SUPPRESS)
    top.add_argument("--version", action="store_true", help="print the version")
    top.add_argument("--json", action="store_true", help="print one JSON document")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    _list_command(commands.add_parser("list", help="every item"))
    _show_command(commands.add_parser("show", help="one item as text"))
    _services_command(commands.add_parser("services", help="the directory of services"))
    _search_command(commands.add_parser("search", help="find pages"))
    _look_command(commands.add_parser("look", help="every page as a picture, offscreen"))
    _policy_command(commands.add_parser("policy", help="for IT: check a policy, make a staff code"))
    status = commands.add_parser("status", help="for IT: versions, content, policy, mode")
    status.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    content = commands.add_parser("content", help="for writers: check or build the content")
    content.add_argument("action", choices=("check", "build"))
    content.add_argument("folder", nargs="?", type=Path, default=CONTENT, metavar="DIR")
    content.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    _pack_command(commands.add_parser("pack", help="signed content: sign, verify, install, rollback"))
    return top


def _list_command(command: argparse.ArgumentParser) -> None:
    command.add_argument("kind", nargs="?", choices=KINDS, metavar="KIND")
    command.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS)
    command.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def _show_command(command: argparse.ArgumentParser) -> None:
    command.add_argument("id", metavar="ID")
    command.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS)
    command.add_argument("--country", metavar="FR", default=argparse.SUPPRESS)
    command.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def _services_command(command: argparse.ArgumentParser) -> None:
    command.add_argument("--country", metavar="FR", default=argparse.SUPPRESS)
    command.add_argument("--need", metavar="NEED")
    command.add_argument(
        "--at", metavar="TIME", help="ISO 8601 with an offset, such as 2026-11-22T14:00+01:00"
    )
    command.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS)
    command.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def _search_command(command: argparse.ArgumentParser) -> None:
    command.add_argument("words", nargs="+", metavar="WORDS")
    command.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS)
    command.add_argument("--country", metavar="FR", default=argparse.SUPPRESS)
    command.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def _look_command(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", type=Path, metavar="DIR")
    command.add_argument("--page", metavar="P", help="a page name, or page/item")
    command.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS)
    command.add_argument("--theme", choices=("light", "dark", "contrast"))
    command.add_argument("--scale", type=int, choices=(100, 125, 150, 175, 200))
    command.add_argument("--size", metavar="WxH")
    command.add_argument("--country", metavar="FR", default=argparse.SUPPRESS)
    command.add_argument("--all", action="store_true", help="every language, theme and two text sizes")
    command.add_argument("--main", action="store_true", help="the main pages only")


def _pack_command(command: argparse.ArgumentParser) -> None:
    command.add_argument("action", choices=("sign", "verify", "install", "rollback"))
    command.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="rollback without: the one before"
    )
    command.add_argument("--key", action="append", type=Path, default=[], metavar="KEYFILE")
    command.add_argument("--serial", type=int, metavar="N", help="sign: higher than every one before")
    command.add_argument("--expires", metavar="DAY", help="sign: such as 2027-11-22")
    command.add_argument("--name", metavar="NAME", help="sign an overlay: its name, such as lyon")
    command.add_argument(
        "--domain", action="append", default=[], metavar="DOMAIN", help="overlay: may be linked"
    )
    command.add_argument("-o", "--output", type=Path, metavar="FILE", help="sign: where to write the pack")
    command.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def _policy_command(command: argparse.ArgumentParser) -> None:
    actions = command.add_subparsers(dest="action", metavar="check|code", required=True, parser_class=_Parser)
    check = actions.add_parser("check", help="name every mistake of a policy")
    check.add_argument("file", nargs="?", type=Path, metavar="FILE", help="without: the system's policy")
    check.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    actions.add_parser("code", help="make the staff_code line of a policy")


def run(options: argparse.Namespace) -> int:
    """Run one command; gives the exit code."""
    if sys.stdout is None:
        return fail("there is nowhere to write the answer: standard output is closed")
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that lacks a letter shows a mark for it; it never stops half-way.
        sys.stdout.reconfigure(errors="replace")
    try:
        code = _answer(options)
        sys.stdout.flush()
    except Refused as refused:
        return fail(str(refused))
    except ContentError as error:
        return fail(Texts(system_language())(f"content.{error.code}", where=error.where))
    except BrokenPipeError:
        # The reader of our output went away (head, less): nothing is wrong.
        _silence_output()
        return 0
    except OSError as error:
        _silence_output()
        return fail(f"the answer could not be written: {error.strerror or error}")
    return code


def _silence_output() -> None:
    """Let Python flush into nowhere at exit, instead of failing a second time."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _answer(options: argparse.Namespace) -> int:
    match options.command:
        case "list":
            return _list(options)
        case "show":
            return _show(options)
        case "services":
            return _services(options)
        case "search":
            return _search(options)
        case "pack":
            from familyguide.commands import pack  # noqa: PLC0415 - only for those who ask

            return pack.run(options)
        case "policy":
            from familyguide.commands import policy  # noqa: PLC0415 - only for those who ask

            return policy.run(options)
        case "status":
            from familyguide.commands import status  # noqa: PLC0415 - only for those who ask

            return status.run(options)
    return _content(options)


def one_line(text: str) -> str:
    """Write what a person typed on one line."""
    return " ".join(text.split())


def fail(sentence: str) -> int:
    """Say one clear line on stderr; gives the exit code for it."""
    with contextlib.suppress(OSError, AttributeError, ValueError):
        # A closed or full stderr must not change the exit code.
        sys.stderr.write(f"familyguide: {one_line(sentence)}\n")
    return USAGE_ERROR


def system_language() -> m.Language:
    """Give the language of the system where it is one of ours; English otherwise."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        value = os.environ.get(name, "")
        if value and value != "C":
            return "fr" if value.startswith("fr") else "en"
    return "en"


def open_library() -> Library:
    """Open the compiled content; a checkout without one gets it in memory."""
    from familyguide.guide.library import Library  # noqa: PLC0415

    if not paths.IS_CHECKOUT:
        return open_installed().library
    try:
        return Library.open(COMPILED)
    except ContentError as error:
        if error.code != "missing" or not CONTENT.is_dir():
            raise
    return library_in_memory(CONTENT)


def open_installed() -> Opened:
    """Open the content of the packaged app: a signed release, and what towns added; faults go to stderr.

    Raises ContentError; a working copy is refused.
    """
    from familyguide.guide.installed import PackError  # noqa: PLC0415
    from familyguide.services import shelves  # noqa: PLC0415

    texts = Texts(system_language())
    opened = shelves.open_installed(shelves.place(), COMPILED, datetime.now(tz=UTC).date())
    for fault in opened.faults:
        kind = "pack.fault" if isinstance(fault, PackError) else "content"
        fail(texts(f"{kind}.{fault.code}", where=fault.where))
    return opened


def library_in_memory(folder: Path) -> Library:
    """Compile a content folder without writing anything."""
    # Compiling pulls in YAML and Markdown: only where it happens.
    import sqlite3  # noqa: PLC0415

    from familyguide.guide.compile import compile_to  # noqa: PLC0415
    from familyguide.guide.library import Library  # noqa: PLC0415
    from familyguide.guide.loader import load  # noqa: PLC0415

    content = load(folder)
    for problem in content.problems:
        # What was left out is said, also where nobody asked for a check.
        with contextlib.suppress(OSError, AttributeError, ValueError):
            sys.stderr.write(f"familyguide: {one_line(str(problem))}\n")
    lacking = content.lacking()
    if lacking:
        raise ContentError("damaged", str(folder / lacking[0]))
    database = sqlite3.connect(":memory:")
    compile_to(content, database, __version__)
    return Library(database, ":memory:")


def _emit(document: Any) -> None:  # noqa: ANN401 - a JSON document
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
    library = open_library()
    rows = library.rows(options.kind)
    if options.json:
        _emit({"items": [_row_json(row, library) for row in rows]})
        return 0
    texts = Texts(options.lang or system_language())
    for row in rows:
        added = _added(library, row.id, texts)
        sys.stdout.write(f"{row.kind:13}{row.id:38}{row.title[texts.language]}{added}\n")
    return 0


def _country(library: Library, asked: str | None) -> str:
    from familyguide.services.places import country_of  # noqa: PLC0415

    code = asked.upper() if asked else country_of(os.environ.get("LC_ALL") or os.environ.get("LANG") or "")
    if asked and code not in library.countries:
        held = ", ".join(sorted(library.countries))
        message = f"the country {asked!r} is not held; choose one of: {held}"
        raise Refused(message)
    return code if code in library.countries else NO_COUNTRY


def _show(options: argparse.Namespace) -> int:
    from familyguide.services.directory import Directory  # noqa: PLC0415
    from familyguide.services.document import Writer, spoken_lines  # noqa: PLC0415

    library = open_library()
    language = options.lang or system_language()
    country = _country(library, options.country)
    try:
        item = library.item(options.id)
    except (KeyError, UnicodeError):
        message = f"there is no item {options.id!r}; 'familyguide list' names them all"
        raise Refused(message) from None
    texts = Texts(language)
    directory = Directory(library)
    writer = Writer(library, directory, language, country, _today(library))
    document = writer.document(item)
    text = "\n".join(spoken_lines(document, texts, country, directory.is_local))
    if options.json:
        _emit(
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
    from familyguide.services.directory import Directory, is_valid  # noqa: PLC0415
    from familyguide.services.document import service_line  # noqa: PLC0415
    from familyguide.services.hours import parse_instant  # noqa: PLC0415

    library = open_library()
    directory = Directory(library)
    if options.at is None:
        at = datetime.now(tz=UTC)
    else:
        try:
            at = parse_instant(options.at)
        except ValueError as error:
            raise Refused(str(error)) from None
    needs = library.vocabulary.needs
    if options.need is not None and options.need not in needs:
        message = f"the need {options.need!r} is not known; choose one of: {', '.join(needs)}"
        raise Refused(message)
    country = _country(library, options.country) if options.country else None
    services = [directory.service(row.id) for row in library.rows("service")]
    if country is not None and options.need is not None:
        services = list(directory.by_need(country, options.need))
    elif country is not None:
        services = [service for service in services if is_valid(service, country)]
    elif options.need is not None:
        services = [service for service in services if options.need in service.needs]
    if options.json:
        _emit({"services": [_service_json(service, country, at, library) for service in services]})
        return 0
    texts = Texts(options.lang or system_language())
    for service in services:
        if service.show_as == "service":
            line = service_line(service, texts, country or service.country)
            sys.stdout.write(f"{line}{_added(library, service.id, texts)}\n")
    return 0


def _service_json(service: m.Service, country: str | None, at: datetime, library: Library) -> dict[str, Any]:
    from familyguide.services.directory import shown_number  # noqa: PLC0415
    from familyguide.services.opening import is_open  # noqa: PLC0415

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
        "open_now": is_open(service, at, _today(library)),
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

    library = open_library()
    language = options.lang or system_language()
    country = _country(library, options.country)
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
        _emit({"hits": hits, "help": [service.id for service in people], "corrected": found.corrected})
        return 0
    texts = Texts(language)
    for service in people:
        added = _added(library, service.id, texts)
        sys.stdout.write(f"!            {service.id:38}{service.title[language]}{added}\n")
    for hit in found.hits:
        sys.stdout.write(f"{hit.kind:13}{hit.id:38}{hit.title[language]}{_added(library, hit.id, texts)}\n")
    return 0


def _content(options: argparse.Namespace) -> int:
    from familyguide.guide.loader import load  # noqa: PLC0415
    from familyguide.guide.rules import check  # noqa: PLC0415

    folder: Path = options.folder
    try:
        is_folder = folder.is_dir()
    except (OSError, ValueError):
        is_folder = False
    if not is_folder:
        message = f"there is no content folder at {folder}"
        raise Refused(message)
    content = load(folder)
    if options.action == "check":
        problems = check(content)
        if options.json:
            keys = ("file", "line", "code", "message")
            _emit({"problems": [{key: getattr(problem, key) for key in keys} for problem in problems]})
        else:
            for problem in problems:
                sys.stdout.write(f"{problem}\n")
            sys.stdout.write(f"{len(content.items)} items, {len(problems)} problems\n")
        return 1 if problems else 0
    return _build(content, folder)


def _build(content: Any, folder: Path) -> int:  # noqa: ANN401 - loaded content
    from familyguide.guide.compile import compile_file  # noqa: PLC0415

    for problem in content.problems:
        sys.stderr.write(f"{problem}\n")
    lacking = content.lacking()
    if lacking:
        message = f"nothing was built and the earlier guide is kept: {folder} lacks {', '.join(lacking)}"
        raise Refused(message)
    target = COMPILED if folder.resolve() == CONTENT.resolve() else folder / "content.db"
    try:
        compile_file(content, target, __version__)
    except OSError as error:
        message = f"{target} cannot be written: {error.strerror or error}"
        raise Refused(message) from None
    sys.stdout.write(f"{len(content.items)} items in {target}\n")
    return 1 if content.problems else 0
