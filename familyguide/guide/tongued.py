"""Hear that somebody asks for another language: its numbers stand on a page of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familyguide.guide.search import SMALL_WORDS, fold, words_of

if TYPE_CHECKING:
    from familyguide.guide import model as m

# Any language at all; and what stands around the name of one when nothing else is asked. Words after folding.
_ANY = frozenset(
    (  # noqa: SIM905 - a list of one word a line says no more
        "langue langues traduction traductions traduire traduit interprete interpretes traducteur "
        "language languages translation translations translate translated translator interpreter interpreters"
    ).split()
)
_AROUND = frozenset(
    (  # noqa: SIM905
        "numero numeros aide parle parler parlent parlons parlant version page guide francais anglais "
        "autre autres etrangere etrangeres comprend comprends comprendre appeler famille mere pere maman "
        "papa besoin trouver number numbers help speak speaks speaking spoken speaker speakers read "
        "reading english french other another foreign understand call family mother father mum dad need "
        "find available"
    ).split()
)


def named(text: str, tongues: dict[str, m.Tongue], language: str) -> tuple[tuple[str, ...], str]:
    """Give the codes of the languages a question names, and their words where it asks for nothing else."""
    codes: list[str] = []
    naming: list[str] = []
    other = False
    for written in words_of(text):
        word = fold(written)
        meant = [code for code, tongue in tongues.items() if _names(tongue, word)]
        codes += meant
        if meant or word in _ANY:
            naming.append(written)
        elif word not in _AROUND and word not in SMALL_WORDS[language]:
            other = True
    if naming and not codes and not other:
        codes = list(tongues)
    # "Language" alone may be bad language: only where nothing else is asked.
    return tuple(dict.fromkeys(codes)), "" if other else " ".join(naming)


def _names(tongue: m.Tongue, word: str) -> bool:
    return word == fold(tongue.name) or any(word.startswith(fold(start)) for start in tongue.asked)
