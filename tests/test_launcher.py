"""The launcher writes nothing where a visit keeps nothing, whoever decided that: a flag or a policy."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

from familyguide.services import policy_place

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def place(monkeypatch, tmp_path):
    place = tmp_path / "policy.toml"
    monkeypatch.setattr(policy_place, "system_place", lambda: place)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return place


@pytest.fixture(scope="module")
def launcher():
    spec = importlib.util.spec_from_file_location("launcher", ROOT / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("policy", "args", "nothing"),
    [
        (None, [], False),
        (None, ["--guest"], True),
        (None, ["--kiosk"], True),
        ('mode = "home"', [], False),
        ('mode = "home"', ["--kiosk"], True),
        ('mode = "guest"', [], True),
        ('mode = "public-pc"', [], True),
        ('mode = "public-pc"', ["list"], True),
        ("mode = ", [], True),
        ('country = "FR"', [], True),
        ("\ufeffmode = 'home'", [], False),
    ],
)
def test_a_policy_in_the_system_s_place_counts_as_a_flag_does(launcher, place, policy, args, nothing):
    if policy is not None:
        place.write_text(policy, encoding="utf-8")
    assert launcher.keeps_nothing(args) is nothing
    assert sys.dont_write_bytecode is (nothing and not {"--guest", "--kiosk"} & set(args))


def test_a_policy_of_the_command_line_may_only_tighten(launcher, place, tmp_path):
    draft = tmp_path / "draft.toml"
    draft.write_text('mode = "guest"\n', encoding="utf-8")
    assert launcher.keeps_nothing(["--policy", str(draft)])
    assert launcher.keeps_nothing([f"--policy={draft}"])
    assert launcher.keeps_nothing(["--policy", str(tmp_path / "none")])
    draft.write_text('mode = "home"\n', encoding="utf-8")
    assert not launcher.keeps_nothing(["--policy", str(draft)])
    place.write_text('mode = "public-pc"\n', encoding="utf-8")
    assert launcher.keeps_nothing(["--policy", str(draft)])


@pytest.mark.parametrize(("mode", "built"), [("home", True), ("guest", False), ("public-pc", False)])
def test_under_a_policy_that_keeps_nothing_the_launcher_builds_nothing(
    launcher, place, mode, built, monkeypatch
):
    place.write_text(f'mode = "{mode}"\n', encoding="utf-8")
    done = []

    def replaced(_path, _order, variables):
        """The app takes the place of the launcher, which never goes on."""
        done.append(variables)
        raise SystemExit(0)

    monkeypatch.setattr(launcher, "prepare", lambda _: None)
    monkeypatch.setattr(launcher, "prepare_system", lambda: None)
    monkeypatch.setattr(launcher, "build_content", lambda: done.append("built"))
    monkeypatch.setattr(launcher.os, "execve", replaced, raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "")
    monkeypatch.setattr(launcher.os, "name", "posix")
    with pytest.raises(SystemExit):
        launcher.start([])
    assert ("built" in done) is built
    assert done[-1]["PYTHONDONTWRITEBYTECODE"] == ("" if built else "1")


def test_where_there_is_no_screen_a_policy_keeps_pictures_from_being_written(
    launcher, place, monkeypatch, capsys
):
    place.write_text('mode = "guest"\n', encoding="utf-8")
    monkeypatch.setattr(launcher, "call", lambda _: pytest.fail("pictures were drawn"))
    with pytest.raises(SystemExit) as ended:
        launcher.draw([])
    assert ended.value.code == 2
    assert "writes no pictures" in capsys.readouterr().err


def test_the_proof_that_listens_names_the_programs_it_needs(launcher, monkeypatch):
    monkeypatch.setattr(launcher.ctypes, "CDLL", lambda _: None)
    monkeypatch.setattr(launcher.shutil, "which", lambda _program, **_where: None)
    packages = {"Xvfb": "xvfb", "dbus-run-session": "dbus", "at-spi-bus-launcher": "at-spi2-core"}
    assert launcher.missing_libraries(listens=True) == packages
    assert launcher.missing_libraries() == {}


def test_the_voice_is_added_on_its_own_and_is_of_the_same_version_as_the_rest_of_qt(
    launcher, monkeypatch, capsys
):
    done = []
    monkeypatch.setattr(launcher, "prepare", done.append)
    monkeypatch.setattr(launcher, "prepare_system", lambda *, voice: done.append(voice))
    assert launcher.main(["voice"]) == 0
    assert done == ["voice", True]
    said = capsys.readouterr().err
    assert "read aloud" in said
    assert "lire à haute voix" in said
    pins = [(ROOT / "requirements" / name).read_text(encoding="utf-8") for name in ("run.txt", "voice.txt")]
    qt, voice = (re.search(r"(?m)^PySide6-\w+==(\S+)", pin)[1] for pin in pins)
    assert qt == voice


def test_packages_are_made_with_what_makes_them_and_with_the_voice(launcher, monkeypatch):
    done = []
    monkeypatch.setattr(launcher, "prepare", done.append)
    monkeypatch.setattr(launcher, "call", lambda order, folder: done.append((order, folder)) or 2)
    assert launcher.main(["package", "--sizes"]) == 2
    assert done == ["package", (["build/make.py", "--sizes"], ROOT)]
    wanted = (ROOT / "requirements" / "package.txt").read_text(encoding="utf-8")
    assert "-r voice.txt" in wanted
    # The same tool lists what is shipped where tests run and where packages are made.
    tests = (ROOT / "requirements" / "test.txt").read_text(encoding="utf-8")
    lister = re.compile(r"^cyclonedx-python-lib.*$", re.MULTILINE)
    assert lister.findall(wanted) == lister.findall(tests)


def test_the_libraries_of_sound_are_asked_for_with_the_voice_alone(launcher, monkeypatch):
    def nothing_is_there(library):
        raise OSError(library)

    monkeypatch.setattr(launcher.ctypes, "CDLL", nothing_is_there)
    assert "libpulse.so.0" not in launcher.missing_libraries()
    assert launcher.missing_libraries(voice=True)["libpulse.so.0"] == "libpulse0"


def test_every_kind_of_installation_says_how_large_it_is(launcher):
    assert launcher.SIZES.keys() == launcher.REQUIREMENTS.keys()
