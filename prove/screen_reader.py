"""What a screen reader is told of every page, looked at from another process over the accessibility bus.

Two windows of the guide, one in each language, stand on displays of their own. This client knows of them only
what AT-SPI tells: it walks every page with all its folds open, presses Tab through each, and lists controls
without a name, called alike, called by a class or in the other language, that Tab does not come to, headings
without a level, and parts that do not say what they are. Faults planted first show that it finds each kind.
Names do not depend on colours: every page is walked once per language, and a share of them in the other
themes and in a small window with large text (all of them with FAMILY_GUIDE_TRY_ALL=1). Windows and macOS are
not tried here.

`--transcript DIR` writes what is said on five ways through the guide instead.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from familyguide import cli
from familyguide.services.texts import Texts
from prove._atspi import TAB, Ear, Node
from prove._spoken_rules import KINDS, Fault, faults

if TYPE_CHECKING:
    from familyguide.guide.library import Library
    from familyguide.guide.names import Language

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES: tuple[Language, ...] = ("fr", "en")
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
MINUTES = 40
# One page in so many is walked in the other themes and sizes; each of them, where all is tried.
SHARE = 1 if os.environ.get("FAMILY_GUIDE_TRY_ALL") else 40
# One country in so many: their pages are made alike.
COUNTRIES = 6
VIEWS: dict[str, dict[str, Any]] = {
    "dark": {"theme": "dark"},
    "contrast, 900 x 600, 200 %": {"theme": "contrast", "scale": 200, "size": (900, 600)},
}
START = "the start of a public PC"
# What is shown of the faults: the rest is more of the same.
MOST = 25
# So many stops of Tab there are in the bars at most.
ROUND = 40
SETTLE = 0.5


def missing() -> list[str]:
    """Name the programs that are not installed."""
    names = [name for name in ("Xvfb", "dbus-run-session") if shutil.which(name) is None]
    return names + ([] if launcher() else ["at-spi-bus-launcher"])


def launcher() -> str:
    """Give the program that starts the accessibility bus; empty where there is none."""
    return next((name for name in LAUNCHERS if Path(name).exists()), "")


def run() -> tuple[bool, str]:
    """Walk every page in both languages at once; gives whether nothing is wrong, and the figures."""
    lacking = missing()
    if lacking:
        return False, f"not installed: {', '.join(lacking)}"
    # Where nothing is compiled yet, once, and not by four processes at a time.
    cli.open_library().close()
    lines, passed = [], True
    with ExitStack() as open_desks:
        desks = [open_desks.enter_context(Desk(language, "walk")) for language in LANGUAGES]
        answers = [(desk, desk.answer()) for desk in desks]
    for desk, told in answers:
        if told is None:
            return False, f"{desk.language}: the walk broke off\n{desk.errors()}"
        passed = passed and not told["faults"] and not told["unfound"]
        lines.append(
            f"{desk.language}: {told['pages']} pages and states, {told['controls']} controls, "
            f"{told['stops']} steps of Tab, {told['seconds']} s; {len(told['faults'])} faults"
        )
        lines.append(f"{desk.language}: planted faults found: {', '.join(told['found']) or 'none'}")
        lines += [f"{desk.language}: planted and not found: {kind}" for kind in told["unfound"]]
        lines += [f"{desk.language}: {fault}" for fault in told["faults"][:MOST]]
    return passed, "\n".join(lines)


def transcribe(folder: Path) -> int:
    """Write what is said on five ways through the guide, in both languages; gives 1 when one breaks off."""
    lacking = missing()
    if lacking:
        sys.stderr.write(f"prove: not installed: {', '.join(lacking)}\n")
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    cli.open_library().close()
    failed = 0
    with ExitStack() as open_desks:
        desks = [
            open_desks.enter_context(Desk(language, "say", str(folder.resolve()))) for language in LANGUAGES
        ]
        answers = [(desk, desk.answer()) for desk in desks]
    for desk, told in answers:
        if told is None:
            sys.stderr.write(f"prove: {desk.language}: a way broke off\n{desk.errors()}\n")
            failed = 1
        else:
            print("\n".join(told["files"]))
    return failed


class Desk:
    """A display, a session and an accessibility bus of their own, and a client on them; one language."""

    def __init__(
        self, language: Language, *words: str, client: str = "prove.screen_reader", **more: str
    ) -> None:
        self.language = language
        self._folder = Path(tempfile.mkdtemp(prefix="family-guide-prove-"))
        self._log: IO[str] = (self._folder / "log").open("w+")
        names = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "TMPDIR")
        places = {name: self._folder / name.lower() for name in names}
        for place in places.values():
            place.mkdir(mode=0o700)
        reading, writing = os.pipe()
        order = [
            "Xvfb",
            "-screen",
            "0",
            "1280x840x24",
            "-displayfd",
            str(writing),
            "-nolisten",
            "tcp",
            "-noreset",
        ]
        self._x = subprocess.Popen(order, pass_fds=(writing,), stdout=self._log, stderr=self._log)
        os.close(writing)
        with os.fdopen(reading) as told:
            display = f":{told.readline().strip()}"
        kept = {
            name: os.environ[name]
            for name in ("PATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "FAMILY_GUIDE_TRY_ALL")
            if name in os.environ
        }
        environment = kept | {name: str(place) for name, place in places.items()}
        environment |= {
            "DISPLAY": display,
            "LANG": "C.UTF-8",
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        }
        environment |= {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"} | more
        # The session ends with the client, and everything that it started.
        inside = '"$0" --launch-immediately & shift 0; exec "$@"'
        order = ["dbus-run-session", "--", "sh", "-c", inside, launcher()]
        order += [sys.executable, "-m", client, language, *words]
        self._client = subprocess.Popen(
            order,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        # Broken off, too, nothing stays: the client, the buses and what they started are one group.
        with suppress(ProcessLookupError):
            os.killpg(self._client.pid, signal.SIGTERM)
        self._client.wait()
        self._x.terminate()
        self._x.wait()
        self._log.seek(0)
        self._lines = self._log.read().splitlines()
        self._log.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def answer(self) -> dict[str, Any] | None:
        """Wait for the client, and give what it found; None when it broke off."""
        try:
            said, _none = self._client.communicate(timeout=60 * MINUTES)
            found: dict[str, Any] = json.loads(said.strip().splitlines()[-1])
        except (subprocess.TimeoutExpired, IndexError, ValueError):
            return None
        return found

    def errors(self) -> str:
        """Give the last lines of what was written beside the answer."""
        noise = ("no queued key", "NoReply", "Could not find accessible")
        lines = [line for line in self._lines if not any(part in line for part in noise)]
        return "\n".join(lines[-15:])


class App:
    """The guide in a process of its own, which goes where it is told."""

    def __init__(self, ear: Ear) -> None:
        self.ear = ear
        order = [sys.executable, "-m", "prove._spoken_app", os.environ["XDG_DATA_HOME"]]
        self._process = subprocess.Popen(
            order, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sys.stderr, text=True
        )
        self.number = self._process.pid

    def ask(self, *words: Any) -> Any:  # noqa: ANN401 - what JSON can hold
        """Ask for something, and wait until it stands on the screen."""
        assert self._process.stdin is not None  # noqa: S101 - pipes were asked for
        assert self._process.stdout is not None  # noqa: S101 - as above
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def open(self, language: Language, **wishes: object) -> None:
        """Open a window."""
        self.ask("open", language, wishes)
        self.ear.find_program(self.number)

    def end(self) -> None:
        """Let the guide end."""
        assert self._process.stdin is not None  # noqa: S101 - pipes were asked for
        self._process.stdin.close()
        self._process.wait(timeout=30)


class Walk:
    """A look at page after page, and what was found."""

    def __init__(self, ear: Ear, app: App, language: Language, library: Library | None = None) -> None:
        self.ear, self.app, self.language = ear, app, language
        self.library = library or cli.open_library()
        self.found: dict[Fault, list[str]] = {}
        self.counts: Counter[str] = Counter()

    def again(self) -> Walk:
        """Give a walk that has found nothing yet."""
        return Walk(self.ear, self.app, self.language, self.library)

    def note(self, fault: Fault, where: str) -> None:
        """Remember a fault, and where it stands."""
        self.found.setdefault(fault, []).append(where)

    def page(self, *route: str | None) -> None:
        """Look at one page with all its folds open, without the bars."""
        where = " ".join(filter(None, route))
        self.app.ask("go", *route)
        said = self.said()
        self.app.ask("unfold")
        nodes = self.part()
        title = next((node.name for node in nodes.values() if node.role == "heading"), "")
        times = sum(sentence.partition(". ")[0] == title.partition(". ")[0] for sentence in said)
        if times != 1 or not title:
            self.note(Fault("page change", f"{title!r} is said {times} times, not once, among {said}"), where)
        self.look(nodes, where)

    def part(self) -> dict[str, Node]:
        """Give what lies in the page: the part of the window between its bars."""
        for window in self.ear.children():
            for shell in self.ear.children(window):
                for path in self.ear.children(shell):
                    if {"focusable", "showing"} <= self.ear.states(path) and self.ear.name(path):
                        return self.ear.tree(path, shell)
        return {}

    def look(self, nodes: dict[str, Node], where: str, *, is_tried: bool = True) -> None:
        """Find what is wrong with a part of the window."""
        # The last of these lines say where a walk broke off.
        sys.stderr.write(f"{time.monotonic():.1f} {where}\n")
        visited = self.tab(nodes) if is_tried else None
        shown = [node for node in nodes.values() if node.is_shown]
        if not shown:
            self.note(Fault("empty", "nothing is told"), where)
        self.counts["pages"] += 1
        self.counts["controls"] += sum(node.is_control for node in shown)
        for fault in faults(nodes, self.library, self.language, visited):
            # Each language begins a visit in its own words.
            if where != START or fault.kind != "other language":
                self.note(fault, where)

    def tab(self, nodes: dict[str, Node]) -> list[str]:
        """Press Tab through a part of the window; gives where the keyboard came, in order."""
        wanted = {node.path for node in nodes.values() if node.is_control and node.takes_keys}
        visited = [path for path, node in nodes.items() if node.is_control and "focused" in node.states]
        # What stands before the words that have the keyboard is met after the bars: a long way round. A busy
        # computer may be late; what Tab never comes to is not met on the third way either.
        for further in (2, ROUND, ROUND, ROUND):
            left = len(wanted - set(visited))
            if not left:
                break
            self.ear.forget()
            presses = left + further
            self.ear.key(TAB, presses)
            self.counts["stops"] += presses
            for kind, path, _words, number in self.ear.events(SETTLE):
                if kind == "StateChanged:focused" and number:
                    visited.append(path)
                    presses -= 1
                    if not presses:
                        break
        return visited

    def over(self) -> dict[str, Node]:
        """Give what lies over the page and has the keyboard: a sheet, a panel, the menu."""
        nodes = self.ear.tree()
        sheets = [node for node in nodes.values() if node.role == "dialog" and node.is_shown]
        focused = [node for node in nodes.values() if "focused" in node.states]
        top = next(iter([*sheets, *focused]), None)
        while top is not None and nodes[top.parent].parent and nodes[nodes[top.parent].parent].parent:
            top = nodes[top.parent]
        return self.ear.tree(top.path, top.parent) if top is not None else {}

    def find(self, name: str) -> Node | None:
        """Give the first control whose name holds some words."""
        shown = self.ear.tree().values()
        return next((node for node in shown if node.is_shown and node.is_control and name in node.name), None)

    def press(self, name: str) -> None:
        """Press a control."""
        node = self.find(name)
        if node is None:
            self.note(Fault("live", f"there is no {name!r} to press"), "live changes")
        else:
            self.ear.press(node.path)

    def type(self, name: str, words: str) -> None:
        """Type words in a field."""
        node = self.find(name)
        if node is None:
            self.note(Fault("live", f"there is no {name!r} to type in"), "live changes")
        else:
            self.ear.focus(node.path)
            self.said()
            for letter in words:
                self.ear.key(ord(letter))

    def hear(self, words: str, where: str, *, within: float = 15) -> None:
        """Wait until words are announced."""
        end, heard = time.monotonic() + within, []
        while time.monotonic() < end:
            heard += [sentence for kind, _p, sentence, _n in self.ear.events(0.1) if kind == "Announcement"]
            if any(words in sentence for sentence in heard):
                self.counts["live"] += 1
                return
        self.note(Fault("live", f"{words!r} is not announced, only {heard}"), where)

    def said(self) -> list[str]:
        """Give what is said by itself of what has just come: announcements, and where the keyboard is."""
        words = []
        for kind, path, sentence, number in self.ear.events(0.02):
            if kind == "Announcement":
                words.append(sentence)
            elif number:
                words.append(self.ear.name(path))
        # Told twice that the keyboard is where it was, it says so once.
        return [word for at, word in enumerate(words) if word and word not in words[max(0, at - 1) : at]]


def walk(language: Language) -> dict[str, Any]:
    """Walk every page in a language; gives the figures and the faults."""
    begin = time.monotonic()
    with Ear() as ear:
        app = App(ear)
        app.open(language)
        made = Walk(ear, app, language)
        unfound = _planted(made)
        routes = app.ask("routes")
        for route in routes:
            made.page(*route)
        _live(made)
        _whole_windows(made)
        for name, wishes in VIEWS.items():
            app.open(language, **wishes)
            for route in routes[::SHARE]:
                made.page(*route)
            _ = name
        app.end()
    told = [
        f"{fault.kind}: {fault.told} (on {pages[0]}, {len(pages)} in all)"
        for fault, pages in made.found.items()
    ]
    return {
        **{name: made.counts[name] for name in ("pages", "controls", "stops")},
        "faults": told,
        "found": [kind for kind in PLANTED if kind not in unfound],
        "unfound": unfound,
        "seconds": round(time.monotonic() - begin),
    }


PLANTED = tuple(kind for kind in KINDS if kind != "said twice")


def _planted(made: Walk) -> list[str]:
    """Plant one fault of each kind on a page without any; gives those that are not found."""
    unfound = []
    for kind in PLANTED:
        made.app.ask("go", "todo", None, "list")
        clean, seen = made.again(), made.again()
        clean.look(clean.part(), "planted")
        made.app.ask("plant", kind)
        seen.look(seen.part(), "planted")
        made.app.ask("unplant")
        if any(fault.kind == kind for fault in clean.found) or all(
            fault.kind != kind for fault in seen.found
        ):
            unfound.append(kind)
    return unfound


def _whole_windows(made: Walk) -> None:
    """Look at whole windows: the bars, and what stands in place of the page or over it."""
    app, ear, language = made.app, made.ear, made.language
    app.open(language)
    app.ask("go", "home")
    made.look(ear.tree(), "the whole window")
    for name in ("family-used", "family-locked"):
        app.ask("family", name)
        app.ask("unfold")
        made.look(made.part(), name)
    app.ask("go", "family")
    app.ask("go", "help", "talk")
    for what, where in (("reading", "reading options"), ("code", "a web address as a code")):
        app.ask(what)
        made.look(made.over(), where)
        app.ask("close_menu")
        app.ask("close_sheets")
    for name in ("link", "problem"):
        app.ask("dialog", name)
        made.look(ear.tree(ear.children()[-1]), f"the dialog {name}")
        app.ask("close_sheets")
    for country in app.ask("countries")[::COUNTRIES]:
        app.ask("country", country)
        app.ask("go", "help")
        made.look(ear.tree(), f"help in {country}", is_tried=False)
    app.open(language, size=(900, 600), scale=200)
    app.ask("menu")
    made.look(made.over(), "the menu of a small window")
    _session(made)
    app.open(language, keyboard=True)
    app.ask("go", "home")
    app.ask("keys")
    made.look(ear.tree(), "the keys on the screen", is_tried=False)
    app.open(language, mode="public-pc")
    app.ask("public")
    made.look(ear.tree(), START, is_tried=False)
    app.ask("begin")
    made.said()
    app.ask("idle")
    texts = Texts(language)
    made.hear(texts("public.idle.text"), "somebody still there?")
    made.look(made.over(), "somebody still there?", is_tried=False)


def _session(made: Walk) -> None:
    """Look at a session: the questions before it, what everybody sees, and its options."""
    app, ear = made.app, made.ear
    app.open(made.language)
    app.ask("go", "session", "plan")
    app.ask("present")
    made.look(made.over(), "the questions before a session")
    app.ask("begin_session")
    made.look(ear.tree(ear.children()[-1]), "a session on the screen")
    app.ask("session_options")
    made.look(made.over(), "the options of a session")
    app.ask("end_session")


def _live(made: Walk) -> None:
    """Do what changes something on the page, as a person does, and listen to what is said of it."""
    app, texts = made.app, Texts(made.language)
    app.open(made.language)
    app.ask("go", "home")
    made.said()
    made.type(texts("top.search.name"), "webcam")
    made.hear("webcam", "a search")
    app.ask("go", "help", None, "fr-3018")
    made.said()
    made.press(texts("service.copy.name", name=""))
    made.hear(texts("service.copied.number", number="3018"), "a number copied")
    app.ask("go", "settings", "plan")
    made.said()
    made.press(texts("state.name", title="", state=texts("state.done")).strip(" :"))
    made.hear(texts("settings.progress.spoken", done=1, total=10), "a setting done")
    app.ask("tell", texts("link.refused"))
    made.hear(texts("link.refused"), "an error")


def say(language: Language, folder: Path) -> dict[str, Any]:
    """Write what is said on five ways; gives the files."""
    from prove._transcript import write  # noqa: PLC0415 - not for a walk

    with Ear() as ear:
        app = App(ear)
        app.open(language)
        files = write(Walk(ear, app, language), folder)
        app.end()
    return {"files": files}


def main(language: Language, what: str, *rest: str) -> None:
    """Do one thing as a client of the bus of this session, and tell what came of it."""
    print(json.dumps(walk(language) if what == "walk" else say(language, Path(rest[0]))))


if __name__ == "__main__":
    main("en" if sys.argv[1] == "en" else "fr", *sys.argv[2:])
