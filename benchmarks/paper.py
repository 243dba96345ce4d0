"""One fresh process that makes a take-home pack in two languages: the first time, then again."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

# What a first session gives home: a talk on one page, and who to call; four pages in two languages.
TALK = "cameras-live-9-11"
CALL = "help-page"
AGAIN = 5


def main(compiled: str) -> int:
    """Make the pack of a compiled file, and print what it took as one JSON line."""
    begin = time.perf_counter()
    from familyguide.guide.library import Library  # noqa: PLC0415 - part of what is measured
    from familyguide.services.handouts import press, special  # noqa: PLC0415
    from familyguide.services.handouts.maker import Maker  # noqa: PLC0415
    from familyguide.services.handouts.sheet import Look, Sheet  # noqa: PLC0415

    library = Library.open(Path(compiled))

    def make() -> list[Sheet]:
        maker = Maker(library, ("fr", "en"), "FR", datetime.now(tz=UTC).date(), Look())
        call = special.make(maker, CALL)
        if not isinstance(call, Sheet):
            raise TypeError(call)
        return [maker.of(TALK, whole=False), call]

    def once(since: float) -> float:
        press.pdf(make(), Look())
        return (time.perf_counter() - since) * 1000

    cold = once(begin)
    warm = [once(time.perf_counter()) for _ in range(AGAIN)]
    pages = len(press.pictures(make(), Look(), 20))
    print(json.dumps({"cold": cold, "warm": warm, "pages": pages}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
