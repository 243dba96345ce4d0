"""How fast the real window is, beside an empty one: `python run.py bench`."""

from __future__ import annotations

# When the parent started a process, on the clock that all processes of a computer share.
BEGIN = "FAMILY_GUIDE_BENCH_BEGIN"
# A window at rest has built its lower parts and let go of what it no longer shows.
AT_REST_MS = 300
