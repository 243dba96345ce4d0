"""Where a family saves or finds a file of its own; home only. Qt's own box, so that Leave now can hide it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QSettings, QStandardPaths, QTranslator
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from familyguide.services.texts import Texts


def place_to_save(parent: QWidget, texts: Texts, name: str, suffix: str) -> Path | None:
    """Ask where to save; None when the reader would rather not."""
    speaker = _speak(texts.language)
    box = _box(parent, texts, suffix)
    box.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    box.setDefaultSuffix(suffix)
    _name_parts(box, texts, texts("file.save"))
    box.selectFile(name)
    chosen = _chosen(box)
    QCoreApplication.removeTranslator(speaker)
    return chosen


def file_to_open(parent: QWidget, texts: Texts, suffix: str) -> Path | None:
    """Ask which file to open; None when the reader would rather not."""
    speaker = _speak(texts.language)
    box = _box(parent, texts, suffix)
    box.setFileMode(QFileDialog.FileMode.ExistingFile)
    _name_parts(box, texts, texts("file.open"))
    chosen = _chosen(box)
    QCoreApplication.removeTranslator(speaker)
    return chosen


def _speak(language: str) -> QTranslator:
    """Let Qt's own words in the box be of the language shown, while it is."""
    translator = QTranslator()
    if translator.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        QCoreApplication.installTranslator(translator)
    return translator


def _box(parent: QWidget, texts: Texts, suffix: str) -> QFileDialog:
    # Qt would write the last folders into a file of its own: nobody asked for that.
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    start = documents if documents and Path(documents).is_dir() else str(Path.home())
    box = QFileDialog(parent, texts("app.name"), start)
    box.setOption(QFileDialog.Option.DontUseNativeDialog)
    box.setViewMode(QFileDialog.ViewMode.List)
    box.setNameFilter(f"*.{suffix}")
    return box


def _name_parts(box: QFileDialog, texts: Texts, accept: str) -> None:
    """Write our words on the box; Qt writes its own again when the box changes what it is for."""
    for label, words in (
        (QFileDialog.DialogLabel.LookIn, texts("file.folder")),
        (QFileDialog.DialogLabel.FileName, texts("file.name")),
        (QFileDialog.DialogLabel.FileType, texts("file.kind")),
        (QFileDialog.DialogLabel.Accept, accept),
    ):
        box.setLabelText(label, words)
    for buttons in box.findChildren(QDialogButtonBox):
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        if cancel is not None:
            cancel.setText(texts("file.cancel"))


def _chosen(box: QFileDialog) -> Path | None:
    accepted = box.exec() == QFileDialog.DialogCode.Accepted
    files = box.selectedFiles()
    box.deleteLater()
    return Path(files[0]) if accepted and files else None
