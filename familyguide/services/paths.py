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
