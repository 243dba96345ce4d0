"""Where the folders beside the code are, for a checkout and an installed package alike."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
INSTALLED = PACKAGE / "_data"
CHECKOUT = PACKAGE.parent

IS_CHECKOUT = not INSTALLED.is_dir()
RESOURCES = CHECKOUT / "resources" if IS_CHECKOUT else INSTALLED / "resources"
