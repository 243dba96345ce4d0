"""Opens a registered address: in the browser, or as a code where the rules say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog

from familyguide.services.links import LinkGuard, domain_of

if TYPE_CHECKING:
    from familyguide.ui.window import Window


class LinkOpener:
    """Opens the links of one window; remembers for a visit that a guest was asked."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._may_open = window.context.rules.links == "open"

    def open(self, address: str) -> None:
        """Hand a registered address to the system browser; any other is refused, and said so."""
        window = self._window
        context = window.context
        if not LinkGuard(context.library).allows(address):
            window.tell(context.texts("link.refused"))
            return
        if context.rules.links == "qr":
            from familyguide.ui.codes import LinkCode  # noqa: PLC0415 - where the rules say so

            code = LinkCode(context, address, window)
            code.open(code.first)
            return
        if not self._may_open:
            from familyguide.ui.dialogs import LinkDialog  # noqa: PLC0415 - where it is asked

            dialog = LinkDialog(context, domain_of(address), window)
            if dialog.exec() != QDialog.DialogCode.Accepted:
                return
            self._may_open = True
        if not QDesktopServices.openUrl(QUrl(address, QUrl.ParsingMode.StrictMode)):
            window.tell(context.texts("link.failed", address=address))
