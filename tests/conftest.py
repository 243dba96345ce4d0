"""The real content, compiled once for every test that asks real questions."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from familyguide.guide.compile import compile_file
from familyguide.guide.library import Library
from familyguide.guide.loader import load
from familyguide.services.directory import Directory

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def real_content():
    return load(ROOT / "content")


@pytest.fixture(scope="session")
def real_file(real_content, tmp_path_factory):
    path = tmp_path_factory.mktemp("real") / "content.db"
    compile_file(real_content, path, "test")
    return path


@pytest.fixture(scope="session")
def real(real_file):
    library = Library.open(real_file)
    yield library
    library.close()


@pytest.fixture(scope="session")
def directory(real):
    return Directory(real)


# Window tests that are red on faults still to be mended, or not yet seen green on a quiet machine.
# They run with ALL_TESTS=1 and are named in docs/known-red-tests.md; each leaves this list when it is green.
KNOWN_RED = (
    "ui/test_accessible.py",
    "ui/test_activations.py",
    "ui/test_walk.py",
    "ui/test_window.py",
    "ui/pages/test_find.py",
    "ui/pages/test_help.py",
    "ui/pages/test_reading.py",
    "ui/pages/test_todo.py",
    "ui/pages/test_understand.py",
    "ui/theme",
    "ui/widgets",
)
collect_ignore = [] if os.environ.get("ALL_TESTS") else list(KNOWN_RED)
