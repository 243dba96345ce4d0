"""For every country held: each number shown belongs to a service that is valid there."""

from __future__ import annotations

import re

import pytest
from PySide6.QtWidgets import QLabel

from familyguide.guide import model as m
from familyguide.services.navigation import Route
from familyguide.ui.window import PAGES


def digits(text):
    return re.sub(r"\D", "", text)


def services_of(library):
    return [library.read(row.id, m.Service) for row in library.rows("service")]


def valid_numbers(library, code):
    """Give the digits of every number that works in a country, straight from the facts."""
    found = set()
    for service in services_of(library):
        where = service.phone_valid_in or service.valid_in
        if code not in service.valid_in and "*" not in service.valid_in:
            continue
        if service.phone and (code in where or "*" in where):
            found.add(digits(service.phone_shown or service.phone))
        if service.sms:
            found.add(digits(service.sms))
    return found


def all_numbers(library):
    texts = [number for service in services_of(library) for number in (service.phone, service.sms) if number]
    return {digits(number) for number in texts}


def whole_page(context, route):
    page = PAGES[route.page](context, route, None)
    page.run_later()
    return page


def test_every_number_belongs_to_the_country(window, library):
    context = window(shown=False).context
    everywhere = all_numbers(library)
    plans = [
        Route("home"),
        Route("todo", part="unsafe"),
        *(Route("plan", row.id) for row in library.rows("plan")),
    ]
    others = [Route("article", row.id) for row in library.rows("article")]
    for row in library.rows("conversation"):
        others += [Route("conversation", row.id, "listen"), Route("conversation", row.id, "next")]
    alike = set()
    wrong, shown = [], 0
    for at, code in enumerate(library.countries):
        context.service.now = type(context.choices)(
            language=("fr", "en")[at % 2], country=code, theme="light"
        )
        valid = valid_numbers(library, code)
        # Two digits are also ages and dates; longer ones are numbers or names of services held here.
        names = " ".join(s.title["fr"] for s in services_of(library) if {code, "*"} & set(s.valid_in))
        foreign = {number for number in everywhere - valid if len(number) > 2 and number not in digits(names)}
        # Territories whose people are the same show the same people: their articles are read once.
        held = library.country(code)
        people = (held.strip, tuple(sorted(held.roles.items())), frozenset(valid))
        for route in plans if people in alike else plans + others:
            page = whole_page(context, route)
            sources = page.folds["sources"].body if "sources" in page.folds else None
            for label in page.findChildren(QLabel):
                if sources is not None and sources.isAncestorOf(label):
                    continue
                if label.objectName() == "Number":
                    shown += 1
                    if digits(label.text()) not in valid:
                        wrong.append(f"{code} {route.page} {route.item}: {label.text()}")
                for run in re.findall(r"(?<![\d,.])\d[\d \u00a0\u202f]*\d", label.text()):
                    if digits(run) in foreign:
                        wrong.append(f"{code} {route.page} {route.item}: {run} in {label.text()[:60]!r}")
            page.deleteLater()
        alike.add(people)
    assert not wrong, "\n".join(wrong)
    assert shown > 100


@pytest.mark.parametrize("code", ["FR", "PF", "EU"])
def test_the_strip_and_the_cards_belong_to_the_country(person, library, code):
    someone = person(country=code, language="en", shown=False)
    valid = valid_numbers(library, code)
    routes = [Route("help", need) for need in someone.window.context.directory.needs(code)]
    for route in (Route("home"), *routes):
        someone.go(route)
        numbers = [number for label in someone.numbers() for number in label.split(" · ")]
        assert numbers
        assert {digits(number) for number in numbers} <= valid, route


def test_every_country_names_itself_in_the_strip_and_offers_its_emergency_number(person, hands, library):
    someone = person()
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
