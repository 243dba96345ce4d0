"""Every sentence a reader meets is counted, searched and checked: none may be forgotten."""

import msgspec
import pytest

from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.guide.loader import load
from familyguide.guide.texts import block_texts, item_texts, word_count

# Texts that say something about the item and are not part of what it tells.
BESIDE = {"status_note", "phone_spoken", "title_spoken"}


def spoken(value, language):
    """Collect every text of a value, whatever field it stands in."""
    if isinstance(value, m.Both):
        if not value[language].startswith("https://"):
            yield value[language]
    elif isinstance(value, m.Path | m.Words):
        yield from getattr(value, language)
    elif isinstance(value, m.Part):
        yield from spoken(value.blocks, language)
    elif isinstance(value, b.Block):
        for name in value.__struct_fields__:
            field = getattr(value, name)
            if name in {"text", "reason", "label"}:
                yield field
            elif name in {"items", "lines", "paragraphs"}:
                yield from field
            elif name == "blocks":
                yield from spoken(field, language)
    elif isinstance(value, dict):
        for each in value.values():
            yield from spoken(each, language)
    elif isinstance(value, tuple):
        for each in value:
            yield from spoken(each, language)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            if name not in BESIDE and (name not in m.LANGUAGES or name == language):
                yield from spoken(getattr(value, name), language)


@pytest.mark.parametrize("language", m.LANGUAGES)
def test_no_sentence_of_the_real_content_is_forgotten(real_content, language):
    for item in real_content.items.values():
        told = "\n".join(item_texts(item, language))
        for sentence in spoken(item, language):
            assert sentence in told, (item.id, sentence)


def test_a_branch_and_a_country_block_open_to_their_words():
    blocks = (
        b.Branch("yes", "says yes", (b.Say("Good."),)),
        b.Only("FR", (b.Bullets(("a", "b")),)),
        b.Myth("It happens", "Never", (b.Paragraph("Often."),)),
        b.Avoid("Hush", "why"),
        b.ImageRule(),
        b.Call(("child",)),
    )
    assert list(block_texts(blocks)) == [
        "says yes",
        "Good.",
        "a",
        "b",
        "It happens",
        "Never",
        "Often.",
        "Hush",
        "why",
    ]


def test_the_two_languages_are_not_mixed(folder):
    items = load(folder.root).items
    for item in items.values():
        assert not any("Quelqu’un" in text or "enfant" in text for text in item_texts(item, "en")), item.id


def test_words_are_counted_in_each_language(folder):
    item = load(folder.root).items["live"]
    for language in m.LANGUAGES:
        assert word_count(item, language) == len(" ".join(item_texts(item, language)).split()) > 0
