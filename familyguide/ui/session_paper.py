"""What is printed of a session: sheets that are no items, made from the plan of this visit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from familyguide.services.handouts import pack
from familyguide.services.handouts.maker import Maker
from familyguide.ui.planning import planning_of

if TYPE_CHECKING:
    from familyguide.guide.names import Language
    from familyguide.services.handouts.sheet import Look
    from familyguide.services.session import SessionPlan
    from familyguide.ui.context import Context
    from familyguide.ui.printing import Order

PACK = "session-pack"
_TITLES = {PACK: "run.pack", pack.NOTES: "run.notes", pack.CARDS: "run.cards", pack.WORDS: "run.words"}


def title(context: Context, identifier: str) -> str:
    """Name a sheet of the session; KeyError when there is none of that id, or no plan."""
    _plan(context)
    return context.texts(_TITLES[identifier])


def usual_languages(context: Context, identifier: str) -> tuple[Language, ...]:
    """Give the languages a sheet is made in until others are chosen; the notes are in the worker's own."""
    if identifier == pack.NOTES:
        return (context.language,)
    if identifier == PACK:
        return planning_of(context).pack_languages or _plan(context).languages
    return _plan(context).languages


def order(context: Context, identifier: str, languages: tuple[Language, ...], look: Look) -> Order:
    """Give what makes the sheets of the plan; KeyError when there is none of that id, or nothing to print."""
    plan = _plan(context)
    maker = partial(Maker, context.library, languages, plan.country, context.today, look)
    if identifier == PACK:
        without = left_out(context)
        if all(name in without for name in pack.pack_ids(plan, maker())):
            raise KeyError(PACK)
        return lambda: pack.pack_job(plan, maker(), without)
    make = {pack.NOTES: pack.notes_job, pack.CARDS: pack.cards_job, pack.WORDS: pack.words_job}[identifier]
    if identifier == pack.CARDS and not pack.practice_cards(plan, context.library):
        raise KeyError(identifier)
    return lambda: make(plan, maker())


def left_out(context: Context) -> frozenset[str]:
    """Give the sheets that do not go home: those left out at first, and what the worker changed of that."""
    return pack.left_out_first(_plan(context), context.library) ^ planning_of(context).pack_changes


def _plan(context: Context) -> SessionPlan:
    if context.session is None:
        raise KeyError(PACK)
    return context.session
