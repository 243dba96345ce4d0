"""The lists of words: each entry finds its example, except where wrong words are shown on purpose."""

import re
from pathlib import Path

import pytest
from each import each
from small import REAL

from familyguide.guide.rules.words import FAMILIES, find, plain, read_words

ARTICLE = "articles/understand-live"
TALK = "conversations/cameras-live-9-11"


def every_entry():
    return [
        (language, family, entry)
        for language in ("fr", "en")
        for family, entries in read_words(REAL, language).families.items()
        for entry in entries
    ]


def families_in(sentence, language):
    return [family for _, _, _, family, _ in find(read_words(REAL, language), [plain(sentence)])]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_language_has_every_family_and_many_patterns(language):
    families = read_words(REAL, language).families
    assert set(families) == set(FAMILIES)
    assert sum(map(len, families.values())) >= 60


@pytest.mark.parametrize("language", ["fr", "en"])
def test_patterns_are_written_as_texts_are_compared(language):
    for entries in read_words(REAL, language).families.values():
        for entry in entries:
            assert not re.search("[’\u00a0\u202f]|[A-ZÀÉ]", re.sub(r"\\.", "", entry.pattern)), entry.pattern


@each("language, family, entry", every_entry)
def test_a_pattern_finds_its_example(language, family, entry):
    hits = [(found, hit) for _, _, _, found, hit in find(read_words(REAL, language), [plain(entry.example)])]
    assert (family, entry) in hits


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_example_is_found_in_a_page_with_its_line(folder, language):
    """All examples stand in one article: each is reported under its family, at its own line."""
    entries = [
        (family, entry) for family, listed in read_words(REAL, language).families.items() for entry in listed
    ]
    for one in ("fr", "en"):
        name = f"{ARTICLE}.{one}.md"
        body = "".join(f"\n{entry.example}\n" for _, entry in entries)
        folder.write(name, folder.read(name) + body)
    name = f"{ARTICLE}.{language}.md"
    found = {(line, code) for file, line, code in folder.found() if file == name}
    for family, entry in entries:
        assert (folder.line(name, entry.example), family) in found, entry.example


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_example_is_found_in_an_avoid_or_a_myth(folder, language):
    entries = [entry for listed in read_words(REAL, language).families.values() for entry in listed]
    quoted = [entry.example.replace('"', "'") for entry in entries]
    for one in ("fr", "en"):
        name = f"{TALK}.{one}.md"
        reason = {"fr": "Non.", "en": "No."}[one]
        blocks = "".join(f'!!! avoid "{words}"\n    {reason}\n\n' for words in quoted)
        folder.change(name, "## essential", f"{blocks}## essential")
        name = f"{ARTICLE}.{one}.md"
        answer = {"fr": "C'est faux.", "en": "That is wrong."}[one]
        blocks = "".join(f'\n!!! myth "{words}"\n    {answer}\n' for words in quoted)
        folder.write(name, folder.read(name) + blocks)
    assert [problem for problem in folder.found() if problem[2] in FAMILIES] == []


@pytest.mark.parametrize("family", FAMILIES)
def test_an_official_name_is_left_as_it_is(folder, family):
    example = read_words(REAL, "fr").families[family][0].example
    folder.change("services/FR.yaml", "'119, enfance en danger'", f'"{example}"')
    assert folder.check() == []


@pytest.mark.parametrize(
    ("name", "old", "language"),
    [
        ("plans/someone-contacting.yaml", "Il a besoin de vous.", "fr"),
        ("signs/emotions.yaml", "Un film.", "fr"),
        ("signs/emotions.yaml", "A film.", "en"),
        ("checklists/webcam.yaml", "Elle ne montre rien.", "fr"),
        ("triage.yaml", "Prenez un autre appareil.", "fr"),
        ("texts/image-rule.yaml", "Do not look for the image.", "en"),
        (f"{TALK}.fr.md", "Dire oui, dire non, éteindre : l'enfant choisit.", "fr"),
        (f"{TALK}.en.md", "Then there are two of us.", "en"),
        (f"{TALK}.fr.md", "Le poids n'est pas sur lui.", "fr"),
    ],
)
def test_words_are_found_in_every_kind_of_text(folder, name, old, language):
    words = {"fr": "Un prédateur.", "en": "A predator."}[language]
    folder.change(name, old, words)
    assert folder.found() == [(name, folder.line(name, words), "scare")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Tu n'as pas d'ennuis avec moi.",
        "Ce n'est pas ta faute.",
        "Je ne me fâcherai pas.",
        "Je ne te prendrai pas la tablette parce que tu m'as parlé.",
        "On va trouver une solution ensemble.",
        "Je te crois.",
        "N’enquêtez pas.",
        "Ne gardez jamais l'image.",
        "Aucun signe ne prouve quoi que ce soit.",
        "Il n'est jamais trop tard pour en parler.",
        "Personne ne peut promettre que l'image sera supprimée.",
        "Prévenez la police.",
        "Cette application n'enregistre rien.",
    ],
)
def test_wanted_french_is_left_alone(sentence):
    assert families_in(sentence, "fr") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "You are not in trouble with me.",
        "I won’t be angry.",
        "It is not your fault.",
        "I will not take the tablet away because you told me.",
        "Do not investigate.",
        "The police investigate.",
        "Never keep the image.",
        "The person may be kind, and keep the video.",
        "No sign proves anything.",
        "It is never too late to tell.",
        "Nobody can promise that it will be removed.",
        "This app records nothing.",
    ],
)
def test_wanted_english_is_left_alone(sentence):
    assert families_in(sentence, "en") == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "La police va retrouver cette personne."),
        ("fr", "Tout ira bien."),
        ("en", "The photo will be removed."),
        ("en", "You will be fine."),
        ("en", "It is guaranteed."),
        ("en", "The police will find them."),
    ],
)
def test_a_promise_about_others_or_the_outcome_is_found(language, sentence):
    assert families_in(sentence, language) == ["promise"]


def test_the_phrase_bank_is_clean():
    for language in ("fr", "en"):
        words = read_words(REAL, language)
        bank = Path(REAL / "checks/phrase-bank.yaml").read_text(encoding="utf-8")
        assert list(find(words, [plain(row) for row in bank.splitlines() if not row.startswith("#")])) == []


def test_a_red_line_of_a_plan_may_name_what_not_to_do(folder):
    folder.change("plans/someone-contacting.yaml", "N'enquêtez pas.", "Enquêtez vous-même : non.")
    folder.change(
        "plans/someone-contacting.yaml", "fr: Enquêtez vous-même : non.", 'fr: "Enquêtez vous-même : non."'
    )
    assert folder.check() == []


def test_an_old_word_may_be_the_title_of_a_term(folder):
    folder.change("terms.yaml", "fr: direct", "fr: pédopornographie")
    assert folder.check() == []
