"""For every country held: each number shown belongs to a service that is valid there."""

from __future__ import annotations

import re

import pytest
from each import ALL, some
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLabel

from familyguide.guide import model as m
from familyguide.guide.texts import item_texts
from familyguide.services.navigation import Route
from familyguide.ui.pages import page_of
from familyguide.ui.pages.base import Body


def digits(text):
    return re.sub(r"\D", "", text)


def services_of(library):
    return [library.read(row.id, m.Service) for row in library.rows("service")]


def valid_numbers(services, code):
    """Give the digits of every number that works in a country, straight from the facts."""
    found = set()
    for service in services:
        where = service.phone_valid_in or service.valid_in
        if code not in service.valid_in and "*" not in service.valid_in:
            continue
        if service.phone and (code in where or "*" in where):
            found.add(digits(service.phone_shown or service.phone))
        elif service.phone and service.phone_intl:
            found.add(digits(service.phone_intl))
        if service.sms:
            found.add(digits(service.sms))
    return found


def all_numbers(library):
    texts = [number for service in services_of(library) for number in (service.phone, service.sms) if number]
    return {digits(number) for number in texts}


@pytest.fixture
def unmeasured(monkeypatch):
    """Let pages be read without a window: how high they are takes half of the time and changes no word."""
    monkeypatch.setattr(Body, "settle", lambda _body: None)


def whole_page(context, route):
    page = page_of(context, route, None)
    page.run_later()
    return page


def test_every_number_belongs_to_the_country(window, library, unmeasured):
    """Home and the answer to "not safe" in every country; the other pages in turn, a few in each country.

    The words of every page in every country are read, without a window, in tests/services/test_directory.py.
    """
    context = window(shown=False).context
    run_of_digits = re.compile(r"(?<![\d,.])\d[\d \u00a0\u202f]*\d")
    everywhere = all_numbers(library)
    services = services_of(library)
    first = [Route("home"), Route("todo", part="unsafe")]
    others = [Route("article", row.id) for row in some(library.rows("article"), 20)]
    others += [Route("plan", row.id) for row in library.rows("plan")]
    for row in some(library.rows("conversation"), 10):
        others += [Route("conversation", row.id, "listen"), Route("conversation", row.id, "next")]
    wrong, shown, seen = [], 0, set()
    for at, code in enumerate(library.countries):
        context.service.now = type(context.choices)(
            language=("fr", "en")[at % 2], country=code, theme="light"
        )
        valid = valid_numbers(services, code)
        # Two digits are also ages and dates; longer ones are numbers or names of services held here.
        here = [service for service in services if {code, "*"} & set(service.valid_in)]
        names = " ".join(" ".join(item_texts(s, "fr")) for s in here)
        # The note of a country may name its own numbers; for another country, 112 in the European Union.
        note = library.country(code).note
        names += f" {note.fr}" if note is not None else ""
        named = digits(names)
        foreign = {number for number in everywhere - valid if len(number) > 2 and number not in named}
        pages = others if ALL else others[at :: len(library.countries)]
        seen.update(pages)
        for route in first + pages:
            page = whole_page(context, route)
            sources = page.folds["sources"].body if "sources" in page.folds else None
            for label in page.findChildren(QLabel):
                if sources is not None and sources.isAncestorOf(label):
                    continue
                if label.objectName() == "Number":
                    shown += 1
                    if digits(label.text()) not in valid:
                        wrong.append(f"{code} {route.page} {route.item}: {label.text()}")
                for run in run_of_digits.findall(label.text()):
                    if digits(run) in foreign:
                        wrong.append(f"{code} {route.page} {route.item}: {run} in {label.text()[:60]!r}")
            page.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not wrong, "\n".join(wrong)
    assert seen == set(others)
    assert shown > 100


@pytest.mark.parametrize("code", ["FR", "PF", "EU"])
def test_the_strip_and_the_cards_belong_to_the_country(person, library, code):
    someone = person(country=code, language="en", shown=False)
    valid = valid_numbers(services_of(library), code)
    routes = [Route("help", need) for need in someone.window.context.directory.needs(code)]
    for route in (Route("home"), *routes):
        someone.go(route)
        numbers = [number for label in someone.numbers() for number in label.split(" · ")]
        assert numbers
        assert {digits(number) for number in numbers} <= valid, route


def test_every_country_names_itself_in_the_strip_and_offers_its_emergency_number(person, hands, library):
    someone = person(shown=False)
    for code, country in library.countries.items():
        someone.window.context.service.change(country=code)
        hands.settle()
        strip = someone.window.strip
        if code == "XX":
            assert someone.numbers(strip) == []
            continue
        held = library.country(code)
        assert held.in_name["fr"] in someone.words(strip), country
        first = library.read(held.strip.emergency[0], m.Service)
        assert first.phone_shown in someone.numbers(strip)[0]
