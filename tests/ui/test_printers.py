"""The ways to a printer that need no system here: Qt's, aimed at a file, and a computer without CUPS."""

import office as at_the_printer
import pytest
from PySide6.QtPrintSupport import QPrinter

from familyguide.services.choices import Choices, ChoicesService, MemoryStore
from familyguide.ui import printers
from familyguide.ui.context import Context
from familyguide.ui.paper import Pages
from familyguide.ui.printers import CupsPrinters, Printer, PrintError, Run, WindowsPrinters
from familyguide.ui.printing import sheet_of
from familyguide.ui.theme.apply import apply

SOME = Printer("some", "Some printer")


@pytest.fixture
def pages(dressed, library):
    chosen = Choices(language="fr", country="FR")
    context = Context(library, ChoicesService(MemoryStore(chosen)), apply(dressed, chosen))
    return Pages(sheet_of(context, "fr-3018"))


@pytest.fixture
def into_file(tmp_path):
    """Qt's printer, its bytes in a file instead of on paper."""
    path = tmp_path / "printed.pdf"

    class IntoFile(WindowsPrinters):
        def _aim(self, device, _printer):
            device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            device.setOutputFileName(str(path))

    return IntoFile(), path


def test_qts_own_printer_gets_the_same_pages_under_a_neutral_name(pages, into_file):
    here, path = into_file
    assert here.send(SOME, pages, Run())
    made = at_the_printer.read(path.read_bytes())
    assert len(made.pages) == pages.count
    assert made.metadata.title == "Document"
    assert made.metadata.creator == "Document"
    assert round(made.pages[0].mediabox.width) == 595
    assert at_the_printer.Printed(made.pages).says("Violences numériques et harcèlement")


def test_qts_own_printer_never_begins_what_was_dropped(pages, into_file):
    here, path = into_file
    run = Run()
    run.drop()
    assert not here.send(SOME, pages, run)
    assert not path.exists()


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_cannot_be_painted_on_has_failed(pages, into_file):
    here, path = into_file
    path.mkdir()
    with pytest.raises(PrintError) as raised:
        here.send(SOME, pages, Run())
    assert raised.value.problem == "failed"


def test_without_cups_there_is_no_printer_and_nothing_breaks(monkeypatch, pages):
    monkeypatch.setattr(printers, "_library", lambda: None)
    here = CupsPrinters()
    assert here.found() == ()
    assert here.paper(SOME) == "A4"
    with pytest.raises(PrintError) as raised:
        here.send(SOME, pages, Run())
    assert raised.value.problem == "missing"
