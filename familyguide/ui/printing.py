"""Printing as the window knows it: what is prepared, what is being sent, and how it is dropped at once.

Everything that may take long (asking for printers, laying out, sending) is done off the GUI thread.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Literal, NamedTuple

from PySide6 import QtCore
from PySide6.QtCore import QEventLoop, QObject, Signal

from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.services.directory import number_here
from familyguide.services.document import People
from familyguide.ui import printers as here
from familyguide.ui.paper import Pages, Sheet
from familyguide.ui.printers import PrintError, Run
from familyguide.ui.theme.apply import load_number_font

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QImage

    from familyguide.services.document import Document
    from familyguide.services.rules import Rules
    from familyguide.ui.context import Context
    from familyguide.ui.printers import Printer, Printers

    State = Literal["looking", "ready", "problem", "working", "sent", "stopped"]
    Problem = Literal["none", "no-default", "missing", "refuses", "paused", "failed"]

# Leave now waits at most so long, in seconds, for work that is being dropped; nothing is on the screen then.
PATIENCE = 1.0
# Pixels of the picture of the first page at 100 %.
PICTURE = 300


def sheet_of(context: Context, identifier: str) -> Sheet:
    """Take from the library what the sheet of an item needs; KeyError when there is no such item."""
    item = context.library.item(identifier)
    country = context.directory.country(context.country)
    strip = context.directory.strip(context.country)
    document = context.writer.document(item)
    local = filter(context.directory.is_local, services_of(document)) if document.added else ()
    return Sheet(
        document=document,
        texts=context.texts,
        country=context.country,
        strip=strip,
        in_country=country.in_name[context.language] if country is not None else "",
        number=number_here(item, context.country) if isinstance(item, m.Service) else None,
        local=frozenset(service.id for service in local),
    )


def services_of(document: Document) -> Iterator[m.Service]:
    """Yield every service a document names as a person to turn to."""
    yield from document.people
    waiting: list[object] = [*document.lead, *(p for section in document.sections for p in section.pieces)]
    for piece in waiting:
        if isinstance(piece, People):
            yield from piece.services
        elif isinstance(piece, b.Branch | b.Myth):
            # They hold pieces of their own, which are looked at in turn.
            waiting.extend(piece.blocks)


class Prepared(NamedTuple):
    """What the page shows before anything is printed."""

    printers: tuple[Printer, ...]
    chosen: Printer | None
    problem: Problem | None
    pages: int
    picture: QImage


class PrintDesk(QObject):
    """Prepares one sheet at a time and sends it; what is not yet the system's can always be dropped."""

    # The page is to be filled again.
    changed = Signal()
    # What printing came to, for who reads another page by now.
    told = Signal(str)
    _ran = Signal(object, object)
    _stepped = Signal(object, int, int)

    def __init__(
        self, context: Context, parent: QObject | None = None, *, printers: Printers | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._printers = printers or here.printers_here()
        self._run: Run | None = None
        self._threads: list[threading.Thread] = []
        self._is_closed = False
        self._wanted: str | None = None
        self._sheet: Sheet | None = None
        self.state: State = "looking"
        self.problem: Problem | None = None
        self.prepared: Prepared | None = None
        # The page being prepared and how many there are; one more page means it is being sent.
        self.step = (0, 0)
        queued = QtCore.Qt.ConnectionType.QueuedConnection
        self._ran.connect(self._after, queued)
        self._stepped.connect(self._step, queued)

    @property
    def chosen(self) -> Printer | None:
        """The printer the sheet would go to."""
        return self.prepared.chosen if self.prepared is not None else None

    @property
    def is_busy(self) -> bool:
        """Whether a sheet is being sent."""
        return self.state == "working"

    # What the page asks for.

    def prepare(self, identifier: str, ratio: float = 1.0) -> None:
        """Look for printers and lay out a sheet; `changed` tells when. Nothing is done while one is sent."""
        if self.is_busy or self._is_closed:
            return
        if self._sheet is None or self._sheet.document.id != identifier:
            self._wanted, self.prepared = None, None
        self._sheet = sheet = sheet_of(self._context, identifier)
        load_number_font()
        self.state, self.problem = "looking", None
        printers, rules, wanted = self._printers, self._context.rules, self._wanted
        width = self._context.px(PICTURE)
        self._apart(lambda _run: _prepare(printers, rules, wanted, sheet, width, ratio))

    def choose(self, name: str) -> None:
        """Take another printer, at home."""
        self._wanted = name
        if self._sheet is not None:
            self.prepare(self._sheet.document.id)

    def print_sheet(self) -> None:
        """Send what was prepared."""
        sheet, chosen, printers = self._sheet, self.chosen, self._printers
        if self.state not in ("ready", "stopped", "sent") or sheet is None or chosen is None:
            return
        self.state, self.problem, self.step = (
            "working",
            None,
            (1, self.prepared.pages if self.prepared else 1),
        )
        self._apart(lambda run: _send(printers, chosen, sheet, run))

    def quieten(self) -> None:
        """Forget what the last sheet came to: another page is shown."""
        if self.state in ("sent", "stopped"):
            self.state = "looking"

    def cancel(self) -> None:
        """Stop what is being sent, unless it is the system's by now."""
        if self.is_busy and self._run is not None:
            self._run.drop(0)

    def drop(self) -> None:
        """Let nothing be handed to the system from now on; call it when nothing is on the screen.

        Waits a second at most for what has begun, so that no work of ours outlives the window.
        """
        self._is_closed = True
        end = time.monotonic() + PATIENCE
        if self._run is not None:
            self._run.drop(PATIENCE)
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        self._threads.clear()
        self._sheet = self.prepared = None

    # Off the GUI thread.

    def _apart(self, action: Callable[[Run], object]) -> None:
        if self._run is not None:
            # What was being looked for is not wanted any more.
            self._run.drop(0)
        self._run = run = Run(lambda page, total: self._stepped.emit(run, page, total))
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=self._work, args=(run, action), daemon=True)
        self._threads.append(thread)
        thread.start()
        self.changed.emit()

    def _work(self, run: Run, action: Callable[[Run], object]) -> None:
        # Laying out a text starts timers of Qt; a thread of Python has none before it has this.
        loop = QEventLoop()
        try:
            result = action(run)
        except Exception as error:  # noqa: BLE001 - it is raised again on the GUI thread
            result = error
        del loop
        if not self._is_closed:
            self._ran.emit(run, result)

    def _step(self, run: Run, page: int, total: int) -> None:
        if run is self._run and not self._is_closed and not run.is_dropped:
            self.step = (page, total)
            self.changed.emit()

    def _after(self, run: Run, result: object) -> None:
        if run is not self._run or self._is_closed:
            return
        self._run = None
        if isinstance(result, Prepared):
            self.prepared, self.problem = result, result.problem
            self.state = "problem" if result.problem else "ready"
        elif isinstance(result, PrintError):
            self.state, self.problem = "problem", result.problem
        elif isinstance(result, bool):
            self.state = "sent" if result else "stopped"
        else:
            self.state, self.problem = "problem", "failed"
        was_sending = not isinstance(result, Prepared)
        self.changed.emit()
        if was_sending:
            self.told.emit(self.sentence())
        if isinstance(result, Exception) and not isinstance(result, PrintError):
            raise result

    def sentence(self) -> str:
        """Say where printing stands, in one clear sentence."""
        texts = self._context.texts
        name = self.chosen.label if self.chosen is not None else self._context.rules.printer or ""
        page, total = self.step
        match self.state:
            case "looking":
                return texts("print.looking")
            case "problem":
                return texts(f"print.problem.{self.problem}", name=name)
            case "working":
                if page > total:
                    return texts("print.sending")
                return texts("print.preparing", n=page, total=total)
            case "sent":
                return texts("print.sent", name=name)
            case "stopped":
                return texts("print.stopped")
            case _:
                return ""


def _prepare(
    printers: Printers, rules: Rules, wanted: str | None, sheet: Sheet, width: int, ratio: float
) -> Prepared:
    found = printers.found()
    chosen, problem = _choose(found, rules, wanted)
    pages = Pages(sheet, printers.paper(chosen) if chosen is not None and problem is None else "A4")
    return Prepared(found, chosen, problem, pages.count, pages.picture(width, ratio))


def _choose(
    found: tuple[Printer, ...], rules: Rules, wanted: str | None
) -> tuple[Printer | None, Problem | None]:
    """Choose the printer that the rules allow: the named one, the one asked for at home, or the usual one."""
    if not found:
        return None, "missing" if rules.printing == "named" else "none"
    if rules.printing == "named":
        chosen = next((one for one in found if rules.printer in (one.name, one.label)), None)
        if chosen is None:
            return None, "missing"
        return chosen, chosen.trouble or None
    usual = next((one for one in found if one.is_default), found[0] if len(found) == 1 else None)
    if rules.mode == "home":
        asked = next((one for one in found if one.name == wanted), None)
        usual = asked or usual or found[0]
    if usual is None:
        return None, "no-default"
    return usual, usual.trouble or None


def _send(printers: Printers, chosen: Printer, sheet: Sheet, run: Run) -> bool:
    # Asked again: from a printer that is paused a sheet would come out later, before whoever is there.
    now = next((one for one in printers.found() if one.name == chosen.name), None)
    if now is None:
        raise PrintError("missing")
    if now.trouble:
        raise PrintError(now.trouble)
    if run.is_dropped:
        return False
    return printers.send(now, Pages(sheet, printers.paper(now)), run)
