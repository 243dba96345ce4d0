"""The Debian package: /usr/lib/familyguide, one command, one entry in the menu, file types, a manual page."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from archives import files_of

from tools import packaged

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
LINUX = HERE / "linux"
APP_ID = "org.familyguide.FamilyGuide"
SESSION_ENDING = "fgsession"
MAINTAINER = "The Family Guide contributors <maintainers@familyguide.example>"
# What is opened by its name, and no file of ours asks for.
DEPENDS = ("libegl1", "libgl1", "libcups2", "tzdata")
RECOMMENDS = ("fonts-dejavu-core", "cups-client", "libgssapi-krb5-2", "libpulse0")
# For IT and for towns, in both languages.
GUIDES = (
    "for-it.md",
    "for-towns.md",
    "pour-informaticiens.md",
    "pour-les-villes.md",
    "poste-public.md",
    "public-pc.md",
)
# A library of Qt for Python that looks like one of the system's.
OURS = ("libQt6", "libicu", "libpython", "libpyside6", "libshiboken6")


def make(folder: Path, work: Path, target: Path, version: str, *, is_trial: bool, is_quick: bool) -> Path:
    """Write the package; raises OSError or CalledProcessError."""
    # Below the same number without it: a release replaces a trial, never the other way round.
    version = f"{version}~trial" if is_trial else version
    root = work / "deb"
    shutil.rmtree(root, ignore_errors=True)
    place = root / "usr" / "lib" / "familyguide"
    shutil.copytree(folder, place, symlinks=True)
    needed = {*DEPENDS, *_leave_to_system(place)}
    _fill(root, version)
    (place / "notices").rename(root / "usr" / "share" / "doc" / "familyguide" / "notices")
    _set_rights(root)
    _control(root, version, needed, is_trial=is_trial)
    path = target / f"familyguide_{version}_{_architecture()}.deb"
    order = [
        "dpkg-deb",
        "--root-owner-group",
        "-Znone" if is_quick else "-Zxz",
        "--build",
        str(root),
        str(path),
    ]
    subprocess.run(order, check=True, stdout=subprocess.DEVNULL)
    return path


def _leave_to_system(place: Path) -> set[str]:
    """Take out what Debian has in packages of its own, which it keeps safe; gives those we ask for.

    What these need in turn is theirs to say: it differs from one Debian to the next (libflac12, libflac14).
    """
    libraries = {
        path.name: path
        for path in (place / "_internal").glob("lib*.so*")
        if not path.is_symlink() and not path.name.startswith(OURS)
    }
    owners = packaged.packages_of(list(libraries))
    for name in owners:
        libraries[name].unlink()
    asked = {name for path in files_of(place) if packaged.runs(path) for name in packaged.needed_by(path)}
    return {owner.removeprefix(packaged.DEBIAN) for name, owner in owners.items() if name in asked}


def _fill(root: Path, version: str) -> None:
    share = root / "usr" / "share"
    (root / "usr" / "bin").mkdir(parents=True)
    (root / "usr" / "bin" / "familyguide").symlink_to("../lib/familyguide/familyguide")
    _write(share / "applications" / f"{APP_ID}.desktop", LINUX / f"{APP_ID}.desktop", version)
    _write(share / "metainfo" / f"{APP_ID}.metainfo.xml", LINUX / f"{APP_ID}.metainfo.xml", version)
    _write(share / "mime" / "packages" / "familyguide.xml", LINUX / "familyguide.xml", version)
    manual = _filled(LINUX / "familyguide.1", version)
    _compress(share / "man" / "man1" / "familyguide.1.gz", manual)
    icons = share / "icons" / "hicolor"
    pictures = ROOT / "resources" / "app"
    _copy(pictures / "family-guide.svg", icons / "scalable" / "apps" / f"{APP_ID}.svg")
    for picture in sorted(pictures.glob("family-guide-*.png")):
        size = picture.stem.rpartition("-")[2]
        _copy(picture, icons / f"{size}x{size}" / "apps" / f"{APP_ID}.png")
    about = share / "doc" / "familyguide"
    when = format_datetime(datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), tz=UTC))
    entry = (
        f"familyguide ({version}) unstable; urgency=medium\n\n"
        f"  * What changed: CHANGELOG.md.\n\n -- {MAINTAINER}  {when}\n"
    )
    _compress(about / "changelog.gz", entry)
    _compress(about / "CHANGELOG.md.gz", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    _write(about / "copyright", LINUX / "copyright", version)
    overrides = share / "lintian" / "overrides" / "familyguide"
    _write(overrides, LINUX / "lintian-overrides", version)
    # What IT needs beside it: an example of the policy, and the session of a public PC.
    _copy(ROOT / "docs" / "policy.example.toml", about / "examples" / "policy.example.toml")
    for file in sorted((ROOT / "docs" / "kiosk" / "linux").iterdir()):
        if file.name != "familyguide":
            _copy(file, about / "examples" / "kiosk" / file.name)
    for file in files_of(ROOT / "docs" / "town"):
        _copy(file, about / "examples" / "town" / file.relative_to(ROOT / "docs" / "town"))
    # And its guides: a library's computer may have no network to read them on.
    for name in GUIDES:
        _copy(ROOT / "docs" / name, about / name)
    # Where the guides say that these lie.
    (about / "kiosk").mkdir()
    for name, place in (("policy.example.toml", ""), ("town", ""), ("kiosk/linux", "kiosk")):
        up = "../" * name.count("/")
        (about / name).symlink_to(f"{up}examples/{place or name}")


def _control(root: Path, version: str, needed: set[str], *, is_trial: bool) -> None:
    control = root / "DEBIAN"
    control.mkdir()
    files = [path for path in files_of(root) if control not in path.parents]
    size = sum(path.lstat().st_size for path in files) // 1024
    rows = {
        "Package": "familyguide",
        "Version": version,
        "Architecture": _architecture(),
        "Maintainer": MAINTAINER,
        "Installed-Size": str(size),
        "Depends": ", ".join((f"libc6 (>= {_glibc(files)})", *sorted(needed - {"libc6"}))),
        "Recommends": ", ".join(RECOMMENDS),
        "Section": "education",
        "Priority": "optional",
        "Description": "guide for adults who look after children online",
    }
    words = [
        "Words to begin a conversation, settings of apps and games, signs to know,",
        "first steps when something happened, and whom to call; in French and English.",
        "It works without a network and keeps nothing unless the reader asks for it.",
    ]
    if is_trial:
        words += [
            ".",
            "This is a TRIAL build, not for families: its content is signed with a key",
            "that was thrown away.",
        ]
    text = "".join(f"{name}: {value}\n" for name, value in rows.items()) + "".join(
        f" {word}\n" for word in words
    )
    (control / "control").write_text(text, encoding="utf-8")
    shutil.copyfile(LINUX / "postrm", control / "postrm")
    (control / "postrm").chmod(0o755)
    sums = ["md5sum", *(path.relative_to(root).as_posix() for path in files if not path.is_symlink())]
    done = subprocess.run(sums, cwd=root, check=True, capture_output=True, text=True)
    (control / "md5sums").write_text(done.stdout, encoding="utf-8")


def _glibc(files: list[Path]) -> str:
    """Give the newest version of the C library that any file asks for."""
    found = {(2, 17)}
    for path in files:
        if not path.is_symlink():
            found |= {(int(a), int(b)) for a, b in re.findall(rb"GLIBC_(\d+)\.(\d+)", path.read_bytes())}
    return ".".join(str(number) for number in max(found))


def _architecture() -> str:
    order = ["dpkg", "--print-architecture"]
    return subprocess.run(order, check=True, capture_output=True, text=True).stdout.strip()


def _set_rights(root: Path) -> None:
    for path in root.rglob("*"):
        if path.is_symlink():
            continue
        is_program = path.is_dir() or (path.parent.name == "familyguide" and path.name == "familyguide")
        path.chmod(0o755 if is_program and (path.is_dir() or path.stat().st_size > 1 << 16) else 0o644)


def _filled(file: Path, version: str) -> str:
    date = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), tz=UTC).date().isoformat()
    text = file.read_text(encoding="utf-8").replace("@VERSION@", version).replace("@DATE@", date)
    return text.replace("@SESSION@", SESSION_ENDING)


def _write(target: Path, file: Path, version: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(_filled(file, version), encoding="utf-8")


def _compress(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=int(os.environ["SOURCE_DATE_EPOCH"])))


def _copy(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, target)
