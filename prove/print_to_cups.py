"""A real CUPS on a socket of its own: what reaches it, what Leave now keeps from it, what lies on the disk.

Needs cupsd and lpadmin (Debian: cups, cups-client); says so and passes where they are not installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from msgspec import structs

DROPS = 20
# Seconds until CUPS has written its notes of a job, at most.
NOTED = 60
COPIES = 12
_FILES = """\
ServerRoot {root}
RequestRoot {root}/spool
CacheDir {root}/cache
StateDir {root}/state
TempDir {root}/spool/tmp
AccessLog {root}/access
ErrorLog {root}/error
PageLog {root}/page
FileDevice Yes
"""
_ACCESS = "Order allow,deny\nAllow all\n"
_SERVER = f"""\
Listen {{root}}/socket
Browsing No
DefaultAuthType None
<Location />
{_ACCESS}</Location>
<Location /admin>
{_ACCESS}</Location>
<Policy default>
<Limit All>
{_ACCESS}</Limit>
</Policy>
"""


def run() -> tuple[bool, str]:
    """Print once, drop at many instants, and look at what is left; gives whether all held, and figures."""
    missing = [name for name in ("cupsd", "lpadmin") if _program(name) is None]
    if missing:
        return True, f"not tried here: {', '.join(missing)} not installed"
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        # CUPS and its filters run as another user.
        root.chmod(0o755)
        for name in ("spool/tmp", "cache", "state", "out", "ours"):
            (root / name).mkdir(parents=True)
        (root / "files.conf").write_text(_FILES.format(root=root), encoding="utf-8")
        (root / "cupsd.conf").write_text(_SERVER.format(root=root), encoding="utf-8")
        server = subprocess.Popen(
            [str(_program("cupsd")), "-f", "-c", f"{root}/cupsd.conf", "-s", f"{root}/files.conf"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            return _with_server(root)
        finally:
            server.terminate()
            server.wait(10)


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin")


def _with_server(root: Path) -> tuple[bool, str]:
    environment = os.environ | {
        "CUPS_SERVER": f"{root}/socket",
        "QT_QPA_PLATFORM": "offscreen",
        # Whatever we, Qt or the library of CUPS would put aside lands here, and is seen.
        "TMPDIR": f"{root}/ours",
        "HOME": f"{root}/ours",
    }
    end = time.monotonic() + 10
    while not (root / "socket").exists():
        if time.monotonic() > end:
            return False, "cupsd did not start"
        time.sleep(0.05)
    # A raw queue keeps the bytes as they came.
    for words in (["-p", "Hall", "-E", "-v", "file:/dev/null", "-m", "raw"], ["-d", "Hall"]):
        subprocess.run(
            [str(_program("lpadmin")), *words], env=environment, check=True, stderr=subprocess.DEVNULL
        )
    child = subprocess.run(
        [sys.executable, "-m", "prove.print_to_cups"],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    if child.returncode:
        return False, child.stdout + child.stderr
    # CUPS writes what it notes of a job when it has nothing better to do.
    end = time.monotonic() + NOTED
    while not list((root / "spool").glob("c*")) and time.monotonic() < end:
        time.sleep(0.1)
    spool = sorted(path.name for path in (root / "spool").iterdir() if path.is_file())
    left = [str(path.relative_to(root)) for path in (root / "ours").rglob("*")]
    held = [path for path in (root / "spool").iterdir() if path.name.startswith("d")]
    control = b"".join(path.read_bytes() for path in (root / "spool").glob("c*"))
    is_neutral = not any(word in control for word in (b"amily", b"amille", b"disclosure", b"confie"))
    # A name and its number as the IPP writes them: two bytes of length before each.
    has_copies = b"copies\0\4" + COPIES.to_bytes(4, "big") in control
    figures = [
        child.stdout.strip(),
        f"CUPS was asked for {COPIES} copies: {'yes' if has_copies else 'NO'}",
        f"files of ours left: {left or 'none'}",
        f"documents CUPS keeps after one print and {DROPS} drops: {len(held)} ({', '.join(spool) or 'none'})",
        f"what CUPS notes of the job is neutral: {'yes' if is_neutral else 'NO'}",
    ]
    return not left and len(held) == 1 and is_neutral and has_copies, "\n".join(figures)


def _child() -> int:
    """Print one sheet whole, then drop others at each step; gives 0 when CUPS took the first alone."""
    from PySide6.QtCore import QEventLoop  # noqa: PLC0415 - after the environment is set
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from familyguide import cli  # noqa: PLC0415
    from familyguide.services.choices import Choices, ChoicesService, MemoryStore  # noqa: PLC0415
    from familyguide.ui import printers  # noqa: PLC0415
    from familyguide.ui.context import Context  # noqa: PLC0415
    from familyguide.ui.printing import job_of  # noqa: PLC0415
    from familyguide.ui.theme.apply import apply, load_fonts, load_number_font  # noqa: PLC0415

    application = QApplication(["prove"])
    load_fonts()
    load_number_font()
    choices = Choices(language="fr", country="FR")
    service = ChoicesService(MemoryStore(choices))
    context = Context(cli.open_library(), service, apply(application, choices))
    job = job_of(context, "disclosure")
    loop = QEventLoop()
    cups = printers.CupsPrinters()
    (printer,) = cups.found()
    several = structs.replace(job.on(cups.paper(printer)), copies=COPIES)
    whole = cups.send(printer, several, printers.Run())
    # Small parts: many instants between the first byte and the last.
    printers.CHUNK = 2048
    taken = 0
    for drop_at in range(DROPS):
        run = _DroppedAt(drop_at)
        taken += cups.send(printer, job.on("A4"), run)
    del loop
    print(f"printed whole: {'yes' if whole else 'NO'}; of {DROPS} dropped while sending, taken: {taken}")
    return 0 if whole and not taken and printer.is_default else 1


class _DroppedAt:
    """A run that is dropped after it was asked so many times whether it is."""

    def __init__(self, asked: int) -> None:
        from familyguide.ui.printers import Run  # noqa: PLC0415 - after the environment is set

        self._left = asked
        self._run = Run()
        self.tell = self._run.tell

    @property
    def is_dropped(self) -> bool:
        """Count down, then say yes for ever."""
        self._left -= 1
        if self._left < 0:
            self._run.drop(0)
        return self._run.is_dropped

    def hand_over(self, action):  # noqa: ANN001, ANN202 - as Run
        """Drop at the very last instant, if not before."""
        self._run.drop(0)
        return self._run.hand_over(action)


if __name__ == "__main__":
    sys.exit(_child())
