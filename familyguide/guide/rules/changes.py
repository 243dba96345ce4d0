"""Rules for changes.yaml: what readers are told under "What changed"."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from familyguide.guide import model as m
from familyguide.guide.model import kind_of
from familyguide.guide.names import PAGE_KINDS
from familyguide.guide.sentences import sentences, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from familyguide.guide.rules.sheet import Sheet

CHANGES = "changes.yaml"
# Read in one breath, in a list.
MOST_WORDS = 25
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


def _problem(sheet: Sheet, entry: m.Change, code: str, message: str) -> m.Problem:
    return m.Problem(CHANGES, sheet.row(CHANGES, entry.text.fr[:20]), code, message)


def changes_stand_newest_first(sheet: Sheet) -> Iterator[m.Problem]:
    """Each entry has a month that has begun; no entry stands above a newer one."""
    now = sheet.today.isoformat()[:7]
    for entry in sheet.content.changes:
        if not _MONTH.fullmatch(entry.month):
            message = f"{entry.month!r} is no month: write it as '{now}', in quotes."
            yield _problem(sheet, entry, "change-month", message)
        elif entry.month > now:
            yield _problem(sheet, entry, "change-month", f"{entry.month} has not begun: write '{now}'.")
    for above, below in pairwise(sheet.content.changes):
        if above.month < below.month:
            message = f"{below.month} stands under {above.month}: put the newest first."
            yield _problem(sheet, below, "change-order", message)


def changes_are_one_sentence(sheet: Sheet) -> Iterator[m.Problem]:
    """An entry is one short sentence, in each language."""
    for entry in sheet.content.changes:
        for language in m.LANGUAGES:
            said = sentences(entry.text[language])
            if len(said) != 1 or not entry.text[language].endswith((".", "!", "?", "…")):
                message = f"Write one sentence ({language}), with its full stop: what a reader finds now."
                yield _problem(sheet, entry, "change-text", message)
            elif len(words_of(said[0])) > MOST_WORDS:
                message = f"{len(words_of(said[0]))} words ({language}), at most {MOST_WORDS}: say less."
                yield _problem(sheet, entry, "change-text", message)


def changes_lead_to_pages(sheet: Sheet) -> Iterator[m.Problem]:
    """The ids of an entry are pages that every reader can open, each named once."""
    redirects, items = sheet.content.redirects, sheet.content.items
    for entry in sheet.content.changes:
        for identifier in entry.ids:
            item = items.get(identifier)
            if identifier in sheet.broken:
                continue
            if identifier in redirects.merged:
                message = f"{identifier!r} was merged: name {redirects.merged[identifier]!r} instead."
            elif identifier in redirects.retired:
                message = f"{identifier!r} is retired: take it away, the sentence alone is enough."
            elif item is None:
                message = f"There is no item {identifier!r}: check the spelling, or take it away."
            elif item.audience == "worker" or kind_of(item) not in PAGE_KINDS:
                message = f"{identifier!r} is no page that every reader can open: take it away."
            elif entry.ids.count(identifier) > 1:
                message = f"{identifier!r} is named twice: name it once."
            else:
                continue
            yield _problem(sheet, entry, "change-id", message)


RULES = (changes_stand_newest_first, changes_are_one_sentence, changes_lead_to_pages)
