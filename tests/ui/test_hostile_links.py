"""Addresses that pretend: no window opens one, asks about one or shows one as a code."""

from __future__ import annotations

import random

import pytest
from PySide6.QtWidgets import QDialog, QWidget

from familyguide.services.rules import Flags, effective
from prove.hostile_links import WHOLE, twisted


@pytest.mark.parametrize("mode", ["home", "guest", "public-pc"])
def test_no_window_does_anything_with_a_hostile_address(window, library, browser, monkeypatch, mode):
    asked = []
    monkeypatch.setattr(QDialog, "exec", lambda _self: asked.append(True) or 0)
    rules = effective(None, None, Flags(guest=mode == "guest", kiosk=mode == "public-pc"))
    made = window(rules=rules, shown=False)
    chance = random.Random(4)
    tried = set(WHOLE)
    for address in chance.sample(sorted(library.addresses), 3):
        tried |= set(twisted(address, chance))
    tried -= library.addresses
    assert len(tried) > 300
    for address in sorted(tried):
        made.open_link(address)
    assert browser.opened == []
    assert asked == []
    assert made.findChild(QWidget, "LinkCode") is None


def test_the_same_call_with_a_registered_address_does_something(window, library, browser):
    address = min(library.addresses)
    window(shown=False).open_link(address)
    assert browser.opened == [address]
    rules = effective(None, None, Flags(kiosk=True))
    made = window(rules=rules, shown=False)
    made.open_link(address)
    assert made.findChild(QWidget, "LinkCode") is not None
