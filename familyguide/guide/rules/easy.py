"""Rules for easy versions: one idea a line, few lines, drawings that exist, and what they are of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from familyguide.guide import model as m
from familyguide.guide.rules.measures import breaths, lix
from familyguide.guide.sentences import sentences, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from familyguide.guide.rules.sheet import Sheet

# What is drawn, in a checkout: whoever writes drawings has it, a packaged app has them ready made.
DRAWN = Path(__file__).resolve().parents[3] / "resources" / "drawings"
HELP = "help"
TOPIC = "topic:"
# From the European rules for information that is easy to read (source FALC): short lines, one idea each.
WORDS_A_LINE = 12
LINES_A_STEP = 4
STEPS = 8
# An idea, and what it means.
SENTENCES_A_LINE = 2
LIX = 24.0
# Lines so short together say nothing about how hard their words are.
_ENOUGH_WORDS = 20


def easy_versions_lead_somewhere(sheet: Sheet) -> Iterator[m.Problem]:
    """Each is of a plan, of a topic that has conversations, or of help; its drawings and roles exist."""
    content = sheet.content
    topics = {topic for item in content.of_kind(m.Conversation) for topic in item.topics}
    for of, easy in content.easy.items():
        file = content.easy_in[of]
        is_known = (
            of == HELP
            or sheet.exists(of, m.Plan)
            or (of.startswith(TOPIC) and of.removeprefix(TOPIC) in topics)
        )
        merged = content.redirects.merged.get(of)
        if merged is not None:
            yield m.Problem(file, 1, "easy-of", f"{of!r} was merged: write 'of: {merged}' instead.")
        elif not is_known:
            message = f"{of!r} is no plan, no topic:ID with conversations, and not help. Correct 'of'."
            yield m.Problem(file, 1, "easy-of", message)
        if of == HELP and not all(step.call for step in easy.steps):
            yield m.Problem(file, 1, "easy-call", "Every step of the page of help names whom to call.")
        roles = content.vocabulary.roles if content.vocabulary is not None else {}
        for number, step in enumerate(easy.steps, start=1):
            if step.drawing is not None:
                for message in _drawing_faults(sheet, step.drawing):
                    at = sheet.row(file, f"drawing: {step.drawing}")
                    yield m.Problem(file, at, "easy-drawing", f"Step {number}: {message}")
            for other in step.read:
                if other == of:
                    message = f"Step {number}: {of!r} goes on with itself: name another, or take it away."
                    yield m.Problem(file, sheet.row(file, "read:"), "easy-read", message)
                elif other not in content.easy:
                    message = f"Step {number}: there is no easy version of {other!r} to go on with."
                    yield m.Problem(file, 1, "easy-read", message)
            for role in step.call:
                if role not in roles:
                    message = f"Step {number}: there is no role {role!r} in vocabulary.yaml."
                    yield m.Problem(file, 1, "easy-call", message)


def _drawing_faults(sheet: Sheet, name: str) -> Iterator[str]:
    if name not in sheet.content.drawings:
        yield f"there is no drawing {name!r} in drawings.yaml."
    elif DRAWN.is_dir() and not (DRAWN / f"{name}.svg").is_file():
        yield f"the drawing {name!r} is not made yet: add resources/drawings/{name}.svg, or take it away."


def easy_versions_are_easy(sheet: Sheet) -> Iterator[m.Problem]:
    """At most eight steps of four lines; a line is one short sentence of everyday words."""
    for of, easy in sheet.content.easy.items():
        file = sheet.content.easy_in[of]
        if not 1 <= len(easy.steps) <= STEPS:
            yield m.Problem(file, 1, "easy-steps", f"{len(easy.steps)} steps: write one to {STEPS}.")
        for number, step in enumerate(easy.steps, start=1):
            if not 1 <= len(step.lines) <= LINES_A_STEP:
                message = f"Step {number} has {len(step.lines)} lines: write one to {LINES_A_STEP}."
                yield m.Problem(file, 1, "easy-lines", message)
            spoken = (*step.lines, step.say) if step.say is not None else step.lines
            for line in spoken:
                yield from _line(sheet, file, line)
        for language in m.LANGUAGES:
            said = [one for step in easy.steps for line in step.lines for one in breaths(line[language])]
            hard = lix(said)
            if hard > LIX and sum(len(words_of(one)) for one in said) >= _ENOUGH_WORDS:
                message = f"LIX is {hard} in {language}, at most {LIX:g}: shorter, everyday words."
                yield m.Problem(file, 1, "easy-lix", message)


def _line(sheet: Sheet, file: str, line: m.Both) -> Iterator[m.Problem]:
    for language in m.LANGUAGES:
        text = line[language]
        longest = max((len(words_of(one)) for one in breaths(text)), default=0)
        said = len(sentences(text))
        if longest <= WORDS_A_LINE and said <= SENTENCES_A_LINE:
            continue
        at = next((one.line for one in sheet.texts if one.file == file and one.text == text), 1)
        if longest > WORDS_A_LINE:
            message = f"{longest} words, at most {WORDS_A_LINE}: cut this line in two. “{text[:40].strip()}…”"
            yield m.Problem(file, at, "easy-line", message)
        if said > SENTENCES_A_LINE:
            yield m.Problem(file, at, "easy-line", f"One idea a line: “{text[:40].strip()}…”")


RULES = (easy_versions_lead_somewhere, easy_versions_are_easy)
