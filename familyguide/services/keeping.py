"""Where notes live: one store at home, one in memory for visits, and the service that pages talk to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from msgspec.structs import asdict, replace

from familyguide.services import family
from familyguide.services.family import Document, Reading
from familyguide.services.vault import Opened, Vault

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, time
    from pathlib import Path

    from familyguide.guide.library import Library
    from familyguide.guide.model import Setting
    from familyguide.guide.rows import Row
    from familyguide.services.choices import Choices

    Mode = Literal["home", "guest", "public-pc"]


class Keeper(Protocol):
    """Keeps the notes of one family for as long as its mode allows; raises KeepingError."""

    @property
    def mode(self) -> Mode:
        """The mode this store is for."""
        ...

    @property
    def keeps_on_disk(self) -> bool:
        """Whether notes outlive the program; only then are passphrase, export and import offered."""
        ...

    @property
    def is_there(self) -> bool:
        """Whether something is kept."""
        ...

    def open(self, passphrase: str | None = None) -> Opened | None:
        """Read what is kept; None when nothing is."""
        ...

    def save(self, document: Document) -> None:
        """Keep these notes in the place of the ones before."""
        ...

    def forget_everything(self) -> None:
        """Remove what is kept."""
        ...

    def close(self) -> None:
        """Let go of what is kept."""
        ...


class MemoryKeeper:
    """Keeps notes until the program ends, and never touches the disk."""

    keeps_on_disk = False

    def __init__(self, mode: Literal["guest", "public-pc"]) -> None:
        self._mode: Mode = mode
        self._document: Document | None = None

    @property
    def mode(self) -> Mode:
        """Guest or public PC."""
        return self._mode

    @property
    def is_there(self) -> bool:
        """Whether this visit noted something."""
        return self._document is not None

    def open(self, passphrase: str | None = None) -> Opened | None:  # noqa: ARG002 - a visit has none
        """Give what this visit noted."""
        return Opened(self._document) if self._document is not None else None

    def save(self, document: Document) -> None:
        """Note for this visit."""
        self._document = document

    def forget_everything(self) -> None:
        """Forget this visit's notes."""
        self._document = None

    def close(self) -> None:
        """Forget this visit's notes: nobody comes after it."""
        self._document = None


def keeper_for(mode: Mode, folder: Callable[[], Path]) -> Keeper:
    """Give the store of a mode; the folder is asked for at home only."""
    return Vault(folder()) if mode == "home" else MemoryKeeper(mode)


class FamilyService:
    """What pages use: changes the notes, keeps them where allowed, and tells the listeners.

    Nothing is kept before `begin`. Every change is on disk when its method returns; when a method raises
    KeepingError the notes are as before.
    """

    def __init__(self, keeper: Keeper, library: Library) -> None:
        self.keeper = keeper
        self._library = library
        self._listeners: list[Callable[[], None]] = []
        self.now: Document | None = None

    @property
    def is_used(self) -> bool:
        """Whether My family was begun, or opened, on this visit."""
        return self.now is not None

    def listen(self, listener: Callable[[], None]) -> None:
        """Call a listener after each change."""
        self._listeners.append(listener)

    def open(self, passphrase: str | None = None) -> Opened | None:
        """Read what is kept, with this guide's ids and without what is never kept; None when nothing is."""
        opened = self.keeper.open(passphrase)
        return self.take(opened) if opened is not None else None

    def take(self, opened: Opened) -> Opened:
        """Go on with what the keeper read, which may have been done on another thread."""
        document = self._fit(opened.document)
        self.now = document
        self._tell()
        return opened._replace(document=document)

    def begin(self, today: date, choices: Choices | None = None) -> None:
        """Start to keep; with choices, what this visit chose is kept too. Nothing happens when it is used."""
        if self.now is None:
            document = Document()
            if choices is not None:
                document = self.with_choices(document, None, choices, today)
            self._set(document)

    def change(self, change: Callable[[Document], Document]) -> bool:
        """Apply one of the functions of `family`; False when nothing changed, or My family is not used."""
        if self.now is None:
            return False
        after = change(self.now)
        if after == self.now:
            return False
        self._set(after)
        return True

    def had_conversation(self, identifier: str, on: date | None) -> bool:
        """Note that a conversation was had; False where that is never kept."""
        row = self._library.row(identifier)
        return self.change(lambda document: family.with_conversation(document, row, on))

    def plan_moment(self, on: date, at: time | None = None) -> bool:
        """Plan a moment together."""
        return self.change(lambda document: family.with_moment(document, on, at))

    def answer(self, agreement: str, rule: str, who: Literal["adult", "child"], on: date | None) -> bool:
        """Note who said yes to a rule of the agreement, in its words of today; None takes the yes back.

        False where there is no such rule, or nothing changed.
        """
        from familyguide.guide.model import Agreement  # noqa: PLC0415 - only where an item is read

        try:
            item = self._library.read(agreement, Agreement)
        except KeyError:
            return False
        seen = next((family.rule_fingerprint(found) for found in item.rules if found.id == rule), None)
        if seen is None:
            return False
        row = self._library.row(item.id)
        return self.change(lambda document: family.with_answer(document, row, rule, who, on, seen))

    def resume_at(self, page: str, item: str | None = None, part: str | None = None) -> bool:
        """Note the last place; False where that is never kept."""
        row = self._library.row(item) if item else None
        if item is not None and row is None and page != "settings":
            return False
        return self.change(lambda document: family.with_resume(document, page, row, part))

    def opened_by_family(self) -> None:
        """Tell that My family was opened: Resume and suggestions may be shown again."""
        self.change(lambda document: replace(document, quiet=False))

    def leave(self) -> None:
        """Tell that Leave now was pressed: the next start shows nothing to go back to."""
        self.change(family.after_leaving)

    def bring(self, document: Document) -> None:
        """Add imported notes to those here (see `family.merge`), without what is never kept."""
        brought = self._fit(document)
        self._set(family.merge(self.now, brought) if self.now is not None else brought)

    def to_export(self) -> Document:
        """Give the notes as they may leave: without the last place, and without what is never kept."""
        return replace(family.cleaned(self.now or Document(), self._library), resume=None, quiet=False)

    def forget_everything(self) -> None:
        """Remove everything that is kept; this visit goes on without notes."""
        self.now = None
        try:
            self.keeper.forget_everything()
        finally:
            self._tell()

    def with_choices(
        self, document: Document, before: Choices | None, after: Choices, today: date
    ) -> Document:
        """Note what changed between two choices (all, without the first); a changed setting is ticked today.

        Only what changed: choices made before the notes were opened never write over them.
        """
        reading = {
            name: getattr(after, name)
            for name in Reading.__struct_fields__
            if before is None or getattr(after, name) != getattr(before, name)
        }
        document = replace(document, reading=replace(document.reading, **reading))
        if before is None or after.apps != before.apps:
            document = replace(document, apps=after.apps)
        if before is None or after.settings_age != before.settings_age:
            document = replace(document, settings_age=after.settings_age)
        old = before.states if before is not None else {}
        for name in {*old, *after.states}:
            state, kept = after.states.get(name, "todo"), document.ticks.get(name)
            if state == old.get(name, "todo") or state == (kept.state if kept else "todo"):
                continue
            found = self._setting(name)
            if found is not None:
                document = family.with_tick(document, found[1], found[0], state, today)
        return document

    def _setting(self, identifier: str) -> tuple[Row, Setting] | None:
        """Find a setting and the short form of its checklist."""
        from familyguide.guide.model import Checklist  # noqa: PLC0415 - only where an item is read

        for row in self._library.rows("checklist"):
            checklist = self._library.item(row.id)
            if isinstance(checklist, Checklist):
                for setting in checklist.settings:
                    if setting.id == identifier:
                        return row, setting
        return None

    def _fit(self, document: Document) -> Document:
        return family.cleaned(family.follow_redirects(document, self._library), self._library)

    def _set(self, document: Document) -> None:
        self.keeper.save(document)
        self.now = document
        self._tell()

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()


class KeptChoices:
    """The choices of a reader whose family keeps notes: a `choices.Store` in front of the service."""

    def __init__(self, service: FamilyService, first: Choices, today: Callable[[], date]) -> None:
        self._service = service
        self._choices = first
        self._today = today

    def load(self) -> Choices:
        """Give this visit's choices, with those that were kept in their place."""
        document = self._service.now
        return _choices_of(document, self._choices) if document is not None else self._choices

    def save(self, choices: Choices) -> None:
        """Hold the choices for this visit, and keep them once My family is used."""
        before, self._choices = self._choices, choices
        today = self._today()
        self._service.change(lambda document: self._service.with_choices(document, before, choices, today))


def _choices_of(document: Document, choices: Choices) -> Choices:
    kept = {name: value for name, value in asdict(document.reading).items() if value is not None}
    states = {name: tick.state for name, tick in document.ticks.items()}
    return choices._replace(
        **kept,
        apps=document.apps or choices.apps,
        settings_age=document.settings_age or choices.settings_age,
        states={**choices.states, **states},
    )
