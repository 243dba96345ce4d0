"""The country page: every country held, the chosen one marked, and what is true there."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_country_can_be_chosen_and_says_what_is_true_there(person, library, language):
    someone = person(language=language, shown=False)
    for code, name in list(library.countries.items())[language == "en" :: 2]:
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
