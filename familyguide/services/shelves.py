"""Where signed content is installed, whose packs are accepted here, and what of it is shown."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from familyguide.guide.installed import PackError, current
from familyguide.guide.library import ContentError, Library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from familyguide.guide.minisign import PublicKey
    from familyguide.guide.packs import Trust


def place() -> Path:
    """Give the folder of installed content: the administrator writes it, everyone reads it."""
    if sys.platform == "win32":
        from familyguide.services.windows import program_data  # noqa: PLC0415 - Windows only

        return program_data() / "Family Guide" / "content"
    if sys.platform == "darwin":
        return Path("/Library/Application Support/Family Guide/content")
    return Path("/var/lib/familyguide")


def trust(more: tuple[PublicKey, ...] = (), domains: tuple[str, ...] = ()) -> Trust:
    """Give the keys accepted here: the publisher's, and the town's that the system's policy names.

    `more` and `domains` are for looking at a pack, never for installing one.
    """
    from familyguide.guide import keys, minisign  # noqa: PLC0415 - cryptography, never at start
    from familyguide.guide.packs import Trust  # noqa: PLC0415

    release = tuple(minisign.read_public_key(key) for key in keys.RELEASE_KEYS)
    key, listed = _of_policy()
    town = (minisign.read_public_key(key),) if key else ()
    return Trust(release + more, town + more, listed + domains)


def _of_policy() -> tuple[str | None, tuple[str, ...]]:
    from familyguide.services import policy  # noqa: PLC0415

    found = policy.read_system("en")
    if found is None or found.policy is None:
        return None, ()
    return found.policy.overlay_key, found.policy.overlay_domains or ()


def open_release(root: Path) -> Library | None:
    """Open the release in use; None when none is installed.

    A file that is not as it was left (restored from a backup, perhaps) is verified whole first.
    Raises PackError, and ContentError for a file that this version cannot read.
    """
    shelf = root / "release"
    try:
        found = current(shelf)
    except PackError as error:
        if error.code != "changed":
            raise
        from familyguide.guide import packs  # noqa: PLC0415 - cryptography: only after a change

        packs.check_installed(shelf, trust(), Path(), None)
        return Library.open(packs.path_in_use(shelf))
    return Library.open(found.path) if found else None


def check_installed(root: Path, base: Path, official: Callable[[], Library]) -> Iterator[PackError]:
    """Verify everything installed from the first byte to the last; gives each fault.

    `base` holds the checker's word lists; `official` opens the content that overlays are compared with.
    """
    from familyguide.guide import packs  # noqa: PLC0415 - cryptography, never at start

    release, overlays = root / "release", _shelves_of_towns(root)
    accepted = trust()
    for shelf in (release, *overlays):
        try:
            library = official() if shelf is not release else None
            packs.check_installed(shelf, accepted, base, library)
        except PackError as error:
            yield error


def _shelves_of_towns(root: Path) -> list[Path]:
    try:
        return sorted(path for path in (root / "overlays").iterdir() if path.is_dir())
    except OSError:
        return []


def with_overlays(official: Library, root: Path) -> tuple[Library, tuple[PackError | ContentError, ...]]:
    """Show behind the official content what towns added here; what cannot be used is told and left out."""
    faults: list[PackError | ContentError] = []
    shelves = _shelves_of_towns(root)
    if not shelves:
        return official, ()
    from familyguide.guide.merged import Overlay, merge  # noqa: PLC0415 - only where something was added

    key, domains = _of_policy()
    opened: list[Overlay] = []
    for shelf in shelves:
        try:
            found = current(shelf)
            if found is None:
                continue
            if key is not None and _is_of(key, found.key_id):
                opened.append(Overlay.of(found.path, domains))
            else:
                # The policy no longer names this town.
                faults.append(PackError("wrong-key", found.key_id))
        except (PackError, ContentError) as error:
            faults.append(error)
    return merge(official, tuple(opened)), tuple(faults)


def _is_of(key: str, key_id: str) -> bool:
    from familyguide.guide import minisign  # noqa: PLC0415

    return minisign.read_public_key(key).name == key_id
