"""A folder is read whole; what is broken is named, and dates come from sources alone."""

import pytest

from familyguide.guide import model as m
from familyguide.guide.loader import load

CONVERSATION = "conversations/cameras-live-9-11"
EVERYTHING = {
    "live",
    "fr-119",
    "sudden-fear",
    "webcam",
    "someone-contacting",
    "understand-live",
    "cameras-live-9-11",
}


def codes(content):
    return [(problem.file, problem.code) for problem in content.problems]


def test_every_kind_of_a_healthy_folder_is_read(folder):
    content = load(folder.root)
    assert content.problems == []
    assert set(content.items) == EVERYTHING
    assert {item.__struct_config__.tag for item in content.items.values()} == {
        "term",
        "service",
        "sign",
        "checklist",
        "plan",
        "article",
        "conversation",
    }


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("plans/someone-contacting.yaml", "someone-contacting"),
        ("checklists/webcam.yaml", "webcam"),
        ("signs/emotions.yaml", "sudden-fear"),
        ("services/FR.yaml", "fr-119"),
        ("terms.yaml", "live"),
        (f"{CONVERSATION}.yaml", "cameras-live-9-11"),
        ("articles/understand-live.yaml", "understand-live"),
    ],
)
@pytest.mark.parametrize("broken", ["a: [1\n", "just words\n", "", "\ta: 1\n", "- - -\n"])
def test_a_broken_file_loses_only_its_own_items(folder, name, lost, broken):
    folder.write(name, broken)
    content = load(folder.root)
    assert set(content.items) >= EVERYTHING - {lost}
    assert lost not in content.items


def test_invalid_yaml_is_named_with_its_line(folder):
    folder.write("plans/someone-contacting.yaml", "id: x\naudience: adult\ntitle: {fr: a, en: [\n")
    (problem,) = load(folder.root).problems
    assert (problem.file, problem.code) == ("plans/someone-contacting.yaml", "yaml")
    assert problem.line >= 3


def test_a_file_that_is_not_utf8_is_named(folder):
    (folder.root / "terms.yaml").write_bytes(b"- id: caf\xe9\n")
    (folder.root / f"{CONVERSATION}.fr.md").write_bytes(b"---\ntitle: caf\xe9\n---\n")
    found = codes(load(folder.root))
    assert ("terms.yaml", "yaml") in found
    assert (f"{CONVERSATION}.fr.md", "encoding") in found


def test_a_missing_language_drops_the_item_and_says_so(folder):
    (folder.root / f"{CONVERSATION}.en.md").unlink()
    content = load(folder.root)
    assert "cameras-live-9-11" not in content.items
    assert (f"{CONVERSATION}.en.md", "language-missing") in codes(content)


def test_an_empty_folder_is_reported_and_gives_no_item(tmp_path):
    content = load(tmp_path)
    assert content.items == {}
    assert {code for _, code in codes(content)} == {"missing-file"}


def test_as_of_is_the_newest_date_of_the_sources_that_were_read(folder):
    folder.write(
        "bibliography.yaml",
        """\
CEOP-LIVE: {organisation: CEOP, title: Live, date: '2020-05', read: true}
NEWER: {organisation: B, title: Newer, date: '2024-11-30', read: true}
NOT-READ: {organisation: Someone, title: Something, date: '2026-01', read: false}
""",
    )
    folder.change(
        "plans/someone-contacting.yaml", "sources: [CEOP-LIVE]", "sources: [CEOP-LIVE, NEWER, NOT-READ]"
    )
    items = load(folder.root).items
    assert items["someone-contacting"].as_of == "2024-11"
    assert items["sudden-fear"].as_of == "2020-05"


@pytest.mark.parametrize("source", ["date: '2026-01', read: false", "read: true", "date: null, read: true"])
def test_a_source_that_was_not_read_or_has_no_date_gives_no_date(folder, source):
    folder.write("bibliography.yaml", f"CEOP-LIVE: {{organisation: CEOP, title: Live, {source}}}\n")
    assert load(folder.root).items["someone-contacting"].as_of is None


def test_a_setting_is_as_old_as_its_own_source_and_the_checklist_as_its_newest_setting(folder):
    folder.change(
        "checklists/webcam.yaml",
        "settings:\n",
        """\
settings:
  - id: older
    topic: data
    title: {fr: Autre, en: Other}
    why: {fr: Parce que., en: Because.}
    path: {fr: [A], en: [A]}
    ages: [9-11]
    essential: false
    confidence: medium
    source: {url: 'https://example.org/help', date: '2023-02', basis: official}
    path_fr_basis: official
    help: {fr: 'https://example.org/fr', en: 'https://example.org/en'}
""",
    )
    checklist = load(folder.root).items["webcam"]
    assert {setting.id: setting.as_of for setting in checklist.settings} == {
        "older": "2023-02",
        "cover": "2026-01",
    }
    assert checklist.as_of == "2026-01"


def test_only_a_stored_copy_dates_a_service(folder):
    folder.change("services/FR.yaml", "seen: stored-copy", "seen: own-knowledge")
    assert load(folder.root).items["fr-119"].as_of is None


def test_the_day_a_number_was_tried_dates_its_service(folder):
    read = "date: '2025-01', seen: stored-copy}"
    tried = "    - {url: null, title: 'Called: it answers', date: '2026-11-20', seen: tried}"
    folder.change("services/FR.yaml", read, f"{read}\n{tried}")
    assert load(folder.root).items["fr-119"].as_of == "2026-11"


@pytest.mark.parametrize(
    "name", ["plans/someone-contacting.yaml", "articles/understand-live.yaml", "checklists/webcam.yaml"]
)
def test_a_typed_as_of_is_reported_and_not_believed(folder, name):
    folder.write(name, folder.read(name) + "as_of: '2026-11'\n")
    content = load(folder.root)
    assert (name, "as-of-typed") in codes(content)
    assert all(item.as_of != "2026-11" for item in content.items.values())


def test_the_first_of_two_same_ids_stays(folder):
    folder.write("plans/another.yaml", folder.read("plans/someone-contacting.yaml"))
    content = load(folder.root)
    (problem,) = content.problems
    assert problem.code == "id-twice"
    assert "another.yaml" in problem.message or problem.file == "plans/someone-contacting.yaml"


def test_low_confidence_cannot_enter(folder):
    folder.change("checklists/webcam.yaml", "confidence: high", "confidence: low")
    content = load(folder.root)
    assert "webcam" not in content.items
    (problem,) = [p for p in content.problems if p.code == "schema"]
    assert "confidence" in problem.message
    assert problem.line == folder.line("checklists/webcam.yaml", "confidence: low")


def test_texts_are_polished_in_their_own_language_and_ids_are_not(folder):
    plan = load(folder.root).items["someone-contacting"]
    assert plan.title.fr == "Quelqu’un écrit à mon enfant"
    folder.change("plans/someone-contacting.yaml", "en: Someone writes to my child", "en: Someone's there")
    assert load(folder.root).items["someone-contacting"].title.en == "Someone’s there"


def test_a_conversation_has_its_six_steps_in_both_languages(folder):
    item = load(folder.root).items["cameras-live-9-11"]
    for language in m.LANGUAGES:
        assert tuple(part.name for part in item.parts(language)) == m.PARTS
