"""The sheet of the country's numbers for somebody whose language the guide is not in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familyguide.guide import model as m
from familyguide.services import tongues
from familyguide.services.handouts.calling import NO_NUMBER, sheet
from familyguide.services.handouts.pieces import name_after, paragraph
from familyguide.services.handouts.sheet import Refusal

if TYPE_CHECKING:
    from familyguide.guide.library import Library
    from familyguide.services.handouts.maker import Maker
    from familyguide.services.handouts.sheet import Piece, Row, Sheet
    from familyguide.services.texts import Texts


def of_sheet(library: Library, identifier: str) -> m.Tongue | None:
    """Give the language whose sheet of numbers has this id; None when it is another sheet."""
    if not identifier.startswith(tongues.SHEET):
        return None
    return library.tongues.get(identifier.removeprefix(tongues.SHEET))


def numbers(maker: Maker, tongue: m.Tongue) -> Sheet | Refusal:
    """Make the sheet: one sentence, what to say first, then each number with its hours."""
    identifier = tongues.sheet_id(tongue.code)
    directory, country = maker.directory, maker.country
    if not directory.strip(country):
        return Refusal(identifier, NO_NUMBER)
    calls = list(tongues.calls(tongue, directory, country))
    piece: Piece = {
        "t": "tongue",
        "code": tongue.code,
        "from_right": tongue.from_right,
        "name": tongue.name,
        "line": tongues.line(tongue, directory, country) or "",
        "say": [
            {"code": language, "words": words}
            for language, words in tongues.first_words(tongue, directory, country)
        ],
        "calls": [_call(maker, tongue, call) for call in calls],
    }
    notes: Row = tuple(
        (
            paragraph(
                " ".join((one("tongues.only", language=tongue.called[one.language]), _review(one, tongue))),
                kind="small",
            ),
        )
        for one in maker.texts
    )
    titles = tuple(one("paper.special.numbers", language=tongue.called[one.language]) for one in maker.texts)
    return sheet(maker, identifier, titles, [((piece,),), notes], [call.service for call in calls])


def _review(texts: Texts, tongue: m.Tongue) -> str:
    called = tongue.called[texts.language]
    status = tongue.status
    if isinstance(status, m.Reviewed):
        month = texts.month(status.on)
        return texts("tongues.reviewed", language=called, name=status.reviewed_by, month=month)
    return texts("tongues.draft", language=called)


def _call(maker: Maker, tongue: m.Tongue, call: tongues.Call) -> Piece:
    service, language = call.service, maker.languages[0]
    own = service.hours[language] if service.hours is not None else ""
    return {
        "number": call.number,
        "via": "SMS" if call.by_text else "",
        "kind": call.kind,
        "name": name_after(call.number, service.title[language]),
        "name_code": language,
        "hours": call.hours or own,
        "hours_code": tongue.code if call.hours else language,
        "speaks": tongue.name if call.speaks else "",
    }
