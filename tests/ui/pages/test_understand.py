"""Understand: articles, words explained in place, and bodies that are no doors."""

from __future__ import annotations

import pytest

from familyguide.guide import model as m


def words_shown(someone):
    return [f for name, f in someone.page.folds.items() if name.startswith("term-") and someone.sees(f)]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_word_opens_in_place(unpainted, library, language):
    someone = unpainted(language=language)
    someone.press("Rail-understand")
    row = library.rows("term")[3]
    fold = someone.page.folds[f"term-{row.id}"]
    text = library.read(row.id, m.Term).text[language]
    assert text not in someone.words(fold)
    fold.button.click()
    assert text in someone.words(fold)
    assert someone.route.page == "understand"


def test_typing_filters_the_words_without_minding_accents(person, library, hands):
    someone = person()
    someone.go("understand")
    everything = len(words_shown(someone))
    assert everything == len(library.rows("term"))
    someone.find("FindWord").setFocus()
    someone.type("PEDO")
    found = [fold.button.accessibleName() for fold in words_shown(someone)]
    assert 0 < len(found) < everything
    assert all("pedo" in hands.plain(name).replace("é", "e") for name in found)
    someone.find("FindWord").clear()
    assert len(words_shown(someone)) == everything


def test_bodies_that_are_no_doors_are_explained_without_a_way_in(unpainted, library, hands):
    someone = unpainted()
    page = someone.go("understand")
    bodies = [
        row.id
        for row in library.rows("service")
        if row.group == "article-only" and {"FR", "*"} & set(row.countries)
    ]
    assert bodies
    for name in bodies:
        fold = page.folds[f"body-{name}"]
        fold.open()
        assert someone.pressable(fold.body) == []
        assert someone.numbers(fold) == []
        assert library.read(name, m.Service).role["fr"] in someone.words(fold)


def test_every_article_for_families_is_one_press_away(unpainted, library):
    """What only a worker reads stands with the sessions, not here."""
    someone = unpainted()
    someone.go("understand")
    listed = {
        b.value.item for b in someone.pressable(someone.page) if b.objectName().startswith("Row-article:")
    }
    here = [row for row in library.rows("article") if not row.countries or "FR" in row.countries]
    assert any(row.audience == "worker" for row in here)
    assert listed == {row.id for row in here if row.audience != "worker"}


def test_an_article_about_another_country_says_so(unpainted, library):
    about_france = [row.id for row in library.rows("article") if row.countries == ("FR",)]
    assert about_france
    someone = unpainted(country="EU", language="en")
    someone.go("article", about_france[0])
    assert someone.texts("page.other_country") in someone.words(someone.page)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_word_that_a_page_names_is_explained_under_the_line_it_stands_in(unpainted, library, language):
    someone = unpainted(language=language)
    page = someone.go("article", "after-you-report-france")
    place, fold = next((n, f) for n, f in page.folds.items() if n.startswith("met-"))
    text = library.read(place.split("-", 2)[2], m.Term).text[language]
    assert text not in someone.words(page)
    fold.button.click()
    assert text in someone.words(fold)
    assert someone.route.item == "after-you-report-france"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_words_met_on_a_page_are_explained_at_its_end(unpainted, library, language):
    someone = unpainted(language=language)
    page = someone.go("article", "after-you-report-france")
    words = library.words_met("after-you-report-france")
    assert {term.id for term in words} >= {"procureur", "plainte"}
    assert someone.texts("words.title") in someone.words(page)
    for term in words:
        fold = page.folds[f"word-{term.id}"]
        assert term.text[language] not in someone.words(fold)
        fold.button.click()
        assert term.text[language] in someone.words(fold)


def test_a_page_without_such_words_says_nothing_of_them(unpainted, library):
    assert library.words_met("trusted-adults-3-5") == ()
    someone = unpainted(language="fr")
    page = someone.go("conversation", "trusted-adults-3-5")
    assert someone.texts("words.title") not in someone.words(page)


def test_a_service_named_in_a_text_shows_its_number(person, library, hands):
    someone = person(country="FR", language="fr")
    page = someone.go("article", "after-you-report-france")
    service = library.read("fr-3018", m.Service)
    button = next(b for b in someone.pressable(page) if b.objectName() == "Link-service:fr-3018")
    assert service.phone_shown or service.phone
    assert any(hands.plain(service.phone) in hands.plain(word) for word in someone.words(button).split("\n"))
    assert service.phone_spoken.fr in button.accessibleName()


def test_the_articles_are_found_within_two_screens_and_a_half(person, library, hands):
    someone = person(language="fr")
    page = someone.go("understand")
    (guide,) = (s for s in library.vocabulary.article_shelves if "user-guide-start" in s.articles)
    listed = [b for b in someone.pressable(page) if b.objectName().startswith("Row-article:")]
    rows = [b for b in listed if b.value.item not in guide.articles]
    assert len({hands.place(row, page.body).left() for row in rows}) == 2
    assert max(hands.place(row, page.body).bottom() for row in rows) < 2.5 * page.viewport().height()
    for row in rows:
        assert library.row(row.value.item).summary.fr in row.accessibleName()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_articles_stand_on_shelves_in_reading_order(unpainted, library, language):
    someone = unpainted(language=language)
    page = someone.go("understand")
    # The user guide stands further down, beside what is told about this guide.
    shelves = [s for s in library.vocabulary.article_shelves if "user-guide-start" not in s.articles]
    assert shelves
    listed = [b.value.item for b in someone.pressable(page) if b.objectName().startswith("Row-article:")]
    rows = [library.row(name) for shelf in shelves for name in shelf.articles]
    wanted = [row.id for row in rows if not row.countries or "FR" in row.countries]
    assert "law-france" in wanted
    assert listed[: len(wanted)] == wanted
    for shelf in shelves:
        assert shelf.title[language] in someone.words(page)


@pytest.mark.parametrize("page", ["home", "keyboard"])
def test_the_user_guide_is_found_where_people_look_for_help_with_the_app(person, page):
    someone = person(language="en")
    someone.go(page)
    someone.press("Row-user-guide-start")
    assert (someone.route.page, someone.route.item) == ("article", "user-guide-start")
    assert "Tells of version" in someone.words(someone.find("Known"))


def test_the_pages_of_the_user_guide_stand_together_in_understand(person, library):
    someone = person(language="fr")
    someone.go("understand")
    shelf = next(s for s in library.vocabulary.article_shelves if "user-guide-start" in s.articles)
    listed = [b.value.item for b in someone.pressable(someone.page) if getattr(b.value, "item", None)]
    first = listed.index("user-guide-start")
    assert tuple(listed[first : first + len(shelf.articles)]) == shelf.articles


def test_an_open_word_stays_open_and_keeps_the_keyboard_when_the_page_is_made_again(person, hands):
    someone = person()
    someone.go("article", "after-you-report-france")
    context = someone.window.context
    place = next(name for name in someone.page.folds if name.startswith("word-"))
    someone.page.folds[place].open()
    someone.page.folds[place].button.setFocus()
    for change in ({"language": "en"}, {"theme": "contrast", "scale": 200}, {"theme": "light", "scale": 100}):
        context.service.change(**change)
        hands.settle()
        fold = someone.page.folds[place]
        assert fold.is_open, change
        assert fold.button.hasFocus(), change
