"""An office without a system: printers that write PDFs in memory, and wait where a test wants them to."""

from __future__ import annotations

import re
import threading
from io import BytesIO

from pypdf import PdfReader

from familyguide.ui.printers import Printer, PrintError, as_pdf

HALL = Printer("hall", "Imprimante de l’accueil", is_default=True)
ATTIC = Printer("attic", "HP du grenier")


class Office:
    """Stands where the printers of the system would be."""

    def __init__(self):
        self.printers = (HALL, ATTIC)
        self.size = "A4"
        self.tray = []
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

    def send(self, printer, pages, run):
        self.asked_from.add(threading.current_thread())
        pdf = as_pdf(pages, run)
        if pdf is None:
            return False
        run.tell(pages.count + 1, pages.count)
        self.before_handing()
        if self.fails:
            raise PrintError("failed", "no toner")
        return run.hand_over(lambda: self.tray.append((printer.name, pdf)))


_RANGE = re.compile(rb"^<([0-9A-F]{4})> <([0-9A-F]{4})> [<\[]", re.MULTILINE)


def read(pdf):
    """Open what was printed, glyphs whose letter Qt does not tell marked as unknown."""
    made = PdfReader(BytesIO(pdf))
    for page in made.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            stream = font.get_object()["/ToUnicode"].get_object()
            data = stream.get_data()
            told = [range(int(first, 16), int(last, 16) + 1) for first, last in _RANGE.findall(data)]
            unknown = [code for code in range(1, 256) if not any(code in codes for codes in told)]
            if b"<FFFD>" not in data:
                more = "".join(f"<{code:04X}> <{code:04X}> <FFFD>\n" for code in unknown)
                more = f"{len(unknown)} beginbfrange\n{more}endbfrange\n".encode()
                stream.set_data(data.replace(b"endcmap", more + b"endcmap"))
    return made


def small(text):
    return "".join(sign for sign in text if sign.islower() or sign.isdigit())


class Printed(str):
    """The small letters and digits of some printed pages.

    Qt does not tell what a glyph says that stands for two letters (the Latin and the Greek A, both spaces):
    these come back as unknown, so capitals and spaces are left out on both sides.
    """

    __slots__ = ()

    def __new__(cls, pages):
        found = "".join(page.extract_text() for page in pages)
        return super().__new__(cls, small(found))

    @classmethod
    def of(cls, pages):
        """Join what was read page by page."""
        return super().__new__(cls, "".join(pages))

    def says(self, text):
        return small(text) in self
