"""`familyguide pack`: sign, verify, install and roll back signed content."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from getpass import getpass
from typing import TYPE_CHECKING, Any

from familyguide import cli
from familyguide.guide import files, minisign, overlays, packs
from familyguide.guide.installed import PackError, is_expired
from familyguide.services import paths, shelves
from familyguide.services.paths import CONTENT
from familyguide.services.texts import Texts

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from familyguide.guide.library import Library


def run(options: argparse.Namespace) -> int:
    """Do one of the four; gives the exit code, 2 with one clear line when it is refused."""
    texts = Texts(cli.system_language())
    actions = {"sign": _sign, "verify": _verify, "install": _install, "rollback": _roll_back}
    try:
        return actions[options.action](options, texts)
    except PackError as error:
        return cli.fail(texts(f"pack.fault.{error.code}", where=error.where))


def _sign(options: argparse.Namespace, texts: Texts) -> int:
    source: Path = _needed(options.file, "FILE")
    secret = _text(_needed(options.key[0] if options.key else None, "--key"))
    expires = _day(_needed(options.expires, "--expires"))
    serial: int = _needed(options.serial, "--serial")
    passphrase = ""
    if minisign.is_locked(secret):
        if not sys.stdin.isatty():
            raise PackError("no-terminal", str(options.key[0]))
        try:
            passphrase = getpass("Passphrase: ")
        except EOFError as error:
            raise PackError("passphrase", str(options.key[0])) from error
    key = minisign.read_secret_key(secret, passphrase)
    is_overlay = source.is_dir()
    if is_overlay:
        content, name = overlays.bundle(source), _needed(options.name, "--name")
    else:
        content, name = packs.read(source), packs.RELEASE
    data = packs.make(
        content,
        key,
        kind="overlay" if is_overlay else "release",
        serial=serial,
        built=_today(),
        expires=expires,
        name=name,
    )
    # What would be refused where it is installed is refused here already.
    trusted = packs.Trust((key.public,), (key.public,), tuple(options.domain))
    pack = packs.verify(data, trusted)
    packs.compiled_from(pack, trusted, CONTENT, _official(pack))
    target: Path = options.output or source.with_name(f"{name}-{serial}.pack")
    try:
        files.write_whole(target, data)
    except OSError as error:
        raise PackError("read-only", str(target)) from error
    _say(options, texts("pack.signed", file=files.shown(target)), pack, file=str(target))
    return 0


def described(path: Path, texts: Texts) -> str:
    """Verify a pack and say what it is, or why it cannot be used here; nothing is installed."""
    try:
        pack, _ = _checked(path, shelves.trust())
    except PackError as error:
        return texts(f"pack.fault.{error.code}", where=error.where)
    return _what(pack, texts)


def _verify(options: argparse.Namespace, texts: Texts) -> int:
    more = tuple(minisign.read_public_key(_text(path)) for path in options.key)
    pack, _ = _checked(_needed(options.file, "FILE"), shelves.trust(more, tuple(options.domain)))
    _say(options, _what(pack, texts), pack)
    return 0


def _what(pack: packs.Pack, texts: Texts) -> str:
    header = pack.header
    sentence = texts(
        "pack.verified",
        kind=header.kind,
        name=header.name,
        serial=header.serial,
        built=header.built,
        expires=header.expires,
        signed_by=pack.key_id,
    )
    return _dated(sentence, pack, texts)


def _install(options: argparse.Namespace, texts: Texts) -> int:
    pack, database = _checked(_needed(options.file, "FILE"), shelves.trust())
    changed = packs.install(pack, database, shelves.place())
    _answer(options, texts, pack, "pack.installed" if changed else "pack.same", changed=changed)
    return 0


def _roll_back(options: argparse.Namespace, texts: Texts) -> int:
    root, trust = shelves.place(), shelves.trust()
    data = packs.read(options.file) if options.file else packs.kept_before(root / "release")
    pack = packs.verify(data, trust)
    # Asked first: what was never installed here is not worth a look inside.
    packs.may_return_to(pack, root)
    database = packs.compiled_from(pack, trust, CONTENT, _official(pack))
    changed = packs.roll_back(pack, database, root)
    _answer(options, texts, pack, "pack.returned" if changed else "pack.same", changed=changed)
    return 0


def _checked(path: Path, trust: packs.Trust) -> tuple[packs.Pack, bytes]:
    pack = packs.verify(packs.read(path), trust)
    return pack, packs.compiled_from(pack, trust, CONTENT, _official(pack))


def _official(pack: packs.Pack) -> Library | None:
    """Give what an overlay is compared with; a release is compared with nothing."""
    if pack.header.kind != "overlay":
        return None
    # A checkout shows no additions; the packaged app shows those of before, which are no hindrance.
    return cli.open_library() if paths.IS_CHECKOUT else shelves.open_official(shelves.place(), paths.COMPILED)


def _answer(options: argparse.Namespace, texts: Texts, pack: packs.Pack, key: str, *, changed: bool) -> None:
    sentence = texts(key, name=pack.header.name, serial=pack.header.serial)
    _say(options, _dated(sentence, pack, texts), pack, changed=changed)


def _dated(sentence: str, pack: packs.Pack, texts: Texts) -> str:
    header = pack.header
    if not is_expired(header.built, header.expires, _today()):
        return sentence
    return f"{sentence}\n{texts('pack.expired', expires=header.expires)}"


def _say(options: argparse.Namespace, sentence: str, pack: packs.Pack, **more: Any) -> None:  # noqa: ANN401 - JSON
    if not options.json:
        sys.stdout.write(f"{sentence}\n")
        return
    header = pack.header
    document = {name: getattr(header, name) for name in header.__struct_fields__}
    document |= {"key_id": pack.key_id, "expired": is_expired(header.built, header.expires, _today())}
    sys.stdout.write(json.dumps(document | more, ensure_ascii=False, indent=2) + "\n")


def _needed(value: Any, name: str) -> Any:  # noqa: ANN401 - whatever the command line gave
    if value is None:
        message = f"this needs {name}; see familyguide pack --help"
        raise cli.Refused(message)
    return value


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise PackError("unreadable", str(path)) from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"{text!r} is not a day; write it as 2027-11-22"
        raise cli.Refused(message) from None


def _today() -> date:
    return datetime.now(tz=UTC).date()
