"""What was worked out of the hours says the same as the engine, on every day it holds."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from familyguide.guide import ahead
from familyguide.guide import model as m
from familyguide.guide.digest import digest
from familyguide.guide.hours import Opening, open_state
from familyguide.guide.library import Library
from familyguide.services.opening import state_of

FIRST = date(2026, 1, 1)
HOURS = (
    ("Mo-Su 09:00-23:00", "Europe/Paris", "FR"),
    ("Mo-Fr 10:00-12:30,14:00-17:00; PH off", "Europe/Paris", "FR"),
    ("Mo-Sa 18:00-02:00", "Europe/London", "GB"),
    ("Mo-Fr 08:00-20:00; Sa 09:00-13:00; Jul-Aug Mo-Fr 09:00-17:00", "Europe/Brussels", "BE"),
    ("Mo-Fr 09:00-17:00", "Indian/Reunion", "RE"),
    ("Mo-Th 16:00-24:00", "America/Toronto", "CA"),
    ("Tu 10:00-12:00", "Pacific/Noumea", "NC"),
    ("Mo-Fr 09:00-17:00; SH off", "Europe/Paris", "FR"),
)


def service(directory, text, zone, country):
    return msgspec.structs.replace(
        directory.service("fr-3018"), opening_hours=text, timezone=zone, country=country, hours_rule=None
    )


def instants(seed):
    """Instants of two years, also at the edges of hours and days."""
    chance = random.Random(seed)
    begin = datetime(FIRST.year, 1, 2, tzinfo=UTC)
    for _ in range(400):
        yield begin + timedelta(minutes=chance.randrange(728 * 24 * 60))
    for day in range(0, 728, 9):
        for minute in (0, 539, 540, 541, 1379, 1380, 1439):
            yield begin + timedelta(days=day, minutes=minute - 60)


@pytest.mark.parametrize(("text", "zone", "country"), HOURS)
def test_it_says_what_the_engine_says(directory, text, zone, country):
    one = service(directory, text, zone, country)
    known = ahead.read(ahead.work_out(one, date(2026, 11, 23)))
    said = set()
    for at in instants(text):
        expected = open_state(text, zone, country, at)
        assert known.state(at) == expected, at
        said.add(expected.state)
    assert said - {Opening.UNKNOWN} or "SH" in text or country == "NC"


def test_every_real_service_whose_hours_change_has_its_days_in_the_file(real):
    changing = 0
    for row in real.rows("service"):
        one = real.read(row.id, m.Service)
        known = real.ahead(one.id)
        decides = one.opening_hours not in (None, "24/7") and one.hours_rule != "regional"
        assert (known is not None) is decides, one.id
        if known is None:
            continue
        changing += 1
        assert date.fromisoformat(known.first) <= real.built
        assert len(known.week) == 7
        for at in list(instants(one.id))[::7]:
            expected = open_state(one.opening_hours, one.timezone, one.country, at)
            assert known.state(at) == expected, (one.id, at)
    assert changing > 10


def test_days_before_and_after_are_asked_of_the_engine(real):
    one = real.read("fr-3018", m.Service)
    known = real.ahead("fr-3018")
    for year in (2025, 2030):
        at = datetime(year, 3, 3, 12, tzinfo=UTC)
        assert known.state(at) is None
        assert state_of(one, at, real.built, known).state is not Opening.UNKNOWN


def test_hours_that_are_not_known_or_never_end_are_not_worked_out(directory):
    for text in (None, "24/7", "whenever we can"):
        assert ahead.work_out(service(directory, text, "Europe/Paris", "FR"), FIRST) is None
    assert ahead.work_out(service(directory, "Mo-Fr 09:00-17:00", "Nowhere/Town", "FR"), FIRST) is None
    regional = msgspec.structs.replace(
        service(directory, "Mo-Fr 09:00-17:00", "Europe/Paris", "FR"), hours_rule="regional"
    )
    assert ahead.work_out(regional, FIRST) is None


@pytest.mark.parametrize("body", [b"[]", b"{", b'{"first": 3}', b"null"])
def test_damaged_days_leave_the_word_to_the_engine(real_file, tmp_path, body):
    path = tmp_path / "content.db"
    path.write_bytes(real_file.read_bytes())
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "UPDATE part SET body = ?, hash = ? WHERE name = 'hours:fr-3018'", (body, digest(body))
        )
    with closing(Library.open(path)) as library:
        assert library.ahead("fr-3018") is None
        at = datetime(2026, 11, 23, 12, tzinfo=UTC)
        one = library.read("fr-3018", m.Service)
        assert state_of(one, at, library.built, library.ahead(one.id)).state is Opening.OPEN
