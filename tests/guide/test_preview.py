"""A folder as it is being written: what changed is read again, a broken file keeps its last state."""

import os
from datetime import date

import pytest

from familyguide.guide import loader
from familyguide.guide import model as m
from familyguide.guide.library import ContentError, Library
from familyguide.guide.loader import RememberingReader, load
from familyguide.guide.preview import LivePreview
from familyguide.guide.rules import check, check_item
from familyguide.guide.workbench import Workbench

TODAY = date(2026, 11, 22)
EN = "articles/understand-live.en.md"
PLAN = "plans/someone-contacting.yaml"
TABLES = (
    "item",
    "part",
    "alias",
    "meta",
    "search_fr",
    "search_en",
    "asked_fr",
    "asked_en",
)


@pytest.fixture
def live(folder):
    made = LivePreview(folder.root, "test", TODAY)
    made.has_changed()
    yield made
    made.close()


def shown(fresh):
    return Library(fresh.database, ":memory:")


def everything(database):
    held = {table: sorted(database.execute(f"SELECT * FROM {table}").fetchall()) for table in TABLES}
    for language in m.LANGUAGES:
        # What came and went has other numbers; under each page stands the same.
        held[f"page_{language}"] = sorted(
            database.execute(
                f"SELECT page.id, page.kind, held.* FROM page_{language} AS page "
                f"LEFT JOIN search_{language} AS held ON held.rowid = page.number"
            ).fetchall()
        )
    return held


def english(item):
    return item.blocks("en")[1].text


def test_only_the_file_that_was_saved_is_read_again(folder, monkeypatch):
    reader = RememberingReader()
    load(folder.root, reader)
    read = []
    for name in ("read_yaml", "read_page"):
        real = getattr(loader, name)
        monkeypatch.setattr(loader, name, lambda *a, real=real: (read.append(a), real(*a))[1])
    folder.change(EN, "Live video is play", "Live video is good")
    content = load(folder.root, reader)
    assert len(read) == 1
    assert "is good" in english(content.items["understand-live"])


def test_what_was_remembered_is_the_same_as_what_is_read_anew(folder):
    folder.change(PLAN, "id: someone-contacting\n", "id: someone-contacting\nas_of: '2020-01'\n")
    folder.change("terms.yaml", "text: {fr", "texte: {fr")
    reader = RememberingReader()
    first, second, anew = (load(folder.root, one) for one in (reader, reader, None))
    assert first.items == second.items == anew.items
    assert first.problems == second.problems == anew.problems
    assert {problem.code for problem in second.problems} == {"as-of-typed", "schema"}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (EN, "Live video is play", "Live video is fun"),
        (EN, "title: About live video", "title: Live video today"),
        ("terms.yaml", "A video people see", "A film people see"),
        ("terms.yaml", "en: live}", "en: video}"),
        ("vocabulary.yaml", "Camera, video calls, live", "Cameras and calls"),
        ("services/FR.yaml", "phone: '119'", "phone: '120'"),
        ("redirects.yaml", "retired: []", "retired: [old]"),
        ("bibliography.yaml", "title: Live streaming", "title: Live"),
        ("articles/understand-live.yaml", "audience: adult", "audience: worker"),
    ],
)
def test_the_bench_holds_what_a_whole_build_would_hold(folder, name, old, new):
    bench = Workbench("test")
    bench.update(load(folder.root))
    folder.change(name, old, new)
    content = load(folder.root)
    bench.update(content)
    whole = Workbench("test")
    whole.update(content)
    copies = bench.copy(), whole.copy()
    assert everything(copies[0]) == everything(copies[1])
    for one in (*copies, bench, whole):
        one.close()


def test_an_item_that_comes_and_one_that_goes(folder):
    bench = Workbench("test")
    bench.update(load(folder.root))
    for path in (folder.root / "articles").iterdir():
        path.rename(path.with_name(path.name.replace("understand-live", "another")))
    folder.change("articles/another.yaml", "understand-live", "another")
    assert bench.update(load(folder.root)) == {"understand-live", "another"}
    copy = bench.copy()
    library = Library(copy, "")
    assert [row.id for row in library.rows("article")] == ["another"]
    library.close()
    bench.close()


def test_a_bench_without_content_gives_no_copy():
    with pytest.raises(ValueError, match="update"):
        Workbench("test").copy()


def test_a_save_is_noticed_once_and_reading_writes_nothing(folder, live):
    before = sorted(folder.root.rglob("*"))
    live.read().database.close()
    assert not live.has_changed()
    folder.change(EN, "Live video is play", "Live video is fun")
    assert live.has_changed()
    assert not live.has_changed()
    folder.write("articles/.#understand-live.en.md", "an editor's own file")
    assert not live.has_changed()
    (folder.root / "articles/.#understand-live.en.md").unlink()
    live.read().database.close()
    assert sorted(folder.root.rglob("*")) == before


def test_a_file_of_the_same_size_saved_a_moment_later_is_read(folder, live):
    live.read().database.close()
    folder.change(EN, "play for many", "toys for many")
    state = (folder.root / EN).stat()
    os.utime(folder.root / EN, ns=(state.st_atime_ns, state.st_mtime_ns + 1))
    assert live.has_changed()
    library = shown(live.read())
    assert "toys for many" in english(library.read("understand-live", m.Article))
    library.close()


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        (EN, "understand-live"),
        (PLAN, "someone-contacting"),
        ("services/FR.yaml", "fr-119"),
        ("terms.yaml", "live"),
        ("signs/emotions.yaml", "sudden-fear"),
    ],
)
def test_a_broken_file_keeps_its_last_good_state(folder, live, name, identifier):
    library = shown(live.read())
    before = library.item(identifier)
    library.close()
    good = folder.read(name)
    folder.write(name, "---\n" + good.replace(": ", ": [", 1))
    fresh = live.read()
    assert list(fresh.broken) == [name]
    library = shown(fresh)
    assert library.item(identifier) == before
    assert name in live.files(identifier)
    library.close()
    folder.write(name, good)
    fresh = live.read()
    assert fresh.broken == {}
    fresh.database.close()


@pytest.mark.parametrize(
    "name", ["vocabulary.yaml", "countries.yaml", "triage.yaml", "texts/image-rule.yaml", "bibliography.yaml"]
)
def test_a_broken_part_keeps_its_last_good_state(folder, live, name):
    live.read().database.close()
    folder.write(name, "a: [b")
    fresh = live.read()
    assert name in fresh.broken
    library = shown(fresh)
    assert library.vocabulary.topics
    assert list(library.countries) == ["FR"]
    library.close()


def test_an_item_taken_away_on_purpose_goes(folder, live):
    live.read().database.close()
    for path in list((folder.root / "articles").iterdir()):
        path.unlink()
    library = shown(live.read())
    assert not library.has("understand-live")
    library.close()


def test_a_folder_that_never_held_a_guide_is_refused(folder):
    (folder.root / "triage.yaml").unlink()
    live = LivePreview(folder.root, "test", TODAY)
    with pytest.raises(ContentError):
        live.read()


def test_the_problems_of_one_item_are_those_of_the_checker(folder):
    folder.change(EN, "- Talk often.", "- Why did you do that? Call 119.")
    folder.change(PLAN, "Restez avec", "Restez  !avec")
    content = load(folder.root)
    mine = check_item(content, "understand-live", TODAY)
    assert mine
    assert mine == [
        problem for problem in check(content, TODAY) if problem.file.startswith("articles/understand")
    ]
    assert check_item(content, "cameras-live-9-11", TODAY) == []


def test_a_service_has_the_problems_of_its_own_lines(folder):
    text = folder.read("services/FR.yaml")
    folder.write(
        "services/FR.yaml",
        text + text.replace("fr-119", "fr-120").replace("Enfant en danger", "Tout ira bien"),
    )
    content = load(folder.root)
    assert check_item(content, "fr-120", TODAY)
    assert "promise" not in {problem.code for problem in check_item(content, "fr-119", TODAY)}


def test_the_real_pages_have_no_problem_of_their_own(real_content):
    for identifier in list(real_content.items)[::180]:
        assert check_item(real_content, identifier) == []


def test_an_easy_version_is_checked_and_kept_like_a_page(folder, live):
    name = "easy/someone-contacting.yaml"
    folder.write(
        name,
        "of: someone-contacting\ntitle: {fr: Un message, en: A message}\nsteps:\n  - lines:\n"
        "      - {fr: Appelez le 119., en: Stay calm.}\nreview_by: '2029-11'\nupdated: '2026-11-20'\n",
    )
    live.read().database.close()
    assert live.files("easy:someone-contacting") == {name}
    assert "typed-number" in {problem.code for problem in live.problems("easy:someone-contacting")}
    folder.write(name, "of: [half")
    library = shown(live.read())
    easy = library.easy("someone-contacting")
    assert easy is not None
    assert easy.title.en == "A message"
    assert live.files("easy:someone-contacting") == {name}
    library.close()
