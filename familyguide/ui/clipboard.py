"""What is copied from our windows: marked as not for any history, and gone when the reader goes."""

from __future__ import annotations

import atexit
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit

from familyguide.guide.bidi import plain

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

# What clipboard histories look for. Windows: "Clipboard Formats" of learn.microsoft.com (cloud clipboard and
# history); Qt writes the part in quotes as the name of the format. KDE: the hint of password managers. macOS:
# Qt cannot write the types of nspasteboard.org under their own name; the page about limits says so.
_WINDOWS = 'application/x-qt-windows-mime;value="{}"'
_HINT = "x-kde-passwordManagerHint"
NOT_FOR_HISTORY = {
    _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): b"\x01\x00\x00\x00",
    _WINDOWS.format("CanIncludeInClipboardHistory"): b"\x00\x00\x00\x00",
    _WINDOWS.format("CanUploadToCloudClipboard"): b"\x00\x00\x00\x00",
    _HINT: b"secret",
}
# X11 and Wayland: a clipboard goes with the program that filled it, so some programs keep it alive. They ask
# for what is new at once or (parcellite) every half second; by then they have.
_GOES_WITH_ITS_OWNER = ("xcb", "wayland")
COVERED_MS = 800


# What we put last in each place: not every platform can say whose a text is.
_last: dict[QClipboard.Mode, str] = {}


def put(text: str, mode: QClipboard.Mode = QClipboard.Mode.Clipboard) -> None:
    """Put a text in the clipboard, marked so that no history of it is kept where the system listens."""
    data = QMimeData()
    # A number of a page from right to left is copied without the marks that keep its order there.
    text = plain(text)
    data.setText(text)
    for name, value in NOT_FOR_HISTORY.items():
        data.setData(name, value)
    if not _last:
        # What Python made must not outlive Python: Qt would take it apart when the interpreter has gone.
        atexit.unregister(clear_at_exit)
        atexit.register(clear_at_exit)
    _last[mode] = text
    QApplication.clipboard().setMimeData(data, mode)


def put_chosen(widget: QLineEdit | QLabel | QPlainTextEdit, event: QKeyEvent) -> bool:
    """Copy or cut the chosen words of a field or a text, where that is what a key asks; False otherwise.

    Qt's own copy carries no marks, and where the system is told of it at once they would come too late.
    """
    is_cut = event.matches(QKeySequence.StandardKey.Cut)
    if not is_cut and not event.matches(QKeySequence.StandardKey.Copy):
        return False
    copy_chosen(widget, cut=is_cut)
    return True


def copy_chosen(widget: QLineEdit | QLabel | QPlainTextEdit, *, cut: bool = False) -> None:
    """Put the chosen words of a field or a text in the clipboard; with `cut`, take them out of a field."""
    if isinstance(widget, QPlainTextEdit):
        words = widget.textCursor().selection().toPlainText()
    else:
        words = widget.selectedText()
    if not words or (isinstance(widget, QLineEdit) and widget.echoMode() != QLineEdit.EchoMode.Normal):
        return
    put(words)
    if cut and not isinstance(widget, QLabel) and not widget.isReadOnly():
        if isinstance(widget, QPlainTextEdit):
            widget.textCursor().removeSelectedText()
        else:
            widget.del_()


def clear_at_exit() -> None:
    """Take back what is still ours, now: no keeper of clipboards is waited for."""
    if QApplication.instance() is None:
        return
    for mode in _ours():
        _clear(mode)


def _clear(mode: QClipboard.Mode) -> None:
    _last.pop(mode, None)
    QApplication.clipboard().clear(mode)


def _ours() -> list[QClipboard.Mode]:
    """Give the places whose text is ours: put there by us, or kept alive for us by another program."""
    clipboard = QApplication.clipboard()
    modes = [QClipboard.Mode.Clipboard]
    if clipboard.supportsSelection():
        modes.append(QClipboard.Mode.Selection)
    return [mode for mode in modes if _owns(mode) or (_last and clipboard.text(mode) in _last.values())]


def _owns(mode: QClipboard.Mode) -> bool:
    clipboard = QApplication.clipboard()
    return clipboard.ownsClipboard() if mode == QClipboard.Mode.Clipboard else clipboard.ownsSelection()


class Clipboard(QObject):
    """Marks what any part of our windows copies, and takes back only what is still ours."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        QApplication.clipboard().changed.connect(self._mark)

    def copy(self, text: object) -> None:
        """Put a text in the clipboard, with the marks."""
        put(str(text))

    def _mark(self, mode: QClipboard.Mode) -> None:
        """Mark what Qt itself put there, such as words chosen with the mouse."""
        if mode not in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection) or not _owns(mode):
            return
        data = QApplication.clipboard().mimeData(mode)
        if data is not None and data.text() and not data.hasFormat(_HINT):
            put(data.text(), mode)

    def clear_ours(self) -> None:
        """Empty what this program put there, by a button or by Ctrl+C; somebody else's text is left alone.

        Call it when nothing of ours is on the screen any more: where something is taken back, it may take a
        second. Programs that keep a clipboard alive give back what they saw last: they see a blank.
        """
        ours = _ours()
        if ours and QApplication.platformName().startswith(_GOES_WITH_ITS_OWNER):
            for mode in ours:
                put(" ", mode)
            rest = QEventLoop()
            QTimer.singleShot(COVERED_MS, rest.quit)
            rest.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        # Another program may have copied something meanwhile.
        for mode in set(ours).intersection(_ours()):
            _clear(mode)
