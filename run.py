"""Start Family Guide with `python3 run.py`, test it with `python3 run.py test`.

Needs Python 3.11 or newer with pip, and nothing else. What it installs stays in `.venv/` beside this
file; docs/decisions/0002-own-launcher.md says why this is a script of our own.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
SITE = VENV / "site"  # only where this Python cannot make environments: a plain folder of packages
STAMP = VENV / "family-guide.txt"  # what is installed; written last, so no stamp means not finished
LOCK = VENV / "family-guide.lock"  # also says that this folder is ours to clear
LOG = VENV / "install.log"
REQUIREMENTS = (
    {"run": ("run.txt",)}
    | {kind: ("run.txt", f"{kind}.txt") for kind in ("voice", "test", "bench")}
    | {"package": ("run.txt", "voice.txt", "package.txt")}
)
SIZES = {"run": 250, "voice": 690, "test": 380, "bench": 290, "package": 860}  # megabytes on disk
THIS_PYTHON = f"{platform.python_implementation()} {sys.version_info[:2]} {platform.machine()}"

# Shared libraries that Qt opens = the Debian and Ubuntu packages that hold them.
LIBRARIES = {
    "always": "libEGL.so.1=libegl1 libGL.so.1=libgl1 libxkbcommon.so.0=libxkbcommon0 "
    "libdbus-1.so.3=libdbus-1-3 libfontconfig.so.1=libfontconfig1 libglib-2.0.so.0=libglib2.0-0",
    "xcb": "libxcb-cursor.so.0=libxcb-cursor0 libxcb-icccm.so.4=libxcb-icccm4 "
    "libxcb-image.so.0=libxcb-image0 libxcb-keysyms.so.1=libxcb-keysyms1 "
    "libxcb-render-util.so.0=libxcb-render-util0 libxcb-shape.so.0=libxcb-shape0 "
    "libxcb-xkb.so.1=libxcb-xkb1 libxkbcommon-x11.so.0=libxkbcommon-x11-0 libX11-xcb.so.1=libx11-xcb1",
    "voice": "libpulse.so.0=libpulse0 libspeechd.so.2=libspeechd2 libgssapi_krb5.so.2=libgssapi-krb5-2",
    "wayland": "libwayland-client.so.0=libwayland-client0 libwayland-cursor.so.0=libwayland-cursor0",
}

# Programs for the proof that looks at the guide as a screen reader does, on a display of its own.
LISTENING = "Xvfb=xvfb dbus-run-session=dbus at-spi-bus-launcher=at-spi2-core"
LISTENERS = {"screen_reader", "real_screen_reader"}

# Both kinds answer with text and never open Qt; the second needs no compiled content either.
READING = {"list", "show", "services", "search"}
MANAGING = {"content", "pack", "policy", "status", "--version", "--help", "-h"}

# The content is checked by the tests, which have read it anyway.
CHECKS = {
    "ruff format --check": ["-m", "ruff", "format", "--check", "."],
    "ruff check": ["-m", "ruff", "check", "."],
    "mypy": ["-m", "mypy"],
    # A script without a module of its own, in a folder that is not always on the path.
    "lint-imports": ["-c", "from importlinter.cli import lint_imports_command as lint; lint(['--no-logo'])"],
}


def main(args: list[str]) -> int:
    """Do what was asked."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the launcher meets older Pythons, the app does not
        here = platform.python_version()
        stop(
            f"Family Guide needs Python 3.11 or newer; this is {here}.",
            f"Guide Famille demande Python 3.11 ou plus récent ; ici {here}.",
        )
    word, rest = (args[0], args[1:]) if args else ("", [])
    if word == "test":
        return run_tests(rest)
    if word == "prove":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        prepare("test")
        prepare_system(listens=not LISTENERS.isdisjoint(rest))
        return call(["-m", "prove", *rest], ROOT)
    if word == "voice":
        return add_voice()
    if word == "package":
        prepare("package")
        return call(["build/make.py", *rest], ROOT)
    if word == "bench":
        prepare("bench")
        prepare_system()
        return call(["-m", "benchmarks", *rest], ROOT)
    return start(args)


def say(*lines: str) -> None:
    """Tell the person what happens, beside the program's own output rather than in it."""
    print(*lines, sep="\n", file=sys.stderr, flush=True)


def stop(*lines: str) -> NoReturn:
    """End with one sentence in English and in French, and perhaps a line to use."""
    say(*lines)
    sys.exit(2)


def prepare(kind: str) -> None:
    """Make sure that the packages of this kind are installed, exactly as pinned."""
    try:
        if is_ready(kind):
            return
        VENV.mkdir(exist_ok=True)
        if any(VENV.iterdir()) and not LOCK.exists():
            stop(
                "The .venv folder here was made by something else: move it away, then start again.",
                "Le dossier .venv présent ici vient d'ailleurs : déplacez-le, puis recommencez.",
            )
        # The standard library's one lock that works on three systems, waits, and ends with a crash.
        with contextlib.closing(sqlite3.connect(LOCK, timeout=900, isolation_level=None)) as lock:
            lock.execute("BEGIN EXCLUSIVE")
            if not is_ready(kind):  # another start may have finished while this one waited
                fill(kind)
    except (OSError, sqlite3.OperationalError):
        stop(
            f"Family Guide cannot write in {ROOT}: copy this folder to a place of your own.",
            f"Guide Famille ne peut pas écrire dans {ROOT} : copiez ce dossier à un endroit à vous.",
        )


def is_ready(kind: str) -> bool:
    """Tell whether the last finished installation is the one wanted now."""
    return fingerprint(kind) in read_stamp() and our_python().exists()


def read_stamp() -> list[str]:
    """Read which Python and which packages are installed; nothing, when that never finished."""
    return STAMP.read_text().splitlines() if STAMP.exists() else []


def fingerprint(kind: str) -> str:
    """Give a text that changes with the Python and with the pinned packages."""
    pins = [(ROOT / "requirements" / name).read_bytes() for name in REQUIREMENTS[kind]]
    return hashlib.sha256(b"\n".join([THIS_PYTHON.encode(), *pins])).hexdigest()


def fill(kind: str) -> None:
    """Install the packages, starting from nothing where the last installation was not finished."""
    is_whole = THIS_PYTHON in read_stamp() and our_python().exists()
    STAMP.unlink(missing_ok=True)  # until the new one is written, an interruption leaves none
    if is_whole:
        say("Adding the packages that are missing.", "Ajout des éléments qui manquent.")
    else:
        size = SIZES[kind]
        say(
            f"Preparing Family Guide for the first start: about a minute, about {size} MB on disk.",
            f"Préparation de Guide Famille, la première fois : environ une minute, {size} Mo sur le disque.",
        )
        make_environment()
    # Wheels only: nothing is compiled, and no package runs code while it is installed.
    order = [*pip(), "install", "--only-binary=:all:", "--no-input", "--retries=2"]
    order += ["--upgrade", "--target", str(SITE)] if SITE.is_dir() else []
    order += ["--requirement", str(ROOT / "requirements" / REQUIREMENTS[kind][-1])]
    settings = {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    with LOG.open("w") as log:
        done = subprocess.run(order, stdout=log, stderr=log, env=os.environ | settings, check=False)
    if done.returncode:
        stop(
            f"The installation stopped: check that this computer is online (details in {LOG}).",
            f"L'installation s'est arrêtée : vérifiez la connexion à internet (détails dans {LOG}).",
        )
    draft = STAMP.with_suffix(".new")
    draft.write_text("\n".join([THIS_PYTHON, fingerprint("run"), fingerprint(kind)]))
    draft.replace(STAMP)


def make_environment() -> None:
    """Make an empty environment in the best way this Python offers."""
    make = [sys.executable, "-m", "venv", str(VENV)]
    for attempt in (make, [*make, "--without-pip"]):  # Debian keeps the part that adds pip in a package apart
        clear_environment()
        if works(attempt) and works([*pip(), "--version"]):
            return
    clear_environment()
    SITE.mkdir()
    if not works([*pip(), "--version"]):
        stop(
            "This Python has no pip. On Debian or Ubuntu, paste this line, then start again.",
            "Ce Python n'a pas pip. Sous Debian ou Ubuntu, collez cette ligne, puis recommencez.",
            "sudo apt-get install -y python3-pip",
        )


def clear_environment() -> None:
    """Empty `.venv`, whatever an interrupted start left in it."""
    for child in VENV.iterdir():
        if child.is_dir() and not child.is_symlink():
            shutil.rmtree(child)
        elif not child.name.startswith(LOCK.name):
            child.unlink()


def pip() -> list[str]:
    """Give the pip command that fills `.venv`; a pip that is too old fails on --python."""
    outer = [sys.executable, "-m", "pip"]
    if SITE.is_dir():
        return outer
    inner = [str(VENV_PYTHON), "-m", "pip"]
    return inner if works([*inner, "--version"]) else [*outer, "--python", str(VENV_PYTHON)]


def works(order: list[str]) -> bool:
    """Run a command without showing anything, and tell whether it succeeded."""
    return not subprocess.run(order, capture_output=True, check=False).returncode


def our_python() -> Path:
    """Give the Python that has the packages."""
    return Path(sys.executable) if SITE.is_dir() else VENV_PYTHON


def order_for(arguments: list[str]) -> list[str]:
    """Complete a command for our Python; -P keeps files of the current folder out of the imports."""
    return [str(our_python()), "-P", *arguments]


def variables() -> dict[str, str]:
    """Give the variables under which our Python finds the app from any folder."""
    return {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{SITE}" if SITE.is_dir() else str(ROOT)}


def call(arguments: list[str], folder: Path | None = None) -> int:
    """Run our Python on the same screen, and give its exit code."""
    sys.stdout.flush()
    return subprocess.run(order_for(arguments), env=variables(), cwd=folder, check=False).returncode


def prepare_system(*, listens: bool = False, voice: bool = False) -> None:
    """Install the system libraries that Qt misses where we may, else give the line that does it.

    With `listens`, also what the proof with a screen reader's ears needs; with `voice`, what sound needs.
    """
    missing = missing_libraries(listens=listens, voice=voice) if sys.platform.startswith("linux") else {}
    if not missing:
        return
    has_apt, packages = shutil.which("apt-get"), list(missing.values())
    if has_apt and os.geteuid() == 0:  # type: ignore[attr-defined, unused-ignore] # Windows is never here
        say(
            f"Installing the system libraries that the display needs: {' '.join(packages)}.",
            "Installation des bibliothèques système dont l'affichage a besoin.",
        )
        patient = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
        settings = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        with LOG.open("a") as log:
            # A failed update is not the end: the lists already here may be enough.
            for step in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
                subprocess.run([*patient, *step], env=settings, stdout=log, stderr=log, check=False)
        if not missing_libraries(listens=listens, voice=voice):
            return
    stop(
        "Some system libraries are missing. Install them with the line below, then start again.",
        "Il manque des bibliothèques système. Installez-les avec cette ligne, puis recommencez.",
        f"sudo apt-get install -y {' '.join(packages)}" if has_apt else " ".join(missing),
    )


def missing_libraries(*, listens: bool = False, voice: bool = False) -> dict[str, str]:
    """Name the libraries that Qt will open and this system does not have, each with its package."""
    screen = "xcb" if os.environ.get("DISPLAY") else "wayland"  # without any screen, it is offscreen by now
    chosen = (os.environ.get("QT_QPA_PLATFORM") or screen).partition(":")[0]
    chosen = "xcb" if listens else chosen
    missing = {}
    for line in LISTENING.split() if listens else ():
        program, _, package = line.partition("=")
        # The launcher of the accessibility bus stands where no path leads.
        places = [os.environ.get("PATH", ""), "/usr/libexec", "/usr/lib/at-spi2-core"]
        if shutil.which(program, path=os.pathsep.join(places)) is None:
            missing[program] = package
    wanted = f"{LIBRARIES['always']} {LIBRARIES.get(chosen, '')} {LIBRARIES['voice'] if voice else ''}"
    for line in wanted.split():
        library, _, package = line.partition("=")
        try:
            ctypes.CDLL(library)
        except OSError:
            missing[library] = package
    return missing


def add_voice() -> int:
    """Add what reads pages aloud; the voices themselves are those of the system."""
    prepare("voice")
    prepare_system(voice=True)
    say(
        "Family Guide can read aloud now, in the voices of this computer. Start it with python3 run.py",
        "Guide Famille peut maintenant lire à haute voix, avec les voix de cet ordinateur : python3 run.py",
    )
    return 0


def start(args: list[str]) -> int:
    """Start the app, with every argument handed on unchanged."""
    given = set(args)
    is_text = bool(given & (READING | MANAGING))
    opens_window = not is_text and "--check" not in given and (not args or args[0].startswith("-"))
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")  # a Qt platform chosen by hand is an answer
    has_screen = not sys.platform.startswith("linux") or any(os.environ.get(name) for name in screens)
    leaves_nothing = keeps_nothing(args)
    if leaves_nothing:  # a visit that writes nothing, not even Python's own caches
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    prepare("run")
    if not has_screen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if not is_text:
        prepare_system()
    if not leaves_nothing and not given & MANAGING:
        build_content()
    if opens_window and not has_screen:
        return draw(args)
    order = order_for(["-m", "familyguide", *args])
    if os.name == "posix":  # Windows would give the terminal back too early
        os.execve(order[0], order, variables())  # noqa: S606 - one process: leaving the app leaves none
    return subprocess.run(order, env=variables(), check=False).returncode


def keeps_nothing(args: list[str]) -> bool:
    """Tell whether this visit writes nothing: by a flag, or by a policy, that of the system first of all.

    The app reads the policy itself and obeys all of it; this is for what happens before the app.
    """
    if {"--guest", "--kiosk"} & set(args):
        return True
    sys.dont_write_bytecode = True  # until it is known: what is loaded here must leave no caches either
    import tomllib  # noqa: PLC0415 - older Pythons have none

    from familyguide.services import policy_place  # noqa: PLC0415 - older Pythons cannot read it

    place = policy_place.system_place()
    if not policy_place.is_there(place):
        named = [word.removeprefix("--policy=") for word in args if word.startswith("--policy=")]
        named += [after for word, after in zip(args, args[1:]) if word == "--policy"]  # noqa: B905, RUF007 - as below
        if not named:
            sys.dont_write_bytecode = False
            return False
        place = Path(named[-1])
    try:
        mode = tomllib.loads(place.read_text(encoding="utf-8-sig"))["mode"]
    except (OSError, ValueError, KeyError):
        return True  # a policy that cannot be used means guest rules
    sys.dont_write_bytecode = mode != "home"
    return bool(sys.dont_write_bytecode)


def build_content() -> None:
    """Compile the content again when something in it is newer than the compiled file."""
    from familyguide.services.paths import COMPILED, CONTENT  # noqa: PLC0415 - older Pythons cannot read it

    newest = max(path.stat().st_mtime for path in (CONTENT, *CONTENT.rglob("*")))  # folders: deleted files
    if COMPILED.is_file() and newest <= COMPILED.stat().st_mtime:
        return
    # Its words go to stderr: stdout may be a JSON document that someone asked for.
    order = order_for(["-m", "familyguide", "content", "build"])
    if subprocess.run(order, env=variables(), stdout=sys.stderr, check=False).returncode:
        say(
            "The content changed and could not be compiled: the lines above say why.",
            "Le contenu a changé et n'a pas pu être compilé : les lignes ci-dessus disent pourquoi.",
        )


def draw(args: list[str]) -> int:
    """Show the guide where no window can open: pictures of every page, and the numbers to call."""
    if keeps_nothing(args):
        stop(
            "There is no screen here, and a visit that keeps nothing writes no pictures.",
            "Il n'y a pas d'écran ici, et une visite sans trace n'écrit pas d'images.",
        )
    say(
        "There is no screen here: the main pages are drawn as pictures instead.",
        "Il n'y a pas d'écran ici : les pages principales sont dessinées en images.",
    )
    is_ours = os.access(ROOT, os.W_OK)
    folder = ROOT / "look-sheets" if is_ours else Path(tempfile.mkdtemp(prefix="family-guide-"))
    wish = dict(zip(args, args[1:], strict=False))  # noqa: RUF007 - pairwise fails on an older Python
    lang = ["--lang", wish["--lang"]] if "--lang" in wish else []
    failed = call(["-m", "familyguide", "look", str(folder), "--main", *lang])
    print(f"{len(list(folder.rglob('*.png')))} pictures / images: {folder}\n")
    country = wish.get("--country", "FR")
    return call(["-m", "familyguide", "services", "--country", country, "--need", "danger-now"]) or failed


def check() -> Iterator[tuple[str, str | None]]:
    """Run every check beside the others; gives each with None, or with what it says where it fails."""
    with ThreadPoolExecutor(os.cpu_count()) as beside:
        yield from zip(CHECKS, beside.map(complaint, CHECKS.values()))  # noqa: B905 - older Pythons


def complaint(arguments: list[str]) -> str | None:
    """Run one check; gives what it says where it fails."""
    order, env, out = order_for(arguments), variables(), subprocess.PIPE
    done = subprocess.run(order, cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT, check=False)
    return done.stdout.decode(errors="replace") if done.returncode else None


def run_tests(args: list[str]) -> int:
    """Run every check, then the tests; with arguments, only the tests, which receive them."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    prepare("test")
    prepare_system()
    failed = []
    with ThreadPoolExecutor(1) as beside:
        # Else each program that a test starts would compile the content for itself.
        beside.submit(call, ["-m", "familyguide", "content", "build"])
        for name, said in () if args else check():
            print(f"{name}: {'passed' if said is None else 'FAILED'}", flush=True)
            if said is not None:
                failed.append(name)
                print(said)
    # What Python compiles is kept here, whatever it keeps elsewhere: reading the tests takes twice as long
    # without, in each process.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(VENV / "compiled")
    # On every core; a file stays together, so that its windows do not get in each other's way.
    if call(
        ["-m", "pytest", *(args or ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"])], ROOT
    ):
        failed.append("pytest")
    print(f"Failed: {', '.join(failed)}" if failed else "Everything passed")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
