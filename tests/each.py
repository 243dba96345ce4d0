"""One thing tried on many cases as a single test: thousands of tests cost far more than what they try."""

from __future__ import annotations

import inspect
from functools import wraps


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
