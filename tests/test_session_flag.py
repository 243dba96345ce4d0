"""`--session FILE`: opened at home and for guests, refused on a public PC; a broken file is one line."""

import os

import pytest

from familyguide import app, cli
from familyguide.services import session, session_file


class StopHereError(Exception):
    """Raised where the window would be shown."""


@pytest.fixture
def path(tmp_path, real):
    path = tmp_path / "seance-2026-11.fgsession"
    session_file.write(path, session.suggest("group", ("sextortion",), ("12-14",), "FR", ("fr", "en"), real))
    return path


@pytest.fixture
def start(monkeypatch, real_file, place, capsys):
    """Start the app as far as the window, and give what the window was made with."""
    monkeypatch.setattr(cli, "COMPILED", real_file)
    monkeypatch.setattr(app, "has_screen", lambda: True)
    monkeypatch.setattr(app.light_qt, "load_qt", lambda: None)
    monkeypatch.setattr(os, "environ", {**os.environ, "LANG": "en_GB.UTF-8", "LC_ALL": "", "LC_MESSAGES": ""})
    monkeypatch.setattr(app, "make_application", lambda **_: None)
    made = {}

    def window(application, library, choices, *, session, notice, rules, **more):
        made.update(session=session, notice=notice, mode=rules.mode)
        raise StopHereError

    monkeypatch.setattr(app, "make_window", window)

    def run(*words):
        made.clear()
        try:
            code = app.run(cli.parser().parse_args([str(word) for word in words]))
        except StopHereError:
            code = None
        return code, made, capsys.readouterr().err

    return run


@pytest.mark.parametrize(("flags", "mode"), [((), "home"), (("--guest",), "guest")])
def test_a_session_is_handed_to_the_window_and_the_file_stays_as_it_is(start, path, real, flags, mode):
    before = path.read_bytes()
    code, made, told = start("--session", path, *flags)
    assert (code, told, made["notice"], made["mode"]) == (None, "", "", mode)
    assert made["session"] == session_file.read(path, real).plan
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir() if entry.name != "etc"] == [path.name]


def test_without_the_flag_there_is_no_session(start):
    assert start()[1]["session"] is None


def test_on_a_public_pc_no_session_is_opened(start, path, place):
    code, made, told = start("--session", path, "--kiosk")
    assert (code, made) == (2, {})
    assert told.count("\n") == 1
    assert "not from a public PC" in told
    place.write_text('mode = "public-pc"', encoding="utf-8")
    code, made, told = start("--session", path)
    assert (code, made) == (2, {})
    assert "not from a public PC" in told


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "There is no file"),
        (b"hello", "is not a session of this guide"),
        (b'{"format":"family-guide-session","version":1', "cut short or damaged"),
        (b" " * 70_000, "too big for a session"),
    ],
)
def test_a_broken_file_is_one_clear_line_and_exit_code_2(start, tmp_path, data, said):
    path = tmp_path / "x.fgsession"
    if data is not None:
        path.write_bytes(data)
    code, made, told = start("--session", path)
    assert (code, made) == (2, {})
    assert told.count("\n") == 1
    assert said in told
    assert "x.fgsession" in told


def test_what_was_left_out_is_told_in_the_window(start, tmp_path, real):
    plan = session.suggest("group", ("sextortion",), ("12-14",), "FR", ("fr",), real)
    path = tmp_path / "x.fgsession"
    # A guide that had one more topic wrote this one.
    session_file.write(path, session.replace(plan, topics=("sextortion", "knitting")))
    _, made, told = start("--session", path, "--lang", "fr")
    assert told == ""
    assert "knitting" in made["notice"]
    assert "Le reste de la séance est là." in made["notice"]
    assert made["session"] == plan


def test_a_plan_that_was_pressed_twice_opens_as_one_that_was_named(start, path, real):
    code, made, told = start("--open", path)
    assert (code, told, made["notice"]) == (None, "", "")
    assert made["session"] == session_file.read(path, real).plan


def test_a_damaged_plan_that_was_pressed_twice_is_said_in_the_window(start, path):
    path.write_bytes(path.read_bytes()[:-30])
    code, made, told = start("--open", path, "--lang", "fr")
    assert (code, told, made["session"]) == (None, "", None)
    assert path.name in made["notice"]


def test_a_public_pc_opens_no_file(start, path):
    code, made, told = start("--open", path, "--kiosk")
    assert (code, made) == (2, {})
    assert "public" in told


@pytest.fixture
def described(monkeypatch):
    shown = []
    monkeypatch.setattr(app, "show_described", lambda *given: shown.append(given[-1]) or 0)
    return shown


def test_a_pack_that_was_pressed_twice_is_described_and_not_installed(
    start, tmp_path, real_file, described, monkeypatch
):
    from datetime import date

    from familyguide.guide import keys, minisign, packs
    from familyguide.services import shelves

    key = minisign.SecretKey.make()
    monkeypatch.setattr(keys, "RELEASE_KEYS", (key.public.text().splitlines()[1],))
    monkeypatch.setattr(shelves, "place", lambda: tmp_path / "installed")
    days = {"built": date(2026, 11, 1), "expires": date(2027, 11, 1)}
    data = packs.make(real_file.read_bytes(), key, kind="release", serial=7, name=packs.RELEASE, **days)
    pack = tmp_path / "what-ever.it-is-called"
    pack.write_bytes(data)
    assert start("--open", pack)[0] == 0
    assert "serial 7" in described[0]
    pack.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert start("--open", pack)[0] == 0
    assert "not what was signed" in described[1]
    assert not (tmp_path / "installed").exists()
