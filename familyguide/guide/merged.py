"""The official content with what a town added: read after it, named as added, never in its place."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct, structs

from familyguide.guide import model as m
from familyguide.guide.library import Library
from familyguide.guide.lookalikes import is_within

if TYPE_CHECKING:
    from pathlib import Path

    from familyguide.guide import search
    from familyguide.guide.ahead import Ahead
    from familyguide.guide.rows import Row

OVERLAY = "overlay"
LOGO = "overlay:logo"


class Added(Struct, frozen=True):
    """Who added an entry, as readers are told ("added by …")."""

    town: m.Both


class Overlay(Library):
    """The compiled overlay of one town; its links open only on the domains that the policy lists now."""

    _domains: tuple[str, ...] = ()

    @classmethod
    def of(cls, path: Path, domains: tuple[str, ...]) -> Overlay:
        """Open a compiled overlay; raises ContentError."""
        overlay = cls.open(path)
        overlay._domains = domains  # noqa: SLF001 - its own
        return overlay

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Every web address of this overlay that may be opened."""
        return frozenset(
            address
            for address in super().addresses
            if any(is_within(urlsplit(address).hostname or "", domain) for domain in self._domains)
        )

    @cached_property
    def added(self) -> Added:
        """Who added this; ContentError when it is not an overlay."""
        return self.part(OVERLAY, Added)

    @property
    def logo(self) -> bytes | None:
        """The town's logo for the foot of pages (PNG); None without one, ContentError when it is damaged."""
        # Apart from the name: a damaged picture takes nothing else away.
        return self.part(LOGO, bytes | None)  # type: ignore[arg-type] # a union is a type to the decoder


class MergedLibrary(Library):
    """A library that shows local entries behind the official ones; help and crisis stay official."""

    def __init__(self, official: Library, overlays: tuple[Overlay, ...]) -> None:
        # The same content, read further.
        super().__init__(official._database, official._where, official._lock)  # noqa: SLF001
        self._overlays = overlays

    @property
    def overlays(self) -> tuple[Overlay, ...]:
        """What towns added, in the order in which it is shown."""
        return self._overlays

    def added_by(self, identifier: str) -> m.Both | None:
        """Name the town that added an entry; None for an official one."""
        overlay = self._of(identifier)
        return overlay.added.town if overlay is not None else None

    def rows(self, kind: str | None = None) -> list[Row]:
        """List the official items in reading order, then the local ones."""
        return [*super().rows(kind), *(row for one in self._overlays for row in one.rows(kind))]

    def row(self, identifier: str) -> Row | None:
        """Give the short form of one item; None when there is none."""
        overlay = self._of(identifier)
        return overlay.row(identifier) if overlay is not None else super().row(identifier)

    def has(self, identifier: str) -> bool:
        """Tell whether an item of this id can be shown."""
        return super().has(identifier) or any(one.has(identifier) for one in self._overlays)

    def item(self, identifier: str) -> m.AnyItem:
        """Read one item; KeyError for an unknown or retired id, ContentError when its body is damaged."""
        overlay = self._of(identifier)
        return overlay.item(identifier) if overlay is not None else super().item(identifier)

    def ahead(self, identifier: str) -> Ahead | None:
        """Give what was worked out of the hours of a service; None where it was not, or is damaged."""
        overlay = self._of(identifier)
        return overlay.ahead(identifier) if overlay is not None else super().ahead(identifier)

    def source(self, key: str) -> m.Source | None:
        """Give an entry of the bibliography."""
        own = super().source(key)
        return own or next((found for one in self._overlays if (found := one.source(key))), None)

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Every web address that may be opened."""
        return super().addresses.union(*(one.addresses for one in self._overlays))

    def search(
        self, text: str, language: str, country: str | None = None, limit: int = 40, age: str | None = None
    ) -> search.Found:
        """Find pages as the official content does; what a town added stands behind all of them."""
        found = super().search(text, language, country, limit, age)
        hits = [*found.hits]
        for overlay in self._overlays:
            hits += overlay.search(text, language, country, limit, age).hits
        return structs.replace(found, hits=tuple(hits), unknown_number=found.unknown_number and not hits)

    def close(self) -> None:
        """Let go of every file."""
        for overlay in self._overlays:
            overlay.close()
        super().close()

    def _of(self, identifier: str) -> Overlay | None:
        # The official content is asked first: an id that it takes over later is its own.
        if super().has(identifier) or super().now_id(identifier) != identifier:
            return None
        return next((one for one in self._overlays if one.has(identifier)), None)


def merge(official: Library, overlays: tuple[Overlay, ...]) -> Library:
    """Give the official content with local entries behind it; the same library when there are none."""
    return MergedLibrary(official, overlays) if overlays else official
