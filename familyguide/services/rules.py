"""The rules in force: what the policy, the command line and the kind of visit come to, each with its reason.

Loaded at every start, so it knows the policy only by what `policy.read` hands over.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from familyguide.guide.names import LANGUAGES
from familyguide.services import policy_place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from familyguide.guide.names import Language
    from familyguide.services.policy import PolicyFile

Mode = Literal["home", "guest", "public-pc"]
Links = Literal["open", "ask", "qr"]
Printing = Literal["default", "named", "off"]
Keyboard = Literal["system", "own", "off"]
Reason = Literal["policy", "command-line", "default", "broken"]

# From the loosest to the strictest.
MODES: tuple[Mode, ...] = ("home", "guest", "public-pc")
IDLE_MINUTES = 5
_LINKS: Mapping[Mode, Links] = {"home": "open", "guest": "ask", "public-pc": "qr"}
_PRINTING: Mapping[Mode, Printing] = {"home": "default", "guest": "default", "public-pc": "off"}
# Elsewhere than at home and for a guest somebody has to say that this computer may speak.
_READ_ALOUD: Mapping[Mode, bool] = {"home": True, "guest": True, "public-pc": False}
_NOTHING: Mapping[str, Reason] = MappingProxyType({})


class Flags(NamedTuple):
    """What the command line says about the rules."""

    guest: bool = False
    kiosk: bool = False
    lang: Language | None = None
    country: str | None = None
    data: Path | None = None
    policy: Path | None = None


class Rules(NamedTuple):
    """The rules of this run; `reasons` says for each field where its value comes from."""

    mode: Mode = "home"
    languages: tuple[Language, ...] = LANGUAGES
    # The language to begin with; None means the system's.
    language: Language | None = None
    # None means the region of the system.
    country: str | None = None
    # Counts in public-PC mode only.
    idle_minutes: int = IDLE_MINUTES
    links: Links = "open"
    session_is_wiped: bool = False
    printing: Printing = "default"
    printer: str | None = None
    staff_code: str | None = None
    overlay_key: str | None = None
    overlay_domains: tuple[str, ...] = ()
    # None means the usual place of this system; never set where nothing is kept.
    data_folder: Path | None = None
    keyboard: Keyboard = "system"
    shift_leaves: bool = True
    read_aloud: bool = True
    # Starts, stops and faults go to the system's log (`services.event_log`); never in a home.
    event_log: bool = False
    organisation: str | None = None
    # The system has a policy, usable or not: flags cannot loosen, and Qt hears nothing from outside.
    has_policy: bool = False
    # A policy was found and cannot be used: the reader is asked to tell the staff.
    is_broken: bool = False
    reasons: Mapping[str, Reason] = _NOTHING
    # Flags that were not obeyed because of the system's policy.
    ignored: tuple[str, ...] = ()
    # Keys of a `--policy` file that would have loosened something.
    dropped: tuple[str, ...] = ()


RULE_NAMES = tuple(
    name for name in Rules._fields if name not in ("has_policy", "is_broken", "reasons", "ignored", "dropped")
)


def in_force(flags: Flags, language: Language) -> Rules:
    """Look for a policy and give the rules of this run; where there is none, nothing more is loaded.

    `language` is that of the sentences about mistakes, which `status` and `policy check` show.
    """
    there = policy_place.is_there(policy_place.system_place())
    if not there and flags.policy is None:
        return effective(None, None, flags)
    from familyguide.services import policy  # noqa: PLC0415 - only where a policy stands

    system = policy.read_system(language) if there else None
    asked = None
    if flags.policy is not None and system is None:
        asked = policy.read(flags.policy, language)
    return effective(system, asked, flags)


def effective(system: PolicyFile | None, asked: PolicyFile | None, flags: Flags) -> Rules:
    """Bring together the system's policy, the one asked for with `--policy`, and the flags.

    With a system policy, `asked` is ignored. A policy that cannot be used means guest rules, links as QR
    codes and no printing, and flags may still make that stricter.
    """
    said: dict[str, Any] = {}
    reasons: dict[str, Reason] = {}
    ignored: list[str] = []
    dropped: tuple[str, ...] = ()
    file = system or asked
    if file is not None and file.policy is None:
        said = {"mode": "guest", "links": "qr", "printing": "off"}
        reasons = dict.fromkeys(said, "broken")
    elif file is not None and file.policy is not None:
        said = file.policy.said()
        if system is None:
            said, dropped = _tightening(said, flags)
        reasons = dict.fromkeys(said, "policy" if system else "command-line")
    _obey(flags, said, reasons, ignored, has_policy=system is not None)
    _complete(said, reasons)
    return Rules(
        **said,
        has_policy=system is not None,
        is_broken=file is not None and file.policy is None,
        reasons=MappingProxyType(reasons),
        ignored=tuple(ignored),
        dropped=dropped,
    )


def _tightening(said: dict[str, Any], flags: Flags) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Leave out what a policy of the command line may not say: what opens links or lets in other content."""
    mode = _strictest(said.get("mode", "home"), flags)
    loosens = {"session_is_wiped", "overlay_key", "overlay_domains", "event_log"}
    if mode != "home" and said.get("links") == "open":
        loosens.add("links")
    if mode == "public-pc" and said.get("read_aloud"):
        loosens.add("read_aloud")
    kept = {key: value for key, value in said.items() if key not in loosens}
    return kept, tuple(key for key in said if key in loosens)


def _strictest(mode: Mode, flags: Flags) -> Mode:
    wished: Mode = "public-pc" if flags.kiosk else "guest" if flags.guest else "home"
    return max(mode, wished, key=MODES.index)


def _obey(
    flags: Flags, said: dict[str, Any], reasons: dict[str, Reason], ignored: list[str], *, has_policy: bool
) -> None:
    """Let the flags tighten, and choose what no policy has chosen."""
    policy_mode: Mode = said.get("mode", "home")
    mode = _strictest(policy_mode, flags)
    if mode != policy_mode:
        said["mode"], reasons["mode"] = mode, "command-line"
    if has_policy and flags.guest and MODES.index(policy_mode) > MODES.index("guest"):
        ignored.append("--guest")
    if has_policy and flags.policy is not None:
        ignored.append("--policy")
    if flags.lang is not None:
        if flags.lang in said.get("languages", LANGUAGES):
            said["language"], reasons["language"] = flags.lang, "command-line"
        else:
            ignored.append("--lang")
    if flags.country is not None:
        if "country" not in said:
            said["country"], reasons["country"] = flags.country.upper(), "command-line"
        elif said["country"] != flags.country.upper():
            ignored.append("--country")
    if flags.data is not None:
        if mode == "home" and not (has_policy and "data_folder" in said):
            said["data_folder"], reasons["data_folder"] = flags.data, "command-line"
        else:
            ignored.append("--data")


def _complete(said: dict[str, Any], reasons: dict[str, Reason]) -> None:
    """Fill in what nobody said, and let nothing be looser than the mode allows."""
    mode: Mode = said.get("mode", "home")
    if mode != "home":
        # Nothing is kept on such a visit, wherever a flag made it so.
        _unsay("data_folder", said, reasons)
        if said.get("links") == "open" and not said.get("session_is_wiped"):
            _unsay("links", said, reasons)
    if mode == "home":
        # When a family opens the guide is nobody else's matter.
        _unsay("event_log", said, reasons)
    if "language" not in said and "languages" in said:
        # The first language of the list is the one the day begins with.
        said["language"], reasons["language"] = said["languages"][0], reasons["languages"]
    said.setdefault("links", _LINKS[mode])
    said.setdefault("printing", _PRINTING[mode])
    said.setdefault("read_aloud", _READ_ALOUD[mode])
    for name in RULE_NAMES:
        reasons.setdefault(name, "default")


def _unsay(key: str, said: dict[str, Any], reasons: dict[str, Reason]) -> None:
    said.pop(key, None)
    reasons.pop(key, None)
