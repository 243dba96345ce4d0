"""Try to get out of public-PC mode on a real display with a window manager.

After each try the desktop, which is of one loud colour, must not be seen. docs/escapes.md has the whole list,
each line with a test of its own.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from prove._screen import Screen, children, missing, until

if TYPE_CHECKING:
    from collections.abc import Callable

KEYS = [
    "ctrl+alt+Right",
    "ctrl+alt+Left",
    "super+d",
    "super+F2",
    "Escape",
    "alt+F4",
    "alt+space",
    "alt+Tab",
    "alt+Escape",
    "alt+F2",
    "ctrl+alt+t",
    "ctrl+alt+Delete",
    "ctrl+q",
    "ctrl+w",
    "ctrl+n",
    "ctrl+o",
    "ctrl+s",
    "ctrl+p",
    "ctrl+t",
    "ctrl+u",
    "ctrl+shift+i",
    "ctrl+Escape",
    "F1",
    "F10",
    "F11",
    "F12",
    "shift+F10",
    "Menu",
    "Print",
    "Super_L",
    "super+e",
    "super+r",
    "super+Tab",
    "XF86Mail",
    "XF86HomePage",
    "XF86Calculator",
    "ctrl+F6",
    "alt+Print",
    "Help",
]
# A window of another program, and what it was given by dragging or pasting.
OTHER = """
import sys
from PySide6.QtWidgets import QApplication, QLineEdit
application = QApplication(sys.argv)
field = QLineEdit()
field.setWindowTitle("another program")
field.resize(300, 80)
field.show()
field.textChanged.connect(lambda text: print("got", flush=True))
application.exec()
"""


class Tries:
    """A public PC on a display, and what each try came to."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.faults: list[str] = []
        self.tried = 0
        self.launcher = screen.guide("--kiosk", "--lang", "fr", "--country", "FR")
        if not until(screen.windows):
            message = "no window came"
            raise RuntimeError(message)
        time.sleep(2)

    def ours(self) -> str:
        """Give the id of the window of the visit."""
        return (self.screen.windows() or [""])[-1]

    def check(self, name: str, *, within: float = 2) -> None:
        """Look at the whole screen: nothing of the desktop may be seen, soon after what was tried."""
        self.tried += 1
        if not until(lambda: self.screen.bare() == 0, within):
            self.faults.append(f"{name}: the desktop is seen ({self.screen.bare()} pixels)")
        if self.launcher.poll() is not None:
            self.faults.append(f"{name}: the launcher has ended")

    def settled(self) -> None:
        """Wait until a visit stands, and give it the keyboard."""
        until(lambda: len(children(self.launcher.pid)) == 1 and self.screen.windows(), 20)
        time.sleep(1)
        self.screen.hand("windowactivate", self.ours())

    def keys(self) -> None:
        """Press every key at the start screen and in a visit."""
        for place in ("start screen", "visit"):
            for key in KEYS:
                self.screen.key(key)
                self.check(f"{key} at the {place}")
                self.screen.key("Escape")
                if key == "alt+F4":
                    self.settled()
                    if place == "visit":
                        self.screen.key("Return")
            self.settled()
            self.screen.key("Return")
            time.sleep(1)

    def window_menu(self) -> None:
        """Choose each entry of the window manager's own menu."""
        for downs in range(1, 12):
            self.screen.key("alt+space", *["Down"] * downs, "Return", "Escape")
            self.check(f"entry {downs} of the menu of the window manager", within=6)
            self.settled()

    def commands(self) -> None:
        """Let other programs order the window about, as a desktop's bar would."""
        for order, *rest in (
            ("windowminimize",),
            ("windowmove", "600", "400"),
            ("windowsize", "300", "200"),
            ("windowlower",),
        ):
            self.screen.hand(order, self.ours(), *rest)
            time.sleep(0.3)
            self.check(order, within=5)
            self.settled()
        for state in ("remove,fullscreen", "add,hidden", "add,below", "add,shaded", "add,maximized_vert"):
            self.screen.run("wmctrl", "-i", "-r", self.ours(), "-b", state)
            time.sleep(0.3)
            self.check(state, within=5)
            self.settled()
        self.screen.run("wmctrl", "-i", "-c", self.ours())
        self.check("closed by the window manager", within=10)
        self.settled()

    def desktops(self) -> None:
        """Show the window manager's other desktops, and the bare one, with a hand that does not tire."""
        for turn in range(12):
            self.screen.run("wmctrl", "-s", str((turn + 1) % 4))
            time.sleep(0.1)
            self.check(f"desktop {(turn + 1) % 4 + 1}")
            self.screen.run("wmctrl", "-k", "on")
            time.sleep(0.1)
            self.check("the desktop is shown")
        for turn in range(40):
            self.screen.run("wmctrl", "-s", str(turn % 4))
            time.sleep(0.1)
        self.check("forty desktops one after the other", within=5)
        self.settled()

    def mouse(self) -> None:
        """Every button in many places, and words pulled to a window of another program."""
        for button in ("1", "2", "3", "8", "9"):
            for x in range(40, 1280, 240):
                for y in (20, 200, 420, 640, 780):
                    if (button, y) == ("1", 20):
                        continue  # Leave now and its neighbours: tried by itself
                    self.screen.hand("mousemove", str(x), str(y), "click", button)
            self.check(f"button {button} in thirty places")
            self.screen.key("Escape")

    def other_program(self) -> None:
        """Open a window over ours, pull words into it, and close it."""
        order = [sys.executable, "-c", OTHER]
        other = self.screen.start(*order, log=subprocess.PIPE)
        until(lambda: self.screen.windows("another program"), 15)
        window = (self.screen.windows("another program") or [""])[0]
        self.screen.hand("windowmove", window, "900", "500")
        for y in range(150, 600, 60):
            # Choose words with a double click, then pull them over.
            self.screen.hand("mousemove", "500", str(y), "click", "--repeat", "2", "--delay", "60", "1")
            self.screen.hand(
                "mousedown", "1", "mousemove", "700", "520", "mousemove", "1000", "540", "mouseup", "1"
            )
        self.check("a window of another program, words pulled into it")
        other.kill()
        said = other.stdout.read() if other.stdout is not None else ""
        if "got" in said:
            self.faults.append("words were dragged into another program")
        self.settled()
        self.check("after the other program")

    def second_instance(self) -> None:
        """Start the guide a second time."""
        again = self.screen.guide("--kiosk")
        until(lambda: len(self.screen.windows()) > 1, 20)
        time.sleep(1)
        self.check("a second instance")
        again.send_signal(signal.SIGTERM)
        again.wait(10)
        until(lambda: len(self.screen.windows()) == 1, 10)
        self.settled()
        self.check("after the second instance")

    def killed(self) -> None:
        """Kill the visit: the desktop may be seen until the next one stands, and no longer."""
        (visit,) = children(self.launcher.pid)
        os.kill(visit, signal.SIGKILL)
        begin = time.monotonic()
        until(lambda: children(self.launcher.pid) not in ([visit], []) and self.screen.windows(), 20)
        self.check("the visit was killed", within=10)
        self.gap = time.monotonic() - begin
        self.settled()

    def left(self) -> None:
        """Leave four times, by Shift and by closing, with the eyes open in between."""
        for turn in range(4):
            self.screen.key("Return")
            if turn % 2:
                self.screen.key("Shift_L", "Shift_L", "Shift_L")
            else:
                self.screen.run("wmctrl", "-i", "-c", self.ours())
            for _ in range(8):
                self.tried += 1
                if self.screen.bare():
                    self.faults.append(f"leaving, turn {turn}: the desktop is seen in between")
                    break
                time.sleep(0.05)
            self.settled()

    def session_ends(self) -> None:
        """End the launcher as the end of a session does: no window stays."""
        self.tried += 1
        self.launcher.send_signal(signal.SIGTERM)
        if not until(lambda: not self.screen.windows(), 10):
            self.faults.append("a window outlives its launcher")
        if self.screen.bare() == 0:
            self.faults.append("the search itself fails: the desktop cannot be seen")


def run() -> tuple[bool, str]:
    """Try everything; gives whether nothing got out, and the figures."""
    lacking = missing("xsetroot", "xwd", "wmctrl")
    if lacking:
        return False, f"not installed: {', '.join(lacking)}"
    lines = []
    with Screen() as screen:
        if screen.bare() == 0:
            return False, "the desktop is not seen even without the guide"
        tries = Tries(screen)
        steps: tuple[Callable[[], None], ...] = (
            tries.keys,
            tries.window_menu,
            tries.commands,
            tries.desktops,
            tries.mouse,
            tries.other_program,
            tries.second_instance,
            tries.killed,
            tries.left,
            tries.session_ends,
        )
        for step in steps:
            before, found = tries.tried, len(tries.faults)
            step()
            lines.append(
                f"{step.__name__}: {tries.tried - before} looks, {len(tries.faults) - found} ways out"
            )
        lines.append(f"covered again {tries.gap:.1f} s after a visit was killed")
    lines.append(f"{tries.tried} looks in all, {len(tries.faults)} ways out")
    return not tries.faults, "\n".join([*lines, *tries.faults])


if __name__ == "__main__":
    passed, text = run()
    print(text)
    sys.exit(0 if passed else 1)
