"""The real content, compiled once for every test that asks real questions."""

from __future__ import annotations

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
