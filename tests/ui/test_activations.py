"""How many presses it takes, counted in the real window: nobody wrote the paths down."""

from __future__ import annotations

import pytest
from each import some
from PySide6.QtCore import Qt

from familyguide.guide import model as m
from familyguide.services.navigation import Route

LANGUAGES = ("fr", "en")
AGES = (None, *m.AGES)


def conversations(library, age):
    return {Route("conversation", r.id) for r in library.rows("conversation") if age is None or age in r.ages}


def plans(library):
    return {Route("plan", row.id) for row in library.rows("plan")}


@pytest.fixture(scope="module")
def known():
    """Pages that led to what somebody looked for: the next search begins with them."""
    return set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_home_a_sentence_is_two_presses_away_and_every_plan_three(
    person, hands, library, known, language
):
    someone = person(language=language, shown=False)
    # Each age in one language; in both in `prove every_page`.
    for age in some(AGES, -(-len(AGES) // 2), turn=language == "en"):
        someone.window.context.service.change(age=age)
        goals = conversations(library, age) | plans(library)
        taken = hands.presses_to(someone, goals, 3, known)
        assert goals <= taken.keys(), age
        assert all(len(taken[route]) <= 2 for route in conversations(library, age)), age
        young = [
            route for route, path in taken.items() if len(path) == 1 and is_for_the_young(library, route)
        ]
        assert young, age


def is_for_the_young(library, route):
    row = library.row(route.item) if route.page == "article" else None
    return row is not None and row.audience == "young"


def test_in_a_small_window_with_large_text_it_takes_no_more(person, hands, library, known):
    someone = person(language="en", scale=200, size=(900, 600), shown=False)
    goals = conversations(library, None) | plans(library)
    taken = hands.presses_to(someone, goals, 3, known)
    assert goals <= taken.keys()
    assert min(len(taken[route]) for route in conversations(library, None)) <= 2
    assert any(len(path) == 1 and is_for_the_young(library, route) for route, path in taken.items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_path_to_a_plan_works_with_the_keyboard_alone(person, unpainted, hands, library, known, language):
    taken = hands.presses_to(unpainted(language=language), plans(library), 3, known)
    someone = person(language=language)
    farthest = max(plans(library), key=lambda route: len(taken[route]))
    someone.go("home")
    for route, button in taken[farthest]:
        assert someone.route == route
        someone.tab_until(lambda focus, button=button: focus.objectName() == button)
        someone.key(Qt.Key.Key_Return)
    assert someone.route == farthest


@pytest.mark.parametrize(
    ("language", "wishes"), [("fr", {}), ("en", {"scale": 200, "size": (900, 600)})], ids=["large", "small"]
)
def test_a_conversation_shows_its_first_sentence_above_everything(person, hands, library, language, wishes):
    someone = person(language=language, **wishes)
    hidden = []
    for row in some(library.rows("conversation"), 12, turn=language == "en"):
        page = someone.go("conversation", row.id)
        opening = someone.find("Opening")
        said = library.read(row.id, m.Conversation).opening[language]
        if said not in someone.words(opening) or not someone.on_first_screen(opening):
            hidden.append(row.id)
        top = hands.place(opening, page.widget()).top()
        for label in someone.all_of(hands.QLabel, page):
            if label.text() and not opening.isAncestorOf(label):
                assert hands.place(label, page.widget()).top() > top
    assert hidden == []


@pytest.mark.parametrize("wishes", [{}, {"scale": 200, "size": (900, 600)}], ids=["large", "small"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_of_the_strip_opens_the_card_with_its_number(person, hands, language, wishes):
    someone = person(language=language, **wishes)
    buttons = [
        b.objectName() for b in someone.pressable(someone.window.strip) if b.objectName().startswith("Strip-")
    ]
    assert len(buttons) >= 2
    for name in buttons:
        someone.go("home")
        shown = someone.numbers(someone.find(name))
        someone.press(name)
        card = someone.find(f"Service-{someone.route.part}", someone.page)
        assert someone.numbers(card)[0] in " · ".join(shown)
        assert someone.in_view(card.findChild(hands.QLabel, "Number"))
