"""Rules for conversations and articles: their shape, and the two languages in step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.guide.rules.texts import block_texts, flat, page_blocks
from familyguide.guide.sentences import sentences, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from familyguide.guide.rules.sheet import Sheet

PREPARE_WORDS = 120
_SAME_WORDS = 4


def _token(block: b.Block) -> str:
    """Say in a few words what a block is, so that two languages can be compared."""
    detail = ""
    match block:
        case b.Heading(level=level):
            detail = str(level)
        case b.Branch(kind=kind):
            detail = kind
        case b.Bullets(items=items):
            detail = f"of {len(items)}"
        case b.Fill(labels=labels, high=high):
            detail = f"of {len(labels)} with {high} line(s)"
        case b.Key(lines=lines):
            detail = f"with {len(lines)} line(s)"
        case b.Call(roles=roles):
            detail = " ".join(roles)
        case b.Only(country=country):
            detail = country
        case b.Figure(source=source):
            detail = source
    return f"{block.__struct_config__.tag} {detail}".strip()


def _outline(blocks: Iterable[b.Block]) -> list[tuple[str, str, tuple[str, ...]]]:
    rows: list[tuple[str, str, tuple[str, ...]]] = []
    for block in flat(blocks):
        words = next((text for _, text in block_texts((block,))), "")
        links = block.links if isinstance(block, b.Paragraph | b.Bullets) else ()
        rows.append((_token(block), words, tuple(sorted(link.target for link in links))))
    return rows


def languages_are_in_step(sheet: Sheet) -> Iterator[m.Problem]:
    """French and English have the same blocks in the same order; the first difference is told."""
    for item in sheet.content.items.values():
        if isinstance(item, m.Conversation):
            steps: list[tuple[str, Iterable[b.Block], Iterable[b.Block]]] = [
                (french.name, french.blocks, english.blocks)
                for french, english in zip(item.fr, item.en, strict=False)
                if french.name == english.name
            ]
        elif isinstance(item, m.Article):
            steps = [("the page", item.fr, item.en)]
        else:
            continue
        for name, french, english in steps:
            found = _difference(sheet, item, name, french, english)
            if found is not None:
                yield found
                break


def _difference(
    sheet: Sheet, item: m.AnyItem, name: str, french: Iterable[b.Block], english: Iterable[b.Block]
) -> m.Problem | None:
    rows = {"fr": _outline(french), "en": _outline(english)}
    for left, right in zip(rows["fr"], rows["en"], strict=False):
        if left[0] != right[0]:
            message = f"In {name}, French has {left[0]}, English {right[0]}: write the same in both."
            return sheet.page_problem(item, "en", right[1], "languages-differ", message)
        if left[2] != right[2]:
            shown = [", ".join(side[2]) or "no link" for side in (left, right)]
            message = f"In {name}, French links to {shown[0]} and English to {shown[1]}: use the same links."
            return sheet.page_problem(item, "en", right[1], "languages-differ", message)
    short, long = sorted(("fr", "en"), key=lambda language: len(rows[language]))
    if len(rows[short]) == len(rows[long]):
        return None
    extra = rows[long][len(rows[short])]
    message = f"In {name}, this block ({extra[0]}) stands in {long} only: write it in {short} too."
    return sheet.page_problem(item, long, extra[1], "languages-differ", message)


def both_languages_are_written(sheet: Sheet) -> Iterator[m.Problem]:
    """No text is empty, and no sentence is the same in both languages."""
    french = {(text.item, text.text) for text in sheet.texts if text.language == "fr"}
    for text in sheet.texts:
        if not text.text.strip():
            yield m.Problem(text.file, text.line, "empty", f"The {text.language} text is empty: write it.")
        elif (
            text.language == "en"
            and text.role not in {"menu", "legal-name", "also"}
            and len(words_of(text.text)) >= _SAME_WORDS
            and (text.item, text.text) in french
        ):
            message = "This stands word for word in both languages: translate one of them."
            yield m.Problem(text.file, text.line, "untranslated", message)


def _shape(item: m.Conversation, language: str) -> Iterator[tuple[str, str, str]]:
    """Give the faults of one conversation: the step, some words, what to do."""
    parts = {part.name: part.blocks for part in item.parts(language)}
    if tuple(part.name for part in item.parts(language)) != m.PARTS:
        return  # already told by the loader
    words = sum(len(words_of(text)) for _, text in block_texts(parts["prepare"]))
    if words > PREPARE_WORDS:
        yield "prepare", "", f"It has {words} words: keep at most {PREPARE_WORDS}."
    if words == 0:
        yield "prepare", "", "It is empty: write one to three short paragraphs."
    says = _count(parts["open"], b.Say)
    if not 2 <= says <= 4:  # noqa: PLR2004 - content/README.md
        yield "open", "", f"It has {says} line(s) to say: write two to four, each with '>'."
    yield from _listen(parts["listen"])
    keys = [line for block in parts["essential"] if isinstance(block, b.Key) for line in block.lines]
    if not 1 <= len(keys) <= 2:  # noqa: PLR2004 - content/README.md
        yield "essential", "", f"It has {len(keys)} line(s) in '!!! key': write one or two."
    for step, kind, name in (
        ("practise", b.Activity, "activity"),
        ("close", b.Decision, "decision"),
        ("close", b.Promise, "promise"),
    ):
        found = _count(parts[step], kind)
        if found != 1:
            yield step, "", f"It has {found} '!!! {name}': write one."


def _count(blocks: Iterable[b.Block], kind: type[b.Block]) -> int:
    return sum(isinstance(block, kind) for block in blocks)


def _listen(blocks: Iterable[b.Block]) -> Iterator[tuple[str, str, str]]:
    branches = [block for block in blocks if isinstance(block, b.Branch)]
    if len(branches) < 3:  # noqa: PLR2004 - content/README.md
        yield "listen", "", f"It has {len(branches)} branch(es): write three or more, '### kind: label'."
    seen: set[str] = set()
    for branch in branches:
        if branch.kind in seen and branch.kind != "other":
            yield (
                "listen",
                branch.label,
                f"The branch '{branch.kind}' stands twice: join them, or use 'other'.",
            )
        seen.add(branch.kind)
        if not any(isinstance(block, b.Say | b.Paragraph) for block in branch.blocks):
            yield "listen", branch.label, f"The branch '{branch.kind}' says nothing: write what to answer."
        if not branch.label:
            yield "listen", "", f"The branch '{branch.kind}' has no label: finish 'If your child…'."
    avoids = [block for block in blocks if isinstance(block, b.Avoid)]
    if len(avoids) < 2:  # noqa: PLR2004 - content/README.md
        yield "listen", "", f"It has {len(avoids)} '!!! avoid': write two or more."
    for avoid in avoids:
        if not avoid.reason.strip() or not avoid.text.strip():
            yield (
                "listen",
                avoid.text,
                "An '!!! avoid' needs its words in quotes and, indented below, the reason.",
            )


def conversations_have_their_shape(sheet: Sheet) -> Iterator[m.Problem]:
    """Each of the six steps holds what it must."""
    for item in sheet.content.of_kind(m.Conversation):
        for language in m.LANGUAGES:
            for step, words, message in _shape(item, language):
                yield sheet.page_problem(
                    item, language, words or f"## {step}", f"shape-{step}", f"## {step}: {message}"
                )


def figures_are_few(sheet: Sheet) -> Iterator[m.Problem]:
    """At most one figure on a parent page, none for children or in a crisis."""
    for item in sheet.content.items.values():
        if not isinstance(item, m.Conversation | m.Article):
            continue
        most = 1 if isinstance(item, m.Article) and item.category != "young" else 0
        for language in m.LANGUAGES:
            figures = [block for block in flat(page_blocks(item, language)) if isinstance(block, b.Figure)]
            for figure in figures[most:]:
                message = (
                    f"At most {most} figure here: remove this one."
                    if most
                    else "No figure on this page: remove it."
                )
                yield sheet.page_problem(item, language, figure.text, "figure", message)


def myths_say_first_what_is_true(sheet: Sheet) -> Iterator[m.Problem]:
    """What is true stands over a myth as a title, so it is one sentence."""
    for item in sheet.content.items.values():
        if not isinstance(item, m.Conversation | m.Article):
            continue
        for language in m.LANGUAGES:
            for block in flat(page_blocks(item, language)):
                if isinstance(block, b.Myth) and len(sentences(block.truth)) > 1:
                    message = "What is true is the title of a myth: one sentence. Put why under it."
                    yield sheet.page_problem(item, language, block.truth, "myth", message)


RULES = (
    languages_are_in_step,
    both_languages_are_written,
    conversations_have_their_shape,
    figures_are_few,
    myths_say_first_what_is_true,
)
