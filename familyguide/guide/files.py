"""Files written whole or not at all, and their names as they are shown."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Seconds after which the file of another writer is left over: writing takes less than one.
LEFT_OVER = 60


def shown(name: object) -> str:
    r"""Write a name so that nothing in it moves a terminal or hides: what has no shape is written as \x1b."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in str(name))


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must not be there yet, and wait until it is on disk; raises OSError."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, and make sure of it; raises OSError.

    A link is followed; what is no ordinary file (a folder, a device) is never replaced. Who may read a file
    that was there does not change. What a writer of this file that was killed left beside it is taken away.
    """
    try:
        path = path.resolve()
    except RuntimeError:
        # A link that leads to itself.
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None
    if not path.name or path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    mode = path.stat().st_mode if path.exists() else None
    if mode is not None and not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    try:
        write_new(fresh, data)
        _take_away_left_over(path, fresh)
        if mode is not None:
            fresh.chmod(stat.S_IMODE(mode))
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    if os.name == "posix":
        # The new name must survive a power cut as well; Windows gives no way to say so.
        with suppress(OSError):
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def _take_away_left_over(path: Path, fresh: Path) -> None:
    """Remove what killed writers of a file left beside it.

    The age is read from the files alone: the disk may have another clock than this computer, or be shared
    with one where a writer is at work now.
    """
    now, start = fresh.stat().st_mtime, f".{path.name}."
    with suppress(OSError):
        for other in path.parent.iterdir():
            number = other.name.removeprefix(start)
            if other == fresh or number == other.name or not (number.isascii() and number.isdigit()):
                continue
            with suppress(OSError):
                if stat.S_ISREG(other.lstat().st_mode) and now - other.lstat().st_mtime > LEFT_OVER:
                    other.unlink()
