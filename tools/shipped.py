"""What is shipped and is not ours: pinned packages as installed here, and parts of resources/."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from familyguide.services.paths import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
LIST = Path(__file__).with_name("third_party.toml")
_LICENCES = ("licen", "copying", "notice", "authors")


class NotShippable(Exception):  # noqa: N818 - an answer to whoever makes a release
    """What is installed is not what is pinned, or nobody wrote its notice; the text says what to do."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """Something by others: who made it, under which licence (SPDX), and the texts that go with it."""

    name: str
    version: str
    what: str
    by: str
    licence: str
    texts: tuple[Path, ...]
    # Of resources/; packages have none here.
    files: tuple[Path, ...] = ()
    # The package that it is; None for what stands in resources/.
    installed: Distribution | None = None
    needs: tuple[str, ...] = ()
    # CycloneDX documents that it brings: what it was built from.
    lists: tuple[Path, ...] = ()

    @property
    def key(self) -> str:
        """Name it as registries do."""
        return str(canonicalize_name(self.name)).replace(" ", "-")


def pins(name: str) -> dict[str, Requirement]:
    """Read a file of requirements/: what this system needs of it, by canonical name."""
    found = {}
    for line in (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines():
        words = line.partition("#")[0].strip()
        if not words or words.startswith("-r"):
            continue
        wanted = Requirement(words)
        if wanted.marker is None or wanted.marker.evaluate():
            found[str(canonicalize_name(wanted.name))] = wanted
    return found


def packages(*, voice: bool = False) -> list[Part]:
    """List the packages that run the app, with all they need in turn; `voice`, also what reads aloud.

    Raises NotShippable: one that is missing, is not of the version pinned, or has no notice.
    """
    pinned = pins("run.txt") | (pins("voice.txt") if voice else {})
    notices = tomllib.loads(LIST.read_text(encoding="utf-8"))["package"]
    waiting, found = sorted(pinned), dict[str, Part]()
    while waiting:
        name = waiting.pop(0)
        if name in found:
            continue
        try:
            installed = distribution(name)
        except ModuleNotFoundError:
            message = f"{name} is not installed: run pip install -r requirements/run.txt"
            raise NotShippable(message) from None
        if name in pinned and installed.version not in pinned[name].specifier:
            message = f"{name} {installed.version} is installed, and requirements/ asks for {pinned[name]}"
            raise NotShippable(message)
        if name not in notices:
            message = f"{name} has no notice: write one in tools/{LIST.name}"
            raise NotShippable(message)
        needs = tuple(sorted(_needs(installed)))
        # Qt's package of reading aloud names Essentials, and more that is not packed.
        waiting += needs
        found[name] = _package(name, installed, notices[name], needs)
    return [found[name] for name in sorted(found)]


def _needs(installed: Distribution) -> Iterator[str]:
    for line in installed.requires or ():
        wanted = Requirement(line)
        # Without extras: none is asked for in requirements/.
        if wanted.marker is None or wanted.marker.evaluate({"extra": ""}):
            yield str(canonicalize_name(wanted.name))


def _package(name: str, installed: Distribution, notice: dict[str, object], needs: tuple[str, ...]) -> Part:
    brought = [file for file in installed.files or () if ".dist-info" in str(file)]
    own = [
        Path(str(file.locate()))
        for file in brought
        if any(word in file.name.lower() for word in _LICENCES) and "/sboms/" not in file.as_posix()
    ]
    lists = [
        Path(str(file.locate()))
        for file in brought
        if "/sboms/" in file.as_posix() and file.suffix == ".json"
    ]
    named = notice.get("texts")
    texts = [RESOURCES / str(text) for text in named] if isinstance(named, list) else own
    return Part(
        name=installed.metadata["Name"] or name,
        version=installed.version,
        what=str(notice["what"]),
        by=str(notice["by"]),
        licence=str(notice["licence"]),
        texts=tuple(texts),
        installed=installed,
        needs=needs,
        lists=tuple(sorted(lists)),
    )


def parts() -> list[Part]:
    """List what stands in resources/ and was made by others."""
    return [
        Part(
            name=one["name"],
            version=one["version"],
            what=one["what"],
            by=one["by"],
            licence=one["licence"],
            texts=tuple(RESOURCES / text for text in one["texts"]),
            files=tuple(sorted(path for name in one["files"] for path in RESOURCES.glob(name))),
        )
        for one in tomllib.loads(LIST.read_text(encoding="utf-8"))["part"]
    ]
