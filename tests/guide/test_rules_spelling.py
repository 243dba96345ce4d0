"""Typography of the loaded text."""

import pytest

PLAN = "plans/someone-contacting.yaml"


@pytest.mark.parametrize(
    ("french", "code"),
    [
        ("Voici: parlez.", "no-break-space"),
        ('Dites "oui".', "straight-quote"),
        ("Parlez  bien.", "double-space"),
        ("De tout coeur.", "ligature"),
        ("Sa soeur aussi.", "ligature"),
        ("A la maison, parlez.", "capital-accent"),
        ("Parlez. A l'école aussi.", "capital-accent"),
        ("Ecoutez bien.", "capital-accent"),
        ("L'Etat aide.", "capital-accent"),
        ("Il/elle écoute.", "inclusive-mark"),
        ("Il est content(e).", "inclusive-mark"),
        ("Les parent·es parlent.", "inclusive-mark"),
        ("Ici → là.", "symbol"),
        ("Bravo 🙂 ici.", "symbol"),
    ],
)
def test_wrong_french_is_named_at_its_line(folder, french, code):
    folder.change(PLAN, "fr: Il a besoin de vous.", "fr: '" + french.replace("'", "''") + "'")
    assert folder.found() == [(PLAN, folder.line(PLAN, "more:"), code)]


@pytest.mark.parametrize(
    "french",
    [
        "Quoi ? Oui ! Bien sûr ; d'accord : « oui ».",
        "Quoi? Oui! Dites «oui».",
        "Vraiment ?! Oui…",
        "À la maison. Il y a du cœur.",
        "La règle 9:30 est simple.",
        "L'été, c'est long.",
        "Il a besoin d'un plan A.",
    ],
)
def test_right_french_or_what_the_build_mends_is_left_alone(folder, french):
    folder.change(PLAN, "fr: Il a besoin de vous.", "fr: '" + french.replace("'", "''") + "'")
    assert folder.check() == []


def test_a_word_without_its_accent_in_a_page_is_named_at_its_line(folder):
    name = "conversations/cameras-live-9-11.fr.md"
    folder.change(name, "Écoutez.", "Ecoutez.")
    assert folder.found() == [(name, folder.line(name, "Ecoutez."), "capital-accent")]


def test_english_double_spaces_are_named(folder):
    folder.change(PLAN, "en: They need you.", "en: They  need you.")
    assert folder.found() == [(PLAN, folder.line(PLAN, "more:"), "double-space")]


def test_english_quotes_are_mended_by_the_build(folder):
    folder.change(PLAN, "en: They need you.", "en: 'Say \"yes\", it''s fine.'")
    assert folder.check() == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Il a \\u202e besoin.", "hidden"),
        ("Il a be\\u200bsoin.", "hidden"),
        ("Il a \\e[31m besoin.", "hidden"),
        ("Il a un [plan](plan:someone-contacting).", "link"),
    ],
)
def test_what_no_reader_should_see_is_named_at_its_line(folder, said, code):
    folder.change(PLAN, "fr: Il a besoin de vous.", f'fr: "{said}"')
    assert folder.found() == [(PLAN, folder.line(PLAN, "more:"), code)]
