"""Which web addresses may open: registered https addresses, letter for letter, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from familyguide.guide.library import Library


def is_plain_https(address: str) -> bool:
    """Tell whether an address is https to a plain ASCII host, without a name, password or port in it."""
    if not address.isascii() or any(c.isspace() or ord(c) < 32 for c in address) or "\\" in address:  # noqa: PLR2004
        return False
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    return (
        parts.scheme == "https"
        and "." in host
        and not host.startswith("xn--")
        and ".xn--" not in host
        and "@" not in parts.netloc
        and port is None
    )


def domain_of(address: str) -> str:
    """Give the host a button names, without www."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


class LinkGuard:
    """Knows the registered addresses; reads them only when a link is pressed."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def allows(self, address: str) -> bool:
        """Tell whether this exact address is registered and safe to hand to the browser."""
        return is_plain_https(address) and address in self._library.addresses
