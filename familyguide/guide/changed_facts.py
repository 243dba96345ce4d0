"""Which facts changed between two items: numbers, hours, where a page leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from familyguide.guide import model as m

if TYPE_CHECKING:
    from collections.abc import Iterator

# What somebody dials, types or waits for: a slip here costs the most.
NUMBERS = (
    "phone",
    "phone_shown",
    "phone_spoken",
    "phone_intl",
    "sms",
    "text_routes",
    "opening_hours",
    "hours",
)
SERVICE_FACTS = (
    *NUMBERS,
    *(
        "timezone",
        "hours_rule",
        "cost",
        "anonymous",
        "web",
        "report_url",
        "chat_url",
        "email",
        "app",
        "domain",
    ),
    *(
        "country",
        "region",
        "valid_in",
        "phone_valid_in",
        "languages",
        "kind",
        "also_kinds",
        "needs",
        "show_as",
    ),
    *("adults_only", "for_whom", "may_have_changed", "confidence", "as_of", "status"),
)
ITEM_FACTS = (
    *("call", "who", "audience", "topics", "ages", "countries", "status", "as_of", "minutes", "category"),
    *("specificity", "shame", "level", "kind", "official_page"),
)
SETTING_FACTS = ("topic", "ages", "essential", "confidence", "path_fr_basis", "as_of")
_LEADS = (
    "next",
    "links",
    "target",
    "roles",
    "call",
    "who",
    "include",
    "plan",
    "to",
    "duties",
    "item",
    "slot",
)


class Fact(msgspec.Struct, frozen=True):
    """One fact that changed; None where there was, or is, none."""

    field: str
    old: str | None
    new: str | None


def changed_facts(before: Any, after: Any, names: tuple[str, ...]) -> tuple[Fact, ...]:  # noqa: ANN401 - two items
    """Give the named facts that changed; texts of both languages are compared one by one."""
    found = []
    for name in names:
        was, now = getattr(before, name, None), getattr(after, name, None)
        if was == now:
            continue
        if isinstance(was, m.Both | None) and isinstance(now, m.Both | None):
            for language in m.LANGUAGES:
                one, other = (text[language] if text is not None else None for text in (was, now))
                if one != other:
                    found.append(Fact(f"{name} ({language})", one, other))
            continue
        found.append(Fact(name, plain(was), plain(now)))
    return tuple(found)


def plain(value: object) -> str | None:
    """Write a fact on one line; None for an empty one."""
    if isinstance(value, tuple | list):
        return ", ".join(str(plain(one)) for one in value) or None
    if isinstance(value, m.Reviewed):
        return f"reviewed by {value.reviewed_by}, {value.on}"
    if isinstance(value, m.Both):
        return f"{value.fr} / {value.en}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value is None or value == "" else str(value)


def changed_leads(before: m.AnyItem, after: m.AnyItem) -> tuple[Fact, ...]:
    """Tell where a page leads that it did not, and the other way round."""
    was, now = (set(_targets(msgspec.to_builtins(item), "")) for item in (before, after))
    lost, won = ", ".join(sorted(was - now)), ", ".join(sorted(now - was))
    return (Fact("leads to", lost or None, won or None),) if lost or won else ()


def _targets(value: Any, under: str) -> Iterator[str]:  # noqa: ANN401 - plain data
    if isinstance(value, dict):
        for key, inner in value.items():
            # "next" and "by_country" hold lists under names of their own.
            yield from _targets(inner, under if under == "next" else key)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _targets(inner, under)
    elif isinstance(value, str) and under in _LEADS and under not in ("call", "who"):
        yield value
