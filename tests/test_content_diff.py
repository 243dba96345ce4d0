"""content diff, as a writer types it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

sys.path.insert(0, str(Path(__file__).parent / "guide"))

from small import Folder

from familyguide import cli

SERVICES = "services/FR.yaml"


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "content")


@pytest.fixture
def other(tmp_path):
    return Folder(tmp_path / "other")


@pytest.fixture
def ask(capsys):
    def typed(*words):
        try:
            code = cli.run(cli.parser().parse_args(["content", "diff", *map(str, words)]))
        except SystemExit as end:
            code = end.code
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return typed


def git(place, *words):
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *who, "-C", str(place), *words], check=True, capture_output=True)


def test_two_folders_that_are_the_same(ask, folder, other):
    code, out, err = ask(folder.root, other.root)
    assert (code, err) == (0, "")
    assert out.startswith("Nothing changed for readers")


def test_a_changed_number_is_told_first_with_both_numbers(ask, folder, other):
    other.change(SERVICES, "phone: '119'", "phone: '120'")
    other.change("articles/understand-live.en.md", "Talk often.", "Talk very often.")
    code, out, _ = ask(folder.root, other.root)
    assert code == 0
    assert out.startswith("Numbers, hours and who is called (1)\n  service fr-119")
    assert "phone: 119 -> 120" in out
    assert out.index("119 -> 120") < out.index("Talk {+very+} often.")
    assert "1 of them of numbers" in out


def test_json_is_one_document_with_numbers_marked(ask, folder, other):
    other.change(SERVICES, "phone: '119'", "phone: '120'")
    code, out, _ = ask(folder.root, other.root, "--json")
    document = json.loads(out)
    assert code == 0
    assert set(document) == {"old", "new", "unread", "services", "pages", "settings", "words"}
    (service,) = document["services"]
    assert service["number"] is True
    assert service["facts"] == [{"field": "phone", "old": "119", "new": "120"}]
    assert service["title"]["fr"].startswith("119")


def test_what_cannot_be_read_is_named(ask, folder, other):
    other.write("articles/understand-live.en.md", "broken")
    _, out, _ = ask(folder.root, other.root)
    assert "Not read in the newer state, so not compared: articles/understand-live.en.md" in out


@pytest.mark.parametrize("inside", ["", "guide/content"])
def test_a_revision_of_git_is_compared_with_the_folder_now(ask, tmp_path, inside):
    place = tmp_path / "writers"
    folder = Folder(place / inside)
    git(place, "init", "-q")
    git(place, "add", ".")
    git(place, "commit", "-q", "-m", "First")
    git(place, "tag", "first")
    folder.change(SERVICES, "phone: '119'", "phone: '120'")
    before = sorted(tmp_path.rglob("*"))
    code, out, err = ask("--since", "first", folder.root)
    assert (code, err) == (0, "")
    assert "phone: 119 -> 120" in out
    assert "since first" in out
    assert sorted(tmp_path.rglob("*")) == before


def test_a_day_stands_for_what_was_kept_before_it(ask, tmp_path):
    folder = Folder(tmp_path / "content")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "First")
    folder.change(SERVICES, "phone: '119'", "phone: '120'")
    assert "phone: 119 -> 120" in ask("--since", "2090-01-01", folder.root)[1]
    code, _, err = ask("--since", "1999-01-01", folder.root)
    assert code == 2
    assert "nothing was kept in git before 1999-01-01" in err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--since", "no-such", "FOLDER"], "git knows no 'no-such'"),
        (["--since", "1999-01-01", "FOLDER"], "git"),
        (["--since=--output=x", "FOLDER"], "git knows no '--output=x'"),
        (["--since", "x", "FOLDER", "FOLDER"], "one folder at most"),
        (["FOLDER", "FOLDER", "FOLDER"], "give OLD and NEW"),
        (["FOLDER/nothing", "FOLDER"], "no content folder and no compiled file"),
        (["FOLDER/checks", "FOLDER"], "no content in the folder"),
        (["FOLDER/terms.yaml", "FOLDER"], "content"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(ask, folder, words, says, monkeypatch):
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    code, out, err = ask(*(word.replace("FOLDER", str(folder.root)) for word in words))
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert says in err


def test_a_computer_without_git_is_told_what_to_do(ask, folder, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    code, _, err = ask("--since", "HEAD", folder.root)
    assert code == 2
    assert "git is not installed here: name the two folders" in err


def test_a_draft_can_be_pasted_and_passes_the_checker(ask, folder, other):
    other.change(SERVICES, "phone: '119'", "phone: '120'")
    other.change("checklists/webcam.yaml", "[Settings, Camera]", "[Settings, Privacy, Camera]")
    other.change("articles/understand-live.en.md", "Talk often.", "Talk very often.")
    code, out, _ = ask(folder.root, other.root, "--draft")
    assert code == 0
    entries = yaml.safe_load(out)
    assert [entry["ids"] for entry in entries] == [["fr-119"], ["webcam"], ["understand-live"]]
    assert "« Comprendre le direct »" in entries[2]["text"]["fr"].replace("\u00a0", " ")
    other.write("changes.yaml", out)
    assert {p.code for p in other.check() if p.file == "changes.yaml"} <= {"change-month"}


def test_a_draft_of_nothing_says_so(ask, folder, other):
    code, out, _ = ask(folder.root, other.root, "--draft")
    assert (code, out) == (0, "# Nothing changed that readers would look for.\n")
