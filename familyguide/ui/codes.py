"""A web address as a code for the phone, where this computer opens none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from familyguide.services import qr
from familyguide.services.links import domain_of
from familyguide.ui.overlay import Overlay
from familyguide.ui.widgets.basic import Button
from familyguide.ui.widgets.qrcode import QrCode

if TYPE_CHECKING:
    from familyguide.ui.context import Context
    from familyguide.ui.window import Window

_CODE = 240


class LinkCode(Overlay):
    """The code, where it leads in words, and that the phone remembers it."""

    def __init__(self, context: Context, address: str, window: Window) -> None:
        texts, domain = context.texts, domain_of(address)
        super().__init__(context, texts("qr.title"), window)
        self.setObjectName("LinkCode")
        self.code = QrCode(_CODE, self.sheet)
        self.code.show_grid(qr.grid(address), texts("qr.alt", data=address))
        self.column.addWidget(self.code, 0, Qt.AlignmentFlag.AlignHCenter)
        self.add_words(texts("qr.web", domain=domain))
        self.add_words(address, "strong").selectable()
        self.first = Button(texts("qr.close"), "primary", self.sheet)
        self.first.setObjectName("CloseCode")
        self.first.clicked.connect(self.close_sheet)
        self.column.addWidget(self.first, 0, Qt.AlignmentFlag.AlignHCenter)
