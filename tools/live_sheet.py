"""Make the sheet of every number and link to try live before a release, as a table and for paper.

Usage: python -m tools.live_sheet DIR [--lang fr] [--part FR] [--only numbers] [--paper Letter]

Writes live-sheet.LANG.csv and live-sheet.LANG.pdf into DIR: by country, then platforms, then sources, each
with what it should be, the month it is known from, the confidence, and room for day, person and result.
Nothing here calls, opens or asks anything. content/README.md says how results come back into the content.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from familyguide import __version__
from familyguide.guide.files import write_whole
from familyguide.guide.loader import load
from familyguide.services.paths import CONTENT, RESOURCES
from tools.trials import Trial, trials

if TYPE_CHECKING:
    from collections.abc import Sequence

    from familyguide.guide.loader import Content

# What the sheet says, by language.
WORDS: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
# A spreadsheet takes these first signs for a formula, and would change or run what follows.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def main(given: Sequence[str] | None = None) -> int:
    """Write both files; 2 when something asked for does not exist or cannot be written."""
    parser = argparse.ArgumentParser(prog="live_sheet", description=__doc__, allow_abbrev=False)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--lang", choices=("en", "fr"), default="en")
    parser.add_argument("--part", action="append", metavar="FR", help="a country, platforms or sources")
    parser.add_argument("--only", choices=("numbers", "links"))
    parser.add_argument("--paper", choices=("A4", "Letter"), default="A4")
    options = parser.parse_args(given)
    content = load(CONTENT)
    found = trials(content)
    known = list(dict.fromkeys(trial.part for trial in found))
    for part in options.part or ():
        if part not in known:
            print(f"live_sheet: there is no part {part!r}; choose from: {', '.join(known)}", file=sys.stderr)
            return 2
    found = [trial for trial in found if not options.part or trial.part in options.part]
    if options.only:
        found = [trial for trial in found if trial.is_link == (options.only == "links")]
    try:
        options.folder.mkdir(parents=True, exist_ok=True)
        for ending, made in (
            ("csv", table(found, options.lang, content)),
            ("pdf", paper(found, options.lang, content, options.paper)),
        ):
            path = options.folder / f"live-sheet.{options.lang}.{ending}"
            write_whole(path, made)
            print(f"{len(found)} lines in {path}")
    except OSError as error:
        print(f"live_sheet: {options.folder} cannot be written: {error.strerror}", file=sys.stderr)
        return 2
    return 0


def table(found: Sequence[Trial], language: str, content: Content) -> bytes:
    """Write the sheet as CSV, with a mark by which spreadsheets know its letters."""
    words = WORDS[language]
    held = io.StringIO()
    rows = csv.writer(held, lineterminator="\r\n")
    rows.writerow(words["head"])
    for trial in found:
        told = (
            trial.key,
            part_name(trial.part, language, content),
            trial.title[language],
            words["kinds"][trial.kind],
            trial.value,
            trial.should[language],
            trial.known or words["unknown"],
            words["confidences"][trial.confidence],
            words["first"] if trial.on_every_screen else "",
            f"{trial.file}:{trial.line}" if trial.line else trial.file,
        )
        rows.writerow([*(f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in told), "", "", "", ""])
    return b"\xef\xbb\xbf" + held.getvalue().encode()


def paper(found: Sequence[Trial], language: str, content: Content, size: str = "A4") -> bytes:
    """Set the sheet for paper with the engine of the guide: a tagged PDF. Raises typst.TypstError."""
    import typst  # noqa: PLC0415 - an engine of 30 MB: only where paper is made

    words = WORDS[language]
    data = json.dumps(_data(found, words, language, content, size), ensure_ascii=False).encode()
    made = typst.compile(
        {"main": Path(__file__).with_suffix(".typ").read_bytes(), "data.json": data},
        format="pdf",
        pdf_standards=["ua-1"],
        font_paths=[str(RESOURCES / "fonts")],
        ignore_system_fonts=True,
    )
    return bytes(made)


def _data(
    found: Sequence[Trial], words: dict[str, Any], language: str, content: Content, size: str
) -> dict[str, Any]:
    built = max(item.updated for item in content.items.values())
    links = sum(trial.is_link for trial in found)
    numbers = sum(trial.kind in {"phone", "phone_intl", "sms"} for trial in found)
    counts = {"n": len(found), "numbers": numbers, "links": links, "others": len(found) - links - numbers}
    return {
        "title": words["title"].format(version=__version__),
        "intro": [line.format(**counts) for line in words["intro"]],
        "foot": words["foot"].format(version=__version__, built=built),
        "lang": language,
        "paper": {"A4": "a4", "Letter": "us-letter"}[size],
        "words": {name: words[name] for name in ("columns", "first", "right", "other", "day", "who")},
        "parts": [
            {
                "title": part_name(part, language, content),
                "rows": [_row(trial, words, language) for trial in of_it],
            }
            for part, of_it in groupby(found, key=lambda trial: trial.part)
        ],
    }


def _row(trial: Trial, words: dict[str, Any], language: str) -> dict[str, Any]:
    return {
        "title": trial.title[language],
        "kind": words["kinds"][trial.kind],
        "value": trial.value,
        "link": not trial.value.replace(" ", "").lstrip("+").isdigit(),
        "should": trial.should[language],
        "known": trial.known or words["unknown"],
        "confidence": words["confidences"][trial.confidence],
        "first": trial.on_every_screen,
    }


def part_name(part: str, language: str, content: Content) -> str:
    """Name a part: a country in the reader's language, or what the part is."""
    if part in WORDS[language]["parts"]:
        return str(WORDS[language]["parts"][part])
    country = content.countries.get(part)
    return country.name[language] if country is not None else part


if __name__ == "__main__":
    sys.exit(main())
