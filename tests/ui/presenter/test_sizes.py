"""Sizes follow the room and the text size."""

from __future__ import annotations

import pytest

from familyguide.services.choices import SCALES
from familyguide.ui.presenter.sizes import sizes

ROOMS = [(900, 600), (1024, 768), (1280, 800), (1366, 768), (1920, 1080), (3840, 2160)]


def test_a_slide_is_44_pixels_in_the_window_it_was_drawn_for():
    assert sizes(1280, 800, 100).text == 44


def test_a_larger_room_has_larger_words():
    assert sizes(1920, 1200, 100).text == 66


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("scale", SCALES)
def test_numbers_and_targets_are_never_small(room, scale):
    made = sizes(*room, scale)
    assert made.number >= 20
    assert made.large >= 28
    assert made.target >= 44
    assert made.text >= 44


@pytest.mark.parametrize("room", ROOMS)
def test_a_larger_text_makes_nothing_smaller(room):
    made = [sizes(*room, scale) for scale in SCALES]
    for before, after in zip(made, made[1:], strict=False):
        assert after.text > before.text
        assert after.label >= before.label
        assert after.number >= before.number
