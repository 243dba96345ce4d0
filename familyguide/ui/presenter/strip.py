"""The numbers of the country at the foot of the shared view, and larger at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from familyguide.guide.lines import shown_number
from familyguide.guide.names import NO_COUNTRY
from familyguide.services.texts import Texts
from familyguide.ui.widgets.basic import FlowLabel, Label, number_label, row, sided
from familyguide.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from familyguide.guide import model as m
    from familyguide.guide.lines import StripEntry
    from familyguide.guide.names import Language
    from familyguide.services.directory import Directory
    from familyguide.services.session import SessionPlan


class Line(NamedTuple):
    """Whom to call for one thing: the numbers, what for in each language, and how it is said.

    `text` is the way of who cannot hear or speak, in each language; empty where there is none beside it.
    """

    role: str
    numbers: str
    label: str
    text: str
    spoken: str


def lines_of(plan: SessionPlan, directory: Directory, language: Language) -> tuple[Line, ...]:
    """Give the help strip of the session's country; `language` is that of the worker's screen reader."""
    if plan.country == NO_COUNTRY:
        return ()
    return tuple(_line(entry, plan, language) for entry in directory.strip(plan.country))


def _line(entry: StripEntry[m.Service], plan: SessionPlan, language: Language) -> Line:
    texts = Texts(language)
    numbers, spoken = [], []
    for service in entry.services:
        number = shown_number(service, plan.country) or (
            texts("service.sms_short", number=service.sms) if service.sms else ""
        )
        if number:
            numbers.append(number)
            spoken.append(service.phone_spoken[language] if service.phone_spoken is not None else number)
    sms = entry.text.sms if entry.text is not None else None
    label = "\n".join(Texts(one)(f"strip.{entry.role}") for one in plan.languages)
    text = "\n".join(Texts(one)("strip.sms", number=sms) for one in plan.languages) if sms else ""
    either = f" {texts('strip.or')} "
    said = f"{texts(f'strip.{entry.role}')}: {either.join(spoken)}"
    if sms:
        said += ". " + texts("strip.sms", number=sms)
    return Line(entry.role, " · ".join(numbers), label, text, said)


def note_of(plan: SessionPlan, directory: Directory) -> str:
    """Say what holds in a country we do not hold, in each language of the session."""
    country = directory.country(NO_COUNTRY)
    if country is None or country.note is None:
        return ""
    return "\n".join(country.note[language] for language in plan.languages)


class NumberStrip(QWidget):
    """Numbers with what they are for, one after the other; in little room the words wait for more."""

    def __init__(
        self,
        plan: SessionPlan,
        directory: Directory,
        language: Language,
        parent: QWidget | None = None,
        *,
        large: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("StageNumbers" if large else "StageStrip")
        self._kind = "-large" if large else ""
        self.setProperty("role", "stage-part")
        flow = FlowLayout(self, 22)
        self._labels: list[QWidget] = []
        lines = lines_of(plan, directory, language)
        for line in lines:
            flow.addWidget(self._entry(line))
        if not lines:
            flow.addWidget(FlowLabel(note_of(plan, directory), f"stage-strip{self._kind}", self))
        country = directory.country(plan.country)
        name = Texts(language)
        known = country is not None and bool(lines)
        self.setAccessibleName(
            name("paper.help.title", where=country.where[language])
            if known and country is not None
            else name("strip.none")
        )
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _entry(self, line: Line) -> QWidget:
        held = QWidget(self)
        held.setObjectName(f"Stage-{line.role}")
        held.setProperty("role", "stage-part")
        inner = row(10, sided(held, 0, 0, 16 if self._kind else 0, 0))
        number = number_label(line.numbers, f"stage-number{self._kind}", held)
        number.setAccessibleName(line.spoken)
        label = Label(line.label, f"stage-strip{self._kind}", held, wrap=False)
        self._labels.append(label)
        inner.addWidget(number, 0, Qt.AlignmentFlag.AlignVCenter)
        inner.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)
        if line.text:
            # It stays when the words go: who cannot hear has no other number.
            text = Label(line.text, f"stage-strip{self._kind}", held, wrap=False)
            inner.addWidget(text, 0, Qt.AlignmentFlag.AlignVCenter)
        held.setLayout(inner)
        held.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return held

    def whole_width(self) -> int:
        """Give the width of one line of numbers with what they are for."""
        self.fold(folded=False)
        for label in self.findChildren(Label):
            label.ensurePolished()
        layout = self.layout()
        for held in self.findChildren(QWidget):
            inner = held.layout()
            if inner is not None:
                inner.invalidate()
        return layout.sizeHint().width() if layout is not None else 0

    def fold(self, *, folded: bool) -> None:
        """Show the numbers alone, or with what they are for."""
        for label in self._labels:
            label.setHidden(folded)
