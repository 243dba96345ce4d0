"""Ids live on: merged ones lead to the new page, retired ones lead nowhere."""

import sqlite3
import sys

import pytest

from familyguide.guide import model as m
from familyguide.guide.compile import compile_file, compile_to
from familyguide.guide.library import Library, row_is_valid
from familyguide.guide.loader import load


def library_of(folder, redirects="retired: []\nmerged: {}\n"):
    folder.write("redirects.yaml", redirects)
    database = sqlite3.connect(":memory:")
    compile_to(load(folder.root), database, "1")
    return Library(database, ":memory:")


@pytest.mark.skipif(sys.platform == "win32", reason="paths there are shorter than SQLite's")
def test_content_far_down_in_somebody_s_folders_is_read_all_the_same(folder, tmp_path):
    deep = tmp_path / ("é" * 120) / ("b" * 200) / ("c" * 120)
    deep.mkdir(parents=True)
    compile_file(load(folder.root), tmp_path / "content.db", "1")
    (tmp_path / "content.db").rename(deep / "content.db")
    before = sorted(deep.iterdir())
    library = Library.open(deep / "content.db")
    assert library.check_all() > 3
    assert sorted(deep.iterdir()) == before
    library.close()


def test_a_merged_id_is_followed(folder):
    library = library_of(folder, "retired: []\nmerged: {old-camera: webcam, older-camera: old-camera}\n")
    assert library.now_id("old-camera") == "webcam"
    assert library.item("older-camera").id == "webcam"
    assert library.read("old-camera", m.Checklist).id == "webcam"


def test_a_retired_id_leads_nowhere(folder):
    library = library_of(folder, "retired: [gone]\nmerged: {before: gone}\n")
    assert library.now_id("gone") is None
    for identifier in ("gone", "before"):
        with pytest.raises(KeyError):
            library.item(identifier)


def test_a_circle_of_merged_ids_is_harmless(folder):
    library = library_of(folder, "retired: []\nmerged: {one: two, two: three, three: one, self: self}\n")
    for identifier in ("one", "two", "three", "self"):
        with pytest.raises(KeyError):
            library.item(identifier)


@pytest.mark.parametrize(
    "identifier", ["", "nothing", "WEBCAM", "webcam ", "' OR 1=1 --", "x" * 5000, "é\x00"]
)
def test_an_unknown_id_is_a_key_error(folder, identifier):
    library = library_of(folder)
    with pytest.raises(KeyError):
        library.item(identifier)
    assert library.row(identifier) is None
    assert not library.has(identifier)


def test_an_item_of_another_kind_is_a_key_error(folder):
    library = library_of(folder)
    with pytest.raises(KeyError):
        library.read("webcam", m.Plan)


def test_an_id_that_never_moved_is_itself(folder):
    library = library_of(folder)
    assert library.now_id("webcam") == "webcam"
    assert library.has("webcam")


def test_a_country_or_source_we_do_not_hold_is_none(folder):
    library = library_of(folder)
    assert library.country("ZZ") is None
    assert library.source("NOPE") is None
    assert library.source("CEOP-LIVE").organisation == "CEOP"


def test_rows_keep_reading_order_and_hold_every_item(real):
    rows = real.rows()
    kinds = [row.kind for row in rows]
    assert kinds == sorted(kinds, key=m.KINDS.index)
    assert [row.id for kind in m.KINDS for row in real.rows(kind)] == [row.id for row in rows]
    for row in rows:
        assert real.row(row.id) == row


def test_any_number_gives_an_item_of_the_kind(real):
    rows = real.rows("conversation")
    assert [real.nth("conversation", n).id for n in range(len(rows))] == [row.id for row in rows]
    assert real.nth("conversation", 10**9).id in {row.id for row in rows}
    last, found = rows[-1], real.nth("conversation", -1)
    assert found == (last.id, found.title, last.ages, last.minutes)
    assert {language: found.title[language] for language in ("fr", "en")} == {
        language: last.title[language] for language in ("fr", "en")
    }
    assert real.nth("letter", 3) is None
    assert "3-5" in real.nth("conversation", 12345, "3-5").ages
    assert real.nth("conversation", 5, "99-100") is None


@pytest.mark.parametrize(
    ("countries", "country", "valid"),
    [
        ((), "FR", True),
        (("*",), "XX", True),
        (("FR", "RE"), "RE", True),
        (("FR",), "XX", False),
        (("FR",), None, True),
    ],
)
def test_an_item_is_valid_where_it_says(real, countries, country, valid):
    row = real.rows("term")[0]
    changed = type(row)(
        **{name: getattr(row, name) for name in row.__struct_fields__} | {"countries": countries}
    )
    assert row_is_valid(changed, country) is valid
