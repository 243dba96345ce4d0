"""Packages: what the recipes in build/ write, compiled for real with a small folder where the packers are."""

import importlib
import json
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import snowballstemmer
import yaml

from tools import packaged, shipped

ROOT = Path(__file__).resolve().parent.parent
SEARCH = ROOT / "familyguide" / "guide" / "search.py"
FLOW = ROOT / ".github" / "workflows" / "package.yml"


@pytest.fixture(scope="module")
def build():
    """Import a recipe as build/make.py does."""
    sys.path.insert(0, str(ROOT / "build"))
    yield importlib.import_module
    sys.path.remove(str(ROOT / "build"))


@pytest.fixture
def folder(tmp_path):
    """A folder as PyInstaller makes it on Windows, but small."""
    made = tmp_path / "folder"
    for name in ("familyguide.exe", "_internal/a/deep one/e$x.dll", "_internal/b.txt", "notices/version.txt"):
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text("1.2.3-trial\n", encoding="utf-8")
    return made


def needs(*programs):
    lacking = [name for name in programs if shutil.which(name) is None]
    return pytest.mark.skipif(bool(lacking), reason=f"not installed: {', '.join(lacking)}")


def test_an_uninstall_names_each_file_and_takes_away_only_empty_folders(build, folder):
    rows = build("installers").uninstall_list(folder).splitlines()
    assert {row for row in rows if row.startswith("Delete ")} == {
        'Delete "$INSTDIR\\familyguide.exe"',
        'Delete "$INSTDIR\\_internal\\a\\deep one\\e$$x.dll"',
        'Delete "$INSTDIR\\_internal\\b.txt"',
        'Delete "$INSTDIR\\notices\\version.txt"',
    }
    folders = [row for row in rows if not row.startswith("Delete ")]
    assert folders.index('RMDir "$INSTDIR\\_internal\\a\\deep one"') < folders.index(
        'RMDir "$INSTDIR\\_internal\\a"'
    )
    assert folders.index('RMDir "$INSTDIR\\_internal\\a"') < folders.index('RMDir "$INSTDIR\\_internal"')
    assert not [row for row in folders if "/r" in row]


def test_windows_orders_versions_by_numbers_and_a_version_without_them_is_refused(build):
    installers = build("installers")
    assert installers.numbers("1.2.3-trial") == "1.2.3.0"
    with pytest.raises(OSError, match="three numbers"):
        installers.numbers("trial")


@needs("makensis")
def test_the_installer_compiles_without_a_warning(build, folder, tmp_path):
    made = build("installers").setup(folder, tmp_path / "work", tmp_path, "1.2.3-trial", is_quick=True)
    assert made.name == "family-guide-1.2.3-trial-windows-setup.exe"
    assert made.read_bytes().startswith(b"MZ")


@needs("wixl", "msibuild", "msiinfo")
def test_the_msi_holds_each_file_the_file_types_and_the_way_to_the_next_version(build, folder, tmp_path):
    installers = build("installers")
    made = installers.msi(folder, tmp_path / "work", tmp_path, "1.2.3-trial")

    def table(name):
        done = subprocess.run(["msiinfo", "export", made, name], capture_output=True, check=True)
        return done.stdout.decode("utf-8", errors="replace")

    files = table("File")
    assert all(name in files for name in ("familyguide.exe", "b.txt", "version.txt"))
    assert '"[INSTALLDIR]familyguide.exe" --open "%1"' in table("Registry")
    assert ".fgsession" in table("Registry")
    assert installers.FAMILY in table("Upgrade")
    assert "ALLUSERS\t1" in table("Property")
    secured = re.search(r"^SecureCustomProperties\t(.*?)\r?$", table("Property"), re.MULTILINE)
    assert "INSTALLDIR" in secured[1].split(";")
    # From and to the same number: a release takes the place of its trial.
    assert re.search(r"\t1\.2\.3\.0\t\t513\t\tWIX_UPGRADE_DETECTED", table("Upgrade"))
    assert "Family Guide" in table("Shortcut")


def test_the_same_file_has_the_same_number_in_each_version_of_the_msi(build, folder):
    def components(version):
        tree = ET.fromstring(build("installers").wix_source(folder, version))
        return [part.get("Guid") for part in tree.iter() if part.tag.endswith("Component")]

    first = components("1.2.3")
    assert len(first) == len(set(first)) == 6
    (folder / "new.txt").write_text("new", encoding="utf-8")
    assert set(first) < set(components("1.3.0"))


def test_no_release_is_made_while_nobody_answers_for_it(build, monkeypatch, tmp_path):
    make, debian = build("make"), build("debian")
    (tmp_path / "copyright").write_text("Family Guide: https://guide.org/\n", encoding="utf-8")
    with pytest.raises(OSError, match="step 8"):
        make._release(tmp_path / "12.pack")
    monkeypatch.setattr(debian, "MAINTAINER", "Somebody <somebody@guide.org>")
    with pytest.raises(OSError, match=r"familyguide\.example"):
        make._release(tmp_path / "12.pack")
    monkeypatch.setattr(debian, "LINUX", tmp_path)
    # From here on, the pack itself counts.
    with pytest.raises(make.PackError):
        make._release(tmp_path / "12.pack")


def test_a_package_without_a_notice_is_not_packed_by_chance(build):
    make = build("make")
    make._check_packages(["msgspec.json", "yaml", "familyguide.app", "os"])
    with pytest.raises(shipped.NotShippable, match="pytest"):
        make._check_packages(["msgspec", "pytest.fixtures"])


def test_the_packaged_search_cuts_words_as_the_library_does(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "build" / "packed"))
    stemmer = importlib.import_module("Stemmer")
    monkeypatch.delitem(sys.modules, "Stemmer")
    words = ["harcèlement", "continuellement", "écrans", "children", "bullied", "relationships"]
    for language in stemmer.algorithms():
        mine, whole = stemmer.Stemmer(language), snowballstemmer.stemmer(language)
        assert mine is not whole
        assert [mine.stemWord(word) for word in words] == [whole.stemWord(word) for word in words]
    with pytest.raises(KeyError):
        stemmer.Stemmer("german")
    # Any other language that search would ask for must be packed first.
    asked = 'snowballstemmer.stemmer("french" if language == "fr" else "english")'
    assert asked in SEARCH.read_text(encoding="utf-8")


@needs("dpkg-query")
def test_the_debian_package_leaves_to_debian_what_debian_has_and_asks_for_what_its_files_ask_for(
    build, tmp_path, monkeypatch
):
    inside = tmp_path / "_internal"
    (inside / "yaml").mkdir(parents=True)
    for name in ("libc.so.6", "libz.so.1", "libQt6Core.so.6", "libicudata.so.73", "libnobodyhasit.so.1"):
        (inside / name).write_bytes(b"\x7fELF")
    (inside / "yaml" / "_yaml.so").write_bytes(b"\x7fELF")
    debian = build("debian")
    # What a library of Debian needs in turn is Debian's to say.
    asked = {"_yaml.so": ["libc.so.6", "libyaml.so"], "libc.so.6": ["libz.so.1"]}
    monkeypatch.setattr(packaged, "needed_by", lambda path: asked.get(path.name, []))
    assert debian._leave_to_system(tmp_path) == {"libc6"}
    assert {path.name for path in inside.iterdir()} == {
        "yaml",
        "libQt6Core.so.6",
        "libicudata.so.73",
        "libnobodyhasit.so.1",
    }


def test_libraries_that_python_brings_on_other_systems_are_pythons(tmp_path, monkeypatch):
    base, made = tmp_path / "python", tmp_path / "made"
    for name in (base / "DLLs" / "libcrypto-3.dll", made / "_internal" / "libcrypto-3.dll"):
        name.parent.mkdir(parents=True)
        name.write_bytes(b"MZ")
    (made / "_internal" / "stranger.dll").write_bytes(b"MZ")
    monkeypatch.setattr(sys, "base_prefix", str(base))
    found = packaged.by_origin(made, [])
    assert [name for name, _path in found[packaged.PYTHON]] == ["_internal/libcrypto-3.dll"]
    assert [name for name, _path in found[packaged.SYSTEM]] == ["_internal/stranger.dll"]


@needs("shellcheck")
def test_shell_scripts_of_the_packages_are_clean():
    scripts = [ROOT / "build" / "macos" / "package.sh", ROOT / "build" / "linux" / "postrm"]
    done = subprocess.run(["shellcheck", *scripts], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_workflow_calls_pinned_actions_and_our_own_commands_only():
    jobs = yaml.safe_load(FLOW.read_text(encoding="utf-8"))["jobs"]
    assert {"linux", "windows", "windows-installers", "macos"} == set(jobs)
    steps = [step for job in jobs.values() for step in job["steps"]]
    for step in steps:
        if "uses" in step:
            assert re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"])
    orders = [step["run"].splitlines()[0] for step in steps if "run" in step]
    ours = re.compile(
        r"python3? run\.py package |build/macos/package\.sh$|"
        r"(?:env -i )?dist[/\\]familyguide[/\\]familyguide(?:-cli\.exe)? --check$"
    )
    others = {"apt-get", "git", "lintian", "unzip"}
    assert [row for row in orders if not ours.match(row) and row.split()[0] not in others] == []


def test_what_the_macos_app_may_do_is_as_little_as_it_needs():
    tree = ET.parse(ROOT / "build" / "macos" / "entitlements.plist")
    allowed = [key.text for key in tree.iter("key")]
    assert allowed == [
        "com.apple.security.cs.allow-unsigned-executable-memory",
        "com.apple.security.cs.disable-library-validation",
    ]


def test_an_override_of_debians_rules_has_its_reason_above_it():
    text = (ROOT / "build" / "linux" / "lintian-overrides").read_text(encoding="utf-8")
    for block in text.strip().split("\n\n"):
        assert block.startswith("# "), block
    assert json.dumps(text).count("familyguide: ") >= 5
