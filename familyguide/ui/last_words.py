"""What is shown where the guide itself cannot open: a plain box of Qt, without our themes and pages."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox

from familyguide.services.texts import Texts


def show(sentence: str) -> None:
    """Show why nothing opens, until it is closed; in both languages, whom to call all the same."""
    try:
        danger = " · ".join(Texts(language)("start.danger") for language in ("fr", "en"))
    except (OSError, ValueError):
        # The sentences themselves are missing.
        danger = "112"
    box = QMessageBox(QMessageBox.Icon.NoIcon, "Guide Famille · Family Guide", f"{sentence}\n\n{danger}")
    box.exec()
