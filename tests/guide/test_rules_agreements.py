"""The shape of an agreement: both sides, one age, ids that are theirs alone, and ids that live on."""

import pytest

from familyguide.guide.loader import load

NAME = "agreements/family-agreement-9-11.yaml"
FIELDS = """\
audience: with-child
topics: [cameras-live]
ages: [{age}]
countries: []
sources: [CEOP-LIVE]
review_by: '2029-11'
status: draft
updated: '2026-11-20'
"""
RULES = (
    ("meals", "On mange sans écran.", "We eat without screens."),
    ("basket", "Le soir, tout va au panier.", "At night it all goes in the basket."),
    ("ask", "Je demande avant de payer.", "I ask before I pay."),
    ("listen", "J'écoute avant de répondre.", "I listen before I answer."),
    ("photo", "Je demande avant la photo.", "I ask before the photo."),
    ("phone", "Je pose mon téléphone.", "I put my phone down."),
)


def agreement(age="9-11", rules=RULES, suffix=""):
    """Write an agreement: three rules for the child, the others for adults."""
    text = f"id: family-agreement-{age}\n" + FIELDS.format(age=age)
    text += "title: {fr: Notre charte, en: Our agreement}\n"
    text += "summary: {fr: Des règles à choisir., en: Rules to choose.}\n"
    text += "opening: {fr: '« On choisit nos règles ? »', en: '“Shall we choose our rules?”'}\n"
    text += "answer: {fr: Chacun répond., en: Each of you answers.}\n"
    text += "close: {fr: Relisez la page cet hiver., en: Read the page again in winter.}\n"
    text += "next: {articles: [understand-live], roles: [child]}\nrules:\n"
    for number, (name, french, english) in enumerate(rules):
        text += f"  - id: {name}{suffix}\n"
        text += "    for_adults: true\n" if number > 2 else ""
        text += f'    rule: {{fr: "{french}", en: "{english}"}}\n'
        text += "    reason: {fr: On se parle mieux., en: We talk better.}\n"
        text += "    trick: {fr: Un panier près de la porte., en: A basket by the door.}\n"
    return text


@pytest.fixture
def with_agreement(folder):
    folder.write(NAME, agreement())
    return folder


def test_an_agreement_is_read_and_has_no_problem(with_agreement):
    assert with_agreement.found() == []
    item = load(with_agreement.root).items["family-agreement-9-11"]
    assert [rule.for_adults for rule in item.rules] == [False] * 3 + [True] * 3


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("ages: [9-11]", "ages: [9-11, 12-14]", "agreement-age"),
        ("topics: [cameras-live]", "topics: [harm-in-circle]", "agreement-topic"),
        ("id: meals", "id: Meals", "id-form"),
        ("id: meals", "id: no-harm-in-circle", "agreement-topic"),
        ("id: basket", "id: meals", "rule-id"),
        ("id: basket", "id: cover", "rule-id"),
        ("id: basket", "id: webcam", "rule-id"),
        ("articles: [understand-live]", "articles: [gone]", "dead-link"),
        ("articles: [understand-live]", "agreements: [family-agreement-9-11]", "next"),
        ("roles: [child]", "roles: [childline]", "unknown-role"),
        ("sources: [CEOP-LIVE]", "sources: []", "no-source"),
        ("id: family-agreement-9-11", "id: agreement-9-11", "id-file"),
        (
            "On mange sans écran.",
            "On mange tous ensemble sans le moindre petit écran sur la table du salon.",
            "long-sentence",
        ),
    ],
)
def test_one_wrong_thing_is_one_problem_of_its_file(with_agreement, old, new, code):
    with_agreement.change(NAME, old, new)
    assert [(file, found) for file, _line, found in with_agreement.found()] == [(NAME, code)]


@pytest.mark.parametrize("keep", [slice(0, 2), slice(0, 5), slice(2, 6)])
def test_both_sides_have_rules(folder, keep):
    folder.write(NAME, agreement(rules=RULES[keep]))
    assert (NAME, folder.line(NAME, "rules:"), "agreement-rules") in folder.found()


def test_an_agreement_fits_one_sheet(folder):
    more = tuple((f"more-{n}", f"Je garde la règle {n}.", f"I keep rule {n}.") for n in range(7))
    folder.write(NAME, agreement(rules=RULES + more))
    assert [code for _file, _line, code in folder.found()] == ["agreement-rules"]


def test_another_age_has_its_own_ids_and_its_own_words(with_agreement):
    other = NAME.replace("9-11", "12-14")
    with_agreement.write(other, agreement(age="12-14"))
    codes = [(file, code) for file, _line, code in with_agreement.found()]
    # Files are read in the order of their names.
    assert set(codes) == {(NAME, "rule-id"), (NAME, "same-words")}
    assert codes.count((NAME, "same-words")) == 2 * len(RULES)


@pytest.mark.parametrize("used", ["meals", "cover"])
def test_a_rule_or_a_setting_may_take_in_an_old_id(with_agreement, used):
    with_agreement.change("redirects.yaml", "merged: {}", f"merged: {{old-name: {used}}}")
    assert with_agreement.found() == []


@pytest.mark.parametrize("used", ["meals", "cover"])
def test_the_id_of_a_rule_or_a_setting_is_not_used_again_once_retired(with_agreement, used):
    with_agreement.change("redirects.yaml", "retired: []", f"retired: [{used}]")
    assert with_agreement.found() == [("redirects.yaml", 1, "redirect-used")]


def test_lines_to_fill_stand_in_both_languages(folder):
    page = "articles/understand-live"
    for language, words in (("fr", "Le pouce\n\n    L'index"), ("en", "Thumb\n\n    First finger")):
        text = folder.read(f"{page}.{language}.md")
        folder.write(f"{page}.{language}.md", f"{text}\n!!! fill\n    {words}\n")
    assert folder.found() == []
    folder.change(f"{page}.en.md", "!!! fill", "!!! fill 3")
    assert [code for _file, _line, code in folder.found()] == ["languages-differ"]
    folder.change(f"{page}.en.md", "!!! fill 3", "!!! fill")
    folder.change(f"{page}.en.md", "Thumb\n\n    First", "First")
    assert [code for _file, _line, code in folder.found()] == ["languages-differ"]
