"""How the reader likes to read: text size, colours, and the shortcut that leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from familyguide.services.choices import SCALES, SPEEDS
from familyguide.services.navigation import Route
from familyguide.ui.aloud import speaks
from familyguide.ui.panel import Panel
from familyguide.ui.widgets.basic import Button, HeadingLabel, Label
from familyguide.ui.widgets.flow import flow_row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from familyguide.ui.context import Context

# More names than these help nobody to choose.
MOST_VOICES = 12
# Pixels at 100 % beside a line: edges, and a bar to scroll.
_AROUND = 60


class ReadingPanel(Panel):
    """The reading options, over the page alone; it stays open while the reader tries them."""

    go_to = Signal(object)
    # Every choice on one line, in both languages.
    widest = 690
    read_aloud = Signal()
    # How fast pages are read, and in which voice, is asked for.
    show_voices = Signal()

    def __init__(self, context: Context, parent: QWidget, *, of_voices: str = "") -> None:
        texts, choices = context.texts, context.choices
        super().__init__(context, texts("top.reading"), parent)
        self.setObjectName("ReadingPanel")
        self._heading("reading.size")
        self._chips("Scale", [(texts("reading.percent", n=scale), {"scale": scale}) for scale in SCALES])
        self._heading("reading.theme")
        themes = ("system", "light", "dark", "contrast")
        self._chips("Theme", [(texts(f"reading.theme.{name}"), {"theme": name}) for name in themes])
        # How fast and in which voice is a press away until then: the options stay few.
        is_shown = context.may_read_aloud and (context.shows_voices or bool(context.voices))
        if is_shown:
            self._aloud(of_voices)
        self._column.addSpacing(4)
        holder, flow = flow_row(self._sheet, 6)
        shift = self._chip(texts("reading.shift"), {"shift_leaves": not choices.shift_leaves}, holder)
        shift.setObjectName("ShiftLeaves")
        flow.addWidget(shift)
        if context.may_read_aloud and not is_shown:
            flow.addWidget(self._read_page(holder))
            if speaks.is_installed():
                voices = Button(texts("aloud.options"), "", holder)
                voices.setObjectName("ShowVoices")
                voices.clicked.connect(self.show_voices)
                flow.addWidget(voices)
        for name, words, route in (
            ("AboutLeaving", "reading.leaving", Route("article", "leaving")),
            ("AboutKeys", "keyboard.title", Route("keyboard")),
        ):
            about = Button(texts(words), "", holder, value=route)
            about.setObjectName(name)
            about.pressed_with.connect(self.go_to)
            flow.addWidget(about)
        self._column.addWidget(holder)

    def _heading(self, key: str) -> None:
        heading = HeadingLabel(self._context.texts(key), 2, self._sheet)
        # Two words: a label that could wrap would ask for the height it has when very narrow.
        heading.setWordWrap(False)
        self._column.addWidget(heading)

    def _chips(self, kind: str, options: list[tuple[str, dict[str, object]]]) -> None:
        holder, flow = flow_row(self._sheet, 8)
        for words, change in options:
            chip = self._chip(words, change, holder)
            chip.setObjectName(f"{kind}-{next(iter(change.values()))}")
            flow.addWidget(chip)
        self._column.addWidget(holder)

    def _aloud(self, of_voices: str) -> None:
        """Offer to hear the page, how fast, and in which voice; `of_voices` is said while none is known."""
        context, texts = self._context, self._context.texts
        self._heading("aloud.name")
        holder, flow = flow_row(self._sheet, 8)
        flow.addWidget(self._read_page(holder))
        self._column.addWidget(holder)
        self._chips("Speed", [(texts(f"aloud.speed.{step + 3}"), {"speed": step}) for step in SPEEDS])
        field = f"voice_{context.language}"
        voices = context.voices.get(context.language, ())
        # With one voice there is nothing to choose.
        if len(voices) > 1:
            self._heading("aloud.voice")
            named = ((name, name) for name in voices[:MOST_VOICES])
            offered = ((texts("aloud.voice.system"), ""), *named)
            self._chips("Voice", [(words, {field: name}) for words, name in offered])
        elif of_voices:
            self._heading("aloud.voice")
            label = Label(of_voices, "muted", self._sheet)
            # Or it would ask for the height that it has when very narrow.
            label.setMinimumWidth(self._line_width())
            self._column.addWidget(label)

    def _line_width(self) -> int:
        """Give the pixels that a line of the panel has at least."""
        around = self.parentWidget()
        room = around.width() if around is not None else self._context.px(self.widest)
        return min(self._context.px(self.widest), room) - self._context.px(_AROUND)

    def _read_page(self, parent: QWidget) -> Button:
        context = self._context
        words, ink = context.texts("aloud.read"), context.theme.ink
        read = Button(words, "", parent, icon="volume-2", colour=ink, size=context.px(18))
        read.setObjectName("ReadPage")
        read.clicked.connect(self.read_aloud)
        return read

    def _chip(self, words: str, change: dict[str, object], parent: QWidget) -> Button:
        """Make a chip that is marked when it is so now."""
        context = self._context
        choices = context.choices
        is_so = choices.shift_leaves if "shift_leaves" in change else choices == choices._replace(**change)  # type: ignore[arg-type]
        chip = Button(
            words,
            "chip",
            parent,
            value=change,
            icon="check" if is_so else "",
            colour=context.theme.primary,
            size=context.px(16),
        )
        chip.setAccessibleName(words)
        if "shift_leaves" in change:
            chip.marked(is_chosen=is_so)
        else:
            chip.one_of_several(is_chosen=is_so)
        chip.pressed_with.connect(self._change)
        return chip

    def _change(self, change: object) -> None:
        if isinstance(change, dict):
            self._context.service.change(**change)
