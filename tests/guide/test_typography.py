import pytest

from familyguide.guide.typography import NBSP, polish


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Que faire ?", f"Que faire{NBSP}?"),
        ("Que faire?", f"Que faire{NBSP}?"),
        ("Attention !", f"Attention{NBSP}!"),
        ("Deux choses : parler", f"Deux choses{NBSP}: parler"),
        ("une pause ; puis", f"une pause{NBSP}; puis"),
        ("« Je te crois. »", f"«{NBSP}Je te crois.{NBSP}»"),
        ("«Je te crois.»", f"«{NBSP}Je te crois.{NBSP}»"),
        ("« Tu viens ? »", f"«{NBSP}Tu viens{NBSP}?{NBSP}»"),
        ("l'enfant d'abord", "l’enfant d’abord"),
        ("Attendez...", "Attendez…"),
        ("30 %", f"30{NBSP}%"),
        ("un mot\u202f!", f"un mot{NBSP}!"),
        ("à 12:30", "à 12:30"),
        ("de 9 h à 23 h", f"de 9{NBSP}h à 23{NBSP}h"),
    ],
)
def test_french_is_written_as_printers_do(typed, printed):
    assert polish(typed, "fr") == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('"I believe you."', "“I believe you.”"),
        ('Say: "No."', "Say: “No.”"),
        ("don't", "don’t"),
        ("the children's room", "the children’s room"),
        ("'yes' or 'no'", "‘yes’ or ‘no’"),
        ('("please")', "(“please”)"),
        ("Wait...", "Wait…"),
        ("What now?", "What now?"),
    ],
)
def test_english_has_curly_quotes(typed, printed):
    assert polish(typed, "en") == printed


@pytest.mark.parametrize("address", ["https://example.org/a?b=c;d", "http://example.org/l'eau ?"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_address_stays_as_it_is(address, language):
    assert polish(address, language) == address


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "typed",
    [
        "« Tu dis \"non\" ? » C'est ... d'accord ; vraiment !",
        "It's \"fine\", isn't it? ('yes')",
        "",
        "   ",
        "?!",
        "«»",
        "''",
    ],
)
def test_polishing_twice_changes_nothing_more(typed, language):
    once = polish(typed, language)
    assert polish(once, language) == once
