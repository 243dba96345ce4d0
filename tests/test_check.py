"""`--check` names every part, says which one is not whole, and looks at the others all the same."""

import json
import sys
import zoneinfo

import pytest
from PySide6.QtWidgets import QMessageBox

from familyguide import app, cli, ui
from familyguide.__main__ import main
from familyguide.guide import keys, lookalikes
from familyguide.services import check, paths, shelves, vault
from familyguide.services.check import looked_at
from familyguide.ui import check as seen
from familyguide.ui import last_words, printers


def test_every_part_is_named_and_whole(capsys, monkeypatch, real_file, qapp):
    monkeypatch.setattr(check, "COMPILED", real_file)
    code = app.check()
    out, err = capsys.readouterr()
    told = dict(line.split(": ") for line in out.splitlines()[:-1])
    # The voice and the printers need libraries of the system; without them the guide is whole.
    lacking = {name for name, state in told.items() if state == "not on this computer"}
    assert lacking <= {"reading aloud", "printing"}
    told = {name: "whole" if name in lacking else state for name, state in told.items()}
    assert set(told.values()) == {"whole"}, err
    named = {"content", "fonts", "icons and drawings", "texts", "Qt's own words in French", "PDF", "QR codes"}
    assert named | {"printing", "screen"} <= set(told)
    assert code == 0


def test_a_computer_that_lacks_a_library_for_windows_is_told_its_name(capsys, monkeypatch):
    told = "libGL.so.1: cannot open shared object file: No such file or directory"

    def lacks(*_words):
        raise ImportError(told)

    # As the module that looks at windows meets it, and as a start does.
    monkeypatch.delattr(ui, "check")
    monkeypatch.setitem(sys.modules, "familyguide.ui.check", None)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setattr(check, "parts", lambda: iter(()))
    assert app.check() == 1
    out, err = capsys.readouterr()
    assert "window: NOT WHOLE\nFamily Guide is not whole.\n" in out
    assert err.startswith("familyguide: window: ")
    assert "libgl1" in err
    monkeypatch.setattr(app, "run", lacks)
    monkeypatch.setattr(sys, "argv", ["familyguide"])
    assert main() == 2
    assert capsys.readouterr().err.startswith(f"familyguide: A part cannot be loaded: {told}. ")


def test_notes_that_do_not_open_again_and_a_damaged_table_of_letters_are_not_whole(monkeypatch, tmp_path):
    monkeypatch.setattr(vault, "seals", lambda: False)
    assert "do not open again" in check.looked_at("encryption", check._encryption).problem
    table = tmp_path / "alike.txt"
    table.write_text(lookalikes.TABLE.read_text(encoding="ascii")[:-20], encoding="ascii")
    monkeypatch.setattr(lookalikes, "TABLE", table)
    lookalikes._table.cache_clear()
    lookalikes.skeleton.cache_clear()
    assert "alike.txt" in check.looked_at("checker of additions", check._checker).problem
    lookalikes._table.cache_clear()


def test_a_page_that_cannot_be_loaded_is_not_whole(capsys, monkeypatch, qapp):
    monkeypatch.setattr(check, "parts", lambda: iter(()))
    monkeypatch.setitem(sys.modules, "familyguide.ui.pages.help", None)
    assert app.check() == 1
    out, err = capsys.readouterr()
    assert "window: NOT WHOLE\n" in out
    assert "familyguide.ui.pages.help" in err


def test_a_computer_without_time_zones_is_told_so_and_the_guide_is_whole(monkeypatch):
    def lacks(name):
        raise zoneinfo.ZoneInfoNotFoundError(name)

    monkeypatch.setattr(zoneinfo, "ZoneInfo", lacks)
    part = looked_at("opening hours", check._hours)
    assert (part.is_of_system, "tzdata" in part.problem) == (True, True)


@pytest.fixture
def packaged(monkeypatch):
    """The packaged app without a terminal, as somebody starts it by a double click."""
    monkeypatch.setattr(paths, "IS_CHECKOUT", False)
    monkeypatch.setattr(app, "has_screen", lambda: True)
    monkeypatch.setattr(last_words, "show", (shown := []).append)
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    return shown


def test_who_pressed_the_icon_reads_why_nothing_opens(packaged, monkeypatch, capsys, tmp_path, qapp):
    monkeypatch.setattr(shelves, "place", lambda: tmp_path)
    monkeypatch.setattr(cli, "COMPILED", tmp_path / "content.db")
    monkeypatch.setattr(sys, "argv", ["familyguide"])
    assert main() == 2
    told = capsys.readouterr().err
    assert told.startswith("familyguide: Le contenu est abîmé ou absent : ")
    assert told == f"familyguide: {packaged[0]}\n".replace("\N{NO-BREAK SPACE}", " ")
    # Nobody waits for a box where a command was typed, or where a launcher waits for the code.
    for words in (["list"], ["--kiosk", "--visit", "0"]):
        monkeypatch.setattr(sys, "argv", ["familyguide", *words])
        assert main() == 2
    assert len(packaged) == 1


def test_a_file_of_the_program_that_is_gone_is_one_sentence_in_both_languages(
    packaged, monkeypatch, capsys, qapp
):
    def lacks(*_words):
        raise FileNotFoundError(2, "No such file", "style.qss")

    monkeypatch.setattr(app, "run", lacks)
    monkeypatch.setattr(sys, "argv", ["familyguide"])
    assert main() == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "style.qss" in told
    assert "Install it again." in told
    assert "Réinstallez-le." in told
    assert packaged == [told.removeprefix("familyguide: ").rstrip()]


def test_the_last_box_names_whom_to_call(qtbot, monkeypatch):
    seen = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: seen.append(box.text()))
    last_words.show("This is so.")
    assert seen[0].startswith("This is so.\n\n")
    assert "112" in seen[0]
    assert "numéro d’urgence" in seen[0]


def test_a_computer_without_cups_is_told_so_and_the_guide_is_whole(capsys, monkeypatch, real_file, qapp):
    monkeypatch.setattr(check, "COMPILED", real_file)
    monkeypatch.setattr(check, "parts", lambda: iter(()))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(printers, "_library", lambda: None)
    code = app.check()
    out, err = capsys.readouterr()
    assert "printing: not on this computer" in out
    assert "libcups.so.2" in err
    assert out.endswith("Family Guide is whole.\n")
    assert code == 0


def test_a_part_that_is_not_whole_is_said_and_ends_with_1(capsys, monkeypatch, tmp_path, real_file, qapp):
    monkeypatch.setattr(check, "COMPILED", real_file)
    monkeypatch.setattr(check, "parts", lambda: iter([looked_at("PDF", lambda: 1 / 0)]))
    monkeypatch.setattr(seen, "RESOURCES", tmp_path)
    code = app.check()
    out, err = capsys.readouterr()
    assert code == 1
    assert "PDF: NOT WHOLE" in out
    assert "ZeroDivisionError" in err
    assert "pictures: NOT WHOLE" in out
    assert "screen: whole" in out


def test_a_trial_build_says_so_wherever_it_says_its_version(capsys, monkeypatch, real_file):
    monkeypatch.setattr(cli, "COMPILED", real_file)
    monkeypatch.setattr(keys, "IS_TRIAL", True)
    app.print_version(as_json=False)
    assert "TRIAL BUILD" in capsys.readouterr().out
    app.print_version(as_json=True)
    assert json.loads(capsys.readouterr().out)["trial"] is True
    cli.run(cli.parser().parse_args(["status", "--json"]))
    assert json.loads(capsys.readouterr().out)["trial"] is True
