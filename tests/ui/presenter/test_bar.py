"""The agenda as a bar: minutes make widths, and shapes tell done, now and next apart."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QRegion
from PySide6.QtWidgets import QWidget

from familyguide.ui.presenter.bar import AgendaBar
from familyguide.ui.theme.tokens import THEMES, tokens


@pytest.fixture
def bar(qtbot):
    def make(minutes=(5, 10, 15, 10), now=1, theme="light", width=800):
        made = AgendaBar(minutes, tokens(theme))
        qtbot.addWidget(made)
        made.resize(width, 26)
        made.set_unit(1)
        made.show_part(now, "said")
        return made

    return make


def test_a_part_is_as_wide_as_its_minutes(bar):
    widths = [place.width() for place in bar().segments()]
    assert widths[1] == pytest.approx(2 * widths[0])
    assert widths[2] == pytest.approx(3 * widths[0])
    assert widths[3] == pytest.approx(widths[1])


def test_a_short_part_beside_a_long_one_is_still_seen(bar):
    places = bar((1, 60, 60), width=400).segments()
    assert places[0].width() >= 18
    assert places[-1].right() == pytest.approx(400, abs=1)


def test_as_many_parts_as_a_plan_may_have_fit(bar):
    places = bar(tuple(range(1, 17)), width=600).segments()
    assert len(places) == 16
    assert all(place.width() >= 15 for place in places)
    assert all(before.right() < after.left() for before, after in zip(places, places[1:], strict=False))
    assert places[-1].right() <= 601


@pytest.mark.parametrize("theme", THEMES)
def test_done_now_and_next_differ_in_shape(bar, theme):
    made = bar((10, 10, 10), now=1, theme=theme)
    image = QImage(made.size(), QImage.Format.Format_RGB32)
    image.fill(QColor(tokens(theme).stage))
    made.render(image, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    ground = image.pixelColor(0, 0).name()
    columns = [int(place.center().x()) + 30 for place in made.segments()]
    # What is drawn from top to bottom at one place of each part: how much of it, and in how many pieces.
    drawn = [[image.pixelColor(x, y).name() != ground for y in range(image.height())] for x in columns]
    pieces = [
        sum(here and not above for above, here in zip([False, *one], one, strict=False)) for one in drawn
    ]
    done, now, after = (sum(one) for one in drawn)
    assert now > done
    assert pieces == [1, 1, 2]
    assert after < done


def test_past_the_last_part_everything_is_done(bar):
    made = bar((10, 10), now=2)
    assert {place.height() for place in made.segments()} == {8}


def test_it_says_in_words_what_it_shows(bar):
    assert bar().accessibleName() == "said"
    assert bar().spoken_name() == "said"


def test_nothing_at_all_is_drawn_without_a_part(bar):
    assert bar((), now=0).segments() == []
