"""`familyguide handout`: sheets for paper, written as one PDF, whole or not at all."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from familyguide import cli
from familyguide.commands.reading import country_asked
from familyguide.guide import files
from familyguide.guide.freshness import honest_today
from familyguide.guide.library import row_is_valid
from familyguide.guide.names import LANGUAGES
from familyguide.services.handouts import press, special
from familyguide.services.handouts.maker import Maker
from familyguide.services.handouts.sheet import Look, Refusal
from familyguide.services.texts import Texts

if TYPE_CHECKING:
    import argparse

    from familyguide.guide.names import Language
    from familyguide.services.handouts.sheet import Sheet


def run(options: argparse.Namespace) -> int:
    """Write the sheets asked for; gives the exit code, 2 with one clear line when one cannot be made."""
    texts = Texts(cli.system_language())
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
        raise cli.Refused(texts("handout.unwritable", file=str(options.output), said=said)) from error
    sys.stdout.write(texts("handout.written", file=str(options.output)) + "\n")
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
            raise cli.Refused(f"{identifier}: {texts(made.why)}")
        return made
    try:
        row = maker.library.row(identifier)
        if row is not None and row.countries and not row_is_valid(row, maker.country):
            raise cli.Refused(
                texts("handout.country", id=identifier, country=maker.country, where=", ".join(row.countries))
            )
        return maker.of(identifier, whole=whole)
    except (KeyError, UnicodeError):
        alone = ", ".join(special.SPECIAL)
        raise cli.Refused(texts("handout.missing", id=identifier, alone=alone)) from None
