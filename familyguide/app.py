"""The only place that knows every piece: builds the window, starts nothing by itself."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from familyguide import __version__, cli
from familyguide.guide import keys
from familyguide.guide.library import ContentError
from familyguide.guide.names import NO_COUNTRY
from familyguide.services import paths
from familyguide.services.choices import Choices, ChoicesService, MemoryStore
from familyguide.services.content_state import ContentState
from familyguide.services.navigation import Route
from familyguide.services.paths import CONTENT, data_folder
from familyguide.services.places import country_of
from familyguide.services.texts import Texts
from familyguide.services.traces import leave_no_dump
from familyguide.ui import light_qt

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from familyguide.guide.library import Library
    from familyguide.guide.names import Language
    from familyguide.services.check import Part
    from familyguide.services.rules import Rules
    from familyguide.services.session import SessionPlan
    from familyguide.ui.context import Context
    from familyguide.ui.window import Window


# How a pack begins, whatever its file is called.
PACK_START = b"untrusted comment: "
# By then the first page and what waits for it stand.
REST_MS = 1000
ICON_SIZES = (16, 32, 64, 128)


def run(options: argparse.Namespace) -> int:
    """Do what the command line asks that needs Qt, or the version; gives the exit code."""
    if options.version:
        return print_version(as_json=options.json)
    if options.check:
        return check()
    told = ""
    if options.command is None:
        from familyguide.commands.start import obey  # noqa: PLC0415 - only for a window

        # Before Qt is loaded: it must not hear what the policy forbids.
        rules = obey(options)
        if rules.is_broken:
            told = Texts(options.lang or cli.system_language())("policy.broken")
        if options.kiosk and (options.session is not None or options.open is not None):
            return cli.fail(Texts(cli.system_language())("session.refused.public"))
        if options.kiosk and options.visit is None:
            from familyguide.commands import public_pc  # noqa: PLC0415 - only where visits follow each other

            if rules.staff_code is None:
                cli.fail(Texts(cli.system_language())("public.no_code"))
            return public_pc.run(rules)
        if options.kiosk and not is_count(options.visit):
            return cli.fail(f"--visit: {options.visit!r} is no count of tries; start without --visit")
    try:
        library, notice, state = open_content(options.lang or cli.system_language())
        notice = " ".join(filter(None, (told, notice)))
        if named_on_command_line(options) and not library.holds(options.country.upper()):
            held = ", ".join(sorted(library.countries))
            return cli.fail(f"the country {options.country!r} is not held; choose one of: {held}")
        if options.command == "look":
            from familyguide.ui.look import run_look  # noqa: PLC0415

            return run_look(options, library)
        described = describe(options.open, options.lang)
        if options.open is not None and not described:
            options.session = options.open
        session, left_out = open_session(options, library)
        notice = " ".join(filter(None, (notice, left_out)))
    except cli.Refused as refused:
        return cli.fail(str(refused))
    except ContentError as error:
        return cannot_start(options, cli.content_sentence(error))
    if not has_screen():
        return cli.fail(Texts(cli.system_language())("screen.none"))
    light_qt.load_qt()
    from PySide6.QtCore import QTimer  # noqa: PLC0415 - Qt only for a window

    application = make_application(guest=options.guest)
    choices = first_choices(library, options.lang, options.country)
    choices = choices._replace(shift_leaves=options.rules.shift_leaves)
    if described:
        return show_described(application, library, choices, options.rules, described)
    window = make_window(
        application,
        library,
        choices,
        rules=options.rules,
        notice=notice,
        folder=notes_folder(options),
        state=state,
        session=session,
    )
    if session is not None:
        # Whoever names a session has come to run it: its plan is the first page they see.
        window.go_to(Route("session", "plan"))
    if options.kiosk:
        return public_visit(application, window, options.visit)
    window.left.connect(application.quit)
    window.show()
    QTimer.singleShot(REST_MS, partial(_come_to_rest, application))
    if not options.rules.event_log:
        return application.exec()
    from familyguide.services import event_log  # noqa: PLC0415 - only where a policy asks

    event_log.started(options.rules)
    code = application.exec()
    event_log.stopped(options.rules, code)
    return code


def cannot_start(options: argparse.Namespace, sentence: str) -> int:
    """Say why nothing opens: on stderr, and in a small window where nobody sees a terminal; gives the code.

    A public PC has staff who read the former, and a launcher that waits for the code.
    """
    code = cli.fail(sentence)
    is_read = sys.stderr is not None and sys.stderr.isatty()
    if paths.IS_CHECKOUT or is_read or options.command or options.kiosk or not has_screen():
        return code
    # Whatever is missing now, there is nothing else to fall back on.
    with contextlib.suppress(Exception):
        from familyguide.ui import last_words  # noqa: PLC0415 - seldom

        make_application(guest=options.guest)
        last_words.show(sentence)
    return code


def open_session(options: argparse.Namespace, library: Library) -> tuple[SessionPlan | None, str]:
    """Read the session asked for, and say what was left out of it; raises cli.Refused with one sentence."""
    if options.session is None:
        return None, ""
    from familyguide.services import session_file  # noqa: PLC0415 - only for who has one

    # A fault is told on the terminal, what is left out in the window.
    language = options.lang or cli.system_language()
    try:
        opened = session_file.read(options.session, library)
    except session_file.SessionError as error:
        if options.open is not None:
            # Whoever pressed the file twice sees no terminal.
            return None, session_file.sentence(error, Texts(language))
        told = session_file.sentence(error, Texts(cli.system_language()))
        raise cli.Refused(told) from error
    return opened.plan, session_file.left_out_sentence(opened.left_out, Texts(language))


def describe(path: Path | None, language: Language | None) -> str:
    """Say what a pack is, once it is verified, or why it cannot be used; "" for what is no pack.

    Nothing is installed: that takes an administrator, who types the command.
    """
    if path is None:
        return ""
    try:
        with path.open("rb") as file:
            if file.read(len(PACK_START)) != PACK_START:
                return ""
    except OSError:
        # The reader of sessions says what is wrong with it.
        return ""
    from familyguide.commands.pack import described  # noqa: PLC0415 - libsodium, only for who has a pack

    return described(path, Texts(language or cli.system_language()))


def show_described(
    application: QApplication, library: Library, choices: Choices, rules: Rules, told: str
) -> int:
    """Show what a pack is in a small window of its own; gives the exit code."""
    from familyguide.ui.dialogs import PackDialog  # noqa: PLC0415 - only for who has a pack
    from familyguide.ui.theme.apply import load_fonts  # noqa: PLC0415

    load_fonts()
    dialog = PackDialog(make_context(application, library, choices, rules=rules), told)
    dialog.finished.connect(application.exit)
    dialog.show()
    application.exec()
    return 0


def is_count(told: str) -> bool:
    """Tell whether this is a count of tries as the launcher of a public PC writes it."""
    from familyguide.services.staff_code import Count  # noqa: PLC0415 - only on a public PC

    try:
        Count.read(told)
    except ValueError:
        return False
    return True


def public_visit(application: QApplication, window: Window, told: str) -> int:
    """Run one visit at a public PC; gives the exit code, which says whether staff ended it."""
    from PySide6.QtCore import QTimer  # noqa: PLC0415

    from familyguide.services.content_state import content_refusal  # noqa: PLC0415
    from familyguide.services.staff_code import Count  # noqa: PLC0415
    from familyguide.services.visit import LEFT, LONGEST_END, SHOWN, STAFF, Visit  # noqa: PLC0415
    from familyguide.ui.public.lock import PublicPc  # noqa: PLC0415

    visit = Visit()
    window.finish()
    context = window.context
    # Whoever stands there reads it in one of the two languages.
    rules = context.rules
    refusals = [content_refusal(context.library, rules, Texts(name)) for name in rules.languages]
    public = PublicPc(window, visit, Count.read(told), refusal="\n".join(filter(None, refusals)))
    window.left.connect(partial(visit.say, LEFT))
    # Until the next visit stands, an empty surface; the launcher ends this one then.
    # Not quit(): it asks every window to close, and this one answers that by leaving.
    window.left.connect(partial(QTimer.singleShot, LONGEST_END * 1000, application.exit))
    public.opened.connect(partial(application.exit, STAFF))
    public.given_up.connect(partial(application.exit, cli.USAGE_ERROR))
    if public.start is not None:
        public.start.painted.connect(partial(visit.say, SHOWN))
    public.show()
    QTimer.singleShot(REST_MS, _collect_again)
    return application.exec()


def notes_folder(options: argparse.Namespace) -> Callable[[], Path] | None:
    """Give where a family may keep notes; None where the rules keep nothing."""
    rules: Rules | None = getattr(options, "rules", None)
    if rules is None or rules.mode != "home":
        return None
    return partial(data_folder, rules.data_folder)


def named_on_command_line(options: argparse.Namespace) -> bool:
    """Tell whether a person typed the country; a policy's country that is not held becomes "none" later."""
    if not options.country:
        return False
    rules: Rules | None = getattr(options, "rules", None)
    return rules is None or rules.reasons["country"] == "command-line"


def _keep_the_desktop_out() -> None:
    """Let a visit that keeps nothing meet neither the desktop's theme plugins nor a bus that is not there.

    Measured: the theme of GTK makes files of dconf, and its wish for accessibility is logged with the name of
    this program. Without a session bus Qt would start one, which writes in the home folder and goes on.
    """
    os.environ["QT_QPA_PLATFORMTHEME"] = "generic"
    bus = os.path.join(os.environ.get("XDG_RUNTIME_DIR", ""), "bus")  # noqa: PTH118 - pathlib is not loaded yet
    if "DBUS_SESSION_BUS_ADDRESS" not in os.environ and not os.path.exists(bus):  # noqa: PTH110
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"


def _come_to_rest(application: QApplication) -> None:
    """Do what no first page waits for: the picture in the list of windows, and garbage from now on."""
    from PySide6.QtGui import QIcon  # noqa: PLC0415 - Qt is there by now

    icon = QIcon()
    for size in ICON_SIZES:
        icon.addFile(str(paths.RESOURCES / "app" / f"family-guide-{size}.png"))
    application.setWindowIcon(icon)
    _collect_again()


def _collect_again() -> None:
    """Look for garbage from now on; what the start loaded is never garbage."""
    # A dump of the memory would hold what was searched, at home too. Not at start: it loads ctypes.
    leave_no_dump()
    gc.collect()
    gc.freeze()
    gc.enable()


def has_screen() -> bool:
    """Tell whether a window can be shown; Qt itself would end the process with a dump."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_content(language: str) -> tuple[Library, str, ContentState]:
    """Open the content, with a notice for the reader and what staff should know of it.

    The packaged app shows a signed release or nothing (ContentError). In a checkout, damaged content is told,
    and a copy in memory takes its place.
    """
    if not paths.IS_CHECKOUT:
        opened = cli.open_installed()
        faults = tuple(fault.code for fault in opened.faults)
        return opened.library, "", ContentState(opened.expired, faults)
    try:
        return cli.open_library(), "", ContentState()
    except ContentError as error:
        texts = Texts("fr" if language == "fr" else "en")
        sentence = texts(f"content.{error.code}", where=error.where)
        if not CONTENT.is_dir():
            raise
        notice = f"{sentence} {texts('content.memory')}"
        cli.fail(notice)
        return cli.library_in_memory(CONTENT), notice, ContentState()


def first_choices(library: Library, language: str | None, country: str | None) -> Choices:
    """Choose language and country: options, else the system; never the country from the language."""
    from PySide6.QtCore import QLocale  # noqa: PLC0415 - Qt only for a window

    system = QLocale.system()
    if language is None:
        language = next(
            (name[:2] for name in system.uiLanguages() if name[:2] in ("fr", "en")), cli.system_language()
        )
    if country is None:
        # "C" and "POSIX" name no place: then the app asks.
        named = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
        country = country_of(system.name()) if sys.platform != "linux" or country_of(named) else None
    known = None
    if country:
        known = country.upper() if library.holds(country.upper()) else NO_COUNTRY
    return Choices(language="fr" if language == "fr" else "en", country=known)


def make_application(*, guest: bool = False) -> QApplication:
    """Make the application object so that nothing is written behind our back."""
    from PySide6.QtCore import QSettings  # noqa: PLC0415

    if guest:
        leave_no_dump()
        # Qt's own dialogs and styles must not leave settings behind (measured: zero writes).
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
    if sys.platform == "linux" and guest:
        _keep_the_desktop_out()
    elif sys.platform == "linux":
        # The GTK theme plugin writes to the desktop's settings; ours needs nothing of it.
        os.environ.setdefault("QT_QPA_PLATFORMTHEME", "")
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        application = existing
        application.setStyle("Fusion")
    else:
        # Not setStyle(): its answer would load every name of QStyle before the first paint.
        with _said_plainly(is_kept=not guest):
            application = QApplication([sys.argv[0], "-style", "Fusion"])
    application.setApplicationName("familyguide")
    return application


@contextlib.contextmanager
def _said_plainly(*, is_kept: bool) -> Iterator[None]:
    """End with one sentence and code 2 where Qt finds no screen; it would say twenty lines and dump.

    What else it says (of a locale that is not UTF-8, say) goes on to the standard error where that may
    be kept: on a public PC a line for each visit would tell when readers came.
    """
    from PySide6.QtCore import QtMsgType, qInstallMessageHandler  # noqa: PLC0415 - Qt is loaded only for a window

    held: list[str] = []

    def hear(kind: QtMsgType, _where: object, text: str | None) -> None:
        held.append(text or "")
        if kind == QtMsgType.QtFatalMsg:
            # The first line says why; the rest is advice for developers.
            cli.fail(Texts(cli.system_language())("screen.refused", why=cli.one_line(held[0])))
            # Qt ends the process as soon as it is back there.
            os._exit(cli.USAGE_ERROR)

    qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(None)
    if is_kept and sys.stderr is not None:
        sys.stderr.writelines(f"{text}\n" for text in held)


def make_window(
    application: QApplication,
    library: Library,
    choices: Choices,
    *,
    rules: Rules | None = None,
    notice: str = "",
    folder: Callable[[], Path] | None = None,
    state: ContentState | None = None,
    session: SessionPlan | None = None,
) -> Window:
    """Build the window and everything it needs."""
    from familyguide.ui import errors  # noqa: PLC0415
    from familyguide.ui.theme.apply import load_fonts  # noqa: PLC0415
    from familyguide.ui.window import Window  # noqa: PLC0415

    load_fonts()
    context = make_context(application, library, choices, rules=rules, folder=folder, state=state)
    context.session = session
    window = Window(context, notice)
    errors.LastDefence(context, window).install()
    window.finished.connect(lambda: application.styleHints().colorSchemeChanged.connect(window.follow_system))
    return window


def make_context(
    application: QApplication,
    library: Library,
    choices: Choices,
    *,
    rules: Rules | None = None,
    folder: Callable[[], Path] | None = None,
    state: ContentState | None = None,
) -> Context:
    """Build what pages share."""
    from familyguide.ui.context import Context  # noqa: PLC0415
    from familyguide.ui.theme.apply import apply, first_theme_name  # noqa: PLC0415

    service = ChoicesService(MemoryStore(choices))
    public = rules is not None and rules.mode == "public-pc"
    theme = apply(application, choices, first_theme_name(choices), public=public)
    return Context(library, service, theme, rules=rules, folder=folder, state=state)


def print_version(*, as_json: bool) -> int:
    """Print the version of the app and of the content."""
    import json  # noqa: PLC0415

    try:
        meta = cli.open_library().meta
    except ContentError:
        meta = {}
    if as_json:
        document = {"version": __version__, "trial": keys.IS_TRIAL, "content": meta}
        sys.stdout.write(json.dumps(document) + "\n")
    else:
        content = f"content {meta.get('kind', 'missing')} of {meta.get('built', '?')}"
        trial = " TRIAL BUILD, not for families" if keys.IS_TRIAL else ""
        sys.stdout.write(f"Family Guide {__version__}{trial} ({content})\n")
    return 0


def _seen() -> Iterator[Part]:
    """Look at the parts that need Qt; without a library that Qt needs, that is the one part told."""
    try:
        from familyguide.ui import check as seen  # noqa: PLC0415 - Qt, only for this check
    except ImportError as error:
        from familyguide.services.check import Part  # noqa: PLC0415

        yield Part("window", Texts(cli.system_language())("library.missing", what=str(error)))
        return
    yield from seen.parts()


def check() -> int:
    """Look at every part, one line for each; exit 1 when one is not whole.

    What is wrong is said on stderr. What the computer lacks for printing or for a voice is only told.
    """
    from familyguide.services import check as checks  # noqa: PLC0415

    faults = 0
    for part in chain(checks.parts(), _seen()):
        lacks = "not on this computer" if part.is_of_system else "NOT WHOLE"
        sys.stdout.write(f"{part.name}: {lacks if part.problem else 'whole'}\n")
        if part.problem:
            faults += not part.is_of_system
            cli.fail(f"{part.name}: {part.problem}")
    sys.stdout.write("Family Guide is not whole.\n" if faults else "Family Guide is whole.\n")
    return 1 if faults else 0
