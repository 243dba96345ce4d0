"""Run every proof of this folder, or the ones named, and say in figures what each found."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import prove

if TYPE_CHECKING:
    from collections.abc import Callable

# What can write transcripts.
LISTENERS = ("screen_reader", "real_screen_reader")


def main() -> int:
    """Run the proofs one after the other; gives 1 when one of them fails, 2 for a name nobody has."""
    known = proofs()
    options = argparse.ArgumentParser(prog="prove", description=__doc__)
    options.add_argument("names", nargs="*", metavar="NAME", help=", ".join(known))
    options.add_argument(
        "--transcript",
        metavar="DIR",
        type=Path,
        help=f"with {' or '.join(LISTENERS)}: write what is said on a few ways",
    )
    given = options.parse_args()
    names = given.names or list(known)
    if given.transcript is not None:
        if names not in ([name] for name in LISTENERS):
            options.error(f"--transcript goes with {' or '.join(LISTENERS)} alone")
        return importlib.import_module(f"prove.{names[0]}").transcribe(given.transcript)
    for name in names:
        if name not in known:
            sys.stderr.write(f"prove: there is no proof {name!r}; choose from: {', '.join(known)}\n")
            return 2
    failed = [name for name in names if not is_proven(name, known[name])]
    print(f"Failed: {', '.join(failed)}" if failed else f"Proven: {', '.join(names)}")
    return 1 if failed else 0


def proofs() -> dict[str, Callable[[], tuple[bool, str]]]:
    """Find the modules of this folder that have a `run`."""
    found = {}
    for module in sorted(pkgutil.iter_modules(prove.__path__), key=lambda module: module.name):
        if not module.name.startswith("_"):
            run = getattr(importlib.import_module(f"prove.{module.name}"), "run", None)
            if run is not None:
                found[module.name] = run
    return found


def is_proven(name: str, run: Callable[[], tuple[bool, str]]) -> bool:
    """Run one proof and print its figures; one that breaks has failed, and the others go on."""
    print(f"{name}:", flush=True)
    begin = time.monotonic()
    try:
        passed, figures = run()
    except Exception:  # noqa: BLE001 - whatever broke, the next proof is still worth its time
        passed, figures = False, traceback.format_exc()
    print("\n".join(f"  {line}" for line in figures.splitlines()))
    print(f"  {'passed' if passed else 'FAILED'} in {time.monotonic() - begin:.0f} s", flush=True)
    return passed


if __name__ == "__main__":
    sys.exit(main())
