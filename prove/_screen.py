"""A real display for proofs: Xvfb with a window manager and hands, folders of its own, and what was left."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
NEEDED = ("Xvfb", "openbox", "xdotool", "xclip")


def missing(*more: str) -> list[str]:
    """Name the programs that are not installed."""
    return [name for name in (*NEEDED, *more) if shutil.which(name) is None]


def until(fits: Callable[[], object], seconds: float = 60) -> bool:
    """Wait until something holds; gives whether it did."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if fits():
            return True
        time.sleep(0.05)
    return False


class Screen:
    """An X display of 1280 x 800 with openbox, and an empty home."""

    def __init__(self) -> None:
        self.began = time.time()
        self.folder = Path(tempfile.mkdtemp(prefix="family-guide-prove-"))
        self._running: list[subprocess.Popen[str]] = []
        home = self.folder / "home"
        names = (
            "XDG_CONFIG_HOME",
            "XDG_CACHE_HOME",
            "XDG_DATA_HOME",
            "XDG_STATE_HOME",
            "XDG_RUNTIME_DIR",
            "TMPDIR",
        )
        self.places = {"HOME": home} | {name: home / name.lower() for name in names}
        for place in self.places.values():
            place.mkdir(mode=0o700)
        kept = ("PATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
        self.environment = {name: os.environ[name] for name in kept if name in os.environ}
        self.environment |= {name: str(place) for name, place in self.places.items()}
        self.environment |= {"LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
        reading, writing = os.pipe()
        log = (self.folder / "display.log").open("w")
        order = [*self.display(), "-displayfd", str(writing), "-nolisten", "tcp", "-noreset"]
        self._x = subprocess.Popen(order, pass_fds=(writing,), stdout=log, stderr=log, text=True)
        os.close(writing)
        with os.fdopen(reading) as told:
            self.environment["DISPLAY"] = f":{told.readline().strip()}"
        # What shows between our windows; no window of ours is of this colour.
        self.run("xsetroot", "-solid", "#ff00ff")
        # It keeps a log in a home: not in the one that must stay empty.
        apart = {name: str(self.folder) for name in self.places}
        self.start("openbox", log=log, env=self.environment | apart)
        time.sleep(0.5)

    def display(self) -> list[str]:
        """Give the order that starts the display."""
        return ["Xvfb", "-screen", "0", "1280x800x24"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for process in (*reversed(self._running), self._x):
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(
        self, *order: str, log: IO[str] | int = subprocess.DEVNULL, **wishes: object
    ) -> subprocess.Popen[str]:
        """Start a program on this display."""
        wishes = {"env": self.environment, "cwd": self.places["HOME"], "text": True} | wishes
        process: subprocess.Popen[str] = subprocess.Popen(order, stdout=log, stderr=log, **wishes)  # type: ignore[call-overload]
        self._running.append(process)
        return process

    def guide(
        self, *words: str, before: tuple[str, ...] = (), more: dict[str, str] | None = None
    ) -> subprocess.Popen[str]:
        """Start the guide as a person does, from another folder; a public PC with this copy's content.

        `before` is a program that starts it, `more` what its environment says beside the usual.
        """
        module = "prove._public" if "--kiosk" in words else "familyguide"
        order = (*before, sys.executable, "-m", module, *words)
        return self.start(*order, stdin=subprocess.DEVNULL, env=self.environment | (more or {}))

    def run(self, *order: str) -> str:
        """Run a small program to its end; gives what it said."""
        with contextlib.suppress(subprocess.TimeoutExpired, FileNotFoundError):
            done = subprocess.run(
                order,
                env=self.environment,
                capture_output=True,
                text=True,
                timeout=20,
                check=False,
                errors="replace",
            )
            return done.stdout
        return ""

    def hand(self, *words: str) -> str:
        """Move the hand of this display."""
        return self.run("xdotool", *words)

    def windows(self, name: str = "Guide Famille|Family Guide") -> list[str]:
        """Give the ids of the windows that are shown under a name."""
        return self.hand("search", "--onlyvisible", "--name", name).split()

    def key(self, *keys: str) -> None:
        """Press keys one after the other."""
        self.hand("key", "--delay", "60", *keys)

    def type(self, words: str) -> None:
        """Type words."""
        self.hand("type", "--delay", "40", words)

    def clipboard(self, name: str = "clipboard") -> str:
        """Give what another program would paste."""
        return self.run("timeout", "3", "xclip", "-o", "-selection", name)

    def picture(self) -> bytes:
        """Give the whole screen as 4 bytes a pixel: blue, green, red, none."""
        order = ["xwd", "-root", "-silent"]
        raw = subprocess.run(order, env=self.environment, capture_output=True, timeout=20, check=False).stdout
        head, colours = int.from_bytes(raw[:4], "big"), int.from_bytes(raw[76:80], "big")
        return raw[head + colours * 12 :]

    def bare(self) -> int:
        """Count the pixels of the desktop that are seen."""
        shown = self.picture()
        if not shown:
            message = "no picture of the screen could be taken"
            raise RuntimeError(message)
        if b"\xff\x00\xff" not in shown:
            return 0
        return sum(shown[at : at + 3] == b"\xff\x00\xff" for at in range(0, len(shown), 4))


def children(parent: int) -> list[int]:
    """Give the processes that a process has started, and theirs."""
    found, parents = [], {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            state, above = stat.read_text(errors="replace").rpartition(")")[2].split()[:2]
            if state != "Z":
                parents[int(stat.parent.name)] = int(above)
    waiting = [parent]
    while waiting:
        above = waiting.pop()
        new = [child for child, one in parents.items() if one == above]
        found += new
        waiting += new
    return found


def forms(word: str) -> list[bytes]:
    """Give the ways a word may be written in memory or in a file."""
    return [word.encode(form) for form in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")]


def in_memory(process: int, words: list[str]) -> set[str]:
    """Give the words that stand in the memory of a process; OSError where that may not be read."""
    found: set[str] = set()
    wanted = [(word, form) for word in words for form in forms(word)]
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{process}/maps").read_text(errors="replace").splitlines():
            span, rights, *_ = line.split(None, 5)
            start, end = (int(edge, 16) for edge in span.split("-"))
            if "r" not in rights or line.endswith(("[vvar]", "[vsyscall]", "[vvar_vclock]")):
                continue
            with contextlib.suppress(OSError, ValueError, OverflowError):
                memory.seek(start)
                held = memory.read(end - start)
                found |= {word for word, form in wanted if form in held}
    return found


def changed_files(places: list[Path], since: float) -> Iterator[Path]:
    """Give every file below some places that was made or changed since a time."""
    for place in places:
        for folder, names, files in os.walk(place, onerror=lambda _error: None):
            names[:] = [name for name in names if not Path(folder, name).is_symlink()]
            for name in files:
                path = Path(folder, name)
                with contextlib.suppress(OSError):
                    seen = path.lstat()
                    if max(seen.st_mtime, seen.st_ctime) >= since - 1:
                        yield path


def in_files(places: list[Path], since: float, words: list[str]) -> dict[str, set[str]]:
    """Give the files changed since a time that hold a word, or are called by it."""
    found: dict[str, set[str]] = {}
    for path in changed_files(places, since):
        with contextlib.suppress(OSError):
            if path.is_file() and path.stat().st_size < 1 << 28:
                held = path.read_bytes()
                hits = {
                    word for word in words if word in str(path) or any(form in held for form in forms(word))
                }
                if hits:
                    found[str(path)] = hits
    return found
