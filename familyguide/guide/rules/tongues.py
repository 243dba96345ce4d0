"""Rules for languages the guide is not in, and for plans in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from familyguide.guide import model as m

if TYPE_CHECKING:
    from collections.abc import Iterator

    from familyguide.guide.rules.sheet import Sheet

DAYS = 7
# What the page and the sheet of a language name; `talk` is a line for children that takes no danger.
ROLES = (
    "emergency",
    "medical",
    "crisis",
    "child",
    "talk",
    "report",
    "violence-at-home",
    "missing",
    "victims",
)
NUMBER = "{number}"
_DIGIT = re.compile(r"\d")


def languages_say_what_they_must(sheet: Sheet) -> Iterator[m.Problem]:
    """Each has its one sentence with the place of a number, a name for every kind of service, seven days."""
    content = sheet.content
    for code, tongue in content.tongues.items():
        file = content.tongues_in[code]
        if code in m.LANGUAGES:
            yield m.Problem(file, 1, "tongue-code", f"The guide itself is in {code!r}. Remove this file.")
        if tongue.line.count(NUMBER) != 1:
            message = f"The sentence holds {NUMBER} once, where the number to call stands."
            yield m.Problem(file, sheet.row(file, "line:"), "tongue-line", message)
        missing = [role for role in ROLES if not tongue.roles.get(role, "").strip()]
        missing += [role for role in tongue.roles if role not in ROLES]
        if missing:
            message = f"Give a name to each kind of service, and to no other: {', '.join(missing)}."
            yield m.Problem(file, sheet.row(file, "roles:"), "tongue-roles", message)
        if len(tongue.days) != DAYS:
            message = f"{len(tongue.days)} days: write seven, from Monday on."
            yield m.Problem(file, sheet.row(file, "days:"), "tongue-days", message)
        if any(_DIGIT.search(words) for words in (tongue.line, *tongue.roles.values())):
            message = "A number is typed here. Numbers stand in content/services alone: remove it."
            yield m.Problem(file, 1, "tongue-number", message)


def plans_in_them_follow_the_plan(sheet: Sheet) -> Iterator[m.Problem]:
    """Each is of a plan, in step with it and not older; reviewed by a named person, or not shown."""
    content = sheet.content
    for (tongue, of), translated in content.tongue_plans.items():
        file = content.tongues_in[tongue, of]
        if tongue not in content.tongues:
            message = f"There is no tongues/{tongue}.yaml. Write it first: it says how the language is read."
            yield m.Problem(file, 1, "tongue-code", message)
        plan = content.items.get(of)
        if not isinstance(plan, m.Plan):
            yield m.Problem(
                file, sheet.row(file, "of:"), "tongue-of", f"There is no plan {of!r}. Correct 'of'."
            )
            continue
        for name, theirs, ours in (
            ("steps", translated.steps, plan.steps),
            ("dont", translated.dont, plan.dont),
        ):
            if len(theirs) != len(ours):
                message = f"{len(theirs)} {name}, and the plan has {len(ours)}: bring them in step."
                yield m.Problem(file, sheet.row(file, f"{name}:"), "tongue-step", message)
        if translated.updated < plan.updated:
            message = f"The plan changed on {plan.updated}. Have this read again; until then it is not shown."
            yield m.Problem(file, sheet.row(file, "updated:"), "tongue-old", message)
        status = translated.status
        if isinstance(status, m.Reviewed) and not status.reviewed_by.strip():
            message = "Who reviewed it? Write a real name, or 'status: draft': then it is not shown."
            yield m.Problem(file, sheet.row(file, "status:"), "tongue-review", message)
        words = (translated.title, translated.summary, *translated.dont)
        steps = (text for step in translated.steps for text in (step.do, step.more, step.say) if text)
        if any(_DIGIT.search(text) or "{" in text for text in (*words, *steps)):
            message = "A number is typed here. Whom to call comes from the plan and the country: remove it."
            yield m.Problem(file, 1, "tongue-number", message)


RULES = (languages_say_what_they_must, plans_in_them_follow_the_plan)
