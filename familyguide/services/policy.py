"""The policy of a computer: one TOML file; every mistake in it is named with its line.

Loaded only where a policy stands; `rules.effective` says what comes of it.
"""

from __future__ import annotations

import difflib
import hashlib
import re
import stat
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct, convert

from familyguide.guide.names import LANGUAGES, NO_COUNTRY, Language
from familyguide.services import policy_place
from familyguide.services.links import is_plain_https
from familyguide.services.rules import MODES, Keyboard, Links, Mode, Printing
from familyguide.services.staff_code import is_example, is_hash
from familyguide.services.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

IDLE_LEAST, IDLE_MOST = 2, 20
LONGEST_TEXT = 60
# Room for the list of every key, and for a folder deep down.
LONGEST_SHOWN = 300
MOST_DOMAINS = 40
LARGEST_BYTES, MOST_LINES = 32_768, 1_000
_COUNTRY = re.compile(r"[A-Z]{2}")
# A minisign public key: "Ed", eight bytes of id, thirty-two of key.
_OVERLAY_KEY = re.compile(r"RW[Q-T][A-Za-z0-9+/]{53}")
_DOMAIN = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)\Z")


class PolicyProblem(Struct, frozen=True):
    """One mistake or remark: its line (0: the whole file), its key ("" for none), a code, and what to do."""

    line: int
    key: str
    code: str
    message: str


class Policy(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a policy may say; None is a key that it leaves out."""

    mode: Mode
    languages: tuple[Language, ...] | None = None
    country: str | None = None
    idle_minutes: int | None = None
    links: Links | None = None
    session_is_wiped: bool | None = None
    printing: Printing | None = None
    printer: str | None = None
    staff_code: str | None = None
    overlay_key: str | None = None
    overlay_domains: tuple[str, ...] | None = None
    data_folder: str | None = None
    keyboard: Keyboard | None = None
    shift_leaves: bool | None = None
    read_aloud: bool | None = None
    event_log: bool | None = None
    organisation: str | None = None

    def said(self) -> dict[str, Any]:
        """Give the keys that stand in the file, as fields of `Rules`."""
        said = {key: getattr(self, key) for key in KEYS if getattr(self, key) is not None}
        if "data_folder" in said:
            try:
                said["data_folder"] = Path(said["data_folder"]).expanduser()
            except RuntimeError:
                # This account has no home folder, so "~" names no place: the usual one is taken.
                del said["data_folder"]
        return said


KEYS: tuple[str, ...] = Policy.__struct_fields__


class PolicyFile(NamedTuple):
    """What stands at a place: a policy and what to know about it, or None and what is wrong with it."""

    place: Path
    # SHA-256 of the file, to compare five hundred computers; None when it cannot be read.
    digest: str | None
    policy: Policy | None
    problems: tuple[PolicyProblem, ...]
    # No mistakes: what is written is obeyed, and perhaps not what was meant.
    remarks: tuple[PolicyProblem, ...] = ()


def read_system(language: Language) -> PolicyFile | None:
    """Read the system's policy; None where there is none. One that the reader could change is broken."""
    place = policy_place.system_place()
    return read(place, language, guarded=True) if policy_place.is_there(place) else None


def read(place: Path, language: Language, *, guarded: bool = False) -> PolicyFile:
    """Read and check a policy file; trouble of any kind becomes problems, nothing is raised.

    `guarded` adds the question whether the reader could change the file or a folder above it.
    """
    texts = Texts(language)
    found: list[PolicyProblem] = []
    if guarded:
        try:
            weak = policy_place.changeable(place)
        except (OSError, RuntimeError):
            # It cannot be looked at, or links lead in a circle: reading says so below.
            weak = None
        if weak is not None:
            found.append(_problem(texts, 0, "", "changeable", {"place": str(weak)}))
    try:
        raw = _bytes_of(place)
    except FileNotFoundError:
        found.append(_problem(texts, 0, "", "missing", {"place": str(place)}))
        return PolicyFile(place, None, None, tuple(found))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        found.append(_problem(texts, 0, "", "unreadable", {"place": str(place), "reason": reason}))
        return PolicyFile(place, None, None, tuple(found))
    policy, mistakes = check(raw, language)
    found += mistakes
    digest = hashlib.sha256(raw).hexdigest()
    if policy is None or found:
        return PolicyFile(place, digest, None, tuple(found))
    return PolicyFile(place, digest, policy, (), tuple(remarks(raw, policy, language)))


def _bytes_of(place: Path) -> bytes:
    """Read no more than shows that a file is too large; a pipe or a folder is refused before it can wait."""
    if not stat.S_ISREG(place.stat().st_mode):
        raise OSError("not a file")
    with place.open("rb") as file:
        return file.read(LARGEST_BYTES + 1)


def check(raw: bytes, language: Language) -> tuple[Policy | None, list[PolicyProblem]]:
    """Check the text of a policy; gives it when it is whole, else every mistake in the order of its lines."""
    texts = Texts(language)
    said = _parse(raw)
    if isinstance(said, _Mistake):
        return None, [_problem(texts, said.line, said.key, said.code, said.values)]
    mistakes = list(_mistakes(said))
    if not mistakes:
        return convert(said, Policy), []
    lines = _lines(_text_of(raw))[0]
    problems = [
        _problem(texts, lines.get(key, 1), key, code, {"name": key, **_worded(texts, values)})
        for key, code, values in mistakes
    ]
    return None, sorted(problems, key=lambda problem: problem.line)


def remarks(raw: bytes, policy: Policy, language: Language) -> list[PolicyProblem]:
    """Say what a whole policy leaves open or writes in vain, in the order of its lines."""
    found = list(_remarks(policy))
    if not found:
        return []
    texts = Texts(language)
    lines = _lines(_text_of(raw))[0]
    told = [
        PolicyProblem(lines[key], key, code, texts(f"policy.remark.{code}", name=key, **values))
        for key, code, values in found
    ]
    return sorted(told, key=lambda remark: remark.line)


def country_of(place: Path) -> tuple[str, int] | None:
    """Give the country that a policy file names, and its line; None where it names none that could be one."""
    try:
        raw = _bytes_of(place)
    except (OSError, ValueError):
        return None
    said = _parse(raw)
    country = None if isinstance(said, _Mistake) else said.get("country")
    if country is None or _country(country) is not None:
        return None
    return country, _lines(_text_of(raw))[0]["country"]


def country_problem(
    country: str, line: int, held: Collection[str], language: Language
) -> PolicyProblem | None:
    """Compare the country of a policy with those of the content; None when the content holds it.

    For `policy check` and `status`. A start obeys such a policy all the same: content that comes later than
    the policy must not open a locked computer, and the window says that it does not hold the country.
    """
    known = [code for code in held if code != NO_COUNTRY]
    if country in known:
        return None
    values = {"name": "country", "value": country, "choices": ", ".join(sorted(known))}
    return _problem(Texts(language), line, "country", "country-not-held", values)


class _Mistake(NamedTuple):
    line: int
    key: str
    code: str
    values: dict[str, str | int]


def _problem(
    texts: Texts, line: int, key: str, code: str, values: dict[str, str | int] | dict[str, str]
) -> PolicyProblem:
    shown = {name: one_line(value) if isinstance(value, str) else value for name, value in values.items()}
    return PolicyProblem(line, key, code, texts(f"policy.problem.{code}", **shown))


def one_line(text: str) -> str:
    """Write what stands in a file on one short line, without anything that moves a terminal."""
    line = "".join(c if c.isprintable() else "·" for c in " ".join(text.split()))
    return line if len(line) <= LONGEST_SHOWN else line[: LONGEST_SHOWN - 1] + "…"


def _worded(texts: Texts, values: dict[str, str | int]) -> dict[str, str | int]:
    """Say the kind of value that is wanted in the reader's language."""
    if "wanted" not in values:
        return values
    return {**values, "wanted": texts(f"policy.wanted.{values['wanted']}")}


def _text_of(raw: bytes) -> str:
    # Editors of Windows begin a file with a mark and end lines with two characters; both are welcome.
    return raw.decode("utf-8-sig").replace("\r\n", "\n")


def _parse(raw: bytes) -> dict[str, Any] | _Mistake:
    if len(raw) > LARGEST_BYTES or raw.count(b"\n") > MOST_LINES:
        return _Mistake(0, "", "too-large", {"size": LARGEST_BYTES // 1024, "lines": MOST_LINES})
    try:
        text = _text_of(raw)
    except UnicodeDecodeError as error:
        return _Mistake(raw.count(b"\n", 0, error.start) + 1, "", "encoding", {})
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        lines, unfinished, twice = _lines(text)
        if twice is not None:
            key, line = twice
            return _Mistake(line, key, "repeated-key", {"name": key, "first": lines[key]})
        # Where a bracket or quote is left open, the parser stumbles lines later: its beginning says more.
        at = _AT_LINE.search(str(error))
        line = unfinished or (int(at[1]) if at else 1)
        # The parser speaks English; the line and what to look for are said in the reader's language.
        return _Mistake(line, "", "syntax", {})


def _lines(text: str) -> tuple[dict[str, int], int | None, tuple[str, int] | None]:
    """Find the line on which each key begins, statement by statement.

    Gives them with the line of a statement that never ends, and the first key written a second time.
    """
    starts: dict[str, int] = {}
    begun, statement, in_table = 1, "", False
    twice: tuple[str, int] | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if not statement:
            begun = number
        statement += line + "\n"
        try:
            keys = tomllib.loads(statement)
        except (ValueError, RecursionError):
            continue
        is_header = statement.lstrip().startswith("[")
        for key, value in keys.items():
            # What stands below a [table] belongs to it, and a.b and a.c share their first word.
            if key in starts and not in_table and not is_header and not isinstance(value, dict):
                twice = twice or (key, begun)
            if not in_table or is_header:
                starts.setdefault(key, begun)
        in_table = in_table or is_header
        statement = ""
    return starts, begun if statement.strip() else None, twice


# A checker gives None, or a code and what its sentence names.
_Wrong = tuple[str, dict[str, str | int]] | None


def _mistakes(said: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, str | int]]]:
    wrong = set()
    for key, value in said.items():
        found = _CHECKS[key](value) if key in _CHECKS else _unknown(key)
        if found is not None:
            wrong.add(key)
            yield key, *found
    # A misspelt mode is one mistake, not two.
    is_misspelt = any(_unknown(key) == ("misspelt-key", {"near": "mode"}) for key in wrong if key not in KEYS)
    if "mode" not in said and not is_misspelt:
        yield "mode", "missing-key", {"choices": ", ".join(MODES)}
    # Keys that are wrong by themselves are not compared with others: one mistake, one sentence.
    yield from _contradictions({key: value for key, value in said.items() if key not in wrong}, wrong)


def _contradictions(said: dict[str, Any], wrong: set[str]) -> Iterator[tuple[str, str, dict[str, str | int]]]:
    def lacks(key: str) -> bool:
        return key not in said and key not in wrong

    mode = said.get("mode")
    if mode in ("guest", "public-pc"):
        is_wiped = said.get("session_is_wiped") or "session_is_wiped" in wrong
        if said.get("links") == "open" and not is_wiped:
            yield "links", "links-need-wiping", {"mode": mode}
        if "data_folder" in said:
            yield "data_folder", "nothing-is-kept", {"mode": mode}
    if said.get("printing") == "named" and lacks("printer"):
        yield "printing", "printer-missing", {}
    if "printer" in said and said.get("printing") != "named" and "printing" not in wrong:
        yield "printer", "printer-unused", {}
    if "overlay_domains" in said and lacks("overlay_key"):
        yield "overlay_domains", "domains-without-key", {}


def _remarks(policy: Policy) -> Iterator[tuple[str, str, dict[str, str]]]:
    mode = policy.mode
    if mode == "public-pc" and policy.staff_code is None:
        yield "mode", "no-staff-code", {}
    if mode != "public-pc":
        for key in ("idle_minutes", "staff_code"):
            if getattr(policy, key) is not None:
                yield key, "no-effect", {"mode": mode, "flags": "--kiosk"}
    if mode == "home" and policy.session_is_wiped is not None:
        yield "session_is_wiped", "no-effect", {"mode": mode, "flags": "--guest, --kiosk"}
    elif policy.session_is_wiped and policy.links != "open":
        yield "session_is_wiped", "nothing-opened", {}


def _unknown(key: str) -> _Wrong:
    near = difflib.get_close_matches(key.replace("-", "_").lower(), KEYS, n=1)
    if near:
        return "misspelt-key", {"near": near[0]}
    return "unknown-key", {"known": ", ".join(KEYS)}


def _not(wanted: str) -> _Wrong:
    return "wrong-type", {"wanted": wanted}


def _choice(*choices: str) -> Callable[[object], _Wrong]:
    def check_choice(value: object) -> _Wrong:
        if not isinstance(value, str):
            return _not("text")
        if value in choices:
            return None
        return "not-a-choice", {"value": value, "choices": ", ".join(choices)}

    return check_choice


def _languages(value: object) -> _Wrong:
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        return _not("list")
    if not value:
        return "empty", {}
    unknown = [part for part in value if part not in LANGUAGES]
    if unknown:
        return "not-a-choice", {"value": unknown[0], "choices": ", ".join(LANGUAGES)}
    return ("repeated", {"value": value[0]}) if len(set(value)) < len(value) else None


def _country(value: object) -> _Wrong:
    if not isinstance(value, str):
        return _not("text")
    return None if _COUNTRY.fullmatch(value) else ("bad-country", {"value": value})


def _minutes(value: object) -> _Wrong:
    # For Python, true is a number; for a policy it is not.
    if not isinstance(value, int) or isinstance(value, bool):
        return _not("number")
    if IDLE_LEAST <= value <= IDLE_MOST:
        return None
    # Python refuses to write numbers of thousands of digits.
    shown = value if abs(value) < 10**9 else "…"
    return "out-of-range", {"value": shown, "least": IDLE_LEAST, "most": IDLE_MOST}


def _flag(value: object) -> _Wrong:
    return None if isinstance(value, bool) else _not("flag")


def _name(value: object) -> _Wrong:
    if not isinstance(value, str):
        return _not("text")
    if not value.strip():
        return "empty", {}
    if len(value) > LONGEST_TEXT or not value.isprintable():
        return "bad-text", {"most": LONGEST_TEXT}
    return None


def _staff_code(value: object) -> _Wrong:
    if not isinstance(value, str):
        return _not("text")
    # The value is never repeated: someone may have written the code itself.
    if not is_hash(value):
        return "bad-hash", {}
    return ("example-code", {}) if is_example(value) else None


def _overlay_key(value: object) -> _Wrong:
    if not isinstance(value, str):
        return _not("text")
    return None if _OVERLAY_KEY.fullmatch(value) else ("bad-key", {})


def _domains(value: object) -> _Wrong:
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        return _not("list")
    if not value:
        return "empty", {}
    if len(value) > MOST_DOMAINS:
        return "too-many", {"most": MOST_DOMAINS}
    for part in value:
        if not _DOMAIN.fullmatch(part) or not is_plain_https(f"https://{part}/"):
            return "bad-domain", {"value": part}
    repeated = [part for part in value if value.count(part) > 1]
    return ("repeated", {"value": repeated[0]}) if repeated else None


def _folder(value: object) -> _Wrong:
    if not isinstance(value, str):
        return _not("text")
    starts_well = value == "~" or value.startswith(("~/", "~\\")) or Path(value).is_absolute()
    climbs = ".." in re.split(r"[/\\]", value)
    if not starts_well or climbs or not value.isprintable():
        return "bad-folder", {"value": value}
    return None


_CHECKS: dict[str, Callable[[object], _Wrong]] = {
    "mode": _choice(*MODES),
    "languages": _languages,
    "country": _country,
    "idle_minutes": _minutes,
    "links": _choice("qr", "open"),
    "session_is_wiped": _flag,
    "printing": _choice("off", "default", "named"),
    "printer": _name,
    "staff_code": _staff_code,
    "overlay_key": _overlay_key,
    "overlay_domains": _domains,
    "data_folder": _folder,
    "keyboard": _choice("system", "own", "off"),
    "shift_leaves": _flag,
    "read_aloud": _flag,
    "event_log": _flag,
    "organisation": _name,
}
