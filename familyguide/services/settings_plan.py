"""From the apps a family uses and an age to one plan of at most ten settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from familyguide.guide.model import SETTING_TOPICS, Checklist, Setting

if TYPE_CHECKING:
    from collections.abc import Sequence

LENGTH = 10


class Planned(Struct, frozen=True):
    """One setting of the plan and the checklist it comes from."""

    checklist: Checklist
    setting: Setting


def suited(checklists: Sequence[Checklist], age: str | None) -> list[Planned]:
    """Give every setting for the age, in the contract's order: topic, essential, confidence."""
    found = [
        Planned(checklist, setting)
        for checklist in checklists
        for setting in checklist.settings
        if age is None or age in setting.ages
    ]
    return sorted(found, key=_rank)


def plan(checklists: Sequence[Checklist], age: str | None, length: int = LENGTH) -> list[Planned]:
    """Choose the first settings to look at; each app gives at least one, as far as the length allows."""
    ranked = suited(checklists, age)
    first_of: dict[str, Planned] = {}
    for planned in ranked:
        first_of.setdefault(planned.checklist.id, planned)
    chosen = list(first_of.values())[:length]
    for planned in ranked:
        if len(chosen) >= length:
            break
        if planned not in chosen:
            chosen.append(planned)
    return sorted(chosen, key=_rank)


def _rank(planned: Planned) -> tuple[int, bool, bool]:
    setting = planned.setting
    return SETTING_TOPICS.index(setting.topic), not setting.essential, setting.confidence != "high"
