"""An office without a system: printers that write PDFs in memory, and wait where a test wants them to."""

from __future__ import annotations

import threading
from io import BytesIO

from person import wait
from pypdf import PdfReader

from familyguide.services.rules import Flags, effective
from familyguide.ui.printers import Printer, PrintError, as_pdf

HALL = Printer("hall", "Imprimante de l’accueil", is_default=True)
ATTIC = Printer("attic", "HP du grenier")


PLAN = "disclosure"
GUEST = effective(None, None, Flags(guest=True))
PUBLIC = effective(None, None, Flags(kiosk=True))


def wait_until(holds, seconds=10):
    """Let the window live until something holds."""
    assert wait(holds, seconds), "it never came"


def open_sheet(someone, item=PLAN):
    """Open the print page and wait until the sheet and the printers are known."""
    someone.go("print", item)
    desk = someone.window.context.printing
    wait_until(lambda: desk.state != "looking")
    return desk


class Office:
    """Stands where the printers of the system would be."""

    def __init__(self):
        self.printers = (HALL, ATTIC)
        self.size = "A4"
        self.tray = []
        # How often the last sheets were asked for.
        self.copies = 0
        self.asked_from = set()
        # Called in the worker, when the sheet is ready and nothing is handed over yet.
        self.before_handing = lambda: None
        self.fails = False

    def found(self):
        self.asked_from.add(threading.current_thread())
        return self.printers

    def paper(self, _printer):
        self.asked_from.add(threading.current_thread())
        return self.size

    def send(self, printer, job, run):
        self.asked_from.add(threading.current_thread())
        pdf = as_pdf(job, run)
        if pdf is None:
            return False
        run.tell("sending")
        self.before_handing()
        if self.fails:
            raise PrintError("failed", "no toner")
        self.copies = job.copies
        return run.hand_over(lambda: self.tray.append((printer.name, pdf)))


def read(pdf):
    """Open what was printed."""
    return PdfReader(BytesIO(pdf))


def plain(text):
    return " ".join(text.split())


class Printed(str):
    """What stands on some printed pages, as one line of words."""

    __slots__ = ()

    def __new__(cls, pages):
        return super().__new__(cls, plain(" ".join(page.extract_text() for page in pages)))

    def says(self, text):
        return plain(text) in self
