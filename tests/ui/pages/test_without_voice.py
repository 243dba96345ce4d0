"""Who cannot speak or hear, or must not be heard: text, chat and sign on every card that has them."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from familyguide.services import qr
from familyguide.services.directory import WITHOUT_VOICE, answers_silently
from familyguide.ui.widgets.qrcode import QrCode

COUNTRIES = ("FR", "BE", "CH", "CA", "GB", "US", "AU", "NZ", "DK", "NO", "UA", "RE")


@pytest.fixture
def shown_in(person, directory):
    """Open the page of a country: gives the person, and the ids of its cards in order."""

    def open_page(country, need=WITHOUT_VOICE, **wishes):
        someone = person(country=country, shown=False, **wishes)
        page = someone.go("help", need)
        cards = [w.objectName() for w in someone.all_of(QWidget, page)]
        return someone, [n.removeprefix("Service-") for n in cards if n.startswith("Service-")]

    return open_page


@pytest.mark.parametrize("language", ["fr", "en"])
def test_one_press_under_get_help_shows_who_answers_without_a_voice(person, directory, language):
    someone = person(language=language, shown=False)
    someone.go("help")
    someone.press(f"Chip-{WITHOUT_VOICE}")
    assert someone.route.item == WITHOUT_VOICE
    assert someone.find(f"Chip-{WITHOUT_VOICE}").isChecked()
    first = directory.without_voice("FR")[0]
    assert first.kind == "emergency"
    assert first.sms
    cards = [w for w in someone.all_of(QWidget, someone.page) if w.objectName().startswith("Service-")]
    assert cards[0].objectName() == f"Service-{first.id}"
    assert someone.texts("help.without_voice.no_emergency") not in someone.words(someone.page)


def test_every_country_shows_all_who_answer_silently_and_nobody_else(shown_in, library, directory):
    for country in COUNTRIES:
        someone, found = shown_in(country)
        expected = {
            s.id
            for need in directory.needs(country)
            for s in directory.by_need(country, need)
            if s.show_as == "service"
            and answers_silently(s)
            and not s.adults_only
            and s.needs != ("own-thoughts",)
        }
        assert set(found) == expected, country
        emergencies = [name for name in found if directory.service(name).kind == "emergency"]
        assert found[: len(emergencies)] == emergencies
        says_none = someone.texts("help.without_voice.no_emergency") in someone.words(someone.page)
        assert says_none is not bool(emergencies), country


def test_every_card_names_its_ways_without_a_voice_and_offers_each(shown_in, directory):
    tried = 0
    for country in COUNTRIES:
        someone, found = shown_in(country)
        for name in found:
            service = directory.service(name)
            card = someone.find(f"Service-{name}")
            words = someone.words(someone.find(f"Ways-{name}", card))
            for route in service.text_routes:
                if route == "sms" and service.sms:
                    assert someone.texts("service.sms_short", number=service.sms) in words
                else:
                    assert someone.texts(f"route.{route}") in words
            values = [str(b.value) for b in someone.pressable(card)]
            if service.chat_url is not None:
                assert service.chat_url in values
            if service.sms is not None:
                called = qr.call_data(service, country) is not None
                assert someone.has(f"{'QrText' if called else 'Qr'}-{name}", card)
            tried += 1
    assert tried > 30


def test_a_code_prepares_a_text_message_where_a_number_takes_calls_and_texts(person, directory):
    someone = person(country="CH", size=(1280, 800))
    someone.go("help", WITHOUT_VOICE)
    service = directory.service("ch-147")
    someone.press(f"QrText-{service.id}")
    panel = someone.find("CodePanel")
    assert panel.findChild(QrCode).accessibleName().endswith("sms:147")
    assert someone.texts("qr.sms", number="147") in someone.words(panel)
    someone.press("CloseCode")
    assert someone.window.focusWidget().objectName() == f"QrText-{service.id}"
    someone.press(f"Qr-{service.id}")
    assert panel.findChild(QrCode).accessibleName().endswith("tel:147")


@pytest.mark.parametrize(
    ("page", "item", "wishes"),
    [
        ("plan", "immediate-danger", {}),
        ("plan", "immediate-danger", {"scale": 200, "size": (900, 600)}),
        ("todo", None, {}),
        ("plan", "runaway-meeting", {}),
    ],
)
def test_the_text_number_stands_beside_the_police_wherever_it_is_named(person, directory, page, item, wishes):
    someone = person(**wishes)
    someone.go(page, item)
    text = someone.texts("strip.sms", number="114")
    beside = [
        w
        for w in someone.all_of(QWidget)
        if w.objectName() in ("Person-fr-17-police-secours", "Strip-emergency")
    ]
    assert beside
    for widget in beside:
        assert text in widget.accessibleName()
        if widget.objectName().startswith("Person-"):
            assert text in someone.words(widget)


def test_the_card_of_the_police_leads_to_the_text_number(person):
    someone = person(shown=False)
    someone.go("help", "danger-now")
    someone.press("ByText-fr-17-police-secours")
    assert someone.route.part == "fr-114"


def test_no_text_number_of_another_country_is_ever_named(shown_in):
    for country in ("GP", "BE", "GB"):
        someone, _found = shown_in(country, "danger-now")
        assert someone.texts("strip.sms", number="114") not in someone.words()
