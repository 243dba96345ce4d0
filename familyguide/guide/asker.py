"""What a question says about who asks and for whom: the age of the child, and a talk to prepare."""

from __future__ import annotations

import re
from functools import cache

from familyguide.guide.names import AGES
from familyguide.guide.search import fold

# "5 ans", "12 year old", "7yo", "6 y/o", "ten year old", "age 16", "aged 9": the age a question names.
_NUMBERS = {
    word: number
    for words in (
        "three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen",
        "trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept",
    )
    for number, word in enumerate(words.split(), 3)
}
_NUMBER = r"(\d{1,2}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
AGE = re.compile(
    rf"\b{_NUMBER}[ -]?(?:ans?|years?|yrs?|yo|y/o)\b(?:[ -]olds?\b)?|\b(?:aged?|âge de) {_NUMBER}\b",
    re.IGNORECASE,
)
# Classes: the youngest age of the year. Grades of North America, years of England.
_CLASS = re.compile(
    r"\b(?:year (\d{1,2})(?! ?old)|(\d{1,2})(?:st|nd|rd|th) grade|grade (\d{1,2}))\b", re.IGNORECASE
)
_STAGES = {
    "3-5": "maternelle crèche preschool preschooler preschoolers nursery toddler toddlers kindergarten",
    "6-8": "cp ce1 ce2",
    "9-11": "cm1 cm2",
    "12-14": "6e 5e 4e collège collégien collégienne collégiens middle-school",
    "15-17": "3e lycée lycéen lycéenne lycéens lycéennes high-school sixth-form juniors seniors",
}
# Asking how to say something, and preparing a talk or a lesson: words after folding.
_WORDS = re.compile(
    r"\b(parler|parle|discuter|aborder|expliqu\w+|conversation|jaser|sensibiliser|prevenir|atelier|animation|cours|"
    r"seance|sujet|talk|explain|discuss|bring up|teach(?:ing)?|lesson|assembly|workshop|activity|introduce|"
    r"warn)\b"
)
_LESSON = re.compile(
    r"\b(aborder|expliquer|jaser|sensibiliser|atelier|animation|teach(?:ing)?|lesson|assembly|workshop|"
    r"how (?:to|do i|can i|should i|do we) (?:talk|bring up|explain|warn)|comment (?:parler|en parler))\b"
)


def _band(years: int) -> str | None:
    for band in AGES:
        first, last = band.split("-")
        if int(first) <= years <= int(last):
            return band
    return None


@cache
def _stages() -> dict[str, str]:
    return {fold(word): band for band, words in _STAGES.items() for word in words.split()}


def _band_of(found: re.Match[str]) -> str | None:
    said = (found.group(1) or found.group(2)).casefold()
    return _band(_NUMBERS[said] if said in _NUMBERS else int(said))


def age_said(text: str) -> str | None:
    """Give the age band of the first age or class that a question names."""
    for found in AGE.finditer(text):
        band = _band_of(found)
        if band is not None:
            return band
    for found in _CLASS.finditer(text):
        year, grade, other = found.groups()
        band = _band(int(year) + 4) if year else _band(int(grade or other) + 5)
        if band is not None:
            return band
    joined = fold(text).replace("high school", "high-school").replace("middle school", "middle-school")
    return next((_stages()[word] for word in joined.split() if word in _stages()), None)


def without_age(text: str) -> str:
    """Give the question without the child's age: it says for whom, not what about; never nothing."""
    shorter = AGE.sub(lambda found: found.group(0) if _band_of(found) is None else " ", text)
    return shorter if shorter.strip() else text


def wants_words(text: str) -> bool:
    """Tell whether a question asks how to talk about something."""
    return _WORDS.search(fold(text)) is not None


def prepares(text: str) -> bool:
    """Tell whether somebody prepares a talk or a lesson: nothing has happened."""
    return _LESSON.search(fold(text)) is not None
