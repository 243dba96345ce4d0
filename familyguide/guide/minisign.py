"""The minisign format: Ed25519 over BLAKE2b-512, with a trusted comment under its own signature.

What is signed here is accepted by the `minisign` program, and the other way round. Only the prehashed form
("ED") is read: the older one has been refused by minisign itself by default since 2021.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
import struct
from dataclasses import dataclass, field

from familyguide.guide import scrypt
from familyguide.guide.installed import PackError

UNTRUSTED = "untrusted comment: "
TRUSTED = "trusted comment: "
LINES = 4
# Room for a header, and no more: a signature is read before anything in it is believed.
LARGEST_SIGNATURE = 4096
_KEY, _PREHASHED, _ID, _SIGNATURE = b"Ed", b"ED", 8, 64
_SCRYPT, _PLAIN, _BLAKE = b"Sc", b"\0\0", b"B2"
_SECRET = struct.Struct("<2s2s2s32sQQ104s")
# What minisign asks for: a gibibyte of memory, once, where a publisher signs.
_LARGEST_MEMORY = 1 << 30
_LEAST_WORK = 32768


@dataclass(frozen=True)
class PublicKey:
    """A public key and its id."""

    key_id: bytes
    key: bytes

    @property
    def name(self) -> str:
        """The id as minisign writes it."""
        return name_of(self.key_id)

    def text(self) -> str:
        """Write the key file."""
        line = base64.b64encode(_KEY + self.key_id + self.key).decode()
        return f"{UNTRUSTED}minisign public key {self.name}\n{line}\n"


@dataclass(frozen=True)
class SecretKey:
    """A secret key; it is never shown in a message."""

    key_id: bytes
    seed: bytes = field(repr=False)

    @classmethod
    def make(cls) -> SecretKey:
        """Make a new key pair."""
        return cls(secrets.token_bytes(_ID), secrets.token_bytes(32))

    @property
    def public(self) -> PublicKey:
        """The public part."""
        return PublicKey(self.key_id, _public_bytes(self.seed))

    def text(self) -> str:
        """Write the key file without a passphrase, as `minisign -G -W` does; it leaves the checksum out."""
        secret = self.key_id + self.seed + self.public.key
        block = secret + _checksum(secret)
        line = base64.b64encode(_SECRET.pack(_KEY, _PLAIN, _BLAKE, bytes(32), 0, 0, block)).decode()
        return f"{UNTRUSTED}minisign secret key {name_of(self.key_id)}\n{line}\n"


@dataclass(frozen=True)
class Signature:
    """The four lines of a signature, read but not yet believed."""

    key_id: bytes
    signature: bytes
    comment: str
    seal: bytes

    def text(self) -> str:
        """Write the four lines."""
        first = base64.b64encode(_PREHASHED + self.key_id + self.signature).decode()
        seal = base64.b64encode(self.seal).decode()
        return f"{UNTRUSTED}Family Guide\n{first}\n{TRUSTED}{self.comment}\n{seal}\n"


def name_of(key_id: bytes) -> str:
    """Write a key id as minisign does."""
    return key_id[::-1].hex().upper()


def read_public_key(text: str) -> PublicKey:
    """Read a key file, or its second line alone; raises PackError `key`."""
    try:
        rows = _rows(text)
        raw = _base64(rows[-1], "key", "public key")
        if len(rows) > 2 or len(raw) != 2 + _ID + 32 or raw[:2] != _KEY:  # noqa: PLR2004 - a comment and a key
            raise PackError("key", "public key")
    except IndexError as error:
        raise PackError("key", "public key") from error
    return PublicKey(raw[2:10], raw[10:])


def is_locked(text: str) -> bool:
    """Tell whether a secret key file asks for a passphrase; raises PackError `key`."""
    return _secret_parts(text)[0] == _SCRYPT


def read_secret_key(text: str, passphrase: str = "") -> SecretKey:
    """Read a secret key file; raises PackError `key` (not one), or `passphrase` (the wrong one)."""
    kind, salt, work, memory, block = _secret_parts(text)
    if kind == _SCRYPT:
        stream = _scrypt(passphrase, salt, work, memory)
        block = bytes(a ^ b for a, b in zip(block, stream, strict=True))
    secret, checksum = block[:72], block[72:]
    # `minisign -G -W` writes no checksum: the public half, compared below, tells a damaged key.
    is_unsealed = kind == _PLAIN and checksum == bytes(len(checksum))
    if not is_unsealed and not secrets.compare_digest(_checksum(secret), checksum):
        raise PackError("passphrase" if kind == _SCRYPT else "key", "secret key")
    key = SecretKey(secret[:_ID], secret[_ID : _ID + 32])
    if key.public.key != secret[_ID + 32 :]:
        raise PackError("key", "secret key")
    return key


def sign(key: SecretKey, content: bytes, comment: str) -> Signature:
    """Sign content and a comment of one line."""
    if not comment.isprintable():
        raise PackError("signature-form", "line 3")
    signature = _signed(key.seed, _digest(content))
    return Signature(key.key_id, signature, comment, _signed(key.seed, signature + comment.encode()))


def parse(data: bytes) -> Signature:
    """Read the four lines of a signature, strictly.

    Raises PackError: `foreign` (not a signature), `signature-form` (a line is not as it must be),
    `algorithm` (another way of signing); the place is the line.
    """
    rows = data.removesuffix(b"\n").split(b"\n")
    if not rows[0].startswith(UNTRUSTED.encode()):
        raise PackError("foreign", "line 1")
    if len(data) > LARGEST_SIGNATURE:
        raise PackError("signature-form", "line 1")
    if len(rows) != LINES:
        raise PackError("signature-form", f"line {min(len(rows), LINES)}")
    first = _base64(rows[1], "signature-form", "line 2")
    if len(first) != 2 + _ID + _SIGNATURE:
        raise PackError("signature-form", "line 2")
    if first[:2] != _PREHASHED:
        raise PackError("algorithm", "line 2")
    try:
        comment = rows[2].decode()
    except UnicodeDecodeError as error:
        raise PackError("signature-form", "line 3") from error
    if not comment.startswith(TRUSTED) or not comment.isprintable():
        raise PackError("signature-form", "line 3")
    seal = _base64(rows[3], "signature-form", "line 4")
    if len(seal) != _SIGNATURE:
        raise PackError("signature-form", "line 4")
    return Signature(first[2:10], first[10:], comment.removeprefix(TRUSTED), seal)


def choose(signature: Signature, keys: tuple[PublicKey, ...]) -> PublicKey:
    """Give the key a signature names; raises PackError `wrong-key` when it is none of these."""
    for key in keys:
        if key.key_id == signature.key_id:
            return key
    raise PackError("wrong-key", name_of(signature.key_id))


def verify_comment(signature: Signature, key: PublicKey) -> None:
    """Make sure that this key sealed comment and signature; raises PackError `tampered`, `lines 2 to 4`."""
    _verify(key, signature.seal, signature.signature + signature.comment.encode(), "lines 2 to 4")


def verify_content(signature: Signature, key: PublicKey, content: bytes) -> None:
    """Make sure that this key signed the content; raises PackError `tampered`, `content`."""
    _verify(key, signature.signature, _digest(content), "content")


def _verify(key: PublicKey, signature: bytes, message: bytes, where: str) -> None:
    from nacl.bindings import crypto_sign_open  # noqa: PLC0415 - libsodium, never at start
    from nacl.exceptions import CryptoError  # noqa: PLC0415

    try:
        crypto_sign_open(signature + message, key.key)
    except CryptoError as error:
        raise PackError("tampered", where) from error


def _signed(seed: bytes, message: bytes) -> bytes:
    from nacl.bindings import crypto_sign, crypto_sign_seed_keypair  # noqa: PLC0415 - libsodium

    return crypto_sign(message, crypto_sign_seed_keypair(seed)[1])[:_SIGNATURE]


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content).digest()


def _checksum(secret: bytes) -> bytes:
    return hashlib.blake2b(_KEY + secret, digest_size=32).digest()


def _public_bytes(seed: bytes) -> bytes:
    from nacl.bindings import crypto_sign_seed_keypair  # noqa: PLC0415 - libsodium, never at start

    return crypto_sign_seed_keypair(seed)[0]


def _rows(text: str) -> list[str]:
    return [row.strip() for row in text.strip().splitlines()]


def _base64(text: str | bytes, code: str, where: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise PackError(code, where) from error
    # One way to write it: spare bits set would give a second file with the same meaning.
    if base64.b64encode(raw) != (text.encode() if isinstance(text, str) else text):
        raise PackError(code, where)
    return raw


def _secret_parts(text: str) -> tuple[bytes, bytes, int, int, bytes]:
    rows = _rows(text)
    raw = _base64(rows[-1], "key", "secret key") if rows else b""
    if len(raw) != _SECRET.size:
        raise PackError("key", "secret key")
    algorithm, kind, checksum, salt, work, memory, block = _SECRET.unpack(raw)
    if algorithm != _KEY or checksum != _BLAKE or kind not in {_SCRYPT, _PLAIN}:
        raise PackError("key", "secret key")
    return kind, salt, work, memory, block


def _scrypt(passphrase: str, salt: bytes, work: int, memory: int) -> bytes:
    if memory > _LARGEST_MEMORY or work > 1 << 32:
        raise PackError("key", "secret key")
    # As libsodium chooses them, which minisign is built on.
    work = max(work, _LEAST_WORK)
    if work < memory // 32:
        largest, p = work // (scrypt.BLOCK * 4), 1
    else:
        largest, p = memory // (scrypt.BLOCK * 128), 0
    n = 2
    while n <= largest // 2:
        n *= 2
    p = p or max(1, work // 4 // n // scrypt.BLOCK)
    try:
        return scrypt.derive(passphrase.encode(), salt, 104, n=n, p=p)
    except ValueError as error:
        raise PackError("key", "secret key") from error
