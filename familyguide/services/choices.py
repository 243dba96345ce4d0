"""What the reader chose on this visit; in this version it lives in memory only."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Literal

    from familyguide.guide.names import Language

    ThemeName = Literal["system", "light", "dark", "contrast"]
    SettingState = Literal["todo", "done", "later", "not-for-us"]

SCALES = (100, 125, 150, 175, 200)
# How fast pages are read aloud, from slow to fast.
SPEEDS = (-2, -1, 0, 1, 2)


class Choices(NamedTuple):
    """One reader's choices; changing means replacing."""

    language: Language = "fr"
    country: str | None = None
    age: str | None = None
    theme: ThemeName = "system"
    scale: int = 100
    apps: tuple[str, ...] = ()
    settings_age: str | None = None
    # Setting id → state; ids are permanent, so nothing else needs remembering.
    states: Mapping[str, SettingState] = MappingProxyType({})
    shift_leaves: bool = True
    speed: int = 0
    # The voice that reads aloud in each language, by its name there; "" leaves it to the system.
    voice_fr: str = ""
    voice_en: str = ""


class Store(Protocol):
    """Where choices are kept."""

    def load(self) -> Choices:
        """Give what was kept, or the defaults."""
        ...

    def save(self, choices: Choices) -> None:
        """Keep the choices."""
        ...


class MemoryStore:
    """Keeps choices until the program ends."""

    def __init__(self, choices: Choices | None = None) -> None:
        self._choices = choices or Choices()

    def load(self) -> Choices:
        """Give what this visit chose."""
        return self._choices

    def save(self, choices: Choices) -> None:
        """Replace what this visit chose."""
        self._choices = choices


class ChoicesService:
    """Changes choices, saves them where allowed, and tells the listeners."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._listeners: list[Callable[[Choices, Choices], None]] = []
        self.now = store.load()

    def listen(self, listener: Callable[[Choices, Choices], None]) -> None:
        """Call a listener with the old and the new choices after each change."""
        self._listeners.append(listener)

    def keep_in(self, store: Store) -> None:
        """Go on with another store and with what it holds, and tell the listeners."""
        self._store = store
        before, self.now = self.now, store.load()
        if self.now != before:
            for listener in self._listeners:
                listener(before, self.now)

    def change(self, **changes: Any) -> None:  # noqa: ANN401 - the fields of Choices
        """Replace some choices; nothing happens when they are already so."""
        before = self.now
        after = before._replace(**changes)
        if after == before:
            return
        self.now = after
        self._store.save(after)
        for listener in self._listeners:
            listener(before, after)

    def set_state(self, setting: str, state: SettingState) -> None:
        """Note what a family decided about one setting."""
        states = {key: value for key, value in self.now.states.items() if key != setting}
        if state != "todo":
            states[setting] = state
        self.change(states=states)
