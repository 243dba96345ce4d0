"""What the app calls its buttons, in the pages that name them."""

import json
import re
from pathlib import Path

import pytest

from familyguide.guide.interface import name_of
from familyguide.guide.markdown import MarkdownError, read_page

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = json.loads((ROOT / "resources" / "i18n" / "texts.json").read_text(encoding="utf-8"))
PAGES = sorted((ROOT / "content").glob("*/*.md"))
# What a child says, and a button of other apps.
NOT_OURS = {"No", "Non", "Report", "Signaler"}
NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Press “Leave now”."), ("fr", f"Press «{NBSP}Quitter vite{NBSP}».")]
)
def test_a_page_says_a_button_as_the_app_calls_it(language, said):
    page = read_page("---\ntitle: {ui:rail.todo}\n---\n\nPress {ui:top.leave}.\n", language)
    assert page.blocks[0].text == said
    assert CATALOGUE["rail.todo"][language] in page.front["title"]


@pytest.mark.parametrize("key", ["top.no-such-button", "", "search.called.unknown", "reading.percent"])
def test_a_name_that_the_app_has_not_is_told_with_its_line(key):
    """Nor is one with room for values, such as a number: nothing would fill it."""
    with pytest.raises(MarkdownError, match=re.escape(f"{{ui:{key}}}")) as caught:
        read_page(f"---\ntitle: x\n---\n\nFirst.\n\nPress {{ui:{key}}}.\n", "en")
    assert (caught.value.line, caught.value.code) == (7, "button")


def test_what_a_field_shows_before_it_is_typed_in_brings_no_second_end_of_sentence():
    assert name_of("top.search", "en").endswith("Roblox”")


def test_the_pages_type_no_name_of_the_app_themselves():
    """Typed, it would stay as it is when the app calls the button otherwise."""
    names = {text[language].replace("’", "'") for text in CATALOGUE.values() for language in text} - NOT_OURS
    typed = [
        f"{path.name}: {quoted[1].strip()}"
        for path in PAGES
        for quoted in re.finditer(r"[“«\"]([^“”«»\"]+)[”»\"]", path.read_text(encoding="utf-8"))
        if quoted[1].replace("’", "'").strip() in names
    ]
    assert typed == []
