"""The sheets of paper alone, which are no items: what they are called, and how they are asked for by id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familyguide.guide.names import AGES
from familyguide.services import easy as easily
from familyguide.services import tongues
from familyguide.services.handouts import calling, cutting, manual, numbers_in, working
from familyguide.services.handouts.easy import easy_sheet
from familyguide.services.handouts.sheet import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from familyguide.guide.library import Library
    from familyguide.services.directory import Directory
    from familyguide.services.handouts.maker import Maker
    from familyguide.services.handouts.sheet import Sheet
    from familyguide.services.texts import Texts

# The sheets that need nothing but a country, in the order they are offered, and the key of each name.
# Cards for an age and words on a topic come besides: see `identifiers`.
SPECIAL: dict[str, str] = {
    "help-page": "paper.special.help-page",
    "wall-poster": "paper.special.wall-poster",
    "wallet-card": "paper.special.wallet-card",
    "terms": "paper.special.terms",
}
_MAKERS: dict[str, Callable[[Maker], Sheet | Refusal]] = {
    "help-page": calling.help_page,
    "wall-poster": calling.wall_poster,
    "wallet-card": calling.wallet_card,
    "terms": working.terms,
}
CARDS = "cards-"
TERMS = "terms-"


def identifiers(library: Library) -> tuple[str, ...]:
    """List the ids of every sheet of paper alone; cards are for an age, words may be on a topic."""
    topics = {topic for row in library.rows("term") for topic in row.topics}
    return (
        *SPECIAL,
        *((manual.MANUAL,) if manual.pages(library) else ()),
        *(tongues.sheet_id(code) for code in library.tongues),
        *(f"{CARDS}{age}" for age in AGES),
        *(f"{TERMS}{topic}" for topic in library.vocabulary.topics if topic in topics),
        *(easily.sheet_id(of) for of in easily.all_of(library)),
    )


def name(library: Library, identifier: str, texts: Texts) -> str:
    """Name a sheet of paper alone, as lists show it; KeyError when there is none of that id."""
    if identifier in SPECIAL:
        return texts(SPECIAL[identifier])
    if identifier not in identifiers(library):
        raise KeyError(identifier)
    if identifier == manual.MANUAL:
        return manual.name(library, texts)
    of = easily.of_sheet(library, identifier)
    if of is not None:
        easy = library.easy(of)
        return texts("easy.open.name", title=easy.title[texts.language] if easy is not None else "")
    tongue = numbers_in.of_sheet(library, identifier)
    if tongue is not None:
        return texts("paper.special.numbers", language=tongue.called[texts.language])
    if identifier.startswith(CARDS):
        first, _, last = identifier.removeprefix(CARDS).partition("-")
        return texts("paper.special.cards", first=first, last=last)
    topic = library.vocabulary.topics[identifier.removeprefix(TERMS)]
    return texts("paper.special.terms.topic", topic=topic[texts.language])


def refusal(library: Library, directory: Directory, country: str, identifier: str) -> Refusal | None:
    """Tell, without making it, why a sheet cannot be made for a country; None when it can.

    KeyError when there is none of that id.
    """
    if identifier not in identifiers(library):
        raise KeyError(identifier)
    of_tongue = numbers_in.of_sheet(library, identifier) is not None
    needs_numbers = of_tongue or identifier in calling.WITH_NUMBERS
    return Refusal(identifier, calling.NO_NUMBER) if needs_numbers and not directory.strip(country) else None


def make(maker: Maker, identifier: str) -> Sheet | Refusal:
    """Make a sheet of paper alone; KeyError when there is none of that id.

    A sheet that cannot be made for this country comes back as a Refusal, which says why.
    """
    if identifier in _MAKERS:
        return _MAKERS[identifier](maker)
    if identifier not in identifiers(maker.library):
        raise KeyError(identifier)
    if identifier == manual.MANUAL:
        return manual.manual(maker)
    of = easily.of_sheet(maker.library, identifier)
    if of is not None:
        return easy_sheet(maker, of)
    tongue = numbers_in.of_sheet(maker.library, identifier)
    if tongue is not None:
        return numbers_in.numbers(maker, tongue)
    if identifier.startswith(CARDS):
        return cutting.cards(maker, identifier, identifier.removeprefix(CARDS))
    return working.terms(maker, identifier, identifier.removeprefix(TERMS))
