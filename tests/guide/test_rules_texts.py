"""Every text of a folder, where it stands, and the characters a font must hold."""

from familyguide.guide.loader import load
from familyguide.guide.rules import characters
from familyguide.guide.rules.texts import Finder, texts_of


def test_a_finder_forgets_quotes_spaces_and_line_breaks():
    finder = Finder('one\n> "Two words,\nthree [words](plan:x) here?"\n')
    assert finder.line(finder.offset("“Two words, three")) == 2
    assert finder.line(finder.offset("three words here\u00a0?")) == 3
    assert finder.line(finder.offset("absent")) == 1


def test_a_sentence_that_stands_twice_is_found_where_it_stands(folder):
    name = "articles/understand-live.fr.md"
    folder.write(name, folder.read(name) + "\nParlez.\n\n> « Oui. »\n\nParlez.\n")
    lines = [
        text.line for text in texts_of(load(folder.root)) if text.file == name and text.text == "Parlez."
    ]
    assert len(set(lines)) == 2


def test_every_text_of_a_page_knows_its_line(folder):
    for text in texts_of(load(folder.root)):
        rows = folder.read(text.file).split("\n")
        letters = "".join(filter(str.isalnum, text.text))[:12]
        around = "".join(filter(str.isalnum, "".join(rows[text.line - 1 : text.line + 6])))
        assert letters in around, text


def test_characters_hold_every_letter_shown(folder):
    folder.change("terms.yaml", "en: live", "en: liŵe")
    found = characters(load(folder.root))
    assert {"ŵ", "\u00a0", "é", "«", "1"} <= found
    assert "\n" not in found
