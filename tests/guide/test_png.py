"""Pictures from outside: whole PNGs of an agreed size, and only what is painted of them."""

import random
import struct
import zlib

import pytest

from familyguide.guide import png

# Colour and depth of the kinds that a PNG may have.
KINDS = [(0, 1), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 8), (4, 8), (6, 8), (6, 16)]
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def make(width=40, height=12, *, colour=2, depth=8, interlaced=0, rows=None, more=b"", head=None):
    raw = rows
    if raw is None:
        length = -(-width * depth * SAMPLES[colour] // 8)
        raw = (b"\0" + bytes(length)) * height
    head = head or struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    palette = chunk(b"PLTE", bytes(3 * 2)) if colour == 3 else b""
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + palette
        + more
        + chunk(b"IDAT", zlib.compress(raw))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(("colour", "depth"), KINDS)
def test_a_whole_picture_of_every_kind_stays_as_it_is(colour, depth):
    picture = make(colour=colour, depth=depth)
    assert png.plain(picture) == picture


@pytest.mark.parametrize(("size", "right"), [((1200, 1200), True), ((1201, 1), False), ((1, 1201), False)])
def test_the_size_is_bounded_each_way(size, right):
    assert (png.plain(make(*size)) is not None) is right


def test_an_interlaced_picture_is_measured_pass_by_pass():
    from PySide6.QtGui import QImage

    # 8 by 8 grey pixels in seven passes: 1, 1, 2, 4, 8, 16 and 32 of them, in 1, 1, 1, 2, 2, 4 and 4 rows.
    rows = b"".join(
        (b"\0" + bytes(n)) * count for n, count in ((1, 1), (1, 1), (2, 1), (2, 2), (4, 2), (4, 4), (8, 4))
    )
    picture = make(8, 8, colour=0, interlaced=1, rows=rows)
    assert png.plain(picture) == picture
    assert QImage.fromData(picture, "png").width() == 8
    assert png.plain(make(8, 8, colour=0, interlaced=1, rows=rows[:-1])) is None


def test_what_is_not_painted_is_left_out():
    told = (
        chunk(b"tEXt", b"Author\0somebody") + chunk(b"eXIf", bytes(30)) + chunk(b"iCCP", b"x\0\0" + bytes(9))
    )
    assert png.plain(make(more=told)) == make()
    clear = chunk(b"tRNS", bytes(6))
    assert png.plain(make(more=clear)) == make(more=clear)


def test_a_picture_that_unpacks_to_more_than_it_says_is_refused():
    assert png.plain(make(rows=bytes(100 << 20))) is None
    assert png.plain(make(rows=(b"\0" + bytes(120)) * 13)) is None
    assert png.plain(make(rows=b"")) is None


def test_a_text_that_would_unpack_to_gigabytes_is_not_unpacked():
    bomb = chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(50 << 20)))
    assert png.plain(make(more=bomb)) == make()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a" + bytes(60),
        b"\x89PNG\r\n\x1a\n",
        make() + b"x",
        make()[:-1],
        make().replace(b"IDAT", b"IDAX"),
        make(more=chunk(b"IHDR", bytes(13))),
        make(head=struct.pack(">IIBBBBB", 0, 12, 8, 2, 0, 0, 0)),
        make(head=struct.pack(">IIBBBBB", 2**31, 2**31, 8, 2, 0, 0, 0)),
        make(head=struct.pack(">IIBBBBB", 40, 12, 7, 2, 0, 0, 0)),
        make(head=struct.pack(">IIBBBBB", 40, 12, 8, 5, 0, 0, 0)),
        make(head=struct.pack(">IIBBBBB", 40, 12, 8, 2, 1, 0, 0)),
        make(head=struct.pack(">IIBBBBB", 40, 12, 8, 2, 0, 0, 2)),
        make(head=b"short"),
        make(rows=(b"\5" + bytes(120)) * 12),
        make(colour=3).replace(chunk(b"PLTE", bytes(6)), b""),
    ],
)
def test_anything_else_is_refused(data):
    assert png.plain(data) is None


def test_no_damage_is_let_through():
    picture = make(16, 4)
    for at in range(len(picture)):
        for bit in (1, 128):
            broken = bytearray(picture)
            broken[at] ^= bit
            assert png.plain(bytes(broken)) is None, at


def test_noise_never_raises():
    chance = random.Random(5)
    whole = make(30, 30)
    for _ in range(2000):
        broken = bytearray(whole[: chance.randrange(len(whole))] + chance.randbytes(chance.randrange(40)))
        for _ in range(chance.randrange(6)):
            if broken:
                broken[chance.randrange(len(broken))] = chance.randrange(256)
        assert png.plain(bytes(broken)) is None
