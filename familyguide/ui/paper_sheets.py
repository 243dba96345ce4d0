"""Sheets of paper alone and the settings chosen on this visit: what the page for printing asks of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from familyguide.services.handouts import special, working
from familyguide.services.handouts.maker import Maker
from familyguide.services.handouts.sheet import Job, Refusal

if TYPE_CHECKING:
    from familyguide.guide.names import Language
    from familyguide.services.handouts.sheet import Look, Sheet
    from familyguide.ui.context import Context
    from familyguide.ui.printing import Order

SETTINGS = "settings-plan"


def title(context: Context, identifier: str) -> str:
    """Name a sheet; KeyError when there is none of that id."""
    if identifier == SETTINGS:
        return context.texts("paper.special.settings-plan")
    return special.name(context.library, identifier, context.texts)


def usual_languages(context: Context, _identifier: str) -> tuple[Language, ...]:
    """Give the languages a sheet is made in until others are chosen."""
    return (context.language,)


def order(context: Context, identifier: str, languages: tuple[Language, ...], look: Look) -> Order:
    """Give what makes a sheet; KeyError when there is none of that id, or when it cannot be made here."""
    if refusal(context, identifier):
        raise KeyError(identifier)
    maker = partial(Maker, context.library, languages, context.country, context.today, look)
    choices = context.choices

    def made() -> Sheet | Refusal:
        if identifier == SETTINGS:
            return working.settings_plan(maker(), choices.apps, choices.settings_age)
        return special.make(maker(), identifier)

    return lambda: Job((_sheet(made()),), look)


def _sheet(made: Sheet | Refusal) -> Sheet:
    if isinstance(made, Refusal):
        raise KeyError(made.id)
    return made


def refusal(context: Context, identifier: str) -> str:
    """Say why a sheet cannot be made here, and what to do; empty when it can. Nothing is made for that.

    KeyError when there is none of that id.
    """
    if identifier == SETTINGS:
        found = working.settings_chosen(context.library, context.choices.apps, context.choices.settings_age)
        refused = None if found else working.NO_SETTING
    else:
        refused = special.refusal(context.library, context.directory, context.country, identifier)
    return context.texts(refused.why) if refused is not None else ""
