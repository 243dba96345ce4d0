"""Whether this computer has the part of Qt that speaks: asked for every page, so apart from what speaks."""

from __future__ import annotations

from importlib import util

MODULE = "PySide6.QtTextToSpeech"


def is_installed() -> bool:
    """Tell whether the part of Qt that speaks is here, without loading it."""
    return util.find_spec(MODULE) is not None
