"""Sheets of paper alone and the settings chosen on this visit: what the page for printing asks of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familyguide.services.handouts import special, working
from familyguide.services.handouts.maker import Maker
from familyguide.services.handouts.sheet import Job, Refusal

if TYPE_CHECKING:
    from familyguide.guide.names import Language
    from familyguide.services.handouts.sheet import Look
    from familyguide.ui.context import Context

SETTINGS = "settings-plan"


def title(context: Context, identifier: str) -> str:
    """Name a sheet; KeyError when there is none of that id."""
    if identifier == SETTINGS:
        return context.texts("paper.special.settings-plan")
    return special.name(context.library, identifier, context.texts)


def usual_languages(context: Context, _identifier: str) -> tuple[Language, ...]:
    """Give the languages a sheet is made in until others are chosen."""
    return (context.language,)


def job(context: Context, identifier: str, languages: tuple[Language, ...], look: Look) -> Job:
    """Make a sheet; KeyError when there is none of that id, or when it cannot be made here."""
    maker = Maker(context.library, languages, context.country, context.today, look)
    if identifier == SETTINGS:
        choices = context.choices
        made = working.settings_plan(maker, choices.apps, choices.settings_age)
    else:
        made = special.make(maker, identifier)
    if isinstance(made, Refusal):
        raise KeyError(made.id)
    return Job((made,), look)


def refusal(context: Context, identifier: str) -> str:
    """Say why a sheet cannot be made here, and what to do; empty when it can."""
    maker = Maker(context.library, (context.language,), context.country, context.today)
    made = (
        working.settings_plan(maker, context.choices.apps, context.choices.settings_age)
        if identifier == SETTINGS
        else special.make(maker, identifier)
    )
    return context.texts(made.why) if isinstance(made, Refusal) else ""
