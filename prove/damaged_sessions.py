"""Damage 2,500 files of sessions in every way a stick, a disk or a hand can; 20 more are whole.

Each must end in the session itself or in one sentence in both languages, without any other exception; no
sentence repeats a word that somebody wrote into the file, and what is opened holds only what the guide holds.
"""

from __future__ import annotations

import json
import random
import re
import zlib
from collections import Counter
from typing import TYPE_CHECKING, Any

from familyguide import cli
from familyguide.guide.model import AGES, LANGUAGES, LEVELS
from familyguide.services import session, session_file
from familyguide.services.paths import CONTENT
from familyguide.services.texts import Texts

if TYPE_CHECKING:
    from familyguide.guide.library import Library
    from familyguide.services.session import SessionPlan

DAMAGED = 2_500
WHOLE = 20
# Stands for what must never be in such a file, nor come back from one.
NAME = "Marie Dupont"
_START, _TAIL = len('{"format":"family-guide-session",'), len(',"sum":"00000000"}\n')
_WRONG: tuple[Any, ...] = (
    None, -1, 0, 61, 10**40, 1.5, True, "", "x", NAME, "../../etc/passwd", "a" * 5000, [], {}, [NAME],
    {NAME: NAME}, [[[[]]]], "session-disclosure", "fr-119", "disclosure", ["disclosure"],
    ["session-disclosure"], "\ud800",
)  # fmt: skip


def summed(value: Any) -> bytes:  # noqa: ANN401 - any JSON
    """Write a changed file as somebody who knows the format would: with the right check sum."""
    text = json.dumps(value, separators=(",", ":")).encode()[:-1]
    return text + b',"sum":"%08x"}\n' % zlib.crc32(text)


def places(value: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401 - any JSON
    """List every place of a JSON value as container and key."""
    found: list[tuple[Any, Any]] = []
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        found.append((value, key))
        found += places(inner)
    return found


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Damage a whole file in one way of seven; the last one keeps the check sum right."""
    at = chance.randrange(len(data))
    match chance.randrange(10):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
        case 2:
            return data[:at] + chance.randbytes(chance.randrange(1, 99)) + data[at:]
        case 3:
            return data[:at] + data[at + chance.randrange(1, 300) :]
        case 4:
            body = data[:_START] + b"[" * chance.randrange(1, 40_000) + data[_START:-_TAIL]
            return body + b',"sum":"%08x"}\n' % zlib.crc32(body)
        case 5:
            return data + b" " * chance.randrange(1, session_file.LARGEST * 2)
    value = json.loads(data)
    del value["sum"]
    for _ in range(chance.choice((1, 1, 1, 3))):
        container, key = chance.choice(places(value))
        if isinstance(container, dict) and chance.random() < 0.2:
            container[chance.choice((NAME, "note", "interpreter"))] = chance.choice(_WRONG)
        elif chance.random() < 0.2:
            del container[key]
        else:
            container[key] = chance.choice(_WRONG)
        if "format" not in value:
            break
    return summed(value)


def plan(chance: random.Random, library: Library) -> SessionPlan:
    """Suggest the session of a seed, changed as a worker would."""
    made = session.suggest(
        chance.choice(LEVELS),
        chance.sample(list(library.vocabulary.topics), chance.randint(0, 3)),
        chance.sample(AGES, chance.randint(0, 5)),
        chance.choice(("FR", "BE", "GB", "XX")),
        chance.choice((("fr",), ("en",), ("fr", "en"))),
        library,
    )
    for _ in range(chance.randint(0, 4)):
        offered = session.offers(made, library)
        if offered:
            made = session.add(made, chance.choice(offered), library)
        made = session.move(made, chance.choice(made.parts).id, chance.randint(-3, 3))
        made = session.with_minutes(made, chance.choice(made.parts).id, chance.randint(-5, 90))
    return made


def _strange(found: SessionPlan, library: Library) -> bool:
    """Whether a plan holds anything that such a session may not show."""
    cards = {scene.id for scene in (*library.practice.cards, *library.practice.cases)}
    rows = [library.row(item) for item in session.covered(found)]
    return (
        any(row is None or not session.fits(found, row) or row.audience == "worker" for row in rows)
        or not cards.issuperset(session.cards(found))
        or not set(found.topics) <= set(library.vocabulary.topics)
        or not library.holds(found.country)
        or any(not 1 <= part.minutes <= 60 for part in found.parts)
    )


def run() -> tuple[bool, str]:
    """Open every file as the app would; gives whether all was well, and the figures."""
    library = cli.library_in_memory(CONTENT)
    codes: Counter[str] = Counter()
    wrong: list[str] = []
    name = re.compile("marie|dupont", re.IGNORECASE)
    for seed in range(DAMAGED + WHOLE):
        chance = random.Random(seed)
        made = plan(chance, library)
        whole = session_file.encode(made)
        data = whole if seed < WHOLE else damaged(whole, chance)
        try:
            opened = session_file.decode(data, "x.fgsession", library)
        except session_file.SessionError as error:
            codes[error.code] += 1
            said = [session_file.sentence(error, Texts(language)) for language in LANGUAGES]
            if any("x.fgsession" not in one or "\n" in one or name.search(one) for one in said):
                wrong.append(f"seed {seed}: {said}")
            if seed < WHOLE:
                wrong.append(f"seed {seed}: whole, and refused: {error}")
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not reach a reader
            wrong.append(f"seed {seed}: {error!r}"[:300])
        else:
            codes["opened"] += 1
            if seed < WHOLE and opened != session_file.Opened(made):
                wrong.append(f"seed {seed}: another session was opened")
            said = [
                session_file.left_out_sentence(opened.left_out, Texts(language)) for language in LANGUAGES
            ]
            if _strange(opened.plan, library) or any(name.search(one) for one in said):
                wrong.append(f"seed {seed}: {opened}"[:300])
    figures = ", ".join(f"{code} {count}" for code, count in sorted(codes.items()))
    return not wrong, "\n".join((f"{DAMAGED} damaged and {WHOLE} whole files: {figures}", *wrong[:20]))
