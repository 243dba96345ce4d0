"""The steps of a session, one idea each, and where the group is in it; no Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from familyguide.services import session
from familyguide.services.session_show import ways_to_share

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from familyguide.guide import model as m
    from familyguide.guide.library import Library
    from familyguide.services.session import SessionPlan
    from familyguide.services.session_show import Slide, Stage


class Chapter(NamedTuple):
    """A part of the session as the bar shows it; `id` is its own name in the plan."""

    id: str
    title: m.Both
    minutes: int


class Step(NamedTuple):
    """One thing on the shared screen: ideas that belong together; without any, the end of the session."""

    chapter: int
    ideas: tuple[Slide, ...]

    @property
    def slide(self) -> Slide | None:
        """The first idea; None at the end."""
        return self.ideas[0] if self.ideas else None


class Deck:
    """Every step of a plan in order, and the one shown now; it stops at either end."""

    def __init__(self, plan: SessionPlan, library: Library, stage: Stage) -> None:
        self.plan = plan
        chapters: list[Chapter] = []
        groups: list[Step] = []
        for part in plan.parts:
            try:
                title = session.template(part, library).title
                found = stage.groups(plan, part.id)
            except KeyError:
                # The guide lost this part since it was planned: the others are shown.
                continue
            groups += [Step(len(chapters), ideas) for ideas in found]
            chapters.append(Chapter(part.id, title, part.minutes))
        self.chapters = tuple(chapters)
        self._groups = tuple(groups)
        self.steps = self._shared_out(lambda _ideas: True)
        ending = stage.ending(plan)
        # The same decision may come from two conversations.
        self.decisions = tuple({one.text: one for one in ending if one.kind == "decision"}.values())
        self.at = 0

    def fit(self, fits: Callable[[tuple[Slide, ...]], bool]) -> bool:
        """Share ideas that belong together out over as many steps as a room needs; tells of any change.

        The idea that is shown stays.
        """
        before = self.steps
        ideas_before = sum(len(step.ideas) for step in before[: self.at])
        self.steps = self._shared_out(fits)
        if self.steps != before and self.at < len(before) - 1:
            self.at = ideas = 0
            while ideas + len(self.now.ideas) <= ideas_before:
                ideas += len(self.now.ideas)
                self.at += 1
        elif self.steps != before:
            self.at = len(self.steps) - 1
        return self.steps != before

    def _shared_out(self, fits: Callable[[tuple[Slide, ...]], bool]) -> tuple[Step, ...]:
        made = [Step(group.chapter, ideas) for group in self._groups for ideas in _fitting(group.ideas, fits)]
        return (*made, Step(len(self.chapters), ()))

    @property
    def ideas(self) -> tuple[int, ...]:
        """How many ideas each part has: the most screens it can take."""
        counts = [0] * len(self.chapters)
        for group in self._groups:
            counts[group.chapter] += len(group.ideas)
        return tuple(counts)

    @property
    def place(self) -> tuple[int, int]:
        """Which step of its part is shown, and how many the part has."""
        own = [at for at, step in enumerate(self.steps) if step.chapter == self.now.chapter]
        return own.index(self.at) + 1, len(own)

    @property
    def now(self) -> Step:
        """The step shown."""
        return self.steps[self.at]

    @property
    def chapter(self) -> Chapter | None:
        """The part shown; None at the end."""
        at = self.now.chapter
        return self.chapters[at] if at < len(self.chapters) else None

    @property
    def next_chapter(self) -> Chapter | None:
        """The part that comes after this one; None in the last and at the end."""
        at = self.now.chapter + 1
        return self.chapters[at] if at < len(self.chapters) else None

    @property
    def next_step(self) -> Step | None:
        """The step that comes next; None at the end."""
        return self.steps[self.at + 1] if self.at + 1 < len(self.steps) else None

    def go(self, by: int) -> bool:
        """Go some steps on or back; tells whether anything changed."""
        before, self.at = self.at, min(max(self.at + by, 0), len(self.steps) - 1)
        return self.at != before


def _fitting(
    ideas: tuple[Slide, ...], fits: Callable[[tuple[Slide, ...]], bool]
) -> Sequence[tuple[Slide, ...]]:
    ways = list(ways_to_share(ideas))
    return next((way for way in ways if all(len(one) == 1 or fits(one) for one in way)), ways[-1])
