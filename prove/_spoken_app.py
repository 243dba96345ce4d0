"""The guide as a screen reader meets it: a real window that goes where the lines of its standard input say.

Started by `screen_reader`, which looks at it from outside only. Each line is a JSON list: a word, and what
the word needs. Each is answered with one JSON line, when what it asked for stands whole on the screen.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QSocketNotifier, Qt, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from familyguide import app, cli
from familyguide.guide import model as m
from familyguide.services.choices import Choices
from familyguide.services.directory import Directory
from familyguide.services.navigation import Route
from familyguide.services.rules import Flags, effective
from familyguide.services.texts import Texts
from familyguide.ui import look
from familyguide.ui.dialogs import LinkDialog, ProblemDialog
from familyguide.ui.presenter.keys import Wish
from familyguide.ui.public import idle
from familyguide.ui.widgets.basic import Button, Label
from prove._spoken_rules import first_block

if TYPE_CHECKING:
    from pathlib import Path

    from familyguide.guide.library import Library

# A Tuesday morning outside every holiday: offices answer.
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SCHEMES = ("https", "http", "file", "mailto", "tel", "sms")


def every_route(library: Library) -> list[Route]:
    """Name every page: each item, step, question, need, sign and state that has one of its own."""
    routes = list(look.routes(library).values())
    triage = library.triage.happening
    routes += [Route("todo", part=question.id) for question in triage.questions]
    directory = Directory(library)
    routes += [Route("help", need) for need in directory.needs("FR")]
    routes += [Route("help", part=entry.services[0].id) for entry in directory.strip("FR")]
    routes += [Route("signs", row.id) for row in library.rows("sign")]
    for row in library.rows("conversation"):
        routes += [Route("conversation", row.id, part) for part in (*m.PARTS[1:], "next")]
    routes += [Route("search", words) for words in ("", "suicide", "xyzzy", "roblox")]
    routes += [Route("session", "new"), Route("easy", "help"), Route("print", "settings-plan")]
    left_out = ("family",)
    return [route for route in dict.fromkeys(routes) if route.page not in left_out]


class Guide(QObject):
    """One window after another, and what is asked of it."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._application = app.make_application(guest=True)
        # One window goes before the next comes.
        self._application.setQuitOnLastWindowClosed(False)
        self._library = cli.open_library()
        for scheme in SCHEMES:
            QDesktopServices.setUrlHandler(scheme, self, "nowhere")
        self._window: Any = None
        self._kept: list[Any] = []
        self._planted: list[QWidget] = []
        self._lines = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
        self._lines.activated.connect(self._line)

    @Slot("QUrl")
    def nowhere(self, _url: object) -> None:
        """Stand where the browser would be."""

    def run(self) -> int:
        """Do what is asked until nothing more comes."""
        return self._application.exec()

    def _line(self) -> None:
        line = sys.stdin.readline()
        if not line:
            self._application.exit()
            return
        word, *rest = json.loads(line)
        answer = getattr(self, f"do_{word}")(*rest)
        self._settle()
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()

    def _settle(self) -> None:
        """Wait until the page stands whole."""
        end = time.monotonic() + 5
        for _ in range(3):
            self._application.processEvents()
        while self._window is not None and self._window.isVisible() and time.monotonic() < end:
            page = self._window.page
            desk = self._window.context.printing
            is_made = self._window.route.page != "print" or desk is None or desk.state != "looking"
            if (page.is_whole and is_made) or not page.isVisible():
                break
            self._application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
        self._application.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    # What can be asked.

    def do_open(self, language: str, wishes: dict[str, Any]) -> str:
        """Open a window for a language; `wishes` may hold mode, theme, scale, size, country and keyboard."""
        self._close()
        mode = wishes.get("mode", "home")
        rules = effective(None, None, Flags(guest=mode == "guest", kiosk=mode == "public-pc"))
        if mode == "public-pc" or wishes.get("keyboard"):
            rules = rules._replace(keyboard="own")
        choices = Choices(
            language="en" if language == "en" else "fr",
            country=wishes.get("country", "FR"),
            theme=wishes.get("theme", "light"),
            scale=wishes.get("scale", 100),
            apps=("discord", "roblox"),
        )
        folder = (lambda: self._folder) if mode == "home" else None
        window = app.make_window(self._application, self._library, choices, rules=rules, folder=folder)
        window.context.clock = lambda: NOW
        # A fault ends the walk: nobody would read the guide's dialog about it.
        sys.excepthook = sys.__excepthook__
        self._window = window
        window.resize(*wishes.get("size", (1280, 800)))
        window.show()
        window.activateWindow()
        window.finish()
        from familyguide.ui.printing import PrintDesk  # noqa: PLC0415 - asks no printer of this computer

        window.context.printing = PrintDesk(window.context, window, printers=look._ShownPrinters())  # noqa: SLF001
        return str(window.context.language)

    def do_routes(self) -> list[list[str | None]]:
        """Name every page."""
        return [list(route) for route in every_route(self._library)]

    def do_countries(self) -> list[str]:
        """Name the countries the guide holds."""
        return sorted(self._library.countries)

    def do_go(self, *names: str | None) -> str:
        """Visit a page."""
        route = Route(*names)
        window = self._window
        if route.page == "session":
            # The first page is that of somebody who has no plan yet.
            language = window.context.language
            window.context.session = look._shown_session(self._library, language) if route.item else None  # noqa: SLF001
            window.context.planning = None
        window.go_to(route)
        self._settle()
        return str(window.route.page)

    def do_wait(self) -> str:
        """Wait until what was pressed stands there."""
        self._settle()
        return str(self._window.route.page)

    def do_unfold(self) -> int:
        """Open every fold of the page, and those inside them; gives how many there are."""
        page, count = self._window.page, -1
        while count != len(page.folds):
            count = len(page.folds)
            for fold in list(page.folds.values()):
                fold.open()
            self._settle()
        return count

    def do_country(self, country: str) -> None:
        """Stand in another country."""
        self._window.context.service.change(country=country)

    def do_family(self, name: str) -> None:
        """Show My family as it is used, or locked."""
        look._keep_notes(self._window.context, name)  # noqa: SLF001
        self._window.go_to(Route("family"))

    def do_menu(self) -> None:
        """Open the rail as a menu."""
        self._window.open_menu()

    def do_reading(self) -> None:
        """Open the reading options."""
        self._window.open_reading()

    def do_close_menu(self) -> None:
        """Put away what lies over the page."""
        self._window.close_menu()

    def do_code(self) -> None:
        """Show a web address as a code, over the page."""
        from familyguide.ui.codes import LinkCode  # noqa: PLC0415

        code = LinkCode(self._window.context, "https://www.allo119.gouv.fr", self._window)
        code.open(code.first)
        self._kept.append(code)

    def do_still_there(self) -> None:
        """Ask whether somebody is still there, as on a public PC."""
        sheet = idle.StillThere(self._window.context, self._window)
        sheet.open(sheet.first)
        self._kept.append(sheet)

    def do_close_sheets(self) -> None:
        """Put the sheets and dialogs away."""
        for sheet in self._kept:
            if hasattr(sheet, "close_sheet"):
                sheet.close_sheet()
            else:
                sheet.close()
                sheet.deleteLater()
        self._kept.clear()
        self._window.activateWindow()

    def do_idle(self) -> None:
        """Ask whether somebody is still there, as after minutes without a key on a public PC."""
        public = self._kept[-1]
        public._ask()  # noqa: SLF001 - without waiting minutes

    def do_begin(self) -> None:
        """Begin a visit at a public PC."""
        public = self._kept[-1]
        public._begin(self._window.context.language)  # noqa: SLF001 - as a press of its language does

    def do_dialog(self, name: str) -> None:
        """Open one of our dialogs."""
        context = self._window.context
        made: LinkDialog | ProblemDialog = (
            LinkDialog(context, "allo119.gouv.fr", self._window)
            if name == "link"
            else ProblemDialog(context, "ValueError: -", self._window)
        )
        made.open()
        made.activateWindow()
        self._kept.append(made)

    def do_tell(self, sentence: str) -> None:
        """Let the window say a sentence."""
        self._window.tell(sentence)

    def do_present(self) -> None:
        """Run a session in place of the window."""
        window = self._window
        window.context.session = look._shown_session(self._library, window.context.language)  # noqa: SLF001
        self._kept.append(window.present(window.context.session))

    def do_begin_session(self) -> None:
        """Show the session whose questions stand there."""
        presenter = self._kept[-1]
        presenter.begin(presenter.plan)

    def do_session_options(self) -> None:
        """Ask for the options of the session on the screen."""
        self._kept[-1].do(Wish.OPTIONS)

    def do_end_session(self) -> None:
        """Go back from the session to the window."""
        self._kept.pop().stop()

    def do_keys(self) -> None:
        """Bring the keys on the screen to the field of the page."""
        window = self._window
        field = window.top.search or window.page.field
        field.setFocus()
        window.keyboard.ask(field)

    def do_public(self) -> None:
        """Lock the window as on a public PC, with its start screen."""
        from familyguide.services.visit import Visit  # noqa: PLC0415
        from familyguide.ui.public.lock import PublicPc  # noqa: PLC0415

        # Not shown over the whole screen: then it would hear its launcher where the lines of this walk come.
        self._kept.append(PublicPc(self._window, Visit()))
        self._window.show()
        self._window.activateWindow()

    def do_plant(self, fault: str) -> None:
        """Put a fault on the page, which a look from outside must find."""
        page, texts = self._window.page, self._window.context.texts
        other = Texts("en" if texts.language == "fr" else "fr")("qr.close")
        made: list[QWidget] = []
        match fault:
            case "unnamed":
                made = [Button("", "icon", page.sheet, icon="search", colour="#000000")]
            case "doubled":
                made = [Button(texts("qr.close"), "", page.sheet) for _ in range(2)]
            case "class name":
                made = [Button("ServiceCard", "", page.sheet)]
            case "other language":
                made = [Button(other, "", page.sheet)]
            case "unreachable":
                made = [Button(texts("qr.close"), "", page.sheet)]
                made[0].setFocusPolicy(Qt.FocusPolicy.NoFocus)
            case "out of order":
                made = [
                    Button(texts("qr.close"), "", page.sheet),
                    Button(texts("error.close"), "", page.sheet),
                ]
            case "heading":
                made = [_BareHeading(texts("qr.title"), page.sheet)]
            case "block":
                made = [Label(first_block(self._library, texts.language), "", page.sheet)]
            case "unnamed part":
                made = [_BarePart(page.sheet)]
            case "label":
                made = [_Misnamed(texts("qr.close"), page.sheet)]
        for widget in made:
            page.add(widget)
            widget.show()
        page.body.settle()
        self._window.order.tie()  # as when a page grows
        if fault == "out of order":
            QWidget.setTabOrder(made[1], made[0])
        self._planted = made

    def do_unplant(self) -> None:
        """Take the planted fault away."""
        for widget in self._planted:
            widget.hide()
            widget.deleteLater()
        self._planted = []

    def do_close(self) -> None:
        """Close the window."""
        self._close()

    def _close(self) -> None:
        window, self._window = self._window, None
        self._kept.clear()
        if window is not None:
            window.close()
            window.deleteLater()
            self._application.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class _BarePart(QWidget):
    """A part that says nothing of what it is."""

    spoken_role = "Grouping"


class _BareHeading(QLabel):
    """A heading that says nothing of its level."""

    spoken_role = "Heading"

    def spoken_name(self) -> str:
        """Give its words."""
        return self.text()


class _Misnamed(QPushButton):
    """A button that shows other words than it is called by."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__("", parent)
        self.setAccessibleName(name)
        shown = QLabel("17", self)
        shown.setText(f"{name} !"[::-1])


def main() -> int:
    """Serve the lines that come."""
    from pathlib import Path  # noqa: PLC0415 - only here

    return Guide(Path(sys.argv[1])).run()


if __name__ == "__main__":
    sys.exit(main())
