"""The country page: every country held, the chosen one marked, and what is true there."""

from __future__ import annotations

import pytest
from each import some
from PySide6.QtWidgets import QLabel


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_country_can_be_chosen_and_says_what_is_true_there(person, library, language):
    someone = person(language=language, shown=False)
    for code, name in some(library.countries.items(), 8, turn=language == "en"):
        someone.go("country")
        chip = someone.find(f"Chip-{code}", someone.page)
        assert chip.accessibleName() == name[language]
        someone.press(chip)
        assert someone.window.context.choices.country == code
        someone.go("country")
        assert [b.objectName() for b in someone.pressable(someone.page) if b.isChecked()] == [f"Chip-{code}"]
        note = library.country(code).note
        shown = [label.text() for label in someone.all_of(QLabel, someone.page)]
        assert note is None or note[language] in shown


@pytest.mark.parametrize("wishes", [{}, {"scale": 200, "size": (900, 600)}], ids=["large", "small"])
@pytest.mark.parametrize(("language", "name"), [("fr", "France"), ("en", "France")])
def test_after_a_change_the_first_country_is_one_press_away(person, hands, language, name, wishes):
    someone = person(language=language, **wishes)
    someone.go("country")
    assert not someone.has("FirstCountry")
    someone.press("Chip-JP")
    someone.go("country")
    back = someone.find("FirstCountry")
    assert name in back.accessibleName()
    assert someone.on_first_screen(back)
    assert list(hands.cut_off(someone)) == []
    someone.press(back)
    assert someone.window.context.choices.country == "FR"
    assert "119" in someone.numbers(someone.window.strip)
    someone.go("country")
    assert not someone.has("FirstCountry")


def test_who_had_no_country_at_the_start_is_offered_no_way_back(unpainted):
    someone = unpainted(country=None)
    someone.go("country")
    someone.press("Chip-BE")
    someone.go("country")
    assert not someone.has("FirstCountry")
