"""The release of PySide6 in use keeps its hands off None (6.12.0 on Python 3.11 does not)."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QColor, QFont, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPushButton, QVBoxLayout, QWidget

CALLS = 10


@pytest.fixture
def calls(qtbot):
    """Some thirty methods that give nothing back, on objects that live through the test."""
    widget, label, button, field = QWidget(), QLabel("text"), QPushButton("text"), QLineEdit()
    rows, timer, action, palette, font = QListWidget(), QTimer(), QAction("text"), QPalette(), QFont()
    pixmap = QPixmap(8, 8)
    layout = QVBoxLayout(widget)
    for made in (widget, label, button, field, rows):
        qtbot.addWidget(made)
    painter = QPainter(pixmap)
    yield {
        "QWidget.setObjectName": lambda: widget.setObjectName("name"),
        "QWidget.setVisible": lambda: widget.setVisible(False),
        "QWidget.setEnabled": lambda: widget.setEnabled(True),
        "QWidget.resize": lambda: widget.resize(10, 10),
        "QWidget.move": lambda: widget.move(1, 1),
        "QWidget.setGeometry": lambda: widget.setGeometry(QRect(0, 0, 9, 9)),
        "QWidget.setMinimumSize": lambda: widget.setMinimumSize(QSize(1, 1)),
        "QWidget.setToolTip": lambda: widget.setToolTip("text"),
        "QWidget.setAccessibleName": lambda: widget.setAccessibleName("text"),
        "QWidget.setStyleSheet": lambda: widget.setStyleSheet(""),
        "QWidget.setFont": lambda: widget.setFont(font),
        "QWidget.setPalette": lambda: widget.setPalette(palette),
        "QWidget.setFocusPolicy": lambda: widget.setFocusPolicy(Qt.FocusPolicy.NoFocus),
        "QWidget.update": widget.update,
        "QWidget.hide": widget.hide,
        "QWidget.adjustSize": widget.adjustSize,
        "QLabel.setText": lambda: label.setText("text"),
        "QLabel.setWordWrap": lambda: label.setWordWrap(True),
        "QLabel.clear": label.clear,
        "QPushButton.setCheckable": lambda: button.setCheckable(True),
        "QPushButton.setChecked": lambda: button.setChecked(True),
        "QPushButton.setText": lambda: button.setText("text"),
        "QLineEdit.setText": lambda: field.setText("text"),
        "QLineEdit.setPlaceholderText": lambda: field.setPlaceholderText("text"),
        "QLineEdit.clear": field.clear,
        "QListWidget.addItem": lambda: rows.addItem("text"),
        "QListWidget.clear": rows.clear,
        "QVBoxLayout.setSpacing": lambda: layout.setSpacing(4),
        "QVBoxLayout.setContentsMargins": lambda: layout.setContentsMargins(0, 0, 0, 0),
        "QTimer.setInterval": lambda: timer.setInterval(5),
        "QAction.setText": lambda: action.setText("text"),
        "QFont.setPixelSize": lambda: font.setPixelSize(12),
        "QPainter.fillRect": lambda: painter.fillRect(QRect(0, 0, 2, 2), QColor("#000000")),
    }
    painter.end()


def lost(call):
    """Count how many references to None ten calls lose."""
    call()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        call()
    return before - sys.getrefcount(None)


@pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on: nothing can be lost"
)
def test_methods_that_give_nothing_lose_no_reference_to_none(calls):
    assert len(calls) >= 30
    # Something else may let go of None at the same moment; a method that loses one does so at each call.
    assert {name: lost(call) for name, call in calls.items() if lost(call) > CALLS // 2} == {}
