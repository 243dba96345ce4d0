"""Type words that stand nowhere else, leave, and look for them everywhere.

Real processes on a real display: a guest, two readers of a public PC one after the other, and a family at
home that keeps a nickname. Each search is first tried on a word that was put there on purpose.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from prove._screen import ROOT, Screen, changed_files, children, in_files, in_memory, missing, until

# Where a program may leave something, beside the folders of its own reader.
_NAMES = ("tmp", "var/tmp", "dev/shm", "run", "var/spool", "var/log", "var/cache")
SYSTEM = [Path("/", name) for name in _NAMES]
CODE = [ROOT / name for name in ("familyguide", "resources", "var", "content")]
HOME_RUN = """
import sys
from functools import partial
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from familyguide import app, cli
from familyguide.services.navigation import Route

nickname, search = sys.stdin.readline().split()
make = app.make_window
def made(*given, **wishes):
    window = make(*given, **wishes)
    QTimer.singleShot(2000, partial(drive, window))
    return window
def press(window, name):
    window.findChild(QWidget, name).click()
    for _ in range(5):
        QApplication.processEvents()
def drive(window):
    window.go_to(Route("family"))
    for _ in range(5):
        QApplication.processEvents()
    press(window.page, "Begin")
    window.page.findChild(QLineEdit, "Nickname").setText(nickname)
    press(window.page, "AddChild-9-11")
    window.top.search.setFocus()
    QTest.keyClicks(window.top.search, search)
    QTest.keyClick(window.top.search, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window.top.search, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    print("typed", flush=True)
    QTimer.singleShot(0, partial(wait, window))
def wait(window):
    QTimer.singleShot(4000, window.leave)
app.make_window = made
sys.argv = ["familyguide"]
sys.exit(app.run(_options))
""".replace("_options", "cli.parser().parse_args(sys.orig_argv[sys.orig_argv.index('--') + 1:])")


class Hunt:
    """Looks for words in one place after the other, and notes what it found where."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.found: list[str] = []
        self.lines: list[str] = []
        self.controls = 0

    def word(self) -> str:
        """Make a word that nobody has typed before; it reads like one, so that nothing takes it apart."""
        return "zq" + "".join(secrets.choice("bdfgklmnprtv") + secrets.choice("aeiou") for _ in range(6))

    def files(self, name: str, words: list[str], apart: Path | None = None) -> None:
        """Look in every file changed since the display began; `apart` is where one word may stand."""
        hits = in_files([self.screen.places["HOME"], *SYSTEM, *CODE], self.screen.began, words)
        if apart is not None:
            hits = {path: found for path, found in hits.items() if apart not in Path(path).parents}
        # Its own folder lies in the temporary folder: the same file may be met twice.
        self.found += [f"{name}: {len(found)} words in {path}" for path, found in hits.items()]

    def pasted(self, name: str, words: list[str]) -> None:
        """Ask the clipboard and the selection as another program would."""
        for kind in ("clipboard", "primary", "secondary"):
            text = self.screen.clipboard(kind)
            self.found += [f"{name}: in the {kind}" for word in words if word in text]

    def journal(self, name: str, words: list[str]) -> str:
        """Ask the journal of the system, where there is one."""
        if shutil.which("journalctl") is None:
            return "no journal on this system (its folder was searched)"
        said = self.screen.run("journalctl", "--no-pager", f"--since=@{int(self.screen.began)}")
        self.found += [f"{name}: in the journal" for word in words if word in said]
        return "the journal"

    def control(self, name: str, *, is_found: object) -> None:
        """Note that a search finds what is there."""
        self.controls += 1
        if not is_found:
            self.found.append(f"the search itself fails: {name}")

    def plant(self) -> None:
        """Put a word in each place, and find it."""
        word = self.word()
        for place in (self.screen.places["HOME"], self.screen.places["TMPDIR"], *SYSTEM, CODE[0]):
            if not os.access(place, os.W_OK):
                continue
            for form in ("utf-8", "utf-16-le"):
                with tempfile.NamedTemporaryFile(dir=place, suffix=".pyc") as file:
                    file.write(b"\0\1" + word.encode(form))
                    file.flush()
                    hits = in_files([place], self.screen.began, [word])
                    self.control(f"a file in {place}", is_found=file.name in hits)
        holder = self.screen.start("xclip", "-selection", "clipboard", "-i", stdin=subprocess.PIPE)
        holder.communicate(word)
        self.control("the clipboard", is_found=until(lambda: word in self.screen.clipboard(), 5))
        self.screen.run("sh", "-c", "printf x | timeout 1 xclip -selection clipboard -i")


def typed(hunt: Hunt, name: str, words: list[str], process: int) -> None:
    """Search for one word and copy it, search for another; they are then in memory and in the clipboard."""
    screen = hunt.screen
    screen.key("ctrl+f")
    screen.type(words[0])
    screen.key("Return")
    time.sleep(1)
    screen.key("ctrl+f", "ctrl+a", "ctrl+c")
    hunt.control(f"{name}: copied", is_found=until(lambda: words[0] in screen.clipboard(), 10))
    screen.key("ctrl+f", "ctrl+a")
    screen.type(words[1])
    screen.key("Return")
    time.sleep(1)
    there = until(lambda: in_memory(process, words) == set(words), 10)
    hunt.control(f"{name}: in the memory of its own process", is_found=there)


def guest(hunt: Hunt) -> None:
    """A guest's visit."""
    screen, words = hunt.screen, [hunt.word(), hunt.word()]
    process = screen.guide("--guest", "--lang", "fr", "--country", "FR")
    if not until(screen.windows):
        hunt.found.append("guest: no window came")
        return
    time.sleep(2)
    typed(hunt, "guest", words, process.pid)
    screen.key("Shift_L", "Shift_L", "Shift_L")
    hunt.control("guest: the process ended", is_found=until(lambda: process.poll() is not None, 10))
    look(hunt, "guest", words)


def look(hunt: Hunt, name: str, words: list[str], apart: Path | None = None) -> None:
    """Look everywhere after a visit."""
    hunt.files(name, words, apart)
    hunt.pasted(name, words)
    said = hunt.journal(name, words)
    hunt.lines.append(f"{name}: {len(words)} words looked for in files, clipboard, selections, {said}")


def public(hunt: Hunt) -> None:
    """Two readers of a public PC: what the first typed must not be in the process of the second."""
    screen, words = hunt.screen, [hunt.word(), hunt.word()]
    launcher = screen.guide("--kiosk", "--lang", "fr", "--country", "FR")
    if not until(screen.windows):
        hunt.found.append("public PC: no window came")
        return
    time.sleep(2)
    (first,) = children(launcher.pid)
    screen.key("Return")
    time.sleep(1)
    typed(hunt, "public PC", words, first)
    screen.key("Shift_L", "Shift_L", "Shift_L")
    followed = until(lambda: len(now := children(launcher.pid)) == 1 and now != [first], 30)
    hunt.control("public PC: a fresh process followed", is_found=followed)
    time.sleep(2)
    (second,) = children(launcher.pid)
    screen.key("Return")
    time.sleep(1)
    screen.key("ctrl+f")
    screen.type("webcam")
    time.sleep(1)
    hunt.control("public PC: the second memory is read", is_found=in_memory(second, ["webcam"]))
    for name, process in (("the next visit", second), ("the launcher", launcher.pid)):
        for word in in_memory(process, words):
            hunt.found.append(f"public PC: {word} in the memory of {name}")
    hunt.lines.append("public PC: memory of the next visit and of the launcher read")
    look(hunt, "public PC", words)
    launcher.kill()
    until(lambda: not children(launcher.pid), 5)


def home(hunt: Hunt) -> None:
    """A family that keeps a nickname, searches, copies and leaves now."""
    screen, words = hunt.screen, [hunt.word(), hunt.word()]
    folder = screen.folder / "kept"
    order = [sys.executable, "-c", HOME_RUN, "--", "--data", str(folder), "--lang", "fr", "--country", "FR"]
    process = screen.start(*order, stdin=subprocess.PIPE, log=subprocess.PIPE)
    if process.stdin is None or process.stdout is None:
        return
    process.stdin.write(f"{words[0]} {words[1]}\n")
    process.stdin.flush()
    hunt.control("home: typed", is_found=process.stdout.readline().strip() == "typed")
    hunt.control("home: copied", is_found=until(lambda: words[1] in screen.clipboard(), 3))
    hunt.control("home: the process ended", is_found=until(lambda: process.poll() is not None, 15))
    kept = in_files([folder], screen.began, words)
    only = all(found == {words[0]} for found in kept.values()) and bool(kept)
    hunt.control("home: the nickname alone is kept, in its folder", is_found=only)
    look(hunt, "home, Leave now", words, apart=folder)


# A guest's tour under the eyes of the system.

WRITES = re.compile(r"\b(mkdir|rename|unlink|symlink|link|truncate|mknod|chmod|chown|utime\w*)(at|at2)?\(")
OPENS = re.compile(r'\b(?:open|openat|creat)\(.*?"([^"]*)".*?(O_WRONLY|O_RDWR|O_CREAT)')
NAMED = re.compile(r'\b(?:connect|bind|sendto)\(.*?sa_family=(AF_\w+)(?:, sun_path=@?"([^"]*)")?')


# Desktops whose themes Qt would take on, and with them their settings and their files.
DESKTOPS = (
    {},
    {"XDG_CURRENT_DESKTOP": "GNOME", "DESKTOP_SESSION": "gnome"},
    {"XDG_CURRENT_DESKTOP": "KDE", "KDE_FULL_SESSION": "true", "KDE_SESSION_VERSION": "5"},
)


def tours(hunt: Hunt) -> None:
    """Make the tour on each kind of desktop, with a message bus and without."""
    for desktop in DESKTOPS:
        for has_bus in (True, False):
            if has_bus and shutil.which("dbus-run-session") is None:
                hunt.lines.append("tour: dbus-run-session is not installed, no tour with a bus")
                continue
            kind = desktop.get("XDG_CURRENT_DESKTOP", "no desktop")
            name = f"tour ({kind}, {'a' if has_bus else 'no'} bus)"
            tour(hunt, name, desktop, has_bus=has_bus)


def tour(hunt: Hunt, name: str, desktop: dict[str, str], *, has_bus: bool) -> None:
    """Visit pages as a guest while strace notes every file and socket."""
    screen = hunt.screen
    with tempfile.TemporaryDirectory(prefix="family-guide-witness-") as place:
        log = Path(place) / "strace.txt"
        witness = ("strace", "-f", "-qq", "-s", "300", "-e", "trace=file,network", "-o", str(log))
        before = time.time()
        bus = ("dbus-run-session", "--") if has_bus else ()
        words = ("--guest", "--lang", "fr", "--country", "FR")
        process = screen.guide(*words, before=(*bus, *witness), more=desktop)
        if not until(screen.windows, 90):
            hunt.found.append(f"{name}: no window came")
            return
        time.sleep(5)
        for keys in (
            ("F6", "Tab"),
            ("ctrl+f",),
            ("F6", "F6"),
            ("alt+Left",),
            ("ctrl+plus",),
            ("ctrl+minus",),
        ):
            screen.key(*keys)
        for _ in range(25):
            screen.key("Tab", "Tab", "Tab", "Return", "Escape")
        screen.key("ctrl+f")
        screen.type("chantage photo")
        screen.key("Return")
        time.sleep(1)
        screen.key("ctrl+f", "ctrl+a", "ctrl+c", "Return")
        screen.key("Shift_L", "Shift_L", "Shift_L")
        hunt.control(f"{name}: the guest left", is_found=until(lambda: process.poll() is not None, 30))
        calls = log.read_text(errors="replace").splitlines()
    done = [call for call in calls if " = -1 " not in call]
    wrong = [call for call in done if WRITES.search(call)]
    opened = [match[1] for call in done if (match := OPENS.search(call))]
    wrong += [path for path in opened if not path.startswith(("/dev/", "/proc/self/"))]
    sockets = sorted({(match[1], match[2] or "") for call in calls if (match := NAMED.search(call))})
    touched = [str(path) for path in changed_files([screen.places["HOME"], *CODE], before)]
    # The display's cookie and the bus itself are the desktop's.
    other = [one for one in sockets if one[0] != "AF_UNIX" or not re.search("X11|dbus|bus", one[1])]
    hunt.lines.append(
        f"{name}: {len(calls)} calls seen, {len(wrong)} write, {len(touched)} files touched {touched[:3]}"
    )
    hunt.lines.append(f"{name}: sockets {sockets or 'none'}")
    hunt.control(f"{name}: the witness saw files", is_found=len(calls) > 1000)
    hunt.control(f"{name}: the witness saw the display", is_found=any("X11" in path for _, path in sockets))
    hunt.found += [f"{name}: {call}" for call in (*wrong[:10], *touched[:10])]
    hunt.found += [f"{name}: a socket to {one}" for one in other]


def run() -> tuple[bool, str]:
    """Run every visit and look; gives whether nothing was found, and what was done."""
    lacking = missing("strace", "xsetroot")
    if lacking:
        return False, f"not installed: {', '.join(lacking)}"
    lines, found, controls = [], [], 0
    for part in (Hunt.plant, guest, public, home, tours):
        with Screen() as screen:
            hunt = Hunt(screen)
            part(hunt)
            lines += hunt.lines
            found += hunt.found
            controls += hunt.controls
    lines.append(f"{controls} searches tried on something that is there")
    lines.append(f"{len(found)} traces found")
    return not found, "\n".join([*lines, *found])


if __name__ == "__main__":
    passed, text = run()
    print(text)
    sys.exit(0 if passed else 1)
