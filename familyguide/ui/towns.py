"""Who added what is local: the towns and their logos, shown at the foot of pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from familyguide.guide.library import ContentError
from familyguide.guide.png import LARGEST
from familyguide.ui.theme.tokens import tokens
from familyguide.ui.widgets.basic import Label, rule
from familyguide.ui.widgets.flow import flow_row

if TYPE_CHECKING:
    from familyguide.guide import model as m
    from familyguide.ui.context import Context

# Pixels at 100 %: small beside the numbers, and never wider than a small window at 200 %.
LOGO_WIDTH, LOGO_HEIGHT = 160, 44
_AIR = 6
_FAULT = "logo"


class Town(NamedTuple):
    """A town that added something, and its logo."""

    name: m.Both
    logo: QImage | None = None


def towns_of(context: Context) -> tuple[Town, ...]:
    """Give the towns whose additions are shown, their logos read once.

    A logo that cannot be painted is left out; `context.state` then says so for staff.
    """
    if context.towns is None:
        found = []
        for overlay in context.library.overlays:
            logo = None
            try:
                data = overlay.logo
                logo = read_logo(data) if data is not None else None
                is_damaged = data is not None and logo is None
            except ContentError:
                is_damaged = True
            if is_damaged:
                context.state = context.state.with_fault(_FAULT)
            found.append(Town(overlay.added.town, logo))
        context.towns = tuple(found)
    return context.towns


def read_logo(data: bytes) -> QImage | None:
    """Read a PNG of a size that was agreed on; None for anything else, and for a damaged one."""
    raw = QByteArray(data)
    buffer = QBuffer(raw)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    # Nothing but PNG: no other reader of Qt ever meets bytes that came from outside.
    reader = QImageReader(buffer, QByteArray(b"png"))
    reader.setAutoDetectImageFormat(False)
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > LARGEST:
        return None
    image = reader.read()
    return None if image.isNull() else image


def picture(logo: QImage, scale: float, ratio: float) -> QPixmap:
    """Paint a logo into its bounds on a light plate, so that it is seen in every theme; sharp at `ratio`."""
    most = QSize(round(LOGO_WIDTH * scale), round(LOGO_HEIGHT * scale))
    # A small logo is not blown up.
    size = logo.size().scaled(most, Qt.AspectRatioMode.KeepAspectRatio)
    if size.width() > logo.width() * scale:
        size = QSize(round(logo.width() * scale), round(logo.height() * scale))
    size = size.expandedTo(QSize(1, 1))
    drawn = logo.scaled(
        size * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    drawn.setDevicePixelRatio(ratio)
    air = round(_AIR * scale)
    whole = QSize(size.width() + 2 * air, size.height() + 2 * air)
    made = QPixmap(whole * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens("light").surface))
    painter.drawRoundedRect(QRectF(0, 0, whole.width(), whole.height()), air, air)
    painter.drawImage(air, air, drawn)
    painter.end()
    return made


class LogoLabel(QLabel):
    """A logo; a screen reader says the town's name."""

    spoken_role = "Graphic"

    def __init__(self, town: Town, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("TownLogo")
        self._name = town.name[context.language]
        self.setAccessibleName(self._name)
        if town.logo is not None:
            made = picture(town.logo, context.choices.scale / 100, self.devicePixelRatioF())
            self.setPixmap(made)
            self.setFixedSize(made.deviceIndependentSize().toSize())

    def spoken_name(self) -> str:
        """Say whose logo it is."""
        return self._name


class TownFoot(QFrame):
    """The foot of pages: the towns that added something, and who answers for this computer."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("TownFoot")
        texts, lang = context.texts, context.language
        towns = towns_of(context)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, context.px(8), 0, 0)
        column.setSpacing(8)
        column.addWidget(rule(self))
        if any(town.logo is not None for town in towns):
            logos, flow = flow_row(self, 12)
            for town in towns:
                if town.logo is not None:
                    flow.addWidget(LogoLabel(town, context, logos))
            column.addWidget(logos)
        names = ", ".join(dict.fromkeys(town.name[lang] for town in towns))
        words = [texts("added.foot", town=names)]
        if context.rules.organisation:
            words.append(texts("added.organisation", organisation=context.rules.organisation))
        column.addWidget(Label(" ".join(words), "small", self))
