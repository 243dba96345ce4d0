"""Labels, buttons, boxes, folds and flowing lines, each on its own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from familyguide.services.qr import grid
from familyguide.ui.theme.apply import style_sheet
from familyguide.ui.widgets.basic import Button, Label, LayoutButton, row
from familyguide.ui.widgets.flow import flow_row
from familyguide.ui.widgets.fold import Fold
from familyguide.ui.widgets.qrcode import QrCode


@pytest.fixture
def shown(qtbot, dressed):
    """Show a widget of its own."""

    def show(widget, width=400, height=300):
        qtbot.addWidget(widget)
        widget.resize(width, height)
        widget.show()
        qtbot.waitExposed(widget)
        return widget

    return show


@pytest.mark.parametrize(
    "text", ["<b>bold</b>", "<img src='file:///etc/hostname'>", "a & b", "<a href='x'>y</a>"]
)
def test_a_label_shows_its_text_letter_for_letter(shown, text):
    label = shown(Label(text))
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == text
    assert label.fontMetrics().horizontalAdvance(text) <= label.sizeHint().width() * label.sizeHint().height()


def test_a_button_says_what_it_stands_for_and_shows_its_ampersand(shown):
    button = shown(Button("Save & close", value=("a", 1)))
    said = []
    button.pressed_with.connect(said.append)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.keyClick(button, Qt.Key.Key_Return)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert said == [("a", 1)] * 3
    assert button.text().replace("&&", "&") == "Save & close"
    assert button.shortcut().isEmpty()


def test_a_button_with_an_icon_is_called_by_its_words_alone(shown, hands):
    button = shown(Button("Copy", icon="copy", colour="#000000"))
    assert hands.name_of(button) == "Copy"


@pytest.mark.parametrize("icon_last", [False, True])
@pytest.mark.parametrize("size", [18, 36])
def test_only_the_words_of_a_quiet_button_are_underlined(shown, dressed, size, icon_last):
    """Under the gap between the icon and the words there is no line, and the gap is there."""
    holder = shown(QWidget(), 900, 200)
    sheet = f"{style_sheet('light', size * 100 // 18)} QWidget {{ background: white; }}"
    holder.setStyleSheet(sheet)
    button = Button(
        "Listen", "quiet", holder, icon="circle", colour="#FF0000", size=size, icon_last=icon_last
    )
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.show()
    button.resize(button.sizeHint())
    image = holder.grab(button.geometry()).toImage()
    columns = {"icon": [], "words": []}
    for x in range(image.width()):
        for colour in [image.pixelColor(x, y) for y in range(image.height())]:
            if colour.lightness() < 200:
                columns["icon" if colour.red() > colour.green() + 60 else "words"].append(x)
    first, second = (columns["icon"], columns["words"])[:: -1 if icon_last else 1]
    # Qt's two pixels, the air of a space, and the edge of the drawing itself.
    assert size * 0.25 + 2 <= min(second) - max(first) <= size * 0.5 + 2
    line = round(button.fontMetrics().horizontalAdvance("Listen"))
    assert abs(max(columns["words"]) - min(columns["words"]) - line) <= 3
    assert button.text() == button.accessibleName() == "Listen"
    assert min(columns["icon"] + columns["words"]) >= 8
    assert max(columns["icon"] + columns["words"]) <= image.width() - 8


def test_a_press_on_the_words_of_a_card_presses_the_card(shown):
    card = LayoutButton("card", "name", value="card")
    line = row(8)
    words = Label("some words that fill the card", "", card)
    line.addWidget(words)
    card.setLayout(line)
    card.pass_clicks()
    shown(card, 300, 80)
    said = []
    card.pressed_with.connect(said.append)
    QTest.mouseClick(card.windowHandle(), Qt.MouseButton.LeftButton, pos=words.geometry().center())
    assert said == ["card"]


def test_a_card_grows_when_it_becomes_narrow(shown):
    holder = QWidget()
    column = QVBoxLayout(holder)
    card = LayoutButton("card", "name", holder)
    line = row(8)
    line.addWidget(Label("many words that need more than one line when there is little room", "", card))
    card.setLayout(line)
    column.addWidget(card)
    column.addStretch(1)
    shown(holder, 700, 1600)
    wide = card.height()
    holder.resize(160, 1600)
    QTest.qWait(50)
    assert card.height() > wide
    assert card.height() >= card.heightForWidth(card.width())


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_a_flowing_line_wraps_and_never_overlaps(shown, direction):
    holder = QWidget()
    holder.setLayoutDirection(direction)
    column = QVBoxLayout(holder)
    flowing, flow = flow_row(holder, 8)
    flowing.setLayoutDirection(direction)
    for index in range(9):
        flow.addWidget(Button(f"button {index}", parent=flowing))
    column.addWidget(flowing)
    column.addStretch(1)
    shown(holder, 360, 500)
    places = [flow.itemAt(at).widget().geometry() for at in range(flow.count())]
    assert len({place.top() for place in places}) > 1
    for at, place in enumerate(places):
        assert flowing.rect().contains(place)
        assert not any(place.intersects(other) for other in places[at + 1 :])
    leading = (
        max(places[0].left(), 0)
        if direction == Qt.LayoutDirection.LeftToRight
        else flowing.width() - places[0].right() - 1
    )
    assert leading == 0
    assert flowing.height() == flow.heightForWidth(flowing.width())


def test_a_flowing_line_is_as_high_as_what_it_holds_now(shown):
    holder = QWidget()
    column = QVBoxLayout(holder)
    flowing, flow = flow_row(holder, 8)
    buttons = [Button(f"button {index}", parent=flowing) for index in range(8)]
    for button in buttons:
        flow.addWidget(button)
    column.addWidget(flowing)
    shown(holder, 300, 600)
    heights = [flow.heightForWidth(200)]
    buttons[0].setText("a button that says so much more that it needs a line of its own")
    heights.append(flow.heightForWidth(200))
    for button in buttons[3:]:
        button.hide()
    heights.append(flow.heightForWidth(200))
    for button in buttons[3:]:
        button.show()
    heights.append(flow.heightForWidth(200))
    flow.takeAt(0)
    heights.append(flow.heightForWidth(200))
    flow.addWidget(buttons[0])
    heights.append(flow.heightForWidth(200))
    wide = [flow.heightForWidth(width) for width in (200, 400, 200)]
    whole, longer, few, again, shorter, _ = heights
    assert few < whole <= again == longer
    assert shorter < longer
    assert heights[-1] >= longer
    assert wide[0] == wide[2] > wide[1]


def test_a_fold_opens_and_closes_by_keyboard_and_says_so(shown):
    fold = Fold("Title", "#000000")
    fold.content.addWidget(QLabel("inside", fold.body))
    shown(fold)
    said = []
    fold.toggled.connect(said.append)
    assert not fold.body.isVisible()
    for is_open in (True, False, True):
        QTest.keyClick(fold.button, Qt.Key.Key_Space)
        assert fold.is_open is is_open
        assert fold.body.isVisible() is is_open
    assert said == [True, False, True]


def test_a_code_is_whole_pixels_with_a_quiet_edge(shown):
    made = grid("tel:119")
    code = QrCode(210)
    code.show_grid(made, "code")
    shown(code, code.width(), code.height())
    assert code.width() % len(made) == 0
    assert code.width() >= 200
    for edge in (*made[:4], *made[-4:]):
        assert not any(edge)
    assert code.grab().toImage().pixelColor(QPoint(1, 1)).name() == "#ffffff"
