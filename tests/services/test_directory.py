"""The right country, or none: never a number of another country."""

import re
from itertools import product

import pytest
from each import each, some

from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.guide.names import NO_COUNTRY
from familyguide.guide.texts import item_texts
from familyguide.services.directory import (
    Directory,
    is_valid,
    shown_number,
)
from familyguide.services.document import People
from familyguide.services.places import country_of
from familyguide.services.texts import Texts

FRENCH = ("FR", "GP", "MQ", "GF", "RE", "YT", "PM", "PF", "NC")
ABROAD = (
    *(
        "BE",
        "CA",
        "CH",
        "GB",
        "LU",
        "MC",
        "US",
        "IE",
        "AU",
        "NZ",
        "ZA",
        "IN",
        "PH",
        "JP",
        "DE",
        "AT",
        "NL",
        "DK",
    ),
    *("SE", "NO", "FI", "ES", "IT", "PT", "PL", "RO", "UA", "BR", "CO", "MX", "MA", "DZ", "TN", "SN", "CI"),
)
COUNTRIES = (*FRENCH, *ABROAD, "EU", "XX")
OVERSEAS = COUNTRIES[1:9]
DIGITS = re.compile(r"\d(?:[ \u00a0.]?\d)*")


def digits(text):
    return {re.sub(r"\D", "", found) for found in DIGITS.findall(text)}


def dialled(text):
    """Find numbers to call; 15, 17 and 18 are also ages, so they count after a word for calling."""
    after = re.findall(
        r"(?i)(?:appele[rz]|composez|call|dial|text|sms|le|au|ou|or)[ \u00a0](1\d)(?![\d.,])(?! ?ans)", text
    )
    # The digits of an address are not dialled.
    plain = re.sub(r"\S+\.[a-z]{2,}\b\S*", " ", text)
    # Nor are the thousands of a figure: "318,000", "318 000".
    plain = re.sub(r"\b\d{1,3}(?:[,\u00a0\u202f ]000)+\b", " ", plain)
    return {number for number in digits(plain) if len(number) > 2} | set(after)


def numbers_of(service, country):
    """Every number of a service that may stand on a page in a country."""
    shown = shown_number(service, country)
    return {
        re.sub(r"\D", "", number)
        for number in (shown, service.phone if shown else None, service.sms)
        if number
    }


def people_in(pieces):
    for piece in pieces:
        if isinstance(piece, People):
            yield from piece.services
        yield from people_in(getattr(piece, "blocks", ()))


def people_of(document):
    yield from document.people
    yield from people_in(document.lead)
    for section in document.sections:
        yield from people_in(section.pieces)


def holds_here(service, country):
    """Tell from the service's own lines, not from the code, whether it belongs to a country."""
    return country in service.valid_in or "*" in service.valid_in


@pytest.fixture(scope="module")
def registry(real):
    """Every service of the whole registry."""
    return [real.item(row.id) for row in real.rows("service")]


@pytest.fixture(scope="module")
def every_number(registry):
    """Every number to dial or to text of the whole registry, and who it belongs to."""
    numbers = {}
    for service in registry:
        for number in (service.phone, service.phone_shown, service.sms):
            if number:
                numbers.setdefault(re.sub(r"\D", "", number), []).append(service)
    return numbers


def test_the_countries_tested_are_the_countries_held(real):
    assert set(real.countries) == set(COUNTRIES)


@each("country", COUNTRIES)
def test_the_strip_holds_only_numbers_of_its_country(directory, country):
    for entry in directory.strip(country):
        assert entry.services, entry.role
        for service in (*entry.services, *((entry.text,) if entry.text else ())):
            assert holds_here(service, country)
            assert service.show_as == "service"
            assert numbers_of(service, country), (entry.role, service.id)


def test_the_strip_of_france_has_its_four_roles_and_a_text_number(directory):
    strip = {entry.role: entry for entry in directory.strip("FR")}
    assert list(strip) == ["emergency", "crisis", "child", "report"]
    assert [s.phone for s in strip["emergency"].services] == ["17", "112"]
    assert strip["emergency"].text.sms == "114"
    assert [s.phone for s in strip["crisis"].services] == ["3114"]
    assert [s.phone for s in strip["child"].services] == ["119"]
    assert [s.phone for s in strip["report"].services] == ["3018"]


@pytest.mark.parametrize("country", OVERSEAS)
def test_an_overseas_territory_says_where_its_emergency_number_comes_from(directory, country):
    note = directory.country(country).note
    assert "France" in note.fr
    assert "France" in note.en
    assert directory.strip(country)[0].role == "emergency"


def test_a_country_we_do_not_hold_shows_no_number_and_says_whom_to_call(directory):
    assert directory.strip(NO_COUNTRY) == ()
    note = directory.country(NO_COUNTRY).note
    for text in (note.fr, note.en):
        assert digits(text) == {"112"}
    assert "Union européenne" in note.fr
    assert "European Union" in note.en


def test_another_european_country_has_112_and_no_number_of_france(directory):
    strip = directory.strip("EU")
    assert [(entry.role, [s.phone for s in entry.services]) for entry in strip] == [("emergency", ["112"])]
    assert all(service.country != "FR" for role in m.ROLES for service in directory.role("EU", role))


@pytest.mark.parametrize("code", ["ZZ", "", "fr", "FRA", "'; --"])
def test_an_unknown_country_gets_nobody(directory, code):
    assert directory.country(code) is None
    assert directory.strip(code) == ()
    assert directory.role(code, "emergency") == ()
    assert directory.people(code, ("emergency", "child")) == ()


@pytest.mark.parametrize(
    ("code", "known"),
    [("FR", "FR"), ("GR", NO_COUNTRY), ("EU", "EU"), (None, None), ("", None), ("fr", NO_COUNTRY)],
)
def test_a_country_is_held_or_it_is_another_country(directory, code, known):
    assert directory.known(code) == known


@each("country, role", list(product(COUNTRIES, m.ROLES)))
def test_a_role_is_filled_by_services_of_the_country_or_left_out(real, directory, country, role):
    found = directory.role(country, role)
    declared = real.country(country).roles.get(role, ())
    assert [service.id for service in found] == list(declared)
    for service in found:
        assert holds_here(service, country)
        assert service.show_as == "service"


@each("country", COUNTRIES)
def test_a_role_the_country_does_not_have_is_left_out(real, directory, country):
    missing = set(m.ROLES) - set(real.country(country).roles)
    assert directory.people(country, tuple(missing)) == ()


@each("country", COUNTRIES)
def test_a_service_of_elsewhere_is_nobody_here_even_by_its_id(registry, directory, country):
    elsewhere = [service.id for service in registry if not holds_here(service, country)]
    assert directory.people(country, tuple(f"service:{identifier}" for identifier in elsewhere)) == ()


@each("country", COUNTRIES)
def test_every_need_leads_to_services_of_the_country(real, directory, country):
    listed = directory.needs(country)
    for need in real.vocabulary.needs:
        found = directory.by_need(country, need)
        assert (need in listed) is any(s.show_as == "service" for s in found)
        for service in found:
            assert holds_here(service, country)
            assert need in service.needs
            assert service.show_as != "article-only"
        kinds = [service.show_as for service in found]
        assert kinds == sorted(kinds, key=lambda kind: kind != "service"), "wrong doors come last"


def test_wrong_doors_stay_closed(real, directory):
    doors = {
        service.id
        for need in real.vocabulary.needs
        for service in directory.by_need("FR", need)
        if service.show_as == "service"
    }
    assert not doors & {"fr-plainte-en-ligne", "fr-thesee", "fr-ofmin", "fr-arcom", "eu-europol-trace"}
    closed = {s.id for s in directory.by_need("FR", "complaint") if s.show_as == "not-for-this"}
    assert {"fr-plainte-en-ligne", "fr-thesee"} <= closed
    assert {"fr-ofmin", "fr-arcom"} <= {s.id for s in directory.article_only("FR")}
    assert "eu-europol-trace" in {s.id for s in directory.article_only("EU")}
    stop = [
        need
        for need in real.vocabulary.needs
        if "fr-stop-criavs" in {s.id for s in directory.by_need("FR", need)}
    ]
    assert stop == ["own-thoughts"]


# Every page is read there; elsewhere the plans, the country's own, and a share of the rest in turn.
WHOLE = ("FR", "XX")


def read_in(real, country):
    """Name the pages read in a country: forty-five countries by five hundred pages take too long."""
    valid = [row for row in real.rows() if not row.countries or {"*", country} & set(row.countries)]
    if country in WHOLE:
        return valid
    always, others = [], []
    for row in valid:
        (always if row.kind == "plan" or country in row.countries else others).append(row)
    return [*always, *some(others, 10, turn=COUNTRIES.index(country))]


@each("country", COUNTRIES)
def test_every_page_names_only_people_of_the_country(real, pages, country):
    for language in m.LANGUAGES:
        for row in read_in(real, country):
            document, _ = pages(row.id, language, country)
            for service in people_of(document):
                assert holds_here(service, country), (row.id, service.id)


@each("country", COUNTRIES)
def test_every_number_on_every_page_belongs_to_the_country(real, pages, every_number, country):
    """Some services are named by their number: the name stands also where only their site is reached.

    A card may name the other numbers of its own country ("112 works as well"), and its own from abroad.
    """
    here = [real.item(row.id) for row in real.rows("service") if country in row.countries]
    for language in m.LANGUAGES:
        note = real.country(country).note
        told = set().union(
            dialled(note[language] if note is not None else ""),
            *(dialled(" ".join(item_texts(service, language))) for service in here),
            *(dialled(service.phone_intl) for service in here if service.phone_intl),
        )
        for row in read_in(real, country):
            document, lines = pages(row.id, language, country)
            # Titles of sources are not words of the page.
            text = "\n".join(lines[: len(lines) - len(document.sources)])
            for number in dialled(text) & set(every_number):
                owners = [s for s in every_number[number] if holds_here(s, country)]
                assert number in told or any(
                    number in numbers_of(s, country) | digits(s.title[language]) for s in owners
                ), (
                    row.id,
                    language,
                    number,
                )


@each("country", COUNTRIES)
def test_no_placeholder_is_left_in_any_text(real, pages, country):
    for language in m.LANGUAGES:
        for row in read_in(real, country):
            _, lines = pages(row.id, language, country)
            for line in lines:
                assert "{" not in line, (row.id, line)
                assert "}" not in line, (row.id, line)


@each("country", COUNTRIES)
def test_french_joins_its_small_words(real, pages, country):
    wrong = re.compile(r"\b(?:à le|de le|le le|au le|du le) \d|\b(?:[Dd]e|[Qq]ue|[Ll]e) un service d’aide")
    for row in read_in(real, country):
        _, lines = pages(row.id, "fr", country)
        for line in lines:
            assert not wrong.search(line), (row.id, line)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Appelez {service:fr-119}.", "Appelez le 119."),
        ("Parlez à {service:fr-119}.", "Parlez au 119."),
        ("À {service:fr-119}, on écoute.", "Au 119, on écoute."),
        ("Le rôle de {service:fr-119}", "Le rôle du 119"),
        ("appelez le {service:fr-119}", "appelez le 119"),
        ("écrivez au {service:fr-119}", "écrivez au 119"),
        ("un appel du {service:fr-3018}", "un appel du 3018"),
        ("Signalez à {service:fr-pharos}.", "Signalez à PHAROS."),
        ("avant que {role:report} réponde", "avant que le 3018 réponde"),
        ("{role:child} et {role:report}", "le 119 et le 3018"),
        ("rien à remplir", "rien à remplir"),
    ],
)
def test_a_french_sentence_is_filled_as_people_speak(directory, text, filled):
    assert directory.fill(text, "fr", "FR") == filled


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("avant que {role:report} réponde", "avant qu’un service d’aide réponde"),
        ("le conseil de {role:report}", "le conseil d’un service d’aide"),
        ("Parlez à {service:fr-3018}.", "Parlez à un service d’aide."),
    ],
)
def test_a_sentence_without_anyone_in_the_country_says_a_help_service(directory, text, filled):
    assert directory.fill(text, "fr", NO_COUNTRY) == filled


def test_an_english_sentence_is_filled(directory):
    assert directory.fill("Call {service:fr-119}, or {role:report}.", "en", "FR") == "Call 119, or 3018."
    assert directory.fill("Ask {role:report}.", "en", NO_COUNTRY) == "Ask a help service."


def test_a_number_that_cannot_be_dialled_here_is_not_shown(directory):
    service = directory.service("fr-3018")
    assert shown_number(service, "FR") == "3018"
    assert is_valid(service, "RE")
    assert shown_number(service, "RE") is None


def test_an_unknown_reference_is_left_out_of_people(directory):
    assert directory.people("FR", ("service:nothing", "no-such-role", "service:grooming")) == ()


def test_each_person_stands_once(directory):
    people = directory.people("FR", ("emergency", "police", "emergency", "service:fr-112"))
    assert len(people) == len({service.id for service in people})


def test_a_service_that_does_not_exist_is_a_key_error(directory):
    with pytest.raises(KeyError):
        directory.service("fr-nothing")
    with pytest.raises(KeyError):
        directory.service("grooming")


def test_a_role_may_stand_in_the_strip_alone(folder_library):
    directory = Directory(folder_library)
    assert [service.id for service in directory.role("FR", "child")] == ["fr-119"]


@pytest.mark.parametrize(
    ("locale", "country"),
    [
        ("fr_FR.UTF-8", "FR"),
        ("fr-RE", "RE"),
        ("en_GB", "GB"),
        ("zh-Hans-CN", "CN"),
        ("fr", None),
        ("C", None),
        ("C.UTF-8", None),
        ("", None),
        ("FR", None),
        ("fr_fr", None),
    ],
)
def test_the_country_comes_from_the_region_and_never_from_the_language(locale, country):
    assert country_of(locale) == country


def test_blocks_for_another_country_are_left_out(real, directory):
    from datetime import date

    from familyguide.services.writer import Writer

    blocks = (b.Only("FR", (b.Paragraph("En France."),)), b.Paragraph("Partout."))
    for country, texts in (
        ("FR", ["En France.", "Partout."]),
        ("RE", ["Partout."]),
        (NO_COUNTRY, ["Partout."]),
    ):
        writer = Writer(real, directory, "fr", country, date(2026, 11, 22))
        assert [piece.text for piece in writer.pieces(blocks)] == texts


NEED_OF = {"emergency": "danger-now", "crisis": "crisis", "child": "child-at-risk", "talk": "talk"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_strip_and_the_help_page_say_the_same_of_a_need(real, language):
    texts, needs = Texts(language), real.vocabulary.needs
    for role, need in NEED_OF.items():
        assert texts(f"strip.{role}") == needs[need][language]


def test_a_line_for_children_is_named_by_what_it_is_and_stands_first_under_that_name(directory, real):
    named = {}
    for code in real.countries:
        for entry in directory.strip(code):
            need = {
                "emergency": "danger-now",
                "crisis": "crisis",
                "child": "child-at-risk",
                "talk": "talk",
            }.get(entry.role)
            if need is None:
                continue
            named[code, entry.role] = True
            first = directory.by_need(code, need)[: len(entry.services)]
            assert [s.id for s in first] == [s.id for s in entry.services], (code, need)
    assert ("FR", "child") in named
    assert ("BE", "talk") in named
    assert ("BE", "child") not in named


def test_a_role_with_a_long_number_is_named_in_a_sentence(real):
    directory = Directory(real)
    for language in ("fr", "en"):
        said = directory.fill("{role:report}", language, "CA")
        service = directory.people("CA", ("report",))[0]
        assert service.title[language] in said
        assert service.phone_shown in said or service.phone in said
    assert directory.fill("avant {role:report}", "fr", "FR") == "avant le 3018"
