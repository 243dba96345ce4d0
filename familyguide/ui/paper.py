"""A document on paper: black on white, page by page, the same words as on the screen.

Nothing here touches a widget or the library, so it may be used off the GUI thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPalette,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextListFormat,
)

from familyguide import __version__
from familyguide.guide import blocks as b
from familyguide.guide.names import NBSP
from familyguide.services.directory import number_here, shown_number
from familyguide.services.document import People, Rule, SettingCard
from familyguide.services.links import domain_of
from familyguide.ui.theme.apply import NUMBER_FAMILY, TEXT_FAMILY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QPagedPaintDevice

    from familyguide.guide import model as m
    from familyguide.services.directory import StripEntry
    from familyguide.services.document import Document, Piece
    from familyguide.services.texts import Texts

Paper = Literal["A4", "Letter"]
# Lengths are tenths of a point: whole numbers, fine enough that letters keep their distances.
UNIT = 10
MM = 72 / 25.4 * UNIT
MARGIN = 15 * MM
PAPERS = {"A4": (210 * MM, 297 * MM), "Letter": (215.9 * MM, 279.4 * MM)}
# Points.
BODY, SMALL, LARGE, TITLE, SECTION, PART = 11.0, 8.5, 17.0, 20.0, 14.0, 12.0
# Paragraphs up to so many lines stay on one page.
SHORT = 5
SOURCE_LINES = 2
_KEEP = QTextFormat.Property.UserProperty + 1


class Sheet(NamedTuple):
    """What is to be printed, all of it values: made where the library may be read, laid out anywhere."""

    document: Document
    texts: Texts
    country: str
    # Who to call, and the country as it stands after the words ("en France"); none where we hold none.
    strip: tuple[StripEntry, ...] = ()
    in_country: str = ""
    # The number of the service a sheet is about.
    number: str | None = None
    # The ids of services that a town added; the town's own sheets name it beside them.
    local: frozenset[str] = frozenset()


class Pages:
    """A sheet laid out for one paper; made, used and dropped in one thread."""

    def __init__(self, sheet: Sheet, paper: Paper = "A4") -> None:
        self.paper = paper
        self.size = QSizeF(*PAPERS[paper])
        self._sheet = sheet
        self._foot_font = _font(SMALL)
        self._sources, fits = self._source_words()
        foot = self._foot_height() + 8 * UNIT
        self._text = lay_out(sheet, self.size, foot, with_sources=not fits)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return self._text.pageCount()

    def paint(self, device: QPagedPaintDevice, next_page: Callable[[int], bool] = lambda _page: True) -> bool:
        """Paint every page, the origin being the corner of the paper; gives whether it came to the end.

        `next_page` is asked before each page, counted from 1; when it says no, the rest is left out.
        """
        painter = QPainter(device)
        if not painter.isActive():
            return False
        try:
            painter.scale(device.logicalDpiX() / 72 / UNIT, device.logicalDpiY() / 72 / UNIT)
            for page in range(self.count):
                if not next_page(page + 1):
                    return False
                if page:
                    device.newPage()
                self._paint_page(painter, page)
        finally:
            painter.end()
        return True

    def picture(self, width: int, ratio: float = 1.0) -> QImage:
        """Draw the first page, so many pixels wide."""
        height = round(width * self.size.height() / self.size.width())
        image = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.scale(image.width() / self.size.width(), image.height() / self.size.height())
        self._paint_page(painter, 0)
        painter.end()
        image.setDevicePixelRatio(ratio)
        return image

    def _paint_page(self, painter: QPainter, page: int) -> None:
        context = QAbstractTextDocumentLayout.PaintContext()
        # Not the palette of the window, which may be light on dark.
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Text, QColor("black"))
        context.palette = palette
        top = page * self.size.height()
        context.clip = QRectF(0, top, self.size.width(), self.size.height())
        painter.save()
        painter.translate(0, -top)
        self._text.documentLayout().draw(painter, context)
        painter.restore()
        self._paint_foot(painter, page)

    # The foot of each page.

    def _foot_words(self, page: int) -> str:
        document, texts = self._sheet.document, self._sheet.texts
        return texts(
            "paper.foot",
            id=document.id,
            known=document.known,
            version=__version__,
            n=page + 1,
            total=self.count,
        )

    def _source_words(self) -> tuple[str, bool]:
        """Name the sources, and whether they fit in the foot; a longer list stands after the last line."""
        document, texts = self._sheet.document, self._sheet.texts
        titles = " ; ".join(title for title, _ in document.sources) or texts("source.none")
        words = texts("source.line", title=titles)
        line = QFontMetricsF(self._foot_font).lineSpacing()
        fits = self._height_of(words) <= SOURCE_LINES * line + 1
        return (words, True) if fits else (texts("paper.sources_at_end"), False)

    def _width(self) -> float:
        return self.size.width() - 2 * MARGIN

    def _height_of(self, words: str) -> float:
        room = QRectF(0, 0, self._width(), self.size.height())
        return (
            QFontMetricsF(self._foot_font).boundingRect(room, int(Qt.TextFlag.TextWordWrap), words).height()
        )

    def _foot_height(self) -> float:
        # The longest first line: room for two.
        return 2 * QFontMetricsF(self._foot_font).lineSpacing() + self._height_of(self._sources)

    def _paint_foot(self, painter: QPainter, page: int) -> None:
        height = self._foot_height()
        place = QRectF(MARGIN, self.size.height() - MARGIN - height, self._width(), height)
        painter.setPen(QColor("black"))
        painter.setFont(self._foot_font)
        painter.drawLine(place.topLeft(), place.topRight())
        words = f"{self._foot_words(page)}\n{self._sources}"
        painter.drawText(
            place.adjusted(0, 3 * UNIT, 0, 0),
            int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft),
            words,
        )


def make_ready(device: QPagedPaintDevice, paper: Paper) -> None:
    """Set the paper of a device, and no margin of its own."""
    from PySide6.QtGui import QPageLayout, QPageSize  # noqa: PLC0415 - only to print

    size = QPageSize.PageSizeId.Letter if paper == "Letter" else QPageSize.PageSizeId.A4
    device.setPageLayout(
        QPageLayout(QPageSize(size), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    )


def lay_out(sheet: Sheet, size: QSizeF, foot: float, *, with_sources: bool) -> QTextDocument:
    """Set a sheet in type for a paper (tenths of a point), leaving room for the foot of each page."""
    text = QTextDocument()
    text.setUndoRedoEnabled(False)
    text.setDocumentMargin(0)
    text.setDefaultFont(_font(BODY))
    text.setIndentWidth(14 * UNIT)
    _Setter(text, sheet, with_sources=with_sources).write()
    frame = QTextFrameFormat()
    frame.setMargin(MARGIN)
    frame.setBottomMargin(MARGIN + foot)
    text.rootFrame().setFrameFormat(frame)
    text.setPageSize(size)
    _keep_together(text)
    return text


def _font(points: float, family: str = TEXT_FAMILY, *, bold: bool = False) -> QFont:
    font = QFont(family)
    font.setPixelSize(round(points * UNIT))
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _type(points: float, family: str = TEXT_FAMILY, *, bold: bool = False) -> QTextCharFormat:
    style = QTextCharFormat()
    style.setFont(_font(points, family, bold=bold))
    return style


class _Setter:
    """Puts the pieces of a sheet into a text, one block after the other."""

    def __init__(self, text: QTextDocument, sheet: Sheet, *, with_sources: bool) -> None:
        self._cursor = QTextCursor(text)
        self._sheet = sheet
        self._texts = sheet.texts
        self._with_sources = with_sources
        self._is_first = True

    def write(self) -> None:
        sheet, texts = self._sheet, self._texts
        document = sheet.document
        self._start(before=0, after=4, keep=True)
        named_by_number = sheet.number is not None and _plain(sheet.number) == _plain(document.title)
        family = NUMBER_FAMILY if named_by_number else TEXT_FAMILY
        self._cursor.insertText(document.title, _type(TITLE, family, bold=True))
        for line in filter(None, (document.added, document.note)):
            self._block(line, SMALL, after=6)
        if sheet.number is not None and not named_by_number:
            self._number(sheet.number, "")
        self._pieces(document.lead)
        step = 0
        for section in document.sections:
            title = section.title
            if section.name.startswith("step-"):
                step += 1
                title = f"{step}. {title}"
            if title:
                self._heading(title, SECTION)
            self._pieces(section.pieces)
        if document.links:
            self._heading(texts("next.title"), SECTION)
            self._list(link.label for link in document.links)
        if document.people:
            self._heading(texts("next.person"), SECTION)
            self._people(document.people)
        self._strip()
        if self._with_sources:
            self._heading(texts("source.title"), PART)
            for title, _ in document.sources:
                self._block(title, SMALL, after=1)

    # Pieces.

    def _pieces(self, pieces: Iterable[Piece]) -> None:
        texts = self._texts
        for piece in pieces:
            match piece:
                case b.Heading():
                    self._heading(piece.text, SECTION if piece.level <= 2 else PART)  # noqa: PLR2004 - a section
                case b.Figure():
                    self._block(piece.text)
                case b.Paragraph():
                    if piece.text:
                        self._block(piece.text)
                    else:
                        self._list(link.label for link in piece.links)
                case b.Say():
                    self._block(texts("line.say", text=piece.text), bold=True, indent=1)
                case b.Bullets():
                    self._list(piece.items, ordered=piece.ordered)
                case b.Avoid():
                    self._block(texts("line.avoid", text=piece.text, reason=piece.reason).strip(), indent=1)
                case b.Key() | b.Promise():
                    self._heading(texts("block.key" if isinstance(piece, b.Key) else "block.promise"), PART)
                    for line in piece.lines:
                        self._block(line, bold=True, indent=1)
                case b.Activity() | b.Decision():
                    self._heading(
                        texts("block.activity" if isinstance(piece, b.Activity) else "block.decision"), PART
                    )
                    for line in piece.paragraphs:
                        self._block(line)
                case b.Branch():
                    self._heading(texts("line.branch", label=piece.label), PART)
                    self._pieces(piece.blocks)
                case b.Myth():
                    self._heading(texts("line.myth", text=piece.text), PART)
                    self._pieces(piece.blocks)
                case People():
                    self._people(piece.services)
                case Rule():
                    self._heading(piece.title, PART)
                    self._block(piece.text)
                case SettingCard():
                    self._setting(piece)

    def _setting(self, card: SettingCard) -> None:
        texts = self._texts
        if card.essential:
            self._block(texts("setting.essential"), SMALL, bold=True, after=1, keep=True)
        self._block(card.why, keep=True)
        path = texts("setting.folded") if card.folded else "  ›  ".join(card.path)
        self._block(path, bold=not card.folded, indent=1, keep=True)
        known = f"{card.known} {texts('setting.unsure')}" if card.unsure_names else card.known
        self._block(f"{known} · {domain_of(card.help)}", SMALL)

    def _people(self, services: Iterable[m.Service]) -> None:
        """Write who to call: the number large, then the name and what it is for."""
        texts, language = self._texts, self._texts.language
        for service in services:
            number = number_here(service, self._sheet.country)
            if number is None and service.sms:
                number = texts("service.sms_short", number=service.sms)
            name = service.title[language]
            if number is None:
                number, name = name, ""
            elif _plain(name).startswith(_plain(number)):
                # "119 Allô Enfance en Danger" beside 119: the name goes on after its number.
                name = name.replace(NBSP, " ").removeprefix(number.replace(NBSP, " ")).strip(" –:·")
            town = self._sheet.document.added if service.id in self._sheet.local else ""
            about = " · ".join(filter(None, (service.role[language], service.domain, town)))
            self._number(number, name, about)

    def _number(self, number: str, name: str, about: str = "", *, keep: bool = False) -> None:
        """Write a number, or the name of who has none, large; beside it who answers and what for."""
        self._start(before=2, after=4, keep=keep)
        family = NUMBER_FAMILY if _is_number(number) else TEXT_FAMILY
        self._cursor.insertText(number, _type(LARGE, family, bold=True))
        if name:
            self._cursor.insertText(f"   {name}", _type(BODY, bold=True))
        if about:
            self._cursor.insertText(f" · {about}" if name else f"   {about}", _type(BODY))

    def _strip(self) -> None:
        """End with the people to call of the reader's country, whatever the sheet is about."""
        texts, country = self._texts, self._sheet.country
        if not self._sheet.strip:
            return
        self._heading(texts("strip.name", country=self._sheet.in_country), SECTION)
        for index, entry in enumerate(self._sheet.strip):
            numbers = [
                shown_number(service, country)
                or (texts("service.sms_short", number=service.sms) if service.sms else "")
                for service in entry.services
            ]
            label = texts(f"strip.{entry.role}")
            if entry.text is not None and entry.text.sms:
                label += f" · {texts('strip.sms', number=entry.text.sms)}"
            is_last = index == len(self._sheet.strip) - 1
            self._number(" · ".join(filter(None, numbers)), label, keep=not is_last)

    # Blocks.

    def _heading(self, words: str, points: float) -> None:
        self._block(words, points, bold=True, before=points * 0.7, after=3, keep=True)

    def _list(self, items: Iterable[str], *, ordered: bool = False) -> None:
        style = QTextListFormat()
        style.setStyle(QTextListFormat.Style.ListDecimal if ordered else QTextListFormat.Style.ListDisc)
        made = None
        for item in items:
            self._block(item, after=3)
            if made is None:
                made = self._cursor.createList(style)
            else:
                made.add(self._cursor.block())

    def _block(
        self,
        words: str,
        points: float = BODY,
        *,
        bold: bool = False,
        before: float = 0,
        after: float = 6,
        indent: int = 0,
        keep: bool = False,
    ) -> None:
        self._start(before=before, after=after, indent=indent, keep=keep)
        self._cursor.insertText(words, _type(points, bold=bold))

    def _start(self, *, before: float, after: float, indent: int = 0, keep: bool = False) -> None:
        form = QTextBlockFormat()
        form.setTopMargin(before * UNIT)
        form.setBottomMargin(after * UNIT)
        form.setLeftMargin(indent * 12 * UNIT)
        form.setLineHeight(112, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        form.setProperty(_KEEP, keep)
        if self._is_first:
            self._is_first = False
            self._cursor.setBlockFormat(form)
        else:
            self._cursor.insertBlock(form, QTextCharFormat())
            if self._cursor.currentList() is not None:
                # A new block joins the list of the one before it.
                self._cursor.block().textList().remove(self._cursor.block())
                self._cursor.setBlockFormat(form)


def _is_number(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def _plain(text: str) -> str:
    return "".join(text.split())


def _keep_together(text: QTextDocument) -> None:
    """Begin a new page before what would be torn apart: a heading from its text, a short paragraph."""
    height = text.pageSize().height()
    layout = text.documentLayout()

    def page_of(block: QTextBlock, line: int) -> int:
        at = layout.blockBoundingRect(block).top() + block.layout().lineAt(line).y()
        return int((at + 1) // height)

    block = text.begin()
    while block.isValid():
        last = block
        while last.blockFormat().boolProperty(_KEEP) and last.next().isValid():
            last = last.next()
        # Counting the pages lays everything out: before that a block may have no line to ask for.
        text.pageCount()
        lines = last.layout().lineCount()
        # Of a long paragraph two lines are enough to hold on to what stands above.
        needed = lines - 1 if lines <= SHORT else 1
        if block != text.begin() and lines and page_of(block, 0) != page_of(last, needed):
            form = block.blockFormat()
            form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            QTextCursor(block).setBlockFormat(form)
        block = last.next()
