"""QR codes of numbers and addresses, as a grid of dark modules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familyguide.guide.lines import number_here, shown_number

if TYPE_CHECKING:
    from familyguide.guide import model as m

Grid = tuple[tuple[bool, ...], ...]


def grid(data: str) -> Grid:
    """Make the code for some data, with the quiet zone around it."""
    import segno  # noqa: PLC0415 - 37 ms, and most readers never ask for a code

    code = segno.make(data, error="m", micro=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix_iter(border=4))


def call_data(service: m.Service, country: str) -> str | None:
    """Give the tel: address of the number that works in the country; None without one."""
    if number_here(service, country) is None:
        return None
    number = service.phone if shown_number(service, country) is not None else service.phone_intl
    return None if number is None else "tel:" + number.replace(" ", "").replace("#", "%23")


def text_data(service: m.Service) -> str | None:
    """Give the sms: address; None for a service that takes no text messages."""
    return None if service.sms is None else "sms:" + service.sms.replace(" ", "")
