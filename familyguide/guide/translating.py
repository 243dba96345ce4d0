"""Every text that a translator puts into another language, and the content with what is translated.

One walk does both: a text is read, and written back, at the same place.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import yaml

from familyguide.guide import model as m
from familyguide.guide.model import kind_of
from familyguide.guide.rules.copies import read_phrases
from familyguide.guide.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from familyguide.guide.loader import Content

    # Given the place, the English and the French of a text, gives what stands there.
    Visit = Callable[[str, str, str | None], str]

# The files of a translation, in the order in which they help most: crisis help before everything else.
APP, WORDS, EASY = "app", "words", "easy"
FILES = (
    *(APP, WORDS, "plan", EASY, "service", "conversation", "agreement"),
    *("sign", "article", "checklist", "term", "agenda"),
)
# Parts of the content that are no items; their texts stand together in one file.
_LOOSE = ("triage", "image_rule", "vocabulary", "countries", "practice", "duties", "changes", "drawings")
# Fields of blocks that are no words: where a link leads, who is called, which kind it is.
_NO_WORDS = frozenset({"target", "roles", "source", "country", "kind", "name", "level", "high", "ordered"})
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


class Entry(NamedTuple):
    """One text to translate: where it stands, in both languages, and what a translator must know."""

    file: str
    # The id and the place in it; it stays when other texts change.
    context: str
    english: str
    french: str | None
    notes: tuple[str, ...] = ()


def placeholders(text: str) -> list[str]:
    """Give what the app fills in, such as {n} or {service:fr-119}: a translation keeps all of them."""
    return sorted(_PLACEHOLDER.findall(text))


def entries(content: Content, words: Mapping[str, Mapping[str, str]]) -> list[Entry]:
    """List every text of the content, and of the app's own words (by key, in `fr` and `en`)."""
    bank = _bank(content)
    found = [
        Entry(APP, key, texts["en"], texts["fr"], tuple(_notes(texts["en"], bank)))
        for key, texts in words.items()
    ]
    for item in content.items.values():
        kind = kind_of(item)

        def note(
            context: str, english: str, french: str | None, kind: str = kind, item: m.AnyItem = item
        ) -> str:
            found.append(
                Entry(kind, context, english, french, (*_notes(english, bank), *_law(item, context)))
            )
            return english

        _item(item, note)
    for of, easy in content.easy.items():

        def note_easy(context: str, english: str, french: str | None) -> str:
            found.append(Entry(EASY, context, english, french, tuple(_notes(english, bank))))
            return english

        _walk(easy, of, note_easy)
    for name in _LOOSE:

        def note_word(context: str, english: str, french: str | None) -> str:
            legal = (
                ("Legal: let somebody who knows the law read it.",) if context.startswith("duties") else ()
            )
            found.append(Entry(WORDS, context, english, french, (*_notes(english, bank), *legal)))
            return english

        _walk(getattr(content, name), name.replace("_", "-"), note_word)
    return [entry for entry in found if entry.english.strip()]


def translated(content: Content, told: Mapping[tuple[str, str], str]) -> Content:
    """Give the content with translations in the place of English; what is not translated stays English."""

    def put(file: str) -> Visit:
        return lambda context, english, _french: told.get((file, context), english)

    items = {one: _item(item, put(kind_of(item))) for one, item in content.items.items()}
    loose = {name: _walk(getattr(content, name), name.replace("_", "-"), put(WORDS)) for name in _LOOSE}
    easy = {of: _walk(value, of, put(EASY)) for of, value in content.easy.items()}
    return replace(content, items=items, easy=easy, **loose)


def _item(item: m.AnyItem, visit: Visit) -> m.AnyItem:
    if isinstance(item, m.Conversation | m.Article):
        english = _blocks(item.en, item.fr, f"{item.id}/body", visit)
        item = msgspec.structs.replace(item, en=english)
    made: m.AnyItem = _walk(item, item.id, visit)
    return made


def _walk(value: Any, place: str, visit: Visit) -> Any:  # noqa: ANN401 - any part of the content
    """Visit every text of two languages inside a value; gives the value with what came back."""
    if isinstance(value, m.Both):
        is_address = value.en.startswith(("https://", "http://"))
        return value if is_address else m.Both(value.fr, visit(place, value.en, value.fr))
    if isinstance(value, m.Words | m.Path):
        french = dict(enumerate(value.fr))
        said = tuple(visit(f"{place}/{at}", text, french.get(at)) for at, text in enumerate(value.en))
        return msgspec.structs.replace(value, en=said)
    if isinstance(value, msgspec.Struct):
        fields = [name for name in value.__struct_fields__ if name not in ("fr", "en")]
        made = {name: _walk(getattr(value, name), f"{place}/{name}", visit) for name in fields}
        return msgspec.structs.replace(value, **made)
    if isinstance(value, tuple):
        return tuple(_walk(one, f"{place}/{_named(one, at)}", visit) for at, one in enumerate(value))
    if isinstance(value, dict):
        return {key: _walk(one, f"{place}/{key}", visit) for key, one in value.items()}
    return value


def _named(value: object, at: int) -> str:
    """Name one of several by its id, which stays, else by its number."""
    return str(getattr(value, "id", at))


def _blocks(english: Any, french: Any, place: str, visit: Visit) -> Any:  # noqa: ANN401 - blocks of a page
    """Visit the words of a page; the French stands at the same place, for both are written in step."""
    if isinstance(english, str):
        return visit(place, english, french if isinstance(french, str) else None)
    if isinstance(english, tuple):
        other = french if isinstance(french, tuple) else ()
        pairs = [(one, other[at] if at < len(other) else None) for at, one in enumerate(english)]
        return tuple(
            _blocks(one, two, f"{place}/{_part(one, at)}", visit) for at, (one, two) in enumerate(pairs)
        )
    if isinstance(english, msgspec.Struct):
        made = {
            name: _blocks(getattr(english, name), getattr(french, name, None), f"{place}/{name}", visit)
            for name in english.__struct_fields__
            if name not in _NO_WORDS
        }
        return msgspec.structs.replace(english, **made)
    return english


def _part(value: object, at: int) -> str:
    return value.name if isinstance(value, m.Part) else str(at)


# Notes for the translator.


def _bank(content: Content) -> frozenset[str]:
    try:
        phrases = read_phrases(content.root)
    except (OSError, ValueError, yaml.YAMLError):
        return frozenset()
    return frozenset(_key(one) for phrase in phrases for one in sentences(phrase.en))


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _notes(english: str, bank: frozenset[str]) -> Iterator[str]:
    if any(_key(one) in bank for one in sentences(english)):
        yield "Phrase bank: use the very same words wherever this sentence stands."
    if placeholders(english):
        yield f"Keep as they are: {' '.join(placeholders(english))}"


def _law(item: m.AnyItem, context: str) -> Iterator[str]:
    field = context.removeprefix(f"{item.id}/")
    if isinstance(item, m.Service) and field in ("title", "owner"):
        yield "Legal: an official name; keep it, or use the official translation."
    elif isinstance(item, m.Article) and item.category == "law":
        yield "Legal: let somebody who knows the law read it."
