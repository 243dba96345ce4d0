"""Colours by role: readable in every theme, and every theme whole."""

from __future__ import annotations

import pytest

from familyguide.services.paths import RESOURCES
from familyguide.ui.theme.tokens import THEMES, blend, contrast, load_tokens, roles, tint, tokens

# Which colour stands on which; a role is a promise of contrast.
TEXT_PAIRS = (
    ("ink", "paper"),
    ("ink", "rail"),
    ("ink", "surface"),
    ("ink", "primary_soft"),
    ("muted", "paper"),
    ("muted", "rail"),
    ("muted", "surface"),
    ("primary", "paper"),
    ("primary", "rail"),
    ("primary", "surface"),
    ("primary", "primary_soft"),
    ("on_primary", "primary"),
    ("on_say", "say"),
    ("on_caution", "caution"),
    ("on_caution", "surface"),
    ("danger", "surface"),
    ("danger", "danger_soft"),
    ("danger", "paper"),
    ("good", "surface"),
    ("good", "good_soft"),
    ("sun", "sun_soft"),
    ("on_leave", "leave"),
    ("on_stage", "stage"),
    ("stage_muted", "stage"),
    ("stage_accent", "stage"),
    ("on_stage_accent", "stage_accent"),
    ("on_leave", "stage_leave"),
)
SHAPE_PAIRS = (
    ("border", "paper"),
    ("border", "surface"),
    ("border", "rail"),
    ("focus", "paper"),
    ("focus", "surface"),
    ("focus", "rail"),
    ("good", "surface"),
    ("leave_border", "paper"),
    ("stage_border", "stage"),
    ("stage_done", "stage"),
)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-on-".join)
def test_text_is_readable(theme, pair):
    front, back = (getattr(tokens(theme), role) for role in pair)
    assert contrast(front, back) >= (7 if theme == "contrast" else 4.5)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("pair", SHAPE_PAIRS, ids="-on-".join)
def test_borders_and_focus_can_be_seen(theme, pair):
    front, back = (getattr(tokens(theme), role) for role in pair)
    assert contrast(front, back) >= 3


def test_every_colour_of_text_is_in_a_pair():
    named = {role for pair in TEXT_PAIRS + SHAPE_PAIRS for role in pair}
    # Decorative lines need no contrast.
    assert set(roles()) - named == {"line", "stage_line"}


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_names_every_role_as_a_colour(theme):
    loaded = load_tokens(RESOURCES / "themes" / f"{theme}.json")
    for role in roles():
        value = getattr(loaded, role)
        assert len(value) == 7
        assert int(value[1:], 16) >= 0


@pytest.mark.parametrize("text", ['{"paper": "#FFFFFF"}', '{"unknown": "#FFFFFF"}'])
def test_a_theme_that_is_not_whole_is_refused(tmp_path, text):
    path = tmp_path / "broken.json"
    path.write_text(text)
    with pytest.raises(TypeError):
        load_tokens(path)


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)
    # An example everyone computes: the lightest grey that passes on white.
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


def test_blending_stays_between_the_two():
    assert blend("#000000", "#FFFFFF", 0) == "#ffffff"
    assert blend("#000000", "#FFFFFF", 1) == "#000000"
    assert blend("#000000", "#FFFFFF", 0.5) == "#808080"


def test_a_tint_is_a_ground_or_where_there_are_none_an_edge():
    light, high = tokens("light"), tokens("contrast")
    assert tint(light, "sun", "sun_soft") == (light.sun, light.sun_soft, light.sun_soft)
    assert tint(high, "sun", "sun_soft") == (high.sun, high.surface, high.sun)
    assert tint(high, "primary", "primary_soft") == (high.primary, high.surface, high.primary)
