"""The store on disk: whole at every instant, locked on request, gone when it should be."""

import base64
import errno
import json
import os
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import msgspec
import pytest

from familyguide.services import family, vault
from familyguide.services.choices import Choices, ChoicesService
from familyguide.services.family import Agreed, Child, Document, Tick
from familyguide.services.keeping import FamilyService, KeptChoices, MemoryKeeper, keeper_for
from familyguide.services.paths import APP_FOLDER, data_folder, has_notes
from familyguide.services.texts import Texts
from familyguide.services.vault import KeepingError, Vault

DAY = date(2026, 11, 22)
FORMER = Path(__file__).parent / "notes"
CHEAP = 1 << 15
PHRASE = "quatre petits chats gris"
OTHER = "le bus part à huit heures"
ONE = Document(children=(Child("6-8", "Canari"),), ticks={"one": Tick("done", DAY)})
TWO = Document(children=(Child("9-11", "Pinson"),), ticks={"two": Tick("later", DAY)})


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "kept" / APP_FOLDER


@pytest.fixture
def make(folder):
    """Open windows on the same folder; all are closed at the end."""
    made = []

    def window():
        made.append(Vault(folder, cost=CHEAP))
        return made[-1]

    yield window
    for one in made:
        one.close()


def files(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def kept(make, folder, *documents, passphrase=None):
    """Keep some documents one after the other, and close."""
    window = make()
    if passphrase:
        window.set_passphrase(documents[0], passphrase)
    for document in documents:
        window.save(document)
    window.close()


def refused(code, call, *arguments, **named):
    with pytest.raises(KeepingError) as caught:
        call(*arguments, **named)
    assert caught.value.code == code, caught.value
    return caught.value


def everything_in(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


# Where and when.


def test_nothing_is_created_before_something_is_kept(make, folder):
    window = make()
    assert (window.is_there, window.needs_passphrase, window.open()) == (False, False, None)
    window.close()
    assert not folder.parent.exists()
    assert not has_notes(folder)


def test_what_is_kept_comes_back(make, folder):
    kept(make, folder, ONE, TWO)
    assert has_notes(folder)
    opened = make().open()
    assert (opened.document, opened.notice) == (TWO, None)
    assert files(folder) == ["notes.json", "notes.json.before", "notes.json.lock"]


def test_only_the_owner_may_read_the_files_and_the_folder(make, folder):
    kept(make, folder, ONE, TWO)
    if sys.platform != "win32":
        modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
        assert modes == {0o600}
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_chosen_folder_is_used_and_without_one_the_systems_place(tmp_path, monkeypatch):
    assert data_folder(tmp_path / "mine") == tmp_path / "mine"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert data_folder().name == APP_FOLDER
    assert not list(tmp_path.iterdir())


# Whole at every instant.


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EIO])
@pytest.mark.parametrize("step", ["write", "put", "first"])
def test_a_saving_that_fails_leaves_what_was_kept(make, folder, monkeypatch, code, step):
    expected = {errno.ENOSPC: "full-disk", errno.EROFS: "read-only", errno.EIO: "unwritable"}[code]
    window = make()
    if step != "first":
        window.save(ONE)
        window.save(ONE)

    def fail(*_):
        if step != "put":
            (folder / "notes.json.new").write_bytes(b"half")
        raise OSError(code, "refused")

    monkeypatch.setattr(window, "_put_in_place" if step == "put" else "_write_fresh", fail)
    refused(expected, window.save, TWO)
    assert "notes.json.new" not in files(folder)
    monkeypatch.undo()
    if step != "first":
        window.close()
        again = make()
        assert again.open() == (ONE, None)
        again.save(TWO)
        again.close()
        assert make().open() == (TWO, None)
    else:
        window.save(TWO)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
def test_a_real_limit_on_written_bytes_is_a_full_disk(make, folder):
    resource = pytest.importorskip("resource")
    signal = pytest.importorskip("signal")
    window = make()
    window.save(ONE)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        refused("full-disk", window.save, TWO)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    window.close()
    assert make().open() == (ONE, None)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX rights")
def test_a_folder_that_may_not_be_written_is_read_and_nothing_more(make, folder):
    kept(make, folder, ONE)
    (folder / "notes.json.lock").unlink()
    script = (
        "import os, sys; from pathlib import Path\n"
        "from familyguide.services.vault import *\n"
        "from familyguide.services import texts\n"
        "import nacl.bindings\n"
        "folder = Path(sys.argv[1])\n"
        "os.chmod(folder / 'notes.json', 0o644); os.chmod(folder, 0o555); os.chdir(folder)\n"
        "if os.geteuid() == 0: os.setuid(65534)\n"
        "vault = Vault(Path('.'))\n"
        "print(vault.open().document.children[0].nickname)\n"
        "try: vault.save(Document())\n"
        "except KeepingError as error: print(error.code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(vault.__file__).parents[2],
        env={**os.environ, "PYTHONPATH": str(Path(vault.__file__).parents[2])},
    )
    folder.chmod(0o700)
    assert (done.stdout.split(), done.stderr) == (["Canari", "read-only"], "")
    assert files(folder) == ["notes.json"]


def test_a_damaged_last_copy_gives_the_one_before_and_says_so(make, folder):
    kept(make, folder, ONE, TWO)
    file = folder / "notes.json"
    file.write_bytes(file.read_bytes().replace(b"Pinson", b"Pinsan"))
    window = make()
    opened = window.open()
    assert (opened.document, opened.notice.code, opened.notice.part) == (ONE, "damaged", "sum")
    window.save(TWO)
    assert vault.decode((folder / "notes.json.before").read_bytes(), "x") == ONE  # the good one was kept
    window.save(ONE)
    window.close()
    assert make().open() == (ONE, None)


def test_two_damaged_copies_are_told_and_never_written_over(make, folder):
    kept(make, folder, ONE, TWO)
    for name in ("notes.json", "notes.json.before"):
        (folder / name).write_bytes(b'{"format":"family-guide-notes","ver')
    before = everything_in(folder)
    window = make()
    refused("truncated", window.open)
    refused("truncated", lambda: window.needs_passphrase)
    refused("truncated", window.save, ONE)
    assert everything_in(folder) == before


def test_a_saving_cut_between_two_names_gives_the_copy_before_without_a_word(make, folder):
    kept(make, folder, ONE, TWO)
    (folder / "notes.json").rename(folder / "notes.json.new")
    window = make()
    assert window.open() == (ONE, None)
    window.save(TWO)
    window.close()
    assert make().open() == (TWO, None)
    assert "notes.json.new" not in files(folder)


def test_a_first_saving_that_was_cut_leaves_nothing_behind(make, folder):
    folder.mkdir(parents=True)
    (folder / "notes.json.new").write_bytes(b"Canari")
    assert make().open() is None
    assert b"Canari" not in everything_in(folder)


def test_a_newer_version_is_never_written_over(make, folder):
    kept(make, folder, ONE)
    file = folder / "notes.json"
    now, newer = (b'"version":%d' % number for number in (vault.VERSION, vault.VERSION + 1))
    body = file.read_bytes().replace(now, newer + b',"more":[]').rpartition(b',"sum"')[0] + b"}"
    file.write_bytes(vault.with_sum(body))
    before = everything_in(folder)
    window = make()
    assert refused("newer", window.open).part == "version"
    refused("newer", window.save, TWO)
    assert everything_in(folder) == before


@pytest.mark.parametrize(("name", "again_on"), [("version-1.json", None), ("version-2.json", DAY)])
@pytest.mark.parametrize("phrase", [None, PHRASE])
def test_a_file_of_a_former_version_opens_and_becomes_one_of_today_with_the_next_change(
    make, folder, name, again_on, phrase
):
    folder.mkdir(parents=True)
    first = (FORMER / name).read_bytes()
    (folder / "notes.json").write_bytes(first)
    window = make()
    document = window.open().document
    assert document == Document(
        children=(Child("9-11", "Lou"),),
        ticks={"one": Tick("done", DAY)},
        agreement={"meals": Agreed(DAY, None)},
        agreement_again=again_on,
    )
    assert (folder / "notes.json").read_bytes() == first
    again = family.with_agreement_again(document, date(2027, 1, 1))
    if phrase:
        window.set_passphrase(again, phrase)
    else:
        window.save(again)
        assert (folder / "notes.json.before").read_bytes() == first
    window.close()
    assert b'"version":3' in (folder / "notes.json").read_bytes()
    opened = make()
    assert opened.open(phrase).document == again
    assert opened.read_export(FORMER / name) == document


@pytest.mark.parametrize("name", ["version-1-sealed.json", "version-2-sealed.json"])
@pytest.mark.parametrize("place", ["notes.json", "notes.json.before"])
def test_notes_locked_by_a_former_version_are_told_before_a_passphrase_is_asked_and_never_touched(
    make, folder, name, place
):
    folder.mkdir(parents=True)
    sealed = (FORMER / name).read_bytes()
    (folder / place).write_bytes(sealed)
    if place != "notes.json":
        (folder / "notes.json").write_bytes(b"?")
    before = everything_in(folder)
    window = make()
    for call in (
        lambda: window.needs_passphrase,
        window.open,
        lambda: window.open(PHRASE),
        lambda: window.open(OTHER),
        lambda: window.save(ONE),
        lambda: window.set_passphrase(ONE, OTHER),
        lambda: window.read_export(folder / place, PHRASE),
    ):
        error = refused("older", call)
        assert (error.where, error.part) == (str(folder / place), "version")
    assert everything_in(folder) == before
    # And it does not stand in the way of a second window, or of forgetting.
    make().forget_everything()
    assert not folder.exists()


def test_a_seal_of_another_version_is_none_of_today_and_the_other_way_round(make, folder):
    """Whoever changes the number of the version, and the check sum with it, opens nothing."""
    head = msgspec.json.decode((FORMER / "version-2-sealed.json").read_bytes())
    del head["sum"]
    folder.mkdir(parents=True)
    (folder / "notes.json").write_bytes(vault.with_sum(msgspec.json.encode(head | {"version": 3})))
    assert refused("invalid", make().open, PHRASE).part == "seal.nonce"


def test_notes_too_big_to_be_read_again_are_not_written(make, folder):
    window = make()
    window.save(ONE)
    big = Document(conversations={f"talk-{number}": DAY for number in range(60_000)})
    refused("too-big", window.save, big)
    window.close()
    assert make().open() == (ONE, None)


# Two windows.


def test_a_second_window_is_told_and_the_first_goes_on(make, folder):
    first, second = make(), make()
    first.save(ONE)
    refused("open-elsewhere", second.open)
    refused("open-elsewhere", second.save, TWO)
    first.save(TWO)
    first.close()
    assert second.open() == (TWO, None)


def test_two_windows_that_both_begin_do_not_write_over_each_other(make, folder):
    first, second = make(), make()
    assert (first.open(), second.open()) == (None, None)
    first.save(ONE)
    first.close()
    refused("open-elsewhere", second.save, TWO)
    assert second.open() == (ONE, None)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_process_that_was_killed_leaves_no_lock(make, folder):
    script = (
        "import os, signal, sys; from pathlib import Path\n"
        "from familyguide.services.vault import Vault, Document\n"
        "Vault(Path(sys.argv[1])).save(Document())\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    root = Path(vault.__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", script, str(folder)], check=False, cwd=root)
    assert done.returncode < 0
    assert make().open() == (Document(), None)


# The passphrase.


def test_sealed_notes_are_not_on_disk_in_clear_and_open_with_the_phrase(make, folder):
    kept(make, folder, ONE, TWO, passphrase=PHRASE)
    assert b"Canari" not in everything_in(folder)
    assert b"Pinson" not in everything_in(folder)
    window = make()
    assert window.needs_passphrase
    refused("locked", window.open)
    refused("wrong-passphrase", window.open, OTHER)
    assert window.open(f"  {PHRASE.replace(' ', '   ')}") == (TWO, None)
    assert window.has_passphrase


def test_an_accent_typed_in_two_pieces_is_the_same_phrase(make, folder):
    kept(make, folder, ONE, passphrase=OTHER)
    assert make().open(OTHER.replace("à", "a\u0300")).document == ONE


def test_turning_a_passphrase_on_leaves_no_copy_in_clear(make, folder):
    window = make()
    window.save(ONE)
    window.save(TWO)
    assert everything_in(folder).count(b"Canari") == 1
    window.set_passphrase(TWO, PHRASE)
    assert b"Canari" not in everything_in(folder)
    assert b"Pinson" not in everything_in(folder)
    assert files(folder) == ["notes.json", "notes.json.lock"]


def test_changing_a_passphrase_leaves_nothing_under_the_old_one(make, folder):
    kept(make, folder, ONE, TWO, passphrase=PHRASE)
    window = make()
    window.open(PHRASE)
    refused("wrong-passphrase", window.set_passphrase, TWO, OTHER)
    refused("wrong-passphrase", window.set_passphrase, TWO, OTHER, OTHER)
    window.set_passphrase(TWO, OTHER, PHRASE)
    window.close()
    assert files(folder) == ["notes.json", "notes.json.lock"]
    refused("wrong-passphrase", make().open, PHRASE)
    assert make().open(OTHER).document == TWO


def test_after_a_change_no_file_opens_with_the_old_passphrase_and_none_of_its_bytes_stay(make, folder):
    kept(make, folder, ONE, TWO, passphrase=PHRASE)
    old = [path.read_bytes() for path in folder.glob("notes.json*") if path.suffix != ".lock"]
    assert len(old) == 2
    for data in old:
        assert vault.decode(data, "before", PHRASE) in (ONE, TWO)
    window = make()
    window.open(PHRASE)
    window.set_passphrase(TWO, OTHER, PHRASE)
    # Also when saved again, with a copy before.
    window.save(ONE)
    window.save(TWO)
    window.close()
    left = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"]
    assert [path.name for path in sorted(left)] == ["notes.json", "notes.json.before"]
    for path in left:
        refused("wrong-passphrase", vault.decode, path.read_bytes(), str(path), PHRASE)
        assert vault.decode(path.read_bytes(), str(path), OTHER) in (ONE, TWO)
    sealed = [json.loads(data)["seal"] for data in old]
    everything = everything_in(folder)
    for seal in sealed:
        assert seal["salt"].encode() not in everything
        assert seal["text"][:60].encode() not in everything
    assert make().open(OTHER).document == TWO


def test_turning_a_passphrase_off_keeps_the_notes_in_clear(make, folder):
    kept(make, folder, ONE, TWO, passphrase=PHRASE)
    window = make()
    window.open(PHRASE)
    window.set_passphrase(TWO, None, PHRASE)
    window.close()
    assert make().open() == (TWO, None)
    assert not make().needs_passphrase


@pytest.mark.parametrize("step", ["_write_fresh", "_put_in_place", "_remove"])
def test_a_change_of_passphrase_that_fails_leaves_the_old_one(make, folder, monkeypatch, step):
    kept(make, folder, ONE, TWO, passphrase=PHRASE)
    window = make()
    window.open(PHRASE)

    def fail(path=None, *_):
        if step == "_remove":
            raise KeepingError("read-only", str(path))
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(window, step, fail)
    refused("read-only" if step == "_remove" else "full-disk", window.set_passphrase, TWO, OTHER, PHRASE)
    monkeypatch.undo()
    window.close()
    assert make().open(PHRASE).document == TWO


def test_with_only_the_copy_before_a_change_of_passphrase_still_loses_nothing(make, folder, monkeypatch):
    kept(make, folder, ONE, TWO)
    (folder / "notes.json").write_bytes(b"")
    window = make()
    opened = window.open()
    assert (opened.document, opened.notice.code) == (ONE, "truncated")
    whole = []
    remove = Vault._remove

    def watching(path):
        whole.append(vault.decode((folder / "notes.json").read_bytes(), "x"))
        remove(path)

    monkeypatch.setattr(window, "_remove", watching)
    window.set_passphrase(ONE, PHRASE)
    assert whole == [ONE]
    assert b"Canari" not in everything_in(folder)


def test_each_saving_is_sealed_afresh(make, folder):
    window = make()
    window.set_passphrase(ONE, PHRASE)
    first = (folder / "notes.json").read_bytes()
    window.save(ONE)
    second = (folder / "notes.json").read_bytes()
    assert first != second
    assert len(first) == len(second)
    nonces = {json.loads(data)["seal"]["nonce"] for data in (first, second)}
    assert [len(base64.b64decode(nonce)) for nonce in nonces] == [24, 24]


def test_the_length_of_sealed_notes_does_not_tell_how_many_there_are(make, folder):
    window = make()
    window.set_passphrase(ONE, PHRASE)
    few = (folder / "notes.json").stat().st_size
    window.save(msgspec.structs.replace(ONE, conversations={"one-talk": DAY, "another-talk": DAY}))
    assert (folder / "notes.json").stat().st_size == few


@pytest.mark.parametrize("part", ["id", "salt", "n", "version"])
def test_a_seal_does_not_open_under_another_head(make, folder, part):
    kept(make, folder, ONE, passphrase=PHRASE)
    file = folder / "notes.json"
    head = msgspec.json.decode(file.read_bytes())
    del head["sum"]
    match part:
        case "id":
            head["id"] = "0" * 32
        case "salt":
            head["seal"]["salt"] = "A" * 22 + "=="
        case "n":
            head["seal"]["n"] *= 2
        case "version":
            head["version"] = vault.VERSION + 1
    body = msgspec.json.encode(head)
    file.write_bytes(vault.with_sum(body))
    (folder / "notes.json.before").unlink(missing_ok=True)
    refused("newer" if part == "version" else "wrong-passphrase", make().open, PHRASE)


@pytest.mark.parametrize(
    "phrase",
    ["", "1234", "motdepasse", "aaaaaaaaaaaaaaaa", "a b c d", "trois mots", "   ", "abababababababab"],
)
def test_a_passphrase_that_falls_to_guessing_is_refused(make, folder, phrase):
    window = make()
    window.save(ONE)
    refused("weak-passphrase", window.set_passphrase, ONE, phrase)
    window.close()
    assert make().open() == (ONE, None)


@pytest.mark.parametrize("phrase", ["le un de on au", "correct-horse", PHRASE, "trois mots ici"])
def test_four_words_or_twelve_characters_are_enough(phrase):
    vault.refuse_weak(phrase)


def test_the_work_of_a_guess_is_at_least_the_one_promised():
    assert vault.COST >= 1 << 15


# Forget everything.


@pytest.mark.parametrize("is_open", [True, False])
def test_forgetting_leaves_no_file_and_no_folder(make, folder, is_open):
    kept(make, folder, ONE, TWO, passphrase=PHRASE)
    (folder / "notes.json.new").write_bytes(b"left by a crash")
    window = make()
    if is_open:
        window.open(PHRASE)
    window.forget_everything()
    assert not folder.exists()
    assert (window.is_there, window.open()) == (False, None)
    window.save(TWO)
    assert not window.has_passphrase
    window.close()
    assert make().open() == (TWO, None)


def test_forgetting_nothing_creates_nothing(make, folder):
    make().forget_everything()
    assert not folder.parent.exists()


def test_a_folder_that_somebody_chose_stays_with_what_else_it_holds(tmp_path):
    chosen = tmp_path / "chosen"
    chosen.mkdir()
    (chosen / "letter.txt").write_text("mine", encoding="utf-8")
    window = Vault(chosen, cost=CHEAP)
    window.save(ONE)
    window.forget_everything()
    assert files(chosen) == ["letter.txt"]


def test_a_folder_that_was_there_stays_and_the_folders_made_in_it_go(tmp_path):
    chosen = tmp_path / "chosen"
    chosen.mkdir()
    for folder, stays in ((chosen, True), (chosen / "a" / "b", False), (chosen / "a" / APP_FOLDER, False)):
        window = Vault(folder, cost=CHEAP)
        window.save(ONE)
        window.close()
        again = Vault(folder, cost=CHEAP)
        again.open()
        again.save(TWO)
        again.forget_everything()
        assert folder.exists() is stays
        assert files(chosen) == []


def test_a_folder_made_for_the_notes_stays_while_it_holds_something_else(tmp_path):
    folder = tmp_path / "a" / "b"
    window = Vault(folder, cost=CHEAP)
    window.save(ONE)
    (tmp_path / "a" / "letter.txt").write_text("mine", encoding="utf-8")
    window.forget_everything()
    assert files(tmp_path) == ["a"]
    assert files(tmp_path / "a") == ["letter.txt"]


@pytest.mark.parametrize("said", [b"", b"x", b"-1", b"99999999", b"1" * 50])
def test_a_lock_that_says_something_odd_removes_no_folder_that_holds_something(tmp_path, said):
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    folder = tmp_path / "kept" / APP_FOLDER
    window = Vault(folder, cost=CHEAP)
    window.save(ONE)
    window.close()
    (folder / "notes.json.lock").write_bytes(said)
    Vault(folder, cost=CHEAP).forget_everything()
    assert not folder.exists()
    assert "letter.txt" in files(tmp_path)


def test_damaged_or_newer_notes_can_be_forgotten(make, folder):
    kept(make, folder, ONE)
    (folder / "notes.json").write_bytes(b"?")
    make().forget_everything()
    assert not folder.exists()


def test_what_is_forgotten_in_one_window_does_not_come_back_from_another(make, folder):
    first, second = make(), make()
    first.save(ONE)
    refused("open-elsewhere", second.forget_everything)
    assert b"Canari" not in everything_in(folder)
    refused("forgotten", first.save, TWO)
    refused("forgotten", first.set_passphrase, TWO, PHRASE)
    first.close()
    second.forget_everything()
    assert not folder.exists()


def test_forgetting_does_not_report_success_when_a_copy_stays(make, folder, monkeypatch):
    kept(make, folder, ONE)
    window = make()

    def fail(*_, **__):
        raise PermissionError(errno.EACCES, "refused")

    monkeypatch.setattr(Path, "unlink", fail)
    refused("read-only", window.forget_everything)
    monkeypatch.undo()
    window.close()


# Export and import.


def test_an_export_is_sealed_when_the_notes_are_and_reads_elsewhere(make, folder, tmp_path):
    window = make()
    window.set_passphrase(ONE, PHRASE)
    target = tmp_path / "export.json"
    window.export(ONE, target)
    assert b"Canari" not in target.read_bytes()
    elsewhere = Vault(tmp_path / "other", cost=CHEAP)
    refused("locked", elsewhere.read_export, target)
    refused("wrong-passphrase", elsewhere.read_export, target, OTHER)
    assert elsewhere.read_export(target, PHRASE) == ONE
    assert files(tmp_path) == ["export.json", "kept"]


def test_an_export_in_clear_is_whole_or_not_there(make, folder, tmp_path, monkeypatch):
    window = make()
    window.save(ONE)
    target = tmp_path / "export.json"
    window.export(ONE, target)
    before = target.read_bytes()

    def fail(path, data):
        path.write_bytes(data[:10])
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(vault, "_write", fail)
    refused("full-disk", window.export, TWO, target)
    assert target.read_bytes() == before
    assert files(tmp_path) == ["export.json", "kept"]


@pytest.mark.parametrize(
    ("data", "code", "part"),
    [
        (b"", "truncated", "byte 0"),
        (b"hello", "foreign", "start"),
        (b'{"format":"other"}', "foreign", "start"),
        (b'{"format":"family-guide-notes","version":1', "truncated", "byte 42"),
        (b"x" * ((1 << 20) + 1), "too-big", "size"),
    ],
)
def test_an_import_that_is_not_ours_is_told_with_its_place(make, folder, tmp_path, data, code, part):
    kept(make, folder, ONE)
    before = everything_in(folder)
    file = tmp_path / "import.json"
    file.write_bytes(data)
    error = refused(code, make().read_export, file)
    assert (error.where, error.part) == (str(file), part)
    assert everything_in(folder) == before


def test_an_import_that_is_not_there_is_told(make, tmp_path):
    refused("missing", make().read_export, tmp_path / "none.json")


def test_an_error_never_repeats_what_a_family_wrote(make, folder):
    kept(make, folder, ONE)
    file = folder / "notes.json"
    body = file.read_bytes().rpartition(b',"sum"')[0].replace(b'"6-8"', b'"6-9"') + b"}"
    file.write_bytes(vault.with_sum(body))
    error = refused("invalid", make().open)
    assert error.part == "document.children[0].age"
    assert "Canari" not in str(error)


# A passphrase is a matter of words: where the file lies helps nobody then.
PLAIN = ("locked", "wrong-passphrase", "weak-passphrase")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_code_has_a_sentence_and_names_the_file_where_that_helps(language):
    source = Path(vault.__file__).read_text(encoding="utf-8")
    codes = [
        code.strip(" .\n") for code in source.partition("is one of:")[2].partition(". `where`")[0].split(",")
    ]
    assert len(codes) == 17
    for code in codes:
        words = vault.sentence(KeepingError(code, "FILE"), Texts(language))
        assert ("FILE" in words) is (code not in PLAIN)
    assert "FILE" in vault.sentence(KeepingError("damaged", "FILE"), Texts(language), fell_back=True)


# Three stores.


@pytest.mark.parametrize("mode", ["guest", "public-pc"])
def test_a_visit_never_asks_for_a_folder_and_forgets_at_its_end(mode):
    def folder():
        raise AssertionError

    keeper = keeper_for(mode, folder)
    assert (keeper.mode, keeper.keeps_on_disk, keeper.open()) == (mode, False, None)
    keeper.save(ONE)
    assert keeper.open().document == ONE
    keeper.close()
    assert (keeper.is_there, keeper.open()) == (False, None)


def test_home_is_the_vault(folder):
    keeper = keeper_for("home", lambda: folder)
    assert isinstance(keeper, Vault)
    assert (keeper.mode, keeper.keeps_on_disk) == ("home", True)


@pytest.fixture
def home(make, real):
    return FamilyService(make(), real)


def choices_of(service, first=None):
    return ChoicesService(KeptChoices(service, first or Choices(), lambda: DAY))


def a_setting(real, number=0):
    return real.item(real.rows("checklist")[0].id).settings[number].id


def test_choices_are_not_kept_before_my_family_is_used(home, folder, real):
    choices = choices_of(home)
    choices.change(language="en", apps=("roblox",))
    choices.set_state(a_setting(real), "done")
    assert not home.had_conversation("cameras-live-9-11", DAY)
    assert not home.resume_at("talk")
    assert not folder.parent.exists()


def test_once_begun_what_this_visit_chose_is_kept_with_its_day(home, make, folder, real):
    choices = choices_of(home)
    choices.change(language="en", country="BE")
    choices.set_state(a_setting(real), "done")
    home.begin(DAY, choices.now)
    choices.change(scale=150)
    choices.set_state(a_setting(real, 1), "later")
    home.keeper.close()
    again = FamilyService(make(), real)
    again.open()
    now = choices_of(again).now
    assert (now.language, now.country, now.scale) == ("en", "BE", 150)
    assert now.states == {a_setting(real): "done", a_setting(real, 1): "later"}
    assert again.now.ticks[a_setting(real)].on == DAY


def test_choices_made_before_the_notes_were_opened_do_not_write_over_them(home, make, real):
    home.begin(date(2026, 1, 1), Choices(language="en", states={a_setting(real): "done"}))
    home.keeper.close()
    again = FamilyService(make(), real)
    choices = choices_of(again)  # before the notes are open: French, nothing ticked
    again.open()
    choices.change(scale=200)
    assert (again.now.reading.language, again.now.reading.scale) == ("en", 200)
    choices.change(**KeptChoices(again, choices.now, lambda: DAY).load()._asdict())
    assert choices.now.states == {a_setting(real): "done"}
    assert again.now.ticks[a_setting(real)].on == date(2026, 1, 1)


def test_a_change_that_the_disk_refuses_changes_nothing(home, monkeypatch):
    home.begin(DAY)

    def fail(_):
        raise KeepingError("full-disk", "x")

    monkeypatch.setattr(home.keeper, "save", fail)
    refused("full-disk", home.plan_moment, DAY)
    assert home.now.moments == ()


def test_sensitive_items_reach_no_store_whoever_asks(home, folder, real):
    home.begin(DAY)
    for row in real.rows():
        home.had_conversation(row.id, DAY)
        home.resume_at(row.kind, row.id)
        home.answer(row.id, row.id, "adult", DAY)
    home.bring(
        Document(conversations={row.id: DAY for row in real.rows()}, apps=tuple(r.id for r in real.rows()))
    )
    written = everything_in(folder).decode()
    assert '"cameras-live-9-11"' in written
    hidden = [
        row.id for row in real.rows() if row.kind in ("sign", "plan", "service") or family.is_telling(row.id)
    ]
    assert [name for name in hidden if f'"{name}"' in written] == []


def test_leaving_hides_the_last_place_until_my_family_is_opened(home, make, real):
    home.begin(DAY)
    assert home.resume_at("conversation", "cameras-live-9-11", "listen")
    home.leave()
    home.keeper.close()
    again = FamilyService(make(), real)
    again.open()
    assert (again.now.resume, again.now.quiet) == (None, True)
    again.opened_by_family()
    assert not again.now.quiet


def test_an_export_leaves_out_the_last_place(home):
    home.begin(DAY)
    home.resume_at("conversation", "cameras-live-9-11")
    home.had_conversation("cameras-live-9-11", DAY)
    assert home.to_export().resume is None
    assert home.to_export().conversations == {"cameras-live-9-11": DAY}


def test_listeners_hear_of_each_change_and_of_forgetting(home, folder):
    heard = []
    home.listen(lambda: heard.append(home.is_used))
    home.begin(DAY)
    home.plan_moment(DAY)
    home.plan_moment(DAY)
    home.forget_everything()
    assert heard == [True, True, False]
    assert not folder.exists()


def test_an_answer_is_kept_with_its_words_and_leaves_with_an_export(home, real):
    home.begin(DAY)
    rule = real.item("family-agreement-9-11").rules[0]
    assert home.answer("family-agreement-9-11", rule.id, "child", DAY)
    assert not home.answer("family-agreement-9-11", "no-such-rule", "child", DAY)
    assert not home.answer("no-such-agreement", rule.id, "child", DAY)
    assert not home.answer("disclosure", rule.id, "child", DAY)
    agreed = home.now.agreement[rule.id]
    assert (agreed.child, agreed.adult) == (DAY, None)
    assert agreed.child_seen == family.rule_fingerprint(rule)
    assert home.to_export().agreement == {rule.id: agreed}
    assert home.answer("family-agreement-9-11", rule.id, "child", None)
    assert home.now.agreement == {}


def test_a_visit_uses_the_same_service_and_writes_nothing(tmp_path, real, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError

    monkeypatch.setattr(os, "open", refuse)
    visit = FamilyService(MemoryKeeper("guest"), real)
    visit.begin(DAY, Choices(language="en"))
    assert visit.had_conversation("cameras-live-9-11", DAY)
    visit.forget_everything()
    assert not visit.keeper.is_there


def test_nothing_heavy_is_loaded_to_open_notes_in_clear(make, folder):
    kept(make, folder, ONE)
    script = (
        "import sys; from pathlib import Path; from familyguide.services.vault import Vault\n"
        "assert Vault(Path(sys.argv[1])).open()\n"
        "print(*{'nacl', 'icalendar', 'platformdirs', 'hashlib'} & {*sys.modules})\n"
    )
    root = Path(vault.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=True, cwd=root
    )
    assert done.stdout == "\n"
