"""The command line: the same core, without a window (contract, section 8)."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from familyguide import __version__
from familyguide.guide.files import shown
from familyguide.guide.library import ContentError
from familyguide.guide.names import KINDS, LANGUAGES
from familyguide.services import paths
from familyguide.services.paths import COMPILED, CONTENT
from familyguide.services.texts import Texts

if TYPE_CHECKING:
    from familyguide.guide import model as m
    from familyguide.guide.library import Library
    from familyguide.services.shelves import Opened

USAGE_ERROR = 2
# As shells say it: ended by Ctrl+C.
INTERRUPTED = 130
COMMANDS = ("list", "show", "services", "search", "handout", "look", "content", "policy", "status", "pack")
# Options of the window that are followed by a value.
WITH_VALUE = frozenset({"--data", "--session", "--open", "--policy", "--lang", "--country", "--visit"})


class Refused(Exception):  # noqa: N818 - it is an answer, not a fault
    """Something the person typed cannot be done; its text is one clear sentence."""


class _Parser(argparse.ArgumentParser):
    # Whether an option without a value may stand anywhere: "translate es --status DIR".
    flags_first = False

    def parse_known_args(  # type: ignore[override]
        self, args: list[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Read what was typed; with `flags_first`, options without a value may stand anywhere."""
        if self.flags_first and args is not None and "--" not in args:
            args = sorted(args, key=lambda word: not word.startswith("-"))
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        """Say one clear line and stop with 2; argparse alone would print its usage as well."""
        self.exit(USAGE_ERROR, f"familyguide: {one_line(message)}. See familyguide --help.\n")


def read(words: list[str]) -> argparse.Namespace:
    """Read what was typed; ends the process with 2 and one sentence where that cannot be understood."""
    return parser(with_commands=not opens_window(words)).parse_args(words)


def opens_window(words: list[str]) -> bool:
    """Tell whether nothing but options of the window was typed: then no command needs to be declared."""
    options = all(
        word.startswith("-") or before in WITH_VALUE
        for before, word in zip(["", *words], words, strict=False)
    )
    return options and {"-h", "--help", "--"}.isdisjoint(words)


def parser(*, with_commands: bool = True) -> argparse.ArgumentParser:
    """Declare every option, and the commands, which take a moment of every start where none is typed."""
    top = _Parser(
        prog="familyguide",
        description="Words, settings, signs and first steps that protect children.",
        # Who starts this program looks for whole words: half a --guest must not be another --guest.
        allow_abbrev=False,
    )
    top.add_argument("--guest", action="store_true", help="write nothing on this computer")
    top.add_argument("--kiosk", action="store_true", help="public-PC mode: locked, and nothing is kept")
    top.add_argument("--data", type=Path, metavar="DIR", help="keep what a family keeps in this folder")
    top.add_argument("--session", type=Path, metavar="FILE", help="open a session that was planned before")
    top.add_argument(
        "--open", type=Path, metavar="FILE", help="open a session plan, or describe signed content"
    )
    top.add_argument("--policy", type=Path, metavar="FILE", help="stricter rules than those of this system")
    top.add_argument("--lang", choices=LANGUAGES, help="language of the window")
    top.add_argument("--country", metavar="FR", help="country of the help numbers")
    top.add_argument(
        "--check", action="store_true", help="name every part of the program, and whether it is whole"
    )
    # Said by the launcher of a public PC to each visit: how often the staff code was tried.
    top.add_argument("--visit", metavar="COUNT", help=argparse.SUPPRESS)
    top.add_argument("--version", action="store_true", help="print the version")
    top.add_argument("--json", action="store_true", help="print one JSON document")
    if not with_commands:
        top.set_defaults(command=None)
        return top
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    _list_command(commands.add_parser("list", help="every item"))
    _show_command(commands.add_parser("show", help="one item as text"))
    _services_command(commands.add_parser("services", help="the directory of services"))
    _search_command(commands.add_parser("search", help="find pages"))
    _handout_command(commands.add_parser("handout", help="sheets for paper, as a PDF"))
    _look_command(commands.add_parser("look", help="every page as a picture, offscreen"))
    _policy_command(commands.add_parser("policy", help="for IT: check a policy, make a staff code"))
    status = commands.add_parser("status", help="for IT: versions, content, policy, mode")
    status.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    _content_command(commands.add_parser("content", help="for writers: check, build, compare the content"))
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


def _handout_command(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "id",
        nargs="+",
        metavar="ID",
        help="an item, or help-page, wall-poster, wallet-card, terms, cards-9-11, user-guide",
    )
    command.add_argument("--lang", default=None, metavar="L,L2", help="one language, or two side by side")
    command.add_argument("--country", metavar="FR", default=argparse.SUPPRESS)
    command.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.pdf")
    command.add_argument("--paper", choices=("A4", "Letter"), default="A4")
    command.add_argument("--large", action="store_true", help="large print")
    command.add_argument("--grey", action="store_true", help="black and grey only")
    command.add_argument("--discreet", action="store_true", help="without the name of this guide")
    command.add_argument(
        "--whole", action="store_true", help="conversations with all their steps, not on one page"
    )


def _look_command(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", type=Path, metavar="DIR")
    command.add_argument("--page", metavar="P", help="a page name, or page/item")
    command.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS)
    command.add_argument("--theme", choices=("light", "dark", "contrast"))
    command.add_argument("--scale", type=int, choices=(100, 125, 150, 175, 200))
    command.add_argument("--size", metavar="WxH")
    command.add_argument("--country", metavar="FR", default=argparse.SUPPRESS)
    command.add_argument("--all", action="store_true", help="every language, theme and two text sizes")
    command.add_argument(
        "--pseudo", choices=("mirrored",), help="read from right to left, in words written backwards"
    )
    command.add_argument("--main", action="store_true", help="the main pages only")


def _content_command(command: argparse.ArgumentParser) -> None:
    actions = command.add_subparsers(dest="action", metavar="ACTION", required=True, parser_class=_Parser)
    check = actions.add_parser("check", help="name every problem: file, line, what to do")
    spell = actions.add_parser("spell", help="name every word that no dictionary knows")
    build = actions.add_parser("build", help="compile the content for the app")
    diff = actions.add_parser("diff", help="what changed for readers; without OLD: since the last commit")
    diff.add_argument("places", nargs="*", type=Path, metavar="OLD NEW", help="folders or compiled files")
    diff.add_argument("--since", metavar="REVISION", help="the older state: a day, or a revision of git")
    diff.add_argument("--draft", action="store_true", help="write an entry for changes.yaml")
    preview = actions.add_parser("preview", help="the window, following each file that is saved")
    preview.add_argument("--page", metavar="ID", help="begin with this page")
    preview.add_argument(
        "--lang", default=argparse.SUPPRESS, metavar="fr|en|de", help="or a language that is being made"
    )
    preview.add_argument("--country", metavar="FR", default=argparse.SUPPRESS)
    status = actions.add_parser("status", help="what stands and what is missing: topics, ages, months, tiers")
    status.add_argument("--html", type=Path, metavar="FILE", help="write it as one page to share")
    translate = actions.add_parser("translate", help="files for a new language, kept in step")
    translate.flags_first = True
    translate.add_argument("language", metavar="LANGUAGE", help="its code, such as de")
    translate.add_argument("--status", action="store_true", help="only tell what is missing")
    for action in (check, spell, build, preview, status, translate):
        action.add_argument("folder", nargs="?", type=Path, default=CONTENT, metavar="DIR")
    for action in (check, spell, build, diff, status, translate):
        action.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


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
    code = actions.add_parser("code", help="make the staff_code line of a policy")
    for action in (check, code):
        action.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS)


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
        return fail(content_sentence(error))
    except KeyboardInterrupt:
        # Stopped by who started it; nothing is half-written.
        _silence_output()
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away (head, less): nothing is wrong.
        _silence_output()
        return 0
    except OSError as error:
        if str(error.filename or "").startswith(str(paths.RESOURCES)):
            raise
        _silence_output()
        return fail(f"the answer could not be written: {error.strerror or error}")
    return code


def content_sentence(error: ContentError) -> str:
    """Say what is wrong with content, and what to do: writers build it, everybody else installs it."""
    texts = Texts(system_language())
    if paths.IS_CHECKOUT or error.code in {"newer", "unsigned"}:
        return texts(f"content.{error.code}", where=error.where)
    return texts("content.again.older" if error.code == "older" else "content.again", where=error.where)


def _silence_output() -> None:
    """Let Python flush into nowhere at exit, instead of failing a second time."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _answer(options: argparse.Namespace) -> int:
    match options.command:
        case "list" | "show" | "services" | "search":
            from familyguide.commands import reading  # noqa: PLC0415 - only for those who ask

            return reading.run(options)
        case "handout":
            from familyguide.commands import handout  # noqa: PLC0415 - only for those who ask

            return handout.run(options)
        case "pack":
            from familyguide.commands import pack  # noqa: PLC0415 - only for those who ask

            return pack.run(options)
        case "policy":
            from familyguide.commands import policy  # noqa: PLC0415 - only for those who ask

            return policy.run(options)
        case "status":
            from familyguide.commands import status  # noqa: PLC0415 - only for those who ask

            return status.run(options)
    from familyguide.commands import content  # noqa: PLC0415 - only for writers

    return content.run(options)


def one_line(text: str) -> str:
    """Write what a person typed on one line, with nothing in it that moves a terminal."""
    return shown(" ".join(text.split()))


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
        if isinstance(fault, PackError):
            fail(texts(f"pack.fault.{fault.code}", where=fault.where))
        else:
            fail(content_sentence(fault))
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
    database = sqlite3.connect(":memory:", check_same_thread=False)
    compile_to(content, database, __version__)
    return Library(database, ":memory:")
