"""Look sheets: one picture per page, of the size and in the language asked for."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from familyguide.services.choices import Choices
from familyguide.ui.look import routes, sheets
from familyguide.ui.pages import PAGES


def test_every_plan_conversation_checklist_and_article_has_a_sheet(library):
    named = routes(library)
    for kind in ("plan", "conversation", "checklist", "article"):
        for row in library.rows(kind):
            assert named[f"{kind}-{row.id}"].item == row.id
    assert {route.page for route in named.values()} == {*PAGES, "search"}


def test_the_steps_of_any_conversation_can_be_asked_for(library):
    named = routes(library, steps=None)
    for row in library.rows("conversation"):
        assert named[f"conversation-{row.id}-listen"].part == "listen"


@pytest.mark.parametrize("theme", ["light", "contrast"])
def test_a_sheet_is_a_picture_of_the_page(dressed, library, tmp_path, theme):
    wanted = {name: route for name, route in routes(library).items() if name in ("home", "country")}
    choices = Choices(language="en", country="FR", theme=theme, scale=125)
    assert sheets(library, choices, (1024, 768), wanted, tmp_path) == 2
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {f"{name}.en.{theme}.125.1024x768.png" for name in wanted}
    pictures = [QImage(str(path)) for path in sorted(tmp_path.iterdir())]
    assert all((picture.width(), picture.height()) == (1024, 768) for picture in pictures)
    assert pictures[0] != pictures[1]
