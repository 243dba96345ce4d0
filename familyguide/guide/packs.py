"""Signed content as one file: four lines of minisign, then the content. Checked whole, then put in use.

A shelf is the folder of one kind of content: its versions, each in a folder of its own, and `state.json`,
which says which of them is in use. Replacing that one file is the only moment at which anything changes.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec import Struct

from familyguide.guide import minisign, overlays
from familyguide.guide.files import write_new, write_whole
from familyguide.guide.installed import DATABASE, SIGNATURE, STATE, STATE_FORMAT, PackError
from familyguide.guide.library import ContentError, Library

if TYPE_CHECKING:
    from pathlib import Path

PACK_FORMAT = 1
RELEASE = "family-guide"
SOURCE = "content.json"
# Larger than any guide we can think of, smaller than what would trouble an old computer.
LARGEST = {"release": 64 << 20, "overlay": 4 << 20}
# The version in use and the two before it.
KEPT = 3
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_LARGEST_SERIAL = 2**31
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")
_LONGEST_NAME = 40
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


class Header(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the publisher says of a pack, in the trusted comment; `size` in bytes, dates YYYY-MM-DD."""

    format: int
    kind: Literal["release", "overlay"]
    name: str
    serial: int
    built: str
    expires: str
    size: int
    sha256: str


class Pack(Struct, frozen=True):
    """A pack whose signature was verified; `content` is exactly what was signed."""

    header: Header
    signature: str
    key_id: str
    content: bytes


class Trust(Struct, frozen=True):
    """Whose packs are accepted, and the domains that an overlay may link to."""

    release: tuple[minisign.PublicKey, ...] = ()
    overlay: tuple[minisign.PublicKey, ...] = ()
    domains: tuple[str, ...] = ()


class Version(Struct, frozen=True, kw_only=True):
    """A version that is kept: its folder, and what start compares instead of verifying."""

    folder: str
    header: Header
    key_id: str
    signature: str
    size: int
    mtime_ns: int
    # Of the file that is read. A release is that file; an overlay was compiled here.
    digest: str


class State(Struct, frozen=True, kw_only=True):
    """What a shelf knows: the version in use, those kept, and every serial and digest ever installed."""

    format: int = STATE_FORMAT
    current: str = ""
    highest: int = 0
    ever: tuple[tuple[int, str], ...] = ()
    kept: tuple[Version, ...] = ()

    def version(self) -> Version | None:
        """The version in use."""
        return next((one for one in self.kept if one.folder == self.current), None)


def make(
    content: bytes,
    key: minisign.SecretKey,
    *,
    kind: Literal["release", "overlay"],
    serial: int,
    built: date,
    expires: date,
    name: str = RELEASE,
) -> bytes:
    """Sign content as a pack; raises PackError when its header would be refused.

    A release carries its kind and serial inside as well, so the database is marked before it is signed.
    """
    if kind == "release":
        content = _marked(content, serial)
    header = Header(
        format=PACK_FORMAT,
        kind=kind,
        name=name,
        serial=serial,
        built=built.isoformat(),
        expires=expires.isoformat(),
        size=len(content),
        sha256=_sha256(content),
    )
    _check_header(header)
    signature = minisign.sign(key, content, msgspec.json.encode(header).decode())
    return signature.text().encode() + content


def read(path: Path) -> bytes:
    """Read a pack file; raises PackError `unreadable` or `too-big`."""
    try:
        with path.open("rb") as file:
            limit = max(LARGEST.values()) + minisign.LARGEST_SIGNATURE
            data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        raise PackError("unreadable", str(path)) from error
    if len(data) > limit:
        raise PackError("too-big", "file")
    return data


def verify(data: bytes, trust: Trust) -> Pack:
    """Verify the signature, header, size and digest of a pack; its content is not opened.

    Raises PackError: those of `minisign.parse`; `wrong-key`, `kind` (a key that may not sign this kind),
    `tampered`, `header` (the place is the field), `name`, `pack-older`, `pack-newer`, `too-big`, `truncated`,
    `trailing`.
    """
    end = _end_of_signature(data)
    signature = minisign.parse(data[:end])
    key = minisign.choose(signature, trust.release + trust.overlay)
    minisign.verify_comment(signature, key)
    header = _header_of(signature.comment)
    _check_header(header)
    if key not in (trust.release if header.kind == "release" else trust.overlay):
        raise PackError("kind", header.kind)
    content = data[end:]
    if len(content) != header.size:
        raise PackError("truncated" if len(content) < header.size else "trailing", "content")
    if _sha256(content) != header.sha256:
        raise PackError("tampered", "content")
    minisign.verify_content(signature, key, content)
    return Pack(header, data[:end].decode(), key.name, content)


def compiled_from(pack: Pack, trust: Trust, base: Path, official: Library | None) -> bytes:
    """Check what a pack holds and give the database to read it from.

    `base` is the folder with the checker's word lists, `official` the content an overlay is compared with.
    Raises PackError: `content-…` with a code of ContentError, `mismatch`, or one of the codes of overlays.
    """
    if pack.header.kind == "overlay":
        if official is None:
            raise PackError("no-checker", str(base))
        return overlays.compiled(pack.content, pack.header.name, trust.domains, base, official)
    with closing(sqlite3.connect(":memory:")) as database:
        try:
            database.deserialize(pack.content)
            library = Library(database, "content")
            library.check_format()
            library.check_all()
            meta = library.meta
        except ContentError as error:
            raise PackError(f"content-{error.code}", error.where) from error
        except sqlite3.Error as error:
            raise PackError("content-damaged", "content") from error
    for name, value in (("kind", "release"), ("serial", str(pack.header.serial))):
        if meta.get(name) != value:
            raise PackError("mismatch", name)
    return pack.content


def shelf_of(root: Path, header: Header) -> Path:
    """Give the shelf a pack belongs on."""
    return root / "release" if header.kind == "release" else root / "overlays" / header.name


def install(pack: Pack, database: bytes, root: Path) -> bool:
    """Put a verified pack in use; False when it already is, and whole.

    Raises PackError: `older` (below the highest serial ever installed), `reused` (that serial had other
    content), `state`, `disk-full`, `read-only`. Whatever fails, the version in use stays byte for byte.
    """
    shelf = shelf_of(root, pack.header)
    state = read_state(shelf)
    serial, digest = pack.header.serial, pack.header.sha256
    if serial < state.highest:
        raise PackError("older", str(serial))
    if any(number == serial and other != digest for number, other in state.ever):
        raise PackError("reused", str(serial))
    version = state.version()
    if version is not None and _is_in_use(shelf, version, pack, database):
        return False
    _put(shelf, state, pack, database)
    return True


def may_return_to(pack: Pack, root: Path) -> None:
    """Make sure that this very pack was installed here before; PackError `never-installed`, `state`."""
    state = read_state(shelf_of(root, pack.header))
    if (pack.header.serial, pack.header.sha256) not in state.ever:
        raise PackError("never-installed", str(pack.header.serial))


def roll_back(pack: Pack, database: bytes, root: Path) -> bool:
    """Go back (or forward) to a pack that was installed here before; False when it is in use already.

    The highest serial stays: a pack that was never installed here is still measured against it.
    Raises PackError as `may_return_to` and `install` do.
    """
    may_return_to(pack, root)
    shelf = shelf_of(root, pack.header)
    state = read_state(shelf)
    version = state.version()
    if version is not None and _is_in_use(shelf, version, pack, database):
        return False
    _put(shelf, state, pack, database)
    return True


def kept_before(shelf: Path) -> bytes:
    """Give the kept version with the next lower serial as a pack; PackError `nothing-before`, `state`."""
    state = read_state(shelf)
    now = state.version()
    before = [one for one in state.kept if now is not None and one.header.serial < now.header.serial]
    if not before:
        raise PackError("nothing-before", shelf.name)
    return as_pack(shelf, max(before, key=lambda one: one.header.serial))


def as_pack(shelf: Path, version: Version) -> bytes:
    """Put a kept version together again as a pack; raises PackError `unreadable`."""
    file = shelf / version.folder / (SOURCE if version.header.kind == "overlay" else DATABASE)
    try:
        return version.signature.encode() + file.read_bytes()
    except OSError as error:
        raise PackError("unreadable", str(file)) from error


def check_installed(shelf: Path, trust: Trust, base: Path, official: Library | None) -> Header | None:
    """Verify the version in use from the first byte to the last; None when there is none.

    Raises PackError as `verify` and `compiled_from` do, and `changed` when the file that is read is not the
    one that was installed.
    """
    state = read_state(shelf)
    version = state.version()
    if version is None:
        return None
    pack = verify(as_pack(shelf, version), trust)
    compiled_from(pack, trust, base, official)
    # The time of a file may change without harm (a backup): what is in it may not.
    path = shelf / version.folder / DATABASE
    try:
        same = _sha256(path.read_bytes()) == version.digest
    except OSError as error:
        raise PackError("unreadable", str(path)) from error
    if not same:
        raise PackError("changed", str(path))
    return pack.header


def path_in_use(shelf: Path) -> Path:
    """Give the file of the version in use; raises PackError `state` when there is none."""
    version = read_state(shelf).version()
    if version is None:
        raise PackError("state", str(shelf / STATE))
    return shelf / version.folder / DATABASE


def ship(pack: Pack, folder: Path) -> None:
    """Write a verified release as the content that comes with the app; raises PackError `kind`, OSError."""
    if pack.header.kind != "release":
        raise PackError("kind", pack.header.kind)
    write_whole(folder / DATABASE, pack.content)
    write_whole(folder / SIGNATURE, pack.signature.encode())


def check_shipped(path: Path, trust: Trust) -> Header:
    """Verify the content that came with the app from the first byte to the last, with its signature.

    Raises PackError as `verify` and `compiled_from` do, and `unreadable`.
    """
    note = path.with_name(SIGNATURE)
    try:
        data = note.read_bytes() + path.read_bytes()
    except OSError as error:
        raise PackError("unreadable", str(error.filename)) from error
    pack = verify(data, trust)
    if pack.header.kind != "release":
        raise PackError("kind", pack.header.kind)
    compiled_from(pack, trust, path.parent, None)
    return pack.header


def read_state(shelf: Path) -> State:
    """Read what a shelf knows; an empty one knows nothing. Raises PackError `state`."""
    note = shelf / STATE
    try:
        state = msgspec.json.decode(note.read_bytes(), type=State)
    except FileNotFoundError:
        return State()
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise PackError("state", str(note)) from error
    if state.format != STATE_FORMAT or state.version() is None:
        raise PackError("state", str(note))
    if any(_is_outside(one.folder) for one in state.kept):
        raise PackError("state", str(note))
    return state


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _is_outside(folder: str) -> bool:
    return re.fullmatch(r"\d+-[0-9a-f]{12}(?:-\d+)?", folder) is None


def _end_of_signature(data: bytes) -> int:
    if not data.startswith(minisign.UNTRUSTED.encode()):
        raise PackError("foreign", "line 1")
    end = 0
    for number in range(1, minisign.LINES + 1):
        end = data.find(b"\n", end, minisign.LARGEST_SIGNATURE) + 1
        if end == 0:
            raise PackError("signature-form", f"line {number}")
    return end


def _header_of(comment: str) -> Header:
    try:
        return msgspec.json.decode(comment, type=Header)
    except msgspec.ValidationError as error:
        found = re.search(r"`\$\.(\w+)`|field `(\w+)`", str(error))
        raise PackError(
            "header", next((g for g in found.groups() if g), "") if found else "header"
        ) from error
    except msgspec.DecodeError as error:
        raise PackError("header", "header") from error


def _check_header(header: Header) -> None:
    if header.format != PACK_FORMAT:
        raise PackError("pack-older" if header.format < PACK_FORMAT else "pack-newer", str(header.format))
    # The name becomes a folder: nothing but small letters, figures and hyphens ever does.
    if len(header.name) > _LONGEST_NAME or not _NAME.match(header.name):
        raise PackError("name", header.name)
    if (header.name == RELEASE) != (header.kind == "release"):
        raise PackError("name", header.name)
    if not 0 < header.serial < _LARGEST_SERIAL:
        raise PackError("header", "serial")
    for name in ("built", "expires"):
        text = getattr(header, name)
        try:
            right = date.fromisoformat(text).isoformat() == text
        except ValueError:
            right = False
        if not right:
            raise PackError("header", name)
    if header.expires <= header.built:
        raise PackError("header", "expires")
    if header.size <= 0:
        raise PackError("header", "size")
    if header.size > LARGEST[header.kind]:
        raise PackError("too-big", "content")
    if not _SHA256.match(header.sha256):
        raise PackError("header", "sha256")


def _marked(content: bytes, serial: int) -> bytes:
    """Write into a compiled file that it is a release, and which."""
    with closing(sqlite3.connect(":memory:")) as database:
        try:
            database.deserialize(content)
            library = Library(database, "content")
            library.check_format()
            library.check_all()
            with database:
                database.executemany(
                    "INSERT OR REPLACE INTO meta VALUES (?, ?)",
                    [("kind", "release"), ("serial", str(serial))],
                )
            return database.serialize()
        except ContentError as error:
            raise PackError(f"content-{error.code}", error.where) from error
        except sqlite3.Error as error:
            raise PackError("content-damaged", "content") from error


def _is_in_use(shelf: Path, version: Version, pack: Pack, database: bytes) -> bool:
    """Tell whether nothing would change.

    The whole header counts, as the same words may be signed again for a longer time; and the file that would
    be read, as an update of the app may compile a town's words in another form.
    """
    is_same = version.header == pack.header and version.digest == _sha256(database)
    return is_same and _is_whole(shelf, version)


def _is_whole(shelf: Path, version: Version) -> bool:
    folder = shelf / version.folder
    try:
        now = (folder / DATABASE).stat()
        return (
            (now.st_size, now.st_mtime_ns) == (version.size, version.mtime_ns)
            and _sha256((folder / DATABASE).read_bytes()) == version.digest
            and (folder / SIGNATURE).read_bytes() == version.signature.encode()
        )
    except OSError:
        return False


def _put(shelf: Path, state: State, pack: Pack, database: bytes) -> None:
    """Write a version into a fresh folder, then replace the note: before that, nothing has changed."""
    stage = None
    try:
        shelf.mkdir(parents=True, exist_ok=True)
        stage = tempfile.mkdtemp(prefix=".new-", dir=shelf)
        # mkdtemp closes the folder to everyone else; other people of this computer read the guide.
        os.chmod(stage, 0o755)  # noqa: PTH101, S103 - see above
        place = shelf / stage
        write_new(place / DATABASE, database)
        write_new(place / SIGNATURE, pack.signature.encode())
        if pack.header.kind == "overlay":
            write_new(place / SOURCE, pack.content)
        made = (place / DATABASE).stat()
        folder = _free_name(shelf, f"{pack.header.serial}-{pack.header.sha256[:12]}")
        place.rename(shelf / folder)
        stage = None
        version = Version(
            folder=folder,
            header=pack.header,
            key_id=pack.key_id,
            signature=pack.signature,
            size=made.st_size,
            mtime_ns=made.st_mtime_ns,
            digest=_sha256(database),
        )
        others = [one for one in state.kept if one.header.sha256 != pack.header.sha256]
        mark = (pack.header.serial, pack.header.sha256)
        after = State(
            current=folder,
            highest=max(state.highest, pack.header.serial),
            ever=(*(one for one in state.ever if one != mark), mark),
            kept=(*others[-(KEPT - 1) :], version),
        )
        write_whole(shelf / STATE, msgspec.json.encode(after))
    except OSError as error:
        full = error.errno in _FULL
        raise PackError("disk-full" if full else "read-only", str(shelf)) from error
    finally:
        if stage is not None:
            shutil.rmtree(stage, ignore_errors=True)
    _tidy(shelf, {one.folder for one in after.kept})


def _free_name(shelf: Path, name: str) -> str:
    # A folder of this name may be the version in use, damaged: it is never written over.
    number, free = 1, name
    while (shelf / free).exists():
        number += 1
        free = f"{name}-{number}"
    return free


def _tidy(shelf: Path, kept: set[str]) -> None:
    """Remove versions that are no longer kept; one that is being read (Windows) waits for the next time."""
    for path in shelf.iterdir():
        if path.is_dir() and path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)
