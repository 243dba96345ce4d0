"""Packs: verified whole before anything is touched, and the last good version stays byte for byte."""

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from familyguide.guide import minisign, packs
from familyguide.guide.compile import compile_to
from familyguide.guide.installed import PackError, current, is_expired
from familyguide.guide.library import Library
from familyguide.guide.loader import load

BUILT, EXPIRES = date(2026, 11, 22), date(2027, 11, 22)
KEY, NEXT, STRANGER = (minisign.SecretKey.make() for _ in range(3))
TRUST = packs.Trust((KEY.public, NEXT.public), ())
NOWHERE = Path("nowhere")


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    from small import Folder

    folder = Folder(tmp_path_factory.mktemp("small") / "content")
    database = sqlite3.connect(":memory:")
    compile_to(load(folder.root), database, "1")
    whole = database.serialize()
    database.close()
    return whole


@pytest.fixture
def pack(content):
    """Make a release with a serial; with `version`, one whose content differs."""

    def make(serial, version="1", key=KEY):
        changed = change(content, ("UPDATE meta SET value = ? WHERE name = 'made_by'", (version,)))
        return packs.make(changed, key, kind="release", serial=serial, built=BUILT, expires=EXPIRES)

    return make


def change(content, *orders):
    database = sqlite3.connect(":memory:")
    database.deserialize(content)
    for order in orders:
        with database:
            database.execute(*order)
    changed = database.serialize()
    database.close()
    return changed


def put(data, root, trust=TRUST, ask=packs.install):
    verified = packs.verify(data, trust)
    return ask(verified, packs.compiled_from(verified, trust, NOWHERE, None), root)


def refused(ask, *values):
    with pytest.raises(PackError) as caught:
        ask(*values)
    return caught.value.code, caught.value.where


def picture(root):
    return {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def signed(content, key=KEY, **fields):
    """Sign a header of any kind, as a careless or hostile holder of the key could."""
    header = {
        "format": 1,
        "kind": "release",
        "name": "family-guide",
        "serial": 5,
        "built": "2026-11-22",
        "expires": "2027-11-22",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    header = {name: value for name, value in (header | fields).items() if value is not None}
    return minisign.sign(key, content, json.dumps(header)).text().encode() + content


def test_a_pack_is_installed_and_read(pack, tmp_path):
    assert put(pack(3), tmp_path) is True
    found = current(tmp_path / "release")
    assert (found.kind, found.serial, found.built, found.expires) == (
        "release",
        3,
        "2026-11-22",
        "2027-11-22",
    )
    assert found.key_id == KEY.public.name
    library = Library.open(found.path)
    assert (library.meta["kind"], library.meta["serial"]) == ("release", "3")
    assert library.item("webcam").id == "webcam"
    library.close()


def test_minisign_alone_can_verify_what_is_kept(pack, tmp_path):
    put(pack(3), tmp_path)
    folder = current(tmp_path / "release").path.parent
    signature = minisign.parse((folder / "pack.minisig").read_bytes())
    minisign.verify_content(signature, KEY.public, (folder / "content.db").read_bytes())


def test_nothing_is_installed_where_nothing_was(tmp_path):
    assert current(tmp_path / "release") is None
    assert packs.check_installed(tmp_path / "release", TRUST, NOWHERE, None) is None


def test_the_next_key_is_accepted_too(pack, tmp_path):
    assert put(pack(3, key=NEXT), tmp_path) is True


def test_the_same_pack_twice_changes_nothing(pack, tmp_path):
    put(pack(3), tmp_path)
    before = picture(tmp_path)
    assert put(pack(3), tmp_path) is False
    assert picture(tmp_path) == before


HEADER_FAULTS = [
    ({"format": 0}, "pack-older", "0"),
    ({"format": 2}, "pack-newer", "2"),
    ({"kind": "working-copy"}, "header", "kind"),
    ({"kind": "overlay", "name": "lyon"}, "kind", "overlay"),
    ({"kind": "overlay"}, "name", "family-guide"),
    ({"name": "lyon"}, "name", "lyon"),
    ({"name": "../../etc"}, "name", "../../etc"),
    ({"name": "C:\\guide"}, "name", "C:\\guide"),
    ({"name": "/family-guide"}, "name", "/family-guide"),
    ({"name": "a" * 41}, "name", "a" * 41),
    ({"serial": 0}, "header", "serial"),
    ({"serial": -1}, "header", "serial"),
    ({"serial": 2**31}, "header", "serial"),
    ({"serial": "5"}, "header", "serial"),
    ({"serial": None}, "header", "serial"),
    ({"built": "22/11/2026"}, "header", "built"),
    ({"built": "20261122"}, "header", "built"),
    ({"expires": "2027-02-30"}, "header", "expires"),
    ({"expires": "2026-11-22"}, "header", "expires"),
    ({"size": 0}, "header", "size"),
    ({"size": (64 << 20) + 1}, "too-big", "content"),
    ({"sha256": "00"}, "header", "sha256"),
    ({"sha256": "0" * 64}, "tampered", "content"),
    ({"more": 1}, "header", "more"),
]


@pytest.mark.parametrize(("fields", "code", "where"), HEADER_FAULTS)
def test_a_header_that_is_signed_and_wrong_is_refused(content, tmp_path, fields, code, where):
    assert refused(packs.verify, signed(content, **fields), TRUST) == (code, where)
    assert picture(tmp_path) == {}


def test_a_release_signed_with_a_town_s_key_is_refused(content):
    trust = packs.Trust((KEY.public,), (NEXT.public,))
    assert refused(packs.verify, signed(content, NEXT), trust) == ("kind", "release")


def test_a_strange_key_is_refused(content):
    data = signed(content, STRANGER)
    assert refused(packs.verify, data, TRUST) == ("wrong-key", STRANGER.public.name)
    assert refused(packs.verify, data, packs.Trust()) == ("wrong-key", STRANGER.public.name)


def test_a_key_that_borrows_the_id_of_ours_is_refused(content):
    impostor = minisign.SecretKey(KEY.key_id, STRANGER.seed)
    assert refused(packs.verify, signed(content, impostor), TRUST) == ("tampered", "lines 2 to 4")


def test_any_changed_byte_of_the_content_is_refused(pack):
    data = pack(3)
    start = len(data) - packs.verify(data, TRUST).header.size
    for where in (start, start + 100, (start + len(data)) // 2, len(data) - 1):
        damaged = bytearray(data)
        damaged[where] ^= 1
        assert refused(packs.verify, bytes(damaged), TRUST) == ("tampered", "content")


def test_a_pack_cut_short_or_made_longer_is_refused(pack):
    data = pack(3)
    assert refused(packs.verify, data[:-1], TRUST) == ("truncated", "content")
    assert refused(packs.verify, data + b"\0", TRUST) == ("trailing", "content")
    assert refused(packs.verify, data[:300], TRUST)[0] == "signature-form"
    assert refused(packs.verify, b"", TRUST) == ("foreign", "line 1")


def test_a_changed_header_is_refused(pack):
    data = pack(3).replace(b'"serial":3', b'"serial":9')
    assert refused(packs.verify, data, TRUST) == ("tampered", "lines 2 to 4")


def test_a_working_copy_is_no_pack(content):
    assert refused(packs.verify, content, TRUST) == ("foreign", "line 1")


def test_a_file_of_any_size_is_not_read_whole(tmp_path):
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.truncate(10 << 30)
    assert refused(packs.read, path) == ("too-big", "file")
    assert refused(packs.read, tmp_path / "none") == ("unreadable", str(tmp_path / "none"))
    assert refused(packs.read, tmp_path) == ("unreadable", str(tmp_path))


@pytest.mark.parametrize(
    ("order", "code", "where"),
    [
        (("UPDATE item SET body = ? WHERE id = 'live'", (b"{}",)), "content-damaged", "live"),
        (("DELETE FROM part WHERE name = 'triage'",), "content-damaged", "triage"),
        (("DELETE FROM item",), "content-damaged", "content"),
        (("PRAGMA application_id = 1",), "content-foreign", "content"),
        (("PRAGMA user_version = 1",), "content-older", "content"),
        (("PRAGMA user_version = 99",), "content-newer", "content"),
        (("UPDATE meta SET value = 'working-copy' WHERE name = 'kind'",), "mismatch", "kind"),
        (("UPDATE meta SET value = '4' WHERE name = 'serial'",), "mismatch", "serial"),
    ],
)
def test_content_that_is_signed_and_wrong_is_refused(pack, order, code, where):
    whole = packs.verify(pack(5), TRUST).content
    verified = packs.verify(signed(change(whole, order)), TRUST)
    assert refused(packs.compiled_from, verified, TRUST, NOWHERE, None) == (code, where)


@pytest.mark.parametrize("junk", [b"not a database", b"SQLite format 3\0" + bytes(200)])
def test_signed_junk_is_refused(junk):
    verified = packs.verify(signed(junk), TRUST)
    code, _ = refused(packs.compiled_from, verified, TRUST, NOWHERE, None)
    assert code in {"content-damaged", "content-foreign"}


def test_damaged_content_is_not_signed(content):
    broken = change(content, ("UPDATE item SET body = ? WHERE id = 'live'", (b"{}",)))
    with pytest.raises(PackError) as caught:
        packs.make(broken, KEY, kind="release", serial=1, built=BUILT, expires=EXPIRES)
    assert (caught.value.code, caught.value.where) == ("content-damaged", "live")


def test_an_older_pack_is_refused_and_the_good_one_stays(pack, tmp_path):
    put(pack(3), tmp_path)
    put(pack(5), tmp_path)
    before = picture(tmp_path)
    assert refused(put, pack(4), tmp_path) == ("older", "4")
    assert refused(put, pack(3), tmp_path) == ("older", "3")
    assert picture(tmp_path) == before


def test_a_serial_used_again_for_other_content_is_refused(pack, tmp_path):
    put(pack(3), tmp_path)
    before = picture(tmp_path)
    assert refused(put, pack(3, version="2"), tmp_path) == ("reused", "3")
    assert picture(tmp_path) == before


def test_going_back_is_only_to_what_was_installed_here(pack, tmp_path):
    put(pack(3), tmp_path)
    put(pack(5), tmp_path)
    before = picture(tmp_path)
    assert refused(put, pack(4), tmp_path, TRUST, packs.roll_back) == ("never-installed", "4")
    assert refused(put, pack(3, "2"), tmp_path, TRUST, packs.roll_back) == ("never-installed", "3")
    assert picture(tmp_path) == before
    assert put(pack(3), tmp_path, TRUST, packs.roll_back) is True
    assert current(tmp_path / "release").serial == 3
    assert put(pack(3), tmp_path, TRUST, packs.roll_back) is False


def test_after_going_back_an_older_stranger_is_still_refused(pack, tmp_path):
    put(pack(3), tmp_path)
    put(pack(5), tmp_path)
    put(pack(3), tmp_path, TRUST, packs.roll_back)
    assert refused(put, pack(4), tmp_path) == ("older", "4")
    assert put(pack(5), tmp_path) is True
    assert current(tmp_path / "release").serial == 5


def test_the_version_before_is_kept_as_a_whole_pack(pack, tmp_path):
    put(pack(3), tmp_path)
    assert refused(packs.kept_before, tmp_path / "release") == ("nothing-before", "release")
    put(pack(5), tmp_path)
    assert packs.kept_before(tmp_path / "release") == pack(3)


def test_a_kept_version_that_was_damaged_does_not_come_back(pack, tmp_path):
    put(pack(3), tmp_path)
    old = current(tmp_path / "release").path
    put(pack(5), tmp_path)
    raw = bytearray(old.read_bytes())
    raw[-1] ^= 1
    old.write_bytes(raw)
    assert refused(packs.verify, packs.kept_before(tmp_path / "release"), TRUST) == ("tampered", "content")
    assert current(tmp_path / "release").serial == 5


def test_three_versions_are_kept_and_any_may_come_back_from_its_file(pack, tmp_path):
    for serial in range(1, 7):
        put(pack(serial), tmp_path)
    shelf = tmp_path / "release"
    assert sorted(path.name.partition("-")[0] for path in shelf.iterdir() if path.is_dir()) == ["4", "5", "6"]
    assert put(pack(1), tmp_path, TRUST, packs.roll_back) is True
    assert current(shelf).serial == 1
    folders = [path for path in shelf.iterdir() if path.is_dir()]
    assert len(folders) == packs.KEPT


def test_what_changed_on_disk_is_noticed_without_cryptography(pack, tmp_path):
    put(pack(3), tmp_path)
    shelf = tmp_path / "release"
    path = current(shelf).path
    before, stamp = path.read_bytes(), path.stat()
    path.write_bytes(before + b"\0")
    assert refused(current, shelf) == ("changed", str(path))
    path.write_bytes(before)
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert current(shelf).serial == 3
    signature = path.with_name("pack.minisig")
    signature.write_bytes(signature.read_bytes().replace(b'"serial":3', b'"serial":4'))
    assert refused(current, shelf) == ("changed", str(path))
    path.unlink()
    assert refused(current, shelf) == ("changed", str(path))


def test_a_file_whose_time_alone_changed_passes_the_full_check(pack, tmp_path):
    put(pack(3), tmp_path)
    shelf = tmp_path / "release"
    path = current(shelf).path
    os.utime(path, ns=(1, 1))
    assert refused(current, shelf) == ("changed", str(path))
    assert packs.check_installed(shelf, TRUST, NOWHERE, None).serial == 3
    assert put(pack(3), tmp_path) is True
    assert current(shelf).serial == 3


def test_the_full_check_sees_one_changed_byte_of_the_same_length(pack, tmp_path):
    put(pack(3), tmp_path)
    shelf = tmp_path / "release"
    path = current(shelf).path
    stamp, raw = path.stat(), bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert refused(packs.check_installed, shelf, TRUST, NOWHERE, None) == ("tampered", "content")


def test_installing_again_mends_a_damaged_version(pack, tmp_path):
    put(pack(3), tmp_path)
    shelf = tmp_path / "release"
    path = current(shelf).path
    path.write_bytes(b"damaged")
    assert put(pack(3), tmp_path) is True
    assert current(shelf).path.read_bytes() == packs.verify(pack(3), TRUST).content


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"format": 9}',
        b'{"format": 1, "current": "x", "kept": []}',
        b"\xff",
        b"null",
    ],
)
def test_a_note_that_cannot_be_read_is_said_and_nothing_is_written(pack, tmp_path, note):
    shelf = tmp_path / "release"
    shelf.mkdir()
    (shelf / "state.json").write_bytes(note)
    place = ("state", str(shelf / "state.json"))
    assert refused(current, shelf) == place
    assert refused(put, pack(3), tmp_path) == place
    assert picture(tmp_path) == {Path("release/state.json"): note}


def test_a_note_cannot_lead_out_of_the_shelf(pack, tmp_path):
    put(pack(3), tmp_path)
    shelf = tmp_path / "release"
    note = shelf / "state.json"
    folder = current(shelf).path.parent.name
    note.write_text(note.read_text().replace(folder, "../../elsewhere"))
    assert refused(packs.read_state, shelf) == ("state", str(note))
    assert refused(current, shelf) == ("changed", str(shelf / "elsewhere" / "content.db"))


@pytest.mark.parametrize("step", ["mkdtemp", "fsync", "rename", "replace"])
def test_a_full_disk_at_any_step_leaves_the_good_version(pack, tmp_path, monkeypatch, step):
    put(pack(3), tmp_path)
    before = picture(tmp_path)

    def fails(*_, **__):
        raise OSError(28, "No space left on device")

    place = {"mkdtemp": packs.tempfile, "fsync": packs.os, "rename": Path, "replace": Path}[step]
    with monkeypatch.context() as patch:
        patch.setattr(place, step, fails)
        assert refused(put, pack(5), tmp_path) == ("disk-full", str(tmp_path / "release"))
    assert current(tmp_path / "release").serial == 3
    assert {name: data for name, data in picture(tmp_path).items() if name in before} == before
    # What a failure after the folder was named leaves behind goes with the next success.
    assert put(pack(5), tmp_path) is True
    assert not [path for path in (tmp_path / "release").iterdir() if path.name.startswith(".")]


def test_a_folder_closed_to_us_is_read_only(pack, tmp_path, monkeypatch):
    def closed(*_, **__):
        raise PermissionError(13, "Permission denied")

    # Not by closing a folder: the tests may run as the administrator, for whom none is closed.
    monkeypatch.setattr(packs.tempfile, "mkdtemp", closed)
    assert refused(put, pack(3), tmp_path) == ("read-only", str(tmp_path / "release"))
    assert picture(tmp_path) == {}


def test_a_file_in_the_way_is_read_only(pack, tmp_path):
    (tmp_path / "root").write_text("")
    code, _ = refused(put, pack(3), tmp_path / "root")
    assert code in {"read-only", "state"}


def test_a_pack_past_its_date_is_accepted_and_the_date_told(pack, tmp_path):
    put(pack(3), tmp_path)
    found = current(tmp_path / "release")
    assert not is_expired(found.built, found.expires, EXPIRES)
    assert is_expired(found.built, found.expires, date(2027, 11, 23))


def test_a_clock_before_the_build_date_counts_as_the_build_date():
    assert not is_expired("2026-11-22", "2027-11-22", date(1970, 1, 1))
    assert is_expired("2026-11-22", "2026-11-21", date(1970, 1, 1))


def test_start_loads_no_cryptography(pack, tmp_path):
    put(pack(3), tmp_path)
    script = (
        "import sys; from pathlib import Path\n"
        "from familyguide.services import shelves\n"
        f"library = shelves._open_release(Path({str(tmp_path)!r})).library\n"
        "library, faults = shelves.with_overlays(library, Path('nowhere'))\n"
        "assert library.meta['serial'] == '3' and faults == ()\n"
        "heavy = {'nacl', 'hashlib', 'idna', 'yaml', 'msgspec'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr.decode()) == (0, "")
