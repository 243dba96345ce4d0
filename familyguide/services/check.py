"""Make sure that everything that ships is there and whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from familyguide.guide.library import ContentError, Library
from familyguide.services import paths, qr
from familyguide.services.paths import COMPILED, CONTENT, RESOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

FONTS = 3


def check_all() -> list[str]:
    """Give one sentence for each part that is missing or damaged."""
    return [*_content(), *_installed(), *_resources(), *_codes()]


def _content() -> Iterator[str]:
    """Check the working copy of a checkout; verify the release that came with the packaged app."""
    if not paths.IS_CHECKOUT:
        from familyguide.services import shelves  # noqa: PLC0415 - cryptography, only for this check

        fault = shelves.check_shipped(COMPILED)
        if fault is not None:
            yield f"content: {fault.code}: {fault.where}; it is no signed release: install Family Guide again"
        return
    try:
        Library.open(COMPILED).check_all()
    except ContentError as error:
        yield f"content: {error.code}: {error.where}; run: familyguide content build"


def _installed() -> Iterator[str]:
    """Verify the signed content that was installed; a checkout reads its own working copy."""
    if paths.IS_CHECKOUT:
        return
    from familyguide.services import shelves  # noqa: PLC0415 - cryptography, only for this check

    for fault in shelves.check_installed(shelves.place(), CONTENT, lambda: Library.open(COMPILED)):
        yield f"installed content: {fault.code}: {fault.where}; install the pack again"


def _resources() -> Iterator[str]:
    for folder, ending, least in (("fonts", "ttf", FONTS), ("icons", "json", 1), ("themes", "json", 3)):
        found = len(list((RESOURCES / folder).glob(f"*.{ending}")))
        if found < least:
            yield f"{folder}: {found} of {least} files are there in {RESOURCES / folder}; install again"
    try:
        catalogue = json.loads((RESOURCES / "i18n" / "texts.json").read_text(encoding="utf-8"))
        lacking = [key for key, texts in catalogue.items() if set(texts) != {"en", "fr"}]
    except (OSError, ValueError) as error:
        yield f"texts: {error}; install again"
    else:
        if lacking:
            yield f"texts: {lacking[0]} lacks a language"


def _codes() -> Iterator[str]:
    try:
        qr.grid("tel:112")
    except ImportError:
        yield "codes: the QR library is missing; install again"
