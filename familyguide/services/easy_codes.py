"""Codes that anybody would try first: rows of keys, repeats, dates, common words and the guide's own name."""

from __future__ import annotations

import re
import unicodedata

# Fewer different signs than these make a code that is seen over a shoulder and remembered.
_FEWEST_SIGNS = 4
_ROWS = (
    "1234567890",
    "147258369",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiop",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "azertyuiopqsdfghjklmwxcvbn",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1a2z3e4r5t6y7u8i9o0p",
    "1aqw2zsx3edc4rfv5tgb6yhn7ujm",
)
# Without accents and spaces. The words of the place are the first that a reader there would think of.
_WORDS = """
familyguide guidefamille family famille guide
password passwort passphrase passcode motdepasse motpasse codesecret secret
staff staffcode code codeequipe equipe personnel agent accueil public poste kiosk kiosque borne
administrator administrateur admin root user utilisateur guest invite login access acces default defaut
changeme letmein test library librarian bibliotheque bibliothecaire mediatheque mediathecaire mairie
townhall school ecole college lycee computer ordinateur internet windows linux
welcome bienvenue bonjour hello iloveyou jetaime princess princesse sunshine soleil football baseball
superman batman dragon monkey doudou chouchou loulou marseille paris lyon france
azerty qwerty qwertz trustno whatever starwars
"""
_ONLY_WORDS = re.compile(f"(?:{'|'.join(_WORDS.split())}){{1,2}}")
# As in abcd1234: a part of letters and one of figures, each easy by itself.
_MOST_RUNS = 3
# What people write for a letter, and what they put around a word.
_DISGUISES = (str.maketrans("013457@$!€", "oleastasie"), str.maketrans("01345@$!€", "oieasasie"))
_AROUND = "0123456789@$!€ .,;:?-_*+#/"
_DAY, _MONTH, _YEAR = "(?:0[1-9]|[12][0-9]|3[01])", "(?:0[1-9]|1[0-2])", "(?:19|20)[0-9]{2}"
_YEAR_ALONE = re.compile(_YEAR)
_DATE = re.compile(f"{_DAY}{_MONTH}{_YEAR}|{_MONTH}{_DAY}{_YEAR}|{_YEAR}{_MONTH}{_DAY}")


def is_easy(code: str) -> bool:
    """Tell whether somebody would try this code among the first, however it is spaced, cased or disguised."""
    small = _without_accents(code)
    if len(set("".join(small.split()))) < _FEWEST_SIGNS:
        return True
    plain = "".join(c for c in small if c.isalnum())
    if plain and (_DATE.fullmatch(plain) or _is_easy_run(plain)):
        return True
    runs = re.findall(r"\d+|\D+", plain)
    if 0 < len(runs) <= _MOST_RUNS and all(_is_easy_run(run) for run in runs):
        return True
    # As typed, and with the signs that stand for letters read as those.
    read = (text.translate(disguise) for text in (small, small.strip(_AROUND)) for disguise in _DISGUISES)
    return any(_is_common(text) for text in (small, *read))


def _without_accents(code: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", code.casefold()) if not unicodedata.combining(c))


def _is_easy_run(run: str) -> bool:
    """Tell whether a code, or a part of it, is a row of keys (even doubled), a repeat or common words."""
    once = run[::2] if run[::2] == run[1::2] else run
    return (
        any(_is_in_row(once, row) for row in _ROWS)
        or _is_repeated(run)
        or (_YEAR_ALONE.fullmatch(run) or _ONLY_WORDS.fullmatch(run)) is not None
    )


def _is_common(text: str) -> bool:
    """Tell whether the letters are one or two common words, whatever stands between and around them."""
    return _ONLY_WORDS.fullmatch("".join(c for c in text if c.isalpha())) is not None


def _is_repeated(text: str) -> bool:
    return text in (text + text)[1:-1]


def _is_in_row(text: str, row: str) -> bool:
    """Tell whether a text follows a row of keys, forwards or backwards, beginning again at its end."""
    around = row * (len(text) // len(row) + 2)
    return text in around or text[::-1] in around
