"""The sheets of paper alone, which are no items: what they are called, and how they are asked for by id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familyguide.services.handouts.calling import help_page
from familyguide.services.handouts.sheet import Refusal, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from familyguide.services.handouts.maker import Maker

# The sheets that need nothing but a country and an age, in the order they are offered; each name is a key.
SPECIAL: dict[str, str] = {
    "help-page": "paper.special.help-page",
}
_MAKERS: dict[str, Callable[[Maker], Sheet | Refusal]] = {
    "help-page": help_page,
}


def make(maker: Maker, identifier: str) -> Sheet | Refusal:
    """Make a sheet of paper alone; KeyError when there is none of that id.

    A sheet that cannot be made for this country comes back as a Refusal, which says why.
    """
    return _MAKERS[identifier](maker)
