"""Ids, known words, sources, dates and status of every item."""

import pytest

PLAN = "plans/someone-contacting.yaml"
TALK = "conversations/cameras-live-9-11"
ARTICLE = "articles/understand-live"


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        (PLAN, "id: someone-contacting", "id: someone-writing", "id-file"),
        ("terms.yaml", "- id: live", "- id: Live_video", "id-form"),
        (PLAN, "topics: [cameras-live]", "topics: [cameras]", "unknown-topics"),
        ("services/FR.yaml", "needs: [child-at-risk]", "needs: [children]", "unknown-needs"),
        (PLAN, "countries: []", "countries: [FX]", "unknown-countries"),
        ("services/FR.yaml", "country: FR", "country: BE", "unknown-country"),
        ("services/FR.yaml", "valid_in: [FR]", "valid_in: [BE]", "unknown-valid_in"),
        (PLAN, "sources: [CEOP-LIVE]", "sources: [CEOP]", "unknown-source"),
        (PLAN, "sources: [CEOP-LIVE]", "sources: [NOT-READ]", "source-not-read"),
        ("triage.yaml", "sources: [CEOP-LIVE]", "sources: [CEOP]", "unknown-source"),
        (PLAN, "sources: [CEOP-LIVE]", "sources: []", "no-source"),
        (PLAN, "review_by: '2029-11'", "review_by: '2029-13'", "review-by"),
        (PLAN, "review_by: '2029-11'", "review_by: '2026-10'", "expired"),
        ("triage.yaml", "review_by: '2029-11'", "review_by: '2026-10'", "expired"),
        (PLAN, "updated: '2026-11-20'", "updated: November", "updated"),
        (PLAN, "updated: '2026-11-20'", "updated: '2027-01-01'", "updated"),
        (PLAN, "status: draft", "status: {reviewed_by: a real name, 'on': '2026-10'}", "status"),
        (PLAN, "status: draft", "status: {reviewed_by: '12345', 'on': '2026-10'}", "status"),
        (PLAN, "status: draft", 'status: {reviewed_by: "Anne \\u202eMartin", on: 2026-10}', "status"),
        (PLAN, "status: draft", "status: {reviewed_by: Anne Martin, 'on': soon}", "status"),
        (PLAN, "status: draft", "status: {reviewed_by: Anne Martin, 'on': '2027-02'}", "status"),
        (PLAN, "status: draft", "status: checked", "schema"),
        (f"{TALK}.yaml", "minutes: 5", "minutes: 90", "minutes"),
    ],
)
def test_one_wrong_field_is_one_problem_at_its_line(folder, name, old, new, code):
    folder.change(name, old, new)
    found = [problem for problem in folder.found() if problem[2] != "dead-link"]
    assert found == [(name, folder.line(name, new), code)]


def test_the_id_of_a_conversation_is_its_topic_and_age(folder):
    folder.change(f"{TALK}.yaml", "ages: [9-11]", "ages: [12-14]")
    assert folder.found() == [(f"{TALK}.yaml", 1, "conversation-id")]


def test_this_month_is_not_expired(folder):
    folder.change(PLAN, "review_by: '2029-11'", "review_by: '2026-11'")
    assert folder.check() == []


def test_a_real_review_is_welcome(folder):
    folder.change(PLAN, "status: draft", "status: {reviewed_by: Anne Martin, 'on': '2026-10'}")
    assert folder.check() == []


def test_an_item_without_minutes_is_named(folder):
    folder.change(f"{ARTICLE}.yaml", "minutes: 3\n", "")
    assert [problem[2] for problem in folder.found()] == ["minutes"]


def test_a_service_without_source_is_named(folder):
    text = folder.read("services/FR.yaml")
    start = text.index("  sources:")
    end = text.index("  review_by:")
    folder.write("services/FR.yaml", text[:start] + "  sources: []\n" + text[end:])
    assert folder.found() == [("services/FR.yaml", 1, "no-source")]


def test_an_unknown_country_in_a_page_is_named(folder):
    for language, words in (("fr", "Appelez."), ("en", "Call.")):
        name = f"{ARTICLE}.{language}.md"
        folder.write(name, folder.read(name) + f"\n!!! country BE\n    {words}\n")
    assert folder.found() == [
        (name, folder.line(name, "!!! country"), "unknown-country")
        for name in (f"{ARTICLE}.en.md", f"{ARTICLE}.fr.md")
    ]


def test_a_figure_with_an_unknown_source_is_named(folder):
    for language, words in (("fr", "Un chiffre."), ("en", "A figure.")):
        name = f"{ARTICLE}.{language}.md"
        folder.write(name, folder.read(name) + f"\n!!! figure CEOP\n    {words}\n")
    assert {(file, code) for file, _, code in folder.found()} == {
        (f"{ARTICLE}.en.md", "unknown-source"),
        (f"{ARTICLE}.fr.md", "unknown-source"),
    }


def test_a_role_without_a_name_is_named(folder):
    folder.change("vocabulary.yaml", '  missing: {fr: "Enfant disparu", en: "Missing child"}\n', "")
    assert folder.found() == [("vocabulary.yaml", 1, "vocabulary")]


def test_a_page_whose_id_is_not_its_file_is_told_without_stopping(folder):
    folder.change(f"{ARTICLE}.yaml", "id: understand-live", "id: about-live")
    assert (f"{ARTICLE}.yaml", 1, "id-file") in folder.found()


@pytest.mark.parametrize(
    ("names", "is_wrong"),
    [
        ("understand-live", False),
        ("understand-live, understand-live", True),
        ("understand-live, someone-contacting", True),
    ],
)
def test_each_article_stands_on_one_shelf_and_nothing_else_does(folder, names, is_wrong):
    words = folder.read("vocabulary.yaml")
    begin, end = words.index("article_shelves:"), words.index("# At which age")
    shelf = f"article_shelves:\n  - title: {{fr: Lire, en: Read}}\n    articles: [{names}]\n"
    folder.write("vocabulary.yaml", words[:begin] + shelf + words[end:])
    assert ("shelf" in {code for _, _, code in folder.found()}) is is_wrong


def test_an_article_on_no_shelf_is_named(folder):
    words = folder.read("vocabulary.yaml")
    begin, end = words.index("article_shelves:"), words.index("# At which age")
    shelf = "article_shelves:\n  - title: {fr: Lire, en: Read}\n    articles: [understand-live]\n"
    folder.write("vocabulary.yaml", words[:begin] + shelf + words[end:])
    for suffix in (".yaml", ".fr.md", ".en.md"):
        text = folder.read(f"articles/understand-live{suffix}").replace("id: understand-live", "id: another")
        folder.write(f"articles/another{suffix}", text)
    assert ("articles/another.yaml", "shelf") in {(file, code) for file, _, code in folder.found()}
