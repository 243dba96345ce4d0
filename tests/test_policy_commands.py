"""For IT: a policy is checked, a staff code made, a status read; and the window obeys before Qt is loaded."""

import hashlib
import io
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from familyguide import __version__, app, cli
from familyguide.commands import policy as policy_command
from familyguide.commands import start
from familyguide.commands import status as status_command
from familyguide.guide.installed import Installed, PackError
from familyguide.guide.library import ContentError
from familyguide.services import paths, policy_place, shelves
from familyguide.services.rules import RULE_NAMES
from familyguide.services.staff_code import is_right

ROOT = Path(__file__).resolve().parent.parent
PUBLIC = 'mode = "public-pc"\ncountry = "FR"\n'
GUEST = 'mode = "guest"\ncountry = "FR"\n'


@pytest.fixture
def run(command_line, place, monkeypatch, tmp_path):
    """A command on a computer with a policy's place, and no installed content."""
    monkeypatch.setattr(shelves, "place", lambda: tmp_path / "no-shelf")
    return command_line


# policy check


def test_a_policy_without_a_mistake_is_said_so(run, tmp_path):
    draft = tmp_path / "draft.toml"
    draft.write_text(GUEST, encoding="utf-8")
    assert run("policy", "check", draft) == (0, f"{draft}: no mistake\n", "")


def test_each_mistake_is_one_line_with_its_number(run, tmp_path, monkeypatch):
    draft = tmp_path / "draft.toml"
    draft.write_text('mode = "kiosk"\nlinks = "qr"\nidle_minutes = 1\n', encoding="utf-8")
    code, out, err = run("policy", "check", draft)
    assert (code, err) == (4, "")
    first, second = out.splitlines()
    assert first.startswith(f"{draft}:1: mode ")
    assert second.startswith(f"{draft}:3: idle_minutes ")
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert "ne peut pas être" in run("policy", "check", draft)[1]


def test_the_mistakes_as_one_document(run, tmp_path):
    draft = tmp_path / "draft.toml"
    draft.write_text("mode = 1\n", encoding="utf-8")
    code, out, err = run("policy", "check", draft, "--json")
    assert (code, err) == (4, "")
    document = json.loads(out)
    assert document["digest"] == hashlib.sha256(b"mode = 1\n").hexdigest()
    assert [(p["line"], p["key"], p["code"]) for p in document["problems"]] == [(1, "mode", "wrong-type")]
    assert document["problems"][0]["message"].endswith(".")
    draft.write_text(PUBLIC, encoding="utf-8")
    code, out, _ = run("policy", "check", "--json", draft)
    assert (code, json.loads(out)["problems"]) == (0, [])


def test_remarks_follow_and_are_no_mistakes(run, tmp_path):
    draft = tmp_path / "draft.toml"
    draft.write_text("# ours\n" + PUBLIC, encoding="utf-8")
    code, out, err = run("policy", "check", draft)
    assert (code, err) == (0, "")
    whole, remark = out.splitlines()
    assert whole == f"{draft}: no mistake"
    assert remark.startswith(f"{draft}:2: remark: without staff_code nobody can close")
    assert "familyguide policy code" in remark
    code, out, _ = run("policy", "check", "--lang", "fr", draft)
    assert code == 0
    assert f"{draft}:2: remarque : sans staff_code" in out.replace("\u00a0", " ")
    code, out, _ = run("policy", "check", "--json", draft)
    document = json.loads(out)
    assert (code, document["problems"]) == (0, [])
    assert [(r["line"], r["key"], r["code"]) for r in document["remarks"]] == [(2, "mode", "no-staff-code")]
    assert document["remarks"][0]["message"].endswith(".")


def test_the_language_may_be_asked_for_before_or_after_the_command(run, tmp_path, monkeypatch):
    draft = tmp_path / "draft.toml"
    draft.write_text("mode = 1\n", encoding="utf-8")
    english = run("policy", "check", draft)[1]
    french = run("policy", "check", "--lang", "fr", draft)[1]
    assert french != english
    assert run("--lang", "fr", "policy", "check", draft)[1] == french
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert run("policy", "check", draft)[1] == french
    assert run("policy", "check", draft, "--lang", "en")[1] == english


@pytest.mark.parametrize("country", ["XX", "UK", "ZZ"])
def test_a_country_that_the_guide_does_not_hold_is_refused_with_those_it_holds(run, tmp_path, country):
    draft = tmp_path / "draft.toml"
    draft.write_text(f'mode = "guest"\n# ours\ncountry = "{country}"\n', encoding="utf-8")
    code, out, err = run("policy", "check", draft)
    assert (code, err) == (4, "")
    assert out.count("\n") == 1
    assert out.startswith(f"{draft}:3: country: ")
    assert f"“{country}”" in out
    assert ", FR, " in out
    assert ", GB, " in out
    assert "XX, " not in out
    (problem,) = json.loads(run("policy", "check", "--json", draft)[1])["problems"]
    assert (problem["line"], problem["key"], problem["code"]) == (3, "country", "country-not-held")


def test_a_country_that_is_not_held_is_told_among_the_other_mistakes(run, tmp_path):
    draft = tmp_path / "draft.toml"
    draft.write_text('mode = "kiosk"\ncountry = "XX"\nfont = 1\n', encoding="utf-8")
    problems = json.loads(run("policy", "check", "--json", draft)[1])["problems"]
    codes = ["not-a-choice", "country-not-held", "unknown-key"]
    assert [(p["line"], p["code"]) for p in problems] == list(enumerate(codes, 1))
    draft.write_text('mode = "home"\ncountry = "xx"\n', encoding="utf-8")
    (problem,) = json.loads(run("policy", "check", "--json", draft)[1])["problems"]
    assert problem["code"] == "bad-country"


def test_every_country_that_the_guide_holds_is_accepted(run, tmp_path, real):
    draft = tmp_path / "draft.toml"
    for country in real.countries:
        draft.write_text(f'mode = "home"\ncountry = "{country}"\n', encoding="utf-8")
        assert run("policy", "check", draft)[0] == (4 if country == "XX" else 0), country


def test_a_country_of_no_content_is_a_mistake_in_the_status_and_opens_no_locked_computer(run, place):
    place.write_text('mode = "public-pc"\ncountry = "ZZ"\n', encoding="utf-8")
    code, document, _ = status(run)
    assert (code, document["mode"], document["policy"]["state"]) == (4, "public-pc", "fine")
    assert [(p["line"], p["code"]) for p in document["policy"]["problems"]] == [(2, "country-not-held")]
    assert "  2: country: " in run("status")[1]


def test_without_content_the_rest_is_checked_and_a_remark_says_so(run, tmp_path, monkeypatch):
    def lacking():
        raise ContentError("damaged", "content.db")

    monkeypatch.setattr(cli, "open_library", lacking)
    draft = tmp_path / "draft.toml"
    draft.write_text('mode = "guest"\ncountry = "ZZ"\n', encoding="utf-8")
    code, out, _ = run("policy", "check", "--json", draft)
    document = json.loads(out)
    assert (code, document["problems"]) == (0, [])
    assert [remark["code"] for remark in document["remarks"]] == ["country-unchecked"]
    draft.write_text('mode = "guest"\n', encoding="utf-8")
    assert run("policy", "check", draft) == (0, f"{draft}: no mistake\n", "")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_code_of_the_example_is_refused_and_says_what_to_do(run, tmp_path, language):
    draft = tmp_path / "draft.toml"
    example = (ROOT / "docs" / "policy.example.toml").read_text(encoding="utf-8")
    draft.write_text(example.replace("# staff_code", "staff_code"), encoding="utf-8")
    code, out, err = run("policy", "check", "--lang", language, draft)
    assert (code, err) == (4, "")
    assert out.count("\n") == 1
    assert "familyguide policy code" in out


def test_without_a_file_the_systems_policy_is_checked(run, place):
    place.write_text(PUBLIC, encoding="utf-8")
    code, out, _ = run("policy", "check")
    assert (code, out.splitlines()[0]) == (0, f"{place}: no mistake")


def test_rights_count_for_the_systems_policy_and_not_for_a_draft(run, place, tmp_path, monkeypatch):
    monkeypatch.setattr(policy_place, "changeable", lambda path: path)
    draft = tmp_path / "draft.toml"
    for path in (draft, place):
        path.write_text(PUBLIC, encoding="utf-8")
    assert run("policy", "check", draft)[0] == 0
    code, out, _ = run("policy", "check", place)
    assert code == 4
    assert "administrator" in out
    assert run("policy", "check")[0] == 4


@pytest.mark.parametrize(
    "words", [("policy",), ("policy", "check"), ("policy", "check", "no-such-file"), ("policy", "fix")]
)
def test_what_cannot_be_checked_is_one_line_and_code_2(run, words):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err.startswith("familyguide: ")
    assert err.count("\n") == 1


# policy code


def test_a_code_read_twice_becomes_a_line_for_the_policy(run, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "stdin", io.StringIO("vélo girafe\r\nvélo girafe\r\n"))
    code, out, err = run("policy", "code")
    assert (code, err) == (0, "")
    assert "girafe" not in out
    draft = tmp_path / "draft.toml"
    draft.write_text(PUBLIC + out, encoding="utf-8")
    assert run("policy", "check", draft)[0] == 0
    assert is_right("vélo girafe", out.split('"')[1])


def test_on_a_terminal_the_code_is_asked_twice_and_not_shown(run, monkeypatch):
    asked = []

    def hidden(prompt):
        asked.append(prompt)
        return "long-enough"

    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(policy_command.getpass, "getpass", hidden)
    assert run("policy", "code")[0] == 0
    assert len(asked) == 2


@pytest.mark.parametrize("code", ["12345678", "87654321", "aaaaaaaa", "password", "Family Guide"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_code_that_anybody_would_try_is_refused_in_one_sentence(run, monkeypatch, code, language):
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{code}\n{code}\n"))
    answer, out, err = run("policy", "code", "--lang", language)
    assert (answer, out, err.count("\n")) == (2, "", 1)
    assert {"fr": "trois ou quatre mots", "en": "three or four words"}[language] in err
    assert code not in err


@pytest.mark.parametrize(
    "typed", ["", "longenough\n", "longenough\nlong-enough\n", "short\nshort\n", f"{'x' * 201}\n" * 2]
)
def test_a_code_that_will_not_do_makes_nothing(run, monkeypatch, typed):
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    code, out, err = run("policy", "code")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "nothing was made" in err


def test_stopping_while_the_code_is_asked_makes_nothing(run, monkeypatch):
    def stopped(prompt):
        raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(policy_command.getpass, "getpass", stopped)
    assert run("policy", "code")[0] == 2


# status


def status(run):
    code, out, err = run("status", "--json")
    return code, json.loads(out), err


def test_the_status_of_a_computer_without_a_policy(run, place, real):
    code, document, err = status(run)
    assert (code, err) == (0, "")
    assert document["version"] == __version__
    assert document["python"] == platform.python_version()
    assert document["policy"] == {"place": str(place), "state": "none", "digest": None, "problems": []}
    assert document["mode"] == "home"
    assert document["overlays"] == []
    assert set(document["rules"]) == set(RULE_NAMES)
    assert document["content"]["kind"] == real.meta["kind"]
    assert document["content"]["serial"] is None
    assert document["content"]["signature"] is None
    assert document["content"]["expired"] is False


def test_the_status_names_policy_digest_and_the_reason_of_each_rule(run, place):
    place.write_text(PUBLIC, encoding="utf-8")
    code, document, _ = status(run)
    assert (code, document["mode"]) == (0, "public-pc")
    assert document["policy"]["state"] == "fine"
    assert document["policy"]["digest"] == hashlib.sha256(place.read_bytes()).hexdigest()
    assert document["rules"]["country"] == {"value": "FR", "reason": "policy"}
    assert document["rules"]["links"] == {"value": "qr", "reason": "default"}


def test_a_broken_policy_is_code_4(run, place):
    place.write_text(PUBLIC + "font = 1\n", encoding="utf-8")
    code, document, _ = status(run)
    assert (code, document["mode"]) == (4, "guest")
    assert document["policy"]["state"] == "broken"
    assert [(p["line"], p["code"]) for p in document["policy"]["problems"]] == [(3, "unknown-key")]
    code, out, _ = run("status")
    assert code == 4
    assert "  3: " in out


@pytest.fixture
def installed(monkeypatch, tmp_path, real):
    """A computer with a signed release, and one town's additions."""
    shelf = tmp_path / "shelf"
    (shelf / "overlays" / "lyon").mkdir(parents=True)
    found = Installed(shelf / "content.db", "release", "", 7, "2020-01-01", "2999-01-01", "KEY7", "0" * 64)
    shown = {"release": found, "lyon": found._replace(kind="overlay", serial=3, name="lyon")}

    def looked_at(folder):
        if isinstance(shown[folder.name], Exception):
            raise shown[folder.name]
        return shown[folder.name]

    monkeypatch.setattr(shelves, "place", lambda: shelf)
    monkeypatch.setattr(status_command, "current", looked_at)
    monkeypatch.setattr(cli, "open_library", lambda: real)
    monkeypatch.setattr(paths, "IS_CHECKOUT", False)
    return shown


def test_the_status_names_the_signed_release_and_what_towns_added(run, installed):
    code, document, _ = status(run)
    content = document["content"]
    assert code == 0
    assert (content["kind"], content["serial"], content["expires"]) == ("release", 7, "2999-01-01")
    assert (content["key_id"], content["signature"], content["expired"]) == ("KEY7", "verified", False)
    assert [(one["name"], one["serial"]) for one in document["overlays"]] == [("lyon", 3)]
    assert "lyon" in run("status")[1]


def test_a_release_that_was_changed_says_so_instead_of_verified(run, installed):
    installed["release"] = installed["lyon"] = PackError("changed", "content.db")
    _, document, _ = status(run)
    assert document["content"]["signature"] == "changed"
    assert document["content"]["serial"] is None
    assert [(one["name"], one["signature"]) for one in document["overlays"]] == [("lyon", "changed")]


def test_a_checkout_shows_its_working_copy_whatever_is_installed(run, installed, monkeypatch):
    monkeypatch.setattr(paths, "IS_CHECKOUT", True)
    assert status(run)[1]["content"]["signature"] is None


def test_expired_content_is_code_3_and_a_broken_policy_is_graver(run, place, installed):
    installed["release"] = installed["release"]._replace(expires="2021-01-01")
    code, document, _ = status(run)
    assert (code, document["content"]["expired"]) == (3, True)
    code, out, _ = run("status")
    assert code == 3
    assert out.count("2021-01-01") == 2
    place.write_text("", encoding="utf-8")
    assert run("status")[0] == 4


def test_content_that_cannot_be_used_is_told_in_the_document(run, monkeypatch, tmp_path):
    def lacking():
        raise ContentError("damaged", "content.db")

    monkeypatch.setattr(cli, "open_library", lacking)
    code, document, _ = status(run)
    assert code == 2
    assert (document["content"]["problem"], document["content"]["where"]) == ("damaged", "content.db")
    assert "damaged" in run("status")[1]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_status_as_text_shows_no_secret(run, place, monkeypatch, language):
    monkeypatch.setenv("LANG", f"{language}_FR.UTF-8")
    kept = "$scrypt$ln=15,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$XAtYLiv6HNh7YL0/3dbiyG5b6ZrLAJJv1jVNYrU9NUI"
    place.write_text(f'mode = "home"\nstaff_code = "{kept}"\ndata_folder = "~/x"\n', encoding="utf-8")
    code, out, err = run("status")
    assert (code, err) == (0, "")
    assert str(place) in out
    assert kept not in out
    assert kept not in run("status", "--json")[1]
    assert len(out.splitlines()) == 5 + len(RULE_NAMES)


def test_status_writes_nothing(run, place, tmp_path):
    run("status")
    run("policy", "check")
    assert sorted(tmp_path.rglob("*")) == [place.parent]


# the window obeys


@pytest.fixture
def obey(place, capsys, monkeypatch):
    monkeypatch.setattr(os, "environ", {"LANG": "en_FR.UTF-8", "QT_QPA_PLATFORM": "offscreen", "QML_X": "1"})

    def ask(*words):
        options = cli.parser().parse_args([str(word) for word in words])
        found = start.obey(options)
        return options, found, capsys.readouterr().err

    return ask


def test_without_a_policy_flags_are_obeyed_and_nothing_is_said(obey):
    options, found, err = obey("--guest", "--lang", "fr", "--country", "be")
    assert (options.guest, options.kiosk, options.lang, options.country) == (True, False, "fr", "BE")
    assert options.rules is found
    assert err == ""
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


def test_a_policy_that_keeps_nothing_keeps_no_caches_of_python_either(obey, place, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    obey()
    assert not sys.dont_write_bytecode
    place.write_text(PUBLIC, encoding="utf-8")
    obey()
    assert sys.dont_write_bytecode


def test_public_pc_mode_is_at_least_guest(obey):
    options, found, _ = obey("--kiosk")
    assert (options.guest, options.kiosk, found.mode) == (True, True, "public-pc")


def test_with_a_policy_loosening_flags_are_one_line_and_qt_loses_its_variables(obey, place):
    place.write_text(PUBLIC, encoding="utf-8")
    options, found, err = obey("--guest", "--country", "BE", "--data", "x", "--policy", "y")
    assert (options.kiosk, options.country, options.data) == (True, "FR", None)
    assert found.has_policy
    assert err.count("\n") == 1
    for flag in ("--guest", "--country", "--data", "--policy"):
        assert flag in err
    assert not [name for name in os.environ if name.startswith(("QT_", "QML_"))]
    assert os.environ["LANG"] == "en_FR.UTF-8"


def test_a_broken_policy_is_one_line_for_staff_and_qt_hears_nothing_either(obey, place):
    place.write_text("mode = 1", encoding="utf-8")
    options, found, err = obey()
    assert (options.guest, options.kiosk, found.is_broken) == (True, False, True)
    assert err.count("\n") == 1
    assert str(place) in err
    assert "QT_QPA_PLATFORM" not in os.environ


def test_a_policy_of_the_command_line_says_what_it_may_not(obey, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text('mode = "public-pc"\nlinks = "open"\nsession_is_wiped = true\n', encoding="utf-8")
    options, found, err = obey("--policy", own)
    assert (options.kiosk, found.links) == (True, "qr")
    assert err.count("\n") == 1
    assert "links, session_is_wiped" in err


def test_every_spelling_of_qts_variables_goes_and_no_other():
    variables = dict.fromkeys(
        ("QT_PLUGIN_PATH", "qt_logging_rules", "QML_IMPORT_TRACE", "QTDIR", "LANG"), "1"
    )
    start.forget_qt_variables(variables)
    assert sorted(variables) == ["LANG", "QTDIR"]


def test_the_window_asks_for_the_rules_before_qt_is_loaded(tmp_path, real_file):
    """With a policy, the variables are gone when the first part of Qt is imported."""
    place = tmp_path / "policy.toml"
    place.write_text('mode = "guest"', encoding="utf-8")
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from familyguide import app, cli\n"
        "from familyguide.services import policy_place\n"
        f"cli.COMPILED = Path({str(real_file)!r})\n"
        f"policy_place.system_place = lambda: Path({str(place)!r})\n"
        "policy_place.changeable = lambda _: None\n"
        "def first(): \n"
        "    print([n for n in os.environ if n.startswith('QT_')], 'PySide6' in sys.modules)\n"
        "    return False\n"
        "app.has_screen = first\n"
        "sys.argv = ['familyguide', '-platform', 'vnc']\n"
        "raise SystemExit(app.run(cli.parser().parse_args(['--data', 'somewhere'])))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_PLUGIN_PATH": "elsewhere"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stdout == "[] False\n"
    assert "--data" in done.stderr.splitlines()[0]


def test_the_sentence_for_a_broken_policy_reaches_the_window(place, monkeypatch, real_file, capsys):
    place.write_text("mode = 1", encoding="utf-8")
    monkeypatch.setattr(cli, "COMPILED", real_file)
    monkeypatch.setattr(app, "has_screen", lambda: True)
    monkeypatch.setattr(app.light_qt, "load_qt", lambda: None)
    shown = {}

    class StopHereError(Exception):
        pass

    def window(application, library, choices, *, rules, notice, **more):
        shown.update(rules=rules, notice=notice)
        raise StopHereError

    monkeypatch.setattr(os, "environ", dict(os.environ))
    monkeypatch.setattr(app, "make_application", lambda **_: None)
    monkeypatch.setattr(app, "make_window", window)
    with pytest.raises(StopHereError):
        app.run(cli.parser().parse_args(["--lang", "fr"]))
    assert (shown["rules"].mode, shown["rules"].links) == ("guest", "qr")
    assert "prévenir l’équipe" in shown["notice"]


def test_a_country_of_the_policy_that_is_not_held_does_not_keep_the_window_closed(place, real_file):
    options = cli.parser().parse_args(["--country", "ZZ"])
    start.obey(options)
    assert app.named_on_command_line(options)
    place.write_text('mode = "guest"\ncountry = "ZZ"', encoding="utf-8")
    options = cli.parser().parse_args([])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "environ", dict(os.environ))
        start.obey(options)
    assert options.country == "ZZ"
    assert not app.named_on_command_line(options)
