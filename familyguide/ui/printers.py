"""Printers of this computer: found, asked for their paper, and given a sheet without any dialog.

Linux and macOS: the sheet is a PDF in memory, handed to CUPS by its own library. Qt's QPrinter would write it
into the temporary folder first, where it stays if the process ends (decision 0013). Windows: QPrinter.
Everything here may take long and is called off the GUI thread.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from familyguide.services.handouts import press

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QPagedPaintDevice
    from PySide6.QtPrintSupport import QPrinter

    from familyguide.services.handouts.sheet import Job, Paper

# What lists of prints, the printer's own display and the cover page of a shared printer show.
JOB_TITLE = press.NEUTRAL_TITLE
# Dots per inch of the pictures that Windows prints.
FINE = 300
Step = Literal["looking", "preparing", "sending"]
Trouble = Literal["", "refuses", "paused"]
CHUNK = 16384
# Always the system's own: it must fit the service that it speaks with, and no package brings it.
CUPS = "libcups.2.dylib" if sys.platform == "darwin" else "libcups.so.2"


class Printer(NamedTuple):
    """A printer as the system knows it, and as people do."""

    name: str
    label: str
    is_default: bool = False
    # Why a sheet given to it would not come out now.
    trouble: Trouble = ""


class PrintError(Exception):
    """A printer did not take a sheet: what is wrong with it, and what the system says about that."""

    def __init__(self, problem: Literal["failed", "missing", "refuses", "paused"], said: str = "") -> None:
        super().__init__(problem, said)
        self.problem = problem


class Run:
    """One piece of work that can be dropped at any instant from another thread."""

    def __init__(self, tell: Callable[[Step], None] = lambda _step: None) -> None:
        self._lock = threading.Lock()
        self._dropped = threading.Event()
        # Told before the pages are set, and before they are sent.
        self.tell = tell

    @property
    def is_dropped(self) -> bool:
        """Whether nothing more may be done."""
        return self._dropped.is_set()

    def drop(self, patience: float = 1.0) -> None:
        """Let nothing be handed over from now on; waits that long, in seconds, for a step that has begun."""
        self._dropped.set()
        if self._lock.acquire(timeout=patience):
            self._lock.release()

    def hand_over(self, action: Callable[[], None]) -> bool:
        """Do the step that makes a job the system's; False, and nothing done, when the work was dropped."""
        with self._lock:
            if self.is_dropped:
                return False
            action()
            return True


class Printers(Protocol):
    """What this program needs to know of the printers of a computer."""

    def found(self) -> tuple[Printer, ...]:
        """Give every printer, with its state at this moment."""

    def paper(self, printer: Printer) -> Paper:
        """Give the paper it holds: A4 or Letter."""

    def send(self, printer: Printer, job: Job, run: Run) -> bool:
        """Print; False when it was dropped before it was the system's. Raises PrintError."""


def printers_here() -> Printers:
    """Give the printers of this system."""
    return WindowsPrinters() if sys.platform == "win32" else CupsPrinters()


def as_pdf(job: Job, run: Run) -> bytes | None:
    """Set sheets as a PDF, in memory; None when they were dropped. Raises press.PressError."""
    if run.is_dropped:
        return None
    run.tell("preparing")
    made = press.pdf(job.sheets, job.look, title=JOB_TITLE)
    return None if run.is_dropped else made


# CUPS.


class _Option(ctypes.Structure):
    _fields_ = (("name", ctypes.c_char_p), ("value", ctypes.c_char_p))


class _Dest(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("instance", ctypes.c_char_p),
        ("is_default", ctypes.c_int),
        ("num_options", ctypes.c_int),
        ("options", ctypes.POINTER(_Option)),
    )


class _Size(ctypes.Structure):
    _fields_ = (
        ("media", ctypes.c_char * 128),
        # Hundredths of a millimetre.
        *((name, ctypes.c_int) for name in ("width", "length", "bottom", "left", "right", "top")),
    )


_DESTS = ctypes.POINTER(_Dest)
_OPTIONS = ctypes.POINTER(_Option)
_POINTER, _TEXT, _INT = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
_ASK = ctypes.CFUNCTYPE(_POINTER, _TEXT, _POINTER, _TEXT, _TEXT, _POINTER)
# Without it the library of CUPS would ask for a password on the terminal. Held here: it calls it for ever.
_NO_PASSWORD = _ASK(lambda *_asked: None)
# cups/cups.h of CUPS 2 (libcups.so.2, libcups.2.dylib): result, arguments.
_FUNCTIONS = {
    "cupsGetDests2": (_INT, _POINTER, ctypes.POINTER(_DESTS)),
    "cupsFreeDests": (None, _INT, _DESTS),
    "cupsGetOption": (_TEXT, _TEXT, _INT, _OPTIONS),
    "cupsAddOption": (_INT, _TEXT, _TEXT, _INT, _POINTER),
    "cupsCopyDestInfo": (_POINTER, _POINTER, _DESTS),
    "cupsFreeDestInfo": (None, _POINTER),
    "cupsGetDestMediaDefault": (_INT, _POINTER, _DESTS, _POINTER, ctypes.c_uint, ctypes.POINTER(_Size)),
    "cupsCreateDestJob": (
        _INT,
        *(_POINTER, _DESTS, _POINTER, ctypes.POINTER(_INT), _TEXT, _INT, _OPTIONS),
    ),
    "cupsStartDestDocument": (
        _INT,
        *(_POINTER, _DESTS, _POINTER, _INT, _TEXT, _TEXT, _INT, _OPTIONS, _INT),
    ),
    "cupsWriteRequestData": (_INT, _POINTER, _TEXT, ctypes.c_size_t),
    "cupsFinishDestDocument": (_INT, _POINTER, _DESTS, _POINTER),
    "cupsCancelJob2": (_INT, _POINTER, _TEXT, _INT, _INT),
    "cupsLastErrorString": (_TEXT,),
    "cupsSetPasswordCB2": (None, _ASK, _POINTER),
}
_CONTINUE = 100  # HTTP_STATUS_CONTINUE
_LAST_GOOD = 0x00FF  # IPP_STATUS_OK and its like
_STOPPED = "5"  # IPP_PRINTER_STOPPED
_LETTER_WIDTH = 21590


def _cups() -> ctypes.CDLL | None:
    """Give the library of CUPS, ready for this thread; None where there is none, and so no printer."""
    library = _library()
    if library is not None:
        library.cupsSetPasswordCB2(_NO_PASSWORD, None)
    return library


def has_cups() -> bool:
    """Tell whether this computer has the library that reaches its printers."""
    return _library() is not None


@lru_cache(maxsize=1)
def _library() -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL(CUPS)
        for function, (result, *arguments) in _FUNCTIONS.items():
            found = getattr(library, function)
            found.restype, found.argtypes = result, arguments
    except (OSError, AttributeError):
        return None
    return library


class CupsPrinters:
    """Printers of Linux and macOS."""

    def found(self) -> tuple[Printer, ...]:
        """Give every printer; none where CUPS is not installed or does not answer."""
        cups = _cups()
        if cups is None:
            return ()
        with _dests(cups) as dests:
            # An instance is a printer once more, with other options.
            return tuple(_printer(cups, dest) for dest in dests if dest.instance is None)

    def paper(self, printer: Printer) -> Paper:
        """Give the paper of a printer; A4 when it does not tell."""
        cups = _cups()
        if cups is None:
            return "A4"
        size = _Size()
        with _dest(cups, printer) as (dest, info):
            known = info and cups.cupsGetDestMediaDefault(None, dest, info, 0, ctypes.byref(size))
        return "Letter" if known and size.width == _LETTER_WIDTH else "A4"

    def send(self, printer: Printer, job: Job, run: Run) -> bool:
        """Print; what CUPS has not taken whole is cancelled and removed from it."""
        cups = _cups()
        if cups is None:
            raise PrintError("missing")
        pdf = as_pdf(job, run)
        if pdf is None:
            return False
        run.tell("sending")
        with _dest(cups, printer) as (dest, info):
            if not info or run.is_dropped:
                return _not_taken(cups, run)
            if job.copies > 1:
                _ask_for(cups, dest, {"copies": str(job.copies), "Collate": "True"})
            return _Job(cups, dest, info).send(pdf, run)


class _Job:
    """One job of CUPS, from its beginning to its end or its removal."""

    def __init__(self, cups: ctypes.CDLL, dest: ctypes._Pointer[_Dest], info: int) -> None:
        self._cups = cups
        self._dest = dest
        self._info = info
        self._id = ctypes.c_int(0)

    def send(self, pdf: bytes, run: Run) -> bool:
        cups, dest = self._cups, self._dest
        options = (dest.contents.num_options, dest.contents.options)
        title = JOB_TITLE.encode()
        status = cups.cupsCreateDestJob(None, dest, self._info, ctypes.byref(self._id), title, *options)
        if status > _LAST_GOOD:
            return _not_taken(cups, run)
        is_sent = False
        try:
            is_sent = self._send_document(pdf, title, run)
        finally:
            if not is_sent:
                # With purge: neither the page nor the job stays in the list.
                cups.cupsCancelJob2(None, dest.contents.name, self._id, 1)
        return is_sent

    def _send_document(self, pdf: bytes, title: bytes, run: Run) -> bool:
        cups, dest = self._cups, self._dest
        status = cups.cupsStartDestDocument(
            None, dest, self._info, self._id, title, b"application/pdf", 0, None, 1
        )
        for start in range(0, len(pdf), CHUNK):
            if run.is_dropped:
                return False
            if status != _CONTINUE:
                return _not_taken(cups, run)
            part = pdf[start : start + CHUNK]
            status = cups.cupsWriteRequestData(None, part, len(part))
        ended: list[int] = []
        if not run.hand_over(lambda: ended.append(cups.cupsFinishDestDocument(None, dest, self._info))):
            return False
        return ended[0] <= _LAST_GOOD or _not_taken(cups, run)


def _ask_for(cups: ctypes.CDLL, dest: ctypes._Pointer[_Dest], wishes: dict[str, str]) -> None:
    """Add wishes to those of the printer; they go with its own."""
    for name, value in wishes.items():
        dest.contents.num_options = cups.cupsAddOption(
            name.encode(),
            value.encode(),
            dest.contents.num_options,
            ctypes.byref(dest.contents, _Dest.options.offset),
        )


def _not_taken(cups: ctypes.CDLL, run: Run) -> bool:
    """Give False when the work was dropped anyway; else say that the printer did not take it."""
    if run.is_dropped:
        return False
    raise PrintError("failed", (cups.cupsLastErrorString() or b"").decode(errors="replace"))


@contextmanager
def _dests(cups: ctypes.CDLL) -> Iterator[list[_Dest]]:
    dests = _DESTS()
    count = cups.cupsGetDests2(None, ctypes.byref(dests))
    try:
        yield [dests[index] for index in range(count)]
    finally:
        cups.cupsFreeDests(count, dests)


@contextmanager
def _dest(cups: ctypes.CDLL, printer: Printer) -> Iterator[tuple[ctypes._Pointer[_Dest], int | None]]:
    """Find a printer again and ask it what it can do; PrintError when it has gone."""
    with _dests(cups) as dests:
        for dest in dests:
            if dest.instance is None and _said(dest.name) == printer.name:
                place = ctypes.pointer(dest)
                info = cups.cupsCopyDestInfo(None, place)
                try:
                    yield place, info
                finally:
                    if info:
                        cups.cupsFreeDestInfo(info)
                return
    raise PrintError("missing")


def _printer(cups: ctypes.CDLL, dest: _Dest) -> Printer:
    def option(name: bytes) -> str:
        return _said(cups.cupsGetOption(name, dest.num_options, dest.options))

    trouble: Trouble = ""
    if option(b"printer-is-accepting-jobs") == "false":
        trouble = "refuses"
    elif option(b"printer-state") == _STOPPED or "offline" in option(b"printer-state-reasons"):
        trouble = "paused"
    name = _said(dest.name)
    return Printer(name, option(b"printer-info") or name, bool(dest.is_default), trouble)


def _said(value: bytes | None) -> str:
    return (value or b"").decode(errors="replace")


# Windows.


class WindowsPrinters:
    """Printers of Windows, by Qt; not tried on a Windows computer yet."""

    def found(self) -> tuple[Printer, ...]:
        """Give every printer."""
        from PySide6.QtPrintSupport import QPrinterInfo  # noqa: PLC0415 - only to print

        default = QPrinterInfo.defaultPrinterName()
        return tuple(
            Printer(name, name, name == default, self._trouble(name))
            for name in QPrinterInfo.availablePrinterNames()
        )

    def _trouble(self, name: str) -> Trouble:
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo  # noqa: PLC0415

        bad = (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted)
        return "paused" if QPrinterInfo.printerInfo(name).state() in bad else ""

    def paper(self, printer: Printer) -> Paper:
        """Give the paper of a printer."""
        from PySide6.QtGui import QPageSize  # noqa: PLC0415
        from PySide6.QtPrintSupport import QPrinterInfo  # noqa: PLC0415

        size = QPrinterInfo.printerInfo(printer.name).defaultPageSize().id()
        return "Letter" if size == QPageSize.PageSizeId.Letter else "A4"

    def send(self, printer: Printer, job: Job, run: Run) -> bool:
        """Print. Painting is handing over there: it is done in one step, or not at all."""
        from PySide6.QtPrintSupport import QPrinter  # noqa: PLC0415

        run.tell("preparing")
        pages = press.pictures(job.sheets, job.look, FINE)
        device = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._aim(device, printer)
        device.setDocName(JOB_TITLE)
        device.setCreator(JOB_TITLE)
        device.setFullPage(True)
        _make_ready(device, job.look.paper)
        if not device.isValid():
            raise PrintError("missing")
        run.tell("sending")
        times = job.copies
        if times > 1 and device.supportsMultipleCopies():
            device.setCopyCount(times)
            device.setCollateCopies(True)
            times = 1
        return run.hand_over(lambda: _paint(pages * times, device))

    def _aim(self, device: QPrinter, printer: Printer) -> None:
        device.setPrinterName(printer.name)


def _make_ready(device: QPagedPaintDevice, paper: Paper) -> None:
    """Set the paper of a device, and no margin of its own."""
    from PySide6.QtCore import QMarginsF  # noqa: PLC0415 - only to print
    from PySide6.QtGui import QPageLayout, QPageSize  # noqa: PLC0415

    size = QPageSize.PageSizeId.Letter if paper == "Letter" else QPageSize.PageSizeId.A4
    device.setPageLayout(
        QPageLayout(QPageSize(size), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    )


def _paint(pages: list[bytes], device: QPagedPaintDevice) -> None:
    """Paint the pictures of the pages, each over its whole paper."""
    from PySide6.QtCore import QRectF  # noqa: PLC0415 - only to print
    from PySide6.QtGui import QImage, QPainter  # noqa: PLC0415

    painter = QPainter(device)
    if not painter.isActive():
        raise PrintError("failed")
    try:
        for number, page in enumerate(pages):
            if number:
                device.newPage()
            painter.drawImage(QRectF(0, 0, device.width(), device.height()), QImage.fromData(page))
    finally:
        painter.end()
