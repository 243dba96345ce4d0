"""content translate: files for a new language, what is missing, and the content with what is there."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from familyguide import cli
from familyguide.commands.reading import emit
from familyguide.guide.files import write_whole
from familyguide.guide.loader import Content, load
from familyguide.guide.names import LANGUAGES
from familyguide.guide.translating import APP, FILES, Entry, entries, placeholders, translated
from familyguide.services.paths import RESOURCES
from familyguide.services.texts import Texts, put_in_place_of_english

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from pathlib import Path

_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")
_LINE = re.compile(r'(?:msg(?:ctxt|id|id_plural|str(?:\[\d\])?)\s+)?".*"|\|.*')
_HEAD = (
    "A translation of Family Guide: not reviewed, not part of any release.\n"
    "A language appears in the guide only when a person who is named has reviewed it."
)


class Count(NamedTuple):
    """How far one file is."""

    texts: int
    translated: int
    # The English changed, or a {placeholder} is missing: to be looked at again.
    to_check: int
    missing: int
    # English words that are still to be translated or looked at.
    words: int


def run(options: argparse.Namespace) -> int:
    """Make or update the files of a language, or tell what is missing; nothing is half-written."""
    language, folder = options.language, options.folder
    if not _CODE.fullmatch(language) or language in LANGUAGES:
        raise cli.Refused(f"{language!r} is no code of another language: write it as de, es or pt-BR")
    if not folder.is_dir():
        raise cli.Refused(f"there is no content folder at {folder}")
    content = load(folder)
    if not content.items:
        raise cli.Refused(f"there is no content in {folder}")
    if options.status:
        return _status(place_of(folder, language), content, language, as_json=options.json)
    return _make(place_of(folder, language), content, language)


def place_of(folder: Path, language: str) -> Path:
    """Give the folder of a translation: beside the content, so that no build takes it along."""
    return folder.resolve().parent / "translations" / language


def _polib() -> Any:  # noqa: ANN401 - a library without types
    try:
        import polib  # noqa: PLC0415 - a writer's tool, never part of the app
    except ImportError:
        message = "the translator's kit needs polib: python -m pip install -r requirements/test.txt"
        raise cli.Refused(message) from None
    return polib


def app_words() -> dict[str, dict[str, str]]:
    """Read the app's own words, by key, in both languages."""
    loaded: dict[str, dict[str, str]] = json.loads(
        (RESOURCES / "i18n" / "texts.json").read_text(encoding="utf-8")
    )
    return loaded


def _read(path: Path) -> Any:  # noqa: ANN401 - a file of polib; None where there is none
    if not path.exists():
        return None
    try:
        # Some editors begin a file with a mark of its encoding.
        lines = path.read_text(encoding="utf-8-sig").split("\n")
        for number, line in enumerate(lines, 1):
            said = line.removeprefix("#~").strip()
            if said and not said.startswith("#") and not _LINE.fullmatch(said):
                # polib would read on, one letter short.
                raise cli.Refused(f"{path}, line {number}: a text stands between two quotes; mend it")
        return _polib().pofile(str(path), encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise cli.Refused(f"{path} cannot be read: {error}; mend it, nothing was written") from None


def _make(place: Path, content: Content, language: str) -> int:
    polib = _polib()
    listed = entries(content, app_words())
    # All is read and made before anything is written.
    made = {}
    for name in FILES:
        before = _read(place / f"{name}.po")
        made[name] = _merged(polib, before, [one for one in listed if one.file == name], language)
    try:
        place.mkdir(parents=True, exist_ok=True)
        for name, file in made.items():
            text = str(file) + "\n"
            path = place / f"{name}.po"
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                write_whole(path, text.encode())
    except OSError as error:
        raise cli.Refused(f"{place} cannot be written: {error.strerror or error}") from None
    changed = sum("fuzzy" in entry.flags for file in made.values() for entry in file if not entry.obsolete)
    sys.stdout.write(f"{len(listed)} texts in {place}, {changed} marked to be looked at again\n")
    return 0


def _merged(polib: Any, before: Any, listed: list[Entry], language: str) -> Any:  # noqa: ANN401 - files of polib
    """Put what was translated into a new file; what stands elsewhere now is found by its English."""
    file = polib.POFile(wrapwidth=100)
    file.header = _HEAD
    own = dict(before.metadata) if before is not None else {}
    file.metadata = own | {
        "Project-Id-Version": "Family Guide",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    old = [entry for entry in before if entry.msgctxt] if before is not None else []
    at_place = {entry.msgctxt: entry for entry in old}
    # The same sentence in the same item, at another place of it; then anywhere in the file.
    moved = {(entry.msgctxt.partition("/")[0], entry.msgid): entry for entry in old if entry.msgstr}
    used = set()
    for one in listed:
        entry = polib.POEntry(
            msgctxt=one.context,
            msgid=one.english,
            comment="\n".join((f"French: {one.french}", *one.notes) if one.french else one.notes),
        )
        was = at_place.get(one.context)
        if was is None or was.msgid != one.english:
            same = moved.get((one.context.partition("/")[0], one.english))
            was = same or was
        if was is not None and was.msgstr:
            used.add(was.msgctxt)
            entry.msgstr, entry.tcomment = was.msgstr, was.tcomment
            entry.flags = [flag for flag in was.flags if flag != "fuzzy"]
            if was.msgid != one.english:
                entry.flags.append("fuzzy")
                entry.previous_msgid = was.msgid
            elif was.fuzzy:
                entry.flags.append("fuzzy")
                entry.previous_msgid = was.previous_msgid
        file.append(entry)
    for entry in old:
        if entry.msgstr and entry.msgctxt not in used:
            # Nobody's work is thrown away.
            entry.obsolete = True
            file.append(entry)
    return file


def _is_done(entry: Any) -> bool:  # noqa: ANN401 - an entry of polib
    """Tell whether a translation may be shown: it is there, of this English, with every placeholder."""
    whole = placeholders(entry.msgstr) == placeholders(entry.msgid)
    # A brace left alone would stop the app where it fills the sentence in.
    whole = whole and all(entry.msgstr.count(one) == entry.msgid.count(one) for one in "{}")
    return bool(entry.msgstr.strip()) and not entry.fuzzy and not entry.obsolete and whole


def count(file: Any, listed: list[Entry]) -> Count:  # noqa: ANN401 - a file of polib, or None
    """Tell how far a file is, against the texts that stand in the content now."""
    told = {entry.msgctxt: entry for entry in file if not entry.obsolete} if file is not None else {}
    done = checks = words = 0
    for one in listed:
        entry = told.get(one.context)
        if entry is not None and entry.msgid == one.english and _is_done(entry):
            done += 1
            continue
        words += len(one.english.split())
        checks += entry is not None and bool(entry.msgstr.strip())
    return Count(len(listed), done, checks, len(listed) - done - checks, words)


def _counts(place: Path, content: Content) -> dict[str, Count]:
    listed = entries(content, app_words())
    return {name: count(_read(place / f"{name}.po"), [e for e in listed if e.file == name]) for name in FILES}


def _status(place: Path, content: Content, language: str, *, as_json: bool) -> int:
    if not place.is_dir():
        raise cli.Refused(f"there is no translation {language!r} yet: run content translate {language}")
    found = _counts(place, content)
    texts, done = (sum(getattr(one, name) for one in found.values()) for name in ("texts", "translated"))
    if as_json:
        files = {name: one._asdict() for name, one in found.items()}
        emit({"language": language, "percent": percent(done, texts), "reviewed": False, "files": files})
        return 0
    head = f"{'File':<16}{'texts':>8}{'translated':>12}{'to check':>10}{'missing':>9}{'words to do':>13}"
    sys.stdout.write(f"{language}: {percent(done, texts)} % translated, not reviewed\n\n{head}\n")
    for name, one in found.items():
        numbers = f"{one.texts:>8}{one.translated:>12}{one.to_check:>10}{one.missing:>9}{one.words:>13}"
        sys.stdout.write(f"{name + '.po':<16}{numbers}\n")
    return 0


def percent(done: int, texts: int) -> int:
    """Give whole percents, rounded down: 100 means all."""
    return 100 * done // texts if texts else 0


def shown_in(folder: Path, language: str) -> Callable[[Content], tuple[Content, str]]:
    """Give what puts a translation in the place of English, reading its files anew each time.

    It gives the content and a note of how far it is, and puts the app's own words in place. Raises
    cli.Refused where there is no such translation.
    """
    place = place_of(folder, language)
    if not place.is_dir():
        raise cli.Refused(f"there is no translation {language!r} yet: run content translate {language}")
    _polib()

    def put(content: Content) -> tuple[Content, str]:
        listed = entries(content, app_words())
        now = {(one.file, one.context): one.english for one in listed}
        told: dict[tuple[str, str], str] = {}
        for name in FILES:
            for one in _read(place / f"{name}.po") or ():
                # A translation of an English that has changed since is not shown.
                if now.get((name, one.msgctxt)) == one.msgid and _is_done(one):
                    told[name, one.msgctxt] = one.msgstr
        put_in_place_of_english({key: text for (name, key), text in told.items() if name == APP})
        note = Texts("en")("preview.language", language=language, n=percent(len(told), len(listed)))
        return translated(content, told), note

    return put
