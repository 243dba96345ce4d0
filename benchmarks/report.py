"""Measurements as a table for people and as JSON for programs."""

from __future__ import annotations

import math
import platform
import statistics
from dataclasses import asdict, dataclass, field
from typing import Any

HEADINGS = ("what", "program", "median", "min", "quartiles", "of empty", "aim", "verdict", "note")


@dataclass(frozen=True)
class Row:
    """One thing measured: `value` is what the aim is about."""

    what: str
    who: str
    unit: str = ""
    values: list[float] = field(default_factory=list)
    value: float | None = None
    # How many times the empty window's, in runs made side by side.
    floor: float | None = None
    aim: float | None = None
    most: float | None = None
    note: str = ""
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """Say whether the aim is reached; between the aim and the most allowed is `met, above the aim`."""
        if self.aim is None or self.value is None:
            return ""
        if self.value <= self.aim:
            return "met"
        return "met, above the aim" if self.most is not None and self.value <= self.most else "missed"

    @property
    def wanted(self) -> str:
        """Write the aim."""
        if self.aim is None:
            return "-"
        # In milliseconds the aim is about 95 times out of 100.
        where, unit = ("p95 ", " ms") if self.unit == "ms" else ("", f" {self.unit}" if self.unit else "")
        most = f" (at most {self.most:g})" if self.most is not None else ""
        return f"{where}<= {self.aim:.3g}{unit}{most}"

    @property
    def cells(self) -> tuple[str, ...]:
        """Write the row under the headings."""
        if not self.values:
            return (self.what, self.who, "-", "-", "-", "-", self.wanted, self.verdict, self.note)
        first, middle, third = quartiles(self.values)
        write = f"{{:{self._form}}}".format
        unit = f" {self.unit}" if self.unit else ""
        floor = "-" if self.floor is None else f"{self.floor:.2f}"
        spread = f"{write(first)} to {write(third)}"
        numbers = (write(middle) + unit, write(min(self.values)), spread, floor)
        return (self.what, self.who, *numbers, self.wanted, self.verdict, self.note)

    @property
    def _form(self) -> str:
        if not self.unit:
            return ".3f"
        return ".2f" if statistics.median(self.values) < 10 else ".0f"  # noqa: PLR2004 - two digits at least


def quartiles(values: list[float]) -> tuple[float, float, float]:
    """Give the first quartile, the median and the third quartile."""
    if len(values) == 1:
        return values[0], values[0], values[0]
    first, middle, third = statistics.quantiles(values, n=4, method="inclusive")
    return first, middle, third


def p95(values: list[float]) -> float:
    """Give the smallest value that at least 95 % of the values do not exceed."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


def plain(what: str, who: str, unit: str, values: list[float], floor: list[float] | None = None) -> Row:
    """Show what one program took, beside what the empty window took in the same turns."""
    times = None if floor is None else round(_median_ratio(list(zip(values, floor, strict=True))), 3)
    return Row(what, who, unit, values, floor=times)


def ratio(
    what: str, who: str, pairs: list[tuple[float, float]], aim: float | None, most: float | None = None
) -> Row:
    """Compare two programs: the median of the ratios of runs made side by side."""
    ratios = [ours / other for ours, other in pairs]
    middle = round(_median_ratio(pairs), 3)
    return Row(what, who, "", ratios, middle, aim=aim, most=most, details={"pairs": pairs})


def _median_ratio(pairs: list[tuple[float, float]]) -> float:
    return statistics.median(ours / other for ours, other in pairs)


def latency(
    what: str,
    who: str,
    samples: list[tuple[str, float]],
    aim: float | None = None,
    most: float | None = None,
) -> Row:
    """Sum up how long something took, in milliseconds; the aim is about 95 times out of 100."""
    values = [value for _, value in samples]
    high = p95(values)
    by_name: dict[str, list[float]] = {}
    for name, value in samples:
        by_name.setdefault(name, []).append(value)
    medians = {name: round(statistics.median(found), 2) for name, found in by_name.items()}
    slowest = max(medians, key=medians.__getitem__)
    aside = f", slowest {slowest} {medians[slowest]:.3g}" if len(medians) > 1 else ""
    details = {"p95": high, "samples": len(values), "medians": medians}
    return Row(
        what, who, "ms", values, round(high, 2), None, aim, most, f"p95 {high:.3g}{aside}", details
    )  # fmt: skip


def absent(who: str, why: str) -> Row:
    """Say that a program was not measured, and what to do about it."""
    return Row("everything", who, note=why)


def table(rows: list[Row]) -> str:
    """Write the rows under their headings, columns in line."""
    cells = [HEADINGS, *(row.cells for row in rows)]
    widths = [max(len(line[at]) for line in cells) for at in range(len(HEADINGS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells]
    return "\n".join(
        line.rstrip() for line in (lines[0], "  ".join("-" * width for width in widths), *lines[1:])
    )


def document(rows: list[Row], about: dict[str, Any]) -> dict[str, Any]:
    """Make the JSON document."""
    system = {"system": platform.platform(), "python": platform.python_version()}
    return {"about": about | system, "rows": [asdict(row) | {"verdict": row.verdict} for row in rows]}
