"""The minisign format: what its author's own library wrote is read, and nothing else passes."""

import base64

import pytest

from familyguide.guide import minisign
from familyguide.guide.installed import PackError

# Written by py-minisign 0.21.1, the library of minisign's author, with a key made for this test.
PUBLIC = (
    "untrusted comment: minisign public key 9E147F2DE7600CC8\n"
    "RWSeFH8t52AMyIDnzk+4KFI0g0JKKfbbamJ1ii8egEc5lrDF4gp0JpSR\n"
)
SIGNED = (
    "untrusted comment: signature\n"
    "RUSeFH8t52AMyNlZTNZMsym8HUQ8U+hihd8MJX/hn6V/5sN+uDirtbDkQ76B4hBDCOCEI+vnXENftUkM"
    "JfpUIpk7tGjikvU6RAk=\n"
    "trusted comment: made by the author of minisign\n"
    "KX+I4arvk2An6kfDPffu5E/x93q5QGgbFjIWlk5zv2pcvejX8OQHAR62MbZQMfPg4XsobkvvCIk3z1Cz"
    "zskGCQ==\n"
)
OLD = (
    "untrusted comment: signature from minisign secret key\n"
    "RWSeFH8t52AMyGo3VhYZ8CfZWBFI107p4zcFE8IGCUKSxQr7cZJkps2V6I22syjM2k2iRg5fuOs093ZC"
    "0h+4fpodaPwmfdMxjgk=\n"
    "trusted comment: old\n"
    "7nLrDZyWkmTrVv4kgrxL8AYNIZvB6Masf0UXRVSs+i+MEcOFVSe+8O259uUUJQLfItaK8jTra4jvc0eu"
    "sTqUDA==\n"
)
SECRET = (
    "untrusted comment: minisign secret key\n"
    "RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAnhR/Ledg"
    "DMiVMjeQJ3X0tcpFNgGqpguO//PBcNn+OgLeQENjn/J22YDnzk+4KFI0g0JKKfbbamJ1ii8egEc5lrDF"
    "4gp0JpSReDK3Lvd0iWHBtKUbRiPeN/43x5tTafmqr41asNtKnpQ=\n"
)
LOCKED = (
    "untrusted comment: minisign encrypted secret key\n"
    "RWRTY0Iy+B8EiKFBrP7/Ga4G5/0RFE0SBSIGt1Nx0jDxTVWkVF0AABAAAAAAAAAAAAIAAAAA9ZSoIGgS"
    "1x+YOD7eG3dSmQBv4hAB9/BWkr8I40p+kgL9lpaXNJjvBraHqx4Hm4CAOb9Emo3CVrxKNkB7sqiJ5bNY"
    "7gb4aULGePQxKIYn39YUjHytmvn6ky1oHRzAk9jf+JXp1pNIQE4=\n"
)
# Written by the minisign program 0.11 with -W, for this test: it leaves the checksum out.
UNSEALED = (
    "untrusted comment: minisign encrypted secret key\n"
    "RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA62/1MOYF"
    "lVK4TpkQM5w7grRD7nh6TSDFzvQjEu7EJ9UR20ECdW5mVI7blVaifUDFaF4FnWBVcPq84qvPlyFZIbcE"
    "dkBg08P6AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
)
UNSEALED_PUBLIC = "RWTrb/Uw5gWVUo7blVaifUDFaF4FnWBVcPq84qvPlyFZIbcEdkBg08P6"
CONTENT = b"Family Guide\n"


def refused(ask, *values):
    with pytest.raises(PackError) as caught:
        ask(*values)
    return caught.value.code, caught.value.where


def rows(text):
    return text.removesuffix("\n").split("\n")


def joined(lines):
    return ("\n".join(lines) + "\n").encode()


@pytest.fixture
def key():
    return minisign.SecretKey.make()


def test_a_signature_of_another_program_is_verified():
    public, signature = minisign.read_public_key(PUBLIC), minisign.parse(SIGNED.encode())
    assert minisign.choose(signature, (public,)) == public
    minisign.verify_comment(signature, public)
    minisign.verify_content(signature, public, CONTENT)
    # The minisign program writes an id from its last byte to its first.
    assert (signature.comment, public.name) == ("made by the author of minisign", "C80C60E72D7F149E")


def test_a_key_with_or_without_a_passphrase_is_the_same_key():
    plain = minisign.read_secret_key(SECRET)
    assert plain.public == minisign.read_public_key(PUBLIC)
    assert minisign.is_locked(LOCKED)
    assert not minisign.is_locked(SECRET)
    assert minisign.read_secret_key(LOCKED, "a long passphrase") == plain
    assert refused(minisign.read_secret_key, LOCKED, "another") == ("passphrase", "secret key")


def test_a_key_that_the_program_made_without_a_passphrase_is_read_and_damage_is_still_seen():
    assert not minisign.is_locked(UNSEALED)
    key = minisign.read_secret_key(UNSEALED)
    assert key.public == minisign.read_public_key(UNSEALED_PUBLIC)
    raw = bytearray(base64.b64decode(rows(UNSEALED)[1]))
    for place in (70, 110):
        damaged = bytes(raw[:place]) + bytes([raw[place] ^ 1]) + bytes(raw[place + 1 :])
        text = base64.b64encode(damaged).decode()
        assert refused(minisign.read_secret_key, text) == ("key", "secret key")


def test_what_is_signed_here_comes_back_whole(key):
    signature = minisign.sign(key, CONTENT, "accents: é")
    again = minisign.parse(signature.text().encode())
    assert again == signature
    minisign.verify_comment(again, key.public)
    minisign.verify_content(again, key.public, CONTENT)
    assert minisign.read_secret_key(key.text()) == key
    assert minisign.read_public_key(key.public.text()) == key.public


def test_a_secret_key_is_not_shown(key):
    assert "seed" not in repr(key)
    assert key.seed.hex() not in repr(key)


def test_the_old_way_of_signing_is_refused():
    assert refused(minisign.parse, OLD.encode()) == ("algorithm", "line 2")


def test_other_content_another_comment_and_another_key_are_refused(key):
    signature = minisign.sign(key, CONTENT, "one")
    other = minisign.Signature(signature.key_id, signature.signature, "two", signature.seal)
    assert refused(minisign.verify_content, signature, key.public, CONTENT + b" ") == ("tampered", "content")
    assert refused(minisign.verify_comment, other, key.public) == ("tampered", "lines 2 to 4")
    stranger = minisign.SecretKey.make().public
    assert refused(minisign.choose, signature, (stranger,)) == ("wrong-key", key.public.name)
    impostor = minisign.PublicKey(key.key_id, stranger.key)
    assert refused(minisign.verify_comment, signature, impostor) == ("tampered", "lines 2 to 4")


@pytest.mark.parametrize("where", range(8 + 2, 8 + 2 + 64, 7))
def test_every_byte_of_a_signature_counts(key, where):
    lines = rows(minisign.sign(key, CONTENT, "one").text())
    raw = bytearray(base64.b64decode(lines[1]))
    raw[where] ^= 1
    lines[1] = base64.b64encode(raw).decode()
    signature = minisign.parse(joined(lines))
    assert refused(minisign.verify_comment, signature, key.public) == ("tampered", "lines 2 to 4")
    assert refused(minisign.verify_content, signature, key.public, CONTENT) == ("tampered", "content")


@pytest.mark.parametrize(
    ("number", "line", "code"),
    [
        (1, "trusted comment: first", "foreign"),
        (1, "", "foreign"),
        (2, "no base64!", "signature-form"),
        (2, "RURB", "signature-form"),
        (2, " " + rows(SIGNED)[1], "signature-form"),
        (3, "comment: x", "signature-form"),
        (3, "trusted comment: a\tb", "signature-form"),
        (3, "trusted comment: a\u202eb", "signature-form"),
        (4, rows(SIGNED)[3][:-4], "signature-form"),
        (4, rows(SIGNED)[3] + "\r", "signature-form"),
        (4, rows(SIGNED)[3] + "\nmore", "signature-form"),
    ],
)
def test_each_line_is_read_strictly(number, line, code):
    lines = rows(SIGNED)
    lines[number - 1] = line
    assert refused(minisign.parse, joined(lines)) == (code, f"line {number}")


def test_spare_bits_do_not_make_a_second_signature():
    lines = rows(SIGNED)
    assert lines[3].endswith("Q==")
    lines[3] = lines[3].removesuffix("Q==") + "R=="
    assert refused(minisign.parse, joined(lines)) == ("signature-form", "line 4")


def test_a_signature_of_any_length_is_not_read():
    long = SIGNED.replace("made by", "made by " + "x" * minisign.LARGEST_SIGNATURE)
    assert refused(minisign.parse, long.encode()) == ("signature-form", "line 1")


@pytest.mark.parametrize("text", ["", "\n", "x", PUBLIC * 2, SECRET, rows(PUBLIC)[1][:-4], "RWQ é"])
def test_what_is_no_public_key_is_refused(text):
    assert refused(minisign.read_public_key, text) == ("key", "public key")


@pytest.mark.parametrize("text", ["", "x", PUBLIC, SECRET[:-9], SECRET.replace("RWQAAEIy", "RWQAAEIz")])
def test_what_is_no_secret_key_is_refused(text):
    assert refused(minisign.read_secret_key, text) == ("key", "secret key")


def test_a_damaged_secret_key_is_refused():
    raw = bytearray(base64.b64decode(rows(SECRET)[1]))
    raw[70] ^= 1
    assert refused(minisign.read_secret_key, base64.b64encode(raw).decode()) == ("key", "secret key")


@pytest.mark.parametrize(("work", "memory"), [(1 << 15, 1 << 40), (1 << 32, 1 << 11), (1 << 63, 1 << 25)])
def test_a_key_that_asks_for_all_the_memory_or_for_endless_work_is_refused(work, memory):
    raw = bytearray(base64.b64decode(rows(LOCKED)[1]))
    raw[38:54] = work.to_bytes(8, "little") + memory.to_bytes(8, "little")
    text = base64.b64encode(raw).decode()
    assert refused(minisign.read_secret_key, text, "a long passphrase") == ("key", "secret key")
