"""A content folder as it is being written: the last good state of every file, ready to be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from familyguide.guide.library import ContentError
from familyguide.guide.loader import Content, RememberingReader, load
from familyguide.guide.rules import check_item, files_of
from familyguide.guide.rules.sheet import Sheet
from familyguide.guide.workbench import Workbench

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from familyguide.guide.model import Problem

# What stands in one file, and the file.
_PARTS = {
    "vocabulary": "vocabulary.yaml",
    "countries": "countries.yaml",
    "bibliography": "bibliography.yaml",
    "triage": "triage.yaml",
    "image_rule": "texts/image-rule.yaml",
    "practice": "practice.yaml",
    "duties": "duties.yaml",
    "search_words": "search.yaml",
    "redirects": "redirects.yaml",
    "changes": "changes.yaml",
    "drawings": "drawings.yaml",
}
# Said of a file of which nothing could be read.
_WHOLE = ("yaml", "file", "encoding")


class Fresh(NamedTuple):
    """What a folder shows now."""

    # A copy in memory for whoever shows it, who closes it.
    database: sqlite3.Connection
    # Files that cannot be read now, with what was said of each first; their last good state is shown.
    broken: dict[str, Problem]
    # What stands beside "working copy", such as how far a translation is.
    note: str = ""


class LivePreview:
    """Follows one content folder; used by one thread at a time. It writes nothing."""

    def __init__(
        self,
        root: Path,
        version: str,
        today: date,
        adapt: Callable[[Content], tuple[Content, str]] | None = None,
        beside: Path | None = None,
    ) -> None:
        """Follow a folder, and one `beside`; `adapt` gives what is shown of what was read, and a note."""
        self._root = root
        self._roots = (root,) if beside is None else (root, beside)
        self._today = today
        self._adapt = adapt
        self._reader = RememberingReader()
        self._bench = Workbench(version)
        self._shown: Content | None = None
        self._stamps: dict[str, tuple[int, int]] = {}

    def has_changed(self) -> bool:
        """Tell whether a file came, went or was saved since the last time this was asked."""
        stamps: dict[str, tuple[int, int]] = {}
        for path in (path for root in self._roots for path in root.rglob("*")):
            # Editors keep files of their own beside: only ours count.
            if path.suffix in (".yaml", ".md", ".po") and not path.name.startswith((".", "#")):
                try:
                    state = path.stat()
                except OSError:
                    # It went while we looked: the next look tells.
                    continue
                stamps[str(path)] = state.st_mtime_ns, state.st_size
        changed, self._stamps = stamps != self._stamps, stamps
        return changed

    def read(self) -> Fresh:
        """Read what changed; raises ContentError when the folder never held a whole guide."""
        content = load(self._root, self._reader)
        broken = {problem.file: problem for problem in reversed(content.problems)}
        if self._shown is not None:
            _keep_last_good(self._shown, content, self._today)
        lacking = content.lacking()
        if lacking:
            raise ContentError("damaged", str(self._root / lacking[0]))
        self._shown = content
        # The checker reads what was written, the window what is shown.
        shown, note = self._adapt(content) if self._adapt is not None else (content, "")
        self._bench.update(shown)
        return Fresh(self._bench.copy(), broken, note)

    def problems(self, identifier: str) -> list[Problem]:
        """Give the checker's problems of one item, as its files are now."""
        if self._shown is None:
            return []
        return check_item(self._shown, identifier, self._today)

    def files(self, identifier: str) -> frozenset[str]:
        """Name the files in which an item is written."""
        return files_of(self._shown, identifier) if self._shown is not None else frozenset()

    def close(self) -> None:
        """Let go of what is held in memory."""
        self._bench.close()


def _keep_last_good(before: Content, now: Content, today: date) -> None:
    """Put back what stands in files that cannot be read now."""
    unread = {problem.file for problem in now.problems}
    for name, file in _PARTS.items():
        if file in unread:
            setattr(now, name, getattr(before, name))
    for of, file in before.easy_in.items():
        if file in unread and of not in now.easy:
            now.easy[of], now.easy_in[of] = before.easy[of], file
    for code, tongue in before.tongues.items():
        if before.tongues_in[code] in unread and code not in now.tongues:
            now.tongues[code], now.tongues_in[code] = tongue, before.tongues_in[code]
    lost = [one for one in before.items if one not in now.items]
    if not lost:
        return
    broken = Sheet(now, today).broken
    whole = {problem.file for problem in now.problems if problem.code in _WHOLE}
    for identifier in lost:
        if identifier in broken or before.places[identifier][0] in whole:
            now.items[identifier] = before.items[identifier]
            now.places[identifier] = before.places[identifier]
            if identifier in before.placed:
                now.placed[identifier] = before.placed[identifier]
    for place, page in before.pages.items():
        now.pages.setdefault(place, page)
    # Where it stood in the lists.
    order = {identifier: at for at, identifier in enumerate(before.items)}
    now.items = dict(sorted(now.items.items(), key=lambda pair: order.get(pair[0], len(order))))
