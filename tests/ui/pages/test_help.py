"""Get help: the card is the sheet, wrong doors stay closed, and a code leads exactly there."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
import segno
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from familyguide.guide import model as m
from familyguide.services.navigation import Route
from familyguide.services.rules import Flags, effective
from familyguide.services.texts import Texts
from familyguide.ui.pages.help import ServiceCard
from familyguide.ui.widgets.basic import Badge
from familyguide.ui.widgets.qrcode import QrCode

DAILY = re.compile(r"Mo-Su (\d\d):(\d\d)-(\d\d):(\d\d)")


def cards(someone):
    return [w for w in someone.all_of(QWidget, someone.page) if w.objectName().startswith("Service-")]


def ids(someone):
    return [card.objectName().removeprefix("Service-") for card in cards(someone)]


def badges(someone, card):
    return {
        label.text(): label.property("role")
        for label in someone.all_of(QLabel, card)
        if str(label.property("role")).startswith("badge")
    }


@pytest.mark.parametrize("public", [True, False])
def test_a_card_offers_one_code_for_one_link(person, directory, public):
    someone = person(rules=effective(None, None, Flags(kiosk=public)), shown=False)
    assert (someone.window.context.rules.links == "qr") is public
    seen, numbers = 0, 0
    for need in directory.needs("FR"):
        page = someone.go("help", need)
        for card in cards(someone):
            values = [str(b.value) for b in someone.pressable(card) if b.value is not None]
            service = directory.service(card.objectName().removeprefix("Service-"))
            codes = [value for value in values if public and value.startswith("https")]
            if service.id in values and someone.has(f"Qr-{service.id}", card):
                codes.append(page.code_data(service))
                numbers += codes[-1].startswith("tel:")
            assert len(codes) == len(set(codes)), service.id
            # What can be called or opened has a code of it all the same.
            assert codes or not values, service.id
            seen += 1
    assert seen > 20
    assert numbers > 5


@pytest.fixture
def places(person, directory):
    """Where each service stands in France: service id → needs, in one hidden walk."""
    someone = person(shown=False)
    found = defaultdict(set)
    for need in directory.needs("FR"):
        someone.go("help", need)
        for name in ids(someone):
            found[name].add(need)
    return someone, found


def test_every_service_stands_where_its_facts_say_and_nowhere_else(places, library):
    _someone, found = places
    for row in library.rows("service"):
        here = {"FR", "*"} & set(row.countries)
        expected = set(row.needs) if here and row.group != "article-only" else set()
        assert found.get(row.id, set()) == expected, row.id
    # The contract names these: own thoughts apart, and nothing for children beside adults' removal alone.
    assert {
        need for name, needs in found.items() if "stop" in name and "ncii" not in name for need in needs
    } == {"own-thoughts"}
    adults = [name for name in found if library.read(name, m.Service).adults_only]
    assert adults
    for name in adults:
        if "ncii" in name:
            assert found[name] <= found["int-take-it-down"]


def test_wrong_doors_stand_last_apart_and_closed(person, hands, directory, library):
    someone = person(shown=False)
    closed_somewhere = 0
    for need in directory.needs("FR"):
        closed = [s.id for s in directory.by_need("FR", need) if s.show_as == "not-for-this"]
        if not closed:
            continue
        closed_somewhere += 1
        page = someone.go("help", need)
        assert set(ids(someone)[-len(closed) :]) == set(closed)
        assert someone.texts("help.not_for_this") in someone.words(page)
        for name in closed:
            card = someone.find(f"Service-{name}")
            assert someone.numbers(card) == []
            pressable = [b.objectName() for b in someone.pressable(card)]
            assert pressable == [f"Fold-card-{name}"]
            page.folds[f"card-{name}"].open()
            hands.settle()
            refused = library.read(name, m.Service).not_for
            assert all(text["fr"].partition("{")[0] in someone.words(card) for text in refused)
    assert closed_somewhere


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("need", ["talk", "report-content"])
def test_a_card_holds_every_fact(person, hands, library, language, need):
    someone = person(language=language, shown=False)
    page = someone.go("help", need)
    texts = someone.texts
    for name in ids(someone):
        page.folds[f"card-{name}"].open()
    hands.settle()
    for name in ids(someone):
        service = library.read(name, m.Service)
        card = someone.find(f"Service-{name}")
        words = someone.words(card)
        for text in (
            service.owner,
            service.role,
            service.hours,
            service.age_note,
            *service.takes,
            *service.need,
        ):
            assert text is None or text[language] in words, name
        assert service.domain is None or service.domain in words
        assert texts(f"cost.{service.cost}") in words
        assert texts(f"anonymous.{service.anonymous}") in words
        month = texts.month(service.as_of) if service.as_of else texts("known.unknown")
        assert month in words
        if not service.takes or not service.need or service.happens is None or not service.languages:
            assert texts("unknown") in words
        if service.phone is not None and {"FR", "*"} & set(service.phone_valid_in or service.valid_in):
            shown = someone.find("Number", card)
            assert shown.text() == service.phone_shown
            shown.ensurePolished()
            assert shown.font().family() == "Inter"
            assert shown.font().pixelSize() >= 28


@pytest.mark.parametrize("language", ["fr", "en"])
def test_open_closed_and_who_answers_now(person, library, language):
    texts = Texts(language)
    found = [
        service
        for service in (library.read(row.id, m.Service) for row in library.rows("service"))
        if service.phone and "FR" in service.valid_in and DAILY.fullmatch(service.opening_hours or "")
    ]
    assert found
    child = library.read(library.country("FR").strip.child[0], m.Service)
    assert child.opening_hours == "24/7"
    for service in found[:1]:
        opens, closes = (
            time(int(h), int(mi)) for h, mi in re.findall(r"(\d\d):(\d\d)", service.opening_hours)
        )
        day = datetime(2026, 11, 24, tzinfo=ZoneInfo(service.timezone))
        inside = day.replace(hour=opens.hour + 1).astimezone(UTC)
        outside = day.replace(hour=opens.hour - 2).astimezone(UTC)
        assert closes > opens
        someone = person(language=language, now=inside)
        someone.go("help", part=service.id)
        card = someone.find(f"Service-{service.id}")
        answering = {
            texts("service.open_now"),
            texts("service.normally", month=texts.month(service.as_of)) if service.as_of else "",
        }
        assert answering & badges(someone, card).keys()
        colour = colour_of(someone.find("Number", card))
        someone = person(language=language, now=outside)
        someone.go("help", part=service.id)
        card = someone.find(f"Service-{service.id}")
        shut = [text for text in badges(someone, card) if texts("service.now", who=child.phone_shown) in text]
        assert len(shut) == 1
        assert not answering & badges(someone, card).keys()
        assert colour_of(someone.find("Number", card)) == colour
        assert someone.find("Number", card).isEnabled()


def colour_of(label):
    return label.palette().color(label.foregroundRole()).name()


def test_hours_that_may_have_changed_say_of_which_month_they_are(person, library):
    someone = person(now=datetime(2030, 6, 4, 9, 0, tzinfo=UTC))
    found = [
        service
        for service in (library.read(row.id, m.Service) for row in library.rows("service"))
        if service.phone and "FR" in service.valid_in and DAILY.fullmatch(service.opening_hours or "")
    ]
    someone.go("help", part=found[0].id)
    shown = badges(someone, someone.find(f"Service-{found[0].id}"))
    assert someone.texts("service.normally", month=someone.texts.month(found[0].as_of)) in shown
    assert someone.texts("service.open_now") not in shown


def test_unknown_hours_are_never_open_or_closed(person, library, directory):
    texts = Texts("fr")
    never = {texts("service.open_now"), texts("service.closed"), texts("service.always")}
    someone = person(shown=False)
    seen = 0
    for need in ("talk", "victim-support", "complaint"):
        someone.go("help", need)
        for name in ids(someone):
            service = library.read(name, m.Service)
            if service.opening_hours is None and service.show_as == "service":
                seen += 1
                assert not never & badges(someone, someone.find(f"Service-{name}")).keys()
    assert seen


def expected_code(service):
    """Give what a phone must read: the number to call, else to text, else the site."""
    if service.phone and "FR" in (service.phone_valid_in or service.valid_in):
        return "tel:" + service.phone.replace(" ", "")
    if service.sms:
        return "sms:" + service.sms.replace(" ", "")
    return service.web


def test_every_code_holds_exactly_the_number_or_the_registered_address(person, library, directory):
    someone = person(shown=False)
    kinds = set()
    for need in ("danger-now", "talk", "report-content", "remove-image"):
        page = someone.go("help", need)
        for name in ids(someone):
            service = library.read(name, m.Service)
            buttons = [b for b in someone.pressable(page) if b.objectName() == f"Qr-{name}"]
            if not buttons:
                assert service.show_as != "service" or expected_code(service) is None
                continue
            buttons[0].click()
            data = expected_code(service)
            kinds.add(data.partition(":")[0])
            code = page.findChildren(QrCode)[-1]
            expected = segno.make(data, error="m", micro=False).matrix_iter(border=4)
            assert code._grid == tuple(tuple(bool(module) for module in row) for row in expected), name
            assert data in code.accessibleName()
            assert not data.startswith("http") or data in library.addresses
    assert kinds == {"tel", "sms", "https"}


@pytest.mark.parametrize(
    "wishes",
    [{}, {"theme": "dark"}, {"theme": "contrast", "scale": 200, "size": (900, 600)}],
    ids=["light", "dark", "small contrast"],
)
def test_the_code_is_painted_module_by_module_and_can_be_closed(person, wishes):
    someone = person(**wishes)
    page = someone.go("help", "talk")
    number = someone.numbers(page)[0]
    name = ids(someone)[0]
    someone.press(f"Qr-{name}")
    code = page.findChild(QrCode)
    assert someone.in_view(code)
    image = code.grab().toImage()
    step = code._module
    assert step >= 3
    for y, row in enumerate(code._grid):
        for x, dark in enumerate(row):
            shown = image.pixelColor(x * step + step // 2, y * step + step // 2).name()
            assert shown == ("#000000" if dark else "#ffffff")
    panel = someone.find("CodePanel")
    assert number in someone.words(panel)
    someone.press("CloseCode")
    assert not someone.has("CodePanel")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("wishes", [{}, {"size": (900, 600), "scale": 200}])
def test_nothing_beside_a_code_is_squeezed(person, language, wishes):
    someone = person(language=language, **wishes)
    page = someone.go("help", "talk")
    for name in ("Qr-fr-119", "Qr-fr-3018"):
        someone.press(name)
        panel = someone.find("CodePanel")
        assert panel.height() >= panel.heightForWidth(panel.width())
        for label in someone.all_of(QLabel, panel):
            if label.wordWrap():
                assert label.height() >= label.heightForWidth(label.width()), label.text()
        assert page._code.code.geometry().bottom() < page._code._facts.geometry().top()


def test_one_code_is_shown_at_a_time(person):
    someone = person()
    someone.go("help", "talk")
    for name in ids(someone)[:3]:
        someone.press(f"Qr-{name}")
    assert len(someone.all_of(QrCode)) == 1


def test_copy_puts_the_number_in_the_clipboard_and_says_so(person, library, directory):
    someone = person(shown=False)
    copied = 0
    for need in ("danger-now", "talk", "victim-support"):
        page = someone.go("help", need)
        for name in ids(someone):
            for button in [b for b in someone.pressable(page) if b.objectName() == f"Copy-{name}"]:
                button.click()
                service = library.read(name, m.Service)
                number = service.phone_shown or service.sms
                assert QApplication.clipboard().text() == number
                assert button.text().strip("\u00a0") == someone.texts("service.copied")
                copied += 1
    assert copied > 5


def test_choosing_a_need_shows_its_services_and_marks_it(unpainted, directory):
    someone = unpainted()
    someone.go("help")
    for need in directory.needs("FR")[:3]:
        someone.press(f"Chip-{need}", someone.page)
        assert someone.route.item == need
        chosen = [
            b.objectName()
            for b in someone.pressable(someone.page)
            if b.isChecked() and "Chip-" in b.objectName()
        ]
        assert chosen == [f"Chip-{need}"]
        assert set(ids(someone)) == {service.id for service in directory.by_need("FR", need)}


def test_where_no_country_is_chosen_the_page_asks_for_one(unpainted):
    someone = unpainted(country=None)
    someone.go("help", "danger-now")
    assert someone.texts("help.unknown_country") in someone.words(someone.page)
    someone.press("Place")
    assert someone.route.page == "country"


def test_a_card_asked_for_by_name_is_open_and_first(person, library):
    someone = person(shown=False)
    for name in ("fr-3018", "fr-119", "fr-pharos"):
        page = someone.go("help", part=name)
        assert ids(someone)[0] == name
        assert page.folds[f"card-{name}"].is_open
        assert [folded for folded, fold in page.folds.items() if fold.is_open] == [f"card-{name}"]


def test_help_numbers_are_never_folded_or_greyed_however_old(unpainted):
    someone = unpainted(now=datetime(2040, 6, 5, 9, 0, tzinfo=UTC))
    page = someone.go("help", "talk")
    numbers = [w for w in page.findChildren(QLabel, "Number")]
    assert numbers
    for number in numbers:
        assert someone.sees(number)
        assert number.isEnabled()
        assert number.property("role") in {"number", "number-big-emergency"}


@pytest.mark.parametrize(("scale", "size"), [(100, (1280, 800)), (125, (1280, 800)), (200, (1920, 1080))])
def test_a_badge_takes_a_second_line_only_where_the_first_is_too_short(person, scale, size):
    someone = person(scale=scale, size=size)
    found = someone.all_of(Badge, someone.go("help", "talk"))
    assert found
    for badge in found:
        if badge.parentWidget().width() > badge.sizeHint().width():
            assert badge.height() < 2 * badge.fontMetrics().height()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("need", ["talk", "without-voice"])
def test_in_a_small_window_of_large_text_the_people_stand_on_the_first_screen(person, hands, language, need):
    someone = person(language=language, size=(900, 600), scale=200)
    page = someone.go("help", need)
    first = min(someone.all_of(ServiceCard, page), key=lambda card: card.mapTo(page, QPoint()).y())
    number = first.findChild(QLabel, "Number")
    assert number.mapTo(page.viewport(), QPoint()).y() + number.height() / 2 < page.viewport().height()
    assert not someone.has("Chip-crisis", page)
    someone.press("Fold-needs", page)
    for name in ("Chip-crisis", "Chip-without-voice", "OtherLanguages"):
        assert someone.has(name, page), name
    someone.press("Chip-crisis", page)
    hands.settle()
    assert someone.route == Route("help", "crisis")
