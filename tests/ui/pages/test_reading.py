"""Documents on the screen: sources and month on every page, each piece in its place."""

from __future__ import annotations

import pytest
from each import some

from familyguide import __version__
from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.guide.library import row_is_valid
from familyguide.ui.pages.base import route_to
from familyguide.ui.widgets.basic import HeadingLabel


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_of_content_names_its_month_and_its_sources(person, library, language):
    someone = person(language=language, shown=False)
    for page in ("conversation", "plan", "article", "checklist"):
        # Each language reads other pages: sources and months are the same in both.
        for row in some(library.rows(page), 5, turn=language == "en"):
            shown = someone.go(page, row.id)
            known = someone.find("Known", shown).text()
            item = library.item(row.id)
            month = someone.texts.month(item.as_of) if item.as_of else someone.texts("known.unknown")
            # How the app itself is used is as old as the app.
            assert (__version__ if row.id.startswith("user-guide") else month) in known, row.id
            if item.status == "draft":
                assert someone.texts("status.draft") in known or item.status_note[language] in known
            shown.folds["sources"].open()
            words = someone.words(shown.folds["sources"].body)
            assert words
            for key in item.sources:
                assert library.source(key).title in words, row.id


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_image_rule_is_shown_word_for_word(person, library, language):
    someone = person(language=language, shown=False)
    rule = library.image_rule
    holding = [
        row.id
        for row in library.rows("plan")
        if any(step.include == "image-rule" for step in library.read(row.id, m.Plan).steps)
    ]
    assert holding
    for name in holding[language == "en" :: 2]:
        words = someone.words(someone.go("plan", name))
        assert rule.title[language] in words
        assert rule.text[language].partition("{")[0] in words


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_true_is_the_title_over_each_myth(person, library, language):
    someone = person(language=language, shown=False)
    page = someone.go("article", "ten-myths")
    titles = [label.text() for label in page.findChildren(HeadingLabel) if label.level == 3]
    words = someone.words(page)
    for block in library.read("ten-myths", m.Article).blocks(language):
        if isinstance(block, b.Myth):
            assert block.truth in titles
            assert words.index(block.truth) < words.index(someone.texts("line.myth", text=block.text))


def test_every_kind_of_link_leads_to_a_page_that_shows_its_item(person, library):
    someone = person()
    for kind in ("plan", "conversation", "checklist", "article", "sign", "term", "service"):
        row = next(row for row in library.rows(kind) if row_is_valid(row, "FR"))
        page = someone.go(route_to(f"{kind}:{row.id}"))
        if kind == "service":
            # Its number stands large and apart from its name.
            assert page.folds[f"card-{row.id}"].is_open
            continue
        assert row.title["fr"].split("\u00a0")[0] in someone.words(page), kind
        if kind == "term":
            fold = page.folds[f"term-{row.id}"]
            assert fold.is_open
            assert someone.in_view(fold.button)
