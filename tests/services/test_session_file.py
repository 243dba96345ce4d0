"""The file of a session: it holds choices of the guide only, and any damage to it is told in a sentence."""

import errno
import json
import os
import random
import re
import sys
import zlib
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from familyguide.guide.model import AGES, LANGUAGES, LEVELS
from familyguide.services import session, session_file
from familyguide.services.session_file import LARGEST, VERSION, LeftOut, SessionError, decode, encode
from familyguide.services.texts import Texts

CODES = ("missing", "unreadable", "too-big", "foreign", "damaged", "invalid", "older", "newer")


@pytest.fixture(params=LEVELS)
def plan(request, real):
    return session.suggest(request.param, ("grooming", "cameras-live"), ("9-11",), "FR", ("fr", "en"), real)


@pytest.fixture
def group(real):
    return session.suggest("group", ("sextortion",), ("12-14",), "FR", ("fr",), real)


def changed(plan, change):
    """Give the bytes of a file that somebody who knows the format changed, its check sum right."""
    value = json.loads(encode(plan))
    del value["sum"]
    change(value)
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()[:-1]
    return text + f',"sum":"{zlib.crc32(text):08x}"}}\n'.encode()


def refused(data, library):
    with pytest.raises(SessionError) as caught:
        decode(data, "plan.fgsession", library)
    return caught.value.code, caught.value.part


def test_a_session_is_read_back_as_it_was_written(tmp_path, plan, real):
    path = tmp_path / session_file.file_name(date(2026, 11, 22), "fr")
    session_file.write(path, plan)
    assert session_file.read(path, real) == session_file.Opened(plan, ())
    assert [entry.name for entry in tmp_path.iterdir()] == ["seance-2026-11.fgsession"]


def test_the_name_of_the_file_tells_only_the_month():
    assert session_file.file_name(date(2027, 3, 1), "en") == "session-2027-03.fgsession"


def test_the_answers_of_the_day_are_never_in_the_file(group, real):
    asked = replace(group, interpreter="known", second_adult=False)
    assert encode(asked) == encode(group)
    assert b"interpreter" not in encode(asked)
    opened = decode(encode(asked), "x", real).plan
    assert (opened.interpreter, opened.second_adult) == (None, None)


def test_every_value_of_a_file_is_an_id_of_the_guide_a_choice_or_a_number(plan, real):
    """Nothing that anybody typed: each string is found again in a closed list."""
    known = {row.id for row in real.rows()} | set(real.vocabulary.topics) | {*AGES, *LANGUAGES, *LEVELS, "FR"}
    known |= {card.id for card in (*real.practice.cards, *real.practice.cases)}
    known |= {setting.id for row in real.rows("checklist") for setting in real.item(row.id).settings}
    known |= {part.id for row in real.rows("agenda") for part in real.item(row.id).parts}
    known |= {part.kind for row in real.rows("agenda") for part in real.item(row.id).parts}
    found = []

    def walk(value):
        if isinstance(value, dict):
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)
        else:
            found.append(value)

    walk(json.loads(encode(plan))["session"])
    assert len(found) > 20
    assert [one for one in found if isinstance(one, str) and one not in known] == []
    assert all(isinstance(one, str | int) for one in found)


def test_warning_signs_never_stand_in_a_file(real):
    workshop = session.suggest("workshop", ("grooming",), ("12-14",), "FR", ("fr",), real)
    shown = session.signs(workshop, real)
    assert len(shown) == 2
    assert not any(name.encode() in encode(workshop) for name in shown)


def test_a_file_is_whole_or_not_written_at_all(tmp_path, group, monkeypatch):
    path = tmp_path / "x.fgsession"
    session_file.write(path, group)
    before = path.read_bytes()

    def full(_file):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SessionError) as caught:
        session_file.write(path, session.with_minutes(group, group.parts[0].id, 9))
    assert caught.value.code == "full-disk"
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.fgsession"]


def test_a_folder_that_is_not_there_is_told(tmp_path, group):
    with pytest.raises(SessionError) as caught:
        session_file.write(tmp_path / "no" / "x.fgsession", group)
    assert caught.value.code == "unwritable"


@pytest.mark.parametrize("name", ["gone.fgsession", "a\x00b"])
def test_a_file_that_is_not_there_is_told(tmp_path, real, name):
    with pytest.raises(SessionError) as caught:
        session_file.read(tmp_path / name, real)
    assert caught.value.code in ("missing", "unreadable")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of this kind are of Unix")
def test_what_is_no_plain_file_is_never_waited_for(tmp_path, real):
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", "."):
        with pytest.raises(SessionError) as caught:
            session_file.read(tmp_path / name, real)
        assert caught.value.code == "unreadable"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "damaged"),
        (b"{", "damaged"),
        (b"hello", "foreign"),
        (b'{"format":"family-guide-notes","version":1}', "foreign"),
        (b"%PDF-1.7\n" * 30, "foreign"),
        (b"[" * 5000, "foreign"),
        (b" " * (LARGEST + 1), "too-big"),
        (b'{"format":"family-guide-session",' + b"\xff" * 60, "damaged"),
    ],
)
def test_what_is_no_session_is_told_apart(real, data, code):
    assert refused(data, real)[0] == code


@pytest.mark.parametrize("keep", [1, 40, 0.3, 0.9, -1])
def test_a_file_cut_anywhere_is_damaged(group, real, keep):
    data = encode(group)
    cut = data[: int(len(data) * keep)] if isinstance(keep, float) else data[:keep]
    assert refused(cut, real) == ("damaged", "")


@pytest.mark.parametrize(
    ("version", "code"), [(VERSION + 1, "newer"), (99, "newer"), (0, "older"), (-4, "older")]
)
def test_another_version_is_older_or_newer(group, real, version, code):
    assert refused(changed(group, lambda value: value.update(version=version, more=[1])), real)[0] == code


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda v: v.update(version="1"), "version"),
        (lambda v: v.update(session=[]), "session"),
        (lambda v: v.pop("session"), "session"),
        (lambda v: v["session"].update(level="party"), "session.level"),
        (lambda v: v["session"].pop("level"), "session.level"),
        (lambda v: v["session"].update(note="Marie, chambre 4"), "session"),
        (lambda v: v["session"].update(topics=["Marie Dupont"]), "session.topics[0]"),
        (lambda v: v["session"].update(topics=["a", "b", "c", "d"]), "session.topics"),
        (lambda v: v["session"].update(ages=["40"]), "session.ages[0]"),
        (lambda v: v["session"].update(country="France"), "session.country"),
        (lambda v: v["session"].update(languages=[]), "session.languages"),
        (lambda v: v["session"].update(languages=["de"]), "session.languages[0]"),
        (lambda v: v["session"]["parts"][0].update(minutes=0), "session.parts[0].minutes"),
        (lambda v: v["session"]["parts"][0].update(minutes=61), "session.parts[0].minutes"),
        (lambda v: v["session"]["parts"][0].update(minutes=5.5), "session.parts[0].minutes"),
        (lambda v: v["session"]["parts"][0].update(minutes=10**30), "session.parts[0].minutes"),
        (lambda v: v["session"]["parts"][0].update(kind="party"), "session.parts[0].kind"),
        (lambda v: v["session"]["parts"][0].update(title="Marie"), "session.parts[0]"),
        (lambda v: v["session"]["parts"][0].update(items=["x" * 81]), "session.parts[0].items[0]"),
        (lambda v: v["session"].update(parts=v["session"]["parts"] * 9), "session.parts"),
        (lambda v: v["session"].update(interpreter="known"), "session"),
    ],
)
def test_a_value_that_cannot_be_is_told_with_its_place(group, real, change, place):
    assert refused(changed(group, change), real) == ("invalid", place)


def test_no_sentence_repeats_what_a_file_says(group, real):
    """A name that somebody wrote into a file must not come back on a screen or in a log."""
    for change in (
        lambda v: v["session"].update(Marie="Dupont"),
        lambda v: v["session"].update(topics=["Marie Dupont"]),
        lambda v: v["session"]["parts"][0].update({"Marie Dupont": 1}),
    ):
        with pytest.raises(SessionError) as caught:
            decode(changed(group, change), "plan.fgsession", real)
        for language in LANGUAGES:
            assert "Marie" not in session_file.sentence(caught.value, Texts(language))


def test_what_the_guide_lost_is_left_out_and_named(group, real):
    def change(value):
        plan = value["session"]
        plan["topics"] = ["sextortion", "knitting"]
        plan["country"] = "QQ"
        plan["parts"][4]["items"] = ["sextortion-12-14", "knitting-3-5"]
        plan["parts"][5]["cards"] = ["ask-about-scams", "ask-the-cat"]
        plan["parts"][6]["settings"] = ["no-setting"]
        plan["parts"][0]["part"] = "gone"
        plan["parts"][1]["agenda"] = "session-gone"

    opened = decode(changed(group, change), "x", real)
    assert opened.left_out == (
        LeftOut("topic", "knitting"),
        LeftOut("country", "QQ"),
        LeftOut("part", "gone"),
        LeftOut("part", "rules"),
        LeftOut("item", "knitting-3-5"),
        LeftOut("card", "ask-the-cat"),
        LeftOut("setting", "no-setting"),
    )
    assert opened.plan.country == "XX"
    assert opened.plan.topics == ("sextortion",)
    assert [part.part for part in opened.plan.parts] == [part.part for part in group.parts[2:]]
    assert session.covered(opened.plan) == session.covered(group)
    said = session_file.left_out_sentence(opened.left_out, Texts("en"))
    assert "knitting-3-5" in said
    assert session_file.left_out_sentence((), Texts("en")) == ""


@pytest.mark.parametrize(
    "other",
    [
        "disclosure",
        "fr-119",
        "for-young-people",
        "session-disclosure",
        "session-group",
        "snapchat",
        "sudden-fear",
    ],
)
def test_a_slot_takes_only_what_it_is_for(group, real, other):
    """A file made by hand cannot put a plan, a worker's page or an app where a conversation stands."""
    opened = decode(changed(group, lambda v: v["session"]["parts"][4].update(items=[other])), "x", real)
    assert opened.plan.parts[4].items == ()
    assert opened.left_out == (LeftOut("item", other),)


def test_a_session_with_a_child_reads_nothing_that_is_for_adults(real):
    plan = session.suggest("parent-and-child", ("grooming",), ("9-11",), "FR", ("fr",), real)
    adults = session.suggest("workshop", ("harm-in-circle",), ("9-11",), "FR", ("fr",), real)

    def change(value):
        value["session"]["parts"] += json.loads(encode(adults))["session"]["parts"][4:8]
        practise = next(part for part in value["session"]["parts"] if part["kind"] == "practise")
        practise["cards"] = ["refuse-to-keep-it", "refuse-the-vase", "case-sunday-lunch"]

    opened = decode(changed(plan, change), "x", real)
    assert [part.agenda for part in opened.plan.parts] == ["session-parent-and-child"] * len(plan.parts)
    assert session.cards(opened.plan) == ("refuse-the-vase",)


def test_a_moved_id_is_followed(group, real, monkeypatch):
    moved = {"sextortion-old": "sextortion-12-14", "ask-old": "ask-about-scams", "sn-old": "sn-contact"}
    now_id = real.now_id
    monkeypatch.setattr(real, "now_id", lambda name: now_id(moved.get(name, name)))

    def change(value):
        value["session"]["parts"][4]["items"] = ["sextortion-old"]
        value["session"]["parts"][5]["cards"] = ["ask-old"]
        value["session"]["parts"][6]["settings"] = ["sn-old"]

    opened = decode(changed(group, change), "x", real)
    assert opened.left_out == ()
    assert session.covered(opened.plan) == session.covered(group)
    assert opened.plan.parts[5].cards == ("ask-about-scams",)
    assert opened.plan.parts[6].settings == ("sn-contact",)


def test_the_same_part_written_twice_becomes_two_parts(group, real):
    opened = decode(
        changed(group, lambda v: v["session"]["parts"].append(v["session"]["parts"][4])), "x", real
    )
    ids = [part.id for part in opened.plan.parts]
    assert len(set(ids)) == len(ids) == len(group.parts) + 1


@pytest.mark.parametrize("code", [*CODES, "full-disk", "read-only", "unwritable"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_trouble_is_one_sentence_with_the_file(code, language):
    said = session_file.sentence(SessionError(code, "plan.fgsession", "session.level"), Texts(language))
    assert "plan.fgsession" in said
    assert "\n" not in said
    assert "{" not in said


def damaged(data, chance):
    """Damage bytes in one of several ways."""
    way = chance.randrange(6)
    at = chance.randrange(len(data))
    if way == 0:
        return data[:at]
    if way == 1:
        return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
    if way == 2:
        return data[:at] + chance.randbytes(chance.randrange(1, 40)) + data[at:]
    if way == 3:
        end = min(len(data), at + chance.randrange(1, 200))
        return data[:at] + data[end:]
    if way == 4:
        return data[:at] + b"[" * chance.randrange(1, 3000) + data[at:]
    # Somebody who knows the format writes another value where one stood.
    spots = [match.span() for match in re.finditer(rb'"[^"]*"|\d+|\[\]', data[33:-20])]
    start, end = chance.choice(spots)
    wrong = chance.choice(
        (b"null", b"-1", b'""', b'"x"', b"[]", b"{}", b"1e999", b'"\\ud800"', b'"../x"', b"true")
    )
    text = data[: 33 + start] + wrong + data[33 + end : -19]
    return text + b',"sum":"%08x"}\n' % zlib.crc32(text)


def test_no_damage_ever_ends_in_anything_but_a_sentence(plan, real):
    chance = random.Random(f"{plan.level}")
    told = 0
    for _ in range(250):
        data = damaged(encode(plan), chance)
        try:
            opened = decode(data, "plan.fgsession", real)
        except SessionError as error:
            said = [session_file.sentence(error, Texts(language)) for language in LANGUAGES]
        else:
            # A value that another may stand for: the session is there, with what it shows.
            said = []
            for part in opened.plan.parts:
                session.template(part, real)
        assert all("plan.fgsession" in one for one in said)
        told += bool(said)
    assert told > 200


def test_a_name_of_a_file_can_hold_anything(real, tmp_path):
    with pytest.raises(SessionError) as caught:
        session_file.read(Path(tmp_path / "{where} %s é.fgsession"), real)
    assert "{where} %s é.fgsession" in session_file.sentence(caught.value, Texts("fr"))
