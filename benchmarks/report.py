"""Measurements as a table for people and as JSON for programs."""

from __future__ import annotations

import math
import platform
import statistics
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Row:
    """One thing measured: `value` is what the aim is about."""

    what: str
    unit: str
    value: float
    shown: str
    aim: float | None = None
    most: float | None = None
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """Say whether the aim is reached; between the aim and the most allowed is `ok, above the aim`."""
        if self.aim is None:
            return ""
        if self.value <= self.aim:
            return "ok"
        return "ok, above the aim" if self.most is not None and self.value <= self.most else "missed"

    @property
    def wanted(self) -> str:
        """Write the aim."""
        if self.aim is None:
            return "-"
        unit = f" {self.unit}" if self.unit else ""
        most = f" (at most {self.most:g})" if self.most is not None else ""
        return f"{self.aim:g}{unit}{most}"


def quartiles(values: list[float]) -> tuple[float, float, float]:
    """Give the first quartile, the median and the third quartile."""
    if len(values) == 1:
        return values[0], values[0], values[0]
    first, middle, third = statistics.quantiles(values, n=4, method="inclusive")
    return first, middle, third


def p95(values: list[float]) -> float:
    """Give the smallest value that at least 95 % of the values do not exceed."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


def ratio(what: str, pairs: list[tuple[float, float]], aim: float, most: float | None = None) -> Row:
    """Compare two programs: the median of the ratios of runs made side by side."""
    ratios = [ours / other for ours, other in pairs]
    first, middle, third = quartiles(ratios)
    return Row(
        what,
        "",
        round(middle, 3),
        f"{middle:.3f} ({first:.3f} to {third:.3f})",
        aim,
        most,
        {"quartiles": [first, middle, third], "pairs": pairs},
    )


def latency(
    what: str, samples: list[tuple[str, float]], aim: float | None = None, most: float | None = None
) -> Row:
    """Sum up how long something took, in milliseconds; the aim is about 95 times out of 100."""
    values = [value for _, value in samples]
    first, middle, third = quartiles(values)
    high = p95(values)
    by_name: dict[str, list[float]] = {}
    for name, value in samples:
        by_name.setdefault(name, []).append(value)
    medians = {name: round(statistics.median(found), 1) for name, found in by_name.items()}
    slowest = max(medians, key=medians.__getitem__)
    aside = f", slowest {slowest} {medians[slowest]:.0f}" if len(medians) > 1 else ""
    return Row(
        what,
        "ms",
        round(high, 1),
        f"p50 {middle:.0f} ({first:.0f} to {third:.0f}), p95 {high:.0f}{aside}",
        aim,
        most,
        {"quartiles": [first, middle, third], "p95": high, "samples": len(values), "medians": medians},
    )


def table(rows: list[Row]) -> str:
    """Write the rows under their headings, columns in line."""
    cells = [("what", "measured: median (quartiles)", "aim", "verdict")]
    cells += [(row.what, row.shown, row.wanted, row.verdict) for row in rows]
    widths = [max(len(line[at]) for line in cells) for at in range(4)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells]
    return "\n".join(
        line.rstrip() for line in (lines[0], "  ".join("-" * width for width in widths), *lines[1:])
    )


def document(rows: list[Row], about: dict[str, Any]) -> dict[str, Any]:
    """Make the JSON document."""
    system = {"system": platform.platform(), "python": platform.python_version()}
    return {"about": about | system, "rows": [asdict(row) | {"verdict": row.verdict} for row in rows]}
