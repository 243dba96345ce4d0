"""From the bytes of the compiled file to values, and the short form of an item that lists show."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

from familyguide.guide import model as m

T = TypeVar("T")
# What a decoder says of bytes that are no longer ours: bad JSON, bad UTF-8, no bytes at all.
UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, TypeError, zlib.error)
# From this length on bytes are written small: what is shorter hardly gets smaller.
_LONG = 1024
_SMALL = b"x"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What lists show of an item, without reading its body."""

    id: str
    kind: str
    title: m.Both
    summary: m.Both | None = None
    audience: str
    topics: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    as_of: str | None = None
    review_by: str
    minutes: int | None = None
    words: dict[str, int]
    # One word that lists are grouped by: category of a sign or article, kind of an app, ...
    group: str | None = None
    high: bool = False
    needs: tuple[str, ...] = ()


# The rows of a kind are listed again on every page; a row is frozen, so all may hold the same one.
@lru_cache(maxsize=2048)
def decode_row(body: bytes) -> Row:
    """Read the short form of an item; raises one of UNREADABLE."""
    return _decode_row(body)


def encode(value: Any) -> bytes:  # noqa: ANN401 - an item, or any other part of the file
    """Write a value: JSON, and where it is long made small by zlib, which begins with another sign."""
    body = msgspec.json.encode(value)
    return zlib.compress(body, 9) if len(body) >= _LONG else body


def decode_item(kind: str, body: bytes) -> m.AnyItem:
    """Read an item; raises KeyError for an unknown kind, else one of UNREADABLE."""
    return msgspec.json.decode(_whole(body), type=m.KIND_TYPES[kind])


def decode(body: bytes, kind: type[T]) -> T:
    """Read any other part of the file; raises one of UNREADABLE."""
    return msgspec.json.decode(_whole(body), type=kind)


def _whole(body: bytes) -> bytes:
    return zlib.decompress(body) if body.startswith(_SMALL) else body


_decode_row = msgspec.json.Decoder(Row).decode
