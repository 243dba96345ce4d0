"""content preview: the real window over a content folder, following each save."""

from __future__ import annotations

import signal
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from familyguide import __version__, cli
from familyguide.guide.library import ContentError, Library
from familyguide.guide.names import LANGUAGES
from familyguide.services import paths
from familyguide.services.navigation import Route
from familyguide.services.texts import Texts

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from familyguide.guide.preview import Fresh, LivePreview
    from familyguide.ui.preview import PreviewDesk
    from familyguide.ui.window import Window

# Kinds whose pages bear another name than the kind.
_NO_PAGE = ("agenda",)


def run(options: argparse.Namespace) -> int:
    """Show the window until it is closed; nothing is written and nothing is kept."""
    from familyguide import app  # noqa: PLC0415 - Qt only for a window
    from familyguide.commands.start import obey  # noqa: PLC0415

    if not paths.IS_CHECKOUT:
        raise cli.Refused("the preview shows content that is being written: run it from a checkout")
    if not options.folder.is_dir():
        raise cli.Refused(f"there is no content folder at {options.folder}")
    other = None
    if options.lang is not None and options.lang not in LANGUAGES:
        # A language that is being made stands in the place of English.
        other, options.lang = options.lang, "en"
    rules = obey(options)
    if rules.mode == "public-pc":
        raise cli.Refused("the policy of this computer makes it a public PC: preview on another one")
    if not app.has_screen():
        raise cli.Refused(Texts(cli.system_language())("screen.none"))
    sys.stdout.write(f"Reading {options.folder} …\n")
    sys.stdout.flush()
    live, first = begin(options.folder, other)
    library = Library(first.database, ":memory:")
    route = route_of(library, options.page) if options.page is not None else None
    application = app.make_application(guest=options.guest)
    choices = app.first_choices(library, "en" if other is not None else options.lang, options.country)
    window = app.make_window(application, library, choices, rules=rules, notice=first.note)
    desk = follow(window, live, first, route)
    window.left.connect(application.quit)
    window.show()
    sys.stdout.write("The window follows your files: save one, and its page is shown anew.\n")
    sys.stdout.flush()
    # Ctrl+C in the terminal ends it at once: Qt would wait for the next event, and nothing is half-written.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        return application.exec()
    finally:
        desk.close()


def begin(folder: Path, other: str | None = None) -> tuple[LivePreview, Fresh]:
    """Read a folder for the first time, in another language where one is being made; raises cli.Refused."""
    from familyguide.guide.preview import LivePreview  # noqa: PLC0415 - YAML and Markdown, for writers only

    adapt, beside = None, None
    if other is not None:
        from familyguide.commands import content_translate  # noqa: PLC0415 - for translators only

        adapt, beside = content_translate.shown_in(folder, other), content_translate.place_of(folder, other)
    live = LivePreview(folder, __version__, datetime.now(tz=UTC).date(), adapt, beside)
    # Before it is read: what is saved meanwhile is seen as changed.
    live.has_changed()
    try:
        return live, live.read()
    except ContentError as error:
        raise cli.Refused(f"{error.where} cannot be read: a guide needs it. Run content check.") from None


def follow(window: Window, live: LivePreview, first: Fresh, route: Route | None) -> PreviewDesk:
    """Let a window follow a folder, from a page on."""
    from familyguide.ui.preview import PreviewDesk  # noqa: PLC0415 - Qt only for a window

    if route is not None:
        window.go_to(route)
    desk = PreviewDesk(window, live, first)
    desk.start()
    return desk


def route_of(library: Library, asked: str) -> Route:
    """Find a page by the id of an item or the name of a page; raises cli.Refused with one sentence."""
    from familyguide.ui.pages import PAGES  # noqa: PLC0415
    from familyguide.ui.pages.base import route_to  # noqa: PLC0415 - Qt only for a window

    now = library.now_id(asked)
    row = library.row(now) if now is not None else None
    if row is not None and row.kind not in _NO_PAGE:
        return route_to(f"{row.kind}:{row.id}")
    if row is not None:
        return Route("session")
    if asked in PAGES and asked not in ("conversation", "checklist", "plan", "article", "print", "fill"):
        return Route(asked)
    raise cli.Refused(
        f"there is no page {asked!r}: name an item, such as the name of its file without .fr.md"
    )
