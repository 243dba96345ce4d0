"""Slides: one idea, as large as fits, two languages at the same size and weight."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from familyguide.guide import names
from familyguide.guide.model import Both
from familyguide.services import session
from familyguide.services.session_show import Slide
from familyguide.ui.presenter.sizes import LEAST_TEXT, sizes
from familyguide.ui.presenter.slides import Column, Words, fitting, words_of
from familyguide.ui.theme.tokens import tokens


@pytest.fixture(scope="session")
def every_slide(library):
    """Every different slide of every template, topic and age."""
    from datetime import date

    from familyguide.services.directory import Directory
    from familyguide.services.session_show import Stage

    stage = Stage(library, Directory(library), date(2026, 11, 24))
    found = {}
    for level in names.LEVELS:
        for topic in library.vocabulary.topics:
            for age in names.AGES:
                plan = session.suggest(level, [topic], [age], "FR", ["fr", "en"], library)
                for part in plan.parts:
                    key = (part.agenda, part.part, part.items, part.settings, part.cards)
                    key += session.signs(plan, library)
                    if key not in found:
                        found[key] = stage.slides(plan, part.id)
    return list({slide: None for slides in found.values() for slide in slides})


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


@pytest.mark.parametrize(
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
        view.show_words([words_of(slide, language) for language in languages])
        assert view.fits, slide
        assert view.size_now >= LEAST_TEXT
        for column in view.columns:
            for label in column.findChildren(QLabel):
                assert column.rect().contains(label.geometry()), (slide, label.text())
                if label.wordWrap():
                    assert label.height() >= label.heightForWidth(label.width()), (slide, label.text())


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
        shown = [column.words.text for column in one.shared.slide.columns]
        assert shown == [step.slide.text.fr, step.slide.text.en]
        one.presenter._go(1)


def test_a_word_that_is_too_wide_makes_the_slide_smaller(qtbot, dressed):
    from PySide6.QtWidgets import QWidget

    holder = QWidget()
    qtbot.addWidget(holder)
    made = sizes(1280, 800, 100)
    column = Column(Words("", "Anticonstitutionnellement"), tokens("light"), made, holder)
    assert fitting([column], 400, 2000, 44) < 44
    assert fitting([column], 1200, 2000, 44) == 44
