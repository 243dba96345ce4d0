"""Measure the real window and say, row by row, whether the aims are reached."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks import BEGIN
from benchmarks.outside import Outside
from benchmarks.peers import ASSISTANT, KIWIX, Program, missing, prepare
from benchmarks.report import Row, absent, document, latency, plain, ratio, table
from benchmarks.screen import Screen, ScreenError
from benchmarks.synthetic import compile_copies

if TYPE_CHECKING:
    from collections.abc import Callable

    # Runs one fresh process and gives its answer.
    Run = Callable[[list[str]], dict[str, Any]]

ROOT = Path(__file__).resolve().parent.parent
EMPTY = [str(ROOT / "benchmarks" / "empty.py")]
SCREEN = {"name": "", "x": 0, "y": 0, "width": 1920, "height": 1080}
SCREEN |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
TIMES = 30
NOTHING, GUIDE, LARGE = "empty window", "Family Guide", f"Family Guide x{TIMES}"
TIMEOUT = 300


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
    print("\nQuartiles of the empty window far apart: a busy computer; then only ratios mean something.")
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
    compiled = compile_copies(folder, TIMES)
    once, many = map(str, compiled)

    platform = options.platform
    if platform == "offscreen":  # its own screen is 800 pixels wide, too narrow for the window as designed
        (folder / "screen.json").write_text(json.dumps({"screens": [SCREEN]}))
        platform = "offscreen:configfile=screen.json"

    def run(order: list[str]) -> dict[str, Any]:
        return run_child(order, platform, folder)

    rows = starts(run, app("start", once), app("start", many), options.pairs)
    visits = max(1, options.pairs // 15)
    rows += insides(run, once, many, visits)
    return rows + beside_others(run, compiled, folder, options)


def starts(run: Run, ours: list[str], large: list[str], pairs: int) -> list[Row]:
    """Start the empty window, the guide, and the guide with 30 times the content, in turn."""
    for order in (EMPTY, ours, large):  # writes Python's caches and warms those of the disk
        run(order)
    found: list[tuple[dict[str, Any], ...]] = []
    for number in range(pairs):
        say(f"starts: {number + 1} of {pairs}")
        found.append((run(EMPTY), run(ours), run(large)))
    return compared("start, first paint", "ms", found, "ms", 1.4) + (
        compared(f"memory ({found[0][0]['memory']}) at rest", "MB", found, "kilobytes")
        if found[0][0]["kilobytes"]
        else []
    )


def compared(
    what: str, unit: str, found: list[tuple[dict[str, Any], ...]], key: str, most: float | None = None
) -> list[Row]:
    """Show the empty window, the guide and the large guide, and judge the guide."""
    scale = 1024 if unit == "MB" else 1
    empty, ours, large = ([each[at][key] / scale for each in found] for at in range(3))
    rows = [
        plain(what, NOTHING, unit, empty, empty),
        plain(what, GUIDE, unit, ours, empty),
        plain(what, LARGE, unit, large, empty),
        ratio(
            f"{what} / {NOTHING}",
            GUIDE,
            side_by_side(found, key, 1, 0),
            1.25 if unit == "ms" else 1.4,
            most,
        ),
    ]
    if unit == "ms":
        rows.append(ratio(f"{what} / once", LARGE, side_by_side(found, key, 2, 1), 1.1))
    return rows


def insides(run: Run, once: str, many: str, visits: int) -> list[Row]:
    """Walk through pages, search, switch the language and make a handout, inside the guide."""
    found: dict[str, list[tuple[str, float]]] = {}
    pages = 0
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
    return [
        latency("page, first visit: visible part", GUIDE, found["first"], 50),
        latency("page, again: visible part", GUIDE, found["again"], 50),
        latency("page of 60 blocks: visible part", GUIDE, found["visible"], 50),
        latency("page of 60 blocks: every block", GUIDE, found["whole"], 250),
        latency("search: key to hits", GUIDE, found["keys"], 50),
        latency("search: key to hits", LARGE, found["many keys"], 50),
        latency("language switch", GUIDE, found["switches"]),
        latency(f"pack of {pages} pages in two languages, first", GUIDE, found["pack, first"], 1500),
        latency(f"pack of {pages} pages in two languages, again", GUIDE, found["pack, again"], 500),
    ]


def beside_others(
    run: Run, compiled: tuple[Path, Path], folder: Path, options: argparse.Namespace
) -> list[Row]:
    """Measure the programs of others that show the same pages, and the guide beside them in the same way."""
    rows = [absent(who, why) for who, why in missing().items()]
    others: list[Program] = []
    for who in (ASSISTANT, KIWIX):
        if who in missing():
            continue
        say(f"writing the pages for {who}, once and {TIMES} times over")
        try:
            others += prepare(who, compiled[0], folder, (1, TIMES))
        except subprocess.SubprocessError as error:
            rows.append(absent(who, f"its pages could not be written: {error}"))
    ours = [
        Program(NOTHING, [sys.executable, "-P", *EMPTY, "stay"], 1),
        Program(GUIDE, [sys.executable, "-P", *app("stay", str(compiled[0]))], 1, {}, "ours", compiled[0]),
        Program(
            LARGE, [sys.executable, "-P", *app("stay", str(compiled[1]))], TIMES, {}, "ours", compiled[1]
        ),
    ]
    seen: list[Row] = []
    if sys.platform.startswith("linux") and shutil.which("Xvfb") and find_spec("Xlib"):
        seen = from_outside([*ours, *others], folder, options)
    return rows + seen + questions(run, [*ours[1:], *others], max(1, options.pairs // 10))


def from_outside(programs: list[Program], folder: Path, options: argparse.Namespace) -> list[Row]:
    """Start every program in turn on a display of its own, and press in those that hold the pages once."""
    rounds = max(2, options.pairs // 6)
    found: dict[str, list[dict[str, Any]]] = {program.who: [] for program in programs}
    rows: list[Row] = []
    with Screen(folder / "screen") as screen:
        outside = Outside(screen, folder, ROOT)
        for number in range(rounds + 1):  # the first, which writes caches and an index, does not count
            say(f"from outside: {number} of {rounds}" if number else "from outside: first starts")
            for program in programs:
                if program.who not in found:
                    continue
                try:
                    got = again(lambda p=program, n=number: outside.run(  # type: ignore[misc]
                        p, presses=n > 0 and p.times == 1 and bool(p.asked), first=n == 0
                    ))  # fmt: skip
                except ScreenError as error:
                    del found[program.who]
                    rows.append(absent(program.who, f"not measured from outside: {error}"))
                    continue
                if number:
                    found[program.who].append(got)
    return rows + outside_rows(found)


def again(measured: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Measure; once more where a program failed, for a browser sometimes does."""
    try:
        return measured()
    except ScreenError:
        return measured()


def outside_rows(found: dict[str, list[dict[str, Any]]]) -> list[Row]:
    """Make the rows of what was seen from outside: plain ones for all, then the aims."""
    rows: list[Row] = []
    empty, ours = found.get(NOTHING), found.get(GUIDE)
    kinds = (
        ("start, page first shown", "ms", "shown", 0.5),
        ("start, whole window still", "ms", "ms", 0.5),
        ("memory (PSS), all processes", "MB", "kilobytes", 1 / 3),
    )
    for what, unit, key, aim in kinds:
        scale = 1024 if unit == "MB" else 1
        floor = [run[key] / scale for run in empty] if empty else None
        rows += [
            plain(what, who, unit, [run[key] / scale for run in runs], floor) for who, runs in found.items()
        ]
        if ours and KIWIX in found:
            pairs = [(mine[key], other[key]) for mine, other in zip(ours, found[KIWIX], strict=True)]
            rows.append(ratio(f"{what} / {KIWIX}", GUIDE, pairs, aim))
    for what, key in (
        ("page switch, press to still", "pages"),
        ("language switch, press to still", "languages"),
    ):
        for who, runs in found.items():
            values = [value for run in runs for value in run.get(key, ())]
            rows += [plain(what, who, "ms", values)] if values else []
    return rows


def questions(run: Run, programs: list[Program], rounds: int) -> list[Row]:
    """Ask every index the same questions, in turn; the guide also for all that it adds to the pages found."""
    what, whole = "full-text question", "the same, with whom to call"
    asked: dict[tuple[str, str], list[list[tuple[str, float]]]] = {}
    rows: list[Row] = []
    for number in range(rounds):
        say(f"questions: {number + 1} of {rounds}")
        for program in programs:
            ours = {what: "our-pages", whole: "ours"}
            for kind, how in ours.items() if program.asked == "ours" else ((what, program.asked),):
                try:
                    answered = run(["-m", "benchmarks.ask", how, str(program.index)])["asked"]
                except FailedError as error:
                    if program.asked == "ours":
                        raise
                    rows += [absent(program.who, f"not asked: {error}")] if number == 0 else []
                    continue
                asked.setdefault((kind, program.who), []).append(answered)
    for (kind, who), answers in sorted(asked.items()):
        rows.append(latency(kind, who, [sample for samples in answers for sample in samples]))
    for kind in (what, whole):
        for mine, other in ((GUIDE, ASSISTANT), (LARGE, f"{ASSISTANT} x{TIMES}")):
            theirs = asked.get((what, other), ())
            if len(theirs) == rounds:
                pairs = list(zip(map(_middle, asked[kind, mine]), map(_middle, theirs), strict=True))
                rows.append(ratio(f"{kind} / {other}", mine, pairs, 0.1 if kind == what else None))
    return rows


def _middle(samples: list[tuple[str, float]]) -> float:
    return median(took for _, took in samples)


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
