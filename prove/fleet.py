"""The Debian package from its installation to its removal, on this very system, of which nothing changes.

A layer is laid over the whole file system, and the package meets it as a library's computer would: installed,
given a policy and a town's additions, updated by a pack, taken back, started in locked mode on a display in
memory, removed. Then everything in the layer is looked at: only what dpkg itself keeps may be left.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from familyguide.guide import minisign, overlays, packs
from familyguide.services.staff_code import make_hash
from prove._screen import Screen, missing, until

ROOT = Path(__file__).resolve().parent.parent
NEEDED = ("dpkg", "unshare", "chroot", "mount")
TOWN = "lyon"
# What dpkg and its own triggers keep of any package that was ever there, and what this proof itself wrote.
KEPT = (
    "var/lib/dpkg/",
    "var/log/",
    "var/cache/man/",
    "var/cache/ldconfig/",
    "var/cache/debconf/",
    "usr/share/applications/mimeinfo.cache",
    "usr/share/mime/",
    "usr/share/icons/hicolor/icon-theme.cache",
    "root/.cache/fontconfig/",
    "var/cache/fontconfig/",
    "proof/",
)


def run() -> tuple[bool, str]:
    """Run the proof in a process of its own, whose mounts end with it; skipped where something is missing."""
    lacking = [*missing(), *(name for name in NEEDED if shutil.which(name) is None)]
    found = sorted((ROOT / "dist").glob("familyguide_*~trial_*.deb"))
    key = ROOT / "var" / "package" / "trial.key"
    if sys.platform != "linux" or os.geteuid() != 0:
        return True, "skipped: it needs Linux and the administrator, to lay a layer over the file system"
    if lacking:
        return True, f"skipped: these programs are not installed: {', '.join(lacking)}"
    if not found or not key.is_file():
        return True, "skipped: there is no trial package yet; run: python build/make.py --trial --only deb"
    order = [
        "unshare",
        "--mount",
        "--propagation",
        "private",
        sys.executable,
        "-m",
        "prove.fleet",
        str(found[-1]),
    ]
    done = subprocess.run(
        [*order, str(key)], cwd=ROOT, capture_output=True, text=True, check=False, timeout=900
    )
    return done.returncode == 0, (done.stdout + done.stderr[-3000:]).strip()


class Computer:
    """The system of this computer under a layer, with a folder for the proof at /proof."""

    def __init__(self, folder: Path) -> None:
        self.layer, self.root = folder / "layer", folder / "root"
        work = folder / "work"
        _do("mount", "-t", "tmpfs", "tmpfs", str(folder))
        for place in (self.layer, self.root, work):
            place.mkdir()
        _do(
            "mount",
            "-t",
            "overlay",
            "overlay",
            "-o",
            f"lowerdir=/,upperdir={self.layer},workdir={work}",
            str(self.root),
        )
        for place in ("proc", "dev"):
            _do("mount", "--rbind", f"/{place}", str(self.root / place))
        # What stands in the folders of the person who starts this proof is not the library's.
        _do("mount", "-t", "tmpfs", "tmpfs", str(self.root / "tmp"))
        self.proof = self.root / "proof"
        self.proof.mkdir()

    def order(self, *words: str, **variables: str) -> list[str]:
        """Give the order that runs a program there, with nothing of our environment."""
        given = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": "/proof/home",
            "LANG": "C.UTF-8",
        } | variables
        values = [f"{name}={value}" for name, value in given.items()]
        return ["chroot", str(self.root), "/usr/bin/env", "-i", *values, *words]

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a program there to its end."""
        return subprocess.run(self.order(*words), capture_output=True, text=True, check=False, timeout=300)

    def guide(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the installed guide there."""
        return self.run("familyguide", *words)

    def status(self) -> dict[str, object]:
        """Ask the installed guide what it is; its exit code stands under `code`."""
        done = self.guide("status", "--json")
        return json.loads(done.stdout) | {"code": done.returncode}

    def changed(self) -> set[str]:
        """List what stands in the layer: files that are new, changed or taken away."""
        return {
            path.relative_to(self.layer).as_posix()
            for path in self.layer.rglob("*")
            if path.is_symlink() or not path.is_dir()
        }


class Walk:
    """The steps, each with what it found; the first that is not as it should be ends the walk."""

    def __init__(self, computer: Computer, package: Path, key: Path) -> None:
        self.computer, self.package = computer, package
        self.key = minisign.read_secret_key(key.read_text(encoding="utf-8"))
        self.town = minisign.SecretKey.make()

    def go(self) -> None:
        """Walk all the way; raises AssertionError with what was not as it should be."""
        self._install()
        self._rename()
        self._rule()
        self._add()
        self._update()
        self._lock()
        self._remove()

    def _install(self) -> None:
        (self.computer.proof / "guide.deb").write_bytes(self.package.read_bytes())
        done = self.computer.run("dpkg", "--install", "/proof/guide.deb")
        _expect(done.returncode == 0, "installed", done.stderr)
        done = self.computer.guide("--check")
        _expect(done.returncode == 0, "--check: every part is whole", done.stdout + done.stderr)
        found = self.computer.status()
        is_plain = (found["code"], found["trial"], found["mode"]) == (0, True, "home")
        _expect(is_plain, "status without a policy: home, trial, exit code 0", str(found))

    def _rename(self) -> None:
        """Take the folder from under an open window, as an update of the package does."""
        place = self.computer.root / "usr" / "lib" / "familyguide"
        with Screen() as screen:
            order = self.computer.order(
                "familyguide", "--country", "FR", DISPLAY=screen.environment["DISPLAY"]
            )
            opened = screen.start(*order, cwd="/", stdin=subprocess.DEVNULL)
            _expect(until(lambda: bool(screen.windows()), 60), "a window opens", f"{opened.poll()}")
            first = screen.picture()
            place.rename(place.with_name("elsewhere"))
            # Pages that were not loaded yet, one after the other.
            for key in ("F6", "Down", "Return", "Down", "Return"):
                screen.key(key)
            is_new = until(lambda: screen.picture() != first, 10)
            _expect(is_new and opened.poll() is None, "it goes on where its folder was renamed")
            place.with_name("elsewhere").rename(place)

    def _rule(self) -> None:
        place = self.computer.root / "etc" / "familyguide" / "policy.toml"
        place.parent.mkdir(mode=0o755)
        place.write_text(
            'mode = "public-pc"\nlanguages = ["fr", "en"]\ncountry = "FR"\n'
            f'staff_code = "{make_hash("proof of a fleet 26")}"\n'
            f'overlay_key = "{self.town.public.text().splitlines()[1]}"\n'
            f'overlay_domains = ["{TOWN}.example"]\n',
            encoding="utf-8",
        )
        done = self.computer.guide("policy", "check")
        _expect(done.returncode == 0, "the policy has no mistake", done.stdout + done.stderr)
        _expect(self.computer.status()["mode"] == "public-pc", "status: the policy is obeyed")

    def _add(self) -> None:
        # The folder of a town as the tests write it; they are no package.
        spec = importlib.util.spec_from_file_location("town", ROOT / "tests" / "ui" / "town.py")
        if spec is None or spec.loader is None:
            raise ImportError("tests/ui/town.py")
        town = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(town)
        folder = town.write(self.computer.proof / "town", 2)
        self._sign("town.pack", overlays.bundle(folder), self.town, "overlay", TOWN, 1)
        done = self.computer.guide("pack", "install", "/proof/town.pack")
        _expect(done.returncode == 0, "a town's additions are installed", done.stderr)
        shown = self.computer.guide("services", "--country", "FR", "--json").stdout
        _expect(f"{TOWN}-place-0" in shown, "they stand in the directory")
        # The same words for a longer time, as a town signs them again each year.
        self._sign("town2.pack", overlays.bundle(folder), self.town, "overlay", TOWN, 2)
        done = self.computer.guide("pack", "install", "/proof/town2.pack")
        _expect(
            done.returncode == 0 and "2" in done.stdout, "the town's next pack takes their place", done.stderr
        )
        done = self.computer.guide("pack", "rollback", "/proof/town.pack")
        _expect(done.returncode == 0, "the town's earlier pack comes back", done.stderr)

    def _update(self) -> None:
        content = (ROOT / "var" / "content.db").read_bytes()
        for serial in (2, 3):
            self._sign(f"{serial}.pack", content, self.key, "release", packs.RELEASE, serial)
            done = self.computer.guide("pack", "install", f"/proof/{serial}.pack")
            _expect(done.returncode == 0, f"the content is updated to serial {serial}", done.stderr)
        _expect(self._serial() == 3, "status: serial 3")
        damaged = self.computer.proof / "damaged.pack"
        data = (self.computer.proof / "3.pack").read_bytes()
        damaged.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        done = self.computer.guide("pack", "install", "/proof/damaged.pack")
        is_refused = done.returncode == 2 and self._serial() == 3  # as every refusal ends
        _expect(is_refused, "a damaged pack is refused, nothing changes")
        done = self.computer.guide("pack", "rollback")
        _expect(done.returncode == 0 and self._serial() == 2, "rolled back: serial 2", done.stderr)

    def _lock(self) -> None:
        with Screen() as screen:
            variables = {"DISPLAY": screen.environment["DISPLAY"]}
            before = self.computer.changed()
            launcher = screen.start(
                *self.computer.order("familyguide", "--kiosk", **variables), cwd="/", stdin=subprocess.DEVNULL
            )
            shows = until(lambda: bool(screen.windows()), 120) and until(lambda: screen.bare() == 0, 60)
            _expect(shows, "the locked mode covers the whole display", f"ended with {launcher.poll()}")
            launcher.kill()
            launcher.wait()
            _expect(until(lambda: not screen.windows()), "without its launcher no visit stays")
            left = {path for path in self.computer.changed() - before if "fontconfig" not in path}
            _expect(not left, "the visit wrote nothing", ", ".join(sorted(left)))

    def _remove(self) -> None:
        done = self.computer.run("dpkg", "--purge", "familyguide")
        _expect(done.returncode == 0, "removed and purged", done.stderr)
        left = {path for path in self.computer.changed() if not path.startswith(KEPT)}
        # The layer marks what it hides; below it nothing of this name ever stood. What another package's
        # trigger wrote again as it was is no change.
        left = {path for path in left if _bytes(self.computer.root / path) != _bytes(Path("/", path))}
        _expect(not left, "nothing is left", ", ".join(sorted(left)[:20]))

    def _serial(self) -> object:
        content = self.computer.status()["content"]
        return content["serial"] if isinstance(content, dict) else None

    def _sign(
        self, file: str, content: bytes, key: minisign.SecretKey, kind: str, name: str, serial: int
    ) -> None:
        today = datetime.now(tz=UTC).date()
        data = packs.make(
            content, key, kind=kind, serial=serial, built=today, expires=today + timedelta(days=60), name=name
        )
        (self.computer.proof / file).write_bytes(data)


def _bytes(path: Path) -> bytes | str | None:
    """Give what a file holds, or where a link leads; None where nothing stands."""
    if path.is_symlink():
        return str(path.readlink())
    return path.read_bytes() if path.is_file() else None


def _do(*order: str) -> None:
    subprocess.run(order, check=True, capture_output=True, text=True)


def _expect(fits: bool, what: str, said: str = "") -> None:
    if not fits:
        raise AssertionError(f"not so: {what}\n{said.strip()}")
    print(what, flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="family-guide-fleet-") as _folder:
        try:
            Walk(Computer(Path(_folder)), Path(sys.argv[1]), Path(sys.argv[2])).go()
        except (AssertionError, subprocess.SubprocessError) as error:
            sys.exit(str(error))
        finally:
            subprocess.run(
                ["umount", "--recursive", "--lazy", _folder],  # noqa: S607 - as the system finds it
                check=False,
                capture_output=True,
            )
