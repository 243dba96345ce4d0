"""The compiled file: whole or not at all, the same for the same content, and only ours."""

import random
import sqlite3
import sys
import zlib
from contextlib import closing

import msgspec
import pytest

from familyguide import __version__
from familyguide.guide.compile import APPLICATION_ID, FORMAT, addresses, compile_file, compile_to, row_of
from familyguide.guide.digest import digest
from familyguide.guide.library import ContentError, Library
from familyguide.guide.loader import load


@pytest.fixture
def compiled(folder, tmp_path):
    path = tmp_path / "out" / "content.db"
    compile_file(load(folder.root), path, "1")
    return path


def change(path, *statements):
    database = sqlite3.connect(path)
    for statement in statements:
        database.execute(*statement) if isinstance(statement, tuple) else database.execute(statement)
    database.commit()
    database.close()


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def refused(path):
    with pytest.raises(ContentError) as caught:
        Library.open(path).check_all()
    return caught.value.code


def test_the_same_content_gives_the_same_bytes(folder, compiled, tmp_path):
    again = tmp_path / "again.db"
    compile_file(load(folder.root), again, "1")
    assert again.read_bytes() == compiled.read_bytes()


def test_other_content_gives_other_bytes(folder, compiled, tmp_path):
    folder.change("plans/someone-contacting.yaml", "Stay calm", "Keep calm")
    again = tmp_path / "again.db"
    compile_file(load(folder.root), again, "1")
    assert again.read_bytes() != compiled.read_bytes()


def test_the_real_content_compiles_to_the_same_bytes_twice(real_content, real_file, tmp_path):
    compile_file(real_content, tmp_path / "again.db", __version__)
    assert (tmp_path / "again.db").read_bytes() == real_file.read_bytes()


def test_the_file_says_that_it_is_a_working_copy(compiled):
    library = Library.open(compiled)
    assert library.meta["kind"] == "working-copy"
    assert int(library.meta["items"]) == library.check_all() == 7
    assert library.built.isoformat() == "2026-11-20"
    library.close()


def test_reading_leaves_no_file_behind(compiled):
    before = compiled.stat().st_mtime_ns
    library = Library.open(compiled)
    library.check_all()
    assert names_in(compiled.parent) == ["content.db"]
    library.close()
    assert names_in(compiled.parent) == ["content.db"]
    assert compiled.stat().st_mtime_ns == before


def test_a_missing_file_is_missing(tmp_path):
    assert refused(tmp_path / "nothing.db") == "missing"
    assert not (tmp_path / "nothing.db").exists()


def test_a_folder_in_its_place_is_missing(tmp_path):
    assert refused(tmp_path) == "missing"


@pytest.mark.parametrize("keep", [0, 1, 15, 50, 99])
def test_a_file_cut_inside_its_head_is_truncated(compiled, keep):
    compiled.write_bytes(compiled.read_bytes()[:keep])
    assert refused(compiled) == "truncated"


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.99])
def test_a_file_cut_anywhere_is_truncated(compiled, keep):
    whole = compiled.read_bytes()
    compiled.write_bytes(whole[: int(len(whole) * keep)])
    assert refused(compiled) == "truncated"


@pytest.mark.parametrize("body", [b"hello", b"x" * 5000, b"%PDF-1.7\n" * 40, bytes(4096)])
def test_a_file_that_is_no_database_is_foreign(tmp_path, body):
    (tmp_path / "content.db").write_bytes(body)
    assert refused(tmp_path / "content.db") == "foreign"


def test_the_database_of_another_program_is_foreign(tmp_path):
    path = tmp_path / "other.db"
    change(path, "CREATE TABLE item (id TEXT)", "PRAGMA user_version = 1")
    assert refused(path) == "foreign"


@pytest.mark.parametrize(("version", "code"), [(FORMAT - 1, "older"), (FORMAT + 1, "newer"), (999, "newer")])
def test_another_format_is_older_or_newer(compiled, version, code):
    change(compiled, f"PRAGMA user_version = {version}")
    assert refused(compiled) == code


def test_our_mark_alone_does_not_make_a_file_ours(tmp_path):
    path = tmp_path / "empty.db"
    change(
        path,
        "CREATE TABLE x (y)",
        f"PRAGMA application_id = {APPLICATION_ID}",
        f"PRAGMA user_version = {FORMAT}",
    )
    assert refused(path) == "damaged"


def test_a_damaged_item_is_named_and_the_others_still_read(compiled):
    database = sqlite3.connect(compiled)
    (body,) = database.execute("SELECT body FROM item WHERE id = 'someone-contacting'").fetchone()
    database.close()
    whole = compiled.read_bytes()
    # A long body lies in pieces: take one that stands once in the file.
    pieces = (body[at : at + 40] for at in range(0, len(body) - 40, 40))
    at = whole.index(next(piece for piece in pieces if whole.count(piece) == 1)) + 10
    compiled.write_bytes(whole[:at] + bytes([whole[at] ^ 0x15, whole[at + 1] ^ 0x15]) + whole[at + 2 :])
    library = Library.open(compiled)
    with pytest.raises(ContentError) as caught:
        library.item("someone-contacting")
    assert (caught.value.code, caught.value.where) == ("damaged", "someone-contacting")
    for row in library.rows():
        if row.id != "someone-contacting":
            assert library.item(row.id).id == row.id
    library.close()
    assert refused(compiled) == "damaged"


def test_a_body_that_fits_its_fingerprint_but_not_its_kind_is_damaged(compiled):
    change(
        compiled,
        "UPDATE item SET kind = 'plan' WHERE id = 'live'",
        "UPDATE item SET kind = 'x' WHERE id = 'webcam'",
    )
    library = Library.open(compiled)
    for identifier in ("live", "webcam"):
        with pytest.raises(ContentError):
            library.item(identifier)
    library.close()


def test_a_long_item_is_kept_small_and_read_whole(real_content, real_file):
    database = sqlite3.connect(real_file)
    held = dict(database.execute("SELECT id, body FROM item"))
    database.close()
    whole = {item.id: msgspec.json.encode(item) for item in real_content.items.values()}
    small = {name for name in held if held[name] != whole[name]}
    assert {name for name in whole if len(whole[name]) >= 1024} == small
    assert sum(map(len, held.values())) < 0.5 * sum(map(len, whole.values()))
    library = Library.open(real_file)
    for name in small:
        assert msgspec.json.encode(library.item(name)) == whole[name]
    library.close()


def test_a_body_that_became_unreadable_words_names_its_item(real_file, tmp_path):
    path = tmp_path / "content.db"
    path.write_bytes(real_file.read_bytes())
    with closing(sqlite3.connect(real_file)) as database:
        body, name = database.execute("SELECT body, id FROM item ORDER BY length(body) DESC").fetchone()
    with pytest.raises(UnicodeDecodeError):
        body.decode()
    change(path, ("UPDATE item SET body = body || x'20' WHERE id = ?", (name,)))
    library = Library.open(path)
    with pytest.raises(ContentError) as caught:
        library.item(name)
    assert (caught.value.code, caught.value.where) == ("damaged", name)
    library.close()


@pytest.mark.parametrize("body", [b"x", b"x\x9cnothing", zlib.compress(b"{}" * 3000)[:-9]])
def test_a_small_body_that_cannot_be_made_whole_is_damaged(compiled, body):
    change(compiled, ("UPDATE item SET body = ?, hash = ? WHERE id = 'live'", (body, digest(body))))
    library = Library.open(compiled)
    with pytest.raises(ContentError) as caught:
        library.item("live")
    assert (caught.value.code, caught.value.where) == ("damaged", "live")
    library.close()


def test_the_index_finds_the_same_with_and_without_its_texts(folder, compiled):
    texts = sqlite3.connect(":memory:")
    compile_to(load(folder.root), texts, "1", keeps_texts=True)
    without, kept = Library.open(compiled), Library(texts, "texts")
    for typed in ("live", "webcam", "someone", "zzz", "live video people"):
        assert without.search(typed, "en") == kept.search(typed, "en")
    assert without.search("live", "en").hits
    assert kept.ask("SELECT title FROM search_en WHERE rowid = 1") != [(None,)]
    assert without.ask("SELECT title FROM search_en WHERE rowid = 1") == [(None,)]
    without.close()
    kept.close()


def test_a_damaged_row_of_the_list_is_a_content_error(compiled):
    change(compiled, ("UPDATE item SET row = ? WHERE id = 'live'", (b"{broken",)))
    library = Library.open(compiled)
    for ask in (
        library.rows,
        lambda: library.row("live"),
        lambda: library.nth("term", 0),
        library.check_all,
    ):
        with pytest.raises(ContentError) as caught:
            ask()
        assert caught.value.code == "damaged"
    library.close()


def test_a_damaged_part_is_a_content_error(compiled):
    change(compiled, ("UPDATE part SET body = ? WHERE name = 'triage'", (b"{}",)))
    library = Library.open(compiled)
    with pytest.raises(ContentError):
        _ = library.triage
    assert library.vocabulary.topics
    library.close()


def test_random_damage_never_ends_in_another_error(real_file, tmp_path):
    whole = real_file.read_bytes()
    dice = random.Random(20261122)
    seen = set()
    for number in range(25):
        damaged = bytearray(whole)
        for _ in range(400):
            damaged[dice.randrange(100, len(damaged))] = dice.randrange(256)
        path = tmp_path / f"{number}.db"
        path.write_bytes(damaged)
        library = None
        try:
            library = Library.open(path)
            library.rows()
            library.search("caméra", "fr", "FR")
            library.check_all()
        except ContentError as error:
            seen.add(error.code)
        finally:
            if library is not None:
                library.close()
        path.unlink()
    assert seen
    assert seen <= {"damaged", "foreign", "truncated", "older", "newer"}


def fill_half(_content, database, _version):
    database.execute("CREATE TABLE half (done)")
    raise OSError(28, "No space left on device")


def test_a_failure_leaves_the_old_file_and_no_stray_one(folder, compiled, monkeypatch):
    before = compiled.read_bytes()
    monkeypatch.setattr("familyguide.guide.compile.compile_to", fill_half)
    with pytest.raises(OSError, match="No space"):
        compile_file(load(folder.root), compiled, "2")
    assert compiled.read_bytes() == before
    assert names_in(compiled.parent) == ["content.db"]


def test_an_interruption_leaves_the_old_file_and_no_stray_one(folder, compiled, monkeypatch):
    before = compiled.read_bytes()

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("familyguide.guide.compile.compile_to", interrupted)
    with pytest.raises(KeyboardInterrupt):
        compile_file(load(folder.root), compiled, "2")
    assert compiled.read_bytes() == before
    assert names_in(compiled.parent) == ["content.db"]


@pytest.mark.skipif(sys.platform == "win32", reason="no file size limit there")
def test_a_full_disk_is_an_oserror_and_leaves_the_old_file(folder, compiled):
    import resource

    before = compiled.read_bytes()
    content = load(folder.root)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, hard))
    try:
        with pytest.raises(OSError, match=r".+"):
            compile_file(content, compiled, "2")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert compiled.read_bytes() == before
    assert names_in(compiled.parent) == ["content.db"]


def test_a_folder_that_cannot_be_made_is_an_oserror(folder, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match=r".+"):
        compile_file(load(folder.root), tmp_path / "file" / "content.db", "1")


@pytest.mark.parametrize(
    ("file", "part"),
    [("vocabulary.yaml", "vocabulary"), ("triage.yaml", "triage"), ("texts/image-rule.yaml", "image-rule")],
)
def test_a_guide_that_lacks_a_part_is_damaged_and_its_pages_still_read(folder, file, part):
    (folder.root / file).unlink()
    database = sqlite3.connect(":memory:")
    compile_to(load(folder.root), database, "1")
    library = Library(database, ":memory:")
    assert library.item("webcam").id == "webcam"
    assert [hit.id for hit in library.search("caméra", "fr").hits]
    with pytest.raises(ContentError) as caught:
        getattr(library, part.replace("-", "_"))
    assert (caught.value.code, caught.value.where) == ("damaged", part)
    with pytest.raises(ContentError):
        library.check_all()
    library.close()


def test_only_https_addresses_of_the_content_are_registered(folder):
    folder.change("bibliography.yaml", "read: true}", "read: true, link: true, url: 'http://plain.example'}")
    found = addresses(load(folder.root))
    assert "http://plain.example" not in found
    assert {"https://www.allo119.gouv.fr/", "https://example.org/help", "https://example.org/fr"} <= found
    assert all(address.startswith("https://") for address in found)


def test_a_source_that_is_no_link_is_not_registered(folder):
    folder.change(
        "bibliography.yaml", "read: true}", "read: true, link: false, url: 'https://quiet.example'}"
    )
    assert "https://quiet.example" not in addresses(load(folder.root))


def test_a_list_shows_a_service_where_it_is_valid_and_counts_its_words(folder):
    row = row_of(load(folder.root).items["fr-119"])
    assert row.countries == ("FR",)
    assert (row.kind, row.group, row.needs) == ("service", "service", ("child-at-risk",))
    assert row.words["fr"] > 5
    assert row.words["en"] > 5


def test_talks_are_listed_by_topic_then_age(real):
    rows = real.rows("conversation")
    topics = list(real.vocabulary.topics)
    assert rows == sorted(rows, key=lambda row: (topics.index(row.topics[0]), int(row.ages[0].split("-")[0])))
