"""changes.yaml: what readers are told, newest first, with pages that exist, in both languages."""

import pytest

from familyguide.guide.compile import compile_file
from familyguide.guide.library import Library
from familyguide.guide.loader import load

NAME = "changes.yaml"
GOOD = """\
- month: '2026-11'
  text: {fr: Une page sur le direct., en: A page about live video.}
  ids: [understand-live, someone-contacting]
- month: '2026-10'
  text: {fr: Le guide est plus simple., en: The guide is simpler.}
"""


@pytest.fixture
def told(folder):
    folder.write(NAME, GOOD)
    return folder


def test_a_good_file_has_no_problem(told):
    assert [str(problem) for problem in told.check()] == []


def test_a_folder_without_the_file_has_no_problem_and_tells_nothing(folder):
    assert load(folder.root).changes == ()
    assert folder.check() == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("month: '2026-11'", "month: '2026-13'", "change-month"),
        ("month: '2026-11'", "month: November", "change-month"),
        ("month: '2026-11'", "month: '2026-12'", "change-month"),
        ("month: '2026-11'", "month: '2026-09'", "change-order"),
        ("[understand-live,", "[understand-lives,", "change-id"),
        ("[understand-live,", "[understand-live, understand-live,", "change-id"),
        (", en: A page about live video.", "", "schema"),
        ("en: A page about live video.", "en: ''", "change-text"),
        ("en: A page about live video.", "en: A page. About live video.", "change-text"),
        ("en: A page about live video.", "en: A page about live video", "change-text"),
        ("fr: Une page sur", "fr: Une page " + "très " * 25 + "sur", "change-text"),
        ("fr: Une page sur le direct.", "fr: Le 119 répond.", "typed-number"),
        ("ids: [", "pages: [", "schema"),
    ],
)
def test_one_wrong_thing_is_told_with_its_line(told, old, new, code):
    told.change(NAME, old, new)
    found = [problem for problem in told.check() if problem.code == code]
    assert found
    assert {problem.file for problem in found} == {NAME}
    if code.startswith("change-i"):
        assert found[0].line == 2


@pytest.mark.parametrize(
    ("redirects", "says"),
    [
        ("retired: [old]\nmerged: {}\n", "is retired"),
        ("retired: []\nmerged: {old: understand-live}\n", "name 'understand-live' instead"),
    ],
)
def test_an_old_id_is_told_with_what_to_write(told, redirects, says):
    told.write("redirects.yaml", redirects)
    told.change(NAME, "[understand-live,", "[old,")
    (problem,) = told.check()
    assert says in problem.message


def test_a_page_for_workers_is_no_page_for_readers(told):
    told.change("articles/understand-live.yaml", "audience: adult", "audience: worker")
    assert "change-id" in {problem.code for problem in told.check()}


def test_a_page_that_cannot_be_read_is_told_once_and_where_it_stands(told):
    told.write("articles/understand-live.en.md", "broken")
    assert {problem.file for problem in told.check()} == {"articles/understand-live.en.md"}


def test_the_compiled_file_tells_the_same_changes(told, tmp_path):
    content = load(told.root)
    compile_file(content, tmp_path / "content.db", "test")
    library = Library.open(tmp_path / "content.db")
    assert library.changes == content.changes
    assert [entry.month for entry in library.changes] == ["2026-11", "2026-10"]
    library.close()


def test_a_compiled_file_that_tells_no_changes_is_read(folder, tmp_path):
    compile_file(load(folder.root), tmp_path / "content.db", "test")
    library = Library.open(tmp_path / "content.db")
    assert library.changes == ()
    library.close()
