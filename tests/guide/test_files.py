"""Files written whole, what killed writers left, and names that are shown."""

import os

import pytest

from familyguide.guide.files import LEFT_OVER, shown, write_whole


def left(folder, name, age):
    """Lay down a file as a writer that was killed some seconds ago leaves it."""
    path = folder / name
    path.write_bytes(b"half")
    now = path.stat().st_mtime
    os.utime(path, (now - age, now - age))
    return path


def test_the_next_write_takes_away_what_a_killed_writer_left(tmp_path):
    old = left(tmp_path, ".paper.pdf.4711", LEFT_OVER + 30)
    write_whole(tmp_path / "paper.pdf", b"whole")
    assert not old.exists()
    assert (tmp_path / "paper.pdf").read_bytes() == b"whole"


@pytest.mark.parametrize(
    ("name", "age"),
    [
        # Somebody may be writing it now.
        (".paper.pdf.4711", 0),
        # Of another file, or no file of ours.
        (".other.pdf.4711", 9000),
        (".paper.pdf.old", 9000),
        (".paper.pdf.٣", 9000),
        ("paper.pdf.4711", 9000),
    ],
)
def test_nothing_else_is_taken_away(tmp_path, name, age):
    other = left(tmp_path, name, age)
    write_whole(tmp_path / "paper.pdf", b"whole")
    assert other.read_bytes() == b"half"


def test_a_folder_of_such_a_name_stays(tmp_path):
    folder = tmp_path / ".paper.pdf.4711"
    folder.mkdir()
    os.utime(folder, (1, 1))
    write_whole(tmp_path / "paper.pdf", b"whole")
    assert folder.is_dir()


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("Été 2026.pdf", "Été 2026.pdf"),
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("a\nb", "a\\nb"),
        ("fdp\u202e.exe", "fdp\\u202e.exe"),
        ("a\x9bb", "a\\x9bb"),
        ("\udcff", "\\udcff"),
    ],
)
def test_a_name_moves_no_terminal(name, seen):
    assert shown(name) == seen


def test_a_link_that_leads_to_itself_is_an_error_of_the_system(tmp_path):
    path = tmp_path / "sheet.pdf"
    path.symlink_to(path.name)
    with pytest.raises(OSError, match="symbolic"):
        write_whole(path, b"whole")
