"""A display of its own, looked at from outside: the same way for every program, ours or not."""

from __future__ import annotations

import contextlib
import mmap
import os
import struct
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable

WIDTH, HEIGHT = 1280, 800
# Between two looks; what a look can be late by.
LOOK_SECONDS = 0.004
# A blinking cursor or a turning sign is smaller than this share of the screen, and counts as still.
SHARE = 0.001
_LONGEST_SECONDS = 60
_NUMBERS = 25  # at the head of the screen's file, before its colours and its picture


class ScreenError(Exception):
    """The display could not be started, or what was to be seen on it never came."""


@dataclass(frozen=True)
class Picture:
    """What the screen showed: four bytes a pixel, each line `stride` bytes long."""

    data: bytes
    stride: int

    def differs(self, other: Picture, most: int) -> bool:
        """Tell whether more than `most` pixels are not the same."""
        if self.data == other.data:
            return False
        count = 0
        for at in range(0, len(self.data), self.stride):
            one, two = self.data[at : at + self.stride], other.data[at : at + self.stride]
            if one != two:
                pairs = zip(memoryview(one).cast("I"), memoryview(two).cast("I"), strict=True)
                count += sum(a != b for a, b in pairs)
                if count > most:
                    return True
        return False

    def find(self, colour: str) -> tuple[int, int] | None:
        """Give a point inside the first patch of a colour (`#rrggbb`); None where there is none."""
        red, green, blue = bytes.fromhex(colour[1:])
        patch = bytes((blue, green, red)), 12
        for line in range(0, len(self.data), self.stride):
            row = self.data[line : line + self.stride]
            at = row.find(patch[0])
            while at >= 0:
                wide = all(row[at + 4 * step : at + 4 * step + 3] == patch[0] for step in range(patch[1]))
                if at % 4 == 0 and wide:
                    return at // 4 + patch[1] // 2, line // self.stride + 3
                at = row.find(patch[0], at + 1)
        return None


class Screen:
    """An X display without a window manager, whose picture is a file that costs nobody anything to read."""

    def __init__(self, folder: Path) -> None:
        """Start the display; raises ScreenError."""
        folder.mkdir(parents=True, exist_ok=True)
        reader, writer = os.pipe()
        order = ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{WIDTH}x{HEIGHT}x24"]
        order += ["-fbdir", str(folder), "-nolisten", "tcp", "-noreset", "-nocursor"]
        self._server = subprocess.Popen(order, pass_fds=[writer], stderr=subprocess.DEVNULL)
        os.close(writer)
        with os.fdopen(reader, "rb") as answer:
            number = answer.readline().strip().decode()
        if not number:
            raise ScreenError("Xvfb did not start")
        self.name = f":{number}"
        with (folder / "Xvfb_screen0").open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        head = struct.unpack(f">{_NUMBERS}I", self._map[: 4 * _NUMBERS])
        # The size of the head, of one line, and of one of the colours that stand between.
        self._stride = head[12]
        self._begin = head[0] + head[19] * 12
        from Xlib import display  # noqa: PLC0415 - only where it is installed

        self._display = display.Display(self.name)

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the display."""
        with contextlib.suppress(Exception):  # the display may have ended first
            self._display.close()
        self._server.terminate()
        self._server.wait()
        self._map.close()

    def picture(self) -> Picture:
        """Give what the screen shows now."""
        return Picture(self._map[self._begin : self._begin + self._stride * HEIGHT], self._stride)

    def is_blank(self) -> bool:
        """Tell whether nothing at all is shown."""
        picture = self.picture().data
        return picture == picture[:4] * (len(picture) // 4)

    def point(self, x: int, y: int) -> None:
        """Move the pointer."""
        from Xlib import X  # noqa: PLC0415
        from Xlib.ext import xtest  # noqa: PLC0415

        xtest.fake_input(self._display, X.MotionNotify, x=x, y=y)
        self._display.sync()

    def press(self) -> None:
        """Press and let go of the first button of the mouse."""
        from Xlib import X  # noqa: PLC0415
        from Xlib.ext import xtest  # noqa: PLC0415

        xtest.fake_input(self._display, X.ButtonPress, 1)
        xtest.fake_input(self._display, X.ButtonRelease, 1)
        self._display.sync()

    def still(
        self,
        before: Picture,
        quiet: float,
        goes_on: Callable[[], bool],
        shows: Callable[[Picture], bool],
        longest: float | None = None,
    ) -> tuple[int, int, Picture]:
        """Wait until the picture changed from `before`, shows what it must, and then rests `quiet` seconds.

        Gives the nanoseconds of the first picture that showed it and of the last change, and the picture.
        Raises ScreenError after `longest` seconds (a minute without), or when the program ended.
        """
        most = int(SHARE * WIDTH * HEIGHT)
        begun = time.perf_counter()
        last, changed, shown = before, 0, 0
        while True:
            now = time.perf_counter_ns()
            seen = self.picture()
            if seen.differs(last, most):
                last, changed = seen, now
                shown = shown or (now if shows(seen) else 0)
            if changed and (now - changed) / 1e9 > quiet and shows(last):
                return shown or changed, changed, last
            if not goes_on():
                raise ScreenError("the program ended")
            if time.perf_counter() - begun > (longest or _LONGEST_SECONDS):
                raise ScreenError("its picture never came, or never held still")
            time.sleep(LOOK_SECONDS)


def memory_of_tree(root: int) -> int:
    """Give the memory of a process and of all it started, in kilobytes of PSS."""
    children: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError):  # a process that ended meanwhile
            parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(place.name))
    total, waiting = 0, [root]
    while waiting:
        process = waiting.pop()
        waiting += children.get(process, [])
        with contextlib.suppress(OSError):
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
            total += int(rollup.partition("\nPss:")[2].split()[0])
    return total
