"""Easy versions: what they are of, few short lines, drawings and people that exist."""

import pytest

EASY = """\
of: someone-contacting
title: {fr: Un inconnu écrit, en: A stranger writes}
review_by: '2029-11'
updated: '2026-11-20'
steps:
  - drawing: listen
    lines:
      - {fr: Écoutez votre enfant., en: Listen to your child.}
    call: [child]
"""


@pytest.fixture
def easy(folder):
    folder.write("drawings.yaml", "listen: {fr: Une oreille, en: An ear}\n")
    folder.write("easy/one.yaml", EASY)
    return folder


def codes(folder):
    return [(file, code) for file, _, code in folder.found()]


def test_a_healthy_one_is_accepted(easy):
    assert easy.found() == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("of: someone-contacting", "of: nobody-knows", "easy-of"),
        ("of: someone-contacting", "of: topic:chatbots", "easy-of"),
        ("drawing: listen", "drawing: dragon", "easy-drawing"),
        ("call: [child]", "call: [king]", "easy-call"),
        (
            "Listen to your child.",
            "Listen to your child now and then and again and again and again today.",
            "easy-line",
        ),
        ("Listen to your child.", "Listen. Wait. Breathe.", "easy-line"),
        ("    call: [child]", "    call: [child]\n    score: 3", "schema"),
        ("    call: [child]", "    call: [child]\n    read: [someone-contacting]", "easy-read"),
        ("review_by: '2029-11'", "review_by: soon", "review-by"),
        ("review_by: '2029-11'", "review_by: '2026-10'", "expired"),
        ("updated: '2026-11-20'", "updated: '2031-11-20'", "updated"),
        ("steps:", "status: {reviewed_by: Claude, on: '2026-10'}\nsteps:", "status"),
        ("steps:", "status: {reviewed_by: Jeanne Martin, on: '2099-01'}\nsteps:", "status"),
    ],
)
def test_each_mistake_is_named(easy, old, new, code):
    easy.change("easy/one.yaml", old, new)
    assert codes(easy) == [("easy/one.yaml", code)]


def test_a_drawing_that_is_named_but_not_made_is_named_with_its_line(easy):
    easy.write(
        "drawings.yaml", "listen: {fr: Une oreille, en: An ear}\ndragon: {fr: Un dragon, en: A dragon}\n"
    )
    easy.change("easy/one.yaml", "drawing: listen", "drawing: dragon")
    line = easy.line("easy/one.yaml", "drawing: dragon")
    assert [found for found in easy.found() if found[0] == "easy/one.yaml"] == [
        ("easy/one.yaml", line, "easy-drawing")
    ]


def test_too_many_steps_or_lines_are_named(easy):
    step = EASY[EASY.index("  - drawing") :]
    easy.write("easy/one.yaml", EASY + step * 8)
    assert ("easy/one.yaml", "easy-steps") in codes(easy)
    line = "      - {fr: Écoutez votre enfant., en: Listen to your child.}\n"
    easy.write("easy/one.yaml", EASY.replace(line, line * 5))
    assert ("easy/one.yaml", "easy-lines") in codes(easy)


def test_hard_words_are_named(easy):
    line = "      - {fr: Écoutez votre enfant., en: Listen to your child.}\n"
    hard = line.replace("Écoutez votre enfant", "Regardez attentivement plusieurs personnages différents")
    easy.write("easy/one.yaml", EASY.replace(line, hard * 4))
    assert ("easy/one.yaml", "easy-lix") in codes(easy)


def test_two_of_the_same_are_named(easy):
    easy.write("easy/two.yaml", EASY)
    assert codes(easy) == [("easy/two.yaml", "id-twice")]


def test_a_step_of_help_without_anybody_to_call_is_named(easy):
    easy.write(
        "easy/one.yaml", EASY.replace("of: someone-contacting", "of: help").replace("    call: [child]\n", "")
    )
    assert codes(easy) == [("easy/one.yaml", "easy-call")]


def test_one_of_a_merged_plan_is_named(easy):
    easy.write("redirects.yaml", "retired: []\nmerged: {old-plan: someone-contacting}\n")
    easy.change("easy/one.yaml", "of: someone-contacting", "of: old-plan")
    assert codes(easy) == [("easy/one.yaml", "easy-of")]


def test_a_line_that_is_too_long_is_named_where_it_stands(easy):
    long = "Listen to your child now and then and again and again and again today."
    easy.change("easy/one.yaml", "Listen to your child.", long)
    assert easy.found() == [("easy/one.yaml", 8, "easy-line")]
