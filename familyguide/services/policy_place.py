"""Where the system keeps the policy, and whether the reader could change it. Cheap: asked at every start."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path


def system_place() -> Path:
    """Give the one place of the system's policy; no variable of the reader can move it."""
    if sys.platform == "win32":
        from familyguide.services.windows import program_data  # noqa: PLC0415 - Windows only

        return program_data() / "Family Guide" / "policy.toml"
    elif sys.platform == "darwin":  # noqa: RET505 - mypy reads this form on all three systems
        return Path("/Library/Application Support/Family Guide/policy.toml")
    else:
        return Path("/etc/familyguide/policy.toml")


def is_there(place: Path) -> bool:
    """Tell whether a policy stands there, readable or not.

    Only a plain "no such file" means none: a policy that may not be looked at is a broken one.
    """
    try:
        place.lstat()
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return True


def changeable(place: Path) -> Path | None:
    """Give the file, or the first folder above it, that the reader could change; None when there is none.

    Raises OSError where something on the way cannot be looked at. The administrator may change everything:
    asked by the administrator (root), this tells what somebody else could change. On Windows the file and
    its folder are looked at, and nothing is found for an administrator.
    """
    if sys.platform == "win32":
        from familyguide.services import windows  # noqa: PLC0415 - Windows only

        if windows.is_administrator():
            return None
        return next((path for path in (place, place.parent) if windows.can_change(path)), None)
    else:  # noqa: RET505 - mypy reads this form on all three systems
        given, real = place.absolute(), place.resolve(strict=True)
        chain = dict.fromkeys((given, *given.parents, real, *real.parents))
        return next((path for path in chain if _can_change(path, os.geteuid())), None)


def _can_change(path: Path, reader: int) -> bool:
    about = path.lstat()
    if about.st_uid == reader != 0:
        # The owner may give the right to write back at any time.
        return True
    if stat.S_ISLNK(about.st_mode):
        # A link has no rights of its own: its owner counts, and the folder it stands in.
        return reader == 0 and about.st_uid != 0
    # In a folder such as /tmp everyone may add, and nobody may replace what belongs to another.
    is_sticky = stat.S_ISDIR(about.st_mode) and bool(about.st_mode & stat.S_ISVTX)
    if reader == 0:
        return about.st_uid != 0 or bool(about.st_mode & (stat.S_IWGRP | stat.S_IWOTH) and not is_sticky)
    effective = os.access in os.supports_effective_ids
    return not is_sticky and os.access(path, os.W_OK, effective_ids=effective)
