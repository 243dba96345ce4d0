"""`familyguide pack`: sign, verify, install, go back; 0 or 2, one clear line, nothing half-written."""

import json
import re
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from familyguide import app, cli
from familyguide.commands import pack as command
from familyguide.commands import status
from familyguide.guide import compile as compiling
from familyguide.guide import keys, minisign, packs
from familyguide.guide.compile import compile_file
from familyguide.guide.installed import PackError, current
from familyguide.guide.library import FORMAT, ContentError, Library
from familyguide.guide.loader import load
from familyguide.services import check, paths, shelves

sys.path.insert(0, str(Path(__file__).parent / "guide"))

from small import Folder

ROOT = Path(__file__).resolve().parent.parent

KEY, TOWN, STRANGER = (minisign.SecretKey.make() for _ in range(3))
SERVICE = """\
- id: lyon-parents
  name: {fr: La pause des parents, en: La pause des parents}
  role: {fr: Un lieu pour les parents, en: A place for parents}
  country: FR
  valid_in: [FR]
  kind: helpline-parent
  needs: [talk]
  show_as: service
  phone: '04 72 00 00 01'
  web: https://lyon.example/parents
  domain: lyon.example
  confidence: high
  sources: [{url: 'https://lyon.example/parents', title: Town, date: '2026-10', seen: stored-copy}]
  review_by: '2029-11'
  status: draft
  updated: '2026-11-20'
"""


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A computer of its own: its folder of content, its keys, its policy."""
    place = tmp_path / "system"
    monkeypatch.setattr(shelves, "place", lambda: place)
    monkeypatch.setattr(keys, "RELEASE_KEYS", (KEY.public.text().splitlines()[1],))
    monkeypatch.setattr(
        shelves, "_of_policy", lambda: (TOWN.public.text().splitlines()[1], ("lyon.example",))
    )
    monkeypatch.setattr(command, "_today", lambda: date(2026, 11, 22))
    return place


@pytest.fixture
def run(command_line, root):
    return lambda *words: command_line("pack", *words)


@pytest.fixture(scope="module")
def small_file(tmp_path_factory):
    """Compiled content of a few pages: what is signed, copied and verified here is of no matter."""
    folder = tmp_path_factory.mktemp("small")
    compile_file(load(Folder(folder / "content").root), folder / "small.db", "test")
    return folder / "small.db"


@pytest.fixture
def files(tmp_path, small_file):
    """What a publisher and a town hold in their hands."""
    (tmp_path / "secret.key").write_text(KEY.text())
    (tmp_path / "town.key").write_text(TOWN.text())
    (tmp_path / "stranger.key").write_text(STRANGER.text())
    (tmp_path / "public.key").write_text(STRANGER.public.text())
    (tmp_path / "content.db").write_bytes(small_file.read_bytes())
    town = tmp_path / "town"
    (town / "services").mkdir(parents=True)
    (town / "overlay.yaml").write_text("town: {fr: la Ville de Lyon, en: the City of Lyon}\n")
    (town / "services" / "FR.yaml").write_text(SERVICE)
    (town / "bibliography.yaml").write_text("{}\n")
    return tmp_path


@pytest.fixture
def sign(run, files):
    def make(serial, *words, key="secret.key", source="content.db"):
        path = files / f"{serial}.pack"
        words = ("--key", files / key, "--serial", serial, "--expires", "2027-11-22", "-o", path, *words)
        assert run("sign", files / source, *words)[0] == 0
        return path

    return make


@pytest.fixture
def serial(root):
    return lambda: current(root / "release").serial


def refused(result, *words):
    code, out, err = result
    assert (code, out) == (2, "")
    assert err.startswith("familyguide: ")
    assert err.count("\n") == 1
    for word in words:
        assert word in err


def test_a_release_is_signed_verified_and_installed(run, sign, serial, root):
    path = sign(7)
    code, out, err = run("verify", path, "--json")
    said = json.loads(out)
    assert (code, err) == (0, "")
    assert (said["kind"], said["serial"], said["key_id"]) == ("release", 7, KEY.public.name)
    assert (said["built"], said["expires"], said["expired"]) == ("2026-11-22", "2027-11-22", False)
    assert run("install", path) == (0, "Installed: family-guide, serial 7.\n", "")
    assert serial() == 7
    code, out, _ = run("install", path, "--json")
    assert (code, json.loads(out)["changed"]) == (0, False)
    with closing(Library.open(current(root / "release").path)) as library:
        assert library.check_all() > 5


def test_going_back_and_forward(run, sign, serial):
    first, second, third = sign(1), sign(2), sign(3)
    refused(run("rollback"), "No earlier version")
    run("install", first)
    run("install", third)
    refused(run("install", first), "serial 1", "rollback")
    refused(run("rollback", second), "never installed")
    assert serial() == 3
    assert run("rollback") == (0, "Back in use: family-guide, serial 1.\n", "")
    assert serial() == 1
    assert run("install", third)[0] == 0
    assert run("rollback", first)[0] == 0
    assert serial() == 1


def test_a_stranger_s_pack_is_not_installed_and_can_be_looked_at(run, sign, files, root):
    path = sign(1, key="stranger.key")
    refused(run("install", path), STRANGER.public.name)
    refused(run("verify", path), STRANGER.public.name)
    assert run("verify", path, "--key", files / "public.key")[0] == 0
    # A key on the command line is for looking: it installs nothing.
    refused(run("install", path, "--key", files / "public.key"), STRANGER.public.name)
    assert not root.exists()


def test_without_a_publisher_s_key_no_release_is_accepted(run, sign, monkeypatch):
    path = sign(1)
    monkeypatch.setattr(keys, "RELEASE_KEYS", ())
    refused(run("install", path), KEY.public.name)


def test_the_keys_of_the_repository_are_keys():
    for key in keys.RELEASE_KEYS:
        assert minisign.read_public_key(key).key


def test_a_town_s_overlay_is_signed_installed_and_shown(run, sign, root, real):
    path = sign(1, "--name", "lyon", "--domain", "lyon.example", key="town.key", source="town")
    assert run("install", path) == (0, "Installed: lyon, serial 1.\n", "")
    library, faults = shelves.with_overlays(real, root)
    assert faults == ()
    assert library.added_by("lyon-parents").en == "the City of Lyon"
    assert "https://lyon.example/parents" in library.addresses


def test_an_overlay_of_a_town_that_the_policy_no_longer_names_is_left_out(run, sign, root, real, monkeypatch):
    path = sign(1, "--name", "lyon", "--domain", "lyon.example", key="town.key", source="town")
    run("install", path)
    for policy in ((None, ()), (STRANGER.public.text().splitlines()[1], ("lyon.example",))):
        monkeypatch.setattr(shelves, "_of_policy", lambda policy=policy: policy)
        library, faults = shelves.with_overlays(real, root)
        assert library is real
        assert [(fault.code, fault.where) for fault in faults] == [("wrong-key", TOWN.public.name)]


def test_an_overlay_that_links_outside_the_policy_is_refused_at_signing_and_at_install(
    run, sign, files, root
):
    words = ("--key", files / "town.key", "--serial", 1, "--expires", "2027-11-22", "--name", "lyon")
    refused(run("sign", files / "town", *words), "lyon-parents")
    text = SERVICE.replace("lyon.example", "other.example")
    (files / "town" / "services" / "FR.yaml").write_text(text)
    path = sign(1, "--name", "lyon", "--domain", "other.example", key="town.key", source="town")
    refused(run("install", path), "lyon-parents")
    assert not root.exists()


def test_a_damaged_pack_is_refused_in_both_languages(run, sign, monkeypatch):
    path = sign(1)
    path.write_bytes(path.read_bytes()[:-1])
    refused(run("install", path), "cut short")
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    refused(run("install", path), "tronqué")


def test_past_its_date_staff_are_told_and_it_is_accepted(run, sign, monkeypatch):
    path = sign(1)
    monkeypatch.setattr(command, "_today", lambda: date(2027, 11, 23))
    code, out, err = run("install", path)
    assert (code, err) == (0, "")
    assert "For staff" in out
    monkeypatch.setattr(command, "_today", lambda: date(1999, 1, 1))
    assert "For staff" not in run("verify", path)[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "FILE"),
        (("content.db",), "--key"),
        (("content.db", "--key", "secret.key"), "--expires"),
        (("content.db", "--key", "secret.key", "--expires", "2027-11-22"), "--serial"),
        (("content.db", "--key", "secret.key", "--expires", "soon", "--serial", "1"), "'soon'"),
        (("content.db", "--key", "secret.key", "--expires", "2027-11-22", "--serial", "0"), "serial"),
        (("content.db", "--key", "secret.key", "--expires", "2026-11-22", "--serial", "1"), "expires"),
        (("content.db", "--key", "none.key", "--expires", "2027-11-22", "--serial", "1"), "none.key"),
        (("content.db", "--key", "public.key", "--expires", "2027-11-22", "--serial", "1"), "secret key"),
        (("town", "--key", "town.key", "--expires", "2027-11-22", "--serial", "1"), "--name"),
        (("town", "--key", "town.key", "--expires", "2027-11-22", "--serial", "1", "--name", "../x"), "../x"),
        (("secret.key", "--key", "secret.key", "--expires", "2027-11-22", "--serial", "1"), "secret.key"),
    ],
)
def test_what_cannot_be_signed_is_said_and_nothing_is_written(run, files, words, said, monkeypatch):
    monkeypatch.chdir(files)
    before = sorted(files.iterdir())
    if said == "secret.key":
        refused(run("sign", *words))
    else:
        refused(run("sign", *words), said)
    assert sorted(files.iterdir()) == before


def test_a_locked_key_asks_for_its_passphrase_on_the_terminal_only(run, files, monkeypatch):
    locked = minisign.read_secret_key(KEY.text())
    monkeypatch.setattr(minisign, "is_locked", lambda _: True)
    asked = []
    monkeypatch.setattr(minisign, "read_secret_key", lambda _, phrase: asked.append(phrase) or locked)
    monkeypatch.setattr(command, "getpass", lambda _: "four small grey cats")
    words = (
        "sign",
        files / "content.db",
        "--key",
        files / "secret.key",
        "--serial",
        1,
        "--expires",
        "2027-11-22",
    )
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    refused(run(*words), "terminal")
    assert asked == []
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    code, out, _ = run(*words)
    assert (code, asked) == (0, ["four small grey cats"])
    assert out == f"Signed: {files / 'family-guide-1.pack'}\n"

    def ended(_asked):
        raise EOFError

    # The terminal was closed, or Ctrl+D pressed.
    monkeypatch.setattr(command, "getpass", ended)
    refused(run(*words), "passphrase")


def test_what_is_signed_elsewhere_than_a_folder_that_can_be_written_is_refused(run, files):
    words = (
        "--key",
        files / "secret.key",
        "--serial",
        1,
        "--expires",
        "2027-11-22",
        "-o",
        files / "no" / "x.pack",
    )
    refused(run("sign", files / "content.db", *words), "x.pack")


# The app that is installed


@pytest.fixture
def installed_app(monkeypatch, run):
    monkeypatch.setattr(paths, "IS_CHECKOUT", False)


@pytest.fixture
def came_with(tmp_path, sign, monkeypatch):
    """A release as it comes with the packaged app: serial 5, its signature beside it."""
    return shipped(sign(5), tmp_path, monkeypatch)


@pytest.fixture
def came_whole(tmp_path, sign, real_file, monkeypatch):
    """The whole guide as it comes with the packaged app."""
    return shipped(sign(5, source=real_file), tmp_path, monkeypatch)


def shipped(pack, tmp_path, monkeypatch):
    folder = tmp_path / "shipped"
    folder.mkdir()
    packs.ship(packs.verify(pack.read_bytes(), shelves.trust()), folder)
    for module in (cli, check, paths):
        monkeypatch.setattr(module, "COMPILED", folder / "content.db")
    return folder / "content.db"


def serial_shown():
    with closing(cli.open_library()) as library:
        assert library.meta["kind"] == "release"
        assert library.country("FR") is not None
        return library.meta["serial"]


def test_the_installed_app_reads_the_release_in_use(run, sign, came_with, installed_app):
    run("install", sign(7))
    assert serial_shown() == "7"


def test_without_a_release_the_installed_app_reads_what_came_with_it(came_with, installed_app):
    assert serial_shown() == "5"


def test_a_release_restored_from_a_backup_is_verified_and_read(run, sign, root, came_with, installed_app):
    run("install", sign(7))
    path = current(root / "release").path
    path.write_bytes(path.read_bytes())
    with pytest.raises(PackError):
        current(root / "release")
    assert serial_shown() == "7"


def test_a_changed_release_is_told_and_the_numbers_are_there_all_the_same(
    run, sign, root, came_with, installed_app, capsys
):
    run("install", sign(7))
    path = current(root / "release").path
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE meta SET value = '9' WHERE name = 'serial'")
    assert serial_shown() == "5"
    assert capsys.readouterr().err.count("\n") == 1
    _, _, state = app.open_content("en")
    assert state.faults == ("tampered",)


def test_the_packaged_app_refuses_a_working_copy_with_one_sentence_and_code_2(
    run, real_file, installed_app, monkeypatch, capsys
):
    assert cli.run(cli.parser().parse_args(["list"])) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        f"familyguide: This content is not a signed release: {real_file}. Install Family Guide again.\n"
    )
    # The window as well: it never goes on with a copy in memory, even where a content folder stands.
    with pytest.raises(ContentError) as caught:
        app.open_content("fr")
    assert caught.value.code == "unsigned"
    assert check._content().startswith("unreadable: ")


def rewritten(file, old, new):
    raw = file.read_bytes()
    assert old in raw
    file.write_bytes(raw.replace(old, new, 1))


@pytest.mark.parametrize("harm", ["no signature", "stranger", "kind", "cut", "garbage", "working copy"])
def test_what_came_with_the_app_and_is_no_release_is_refused(came_with, installed_app, monkeypatch, harm):
    note = came_with.with_name("pack.minisig")
    if harm == "no signature":
        note.unlink()
    elif harm == "stranger":
        monkeypatch.setattr(keys, "RELEASE_KEYS", (STRANGER.public.text().splitlines()[1],))
    elif harm == "kind":
        rewritten(note, b'"kind":"release"', b'"kind":"overlay"')
    elif harm == "cut":
        came_with.write_bytes(came_with.read_bytes() + b"x")
    elif harm == "garbage":
        note.write_bytes(b"\xff\n" * 4)
    else:
        with closing(sqlite3.connect(came_with)) as database, database:
            database.execute("UPDATE meta SET value = 'working-copy' WHERE name = 'kind'")
    with pytest.raises(ContentError) as caught:
        cli.open_library()
    assert caught.value.code == "unsigned"
    assert check._content() != ""


def test_the_full_check_verifies_what_came_with_the_app(came_with, installed_app):
    assert check._content() == ""
    with closing(cli.open_library()) as library:
        title = library.rows("plan")[0].title.fr.encode()
    raw = bytearray(came_with.read_bytes())
    # One letter of a page: SQLite itself would miss one of its tables.
    raw[raw.index(title)] ^= 1
    came_with.write_bytes(raw)
    # Start compares the header alone; the check reads every byte.
    assert serial_shown() == "5"
    assert check._content().startswith("tampered: content;")


def test_the_status_names_the_release_that_came_with_the_app(came_with, installed_app):
    content = status._content()
    assert (content["kind"], content["serial"], content["key_id"]) == ("release", 5, KEY.public.name)
    assert (content["signature"], content["problem"]) == ("verified", None)
    raw = bytearray(came_with.read_bytes())
    raw[-1] ^= 1
    came_with.write_bytes(raw)
    # The start would not notice; who looks after the computer is told.
    content = status._content()
    assert (content["signature"], content["problem"]) == ("tampered", "tampered")


def test_an_overlay_is_no_content_that_can_come_with_an_app(sign, tmp_path):
    path = sign(1, "--name", "lyon", "--domain", "lyon.example", key="town.key", source="town")
    with pytest.raises(PackError) as caught:
        packs.ship(packs.verify(path.read_bytes(), shelves.trust()), tmp_path)
    assert caught.value.code == "kind"


def test_the_example_for_towns_is_signed_installed_and_shown(
    run, files, root, came_whole, installed_app, monkeypatch
):
    key, domains = TOWN.public.text().splitlines()[1], ("ville.example",)
    monkeypatch.setattr(shelves, "_of_policy", lambda: (key, domains))
    town = files / "of the guide"
    shutil.copytree(ROOT / "docs" / "town", town)
    words = ("--name", "ville", "--key", files / "town.key", "--serial", 1, "--expires", "2027-11-22")
    assert run("sign", town, *words, "--domain", "ville.example")[0] == 0
    assert run("install", files / "ville-1.pack") == (0, "Installed: ville, serial 1.\n", "")
    with closing(cli.open_library()) as library:
        for identifier in ("ville-point-parents", "ville-ateliers"):
            assert library.added_by(identifier).en == "the City of Exemple"


def test_a_town_s_next_pack_takes_the_place_of_the_one_before_and_it_comes_back(
    run, sign, files, root, came_whole, installed_app
):
    # The packaged app shows what the town added: the same entries of the next pack are no new ones.
    words = {"key": "town.key", "source": "town"}
    first = sign(1, "--name", "lyon", "--domain", "lyon.example", **words)
    assert run("install", first)[0] == 0
    # Signed again as it is, for a longer time: that is news too.
    second = sign(2, "--name", "lyon", "--domain", "lyon.example", **words)
    assert run("verify", second)[0] == 0
    assert run("install", second) == (0, "Installed: lyon, serial 2.\n", "")
    assert run("rollback", first) == (0, "Back in use: lyon, serial 1.\n", "")
    with closing(cli.open_library()) as library:
        assert library.added_by("lyon-parents") is not None


def test_the_status_says_which_additions_are_left_out_and_why(
    run, sign, root, came_whole, installed_app, monkeypatch, capsys
):
    run("install", sign(1, "--name", "lyon", "--domain", "lyon.example", key="town.key", source="town"))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")

    def asked(*words):
        cli.run(cli.parser().parse_args(["status", *words]))
        return capsys.readouterr().out

    assert [one["left_out"] for one in json.loads(asked("--json"))["overlays"]] == [None]
    assert "Local additions: lyon\n" in asked()
    monkeypatch.setattr(shelves, "_of_policy", lambda: (None, ()))
    assert [one["left_out"] for one in json.loads(asked("--json"))["overlays"]] == ["wrong-key"]
    assert "Local additions: lyon (left out: wrong-key)\n" in asked()


def test_after_an_update_of_the_app_the_same_additions_can_be_installed_again(
    run, sign, root, real, monkeypatch
):
    path = sign(1, "--name", "lyon", "--domain", "lyon.example", key="town.key", source="town")
    with monkeypatch.context() as earlier:
        # As the version before wrote it.
        earlier.setattr(compiling, "FORMAT", FORMAT - 1)
        assert run("install", path)[0] == 0
    assert [fault.code for fault in shelves.with_overlays(real, root)[1]] == ["older"]
    assert run("install", path) == (0, "Installed: lyon, serial 1.\n", "")
    assert shelves.with_overlays(real, root)[1] == ()
    assert run("install", path) == (0, "Nothing to do: lyon, serial 1 is already in use.\n", "")


def everything_in(folder):
    return {path: path.stat().st_mtime_ns for path in (folder, *folder.rglob("*"))}


def test_reading_installed_content_writes_nothing(run, sign, root, came_whole, installed_app):
    run("install", sign(7))
    run("install", sign(1, "--name", "lyon", "--domain", "lyon.example", key="town.key", source="town"))
    places = (root, came_whole.parent)
    before = [everything_in(place) for place in places]
    for place in places:
        for path in (*place.rglob("*"), place):
            path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        with closing(cli.open_library()) as library:
            for row in library.rows():
                library.item(row.id)
            library.search("parents", "fr", "FR")
            assert library.added_by("lyon-parents") is not None
            # While it is open as well: no journal, no lock, no shared memory.
            assert [everything_in(place) for place in places] == before
        assert cli.run(cli.parser().parse_args(["status", "--json"])) == 0
        assert [everything_in(place) for place in places] == before
    finally:
        for place in places:
            for path in (place, *place.rglob("*")):
                path.chmod(0o755 if path.is_dir() else 0o644)


def test_the_lists_of_the_command_line_say_who_added_what(run, sign, root, came_whole, installed_app, capsys):
    run("install", sign(1, "--name", "lyon", "--domain", "lyon.example", key="town.key", source="town"))
    town = {"fr": "la Ville de Lyon", "en": "the City of Lyon"}

    def ask(*words):
        assert cli.run(cli.parser().parse_args(list(words))) == 0
        return capsys.readouterr().out

    for words, name in (
        (("list",), "items"),
        (("services", "--country", "FR", "--need", "talk"), "services"),
    ):
        found = json.loads(ask(*words, "--json"))[name]
        assert [one["added_by"] for one in found if one["id"] == "lyon-parents"] == [town]
        assert all(one["added_by"] is None for one in found if one["id"] != "lyon-parents")
        if name == "services":
            # After everything official, also after what is "not for this".
            assert found[-1]["id"] == "lyon-parents"
    hits = json.loads(ask("search", "pause des parents", "--country", "FR", "--json"))["hits"]
    assert [hit["added_by"] for hit in hits if hit["id"] == "lyon-parents"] == [town]
    assert hits[-1]["id"] == "lyon-parents"
    shown = json.loads(ask("show", "lyon-parents", "--lang", "fr", "--json"))
    assert shown["added_by"] == town
    assert "ajouté par la Ville de Lyon" in shown["text"]
    for words in (
        ("list", "service"),
        ("services", "--country", "FR"),
        ("search", "parents", "--country", "FR"),
    ):
        lines = ask(*words, "--lang", "en").splitlines()
        assert (
            [line for line in lines if "added by" in line]
            == [line for line in lines if "La pause des parents" in line]
            != []
        )


def test_the_full_check_names_what_was_changed(run, sign, root, real, monkeypatch):
    run("install", sign(7))
    base = Path(__file__).parent.parent / "content"
    assert list(shelves.check_installed(root, base, lambda: real)) == []
    path = current(root / "release").path
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)
    assert [fault.code for fault in shelves.check_installed(root, base, lambda: real)] == ["tampered"]
    monkeypatch.setattr(paths, "IS_CHECKOUT", False)
    assert check._installed() == "tampered: content; install the pack again"


def test_every_way_to_refuse_has_a_sentence():
    source = "".join(
        (Path(packs.__file__).parent / name).read_text(encoding="utf-8")
        for name in ("packs.py", "minisign.py", "overlays.py", "installed.py")
    )
    source += Path(command.__file__).read_text(encoding="utf-8")
    codes = set(re.findall(r'PackError\(\s*"([a-z-]+)"', source))
    assert len(codes) > 30
    catalogue = json.loads(
        (Path(__file__).parent.parent / "resources" / "i18n" / "texts.json").read_text(encoding="utf-8")
    )
    assert {f"pack.fault.{code}" for code in codes} <= set(catalogue)
