"""Where the packaged program starts."""

import os
import sys

from familyguide.__main__ import main


def hold() -> None:
    """Keep the program's own file open: most pages are loaded from it when they are first opened.

    PyInstaller opens it by its name each time, and ends the program without a word to the reader where the
    folder was renamed, or a newer version was installed, meanwhile. Other systems keep a file that runs.
    """
    from pyimod02_importers import pyz_archive  # noqa: PLC0415 - it is not there but where a program is packed

    held = f"/proc/self/fd/{os.open(pyz_archive._filename, os.O_RDONLY)}"  # noqa: SLF001
    # In a cell without /proc the name stays what it was.
    if os.path.exists(held):  # noqa: PTH110 - pathlib is not loaded yet
        pyz_archive._filename = held  # noqa: SLF001


def read_letters() -> None:
    """Read and write UTF-8 where the system names no letters at all, as Python's own program does (PEP 538).

    Qt would say four lines about it at every start, among them the reason of another fault.
    """
    named = os.environ.get("LC_ALL") or os.environ.get("LC_CTYPE") or os.environ.get("LANG") or ""
    if named in {"", "C", "POSIX"} and not os.environ.get("LC_ALL"):
        os.environ["LC_CTYPE"] = "C.UTF-8"


if __name__ == "__main__":
    if sys.platform == "linux":
        hold()
        read_letters()
    sys.exit(main())
