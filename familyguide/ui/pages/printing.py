"""Print a sheet: what will be printed and where, then one button; no dialog of the system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from familyguide.ui.notice import announce
from familyguide.ui.pages.base import Page
from familyguide.ui.printing import (
    PICTURE,
    PrintDesk,
    has_steps,
    may_have_copies,
    sheet_title,
    title_key,
    usual_languages,
)
from familyguide.ui.widgets.basic import Box, Button, HeadingLabel, Label, ParagraphLabel, row
from familyguide.ui.widgets.flow import flow_row

if TYPE_CHECKING:
    from collections.abc import Callable

    from familyguide.services.navigation import Route
    from familyguide.ui.context import Context
    from familyguide.ui.printing import Prepared


class PrintPage(Page):
    """Shows a sheet, how it can be, the printer, and who may see the paper; `item` is the sheet's id."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        texts = self.texts
        self._chips: QWidget | None = None
        # The reader asked to look for printers again: what that came to is said even where nothing changed.
        self._looks_again = False
        if context.rules.printing == "off":
            self.add_title(texts("print.title"), texts("print.problem.off"))
            self.column.addWidget(
                self._button("print.back", "PrintBack", self.sheet), 0, Qt.AlignmentFlag.AlignLeft
            )
            return
        # The window's desk goes on when the reader reads another page; a page on its own has its own.
        self._desk = context.printing or PrintDesk(context, self)
        identifier = route.item or ""
        title = sheet_title(context, identifier)
        self.title_label = HeadingLabel(texts(title_key(identifier)), 1, self.sheet)
        self._facts = Label(title, "lead", self.sheet)
        self._title = title
        self._make_picture()
        if self.is_narrow:
            self.add(self.title_label)
            self.add(self._facts)
            self._words(self.column)
            self.column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            columns = row(32)
            columns.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
            holder = QWidget(self.sheet)
            words = QVBoxLayout(holder)
            words.setContentsMargins(0, 0, 0, 0)
            words.setSpacing(context.px(12))
            words.addWidget(self.title_label)
            words.addWidget(self._facts)
            self._words(words)
            columns.addWidget(holder, 1, Qt.AlignmentFlag.AlignTop)
            self.add_layout(columns)
        if self._desk.state not in ("sent", "stopped"):
            self._desk.prepare(identifier, self.devicePixelRatioF())
        self._show()
        self._desk.changed.connect(self._changed)

    def _make_picture(self) -> None:
        context = self.context
        self._picture = QLabel(self.sheet)
        self._picture.setObjectName("SheetPicture")
        self._picture.setProperty("role", "sheet")
        self._picture.setAccessibleName(self.texts("print.picture", title=self._title))
        width = context.px(PICTURE)
        # Its place is kept while it is drawn; the edge is two pixels.
        self._picture.setFixedSize(width + 2, round(width * 1.414) + 2)

    def _words(self, into: QVBoxLayout) -> None:
        texts, context = self.texts, self.context
        parent = into.parentWidget() or self.sheet
        self._printer = Label("", "strong", parent)
        self._printer.setObjectName("PrinterName")
        into.addWidget(self._printer)
        self._choice = QVBoxLayout()
        into.addLayout(self._choice)
        seen = texts("print.seen.home" if context.rules.mode == "home" else "print.seen.public")
        into.addWidget(ParagraphLabel(seen, "", parent))
        if context.typed.get(self.route.item or ""):
            into.addWidget(Label(texts("fill.names"), "strong", parent))
        self._said = Box("quiet", parent, margins=(16, 12), gap=4)
        self._status = Label("", "strong", self._said)
        self._status.setObjectName("PrintStatus")
        self._said.add(self._status)
        into.addWidget(self._said)
        holder, flow = flow_row(parent, 12)
        self._go = self._button("print.go", "PrintGo", holder, primary=True)
        self._save = self._button("print.save", "PrintSave", holder)
        self._stop = self._button("print.cancel", "PrintStop", holder)
        self._again = self._button("print.again", "PrintAgain", holder)
        self._back = self._button("print.back", "PrintBack", holder)
        for button in (self._go, self._save, self._stop, self._again, self._back):
            flow.addWidget(button)
        into.addWidget(holder)
        into.addWidget(Label(texts("print.trace"), "small", parent))
        if self._may_save:
            into.addWidget(Label(texts("print.save.seen"), "small", parent))

    def _button(self, key: str, name: str, parent: QWidget, *, primary: bool = False) -> Button:
        context = self.context
        if primary:
            button = Button(
                self.texts(key),
                "primary",
                parent,
                icon="printer",
                colour=context.theme.on_primary,
                size=context.px(18),
            )
        else:
            button = Button(self.texts(key), "", parent)
        button.setObjectName(name)
        button.clicked.connect(self._pressed)
        return button

    def _pressed(self) -> None:
        sender = self.sender()
        match sender.objectName() if sender is not None else "":
            case "PrintGo":
                self._looks_again = False
                self._desk.print_sheet()
            case "PrintStop":
                self._desk.cancel()
            case "PrintSave":
                self._looks_again = False
                self._ask_where()
            case "PrintAgain":
                self._looks_again = True
                self._desk.prepare(self.route.item or "", self.devicePixelRatioF())
            case _:
                self.go_back.emit()

    @property
    def _may_save(self) -> bool:
        """Whether a file may be written: at home only, where a box of the system may open."""
        return self.context.rules.mode == "home"

    def _ask_where(self) -> None:
        from familyguide.ui.files import place_to_save  # noqa: PLC0415 - only to save

        # The name tells nothing to who sees the folder.
        file = place_to_save(self.window(), self.texts, "document.pdf", "pdf")
        if file is not None:
            self._desk.save(file)

    # What holds now.

    def _changed(self) -> None:
        focus = self.focusWidget()
        held = (
            focus is not None
            and focus.hasFocus()
            and focus in (self._go, self._save, self._stop, self._again)
        )
        is_chip = focus is not None and self._chips is not None and self._chips.isAncestorOf(focus)
        self._show()
        chip = (
            self._chips.findChild(QWidget, focus.objectName()) if is_chip and self._chips and focus else None
        )
        if isinstance(chip, QWidget):
            # The chips were made again: the keyboard stays on the printer that was pressed.
            chip.setFocus()
        self.body.settle()
        if held and focus is not None and not (focus.isVisibleTo(self) and focus.isEnabled()):
            # What was pressed has gone: the keyboard goes to what can be done now.
            is_done = self._desk.state in ("sent", "saved", "problem")
            ways = [self._back] if is_done else [self._stop, self._go, self._again, self._back]
            next(one for one in ways if one.isVisibleTo(self) and one.isEnabled()).setFocus()
        if self._desk.state not in ("looking", "working") and self._status.text():
            # A screen reader hears what it came to, wherever the focus is.
            announce(self, self._status.text())

    def _show(self) -> None:
        desk, texts = self._desk, self.texts
        prepared = desk.prepared
        if prepared is not None:
            self._facts.setText(f"{self._title} · {texts.count('print.pages', prepared.pages)}")
            self._picture.setPixmap(QPixmap.fromImage(prepared.picture))
            size = prepared.picture.deviceIndependentSize().toSize()
            self._picture.setFixedSize(size.width() + 2, size.height() + 2)
        chosen = desk.chosen
        self._printer.setText(texts("print.printer", name=chosen.label) if chosen is not None else "")
        self._printer.setHidden(chosen is None)
        self._show_choice()
        self._status.setText(self._sentence())
        self._said.setHidden(not self._status.text())
        is_ready = desk.state in ("ready", "stopped", "sent", "saved")
        self._go.setHidden(not is_ready or prepared is None or prepared.problem is not None)
        # A family without a printer can keep the sheet all the same.
        self._save.setHidden(not self._may_save or prepared is None or desk.state in ("looking", "working"))
        self._stop.setHidden(not desk.is_busy)
        # It stays under the finger while it looks.
        is_looking = self._looks_again and desk.state == "looking"
        self._again.setHidden(desk.state != "problem" and not is_looking)

    def _sentence(self) -> str:
        """Say where printing stands; also what a second look came to when it is the same as before."""
        desk, texts = self._desk, self.texts
        said = desk.sentence()
        if self._looks_again and desk.state == "problem":
            return texts("print.looked", said=said)
        if self._looks_again and desk.state == "ready" and desk.chosen is not None:
            return texts("print.found", name=desk.chosen.label)
        return said

    def _show_choice(self) -> None:
        """Offer how the sheet can be, and at home the printers found, where there is more than one."""
        if self._chips is not None:
            self._choice.removeWidget(self._chips)
            self._chips.hide()
            self._chips.deleteLater()
            self._chips = None
        if self._desk.state == "working" or self._desk.prepared is None:
            return
        holder = self._choice.parentWidget() or self.sheet
        self._chips = QWidget(holder)
        column = QVBoxLayout(self._chips)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.context.px(8))
        self._offer_printers(column, self._desk.prepared)
        self._offer_forms(column)
        self._choice.addWidget(self._chips)
        self._chips.show()

    def _offer_printers(self, column: QVBoxLayout, prepared: Prepared) -> None:
        rules = self.context.rules
        if rules.mode != "home" or rules.printing != "default" or len(prepared.printers) < 2:  # noqa: PLR2004 - a choice
            return
        choices: list[tuple[str, object]] = [(one.label, one.name) for one in prepared.printers]
        chosen = prepared.chosen.name if prepared.chosen is not None else None
        self._line(column, "print.choose", choices, chosen, self._choose)

    def _offer_forms(self, column: QVBoxLayout) -> None:
        """Offer languages, length, large print, greyscale, and a sheet without the guide's name."""
        texts, options = self.texts, self._desk.options
        languages = self.context.rules.languages
        mine = self.context.language
        if len(languages) > 1:
            both = (mine, *(one for one in languages if one != mine))
            named: list[tuple[str, object]] = [
                (texts.language_name(one).capitalize(), (one,)) for one in both
            ]
            named.append((texts("print.both"), both))
            chosen = options.languages or usual_languages(self.context, self.route.item or "")
            # The same two languages in the other order are no third choice.
            chosen = both if len(chosen) > 1 else chosen
            self._line(column, "print.languages", named, chosen, self._set_languages)
        if has_steps(self.context, self.route.item or ""):
            lengths: list[tuple[str, object]] = [
                (texts("print.short"), "short"),
                (texts("print.whole"), "whole"),
            ]
            self._line(
                column, "print.length", lengths, "whole" if options.whole else "short", self._set_length
            )
        if may_have_copies(self.context, self.route.item or "") and self._desk.chosen is not None:
            self._offer_copies(column)
        holder, flow = flow_row(self._chips or self.sheet, 10)
        for name in ("large", "grey", "discreet"):
            is_on = bool(getattr(options, name))
            chip = Button(
                texts(f"print.{name}"),
                "chip",
                holder,
                value=name,
                icon="check" if is_on else "",
                colour=self.context.theme.primary,
                size=self.context.px(16),
            )
            chip.setObjectName(f"Chip-{name}")
            chip.marked(is_chosen=is_on)
            chip.pressed_with.connect(self._turn)
            flow.addWidget(chip)
        column.addWidget(holder)

    def _offer_copies(self, column: QVBoxLayout) -> None:
        """Offer as many prints as a group has people: nothing to type."""
        texts, theme, size = self.texts, self.context.theme, self.context.px(18)
        parent = self._chips or self.sheet
        column.addWidget(Label(texts("print.copies"), "", parent))
        line = row(8)
        self._copies = Label("", "strong", parent, wrap=False)
        self._copies.setObjectName("Copies")
        self._copies.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._copies.ensurePolished()
        widest = self._copies.fontMetrics().horizontalAdvance(texts.count("print.copy", 88))
        self._copies.setMinimumWidth(widest + 6)
        for key, icon, by in (("fewer", "minus", -1), ("more", "plus", 1)):
            made = Button("", "icon", parent, value=by, icon=icon, colour=theme.ink, size=size)
            made.setObjectName(f"Copies-{key}")
            made.setAccessibleName(texts(f"print.copies.{key}"))
            made.setToolTip(texts(f"print.copies.{key}"))
            # Held down, it goes on counting.
            made.setAutoRepeat(True)
            made.pressed_with.connect(self._count_copies)
            if by > 0:
                line.addWidget(self._copies)
            line.addWidget(made)
        line.addStretch(1)
        column.addLayout(line)
        self._copies.setText(texts.count("print.copy", self._desk.copies))

    def _count_copies(self, by: object) -> None:
        self._desk.set_copies(self._desk.copies + (by if isinstance(by, int) else 0))
        words = self.texts.count("print.copy", self._desk.copies)
        if self._copies.text() != words:
            self._copies.setText(words)
            announce(self, words)

    def _line(
        self,
        column: QVBoxLayout,
        key: str,
        choices: list[tuple[str, object]],
        chosen: object,
        action: Callable[[object], None],
    ) -> None:
        column.addWidget(Label(self.texts(key), "", self._chips))
        parent = self._chips or self.sheet
        column.addWidget(self.chips(choices, chosen, action, parent, self.texts(key)))

    def _choose(self, name: object) -> None:
        self._looks_again = False
        self._desk.choose(str(name))

    def _set_languages(self, languages: object) -> None:
        self._change(languages=languages)

    def _set_length(self, length: object) -> None:
        self._change(whole=length == "whole")

    def _turn(self, name: object) -> None:
        self._change(**{str(name): not getattr(self._desk.options, str(name))})

    def _change(self, **options: object) -> None:
        self._looks_again = False
        self._desk.change(self._desk.options._replace(**options))  # type: ignore[arg-type] # of its own fields
