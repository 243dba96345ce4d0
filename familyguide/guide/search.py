"""Find pages from everyday words: accents, ligatures, word endings, typing slips, nicknames.

The full-text index is made when content is compiled; a query only reads it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from familyguide.guide import model as m

if TYPE_CHECKING:
    import sqlite3

COLUMNS = ("title", "body", "stem_folded", "folded_stem")
# Title words count most; the two stem columns catch other endings of the same word.
_WEIGHTS = "12.0, 1.0, 3.0, 3.0"
# What helps to act comes before what explains a word; bm25 is negative, so a larger factor stands higher.
_BY_KIND = (
    "CASE page.kind WHEN 'plan' THEN 1.25 WHEN 'conversation' THEN 1.25 WHEN 'checklist' THEN 1.25 "
    "WHEN 'article' THEN 1.1 WHEN 'agreement' THEN 1.1 WHEN 'sign' THEN 1.1 WHEN 'service' THEN 0.9 "
    "ELSE 0.6 END"
)
_WORD = re.compile(r"[^\W_]+(?:['][^\W_]+)*")
_I_AM = re.compile(r"\bi'm\b", re.IGNORECASE)
PIECE = re.compile(r"[^\W_]+")
# Small words, and those every question here holds.
_STOP_FR = """
a ado ai aller alors as au aux avec bien c ca ce ces cet cette chez chose comment contre d dans de depuis
des dire dit dois doit du elle en encore enfant est et etait eu faire fait faut fille fils garcon il ils j
jai je l la le les leur leurs lui ma mais me mes moi mon n ne nos notre nous on ou par pas passe peut peux
plus pour pourquoi pouvez pr puis qu quand que quel quelle quelqu quelquun qui quoi recoit s sa sais sait
se ses si sommes son sont suis sur t ta te tes toi ton tous tout toute tres trop tu un une va vais veut
veux viens vient vos votre vous y
"""
_STOP_EN = """
a about all am an and are at be been being but by can child could daughter did didn do does doesn for from
get gets going got has have he her him his how i if im in into is it its just kid kids may me my of on or
our over said say says she should so some somebody someone son sons teen that the their them they this to
very was we what when where who why will with would you your
arent cant couldnt didnt doesnt dont hasnt havent isnt ive shes shouldnt wasnt wont wouldnt
"""
SMALL_WORDS = {"fr": frozenset(_STOP_FR.split()), "en": frozenset(_STOP_EN.split())}
_FEW = 3
_SHORTEST_GUESS = 5
# Fewer letters begin words of every page: they find nothing that helps, and cost the most.
_SHORTEST_START = 3
# A question is short; a whole letter pasted into the field must not hold the window.
_MOST_WORDS = 24


class Hit(Struct, frozen=True):
    """One page found."""

    id: str
    kind: str
    title: m.Both
    topics: tuple[str, ...]
    ages: tuple[str, ...] = ()


class Found(Struct, frozen=True):
    """What a query gives: pages, help to put first, and a better spelling when few were found."""

    hits: tuple[Hit, ...] = ()
    roles: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    corrected: str | None = None
    # The question with its slips mended, written as it may be shown.
    meant: str | None = None
    # A sentence above the pages, by its name.
    note: str | None = None
    # Somebody typed a telephone number, and no service of the country has it.
    unknown_number: bool = False
    # Services whose telephone number was typed; they stand among the hits too.
    called: tuple[str, ...] = ()
    # Languages named, by code, whose page of numbers may be meant; every one for "other languages".
    tongues: tuple[str, ...] = ()
    # Nothing else was asked: the page of numbers stands first.
    only_tongues: bool = False


class _WithoutMarks(dict[int, int | None]):
    """Leaves out what stands over or under a letter; learns each sign when it is first met."""

    def __missing__(self, sign: int) -> int | None:
        kept = None if unicodedata.combining(chr(sign)) else sign
        self[sign] = kept
        return kept


_WITHOUT_MARKS = _WithoutMarks()


def fold(text: str) -> str:
    """Remove case, accents, ligatures and typographic apostrophes."""
    if text.isascii():
        return text.lower()
    text = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'").replace("ß", "ss")
    return unicodedata.normalize("NFKD", text).translate(_WITHOUT_MARKS)


def words_of(text: str) -> list[str]:
    """Cut a text into words; an elided article (l', qu') is dropped."""
    found: list[str] = []
    # "I'm 13" is a child who writes; without this only the number would be left.
    for word in _WORD.findall(_I_AM.sub("im", text.replace("’", "'"))):
        found.extend(piece for piece in word.split("'") if len(piece) > 1 or piece.isdigit())
    return found


@lru_cache(maxsize=2)
def _stemmer(language: str) -> Any:  # noqa: ANN401 - snowballstemmer has no types
    import snowballstemmer  # noqa: PLC0415 - not needed before the first search

    return snowballstemmer.stemmer("french" if language == "fr" else "english")


@lru_cache(maxsize=32_768)
def stems(word: str, language: str) -> tuple[str, str]:
    """Give fold(stem(word)) and stem(fold(word)): each catches words that the other misses."""
    stemmer = _stemmer(language)
    lower = word.casefold()
    bare, stem = fold(lower), stemmer.stemWord(lower)
    return fold(stem), stem if bare == lower else stemmer.stemWord(bare)


def index_columns(title: str, body: str, language: str) -> tuple[str, str, str, str]:
    """Make the columns of one page for the index."""
    pairs = [stems(word, language) for word in words_of(f"{title} {body}")]
    return fold(title), fold(body), " ".join(a for a, _ in pairs), " ".join(b for _, b in pairs)


def query(
    database: sqlite3.Connection, text: str, language: str, limit: int = 40
) -> tuple[list[str], str | None]:
    """Find item ids, best first, and the corrected query when the first one found little."""
    asked = words_of(text)
    useful = [word for word in asked if fold(word) not in SMALL_WORDS[language]] or asked
    useful = list(dict.fromkeys(useful))[:_MOST_WORDS]
    if not useful:
        return [], None
    ids = _ranked(database, useful, language, limit)
    if len(ids) >= _FEW:
        return ids, None
    # What a dictionary knows is mended only when nothing at all was found, or when its ending alone is odd.
    near = [(word, _nearest(database, word, language, "AND is_synonym")) for word in useful]
    corrected = [
        other if not ids or not _is_right(word, language) or _same_stem(word, other, language) else fold(word)
        for word, other in near
    ]
    if corrected != [fold(word) for word in useful]:
        more = _ranked(database, corrected, language, limit)
        if len(more) > len(ids):
            return [*ids, *(identifier for identifier in more if identifier not in ids)], " ".join(corrected)
    return ids, None


def meant(database: sqlite3.Connection, text: str, language: str) -> str | None:
    """Spell the whole query with words the guide knows; None when it already is, small words and all.

    A word that a dictionary knows is no slip: "gendre" is not "genre".
    """
    asked = words_of(text)[:_MOST_WORDS]
    spelled = [
        fold(word)
        if fold(word) in SMALL_WORDS[language] or _is_right(word, language)
        else _nearest(database, word, language)
        for word in asked
    ]
    # The last word may still be typed: what begins a word we know is no slip.
    if asked and _is_held(database, f'"{fold(asked[-1])}"*', language):
        spelled[-1] = fold(asked[-1])
    return None if spelled == [fold(word) for word in asked] else " ".join(spelled)


def written(database: sqlite3.Connection, folded: str, language: str) -> str | None:
    """Give a word of the rules and concepts as somebody wrote it, with its accents."""
    found = database.execute(f"SELECT written FROM known_{language} WHERE word = ?", (folded,)).fetchone()  # noqa: S608 - fixed names
    return found[0] if found else None


def _ranked(database: sqlite3.Connection, asked: list[str], language: str, limit: int) -> list[str]:
    groups = [
        _group(database, word, language, is_last=index == len(asked) - 1) for index, word in enumerate(asked)
    ]
    whole = _synonyms_of(database, " ".join(asked), language)
    if whole and len(asked) > 1:
        groups = [f"(({') AND ('.join(groups)}) OR {' OR '.join(whole)})"]
    ids = _match(database, " AND ".join(groups), language, limit)
    if len(ids) < _FEW and len(groups) > 1:
        # Some words may be missing everywhere: any of them, pages with most of them first.
        ids += [found for found in _match(database, " OR ".join(groups), language, limit) if found not in ids]
    return ids[:limit]


def _group(database: sqlite3.Connection, word: str, language: str, *, is_last: bool) -> str:
    first, second = stems(word, language)
    folded = fold(word)
    star = "*" if is_last and len(folded) >= _SHORTEST_START else ""
    either = [f'{{title body}} : "{folded}"{star}', f'stem_folded : "{first}"', f'folded_stem : "{second}"']
    either += _synonyms_of(database, word, language)
    return "(" + " OR ".join(either) + ")"


def _synonyms_of(database: sqlite3.Connection, asked: str, language: str) -> list[str]:
    rows = database.execute(
        f"SELECT run FROM synonym_{language} WHERE typed = ? ORDER BY place",  # noqa: S608 - fixed names
        (fold(asked),),
    )
    return [f'{{title body}} : "{row[0]}"' for row in rows]


def _match(database: sqlite3.Connection, expression: str, language: str, limit: int) -> list[str]:
    table = "search_fr" if language == "fr" else "search_en"
    order = f"bm25({table}, {_WEIGHTS}) * {_BY_KIND}"
    rows = database.execute(
        f"SELECT page.id FROM {table} JOIN page_{language} AS page ON page.number = {table}.rowid "  # noqa: S608 - fixed names
        f"WHERE {table} MATCH ? ORDER BY {order} LIMIT ?",
        (expression, limit),
    )
    return [row[0] for row in rows]


def _is_right(word: str, language: str) -> bool:
    from familyguide.guide.rightly import is_right  # noqa: PLC0415 - it cuts words as is done here

    return is_right(word, language)


def _same_stem(word: str, other: str, language: str) -> bool:
    return stems(word, language)[1] == stems(other, language)[1]


def _nearest(database: sqlite3.Connection, word: str, language: str, only: str = "") -> str:
    """Give the word meant: one of the pages, or one that people type and we understand."""
    folded = fold(word)
    if len(folded) < _SHORTEST_GUESS or _is_held(database, f'"{folded}"', language):
        return folded
    # The first letter is almost always right; without it the vocabulary would be compared whole.
    between = (folded[0], folded[0] + "\U0010ffff")
    typed = {
        str(row[0])
        for row in database.execute(
            f"SELECT word FROM known_{language} WHERE word BETWEEN ? AND ? {only}",  # noqa: S608 - fixed names
            between,
        )
    }
    if folded in typed:
        return folded
    import difflib  # noqa: PLC0415 - only for a word that no page holds

    near = database.execute(
        f"SELECT term FROM term_{language} WHERE term BETWEEN ? AND ? AND length(term) BETWEEN ? AND ?",  # noqa: S608 - fixed names
        (*between, len(folded) - 2, len(folded) + 2),
    )
    candidates = {str(row[0]) for row in near} | typed
    for match in difflib.get_close_matches(folded, sorted(candidates), n=5, cutoff=0.8):
        # The vocabulary holds stems as well: the reader is shown a whole word.
        if match in typed or _is_held(database, f'{{title body}} : "{match}"', language):
            return match
    return folded


def holding(database: sqlite3.Connection, folded: str, language: str) -> list[str]:
    """Give a page that holds a word, as a list; nothing when none does."""
    return _match(database, f'{{title body}} : "{folded}"', language, 1)


def _is_held(database: sqlite3.Connection, expression: str, language: str) -> bool:
    """Tell whether any page holds a word."""
    table = "search_fr" if language == "fr" else "search_en"
    found = database.execute(f"SELECT 1 FROM {table} WHERE {table} MATCH ? LIMIT 1", (expression,))  # noqa: S608 - fixed names
    return found.fetchone() is not None
