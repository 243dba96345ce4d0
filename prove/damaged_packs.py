"""2,500 damaged packs and 2,500 damaged content databases; 20 whole ones are mixed into each.

Each seed makes its own damage and states the code and the place before anything is read. A damaged pack
must be refused with exactly these, and leave every file of the version in use as it was, byte for byte; a
whole one must be accepted. No sentence may serve for more than 30 % of the cases.
"""

from __future__ import annotations

import base64
import hashlib
import json
import random
import sqlite3
import sys
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from familyguide.guide import minisign, packs
from familyguide.guide.compile import compile_to
from familyguide.guide.installed import PackError, current
from familyguide.guide.library import FORMAT, ContentError, Library
from familyguide.guide.loader import load
from familyguide.services.paths import CONTENT
from familyguide.services.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable

DAMAGED = 2500
WHOLE = 20
MOST = 0.3
# Enough items for damage to have somewhere to go; the real file is two hundred times as long.
ITEMS = 24
BUILT, EXPIRES = "2026-11-22", "2027-11-22"
NEEDED = ("addresses", "countries", "image-rule", "search", "triage", "vocabulary")


class Case(NamedTuple):
    """What is read, and what must be said of it; no code for a whole one."""

    data: bytes | None
    code: str
    where: str


def small_content() -> bytes:
    """Compile a few real items with everything that a guide needs."""
    content = load(CONTENT)
    content.items = dict(list(content.items.items())[:: len(content.items) // ITEMS])
    with closing(sqlite3.connect(":memory:")) as database:
        compile_to(content, database, "proof")
        return database.serialize()


def change(content: bytes, sql: str, *values: object) -> bytes:
    """Give a database with one thing changed in it."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(content)
        with database:
            database.execute(sql, values)
        return database.serialize()


def flip(data: bytes, at: int, chance: random.Random) -> bytes:
    """Change one byte into another."""
    return data[:at] + bytes([data[at] ^ chance.randrange(1, 256)]) + data[at + 1 :]


def ids_of(content: bytes) -> list[str]:
    """Name the items of a database."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(content)
        return [row[0] for row in database.execute("SELECT id FROM item ORDER BY position")]


# Databases


def damaged_database(content: bytes, ids: list[str], chance: random.Random) -> Case:
    """Damage a database in one of ten ways; the place "file" stands for its path."""
    item, part = chance.choice(ids), chance.choice(NEEDED)
    way = chance.choice(
        ["cut"] * 4 + ["magic"] * 2 + ["ours"] * 2 + ["older"] * 3 + ["newer"] * 3
        + ["missing", "body", "part", "gone", "row", "sum"]
    )  # fmt: skip
    match way:
        case "cut":
            return Case(content[: chance.randrange(len(content))], "truncated", "file")
        case "magic":
            return Case(flip(content, chance.randrange(16), chance), "foreign", "file")
        case "ours":
            return Case(flip(content, chance.randrange(68, 72), chance), "foreign", "file")
        case "older" | "newer":
            other = chance.randrange(FORMAT) if way == "older" else FORMAT + chance.randint(1, 9999)
            return Case(content[:60] + other.to_bytes(4, "big") + content[64:], way, "file")
        case "missing":
            return Case(None, "missing", "file")
        case "body":
            return Case(
                change(content, "UPDATE item SET body = body || x'20' WHERE id = ?", item), "damaged", item
            )
        case "part":
            body = chance.randbytes(chance.randint(1, 400))
            return Case(
                change(content, "UPDATE part SET body = ? WHERE name = ?", body, part), "damaged", part
            )
        case "gone":
            return Case(change(content, "DELETE FROM part WHERE name = ?", part), "damaged", part)
        case "row":
            body = b"{" + chance.randbytes(chance.randint(1, 60))
            return Case(change(content, "UPDATE item SET row = ? WHERE id = ?", body, item), "damaged", item)
    wrong = f"{chance.randrange(1 << 36):09x}"
    return Case(change(content, "UPDATE item SET hash = ? WHERE id = ?", wrong, item), "damaged", item)


def prove_databases(content: bytes, tally: Tally) -> None:
    """Open every database, damaged and whole."""
    ids = ids_of(content)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "content.db"
        for seed, is_whole in tally.seeds():
            chance = random.Random(seed)
            case = (
                Case(change(content, "UPDATE meta SET value = ? WHERE name = 'made_by'", str(seed)), "", "")
                if is_whole
                else damaged_database(content, ids, chance)
            )
            path.unlink(missing_ok=True)
            if case.data is not None:
                path.write_bytes(case.data)
            code, where = opened(path)
            where = "file" if where == str(path) else where
            tally.count(seed, (case.code, case.where), (code, where), f"content.{code}")


def opened(path: Path) -> tuple[str, str]:
    """Open a database and read all of it; gives the code and place of its fault, empty when it is whole."""
    library = None
    try:
        library = Library.open(path)
        library.check_all()
    except ContentError as error:
        return error.code, error.where
    finally:
        if library is not None:
            library.close()
    return "", ""


# Packs


class Maker:
    """Makes packs, whole and damaged, around the serial that is in use."""

    def __init__(self, content: bytes) -> None:
        self.key, self.town, self.stranger = (minisign.SecretKey.make() for _ in range(3))
        self.trust = packs.Trust((self.key.public,), (self.town.public,), ("town.example",))
        self.content = change(content, "INSERT OR REPLACE INTO meta VALUES ('kind', 'release')")
        self.serial = 100

    def release(self, serial: int, content: bytes | None = None) -> bytes:
        """Give a release as its publisher makes it."""
        marked = change(
            content or self.content, "INSERT OR REPLACE INTO meta VALUES ('serial', ?)", str(serial)
        )
        return self.signed(marked, serial=serial)

    def signed(self, content: bytes, key: minisign.SecretKey | None = None, **fields: object) -> bytes:
        """Sign content under a header with some fields changed; None takes a field away."""
        header: dict[str, object] = {
            "format": 1,
            "kind": "release",
            "name": "family-guide",
            "serial": self.serial + 1,
            "built": BUILT,
            "expires": EXPIRES,
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        header = {name: value for name, value in (header | fields).items() if value is not None}
        return minisign.sign(key or self.key, content, json.dumps(header)).text().encode() + content

    def damaged(self, chance: random.Random) -> Case:
        """Damage a pack in one of many ways."""
        ways: tuple[Callable[[random.Random], Case], ...] = (
            self._bytes,
            self._lines,
            self._keys,
            self._header,
            self._names,
            self._inside,
            self._order,
            self._overlay,
        )
        return chance.choice(ways)(chance)

    def _split(self) -> tuple[bytes, bytes]:
        data = self.release(self.serial + 1)
        return data[: -len(self._payload(data))], self._payload(data)

    def _payload(self, data: bytes) -> bytes:
        return data.split(b"\n", minisign.LINES)[minisign.LINES]

    def _bytes(self, chance: random.Random) -> Case:
        head, content = self._split()
        match chance.randrange(4):
            case 0:
                return Case(
                    head + flip(content, chance.randrange(len(content)), chance), "tampered", "content"
                )
            case 1:
                return Case(head + content[: chance.randrange(len(content))], "truncated", "content")
            case 2:
                more = chance.randbytes(chance.randint(1, 5000))
                return Case(head + content + more, "trailing", "content")
        return Case(chance.randbytes(chance.randint(1, 9000)) + head, "foreign", "line 1")

    def _lines(self, chance: random.Random) -> Case:
        head, content = self._split()
        lines = head.split(b"\n")
        number = chance.randint(2, 4)
        way = chance.randrange(4)
        if way == 0:
            # Within the letters of a line: what is signed is no longer what is said.
            raw = bytearray(base64.b64decode(lines[1]))
            raw[chance.randrange(10, len(raw))] ^= 1 << chance.randrange(8)
            lines[1] = base64.b64encode(raw)
            return Case(b"\n".join(lines) + content, "tampered", "lines 2 to 4")
        if way == 1:
            lines[2] = lines[2].replace(b'"serial": ', b'"serial": 1')
            return Case(b"\n".join(lines) + content, "tampered", "lines 2 to 4")
        if way == 2:
            raw = bytearray(base64.b64decode(lines[1]))
            raw[:2] = bytes(chance.choice((b"Ed", b"XX", b"ed", b"E\0")))
            lines[1] = base64.b64encode(raw)
            return Case(b"\n".join(lines) + content, "algorithm", "line 2")
        lines[number - 1] = chance.choice((b"", b"*" * 40, b"\xff\xfe", b"AAAA", lines[number - 1] + b"\r"))
        return Case(b"\n".join(lines) + content, "signature-form", f"line {number}")

    def _keys(self, chance: random.Random) -> Case:
        content = self._split()[1]
        way = chance.randrange(3)
        if way == 0:
            key = minisign.SecretKey(chance.randbytes(8), chance.randbytes(32))
            return Case(self.signed(content, key), "wrong-key", key.public.name)
        if way == 1:
            impostor = minisign.SecretKey(self.key.key_id, chance.randbytes(32))
            return Case(self.signed(content, impostor), "tampered", "lines 2 to 4")
        return Case(self.signed(content, self.town), "kind", "release")

    def _header(self, chance: random.Random) -> Case:
        fields: dict[str, tuple[object, ...]] = {
            "serial": (0, -chance.randint(1, 9999), 2**31 + chance.randrange(999), "12", None, 1.5, [], True),
            "built": ("22/11/2026", "2026-13-01", "today", 20261122, None, "", "2026-1-1"),
            "expires": ("2027-02-30", BUILT, "2020-01-01", None, "never", 5),
            "size": (0, -chance.randint(1, 9999), "9", None),
            "sha256": ("", "0" * 63, "G" * 64, None, 7),
            "kind": ("working-copy", "Release", None, 1),
            "more": ("x", 1, {}),
        }
        content = self._split()[1]
        if chance.random() < 0.2:
            other = chance.choice((-1, 0, 2, 3, 99))
            code = "pack-older" if other < 1 else "pack-newer"
            return Case(self.signed(content, format=other), code, str(other))
        if chance.random() < 0.2:
            over = packs.LARGEST["release"] + chance.randint(1, 1 << 40)
            return Case(self.signed(content, size=over), "too-big", "content")
        name = chance.choice(list(fields))
        return Case(self.signed(content, **{name: chance.choice(fields[name])}), "header", name)

    def _names(self, chance: random.Random) -> Case:
        """Names that would lead elsewhere if they were believed."""
        word = chance.choice(("etc", "guide", "x", "content"))
        shapes = (
            "../{}",
            "../../{}",
            "/{}",
            "C:\\{}",
            "{}/..",
            "{}\\..\\y",
            ".",
            "..",
            "{}\x7f",
            "",
            "{} ",
            "É{}",
        )
        name = chance.choice(shapes).format(word)
        if chance.random() < 0.3:
            content = json.dumps({"files": {}}).encode()
            return Case(self.signed(content, self.town, kind="overlay", name=name), "name", name)
        return Case(self.signed(self._split()[1], name=name), "name", name)

    def _inside(self, chance: random.Random) -> Case:
        """Signed as it should be, and wrong inside."""
        whole = self._split()[1]
        item = chance.choice(ids_of(whole))
        match chance.randrange(6):
            case 0:
                wrong = change(whole, "UPDATE item SET body = body || x'20' WHERE id = ?", item)
                return Case(self.signed(wrong), "content-damaged", item)
            case 1:
                return Case(
                    self.signed(flip(whole, chance.randrange(68, 72), chance)), "content-foreign", "content"
                )
            case 2:
                other = whole[:60] + chance.randrange(FORMAT).to_bytes(4, "big") + whole[64:]
                return Case(self.signed(other), "content-older", "content")
            case 3:
                other = whole[:60] + (FORMAT + chance.randint(1, 99)).to_bytes(4, "big") + whole[64:]
                return Case(self.signed(other), "content-newer", "content")
            case 4:
                wrong = change(whole, "UPDATE meta SET value = 'working-copy' WHERE name = 'kind'")
                return Case(self.signed(wrong), "mismatch", "kind")
        return Case(self.signed(whole, serial=self.serial + chance.randint(2, 99)), "mismatch", "serial")

    def _order(self, chance: random.Random) -> Case:
        """Whole in itself, and not to be installed here."""
        if chance.random() < 0.6:
            serial = chance.randrange(1, self.serial)
            return Case(self.release(serial), "older", str(serial))
        other = change(self.content, "UPDATE meta SET value = ? WHERE name = 'made_by'", str(chance.random()))
        return Case(self.release(self.serial, other), "reused", str(self.serial))

    def _overlay(self, chance: random.Random) -> Case:
        """What a town signed, and may not."""
        names = (
            "../services/FR.yaml",
            "/etc/passwd",
            "services/../../x",
            "C:\\x.yaml",
            "plans/a.yaml",
            "search.yaml",
        )
        name = chance.choice(names)
        files = {"overlay.yaml": "", name: base64.b64encode(chance.randbytes(20)).decode()}
        content = json.dumps({"files": files}).encode()
        if chance.random() < 0.3:
            content, code, where = chance.randbytes(chance.randint(1, 300)) + b"\0", "overlay-form", "files"
        else:
            code, where = "overlay-file", name
        town = chance.choice(("lyon", "saint-malo", "town2"))
        if chance.random() < 0.2:
            return Case(self.signed(content, kind="overlay", name=town), "kind", "overlay")
        return Case(self.signed(content, self.town, kind="overlay", name=town), code, where)


def prove_packs(content: bytes, tally: Tally) -> None:
    """Try to install every pack, damaged and whole, on one shelf."""
    maker = Maker(content)
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(sqlite3.connect(":memory:")) as database,
    ):
        database.deserialize(content)
        official = Library(database, "official")
        root = Path(folder) / "root"
        install(maker.release(maker.serial), maker.trust, root, official)
        before = picture(root)
        for seed, is_whole in tally.seeds():
            chance = random.Random(seed)
            if is_whole:
                maker.serial += chance.randint(1, 50)
                case = Case(maker.release(maker.serial), "", "")
            else:
                case = maker.damaged(chance)
            code, where = tried(case, maker.trust, root, official)
            tally.count(seed, (case.code, case.where), (code, where), f"pack.fault.{code}")
            after = picture(root)
            if is_whole:
                found = current(root / "release")
                tally.expect(seed, found is not None and found.serial == maker.serial, "not in use")
            else:
                tally.expect(seed, after == before, "the version in use was touched")
            before = after


def tried(case: Case, trust: packs.Trust, root: Path, official: Library) -> tuple[str, str]:
    """Install; gives the code and place of the refusal, empty when it was accepted."""
    try:
        install(case.data or b"", trust, root, official)
    except PackError as error:
        return error.code, error.where
    return "", ""


def install(data: bytes, trust: packs.Trust, root: Path, official: Library) -> None:
    """Do what `familyguide pack install` does."""
    pack = packs.verify(data, trust)
    packs.install(pack, packs.compiled_from(pack, trust, CONTENT, official), root)


def picture(root: Path) -> dict[str, tuple[int, bytes]]:
    """Give every file with its time and its bytes."""
    return {
        str(path.relative_to(root)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in root.rglob("*")
        if path.is_file()
    }


class Tally:
    """Counts what was said, and notes every seed that was answered otherwise than it stated."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._said: Counter[str] = Counter()
        self._codes: Counter[str] = Counter()
        self._right = 0
        self.wrong: list[str] = []

    def seeds(self) -> list[tuple[int, bool]]:
        """Give every seed, and whether it stands for a whole file."""
        step = (DAMAGED + WHOLE) // WHOLE
        return [(self._first + number, number % step == step // 2) for number in range(DAMAGED + WHOLE)]

    def count(self, seed: int, stated: tuple[str, str], got: tuple[str, str], key: str) -> None:
        """Note one answer."""
        if stated != got:
            self.wrong.append(f"seed {seed}: {got} instead of {stated}")
            return
        self._right += 1
        if got[0]:
            self._codes[got[0]] += 1
            # The sentence before its place is filled in: the same words for another place are the same.
            for language in ("fr", "en"):
                self._said[Texts(language)(key, where="")] += 1

    def expect(self, seed: int, held: bool, message: str) -> None:
        """Note a promise that did not hold."""
        if not held:
            self.wrong.append(f"seed {seed}: {message}")

    def figures(self, what: str) -> tuple[bool, str]:
        """Tell whether all held, and say it in figures."""
        whole = sum(is_whole for _, is_whole in self.seeds())
        sentence, most = self._said.most_common(1)[0]
        share = most / DAMAGED
        passed = not self.wrong and whole == WHOLE and share <= MOST
        lines = [
            f"{what}: {self._right} of {DAMAGED + WHOLE} as stated ({DAMAGED} damaged, {whole} whole)",
            f"  {len(self._codes)} codes; most frequent sentence: {share:.0%} of the cases: {sentence}",
            f"  {', '.join(f'{code} {count}' for code, count in self._codes.most_common())}",
            *(f"  {line}" for line in self.wrong[:10]),
        ]
        return passed, "\n".join(lines)


def run() -> tuple[bool, str]:
    """Run both halves; gives whether they hold, and the figures."""
    content = small_content()
    tally_of_packs, tally_of_databases = Tally(20_261_122), Tally(40_261_122)
    prove_packs(content, tally_of_packs)
    prove_databases(content, tally_of_databases)
    first = tally_of_packs.figures("packs")
    second = tally_of_databases.figures("content databases")
    return first[0] and second[0], f"{first[1]}\n{second[1]}"


if __name__ == "__main__":
    done, said = run()
    sys.stdout.write(f"{said}\n")
    sys.exit(0 if done else 1)
