"""The screens of this computer: where they lie, whether each shows something else, and their changes."""

from __future__ import annotations

from itertools import combinations
from string import ascii_uppercase
from typing import TYPE_CHECKING, Literal, NamedTuple

from PySide6.QtCore import QObject, QRect, Signal, Slot
from PySide6.QtGui import QGuiApplication, QScreen

from familyguide.ui.presenter.xserver import XServer

if TYPE_CHECKING:
    from collections.abc import Sequence

# There the system alone knows where a window lies.
_NO_PLACES = ("wayland",)
# Qt may round a place that is scaled.
_NEAR = 2

# One screen; several that show the same; a system that does not say clearly; several of their own.
State = Literal["one", "mirrored", "unknown", "separate"]


class Place(NamedTuple):
    """One screen, the letter it is called by, and where it lay when it was asked."""

    letter: str
    screen: QScreen
    rect: QRect


def are_separate(rects: Sequence[QRect]) -> bool:
    """Tell whether there are several screens and no two show the same: a mirrored one lies over another."""
    if len(rects) < 2 or any(rect.isEmpty() for rect in rects):  # noqa: PLR2004 - one for all, one for the worker
        return False
    return not any(first.intersects(second) for first, second in combinations(rects, 2))


def are_alike(first: Sequence[QRect], second: Sequence[QRect]) -> bool:
    """Tell whether two accounts of the screens say the same, whatever their order."""
    if len(first) != len(second):
        return False
    ours, theirs = (sorted(_edges(rect) for rect in rects) for rects in (first, second))
    return all(
        abs(one - other) <= _NEAR
        for edges, others in zip(ours, theirs, strict=True)
        for one, other in zip(edges, others, strict=True)
    )


def _edges(rect: QRect) -> tuple[int, int, int, int]:
    return rect.x(), rect.y(), rect.width(), rect.height()


class Screens(QObject):
    """Gives the screens, and tells of any change at once, before anything is painted again."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._came)
            application.screenRemoved.connect(self._tell)
            application.primaryScreenChanged.connect(self._tell)
        for screen in QGuiApplication.screens():
            self._follow(screen)
        self._server: XServer | None = None
        if QGuiApplication.platformName() == "xcb":
            self._server = XServer(self)
            self._server.changed.connect(self._tell)

    def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()

    def places(self) -> tuple[Place, ...]:
        """Give every screen, in the order of the system."""
        screens = QGuiApplication.screens()
        return tuple(
            Place(letter, screen, screen.geometry())
            for letter, screen in zip(ascii_uppercase, screens, strict=False)
        )

    @property
    def state(self) -> State:
        """How the screens lie; only where they are surely separate may one be for the worker alone."""
        places = self.places()
        if len(places) < 2:  # noqa: PLR2004 - one for all, one for the worker
            return "one"
        if not are_separate([place.rect for place in places]):
            return "mirrored"
        if any(len(place.screen.virtualSiblings()) != len(places) for place in places):
            # Not one desktop: nothing is known of how they lie to each other.
            return "unknown"
        return self._state_of_server(places)

    def _state_of_server(self, places: tuple[Place, ...]) -> State:
        if self._server is None:
            return "separate"
        monitors = self._server.monitors()
        if monitors is None:
            return "unknown"
        rects = [monitor.rect for monitor in monitors]
        if not are_separate(rects) or any(monitor.plugs > 1 for monitor in monitors):
            return "mirrored"
        return "separate" if are_alike(rects, [_native(place.screen) for place in places]) else "unknown"

    @property
    def are_separate(self) -> bool:
        """Whether at least two screens exist and each surely shows something of its own."""
        return self.state == "separate"

    def still_there(self, place: Place) -> bool:
        """Tell whether a screen that was chosen is there as it was."""
        return place in self.places()

    @property
    def can_place(self) -> bool:
        """Whether a window may say where it lies; else it can only ask for a whole screen."""
        return QGuiApplication.platformName() not in _NO_PLACES

    def holds(self, place: Place, screen: QScreen | None, window: QRect) -> bool:
        """Tell whether a window lies on a screen and nowhere else."""
        if screen is not place.screen:
            return False
        return not self.can_place or place.rect.contains(window)

    def _follow(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._tell)
        screen.virtualGeometryChanged.connect(self._tell)
        screen.orientationChanged.connect(self._tell)

    @Slot(QScreen)
    def _came(self, screen: QScreen) -> None:
        self._follow(screen)
        self._tell()

    # Without what the signal carries: a screen that goes is half taken apart.
    @Slot()
    def _tell(self) -> None:
        self.changed.emit()


def _native(screen: QScreen) -> QRect:
    """Give a screen in the pixels of the system: Qt scales its size, and leaves its corner."""
    rect, ratio = screen.geometry(), screen.devicePixelRatio()
    return QRect(rect.x(), rect.y(), round(rect.width() * ratio), round(rect.height() * ratio))
