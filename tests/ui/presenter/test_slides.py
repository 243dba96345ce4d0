"""Slides: one idea, as large as fits, two languages at the same size and weight."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtWidgets import QLabel

from familyguide.guide import names
from familyguide.guide.model import Both
from familyguide.services import session
from familyguide.services.directory import Directory
from familyguide.services.session_show import Slide, Stage
from familyguide.ui.presenter.deck import _fitting
from familyguide.ui.presenter.sizes import LEAST_TEXT, sizes
from familyguide.ui.presenter.slides import Column, Words, fitting, page_of, spoken, words_of
from familyguide.ui.theme.tokens import tokens


@pytest.fixture(scope="session")
def everything(library):
    """Every different slide of every template, topic and age, and those that belong together."""
    from datetime import date

    stage = Stage(library, Directory(library), date(2026, 11, 24))
    found = {}
    for level in names.LEVELS:
        for topic in library.vocabulary.topics:
            for age in names.AGES:
                plan = session.suggest(level, [topic], [age], "FR", ["fr", "en"], library)
                for part in plan.parts:
                    key = (part.agenda, part.part, part.items, part.settings, part.cards)
                    key += session.signs(plan, library) if part.kind == "signs" else ()
                    key += session.covered(plan) if part.kind in ("help", "decision") else ()
                    if key not in found:
                        found[key] = stage.groups(plan, part.id)
    groups = list(dict.fromkeys(group for many in found.values() for group in many))
    return list(dict.fromkeys(slide for group in groups for slide in group)), groups


@pytest.fixture(scope="session")
def every_slide(everything):
    return everything[0]


def test_a_service_does_not_say_its_number_twice():
    slide = Slide(
        kind="numbers",
        label=Both("Danger", "Danger"),
        text=Both("17 Police secours", "17 Police emergency"),
        more=Both("Danger", "Danger"),
        number="17",
    )
    words = words_of(slide, "fr")
    assert (words.number, words.text, words.more) == ("17", "Police secours", "")
    assert words.spoken == "Danger. 17. Police secours"


def test_the_longest_slides_are_the_ones_tried(every_slide):
    assert len(every_slide) > 500
    assert max(len(slide.text.fr) for slide in every_slide) > 150


SIZES = pytest.mark.parametrize(
    ("size", "scale", "languages"),
    [
        ((1280, 800), 100, ("fr",)),
        ((1280, 800), 100, ("fr", "en")),
        ((1024, 768), 100, ("en", "fr")),
        ((1920, 1080), 200, ("fr", "en")),
        ((1280, 800), 200, ("fr", "en")),
        ((900, 600), 200, ("fr", "en")),
    ],
    ids=str,
)


@SIZES
def test_the_longest_slides_of_all_fit_and_stay_readable(run, plan, every_slide, size, scale, languages):
    longest = sorted(
        every_slide,
        key=lambda slide: (
            -sum(len(text[one]) for one in languages for text in (slide.text, slide.more or slide.label))
        ),
    )[:40]
    one = run(chosen=plan(languages=languages), scale=scale).begin(size=size)
    one.go("say")
    view = one.shared.slide
    for slide in longest:
        view.show_words([[words_of(slide, language)] for language in languages])
        assert view.fits, slide
        assert view.size_now >= LEAST_TEXT
        for column in view.columns:
            for label in column.findChildren(QLabel):
                assert column.rect().contains(label.geometry()), (slide, label.text())
                if label.wordWrap():
                    assert label.height() >= label.heightForWidth(label.width()), (slide, label.text())


@SIZES
def test_ideas_share_a_slide_where_all_of_them_are_large_and_whole(
    run, plan, everything, size, scale, languages
):
    one = run(chosen=plan(languages=languages), scale=scale).begin(size=size)
    view, least = one.shared.slide, one.shared._sizes.together
    many = [group for group in everything[1] if len(group) > 1]
    shared = [ideas for group in many for ideas in _fitting(group, one.shared._holds) if len(ideas) > 1]
    if scale == 100:
        assert len(shared) > len(many) / 2
    shared.sort(key=lambda ideas: -sum(len(idea.text.fr) + len(idea.text.en) for idea in ideas))
    for ideas in shared[:25]:
        view.show_words([page_of(ideas, language) for language in languages])
        assert view.fits, ideas
        assert view.size_now >= least
        places = []
        for column in view.columns:
            shown = [label for label in column.findChildren(QLabel) if label.text()]
            rects = [label.geometry() for label in shown]
            assert all(column.rect().contains(rect) for rect in rects), ideas
            assert not any(a.intersects(b) for a, b in combinations(rects, 2)), ideas
            assert all(idea.text[languages[0]] or idea.number for idea in ideas)
            places.append(sum(label.property("role") == "stage-text" for label in shown))
        assert set(places) == {len(ideas)}


def test_what_holds_for_several_ideas_stands_once(library, plan):
    from datetime import date

    stage = Stage(library, Directory(library), date(2026, 11, 24))
    chosen = plan()
    groups = [group for one in chosen.parts for group in stage.groups(chosen, one.id)]
    card = page_of(next(group for group in groups if group[0].kind == "practise"), "en")
    assert [bool(words.more) for words in card] == [False] * (len(card) - 1) + [True]
    setting = page_of(next(group for group in groups if group[0].source == "snapchat"), "en")
    assert [words.label for words in setting] == ["Snapchat", "", ""]
    numbers = page_of(next(group for group in groups if group[0].group == "numbers"), "fr")
    assert numbers[0].label
    assert not any(words.label for words in numbers[1:])
    assert spoken(numbers).startswith(f"{numbers[0].label}. 17 · 112. Danger immédiat. 3114.")


def test_numbers_stand_in_lines_beside_what_they_are_for(run):
    one = run().begin()
    one.presenter._go(
        next(at for at, step in enumerate(one.deck.steps) if step.slide.group == "numbers") - one.deck.at
    )
    one.settle()
    for column in one.shared.slide.columns:
        numbers = [label for label in column.findChildren(QLabel, "Number")]
        texts = [label for label in column.findChildren(QLabel) if label.property("role") == "stage-text"]
        assert len({label.x() for label in texts}) == 1
        for number, text in zip(numbers, texts, strict=True):
            assert number.sizeHint().width() <= number.width() <= text.x()
            assert number.y() <= text.y() < number.geometry().bottom()


def test_a_short_slide_is_shown_at_44_pixels(run):
    one = run().begin()
    one.go("say")
    assert one.shared.slide.size_now == 44


def test_two_languages_have_the_same_size_and_weight_and_room(run):
    one = run().begin()
    one.go("say")
    first, second = one.shared.slide.columns
    fonts = [column.text.font() for column in (first, second)]
    assert fonts[0].pixelSize() == fonts[1].pixelSize() == one.shared.slide.size_now
    assert fonts[0].weight() == fonts[1].weight()
    assert first.width() == second.width()
    assert [first.text.y(), first.label.y()] == [second.text.y(), second.label.y()]
    colours = {column.text.palette().color(column.text.foregroundRole()).name() for column in (first, second)}
    assert len(colours) == 1


def test_both_languages_change_in_step(run):
    one = run().begin()
    for step in one.deck.steps[:12]:
        shown = [[words.text for words in column.page] for column in one.shared.slide.columns]
        assert shown == [[idea.text[language] for idea in step.ideas] for language in ("fr", "en")]
        one.presenter._go(1)


def test_a_word_that_is_too_wide_makes_the_slide_smaller(qtbot, dressed):
    from PySide6.QtWidgets import QWidget

    holder = QWidget()
    qtbot.addWidget(holder)
    made = sizes(1280, 800, 100)
    column = Column([Words("", "Anticonstitutionnellement")], tokens("light"), made, holder)
    assert fitting([column], 400, 2000, 44) < 44
    assert fitting([column], 1200, 2000, 44) == 44
