"""My family as the window knows it: when notes are opened, what is being done, and what is told about it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QObject, Signal

from familyguide.services.choices import MemoryStore
from familyguide.services.paths import has_notes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import Literal

    from familyguide.services.choices import Choices
    from familyguide.services.family import Document
    from familyguide.services.keeping import FamilyService, KeptChoices
    from familyguide.services.navigation import Route
    from familyguide.services.texts import Texts
    from familyguide.services.vault import KeepingError, Opened, Vault
    from familyguide.ui.context import Context

    Said = Callable[[Texts], str]
    State = Literal["new", "locked", "problem", "opening", "used"]


class FamilyNotes(QObject):
    """Opens, changes and forgets the notes of the family at this computer; made at home only.

    Nothing that reads or writes notes is loaded before there are some or My family is begun. What takes long
    (a passphrase) is done off the GUI thread. No method raises KeepingError: what failed is in `said`.
    """

    # The page is to be made again.
    changed = Signal()
    # Something to say where another page is shown.
    told = Signal(str)
    _ran = Signal(object)

    def __init__(self, context: Context, folder: Callable[[], Path], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._folder = folder
        self._service: FamilyService | None = None
        self._thread: threading.Thread | None = None
        self._ended: Callable[[object], None] | None = None
        self._failed: Callable[[KeepingError], None]
        self._section = ""
        self._waiting: list[Callable[[], object]] = []
        self._is_closed = False
        self._is_locked = False
        self._problem: KeepingError | None = None
        # The last copy could not be read, and the one before it was opened.
        self.notice: KeepingError | None = None
        # What the last action came to, and the section of the page where it is said.
        self.said: tuple[str, Said] | None = None
        # What an import would add, or the file whose passphrase is asked for, until the reader decides.
        self.brought: Document | None = None
        self.locked_copy: Path | None = None
        self._ran.connect(self._after, QtCore.Qt.ConnectionType.QueuedConnection)

    # What holds now.

    @property
    def service(self) -> FamilyService:
        """What changes the notes; made when first asked for."""
        if self._service is None:
            from familyguide.services.keeping import FamilyService, keeper_for  # noqa: PLC0415 - only when used

            self._service = FamilyService(keeper_for("home", self._folder), self._context.library)
        return self._service

    @property
    def vault(self) -> Vault:
        """The store on disk; there is no other at home."""
        from familyguide.services.vault import Vault  # noqa: PLC0415 - only when used

        keeper = self.service.keeper
        if not isinstance(keeper, Vault):
            raise TypeError(keeper)
        return keeper

    @property
    def document(self) -> Document | None:
        """The notes, when they are open."""
        return self._service.now if self._service is not None else None

    @property
    def is_used(self) -> bool:
        """Whether My family was begun or opened."""
        return self.document is not None

    @property
    def is_busy(self) -> bool:
        """Whether a passphrase is being worked on."""
        return self._thread is not None

    @property
    def state(self) -> State:
        """What the page is to show."""
        if self.is_used:
            return "used"
        if self.is_busy:
            return "opening"
        if self._problem is not None:
            return "problem"
        return "locked" if self._is_locked else "new"

    @property
    def may_suggest(self) -> bool:
        """Whether Home may suggest something: not after Leave now, until My family is opened."""
        document = self.document
        if document is None:
            return self.state == "new"
        return not document.quiet

    @property
    def problem(self) -> KeepingError | None:
        """Why the notes that are there cannot be opened."""
        return self._problem

    # Opening.

    def open_kept(self) -> None:
        """Open what is kept where no passphrase is needed; nothing is loaded when there is nothing."""
        self._problem, self._is_locked = None, False
        if not has_notes(self._folder()):
            self.changed.emit()
            return
        from familyguide.services.vault import KeepingError  # noqa: PLC0415 - only where notes are

        try:
            opened = self.service.open()
        except KeepingError as error:
            self._is_locked = error.code == "locked"
            self._problem = None if self._is_locked else error
            self.changed.emit()
        else:
            self._opened(opened)

    def unlock(self, passphrase: str) -> None:
        """Open notes that are under a passphrase."""
        service = self.service

        def opened(result: object) -> None:
            self._opened(service.take(result) if result is not None else None)  # type: ignore[arg-type] # what open gives

        def failed(error: KeepingError) -> None:
            if error.code != "wrong-passphrase":
                self._problem = error

        self._apart("open", lambda: service.keeper.open(passphrase), opened, failed)

    def _opened(self, opened: Opened | None) -> None:
        self._is_locked, self._problem = False, None
        if opened is not None:
            self.notice = opened.notice
            self._keep_choices()
        self.changed.emit()

    def begin(self) -> None:
        """Start to keep, with what this visit chose."""
        context = self._context
        if self.act("begin", lambda: self.service.begin(context.today, context.choices)):
            self._keep_choices()

    def _keep_choices(self) -> None:
        from familyguide.services.keeping import KeptChoices  # noqa: PLC0415 - only when used

        context = self._context
        kept = KeptChoices(self.service, context.choices, lambda: context.today)
        context.service.keep_in(ToldStore(kept, self))

    def come(self) -> None:
        """Tell that My family is shown: what is kept may be offered again."""
        document = self.document
        if document is not None and document.quiet and not self.is_busy:
            self._quietly(self.service.opened_by_family)

    # Changing.

    def act(self, section: str, action: Callable[[], object], said: Said | None = None) -> bool:
        """Do something short; what came of it is said in a section of the page. False when it failed."""
        from familyguide.services.vault import KeepingError  # noqa: PLC0415 - only when used

        self.said = (section, said) if said is not None else None
        error: KeepingError | None = None
        try:
            action()
        except KeepingError as found:
            error = found
            self._tell_failure(section, found)
        self.changed.emit()
        return error is None

    def keep(self, action: Callable[[], object]) -> None:
        """Keep something from another page; a failure is told there."""
        if self.is_busy:
            self._waiting.append(action)
            return
        error = self._quietly(action)
        if error is not None:
            from familyguide.services.vault import sentence  # noqa: PLC0415 - only when used

            self.told.emit(sentence(error, self._context.texts))

    def _quietly(self, action: Callable[[], object]) -> KeepingError | None:
        from familyguide.services.vault import KeepingError  # noqa: PLC0415 - only when used

        try:
            action()
        except KeepingError as error:
            return error
        return None

    def _tell_failure(self, section: str, error: KeepingError) -> None:
        from familyguide.services.vault import sentence  # noqa: PLC0415 - only when used

        self.said = (section, lambda texts: sentence(error, texts))

    def set_passphrase(self, new: str | None, current: str | None, said: Said) -> None:
        """Turn the passphrase on, change it, or (None) turn it off."""
        vault, document = self.vault, self.document
        if document is None:
            return

        def ended(_result: object) -> None:
            self.said = ("passphrase", said)
            self.changed.emit()

        self._apart("passphrase", lambda: vault.set_passphrase(document, new, current), ended)

    def read_copy(self, path: Path, passphrase: str | None) -> None:
        """Read an exported file into `brought`; nothing is changed. A sealed one waits for its passphrase."""
        vault = self.vault
        self.brought = self.locked_copy = None

        def ended(result: object) -> None:
            self.brought = result  # type: ignore[assignment] # what read_export gives
            self.changed.emit()

        def failed(error: KeepingError) -> None:
            if error.code in ("locked", "wrong-passphrase"):
                self.locked_copy = path

        self._apart("copy", lambda: vault.read_export(path, passphrase), ended, failed)

    def bring(self) -> None:
        """Add what was read from an exported file."""
        brought, self.brought = self.brought, None
        if brought is None:
            return
        if self.act("copy", lambda: self.service.bring(brought), lambda texts: texts("family.import.done")):
            self._keep_choices()

    def quieten(self) -> None:
        """Forget what was said and asked: another page is shown."""
        self.said = self.brought = self.locked_copy = None

    def lock(self) -> None:
        """Close notes that are under a passphrase, and take out of this visit what came from them."""
        if not self.is_used or self.is_busy or not self.vault.has_passphrase:
            return
        self.quieten()
        self.notice = None
        self.service.now = None
        self.vault.close()
        self._is_locked = True
        self._take_choices_away()
        self.changed.emit()

    def _take_choices_away(self) -> None:
        bare = self._context.choices._replace(apps=(), settings_age=None, states={})
        self._context.service.keep_in(MemoryStore(bare))

    def forget(self, section: str) -> None:
        """Remove everything that is kept, and what this visit took from it."""
        self.notice = None
        done = self.act(section, self.service.forget_everything, lambda texts: texts("family.forgotten"))
        self._is_locked, self._problem = False, None
        if not done and has_notes(self._folder()):
            self.open_kept()
        self._take_choices_away()
        self.changed.emit()

    # Off the GUI thread.

    def _apart(
        self,
        section: str,
        action: Callable[[], object],
        ended: Callable[[object], None],
        failed: Callable[[KeepingError], None] = lambda _error: None,
    ) -> None:
        if self.is_busy:
            return
        self.said = None
        self._section, self._ended, self._failed = section, ended, failed
        self._thread = threading.Thread(target=self._run, args=(action,), daemon=True)
        self._thread.start()
        self.changed.emit()

    def _run(self, action: Callable[[], object]) -> None:
        try:
            result = action()
        except Exception as error:  # noqa: BLE001 - it is raised again on the GUI thread
            result = error
        self._ran.emit(result)

    def _after(self, result: object) -> None:
        if self._is_closed:
            return
        from familyguide.services.vault import KeepingError  # noqa: PLC0415 - loaded by now

        self._wait()
        waiting, self._waiting = self._waiting, []
        for action in waiting:
            self.keep(action)
        if isinstance(result, KeepingError):
            self._tell_failure(self._section, result)
            self._failed(result)
            self.changed.emit()
        elif isinstance(result, Exception):
            self.changed.emit()
            raise result
        elif self._ended is not None:
            self._ended(result)

    def _wait(self) -> None:
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _finish_work(self) -> None:
        """Let what was begun end, and keep what waited for it."""
        self._wait()
        for action in self._waiting:
            self._quietly(action)
        self._waiting.clear()

    # The end of a visit.

    def leave(self) -> None:
        """Note that Leave now was pressed, and let go of the notes; call it when nothing is on the screen."""
        self._finish_work()
        if self._service is not None and self.is_used:
            self._quietly(self._service.leave)
        self._close()

    def close(self, visited: Iterable[Route]) -> None:
        """Note the last place that may be gone back to, and let go of the notes."""
        if self._is_closed:
            return
        self._finish_work()
        service = self._service
        if service is not None and self.is_used:
            for route in list(visited)[::-1]:
                # The first that is noted is the last that may be: the others are never kept.
                if _is_place(route) and self._resume(service, route):
                    break
        self._close()

    def _resume(self, service: FamilyService, route: Route) -> bool:
        before = service.now
        self._quietly(lambda: service.resume_at(route.page, route.item, route.part))
        place = service.now.resume if service.now is not None else None
        is_it = place is not None and (place.page, place.item) == (route.page, route.item)
        return service.now != before or is_it

    def _close(self) -> None:
        self._is_closed = True
        self._waiting.clear()
        if self._service is not None:
            self._service.now = None
            self._service.keeper.close()


class ToldStore:
    """Kept choices whose trouble is told instead of raised: the choice holds for this visit."""

    def __init__(self, kept: KeptChoices, notes: FamilyNotes) -> None:
        self._kept = kept
        self._notes = notes

    def load(self) -> Choices:
        """Give this visit's choices, with those that were kept in their place."""
        return self._kept.load()

    def save(self, choices: Choices) -> None:
        """Keep the choices where that succeeds."""
        self._notes.keep(lambda: self._kept.save(choices))


def _is_place(route: Route) -> bool:
    """Tell whether a route is more than a list: a talk, an article, an agreement."""
    return route.item is not None and route.page in ("conversation", "article", "agreement")
