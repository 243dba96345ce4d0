"""The ways to a printer that need no system here: Qt's, aimed at a file, and a computer without CUPS."""

import office as at_the_printer
import pytest
import zxingcpp
from msgspec import structs
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter

from familyguide.services.choices import Choices, ChoicesService, MemoryStore
from familyguide.services.handouts import press
from familyguide.ui import printers
from familyguide.ui.context import Context
from familyguide.ui.printers import CupsPrinters, Printer, PrintError, Run, WindowsPrinters
from familyguide.ui.printing import job_of
from familyguide.ui.theme.apply import apply

SOME = Printer("some", "Some printer")


@pytest.fixture
def job(dressed, library):
    chosen = Choices(language="fr", country="FR")
    context = Context(library, ChoicesService(MemoryStore(chosen)), apply(dressed, chosen))
    return job_of(context, "fr-3018")


@pytest.fixture
def into_file(tmp_path):
    """Qt's printer, its bytes in a file instead of on paper."""
    path = tmp_path / "printed.pdf"

    class IntoFile(WindowsPrinters):
        def _aim(self, device, _printer):
            device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            device.setOutputFileName(str(path))

    return IntoFile(), path


def grey(page):
    """Give the one picture a page consists of, as rows of grey."""
    (stream,) = page["/Resources"]["/XObject"].values()
    held = stream.get_object()
    image = QImage.fromData(held._data)
    if image.isNull():
        width, height = held["/Width"], held["/Height"]
        image = QImage(held.get_data(), width, height, width * 3, QImage.Format.Format_RGB888)
    image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return memoryview(bytes(image.constBits())).cast("B", (image.height(), image.bytesPerLine()))


def test_qts_own_printer_gets_the_same_pages_under_a_neutral_name(job, into_file):
    here, path = into_file
    assert here.send(SOME, job, Run())
    made = at_the_printer.read(path.read_bytes())
    assert len(made.pages) == len(press.pictures(job.sheets, job.look, 20))
    assert made.metadata.title == "Document"
    assert made.metadata.creator == "Document"
    assert round(made.pages[0].mediabox.width) == 595
    # The page is a picture there: its code is read as a phone would.
    (code,) = zxingcpp.read_barcodes(grey(made.pages[0]))
    assert code.text == job.sheets[0].help.codes[0].address


def test_qts_own_printer_prints_as_many_copies_as_were_asked_for(job, into_file, monkeypatch):
    here, path = into_file
    monkeypatch.setattr(printers, "FINE", 40)
    once = len(press.pictures(job.sheets, job.look, 20))
    assert here.send(SOME, structs.replace(job, copies=3), Run())
    # A file takes no number of copies: the pages stand in it so often, one set after the other.
    assert len(at_the_printer.read(path.read_bytes()).pages) == once * 3


def test_qts_own_printer_never_begins_what_was_dropped(job, into_file):
    here, path = into_file
    run = Run()
    run.drop()
    assert not here.send(SOME, job, run)
    assert not path.exists()


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_cannot_be_painted_on_has_failed(job, into_file):
    here, path = into_file
    path.mkdir()
    with pytest.raises(PrintError) as raised:
        here.send(SOME, job, Run())
    assert raised.value.problem == "failed"


def test_without_cups_there_is_no_printer_and_nothing_breaks(monkeypatch, job):
    monkeypatch.setattr(printers, "_library", lambda: None)
    here = CupsPrinters()
    assert here.found() == ()
    assert here.paper(SOME) == "A4"
    with pytest.raises(PrintError) as raised:
        here.send(SOME, job, Run())
    assert raised.value.problem == "missing"
