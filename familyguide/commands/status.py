"""`familyguide status`: what runs here, in one page or one document, for those who look after computers."""

from __future__ import annotations

import json
import platform
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from familyguide import __version__, cli
from familyguide.commands.policy import BROKEN, as_rows, with_country
from familyguide.guide import keys
from familyguide.guide.files import shown
from familyguide.guide.installed import PackError, current, is_expired
from familyguide.guide.library import ContentError
from familyguide.services import paths, policy, policy_place, shelves
from familyguide.services.rules import RULE_NAMES, Flags, Rules, effective
from familyguide.services.texts import Texts

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from pathlib import Path

    from familyguide.guide.installed import Installed
    from familyguide.services.policy import PolicyFile

EXPIRED = 3
# What nobody needs to read on a screen; that it is set is enough.
_SECRET = frozenset({"staff_code"})


def run(options: argparse.Namespace) -> int:
    """Show the state of this computer: 0 fine, 2 no usable content, 3 content expired, 4 policy broken."""
    texts = Texts(cli.system_language())
    found = policy.read_system(texts.language)
    content = _content()
    rules = effective(found, None, Flags())
    # A country that the content lacks is a mistake to mend, but it changes no other rule.
    found = with_country(found, texts) if found is not None else None
    document: dict[str, Any] = {
        "version": __version__,
        "trial": keys.IS_TRIAL,
        "python": platform.python_version(),
        "content": content,
        "policy": _policy(found),
        "overlays": _overlays(),
        "mode": rules.mode,
        "rules": {name: _rule(rules, name) for name in RULE_NAMES},
    }
    if options.json:
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write("\n".join(_lines(document, texts)) + "\n")
    if document["policy"]["problems"]:
        return BROKEN
    if content["problem"] is not None:
        return cli.USAGE_ERROR
    return EXPIRED if content["expired"] else 0


def _content() -> dict[str, Any]:
    """Say what the content in use says about itself; what it does not say is None."""
    facts: dict[str, Any] = dict.fromkeys(
        ("kind", "built", "serial", "expires", "key_id", "signature", "problem", "where")
    )
    facts["expired"] = False
    try:
        meta = cli.open_library().meta
    except ContentError as error:
        return {**facts, "problem": error.code, "where": error.where}
    facts |= {"kind": meta.get("kind"), "built": meta.get("built")}
    if paths.IS_CHECKOUT:
        # A checkout shows its working copy, whatever is installed beside it.
        return facts
    signed = _signed(shelves.place() / "release")
    if "serial" in signed:
        fault = shelves.check_release(shelves.place())
        return facts | signed | _fault(fault)
    came_with = shelves.shipped_header(paths.COMPILED)
    if came_with is None:
        return facts | signed
    fault = shelves.check_shipped(paths.COMPILED)
    # What is wrong with an installed release stays said.
    return facts | _header(came_with) | {"signature": "verified"} | _fault(fault) | signed


def _fault(fault: PackError | None) -> dict[str, Any]:
    """Say what is wrong with signed content, once every byte of it was read."""
    return {} if fault is None else {"signature": fault.code, "problem": fault.code, "where": fault.where}


def _signed(shelf: Path) -> dict[str, Any]:
    """Say what the signed header of a shelf says, as the start compares it; `signature` may be a code."""
    try:
        found = current(shelf)
    except PackError as error:
        return {"signature": error.code}
    return _header(found) | {"signature": "verified"} if found is not None else {}


def _header(found: Installed) -> dict[str, Any]:
    """Say what a signed header says."""
    return {
        "kind": found.kind,
        "built": found.built,
        "serial": found.serial,
        "expires": found.expires,
        "key_id": found.key_id,
        "expired": is_expired(found.built, found.expires, datetime.now(tz=UTC).date()),
    }


def _overlays() -> list[dict[str, Any]]:
    """List what towns added here; what cannot be used says why."""
    try:
        folders = sorted(path for path in (shelves.place() / "overlays").iterdir() if path.is_dir())
    except OSError:
        return []
    left_out = shelves.left_out(shelves.place()) if folders else {}
    return [
        {"name": folder.name, "left_out": left_out.get(folder.name), **_signed(folder)} for folder in folders
    ]


def _policy(found: PolicyFile | None) -> dict[str, Any]:
    if found is None:
        return {"place": str(policy_place.system_place()), "state": "none", "digest": None, "problems": []}
    return {
        "place": str(found.place),
        "state": "broken" if found.policy is None else "fine",
        "digest": found.digest,
        "problems": as_rows(found.problems),
    }


def _rule(rules: Rules, name: str) -> dict[str, Any]:
    value = getattr(rules, name)
    if name in _SECRET:
        value = value is not None
    elif name == "data_folder" and value is not None:
        value = str(value)
    return {"value": value, "reason": rules.reasons[name]}


def _lines(document: dict[str, Any], texts: Texts) -> Iterator[str]:
    content, found = document["content"], document["policy"]
    yield texts("status.version", version=document["version"], python=document["python"])
    if document["trial"]:
        yield texts("band.trial")
    if content["problem"]:
        yield texts("status.content.none", code=content["problem"], where=shown(content["where"]))
    else:
        yield texts("status.content", kind=content["kind"] or "?", built=content["built"] or "?")
    if content["serial"] is not None:
        yield texts(
            "status.content.serial",
            serial=content["serial"],
            by=content["key_id"] or "?",
            expires=content["expires"] or "?",
        )
    if content["expired"]:
        yield texts("status.content.expired", expires=content["expires"])
    yield texts(f"status.policy.{found['state']}", place=shown(found["place"]), digest=found["digest"] or "?")
    for problem in found["problems"]:
        yield f"  {problem['line']}: {problem['message']}"
    names = ", ".join(
        texts("status.overlays.left_out", name=shown(overlay["name"]), code=overlay["left_out"])
        if overlay["left_out"]
        else shown(overlay["name"])
        for overlay in document["overlays"]
    )
    yield texts("status.overlays", names=names) if names else texts("status.overlays.none")
    yield texts("status.mode", mode=document["mode"])
    for name, rule in document["rules"].items():
        value = shown(json.dumps(rule["value"], ensure_ascii=False))
        reason = texts(f"status.reason.{rule['reason']}")
        yield "  " + texts("status.rule", name=name, value=value, reason=reason)
