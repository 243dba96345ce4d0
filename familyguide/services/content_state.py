"""What is said of the content as a whole: not to be shown here, past its date, lacking a part."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from familyguide.guide.library import Library
    from familyguide.services.rules import Rules
    from familyguide.services.texts import Texts


class ContentState(NamedTuple):
    """What staff should know: dates that are past (YYYY-MM-DD), and the codes of what was left out."""

    expired: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    def with_fault(self, code: str) -> ContentState:
        """Give the state with one more thing left out."""
        return self._replace(faults=(*self.faults, code))


def content_refusal(library: Library, rules: Rules, texts: Texts) -> str:
    """Say why this content is not shown on a public PC; empty where it may be.

    A working copy is for its writers. The packaged app does not even open one (`shelves.open_installed`).
    """
    if rules.mode != "public-pc" or library.meta.get("kind") == "release":
        return ""
    return texts("content.refused")


def staff_line(state: ContentState, rules: Rules, texts: Texts, *, short: bool = False) -> str:
    """Write one line about the content for those who look after this computer; empty when all is well.

    Content past its date goes on as before. At home without a policy nobody is staff: the line is worded for
    the family, and what was left out is told on stderr alone. `short` fits one line of a small window.
    """
    month = texts.month(min(state.expired)[:7]) if state.expired else ""
    if not rules.has_policy and rules.mode == "home":
        return texts("content.past", month=month) if month else ""
    parts = []
    if month:
        parts.append(texts("staff.expired", month=month))
    if state.faults and rules.has_policy:
        parts.append(texts("staff.left_out", codes=", ".join(dict.fromkeys(state.faults))))
    if not parts:
        return ""
    return texts("staff.line", what=texts("staff.short") if short else " · ".join(parts))
