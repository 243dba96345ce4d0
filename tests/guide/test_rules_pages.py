"""The shape of conversations and articles, and the two languages in step."""

import pytest

FR = "conversations/cameras-live-9-11.fr.md"
EN = "conversations/cameras-live-9-11.en.md"
ARTICLE = "articles/understand-live"

CUTS = [
    (
        "shape-open",
        "> « Avec qui tu parles en vidéo ? »\n>\n",
        '> "Who do you talk to on video?"\n>\n',
        "## open",
    ),
    (
        "shape-listen",
        "### silent: se tait\n\n> « On en reparle samedi. »\n\n",
        '### silent: goes quiet\n\n> "We can talk again on Saturday."\n\n',
        "## listen",
    ),
    (
        "shape-listen",
        '!!! avoid "« Donne-moi cette tablette. »"\n    Parler coûterait cher.\n\n',
        '!!! avoid "\\"Give me that tablet.\\""\n    Telling would cost too much.\n\n',
        "## listen",
    ),
    (
        "shape-essential",
        "!!! key\n    « Ma caméra, c'est moi qui décide. »\n\n",
        '!!! key\n    "My camera, my choice."\n\n',
        "## essential",
    ),
    (
        "shape-practise",
        "!!! activity\n    Jouez la scène deux fois.\n",
        "!!! activity\n    Act it out twice.\n",
        "## practise",
    ),
    (
        "shape-close",
        "!!! decision\n    Où fait-on les appels vidéo ?\n",
        "!!! decision\n    Where do we take video calls?\n",
        "## close",
    ),
    (
        "shape-close",
        "!!! promise\n    « Viens me voir. Je t'écouterai. »\n",
        '!!! promise\n    "Come to me. I will listen."\n',
        "## close",
    ),
]


@pytest.mark.parametrize(("code", "french", "english", "heading"), CUTS)
def test_a_step_that_lacks_something_is_named_in_both_languages(folder, code, french, english, heading):
    folder.change(FR, french, "")
    folder.change(EN, english, "")
    assert folder.found() == [(EN, folder.line(EN, heading), code), (FR, folder.line(FR, heading), code)]


def test_a_branch_that_stands_twice_is_named(folder):
    folder.change(FR, "### silent", "### no")
    folder.change(EN, "### silent", "### no")
    assert folder.found() == [
        (EN, folder.line(EN, "goes quiet"), "shape-listen"),
        (FR, folder.line(FR, "se tait"), "shape-listen"),
    ]


def test_a_branch_that_says_nothing_is_named(folder):
    folder.change(FR, "> « D'accord. On sera deux. »\n", "")
    folder.change(EN, '> "OK. Then there are two of us."\n', "")
    assert [(file, code) for file, _, code in folder.found()] == [(EN, "shape-listen"), (FR, "shape-listen")]


def test_an_avoid_without_reason_is_named(folder):
    folder.change(FR, "    Le poids n'est pas sur lui.\n", "")
    folder.change(EN, "    The weight is not on them.\n", "")
    assert folder.found() == [
        (EN, folder.line(EN, "switched off"), "shape-listen"),
        (FR, folder.line(FR, "qu'à couper"), "shape-listen"),
    ]


def test_a_long_preparation_is_named(folder):
    folder.change(FR, "se passent bien.", "se passent bien. " + "On joue, on rit, on parle. " * 20)
    assert folder.found() == [(FR, folder.line(FR, "## prepare"), "shape-prepare")]


def test_a_missing_step_is_named_once(folder):
    folder.change(FR, "## practise", "## practice")
    assert [(file, code) for file, _, code in folder.found()] == [(FR, "parts")]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("Écoutez.", "> « Écoute. »", "Listen."),
        ("### no: dit non", "### angry: dit non", "says no"),
        ("    « Ma caméra, c'est moi qui décide. »", "    « Je décide. »\n\n    « Je coupe. »", "my choice"),
    ],
)
def test_languages_out_of_step_are_named_at_the_english_block(folder, old, new, line):
    folder.change(FR, old, new)
    assert folder.found() == [(EN, folder.line(EN, line), "languages-differ")]


def test_a_list_with_another_number_of_points_is_named(folder):
    folder.change(f"{ARTICLE}.fr.md", "- Parlez souvent.\n", "")
    line = folder.line(f"{ARTICLE}.en.md", "- Look")
    assert folder.found() == [(f"{ARTICLE}.en.md", line, "languages-differ")]


def test_a_link_in_one_language_only_is_named(folder):
    folder.change(
        f"{ARTICLE}.en.md",
        "[Someone writes to my child](plan:someone-contacting)",
        "Someone writes to my child",
    )
    line = folder.line(f"{ARTICLE}.en.md", "Someone writes to my child")
    assert folder.found() == [(f"{ARTICLE}.en.md", line, "languages-differ")]


def test_a_paragraph_in_one_language_only_is_named_where_it_stands(folder):
    folder.write(f"{ARTICLE}.fr.md", folder.read(f"{ARTICLE}.fr.md") + "\nUne phrase de plus.\n")
    line = folder.line(f"{ARTICLE}.fr.md", "de plus")
    assert folder.found() == [(f"{ARTICLE}.fr.md", line, "languages-differ")]


def test_a_sentence_left_in_the_other_language_is_named(folder):
    folder.change("plans/someone-contacting.yaml", "en: They need you.", "en: Il a besoin de vous.")
    line = folder.line("plans/someone-contacting.yaml", "more:")
    assert folder.found() == [("plans/someone-contacting.yaml", line, "untranslated")]


def test_an_empty_text_is_named(folder):
    folder.change("plans/someone-contacting.yaml", "en: They need you.", "en: ''")
    line = folder.line("plans/someone-contacting.yaml", "more:")
    assert folder.found() == [("plans/someone-contacting.yaml", line, "empty")]


def test_a_second_figure_is_named(folder):
    for language, words in (("fr", ("Un compte.", "Un autre.")), ("en", ("A count.", "Another."))):
        name = f"{ARTICLE}.{language}.md"
        blocks = "".join(f"\n!!! figure CEOP-LIVE\n    {one}\n" for one in words)
        folder.write(name, folder.read(name) + blocks)
    assert folder.found() == [
        (f"{ARTICLE}.en.md", folder.line(f"{ARTICLE}.en.md", "Another."), "figure"),
        (f"{ARTICLE}.fr.md", folder.line(f"{ARTICLE}.fr.md", "Un autre."), "figure"),
    ]


def test_a_myth_whose_truth_is_more_than_a_title_is_named(folder):
    truths = {"fr": "C'est faux. On l'a vu.", "en": "It is wrong. It was seen."}
    for language, truth in truths.items():
        name = f"{ARTICLE}.{language}.md"
        folder.write(name, folder.read(name) + f'\n!!! myth "?"\n    {truth}\n')
    assert folder.found() == [
        (f"{ARTICLE}.{language}.md", folder.line(f"{ARTICLE}.{language}.md", truths[language]), "myth")
        for language in ("en", "fr")
    ]


def test_a_young_page_has_no_figure(folder):
    folder.change(f"{ARTICLE}.yaml", "category: understand", "category: young")
    for language, words in (("fr", "Un compte."), ("en", "A count.")):
        name = f"{ARTICLE}.{language}.md"
        folder.write(name, folder.read(name) + f"\n!!! figure CEOP-LIVE\n    {words}\n")
    assert [code for _, _, code in folder.found()] == ["figure", "figure"]
