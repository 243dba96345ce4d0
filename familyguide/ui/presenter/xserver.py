"""What an X server itself says of its screens.

Qt (6.11) misses that one screen was laid over another: neither a signal nor the new place comes (tried with
two outputs of a real server). So a connection of our own listens; its libraries are those that Qt's plugin
for X has loaded already.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QRect, QSocketNotifier, QTimer, Signal

if TYPE_CHECKING:
    from typing import Any

# RandR 1.5 knows monitors; the masks ask to be told of changes of screens, of what drives them, of plugs.
_VERSION = (1, 5)
_CHANGES = 1 | 2 | 4
# An event begins with its kind, and a bit that tells who sent it; 34 is of keys (X11, "MappingNotify").
_KIND, _MAPPING = 0x7F, 34


class Monitor(NamedTuple):
    """One screen of the server, in its own pixels, and by how many plugs it is shown."""

    rect: QRect
    plugs: int


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


class _Iterator(ctypes.Structure):
    _fields_ = (("data", ctypes.c_void_p), ("rem", ctypes.c_int), ("index", ctypes.c_int))


class _Monitor(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_uint32),
        ("primary", ctypes.c_uint8),
        ("automatic", ctypes.c_uint8),
        ("outputs", ctypes.c_uint16),
        ("x", ctypes.c_int16),
        ("y", ctypes.c_int16),
        ("width", ctypes.c_uint16),
        ("height", ctypes.c_uint16),
        ("width_mm", ctypes.c_uint32),
        ("height_mm", ctypes.c_uint32),
    )


def _libraries() -> tuple[Any, Any, Any]:
    """Load what is called here; OSError or AttributeError where it is not there."""
    pointer, cookie = ctypes.c_void_p, _Cookie
    number = ctypes.c_uint32
    c, xcb, randr = ctypes.CDLL(None), ctypes.CDLL("libxcb.so.1"), ctypes.CDLL("libxcb-randr.so.0")
    for library, name, gives, takes in (
        (c, "free", None, (pointer,)),
        (xcb, "xcb_connect", pointer, (ctypes.c_char_p, pointer)),
        (xcb, "xcb_disconnect", None, (pointer,)),
        (xcb, "xcb_connection_has_error", ctypes.c_int, (pointer,)),
        (xcb, "xcb_get_file_descriptor", ctypes.c_int, (pointer,)),
        (xcb, "xcb_get_setup", pointer, (pointer,)),
        (xcb, "xcb_setup_roots_iterator", _Iterator, (pointer,)),
        (xcb, "xcb_flush", ctypes.c_int, (pointer,)),
        (xcb, "xcb_poll_for_event", pointer, (pointer,)),
        (randr, "xcb_randr_query_version", cookie, (pointer, number, number)),
        (randr, "xcb_randr_query_version_reply", pointer, (pointer, cookie, pointer)),
        (randr, "xcb_randr_select_input", cookie, (pointer, number, ctypes.c_uint16)),
        (randr, "xcb_randr_get_monitors", cookie, (pointer, number, ctypes.c_uint8)),
        (randr, "xcb_randr_get_monitors_reply", pointer, (pointer, cookie, pointer)),
        (randr, "xcb_randr_get_monitors_monitors_iterator", _Iterator, (pointer,)),
        (randr, "xcb_randr_monitor_info_next", None, (ctypes.POINTER(_Iterator),)),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = gives, takes
    return c, xcb, randr


def is_of_screens(event: int) -> bool:
    """Tell whether an event, by its address, may be of the screens.

    Every client hears of another keyboard, as when a remote is plugged in: the notes stay then.
    """
    return bool(ctypes.c_uint8.from_address(event).value & _KIND != _MAPPING)


class XServer(QObject):
    """Listens to the server of this display; where it cannot, it knows nothing, and says so."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connection: int | None = None
        self._root = 0
        self._notifier: QSocketNotifier | None = None
        # Events that came with an answer are told once the asking is over.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.changed)
        try:
            self._c, self._xcb, self._randr = _libraries()
        except (OSError, AttributeError):
            return
        self._connect()

    def _connect(self) -> None:
        xcb, randr = self._xcb, self._randr
        connection = xcb.xcb_connect(None, None)
        if xcb.xcb_connection_has_error(connection):
            xcb.xcb_disconnect(connection)
            return
        screens = xcb.xcb_setup_roots_iterator(xcb.xcb_get_setup(connection))
        self._root = ctypes.c_uint32.from_address(screens.data).value
        answer = randr.xcb_randr_query_version_reply(
            connection, randr.xcb_randr_query_version(connection, *_VERSION), None
        )
        if not answer:
            xcb.xcb_disconnect(connection)
            return
        self._c.free(answer)
        randr.xcb_randr_select_input(connection, self._root, _CHANGES)
        xcb.xcb_flush(connection)
        self._connection = connection
        self._notifier = QSocketNotifier(
            xcb.xcb_get_file_descriptor(connection), QSocketNotifier.Type.Read, self
        )
        self._notifier.activated.connect(self._listen)

    def monitors(self) -> tuple[Monitor, ...] | None:
        """Give every screen that is on; None where the server does not say."""
        if self._connection is None:
            return None
        randr = self._randr
        cookie = randr.xcb_randr_get_monitors(self._connection, self._root, 1)
        answer = randr.xcb_randr_get_monitors_reply(self._connection, cookie, None)
        if not answer:
            return None
        found = []
        rest = randr.xcb_randr_get_monitors_monitors_iterator(answer)
        while rest.rem > 0:
            one = _Monitor.from_address(rest.data)
            found.append(Monitor(QRect(one.x, one.y, one.width, one.height), one.outputs))
            randr.xcb_randr_monitor_info_next(ctypes.byref(rest))
        self._c.free(answer)
        if self._take_events():
            self._soon.start()
        return tuple(found)

    def close(self) -> None:
        """Hear nothing more."""
        self._soon.stop()
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier = None
        connection, self._connection = self._connection, None
        if connection is not None:
            self._xcb.xcb_disconnect(connection)

    def _take_events(self) -> bool:
        came = False
        while event := self._xcb.xcb_poll_for_event(self._connection):
            came = came or is_of_screens(event)
            self._c.free(event)
        return came

    def _listen(self) -> None:
        if self._connection is None:
            return
        came = self._take_events()
        if self._xcb.xcb_connection_has_error(self._connection):
            self.close()
            came = True
        if came:
            self.changed.emit()
