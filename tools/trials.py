"""Every number and link that the guide shows: what is tried live before a release."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from familyguide.guide import model as m
from familyguide.guide.freshness import newest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from familyguide.guide.loader import Content

# Whoever works on what several countries share looks for it last.
SHARED = ("EU", "INT")
NUMBERS = ("phone", "phone_intl", "sms")
LINKS = ("web", "report_url", "chat_url")
# A page of a platform or a source; one item has several, told apart by their addresses.
PAGE = "page"
PLATFORMS, SOURCES = "platforms", "sources"


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One number or link: where it stands, what it should be, and how well that is known.

    `part` is a country's code, `platforms` or `sources`. `known` is the month that readers see, or None.
    """

    part: str
    item: str
    title: m.Both
    kind: str
    value: str
    should: m.Both
    known: str | None
    confidence: str
    file: str
    line: int
    on_every_screen: bool = False

    @property
    def key(self) -> str:
        """Name this trial for good: the same line in the sheet of the next release."""
        return f"{self.item}.{self.kind}" if self.kind != PAGE else f"{self.item}.{self.kind} {self.value}"

    @property
    def is_link(self) -> bool:
        """Tell an address from a number, an address for mail and the name of an app."""
        return self.value.startswith(("https://", "http://"))


def trials(content: Content) -> list[Trial]:
    """List them all: countries by code, those of every screen first; then platforms; then sources to open."""
    found = [*_services(content), *_platforms(content), *_sources(content)]

    def place(trial: Trial) -> tuple[int, str, bool]:
        late = {PLATFORMS: 2, SOURCES: 3}.get(trial.part, int(trial.part in SHARED))
        return late, trial.part, not trial.on_every_screen

    return sorted(found, key=place)  # sorted() keeps the order of the files


def _services(content: Content) -> Iterator[Trial]:
    on_strip = {
        identifier
        for country in content.countries.values()
        for role in country.strip.__struct_fields__
        for identifier in getattr(country.strip, role)
    }
    for service in content.of_kind(m.Service):
        file, line = content.places.get(service.id, ("", 0))
        values = {name: getattr(service, name) for name in (*NUMBERS, *LINKS, "app", "email")}
        if service.phone and service.phone_shown:
            values["phone"] = service.phone_shown
        told: set[str] = set()
        for kind, value in values.items():
            # The same page for writing and for reading is opened once.
            if value is None or value in told:
                continue
            told.add(value)
            yield Trial(
                part=service.country,
                item=service.id,
                title=service.title,
                kind=kind,
                value=value,
                should=_answer(service, kind),
                known=service.as_of,
                confidence=service.confidence,
                file=file,
                line=line,
                on_every_screen=service.id in on_strip,
            )


def _answer(service: m.Service, kind: str) -> m.Both:
    """Say what answers there: its name, who runs it, and for a number when and at what price."""
    said = []
    for language in m.LANGUAGES:
        parts = [service.role[language]]
        if service.owner is not None:
            parts.append(service.owner[language])
        if kind in NUMBERS:
            parts += [service.hours[language]] if service.hours is not None else []
            parts += [_COST[service.cost][language]] if service.cost in _COST else []
        said.append(" · ".join(parts))
    return m.Both(*said)


_COST = {
    "free": m.Both("appel gratuit", "free call"),
    "paid": m.Both("prix d’un appel ordinaire", "price of an ordinary call"),
}


def _platforms(content: Content) -> Iterator[Trial]:
    for checklist in content.of_kind(m.Checklist):
        file, line = content.places.get(checklist.id, ("", 0))
        pages: dict[str, tuple[m.Both, str | None, str]] = {}
        settings = ((s.help[language], language, s) for s in checklist.settings for language in m.LANGUAGES)
        for url, _, setting in settings:
            if url:
                path = m.Both(*(" > ".join(setting.path[language]) for language in m.LANGUAGES))
                pages.setdefault(url, (path, setting.as_of, setting.confidence))
        for page in checklist.help_pages:
            pages[page.url] = (m.Both(page.title, page.title), pages.get(page.url, (None, None, ""))[1], "")
        if checklist.official_page and checklist.official_page not in pages:
            pages[checklist.official_page] = (checklist.title, None, "")
        for url, (should, known, confidence) in pages.items():
            yield Trial(
                part=PLATFORMS,
                item=checklist.id,
                title=checklist.title,
                kind=PAGE,
                value=url,
                should=should,
                known=known,
                confidence=confidence,
                file=file,
                line=line,
            )


def _sources(content: Content) -> Iterator[Trial]:
    for key, source in content.bibliography.items():
        if source.link and source.url:
            said = f"{source.title} · {source.organisation}"
            yield Trial(
                part=SOURCES,
                item=key,
                title=m.Both(key, key),
                kind=PAGE,
                value=source.url,
                should=m.Both(said, said),
                known=newest([source.date]),
                confidence="",
                file="bibliography.yaml",
                line=0,
            )


def host_of(address: str) -> str:
    """Give the host of an address, small and in ASCII; empty where there is none."""
    try:
        host = urlsplit(address).hostname or ""
        return host.rstrip(".").encode("idna").decode() if host else ""
    except (ValueError, UnicodeError):
        return ""
