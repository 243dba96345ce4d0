"""Digits in the words: numbers to call, percentages, shares."""

import pytest

from familyguide.guide.rules.figures import _typed_numbers

PLAN = "plans/someone-contacting.yaml"
ARTICLE = "articles/understand-live"
KNOWN = frozenset({"119", "17", "3018", "116000", "0800200233"})


@pytest.mark.parametrize(
    "text",
    [
        "Appelez le 119.",
        "Le 3018 vous répond.",
        "Composez le 17.",
        "call 17 now",
        "Au 116 000, jour et nuit.",
        "01 23 45 67 89",
        "+33 1 23 45 67 89",
        "0800 200 233",
        "0800200233",
    ],
)
def test_a_number_to_call_is_found(text):
    assert list(_typed_numbers(text, KNOWN))


@pytest.mark.parametrize(
    "text",
    [
        "À 17 ans, on choisit.",
        "From 15 to 17, talk.",
        "les 15-17 ans",
        "Le 17 mars, on en reparle.",
        "En 2025, la loi a changé.",
        "Le 2026-11-22, tout allait bien.",
        "75 000 euros",
        "100 000 €",
        "119 mots",
        "Pendant 10 secondes.",
    ],
)
def test_ages_dates_and_sums_are_left_alone(text):
    assert list(_typed_numbers(text, KNOWN)) == []


def test_a_typed_number_is_named_at_its_line(folder):
    folder.change(PLAN, "Il a besoin de vous.", "Appelez le 119.")
    assert folder.found() == [(PLAN, folder.line(PLAN, "le 119"), "typed-number")]


def test_a_typed_number_inside_a_long_paragraph_is_named_at_its_sentence(folder):
    name = f"{ARTICLE}.fr.md"
    folder.change(name, "Le plan :", "On parle.\nOn écoute.\nLe 119 vous répond. Le plan :")
    assert folder.found() == [(name, folder.line(name, "Le 119"), "typed-number")]


def test_services_hold_numbers(folder):
    folder.change("services/FR.yaml", "'119, enfance en danger'", "'Le 119'")
    assert folder.check() == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (PLAN, "Il a besoin de vous.", "Cela touche 20 % des jeunes."),
        (PLAN, "They need you.", "One in five young people."),
        ("conversations/cameras-live-9-11.fr.md", "Écoutez.", "Un enfant sur cinq le vit."),
        ("conversations/cameras-live-9-11.en.md", "Listen.", "This is true of 20% of children."),
        (f"{ARTICLE}.fr.md", "Le direct est un jeu pour beaucoup.", "Le direct est un jeu pour 80 %."),
    ],
)
def test_a_share_outside_a_figure_is_named(folder, name, old, new):
    folder.change(name, old, new)
    assert folder.found() == [(name, folder.line(name, new), "figure")]


def test_a_share_in_the_one_figure_of_a_parent_page_is_welcome(folder):
    for language, words in (("fr", "20 % des jeunes, selon le CEOP."), ("en", "20% of children, says CEOP.")):
        name = f"{ARTICLE}.{language}.md"
        folder.write(name, folder.read(name) + f"\n!!! figure CEOP-LIVE\n    {words}\n")
    assert folder.check() == []


def test_the_european_number_may_stand_in_the_note_of_a_country(folder):
    text = folder.read("services/FR.yaml")
    folder.write(
        "services/FR.yaml", text + text.replace("fr-119", "eu-112").replace("phone: '119'", "phone: '112'")
    )
    note = "  note: {fr: 'En Europe, le 112.', en: 'In Europe, 112.'}\n"
    folder.write("countries.yaml", folder.read("countries.yaml") + note)
    assert folder.check() == []
    folder.change("countries.yaml", "le 112", "le 119")
    assert folder.found() == [("countries.yaml", folder.line("countries.yaml", "note:"), "typed-number")]
