"""What the guide holds: values, loading, checking, compiling and searching. No Qt here."""

from __future__ import annotations

import sys


def load_msgspec() -> None:
    """Load msgspec without typing_extensions, which it takes where it finds it and needs for nothing here.

    A megabyte of memory, and milliseconds (measured with msgspec 0.22); another package wants it installed.
    """
    name = "typing_extensions"
    if "msgspec" in sys.modules or name in sys.modules:
        return
    sys.modules[name] = None  # type: ignore[assignment] # how Python writes "there is no such module"
    try:
        import msgspec  # noqa: F401, PLC0415 - loaded, not used
    finally:
        del sys.modules[name]
