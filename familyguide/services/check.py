"""Make sure that every part that ships is there and works (`--check`); `ui.check` looks at those of Qt."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from familyguide.guide.installed import PackError
from familyguide.guide.library import ContentError, Library
from familyguide.services import paths
from familyguide.services.paths import COMPILED, CONTENT, RESOURCES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FONTS = 7
THEMES = 3
AGAIN = "install Family Guide again"


class Part(NamedTuple):
    """One part that was looked at: its name, and what is wrong with it and what to do ("": it is whole)."""

    name: str
    problem: str = ""
    # The computer lacks it, not the guide, which is whole without it.
    is_of_system: bool = False


class Lacking(Exception):  # noqa: N818 - no fault of the guide
    """The computer lacks what a part needs, and the guide is whole without it; the text says what to do."""


def looked_at(name: str, look: Callable[[], str]) -> Part:
    """Look at one part; whatever breaks is its problem, and the other parts are looked at all the same."""
    try:
        return Part(name, look())
    except Lacking as said:
        return Part(name, str(said), is_of_system=True)
    except Exception as error:  # noqa: BLE001 - a part that is missing may fail in any way
        return Part(name, f"{type(error).__name__}: {error}; {AGAIN}")


def parts() -> Iterator[Part]:
    """Look at every part that needs no window, one after the other."""
    yield looked_at("content", _content)
    yield looked_at("installed content", _installed)
    for name, look in (
        ("texts", _texts),
        ("font files", _fonts),
        ("icon files", _icons),
        ("themes", _themes),
        ("QR codes", _codes),
        ("PDF", _paper),
        ("opening hours", _hours),
        ("checker of additions", _checker),
        ("encryption", _encryption),
    ):
        yield looked_at(name, look)


def _content() -> str:
    """Check the working copy of a checkout; verify the release that came with the packaged app."""
    if not paths.IS_CHECKOUT:
        from familyguide.services import shelves  # noqa: PLC0415 - libsodium, only for this check

        fault = shelves.check_shipped(COMPILED)
        return "" if fault is None else f"{fault.code}: {fault.where}; it is no signed release: {AGAIN}"
    try:
        Library.open(COMPILED).check_all()
    except ContentError as error:
        return f"{error.code}: {error.where}; run: familyguide content build"
    return ""


def _installed() -> str:
    """Verify the signed content that was installed; a checkout reads its own working copy."""
    if paths.IS_CHECKOUT:
        return ""
    from familyguide.services import shelves  # noqa: PLC0415 - libsodium, only for this check

    found = shelves.check_installed(shelves.place(), CONTENT, lambda: Library.open(COMPILED))
    told = [f"{fault.code}: {fault.where}; install the pack again" for fault in found]
    return " · ".join(told)


def _count(folder: str, ending: str, least: int) -> str:
    found = len(list((RESOURCES / folder).glob(f"*.{ending}")))
    return f"{found} of {least} files are there in {RESOURCES / folder}; {AGAIN}" if found < least else ""


def _texts() -> str:
    catalogue = json.loads((RESOURCES / "i18n" / "texts.json").read_text(encoding="utf-8"))
    lacking = [key for key, texts in catalogue.items() if set(texts) != {"en", "fr"}]
    return f"{lacking[0]} lacks a language; {AGAIN}" if lacking else ""


def _fonts() -> str:
    return _count("fonts", "ttf", FONTS)


def _icons() -> str:
    for folder in ("icons", "drawings"):
        drawn = json.loads((RESOURCES / folder / f"{folder}.json").read_text(encoding="utf-8"))
        if not drawn:
            return f"{RESOURCES / folder} holds no drawing; {AGAIN}"
    return ""


def _themes() -> str:
    return _count("themes", "json", THEMES)


def _codes() -> str:
    from familyguide.services import qr  # noqa: PLC0415 - only for this check

    return "" if qr.grid("tel:112") else f"the code of a number is empty; {AGAIN}"


def _paper() -> str:
    """Set one real page, the poster of the numbers, in both languages."""
    from familyguide.services.handouts import press, special  # noqa: PLC0415 - only for this check
    from familyguide.services.handouts.maker import Maker  # noqa: PLC0415
    from familyguide.services.handouts.sheet import Look, Refusal  # noqa: PLC0415

    library = Library.open(COMPILED)
    country = min(library.countries)
    for language in ("fr", "en"):
        sheet = special.make(Maker(library, (language,), country, date.today(), Look()), "wall-poster")  # noqa: DTZ011
        if isinstance(sheet, Refusal):
            return f"{language}: {sheet.why}; {AGAIN}"
        if not press.pdf([sheet], Look()).startswith(b"%PDF-"):
            return f"{language}: the page that was made is no PDF; {AGAIN}"
    return ""


def _hours() -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 - only for this check

    from opening_hours import OpeningHours  # noqa: PLC0415 - a compiled package: missing, it fails here

    OpeningHours("Mo-Fr 09:00-18:00")
    try:
        ZoneInfo("Europe/Paris")
    except ZoneInfoNotFoundError:
        message = (
            "this computer has no time zones: install tzdata, so that the guide can tell what is open now"
        )
        raise Lacking(message) from None
    return ""


def _checker() -> str:
    """Load what reads a town's additions where they are installed."""
    from familyguide.guide import loader, lookalikes, overlays  # noqa: PLC0415 - only for this check

    if not lookalikes.resembles("\uff33\u0410MU", "samu"):
        return f"{lookalikes.TABLE} does not tell what looks alike; {AGAIN}"
    is_there = (CONTENT / "vocabulary.yaml").is_file() and (CONTENT / "checks").is_dir()
    return "" if loader and overlays and is_there else f"{CONTENT} lacks its word lists; {AGAIN}"


def _encryption() -> str:
    """Sign and verify with a key of the moment, seal, keep a code: packs, notes and staff need it."""
    from familyguide.guide import minisign  # noqa: PLC0415 - libsodium, only for this check
    from familyguide.services import staff_code, vault  # noqa: PLC0415

    if not vault.seals():
        return f"notes under a passphrase do not open again; {AGAIN}"
    code = "only for this check"
    if not staff_code.is_right(code, staff_code.make_hash(code)):
        return f"a staff code is not known again; {AGAIN}"

    key = minisign.SecretKey.make()
    try:
        minisign.verify_content(minisign.sign(key, b"guide", "check"), key.public, b"guide")
    except PackError as error:
        return f"{error.code}; {AGAIN}"
    return ""
