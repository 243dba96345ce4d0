"""Words of the glossary are found where they stand, and only there."""

import pytest

from familyguide.guide import model as m
from familyguide.guide.glossary import Glossary
from familyguide.guide.texts import item_texts


@pytest.fixture(scope="module")
def terms(real_content):
    return list(real_content.of_kind(m.Term))


def met(terms, text, language="fr", **ways):
    return [term.id for term in Glossary(terms, language, **ways).met_in(text)]


def test_words_are_found_in_reading_order_whatever_their_case(terms):
    text = "Le Procureur lit. La CRIP reçoit une information préoccupante, et le procureur répond."
    assert met(terms, text, says_also=False) == ["procureur", "crip", "information-preoccupante"]


def test_a_word_within_another_word_is_not_found(terms):
    assert met(terms, "Un procureurat, des fugueurs.", says_also=False) == []
    assert met(terms, "Une fugue.", says_also=False) == ["fugue"]


def test_a_word_inside_a_longer_one_is_not_explained_twice(terms):
    assert met(terms, "Corruption de mineur.", says_also=False) == ["corruption-de-mineur"]
    assert met(terms, "Un mineur seul.", says_also=False) == ["mineur"]


def test_one_in_the_plural_is_found(terms):
    assert met(terms, "Two chatbots answer.", "en", says_also=False) == ["chatbot"]


def test_what_a_title_says_about_itself_is_not_needed(terms):
    assert met(terms, "Corruption of a minor is the term.", "en", says_also=False) == ["corruption-de-mineur"]


def test_other_ways_to_say_it_count_only_where_they_are_wanted(terms):
    text = "Say it in your own words."
    assert met(terms, text, "en", says_also=False) == []
    assert met(terms, text, "en") == ["faire-redire"]


def test_a_page_explains_a_word_that_both_its_languages_meet(real, terms):
    explained = 0
    # One word of everyday life, or another way to say one, may lie over a word that is explained.
    explain = [term for term in terms if not term.everyday]
    glossaries = {language: Glossary(explain, language, says_also=False) for language in m.LANGUAGES}
    for row in real.rows():
        here = {term.id for term in real.words_met(row.id)}
        explained += len(here)
        for language in m.LANGUAGES if here else ():
            text = "\n".join(item_texts(real.item(row.id), language))
            found = {term.id for term in glossaries[language].met_in(text)}
            assert here <= found, (row.id, language, here - found)
    assert explained


def test_a_form_that_is_handed_to_others_explains_nothing(real):
    forms = [row.id for row in real.rows("article") if row.group == "paper"]
    assert forms
    assert not any(real.words_met(form) for form in forms)


def test_words_that_everybody_knows_are_not_explained_on_each_page(real):
    everyday = {row.id for row in real.rows("term") if real.read(row.id, m.Term).everyday}
    assert everyday
    for row in real.rows():
        assert not everyday & {term.id for term in real.words_met(row.id)}
