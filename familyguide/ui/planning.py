"""What a worker has chosen on the way to a session, in this visit alone; none of it is ever kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from familyguide.services import session

if TYPE_CHECKING:
    from collections.abc import Callable

    from familyguide.guide.model import Both, Level
    from familyguide.guide.names import Language
    from familyguide.services.session import SessionPlan
    from familyguide.services.texts import Texts
    from familyguide.ui.context import Context

BOTH: tuple[Language, Language] = ("fr", "en")


class Undo(NamedTuple):
    """The plan before a change that took something away; keys of what is said of it, and of the way back."""

    plan: SessionPlan
    said: str
    back: str
    # The part that was taken out.
    title: Both | None = None
    # The place of a part that was taken out; None for the whole plan.
    at: int | None = None


class Planning:
    """The needs chosen before there is a plan, the way back after a change, and what goes home."""

    def __init__(self, languages: tuple[Language, ...]) -> None:
        self.level: Level = "group"
        self.topics: tuple[str, ...] = ()
        self.ages: tuple[str, ...] = ()
        self.languages = languages
        self.undo: Undo | None = None
        # What a file or a full list came to; shown until the next change.
        self.said: Callable[[Texts], str] | None = None
        # The control that takes the keyboard when the page is made again.
        self.focus = ""
        # The sheets of the pack that were taken off, or put on where they are left out at first.
        self.pack_changes: frozenset[str] = frozenset()
        self.pack_languages: tuple[Language, ...] | None = None


def planning_of(context: Context) -> Planning:
    """Give what was chosen in this visit."""
    if context.planning is None:
        context.planning = Planning((context.language,))
    return context.planning


def begin(context: Context, plan: SessionPlan) -> None:
    """Take a new plan; the one before can be taken back."""
    planning, before = planning_of(context), context.session
    planning.undo = None
    if before is not None and before != plan:
        planning.undo = Undo(before, "run.replaced", "run.undo.plan")
    planning.said, planning.focus = None, ""
    planning.pack_changes, planning.pack_languages = frozenset(), None
    # What the plan itself still asks for begins with what it holds.
    planning.topics, planning.ages, planning.languages = plan.topics, plan.ages, plan.languages
    context.session = plan


def suggested(
    context: Context, level: Level, topics: tuple[str, ...] = (), ages: tuple[str, ...] = ()
) -> SessionPlan:
    """Suggest a plan for the country of the strip, in the languages chosen."""
    languages = planning_of(context).languages
    return session.suggest(level, topics, ages, context.country, languages, context.library)
