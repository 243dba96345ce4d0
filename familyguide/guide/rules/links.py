"""Rules for what leads from one item to another: links, next lists, roles, strips, redirects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.guide.rules.sheet import text_problem
from familyguide.guide.rules.texts import page_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from familyguide.guide.rules.sheet import Sheet

_KINDS: dict[str, type[m.Item]] = {
    "plan": m.Plan,
    "conversation": m.Conversation,
    "checklist": m.Checklist,
    "article": m.Article,
    "term": m.Term,
    "service": m.Service,
    "sign": m.Sign,
    "agreement": m.Agreement,
}
_PAGES = frozenset({"plan", "conversation", "checklist", "article", "sign", "agreement"})
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_MOST = {"checklists": 3, "conversations": 2}


def target_fault(sheet: Sheet, target: str) -> str | None:
    """Say what is wrong with a link such as plan:disclosure; None when it leads to an item."""
    kind, colon, identifier = target.partition(":")
    if not colon or kind not in _KINDS:
        return f"A link is written KIND:ID, such as plan:disclosure; not {target!r}."
    if not sheet.exists(identifier, _KINDS[kind]):
        return f"There is no {kind} {identifier!r}: mend the id, or write that {kind}."
    return None


def links_of_pages(sheet: Sheet) -> Iterator[m.Problem]:
    """Every link of a page leads to an item that is there."""
    pages: list[tuple[m.AnyItem, m.Language, b.Paragraph | b.Bullets]] = []
    pages += sheet.blocks(b.Paragraph)
    pages += sheet.blocks(b.Bullets)
    for item, language, block in pages:
        for link in block.links:
            fault = target_fault(sheet, link.target)
            if fault:
                file, page = page_of(sheet.content, item, language)
                yield m.Problem(file, _row(page.text, f"]({link.target})"), "dead-link", fault)


def pages_are_named_by_their_titles(sheet: Sheet) -> Iterator[m.Problem]:
    """Inside a sentence a page stands in quotes, as plain text: by its title, or the beginning of it."""
    pages: list[tuple[m.AnyItem, m.Language, b.Paragraph | b.Bullets]] = []
    pages += sheet.blocks(b.Paragraph)
    pages += sheet.blocks(b.Bullets)
    for item, language, block in pages:
        lines = (block.text,) if isinstance(block, b.Paragraph) else block.items
        for link in block.links:
            kind, _, identifier = link.target.partition(":")
            named = sheet.content.items.get(identifier)
            # A link that stands alone is a way to go, and says where it leads in words of its own.
            is_page = kind in _PAGES and isinstance(named, _KINDS[kind])
            if not is_page or named is None or link.label in lines:
                continue
            title = named.title[language]
            if not re.match(rf"{re.escape(link.label)}(?!\w)", title):
                file, page = page_of(sheet.content, item, language)
                message = f"{link.label!r} is shown as a title: write {title!r}, or how it begins."
                yield m.Problem(file, _row(page.text, f"]({link.target})"), "link-title", message)


def _row(text: str, words: str) -> int:
    where = text.find(words)
    return text.count("\n", 0, where) + 1 if where >= 0 else 1


def links_of_steps(sheet: Sheet) -> Iterator[m.Problem]:
    """The links of a plan lead to items that are there."""
    for plan in sheet.content.of_kind(m.Plan):
        for index, step in enumerate(plan.steps):
            for place, target in enumerate(step.links):
                fault = target_fault(sheet, target)
                if fault:
                    yield sheet.problem(plan, ("steps", index, "links", place), "dead-link", fault)


def _nexts(sheet: Sheet) -> Iterator[tuple[m.Item, m.Next]]:
    for item in sheet.content.items.values():
        if isinstance(item, m.Conversation | m.Article | m.Sign | m.Agreement):
            yield item, item.next


def next_lists(sheet: Sheet) -> Iterator[m.Problem]:
    """What comes next is there, and is not a long list."""
    kinds = {
        "checklists": "checklist",
        "conversations": "conversation",
        "plans": "plan",
        "articles": "article",
        "agreements": "agreement",
    }
    for item, following in _nexts(sheet):
        for name, kind in kinds.items():
            listed = getattr(following, name)
            for index, identifier in enumerate(listed):
                fault = target_fault(sheet, f"{kind}:{identifier}")
                if fault:
                    yield sheet.problem(item, ("next", name, index), "dead-link", fault)
                elif identifier == item.id:
                    yield sheet.problem(
                        item, ("next", name, index), "next", "A page does not lead to itself: remove it."
                    )
            if len(listed) > _MOST.get(name, 99):
                yield sheet.problem(
                    item, ("next", name), "next", f"At most {_MOST[name]} {name}: keep the most useful."
                )


def next_talks(sheet: Sheet) -> Iterator[m.Problem]:
    """A topic to talk about has at least one conversation."""
    talks = {topic for item in sheet.content.of_kind(m.Conversation) for topic in item.topics}
    for item, following in _nexts(sheet):
        for index, topic in enumerate(following.talk):
            if topic not in talks and not any(one.startswith(f"{topic}-") for one in sheet.broken):
                message = f"There is no conversation on {topic!r}: name another topic, or write one."
                yield sheet.problem(item, ("next", "talk", index), "dead-link", message)


def _roles(sheet: Sheet) -> Iterator[tuple[m.Item, tuple[str | int, ...], str]]:
    for item, following in _nexts(sheet):
        for index, role in enumerate(following.roles):
            yield item, ("next", "roles", index), role
    for plan in sheet.content.of_kind(m.Plan):
        for index, role in enumerate(plan.call):
            yield plan, ("call", index), role
        for number, step in enumerate(plan.steps):
            for index, role in enumerate(step.call):
                yield plan, ("steps", number, "call", index), role


def _is_role(word: str) -> bool:
    return word in m.ROLES


_LISTED = ", ".join(m.ROLES)


def roles_are_known(sheet: Sheet) -> Iterator[m.Problem]:
    """Roles are those of the program."""
    for item, place, role in _roles(sheet):
        if not _is_role(role):
            yield sheet.problem(
                item, place, "unknown-role", f"{role!r} is not a role; use one of: {_LISTED}."
            )
    for page, language, block in sheet.blocks(b.Call):
        for role in block.roles:
            if not _is_role(role):
                words = f"!!! call {' '.join(block.roles)}"
                message = f"{role!r} is not a role; use one of: {_LISTED}."
                yield sheet.page_problem(page, language, words, "unknown-role", message)


def who_can_help(sheet: Sheet) -> Iterator[m.Problem]:
    """Those who can help are roles, or services that are there."""
    for plan in sheet.content.of_kind(m.Plan):
        for index, who in enumerate(plan.who):
            if who.startswith("service:"):
                fault = target_fault(sheet, who)
                if fault:
                    yield sheet.problem(plan, ("who", index), "dead-link", fault)
            elif not _is_role(who):
                message = f"{who!r} is neither a role nor service:ID; roles are: {_LISTED}."
                yield sheet.problem(plan, ("who", index), "unknown-role", message)


def loose_roles_are_known(sheet: Sheet) -> Iterator[m.Problem]:
    """Roles of triage, search and countries are those of the program."""
    used: list[tuple[str, str]] = []
    if sheet.content.triage:
        used += [("triage.yaml", role) for role in sheet.content.triage.safety.unsafe.roles]
    words = sheet.content.search_words
    rules: list[m.CrisisRule | m.Together] = [*words.crisis.fr, *words.crisis.en, *words.together]
    for rule in rules:
        used += [("search.yaml", role) for role in rule.roles]
        needs = sheet.content.vocabulary.needs if sheet.content.vocabulary else rule.needs
        for need in rule.needs:
            if need not in needs:
                message = f"{need!r} is not a need of vocabulary.yaml."
                yield m.Problem("search.yaml", sheet.row("search.yaml", need), "unknown-needs", message)
    used += [
        ("countries.yaml", role) for country in sheet.content.countries.values() for role in country.roles
    ]
    for file, role in dict.fromkeys(used):
        if not _is_role(role):
            message = f"{role!r} is not a role; use one of: {', '.join(m.ROLES)}."
            yield m.Problem(file, sheet.row(file, role), "unknown-role", message)


def questions_lead_somewhere(sheet: Sheet) -> Iterator[m.Problem]:
    """The questions of readers stand under a page, or under a topic; pages to put first in search exist."""
    content = sheet.content
    topics = content.vocabulary.topics if content.vocabulary else {}
    for key, file in content.asked_in.items():
        known = key in content.items or key in sheet.broken or key.removeprefix("topic:") in topics
        if not known:
            message = f"{key!r} is no page and no topic: name an id, or topic:ID."
            yield m.Problem(file, sheet.row(file, key), "dead-link", message)
    for language in m.LANGUAGES:
        groups = getattr(content.search_words.groups, language)
        for rule in getattr(content.search_words.crisis, language):
            phrases = (rule.words,) if isinstance(rule.words, str) else rule.words
            for name in (word[1:] for phrase in phrases for word in phrase.split() if word.startswith("$")):
                if name not in groups:
                    message = f"${name} is no group of words: name it under groups, in {language}."
                    line = sheet.row("search.yaml", f"${name}")
                    yield m.Problem("search.yaml", line, "unknown-group", message)
            yield from _pages_exist(sheet, rule.plans)
    for together in content.search_words.together:
        yield from _pages_exist(sheet, together.plans)
        for name in (*together.all, *together.unless):
            if name not in content.search_words.concepts:
                message = f"{name!r} is no concept: name it under concepts."
                yield m.Problem("search.yaml", sheet.row("search.yaml", name), "unknown-group", message)


def _pages_exist(sheet: Sheet, plans: tuple[str, ...]) -> Iterator[m.Problem]:
    for plan in plans:
        if plan not in sheet.content.items:
            message = f"{plan!r} is no page of this guide."
            yield m.Problem("search.yaml", sheet.row("search.yaml", plan), "dead-link", message)


def placeholders(sheet: Sheet) -> Iterator[m.Problem]:
    """{service:ID} and {role:ROLE} name something that is there."""
    for text in sheet.texts:
        for match in _PLACEHOLDER.finditer(text.text):
            kind, _, name = match.group(1).partition(":")
            if kind == "role" and _is_role(name):
                continue
            if kind == "service" and sheet.exists(name, m.Service):
                continue
            yield text_problem(
                text,
                text.text[match.start() :],
                "placeholder",
                f"{match.group()} names nothing: write {{service:ID}} or {{role:ROLE}} with a known name.",
            )


def strips_are_filled(sheet: Sheet) -> Iterator[m.Problem]:
    """The strip and the roles of a country name services that are there."""
    for code, country in sheet.content.countries.items():
        strips = {name: getattr(country.strip, name) for name in country.strip.__struct_fields__}
        for identifiers in (*strips.values(), *country.roles.values()):
            for identifier in identifiers:
                name = identifier.removeprefix("service:")
                if not sheet.exists(name, m.Service):
                    line = sheet.row("countries.yaml", identifier)
                    message = f"{code}: there is no service {name!r}: mend the id, or write that service."
                    yield m.Problem("countries.yaml", line, "dead-link", message)


def _parts_of_items(sheet: Sheet) -> Iterator[str]:
    for checklist in sheet.content.of_kind(m.Checklist):
        yield from (setting.id for setting in checklist.settings)
    for agreement in sheet.content.of_kind(m.Agreement):
        yield from (rule.id for rule in agreement.rules)


def redirects_lead_somewhere(sheet: Sheet) -> Iterator[m.Problem]:
    """Merged ids lead to items that are there; retired ids are not used again; nothing turns in a circle."""
    redirects = sheet.content.redirects
    # Ticks are kept under the ids of settings and of an agreement's rules, which live on as well.
    items = {*sheet.content.items, *_parts_of_items(sheet)}
    for old in (*redirects.retired, *redirects.merged):
        if old in items:
            message = f"The id {old!r} is retired or merged and cannot be used again: rename the item."
            yield m.Problem("redirects.yaml", sheet.row("redirects.yaml", old), "redirect-used", message)
    for old, new in redirects.merged.items():
        line = sheet.row("redirects.yaml", f"{old}:")
        seen, end = {old}, new
        while end in redirects.merged and end not in seen:
            seen.add(end)
            end = redirects.merged[end]
        if end in seen:
            yield m.Problem(
                "redirects.yaml", line, "redirect-cycle", f"{old!r} leads back to itself: name an item."
            )
        elif end not in items and end not in sheet.broken:
            yield m.Problem(
                "redirects.yaml", line, "dead-redirect", f"{old!r} leads to {new!r}, which is not there."
            )
        if old in redirects.retired:
            yield m.Problem(
                "redirects.yaml", line, "redirect-twice", f"{old!r} is both retired and merged: keep one."
            )


RULES = (
    links_of_pages,
    pages_are_named_by_their_titles,
    links_of_steps,
    next_lists,
    next_talks,
    roles_are_known,
    who_can_help,
    loose_roles_are_known,
    questions_lead_somewhere,
    placeholders,
    strips_are_filled,
    redirects_lead_somewhere,
)
