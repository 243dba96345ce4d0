"""The pages of the guide as plain HTML, and the same pages in the formats of Qt Assistant and Kiwix."""

from __future__ import annotations

import html
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.synthetic import copy_name
from familyguide.guide.library import Library
from familyguide.guide.texts import item_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LANGUAGES = ("fr", "en")
NAMESPACE = "familyguide.benchmark"
VIRTUAL = "guide"
# Links of these colours are found in the picture of a window, and pressed: to the next page, to the other
# language.
NEXT, OTHER = "#ff00ff", "#00ffff"
_DOORS = ("conversation", "checklist", "sign", "plan")
# The index of Kiwix is made for one language; ours is asked in French.
_ZIM_LANGUAGE = "fra"


@dataclass(frozen=True)
class Page:
    """One page: `name` is its file, `text` all of its HTML."""

    name: str
    title: str
    text: str


def home_of(language: str) -> str:
    """Name the first page of a language."""
    return f"home-{language}.html"


def pages(library: Library, times: int = 1) -> Iterator[Page]:
    """Give every item as one page a language, `times` over, each page leading to the next."""
    rows = library.rows()
    items = [library.item(row.id) for row in rows]
    for language in LANGUAGES:
        names = [copy_name(row.id, number) for number in range(1, times + 1) for row in rows]
        other = LANGUAGES[1 - LANGUAGES.index(language)]
        firsts = [next(row for row in rows if row.kind == kind) for kind in _DOORS]
        doors = [
            f'<p><a href="{row.id}-{language}.html">{_plain(row.title[language])}</a></p>' for row in firsts
        ]
        lead = _lead(f"{names[0]}-{language}.html", home_of(other))
        yield Page(home_of(language), "Family Guide", _document("Family Guide", [lead, "".join(doors)]))
        for at, name in enumerate(names):
            title, *words = item_texts(items[at % len(items)], language)
            after = names[(at + 1) % len(names)]
            lead = _lead(f"{after}-{language}.html", f"{name}-{other}.html")
            body = [lead, *(f"<p>{_plain(line)}</p>" for line in words)]
            yield Page(f"{name}-{language}.html", title, _document(title, body))


def _lead(after: str, other: str) -> str:
    links = ((after, NEXT), (other, OTHER))
    return "<p>" + " ".join(
        f'<a href="{to}" style="background-color: {colour}; color: {colour}">MMMM</a>' for to, colour in links
    ) + "</p>"  # fmt: skip


def _document(title: str, body: Iterable[str]) -> str:
    lead, *rest = body
    head = f'<meta charset="utf-8"><title>{_plain(title)}</title>'
    inside = f"{lead}<h1>{_plain(title)}</h1>{''.join(rest)}"
    return f"<!DOCTYPE html><html><head>{head}</head><body>{inside}</body></html>"


def _plain(text: str) -> str:
    return html.escape(text, quote=True)


def write_help(made: Iterable[Page], target: Path, generator: str) -> None:
    """Write a help file by Qt's own generator, and a collection that holds it, `.qhc`, beside it.

    Raises CalledProcessError when the generator refuses, and OSError when the collection cannot be made.
    """
    from PySide6.QtCore import QCoreApplication  # noqa: PLC0415 - only where it is wanted
    from PySide6.QtHelp import QHelpEngineCore  # noqa: PLC0415

    folder = target.parent
    folder.mkdir(parents=True)
    titles: dict[str, str] = {}
    for page in made:
        (folder / page.name).write_text(page.text, encoding="utf-8")
        titles[page.name] = page.title
    project = folder / "guide.qhp"
    project.write_text(help_project(titles), encoding="utf-8")
    subprocess.run([generator, str(project), "-o", str(target)], check=True, capture_output=True)
    application = QCoreApplication([])
    engine = QHelpEngineCore(str(target.with_suffix(".qhc")), application)
    engine.setReadOnly(False)
    if not (engine.setupData() and engine.registerDocumentation(str(target))):
        raise OSError(0, engine.error(), str(target))


def help_project(titles: dict[str, str]) -> str:
    """Write the list of pages that the generator reads; `titles` are by file name."""
    sections = "".join(f'<section title="{_plain(title)}" ref="{name}"/>' for name, title in titles.items())
    files = "".join(f"<file>{name}</file>" for name in titles)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><QtHelpProject version="1.0">'
        f"<namespace>{NAMESPACE}</namespace><virtualFolder>{VIRTUAL}</virtualFolder><filterSection>"
        f'<toc><section title="Family Guide" ref="{home_of("fr")}">{sections}</section></toc>'
        f"<files>{files}</files></filterSection></QtHelpProject>"
    )


def write_zim(made: Iterable[Page], target: Path) -> None:
    """Write a ZIM file with a full-text index; needs the package libzim."""
    from libzim.writer import Creator, Hint, Item, StringProvider  # noqa: PLC0415 - only where it is installed

    class Written(Item):  # type: ignore[misc, unused-ignore]
        """One page, as the writer asks for it."""

        def __init__(self, page: Page) -> None:
            super().__init__()
            self.page = page

        def get_path(self) -> str:
            """Give its name."""
            return self.page.name

        def get_title(self) -> str:
            """Give its title."""
            return self.page.title

        def get_mimetype(self) -> str:
            """Say that it is HTML."""
            return "text/html"

        def get_contentprovider(self) -> object:
            """Give its words."""
            return StringProvider(self.page.text)

        def get_hints(self) -> dict[object, bool]:
            """Say that it is a page to read."""
            return {Hint.FRONT_ARTICLE: True}

    target.parent.mkdir(parents=True, exist_ok=True)
    with Creator(str(target)).config_indexing(True, _ZIM_LANGUAGE) as creator:
        creator.set_mainpath(home_of("fr"))
        for page in made:
            creator.add_item(Written(page))
        for name, value in {
            "Name": "familyguide-benchmark",
            "Title": "Family Guide",
            "Creator": "Family Guide",
            "Publisher": "Family Guide",
            "Date": "2026-01-01",
            "Description": "Pages to measure with",
            "Language": _ZIM_LANGUAGE,
        }.items():
            creator.add_metadata(name, value)


def main(what: str, compiled: str, target: str, times: str, generator: str = "") -> int:
    """Write the pages of a compiled file as `help` or as `zim`."""
    made = pages(Library.open(Path(compiled)), int(times))
    if what == "help":
        write_help(made, Path(target), generator)
    else:
        write_zim(made, Path(target))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
