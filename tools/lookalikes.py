"""Make resources/letters/alike.txt: what each letter looks like, and its script, as names are compared.

Run `python -m tools.lookalikes` after a new `disarm` brought a new table of Unicode; the tests compare the
file with it. Letters stand as numbers: many cannot be seen, or turn the direction of a line.
"""

from __future__ import annotations

import sys
import unicodedata
from collections import defaultdict
from itertools import groupby

import disarm

from familyguide.guide.files import write_whole
from familyguide.guide.lookalikes import TABLE

# The same in every Python, so that each makes the same file.
_FIXED = unicodedata.ucd_3_2_0
# Around a letter, so that it is never first or last: what is empty there is taken away.
_BEFORE, _AFTER = "x", "y"
_HEAD = """\
# Letters that look alike, and the script of each: Unicode {version}, confusables.txt of Technical Standard 39
# and Scripts.txt of Annex 24, with capitals as small letters, as disarm {disarm} reads them.
# Copyright 1991-2025 Unicode, Inc.; Unicode License v3: resources/letters/LICENSE-unicode.txt
# looks FORM LETTER...: what is seen, and the letters that look so; an empty form: they are not seen.
# script NAME FIRST-LAST...
# Written by python -m tools.lookalikes.
"""


def main() -> int:
    """Write the file."""
    write_whole(TABLE, made().encode("ascii"))
    print(f"{TABLE.name}: {TABLE.stat().st_size:,} bytes, Unicode {disarm.CONFUSABLES_VERSION}")
    return 0


def made() -> str:
    """Give the text of the file."""
    looks, scripts = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
    for code in range(sys.maxunicode + 1):
        letter = chr(code)
        category = _FIXED.category(letter)
        # What the app takes apart or leaves out itself.
        if category not in {"Cs", "Co", "Mn"} and _FIXED.normalize("NFD", letter) == letter:
            form = seen(letter)
            if form != letter:
                looks[form].append(code)
        if category != "Cs":
            for script in disarm.detect_scripts(letter):
                scripts[str(script.value).upper()].append(code)
    rows = [
        f"looks {'+'.join(f'{ord(part):x}' for part in form)} {' '.join(f'{code:x}' for code in codes)}"
        for form, codes in sorted(looks.items())
    ]
    rows += [f"script {name} {' '.join(_ranges(codes))}" for name, codes in sorted(scripts.items())]
    head = _HEAD.format(version=disarm.CONFUSABLES_VERSION, disarm=disarm.__version__)
    return head + "\n".join((*rows, "end", ""))


def seen(letter: str) -> str:
    """Tell what one letter looks like, small; "" for one that is not seen."""
    # Backspace and delete would take away the letter before them.
    if unicodedata.category(letter) == "Cc":
        return " " if letter.isspace() else ""
    form = disarm.skeleton_key(_BEFORE + letter + _AFTER, digit_policy="tr39")
    return form.removeprefix(_BEFORE).removesuffix(_AFTER)


def _ranges(codes: list[int]) -> list[str]:
    found = []
    for _, group in groupby(enumerate(codes), lambda pair: pair[1] - pair[0]):
        run = [code for _, code in group]
        found.append(f"{run[0]:x}" if len(run) == 1 else f"{run[0]:x}-{run[-1]:x}")
    return found


if __name__ == "__main__":
    sys.exit(main())
