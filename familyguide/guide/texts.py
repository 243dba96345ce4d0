"""Every sentence of an item in one language, in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familyguide.guide import blocks as b
from familyguide.guide import model as m

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def item_texts(item: m.AnyItem, language: str) -> Iterator[str]:
    """Yield what a reader of this item sees, without the words the app itself adds."""
    yield item.title[language]
    match item:
        case m.Conversation():
            yield item.summary[language]
            yield item.opening[language]
            yield item.when[language]
            for part in item.parts(language):
                yield from block_texts(part.blocks)
        case m.Article():
            yield item.summary[language]
            yield from block_texts(item.blocks(language))
        case m.Plan():
            yield item.summary[language]
            for step in item.steps:
                yield step.do[language]
                yield from _both(language, step.more, step.say, *step.by_country.values())
            yield from _both(language, *item.dont, *item.need, item.after)
        case m.Sign():
            yield from _both(language, *item.ordinary, *item.weight, item.say)
        case m.Checklist():
            yield from _both(language, item.intro, item.together, item.min_age.note, item.parental_feature)
            for setting in item.settings:
                yield from _both(language, setting.title, setting.why)
                yield " ".join(setting.path[language])
            yield from _both(language, item.report_how, item.block_how)
        case m.Service():
            yield from _both(language, item.owner, item.role, *item.takes, *item.not_for, *item.need)
            yield from _both(language, item.happens, item.hours, item.age_note)
            yield from filter(
                None, (item.phone_shown or item.phone, item.sms, item.domain, item.app, item.email)
            )
        case m.Term():
            yield item.text[language]
            yield from item.also.fr if language == "fr" else item.also.en
        case m.Agreement():
            yield from _both(language, item.summary, item.opening)
            for rule in item.rules:
                yield from _both(language, rule.rule, rule.reason, rule.trick)
            yield from _both(language, item.answer, item.close)
        case m.Agenda():
            yield item.summary[language]
            for agenda_part in item.parts:
                yield from _both(language, agenda_part.title, agenda_part.aim)
                yield from _both(language, *agenda_part.show, *agenda_part.notes)


def _both(language: str, *texts: m.Both | None) -> Iterator[str]:
    for text in texts:
        if text is not None:
            yield text[language]


def block_texts(blocks: Iterable[b.Block]) -> Iterator[str]:
    """Yield the words of some blocks, in order."""
    for block in blocks:
        match block:
            case b.Heading() | b.Paragraph() | b.Say() | b.Figure():
                yield block.text
            case b.Bullets():
                yield from block.items
            case b.Avoid():
                yield block.text
                yield block.reason
            case b.Key() | b.Promise():
                yield from block.lines
            case b.Activity() | b.Decision():
                yield from block.paragraphs
            case b.Fill():
                yield from block.labels
            case b.Branch():
                yield block.label
                yield from block_texts(block.blocks)
            case b.Only():
                yield from block_texts(block.blocks)
            case b.Myth():
                yield block.truth
                yield block.text
                yield from block_texts(block.blocks)


def word_count(item: m.AnyItem, language: str) -> int:
    """Count the words of an item in one language."""
    return sum(len(text.split()) for text in item_texts(item, language))
