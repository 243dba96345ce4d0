"""Signs: opened, never ticked, counted, summed or coloured."""

from __future__ import annotations

import random

import pytest
from each import some
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLabel

from familyguide.guide import model as m
from familyguide.services.navigation import Route


def list_of_signs(someone):
    return [b for b in someone.pressable(someone.page) if b.objectName().startswith("Sign-")]


def test_opening_signs_in_any_order_changes_nothing_but_the_page(unpainted):
    someone = unpainted(age="12-14")
    service = someone.window.context.service
    before, kept = service.now, service._store.load()
    someone.go("signs")
    untouched = (someone.words(someone.page), [looks(b) for b in list_of_signs(someone)])
    names = [b.objectName() for b in list_of_signs(someone)]
    order = random.Random(7).sample(names, k=min(8, len(names)))
    for name in [*order, *reversed(order[:3])]:
        someone.press(name)
        assert someone.route == Route("signs", name.removeprefix("Sign-"))
        assert [b.objectName() for b in list_of_signs(someone)] == names
    assert service.now is before
    assert service._store.load() is kept
    someone.go("signs")
    assert (someone.words(someone.page), [looks(b) for b in list_of_signs(someone)]) == untouched
    assert someone.page.state()["open"] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_sign_that_opens_beside_the_list_is_said_once_and_the_keyboard_stays(person, announced, language):
    someone = person(language=language)
    someone.go("signs")
    for at in (1, 2):
        button = list_of_signs(someone)[at]
        name, title = button.objectName(), button.accessibleName()
        button.setFocus()
        announced.clear()
        someone.strike(Qt.Key.Key_Return)
        assert QApplication.focusWidget().objectName() == name
        assert announced == [someone.texts("sign.opened", title=title)]
        assert title in someone.words(someone.find("OpenSign"))


def test_a_sign_alone_on_its_page_is_said_as_its_title(person, announced):
    someone = person(language="en", size=(900, 600), scale=200)
    someone.go("signs")
    announced.clear()
    someone.press(list_of_signs(someone)[1].objectName())
    assert QApplication.focusWidget() is someone.page.title_label
    assert not any("beside the list" in sentence for sentence in announced)


def looks(button):
    return button.text(), button.isChecked(), [label.text() for label in button.findChildren(QLabel)]


def test_no_sign_has_a_box_to_tick_a_count_a_badge_or_the_colour_of_danger(person, library):
    someone = person(shown=False)
    danger = someone.window.context.theme.danger.upper()
    for row in [None, *some(library.rows("sign"), 10)]:
        page = someone.go("signs", row.id if row else None)
        assert page.findChildren(QCheckBox) == []
        checkable = [b for b in someone.all_of(QAbstractButton, page) if b.isCheckable()]
        assert {b.objectName().partition("-")[0] for b in checkable} <= {"Sign", "Fold", "Chip"}
        for label in someone.all_of(QLabel, page):
            assert not str(label.property("role")).startswith("badge"), label.text()
            if label.objectName() != "Number":
                assert not label.text().strip().isdigit()
                label.ensurePolished()
                assert label.palette().color(label.foregroundRole()).name().upper() != danger, label.text()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_sign_shows_ordinary_explanations_weight_words_and_a_next_step(person, library, language):
    someone = person(language=language, shown=False)
    for row in some(library.rows("sign"), 7, turn=language == "en"):
        page = someone.go("signs", row.id)
        sign = library.read(row.id, m.Sign)
        words = someone.words(page)
        for text in (*sign.ordinary, *sign.weight, sign.say):
            assert text[language] in words
        leads = [b for b in someone.pressable(page) if b.objectName().startswith(("Row-", "Person-"))]
        assert leads


def test_signs_to_act_on_stand_first_and_each_leads_to_a_plan(person, library):
    someone = person(shown=False)
    someone.go("signs")
    high = [row.id for row in library.rows("sign") if row.high]
    shown = [b.objectName().removeprefix("Sign-") for b in list_of_signs(someone)]
    assert high
    assert set(shown[: len(high)]) == set(high)
    for name in high:
        page = someone.go("signs", name)
        assert any(b.objectName().startswith("Row-plan:") for b in someone.pressable(page))


def test_in_a_small_window_the_list_and_the_sign_take_turns(person):
    someone = person(scale=200, size=(900, 600))
    someone.go("signs")
    first = list_of_signs(someone)[0].objectName()
    someone.press(first)
    assert list_of_signs(someone) == []
    assert someone.has("OpenSign")
    someone.press(
        [b for b in someone.pressable(someone.page) if b.accessibleName() == someone.texts("sign.back")][0]
    )
    assert len(list_of_signs(someone)) > 1
