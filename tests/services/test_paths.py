from pathlib import Path

from familyguide.services import paths

ROOT = Path(__file__).resolve().parents[2]


def test_a_checkout_uses_its_own_folders():
    assert paths.IS_CHECKOUT
    assert paths.CONTENT == ROOT / "content"
    assert paths.RESOURCES == ROOT / "resources"


def test_what_is_compiled_stays_out_of_the_content_and_of_version_control():
    assert paths.COMPILED.parent == ROOT / "var"
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {"var/", "/var/", "var", "/var"} & set(ignored)


def test_every_folder_is_absolute_whatever_the_working_folder(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for folder in (paths.CONTENT, paths.RESOURCES, paths.COMPILED):
        assert folder.is_absolute()
    assert paths.CONTENT.is_dir()
    assert paths.RESOURCES.is_dir()
