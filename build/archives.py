"""The folder as one file to carry, the same bytes from the same folder; and lists of SHA-256."""

from __future__ import annotations

import hashlib
import os
import platform
import tarfile
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def name_of(version: str) -> str:
    """Name what is made for one kind of computer, such as family-guide-VERSION-linux-x86_64."""
    return f"family-guide-{version}-{platform.system().lower()}-{platform.machine().lower()}"


def files_of(folder: Path) -> list[Path]:
    """Give every file of a folder in one fixed order; folders on the way are not named."""
    return sorted(path for path in folder.rglob("*") if path.is_symlink() or path.is_file())


def tar(folder: Path, target: Path, version: str) -> Path:
    """Write the folder as .tar.xz under one top folder; owner, order and times are always the same."""
    name = name_of(version)
    path = target / f"{name}.tar.xz"

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = "root"
        member.mtime = int(os.environ["SOURCE_DATE_EPOCH"])
        member.mode = 0o755 if member.mode & 0o100 else 0o644
        return member

    with tarfile.open(path, "w:xz", preset=6, format=tarfile.PAX_FORMAT) as archive:
        for file in files_of(folder):
            archive.add(file, f"{name}/{file.relative_to(folder).as_posix()}", filter=plain)
    return path


def zip_(folder: Path, target: Path, version: str) -> Path:
    """Write the folder as .zip under one top folder, with the right to run where the system knows one."""
    name = name_of(version)
    path = target / f"{name}.zip"
    when = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), tz=UTC).timetuple()[:6]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in files_of(folder):
            about = zipfile.ZipInfo(f"{name}/{file.relative_to(folder).as_posix()}", when)
            about.create_system = 3
            is_program = file.stat().st_mode & 0o100
            about.external_attr = (0o100755 if is_program else 0o100644) << 16
            about.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(about, file.read_bytes())
    return path


def write_sums(folder: Path, target: Path) -> None:
    """List the SHA-256 of every file below a folder, as `sha256sum --check` reads it."""
    _write((path for path in files_of(folder) if not path.is_symlink()), folder, target)


def write_sums_of(files: Iterable[Path], target: Path) -> None:
    """List the SHA-256 of packages that stand beside the list."""
    _write(files, target.parent, target)


def _write(files: Iterable[Path], base: Path, target: Path) -> None:
    rows = []
    for path in files:
        with path.open("rb") as file:
            rows.append(
                f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.relative_to(base).as_posix()}\n"
            )
    target.write_text("".join(rows), encoding="utf-8", newline="\n")
