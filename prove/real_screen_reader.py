"""What Orca says while a person uses the guide by keys alone: six ways through it, in both languages.

Each language has a display, a window manager, an accessibility bus and an Orca of its own, and the guide as
it is started by anybody. Only keys are pressed. What Orca speaks is read in its debug file; nothing sounds,
for no speech engine is started. A step of a way that is not heard fails the proof.

`--transcript DIR` writes what was heard under each key, for people to read.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import tty
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Self

from familyguide import cli
from prove.screen_reader import LANGUAGES, Desk, missing

if TYPE_CHECKING:
    from familyguide.guide.names import Language

PROGRAMS = ("orca", "openbox", "xdotool", "false")
NAME = "prove.real_screen_reader"
# Settings of the desktop are those of everybody, and none is kept.
SETTINGS = {"GSETTINGS_BACKEND": "memory", "NO_AT_BRIDGE": "0"}


def run() -> tuple[bool, str]:
    """Go the ways in both languages at once; gives whether every step was heard, and the figures."""
    with tempfile.TemporaryDirectory(prefix="family-guide-prove-") as folder:
        return listen(Path(folder))


def transcribe(folder: Path) -> int:
    """Go the ways, and keep what was heard; gives 1 when a step was not."""
    folder.mkdir(parents=True, exist_ok=True)
    passed, figures = listen(folder.resolve())
    print(figures, file=sys.stdout if passed else sys.stderr)
    return 0 if passed else 1


def listen(folder: Path) -> tuple[bool, str]:
    """Go the ways, and write each to a file of a folder; gives whether all was heard, and the figures."""
    lacking = missing() + [name for name in PROGRAMS if shutil.which(name) is None]
    if lacking:
        return False, f"not installed: {', '.join(lacking)}"
    cli.open_library().close()
    lines, passed = [], True
    with ExitStack() as open_desks:
        desks = [
            # Orca and the bus speak the language of LANGUAGE wherever the locale is not plain C.
            open_desks.enter_context(Desk(language, str(folder), client=NAME, LANGUAGE=language, **SETTINGS))
            for language in LANGUAGES
        ]
        answers = [(desk, desk.answer()) for desk in desks]
    for desk, told in answers:
        if told is None:
            return False, f"{desk.language}: the ways broke off\n{desk.errors()}"
        passed = passed and not told["faults"]
        lines.append(
            f"{desk.language}: {told['version']}: {told['ways']} ways, {told['keys']} keys, "
            f"{told['sentences']} sentences, {told['seconds']} s; {len(told['faults'])} steps not heard"
        )
        lines += [f"{desk.language}: {fault}" for fault in told["faults"]]
    return passed, "\n".join(lines)


class Room:
    """A window manager and Orca, as long as they are needed."""

    def __init__(self) -> None:
        home = Path(os.environ["HOME"])
        config = Path(os.environ["XDG_CONFIG_HOME"]) / "speech-dispatcher"
        config.mkdir(parents=True)
        # Without sound: Orca then writes down what it would say, and waits for no voice.
        (config / "speechd.conf").write_text("DisableAutoSpawn\n")
        # Orca looks whether another one runs, also on another display, where a person may need theirs.
        tools = home / "bin"
        tools.mkdir()
        (tools / "pgrep").symlink_to(shutil.which("false") or "")
        self._processes: list[subprocess.Popen[bytes]] = []
        self.start("openbox")
        path = f"{tools}{os.pathsep}{os.environ['PATH']}"
        # Line by line and at once: that is how a program writes to a terminal, and to no file.
        self._ear, mouth = os.openpty()
        tty.setraw(mouth)
        self._heard: SimpleQueue[bytes] = SimpleQueue()
        threading.Thread(target=self._hear, daemon=True).start()
        # It runs in the Python of the system, which must not meet our packages.
        self.start("orca", f"--debug-file={os.ttyname(mouth)}", PATH=path, PYTHONPATH="")

    def _hear(self) -> None:
        while True:
            self._heard.put(os.read(self._ear, 65536))

    def news(self) -> str:
        """Give what Orca has written since the last time."""
        new = []
        while not self._heard.empty():
            new.append(self._heard.get())
        return b"".join(new).decode("utf-8", "replace")

    def start(self, *order: str, **more: str) -> subprocess.Popen[bytes]:
        """Start a program that ends with the room."""
        made = subprocess.Popen(order, env=os.environ | more, stdout=sys.stderr, stderr=sys.stderr)
        self._processes.append(made)
        return made

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for process in reversed(self._processes):
            process.terminate()
        for process in self._processes:
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def say(language: Language, folder: Path) -> dict[str, Any]:
    """Go the ways, and write each to a file; gives the figures and what was not heard."""
    from prove._spoken_ways import WAYS, Person  # noqa: PLC0415 - only on a display of its own

    begin, faults = time.monotonic(), []
    version = subprocess.run(
        ["orca", "--version"],  # noqa: S607 - as a person starts it
        env=os.environ | {"PYTHONPATH": ""},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    keys = sentences = 0
    with Room() as room:
        for name, go in WAYS.items():
            person = Person(room, language, name)
            try:
                person.open()
                go(person)
            except LookupError as error:
                faults.append(f"{name}: {error.args[0]}")
            finally:
                person.close()
            (folder / f"{name}.{language}.txt").write_text("\n".join(person.text) + "\n", encoding="utf-8")
            keys, sentences = keys + person.keys, sentences + person.sentences
    return {
        "version": f"Orca {version.strip()}",
        "ways": len(WAYS),
        "keys": keys,
        "sentences": sentences,
        "seconds": round(time.monotonic() - begin),
        "faults": faults,
    }


def main(language: Language, folder: str) -> None:
    """Go the ways on this display, and tell what came of it."""
    print(json.dumps(say(language, Path(folder))))


if __name__ == "__main__":
    main("en" if sys.argv[1] == "en" else "fr", sys.argv[2])
