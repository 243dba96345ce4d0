"""Only registered https addresses open, letter for letter."""

import pytest

from familyguide.guide import model as m
from familyguide.services.links import LinkGuard, domain_of, is_plain_https


@pytest.fixture(scope="module")
def guard(real):
    return LinkGuard(real)


def test_every_registered_address_opens(real, guard):
    assert len(real.addresses) > 100
    for address in real.addresses:
        assert guard.allows(address), address


def test_every_address_a_card_shows_is_registered(real, guard):
    for row in real.rows("service"):
        service = real.item(row.id)
        for address in (service.web, service.report_url, service.chat_url):
            assert address is None or guard.allows(address), (row.id, address)
    for row in real.rows("checklist"):
        checklist = real.item(row.id)
        for setting in checklist.settings:
            for language in m.LANGUAGES:
                assert guard.allows(setting.help[language]), (row.id, setting.id)


def twisted(address):
    """Ways to write an address that looks like a registered one."""
    rest = address.removeprefix("https://")
    host, slash, path = rest.partition("/")
    yield f"http://{rest}"
    yield f"HTTPS://{rest}"
    yield f"Https://{rest}"
    yield f"ftp://{rest}"
    yield f"file://{rest}"
    yield f"javascript:https://{rest}"
    yield f"data:text/html,https://{rest}"
    yield f"//{rest}"
    yield rest
    yield f"{address} "
    yield f" {address}"
    yield f"{address}\n"
    yield f"{address}\t"
    yield f"{address}\x00"
    yield f"{address}#x"
    yield f"{address}?next=https://evil.example"
    yield f"{address}/../"
    yield f"{address}//"
    yield f"https://{host}.evil.example{slash}{path}"
    yield f"https://evil.example/{rest}"
    yield f"https://evil.example/?u={address}"
    yield f"https://{host}@evil.example{slash}{path}"
    yield f"https://user@{rest}"
    yield f"https://user:password@{rest}"
    yield f"https://{host}:443{slash}{path}"
    yield f"https://{host}:8443{slash}{path}"
    yield f"https://{host}:{slash}{path}"
    yield f"https://{host}.{slash}{path}"
    yield f"https://{host.upper()}{slash}{path}"
    yield f"https://xn--{host}{slash}{path}"
    yield f"https://{host.replace('o', '0', 1)}-{slash}{path}"
    yield f"https://{host.replace('a', 'а', 1).replace('e', 'е', 1)}ı{slash}{path}"
    yield f"https://{host.replace('.', '。', 1)}{slash}{path}"
    yield f"https:\\\\{host}\\{path}"
    yield f"https:/{rest}"
    yield f"https:{rest}"
    yield f"https://{host}\\@evil.example/{path}"
    yield f"https://{host}%2eevil.example/{path}"
    yield f"https://{host[::-1]}{slash}{path}"
    yield f"view-source:{address}"
    yield f"{address}\u202e"
    yield f"\ufeff{address}"


@pytest.mark.parametrize("identifier", ["fr-119", "fr-3018", "fr-pharos", "int-take-it-down"])
def test_nothing_that_looks_like_a_registered_address_opens(real, guard, identifier):
    address = real.item(identifier).web
    assert guard.allows(address)
    for other in twisted(address):
        if other != address and other not in real.addresses:
            assert not guard.allows(other), ascii(other)
    assert len(set(twisted(address)) - real.addresses) > 35


@pytest.mark.parametrize(
    "address", ["", " ", "https://", "https:///", "https://localhost", "https://[::1", "https://[::1]:x/"]
)
def test_a_broken_address_is_refused_without_an_error(guard, address):
    assert not guard.allows(address)


@pytest.mark.parametrize("identifier", ["fr-119", "disclosure", "tel:119", "sms:114", "mailto:a@b.example"])
def test_what_is_no_web_address_does_not_open(guard, identifier):
    assert not guard.allows(identifier)


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org",
        "https://example.org:443/",
        "https://a@example.org/",
        "https://a:b@example.org/",
        "https://xn--exmple-cua.org/",
        "https://www.xn--exmple-cua.org/",
        "https://exämple.org/",
        "https://example",
        "https://example.org/a b",
        "https://example.org/\x7f\n",
        "https://example.org\\evil",
        "https://example.org:port/",
    ],
)
def test_an_address_is_plain_or_refused(address):
    assert not is_plain_https(address)


def test_even_a_registered_address_must_be_plain():
    class Registry:
        addresses = frozenset({"http://example.org/", "https://example.org:8443/", "https://example.org/"})

    strange = LinkGuard(Registry())
    assert [address for address in sorted(Registry.addresses) if strange.allows(address)] == [
        "https://example.org/"
    ]


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://www.allo119.gouv.fr/", "allo119.gouv.fr"),
        ("https://wwwx.example.org/a", "wwwx.example.org"),
        ("https://Example.ORG", "example.org"),
        ("", ""),
    ],
)
def test_a_button_names_the_domain(address, domain):
    assert domain_of(address) == domain
