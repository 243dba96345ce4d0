"""The press: sheets become a tagged PDF or pictures, in memory, by typst (decision 0019).

Nothing here reads the library or touches a widget: it may run on any thread, and typst lets the others go on.
"""

from __future__ import annotations

import io
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from familyguide.services.paths import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from familyguide.services.handouts.sheet import Look, Sheet

BRAND = {"fr": "Guide Famille", "en": "Family Guide"}
# What lists of prints show, and what a discreet file calls itself.
NEUTRAL_TITLE = "Document"
_FORMATS = {"A4": "a4", "Letter": "us-letter"}


class PressError(Exception):
    """The sheets could not be set; its text is what the engine says, for the log alone."""


def pdf(sheets: Sequence[Sheet], look: Look, *, title: str | None = None) -> bytes:
    """Set sheets as one PDF after PDF/UA-1, tagged; the same sheets give the same bytes.

    `title` takes the place of the title in the document's properties. Raises PressError.
    """
    made = _set(sheets, look, title, format="pdf", pdf_standards=["ua-1"])
    return made[0]


def pictures(sheets: Sequence[Sheet], look: Look, dots_per_inch: float) -> list[bytes]:
    """Draw every page as a PNG. Raises PressError."""
    return _set(sheets, look, None, format="png", ppi=dots_per_inch)


def _set(sheets: Sequence[Sheet], look: Look, title: str | None, **wanted: Any) -> list[bytes]:  # noqa: ANN401
    import typst  # noqa: PLC0415 - an engine of 30 MB: only where paper is made

    data = json.dumps(_data(sheets, look, title), ensure_ascii=False).encode()
    files = {
        "main": (RESOURCES / "paper" / "handout.typ").read_bytes(),
        "data.json": data,
    }
    try:
        made = typst.compile(files, font_paths=[str(RESOURCES / "fonts")], ignore_system_fonts=True, **wanted)
    except (typst.TypstError, RuntimeError) as error:
        raise PressError(str(error)) from error
    return list(made) if isinstance(made, list) else [bytes(made)]


def _data(sheets: Sequence[Sheet], look: Look, title: str | None) -> dict[str, Any]:
    first = sheets[0]
    if title is None:
        title = NEUTRAL_TITLE if look.discreet else first.title
    return {
        "title": title,
        "lang": first.languages[0],
        "look": {**msgspec.to_builtins(look), "paper": _FORMATS[look.paper]},
        "mark": _mark(look),
        "sheets": [_sheet(sheet, "#000000" if look.grey else "#0F5C63") for sheet in sheets],
    }


def _mark(look: Look) -> str:
    """Draw the sign of the guide in the colour of its name."""
    drawn = (RESOURCES / "icons" / "hand-heart.svg").read_text(encoding="utf-8")
    return drawn.replace("currentColor", "#000000" if look.grey else "#0F5C63")


def _sheet(sheet: Sheet, ink: str) -> dict[str, Any]:
    made: dict[str, Any] = _with_pictures(msgspec.to_builtins(sheet), ink)
    made["brand"] = " · ".join(dict.fromkeys(BRAND[language] for language in sheet.languages))
    made["titles"] = [[{"t": "h", "level": 1, "text": title}] for title in sheet.titles]
    return made


def _with_pictures(value: Any, ink: str) -> Any:  # noqa: ANN401 - whatever a piece holds
    """Draw the code wherever a sheet names an address to open, and the drawings it names."""
    if isinstance(value, list | tuple):
        return [_with_pictures(one, ink) for one in value]
    if not isinstance(value, dict):
        return value
    made = {key: _with_pictures(one, ink) for key, one in value.items()}
    if made.get("drawing"):
        drawn = (RESOURCES / "drawings" / f"{made['drawing']}.svg").read_text(encoding="utf-8")
        made["art"] = drawn.replace("currentColor", ink)
    if "address" in made:
        made |= {"svg": svg(made["address"]), "alt": f"QR: {made['address']}"}
    return made


# Each sheet of a pack shows the same people to call; every address here is one that the guide holds.
@lru_cache(maxsize=64)
def svg(address: str) -> str:
    """Draw the code of an address, with its quiet zone."""
    import segno  # noqa: PLC0415 - 37 ms, and only where paper is made

    held = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        held, kind="svg", border=4, xmldecl=False, svgns=True, nl=False, light="#fff"
    )
    return held.getvalue().decode()
