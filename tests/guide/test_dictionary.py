"""Spelling: real dictionaries, names left alone, and the place of each unknown word."""

import pytest

from familyguide.commands.content_spell import DICTIONARIES
from familyguide.guide.dictionary import Speller, Unavailable, known_words, misspelt
from familyguide.guide.loader import load

from .small import REAL


@pytest.fixture(scope="module")
def spellers():
    return {language: Speller(language, DICTIONARIES, ["cam"]) for language in ("fr", "en")}


def ours(folder):
    """Give what is found in the plan alone; the cards are the real ones, without their list."""
    return [one for one in misspelt(load(folder.root), DICTIONARIES) if one.file.startswith("plans/")]


@pytest.mark.parametrize(
    ("language", "text", "unknown"),
    [
        ("fr", "L’enfant n’a rien fait de mal, jusqu’ici.", []),
        ("fr", "Votre enfannt a peur.", ["enfannt"]),
        ("fr", "Porte-monnaie et arc-en-ciel.", []),
        ("fr", "Une amie, Xyvette, joue. Xyvette rit.", ["Xyvette"]),
        ("fr", "La CRIP et PHAROS.", []),
        ("fr", "Allez sur internet-signalement.gouv.fr ou {service:fr-pharos}.", []),
        ("fr", "Éteignez la cam.", []),
        ("en", "The child’s tablet isn’t the parents’ problem.", []),
        ("en", "Somebody is threatenning them.", ["threatenning"]),
        ("en", "The colour of their favourite jumper.", []),
        ("en", "“Wehn did it begin?”", ["Wehn"]),
    ],
)
def test_a_word_is_known_or_named(spellers, language, text, unknown):
    assert list(spellers[language].unknown(text)) == unknown


def test_a_word_that_may_be_meant_is_offered(spellers):
    assert "enfant" in spellers["fr"].suggest("enfannt")


def test_each_unknown_word_has_its_file_line_and_what_to_do(folder):
    folder.change("plans/someone-contacting.yaml", "Stay calm", "Stay callm")
    found = ours(folder)
    assert [(one.file, one.line, one.code) for one in found] == [
        (
            "plans/someone-contacting.yaml",
            folder.line("plans/someone-contacting.yaml", "Stay callm"),
            "spelling",
        )
    ]
    assert "'callm'" in found[0].message
    assert "checks/spelling.en.txt" in found[0].message


def test_a_word_of_the_project_s_list_is_right(folder):
    folder.change("plans/someone-contacting.yaml", "Stay calm", "Stay callm")
    (folder.root / "checks").mkdir(exist_ok=True)
    (folder.root / "checks" / "spelling.en.txt").write_text("# ours\ncallm # a word\n", encoding="utf-8")
    assert known_words(folder.root, "en") == ["callm"]
    assert ours(folder) == []


def test_words_quoted_from_the_other_language_are_no_mistakes(folder):
    folder.change("plans/someone-contacting.yaml", "Stay calm", "Stay calm: “plainte contre quelqu’un”")
    assert ours(folder) == []


def test_without_a_dictionary_the_sentence_says_which(tmp_path):
    with pytest.raises(Unavailable, match=r"fr\.aff"):
        Speller("fr", tmp_path)


def test_the_real_content_has_no_unknown_word(real_content):
    assert misspelt(real_content, DICTIONARIES) == []


def test_no_word_is_listed_twice():
    for language in ("fr", "en"):
        words = known_words(REAL, language)
        assert words
        assert len(words) == len(set(words))
