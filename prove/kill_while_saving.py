"""Kill a process that saves in a loop, a thousand times, and read what it left: nothing is lost.

The process is killed outright (SIGKILL). That is what a crash or a forced end does; a power cut may also lose
what the disk said it had written, and cannot be tried here.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import struct
import sys
import tempfile
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from familyguide.services import vault
from familyguide.services.family import Child, Document, Moment, Tick
from familyguide.services.vault import KeepingError, Vault

KILLS = 1000
WITHIN = 300
# Every so many kills, the notes are under a passphrase (each opening then takes a tenth of a second).
SEALED_EVERY = 10
PHRASE = "four small grey cats"
COST = 1 << 15
_TOLD = struct.Struct("=cI")
_LONGEST = 0.012


class Slow(Vault):
    """The store, telling where it is, and waiting an instant there so that kills fall everywhere."""

    def __init__(self, folder: Path, tell: int, chance: random.Random) -> None:
        super().__init__(folder, cost=COST)
        self._to, self._chance, self.number = tell, chance, 0

    def tell(self, step: bytes) -> None:
        """Say which step of which saving begins; one small write to a pipe is whole or not there."""
        os.write(self._to, _TOLD.pack(step, self.number))

    def _write_fresh(self, data: bytes) -> None:
        self.tell(b"o")
        if self._chance.getrandbits(1):
            # Half of the times, stop in the middle of the file, as a slow disk would.
            with self._fresh.open("wb") as file:
                file.write(data[: self._chance.randrange(len(data))])
                file.flush()
                self._wait()
        super()._write_fresh(data)
        self._wait()

    def _put_in_place(self) -> None:
        # The copy before may have just been renamed: the narrowest place of all.
        self._wait()
        super()._put_in_place()
        self.tell(b"r")

    def _wait(self) -> None:
        time.sleep(self._chance.random() * 0.002)


def notes(number: int) -> Document:
    """Give notes that tell which saving they come from, in several places, and that vary in length."""
    ticks = {f"setting-{index}": Tick("done", _day(number + index)) for index in range(number % 40)}
    return Document((Child("9-11", str(number)),), ticks, {"talk": _day(number)}, (Moment(_day(number)),))


def _day(number: int) -> date:
    return date(2026, 1, 1) + timedelta(days=number % 3000)


def save_for_ever(folder: Path, tell: int, seed: int, passphrase: str | None) -> None:
    """Go on from what is there, saving the next number again and again."""
    store = Slow(folder, tell, random.Random(seed))
    opened = store.open(passphrase)
    number = int(opened.document.children[0].nickname) if opened else 0
    while True:
        number += 1
        store.number = number
        if opened is None and passphrase and not store.has_passphrase:
            store.set_passphrase(notes(number), passphrase)
        else:
            store.save(notes(number))
        store.tell(b"s")


def kill_once(folder: Path, seed: int, passphrase: str | None) -> tuple[bytes, int, int]:
    """Start, kill at a random instant; gives the last step told, its number, and the last one saved."""
    chance = random.Random(seed)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            save_for_ever(folder, writing, seed, passphrase)
        except BaseException as error:  # noqa: BLE001 - told through the pipe
            os.write(2, f"{error!r}\n".encode())
            os.write(writing, _TOLD.pack(b"!", 0))
        os._exit(1)
    os.close(writing)
    heard = os.read(reading, _TOLD.size)  # the first step: from here on an instant is as good as another
    time.sleep(chance.random() * _LONGEST)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reading, 65536):
        heard += more
    os.close(reading)
    steps = [_TOLD.unpack_from(heard, at) for at in range(0, len(heard) - _TOLD.size + 1, _TOLD.size)]
    saved = max((number for step, number in steps if step == b"s"), default=0)
    return (*steps[-1], saved)


def run(kills: int = KILLS) -> tuple[bool, str]:
    """Kill, read, compare; gives whether nothing was lost, and the figures."""
    if not hasattr(os, "fork"):
        return False, "this proof needs fork and SIGKILL, which this system does not have"
    where: Counter[str] = Counter()
    wrong: list[str] = []
    names = {b"o": "between open and rename", b"r": "after the rename", b"s": "between two savings"}
    with tempfile.TemporaryDirectory(prefix="family-guide-prove-") as place:
        folders = {None: Path(place) / "clear", PHRASE: Path(place) / "sealed"}
        last = dict.fromkeys(folders, 0)
        for seed in range(kills):
            passphrase = PHRASE if seed % SEALED_EVERY == 0 else None
            folder = folders[passphrase]
            step, number, saved = kill_once(folder, seed, passphrase)
            if step == b"!":
                wrong.append(f"seed {seed}: the saving process failed by itself")
                continue
            where[names[step]] += 1
            least = max(saved, last[passphrase])
            try:
                read = opened_number(folder, passphrase)
            except (KeepingError, ValueError) as error:
                wrong.append(f"seed {seed}: {error}")
                shutil.rmtree(folder, ignore_errors=True)
                last[passphrase] = 0
                continue
            if not least <= read <= number:
                wrong.append(f"seed {seed}: read {read}, expected {least} to {number}")
            last[passphrase] = read
            left = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
            if left - {"notes.json", "notes.json.before", "notes.json.lock"}:
                wrong.append(f"seed {seed}: left {sorted(left)}")
    within = where[names[b"o"]]
    figures = [f"{kills} kills, {kills // SEALED_EVERY} of them under a passphrase"]
    figures += [f"{count} {name}" for name, count in where.most_common()]
    figures += [f"{len(wrong)} lost, damaged or left over", *wrong[:10]]
    if within < WITHIN * kills // KILLS:
        figures.append(f"only {within} kills fell between open and rename: too few to prove anything")
    return not wrong and within >= WITHIN * kills // KILLS, "\n".join(figures)


def opened_number(folder: Path, passphrase: str | None) -> int:
    """Read what is there as the app would; 0 when nothing is. Raises KeepingError, also for a notice."""
    store = Vault(folder, cost=vault.COST)
    try:
        opened = store.open(passphrase)
        if opened is None:
            return 0
        if opened.notice is not None:
            raise opened.notice
        number = int(opened.document.children[0].nickname)
        if opened.document != notes(number):
            raise ValueError("the notes are not those of one saving")
        return number
    finally:
        store.close()


if __name__ == "__main__":
    passed, text = run()
    print(text)
    sys.exit(0 if passed else 1)
