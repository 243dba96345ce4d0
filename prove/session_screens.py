"""A session end to end on a real X server with several outputs: screens added, mirrored, pulled.

After each change the shared screen is looked at as fast as pictures can be taken: it must show the slide and
nothing else, and what it tells assistive technology must hold no note. A family keeps nicknames in My family
meanwhile: the saved session, the pack and the temporary folders must hold none of them. Each search is first
tried on what was put there on purpose. Wayland, Windows and macOS are not
tried here, nor a projector on a splitter, of which no program hears.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from prove._paper import Printed
from prove._screen import Screen, in_files, missing
from prove.canaries import SYSTEM, Hunt

CONFIGURATION = """
Section "Device"
  Identifier "device"
  Driver "dummy"
  VideoRam 256000
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5-1000
  VertRefresh 5-200
EndSection
Section "Screen"
  Identifier "screen"
  Device "device"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Modes "1280x800"
    Virtual 4096 2048
  EndSubSection
EndSection
Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "DontVTSwitch" "true"
EndSection
"""
_DRIVERS = ("/usr/lib/xorg/modules/drivers", "/usr/lib64/xorg/modules/drivers")


class Outputs(Screen):
    """A display with outputs that can be switched on, off, and over each other."""

    def display(self) -> list[str]:
        """Give the order that starts a server which shows nothing anywhere."""
        made = self.folder / "outputs.conf"
        made.write_text(CONFIGURATION, encoding="utf-8")
        log = str(self.folder / "server.log")
        return ["Xorg", "-config", str(made), "-logfile", log, "-novtswitch", "-sharevts"]


def run() -> tuple[bool, str]:
    """Run the session and look for what must not be left; gives whether all held, and the figures."""
    lacking = missing("Xorg", "xrandr", "xwd")
    if not any(Path(folder, "dummy_drv.so").exists() for folder in _DRIVERS):
        lacking.append("xserver-xorg-video-dummy")
    if lacking:
        return False, f"not installed: {', '.join(lacking)}"
    with Outputs() as screen:
        hunt = Hunt(screen)
        words = [hunt.word() for _ in range(3)]
        kept, saved, paper = (screen.places["HOME"] / name for name in ("kept", "seance.fgsession", "p.pdf"))
        order = [sys.executable, "-m", "prove._session", *map(str, (kept, saved, paper))]
        begun = screen.start(*order, log=subprocess.PIPE, stdin=subprocess.PIPE)
        said, errors = begun.communicate(" ".join(words) + "\n", timeout=300)
        try:
            found = json.loads(said.strip().splitlines()[-1])
        except (IndexError, ValueError):
            return False, said + errors
        hunt.plant()
        _search(hunt, words, kept, saved, paper)
        found["files written"] = sorted(
            {str(path.relative_to(screen.places["HOME"])) for path in screen.places["HOME"].rglob("*.*")}
        )
    figures = [f"{name}: {value}" for name, value in found.items() if name != "wrong"]
    wrong = [*found["wrong"], *hunt.found]
    passed = begun.returncode == 0 and not wrong
    return passed, "\n".join([*figures, *hunt.lines, *wrong, *errors.splitlines()[-20:]])


def _search(hunt: Hunt, words: list[str], kept: Path, saved: Path, paper: Path) -> None:
    """Look for the planted words in what was saved, and everywhere but where the family keeps them."""
    home = hunt.screen.places["HOME"]
    notes = in_files([kept], hunt.screen.began, words)
    only = bool(notes) and set().union(*notes.values()) == set(words[:-1])
    hunt.control("the nicknames are kept in their folder, the typed word is not", is_found=only)
    plan = saved.read_text(encoding="utf-8")
    hunt.control("the saved session is read", is_found="sextortion" in plan)
    pack = Printed(paper.read_bytes()).text
    hunt.control("the pack is read", is_found="3018" in pack)
    for name, text in (("the saved session", plan), ("the pack", pack)):
        hunt.found += [f"{word} in {name}" for word in words if word in text]
    hunt.files("after the session", words, apart=kept)
    hunt.lines.append(
        f"{len(words)} words looked for in the saved session ({len(plan)} letters), the pack ({len(pack)}),"
        f" {home} and {len(SYSTEM)} places of the system; {hunt.controls} controls"
    )
