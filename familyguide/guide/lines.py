"""What the first screen says of who to call: the strip of a country, read without decoders of whole items.

The strip is on every page, a moment after the start: what it needs of a service is written apart when the
content is compiled, by the same functions that the directory uses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from familyguide.guide.names import NBSP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeAlias

    from familyguide.guide import model as m

    Reached: TypeAlias = "m.Service | Line"

# The line for children in the strip is named by what it is: it takes a child in danger, or is there to talk.
CHILD, TALK = "child", "talk"
# Who the first screen names outside the strip: to young people, and while another line is closed.
ROLES = ("child", "crisis", "report")


class Line(NamedTuple):
    """A service in short."""

    id: str
    title: Mapping[str, str]
    country: str
    valid_in: tuple[str, ...]
    needs: tuple[str, ...]
    phone: str | None = None
    phone_shown: str | None = None
    phone_spoken: Mapping[str, str] | None = None
    phone_intl: str | None = None
    phone_valid_in: tuple[str, ...] | None = None
    sms: str | None = None
    anonymous: str = "unknown"
    hours: Mapping[str, str] | None = None
    opening_hours: str | None = None
    timezone: str | None = None
    hours_rule: str | None = None
    may_have_changed: bool = False
    as_of: str | None = None


S = TypeVar("S", "m.Service", Line)


class StripEntry(NamedTuple, Generic[S]):
    """One role of the help strip and the services that fill it; `text` is its route without voice."""

    role: str
    services: tuple[S, ...]
    text: S | None = None


class FirstScreen(NamedTuple):
    """What the first screen says of a country: its name, its strip, and who fills some roles."""

    in_name: Mapping[str, str] | m.Both
    where: Mapping[str, str] | m.Both
    note: Mapping[str, str] | m.Both | None
    strip: tuple[StripEntry[Line], ...]
    roles: Mapping[str, tuple[Line, ...]]


def strip_of(names: m.Strip, valid: Callable[[tuple[str, ...]], tuple[S, ...]]) -> tuple[StripEntry[S], ...]:
    """Give the help strip of a country; a role it lacks is left out."""
    text = valid(names.emergency_text)
    child = valid(names.child)
    entries = (
        StripEntry("emergency", valid(names.emergency), text[0] if text else None),
        StripEntry("crisis", valid(names.crisis)),
        StripEntry(CHILD if takes_danger(child) else TALK, child),
        StripEntry("report", valid(names.report)),
    )
    return tuple(entry for entry in entries if entry.services)


def role_of(country: m.Country, role: str) -> tuple[str, ...]:
    """Name who fills a role in a country; empty when nobody we know does."""
    named: tuple[str, ...] = getattr(country.strip, role.replace("-", "_"), ())
    return country.roles.get(role) or named


def first_screen(
    country: m.Country, valid: Callable[[tuple[str, ...]], tuple[m.Service, ...]]
) -> FirstScreen:
    """Take from whole services what the first screen says of a country."""

    def short(services: Iterable[m.Service]) -> tuple[Line, ...]:
        return tuple(Line(*(getattr(service, name) for name in Line._fields)) for service in services)

    strip = tuple(
        StripEntry(entry.role, short(entry.services), short([entry.text])[0] if entry.text else None)
        for entry in strip_of(country.strip, valid)
    )
    roles = {role: short(valid(role_of(country, role))) for role in ROLES}
    return FirstScreen(country.in_name, country.where, country.note, strip, roles)


def written(screen: FirstScreen) -> dict[str, Any]:
    """Give it as values that JSON knows, without what is usual."""

    def short(line: Line) -> dict[str, Any]:
        usual = Line._field_defaults
        return {name: value for name, value in line._asdict().items() if value != usual.get(name, ...)}

    return {
        "in_name": screen.in_name,
        "where": screen.where,
        "note": screen.note,
        "strip": [
            [entry.role, [short(one) for one in entry.services], short(entry.text) if entry.text else None]
            for entry in screen.strip
        ],
        "roles": {role: [short(one) for one in lines] for role, lines in screen.roles.items()},
    }


def read(found: Mapping[str, Any]) -> FirstScreen:
    """Read what `written` gave; raises TypeError, KeyError or ValueError where it is something else."""

    def lines(shorts: list[dict[str, Any]]) -> tuple[Line, ...]:
        return tuple(Line(**short) for short in shorts)

    strip = tuple(
        StripEntry(role, lines(services), Line(**text) if text else None)
        for role, services, text in found["strip"]
    )
    roles = {role: lines(shorts) for role, shorts in found["roles"].items()}
    return FirstScreen(found["in_name"], found["where"], found["note"], strip, roles)


def takes_danger(services: Iterable[Reached]) -> bool:
    """Tell whether a child in danger can be told to any of these."""
    return any("child-at-risk" in service.needs for service in services)


def is_valid(service: Reached, code: str) -> bool:
    """Tell whether a service may be shown in a country."""
    return code in service.valid_in or "*" in service.valid_in


def shown_number(service: Reached, code: str) -> str | None:
    """Give the number as the service writes it; None where it has none, or none that works here."""
    where = service.phone_valid_in
    if service.phone is None or (where is not None and code not in where and "*" not in where):
        return None
    return service.phone_shown or service.phone


def number_here(service: Reached, code: str) -> str | None:
    """Give the number to dial in a country: the usual one, or the long one where that does not work."""
    number = shown_number(service, code)
    if number is None and service.phone is not None and service.phone_intl is not None:
        return service.phone_intl.replace(" ", NBSP)
    return number
