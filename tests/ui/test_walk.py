"""Pages of every kind, in both languages, small and large: nothing cut off, pale, unnamed or hard to hit."""

from __future__ import annotations

import pytest

REAL = (
    "fr 1280x800 100 %",
    "en 900x600 200 %",
    "en 1280x800 100 % dark",
    "fr 900x600 200 % contrast",
)
FAULTS = (
    "broken",
    "cut off",
    "rich",
    "small targets",
    "badly named",
    "unheard headings",
    "without people",
    "pale",
    "leave moved",
    "opened by itself",
)
STRETCHED = ("stretched fr 1280x800 100 %", "stretched en 900x600 200 %")


@pytest.mark.parametrize("view", REAL)
@pytest.mark.parametrize("fault", FAULTS)
def test_no_page_has_this_fault(walk, view, fault):
    assert not walk(view)[fault], "\n".join(walk(view)[fault])


@pytest.mark.parametrize("view", STRETCHED)
def test_nothing_is_cut_off_in_a_language_half_as_long_again(walk, view):
    found = walk(view)
    assert not found["broken"], "\n".join(found["broken"])
    assert not found["cut off"], "\n".join(found["cut off"])
