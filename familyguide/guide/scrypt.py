"""A key from a passphrase: scrypt, slow on purpose, as libsodium makes it."""

from __future__ import annotations

BLOCK = 8
# What scrypt asks for beside the memory that its cost names.
_BESIDE = 1 << 20


def derive(passphrase: bytes, salt: bytes, length: int, *, n: int, p: int = 1) -> bytes:
    """Make a key of this length with r = 8; ValueError where `n` and `p` make no sense."""
    from nacl.bindings import crypto_pwhash_scryptsalsa208sha256_ll  # noqa: PLC0415 - never at start

    memory = 128 * BLOCK * n + _BESIDE
    return crypto_pwhash_scryptsalsa208sha256_ll(passphrase, salt, n, BLOCK, p, dklen=length, maxmem=memory)
