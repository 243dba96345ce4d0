"""Words written in a hurry, concepts in any order, numbers as they are typed, and worries nobody named."""

import sqlite3

import pytest
from ears import ear_of

from familyguide.guide import heard, likeness, numbers, worry
from familyguide.guide import model as m
from familyguide.guide.spelled import spelled

WORDS = m.SearchWords(
    concepts={
        "gone": m.PerLanguageWays(fr=("pas rentré",), en=("not home",)),
        "late": m.PerLanguageWays(fr=("minuit",), en=("midnight",)),
        "game": m.PerLanguageWays(fr=("jeu",), en=("game",)),
    },
    together=(
        m.Together(
            all=("gone", "late"), unless=("game",), roles=("emergency",), plans=("runaway-meeting",), note="n"
        ),
    ),
)


@pytest.mark.parametrize(
    ("language", "text", "meant"),
    [
        ("fr", "kelkun menace, jsp koi faire", "quelqu'un menace, je sais pas quoi faire"),
        ("en", "sum1 askin 4 pics", "someone asking for pics"),
        ("en", "my 4 year old wants 2 go", "my 4 year old wants to go"),
        ("en", "she can't talk", "she cant talk"),
        ("fr", "rien à changer", "rien à changer"),
    ],
)
def test_words_written_in_a_hurry_are_read_as_the_words_meant(language, text, meant):
    table = {"kelkun": "quelqu'un", "jsp": "je sais pas", "koi": "quoi", "sum1": "someone", "askin": "asking"}
    assert spelled(text, table, language) == meant


@pytest.mark.parametrize(
    ("text", "urgent"),
    [
        ("midnight and he is still not home", True),
        ("not back home, it is midnight", True),
        ("il est minuit, elle n'est pas rentrée", True),
        ("not home", False),
        ("midnight not home in the game", False),
    ],
)
def test_concepts_count_together_in_any_order_and_either_language(text, urgent):
    ear = ear_of(WORDS)
    for language in m.LANGUAGES:
        crisis, note = ear.together(text, language)
        assert crisis.is_urgent is urgent
        assert (note == "n") is urgent


def test_a_life_in_danger_stands_before_what_was_named_first():
    calm, urgent = heard.Crisis(("report",), (), ("a",)), heard.Crisis(("crisis",), (), ("b",))
    assert heard.joined(calm, urgent).plans == ("b", "a")
    assert heard.joined(urgent, calm).roles == ("crisis", "report")
    assert heard.joined(heard.Crisis(plans=("c",)), calm).plans == ("a", "c")


@pytest.mark.parametrize(
    "typed", ["0800 05 95 95", "0800.05.95.95", "+33 800 05 95 95", "0033 (0)800 05 95 95"]
)
def test_a_number_is_known_however_it_is_typed(real, typed):
    found = real.search(typed, "fr", "FR")
    assert [hit.id for hit in found.hits] == ["fr-cfcv"]
    assert found.called == ("fr-cfcv",)
    assert found.roles == ()


@pytest.mark.parametrize("typed", ["06 12 34 56 78", "+44 7700 900123", "08001111"])
def test_a_number_we_do_not_hold_for_the_country_is_said_to_be_unknown(real, typed):
    found = real.search(typed, "fr", "FR")
    assert found.unknown_number
    assert found.hits == ()


def test_a_number_inside_a_question_brings_its_card_and_an_age_does_not(real):
    assert real.search("le 3018 est ouvert le dimanche", "fr", "FR").called == ("fr-3018",)
    for text in ("mon fils de 17 ans joue trop", "ps5", "il a 119 amis"):
        found = real.search(text, "fr", "FR")
        assert not found.unknown_number
    assert numbers.services_of("12", {"17": ("x",)}) == []


def test_words_that_are_kin_lead_to_the_same_page():
    words = m.SearchWords(kin={"device": m.PerLanguageWays(en=("tablet", "laptop"))})
    database = sqlite3.connect(":memory:")
    database.executescript(likeness.SCHEMA)
    ear = ear_of(words)
    lines = [("screens", "tablet taken away"), ("bullying", "laughed at"), ("games", "console at night")]
    likeness.write(database, "en", [(page, likeness.features(line, "en", ear, ())) for page, line in lines])

    def ask(sql, values):
        return database.execute(sql, values).fetchall()

    near = likeness.near(ask, "grabbed the laptops", "en", ear)
    assert list(near) == ["screens"]
    assert 0 < near["screens"] < 1
    assert likeness.near(ask, "laptop", "en", ear) == {}
    assert likeness.near(ask, "tablet taken", "en", ear)["screens"] > near["screens"]
    database.execute("UPDATE alike_en SET pages = x'00'")
    with pytest.raises(sqlite3.DatabaseError):
        likeness.near(ask, "tablet taken", "en", ear)


def test_what_is_learned_is_the_same_each_time_and_tells_worries_from_calm_questions():
    lines = [(["cries", "night"], True), (["hits", "night"], True), (["settings"], False), (["game"], False)]
    weights = worry.learn(lines)
    assert weights == worry.learn(lines)
    assert weights["hits"] > 0 > weights["settings"]
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE worry_en (feature TEXT PRIMARY KEY, weight REAL)")
    ear = ear_of(m.SearchWords())
    assert worry.weigh(database, "hits", "en", ear) < worry.CALM
    database.executemany("INSERT INTO worry_en VALUES (?, ?)", [("", -0.1), ("hit", 2.0), ("game", -2.0)])
    assert worry.weigh(database, "he hits", "en", ear) > worry.WORRIED
    assert worry.weigh(database, "game", "en", ear) < worry.CALM


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "lire ses messages sans qu'elle le sache"),
        ("fr", "logiciel espion"),
        ("en", "track her phone without her knowing"),
        ("en", "spy app"),
    ],
)
def test_who_wants_to_spy_is_led_to_a_talk_and_settings_to_choose_together(real, language, text):
    found = real.search(text, language, "FR")
    assert found.note == "spy"
    assert [hit.id for hit in found.hits[:2]] == ["conversations-that-work", "what-controls-can-do"]
    assert found.roles == ()


def test_who_is_spied_on_at_home_is_shown_people_and_no_note(real):
    found = real.search("mon mari espionne mon téléphone", "fr", "FR")
    assert "violence-at-home" in found.roles
    assert found.note is None


@pytest.mark.parametrize(
    "text",
    [
        "mon fils de 17 ans joue trop",
        "est-ce légal à 15 ans",
        "couper le wifi à 18 heures",
        "15 euros de robux",
    ],
)
def test_two_digits_of_an_age_an_hour_or_a_price_call_no_line(real, text):
    assert real.search(text, "fr", "FR").called == ()


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("appeler le 17", "fr-17-police-secours"),
        ("le 15 ou les pompiers", "fr-15-samu"),
        ("17 police", "fr-17-police-secours"),
    ],
)
def test_two_digits_that_are_called_bring_their_line(real, text, service):
    assert service in real.search(text, "fr", "FR").called


def test_a_page_asked_for_by_name_stands_first_unless_somebody_may_be_in_danger():
    calm = heard.Crisis((), (), ("a",), ("law",))
    assert calm.in_order == ("law", "a")
    assert heard.Crisis(("report",), (), ("a",), ("law",)).in_order == ("law", "a")
    assert heard.Crisis(("emergency",), (), ("a",), ("law",)).in_order == ("a", "law")
    assert heard.joined(heard.Crisis(("crisis",), (), ("b",)), calm).in_order == ("b", "a", "law")


def test_a_rule_that_leads_puts_its_page_before_the_others_of_the_question():
    words = m.SearchWords(
        concepts={
            "law": m.PerLanguageWays(en=("is it legal",)),
            "photo": m.PerLanguageWays(en=("photo",)),
        },
        together=(
            m.Together(all=("photo",), plans=("photos",)),
            m.Together(all=("law",), leads=True, plans=("law",)),
        ),
    )
    crisis, _ = ear_of(words).together("is it legal to share a photo", "en")
    assert crisis.in_order == ("law", "photos")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Samaritans"),
        ("fr", "Child Focus"),
        ("fr", "esafety australie"),
        ("en", "Pro Juventute number"),
        ("fr", "stop it now"),
    ],
)
def test_who_names_a_line_of_another_country_is_shown_who_does_that_here(real, language, text):
    found = real.search(text, language, "FR" if language == "fr" else "GB")
    assert found.roles or found.needs


@pytest.mark.parametrize(
    ("language", "country", "text", "page"),
    [
        ("fr", "FR", "est-ce légal de filmer un camarade", "law-france"),
        ("fr", "CH", "que dit la loi sur les nudes entre ados", "law-elsewhere"),
        ("en", "GB", "is it against the law to film a classmate", "law-united-kingdom"),
    ],
)
def test_who_asks_what_the_law_says_finds_the_law_of_the_country_first(real, language, country, text, page):
    assert real.search(text, language, country).hits[0].id == page
