"""Look sheets: every page as a PNG, offscreen, for people to look at."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from contextlib import AbstractContextManager, nullcontext
from datetime import time as clock
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from familyguide.guide.files import shown
from familyguide.services import easy as easily
from familyguide.services.choices import Choices, ChoicesService, MemoryStore
from familyguide.services.directory import WITHOUT_VOICE
from familyguide.services.navigation import Route

if TYPE_CHECKING:
    import argparse

    from PySide6.QtWidgets import QApplication

    from familyguide.guide.library import Library
    from familyguide.guide.names import Language
    from familyguide.services.choices import ThemeName
    from familyguide.services.handouts.sheet import Job, Paper
    from familyguide.services.session import SessionPlan
    from familyguide.ui.context import Context
    from familyguide.ui.printers import Printer, Run

DEFAULT_SIZE = (1280, 800)


def main_routes(library: Library) -> dict[str, Route]:
    """Name the main pages, with one conversation and one plan."""
    return {
        "home": Route("home"),
        "talk": Route("talk"),
        "settings": Route("settings"),
        "settings-plan": Route("settings", "plan"),
        "signs": Route("signs"),
        "todo": Route("todo"),
        "todo-unsafe": Route("todo", part="unsafe"),
        "todo-question": Route("todo", part=library.triage.happening.start),
        "todo-list": Route("todo", part="list"),
        "help": Route("help"),
        "help-card": Route("help", part="fr-3018"),
        "help-without-voice": Route("help", WITHOUT_VOICE),
        "tongues": Route("tongues"),
        **{f"tongues-{code}": Route("tongues", code) for code in library.tongues},
        "understand": Route("understand"),
        "changes": Route("changes"),
        "keyboard": Route("keyboard"),
        "search": Route("search", "webcam"),
        "country": Route("country"),
        "family": Route("family"),
        "family-used": Route("family"),
        "family-locked": Route("family"),
        "agreement": Route("agreement"),
        "papers": Route("papers"),
        "easy": Route("easy"),
        "fill": Route("fill", "evidence-sheet"),
        "session": Route("session"),
        "session-needs": Route("session", "needs"),
        "session-plan": Route("session", "plan"),
        "session-add": Route("session", "add"),
        "session-pack": Route("session", "pack"),
        **_parts_of_session(library),
        **_first_of(library, "agreement"),
        **_first_of(library, "conversation"),
        **_first_of(library, "plan"),
        **_sheet_of_first(library, "plan"),
    }


def _parts_of_session(library: Library) -> dict[str, Route]:
    """Name some parts of the session that is looked at."""
    plan = _shown_session(library, "fr")
    kinds = {part.kind: part.id for part in plan.parts}
    return {
        f"session-part-{kind}": Route("session", "part", kinds[kind])
        for kind in ("words", "practise", "help")
        if kind in kinds
    }


def _shown_session(library: Library, language: Language) -> SessionPlan:
    from familyguide.services import session  # noqa: PLC0415 - only for these sheets

    return session.suggest("group", ["cameras-live"], ["9-11"], "FR", [language], library)


def _first_of(library: Library, kind: str) -> dict[str, Route]:
    row = library.nth(kind, 0)
    return {} if row is None else {f"{kind}-{row.id}": Route(kind, row.id)}


def _sheet_of_first(library: Library, kind: str) -> dict[str, Route]:
    row = library.nth(kind, 0)
    return {} if row is None else {"print": Route("print", row.id)}


class _ShownPrinters:
    """Two printers to look at; nothing is ever sent to them."""

    def found(self) -> tuple[Printer, ...]:
        """Give two printers."""
        from familyguide.ui.printers import Printer  # noqa: PLC0415

        return Printer("home", "Brother HL-L2350DW", is_default=True), Printer("hall", "HP LaserJet M110w")

    def paper(self, _printer: Printer) -> Paper:
        """Give the paper of Europe."""
        return "A4"

    def send(self, _printer: Printer, _job: Job, _run: Run) -> bool:
        """Send nothing."""
        return False


def routes(library: Library, *, steps: int | None = 3) -> dict[str, Route]:
    """Name every page worth a look: the main ones, every item, and the steps of so many conversations.

    With `steps` None, those of all: too many pictures for the whole set, right for a page asked for by name.
    """
    found = main_routes(library)
    for kind, page in (
        ("conversation", "conversation"),
        ("plan", "plan"),
        ("checklist", "checklist"),
        ("article", "article"),
        ("agreement", "agreement"),
    ):
        for row in library.rows(kind):
            found[f"{page}-{row.id}"] = Route(page, row.id)
    for of in easily.all_of(library):
        found[f"easy-{of.replace(':', '-')}"] = Route("easy", of)
    signs = library.rows("sign")
    if signs:
        found["sign"] = Route("signs", signs[len(signs) // 2].id)
    for row in library.rows("conversation")[:steps]:
        for part in ("open", "listen", "essential", "practise", "close", "next"):
            found[f"conversation-{row.id}-{part}"] = Route("conversation", row.id, part)
    return found


def run_look(options: argparse.Namespace, library: Library) -> int:
    """Write the sheets that the command line asks for; gives the exit code."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    size = DEFAULT_SIZE
    if options.size:
        match = re.fullmatch(r"(\d{3,4})x(\d{3,4})", options.size)
        if match is None:
            sys.stderr.write("familyguide: --size is written as 1280x800\n")
            return 2
        size = (int(match.group(1)), int(match.group(2)))
    wanted = (
        main_routes(library) if options.main else routes(library, steps=3 if options.page is None else None)
    )
    if options.page is not None:
        # Written as page/item too, as the help says.
        asked = options.page.replace("/", "-")
        wanted = {name: route for name, route in wanted.items() if asked and name.startswith(asked)}
        if not wanted:
            sys.stderr.write(f"familyguide: there is no page {options.page!r}; one is 'home'\n")
            return 2
    try:
        options.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sys.stderr.write(f"familyguide: {shown(options.folder)} cannot be made: {error.strerror}\n")
        return 2
    languages: tuple[Language, ...] = (options.lang,) if options.lang else ("fr", "en")
    themes: tuple[ThemeName, ...] = ("light", "dark", "contrast") if options.all else ("light",)
    if options.theme:
        themes = (options.theme,)
    scales = (options.scale,) if options.scale else ((100, 200) if options.all else (100,))
    country = (options.country or "FR").upper()
    count = 0
    for language in languages:
        for theme in themes:
            for scale in scales:
                choices = Choices(
                    language=language, country=country, theme=theme, scale=scale, apps=("discord", "roblox")
                )
                with _language(options.pseudo):
                    count += sheets(library, choices, size, wanted, options.folder)
    sys.stdout.write(f"{count} look sheets in {shown(options.folder)}\n")
    return 0


def _language(pseudo: str | None) -> AbstractContextManager[None]:
    """Give the pseudo-language asked for, for as long as windows are made."""
    if pseudo is None:
        return nullcontext()
    from familyguide.ui.pseudo import mirrored  # noqa: PLC0415 - for those who work on the guide alone

    return mirrored(_application())


def _application() -> QApplication:
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    application = QApplication.instance() or QApplication(["familyguide"])
    if not isinstance(application, QApplication):
        message = "there is an application without windows"
        raise TypeError(message)
    return application


def sheets(
    library: Library, choices: Choices, size: tuple[int, int], wanted: dict[str, Route], folder: Path
) -> int:
    """Write one picture per route for one set of choices; gives how many."""
    from PySide6.QtCore import QCoreApplication, QEvent  # noqa: PLC0415

    from familyguide.ui import accessible  # noqa: PLC0415
    from familyguide.ui.context import Context  # noqa: PLC0415
    from familyguide.ui.printing import PrintDesk  # noqa: PLC0415
    from familyguide.ui.theme.apply import apply, load_fonts  # noqa: PLC0415
    from familyguide.ui.window import Window  # noqa: PLC0415

    application = _application()
    application.setStyle("Fusion")
    load_fonts()
    accessible.install()
    service = ChoicesService(MemoryStore(choices))
    with tempfile.TemporaryDirectory() as kept:
        context = Context(library, service, apply(application, choices), folder=lambda: Path(kept) / "notes")
        window = Window(context)
        if any(route.page == "print" for route in wanted.values()):
            context.printing = PrintDesk(context, window, printers=_ShownPrinters())
        window.resize(*size)
        window.show()
        window.finish()
        for name, route in wanted.items():
            _keep_notes(context, name)
            # Only the page that asks whether somebody watches is that of somebody who is watched.
            context.is_watched = False
            if route.page == "session":
                # The first page is that of somebody who has no plan yet.
                context.session = _shown_session(library, choices.language) if route.item else None
                context.planning = None
            window.go_to(route)
            for _ in range(4):
                application.processEvents()
            give_up = time.monotonic() + 3
            # The lower part of a page is made after its first paint.
            while not window.page.is_whole and time.monotonic() < give_up:
                application.processEvents()
            # A sheet is laid out elsewhere.
            desk = context.printing
            while route.page == "print" and desk is not None and time.monotonic() < give_up:
                if desk.state != "looking":
                    break
                application.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            file = (
                folder / f"{name}.{choices.language}.{choices.theme}.{choices.scale}.{size[0]}x{size[1]}.png"
            )
            window.grab().save(str(file))
        window.close()
    window.hide()
    window.deleteLater()
    return len(wanted)


def _keep_notes(context: Context, name: str) -> None:
    """Make a family's notes for the sheets that show them, and none for the others."""
    notes = context.notes
    if notes is None:
        return
    if notes.state != "new":
        notes.forget("begin")
        notes.quieten()
    if name not in ("family-used", "family-locked"):
        return
    from familyguide.guide.model import Agreement, Checklist  # noqa: PLC0415 - only for these sheets
    from familyguide.services import family  # noqa: PLC0415

    notes.begin()
    service, library, today = notes.service, context.library, context.today
    service.change(lambda document: family.with_child(document, "9-11", "Lou"))
    service.change(lambda document: family.with_child(document, "15-17"))
    row = library.rows("checklist")[0]
    settings = library.read(row.id, Checklist).settings
    for months, setting in enumerate(settings[:3]):
        on = today - timedelta(days=100 * months)
        service.change(lambda document, s=setting, on=on: family.with_tick(document, s, row, "done", on))  # type: ignore[misc] # bound at once
    for talk in library.rows("conversation"):
        # The first of those that may be kept.
        if service.had_conversation(talk.id, today):
            break
    for rules in library.rows("agreement")[2:3]:
        for rule in library.read(rules.id, Agreement).rules[:2]:
            service.answer(rules.id, rule.id, "child", today)
        service.answer(rules.id, rule.id, "adult", today)
    service.change(lambda document: family.with_agreement_again(document, family.in_months(today, 3)))
    service.plan_moment(today + timedelta(days=2), clock(18, 30))
    if name == "family-locked":
        vault, document = notes.vault, notes.document
        if document is not None:
            vault.set_passphrase(document, "quatre mots de passe")
        service.now = None
        vault.close()
        notes.open_kept()
