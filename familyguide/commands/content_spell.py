"""`content spell`: every word that no dictionary and no list of ours knows, for writers."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from familyguide import cli
from familyguide.commands.reading import emit
from familyguide.services import paths

if TYPE_CHECKING:
    import argparse

    from familyguide.guide.loader import Content

DICTIONARIES = paths.CONTENT.parent / "tools" / "spelling"


def run(options: argparse.Namespace, content: Content) -> int:
    """Name each unknown word with its place; gives 1 when there are any, Refused without a dictionary."""
    from familyguide.guide.dictionary import Unavailable, misspelt  # noqa: PLC0415 - a library of writers

    try:
        problems = misspelt(content, DICTIONARIES)
    except Unavailable as error:
        message = f"spelling cannot be checked: {error}"
        raise cli.Refused(message) from None
    if options.json:
        keys = ("file", "line", "code", "message")
        emit({"problems": [{key: getattr(problem, key) for key in keys} for problem in problems]})
    else:
        for problem in problems:
            sys.stdout.write(f"{problem}\n")
        sys.stdout.write(f"{len(content.items)} items, {len(problems)} unknown words\n")
    return 1 if problems else 0
