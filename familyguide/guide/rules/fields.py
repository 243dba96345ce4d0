"""Rules for the fields every item has: ids, known words, sources, dates, status."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.guide.model import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from familyguide.guide.rules.sheet import Sheet

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_ONE_PER_FILE = (m.Conversation, m.Article, m.Plan, m.Checklist, m.Agreement, m.Agenda)
# Items whose facts carry their own dated sources, or that state no fact.
_WITHOUT_SOURCES = (m.Service, m.Checklist, m.Term)
_IDS_WITHOUT_SOURCES = frozenset({"leaving"})
_NOT_A_PERSON = re.compile(
    r"\b(?:a real name|name|nom|todo|tbd|xxx?|ai|ia|claude|chatgpt|gpt|copilot|bot)\b", re.IGNORECASE
)
_LONGEST_MINUTES = 60
# A service may hold in the European Union or anywhere.
_WIDE = ("EU", "INT", "*")


def ids_are_kebab_case(sheet: Sheet) -> Iterator[m.Problem]:
    """An id holds small letters, digits and hyphens."""
    for item in sheet.content.items.values():
        if not _ID.fullmatch(item.id):
            yield sheet.problem(
                item,
                ("id",),
                "id-form",
                f"The id {item.id!r} must be kebab-case: small letters, digits, hyphens.",
            )


def ids_are_file_names(sheet: Sheet) -> Iterator[m.Problem]:
    """An item with a file of its own bears its name."""
    for item in sheet.content.items.values():
        if isinstance(item, _ONE_PER_FILE):
            stem = sheet.content.places[item.id][0].rsplit("/", 1)[-1].removesuffix(".yaml")
            if item.id != stem:
                yield sheet.problem(
                    item,
                    ("id",),
                    "id-file",
                    f"The id {item.id!r} must be the name of its file: write 'id: {stem}'.",
                )


def conversation_ids(sheet: Sheet) -> Iterator[m.Problem]:
    """The id of a conversation is its topic and its age."""
    for item in sheet.content.of_kind(m.Conversation):
        good = [f"{topic}-{age}" for topic in item.topics for age in item.ages]
        if item.id not in good:
            said = " or ".join(good) or "TOPIC-AGE; give it one topic and one age"
            yield sheet.problem(
                item, ("id",), "conversation-id", f"The id of a conversation is its topic and age: {said}."
            )


def _unknown(
    sheet: Sheet, item: m.Item, place: str, words: Iterable[str], known: Iterable[str]
) -> Iterator[m.Problem]:
    for index, word in enumerate(words):
        if word not in known:
            yield sheet.problem(
                item,
                (place, index),
                f"unknown-{place}",
                f"{word!r} is not known here; use one of: {_some(known)}.",
            )


def _some(words: Iterable[str]) -> str:
    listed = sorted(words)
    return ", ".join(listed[:24]) + (" …" if len(listed) > 24 else "")  # noqa: PLR2004 - a readable message


def topics_are_known(sheet: Sheet) -> Iterator[m.Problem]:
    """Topics and needs stand in the vocabulary."""
    words = sheet.content.vocabulary
    if words is None:
        return
    for item in sheet.content.items.values():
        yield from _unknown(sheet, item, "topics", item.topics, words.topics)
        if isinstance(item, m.Service):
            yield from _unknown(sheet, item, "needs", item.needs, words.needs)


def topics_suit_the_age(sheet: Sheet) -> Iterator[m.Problem]:
    """Each topic says at which age it is talked about; no talk stands where it is not suited."""
    words = sheet.content.vocabulary
    if words is None or not words.suited:
        return
    for topic in {**words.topics, **words.suited}:
        ages = words.suited.get(topic, {})
        if topic not in words.topics or set(ages) != set(m.AGES):
            message = (
                f"suited: give {topic!r} one of talk, asked, never for each age; only topics stand here."
            )
            yield m.Problem("vocabulary.yaml", sheet.row("vocabulary.yaml", f"  {topic}:"), "suited", message)
    for item in sheet.content.of_kind(m.Conversation):
        for topic in item.topics[:1]:
            for age in item.ages:
                if words.suited.get(topic, {}).get(age) == "never":
                    message = f"{topic!r} is not suited at {age} (vocabulary.yaml, suited)."
                    yield sheet.problem(item, ("ages",), "not-suited", message)


def vocabulary_names_the_roles(sheet: Sheet) -> Iterator[m.Problem]:
    """Every role, setting topic and article category of the program has a name."""
    words = sheet.content.vocabulary
    if words is None:
        return
    lists = {"roles": m.ROLES, "setting_topics": m.SETTING_TOPICS}
    for key, known in lists.items():
        for word in known:
            if word not in getattr(words, key):
                yield m.Problem("vocabulary.yaml", 1, "vocabulary", f"{key} lacks {word!r}: give it a name.")


def countries_are_known(sheet: Sheet) -> Iterator[m.Problem]:
    """Country codes stand in countries.yaml; a service may also be European or worldwide."""
    known = sheet.content.countries
    if not known:
        return
    wide = {*known, *_WIDE}
    for item in sheet.content.items.values():
        yield from _unknown(sheet, item, "countries", item.countries, known)
    for service in sheet.content.of_kind(m.Service):
        yield from _unknown(sheet, service, "valid_in", service.valid_in, wide)
        if service.country not in wide:
            yield sheet.problem(service, ("country",), "unknown-country", _no_country(service.country))
    for plan, index, code in _step_countries(sheet):
        if code not in known:
            yield sheet.problem(plan, ("steps", index), "unknown-country", _no_country(code))
    for page, language, block in sheet.blocks(b.Only):
        if block.country not in known:
            words = f"!!! country {block.country}"
            yield sheet.page_problem(page, language, words, "unknown-country", _no_country(block.country))


def _step_countries(sheet: Sheet) -> Iterator[tuple[m.Plan, int, str]]:
    for plan in sheet.content.of_kind(m.Plan):
        for index, step in enumerate(plan.steps):
            for code in (*step.only, *step.by_country):
                yield plan, index, code


def _no_country(code: str) -> str:
    return f"{code!r} is not in countries.yaml: write a code that is there, or add the country."


def sources_are_read(sheet: Sheet) -> Iterator[m.Problem]:
    """Every source stands in the bibliography and was read."""
    books = sheet.content.bibliography
    if not books:
        return
    for item in sheet.content.items.values():
        for index, key in enumerate(item.sources):
            for code, message in source_faults(books, key):
                yield sheet.problem(item, ("sources", index), code, message)
    for page, language, block in sheet.blocks(b.Figure):
        for code, message in source_faults(books, block.source):
            yield sheet.page_problem(page, language, f"!!! figure {block.source}", code, message)
    for file, part in _loose(sheet):
        for key in part.sources:
            for code, message in source_faults(books, key):
                yield m.Problem(file, sheet.row(file, key), code, message)


def _loose(sheet: Sheet) -> Iterator[tuple[str, m.Triage | m.ImageRuleText]]:
    if sheet.content.triage is not None:
        yield "triage.yaml", sheet.content.triage
    if sheet.content.image_rule is not None:
        yield "texts/image-rule.yaml", sheet.content.image_rule


def source_faults(books: dict[str, m.Source], key: str) -> Iterator[tuple[str, str]]:
    """Give code and message of what is wrong with a source: not there, or not read."""
    if key not in books:
        yield "unknown-source", f"{key!r} is not in bibliography.yaml: add it there, or name another source."
    elif not books[key].read:
        yield "source-not-read", f"{key!r} was not read, so it cannot be a source: read it, or name another."


def items_have_sources(sheet: Sheet) -> Iterator[m.Problem]:
    """Every item names where its facts come from."""
    for item in sheet.content.items.values():
        if isinstance(item, m.Service) and not item.dated_sources:
            yield sheet.problem(item, (), "no-source", "Name at least one dated source of this service.")
        if isinstance(item, _WITHOUT_SOURCES) or item.id in _IDS_WITHOUT_SOURCES:
            continue
        if isinstance(item, m.Article) and item.category == "guide":
            # It tells what the app does, which the app itself shows.
            continue
        if not item.sources:
            yield sheet.problem(
                item,
                ("sources",),
                "no-source",
                "Name at least one source of bibliography.yaml that was read.",
            )


def _easy(sheet: Sheet) -> Iterator[tuple[str, m.Easy]]:
    for of, easy in sheet.content.easy.items():
        yield sheet.content.easy_in[of], easy


def _dated(
    sheet: Sheet,
) -> Iterator[tuple[str, int, int, m.Item | m.Triage | m.ImageRuleText | m.Practice | m.Duties | m.Easy]]:
    for item in sheet.content.items.values():
        yield (
            sheet.content.places[item.id][0],
            sheet.problem(item, ("review_by",), "", "").line,
            sheet.problem(item, ("updated",), "", "").line,
            item,
        )
    files: list[tuple[str, m.Triage | m.ImageRuleText | m.Practice | m.Duties | m.Easy | None]]
    files = [*_loose(sheet), *_easy(sheet)]
    files += [("practice.yaml", sheet.content.practice), ("duties.yaml", sheet.content.duties)]
    for file, part in files:
        if part is not None:
            yield file, sheet.row(file, "review_by:"), sheet.row(file, "updated:"), part


def dates_are_good(sheet: Sheet) -> Iterator[m.Problem]:
    """review_by is a month still to come; updated is a day."""
    month = f"{sheet.today:%Y-%m}"
    for file, review_line, updated_line, item in _dated(sheet):
        if not _MONTH.fullmatch(item.review_by):
            yield m.Problem(
                file, review_line, "review-by", f"review_by must be a month such as '{month}', in quotes."
            )
        elif item.review_by < month:
            yield m.Problem(
                file,
                review_line,
                "expired",
                f"This was to be read again by {item.review_by}: read it, then set a month.",
            )
        try:
            day = date.fromisoformat(item.updated)
        except ValueError:
            yield m.Problem(
                file, updated_line, "updated", f"updated must be a day such as '{sheet.today}', in quotes."
            )
        else:
            if (day - sheet.today).days > 1:
                yield m.Problem(
                    file,
                    updated_line,
                    "updated",
                    f"updated is still to come ({day}): write the day it changed.",
                )


def status_is_true(sheet: Sheet) -> Iterator[m.Problem]:
    """A review has a real person and a month; it is never made up."""
    for item in sheet.content.items.values():
        for message in _untrue(item.status, sheet):
            yield sheet.problem(item, ("status",), "status", message)
    for file, easy in _easy(sheet):
        for message in _untrue(easy.status, sheet):
            yield m.Problem(file, sheet.row(file, "status:"), "status", message)


def _untrue(status: str | m.Reviewed, sheet: Sheet) -> Iterator[str]:
    if not isinstance(status, m.Reviewed):
        return
    name = status.reviewed_by.strip()
    letters = sum(map(str.isalpha, name))
    # A name is longer than two letters, and is written with letters that are seen.
    if letters < 3 or not name.isprintable() or _NOT_A_PERSON.search(name):  # noqa: PLR2004
        yield "reviewed_by must be the name of the person who read it; else write 'draft'."
    if not _MONTH.fullmatch(status.on) or status.on > f"{sheet.today:%Y-%m}":
        yield "'on' must be the month of the review, such as '2027-01'."


def minutes_are_given(sheet: Sheet) -> Iterator[m.Problem]:
    """A conversation or an article says about how long it takes."""
    for item in sheet.content.items.values():
        if not isinstance(item, m.Conversation | m.Article):
            continue
        if item.minutes is None or not 1 <= item.minutes <= _LONGEST_MINUTES:
            yield sheet.problem(
                item, ("minutes",), "minutes", f"Say how long {kind_of(item)} {item.id} takes: 'minutes: 5'."
            )


def articles_stand_on_a_shelf(sheet: Sheet) -> Iterator[m.Problem]:
    """Each article to understand stands on exactly one shelf, and only articles do."""
    words = sheet.content.vocabulary
    if words is None or not words.article_shelves:
        return
    line = sheet.row("vocabulary.yaml", "article_shelves:")
    placed = [name for shelf in words.article_shelves for name in shelf.articles]
    if not any(name in sheet.content.items for name in placed):
        # A town's content brings its own pages, and none of these.
        return
    for name in dict.fromkeys(placed):
        if placed.count(name) > 1 or not sheet.exists(name, m.Article):
            message = f"article_shelves: {name!r} is no article, or stands twice. Mend the list."
            yield m.Problem("vocabulary.yaml", line, "shelf", message)
    for item in sheet.content.of_kind(m.Article):
        if item.category in {"understand", "guide"} and item.id not in placed:
            message = f"{item.id!r} stands on no shelf: add it to article_shelves of vocabulary.yaml."
            yield sheet.problem(item, ("category",), "shelf", message)


RULES = (
    articles_stand_on_a_shelf,
    ids_are_kebab_case,
    ids_are_file_names,
    conversation_ids,
    topics_are_known,
    vocabulary_names_the_roles,
    topics_suit_the_age,
    countries_are_known,
    sources_are_read,
    items_have_sources,
    dates_are_good,
    status_is_true,
    minutes_are_given,
)
