"""Every folder the app uses, for a checkout and an installed package alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from familyguide.guide.root import CHECKOUT, INSTALLED, IS_CHECKOUT, RESOURCES

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "APP_FOLDER",
    "COMPILED",
    "CONTENT",
    "IS_CHECKOUT",
    "NOTES",
    "RESOURCES",
    "data_folder",
    "has_notes",
]

CONTENT = (CHECKOUT if IS_CHECKOUT else INSTALLED) / "content"
# The working copy is built beside the checkout's code, never in a user's folders.
COMPILED = (CHECKOUT / "var" if IS_CHECKOUT else INSTALLED) / "content.db"

# What a family keeps, and the folder for it where the family chose none.
APP_FOLDER = "family-guide"
NOTES = "notes.json"


def data_folder(chosen: Path | None = None) -> Path:
    """Give the folder for what a family keeps: the one chosen, else the system's place; creates nothing."""
    if chosen is not None:
        return chosen.expanduser().absolute()
    import platformdirs  # noqa: PLC0415 - not needed for the first page

    return platformdirs.user_data_path(APP_FOLDER, appauthor=False)


def has_notes(folder: Path) -> bool:
    """Tell whether something is kept in a folder, without loading what reads it."""
    return (folder / NOTES).exists() or (folder / f"{NOTES}.before").exists()
