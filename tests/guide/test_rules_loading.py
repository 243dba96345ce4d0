"""A file that cannot be read is one problem with its line, and stops nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest

CONVERSATION = "conversations/cameras-live-9-11"


def test_a_healthy_folder_has_no_problem(folder):
    assert folder.check() == []


@pytest.mark.parametrize(
    "name",
    [
        "bibliography.yaml",
        "vocabulary.yaml",
        "countries.yaml",
        "triage.yaml",
        "texts/image-rule.yaml",
        "search.yaml",
    ],
)
def test_a_missing_file_is_named(folder, name):
    (folder.root / name).unlink()
    assert (name, 1, "missing-file") in folder.found()


def test_a_missing_list_of_words_is_named(folder):
    (folder.root / "checks/words.fr.yaml").unlink()
    assert folder.found() == [("checks/words.fr.yaml", 1, "missing-file")]


def test_a_broken_list_of_words_is_named(folder):
    folder.write("checks/words.en.yaml", "families: {blame: [{pattern: x}]}\n")
    assert folder.found() == [("checks/words.en.yaml", 1, "schema")]


def test_a_missing_phrase_bank_is_named(folder):
    (folder.root / "checks/phrase-bank.yaml").unlink()
    assert folder.found() == [("checks/phrase-bank.yaml", 1, "phrase-bank")]


def test_a_missing_language_is_named_and_links_to_it_are_not_called_dead(folder):
    (folder.root / f"{CONVERSATION}.en.md").unlink()
    assert folder.found() == [(f"{CONVERSATION}.en.md", 1, "language-missing")]


def test_a_page_that_is_not_utf8_is_named(folder):
    (folder.root / f"{CONVERSATION}.fr.md").write_bytes("---\ntitle: caméra\n---\n".encode("latin-1"))
    assert folder.found() == [(f"{CONVERSATION}.fr.md", 1, "encoding")]


def test_a_plan_that_is_not_utf8_is_named(folder):
    (folder.root / "plans/someone-contacting.yaml").write_bytes("title: caméra".encode("latin-1"))
    assert ("plans/someone-contacting.yaml", 1, "yaml") in folder.found()


def test_a_tab_in_yaml_is_named_with_its_line(folder):
    folder.change("plans/someone-contacting.yaml", "    more:", "\tmore:")
    line = folder.line("plans/someone-contacting.yaml", "\tmore:")
    assert folder.found() == [("plans/someone-contacting.yaml", line, "yaml")]


def test_a_key_that_stands_twice_is_named(folder):
    folder.change("checklists/webcam.yaml", "kind: device", "kind: device\nkind: game")
    assert folder.found() == [("checklists/webcam.yaml", 4, "yaml")]


def test_an_unknown_key_is_named(folder):
    folder.change("plans/someone-contacting.yaml", "shame: true", "shame: true\nblame: false")
    assert [(file, code) for file, _, code in folder.found()] == [("plans/someone-contacting.yaml", "schema")]


@pytest.mark.parametrize("name", ["terms.yaml", "plans/someone-contacting.yaml", "practice.yaml"])
def test_a_folder_in_the_place_of_a_file_is_named(folder, name):
    (folder.root / name).unlink()
    (folder.root / name).mkdir()
    assert (name, 1, "file") in folder.found()


@pytest.mark.parametrize("name", ["articles/understand-live.fr.md", "terms.yaml"])
def test_a_file_saved_with_a_mark_of_its_encoding_is_read(folder, name):
    (folder.root / name).write_bytes(b"\xef\xbb\xbf" + (folder.root / name).read_bytes())
    assert folder.found() == []


def test_half_of_a_letter_is_named(folder):
    folder.change("terms.yaml", "{fr: direct, en: live}", '{fr: direct, en: "live \\ud83d"}')
    assert folder.found() == [("terms.yaml", folder.line("terms.yaml", "title:"), "yaml")]


@pytest.mark.parametrize("title", ['"a \\q b"', '"a \\ud800 b"', "A\ntitle: B"])
def test_front_matter_that_cannot_be_read_is_named(folder, title):
    folder.change("articles/understand-live.fr.md", "title: Comprendre le direct", f"title: {title}")
    assert folder.found() == [("articles/understand-live.fr.md", 2, "front-matter")]


def test_lists_inside_lists_without_end_are_named(folder):
    name = "articles/understand-live.fr.md"
    lists = "".join("    " * deep + "- a\n" for deep in range(300))
    folder.write(name, f"{folder.read(name)}\n{lists}")
    assert folder.found() == [(name, 5, "markdown")]


def test_a_page_without_its_facts_is_named(folder):
    folder.write("articles/orphan.fr.md", folder.read("articles/understand-live.fr.md"))
    assert folder.found() == [("articles/orphan.fr.md", 1, "missing-file")]


def test_half_a_translation_is_named(folder):
    folder.change("plans/someone-contacting.yaml", ", en: They need you.", "")
    line = folder.line("plans/someone-contacting.yaml", "more:")
    assert folder.found() == [("plans/someone-contacting.yaml", line, "schema")]


@pytest.mark.parametrize(
    "name", ["plans/someone-contacting.yaml", "articles/understand-live.yaml", f"{CONVERSATION}.yaml"]
)
def test_a_typed_as_of_is_named(folder, name):
    folder.change(name, "updated:", "as_of: '2026-01'\nupdated:")
    assert folder.found() == [(name, folder.line(name, "as_of:"), "as-of-typed")]


def test_html_is_named_with_its_line(folder):
    folder.change(f"{CONVERSATION}.fr.md", "Écoutez.", "<b>Écoutez.</b>")
    assert folder.found() == [(f"{CONVERSATION}.fr.md", folder.line(f"{CONVERSATION}.fr.md", "<b>"), "html")]


def test_the_same_id_twice_is_named(folder):
    text = folder.read("terms.yaml")
    folder.write("terms.yaml", text + text)
    assert folder.found() == [("terms.yaml", 10, "id-twice")]


def test_the_command_prints_and_answers(folder):
    command = [sys.executable, "-m", "familyguide.guide.rules", str(folder.root)]
    where = Path(__file__).parents[2]
    assert subprocess.run(command, cwd=where, capture_output=True, check=False).returncode == 0
    (folder.root / "redirects.yaml").unlink()
    done = subprocess.run(command, cwd=where, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 1
    assert done.stdout.startswith("redirects.yaml:1: missing-file: ")
