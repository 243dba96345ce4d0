"""content diff: what changed for readers, and a draft of the entry that tells them."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tarfile
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from familyguide import cli
from familyguide.commands.reading import emit
from familyguide.guide import model as m
from familyguide.guide.changed_sentences import short
from familyguide.guide.compare import Comparison, Difference, compare
from familyguide.guide.library import Library
from familyguide.guide.loader import load
from familyguide.guide.names import LANGUAGES, PAGE_KINDS
from familyguide.guide.snapshot import Snapshot
from familyguide.services.paths import CONTENT

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

# So many sentences of one page are shown; --json gives all.
SHOWN = 6
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MADE = {
    "retired": "retired",
    "merged": "merged into",
    "gone": "gone, without a line in redirects.yaml",
    "unreadable": "its file cannot be read now",
}


def run(options: argparse.Namespace) -> int:
    """Tell what changed from one state to another; 0, also when something did."""
    today = datetime.now(tz=UTC).date()
    old_path, new_path = _asked(options)
    new = _snapshot(new_path, today)
    if old_path is not None:
        old = _snapshot(old_path, today)
        name = str(old_path)
    else:
        name = options.since or "HEAD"
        with at_revision(new_path, name) as folder:
            old = _snapshot(folder, today)
    found = compare(old, new)
    if options.draft:
        sys.stdout.write(draft(found, new, today.isoformat()[:7]))
    elif options.json:
        emit(_document(found, name, str(new_path), old, new))
    else:
        sys.stdout.write("".join(f"{line}\n" for line in _lines(found, name, old, new)))
    return 0


def _asked(options: argparse.Namespace) -> tuple[Path | None, Path]:
    """Give the older state (None: a revision of git) and the newer one."""
    places: list[Path] = options.places
    if options.since is not None:
        if len(places) > 1:
            message = "--since names the older state: give one folder at most, the newer one"
            raise cli.Refused(message)
        return None, places[0] if places else CONTENT
    if len(places) > 2:  # noqa: PLR2004 - OLD and NEW
        message = "diff compares two states: give OLD and NEW, or --since REVISION"
        raise cli.Refused(message)
    if not places:
        return None, CONTENT
    return places[0], places[1] if len(places) > 1 else CONTENT


def _snapshot(path: Path, today: Any) -> Snapshot:  # noqa: ANN401 - a date
    if path.is_dir():
        content = load(path)
        if not content.items:
            message = f"there is no content in the folder {path}: name the folder that holds vocabulary.yaml"
            raise cli.Refused(message)
        return Snapshot.of_content(content, today)
    if not path.exists():
        message = f"there is no content folder and no compiled file at {path}"
        raise cli.Refused(message)
    library = Library.open(path)
    try:
        return Snapshot.of_library(library)
    finally:
        library.close()


@contextmanager
def at_revision(folder: Path, revision: str) -> Iterator[Path]:
    """Lay a content folder as it was at a revision of git in a temporary place; raises cli.Refused."""
    if not folder.is_dir():
        message = f"--since needs a folder that git keeps; {folder} is none"
        raise cli.Refused(message)
    prefix = _git(folder, revision, "rev-parse", "--show-prefix").decode().strip()
    if _DAY.fullmatch(revision):
        # Writers think in days: the state at the beginning of that day.
        words: tuple[str, ...] = ("rev-list", "-1", f"--before={revision}T00:00:00", "HEAD")
    else:
        words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    found = _git(folder, revision, *words)
    if not found.strip():
        message = f"nothing was kept in git before {revision}; name a later day"
        raise cli.Refused(message)
    tree = f"{found.decode().strip()}:{prefix.rstrip('/')}"
    archive = _git(folder, revision, "archive", "--format=tar", tree)
    with tempfile.TemporaryDirectory(prefix="content-") as made:
        _unpack(archive, Path(made))
        yield Path(made)


def _unpack(archive: bytes, into: Path) -> None:
    """Write the plain files of an archive; a link, or a name that leads elsewhere, is passed over."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            place = (into / member.name).resolve()
            file = (
                tar.extractfile(member) if member.isreg() and place.is_relative_to(into.resolve()) else None
            )
            if file is not None:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(file.read())


def _git(folder: Path, revision: str, *words: str) -> bytes:
    top = folder if words[0].startswith("rev-") else _top(folder)
    try:
        done = subprocess.run(["git", "-C", str(top), *words], capture_output=True, check=True)  # noqa: S603, S607 - git of the writer
    except FileNotFoundError:
        message = "git is not installed here: name the two folders to compare instead"
        raise cli.Refused(message) from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().splitlines()
        reason = f" ({said[-1]})" if said else ""
        message = f"git knows no {revision!r} of {folder}{reason}; name a revision, or two folders"
        raise cli.Refused(message) from None
    return done.stdout


def _top(folder: Path) -> Path:
    """Give the top of the checkout: `git archive` names folders from where it stands."""
    words = ["git", "-C", str(folder), "rev-parse", "--show-toplevel"]
    done = subprocess.run(words, capture_output=True, check=True)  # noqa: S603 - git of the writer
    return Path(done.stdout.decode().strip())


def _document(found: Comparison, old: str, new: str, was: Snapshot, now: Snapshot) -> dict[str, Any]:
    document: dict[str, Any] = {"old": old, "new": new}
    document |= {"unread": {"old": was.unread, "new": now.unread}}
    for name in ("services", "pages", "settings", "words"):
        listed: tuple[Difference, ...] = getattr(found, name)
        document[name] = [{**msgspec.to_builtins(one), "number": one.is_number} for one in listed]
    return document


def _lines(found: Comparison, name: str, old: Snapshot, new: Snapshot) -> Iterator[str]:
    numbers = [one for one in found.services if one.is_number]
    changed = [one for one in found.pages if one.change == "changed"]
    parts = (
        ("Numbers, hours and who is called", numbers),
        ("New pages", [one for one in found.pages if one.change == "new"]),
        ("Retired, merged or missing pages", [p for p in found.pages if p.change not in ("new", "changed")]),
        ("Other changes of services and countries", [one for one in found.services if not one.is_number]),
        ("Settings", list(found.settings)),
        ("Changed pages", changed),
        ("Words that stand on many pages", list(found.words)),
    )
    for files, which in ((old.unread, name), (new.unread, "the newer state")):
        if files:
            yield f"Not read in {which}, so not compared: {', '.join(files)}"
            yield ""
    for title, listed in parts:
        if listed:
            yield f"{title} ({len(listed)})"
            for one in listed:
                yield from _told(one)
            yield ""
    total = len(found.all())
    if total:
        yield f"{total} changes for readers since {name}, {len(numbers)} of them of numbers or hours"
    else:
        yield f"Nothing changed for readers since {name}"


def _told(one: Difference) -> Iterator[str]:
    made = _MADE.get(one.change, one.change)
    about = "" if one.change == "changed" else f": {made}" + (f" {one.into}" if one.into else "")
    title = "" if one.kind == "words" else f" ({one.title.en})"
    yield f"  {one.kind} {one.id}{title}{about}"
    for fact in one.facts:
        yield f"    {fact.field}: {_value(fact.old)} -> {_value(fact.new)}"
    for language, pairs in one.texts.items():
        for pair in pairs[:SHOWN]:
            yield f"    {language}: {short(pair)}"
        if len(pairs) > SHOWN:
            yield f"    {language}: and {len(pairs) - SHOWN} more sentences"


def _value(value: str | None) -> str:
    return "nothing" if value is None else value


# Draft.

_SAID = {
    "numbers": ("Des numéros ou des horaires ont changé.", "Some numbers or hours have changed."),
    "new": ("De nouvelles pages : {names}.", "New pages: {names}."),
    "settings": ("Des réglages ont changé : {names}.", "Some settings have changed: {names}."),
    "changed": ("Des pages sont réécrites : {names}.", "Some pages are rewritten: {names}."),
}
# So many pages are named in the sentence; the others stand under it.
_NAMED = 2


def draft(found: Comparison, new: Snapshot, month: str) -> str:
    """Write entries for changes.yaml, to be put into better words and pasted at its top."""
    groups = {
        "numbers": [one.id for one in found.services if one.is_number and one.kind == "service"],
        "new": [one.id for one in found.pages if one.change == "new"],
        "settings": [one.id.partition("/")[0] for one in found.settings],
        "changed": [one.id for one in found.pages if one.change == "changed" and one.texts],
    }
    entries = []
    for name, ids in groups.items():
        shown = [new.items[one] for one in dict.fromkeys(ids) if _is_page(new.items.get(one))]
        if not shown:
            continue
        text = {
            language: said.format(names=_names(shown, language))
            for language, said in zip(LANGUAGES, _SAID[name], strict=True)
        }
        entries.append({"month": month, "text": text, "ids": [item.id for item in shown]})
    if not entries:
        return "# Nothing changed that readers would look for.\n"
    import yaml  # noqa: PLC0415 - only for a draft

    head = "# A draft: say it in plain words, then paste it at the top of changes.yaml.\n"
    return head + yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=110)


def _is_page(item: m.AnyItem | None) -> bool:
    return item is not None and item.audience != "worker" and m.kind_of(item) in PAGE_KINDS


def _names(items: list[m.AnyItem], language: str) -> str:
    titles = [item.title[language].strip("« »“”\u00a0.") for item in items]
    quoted = [f"« {title} »" if language == "fr" else f"“{title}”" for title in dict.fromkeys(titles)]
    if len(quoted) <= _NAMED:
        return (" et " if language == "fr" else " and ").join(quoted)
    return ", ".join(quoted[:_NAMED]) + (" et d'autres" if language == "fr" else " and others")
