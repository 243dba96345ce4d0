"""Many cases, cheaply: one test that tries them all, or a share of them where each one takes time."""

from __future__ import annotations

import inspect
import os
from functools import wraps

# Set by prove/every_page.py: then nothing is left out.
ALL = bool(os.environ.get("FAMILY_GUIDE_TRY_ALL"))


def some(cases, most, turn=0):
    """Give so many cases at most, spread over all of them; other ones at another turn.

    The guide grows by dozens of pages, and a page in a window takes a twentieth of a second. Those that are
    made alike are tried in shares here, and all of them by `prove every_page`, which runs the same tests.
    """
    cases = list(cases)
    step = 1 if ALL else max(1, -(-len(cases) // most))
    return cases[turn % step :: step]


def each(names, cases, ids=str):
    """Try a test on every case, as `parametrize` would, and name all that fail; no case at all fails too.

    Only for cases that leave nothing behind: they share their fixtures. A function gives cases that take
    time to find, when they are tried.
    """
    names = [name.strip() for name in names.split(",")]

    def decorate(check):
        @wraps(check)
        def every(**fixtures):
            tried = list(cases() if callable(cases) else cases)
            assert tried, "there is nothing to try"
            wrong = []
            for case in tried:
                values = case if len(names) > 1 else (case,)
                try:
                    check(**dict(zip(names, values, strict=True)), **fixtures)
                except AssertionError as error:
                    wrong.append(f"{ids(case)}: {error}")
                except Exception as error:
                    error.add_note(f"with {ids(case)}")
                    raise
            assert not wrong, "\n\n".join([f"{len(wrong)} of {len(tried)} cases fail:", *wrong])

        asked = inspect.signature(check).parameters.values()
        every.__signature__ = inspect.Signature([one for one in asked if one.name not in names])
        return every

    return decorate
