"""The real content, compiled once for every test that asks real questions."""

from __future__ import annotations

import gc
import os
import pickle
import shutil
import sys
import time
from pathlib import Path

import pytest

from familyguide import __version__, cli
from familyguide.guide.compile import compile_file
from familyguide.guide.library import Library
from familyguide.guide.loader import load
from familyguide.services import policy_place
from familyguide.services.directory import Directory
from familyguide.services.paths import COMPILED

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
# What takes long begins first: a long file that comes last would keep one worker busy and the others idle.
LONG = (
    "tests/ui/test_walk.py",
    "tests/ui/pages/test_session.py",
    "tests/ui/test_countries.py",
    "tests/ui/test_window.py",
    "tests/ui/public/test_escapes.py",
    "tests/ui/pages/test_printing.py",
    "tests/ui/pages/test_family.py",
    "tests/services/test_handouts.py",
    "tests/ui/test_activations.py",
    "tests/ui/pages/test_signs.py",
    "tests/ui/pages/test_reading.py",
)
# Nothing is garbage while thousands of tests are read and made: looking for it takes long.
gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    places = {ROOT / name: at for at, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path, len(LONG)))


def pytest_collection_finish():
    gc.enable()
    rest()


def rest():
    """Take what stays until the end out of every later search for garbage: there are thousands of tests."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """Make a file once for all who test beside each other: whoever asks first makes it, the others wait."""
    folder = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        folder = folder.parent

    def made(name, make):
        # Its folder holds nothing else: tests look whether reading adds anything to it.
        path = folder / name / f"content.{name}"
        try:
            (folder / f"{name}.claim").touch(exist_ok=False)
        except FileExistsError:
            end = time.monotonic() + 120
            while not path.exists() and time.monotonic() < end:
                time.sleep(0.05)
            return path
        path.parent.mkdir()
        half = folder / f"{name}.half"
        make(half)
        return half.rename(path)

    return made


@pytest.fixture(scope="session")
def real_content(made_once):
    def make(path):
        path.write_bytes(pickle.dumps(load(ROOT / "content"), pickle.HIGHEST_PROTOCOL))

    content = pickle.loads(made_once("pickle", make).read_bytes())
    rest()
    return content


def is_built():
    """Tell whether the last build holds the content as it is, made by the code as it is."""
    # Of the content also the folders, for files that were deleted.
    made_of = [*(ROOT / "content").rglob("*"), *(ROOT / "familyguide").rglob("*.py")]
    made_of += (ROOT / "resources").rglob("*")
    newest = max(path.stat().st_mtime for path in made_of)
    return COMPILED.is_file() and newest <= COMPILED.stat().st_mtime


@pytest.fixture(scope="session")
def real_file(request, made_once):
    """The file the app opens: that of the build before the tests, or made now where something changed."""

    def make(path):
        if is_built():
            shutil.copyfile(COMPILED, path)
        else:
            compile_file(request.getfixturevalue("real_content"), path, __version__)

    return made_once("db", make)


@pytest.fixture(scope="session")
def real(real_file):
    library = Library.open(real_file)
    yield library
    library.close()


@pytest.fixture(scope="session")
def directory(real):
    return Directory(real)


@pytest.fixture
def command_line(capsys, monkeypatch, real_file):
    """Type a command, in this process, as a person in France with an English system would.

    Gives the exit code and what stands on the two outputs.
    """
    monkeypatch.setattr(cli, "COMPILED", real_file)
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_FR.UTF-8")

    def ask(*words):
        try:
            code = cli.run(cli.parser().parse_args([str(word) for word in words]))
        except SystemExit as end:
            code = end.code
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return ask


@pytest.fixture
def place(monkeypatch, tmp_path):
    """A system place of the policy that the reader cannot change, whoever runs the tests."""
    place = tmp_path / "etc" / "policy.toml"
    place.parent.mkdir()
    monkeypatch.setattr(policy_place, "system_place", lambda: place)
    monkeypatch.setattr(policy_place, "changeable", lambda _: None)
    return place
