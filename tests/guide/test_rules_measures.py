"""Sentences, lengths and LIX."""

import pytest

from familyguide.guide.loader import load
from familyguide.guide.rules.measures import breaths, lix, measures
from familyguide.guide.sentences import sentences, words_of

TALK = "conversations/cameras-live-9-11"
PLAN = "plans/someone-contacting.yaml"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Une phrase. Une autre.", 2),
        ("« Merci. C'était courageux. »", 2),
        ("L'un insiste : « Allez, allume\u00a0! » L'autre répond non.", 2),
        ("“Got to go.” Close it.", 2),
        ("M. Martin écoute.", 1),
        ("Dr. Smith e.g. listens.", 1),
        ("Attendez… Puis parlez.", 2),
        ("Il dit « non » et part.", 1),
        ("Vraiment\u00a0?! Oui.", 2),
        ("No. I listen.", 2),
        ("Version 2.5 suffit.", 1),
        ("sans majuscule. encore", 1),
        ("", 0),
    ],
)
def test_sentences_are_cut_as_a_reader_would(text, count):
    assert len(sentences(text)) == count


def test_nothing_is_lost_when_sentences_are_cut():
    text = "« Merci. C'était courageux. » Écoutez. “No,” he said. Fine…"
    assert words_of(" ".join(sentences(text))) == words_of(text)


def test_a_word_with_an_apostrophe_or_a_hyphen_counts_once():
    assert words_of("L’enfant est-il là\u00a0?") == ["L’enfant", "est-il", "là"]


def test_a_child_breathes_at_a_colon():
    assert len(breaths("« On me demande de montrer mon corps\u00a0: je coupe, je sors, je le dis. »")) == 2


def test_lix_is_words_per_sentence_and_long_words():
    assert lix(["One two three four."]) == 4.0
    assert lix(["One two three wonderful."]) == 29.0
    assert lix([]) == 0.0


@pytest.mark.parametrize(
    ("name", "old", "length"),
    [
        (f"{TALK}.fr.md", "Écoutez.", 21),
        (PLAN, "Il a besoin de vous.", 21),
        (f"{TALK}.fr.md", "On sera deux.", 21),
    ],
)
def test_a_long_sentence_is_named_at_its_line(folder, name, old, length):
    words = "Je " + " ".join(["dis"] * (length - 1)) + "."
    folder.change(name, old, words)
    assert folder.found() == [(name, folder.line(name, words), "long-sentence")]


def test_twenty_words_are_not_long(folder):
    folder.change(PLAN, "Il a besoin de vous.", "Je " + " ".join(["dis"] * 19) + ".")
    assert folder.check() == []


def test_the_name_of_a_service_counts_as_one_word(folder):
    words = "Je " + " ".join(["dis"] * 18) + " {service:fr-119}."
    folder.change(PLAN, "fr: Il a besoin de vous.", f"fr: '{words}'")
    assert folder.check() == []


def test_a_long_line_for_a_child_is_named(folder):
    words = "« Je " + "dis " * 12 + "»"
    folder.change(f"{TALK}.fr.md", "« Ma caméra, c'est moi qui décide. »", words)
    line = folder.line(f"{TALK}.fr.md", words)
    assert folder.found() == [(f"{TALK}.fr.md", line, "long-sentence")]


def test_a_page_for_young_people_has_short_sentences(folder):
    name = "articles/understand-live"
    folder.change(f"{name}.yaml", "category: understand", "category: young")
    words = "Je " + " ".join(["dis"] * 12) + "."
    folder.change(f"{name}.fr.md", "- Parlez souvent.", f"- {words}")
    assert folder.found() == [(f"{name}.fr.md", folder.line(f"{name}.fr.md", words), "long-sentence")]


def test_a_page_of_long_sentences_is_named(folder):
    sentence = "Je " + " ".join(["dis"] * 18) + ". "
    folder.change(f"{TALK}.fr.md", "se passent bien.", "se passent bien. " + sentence * 4)
    folder.change(f"{TALK}.fr.md", "Écoutez.", sentence * 60)
    assert folder.found() == [(f"{TALK}.fr.md", 1, "mean-sentence")]


def test_a_page_of_long_words_is_named(folder):
    folder.change(f"{TALK}.fr.md", "Écoutez.", "Habituellement réconfortez longuement. " * 60)
    assert folder.found() == [(f"{TALK}.fr.md", 1, "lix")]


def test_a_childs_line_of_long_words_is_named(folder):
    folder.change(
        f"{TALK}.fr.md", "« Ma caméra, c'est moi qui décide. »", "« Personne décidera totalement. »"
    )
    assert folder.found() == [(f"{TALK}.fr.md", 1, "child-lix")]


def test_measures_are_given_per_item_and_language(folder):
    found = measures(load(folder.root))
    assert set(found) == {"cameras-live-9-11", "understand-live", "someone-contacting", "sudden-fear"}
    page = found["cameras-live-9-11"]["fr"]
    assert page["parent_longest"] == 9
    assert page["child_longest"] == 6
    assert 0 < page["parent_lix"] < 35
