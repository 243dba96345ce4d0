"""Print what the checker finds: python -m familyguide.guide.rules [FOLDER]."""

from __future__ import annotations

import sys
from pathlib import Path

from familyguide.guide.loader import load
from familyguide.guide.rules import check


def main(arguments: list[str]) -> int:
    """Check one folder; 1 when something is wrong."""
    root = Path(arguments[0]) if arguments else Path("content")
    problems = check(load(root))
    for problem in problems:
        print(problem)  # noqa: T201 - this is a command
    print(f"{len(problems)} problem(s)", file=sys.stderr)  # noqa: T201 - this is a command
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
