"""Measure the real window and say, row by row, whether the aims are reached."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import BEGIN
from benchmarks.report import Row, document, latency, quartiles, ratio, table
from benchmarks.synthetic import compile_copies

ROOT = Path(__file__).resolve().parent.parent
EMPTY = [str(ROOT / "benchmarks" / "empty.py")]
SCREEN = {"name": "", "x": 0, "y": 0, "width": 1920, "height": 1080}
SCREEN |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
TIMES = 30
TIMEOUT = 120


class FailedError(Exception):
    """A process that was to be measured ended without an answer."""


def main() -> int:
    """Measure, print the table, write the JSON; gives the exit code."""
    options = parser().parse_args()
    try:
        with tempfile.TemporaryDirectory(prefix="family-guide-bench-") as folder:
            rows = measure(options, Path(folder))
    except FailedError as error:
        sys.stderr.write(f"benchmarks: {error}\n")
        return 2
    print(table(rows))
    floor = quartiles([empty for _, empty in rows[0].details["pairs"]])
    print(
        f"\nEmpty window: {floor[1]:.0f} ms ({floor[0]:.0f} to {floor[2]:.0f}); far apart: a busy computer."
    )
    if options.json is not None:
        about = {"pairs": options.pairs, "platform": options.platform, "times": TIMES}
        options.json.write_text(json.dumps(document(rows, about), indent=2) + "\n", encoding="utf-8")
    return 1 if options.strict and any(row.verdict == "missed" for row in rows) else 0


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    made = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    made.add_argument("--pairs", type=int, default=20, metavar="N", help="runs side by side (20)")
    made.add_argument("--platform", default="offscreen", help="Qt platform: offscreen, xcb, wayland ...")
    made.add_argument("--json", type=Path, metavar="FILE", help="write every number here too")
    made.add_argument("--strict", action="store_true", help="exit 1 when an aim is missed")
    return made


def measure(options: argparse.Namespace, folder: Path) -> list[Row]:
    """Run everything; interleaved, so that a busy computer slows all sides alike."""
    say("compiling the content once and 30 times over")
    once, many = str(compile_copies(folder, 1)), str(compile_copies(folder, TIMES))
    ours, large = app("start", once), app("start", many)

    platform = options.platform
    if platform == "offscreen":  # its own screen is 800 pixels wide, too narrow for the window as designed
        (folder / "screen.json").write_text(json.dumps({"screens": [SCREEN]}))
        platform = "offscreen:configfile=screen.json"

    def run(order: list[str]) -> dict[str, Any]:
        return run_child(order, platform, folder)

    for order in (EMPTY, ours, large):  # writes Python's caches and warms those of the disk
        run(order)
    starts: list[tuple[dict[str, Any], ...]] = []
    for number in range(options.pairs):
        say(f"starts: {number + 1} of {options.pairs}")
        starts.append((run(EMPTY), run(ours), run(large)))
    found: dict[str, list[tuple[str, float]]] = {}
    visits = max(1, options.pairs // 4)
    for number in range(visits):
        say(f"visits: {number + 1} of {visits}")
        for mode in ("pages", "whole", "search", "language"):
            for name, samples in run(app(mode, once)).items():
                found.setdefault(name, []).extend(samples)
        made = run(["-m", "benchmarks.paper", once])
        pages = made["pages"]
        found.setdefault("pack, first", []).append(("pack", made["cold"]))
        found.setdefault("pack, again", []).extend(("pack", sample) for sample in made["warm"])
        found.setdefault("many keys", []).extend(run(app("search", many))["keys"])
    measures = starts[0][0]["memory"]
    rows = [
        ratio("start / empty window", side_by_side(starts, "ms", 1, 0), 1.25, 1.4),
        ratio("start, 30 times the content / 1 time", side_by_side(starts, "ms", 2, 1), 1.1),
        latency("page, first visit: visible part", found["first"], 50),
        latency("page, again: visible part", found["again"], 50),
        latency("page of 60 blocks: visible part", found["visible"], 50),
        latency("page of 60 blocks: every block", found["whole"], 250),
        latency("search: key to hits", found["keys"], 50),
        latency("search: key to hits, 30 times the content", found["many keys"], 50),
        latency("language switch", found["switches"]),
        latency(f"pack of {pages} pages in two languages, first", found["pack, first"], 1500),
        latency(f"pack of {pages} pages in two languages, again", found["pack, again"], 500),
    ]
    if starts[0][0]["kilobytes"]:
        rows.append(
            ratio(f"memory ({measures}) / empty window", side_by_side(starts, "kilobytes", 1, 0), 1.4)
        )
    return rows


def side_by_side(
    starts: list[tuple[dict[str, Any], ...]], key: str, one: int, other: int
) -> list[tuple[float, float]]:
    """Pick the two sides of every pair."""
    return [(float(start[one][key]), float(start[other][key])) for start in starts]


def app(mode: str, compiled: str) -> list[str]:
    """Give the command for one process of the app."""
    return ["-m", "benchmarks.child", mode, compiled]


def run_child(order: list[str], platform: str, folder: Path) -> dict[str, Any]:
    """Run one fresh process in a folder for whatever it writes, and read its answer."""
    places = filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))
    env = os.environ | {"PYTHONPATH": os.pathsep.join(places), "QT_QPA_PLATFORM": platform}
    # Python's caches as an installed app has them, but beside the checkout rather than in it.
    env["PYTHONPYCACHEPREFIX"] = str(folder / "caches")
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env[BEGIN] = str(time.perf_counter_ns())
    order = [sys.executable, "-P", *order]
    try:
        done = subprocess.run(
            order, env=env, cwd=folder, capture_output=True, text=True, timeout=TIMEOUT, check=False
        )
        answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, json.JSONDecodeError):
        message = f"{' '.join(order[2:])} gave no answer: {done.stderr.strip() or done.returncode}"
        raise FailedError(message) from None
    except subprocess.TimeoutExpired:
        message = f"{' '.join(order[2:])} did not end"
        raise FailedError(message) from None
    return answer


def say(line: str) -> None:
    """Tell what is being measured, beside the table."""
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
