"""Sheets to work with: words for an interpreter, and a plan of settings."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from familyguide.guide import model as m
from familyguide.guide.freshness import newest
from familyguide.services import settings_plan as plans
from familyguide.services.handouts.pieces import Cutter, paragraph
from familyguide.services.handouts.sheet import Refusal, Sheet
from familyguide.services.links import domain_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from familyguide.guide.library import Library
    from familyguide.guide.names import Language
    from familyguide.services.handouts.maker import Maker
    from familyguide.services.handouts.sheet import Piece, Row
    from familyguide.services.settings_plan import Planned

NO_SETTING = Refusal("settings-plan", "paper.refused.apps")
OTHER: dict[str, Language] = {"fr": "en", "en": "fr"}


def terms(maker: Maker, identifier: str = "terms", topic: str | None = None) -> Sheet:
    """Make the words of the field in both languages, with room to write each in a third by hand."""
    maker = in_both(maker)
    rows = [row for row in maker.library.rows("term") if topic is None or topic in row.topics]
    found = [maker.library.read(row.id, m.Term) for row in rows]
    if topic is None:
        titles = tuple(texts("paper.special.terms") for texts in maker.texts)
    else:
        name = maker.library.vocabulary.topics[topic]
        titles = tuple(
            texts("paper.special.terms.topic", topic=name[texts.language]) for texts in maker.texts
        )
    return terms_of(maker, identifier, titles, found)


def in_both(maker: Maker) -> Maker:
    """Give a maker of both languages: an interpreter works between two."""
    if len(maker.languages) > 1:
        return maker
    (language,) = maker.languages
    return type(maker)(maker.library, (language, OTHER[language]), maker.country, maker.today, maker.look)


def terms_of(maker: Maker, identifier: str, titles: tuple[str, ...], found: Sequence[m.Term]) -> Sheet:
    """Make the table of some words, in the order of the alphabet."""
    found = sorted(found, key=lambda term: _plain(term.title[maker.languages[0]]))
    lead = tuple((paragraph(texts("paper.terms.lead"), kind="lead"),) for texts in maker.texts)
    piece: Piece = {
        "t": "term-table",
        "languages": maker.languages,
        "heads": [texts("paper.terms.column") for texts in maker.texts],
        "own": [texts("paper.terms.own") for texts in maker.texts],
        "terms": [
            [{"title": term.title[language], "text": term.text[language]} for language in maker.languages]
            for term in found
        ],
    }
    known = newest(term.as_of for term in found)
    months = [writer.known(known, "conversation") for writer in maker.writers]
    keys = dict.fromkeys(key for term in found for key in term.sources)
    sources = [source for source in map(maker.library.source, keys) if source is not None]
    names = list(dict.fromkeys(source.organisation for source in sources))
    return Sheet(
        id=identifier,
        languages=maker.languages,
        titles=titles,
        rows=(lead, ((piece,),)),
        **maker.foot_of(identifier, months, [names] * len(titles)),
    )


def settings_plan(maker: Maker, apps: Sequence[str], age: str | None) -> Sheet | Refusal:
    """Make the plan of at most ten settings for some apps and an age, with squares to tick by hand.

    `apps` are ids of checklists; KeyError when there is none of an id. Apps without a setting for the age are
    refused together, in words.
    """
    planned = settings_chosen(maker.library, apps, age)
    if not planned:
        return NO_SETTING
    return settings_of(maker, "settings-plan", planned, age)


def settings_chosen(library: Library, apps: Sequence[str], age: str | None) -> list[Planned]:
    """Give the settings of that plan; KeyError when there is no checklist of an id."""
    return plans.plan([library.read(identifier, m.Checklist) for identifier in apps], age)


def settings_of(maker: Maker, identifier: str, planned: Sequence[Planned], age: str | None) -> Sheet:
    """Make the plan of some settings, with squares to tick by hand."""
    rows: list[Row] = [
        tuple((paragraph(texts("paper.settings.lead"), kind="lead"),) for texts in maker.texts)
    ]
    for one in planned:
        cells = []
        for writer, texts in zip(maker.writers, maker.texts, strict=True):
            card = writer.setting(one.checklist, one.setting)
            piece = Cutter(texts, maker.country).setting(card, card.title, card.app)
            states = [texts("state.todo"), texts("state.done"), texts("state.later")]
            cells.append((piece | {"states": states},))
        rows.append(tuple(cells))
    known = newest(one.setting.as_of for one in planned)
    months = [writer.known(known, "setting", menus=True) for writer in maker.writers]
    about = ""
    if age is not None:
        first, _, last = age.partition("-")
        about = " · ".join(texts("paper.about.parents", first=first, last=last) for texts in maker.texts)
    pages = [
        list(dict.fromkeys(domain_of(one.setting.help[language]) for one in planned))
        for language in maker.languages
    ]
    titles = tuple(texts("paper.special.settings-plan") for texts in maker.texts)
    return Sheet(
        id=identifier,
        languages=maker.languages,
        titles=titles,
        about=about,
        rows=tuple(rows),
        help=maker.help(),
        **maker.foot_of(identifier, months, pages),
    )


def _plain(text: str) -> str:
    """Give the letters words are sorted by: without accents and capitals."""
    return unicodedata.normalize("NFD", text.casefold()).encode("ascii", "ignore").decode()
