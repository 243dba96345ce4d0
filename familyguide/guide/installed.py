"""What was installed, told at start without loading any cryptography: a note left by the full check."""

from __future__ import annotations

import binascii
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from datetime import date

STATE = "state.json"
DATABASE = "content.db"
SIGNATURE = "pack.minisig"
STATE_FORMAT = 1
_LARGEST_STATE = 1 << 20
_LARGEST_SIGNATURE = 4096
_TRUSTED = "trusted comment: "
_KEY_ID = slice(2, 10)


class PackError(Exception):
    """A pack cannot be used; `code` says why, `where` names the part of it."""

    def __init__(self, code: str, where: str) -> None:
        """Keep the code for the sentence, and the line, field, file or entry it is about."""
        super().__init__(f"{code}: {where}")
        self.code = code
        self.where = where


class Installed(NamedTuple):
    """A version that was verified whole when it was installed; dates are YYYY-MM-DD."""

    path: Path
    kind: str
    name: str
    serial: int
    built: str
    expires: str
    key_id: str
    sha256: str


def current(shelf: Path) -> Installed | None:
    """Give the version in use of a shelf; None when nothing is installed there.

    Compares the note of the full check with the size and time of the file and with the signed header.
    Raises PackError: `state` (the note cannot be read), `changed` (a file is no longer the one checked).
    """
    note = shelf / STATE
    try:
        if note.stat().st_size > _LARGEST_STATE:
            raise PackError("state", str(note))
        state: dict[str, Any] = json.loads(note.read_text(encoding="utf-8"))
        if state["format"] != STATE_FORMAT:
            raise PackError("state", str(note))
        version = next(one for one in state["kept"] if one["folder"] == state["current"])
        header = version["header"]
        folder = shelf / Path(version["folder"]).name
        found = Installed(
            folder / DATABASE,
            header["kind"],
            header["name"],
            header["serial"],
            header["built"],
            header["expires"],
            version["key_id"],
            header["sha256"],
        )
        signed: str = version["signature"]
        size, time = version["size"], version["mtime_ns"]
        texts = (found.kind, found.name, found.built, found.expires, found.key_id, found.sha256)
        if type(found.serial) is not int or not all(isinstance(text, str) for text in texts):
            raise PackError("state", str(note))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, StopIteration, AttributeError) as error:
        raise PackError("state", str(note)) from error
    try:
        now = found.path.stat()
        same = (now.st_size, now.st_mtime_ns) == (size, time)
        same = same and (folder / SIGNATURE).read_bytes() == signed.encode()
    except OSError as error:
        raise PackError("changed", str(found.path)) from error
    if not same:
        raise PackError("changed", str(found.path))
    return found


def shipped(path: Path, keys: tuple[str, ...]) -> Installed | None:
    """Give the signed header of the content that came with the app; None when it is no release of these keys.

    The signature stands beside it; `keys` are public keys as minisign writes them. This tells a release from
    a working copy or another file; that nobody changed a byte of it is what `--check` verifies.
    """
    note = path.with_name(SIGNATURE)
    try:
        with note.open("rb") as file:
            raw = file.read(_LARGEST_SIGNATURE + 1)
        lines = raw.decode().split("\n")
        header = json.loads(lines[2].removeprefix(_TRUSTED))
        key_id = binascii.a2b_base64(lines[1])[_KEY_ID]
        trusted = [binascii.a2b_base64(key)[_KEY_ID] for key in keys]
        found = Installed(
            path,
            header["kind"],
            header["name"],
            header["serial"],
            header["built"],
            header["expires"],
            key_id[::-1].hex().upper(),
            header["sha256"],
        )
        texts = (found.name, found.built, found.expires, found.sha256)
        is_ours = (
            len(raw) <= _LARGEST_SIGNATURE
            and lines[2].startswith(_TRUSTED)
            and found.kind == "release"
            and type(found.serial) is int
            and all(isinstance(text, str) for text in texts)
            and key_id in trusted
            and path.stat().st_size == header["size"]
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return None
    return found if is_ours else None


def is_expired(built: str, expires: str, clock: date) -> bool:
    """Tell whether a date is past; a clock before the build date counts as the build date."""
    # Dates are YYYY-MM-DD, so they compare as text.
    return max(clock.isoformat(), built) > expires
