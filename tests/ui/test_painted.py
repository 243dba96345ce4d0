"""What stands on the screen, from its pixels: every text, field and icon is told from its ground."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from each import ALL, some
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPushButton

from familyguide.guide.bidi import runs_from_right
from familyguide.ui.theme.tokens import THEMES, contrast
from familyguide.ui.widgets.basic import IconBox, IconLabel

# Painted twice as fine: the heart of a thin stroke has its own colour then, not that of its soft edge.
FINE = 2
GRAPHIC = 3.0
# The beginning of a text is enough to know its colour: counting every pixel of every page takes minutes.
ENOUGH = (160, 26)
# A colour that is on fewer pixels is an accident of smoothing.
SEEN = 4


@cache
def apart(one, other):
    return contrast(QColor(one).name(), QColor(other).name())


class Picture:
    """A widget with all it holds, also what is scrolled away, as it is painted."""

    def __init__(self, widget):
        self.widget = widget
        image = QImage(widget.size() * FINE, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(FINE)
        image.fill(widget.palette().window().color())
        widget.render(image)
        self.image, self.wide = image, image.bytesPerLine() // 4
        self.pixels = memoryview(image.constBits()).cast("I")

    def colours(self, rect):
        """Count the colours painted in a rectangle of the widget."""
        inside = QRect(rect.topLeft() * FINE, rect.size() * FINE).intersected(self.image.rect())
        found = Counter()
        for y in range(inside.top(), inside.bottom() + 1):
            found.update(self.pixels[y * self.wide + inside.left() : y * self.wide + inside.right() + 1])
        return found

    def place(self, widget):
        return QRect(widget.mapTo(self.widget, QPoint(0, 0)), widget.size())

    def stands_out(self, rect):
        """Give how well the strongest colour in a rectangle stands out from the one most painted."""
        colours = self.colours(rect)
        if not colours:
            return 0.0
        back = colours.most_common(1)[0][0]
        return max((apart(one, back) for one, count in colours.items() if count >= SEEN), default=1.0)


def beginning(rect, widget):
    """Give the part of a widget where its words begin: at the left, or in the middle where they stand so."""
    width, height = min(rect.width(), ENOUGH[0]), min(rect.height(), ENOUGH[1])
    part = QRect(rect.x(), rect.y(), width, height)
    if isinstance(widget, QPushButton) or not widget.wordWrap() or widget.height() < 2 * ENOUGH[1]:
        part.moveCenter(rect.center())
        if isinstance(widget, QLabel) and not widget.alignment() & Qt.AlignmentFlag.AlignHCenter:
            part.moveLeft(rect.x())
    # Words of Arabic begin at the right wherever they stand, and all words do on its pages: all is looked at.
    return rect if widget.isRightToLeft() or runs_from_right(widget.text()) else part


def text_faults(picture, shown, least):
    for label in shown(QLabel):
        if label.text() and not isinstance(label, IconLabel | IconBox):
            found = picture.stands_out(beginning(picture.place(label), label))
            if found < least:
                yield label, found
    for button in shown(QPushButton):
        if button.text().strip() and button.layout() is None and button.isEnabled():
            found = picture.stands_out(beginning(picture.place(button).adjusted(4, 4, -4, -4), button))
            if found < least:
                yield button, found


def graphic_faults(picture, shown):
    for button in shown(QAbstractButton):
        is_bare = not button.text().strip() and button.layout() is None and not button.icon().isNull()
        if is_bare and (found := picture.stands_out(picture.place(button).adjusted(4, 4, -4, -4))) < GRAPHIC:
            yield button, found
    for field in shown(QLineEdit):
        at = picture.place(field)
        # From outside to inside, in the middle of the left edge: somewhere the two are told apart.
        edge = QRect(at.left() - 3, at.center().y() - 2, 8, 4)
        if not field.parentWidget().inherits("QAbstractSpinBox") and picture.stands_out(edge) < GRAPHIC:
            yield field, picture.stands_out(edge)


@pytest.mark.parametrize("theme", [*THEMES])
def test_everything_painted_is_told_from_its_ground(person, hands, every_route, kinds_of_page, theme):
    # Each theme on other kinds of page; all of them on all pages by `prove every_page`.
    routes = every_route if ALL else some(kinds_of_page, 9, turn=THEMES.index(theme))
    someone = person(theme=theme)
    least = 7 if theme == "contrast" else 4.5
    faults, seen = {}, 0
    for route in routes:
        someone.go(route)
        window = someone.window
        for part in (someone.page.body, *(() if seen else (window.top, window.rail, window.strip))):
            picture = Picture(part)

            def shown(kind, part=part):
                return [one for one in someone.all_of(kind, part) if one.width() and one.height()]

            for one, ratio in [*text_faults(picture, shown, least), *graphic_faults(picture, shown)]:
                faults.setdefault(f"{ratio:.2f} to 1: {hands.told(one)}", str(route))
            seen += len(shown(QLabel))
    assert not faults, "\n".join(f"{fault} on {where}" for fault, where in faults.items())
    assert seen > 300


@pytest.mark.parametrize("theme", [*THEMES])
def test_the_scroll_bar_is_told_from_the_page(person, theme):
    someone = person(theme=theme, scale=200)
    someone.go("talk")
    bar = someone.page.verticalScrollBar()
    # On the ground it has in the window.
    shot = QImage(someone.window.grab(QRect(bar.mapTo(someone.window, QPoint(0, 0)), bar.size())).toImage())
    colours = Counter(shot.pixel(bar.width() // 2, y) for y in range(bar.height()))
    assert len(colours) >= 2
    assert max(apart(one, other) for one in colours for other in colours) >= GRAPHIC


def test_a_pale_word_is_found(person, hands):
    someone = person()
    someone.go("home")
    label = next(one for one in someone.all_of(QLabel, someone.page.body) if one.text())
    label.setStyleSheet("color: #bbbbbb")
    hands.settle()
    picture = Picture(someone.page.body)
    found = dict(text_faults(picture, lambda kind: [label] if kind is QLabel else [], 4.5))
    assert found.keys() == {label}


@pytest.mark.parametrize("page", ["home", "session"])
@pytest.mark.parametrize("theme", THEMES)
def test_the_squares_of_icons_are_alike_on_a_page(person, page, theme):
    """All of them have a tint, or all of them an edge that is seen."""
    someone = person(theme=theme)
    someone.go(page)
    boxes = [box for box in someone.page.findChildren(IconBox) if box.isVisible()]
    assert len(boxes) == 4
    kinds = set()
    for box in boxes:
        image = box.pixmap().toImage()
        middle = image.width() // 2
        edge, ground = image.pixelColor(middle, 0).name(), image.pixelColor(middle, 5).name()
        kinds.add((ground != someone.window.context.theme.surface.lower(), edge != ground))
        assert edge == ground or contrast(edge, ground) >= GRAPHIC
    assert kinds == {(theme != "contrast", theme == "contrast")}
