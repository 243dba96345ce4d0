"""Every folder the app uses, for a checkout and an installed package alike."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_INSTALLED = _PACKAGE / "_data"
_CHECKOUT = _PACKAGE.parent

IS_CHECKOUT = not _INSTALLED.is_dir()
CONTENT = _CHECKOUT / "content" if IS_CHECKOUT else _INSTALLED / "content"
RESOURCES = _CHECKOUT / "resources" if IS_CHECKOUT else _INSTALLED / "resources"
# The working copy is built beside the checkout's code, never in a user's folders.
COMPILED = (_CHECKOUT / "var" if IS_CHECKOUT else _INSTALLED) / "content.db"
