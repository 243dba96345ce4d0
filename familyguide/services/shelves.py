"""Where signed content is installed, whose packs are accepted here, and what of it is shown."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from familyguide.guide.installed import PackError, current, is_expired, shipped
from familyguide.guide.library import ContentError, Library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from familyguide.guide.installed import Installed
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
    from familyguide.guide import keys, minisign  # noqa: PLC0415 - libsodium, never at start
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


class Opened(NamedTuple):
    """The content that is shown, what was left out and why, and the dates (YYYY-MM-DD) that are past."""

    library: Library
    faults: tuple[PackError | ContentError, ...] = ()
    expired: tuple[str, ...] = ()


class _Dated(NamedTuple):
    library: Library
    built: str
    expires: str

    def past(self, clock: date) -> tuple[str, ...]:
        return (self.expires,) if is_expired(self.built, self.expires, clock) else ()


def open_installed(root: Path, came_with: Path, clock: date) -> Opened:
    """Open the release in use, else the one that came with the app; then what towns added.

    Nothing is written. What cannot be used is told and left out: the numbers to call must be there all the
    same. Raises ContentError when there is no release: `unsigned` for a working copy or any other file.
    """
    release, faults = _official(root, came_with)
    overlays, more = _overlays_of(root)
    library = _merged(release.library, overlays)
    past = [day for one in (release, *overlays) for day in one.past(clock)]
    return Opened(library, (*faults, *more), tuple(past))


def open_official(root: Path, came_with: Path) -> Library:
    """Open the release alone, without what towns added: what a town's next pack is compared with.

    With them, each entry of its pack before would stand in its way. Raises ContentError as `open_installed`.
    """
    return _official(root, came_with)[0].library


def _official(root: Path, came_with: Path) -> tuple[_Dated, list[PackError | ContentError]]:
    faults: list[PackError | ContentError] = []
    release: _Dated | None = None
    try:
        release = _open_release(root)
    except (PackError, ContentError) as error:
        faults.append(error)
    return release or _open_shipped(came_with), faults


def shipped_header(came_with: Path) -> Installed | None:
    """Give the signed header of the content that came with the app; None when it is no release."""
    from familyguide.guide import keys  # noqa: PLC0415 - asked for by name, so that a test may name its own

    return shipped(came_with, keys.RELEASE_KEYS)


def _open_shipped(path: Path) -> _Dated:
    header = shipped_header(path)
    # A damaged or missing file says so itself; only then is a whole one refused.
    library = Library.open(path)
    if header is None or library.meta.get("kind") != "release":
        library.close()
        raise ContentError("unsigned", str(path))
    return _Dated(library, header.built, header.expires)


def _open_release(root: Path) -> _Dated | None:
    """Open the release in use; None when none is installed.

    A file that is not as it was left (restored from a backup, perhaps) is verified whole first.
    Raises PackError, and ContentError for a file that this version cannot read, or that is no release.
    """
    shelf = root / "release"
    try:
        found = current(shelf)
    except PackError as error:
        if error.code != "changed":
            raise
        from familyguide.guide import packs  # noqa: PLC0415 - libsodium: only after a change

        header = packs.check_installed(shelf, trust(), Path(), None)
        if header is None:
            return None
        built, expires, path = header.built, header.expires, packs.path_in_use(shelf)
    else:
        if found is None:
            return None
        built, expires, path = found.built, found.expires, found.path
    library = Library.open(path)
    if library.meta.get("kind") != "release":
        library.close()
        raise ContentError("unsigned", str(path))
    return _Dated(library, built, expires)


def check_shipped(came_with: Path) -> PackError | None:
    """Verify the content that came with the app from the first byte to the last; gives the fault."""
    from familyguide.guide import packs  # noqa: PLC0415 - libsodium, never at start

    try:
        packs.check_shipped(came_with, trust())
    except PackError as error:
        return error
    return None


def check_release(root: Path) -> PackError | None:
    """Verify the release in use from the first byte to the last; gives the fault, None without a release."""
    from familyguide.guide import packs  # noqa: PLC0415 - libsodium, never at start

    try:
        packs.check_installed(root / "release", trust(), Path(), None)
    except PackError as error:
        return error
    return None


def check_installed(root: Path, base: Path, official: Callable[[], Library]) -> Iterator[PackError]:
    """Verify everything installed from the first byte to the last; gives each fault.

    `base` holds the checker's word lists; `official` opens the content that overlays are compared with.
    """
    from familyguide.guide import packs  # noqa: PLC0415 - libsodium, never at start

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
    overlays, faults = _overlays_of(root)
    return _merged(official, overlays), faults


def _merged(official: Library, overlays: tuple[_Dated, ...]) -> Library:
    if not overlays:
        return official
    from familyguide.guide.merged import Overlay, merge  # noqa: PLC0415 - only where something was added

    return merge(official, tuple(one.library for one in overlays if isinstance(one.library, Overlay)))


def _overlays_of(root: Path) -> tuple[tuple[_Dated, ...], tuple[PackError | ContentError, ...]]:
    shelves = _shelves_of_towns(root)
    if not shelves:
        return (), ()
    key, domains = _of_policy()
    faults: list[PackError | ContentError] = []
    opened: list[_Dated] = []
    for shelf in shelves:
        try:
            overlay = _overlay_of(shelf, key, domains)
        except (PackError, ContentError) as error:
            faults.append(error)
        else:
            opened += [overlay] if overlay is not None else []
    return tuple(opened), tuple(faults)


def left_out(root: Path) -> dict[str, str]:
    """Give the names of installed additions that are not shown, each with the code of why."""
    key, domains = _of_policy()
    found = {}
    for shelf in _shelves_of_towns(root):
        try:
            overlay = _overlay_of(shelf, key, domains)
        except (PackError, ContentError) as error:
            found[shelf.name] = error.code
        else:
            if overlay is not None:
                overlay.library.close()
    return found


def _overlay_of(shelf: Path, key: str | None, domains: tuple[str, ...]) -> _Dated | None:
    """Open what a town added; None for an empty shelf. Raises PackError and ContentError."""
    from familyguide.guide.merged import Overlay  # noqa: PLC0415 - only where something was added

    found = current(shelf)
    if found is None:
        return None
    if key is None or not _is_of(key, found.key_id):
        # The policy no longer names this town.
        raise PackError("wrong-key", found.key_id)
    overlay = Overlay.of(found.path, domains)
    # Without the name of its town nothing of it is shown: it could be taken for official.
    _ = overlay.added
    return _Dated(overlay, found.built, found.expires)


def _is_of(key: str, key_id: str) -> bool:
    from familyguide.guide import minisign  # noqa: PLC0415

    return minisign.read_public_key(key).name == key_id
