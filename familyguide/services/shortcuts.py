"""Every key that does something; the window, the view of a session and the page of keys read it here.

None is a key of NVDA, JAWS, Narrator, VoiceOver or Orca: for theirs a reader holds down a key of their own
(Insert, Caps Lock, Ctrl and Option together) or the Windows key.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from familyguide.services.texts import Texts

_MODIFIERS = ("Ctrl", "Alt", "Shift")
_MAC = {"Ctrl": "Cmd", "Alt": "Option"}
# Keys that bear a word, which is another one in French; the others bear what is written here.
_WORDS = (
    *("Shift", "Return", "Space", "Esc", "Up", "Down", "Left", "Right"),
    *("PgUp", "PgDown", "Home", "End"),
)


class Shortcut(NamedTuple):
    """What one or several keys do; the words for it are `keyboard.<id>` in the catalogue.

    Keys are written as Qt does: Ctrl+F, Shift+F6, PgDown.
    """

    id: str
    keys: tuple[str, ...]
    # A Mac has a habit of its own for these; empty where it is the same.
    mac: tuple[str, ...] = ()
    # So many presses in a row.
    times: int = 1

    @property
    def here(self) -> tuple[str, ...]:
        """The keys on the system this runs on."""
        return self.mac if self.mac and sys.platform == "darwin" else self.keys


# What every program does with these keys; nobody else answers them.
MOVE = (
    Shortcut("next-control", ("Tab",)),
    Shortcut("previous-control", ("Shift+Tab",)),
    Shortcut("press", ("Space", "Return")),
    Shortcut("scroll", ("Up", "Down", "PgUp", "PgDown")),
    Shortcut("close", ("Esc",)),
)
WINDOW = (
    Shortcut("next-part", ("F6",)),
    Shortcut("previous-part", ("Shift+F6",)),
    Shortcut("outline", ("F7",)),
    Shortcut("search", ("Ctrl+F",)),
    Shortcut("back", ("Alt+Left",), mac=("Ctrl+[",)),
    Shortcut("forward", ("Alt+Right",), mac=("Ctrl+]",)),
    Shortcut("larger", ("Ctrl++", "Ctrl+=")),
    Shortcut("smaller", ("Ctrl+-",)),
    Shortcut("help", ("F1",)),
)
# Answered by the watch of ui/leave.py, which also counts the time between two presses.
LEAVE = Shortcut("leave", ("Shift",), times=3)
# In both views of a session. What remotes send is among them: PgDown, PgUp, F5, a full stop.
SESSION = (
    Shortcut("session-next", ("Right", "Down", "PgDown", "Space", "Return")),
    Shortcut("session-back", ("Left", "Up", "PgUp")),
    Shortcut("session-first", ("Home",)),
    Shortcut("session-last", ("End",)),
    Shortcut("session-blank", ("B", ".", "F5", "Ctrl+B")),
    Shortcut("session-stop", ("Esc",)),
)


def caps(key: str, texts: Texts) -> list[str]:
    """Name what is written on each key to be held or pressed, in the reader's language: Ctrl, F; Maj, F6."""
    named = []
    for modifier in _MODIFIERS:
        if key.startswith(f"{modifier}+"):
            key = key.removeprefix(f"{modifier}+")
            named.append(modifier)
    return [_named(one, texts) for one in (*named, key)]


def _named(key: str, texts: Texts) -> str:
    if sys.platform == "darwin" and key in _MAC:
        return _MAC[key]
    return texts(f"keyboard.key.{key.lower()}") if key in _WORDS else key


def spoken(shortcut: Shortcut, texts: Texts) -> str:
    """Say the keys of a shortcut in words: "Ctrl and F"; "Shift, three times"."""
    join = f" {texts('keyboard.and')} "
    either = f" {texts('strip.or')} "
    said = either.join(join.join(caps(key, texts)) for key in shortcut.here)
    return texts("keyboard.times", keys=said) if shortcut.times > 1 else said
