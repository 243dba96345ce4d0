"""Printing as the window knows it: what is prepared, what is being sent, and how it is dropped at once.

Everything that may take long (asking for printers, laying out, sending) is done off the GUI thread.
"""

from __future__ import annotations

import threading
import time
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from msgspec import structs
from PySide6 import QtCore
from PySide6.QtCore import QEventLoop, QObject, Signal

from familyguide.guide.files import write_whole
from familyguide.guide.library import ContentError
from familyguide.guide.names import AGES
from familyguide.services.handouts import press
from familyguide.services.handouts.maker import Maker
from familyguide.services.handouts.sheet import Job, Look, Paper
from familyguide.ui import printers as here
from familyguide.ui.printers import PrintError, Run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QImage

    from familyguide.guide.names import Language
    from familyguide.services.rules import Rules
    from familyguide.ui.context import Context
    from familyguide.ui.printers import Printer, Printers, Step

    # Makes the sheets of a print, on any thread.
    Order = Callable[[], Job]
    State = Literal["looking", "ready", "problem", "working", "sent", "saved", "stopped"]
    Problem = Literal["none", "no-default", "missing", "refuses", "paused", "failed", "unwritable", "unmade"]

# Leave now waits at most so long, in seconds, for work that is being dropped; nothing is on the screen then.
PATIENCE = 1.0
# Two groups at most: more is the work of a copier.
COPIES = 30
# Pixels of the picture of the first page at 100 %.
PICTURE = 300
INCHES = {"A4": 210 / 25.4, "Letter": 8.5}


class Options(NamedTuple):
    """How the reader wants the sheet."""

    # None: the language of the window.
    languages: tuple[Language, ...] | None = None
    # A conversation with all its steps instead of on one page.
    whole: bool = False
    large: bool = False
    grey: bool = False
    discreet: bool = False


USUAL = Options()


# Sheets that are no items: the module that makes them, loaded when the first is asked for.
SPECIAL = {
    **dict.fromkeys(
        ("session-pack", "session-notes", "session-cards", "session-words"), "familyguide.ui.session_paper"
    ),
    **dict.fromkeys(
        ("help-page", "wall-poster", "wallet-card", "settings-plan", "terms", "user-guide"),
        "familyguide.ui.paper_sheets",
    ),
    **{f"cards-{age}": "familyguide.ui.paper_sheets" for age in AGES},
}
# Several sheets as one print.
_SEVERAL = ("session-pack", "session-notes", "session-cards", "session-words")
# The worker's own notes: nobody else takes them home.
_ALONE = "session-notes"
# Words on one topic, and easy versions.
_KINDS = ("terms-", "easy-")


def is_special(identifier: str | None) -> bool:
    """Tell whether a sheet is no item of the guide."""
    return identifier is not None and (identifier in SPECIAL or identifier.startswith(_KINDS))


def _special(identifier: str) -> Any:  # noqa: ANN401 - a module with title, usual_languages and order
    return import_module(SPECIAL.get(identifier) or SPECIAL["terms"])


def order(context: Context, identifier: str, options: Options = USUAL) -> Order:
    """Take from this visit what a sheet is made of, and give what makes it.

    That may take half a second, and may be called on any thread; it raises KeyError or ContentError where the
    content does not hold what it needs. KeyError at once when there is no such sheet.
    """
    languages = options.languages or usual_languages(context, identifier)
    look = Look(large=options.large, grey=options.grey, discreet=options.discreet)
    if is_special(identifier):
        made: Order = _special(identifier).order(context, identifier, languages, look)
        return made
    now = context.library.now_id(identifier)
    if now is None or not context.library.has(now):
        raise KeyError(identifier)
    maker = partial(Maker, context.library, languages, context.country, context.today, look)
    typed = dict(context.typed.get(identifier, {}))
    return lambda: Job((maker().of(identifier, whole=options.whole, filled=typed),), look)


def job_of(context: Context, identifier: str, options: Options = USUAL) -> Job:
    """Make a sheet where one can wait for it; KeyError when there is no such sheet."""
    return order(context, identifier, options)()


def sheet_title(context: Context, identifier: str) -> str:
    """Name a sheet as lists do; KeyError when there is no such sheet."""
    if is_special(identifier):
        return str(_special(identifier).title(context, identifier))
    return context.library.item(identifier).title[context.language]


def title_key(identifier: str) -> str:
    """Give the key of what the page for printing is called: one sheet, or several as one print."""
    return "print.title.pack" if identifier in _SEVERAL else "print.title"


def may_have_copies(context: Context, identifier: str) -> bool:
    """Tell whether a sheet is handed out to a group: a session's sheets, wherever sessions are run."""
    return identifier in _SEVERAL and identifier != _ALONE and context.rules.mode != "public-pc"


def usual_languages(context: Context, identifier: str) -> tuple[Language, ...]:
    """Give the languages a sheet is made in until others are chosen; KeyError when there is no such sheet."""
    if is_special(identifier):
        made: tuple[Language, ...] = _special(identifier).usual_languages(context, identifier)
        return made
    return (context.language,)


def has_steps(context: Context, identifier: str) -> bool:
    """Tell whether a sheet can be one page or all its steps."""
    row = context.library.row(identifier)
    return row is not None and row.kind == "conversation"


class Prepared(NamedTuple):
    """What the page shows before anything is printed."""

    printers: tuple[Printer, ...]
    chosen: Printer | None
    problem: Problem | None
    pages: int
    picture: QImage
    paper: Paper
    job: Job


class PrintDesk(QObject):
    """Prepares one sheet at a time and sends it; what is not yet the system's can always be dropped."""

    # The page is to be filled again.
    changed = Signal()
    # What printing came to, for who reads another page by now.
    told = Signal(str)
    _ran = Signal(object, object)
    _stepped = Signal(object, str)

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
        self._item: str | None = None
        self._job: Job | None = None
        self._ratio = 1.0
        self.options = USUAL
        # How often the sheets are printed; once again for every other sheet.
        self.copies = 1
        self.state: State = "looking"
        self.problem: Problem | None = None
        self.prepared: Prepared | None = None
        # What is being done, and the file it is saved to, where it is not printed.
        self.step: Step = "preparing"
        self._file: Path | None = None
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
        """Look for printers, make a sheet and lay it out; `changed` tells when. Nothing while one is sent.

        Raises KeyError when there is no such sheet.
        """
        if self.is_busy or self._is_closed:
            return
        if self._item != identifier and (is_special(identifier) or is_special(self._item)):
            # Such a sheet has languages of its own: those chosen for another are not meant for it.
            self.options = self.options._replace(languages=None)
        make = order(self._context, identifier, self.options)
        if self._item != identifier:
            self._wanted, self.prepared = None, None
            self.copies = 1
        self._item, self._job, self._ratio, self._file = identifier, None, ratio, None
        self.state, self.problem, self.step = "looking", None, "looking"
        printers, rules, wanted = self._printers, self._context.rules, self._wanted
        width = self._context.px(PICTURE)
        self._apart(lambda run: _prepare(printers, rules, wanted, (make, width, ratio), run))

    def choose(self, name: str) -> None:
        """Take another printer, at home."""
        self._wanted = name
        self._again()

    def change(self, options: Options) -> None:
        """Make the sheet as the reader wants it now."""
        self.options = options
        self._again()

    def _again(self) -> None:
        if self._item is not None:
            self.prepare(self._item, self._ratio)

    def set_copies(self, copies: int) -> None:
        """Take how often the sheets are printed, from once to as often as a group needs."""
        if not self.is_busy:
            self.copies = min(max(copies, 1), COPIES)

    def print_sheet(self) -> None:
        """Send what was prepared."""
        job, chosen, printers = self._job, self.chosen, self._printers
        if self.state not in ("ready", "stopped", "sent", "saved") or job is None or chosen is None:
            return
        if self.prepared is not None and self.prepared.problem is not None:
            return
        self.state, self.problem, self.step, self._file = "working", None, "preparing", None
        job = structs.replace(job, copies=self.copies)
        self._apart(lambda run: _send(printers, chosen, job, run))

    def save(self, file: Path) -> None:
        """Write the sheet to a file of the reader's choice, whole or not at all; at home only."""
        job = self._job
        if self.is_busy or self._is_closed or job is None or self._context.rules.mode != "home":
            return
        paper = self.prepared.paper if self.prepared is not None else job.look.paper
        self.state, self.problem, self.step, self._file = "working", None, "preparing", file
        self._apart(lambda run: _save(job.on(paper), file, run))

    def quieten(self) -> None:
        """Forget what the last sheet came to: another page is shown."""
        if self.state in ("sent", "saved", "stopped"):
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
        self._job = self.prepared = None

    # Off the GUI thread.

    def _apart(self, action: Callable[[Run], object]) -> None:
        if self._run is not None:
            # What was being looked for is not wanted any more.
            self._run.drop(0)
        self._run = run = Run(lambda step: self._stepped.emit(run, step))
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

    def _step(self, run: Run, step: Step) -> None:
        if run is self._run and not self._is_closed and not run.is_dropped:
            self.step = step
            self.changed.emit()

    def _after(self, run: Run, result: object) -> None:
        if run is not self._run or self._is_closed:
            return
        self._run = None
        if isinstance(result, Prepared):
            self.prepared, self.problem, self._job = result, result.problem, result.job
            self.state = "problem" if result.problem else "ready"
        elif isinstance(result, PrintError):
            self.state, self.problem = "problem", result.problem
        elif isinstance(result, press.PressError | ContentError | KeyError):
            self.state, self.problem = "problem", "unmade"
        elif isinstance(result, OSError | ValueError) and self._file is not None:
            self.state, self.problem = "problem", "unwritable"
        elif isinstance(result, bool):
            self.state = ("sent" if self._file is None else "saved") if result else "stopped"
        else:
            self.state, self.problem = "problem", "failed"
        was_sending = not isinstance(result, Prepared)
        self.changed.emit()
        if was_sending:
            self.told.emit(self.sentence())
        # What the press says may hold words that were typed: it goes no further.
        is_told = isinstance(result, PrintError) or self.problem in ("unwritable", "unmade")
        if isinstance(result, Exception) and not is_told:
            raise result

    def sentence(self) -> str:
        """Say where printing stands, in one clear sentence."""
        texts = self._context.texts
        name = self.chosen.label if self.chosen is not None else self._context.rules.printer or ""
        file = self._file.name if self._file is not None else ""
        match self.state:
            case "looking":
                return texts(f"print.{self.step}")
            case "problem":
                if self.problem == "unwritable":
                    return texts("print.problem.unwritable", name=file)
                return texts(f"print.problem.{self.problem}", name=name)
            case "working":
                return texts(f"print.{self.step}")
            case "sent":
                return texts("print.sent", name=name)
            case "saved":
                return texts("print.saved", name=file)
            case "stopped":
                return texts("print.stopped")
            case _:
                return ""


def _prepare(
    printers: Printers, rules: Rules, wanted: str | None, wish: tuple[Order, int, float], run: Run
) -> Prepared | None:
    """Find a printer, make the sheet, and draw its first page; None when it is not wanted any more."""
    from PySide6.QtGui import QImage  # noqa: PLC0415 - only to print

    make, width, ratio = wish
    found = printers.found()
    chosen, problem = _choose(found, rules, wanted)
    run.tell("preparing")
    job = make()
    paper = printers.paper(chosen) if chosen is not None and problem is None else job.look.paper
    if run.is_dropped:
        return None
    pages = press.pictures(job.sheets, job.on(paper).look, width * ratio / INCHES[paper])
    picture = QImage.fromData(pages[0])
    picture.setDevicePixelRatio(ratio)
    return Prepared(found, chosen, problem, len(pages), picture, paper, job)


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


def _send(printers: Printers, chosen: Printer, job: Job, run: Run) -> bool:
    # Asked again: from a printer that is paused a sheet would come out later, before whoever is there.
    now = next((one for one in printers.found() if one.name == chosen.name), None)
    if now is None:
        raise PrintError("missing")
    if now.trouble:
        raise PrintError(now.trouble)
    if run.is_dropped:
        return False
    return printers.send(now, job.on(printers.paper(now)), run)


def _save(job: Job, file: Path, run: Run) -> bool:
    made = press.pdf(job.sheets, job.look)
    return run.hand_over(lambda: write_whole(file, made))
