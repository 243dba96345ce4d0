"""What is said aloud: sentences where they stand, numbers as people say them."""

from __future__ import annotations

import pytest
from each import each

from familyguide.services.aloud import numbers_said, sentences_of, spelled


@pytest.fixture(scope="module")
def french(directory):
    return numbers_said(directory, "FR", "fr")


@each(
    "number, said",
    [
        ("3018", "trente, dix-huit"),
        ("119", "cent dix-neuf"),
        ("3114", "trente et un, quatorze"),
        ("114", "cent quatorze"),
        ("116 000", "cent seize, zéro zéro zéro"),
    ],
)
def test_numbers_are_said_as_the_french_say_them(number, said, french):
    (sentence,) = sentences_of(f"Appelez le {number}, c’est gratuit.", french)
    assert sentence.said == f"Appelez le {said}, c’est gratuit."


def test_numbers_are_said_in_english_too(directory):
    english = numbers_said(directory, "FR", "en")
    (sentence,) = sentences_of("Call 3018 or 119 today.", english)
    assert sentence.said == "Call three zero one eight or one one nine today."


@each("text", ["De 12 à 15 ans.", "En 2025, 3 018 appels.", "Le modèle X3018b.", "Il a 17 ans."])
def test_ages_years_and_counts_stay_as_they_are(text, french):
    shown = "".join(one.said for one in sentences_of(text.replace("3 018", "3 017"), french))
    assert shown == text.replace("3 018", "3 017")


@each(
    "number, language, said",
    [
        ("01 02 30 40 50", "fr", "zéro 1, zéro 2, 30, 40, 50"),
        ("0 800 00 12", "fr", "zéro, 800, zéro zéro, 12"),
        ("020 79", "en", "0 2 0, 7 9"),
    ],
)
def test_a_number_that_nobody_spelled_is_said_group_by_group(number, language, said):
    assert spelled(number, language) == said


def test_sentences_stand_where_they_are_written(french):
    text = "Un souffle. « Je te crois. »\nUn titre\nM. Durand le sait… Appelez le 119 !"
    found = sentences_of(text, french)
    assert [text[one.start : one.end] for one in found] == [
        "Un souffle.",
        "« Je te crois. »",
        "Un titre",
        "M. Durand le sait…",
        "Appelez le 119 !",
    ]


@each("text", ["", " \n ", "…", "«  »", "· –"])
def test_bare_signs_are_not_read(text):
    assert sentences_of(text, {}) == ()


def test_a_spoken_word_is_found_in_what_is_shown(french):
    text = "Oui. Le 3018 répond vite."
    sentence = sentences_of(text, french)[1]
    for word in ("Le", "répond", "vite"):
        start, end = sentence.shown(sentence.said.index(word), len(word))
        assert text[start:end] == word
    # Every word of the number stands for the whole number.
    for word in ("trente", "dix"):
        start, end = sentence.shown(sentence.said.index(word), len(word))
        assert text[start:end] == "3018"


def test_a_word_never_runs_out_of_its_sentence(french):
    sentence = sentences_of("Un mot.", french)[0]
    assert sentence.shown(3, 500) == (3, 7)
