"""Search as readers see it: in a crisis, people come before pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from familyguide.guide import model as m
    from familyguide.guide.search import Found
    from familyguide.services.directory import Directory

_MOST = 4


def help_first(found: Found, directory: Directory, country: str) -> tuple[m.Service, ...]:
    """Give the services a crisis query puts first, those of the reader's country only."""
    people = list(directory.people(country, found.roles))
    for need in found.needs:
        people += [s for s in directory.by_need(country, need) if s.show_as == "service" and s not in people]
    return tuple(people[:_MOST])
