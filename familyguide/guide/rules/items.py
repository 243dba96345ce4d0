"""Rules for plans, signs, triage, checklists and services."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from familyguide.guide import model as m

if TYPE_CHECKING:
    from collections.abc import Iterator

    from familyguide.guide.rules.sheet import Sheet
    from familyguide.guide.yamlfile import Place

STEPS = 8
DO_CHARACTERS = 60
ANSWERS = 5
QUESTIONS = 5
# An agreement binds both sides, and fits one sheet.
RULES_EACH = 3
RULES_IN_ALL = 12
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def plans_have_their_shape(sheet: Sheet) -> Iterator[m.Problem]:
    """A plan is short, says what not to do, and who to call."""
    for plan in sheet.content.of_kind(m.Plan):
        if not 1 <= len(plan.steps) <= STEPS:
            yield sheet.problem(
                plan, ("steps",), "plan-steps", f"It has {len(plan.steps)} steps: keep 1 to {STEPS}."
            )
        for index, step in enumerate(plan.steps):
            if step.id in {other.id for other in plan.steps[:index]}:
                message = f"The step {step.id!r} stands twice: give it another id."
                yield sheet.problem(plan, ("steps", index, "id"), "plan-steps", message)
            for language in m.LANGUAGES:
                length = len(step.do[language])
                if length > DO_CHARACTERS:
                    message = f"'do' has {length} characters in {language}: keep {DO_CHARACTERS}."
                    yield sheet.problem(plan, ("steps", index, "do", language), "plan-do", message)
        if not 2 <= len(plan.dont) <= 5:  # noqa: PLR2004 - content/README.md
            message = f"'dont' has {len(plan.dont)} lines: write two to five."
            yield sheet.problem(plan, ("dont",), "plan-dont", message)
        if plan.shame and "crisis" not in plan.call:
            message = (
                "Shame can follow this: add 'crisis' to 'call', so that the line is on the first screen."
            )
            yield sheet.problem(plan, ("call",), "plan-crisis", message)
        if not plan.who:
            yield sheet.problem(plan, ("who",), "plan-who", "Say who can help: roles, or service:ID.")


# Also a sign that weighs much has other explanations: nothing here is a verdict.
_ORDINARY = 2


def signs_have_their_shape(sheet: Sheet) -> Iterator[m.Problem]:
    """A sign has ordinary explanations, what makes it weigh more, and a next step."""
    words = sheet.content.vocabulary
    for sign in sheet.content.of_kind(m.Sign):
        if words is not None and sign.category not in words.sign_categories:
            message = f"{sign.category!r} is not a category; use one of: {', '.join(words.sign_categories)}."
            yield sheet.problem(sign, ("category",), "unknown-category", message)
        if len(sign.ordinary) < _ORDINARY:
            message = f"Write {_ORDINARY} or more ordinary explanations."
            yield sheet.problem(sign, ("ordinary",), "sign-ordinary", message)
        if not sign.weight:
            yield sheet.problem(
                sign, ("weight",), "sign-weight", "Say what makes it weigh more: one line or more."
            )
        if sign.specificity == "high" and not sign.next.plans:
            yield sheet.problem(
                sign, ("next",), "sign-plan", "A high sign leads to a plan: add 'plans' to 'next'."
            )


def triage_reaches_a_plan(sheet: Sheet) -> Iterator[m.Problem]:
    """Every answer ends in a plan within five answers, and never turns in a circle."""
    triage = sheet.content.triage
    if triage is None:
        return
    questions = {question.id: question for question in triage.happening.questions}
    for code, name, message in _triage_faults(sheet, triage, questions):
        yield m.Problem("triage.yaml", sheet.row("triage.yaml", name), code, message)


def _triage_faults(
    sheet: Sheet, triage: m.Triage, questions: dict[str, m.Question]
) -> Iterator[tuple[str, str, str]]:
    if triage.happening.start not in questions:
        yield "triage", "start:", f"'start' names no question: {triage.happening.start!r}."
        return
    if len(questions) < len(triage.happening.questions):
        yield "triage", "questions:", "Two questions have the same id: rename one."
    for question in questions.values():
        name = f"id: {question.id}"
        if not 2 <= len(question.answers) <= ANSWERS:  # noqa: PLR2004 - a question has a choice
            yield "triage", name, f"{question.id}: write two to {ANSWERS} answers."
        for answer in question.answers:
            yield from _answer_faults(sheet, question, answer, questions)
    yield from _paths(questions, triage.happening.start, ())
    reached = _reached(questions, triage.happening.start)
    for identifier in questions:
        if identifier not in reached:
            message = f"No answer leads to the question {identifier!r}: use it or remove it."
            yield "triage", f"id: {identifier}", message


def _answer_faults(
    sheet: Sheet, question: m.Question, answer: m.Answer, questions: dict[str, m.Question]
) -> Iterator[tuple[str, str, str]]:
    if [answer.to, answer.plan, answer.page].count(None) != 2:  # noqa: PLR2004 - one of the three
        message = f"{question.id}: each answer leads to one question ('to'), plan ('plan') or page ('page')."
        yield "triage", f"id: {question.id}", message
    if answer.to is not None and answer.to not in questions:
        yield "triage", f"to: {answer.to}", f"{question.id}: there is no question {answer.to!r}."
    if answer.plan is not None and not sheet.exists(answer.plan, m.Plan):
        message = f"There is no plan {answer.plan!r}: mend the id, or write it."
        yield "dead-link", f"plan: {answer.plan}", message
    if answer.page is not None:
        yield from _page_faults(sheet, question, answer.page)


def _page_faults(sheet: Sheet, question: m.Question, page: str) -> Iterator[tuple[str, str, str]]:
    kind, _, identifier = page.partition(":")
    if kind != "article":
        message = f"{question.id}: a page is written 'article:ID', not {page!r}."
        yield "triage", f"page: {page}", message
    elif not sheet.exists(identifier, m.Article):
        message = f"There is no article {identifier!r}: mend the id, or write it."
        yield "dead-link", f"page: {page}", message
    elif (found := sheet.content.items.get(identifier)) and not getattr(found, "next", m.Next()).plans:
        message = f"{page} leads to no plan: name one under 'next: plans' there."
        yield "triage", f"page: {page}", message


def _paths(
    questions: dict[str, m.Question], at: str, before: tuple[str, ...]
) -> Iterator[tuple[str, str, str]]:
    if at in before:
        yield "triage-cycle", f"id: {at}", f"The answers turn in a circle: {' > '.join((*before, at))}."
        return
    if len(before) >= QUESTIONS:
        yield (
            "triage-long",
            f"id: {at}",
            f"More than {QUESTIONS} answers before a plan: {' > '.join((*before, at))}.",
        )
        return
    for following in dict.fromkeys(answer.to for answer in questions[at].answers if answer.to in questions):
        if following is not None:
            yield from _paths(questions, following, (*before, at))


def _reached(questions: dict[str, m.Question], start: str) -> set[str]:
    seen: set[str] = set()
    left = [start]
    while left:
        at = left.pop()
        if at in seen or at not in questions:
            continue
        seen.add(at)
        left.extend(answer.to for answer in questions[at].answers if answer.to)
    return seen


def _address_fault(address: str | None) -> str | None:
    if not address:
        return None
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname:
        return f"{address!r} must begin with https:// and be a whole address."
    return None


def settings_have_their_shape(sheet: Sheet) -> Iterator[m.Problem]:
    """A setting has a topic, a way to it, ages, and an official page."""
    words = sheet.content.vocabulary
    topics = tuple(words.setting_topics) if words is not None else m.SETTING_TOPICS
    # Families keep what they decided by the id of the setting alone.
    first_in: dict[str, str] = {}
    for item in sheet.content.of_kind(m.Checklist):
        for index, setting in enumerate(item.settings):
            for key, code, message in _setting_faults(setting, topics):
                yield sheet.problem(item, ("settings", index, *key), code, message)
            first = first_in.setdefault(setting.id, f"{item.id} {index}")
            if first != f"{item.id} {index}":
                where = first.partition(" ")[0]
                message = f"The setting {setting.id!r} already stands in {where!r}: give this one another id."
                yield sheet.problem(item, ("settings", index, "id"), "setting-id", message)
        addresses: list[tuple[Place, str | None]] = [(("official_page",), item.official_page)]
        addresses += [(("help_pages", index, "url"), page.url) for index, page in enumerate(item.help_pages)]
        for place, address in addresses:
            fault = _address_fault(address)
            if fault:
                yield sheet.problem(item, place, "address", fault)


def _setting_faults(setting: m.Setting, topics: tuple[str, ...]) -> Iterator[tuple[Place, str, str]]:
    if setting.topic not in topics:
        message = f"{setting.topic!r} is not a topic of settings; use one of: {', '.join(topics)}."
        yield ("topic",), "unknown-setting-topic", message
    for language in m.LANGUAGES:
        if not any(part.strip() for part in setting.path[language]):
            message = f"The path is empty in {language}: write the menus in order."
            yield ("path", language), "setting-path", message
        fault = _address_fault(setting.help[language])
        if fault:
            yield ("help", language), "address", fault
    for age in setting.ages:
        if age not in m.AGES:
            yield ("ages",), "unknown-ages", f"{age!r} is not an age; use: {', '.join(m.AGES)}."


def agreements_have_their_shape(sheet: Sheet) -> Iterator[m.Problem]:
    """An agreement is for one age, binds both sides, and can be kept by a family."""
    for item in sheet.content.of_kind(m.Agreement):
        if len(item.ages) != 1:
            message = f"It names {len(item.ages)} ages: write one agreement for each age."
            yield sheet.problem(item, ("ages",), "agreement-age", message)
        for topic in item.topics:
            if topic in m.SENSITIVE_TOPICS:
                message = f"What is about {topic!r} is never kept: take this topic out of the agreement."
                yield sheet.problem(item, ("topics",), "agreement-topic", message)
        for name, for_adults in (("the child", False), ("adults", True)):
            found = sum(rule.for_adults is for_adults for rule in item.rules)
            if found < RULES_EACH:
                message = f"It has {found} rule(s) for {name}: write {RULES_EACH} or more."
                yield sheet.problem(item, ("rules",), "agreement-rules", message)
        if len(item.rules) > RULES_IN_ALL:
            message = f"It has {len(item.rules)} rules: keep {RULES_IN_ALL}, the most useful."
            yield sheet.problem(item, ("rules",), "agreement-rules", message)


def rules_stand_once(sheet: Sheet) -> Iterator[m.Problem]:
    """The id of a rule is its own in the whole guide, and no two ages have a rule word for word."""
    taken = set(sheet.content.items)
    taken |= {setting.id for item in sheet.content.of_kind(m.Checklist) for setting in item.settings}
    said: dict[str, str] = {}
    for item in sheet.content.of_kind(m.Agreement):
        for index, rule in enumerate(item.rules):
            place: Place = ("rules", index, "id")
            if not _ID.fullmatch(rule.id):
                message = f"The id {rule.id!r} must be kebab-case: small letters, digits, hyphens."
                yield sheet.problem(item, place, "id-form", message)
            elif any(topic in rule.id for topic in m.SENSITIVE_TOPICS):
                message = f"The id {rule.id!r} names what is never kept: choose another."
                yield sheet.problem(item, place, "agreement-topic", message)
            if rule.id in taken:
                message = f"The id {rule.id!r} already stands elsewhere: give this rule another."
                yield sheet.problem(item, place, "rule-id", message)
            taken.add(rule.id)
            for language in m.LANGUAGES:
                words = rule.rule[language]
                if words in said:
                    message = f"“{words}” also stands in {said[words]!r}: find other words for this age."
                    yield sheet.problem(item, ("rules", index, "rule", language), "same-words", message)
                said[words] = item.id


def services_keep_to_their_domains(sheet: Sheet) -> Iterator[m.Problem]:
    """The addresses of a service are https and stand on its own domains."""
    for service in sheet.content.of_kind(m.Service):
        domains = {name for name in (service.domain, *service.domains) if name}
        for name in ("web", "report_url", "chat_url"):
            address = getattr(service, name)
            fault = _address_fault(address)
            if fault:
                yield sheet.problem(service, (name,), "address", fault)
            elif address:
                host = (urlsplit(address).hostname or "").removeprefix("www.")
                if not any(host == one.removeprefix("www.") or host.endswith(f".{one}") for one in domains):
                    message = (
                        f"{host} is not one of the service's domains: add it to 'domains' if it is official."
                    )
                    yield sheet.problem(service, (name,), "domain", message)


def numbers_stand_once(sheet: Sheet) -> Iterator[m.Problem]:
    """A number of one kind stands in one service of a country."""
    seen: dict[tuple[str, str, str], m.Service] = {}
    for service in sheet.content.of_kind(m.Service):
        if service.phone is None:
            continue
        key = (service.country, "".join(filter(str.isdigit, service.phone)), service.kind)
        if key in seen:
            message = f"The number {service.phone} already stands in {seen[key].id!r}, same kind: keep one."
            yield sheet.problem(service, ("phone",), "number-twice", message)
        seen.setdefault(key, service)
    yield from _numbers_from_abroad(sheet)


def _numbers_from_abroad(sheet: Sheet) -> Iterator[m.Problem]:
    """The number from abroad has a line of its own on the card: the words beside it do not repeat it."""
    for service in sheet.content.of_kind(m.Service):
        number = "".join(filter(str.isdigit, service.phone_intl or ""))
        if not number:
            continue
        for name in ("takes", "not_for", "need"):
            for index, text in enumerate(getattr(service, name)):
                if any(number in "".join(filter(str.isdigit, words)) for words in (text.fr, text.en)):
                    message = (
                        "The card shows the number from abroad ('phone_intl') by itself: take it out here."
                    )
                    yield sheet.problem(service, (name, index), "number-twice", message)


def hours_can_be_read(sheet: Sheet) -> Iterator[m.Problem]:
    """opening_hours is in OpenStreetMap form, with a time zone."""
    from opening_hours import validate  # noqa: PLC0415 - only the checker needs this compiled library

    for service in sheet.content.of_kind(m.Service):
        if service.opening_hours is None:
            continue
        if not validate(service.opening_hours):
            message = f"{service.opening_hours!r} is not OpenStreetMap form, such as 'Mo-Fr 09:00-18:00'."
            yield sheet.problem(service, ("opening_hours",), "opening-hours", message)


RULES = (
    plans_have_their_shape,
    signs_have_their_shape,
    triage_reaches_a_plan,
    settings_have_their_shape,
    agreements_have_their_shape,
    rules_stand_once,
    services_keep_to_their_domains,
    numbers_stand_once,
    hours_can_be_read,
)
