"""Who to turn to, by country, role and need; never a number of another country."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from familyguide.guide import model as m
from familyguide.guide.library import ContentError
from familyguide.guide.lines import first_screen, is_valid, role_of, shown_number, strip_of
from familyguide.guide.names import NO_COUNTRY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from familyguide.guide.library import Library
    from familyguide.guide.lines import FirstScreen, StripEntry

# People know a short number by heart; a longer one they dial.
_SHORT_NUMBER = 6
_REFERENCE = re.compile(r"\{(service|role):([\w-]+)\}")
_A_LE = re.compile(r"\b([Àà]) le (?=\d)")
_DE_LE = re.compile(r"\b([Dd])e le (?=\d)")
_TWICE = re.compile(r"\b([Aa]u|[Dd]u|[Ll]e) le (?=\d)")
_ELIDED = re.compile(r"\b([Dd]|\w*[Qq]u)e (?=un service d’aide)")


# Who comes first for a need: those who fill these roles in the country.
NEED_ROLES = {
    "danger-now": ("emergency", "medical"),
    "crisis": ("crisis", "medical"),
    "talk": ("child", "report"),
    "child-at-risk": ("child", "emergency"),
    "report-content": ("illegal-content",),
    "remove-image": ("image-removal",),
    "complaint": ("police",),
    "missing": ("emergency", "missing"),
    "victim-support": ("victims",),
    "violence-at-home": ("emergency", "violence-at-home"),
    "young-person": ("child", "report"),
}


# Whom a reader looks for who cannot speak or hear, or must not be heard: no need of a child, but a way to be
# helped.
WITHOUT_VOICE = "without-voice"
# The ways of a talk without a voice; a form or a letter gets no answer at once.
SILENT_ROUTES = frozenset({"sms", "chat", "video", "sign"})


class Directory:
    """Reads services from the library, and shows each only where it is valid."""

    def __init__(self, library: Library) -> None:
        self._library = library
        # The strip and the roles are asked for again on every page.
        self._service = lru_cache(maxsize=256)(self._read_service)
        self._country = lru_cache(maxsize=16)(library.country)

    def country(self, code: str) -> m.Country | None:
        """Give a country we hold; None otherwise."""
        return self._country(code)

    def known(self, code: str | None) -> str | None:
        """Give the code when we hold the country, XX for any other, None when no code was given."""
        if not code:
            return None
        return code if self._library.holds(code) else NO_COUNTRY

    def service(self, identifier: str) -> m.Service:
        """Read one service; KeyError when there is none of that id."""
        return self._service(identifier)

    def _read_service(self, identifier: str) -> m.Service:
        return self._library.read(identifier, m.Service)

    def strip(self, code: str) -> tuple[StripEntry[m.Service], ...]:
        """Give the help strip of a country; a role it lacks is left out."""
        country = self.country(code)
        if country is None:
            return ()
        return strip_of(country.strip, lambda names: self._valid(names, code))

    def first_screen(self, code: str) -> FirstScreen | None:
        """Give what the first screen says of a country, from whole cards; None for one we do not hold."""
        country = self.country(code)
        return first_screen(country, lambda names: self._valid(names, code)) if country else None

    def role(self, code: str, role: str) -> tuple[m.Service, ...]:
        """Give who fills a role in a country; empty when nobody we know does."""
        country = self.country(code)
        if country is None:
            return ()
        return self._valid(role_of(country, role), code)

    def people(self, code: str, names: tuple[str, ...]) -> tuple[m.Service, ...]:
        """Give the services that roles and service:ID names stand for, each once, local ones last."""
        found: dict[str, m.Service] = {}
        for name in names:
            if name.startswith("service:"):
                services = self._valid((name.removeprefix("service:"),), code)
            else:
                services = self.role(code, name)
            for service in services:
                found.setdefault(service.id, service)
        return tuple(sorted(found.values(), key=self.is_local))

    def is_local(self, service: m.Service) -> bool:
        """Tell whether a town added this service."""
        return self._library.added_by(service.id) is not None

    def by_need(self, code: str, need: str) -> tuple[m.Service, ...]:
        """Give the services for a need: official ones, then "not for this", then local ones."""
        found = self._whole(
            row.id
            for row in self._library.rows("service")
            if need in row.needs and row.group != "article-only"
        )
        shown = [service for service in found if is_valid(service, code)]
        first = [service.id for service in self.people(code, NEED_ROLES.get(need, ()))]

        def rank(service: m.Service) -> tuple[bool, bool, int, int]:
            place = first.index(service.id) if service.id in first else len(first)
            # What a town added stands after everything official.
            return self.is_local(service), service.show_as != "service", place, _distance(service, code)

        return tuple(sorted(shown, key=rank))

    def without_voice(self, code: str) -> tuple[m.Service, ...]:
        """Give who answers without a voice: by text, chat, video or in sign language, emergencies first."""
        rows = [row for row in self._library.rows("service") if code in row.countries or "*" in row.countries]
        order = list(self._library.vocabulary.needs)

        def rank(service: m.Service) -> tuple[bool, bool, int, int]:
            first = min((order.index(need) for need in service.needs if need in order), default=len(order))
            return self.is_local(service), service.kind != "emergency", _distance(service, code), first

        found = [
            service
            for service in self._whole(row.id for row in rows if row.group == "service")
            if answers_silently(service)
            and is_valid(service, code)
            and not service.adults_only
            and service.needs != ("own-thoughts",)
        ]
        return tuple(sorted(found, key=rank))

    def by_text(self, service: m.Service, code: str) -> m.Service | None:
        """Give the emergency service by text that stands beside the first emergency number of a country."""
        country = self.country(code)
        if country is None or service.id not in country.strip.emergency[:1]:
            return None
        return next(iter(self._valid(country.strip.emergency_text, code)), None)

    def article_only(self, code: str) -> tuple[m.Service, ...]:
        """Give the bodies that are explained in Understand and never offered as a door."""
        rows = self._library.rows("service")
        found = self._whole(row.id for row in rows if row.group == "article-only")
        return tuple(service for service in found if is_valid(service, code))

    def reached_from_abroad(self, code: str) -> tuple[m.Service, ...]:
        """Give the services of a country that announce a number for callers abroad."""
        rows = [row for row in self._library.rows("service") if code in row.countries]
        return tuple(
            service
            for service in self._whole(row.id for row in rows if row.group == "service")
            if service.phone_intl is not None
            and not self.is_local(service)
            and not service.adults_only
            and service.needs != ("own-thoughts",)
        )

    def for_every_country(self) -> tuple[m.Service, ...]:
        """Give the services that serve every country, those for adults alone left out."""
        rows = [
            row for row in self._library.rows("service") if "*" in row.countries and row.group == "service"
        ]
        return tuple(service for service in self._whole(row.id for row in rows) if not service.adults_only)

    def everybody(self, code: str) -> tuple[m.Service, ...]:
        """Give whoever a country's pages may name, in no order: its services and those of every country."""
        rows = self._library.rows("service")
        return tuple(self._whole(row.id for row in rows if code in row.countries or "*" in row.countries))

    def _whole(self, identifiers: Iterable[str]) -> list[m.Service]:
        """Read some services; a damaged card must not take the others away."""
        services = []
        for identifier in identifiers:
            with suppress(ContentError):
                services.append(self.service(identifier))
        return services

    def needs(self, code: str) -> tuple[str, ...]:
        """Give the needs that have at least one service in a country, in the contract's order."""
        rows = [row for row in self._library.rows("service") if row.group == "service"]
        valid = {need for row in rows if code in row.countries or "*" in row.countries for need in row.needs}
        return tuple(need for need in self._library.vocabulary.needs if need in valid)

    def mention(self, service: m.Service, language: str, code: str) -> str:
        """Name a service inside a sentence: its number where it has one here, else its name."""
        number = shown_number(service, code)
        name = number or service.title[language]
        # A service called by its number keeps the article where only its site is reached.
        is_number = name.replace(" ", "").replace("\u00a0", "").isdigit()
        return f"le {name}" if language == "fr" and is_number else name

    def fill(self, text: str, language: str, code: str) -> str:
        """Replace {service:ID} and {role:NAME} in a sentence by what is valid in the country."""
        if "{" not in text:
            return text

        def replace(match: re.Match[str]) -> str:
            people = self._named(match.group(2), code) if match.group(1) == "service" else ()
            if people:
                return self.mention(people[0], language, code)
            people = self.people(code, (match.group(2),))
            if people:
                return self._by_role(people[0], language, code)
            return "un service d’aide" if language == "fr" else "a help service"

        filled = _REFERENCE.sub(replace, text)
        return _contract(filled) if language == "fr" else filled

    def _by_role(self, service: m.Service, language: str, code: str) -> str:
        """Name whom a role stands for; a long number alone tells nobody who answers."""
        said = self.mention(service, language, code)
        number = shown_number(service, code)
        digits = sum(letter.isdigit() for letter in number or "")
        title = service.title[language]
        return f"{title} ({number})" if number and digits > _SHORT_NUMBER and number not in title else said

    def _named(self, identifier: str, code: str) -> tuple[m.Service, ...]:
        """Give a service that a sentence names, also one that it names as a wrong door."""
        try:
            service = self.service(identifier)
        except (KeyError, ContentError):
            return ()
        return (service,) if is_valid(service, code) else ()

    def _valid(self, identifiers: tuple[str, ...], code: str) -> tuple[m.Service, ...]:
        services = []
        for identifier in identifiers:
            try:
                service = self.service(identifier)
            except (KeyError, ContentError):
                # A damaged card must not take the other numbers away.
                continue
            if is_valid(service, code) and service.show_as == "service":
                services.append(service)
        return tuple(services)


def _contract(text: str) -> str:
    """Join French words: "à le 119" becomes "au 119", "que un service" becomes "qu’un service"."""
    text = _A_LE.sub(lambda match: "Au " if match.group(1) == "À" else "au ", text)
    text = _DE_LE.sub(lambda match: f"{match.group(1)}u ", text)
    return _ELIDED.sub(r"\1’", _TWICE.sub(r"\1 ", text))


def answers_silently(service: m.Service) -> bool:
    """Tell whether somebody answers there without a voice; an app does so where it calls for help."""
    return not SILENT_ROUTES.isdisjoint(service.text_routes) or (
        service.kind == "emergency" and "app" in service.text_routes
    )


def _distance(service: m.Service, code: str) -> int:
    if service.country == code:
        return 0
    return 1 if "*" not in service.valid_in else 2
