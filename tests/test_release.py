"""A release: one version of the app, one of the content, and the same bytes from the same sources."""

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from familyguide import __version__, app
from familyguide.guide import minisign, packs
from familyguide.guide.compile import compile_file
from familyguide.guide.library import Library
from familyguide.guide.loader import load

sys.path.insert(0, str(Path(__file__).parent / "guide"))

from small import Folder

ROOT = Path(__file__).resolve().parent.parent
# Python takes the order of its sets, the language and the zone of its clock from these.
ELSEWHERE = {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Noumea", "LC_ALL": "fr_FR.UTF-8", "PYTHONUTF8": "0"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return Folder(tmp_path_factory.mktemp("release") / "content")


def test_content_built_in_another_folder_time_zone_and_language_is_the_same_byte_for_byte(folder, tmp_path):
    compile_file(load(folder.root), tmp_path / "here.db", __version__)
    elsewhere = Folder(tmp_path / "ailleurs, là" / "content").root
    for path in elsewhere.rglob("*"):
        os.utime(path, (10**8, 10**8))
    done = subprocess.run(
        [sys.executable, "-P", "-m", "familyguide", "content", "build", str(elsewhere)],
        env={**os.environ, **ELSEWHERE, "PYTHONPATH": str(ROOT)},
        cwd=elsewhere,
        capture_output=True,
        umask=0o077 if os.name == "posix" else -1,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (elsewhere / "content.db").read_bytes() == (tmp_path / "here.db").read_bytes()


def test_the_same_release_signed_twice_is_the_same_file(folder, tmp_path):
    compile_file(load(folder.root), tmp_path / "content.db", __version__)
    content, key = (tmp_path / "content.db").read_bytes(), minisign.SecretKey.make()
    said = {"kind": "release", "serial": 7, "built": date(2026, 11, 22), "expires": date(2027, 11, 22)}
    assert packs.make(content, key, **said) == packs.make(content, key, **said)


def test_the_content_names_the_app_that_made_it_and_has_a_version_of_its_own(folder, tmp_path):
    compile_file(load(folder.root), tmp_path / "content.db", "9.8.7")
    meta = Library.open(tmp_path / "content.db").meta
    assert (meta["made_by"], meta["built"]) == ("9.8.7", "2026-11-20")
    assert "version" not in meta


def test_the_version_is_typed_in_one_place():
    typed = re.compile(rf"(?<![\d.]){re.escape(__version__)}(?![\d.])")
    places = [ROOT / "pyproject.toml", ROOT / "run.py", ROOT / "README.md"]
    for name, ends in (("familyguide", ".py"), ("build", ""), ("resources/i18n", ".json"), ("tools", ".py")):
        places += [path for path in (ROOT / name).rglob(f"*{ends}") if path.is_file()]
    found = [path for path in places if typed.search(path.read_text(encoding="utf-8", errors="replace"))]
    assert found == [ROOT / "familyguide" / "__init__.py"]


def test_the_version_said_is_the_one_of_the_package(capsys):
    assert app.print_version(as_json=False) == 0
    assert f"Family Guide {__version__} (" in capsys.readouterr().out
    assert app.print_version(as_json=True) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["version"] == __version__


def test_the_two_guides_for_it_have_the_same_parts_tables_and_commands():
    def shape(name):
        text = (ROOT / "docs" / name).read_text(encoding="utf-8")
        heads = re.findall(r"^#+(?= )", text, re.MULTILINE)
        commands = re.findall(
            r"^(?:familyguide|python3|jq|PIP_\w+|mkdir|sudo)\b[^ ]*(?: [a-z-]+)?", text, re.MULTILINE
        )
        named = {
            word for word in re.findall(r"`([^`\n]+)`", text) if word.startswith(("/", "~", "familyguide "))
        }
        # Names of files are in the reader's language.
        named = {
            re.sub(r"FICHIER|ville\.pack", lambda m: {"FICHIER": "FILE"}.get(m[0], "town.pack"), word)
            for word in named
        }
        return heads, len(re.findall(r"^\|", text, re.MULTILINE)), commands, named

    english = shape("for-it.md")
    assert all(english)
    assert english == shape("pour-informaticiens.md")
