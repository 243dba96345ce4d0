"""Every handout, in every language and look, on both papers: set, read back, its edges looked at."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from familyguide import cli
from familyguide.services.handouts import press, special
from familyguide.services.handouts.maker import Maker
from familyguide.services.handouts.sheet import PAPERS, Look, Refusal, Sheet
from familyguide.services.handouts.working import settings_plan
from prove._paper import UNKNOWN, Printed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from familyguide.guide.library import Library
    from familyguide.guide.names import Language

LANGUAGES: tuple[tuple[Language, ...], ...] = (("fr",), ("en",), ("fr", "en"))
LOOKS = [Look(paper=paper, large=large) for paper, large in product(PAPERS, (False, True))]
# Their sheets hold the country's own numbers.
BY_COUNTRY = ("help-page", "wall-poster", "wallet-card")
DOTS = 40
# Millimetres at the edge of the paper that stay white.
EDGE = 9
HELP_PAGES = 2
# So many sheets are handed to a process at a time.
SOME = 40


def run() -> tuple[bool, str]:
    """Set every sheet and look at it; gives whether all were whole, and how many pages that was."""
    jobs = list(_jobs(library()))
    pages = 0
    wrong: list[str] = []
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        for count, found in pool.map(look_at, (jobs[n : n + SOME] for n in range(0, len(jobs), SOME))):
            pages += count
            wrong += found
    figures = [f"{len(jobs)} sheets, {pages} pages, {len(wrong)} wrong", *wrong[:200]]
    return not wrong, "\n".join(figures)


@cache
def library() -> Library:
    """Open the content, once in each process."""
    return cli.open_library()


Job = tuple[str, str, tuple["Language", ...], Look]


def _jobs(content: Library) -> Iterator[Job]:
    items = [row.id for row in content.rows()]
    short = [f"short:{row.id}" for row in content.rows("conversation")]
    alone = [*special.identifiers(content), "settings-plan"]
    for identifier in [*items, *short, *alone]:
        for languages, look in product(LANGUAGES, LOOKS):
            yield identifier, "FR", languages, look
    for country in content.countries:
        for identifier, languages in product(BY_COUNTRY, LANGUAGES):
            for look in LOOKS:
                yield identifier, country, languages, look


def made(identifier: str, country: str, languages: tuple[Language, ...], look: Look) -> Sheet | Refusal:
    """Make any sheet; "short:ID" is the one page of a conversation."""
    maker = Maker(library(), languages, country, date(2026, 11, 22), look)
    if identifier == "settings-plan":
        return settings_plan(maker, [row.id for row in library().rows("checklist")][:6], None)
    if identifier in special.identifiers(library()):
        return special.make(maker, identifier)
    short, _, name = identifier.rpartition(":")
    return maker.of(name, whole=not short)


def look_at(jobs: list[Job]) -> tuple[int, list[str]]:
    """Set some sheets; gives how many pages they have, and what is wrong with which."""
    pages = 0
    wrong = []
    for job in jobs:
        identifier, country, languages, look = job
        sheet = made(*job)
        if isinstance(sheet, Refusal):
            continue
        where = f"{identifier} {country} {'+'.join(languages)} {look.paper}{' large' if look.large else ''}"
        try:
            read = Printed(press.pdf([sheet], look))
            drawn = press.pictures([sheet], look, DOTS)
        except press.PressError as error:
            wrong.append(f"{where}: {error}")
            continue
        pages += len(drawn)
        wrong += [f"{where}: {what}" for what in _faults(job, read, drawn)]
    return pages, wrong


def _faults(job: Job, read: Printed, drawn: list[bytes]) -> Iterator[str]:
    identifier, _, languages, look = job
    if read.stranded():
        yield f"a title is the last line of page {read.stranded()}"
    if UNKNOWN in read.text:
        yield "a letter has no sign in our fonts"
    for number, page in enumerate(drawn, 1):
        if _touches_the_edge(page):
            yield f"something stands at the edge of page {number}"
    if identifier.startswith("short:") and not look.large and len(drawn) > len(languages):
        yield f"one page to keep is {len(drawn)} pages"
    if identifier == "help-page" and not look.large and len(drawn) > HELP_PAGES:
        yield f"the help page is {len(drawn)} pages"
    if identifier in {"wall-poster", "wallet-card"} and len(drawn) > 1:
        yield f"{len(drawn)} pages instead of one"


def _touches_the_edge(page: bytes) -> bool:
    from PySide6.QtGui import QImage  # noqa: PLC0415 - in the process that draws

    image = QImage.fromData(page).convertToFormat(QImage.Format.Format_RGBX8888)
    wide, high, edge = image.width(), image.height(), round(EDGE / 25.4 * DOTS)
    strips = (
        image.copy(0, 0, edge, high),
        image.copy(wide - edge, 0, edge, high),
        image.copy(0, 0, wide, edge),
        image.copy(0, high - edge, wide, edge),
    )
    return any(set(bytes(strip.constBits())) != {255} for strip in strips)
