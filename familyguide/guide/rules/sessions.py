"""Rules for sessions: agendas, what the shared screen says, practice cards, cases, a worker's duties."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.guide.rules.copies import known_sentences, runs_of
from familyguide.guide.rules.fields import source_faults
from familyguide.guide.rules.links import target_fault
from familyguide.guide.rules.measures import breaths
from familyguide.guide.rules.words import plain
from familyguide.guide.sentences import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from familyguide.guide.rules.sheet import Sheet

CARDS, DUTIES = "practice.yaml", "duties.yaml"
# Read from the back of a room, at 44 px.
SHOWN_WORDS = 18
# Said in one breath by somebody who has never seen it.
CARD_WORDS = 16
TRIES = 3
# Short texts meet in a few words by chance; more than this is the same text twice.
SHARED = 0.12
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# A slot that is made for adults alone, and the parts that a session cannot do without.
_ADULT_SLOTS = frozenset({"conversation", "setting", "cases", "signs"})
_NEEDED = ("welcome", "help", "close")
# Parts nobody plays: who harms, who was harmed.
_NEVER_PLAYED = {
    "fr": re.compile(
        r"(?<!\w)(?:victimes?|agress\w+|abus\w+|maître[- ]chanteur|chantage|menac\w+|inconnue?s?|prédat\w+"
        r"|pédophil\w+|violeu\w+|viol|proxénète\w*|exploit\w+|harcel\w+|bless\w+|complices?|coupables?)(?!\w)"
    ),
    "en": re.compile(
        r"(?<!\w)(?:victims?|abus\w+|attack\w+|offend\w+|blackmail\w*|threat\w*|strangers?|predator\w*"
        r"|pa?edophil\w*|rap\w{1,4}|pimps?|exploit\w+|bull(?:y|ies|ied|ying)|harass\w+|hurt|groom\w+|guilty)(?!\w)"
    ),
}
_SCORES = {
    "fr": re.compile(
        r"(?<!\w)(?:des points|un point|deux points|scores?|not[ée]e?s? sur|bonne réponse|mauvaise réponse"
        r"|gagnants?|perdants?|classement)(?!\w)"
    ),
    "en": re.compile(
        r"(?<!\w)(?:points|scores?|scored|marks out of|(?:right|wrong) answer|winners?|losers?|ranking)(?!\w)"
    ),
}
_NONE = frozenset(
    {"pas", "jamais", "personne", "aucun", "aucune", "ni", "no", "not", "never", "nobody", "without"}
)


def agendas_have_their_shape(sheet: Sheet) -> Iterator[m.Problem]:
    """An agenda fills its time exactly, and its parts have what a session needs."""
    levels: dict[str, str] = {}
    for agenda in sheet.content.of_kind(m.Agenda):
        wanted, total = m.LEVEL_MINUTES[agenda.level], sum(part.minutes for part in agenda.parts)
        if total != wanted:
            message = (
                f"Its parts last {total} minutes together; {agenda.level} lasts {wanted}: mend the minutes."
            )
            yield sheet.problem(agenda, ("parts",), "agenda-minutes", message)
        if agenda.minutes != wanted:
            message = f"'minutes' must be {wanted}, as every {agenda.level} session."
            yield sheet.problem(agenda, ("minutes",), "agenda-minutes", message)
        if agenda.audience != "worker":
            message = "A session is for who leads it: write 'audience: worker'."
            yield sheet.problem(agenda, ("audience",), "agenda-audience", message)
        if agenda.level in levels:
            message = f"{levels[agenda.level]!r} is already the template of {agenda.level}: keep one."
            yield sheet.problem(agenda, ("level",), "agenda-level", message)
        levels[agenda.level] = agenda.id
        kinds = [part.kind for part in agenda.parts]
        for kind in _NEEDED:
            if kind not in kinds:
                message = f"It has no part of kind {kind!r}: nobody comes or leaves without it."
                yield sheet.problem(agenda, ("parts",), "agenda-parts", message)
        yield from _parts(sheet, agenda)


def _parts(sheet: Sheet, agenda: m.Agenda) -> Iterator[m.Problem]:
    seen: set[str] = set()
    for index, part in enumerate(agenda.parts):
        place = ("parts", index)
        if not _ID.fullmatch(part.id) or part.id in seen:
            message = f"The id {part.id!r} must be kebab-case, and stand once in this session."
            yield sheet.problem(agenda, (*place, "id"), "id-form", message)
        seen.add(part.id)
        if part.minutes < 1:
            yield sheet.problem(
                agenda, (*place, "minutes"), "agenda-minutes", "A part lasts a minute or more."
            )
        if part.slot is not None and part.item is not None:
            message = "A part shows one fixed item, or is filled from the needs: keep 'item' or 'slot'."
            yield sheet.problem(agenda, (*place, "slot"), "agenda-slot", message)
        if agenda.level == "parent-and-child" and part.slot in _ADULT_SLOTS:
            message = f"'slot: {part.slot}' is for adults alone: with a child take cards, agreement or help."
            yield sheet.problem(agenda, (*place, "slot"), "agenda-audience", message)
        for number, text in enumerate(part.show):
            for language in m.LANGUAGES:
                length = len(words_of(text[language]))
                if length > SHOWN_WORDS:
                    message = (
                        f"{length} words in {language}, at most {SHOWN_WORDS}: the room reads it from afar."
                    )
                    yield sheet.problem(agenda, (*place, "show", number, language), "agenda-show", message)


def agendas_show_items(sheet: Sheet) -> Iterator[m.Problem]:
    """A part of a session shows an item that is there, made for both when a child takes part."""
    for agenda in sheet.content.of_kind(m.Agenda):
        for index, part in enumerate(agenda.parts):
            if part.item is None:
                continue
            name = part.item
            item = sheet.content.items.get(sheet.content.redirects.merged.get(name, name))
            place = ("parts", index, "item")
            if item is None and name not in sheet.broken:
                message = f"There is no item {name!r}: mend the id, or write it."
                yield sheet.problem(agenda, place, "dead-link", message)
            elif item is not None and agenda.level == "parent-and-child" and item.audience != "with-child":
                message = f"{name!r} is not for a child to see: take an item whose audience is with-child."
                yield sheet.problem(agenda, place, "agenda-audience", message)


def duties_are_known(sheet: Sheet) -> Iterator[m.Problem]:
    """A duty stands once, with countries we hold and sources that were read; agendas name only these."""
    duties = sheet.content.duties
    known: Counter[str] = Counter(duty.id for duty in duties.duties) if duties is not None else Counter()
    for duty in duties.duties if duties is not None else ():
        line = sheet.row(DUTIES, f"id: {duty.id}")
        if known[duty.id] > 1:
            message = f"The duty {duty.id!r} stands twice: rename one."
            yield m.Problem(DUTIES, line, "id-twice", message)
        if not duty.sources:
            yield m.Problem(
                DUTIES, line, "no-source", "A duty rests on a source of bibliography.yaml: name it."
            )
        yield from _sources(sheet, DUTIES, duty.sources)
        for code in duty.countries:
            if code not in sheet.content.countries:
                message = f"{code!r} is not in countries.yaml: write a code that is there."
                yield m.Problem(DUTIES, line, "unknown-country", message)
    for agenda in sheet.content.of_kind(m.Agenda):
        for index, part in enumerate(agenda.parts):
            for number, name in enumerate(part.duties):
                if name not in known:
                    message = f"There is no duty {name!r} in duties.yaml: mend the id, or write it."
                    yield sheet.problem(agenda, ("parts", index, "duties", number), "dead-link", message)


def _sources(sheet: Sheet, file: str, keys: Iterable[str]) -> Iterator[m.Problem]:
    books = sheet.content.bibliography
    for key in keys if books else ():
        for code, message in source_faults(books, key):
            yield m.Problem(file, sheet.row(file, key), code, message)


def _scenes(sheet: Sheet) -> tuple[m.Card | m.Case, ...]:
    practice = sheet.content.practice
    return (*practice.cards, *practice.cases) if practice is not None else ()


def scenes_have_known_fields(sheet: Sheet) -> Iterator[m.Problem]:
    """Cards and cases have ids of their own, known topics, ages in order, and sources that were read."""
    topics = sheet.content.vocabulary.topics if sheet.content.vocabulary is not None else {}
    seen = set(sheet.content.items)
    for scene in _scenes(sheet):
        line = sheet.row(CARDS, f"id: {scene.id}")
        if not _ID.fullmatch(scene.id):
            message = f"The id {scene.id!r} must be kebab-case: small letters, digits, hyphens."
            yield m.Problem(CARDS, line, "id-form", message)
        if scene.id in seen:
            yield m.Problem(
                CARDS, line, "id-twice", f"The id {scene.id!r} already stands elsewhere: rename it."
            )
        seen.add(scene.id)
        if not scene.topics:
            message = "Name one topic or more: a session finds it by them."
            yield m.Problem(CARDS, line, "unknown-topics", message)
        for topic in scene.topics:
            if topics and topic not in topics:
                yield m.Problem(CARDS, line, "unknown-topics", f"{topic!r} is not in vocabulary.yaml.")
        if list(scene.ages) != sorted(set(scene.ages), key=m.AGES.index):
            yield m.Problem(CARDS, line, "unknown-ages", "Write each age once, the youngest first.")
        yield from _sources(sheet, CARDS, scene.sources)
        for target in scene.leads if isinstance(scene, m.Case) else ():
            fault = target_fault(sheet, target)
            if fault:
                yield m.Problem(CARDS, sheet.row(CARDS, target), "dead-link", fault)


def cards_are_safe_to_play(sheet: Sheet) -> Iterator[m.Problem]:
    """Nobody plays who harms or was harmed; sensitive topics are practised alone; nothing is scored."""
    practice = sheet.content.practice
    for card in practice.cards if practice is not None else ():
        line = sheet.row(CARDS, f"id: {card.id}")
        sensitive = m.SOLO_TOPICS.intersection(card.topics)
        if sensitive and not card.solo:
            said = ", ".join(sorted(sensitive))
            message = f"On {said} an adult practises alone: write 'solo: true', and an empty chair."
            yield m.Problem(CARDS, line, "card-solo", message)
        if card.audience == "with-child" and (sensitive or card.solo):
            message = "A card for both is light, and not on this topic: write 'audience: adult'."
            yield m.Problem(CARDS, line, "card-audience", message)
        if not 1 <= len(card.tries) <= TRIES:
            yield m.Problem(CARDS, line, "card-tries", f"Give one to {TRIES} things to try next.")
        for language in m.LANGUAGES:
            for role in (card.you[language], card.other[language]):
                match = _NEVER_PLAYED[language].search(plain(role))
                if match:
                    message = f"Nobody plays {match.group()!r}: give an everyday part, or an empty chair."
                    yield m.Problem(CARDS, line, "card-part", message)
    for scene in _scenes(sheet):
        line = sheet.row(CARDS, f"id: {scene.id}")
        for language in m.LANGUAGES:
            for text in _texts(scene, language):
                match = _SCORES[language].search(plain(text))
                if match and not _NONE.intersection(words_of(plain(text)[: match.start()])):
                    yield m.Problem(
                        CARDS, line, "card-score", f"{match.group()!r}: nothing is scored here. Remove it."
                    )
                for one in breaths(text):
                    length = len(words_of(one))
                    if length > CARD_WORDS:
                        message = (
                            f"{length} words in {language}, at most {CARD_WORDS}: cut “{one[:40].strip()}…”"
                        )
                        yield m.Problem(CARDS, line, "long-sentence", message)


def _texts(scene: m.Card | m.Case, language: str) -> Iterator[str]:
    both: tuple[m.Both, ...]
    if isinstance(scene, m.Card):
        both = (scene.title, scene.scene, scene.you, scene.other, scene.line, *scene.tries)
    else:
        both = (scene.title, scene.scene, scene.ask, *scene.notes)
    return (text[language] for text in both)


def sessions_are_no_copies(sheet: Sheet) -> Iterator[m.Problem]:
    """Two cards, cases or agendas share few five-word sequences, outside the phrase bank."""
    for language in m.LANGUAGES:
        known = known_sentences(sheet, language)
        units: dict[str, tuple[str, int, list[str]]] = {}
        for scene in _scenes(sheet):
            line = sheet.row(CARDS, f"id: {scene.id}")
            units[scene.id] = (CARDS, line, list(_texts(scene, language)))
        for text in sheet.texts:
            if text.kind == "agenda" and text.language == language:
                units.setdefault(text.item, (text.file, 1, []))[2].append(text.text)
        runs = {name: runs_of(texts, known) for name, (_, _, texts) in units.items()}
        for left, right in combinations(units, 2):
            if (units[left][0] == CARDS) != (units[right][0] == CARDS):
                continue
            common = runs[left][0] & runs[right][0]
            shortest = min(runs[left][1], runs[right][1])
            if shortest and common.total() > SHARED * shortest:
                example = " ".join(max(common, key=lambda run: sum(map(len, run))))
                message = f"It says much the same as {left!r}, such as “{example}”: write it in other words."
                yield m.Problem(*units[right][:2], "near-copy", message)


def worker_pages_stay_with_the_worker(sheet: Sheet) -> Iterator[m.Problem]:
    """Pages for a session are for the worker, and only they show a worker's duties."""
    for article in sheet.content.of_kind(m.Article):
        if (article.category == "session") != (article.audience == "worker"):
            message = "'category: session' and 'audience: worker' go together: write both, or neither."
            yield sheet.problem(article, ("category",), "worker-page", message)
    for item, language, _ in sheet.blocks(b.DutyList):
        if item.audience != "worker":
            message = "Duties are shown to workers alone: remove '!!! duties'."
            yield sheet.page_problem(item, language, "!!! duties", "worker-page", message)


RULES = (
    agendas_have_their_shape,
    agendas_show_items,
    duties_are_known,
    scenes_have_known_fields,
    cards_are_safe_to_play,
    sessions_are_no_copies,
    worker_pages_stay_with_the_worker,
)
