"""What is shipped and is not ours: a notice and a licence for each, and a list that follows its schema."""

import gzip
import json
import re
import shutil

import pytest

from familyguide import __version__
from familyguide.services.paths import RESOURCES
from tools import notices, packaged, sbom, shipped


@pytest.fixture(scope="module")
def listed():
    return shipped.packages()


@pytest.fixture(autouse=True)
def content(real_content, monkeypatch):
    monkeypatch.setattr(sbom, "load", lambda _folder: real_content)


def test_the_page_of_notices_is_the_one_that_is_written_from_the_list():
    page = (RESOURCES / "THIRD-PARTY.md").read_text(encoding="utf-8")
    assert page == notices.page(), "run: python -m tools.notices"


def test_every_package_that_runs_the_app_has_a_notice_and_each_notice_a_package(listed):
    # Pages of notices also name what an older Python or the voice adds.
    told = set(re.findall(r"^\| ([a-z0-9-]+) \|", notices.page(), re.MULTILINE)) - {"package", "what"}
    needed = {part.key for part in listed}
    assert needed <= told
    assert told - needed <= {"pyside6-addons", "typing-extensions"}


def test_whatever_a_package_needs_in_turn_is_pinned_too(listed):
    pinned = set(shipped.pins("run.txt"))
    assert {part.key for part in listed} - pinned == {"shiboken6"}
    # Which PySide6 pins itself, to the letter.
    assert "shiboken6==6.11.3" in next(p for p in listed if p.key == "pyside6-essentials").installed.requires


def test_every_font_and_icon_belongs_to_a_part_whose_licence_lies_beside_it():
    claimed = {path for part in shipped.parts() for path in part.files}
    ours = {path for path in (RESOURCES / "fonts").iterdir() if path.suffix == ".ttf"}
    ours |= {path for path in (RESOURCES / "icons").iterdir() if path.suffix in {".svg", ".json"}}
    ours |= {path for path in (RESOURCES / "letters").iterdir() if not path.name.startswith("LICENSE")}
    assert ours == claimed
    for part in shipped.parts():
        assert part.texts
        assert all(len(text.read_text(encoding="utf-8")) > 500 for text in part.texts)


def _led_to(path):
    """The text that a short one leads to, instead of standing there twice."""
    return path.parent / re.search(r"stands in (\S+)\.\n", path.read_text(encoding="utf-8"))[1]


def test_a_package_of_the_app_holds_the_licence_of_each_part(listed, tmp_path):
    made = {path.relative_to(tmp_path).as_posix(): path for path in notices.gather(tmp_path)}
    assert {"THIRD-PARTY.md", "LICENSE", "LICENSE-CONTENT.md"} <= set(made)
    for part in (*listed, *shipped.parts()):
        own = [path for name, path in made.items() if name.startswith(f"licences/{part.key}-{part.version}/")]
        assert own, part.name
        assert all(path.stat().st_size > 100 or _led_to(path).stat().st_size > 100 for path in own)
    qt = "licences/pyside6-essentials-6.11.3"
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in made[f"{qt}/LGPL-3.0.txt"].read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in made[f"{qt}/GPL-3.0.txt"].read_text(encoding="utf-8")
    lists = [path for name, path in made.items() if "built-from" in name]
    assert lists
    assert all(json.loads(gzip.decompress(path.read_bytes()))["bomFormat"] == "CycloneDX" for path in lists)


def test_a_package_without_a_notice_of_another_version_or_missing_is_named(monkeypatch, tmp_path, capsys):
    whole = shipped.pins("run.txt")
    assert "pyyaml" in whole
    for name, pin, said in (
        ("pyyaml", "pyyaml==1.0", "is installed, and requirements/ asks for pyyaml==1.0"),
        ("no-such-package", "no-such-package==1", "no-such-package is not installed"),
        ("pytest", "pytest", "pytest has no notice: write one in tools/third_party.toml"),
    ):
        changed = whole | {name: shipped.Requirement(pin)}
        monkeypatch.setattr(shipped, "pins", lambda _name, changed=changed: changed)
        assert notices.main([str(tmp_path / "out")]) == 2
        assert said in capsys.readouterr().err
        assert not (tmp_path / "out").exists()


def test_the_list_follows_its_schema_and_names_everything_with_version_and_licence(
    listed, tmp_path, monkeypatch
):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    report = {
        "install": [
            {
                "metadata": {"name": "PyYAML", "version": "6.0.3"},
                "download_info": {"archive_info": {"hashes": {"sha256": "ab" * 32}}},
            }
        ]
    }
    (tmp_path / "pip.json").write_text(json.dumps(report))
    words = ["-o", str(tmp_path / "sbom.json"), "--pip-report", str(tmp_path / "pip.json")]
    assert sbom.main(words) == 0
    text = (tmp_path / "sbom.json").read_text(encoding="utf-8")
    document = json.loads(text)
    assert document["metadata"]["component"]["version"] == __version__
    assert document["metadata"]["timestamp"].startswith("2026-11-23")
    told = {one["name"]: one for one in document["components"]}
    assert {part.name for part in (*listed, *shipped.parts())} | {"Family Guide content"} == set(told)
    assert all(one["version"] and one["licenses"] for one in told.values())
    assert told["PyYAML"]["hashes"] == [{"alg": "SHA-256", "content": "ab" * 32}]
    assert told["PyYAML"]["purl"] == "pkg:pypi/pyyaml@6.0.3"
    assert len(told["typst"]["components"]) > 50  # its Rust parts
    monkeypatch.setattr(sbom.JsonStrictValidator, "validate_str", lambda *_: None)  # it takes a second
    sbom.main([words[0], str(tmp_path / "again.json"), *words[2:]])
    assert (tmp_path / "again.json").read_text(encoding="utf-8") == text


def test_a_list_that_does_not_follow_the_schema_is_not_written(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(sbom, "bill", lambda *_, **__: None)
    monkeypatch.setattr(sbom.JsonV1Dot6, "__init__", lambda *_: None)
    monkeypatch.setattr(sbom.JsonV1Dot6, "output_as_string", lambda *_, **__: '{"bomFormat": "Other"}')
    assert sbom.main(["-o", str(tmp_path / "sbom.json")]) == 2
    assert "does not follow its schema" in capsys.readouterr().err
    assert not (tmp_path / "sbom.json").exists()


def test_what_is_in_a_packaged_folder_stands_under_what_it_comes_from(tmp_path, monkeypatch):
    monkeypatch.setattr(sbom.JsonStrictValidator, "validate_str", lambda *_: None)  # tried above
    folder = tmp_path / "familyguide"
    library = b"\x7fELF" + bytes(60)
    for name in (
        "familyguide",
        "_internal/PySide6/QtCore.abi3.so",
        "_internal/libpython3.11.so.1.0",
        "_internal/libnobody-knows-this-1.so.1",
        "_internal/yaml/no-library.txt",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"text" if name.endswith(".txt") else library)
    (folder / "_internal" / "same.so").symlink_to("libpython3.11.so.1.0")
    assert sbom.main(["-o", str(tmp_path / "sbom.json"), "--folder", str(folder)]) == 0
    told = {one["name"]: one for one in json.loads((tmp_path / "sbom.json").read_text())["components"]}

    def files(name):
        return [one["name"] for one in told[name].get("components", ()) if one["type"] == "file"]

    assert files("PySide6_Essentials") == ["_internal/PySide6/QtCore.abi3.so"]
    assert files("Python") == ["_internal/libpython3.11.so.1.0"]
    assert files("PyInstaller's start, with the app inside") == ["familyguide"]
    assert files("Libraries of the system it was made on") == ["_internal/libnobody-knows-this-1.so.1"]
    everything = json.dumps(told)
    assert "no-library" not in everything
    assert "same.so" not in everything


def test_the_notices_of_a_packaged_folder_hold_the_licences_of_what_it_took_from_the_system(
    tmp_path, monkeypatch, capsys
):
    folder, debian = tmp_path / "familyguide", tmp_path / "copyright"
    (folder / "_internal").mkdir(parents=True)
    (folder / "_internal" / "libxcb-cursor.so.0").write_bytes(b"\x7fELF")
    (folder / "_internal" / "libpython3.11.so.1.0").write_bytes(b"\x7fELF")
    debian.write_text("MIT, and who wrote it")
    monkeypatch.setattr(packaged, "packages_of", lambda names: dict.fromkeys(names, "deb:libxcb-cursor0"))
    monkeypatch.setattr(packaged, "licences_of", lambda _key: [debian])
    assert notices.main([str(tmp_path / "out"), "--folder", str(folder)]) == 0
    for name in ("libxcb-cursor0", "python"):
        assert (tmp_path / "out" / "licences" / name / "copyright").read_text() == "MIT, and who wrote it"
    debian.write_text("MIT, and who wrote it" * 200)
    notices.gather(tmp_path / "long", folder=folder)
    texts = {
        path.parent.name: path.read_text() for path in (tmp_path / "long" / "licences").rglob("copyright")
    }
    assert texts["libxcb-cursor0"] == debian.read_text()
    assert "../libxcb-cursor0/copyright" in texts["python"]
    monkeypatch.undo()
    with pytest.raises(shipped.NotShippable, match="no licence text here for deb:nobody-s-package"):
        packaged.licences_of("deb:nobody-s-package")
    assert packaged.licences_of(packaged.PYTHON)[0].stat().st_size > 1000
    assert notices.main([str(tmp_path / "no"), "--folder", str(tmp_path / "nowhere")]) == 2
    assert "there is no folder" in capsys.readouterr().err
    (folder / "_internal" / "libnobody-knows-this-1.so.1").write_bytes(b"\x7fELF")
    assert notices.main([str(tmp_path / "no"), "--folder", str(folder)]) == 2
    assert "come from (is it --voice that is missing?): _internal/libnobody-knows" in capsys.readouterr().err
    assert not (tmp_path / "no").exists()


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="only Debian has this list")
def test_a_library_of_the_system_is_traced_to_its_package():
    owners = packaged.packages_of(["libc.so.6", "libnobody-knows-this-1.so.1"])
    assert owners == {"libc.so.6": "deb:libc6"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--folder", "nowhere"], "there is no folder nowhere"),
        (["--pip-report", "nowhere.json"], "nowhere.json: No such file"),
        (["--pip-report", "other.json"], "other.json is no report of pip"),
    ],
)
def test_what_cannot_be_listed_is_one_sentence_and_nothing_is_written(
    words, said, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other.json").write_text("[]")
    assert sbom.main(["-o", "sbom.json", *words]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not (tmp_path / "sbom.json").exists()
