"""The accessibility statement is what its one file of facts says, and names tests that exist."""

from __future__ import annotations

import runpy
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
SAID = yaml.safe_load((ROOT / "docs" / "accessibility.yaml").read_text(encoding="utf-8"))
ROWS = [row for part in SAID["parts"] for row in part["rows"]]
TOOL = runpy.run_path(str(ROOT / "tools" / "accessibility.py"))


def test_both_pages_are_written_from_the_facts():
    for language, name in TOOL["PAGES"].items():
        written = (ROOT / "docs" / name).read_text(encoding="utf-8")
        assert written == TOOL["page"](SAID, language), f"run: python tools/accessibility.py ({name})"


def test_every_proof_named_exists():
    named = [proof for row in ROWS for proof in row["proof"]]
    assert named
    assert [proof for proof in named if not (ROOT / proof).is_file()] == []


def test_every_clause_says_its_status_and_how_in_both_languages():
    assert len({row["clause"] for row in ROWS}) == len(ROWS) > 50
    for row in ROWS:
        assert row["status"] in TOOL["STATUS"], row["clause"]
        assert all(row[language] and row["how"][language] for language in TOOL["PAGES"]), row["clause"]
