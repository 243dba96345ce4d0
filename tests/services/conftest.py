"""Documents of the real content, each made once."""

from __future__ import annotations

import sqlite3
from datetime import date
from functools import cache

import pytest

from familyguide.guide.compile import compile_to
from familyguide.guide.library import Library
from familyguide.guide.loader import load
from familyguide.services.spoken import spoken_lines
from familyguide.services.texts import Texts
from familyguide.services.writer import Writer

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def pages(real, directory):
    """Make the document of an item and its lines, as the command line writes them."""

    @cache
    def page(identifier, language, country):
        document = Writer(real, directory, language, country, TODAY).document(real.item(identifier))
        return document, list(spoken_lines(document, Texts(language), country))

    return page


@pytest.fixture
def folder_library(tmp_path):
    """A country whose role stands only in its strip."""
    root = tmp_path / "content"
    (root / "services").mkdir(parents=True)
    (root / "countries.yaml").write_text(
        "FR: {name: {fr: F, en: F}, in_name: {fr: f, en: f}, where: {fr: f, en: f},"
        " strip: {child: [fr-119]}}\n",
        encoding="utf-8",
    )
    (root / "services" / "FR.yaml").write_text(
        """\
- id: fr-119
  name: {fr: '119', en: '119'}
  role: {fr: Enfant, en: Child}
  country: FR
  valid_in: [FR]
  kind: child-protection
  needs: [child-at-risk]
  show_as: service
  phone: '119'
  confidence: high
  review_by: '2029-11'
  updated: '2026-11-20'
""",
        encoding="utf-8",
    )
    database = sqlite3.connect(":memory:")
    compile_to(load(root), database, "1")
    library = Library(database, ":memory:")
    yield library
    library.close()
