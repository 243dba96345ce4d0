"""Programs that show the same pages: what they need, how they are prepared, and how they are started."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from benchmarks.export import NAMESPACE, VIRTUAL, home_of

ASSISTANT, KIWIX = "Qt Assistant", "Kiwix"
# Where Debian keeps the tools of Qt that no path leads to.
_TOOLS = ("/usr/lib/qt6/libexec", "/usr/lib/qt6/bin", "/usr/lib/qt5/bin")
_EXPORT_SECONDS = 600


@dataclass(frozen=True)
class Program:
    """A program to start and to look at from outside."""

    who: str
    order: list[str]
    times: int
    # What it is started with; ours and the empty window have their own.
    settings: dict[str, str] = field(default_factory=dict)
    # What its full-text index is asked by, and where it stands.
    asked: str = ""
    index: Path | None = None

    @property
    def has_links(self) -> bool:
        """Tell whether its pages are those that are exported, with coloured links at their top."""
        return bool(self.asked) and self.asked != "ours"


def missing() -> dict[str, str]:
    """Name the programs that cannot be measured here, each with what to do."""
    if not sys.platform.startswith("linux"):
        return dict.fromkeys((ASSISTANT, KIWIX), "measured on Linux only")
    screen = [] if shutil.which("Xvfb") else ["xvfb"]
    found: dict[str, str] = {}
    for who, packages, module in (
        (ASSISTANT, [] if generator() else ["qhelpgenerator-qt5"], ""),
        (KIWIX, [] if shutil.which("kiwix-desktop") else ["kiwix"], "libzim"),
    ):
        steps = [f"sudo apt-get install {' '.join(packages + screen)}"] if packages + screen else []
        modules = [name for name in ("Xlib", module) if name and find_spec(name) is None]
        steps += ["pip install -r requirements/bench.txt"] if modules else []
        if who == ASSISTANT and not _assistant().exists():
            steps.append("this PySide6 has no Assistant")
        if steps:
            found[who] = f"not installed: {'; '.join(steps)}"
    return found


def generator() -> str | None:
    """Find Qt's program that makes help files; PySide6 ships none."""
    return shutil.which("qhelpgenerator", path=os.pathsep.join((os.environ.get("PATH", ""), *_TOOLS)))


def _assistant() -> Path:
    spec = find_spec("PySide6")
    return Path(spec.origin if spec and spec.origin else "PySide6").parent / "assistant"


def prepare(who: str, compiled: Path, folder: Path, all_times: tuple[int, ...]) -> list[Program]:
    """Write the pages for a program, `times` over for each of `all_times`; raises CalledProcessError."""
    with ThreadPoolExecutor() as beside:
        return list(beside.map(lambda times: _prepare(who, compiled, folder, times), all_times))


def _prepare(who: str, compiled: Path, folder: Path, times: int) -> Program:
    home = folder / f"{who}-{times}".replace(" ", "-").lower()
    home.mkdir()
    settings = {"HOME": str(home), "XDG_RUNTIME_DIR": str(home)}
    name = who if times == 1 else f"{who} x{times}"
    if who == ASSISTANT:
        target = home / "pages" / "guide.qch"
        _export("help", compiled, target, times, generator() or "")
        order = [str(_assistant()), "-collectionFile", str(target.with_suffix(".qhc"))]
        order += ["-showUrl", f"qthelp://{NAMESPACE}/{VIRTUAL}/{home_of('fr')}"]
        # It works on a copy of the collection, and makes its index beside that.
        index = home / ".local" / "share" / "QtProject" / "Assistant" / "guide.qhc"
        return Program(name, order, times, settings, "assistant", index)
    target = home / "guide.zim"
    _export("zim", compiled, target, times)
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # its browser refuses to run as root otherwise
        settings["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
    return Program(name, ["kiwix-desktop", str(target)], times, settings, "kiwix", target)


def _export(what: str, compiled: Path, target: Path, times: int, *more: str) -> None:
    order = [sys.executable, "-P", "-m", "benchmarks.export", what, str(compiled), str(target), str(times)]
    root = str(Path(__file__).resolve().parent.parent)
    places = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    env = os.environ | {"PYTHONPATH": places}
    subprocess.run([*order, *more], check=True, capture_output=True, timeout=_EXPORT_SECONDS, env=env)
