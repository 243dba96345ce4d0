"""What the first screen says of who to call is what the directory says, read without decoders."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import zlib
from contextlib import closing

import pytest

from familyguide.guide import lines
from familyguide.guide.library import ContentError, Library
from familyguide.services.directory import Directory


def plain(said):
    """Bring words of both kinds, and lists, to what can be compared."""
    if said is None or isinstance(said, (str, bool)):
        return said
    if isinstance(said, (list, tuple)):
        return [plain(one) for one in said]
    return {language: said[language] for language in ("fr", "en")}


def short(service):
    return {name: plain(getattr(service, name)) for name in lines.Line._fields}


def test_every_country_is_as_the_directory_has_it(real, directory):
    for code in (*real.countries, "XX"):
        screen, country = real.first_screen(code), directory.country(code)
        assert plain(screen.where) == plain(country.where)
        assert plain(screen.in_name) == plain(country.in_name)
        assert plain(screen.note) == plain(country.note)
        strip = directory.strip(code)
        assert [entry.role for entry in screen.strip] == [entry.role for entry in strip]
        for ours, theirs in zip(screen.strip, strip, strict=True):
            assert list(map(short, ours.services)) == list(map(short, theirs.services))
            assert (ours.text and short(ours.text)) == (theirs.text and short(theirs.text))
        for role in lines.ROLES:
            assert list(map(short, screen.roles[role])) == list(map(short, directory.role(code, role)))


def test_a_country_that_is_not_held_has_none(real):
    assert real.first_screen("ZZ") is None


@pytest.mark.parametrize(
    "order",
    [
        "UPDATE part SET body = x'7b7d' WHERE name = 'first:FR'",
        # Whole, and not what belongs there.
        f"UPDATE part SET body = x'5b5d', hash = '{zlib.crc32(b'[]'):08x}' WHERE name = 'first:FR'",
    ],
)
def test_damage_is_told_and_the_cards_are_read_instead(real_file, tmp_path, order):
    path = tmp_path / "content.db"
    path.write_bytes(real_file.read_bytes())
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(order)
    with closing(Library.open(path)) as library:
        with pytest.raises(ContentError):
            library.first_screen("FR")
        told = Directory(library).first_screen("FR")
        assert [entry.role for entry in told.strip][0] == "emergency"


def test_the_first_screen_and_the_hours_of_the_strip_load_no_decoder_and_no_engine(real_file):
    code = (
        "import sys\n"
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from familyguide.guide.library import Library\n"
        "from familyguide.services.opening import state_of\n"
        f"library = Library.open(Path({str(real_file)!r}))\n"
        "screen = library.first_screen('FR')\n"
        "at = datetime(2026, 11, 23, 12, tzinfo=UTC)\n"
        "said = [state_of(one, at, library.built, library.ahead(one.id)).state.value\n"
        "        for entry in screen.strip for one in entry.services]\n"
        "assert 'open' in said, said\n"
        "assert library.nth('conversation', 3) is not None\n"
        "print(*sorted({'msgspec', 'opening_hours', 'familyguide.guide.model'} & {*sys.modules}))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "\n"), done.stderr
