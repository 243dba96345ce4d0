"""The store on disk of what a family keeps: one small file, whole at every instant, locked on request.

The file is one JSON document: a head (format, version, id), the notes in clear or sealed by a passphrase,
and a check sum at the end. Beside it lie the previous good copy, a lock, and for an instant the next copy.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
import unicodedata
import zlib
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, NoReturn

import msgspec

from familyguide.guide import scrypt
from familyguide.services.family import Document
from familyguide.services.paths import APP_FOLDER, NOTES

if TYPE_CHECKING:
    from pathlib import Path

    from familyguide.services.texts import Texts

FORMAT: Literal["family-guide-notes"] = "family-guide-notes"
# 2: the agreement remembers the words that were agreed, and a day to read it again. Files of 1 are read as
# they are, and written as today's with the next change.
# 3: notes under a passphrase are sealed in another way. Those sealed before are not opened, and not touched.
VERSION = 3
_SEALED_SINCE = 3
# A family's notes are some kilobytes; more than this is something else, and is not read.
LARGEST = 1 << 20
# Work of one guess of the passphrase (scrypt, r = 8): 64 MB and about a fifth of a second.
COST = 1 << 16
_LEAST_COST, _MOST_COST = 1 << 15, 1 << 18
_KEY, _SALT, _NONCE = 32, 16, 24
# Sealed notes are filled up to whole kilobytes, so that their length says little.
_FILLED = 1024
_START = f'{{"format":"{FORMAT}",'.encode()
_END = re.compile(rb',"sum":"([0-9a-f]{8})"\}\n\Z')
_NOTHING = b"null"
_TAIL = len(b',"sum":"00000000"}\n')
_PLACE = re.compile(r"at `(?:key` in `)?\$\.?([^`]*)`\Z")
_FIELD = re.compile(r"(?:required|unknown) field `([^`]*)`")
_BYTE = re.compile(r"\(byte (\d+)\)")
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}
_TAKEN = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}
_WORDS, _LETTERS, _DIFFERENT = 4, 12, 5
# What may be wrong with one copy while the other is good.
_SPOILED = {"foreign", "truncated", "damaged", "invalid", "too-big", "unreadable"}


class KeepingError(Exception):
    """Notes cannot be read or kept; nothing was lost, and nothing is half-written.

    `code` is one of: locked, wrong-passphrase, weak-passphrase, foreign, truncated, damaged, invalid, older,
    newer, too-big, unreadable, missing, full-disk, read-only, unwritable, open-elsewhere, forgotten. `where`
    is the file, `part` the place inside it; neither ever holds what a family wrote.
    """

    def __init__(self, code: str, where: str, part: str = "") -> None:
        """Keep the code for the sentence, the file it is about, and the place inside."""
        super().__init__(f"{code}: {where}" + (f": {part}" if part else ""))
        self.code = code
        self.where = where
        self.part = part


def sentence(error: KeepingError, texts: Texts, *, fell_back: bool = False) -> str:
    """Say what happened, where, and what to do; `fell_back` when the copy before was opened instead."""
    if fell_back:
        return texts("keeping.fell-back", where=error.where)
    return texts(f"keeping.{error.code}", where=error.where, part=error.part)


class Opened(NamedTuple):
    """What was read; `notice` is set when the last copy was unreadable and the one before it was taken."""

    document: Document
    notice: KeepingError | None = None


class _Seal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Notes under a passphrase, and what is needed to try one."""

    n: Annotated[int, msgspec.Meta(ge=_LEAST_COST, le=_MOST_COST)]
    salt: Annotated[bytes, msgspec.Meta(min_length=_SALT, max_length=_SALT)]
    nonce: Annotated[bytes, msgspec.Meta(min_length=_NONCE, max_length=_NONCE)]
    text: Annotated[bytes, msgspec.Meta(min_length=16)]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file, without its check sum."""

    format: Literal["family-guide-notes"]
    version: Annotated[int, msgspec.Meta(ge=1)]
    id: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}$")]
    seal: _Seal | None
    document: msgspec.Raw


class _Head(msgspec.Struct):
    """What every version of the file says, this one and later ones."""

    version: Annotated[int, msgspec.Meta(ge=1)]
    seal: msgspec.Raw = msgspec.Raw(b"null")


class _Key(NamedTuple):
    """A key made from a passphrase, and what it was made with."""

    key: bytes
    salt: bytes
    n: int


def refuse_weak(passphrase: str) -> None:
    """Raise KeepingError weak-passphrase unless it has four words or twelve characters, and five different.

    Who has a copy of the file can try: four figures fall in minutes, four words do not.
    """
    text = _plain(passphrase)
    words = [word for word in text.split(" ") if len(word) > 1]
    if (len(text) < _LETTERS and len(words) < _WORDS) or len(set(text)) < _DIFFERENT:
        raise KeepingError("weak-passphrase", NOTES)


def encode(document: Document, identifier: str, key: _Key | None = None) -> bytes:
    """Write notes as the bytes of a file; sealed when there is a key."""
    plain = msgspec.json.encode(document)
    seal = None
    if key is not None:
        # libsodium: only with a passphrase.
        from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt  # noqa: PLC0415

        # So long that chance never gives the same one twice.
        nonce = os.urandom(_NONCE)
        filled = plain + b" " * (-len(plain) % _FILLED)
        associated = _associated(VERSION, identifier, key.n, key.salt)
        text = crypto_aead_xchacha20poly1305_ietf_encrypt(filled, associated, nonce, key.key)
        seal = _Seal(key.n, key.salt, nonce, text)
    clear = msgspec.Raw(plain if key is None else _NOTHING)
    return with_sum(msgspec.json.encode(_File(FORMAT, VERSION, identifier, seal, clear)))


def with_sum(body: bytes) -> bytes:
    """Close a JSON object with its check sum, which tells damage and proves nothing about who wrote it."""
    start = body.rstrip()[:-1]
    return start + b',"sum":"%08x"}\n' % zlib.crc32(start)


def is_sealed(data: bytes, where: str) -> bool:
    """Tell whether the notes in these bytes need a passphrase; raises KeepingError."""
    return _head(data, where).seal is not None


def decode(data: bytes, where: str, passphrase: str | None = None) -> Document:
    """Read and check the bytes of a file; raises KeepingError with its code and place."""
    file = _head(data, where)
    key = None
    if file.seal is not None:
        if passphrase is None:
            raise KeepingError("locked", where)
        key = _key(passphrase, file.seal.salt, file.seal.n, where)
    return _notes(file, key, where)


def seals() -> bool:
    """Seal notes of nobody, and tell whether they open again: only to see that the part that seals works."""
    phrase, nobody = "only for this check", Document(quiet=True)
    sealed = encode(nobody, "0" * 32, _key(phrase, bytes(_SALT), _LEAST_COST, NOTES))
    return decode(sealed, NOTES, phrase) == nobody


class Vault:
    """Keeps the notes of one family in one folder. Nothing is created before the first `save`."""

    mode: Literal["home"] = "home"
    keeps_on_disk = True

    def __init__(self, folder: Path, *, cost: int = COST) -> None:
        self._folder = folder
        self._cost = cost
        self._file = folder / NOTES
        self._before = folder / f"{NOTES}.before"
        self._fresh = folder / f"{NOTES}.new"
        self._lock_file = folder / f"{NOTES}.lock"
        self._lock: int | None = None
        self._key: _Key | None = None
        self._id = ""
        # Whether the last copy is readable: only then may it take the place of the one before.
        self._is_good = False
        self._is_open = False

    @property
    def is_there(self) -> bool:
        """Whether something is kept in this folder."""
        return self._file.exists() or self._before.exists()

    @property
    def needs_passphrase(self) -> bool:
        """Whether a passphrase is needed to open; raises KeepingError when no copy can be read."""
        if not self.is_there:
            return False
        error: KeepingError | None = None
        for path in (self._file, self._before):
            try:
                return is_sealed(self._bytes_of(path), str(path))
            except KeepingError as found:
                if found.code not in _SPOILED | {"missing"}:
                    raise
                error = error if error is not None and error.code != "missing" else found
        raise error or KeepingError("missing", str(self._file))

    @property
    def has_passphrase(self) -> bool:
        """Whether the notes now open are kept under a passphrase."""
        return self._key is not None

    def open(self, passphrase: str | None = None) -> Opened | None:
        """Read what is kept, and hold it until `close`; None when nothing is.

        Raises KeepingError: locked, wrong-passphrase, older, newer, open-elsewhere, or what is wrong with the
        last copy when the one before cannot be read either.
        """
        if not self.is_there and not self._fresh.exists():
            return None
        can_write = self._hold_if_possible()
        if can_write:
            self._remove(self._fresh)  # a copy that was never finished: its saving was never reported
        if not self.is_there:
            self.close()
            return None
        try:
            opened = self._open(passphrase)
        except KeepingError:
            self.close()
            raise
        self._is_open = True
        return opened

    def save(self, document: Document) -> None:
        """Put these notes on disk before returning; raises KeepingError, and then nothing changed."""
        if self._is_open:
            if not self.is_there:
                # Somebody pressed "Forget everything" in another window: what was forgotten stays so.
                raise KeepingError("forgotten", str(self._file))
        else:
            self._begin()
        self._hold()
        self._replace(
            encode(document, self._id, self._key), keep_before=self._is_good and self._file.exists()
        )
        self._is_open = self._is_good = True

    def set_passphrase(self, document: Document, new: str | None, current: str | None = None) -> None:
        """Turn the passphrase on, change it, or (None) turn it off, and keep these notes that way.

        When this returns, no copy under the old one is left. Raises KeepingError: wrong-passphrase when
        `current` is not the one in use, weak-passphrase, or why the disk refused; then the old one holds.
        """
        if self._key is not None:
            import hmac  # noqa: PLC0415 - only with a passphrase

            tried = _key(current or "", self._key.salt, self._key.n, str(self._file))
            if not hmac.compare_digest(tried.key, self._key.key):
                raise KeepingError("wrong-passphrase", str(self._file))
        key = None
        if new is not None:
            refuse_weak(new)
            key = _key(new, os.urandom(_SALT), self._cost, str(self._file))
        if not self._is_open:
            self._begin()
        elif not self.is_there:
            raise KeepingError("forgotten", str(self._file))
        self._hold()
        if self._before.exists():
            if not self._is_good:
                # The copy before is the only good one: it goes when another is whole.
                self._replace(encode(document, self._id, self._key), keep_before=False)
                self._is_good = True
            # First what is under the old passphrase, so that no interruption can leave it behind.
            self._remove(self._before)
            self._flush_folder()
        self._replace(encode(document, self._id, key), keep_before=False)
        self._key = key
        self._is_open = self._is_good = True

    def forget_everything(self) -> None:
        """Remove every copy, the lock and the folders made for them; no passphrase is needed.

        Copies exported elsewhere are not ours to find. Raises KeepingError when something is left, or
        open-elsewhere when all is removed but another window is still open.
        """
        is_alone = True
        if self._folder.is_dir():
            try:
                is_alone = self._hold_if_possible()
            except KeepingError:
                is_alone = False
            for path in (self._file, self._before, self._fresh):
                self._remove(path)
            self._flush_folder()
        self._key = None
        self._is_good = self._is_open = False
        self._id = ""
        if not is_alone and self._lock_file.exists():
            raise KeepingError("open-elsewhere", str(self._folder))
        self._let_go(and_remove=True)

    def export(self, document: Document, path: Path) -> None:
        """Write a copy to a file of the family's choice, sealed when the notes are; whole or not at all."""
        write_file(path, encode(document, self._id or os.urandom(16).hex(), self._key))

    def read_export(self, path: Path, passphrase: str | None = None) -> Document:
        """Read and check an exported file; nothing kept is touched. Raises KeepingError."""
        return decode(self._bytes_of(path), str(path), passphrase)

    def close(self) -> None:
        """Let another window open the notes, and forget the key."""
        self._key = None
        self._is_open = self._is_good = False
        self._let_go(and_remove=False)

    # Reading.

    def _open(self, passphrase: str | None) -> Opened:
        try:
            opened = Opened(self._read(self._file, passphrase))
        except KeepingError as error:
            if error.code not in _SPOILED | {"missing"}:
                raise
            try:
                document = self._read(self._before, passphrase)
            except KeepingError as other:
                if other.code in _SPOILED | {"missing"} and error.code != "missing":
                    raise error from other
                raise
            # Without a last copy, a saving was cut short before it was reported: there is nothing to tell.
            opened = Opened(document, None if error.code == "missing" else error)
            self._is_good = False
        else:
            self._is_good = True
        return opened

    def _read(self, path: Path, passphrase: str | None) -> Document:
        data = self._bytes_of(path)
        file = _head(data, str(path))
        key = None
        if file.seal is not None:
            if passphrase is None:
                raise KeepingError("locked", str(path))
            key = _key(passphrase, file.seal.salt, file.seal.n, str(path))
        document = _notes(file, key, str(path))
        self._key, self._id = key, file.id
        return document

    @staticmethod
    def _bytes_of(path: Path) -> bytes:
        try:
            with path.open("rb") as file:
                return file.read(LARGEST + 1)
        except FileNotFoundError as error:
            raise KeepingError("missing", str(path)) from error
        except OSError as error:
            raise KeepingError("unreadable", str(path)) from error

    # Writing.

    def _begin(self) -> None:
        """Take the folder for the first time; what another window kept since is never written over."""
        missing = 0
        for place in (self._folder, *self._folder.parents):
            if place.exists():
                break
            missing += 1
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            _told(error, self._folder)
        self._hold()
        if self.is_there:
            self._let_go(and_remove=False)
            if self.needs_passphrase:
                raise KeepingError("locked", str(self._file))
            raise KeepingError("open-elsewhere", str(self._file))
        if missing and self._lock is not None:
            # The lock says how many folders were made here: forgetting takes away these, and no other.
            os.write(self._lock, b"%d" % missing)
        self._key = None
        self._id = os.urandom(16).hex()
        self._is_good = False

    def _replace(self, data: bytes, *, keep_before: bool) -> None:
        """Put a whole new file in the place of the last one."""
        if len(data) > LARGEST:
            raise KeepingError("too-big", str(self._file), "size")
        has_moved = False
        try:
            self._write_fresh(data)
            if keep_before:
                self._file.replace(self._before)
                has_moved = True
            self._put_in_place()
        except OSError as error:
            _forget_file(self._fresh)
            if has_moved:
                with contextlib.suppress(OSError):  # if not, opening takes the copy before
                    self._before.replace(self._file)
            _told(error, self._file)
        self._flush_folder()

    def _write_fresh(self, data: bytes) -> None:
        _write(self._fresh, data)

    def _put_in_place(self) -> None:
        self._fresh.replace(self._file)

    def _flush_folder(self) -> None:
        """Make the new names last through a power cut, where the system lets us."""
        if sys.platform == "win32":
            return
        try:
            folder = os.open(self._folder, os.O_RDONLY)
        except OSError:
            return
        try:
            os.fsync(folder)
        except OSError:
            # Some network folders refuse; the file itself is on disk.
            return
        finally:
            os.close(folder)

    @staticmethod
    def _remove(path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            _told(error, path)

    # The lock: the system's own, which ends with the process, however that ends.

    def _hold_if_possible(self) -> bool:
        """Hold the folder; False where nothing can be written, and reading is all there is."""
        try:
            self._hold()
        except KeepingError as error:
            if error.code != "read-only":
                raise
            return False
        return True

    def _hold(self) -> None:
        while self._lock is None:
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
            try:
                lock = os.open(self._lock_file, flags, 0o600)
            except OSError as error:
                _told(error, self._folder)
            try:
                is_locked = _lock(lock)
            except OSError as error:
                os.close(lock)
                _told(error, self._lock_file)
            if not is_locked:
                os.close(lock)
                raise KeepingError("open-elsewhere", str(self._folder))
            # Between the two calls another window may have ended and removed the name we locked.
            try:
                is_ours = os.path.samestat(os.fstat(lock), self._lock_file.stat())
            except OSError:
                is_ours = False
            if is_ours:
                self._lock = lock
            else:
                os.close(lock)

    def _let_go(self, *, and_remove: bool) -> None:
        is_windows = sys.platform == "win32"
        made = self._folders_made() if and_remove else 0
        if and_remove and not is_windows:
            # Before the lock is let go, so that nobody can hold a name that then disappears.
            self._remove(self._lock_file)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None
        if and_remove:
            if is_windows:
                self._remove(self._lock_file)  # Windows removes no file that is open
            with contextlib.suppress(OSError):  # it holds other things, or was never made
                for place in (self._folder, *self._folder.parents)[:made]:
                    place.rmdir()

    def _folders_made(self) -> int:
        """Tell how many folders, from ours upwards, were made for the notes: one that was there stays."""
        said = b""
        if self._lock is not None:
            os.lseek(self._lock, 0, os.SEEK_SET)
            said = os.read(self._lock, 8)
        if said.isdigit():
            return int(said)
        # The system's own place for this program is ours also where nothing says who made it.
        return int(self._folder.name == APP_FOLDER)


def _head(data: bytes, where: str) -> _File:
    """Check everything that needs no passphrase."""
    if len(data) > LARGEST:
        raise KeepingError("too-big", where, "size")
    if not data.startswith(_START[: len(data)]):
        raise KeepingError("foreign", where, "start")
    end = _END.search(data[-_TAIL:])
    if end is None:
        raise KeepingError("truncated", where, f"byte {len(data)}")
    if zlib.crc32(data[:-_TAIL]) != int(end[1], 16):
        raise KeepingError("damaged", where, "sum")
    body = data[:-_TAIL] + b"}"
    head: _Head = _decoded(body, _Head, where, "")
    if head.version > VERSION:
        raise KeepingError("newer", where, "version")
    if head.version < _SEALED_SINCE and bytes(head.seal) != _NOTHING:
        raise KeepingError("older", where, "version")
    file: _File = _decoded(body, _File, where, "")
    if (file.seal is None) == (bytes(file.document) == _NOTHING):
        raise KeepingError("invalid", where, "document")
    if file.seal is not None and file.seal.n & (file.seal.n - 1):
        raise KeepingError("invalid", where, "seal.n")
    return file


def _notes(file: _File, key: _Key | None, where: str) -> Document:
    if file.seal is None or key is None:
        plain = bytes(file.document)
    else:
        # libsodium: only with a passphrase.
        from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt  # noqa: PLC0415
        from nacl.exceptions import CryptoError  # noqa: PLC0415

        seal = file.seal
        try:
            associated = _associated(file.version, file.id, seal.n, seal.salt)
            plain = crypto_aead_xchacha20poly1305_ietf_decrypt(seal.text, associated, seal.nonce, key.key)
        except CryptoError as error:
            raise KeepingError("wrong-passphrase", where) from error
    document: Document = _decoded(plain, Document, where, "document.")
    return document


def _decoded(data: bytes, kind: Any, where: str, prefix: str) -> Any:  # noqa: ANN401 - the kind says it
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError as error:
        text = str(error)
        place, name = _PLACE.search(text), _FIELD.search(text)
        steps = [step for step in (place[1] if place else "", name[1] if name else "") if step]
        raise KeepingError("invalid", where, (prefix + ".".join(steps)).rstrip(".")) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        byte = _BYTE.search(str(error))
        raise KeepingError("damaged", where, f"{prefix}byte {byte[1] if byte else '?'}") from error


def _associated(version: int, identifier: str, n: int, salt: bytes) -> bytes:
    """Bind the notes to the head of their file: it cannot be exchanged for another."""
    return f"{FORMAT} {version} {identifier} {n} {salt.hex()}".encode()


def _plain(passphrase: str) -> str:
    """Make one passphrase of the ways to type it: accents in one or two pieces, spaces more or less."""
    return " ".join(unicodedata.normalize("NFKC", passphrase).split())


def _key(passphrase: str, salt: bytes, n: int, where: str) -> _Key:
    try:
        typed = _plain(passphrase).encode()
    except UnicodeEncodeError as error:
        raise KeepingError("wrong-passphrase", where) from error
    made = scrypt.derive(typed, salt, _KEY, n=n)
    return _Key(made, salt, n)


def write_file(path: Path, data: bytes) -> None:
    """Write a file of the family's choice, whole or not at all; raises KeepingError."""
    fresh = path.with_name(f"{path.name}.{os.urandom(4).hex()}.new")
    try:
        _write(fresh, data)
        fresh.replace(path)
    except OSError as error:
        _told(error, path)
    finally:
        _forget_file(fresh)


def _write(path: Path, data: bytes) -> None:
    """Write a new file that only its owner can read, and wait until it is on disk; raises OSError."""
    path.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _forget_file(path: Path) -> None:
    """Remove what an attempt left, whatever stopped it."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def _told(error: OSError, path: Path) -> NoReturn:
    """Say why the disk refused."""
    if error.errno in _FULL:
        raise KeepingError("full-disk", str(path)) from error
    if error.errno in _CLOSED:
        raise KeepingError("read-only", str(path)) from error
    raise KeepingError("unwritable", str(path)) from error


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> bool:
        """Lock an open file for this process alone; False when another has it."""
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno not in _TAKEN:
                raise
            return False
        return True
else:
    import fcntl

    def _lock(file: int) -> bool:
        """Lock an open file for this process alone; False when another has it."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in _TAKEN:
                raise
            return False
        return True
