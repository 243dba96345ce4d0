"""content status: what stands and what is missing, as text, as JSON, or as one page to share."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING

import msgspec

from familyguide import cli
from familyguide.commands.reading import emit
from familyguide.guide import model as m
from familyguide.guide.files import write_whole
from familyguide.guide.loader import Content, load
from familyguide.guide.names import NBSP
from familyguide.guide.standing import TIERS, Cell, Month, Standing, standing

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_MARKS = {"present": "●", "absent": "missing", "asked": "○", "never": "–"}
_LEGEND = (
    "● a talk stands there (R: a named person has read it); missing = to be written; "
    "○ only if the child asks; – not suited"
)
_UNKNOWN = "date not known"
# More ids than these are counted in the text; --json and --html give all.
SHOWN = 5


def run(options: argparse.Namespace) -> int:
    """Tell where the content stands; 0, whatever is missing."""
    folder: Path = options.folder
    if not folder.is_dir():
        raise cli.Refused(f"there is no content folder at {folder}")
    content = load(folder)
    if content.vocabulary is None:
        raise cli.Refused(f"{folder} has no vocabulary.yaml that can be read: run content check")
    found = standing(content, datetime.now(tz=UTC).date())
    if options.html is not None:
        try:
            write_whole(options.html, page(found, content).encode())
        except OSError as error:
            raise cli.Refused(f"{options.html} cannot be written: {error.strerror or error}") from None
        sys.stdout.write(f"{options.html}\n")
    elif options.json:
        emit(_document(found))
    else:
        sys.stdout.write("".join(f"{line}\n" for line in lines(found)))
    return 0


def _document(found: Standing) -> object:
    document = msgspec.to_builtins(found)
    for topic, ages in found.topics.items():
        for age, cell in ages.items():
            document["topics"][topic][age]["state"] = cell.state
    return document


def _mark(cell: Cell) -> str:
    return _MARKS[cell.state] + (" R" if cell.reviewed else "")


def lines(found: Standing) -> Iterator[str]:
    """Write it for a terminal."""
    yield f"Content on {found.on}: {sum(kind.items for kind in found.kinds.values())} items"
    yield ""
    yield f"{'Topic and age':<18}" + "".join(f"{age:>10}" for age in m.AGES)
    for topic, ages in found.topics.items():
        yield f"{topic:<18}" + "".join(f"{_mark(ages[age]):>10}" for age in m.AGES)
    yield _LEGEND
    yield f"{found.cells('present')} stand, {found.cells('absent')} are missing"
    yield ""
    yield f"{'Kind':<14}{'items':>7}{'reviewed':>10}{'words fr':>10}{'words en':>10}"
    for name, kind in (found.kinds | found.practice).items():
        yield f"{name:<14}{kind.items:>7}{kind.reviewed:>10}{kind.words['fr']:>10}{kind.words['en']:>10}"
    yield ""
    for number, tier in enumerate(found.tiers, 1):
        missing = f"; missing: {_some(tier.missing)}" if tier.missing else ""
        yield f"Tier {number}, {tier.name}: {tier.items} items, {tier.reviewed} reviewed{missing}"
    yield ""
    yield f"Easy versions: {len(found.easy)}" + _lacking(found.without_easy)
    yield ""
    yield "To be read again by (overdue first)"
    for month in found.review_by:
        yield f"  {month.month}{' OVERDUE' if month.overdue else ''}: {_some(month.ids)}"
    yield ""
    yield "Facts of (oldest first)"
    for month in found.as_of:
        yield f"  {month.month or _UNKNOWN}: {_some(month.ids)}"


def _lacking(ids: tuple[str, ...]) -> str:
    return f"; without one: {_some(ids)}" if ids else ""


def _some(ids: tuple[str, ...]) -> str:
    more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
    return f"{len(ids)} ({', '.join(ids[:SHOWN])}{more})"


_KINDS = {
    "conversation": "conversation",
    "checklist": "réglages d'une appli",
    "sign": "signe",
    "plan": "plan",
    "service": "service",
    "article": "article",
    "term": "mot expliqué",
    "agreement": "accord de famille",
    "agenda": "séance",
    "practice card": "carte pour s'entraîner",
    "situation": "situation à discuter",
}
_TIERS = dict(zip(TIERS, ("Aide en urgence", "Les six sujets de base", "Tout le reste"), strict=True))

# One page, in both languages, without scripts, that reads in any browser and any screen reader.

_STYLE = """
:root { color-scheme: light dark; --paper: #F7F4EE; --ink: #1E2A2F; --line: #8A8172; --head: #DDEDEC;
  --missing: #FFF1D6; --on-missing: #7A4B00; }
@media (prefers-color-scheme: dark) { :root { --paper: #161A1C; --ink: #E9E6DF; --line: #8C8778;
  --head: #1D3437;
  --missing: #3A2B12; --on-missing: #FFDFA3; } }
body { background: var(--paper); color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif;
  max-width: 70rem; margin: 0 auto; padding: 1.5rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; margin: .5rem 0 1.5rem; }
caption { text-align: left; padding: .25rem 0; }
th, td { border: 1px solid var(--line); padding: .35rem .6rem; }
th { background: var(--head); text-align: left; } td.number { text-align: right; }
td.absent, .overdue { background: var(--missing); color: var(--on-missing); font-weight: 700; }
summary { cursor: pointer; } :focus-visible { outline: 3px solid #0F5C63; outline-offset: 2px; }
"""


def page(found: Standing, content: Content) -> str:
    """Write the status page; everything in it is escaped, and nothing is fetched from elsewhere."""
    stand, lack = found.cells("present"), found.cells("absent")
    without = escape(", ".join(found.without_easy))
    easy = len(found.easy), (without and f"; without one: {without}"), (without and f" ; sans : {without}")
    body = "\n".join(
        (
            f"<h1>{_both('Where the content stands', 'Où en est le contenu')}, {escape(found.on)}</h1>",
            "<p>"
            + _both(
                f"{stand} talks stand, {lack} are missing.",
                f"{stand} conversations en place, {lack} à écrire.",
            )
            + "</p>",
            "<p>"
            + _both(
                f"Problems while reading the files: {found.problems}.",
                f"Problèmes à la lecture des fichiers : {found.problems}.",
            )
            + "</p>",
            _topics(found, content),
            _kinds(found),
            _tiers(found),
            f"<h2>{_both('Easy versions', 'Versions faciles à lire')}</h2>",
            f"<p>{_both(f'{easy[0]}{easy[1]}.', f'{easy[0]}{easy[2]}.')}</p>",
            _months(
                ("To be read again by", "À relire avant"),
                ("Overdue months stand first.", "Les mois dépassés sont en tête."),
                found.review_by,
                content,
            ),
            _months(
                ("Facts of", "Faits connus en"),
                ("The oldest stand first.", "Les plus anciens sont en tête."),
                found.as_of,
                content,
            ),
        )
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>Family Guide: where the content stands · Guide Famille : où en est le contenu</title>\n"
        f"<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _both(english: str, french: str) -> str:
    """Say something in English, then in French, as HTML; once where both are the same."""
    # No line begins with a mark of the French.
    french = re.sub(r" (?=[:;?!»])", NBSP, french)
    return english if english == french else f'{english} <span lang="fr">· {french}</span>'


def _table(caption: tuple[str, str], heads: Iterable[tuple[str, str]], rows: Iterable[str]) -> str:
    head = "".join(f'<th scope="col">{_both(*one)}</th>' for one in heads)
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{" · ".join(caption)}"><table>'
        f"<caption>{_both(*caption)}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n"
        + "\n".join(rows)
        + "\n</tbody></table></div>"
    )


def _topics(found: Standing, content: Content) -> str:
    names = content.vocabulary.topics if content.vocabulary is not None else {}
    words = {
        "present": ("stands", "en place"),
        "absent": ("missing", "à écrire"),
        "asked": ("only if asked", "si l'enfant demande"),
        "never": ("not suited", "pas adapté"),
    }

    def row(topic: str) -> str:
        cells = []
        for age in m.AGES:
            cell = found.topics[topic][age]
            read, lu = "", ""
            if cell.id is not None:
                read, lu = (", reviewed", ", relue") if cell.reviewed else (", draft", ", brouillon")
            title = f"<br>{_title(content.items[cell.id])}" if cell.id is not None else ""
            english, french = words[cell.state]
            cells.append(f'<td class="{cell.state}">{_both(english + read, french + lu)}{title}</td>')
        both = _both(escape(names[topic].en), escape(names[topic].fr))
        return f'<tr><th scope="row">{both}</th>{"".join(cells)}</tr>'

    heads = (("Topic", "Sujet"), *((f"{age} years", f"{age} ans") for age in m.AGES))
    return f"<h2>{_both('Topics and ages', 'Sujets et âges')}</h2>\n" + _table(
        ("Talks by topic and age", "Conversations par sujet et par âge"),
        heads,
        [row(topic) for topic in found.topics],
    )


def _title(item: m.AnyItem) -> str:
    return _both(escape(item.title.en), escape(item.title.fr))


def _numbers(name: str, *values: int) -> str:
    cells = "".join(f'<td class="number">{value}</td>' for value in values)
    return f'<tr><th scope="row">{_both(name, _KINDS[name])}</th>{cells}</tr>'


def _kinds(found: Standing) -> str:
    rows = [
        _numbers(
            name, kind.items, kind.items - kind.reviewed, kind.reviewed, kind.words["fr"], kind.words["en"]
        )
        for name, kind in (found.kinds | found.practice).items()
    ]
    heads = (
        ("Kind", "Sorte"),
        ("Items", "Nombre"),
        ("Drafts", "Brouillons"),
        ("Reviewed", "Relus"),
        ("Words in French", "Mots en français"),
        ("Words in English", "Mots en anglais"),
    )
    return f"<h2>{_both('Kinds', 'Sortes')}</h2>\n" + _table(
        ("Items and words by kind", "Nombre et mots par sorte"), heads, rows
    )


def _tiers(found: Standing) -> str:
    rows = []
    for number, tier in enumerate(found.tiers, 1):
        missing = escape(", ".join(tier.missing)) or _both("nothing", "rien")
        cells = (
            f'<td class="number">{tier.items}</td><td class="number">{tier.reviewed}</td><td>{missing}</td>'
        )
        rows.append(f'<tr><th scope="row">{number}. {_both(tier.name, _TIERS[tier.name])}</th>{cells}</tr>')
    heads = (("Tier", "Étape"), ("Items", "Nombre"), ("Reviewed", "Relus"), ("Missing", "À écrire"))
    return f"<h2>{_both('Tiers', 'Étapes')}</h2>\n" + _table(
        ("Items by tier", "Pages par étape"), heads, rows
    )


def _months(
    title: tuple[str, str], note: tuple[str, str], months: tuple[Month, ...], content: Content
) -> str:
    parts = [f"<h2>{_both(*title)}</h2>\n<p>{_both(*note)}</p>"]
    for month in months:
        name = escape(month.month) if month.month else _both(_UNKNOWN, "date inconnue")
        late = f' <span class="overdue">{_both("overdue", "dépassé")}</span>' if month.overdue else ""
        entries = "".join(f"<li>{_title(content.items[one])} ({escape(one)})</li>" for one in month.ids)
        parts.append(
            f"<details><summary>{name}: {len(month.ids)}{late}</summary><ul>{entries}</ul></details>"
        )
    return "\n".join(parts)
