"""One fresh process that asks full-text questions of one program's index; prints one JSON line."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# What people type, and one word that no page holds.
TYPED = ("webcam", "chantage photo", "discord", "mon enfant est triste", "snapchat", "zzyzx")
ROUNDS = 3
# As many titles as a list shows at once.
SHOWN = 20
_LONGEST_MS = 60_000


def ours(compiled: Path) -> Callable[[str], list[str]]:
    """Ask the guide: pages in everyday words, and the help that a crisis puts first."""
    from familyguide.guide.library import Library  # noqa: PLC0415 - only the program that is asked

    library = Library.open(compiled)

    def ask(words: str) -> list[str]:
        return [hit.title["fr"] for hit in library.search(words, "fr", "FR", SHOWN).hits]

    return ask


def our_pages(compiled: Path) -> Callable[[str], list[str]]:
    """Ask the guide for the pages that hold the words, as the other programs are asked."""
    from familyguide.guide.library import Library  # noqa: PLC0415 - only the program that is asked

    finder = Library.open(compiled).finder

    def ask(words: str) -> list[str]:
        return [hit.title["fr"] for hit in finder.pages(words, "fr", "FR", SHOWN)]

    return ask


def assistant(collection: Path) -> Callable[[str], list[str]]:
    """Ask Qt's own help engine, with the index that Qt Assistant made."""
    from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer  # noqa: PLC0415
    from PySide6.QtHelp import QHelpEngineCore, QHelpSearchEngineCore  # noqa: PLC0415

    application = QCoreApplication.instance() or QCoreApplication([])
    engine = QHelpEngineCore(str(collection), application)
    if not engine.setupData():
        raise LookupError(engine.error())
    searching = QHelpSearchEngineCore(engine, application)

    def ask(words: str) -> list[str]:
        loop = QEventLoop()
        searching.searchingFinished.connect(loop.quit)
        QTimer.singleShot(_LONGEST_MS, loop.quit)
        searching.search(words)
        loop.exec()
        searching.searchingFinished.disconnect(loop.quit)
        # The search has read title and words of every page found; PySide6 hands no result over to Python.
        return [""] * searching.searchResultCount()

    return ask


def kiwix(archive: Path) -> Callable[[str], list[str]]:
    """Ask the library that Kiwix is made of."""
    from libzim.reader import Archive  # noqa: PLC0415 - only where it is installed
    from libzim.search import Query, Searcher  # noqa: PLC0415

    opened = Archive(str(archive))
    searcher = Searcher(opened)

    def ask(words: str) -> list[str]:
        found = searcher.search(Query().set_query(words))
        return [opened.get_entry_by_path(path).title for path in found.getResults(0, SHOWN)]

    return ask


def main(program: str, place: str) -> int:
    """Ask every question once unmeasured, then again and again."""
    programs = {"ours": ours, "our-pages": our_pages, "assistant": assistant, "kiwix": kiwix}
    ask = programs[program](Path(place))
    counts = {words: len(ask(words)) for words in TYPED}
    if not counts["webcam"]:
        raise LookupError("the index is empty")
    asked: list[tuple[str, float]] = []
    for words in TYPED * ROUNDS:
        began = time.perf_counter()
        ask(words)
        asked.append((words, (time.perf_counter() - began) * 1000))
    print(json.dumps({"asked": asked, "counts": counts}))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
