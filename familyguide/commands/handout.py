"""`familyguide handout`: sheets for paper, written as one PDF, whole or not at all."""

from __future__ import annotations

import difflib
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from familyguide import cli
from familyguide.commands.reading import country_asked
from familyguide.guide import files
from familyguide.guide.freshness import honest_today
from familyguide.guide.library import row_is_valid
from familyguide.guide.names import LANGUAGES, NO_COUNTRY
from familyguide.services.handouts import press, special
from familyguide.services.handouts.maker import Maker
from familyguide.services.handouts.sheet import Look, Refusal
from familyguide.services.texts import Texts

if TYPE_CHECKING:
    import argparse

    from familyguide.guide.names import Language
    from familyguide.services.handouts.sheet import Sheet

# So many ids that are near to a wrong one are named.
NEAR = 3


def run(options: argparse.Namespace) -> int:
    """Write the sheets asked for; gives the exit code, 2 with one clear line when one cannot be made."""
    texts = Texts(cli.system_language())
    if options.guest:
        # A guest leaves nothing behind, whatever else was typed (decision 0019).
        raise cli.Refused(texts("handout.guest"))
    languages = _languages(options.lang, texts)
    library = cli.open_library()
    country = country_asked(library, options.country)
    look = Look(paper=options.paper, large=options.large, grey=options.grey, discreet=options.discreet)
    today = honest_today(datetime.now(tz=UTC).date(), library.built)
    maker = Maker(library, languages, country, today, look)
    sheets = [_sheet(maker, one, texts, whole=options.whole) for one in dict.fromkeys(options.id)]
    try:
        made = press.pdf(sheets, look)
    except press.PressError as error:
        raise cli.Refused(texts("handout.failed", said=str(error))) from error
    try:
        files.write_whole(options.output, made)
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise cli.Refused(texts("handout.unwritable", file=files.shown(options.output), said=said)) from error
    said = texts("handout.written", file=files.shown(options.output))
    if country == NO_COUNTRY:
        said += " " + texts("handout.written.nowhere")
    sys.stdout.write(said + "\n")
    return 0


def _languages(asked: str | None, texts: Texts) -> tuple[Language, ...]:
    if asked is None:
        return (cli.system_language(),)
    names = tuple(dict.fromkeys(name.strip().lower() for name in asked.split(",")))
    known: tuple[Language, ...] = tuple(one for name in names for one in LANGUAGES if one == name)
    if len(known) != len(names):
        missing = next(name for name in names if name not in LANGUAGES)
        raise cli.Refused(texts("handout.language", name=missing, held=", ".join(LANGUAGES)))
    return known


def _sheet(maker: Maker, identifier: str, texts: Texts, *, whole: bool) -> Sheet:
    if identifier in special.identifiers(maker.library):
        made = special.make(maker, identifier)
        if isinstance(made, Refusal):
            why = texts("handout.nowhere") if maker.country == NO_COUNTRY else texts(made.why)
            raise cli.Refused(f"{identifier}: {why}")
        return made
    try:
        row = maker.library.row(identifier)
        if row is not None and row.countries and not row_is_valid(row, maker.country):
            where = ", ".join(row.countries)
            if maker.country == NO_COUNTRY:
                raise cli.Refused(
                    texts("handout.country.none", id=identifier, where=where, one=row.countries[0])
                )
            raise cli.Refused(texts("handout.country", id=identifier, country=maker.country, where=where))
        return maker.of(identifier, whole=whole)
    except (KeyError, UnicodeError):
        raise cli.Refused(_missing(maker, identifier, texts)) from None


def _missing(maker: Maker, identifier: str, texts: Texts) -> str:
    """Say that there is no such sheet, and which ids are near to what was typed."""
    known = [*special.identifiers(maker.library), *(row.id for row in maker.library.rows())]
    near = difflib.get_close_matches(identifier.lower(), known, n=NEAR)
    said = texts("handout.missing", id=identifier)
    if near:
        said += " " + texts("handout.near", names=", ".join(near))
    return f"{said} {texts('handout.list', alone=', '.join(special.SPECIAL))}"
