"""Sheets as they come out: real PDF bytes, read back."""

import re
import threading
from datetime import UTC, datetime

import office as at_the_printer
import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QTextCursor

from familyguide import __version__
from familyguide.services.choices import Choices, ChoicesService, MemoryStore
from familyguide.services.document import spoken_lines
from familyguide.ui import paper
from familyguide.ui.context import Context
from familyguide.ui.paper import MARGIN, PAPERS, Pages
from familyguide.ui.printers import Run, as_pdf
from familyguide.ui.printing import sheet_of
from familyguide.ui.theme.apply import apply, load_number_font

# A Tuesday morning, as in the other tests of windows.
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

# One of each kind with a layout of its own.
ITEMS = ("cameras-live-9-11", "discord", "disclosure", "fr-3018")


@pytest.fixture(scope="module", params=("fr", "en"))
def context(request, dressed, library):
    """What sheets are made from, while the window is dark."""
    load_number_font()
    chosen = Choices(language=request.param, country="FR", theme="dark")
    return Context(library, ChoicesService(MemoryStore(chosen)), apply(dressed, chosen), clock=lambda: NOW)


@pytest.fixture(scope="module")
def sheets(context):
    """Every sheet, printed once: what was to be said, the PDF, and its pages read back."""
    made = {}
    for item in ITEMS:
        sheet = sheet_of(context, item)
        pdf = printed(sheet)
        pages = [at_the_printer.Printed([page]) for page in at_the_printer.read(pdf).pages]
        made[item] = sheet, pdf, pages
    return made


def printed(sheet, size="A4"):
    """Lay out and write elsewhere than on the GUI thread, as the app does; gives the PDF."""
    made = []

    def work():
        loop = QEventLoop()
        made.append(as_pdf(Pages(sheet, size), Run()))
        del loop

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return made[0]


@pytest.mark.parametrize("item", ITEMS)
def test_paper_says_everything_the_screen_and_the_voice_say(context, sheets, item):
    sheet, _, pages = sheets[item]
    said = at_the_printer.Printed.of(pages)
    source = context.texts("source.line", title="").strip()
    missing = [
        part
        for line in spoken_lines(sheet.document, context.texts, context.country)
        # A number, its service and what for stand there in another order; sources have a test of their own.
        for part in re.split(r" · |\u00a0: | › |(?<=\d): ", line)
        if not line.startswith(source) and not said.says(part)
    ]
    assert missing == []


@pytest.mark.parametrize("item", ITEMS)
def test_each_page_names_sheet_month_version_and_place(context, sheets, item):
    sheet, _, pages = sheets[item]
    for number, said in enumerate(pages, start=1):
        foot = context.texts(
            "paper.foot",
            id=item,
            known=sheet.document.known,
            version=__version__,
            n=number,
            total=len(pages),
        )
        assert said.says(foot)


@pytest.mark.parametrize("item", ITEMS)
def test_every_source_and_the_people_to_call_are_on_the_sheet(context, sheets, item):
    sheet, _, pages = sheets[item]
    said = at_the_printer.Printed.of(pages)
    for title, _ in sheet.document.sources:
        assert said.says(title)
    for number in ("17", "3114", "119", "3018"):
        assert number in said
    assert said.says(context.texts("strip.name", country=sheet.in_country))


def test_what_the_system_is_told_of_a_sheet_is_neutral(sheets):
    sheet, pdf, _ = sheets["disclosure"]
    about = at_the_printer.read(pdf).metadata
    assert about.title == "Document"
    assert about.creator == "Document"
    assert not about.author
    # Every word outside the pages themselves.
    told = (
        " ".join(map(str, about.values()))
        + at_the_printer.read(pdf).trailer["/Root"]["/Metadata"].get_data().decode()
    )
    for word in (sheet.document.title, "amily", "amille", "disclosure"):
        assert word not in told


@pytest.mark.parametrize(("size", "points"), [("A4", (595, 842)), ("Letter", (612, 792))])
def test_the_paper_is_the_one_of_the_printer(context, size, points):
    box = at_the_printer.read(printed(sheet_of(context, "fr-3018"), size)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == points


@pytest.mark.parametrize("size", PAPERS)
@pytest.mark.parametrize("item", ITEMS)
def test_no_heading_stands_alone_at_the_foot_and_no_short_paragraph_is_torn(context, item, size):
    text = Pages(sheet_of(context, item), size)._text
    height, layout = text.pageSize().height(), text.documentLayout()

    def page(block, line):
        return int((layout.blockBoundingRect(block).top() + block.layout().lineAt(line).y() + 1) // height)

    block = text.begin()
    while block.isValid():
        layout.blockBoundingRect(block)
        last = block.layout().lineCount() - 1
        if last < paper.SHORT:
            assert page(block, 0) == page(block, last), block.text()
        if block.blockFormat().boolProperty(paper._KEEP):
            assert page(block, last) == page(block.next(), 0), block.text()
        block = block.next()


@pytest.mark.parametrize("item", ITEMS[:3])
def test_nothing_is_printed_in_the_margins(context, item):
    pages = Pages(sheet_of(context, item))
    image = pages.picture(595)
    margin = int(MARGIN / 10) - 1
    dark = [
        (x, y)
        for y in range(0, image.height(), 2)
        for x in range(0, image.width(), 1)
        if not (margin <= x < image.width() - margin and margin <= y < image.height() - margin)
        and image.pixelColor(x, y).lightness() < 200
    ]
    assert dark == []


def test_paper_is_black_on_white_under_a_dark_theme(context):
    image = Pages(sheet_of(context, "disclosure")).picture(595)
    shades = [image.pixelColor(x, y) for x in range(0, 595, 3) for y in range(0, image.height(), 3)]
    assert image.pixelColor(2, 2).name() == "#ffffff"
    assert min(colour.lightness() for colour in shades) < 60
    assert all(colour.saturation() < 30 for colour in shades)


def test_what_a_content_file_holds_is_never_read_as_html(context):
    sheet = sheet_of(context, "disclosure")
    from msgspec.structs import replace

    evil = sheet._replace(document=replace(sheet.document, title="<img src='file:///etc/passwd'><b>x</b>"))
    pages = Pages(evil)
    cursor = QTextCursor(pages._text.begin())
    assert cursor.block().text() == "<img src='file:///etc/passwd'><b>x</b>"
