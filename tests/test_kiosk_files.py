"""The files of the public-PC guides: whole, the same in both languages, and a session that does as told."""

from __future__ import annotations

import configparser
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
LINUX = DOCS / "kiosk" / "linux"
WINDOWS = DOCS / "kiosk" / "windows"
GUIDES = ("public-pc.md", "poste-public.md")
needs_sh = pytest.mark.skipif(sys.platform == "win32", reason="the session is a shell script")


def read(name):
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.fixture
def session(tmp_path):
    """Run the session with a guide that ends with these codes; gives its end, its starts, and its home."""
    bins, home, runtime = (tmp_path / name for name in ("bin", "home", "run"))
    for folder in (bins, home, runtime):
        folder.mkdir()

    def command(name, text):
        path = bins / name
        path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        path.chmod(0o755)

    def run(kind, codes, *, home_kind="ext4", cage='shift 2; "$@"; exit 0'):
        started, left = tmp_path / "started", tmp_path / "codes"
        left.write_text("".join(f"{code}\n" for code in codes), encoding="utf-8")
        command(
            "familyguide",
            f'echo "$*" >>"{started}"; touch "$HOME/left-behind"\n'
            f'code=$(head -n 1 "{left}"); tail -n +2 "{left}" >"{left}.new"; mv "{left}.new" "{left}"\n'
            "exit $code",
        )
        command("xset", "exit 0")
        command("sleep", "exit 0")
        command("cage", cage)
        command("findmnt", f"echo {home_kind}")
        done = subprocess.run(
            ["/bin/sh", str(LINUX / "familyguide-session"), kind],
            env={"PATH": f"{bins}:/usr/bin:/bin", "HOME": str(home), "XDG_RUNTIME_DIR": str(runtime)},
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
        return (
            done.returncode,
            started.read_text(encoding="utf-8").splitlines(),
            sorted(path.name for path in home.iterdir()),
        )

    return run


@needs_sh
@pytest.mark.parametrize("kind", ["x11", "wayland"])
@pytest.mark.parametrize("code", [0, 2])
def test_the_session_ends_when_staff_closed_the_guide_or_it_cannot_start(session, kind, code):
    assert session(kind, [code, 0])[:2] == (code, ["--kiosk"])


@needs_sh
@pytest.mark.parametrize("kind", ["x11", "wayland"])
def test_after_anything_else_the_guide_is_started_again(session, kind):
    assert session(kind, [1, 139, 137, 0])[:2] == (0, ["--kiosk"] * 4)


@needs_sh
def test_a_compositor_that_falls_over_is_started_again(session, tmp_path):
    once = tmp_path / "once"
    cage = f'if [ -e "{once}" ]; then shift 2; "$@"; else touch "{once}"; kill -9 $$; fi'
    assert session("wayland", [0], cage=cage)[:2] == (0, ["--kiosk"])


@needs_sh
def test_only_a_home_in_memory_is_emptied(session):
    assert session("x11", [1, 0], home_kind="ext4")[2] == ["left-behind"]
    assert session("x11", [1, 0], home_kind="tmpfs")[2] == []


def test_every_file_a_guide_names_is_there_and_every_file_is_named():
    there = {path.name for folder in (LINUX, WINDOWS) for path in folder.iterdir()}
    for guide in GUIDES:
        words = set(re.findall(r"[\w-]+(?:\.[\w-]+)*", read(guide)))
        assert there - words == set(), guide
        named = set(re.findall(r"docs/kiosk/linux/([\w.-]+)", read(guide)))
        assert named <= there, guide


def test_the_two_guides_give_the_same_commands_and_sources():
    blocks = [re.findall(r"^```\n(.*?)^```", read(guide), re.MULTILINE | re.DOTALL) for guide in GUIDES]
    assert blocks[0] == blocks[1]
    headings = [re.findall(r"^(#+) ", read(guide), re.MULTILINE) for guide in GUIDES]
    assert headings[0] == headings[1]
    addresses = [re.findall(r"\]\((https://[^)]+)\)", read(guide)) for guide in GUIDES]
    assert addresses[0] == addresses[1]


@pytest.mark.parametrize("guide", [*GUIDES, "for-it.md", "pour-informaticiens.md"])
def test_links_inside_the_documents_lead_somewhere(guide):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", read(guide)):
        assert (DOCS / target).exists(), target


@pytest.mark.parametrize("guide", GUIDES)
def test_the_guides_say_that_windows_was_not_tried(guide):
    said = {"public-pc.md": "has not been tried", "poste-public.md": "n’a pas été\nessayée"}
    assert said[guide] in read(guide)


def test_the_windows_profiles_start_the_guide_locked_and_belong_to_the_account_that_signs_in():
    for name in ("assigned-access.xml", "shell-launcher.xml"):
        root = ET.parse(WINDOWS / name).getroot()
        ids = {element.get("Id") for element in root.iter() if element.tag.endswith("}Profile")}
        assert len(ids) >= 1
        configs = [element for element in root.iter() if element.tag.endswith("}Config")]
        assert len(configs) == 1
        parts = {part.tag.partition("}")[2]: part for part in configs[0]}
        assert "AutoLogonAccount" in parts
        profile = parts.get("DefaultProfile", parts.get("Profile"))
        assert profile is not None
        assert profile.get("Id") in ids, name
        text = (WINDOWS / name).read_text(encoding="utf-8")
        assert r"%ProgramFiles%\Family Guide\familyguide.exe" in text
        assert "--kiosk" in text


def test_the_shell_of_windows_answers_the_exit_codes_that_the_launcher_gives():
    root = ET.parse(WINDOWS / "shell-launcher.xml").getroot()
    actions = {
        e.get("ReturnCode"): e.get("Action") for e in root.iter() if e.tag.endswith("ReturnCodeAction")
    }
    assert actions == {"0": "DoNothing", "2": "DoNothing"}
    default = [e.get("Action") for e in root.iter() if e.tag.endswith("DefaultAction")]
    assert default == ["RestartShell"]


@pytest.mark.parametrize("name", ["familyguide-kiosk.desktop", "familyguide-cage.desktop"])
def test_the_session_entries_start_the_session_script_with_a_kind_it_knows(name):
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str
    entry.read(LINUX / name, encoding="utf-8")
    command, kind = entry["Desktop Entry"]["Exec"].split()
    assert command == "/usr/local/bin/familyguide-session"
    assert kind == ("wayland" if "cage" in name else "x11")
    assert entry["Desktop Entry"]["Name[fr]"] != entry["Desktop Entry"]["Name"]


def test_the_login_opens_the_session_that_the_guide_installs():
    settings = configparser.ConfigParser()
    settings.read(LINUX / "50-familyguide-lightdm.conf", encoding="utf-8")
    seat = settings["Seat:*"]
    assert (LINUX / f"{seat['autologin-session']}.desktop").exists()
    assert f"uid={seat['autologin-user']}," in read("public-pc.md")


@needs_sh
@pytest.mark.parametrize("name", ["familyguide", "familyguide-session"])
def test_the_scripts_may_be_run(name):
    assert os.access(LINUX / name, os.X_OK)


def test_the_window_manager_has_one_desktop_and_no_way_of_its_own():
    root = ET.parse(LINUX / "openbox-rc.xml").getroot()
    parts = {part.tag.partition("}")[2]: part for part in root}
    assert set(parts) == {"desktops", "keyboard", "mouse"}
    assert [part.text for part in parts["desktops"]] == ["1", "0"]
    assert [len(parts[name]) for name in ("keyboard", "mouse")] == [0, 0]
    for guide in GUIDES:
        assert "openbox --config-file /etc/familyguide/openbox-rc.xml" in read(guide)
