"""Letters as the eye sees them: our table against the library that it was made from."""

import random
import re
import sys
import unicodedata

import disarm
import pytest

from familyguide.guide import lookalikes as eye
from tools import lookalikes as tool

LETTERS = [
    letter for letter in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(letter)[0] in "LMN"
]
NAMES = (
    "Police nationale",
    "Enfance en danger",
    "Child Focus",
    "119",
    "SAMU",
    "Écoute Jeunes",
    "Ville d’Arles",
)


def theirs(text):
    """The same skeleton with disarm in the place of our table."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFD", text) if unicodedata.category(letter) != "Mn"
    )
    shape = disarm.skeleton_key(plain, digit_policy="tr39")
    shape = shape.replace("i", "l").replace("1", "l").replace("0", "o").replace("rn", "m").replace("vv", "w")
    return " ".join(re.findall(r"[^\W_]+", shape))


def theirs_mixes(text):
    return any(disarm.is_mixed_script(word) for word in re.findall(r"[^\W_]+", text))


def test_the_table_is_the_one_that_is_made_from_the_library_in_use():
    assert eye.TABLE.read_text(encoding="ascii") == tool.made(), "run: python -m tools.lookalikes"


def test_each_letter_of_unicode_looks_as_the_library_says():
    different = [
        hex(ord(letter))
        for letter in LETTERS
        if eye.skeleton.__wrapped__(f"x{letter}y") != theirs(f"x{letter}y")
    ]
    assert different == []


def test_names_in_mixed_letters_are_seen_as_the_library_sees_them():
    chance = random.Random(28)
    alike = {}
    for letter in LETTERS:
        alike.setdefault(eye.skeleton.__wrapped__(letter), []).append(letter)
    others = [
        chr(code) for code in range(0x20, 0x3100) if unicodedata.category(chr(code)) not in {"Cn", "Cc"}
    ]
    for _ in range(20_000):
        name = chance.choice(NAMES)
        text = "".join(
            chance.choice(alike.get(eye.skeleton(letter)) or [letter]) if chance.random() < 0.5 else letter
            for letter in name
        )
        if chance.random() < 0.5:
            place = chance.randrange(len(text))
            text = text[:place] + "".join(chance.choices(others, k=chance.randint(1, 3))) + text[place:]
        assert eye.skeleton.__wrapped__(text) == theirs(text), ascii(text)
        assert eye.mixes_scripts(text) == theirs_mixes(text), ascii(text)


def test_scripts_are_told_as_the_library_tells_them():
    for letter in LETTERS:
        for other in "aя日ひ한":
            assert eye.mixes_scripts(letter + other) == theirs_mixes(letter + other), hex(ord(letter))


@pytest.mark.parametrize(
    ("name", "official"),
    [
        ("Роlісе nаtіоnаlе", "Police nationale"),
        ("ＳＡＭＵ", "SAMU"),
        ("ll9", "119"),
        ("𝐂hild Focus", "Child Focus"),
    ],
)
def test_a_name_in_other_letters_is_the_official_one_to_the_eye(name, official):
    assert eye.resembles(name, official)


@pytest.mark.parametrize("damage", ["cut", "", "looks 61 zz\nend\n", "other\nend\n"])
def test_a_table_that_is_damaged_or_cut_compares_nothing(tmp_path, monkeypatch, damage):
    whole = eye.TABLE.read_text(encoding="ascii")
    table = tmp_path / "alike.txt"
    table.write_text(whole[:30_000] if damage == "cut" else damage, encoding="ascii")
    monkeypatch.setattr(eye, "TABLE", table)
    eye._table.cache_clear()
    with pytest.raises(ValueError, match=r"alike\.txt|invalid literal"):
        eye.mixes_scripts("a")
    eye._table.cache_clear()
