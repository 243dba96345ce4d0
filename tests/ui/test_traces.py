"""In guest mode a whole visit writes no file and opens no connection."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import familyguide

ROOT = Path(familyguide.__file__).parent.parent

# A visit to every page, with the things people press; it says on its output what it opened for writing.
TOUR = """
import os, sys
from pathlib import Path

told = []

def watch(event, args):
    if event == "open" and isinstance(args[0], (str, bytes)):
        mode, flags = args[1], args[2] or 0
        writes = any(letter in (mode or "r") for letter in "wax+")
        if writes or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            told.append(f"open {os.fsdecode(args[0])}")
    elif event in ("os.mkdir", "os.rename", "os.remove", "os.symlink", "shutil.copyfile", "tempfile.mkstemp"):
        told.append(f"{event} {args[0]}")
    elif event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.exec"):
        told.append(f"{event} {args[1:]}")

sys.addaudithook(watch)

from familyguide import app
from familyguide.guide.library import Library
from familyguide.services.rules import Flags, effective

application = app.make_application(guest=True)
library = Library.open(Path(sys.argv[1]))
rules = effective(None, None, Flags(guest=True))
window = app.make_window(application, library, app.first_choices(library, "fr", "FR"), rules=rules)
left = []
window.left.connect(lambda: left.append(True))
window.show()

from PySide6.QtWidgets import QAbstractButton
from familyguide.services.navigation import Route
from familyguide.ui.look import routes

def settle():
    for _ in range(3):
        application.processEvents()

# Printing asks the system for its printers: prove/print_to_cups.py looks at what that leaves.
routes = list({r.page: r for r in routes(library).values() if r.page != "print"}.values())
pressed = 0
for route in routes:
    window.go_to(route)
    settle()
    for kind in ("Fold-", "Copy-", "Qr-", "State-", "App-"):
        for button in window.page.findChildren(QAbstractButton):
            if button.objectName().startswith(kind):
                button.click()
                pressed += 1
                break
    settle()
window.search("chantage")
settle()
window.context.service.change(language="en")
window.context.service.change(theme="dark", scale=150)
settle()
window.leave()
settle()
print("visited", len(routes), "pressed", pressed, "left", len(left))
print("\\n".join(told))
"""


@pytest.fixture
def empty(tmp_path):
    """Folders where a program might leave something, and the environment that names them."""
    home = tmp_path / "home"
    places = {
        name: home / name.lower() for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "TMPDIR")
    }
    for place in (home, *places.values()):
        place.mkdir()
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    kept = {
        name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ
    }
    environment = kept | {name: str(place) for name, place in places.items()}
    environment |= {
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "XDG_STATE_HOME": str(home / "state"),
        "QT_QPA_PLATFORM": "offscreen",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        # The interpreter's own compiled modules are no trace of a visit, and packaged apps make none.
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return home, environment


def files_in(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())


def visit(prefix, empty, tmp_path, real_file):
    home, environment = empty
    script = tmp_path / "tour.py"
    script.write_text(TOUR, encoding="utf-8")
    done = subprocess.run(
        [*prefix, sys.executable, str(script), str(real_file)],
        env=environment,
        cwd=home,
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    first, *told = done.stdout.splitlines()
    visited, pressed, left = (int(number) for number in re.findall(r"\d+", first))
    assert visited > 10
    assert pressed > 10
    assert left == 1
    return [line for line in told if line], done.stderr


def test_a_guest_leaves_no_file_and_opens_no_connection(empty, tmp_path, real_file):
    before = real_file.stat().st_mtime_ns, files_in(real_file.parent)
    log = tmp_path / "strace.txt"
    # Where the system's own witness is installed, it watches too.
    witness = (
        ["strace", "-f", "-qq", "-e", "trace=file,network", "-o", str(log)] if shutil.which("strace") else []
    )
    told, errors = visit(witness, empty, tmp_path, real_file)
    assert told == []
    assert errors == ""
    assert files_in(empty[0]) == []
    assert (real_file.stat().st_mtime_ns, files_in(real_file.parent)) == before
    if witness:
        calls = log.read_text(encoding="utf-8", errors="replace").splitlines()
        assert len(calls) > 500
        wrong = [call for call in calls if writes(call) or connects(call)]
        assert not wrong, "\n".join(wrong[:20])


def writes(call):
    if " = -1 " in call:
        return False
    if re.search(r"\b(mkdir|rename|unlink|symlink|link|truncate|mknod)(at|at2)?\(", call):
        return True
    opened = re.search(r'\b(?:open|openat|creat)\(.*?"([^"]*)".*?(O_WRONLY|O_RDWR|O_CREAT)', call)
    return opened is not None and not opened.group(1).startswith(("/dev/", "/proc/self/"))


def connects(call):
    """Tell whether a call reaches anything but this computer's own display, bus or name service."""
    return re.search(r"\b(connect|bind|sendto)\(.*AF_INET", call) is not None


def test_the_watch_would_notice_a_file(empty, tmp_path, real_file, monkeypatch):
    watch, _app, _rest = TOUR.partition("from familyguide import app")
    script = f"{watch}open('trace.txt', 'w').close()\nprint(99, 99, 1)\nprint(*told)"
    monkeypatch.setitem(globals(), "TOUR", script)
    told, _errors = visit([], empty, tmp_path, real_file)
    assert told == ["open trace.txt"]
    assert files_in(empty[0]) == ["trace.txt"]


@pytest.mark.parametrize(("words", "writes_caches"), [(["--guest"], False), (["--kiosk"], False), ([], True)])
def test_the_caches_of_python_do_not_tell_which_pages_were_opened(empty, words, writes_caches):
    script = "import sys, familyguide.__main__; print(sys.dont_write_bytecode)"
    environment = {name: value for name, value in empty[1].items() if name != "PYTHONDONTWRITEBYTECODE"}
    order = [sys.executable, "-c", script, *words]
    done = subprocess.run(order, env=environment, capture_output=True, text=True, check=False, timeout=30)
    assert (done.stdout.strip(), done.stderr) == (str(not writes_caches), "")


@pytest.mark.parametrize(
    ("call", "is_wrong"),
    [
        ('12 openat(AT_FDCWD, "/opt/a/.cache/x", O_WRONLY|O_CREAT, 0600) = 3', True),
        ('12 openat(AT_FDCWD, "/opt/a/x", O_RDONLY|O_CLOEXEC) = 3', False),
        ('12 openat(AT_FDCWD, "/dev/null", O_RDWR) = 3', False),
        ('12 mkdir("/opt/a/.config", 0777) = 0', True),
        ('12 mkdir("/opt/a/.config", 0777) = -1 EEXIST (File exists)', False),
        ("12 connect(3, {sa_family=AF_INET, sin_port=htons(80)}, 16) = 0", True),
        ('12 connect(3, {sa_family=AF_UNIX, sun_path="/tmp/.X11-unix/X0"}, 20) = 0', False),
    ],
)
def test_the_witness_is_read_right(call, is_wrong):
    assert (writes(call) or connects(call)) is is_wrong
