"""The steps of a session, one idea each, and where the group is in it; no Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from familyguide.services import session

if TYPE_CHECKING:
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
    """One thing on the shared screen; without a slide it is the end of the session."""

    chapter: int
    slide: Slide | None


class Deck:
    """Every step of a plan in order, and the one shown now; it stops at either end."""

    def __init__(self, plan: SessionPlan, library: Library, stage: Stage) -> None:
        self.plan = plan
        chapters: list[Chapter] = []
        steps: list[Step] = []
        for part in plan.parts:
            try:
                title = session.template(part, library).title
                slides = stage.slides(plan, part.id)
            except KeyError:
                # The guide lost this part since it was planned: the others are shown.
                continue
            steps += [Step(len(chapters), slide) for slide in slides]
            chapters.append(Chapter(part.id, title, part.minutes))
        self.chapters = tuple(chapters)
        self.steps = (*steps, Step(len(chapters), None))
        ending = stage.ending(plan)
        # The same decision may come from two conversations.
        self.decisions = tuple({one.text: one for one in ending if one.kind == "decision"}.values())
        self.at = 0

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
