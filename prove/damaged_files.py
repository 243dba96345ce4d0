"""Damage 2,500 files of family notes, each telling beforehand what must be said; 20 more are whole.

The damage is done on the bytes, by rules of its own: nothing here asks the reader what it would say.
"""

from __future__ import annotations

import base64
import json
import random
import sys
import tempfile
import zlib
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from familyguide.services.family import Agreed, Child, Document, Moment, Place, Reading, Tick
from familyguide.services.texts import Texts
from familyguide.services.vault import VERSION, KeepingError, Vault, encode, sentence

DAMAGED = 2500
WHOLE = 20
MOST = 0.3
PHRASE = "four small grey cats"
# A real seal needs real work for each file; these few are enough for its own damage.
SEALED = 60


class Case(NamedTuple):
    """A file, and what must be said of it; no code for a whole one."""

    data: bytes
    code: str
    part: str
    passphrase: str | None = None


def document(chance: random.Random) -> Document:
    """Make the notes of some family; every list holds something."""

    def day() -> date:
        return date(2026, 1, 1) + timedelta(days=chance.randrange(900))

    def name(word: str) -> str:
        return f"{word}-{chance.randrange(10_000)}"

    return Document(
        tuple(Child(chance.choice(("6-8", "9-11")), name("n")) for _ in range(chance.randint(1, 4))),
        {
            name("setting"): Tick("done", day(), f"{chance.randrange(1 << 32):08x}")
            for _ in range(chance.randint(1, 30))
        },
        {name("talk"): day() for _ in range(chance.randint(1, 9))},
        (Moment(day()),),
        {name("rule"): Agreed(day(), None, f"{chance.randrange(1 << 32):08x}")},
        Place("conversation", name("talk"), "open"),
        (name("app"),),
        "9-11",
        Reading("fr", "FR", "dark", 150, shift_leaves=True),
        agreement_again=day(),
    )


def summed(value: dict[str, Any]) -> bytes:
    """Write a changed file as somebody who knows the format would: with the right check sum."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()[:-1]
    return text + f',"sum":"{zlib.crc32(text):08x}"}}\n'.encode()


def opened(data: bytes) -> dict[str, Any]:
    """Read a whole file without its check sum."""
    value: dict[str, Any] = json.loads(data)
    del value["sum"]
    return value


# Each takes a whole file and gives the damaged one, the code and the place.


def cut(data: bytes, chance: random.Random) -> Case:
    """Stop anywhere: a disk that filled up, a stick pulled out."""
    at = chance.randrange(len(data))
    return Case(data[:at], "truncated", f"byte {at}")


def flipped(data: bytes, chance: random.Random) -> Case:
    """Change one bit of what is between the name of the format and the check sum."""
    start, end = len('{"format":"family-guide-notes",'), len(data) - len(',"sum":"00000000"}\n')
    at = chance.randrange(start, end)
    return Case(data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :], "damaged", "sum")


def holed(data: bytes, chance: random.Random) -> Case:
    """Write zeros over a stretch: a block that never reached the disk."""
    start, end = len('{"format":"family-guide-notes",'), len(data) - len(',"sum":"00000000"}\n')
    at = chance.randrange(start, end - 1)
    size = chance.randint(1, min(512, end - at))
    return Case(data[:at] + bytes(size) + data[at + size :], "damaged", "sum")


def other(_data: bytes, chance: random.Random) -> Case:
    """Put a file of another program in its place."""
    starts = (
        b"\x89PNG\r\n",
        b"PK\x03\x04",
        b"%PDF-1.7",
        b"SQLite format 3\x00",
        b'{"name":"x"}',
        b"\xff\xfe{",
    )
    return Case(chance.choice(starts) + chance.randbytes(chance.randrange(400)), "foreign", "start")


def huge(data: bytes, chance: random.Random) -> Case:
    """Let the file grow beyond what notes can be."""
    return Case(data + b" " * ((1 << 20) + chance.randrange(1000)), "too-big", "size")


def newer(data: bytes, chance: random.Random) -> Case:
    """Come from a version that is not written yet, with fields nobody knows here."""
    value = opened(data)
    value["version"] = chance.randint(VERSION + 1, 90)
    value["letters"] = [chance.randrange(9)]
    value["document"]["more"] = True
    return Case(summed(value), "newer", "version")


def older(data: bytes, chance: random.Random) -> Case:
    """Seal it in the way of the first two versions, which is no longer opened."""
    value = opened(data)
    seal = {"n": 1 << 16, "salt": _code(chance, 16), "nonce": _code(chance, 12), "text": _code(chance, 1040)}
    value |= {"version": chance.choice((1, 2)), "seal": seal, "document": None}
    return Case(summed(value), "older", "version", PHRASE)


def tailless(data: bytes, chance: random.Random) -> Case:
    """Lose the check sum's own figures to others."""
    return Case(
        data[:-4] + chance.choice((b"zz", b"GG", b"  ", b'""')) + data[-2:], "truncated", f"byte {len(data)}"
    )


HEADS: tuple[tuple[str, Any], ...] = (
    ("version", 0), ("version", "1"), ("version", None), ("version", -3), ("id", ""), ("id", 7),
    ("id", "Z" * 32), ("id", "a" * 31), ("seal", True), ("seal", "x"), ("seal", 5),
)  # fmt: skip


def wrong_head(data: bytes, chance: random.Random) -> Case:
    """Write something else in the head."""
    value = opened(data)
    name, wrong = chance.choice(HEADS)
    value[name] = wrong
    return Case(summed(value), "invalid", name)


def no_head(data: bytes, chance: random.Random) -> Case:
    """Leave out a part of the head, or add one."""
    value = opened(data)
    name = chance.choice(("version", "id", "seal", "document", "extra"))
    if name == "extra":
        value[name] = 1
    else:
        del value[name]
    return Case(summed(value), "invalid", name)


FIELDS: tuple[tuple[str, Any], ...] = (
    ("children", {}), ("children", None), ("ticks", []), ("ticks", 3), ("conversations", "x"), ("moments", 1),
    ("agreement", [1]), ("resume", 4), ("apps", "roblox"), ("settings_age", "8-9"), ("reading", None),
    ("quiet", "no"), ("quiet", 1), ("unknown", 1), ("agreement_again", "soon"), ("agreement_again", 3),
)  # fmt: skip


def wrong_field(data: bytes, chance: random.Random) -> Case:
    """Write something else in one of the lists."""
    value = opened(data)
    name, wrong = chance.choice(FIELDS)
    value["document"][name] = wrong
    return Case(summed(value), "invalid", f"document.{name}")


READINGS: tuple[tuple[str, Any], ...] = (
    ("language", "de"), ("country", "france"), ("country", 33), ("theme", "pink"), ("scale", 110),
    ("scale", "150"), ("shift_leaves", "yes"), ("font", "big"),
)  # fmt: skip


def wrong_reading(data: bytes, chance: random.Random) -> Case:
    """Write a choice that does not exist."""
    value = opened(data)
    name, wrong = chance.choice(READINGS)
    value["document"]["reading"][name] = wrong
    return Case(summed(value), "invalid", f"document.reading.{name}")


def wrong_child(data: bytes, chance: random.Random) -> Case:
    """Write a child that cannot be."""
    value = opened(data)
    number = chance.randrange(len(value["document"]["children"]))
    name, wrong = chance.choice(
        (
            ("age", "7"),
            ("age", None),
            ("nickname", "x" * 31),
            ("nickname", "a\nb"),
            ("nickname", 3),
            ("school", "y"),
        )
    )
    value["document"]["children"][number][name] = wrong
    return Case(summed(value), "invalid", f"document.children[{number}].{name}")


def wrong_note(data: bytes, chance: random.Random) -> Case:
    """Write a tick, a conversation, a moment, an answer or a place that cannot be."""
    value = opened(data)
    notes = value["document"]
    match chance.randrange(9):
        case 0:
            wrong = chance.choice(("2026-13-01", "yesterday", 5, None, "2026-02-30"))
            notes["ticks"][chance.choice(list(notes["ticks"]))]["on"] = wrong
            part = "ticks[...].on"
        case 1:
            notes["ticks"][chance.choice(list(notes["ticks"]))]["state"] = chance.choice(("todo", "", 1))
            part = "ticks[...].state"
        case 2:
            notes["ticks"][chance.choice(("Ünknown", "a b", "", "-x", "x" * 81))] = {
                "state": "done",
                "on": "2026-01-01",
            }
            part = "ticks"
        case 3:
            notes["conversations"][chance.choice(list(notes["conversations"]))] = chance.choice(
                (1, "soon", None)
            )
            part = "conversations[...]"
        case 4:
            notes["moments"][0]["at"] = chance.choice(("25:00:00", "noon", 12, "10:00:00Z"))
            part = "moments[0].at"
        case 5:
            notes["moments"][0]["title"] = "anything"
            part = "moments[0].title"
        case 6:
            notes["agreement"][next(iter(notes["agreement"]))]["child"] = "yes"
            part = "agreement[...].child"
        case 7:
            wrong = chance.choice(("yes", "ABCDEF01", "1234567", 5))
            notes["agreement"][next(iter(notes["agreement"]))]["adult_seen"] = wrong
            part = "agreement[...].adult_seen"
        case _:
            notes["resume"]["page"] = chance.choice(("signs", "plan", "help", "search"))
            part = "resume.page"
    return Case(summed(value), "invalid", f"document.{part}")


def sealed_head(data: bytes, chance: random.Random) -> Case:
    """Damage what the seal says of itself: no work is done, and no passphrase is asked."""
    value = opened(data)
    name, wrong = chance.choice(
        (
            ("n", 1 << 14),
            ("n", 1 << 30),
            ("n", 40_000),
            ("n", "65536"),
            ("salt", "AAAA"),
            ("salt", "?"),
            ("nonce", ""),
            ("nonce", None),
            ("text", ""),
            ("text", 1),
            ("pepper", "x"),
        )
    )
    seal = {"n": 1 << 16, "salt": _code(chance, 16), "nonce": _code(chance, 24), "text": _code(chance, 1040)}
    value["seal"] = {**seal, name: wrong}
    value["document"] = None
    return Case(summed(value), "invalid", f"seal.{name}", PHRASE)


def both(data: bytes, chance: random.Random) -> Case:
    """Hold notes in clear and a seal, or neither."""
    value = opened(data)
    if chance.getrandbits(1):
        value["document"] = None
    else:
        seal = {
            "n": 1 << 16,
            "salt": _code(chance, 16),
            "nonce": _code(chance, 24),
            "text": _code(chance, 1040),
        }
        value["seal"] = seal
    return Case(summed(value), "invalid", "document", PHRASE)


def _code(chance: random.Random, size: int) -> str:
    return base64.b64encode(chance.randbytes(size)).decode()


def forged(whole: bytes, chance: random.Random) -> Case:
    """Change the sealed notes or their head with the right check sum: the seal itself must notice."""
    value = opened(whole)
    seal = value["seal"]
    name = chance.choice(("id", "salt", "nonce", "text", "text", "phrase"))
    if name == "phrase":
        return Case(whole, "wrong-passphrase", "", "another phrase than that")
    if name == "id":
        value["id"] = chance.randbytes(16).hex()
    else:
        raw = bytearray(base64.b64decode(seal[name]))
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        seal[name] = base64.b64encode(raw).decode()
    return Case(summed(value), "wrong-passphrase", "", PHRASE)


WAYS = (
    cut, flipped, holed, other, huge, newer, older, tailless, wrong_head, no_head, wrong_field, wrong_reading,
    wrong_child, wrong_note, wrong_note, sealed_head, both,
)  # fmt: skip


def case(seed: int, sealed: bytes) -> Case:
    """Make the damaged file of a seed."""
    chance = random.Random(seed)
    if seed < SEALED:
        return forged(sealed, chance)
    data = encode(document(chance), chance.randbytes(16).hex())
    return WAYS[seed % len(WAYS)](data, chance)


def sealed_file(folder: Path, notes: Document) -> bytes:
    """Make a real sealed file."""
    store = Vault(folder, cost=1 << 15)
    store.set_passphrase(notes, PHRASE)
    store.export(notes, folder / "export.json")
    store.close()
    return (folder / "export.json").read_bytes()


def run() -> tuple[bool, str]:
    """Read every file as the app would; gives whether each was told as it should, and the figures."""
    wrong: list[str] = []
    codes: Counter[str] = Counter()
    messages: Counter[str] = Counter()
    accepted = 0
    with tempfile.TemporaryDirectory(prefix="family-guide-prove-") as place:
        root = Path(place)
        sealed = sealed_file(root / "sealed", document(random.Random(1)))
        cases = [(f"seed {seed}", case(seed, sealed)) for seed in range(DAMAGED)]
        chance = random.Random(2026)
        for number in range(WHOLE):
            notes = document(chance)
            phrase = PHRASE if number % 5 == 0 else None
            data = (
                sealed_file(root / f"whole-{number}", notes)
                if phrase
                else encode(notes, chance.randbytes(16).hex())
            )
            cases.insert(chance.randrange(len(cases)), (f"whole {number}", Case(data, "", "", phrase)))
        for name, wanted in cases:
            found = told(root / "file" / name.replace(" ", "-"), wanted)
            if found != (wanted.code, wanted.part):
                wrong.append(f"{name}: expected {wanted.code} {wanted.part!r}, found {found}")
            elif not wanted.code:
                accepted += 1
            if wanted.code:
                codes[found[0]] += 1
                messages[sentence(KeepingError(found[0], "FILE", found[1]), Texts("en"))] += 1
    most, count = messages.most_common(1)[0]
    figures = [
        f"{DAMAGED} damaged files, {len(wrong)} not told by the expected code and place",
        f"{accepted} of {WHOLE} whole files read",
        "by code: " + ", ".join(f"{code} {number}" for code, number in codes.most_common()),
        f"{len(messages)} different messages; the most frequent ({most}) for {100 * count / DAMAGED:.1f} %",
        *wrong[:10],
    ]
    return not wrong and accepted == WHOLE and count <= MOST * DAMAGED, "\n".join(figures)


def told(folder: Path, wanted: Case) -> tuple[str, str]:
    """Open a folder that holds only this file; gives code and place, empty when it was read."""
    folder.mkdir(parents=True)
    file = folder / "notes.json"
    file.write_bytes(wanted.data)
    store = Vault(folder)
    try:
        store.open(wanted.passphrase)
    except KeepingError as error:
        return error.code, error.part
    finally:
        store.close()
        if file.read_bytes() != wanted.data:
            raise AssertionError("reading changed the file")
    return "", ""


if __name__ == "__main__":
    passed, text = run()
    print(text)
    sys.exit(0 if passed else 1)
