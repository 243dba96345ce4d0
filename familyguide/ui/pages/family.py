"""My family: what a family chose to keep, and how to take all of it away again."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from familyguide.guide import model as m
from familyguide.guide.names import NBSP
from familyguide.ui.notice import announce
from familyguide.ui.pages.reading import ReadingPage
from familyguide.ui.widgets.basic import Box, Button, FlowLabel, HeadingLabel, Label, ParagraphLabel
from familyguide.ui.widgets.fields import Field
from familyguide.ui.widgets.flow import flow_row

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from familyguide.services.family import Agreed, Child, Document, Moment, Tick
    from familyguide.services.navigation import Route
    from familyguide.services.texts import Texts
    from familyguide.ui.context import Context
    from familyguide.ui.notes import FamilyNotes

# Days offered by one press; another day is typed.
DAYS_OFFERED = 7
# Months after which an agreement may be read again.
AGAIN = (1, 3, 6)
HAND = "trusted-adults-hand"
_DAY = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_TIME = re.compile(r"(\d{1,2})\s*[h:]?\s*(\d{2})?\s*h?", re.IGNORECASE)


def time_words(texts: Texts, at: time) -> str:
    """Write a time as people do: 18 h 30, 18:30."""
    if texts.language == "en":
        return f"{at.hour}:{at.minute:02d}"
    return f"{at.hour}{NBSP}h{NBSP}{at.minute:02d}" if at.minute else f"{at.hour}{NBSP}h"


def typed_day(text: str) -> date | None:
    """Read a day as it is typed, the day first, or 2026-11-22; None when it is none."""
    found, iso = _DAY.fullmatch(text.strip()), _ISO.fullmatch(text.strip())
    try:
        if iso is not None:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        return date(int(found[3]), int(found[2]), int(found[1])) if found is not None else None
    except ValueError:
        return None


def typed_time(text: str) -> time | None:
    """Read a time as it is typed: 18:30, 18 h 30, 18h; None when it is none."""
    found = _TIME.fullmatch(text.strip())
    try:
        return time(int(found[1]), int(found[2] or 0)) if found is not None else None
    except ValueError:
        return None


class FamilyPage(ReadingPage):
    """Nothing is kept before the one button is pressed; afterwards everything can be seen and removed."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        texts = self.texts
        notes = context.notes
        if notes is None:
            self.add_title(texts("family.title"), texts("family.closed.lead"))
            self.add(ParagraphLabel(texts("family.closed.text"), "", self.sheet))
            self.add(ParagraphLabel(texts("family.closed.paper"), "", self.sheet))
            self._doors()
            return
        self._notes: FamilyNotes = notes
        self._asking: QWidget | None = None
        # What the last action came to.
        self._answer: QWidget | None = None
        # Where the keyboard belongs when the window made this page again.
        self.wants_focus: QWidget | None = None
        {
            "new": self._explain,
            "locked": self._locked,
            "opening": self._opening,
            "problem": self._broken,
            "used": self._used,
        }[notes.state]()

    # Pieces of this page.

    def _doors(self) -> None:
        """Lead to what a family does together, on screen and on paper; it needs no notes."""
        texts = self.texts
        self.agreement_row()
        hand = self.context.library.row(HAND)
        if hand is not None:
            words = hand.summary[texts.language] if hand.summary is not None else ""
            self.add(self.link_row(hand.title[texts.language], words, f"article:{HAND}", "hand-helping"))
        papers = self.papers_row()
        if papers is not None:
            self.add(papers)

    def _together(self) -> None:
        """Show the doors where notes are not open: agreement and hand need none."""
        self.heading(self.texts("family.together"))
        self._doors()

    def _say(self, section: str) -> None:
        """Show what the last action came to, in the section where it was pressed."""
        said = self._notes.said
        if said is None or said[0] != section:
            return
        box = Box("quiet", self.sheet, margins=(16, 12), gap=4)
        box.setObjectName("Said")
        box.add(Label(said[1](self.texts), "strong", box))
        self.add(box)
        self._answer = box

    def _button(
        self,
        words: str,
        name: str,
        action: Callable[[], None],
        *,
        role: str = "",
        parent: QWidget | None = None,
        spoken: str = "",
    ) -> Button:
        button = Button(words, role, parent or self.sheet)
        button.setObjectName(name)
        if spoken:
            button.setAccessibleName(spoken)
        button.clicked.connect(action)
        button.setEnabled(not self._notes.is_busy)
        return button

    def _put(self, button: QWidget) -> None:
        self.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _field(self, name: str, words: str, *, hidden: bool = False, longest: int = 200) -> Field:
        """Make a field under its words; nothing typed is predicted, and passphrases are not shown."""
        label = Label(words, "strong", self.sheet)
        field = Field(self.sheet)
        field.setObjectName(name)
        field.setAccessibleName(words)
        label.setBuddy(field)
        field.setMaxLength(longest)
        field.setMaximumWidth(self.context.px(420))
        field.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        hints = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        if hidden:
            hints |= Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhNoAutoUppercase
            field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setInputMethodHints(hints)
        field.setEnabled(not self._notes.is_busy)
        self.add(label)
        self.add(field)
        return field

    def _line(self, words: str, *, name: str, remove: Callable[[], None], what: str = "") -> None:
        """Show one note, and the button that removes it."""
        holder, flow = flow_row(self.sheet, 12)
        flow.addWidget(FlowLabel(words, "", holder))
        flow.addWidget(
            self._button(
                self.texts("family.remove"),
                name,
                remove,
                parent=holder,
                spoken=self.texts("family.remove.name", what=what or words),
            )
        )
        self.add(holder)

    def _ask(self, question: str, yes: tuple[str, str, Callable[[], None]]) -> QWidget:
        """Ask once, in the page, before something that cannot be taken back; the focus is on staying."""
        if self._asking is not None:
            self._asking.hide()
            self._asking.deleteLater()
        box = Box("caution", self.sheet, margins=(18, 14), gap=12)
        box.setObjectName("Question")
        box.add(Label(question, "on-caution", box))
        holder, flow = flow_row(box, 12)
        stay = self._button(self.texts("family.no"), "Stay", self._stay, parent=holder)
        words, name, action = yes
        flow.addWidget(stay)
        flow.addWidget(self._button(words, name, action, role="primary", parent=holder))
        box.add(holder)
        self.add(box)
        self._asking = box
        self.wants_focus = stay
        return box

    def _show_question(self, box: QWidget) -> None:
        """Bring a question into view that came after the page was shown."""
        self.body.settle()
        self.grew.emit()
        if self.wants_focus is not None:
            self.wants_focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(box)

    def _stay(self) -> None:
        if self._asking is not None:
            self._asking.hide()
            self._asking.deleteLater()
            self._asking = self.wants_focus = None
            self._notes.quieten()
            self.setFocus()

    def _forget_section(self) -> None:
        texts = self.texts
        self.heading(texts("family.forget"))
        self._say("forget")
        self.add(ParagraphLabel(texts("family.forget.text"), "", self.sheet))
        self._put(self._button(texts("family.forget"), "Forget", self._ask_to_forget))

    def _ask_to_forget(self) -> None:
        texts = self.texts
        self._show_question(
            self._ask(texts("family.forget.ask"), (texts("family.forget.yes"), "ForgetYes", self._forget))
        )

    def _forget(self) -> None:
        self._notes.forget("begin")

    # Before, locked, and what cannot be opened.

    def _explain(self) -> None:
        texts = self.texts
        self.add_title(texts("family.title"), texts("family.lead"))
        self._say("begin")
        for part in ("kept", "never", "others", "passphrase"):
            self.heading(texts(f"family.begin.{part}"), 3)
            self.add(ParagraphLabel(texts(f"family.begin.{part}.text"), "", self.sheet))
        self.add(ParagraphLabel(texts("family.begin.nothing"), "strong", self.sheet))
        self._put(self._button(texts("family.begin"), "Begin", self._notes.begin, role="primary"))
        self._together()

    def _locked(self) -> None:
        texts = self.texts
        self.add_title(texts("family.title"), texts("family.locked"))
        self._say("open")
        self._passphrase = self._field("Passphrase", texts("family.passphrase.field"), hidden=True)
        self._passphrase.returnPressed.connect(self._unlock)
        self._put(self._button(texts("family.open"), "Open", self._unlock, role="primary"))
        if self._answer is not None:
            # Refused: the next try is typed at once.
            self.wants_focus = self._passphrase
        self._together()
        self._forget_section()

    def _unlock(self) -> None:
        if self._passphrase.text():
            self._notes.unlock(self._passphrase.text())

    def _opening(self) -> None:
        texts = self.texts
        self.add_title(texts("family.title"), texts("family.opening"))

    def _broken(self) -> None:
        texts = self.texts
        from familyguide.services.vault import sentence  # noqa: PLC0415 - only where notes are

        self.add_title(texts("family.title"), texts("family.broken"))
        problem = self._notes.problem
        if problem is not None:
            box = Box("quiet", self.sheet, margins=(16, 12), gap=4)
            box.setObjectName("Problem")
            box.add(Label(sentence(problem, texts), "strong", box))
            self.add(box)
        self._put(self._button(texts("family.again"), "Again", self._notes.open_kept, role="primary"))
        self._together()
        self._forget_section()

    # In use.

    def _used(self) -> None:
        from familyguide.services.vault import sentence  # noqa: PLC0415 - only where notes are

        texts = self.texts
        self._notes.come()
        self.add_title(texts("family.title"), texts("family.used"))
        if self._notes.vault.has_passphrase:
            self._put(self._button(texts("family.lock"), "Lock", self._notes.lock))
        if self._notes.notice is not None:
            box = Box("caution", self.sheet, margins=(16, 12), gap=4)
            box.setObjectName("FellBack")
            box.add(Label(sentence(self._notes.notice, texts, fell_back=True), "on-caution", box))
            self.add(box)
        self._say("begin")
        self._say("open")
        self._children()
        self._settings()
        self._talks()
        self._agreement()
        self._moments()
        self._copies()
        self._passphrases()
        self._forget_section()

    @property
    def _document(self) -> Document | None:
        return self._notes.document

    def _act(self, section: str, change: Callable[[Document], Document]) -> bool:
        return self._notes.act(section, lambda: self._notes.service.change(change))

    def _children(self) -> None:
        from familyguide.services import family  # noqa: PLC0415 - only where notes are

        texts, document = self.texts, self._document
        self.heading(texts("family.children"))
        self._say("children")
        for index, child in enumerate(document.children if document is not None else ()):
            words = " · ".join(filter(None, (child.nickname, texts(f"age.{child.age}"))))
            self._line(words, name=f"RemoveChild-{index}", remove=self._without_child(child))
        if document is None or len(document.children) >= family.CHILDREN:
            return
        self._nickname = self._field("Nickname", texts("family.nickname"), longest=family.NICKNAME)
        self.add(Label(texts("family.children.add"), "muted", self.sheet))
        holder, flow = flow_row(self.sheet, 10)
        for age in m.AGES:
            words = texts(f"age.{age}")
            chip = Button(words, "chip", holder, value=age)
            chip.setObjectName(f"AddChild-{age}")
            chip.setAccessibleName(texts("family.children.add.name", age=words))
            chip.setEnabled(not self._notes.is_busy)
            chip.pressed_with.connect(self._add_child)
            flow.addWidget(chip)
        self.add(holder)

    def _add_child(self, age: object) -> None:
        from familyguide.services.family import with_child  # noqa: PLC0415 - only where notes are

        nickname = self._nickname.text()
        self._act("children", lambda document: with_child(document, age, nickname))  # type: ignore[arg-type] # of m.AGES

    def _without_child(self, child: Child) -> Callable[[], None]:
        from familyguide.services.family import without_child  # noqa: PLC0415 - only where notes are

        def remove() -> None:
            self._act("children", lambda document: without_child(document, child))

        return remove

    def _settings(self) -> None:
        texts, document = self.texts, self._document
        self.heading(texts("family.settings"))
        ticks = document.ticks if document is not None else {}
        shown = False
        for found in self.context.library.rows("checklist") if ticks else ():
            checklist = self.context.library.read(found.id, m.Checklist)
            settings = [setting for setting in checklist.settings if setting.id in ticks]
            if not settings:
                continue
            shown = True
            self.add(HeadingLabel(checklist.title[texts.language], 3, self.sheet))
            for setting in settings:
                self._tick(setting, ticks[setting.id], checklist)
            self.add(
                self.link_row(
                    texts("family.settings.open", app=checklist.title[texts.language]),
                    "",
                    f"checklist:{found.id}",
                    "shield-check",
                )
            )
        if not shown:
            self.add(ParagraphLabel(texts("family.settings.none"), "muted", self.sheet))

    def _tick(self, setting: m.Setting, tick: Tick, checklist: m.Checklist) -> None:
        from familyguide.services.family import has_changed, look_again  # noqa: PLC0415 - only where notes are

        texts = self.texts
        holder, flow = flow_row(self.sheet, 10)
        title = setting.title[texts.language]
        state = texts(f"state.{tick.state}")
        when = texts("family.settings.when", title=title, state=state, day=texts.day(tick.on))
        flow.addWidget(FlowLabel(when, "", holder))
        if has_changed(tick, setting, str(checklist.updated)):
            flow.addWidget(Label(texts("family.settings.changed"), "badge-sun", holder, wrap=False))
        elif look_again(tick, self.context.today):
            flow.addWidget(Label(texts("family.settings.again"), "badge-soft", holder, wrap=False))
        self.add(holder)

    def _talks(self) -> None:
        texts, document = self.texts, self._document
        self.heading(texts("family.talks"))
        self._say("talks")
        shown = False
        talks = document.conversations if document is not None else {}
        for name, on in sorted(talks.items(), key=lambda talk: talk[1], reverse=True):
            found = self.context.library.row(name)
            if found is None:
                continue
            shown = True
            title = found.title[texts.language]
            day = texts("family.on", day=texts.day(on))
            self.add(self.link_row(title, day, f"conversation:{name}", "message-circle"))
            self._put(
                self._button(
                    texts("family.remove"),
                    f"RemoveTalk-{name}",
                    self._without_talk(name),
                    role="quiet",
                    spoken=texts("family.remove.name", what=title),
                )
            )
        if not shown:
            self.add(ParagraphLabel(texts("family.talks.none"), "muted", self.sheet))

    def _without_talk(self, name: str) -> Callable[[], None]:
        def remove() -> None:
            self._notes.act("talks", lambda: self._notes.service.had_conversation(name, None))

        return remove

    def _agreement(self) -> None:
        """Show the rules chosen, who said yes and when, and the day to read them again."""
        texts, document = self.texts, self._document
        self.heading(texts("family.agreement"))
        self._say("agreement")
        left = dict(document.agreement) if document is not None else {}
        for found in self.context.library.rows("agreement") if left else ():
            item = self.context.library.read(found.id, m.Agreement)
            rules = [rule for rule in item.rules if rule.id in left]
            if not rules:
                continue
            self.add(HeadingLabel(item.title[texts.language], 3, self.sheet))
            for rule in rules:
                self._rule(rule.id, rule.rule[texts.language], left.pop(rule.id), rule)
        for name, agreed in left.items():
            # Of another version of the guide: the family's choice stays until they take it away.
            self._rule(name, texts("family.agreement.gone"), agreed, None)
        if document is None or not document.agreement:
            self.add(ParagraphLabel(texts("family.agreement.none"), "muted", self.sheet))
        else:
            self._agreement_again(document.agreement_again)
        self._doors()

    def _rule(self, name: str, words: str, agreed: Agreed, rule: m.AgreementRule | None) -> None:
        from familyguide.services.family import (  # noqa: PLC0415 - only where notes are
            rule_has_changed,
            said_words,
            without_rule,
        )

        texts = self.texts
        answers = said_words(texts, agreed.child, agreed.adult)

        def remove() -> None:
            self._act("agreement", lambda document: without_rule(document, name))

        if rule is not None and rule_has_changed(agreed, rule):
            answers.append(texts("agreement.changed"))
        self.add(Label(words, "strong", self.sheet))
        self._line(" · ".join(answers), name=f"RemoveRule-{name}", remove=remove, what=words)

    def _agreement_again(self, again: date | None) -> None:
        """Offer a day to read the agreement again, and the calendar file of that day."""
        from familyguide.services.family import in_months, with_agreement_again  # noqa: PLC0415 - where notes are

        texts, today = self.texts, self.context.today
        self.add(Label(texts("family.agreement.when"), "muted", self.sheet))
        holder, flow = flow_row(self.sheet, 10)
        theme, px = self.context.theme, self.context.px
        for months in AGAIN:
            day = in_months(today, months)
            words, is_chosen = texts.day(day), day == again
            mark = "check" if is_chosen else ""
            chip = Button(words, "chip", holder, value=day, icon=mark, colour=theme.primary, size=px(16))
            chip.setObjectName(f"Again-{months}")
            chip.setAccessibleName(words)
            chip.one_of_several(is_chosen=is_chosen)
            chip.setEnabled(not self._notes.is_busy)
            chip.pressed_with.connect(self._read_again)
            flow.addWidget(chip)
        self.add(holder)
        if again is not None:
            due = "family.agreement.due" if again <= today else "family.agreement.again"

            def remove() -> None:
                self._act("agreement", lambda document: with_agreement_again(document, None))

            self._line(texts(due, day=texts.day(again)), name="RemoveAgain", remove=remove)
        if again is not None and again >= today:
            self._put(self._button(texts("family.agreement.save"), "SaveAgain", self._save_again))

    def _read_again(self, day: object) -> None:
        from familyguide.services.family import with_agreement_again  # noqa: PLC0415 - where notes are

        if isinstance(day, date):
            self._act("agreement", lambda document: with_agreement_again(document, day))
            announce(self.window(), self.texts("family.agreement.again", day=self.texts.day(day)))

    def _save_again(self) -> None:
        from familyguide.services.family import Moment  # noqa: PLC0415 - where notes are

        document = self._document
        if document is not None and document.agreement_again is not None:
            self._save_file("agreement", [Moment(document.agreement_again)])

    def _moments(self) -> None:
        texts, document = self.texts, self._document
        self.heading(texts("family.moments"))
        self._say("moments")
        moments = document.moments if document is not None else ()
        for index, moment in enumerate(moments):
            self._line(self._moment_words(moment), name=f"RemoveMoment-{index}", remove=self._without(moment))
        self.add(ParagraphLabel(texts("family.moments.text"), "muted", self.sheet))
        self._day = self._field("Day", texts("family.day"), longest=20)
        holder, flow = flow_row(self.sheet, 10)
        for ahead in range(DAYS_OFFERED):
            day = self.context.today + timedelta(days=ahead)
            words = texts("family.day.short", name=texts(f"weekday.{day.isoweekday()}"), n=day.day)
            chip = Button(words, "chip", holder, value=day)
            chip.setObjectName(f"Day-{ahead}")
            chip.setAccessibleName(f"{words}{NBSP}{texts.month(day.isoformat()[:7])}")
            chip.setEnabled(not self._notes.is_busy)
            chip.pressed_with.connect(self._choose_day)
            flow.addWidget(chip)
        self.add(holder)
        self._time = self._field("Time", texts("family.time"), longest=10)
        self._wrong = Label("", "strong", self.sheet)
        self._wrong.setObjectName("WrongDay")
        self._wrong.hide()
        self.add(self._wrong)
        self._put(self._button(texts("family.moments.add"), "AddMoment", self._add_moment))
        if any(moment.on >= self.context.today for moment in moments):
            self._put(self._button(texts("family.moments.save"), "SaveCalendar", self._save_calendar))

    def _moment_words(self, moment: Moment) -> str:
        texts = self.texts
        name = texts(f"weekday.{moment.on.isoweekday()}")
        words = f"{name} {texts.day(moment.on)}"
        return f"{words}, {time_words(texts, moment.at)}" if moment.at is not None else words

    def _choose_day(self, day: object) -> None:
        if isinstance(day, date):
            self._day.setText(f"{day:%d/%m/%Y}")

    def _add_moment(self) -> None:
        on, at = typed_day(self._day.text()), None
        wrong = "" if on is not None else self.texts("family.day.wrong")
        if on is not None and on < self.context.today:
            wrong = self.texts("family.day.past")
        if self._time.text().strip():
            at = typed_time(self._time.text())
            wrong = wrong or ("" if at is not None else self.texts("family.time.wrong"))
        if wrong or on is None:
            self._wrong.setText(wrong)
            self._wrong.show()
            self.body.settle()
            return
        planned = on
        self._notes.act("moments", lambda: self._notes.service.plan_moment(planned, at))

    def _without(self, moment: Moment) -> Callable[[], None]:
        from familyguide.services.family import without_moment  # noqa: PLC0415 - only where notes are

        def remove() -> None:
            self._act("moments", lambda document: without_moment(document, moment))

        return remove

    def _save_calendar(self) -> None:
        document = self._document
        if document is not None:
            self._save_file("moments", [one for one in document.moments if one.on >= self.context.today])

    def _save_file(self, section: str, moments: list[Moment]) -> None:
        """Write moments to a calendar file of the family's choice; it names no topic."""
        from familyguide.services.family import calendar_file  # noqa: PLC0415 - for those who plan
        from familyguide.services.vault import write_file  # noqa: PLC0415 - only where notes are
        from familyguide.ui.files import place_to_save  # noqa: PLC0415 - only where a file is chosen

        place = place_to_save(self, self.texts, "moment.ics", "ics")
        # While the box was open, the notes may have been let go.
        if place is None or self._document is None:
            return
        data = calendar_file(moments, self.texts, self.context.clock())
        self._notes.act(
            section,
            lambda: write_file(place, data),
            lambda texts: texts("family.saved", where=str(place)),
        )

    # Copies and the passphrase.

    def _copies(self) -> None:
        texts = self.texts
        self.heading(texts("family.copies"))
        self._say("copy")
        self.add(ParagraphLabel(texts("family.copies.text"), "muted", self.sheet))
        holder, flow = flow_row(self.sheet, 12)
        flow.addWidget(self._button(texts("family.export"), "Export", self._export, parent=holder))
        flow.addWidget(self._button(texts("family.import"), "Import", self._import, parent=holder))
        self.add(holder)
        if self._notes.brought is not None:
            self._ask_to_bring()
        elif self._notes.locked_copy is not None:
            self._copy_key = self._field("CopyPassphrase", texts("family.import.key"), hidden=True)
            self._copy_key.returnPressed.connect(self._open_copy)
            self._put(self._button(texts("family.open"), "OpenCopy", self._open_copy))

    def _export(self) -> None:
        from familyguide.ui.files import place_to_save  # noqa: PLC0415 - only where a file is chosen

        place = place_to_save(self, self.texts, "notes.json", "json")
        if place is None or self._document is None:
            return
        self._notes.act(
            "copy",
            lambda: self._notes.vault.export(self._notes.service.to_export(), place),
            lambda texts: texts("family.saved", where=str(place)),
        )

    def _import(self) -> None:
        from familyguide.ui.files import file_to_open  # noqa: PLC0415 - only where a file is chosen

        place = file_to_open(self, self.texts, "json")
        if place is not None and self._document is not None:
            self._notes.read_copy(place, None)

    def _open_copy(self) -> None:
        place: Path | None = self._notes.locked_copy
        if place is not None and self._copy_key.text():
            self._notes.read_copy(place, self._copy_key.text())

    def _ask_to_bring(self) -> None:
        brought = self._notes.brought
        if brought is None:
            return
        texts = self.texts
        held = [
            texts.count(f"family.import.{name}", number)
            for name, number in (
                ("children", len(brought.children)),
                ("settings", len(brought.ticks)),
                ("talks", len(brought.conversations)),
                ("rules", len(brought.agreement)),
                ("moments", len(brought.moments)),
            )
            if number
        ]
        what = ", ".join(held) or texts("family.import.nothing")
        self._ask(
            texts("family.import.ask", what=what), (texts("family.import.yes"), "Bring", self._notes.bring)
        )

    def _passphrases(self) -> None:
        texts, is_on = self.texts, self._notes.vault.has_passphrase
        self.heading(texts("family.passphrase"))
        self._say("passphrase")
        if self._notes.is_busy:
            self.add(Label(texts("family.working"), "strong", self.sheet))
        self.add(
            ParagraphLabel(
                texts("family.passphrase.on" if is_on else "family.passphrase.off"), "strong", self.sheet
            )
        )
        self.add(ParagraphLabel(texts("family.passphrase.text"), "", self.sheet))
        if is_on:
            self._current = self._field("Current", texts("family.passphrase.current"), hidden=True)
        self._new = self._field("New", texts("family.passphrase.new"), hidden=True)
        self._twice = self._field("Twice", texts("family.passphrase.twice"), hidden=True)
        self._twice.returnPressed.connect(self._set_passphrase)
        self._mismatch = Label("", "strong", self.sheet)
        self._mismatch.setObjectName("Mismatch")
        self._mismatch.hide()
        self.add(self._mismatch)
        holder, flow = flow_row(self.sheet, 12)
        words = texts("family.passphrase.change" if is_on else "family.passphrase.turn_on")
        flow.addWidget(self._button(words, "SetPassphrase", self._set_passphrase, parent=holder))
        if is_on:
            flow.addWidget(
                self._button(
                    texts("family.passphrase.turn_off"), "NoPassphrase", self._no_passphrase, parent=holder
                )
            )
        self.add(holder)

    def _given(self) -> str | None:
        return self._current.text() if self._notes.vault.has_passphrase else None

    def _set_passphrase(self) -> None:
        if not self._new.text() or self._new.text() != self._twice.text():
            self._mismatch.setText(self.texts("family.passphrase.mismatch"))
            self._mismatch.show()
            if self._answer is not None:
                # What was answered to other words would be read as the answer to these.
                self._answer.hide()
                self._notes.said = None
            self.body.settle()
            self.ensureWidgetVisible(self._mismatch)
            announce(self, self._mismatch.text())
            return
        self._notes.set_passphrase(
            self._new.text(), self._given(), lambda texts: texts("family.passphrase.set")
        )

    def _no_passphrase(self) -> None:
        self._notes.set_passphrase(None, self._given(), lambda texts: texts("family.passphrase.gone"))
