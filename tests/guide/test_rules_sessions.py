"""Sessions: their time, what a room reads, cards that nobody is hurt by, duties with a source."""

import pytest

from familyguide.guide import model as m
from familyguide.guide.loader import load

NAME = "agendas/session-individual.yaml"
AGENDA = """\
id: session-individual
title: {fr: Un parent, en: One parent}
summary: {fr: Une petite rencontre., en: A short meeting.}
audience: worker
topics: []
ages: []
countries: []
sources: [CEOP-LIVE]
review_by: '2029-11'
status: draft
updated: '2026-11-20'
minutes: 30
level: individual
parts:
  - id: start
    kind: welcome
    minutes: 10
    title: {fr: Bonjour, en: Hello}
    aim: {fr: Accueillir., en: Welcome.}
    show:
      - {fr: On a le temps., en: There is time.}
    notes:
      - {fr: Asseyez-vous., en: Sit down.}
    duties: [fr-tell]
  - id: read
    kind: words
    minutes: 10
    title: {fr: Lire, en: Reading}
    aim: {fr: Lire une page., en: Read a page.}
    item: understand-live
  - id: who
    kind: help
    minutes: 5
    title: {fr: Qui appeler, en: Who to call}
    aim: {fr: Donner un contact., en: Give a contact.}
    slot: help
  - id: end
    kind: close
    minutes: 5
    title: {fr: Au revoir, en: Goodbye}
    aim: {fr: Finir bien., en: End well.}
"""
CARD = "practice.yaml"


@pytest.fixture
def with_agenda(folder):
    folder.write(NAME, AGENDA)
    return folder


def test_a_session_is_read_and_has_no_problem(with_agenda):
    assert [str(problem) for problem in with_agenda.check()] == []
    agenda = load(with_agenda.root).items["session-individual"]
    assert sum(part.minutes for part in agenda.parts) == m.LEVEL_MINUTES[agenda.level]
    assert agenda.as_of == "2020-05"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("minutes: 5\n    title: {fr: Au revoir", "minutes: 6\n    title: {fr: Au revoir", "agenda-minutes"),
        ("minutes: 30", "minutes: 31", "agenda-minutes"),
        ("level: individual", "level: group", "agenda-minutes"),
        ("level: individual", "level: solo", "schema"),
        ("audience: worker", "audience: adult", "agenda-audience"),
        ("kind: welcome", "kind: principles", "agenda-parts"),
        ("kind: help", "kind: principles", "agenda-parts"),
        ("kind: welcome", "kind: party", "schema"),
        ("slot: help", "slot: anything", "schema"),
        ("id: who", "id: start", "id-form"),
        ("id: who", "id: Who", "id-form"),
        ("item: understand-live", "item: gone", "dead-link"),
        ("item: understand-live", "item: understand-live\n    slot: cards", "agenda-slot"),
        ("duties: [fr-tell]", "duties: [fr-gone]", "dead-link"),
        ("On a le temps.", "On a " + "bien " * 17 + "le temps.", "agenda-show"),
        ("{fr: Asseyez-vous., en: Sit down.}", "{fr: 'Pourquoi tu as fait ça ?', en: Sit down.}", "blame"),
        ("{fr: On a le temps.,", "{fr: 'Tout ira bien.',", "promise"),
        ("{fr: On a le temps.,", "{fr: 'Appelez le 119.',", "typed-number"),
        ("en: There is time.", "en: ''", "empty"),
    ],
)
def test_one_wrong_thing_is_told_with_its_file(with_agenda, old, new, code):
    with_agenda.change(NAME, old, new)
    found = with_agenda.check()
    assert code in {problem.code for problem in found}
    assert {problem.file for problem in found} == {NAME}


def test_a_session_with_a_child_takes_only_items_for_both(with_agenda):
    with_agenda.change(NAME, "level: individual", "level: parent-and-child")
    assert [code for _, _, code in with_agenda.found()] == ["agenda-audience"]
    with_agenda.change("articles/understand-live.yaml", "audience: adult", "audience: with-child")
    assert with_agenda.found() == []
    with_agenda.change(NAME, "slot: help", "slot: signs")
    assert [code for _, _, code in with_agenda.found()] == ["agenda-audience"]


def test_each_kind_of_session_has_one_template(with_agenda):
    second = AGENDA.replace("id: session-individual", "id: session-other")
    with_agenda.write("agendas/session-other.yaml", second)
    assert {code for _, _, code in with_agenda.found()} == {"agenda-level"}


def test_two_templates_may_not_say_the_same(with_agenda):
    long = AGENDA.replace("en: Sit down.", "en: Sit down at the side of the table and take some time.")
    with_agenda.write(NAME, long)
    second = long.replace("id: session-individual", "id: session-other").replace("individual", "group")
    with_agenda.write("agendas/session-other.yaml", second)
    assert "near-copy" in {code for _, _, code in with_agenda.found()}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("skill: asking", "skill: winning", "schema"),
        ("audience: with-child", "audience: worker", "schema"),
        ("topics: [cameras-live]", "topics: [knitting]", "unknown-topics"),
        ("topics: [cameras-live]", "topics: []", "unknown-topics"),
        ("ages: [9-11]", "ages: [9-11, 6-8]", "unknown-ages"),
        ("topics: [cameras-live]", "topics: [sextortion]", "card-solo"),
        ("topics: [cameras-live]", "topics: [harm-in-circle]", "card-solo"),
        ("audience: with-child", "audience: with-child\n    solo: true", "card-audience"),
        (
            "{fr: Le voisin., en: The neighbour.}",
            "{fr: Un maître chanteur., en: The neighbour.}",
            "card-part",
        ),
        ("{fr: Le voisin., en: The neighbour.}", "{fr: Le voisin., en: A stranger online.}", "card-part"),
        ("{fr: Quelqu'un de curieux., en: Someone curious.}", "{fr: La victime., en: Anyone.}", "card-part"),
        ("en: Listen to the answer.", "en: Two points for the best line.", "card-score"),
        ("fr: Écoutez la réponse.", "fr: 'Deux points, et un classement.'", "card-score"),
        ("en: Listen to the answer.", "en: Listen " + "very " * 15 + "well.", "long-sentence"),
        ("id: ask-a-neighbour", "id: Ask", "id-form"),
        ("id: ask-a-neighbour", "id: webcam", "id-twice"),
        ("id: ask-a-neighbour", "id: new-game", "id-twice"),
        ("leads: ['conversation:cameras-live-9-11']", "leads: ['plan:gone']", "dead-link"),
        ("leads: ['conversation:cameras-live-9-11']", "sources: [GONE]", "unknown-source"),
        ("leads: ['conversation:cameras-live-9-11']", "sources: [NOT-READ]", "source-not-read"),
        ("{fr: Jouer une fois avec lui.,", "{fr: 'La police le retrouvera.',", "promise"),
        ("review_by: '2029-11'", "review_by: '2020-01'", "expired"),
        ("passing: {fr: Vous pouvez passer.,", "passing: {fr: '',", "empty"),
    ],
)
def test_one_wrong_thing_of_a_card_is_told(folder, old, new, code):
    folder.change(CARD, old, new)
    found = folder.check()
    assert code in {problem.code for problem in found}
    assert {problem.file for problem in found} == {CARD}


def test_a_sensitive_card_is_practised_alone_by_adults(folder):
    folder.change(CARD, "topics: [cameras-live]", "topics: [sextortion]")
    folder.change(CARD, "audience: with-child", "audience: adult\n    solo: true")
    assert folder.found() == []


def test_no_points_may_be_said(folder):
    folder.change(CARD, "en: Listen to the answer.", "en: No points here.")
    assert folder.found() == []


def test_two_cards_may_not_say_the_same(folder):
    text = folder.read(CARD)
    start, end = text.index("  - id: ask-a-neighbour"), text.index("cases:")
    twin = text[start:end].replace("ask-a-neighbour", "ask-a-friend")
    folder.write(CARD, text[:end] + twin + text[end:])
    assert {(file, code) for file, _, code in folder.found()} == {(CARD, "near-copy")}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("countries: [FR]", "countries: [QQ]", "unknown-country"),
        ("sources: [CEOP-LIVE]", "sources: []", "no-source"),
        ("sources: [CEOP-LIVE]", "sources: [NOT-READ]", "source-not-read"),
        ("sources: [CEOP-LIVE]", "sources: [CEOP-LIVE]\n    as_of: '2026-01'", "as-of-typed"),
    ],
)
def test_one_wrong_thing_of_a_duty_is_told(folder, old, new, code):
    folder.change("duties.yaml", old, new)
    assert [(file, found) for file, _, found in folder.found()] == [("duties.yaml", code)]


def test_a_duty_bears_the_month_of_its_source(folder):
    (duty,) = load(folder.root).duties.duties
    assert duty.as_of == "2020-05"


def test_a_page_for_a_session_is_for_the_worker(folder):
    name = "articles/understand-live.yaml"
    folder.change(name, "category: understand", "category: session")
    assert folder.found() == [(name, folder.line(name, "category"), "worker-page")]
    folder.change(name, "audience: adult", "audience: worker")
    assert folder.found() == []


def test_duties_stand_on_a_worker_s_page_alone(folder):
    for language in m.LANGUAGES:
        name = f"articles/understand-live.{language}.md"
        folder.write(name, folder.read(name) + "\n!!! duties\n")
    assert {code for _, _, code in folder.found()} == {"worker-page"}


@pytest.mark.parametrize("name", ["practice.yaml", "duties.yaml"])
def test_a_missing_file_is_told(folder, name):
    (folder.root / name).unlink()
    assert folder.found() == [(name, 1, "missing-file")]
