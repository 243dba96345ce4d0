"""2,500 damaged policies, each with the mistakes it must be told for, and 20 whole ones mixed in.

Each seed writes a policy of its own, damages it in one way or two, and states line, key and code of every
mistake before the file is read. A whole policy must be accepted, a damaged one refused with exactly those
mistakes, in both languages, without an exception, and no sentence may serve for more than 30 % of the cases.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from familyguide.services.policy import KEYS, LARGEST_BYTES, read
from familyguide.services.rules import Flags, effective

if TYPE_CHECKING:
    from collections.abc import Callable

DAMAGED = 2_500
WHOLE = 20
LARGEST_SHARE = 0.30
# Base64 as a hash and a key are written.
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

Expected = set[tuple[int, str, str]]


class Draft:
    """A policy as lines, with the line each key stands on."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.values = self._values()
        self.expected: list[tuple[str, str]] = []
        # Mistakes of a line rather than of a key: (key of the line, code).
        self.lines_wrong: list[tuple[str, str, str]] = []
        self.after = b""

    def _values(self) -> dict[str, str]:
        c = self.chance
        mode = c.choice(("home", "guest", "public-pc"))
        values = {"mode": f'"{mode}"'}
        letters = "".join(c.choices(_LETTERS, k=96))
        wiped = c.random() < 0.5
        everything = {
            "languages": c.choice(('["fr", "en"]', '["en"]', "['fr']", '[\n  "en",\n  "fr",\n]')),
            "country": c.choice(('"FR"', '"BE"', "'CH'", '"CA"')),
            "idle_minutes": str(c.randint(2, 20)),
            "links": '"open"' if mode == "home" or wiped else '"qr"',
            "session_is_wiped": "true" if wiped else "false",
            "printing": '"named"',
            "printer": c.choice(('"Accueil"', '"Étage 2 — HP"', "'Front desk'")),
            "staff_code": f'"$scrypt$ln=15,r=8,p=1${letters[:22]}${letters[22:65]}"',
            "overlay_key": f'"RWQ{letters[:53]}"',
            "overlay_domains": c.choice(('["www.ville.example"]', '[\n  "a.example",\n  "b.example",\n]')),
            "keyboard": c.choice(('"system"', '"own"', '"off"')),
            "shift_leaves": c.choice(("true", "false")),
            "organisation": c.choice(('"Médiathèque"', "'Town library'", '"""Mairie"""')),
        }
        if mode == "home":
            everything["data_folder"] = '"~/Guide"'
        pairs = list(everything.items())
        c.shuffle(pairs)
        return values | dict(pairs)

    def text(self) -> tuple[bytes, dict[str, int]]:
        """Write the file; gives it and the line of each key."""
        c = self.chance
        end = c.choice(("\n", "\r\n"))
        lines: list[str] = []
        where: dict[str, int] = {}
        keys = list(self.values)
        c.shuffle(keys)
        for key in keys:
            while c.random() < 0.3:
                lines.append(c.choice(("", "# mode = 'kiosk'", "  # une remarque", "# [links]")))
            where[key] = len(lines) + 1
            space = c.choice((" ", "", "\t"))
            comment = c.choice(("", "  # why"))
            value = self.values[key]
            lines += f"{key.split('!')[0]}{space}={space}{value}{'' if chr(10) in value else comment}".split(
                "\n"
            )
        lines += [""] * c.randint(0, 2)
        return end.join(lines).encode() + self.after, where

    def key(self, *keys: str) -> str:
        """Choose one of the keys that stand in this draft."""
        return self.chance.choice([key for key in keys if key in self.values] or ["mode"])

    def spoil(self, key: str, value: str, code: str) -> None:
        """Give a key a wrong value."""
        self.values[key] = value
        self.expected.append((key, code))


def _wrong_type(draft: Draft) -> None:
    c = draft.chance
    key = draft.key(*KEYS)
    flags, numbers = ("session_is_wiped", "shift_leaves"), ("idle_minutes",)
    if key in flags:
        value = c.choice(('"true"', "1", "0", "[]", "2026-01-01"))
    elif key in numbers:
        value = c.choice(('"5"', "5.5", "true", "[5]", "05:00:00"))
    elif key in ("languages", "overlay_domains"):
        value = c.choice(('"fr"', "1", "[1, 2]", '["fr", true]', "{}"))
    else:
        value = c.choice(("1", "true", "2.5", '["x"]', "2026-01-01", "{a = 1}"))
    draft.spoil(key, value, "wrong-type")


def _not_a_choice(draft: Draft) -> None:
    key = draft.key("mode", "links", "printing", "keyboard", "languages")
    word = draft.chance.choice(("kiosk", "QR", "yes", "on", "français", "\\u0000", "x" * 500))
    draft.spoil(key, f'["{word}"]' if key == "languages" else f'"{word}"', "not-a-choice")


def _out_of_range(draft: Draft) -> None:
    value = draft.chance.choice(("0", "1", "21", "-5", "1_000", "0x" + "f" * 4_000, "99999999999999999999"))
    draft.spoil("idle_minutes", value, "out-of-range")


def _bad_country(draft: Draft) -> None:
    value = draft.chance.choice(("fr", "France", "F", "FRA", "F1", "", "ＦＲ", "FR\\n"))
    draft.spoil("country", f'"{value}"', "bad-country")


def _bad_hash(draft: Draft) -> None:
    kept = draft.values["staff_code"].strip('"')
    value = draft.chance.choice(
        (
            "secret-code-12",
            "",
            kept[:-1],
            kept + "A",
            kept.replace("ln=15", "ln=12"),
            kept.replace("r=8", "r=9"),
        )
    )
    draft.spoil("staff_code", f'"{value}"', "bad-hash")


def _bad_key(draft: Draft) -> None:
    kept = draft.values["overlay_key"].strip('"')
    value = draft.chance.choice((kept[:-1], kept + "A", "XX" + kept[2:], kept[:20] + "é" + kept[21:], ""))
    draft.spoil("overlay_key", f'"{value}"', "bad-key")


def _bad_domain(draft: Draft) -> None:
    value = draft.chance.choice(
        (
            "https://a.example",
            "xn--e1afmkfd.example",
            "аpple.example",
            "a.example:80",
            "localhost",
            "a b.example",
        )
    )
    draft.spoil("overlay_domains", f'["a.example", "{value}"]', "bad-domain")


def _too_many(draft: Draft) -> None:
    names = ", ".join(f'"a{number}.example"' for number in range(draft.chance.randint(41, 90)))
    draft.spoil("overlay_domains", f"[{names}]", "too-many")


def _empty(draft: Draft) -> None:
    key = draft.key("languages", "overlay_domains", "printer", "organisation")
    draft.spoil(key, "[]" if key in ("languages", "overlay_domains") else '" "', "empty")


def _repeated(draft: Draft) -> None:
    key = draft.key("languages", "overlay_domains")
    draft.spoil(key, '["fr", "fr"]' if key == "languages" else '["a.example", "a.example"]', "repeated")


def _bad_text(draft: Draft) -> None:
    value = draft.chance.choice(("x" * 61, "a\\nb", "a\\u202Eb", "\\u0007bell", "a\\u200Bb"))
    draft.spoil(draft.key("printer", "organisation"), f'"{value}"', "bad-text")


def _bad_folder(draft: Draft) -> None:
    draft.values["mode"] = '"home"'
    value = draft.chance.choice(("guide", "./guide", "~other/x", "~/../x", "/a/../b", "", "/a\\u0000b"))
    draft.spoil("data_folder", f'"{value}"', "bad-folder")


def _unknown(draft: Draft) -> None:
    key = draft.chance.choice(("font", "wifi", "zzz", '"é"', "password", "log_file"))
    draft.values[key] = draft.chance.choice(("1", '"x"', "[1]", "{a = 1}"))
    draft.expected.append((key, "unknown-key"))


def _misspelt(draft: Draft) -> None:
    key = draft.key(
        "idle_minutes", "country", "languages", "keyboard", "shift_leaves", "organisation", "mode"
    )
    place = draft.chance.randrange(1, len(key) - 1)
    wrong = draft.chance.choice((key.upper(), key + "s", key[:place] + key[place + 1 :]))
    draft.values = {wrong if name == key else name: value for name, value in draft.values.items()}
    draft.expected.append((wrong, "misspelt-key"))
    if key == "mode":
        # Without a mode nothing can be said about what fits it.
        draft.values.pop("data_folder", None)


def _no_mode(draft: Draft) -> None:
    del draft.values["mode"]
    draft.expected.append(("mode", "missing-key"))


def _links(draft: Draft) -> None:
    draft.values["mode"] = draft.chance.choice(('"guest"', '"public-pc"'))
    draft.values.pop("data_folder", None)
    draft.values["session_is_wiped"] = "false"
    if draft.chance.random() < 0.5:
        del draft.values["session_is_wiped"]
    draft.spoil("links", '"open"', "links-need-wiping")


def _kept(draft: Draft) -> None:
    draft.values["mode"] = draft.chance.choice(('"guest"', '"public-pc"'))
    draft.values["links"] = '"qr"'
    draft.spoil("data_folder", '"~/x"', "nothing-is-kept")


def _no_printer(draft: Draft) -> None:
    del draft.values["printer"]
    draft.expected.append(("printing", "printer-missing"))


def _printer_unused(draft: Draft) -> None:
    draft.values["printing"] = draft.chance.choice(('"off"', '"default"'))
    draft.expected.append(("printer", "printer-unused"))


def _domains_alone(draft: Draft) -> None:
    del draft.values["overlay_key"]
    draft.expected.append(("overlay_domains", "domains-without-key"))


def _syntax(draft: Draft) -> None:
    key = draft.key("country", "keyboard", "printer", "organisation", "languages", "idle_minutes")
    value = draft.chance.choice(
        (
            "FR",
            '"FR',
            "",
            '["fr",',
            "5 minutes",
            '"C:\\Guide"',
            "'it's'",
            '"a" "b"',
            "{a = 1",
            "yes",
            '"a\x01b"',
            "[" * 3_000,
            "1" * 4_500,
        )
    )
    draft.values[key] = value
    draft.lines_wrong.append((key, "", "syntax"))


def _encoding(draft: Draft) -> None:
    draft.values["organisation"] = '"@@"'
    draft.lines_wrong.append(("organisation", "", "encoding"))


def _twice(draft: Draft) -> None:
    key = draft.key(*KEYS)
    # The mark lets one key stand twice in the draft; it is not written.
    draft.values[f"{key}!"] = draft.values[key]
    draft.lines_wrong.append((key, key, "repeated-key"))


SINGLE: tuple[Callable[[Draft], None], ...] = (
    _wrong_type,
    _not_a_choice,
    _out_of_range,
    _bad_country,
    _bad_hash,
    _bad_key,
    _bad_domain,
    _too_many,
    _empty,
    _repeated,
    _bad_text,
    _bad_folder,
    _unknown,
    _misspelt,
    _no_mode,
    _links,
    _kept,
    _no_printer,
    _printer_unused,
    _domains_alone,
    _syntax,
    _encoding,
    _twice,
)
# Two of these in one file touch different keys, and both must be told.
TOGETHER = (_out_of_range, _bad_country, _bad_hash, _unknown, _bad_domain)


class Case(NamedTuple):
    """One file and what must be said about it."""

    raw: bytes
    expected: Expected


def case(seed: int, *, is_whole: bool) -> Case:
    """Write the file of a seed, and state its mistakes."""
    draft = Draft(seed)
    if is_whole:
        return Case(draft.text()[0], set())
    if seed % 50 == 7:
        return _other_file(draft)
    if seed % 5 == 0:
        for damage in draft.chance.sample(TOGETHER, 2):
            damage(draft)
    else:
        SINGLE[seed % len(SINGLE)](draft)
    raw, where = draft.text()
    expected = {(where.get(key, 1), key.strip('"'), code) for key, code in draft.expected}
    for of, key, code in draft.lines_wrong:
        line = max(where[of], where.get(f"{of}!", 0))
        expected.add((line, key, code))
        if code == "encoding":
            raw = raw.replace(b"@@", draft.chance.choice((b"\xe9\xe8", b"\xff", b"\xc3(", b"\xed\xa0\x80")))
    return Case(raw, expected)


def _other_file(draft: Draft) -> Case:
    """Something that is no policy at all: too large, empty, or cut to nothing but remarks."""
    which = draft.chance.randrange(3)
    if which == 0:
        return Case(draft.text()[0] + b"#" * LARGEST_BYTES, {(0, "", "too-large")})
    if which == 1:
        return Case(b"\n" * draft.chance.randint(1_001, 3_000), {(0, "", "too-large")})
    return Case(b"# Family Guide\n" * draft.chance.randint(0, 9), {(1, "mode", "missing-key")})


def run() -> tuple[bool, str]:
    """Read every file as the app would; gives whether all was as stated, and the figures."""
    order = [(seed, seed >= DAMAGED) for seed in range(DAMAGED + WHOLE)]
    random.Random(0).shuffle(order)
    wrong: list[str] = []
    sentences: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "policy.toml"
        for seed, is_whole in order:
            made = case(seed, is_whole=is_whole)
            place.write_bytes(made.raw)
            found = read(place, "fr" if seed % 2 else "en")
            told = {(problem.line, problem.key, problem.code) for problem in found.problems}
            if told != made.expected or (found.policy is None) == is_whole:
                wrong.append(f"seed {seed}: expected {sorted(made.expected)}, told {sorted(told)}")
            mode = effective(found, None, Flags()).mode
            if not is_whole and mode != "guest":
                wrong.append(f"seed {seed}: a broken policy gave the mode {mode}")
            sentences.update({problem.message for problem in found.problems})
            codes.update({problem.code for problem in found.problems})
            if place.read_bytes() != made.raw:
                wrong.append(f"seed {seed}: the file was changed")
    most, cases = codes.most_common(1)[0]
    sentence, times = sentences.most_common(1)[0]
    figures = [
        f"damaged policies: {DAMAGED}, whole ones mixed in: {WHOLE}, not as stated: {len(wrong)}",
        f"kinds of mistakes: {len(codes)}, different sentences: {len(sentences)}",
        f"most frequent kind: {most}, {cases / DAMAGED:.1%} of the cases (at most {LARGEST_SHARE:.0%})",
        f"most frequent sentence: {times / DAMAGED:.1%} of the cases: {sentence}",
        *wrong[:20],
    ]
    return not wrong and cases <= LARGEST_SHARE * DAMAGED, "\n".join(figures)


if __name__ == "__main__":
    passed, report = run()
    print(report)
    sys.exit(0 if passed else 1)
