"""Six ways through the guide by keys alone, each step told by what Orca says of it."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from functools import cached_property
from typing import TYPE_CHECKING

from familyguide import cli
from familyguide.services.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from familyguide.guide.library import Library
    from familyguide.guide.names import Language
    from prove.real_screen_reader import Room

# A line of Orca's debug file: what it says, and not the name of the key that was pressed, after which comes
# a blank.
_SAID = re.compile(r"SPEECH OUTPUT: '((?:(?!SPEECH OUTPUT|' \{).)*?)'(?: voice=\w+)?[\[{]", re.DOTALL)
# Roles as Orca names them.
ROLES = {
    "en": {
        "button": "push button",
        "radio": "radio button",
        "box": "check box",
        "chosen": "selected",
        "ticked": "checked",
        "heading": "heading",
        "dialog": "dialog",
    },
    "fr": {
        "button": "bouton",
        "radio": "bouton radio",
        "box": "case à cocher",
        "chosen": "sélectionné",
        "ticked": "cochée",
        "heading": "en-tête",
        "dialog": "boîte de dialogue",
    },
}
# All is said when Orca has met nothing for so long; a slow answer is waited for.
QUIET, LONGEST = 0.5, 20.0
# A guide that has ended answers no key.
PATIENCE = 8.0
# Written where the key that was pressed is let go.
_LET_GO = "KEYBOARD_EVENT:  type=ATSPI_KEY_RELEASED_EVENT"
# On a busy computer what is said may come after a rest: so many rests at most before the next key.
LATE = 4
# So many keys lead anywhere.
MOST = 80
# The keys of Orca that read line by line, away from where the keyboard is.
LINE, NEXT_LINE = "KP_Up", "KP_Page_Up"


def plain(words: str) -> str:
    """Give words as one line, and blanks of one kind."""
    return " ".join(words.split())


class Person:
    """Somebody who hears the guide, and has nothing but keys."""

    def __init__(self, room: Room, language: Language, name: str) -> None:
        self.language, self.texts, self.roles = language, Texts(language), ROLES[language]
        self.text = [name, "=" * len(name)]
        self.keys = self.sentences = 0
        self.last: list[str] = []
        self._room = room

    @cached_property
    def library(self) -> Library:
        """The content."""
        return cli.open_library()

    def title(self, identifier: str) -> str:
        """Give the title of an item of the content."""
        row = self.library.row(identifier)
        return row.title[self.language] if row is not None else identifier

    def open(self) -> None:
        """Start the guide, and wait until it is heard."""
        order = [sys.executable, "-m", "familyguide", "--guest", "--lang", self.language, "--country", "FR"]
        self._guide = self._room.start(*order)
        self.text += ["", "[start]"]
        self.last = []
        self.hear(self.texts("home.title"), within=60)

    def close(self) -> None:
        """End the guide."""
        self._guide.terminate()
        self._listen()
        self._guide.wait()

    @property
    def is_gone(self) -> bool:
        """Whether the guide has ended."""
        return self._guide.poll() is not None

    # What a person does.

    def press(self, key: str) -> list[str]:
        """Press a key, and listen."""
        subprocess.run(["xdotool", "key", key], check=True)  # noqa: S607 - of this display
        self.keys += 1
        self.text += ["", f"[{key}]"]
        self.last = []
        self._listen(answered=1)
        return self.last

    def type(self, words: str) -> None:
        """Type words."""
        subprocess.run(["xdotool", "type", "--delay", "80", words], check=True)  # noqa: S607 - as above
        self.keys += len(words)
        self.text += ["", f"[{words}]"]
        self.last = []
        self._listen(answered=len(words))

    def until(self, *words: str, key: str = "Tab") -> str:
        """Press a key until a sentence holds some words; gives what was heard under that key."""
        for _ in range(MOST):
            self.press(key)
            for _late in range(LATE):
                if self.last:
                    break
                self._listen()
            heard = plain(" ".join(self.last))
            if all(plain(word) in heard for word in words):
                return heard
        self._lack(f"{key}: {words}")
        return ""

    def enter(self, *words: str, title: str) -> None:
        """Go by Tab to a control, press it, and hear the title of what comes."""
        self.until(*words)
        self.press("Return")
        self.hear(title)

    def hear(self, *words: str, within: float = LONGEST) -> None:
        """Wait until what is said under the last key holds some words."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            heard = plain(" ".join(self.last))
            if all(plain(word) in heard for word in words):
                return
            self._listen()
        self._lack(f"{self.text[-1]!r} instead of {words}")

    def read(self, words: str) -> None:
        """Read on line by line, as Orca's own keys do, until some words come."""
        self.press(LINE)
        if plain(words) not in plain(" ".join(self.last)):
            self.until(words, key=NEXT_LINE)

    def _lack(self, what: str) -> None:
        message = f"not heard after {self.keys} keys: {what}"
        self.text += ["", f"!!! {message}"]
        raise LookupError(message)

    # What is heard.

    def _listen(self, *, answered: int = 0) -> None:
        """Write what Orca says, until it has met so many keys and nothing more comes."""
        end, still = time.monotonic() + PATIENCE, time.monotonic() + QUIET
        new = ""
        while time.monotonic() < min(end, still):
            time.sleep(0.05)
            come = self._room.news()
            new += come
            if come or new.count(_LET_GO) < answered:
                still = time.monotonic() + QUIET
        said = [sentence for sentence in _SAID.findall(new) if sentence.strip()]
        self.last += said
        self.sentences += len(said)
        self.text += [f"  {plain(sentence)}" for sentence in said]


def _talk(person: Person) -> None:
    """Prepare a talk on live video with a child of nine to eleven."""
    texts, roles = person.texts, person.roles
    person.until(texts("age.9-11"), roles["radio"])
    person.press("space")
    person.hear(roles["chosen"])
    person.enter(texts("home.talk.title"), roles["button"], title=texts("talk.title"))
    title = person.title("cameras-live-9-11")
    person.enter(title, roles["button"], title=title)
    # The first sentence to say, and then the steps.
    person.hear(texts("talk.start"))
    person.read(texts("part.lead.prepare"))


def _plan(person: Person) -> None:
    """Find the plan for blackmail with pictures, and the number to call."""
    texts, roles = person.texts, person.roles
    person.enter(texts("home.todo.title"), roles["button"], title=roles["heading"])
    person.enter(texts("todo.skip"), roles["button"], title=roles["heading"])
    title = person.title("sextortion-now")
    person.enter(title, roles["button"], title=title)
    person.until("3018", roles["button"])
    person.press("Return")
    person.hear("3018")


def _to_help(person: Person) -> None:
    """Go from Home to Get help by the parts of the window."""
    texts, roles = person.texts, person.roles
    person.press("F6")
    person.until(texts("rail.help"), roles["button"])
    person.press("Return")
    person.hear(texts("help.title"), roles["heading"])


def _help(person: Person) -> None:
    """Go to Get help by the parts of the window, and find out when 119 answers."""
    texts, roles = person.texts, person.roles
    _to_help(person)
    person.until(texts("help.needs"), roles["radio"])
    person.until("119", texts("service.always"))
    person.until(texts("service.details"), roles["button"])
    person.press("Return")
    person.hear(texts("fold.open"))


def _settings(person: Person) -> None:
    """Choose an app, and tick a first setting."""
    texts, roles = person.texts, person.roles
    person.enter(texts("home.settings.title"), roles["button"], title=texts("settings.title"))
    person.until("Discord", roles["box"])
    person.press("space")
    person.hear(roles["ticked"])
    person.enter(texts("settings.make"), roles["button"], title=texts("settings.plan.title"))
    person.until(texts("state.done"), roles["radio"])
    person.press("space")
    person.hear(roles["chosen"])
    person.hear(texts("settings.progress.spoken", done=1, total="").strip(" ."))


def _search(person: Person) -> None:
    """Type words, hear how much was found, and open a page."""
    texts, roles = person.texts, person.roles
    person.press("ctrl+f")
    person.hear(texts("top.search.name"))
    words = "chantage photo" if person.language == "fr" else "blackmail photo"
    person.type(words)
    person.hear(words)
    person.press("Return")
    person.hear("3018", roles["button"])
    title = person.title("sextortion-now")
    person.enter(title, roles["button"], title=title)


def _window(person: Person) -> None:
    """Go through the window by its keys, choose a heading, answer a dialog, and leave at once."""
    texts, roles = person.texts, person.roles
    for _part in range(5):
        person.press("F6")
    person.press("F7")
    person.hear(texts("outline.few"))
    person.press("F1")
    person.hear(texts("keyboard.title"), roles["heading"])
    person.press("F7")
    person.hear(texts("outline.title"))
    person.press("Tab")
    person.press("Return")
    person.press("Tab")
    person.press("alt+Left")
    person.hear(texts("home.title"))
    _to_help(person)
    person.until("allo119.gouv.fr", roles["button"])
    person.press("Return")
    person.hear(roles["dialog"])
    person.press("Escape")
    person.hear("allo119.gouv.fr", roles["button"])
    person.until(texts("service.copy"), roles["button"])
    person.press("Return")
    person.press("ctrl+plus")
    person.hear(texts("reading.at", size=texts("reading.percent", n=125)))
    person.press("Shift_L")
    person.press("Shift_L")
    person.press("Shift_L")


WAYS: dict[str, Callable[[Person], None]] = {
    "1-talk": _talk,
    "2-plan": _plan,
    "3-help": _help,
    "4-settings": _settings,
    "5-search": _search,
    "6-window": _window,
}
