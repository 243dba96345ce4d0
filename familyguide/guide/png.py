"""A picture from outside, looked at before anything draws it: a whole PNG of a size that was agreed on."""

from __future__ import annotations

import struct
import zlib

# Pixels each way: sharp at 200 % on a fine screen, and some megabytes at most when it is unpacked.
LARGEST = 1200
_MAGIC = b"\x89PNG\r\n\x1a\n"
_CHUNK = struct.Struct(">I4s")
_HEAD = struct.Struct(">IIBBBBB")
_END, _SUM = b"IEND", 4
# Samples in a pixel by kind of colour, and the sizes in bits that a sample may have.
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_INDEXED = 3
_FILTERS = 5
# First column and row, and the steps, of the seven passes of an interlaced picture.
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
# What is needed to paint. Everything else (texts, profiles, a place, a thumbnail) is left out: it says more
# than the picture, or is packed and may be anything once unpacked.
_PAINTED = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", _END)


def plain(data: bytes) -> bytes | None:
    """Give the picture with only what is painted; None unless it is a whole PNG, LARGEST pixels each way.

    Never unpacks more than a picture of that size needs.
    """
    try:
        chunks = _chunks(data)
        kinds = [kind for kind, _ in chunks]
        if kinds[:1] != [b"IHDR"] or kinds.count(b"IHDR") != 1 or kinds.count(b"PLTE") > 1:
            return None
        lengths = _rows_of(chunks[0][1])
    except (struct.error, KeyError, ValueError):
        return None
    packed = b"".join(body for kind, body in chunks if kind == b"IDAT")
    if not _unpacks_to(packed, lengths):
        return None
    if chunks[0][1][9] == _INDEXED and not any(kind == b"PLTE" and body for kind, body in chunks):
        return None
    return _MAGIC + b"".join(_write(kind, body) for kind, body in chunks if kind in _PAINTED)


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """Cut a PNG into its chunks, each with a right sum; raises ValueError or struct.error."""
    if not data.startswith(_MAGIC):
        raise ValueError("magic")
    found: list[tuple[bytes, bytes]] = []
    at = len(_MAGIC)
    while not found or found[-1][0] != _END:
        length, kind = _CHUNK.unpack_from(data, at)
        start = at + _CHUNK.size
        at = start + length + _SUM
        body = data[start : start + length]
        if at > len(data) or data[at - _SUM : at] != _sum(kind, body):
            raise ValueError("chunk")
        found.append((kind, body))
    if at != len(data):
        raise ValueError("trailing")
    return found


def _sum(kind: bytes, body: bytes) -> bytes:
    return zlib.crc32(kind + body).to_bytes(_SUM, "big")


def _write(kind: bytes, body: bytes) -> bytes:
    return _CHUNK.pack(len(body), kind) + body + _sum(kind, body)


def _rows_of(head: bytes) -> list[int]:
    """Give the length in bytes of every row, its filter included; raises as `plain` expects."""
    width, height, depth, colour, packing, filtering, interlaced = _HEAD.unpack(head)
    if not 0 < width <= LARGEST or not 0 < height <= LARGEST:
        raise ValueError("size")
    if depth not in _DEPTHS[colour] or packing or filtering or interlaced > 1:
        raise ValueError("kind")
    bits = depth * _SAMPLES[colour]
    lengths: list[int] = []
    for column, row, across, down in _PASSES if interlaced else ((0, 0, 1, 1),):
        pixels = -(-(width - column) // across)
        if pixels > 0:
            lengths += [1 + -(-pixels * bits // 8)] * max(0, -(-(height - row) // down))
    return lengths


def _unpacks_to(packed: bytes, lengths: list[int]) -> bool:
    wanted = sum(lengths)
    stream = zlib.decompressobj()
    try:
        raw = stream.decompress(packed, wanted + 1)
    except zlib.error:
        return False
    if len(raw) != wanted or not stream.eof or stream.unused_data:
        return False
    at = 0
    for length in lengths:
        if raw[at] >= _FILTERS:
            return False
        at += length
    return True
