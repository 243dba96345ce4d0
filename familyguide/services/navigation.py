"""Where the reader is, and the way back and forward."""

from __future__ import annotations

from typing import NamedTuple


class Route(NamedTuple):
    """A page and what it shows; `part` is a place inside it."""

    page: str
    item: str | None = None
    part: str | None = None


# Nobody goes back further; a visit that lasts all day must not grow with it.
LONGEST = 100


class History:
    """Visited routes of this visit, the last hundred of them; never kept."""

    def __init__(self, start: Route) -> None:
        self._visited = [start]
        self._at = 0
        # How each of them was left, by its place: open folds, how far down.
        self._states: dict[int, dict[str, object]] = {}

    @property
    def current(self) -> Route:
        """The route shown now."""
        return self._visited[self._at]

    @property
    def visited(self) -> tuple[Route, ...]:
        """The routes of this visit, up to the one shown now."""
        return tuple(self._visited[: self._at + 1])

    @property
    def can_go_back(self) -> bool:
        """Whether an earlier route exists."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether the reader went back before."""
        return self._at < len(self._visited) - 1

    def visit(self, route: Route) -> None:
        """Go to a new route; what lay ahead is dropped, the same route twice counts once."""
        if route == self.current:
            return
        del self._visited[self._at + 1 :]
        self._states = {at: state for at, state in self._states.items() if at <= self._at}
        self._visited.append(route)
        self._at += 1
        if len(self._visited) > LONGEST:
            del self._visited[0]
            self._at -= 1
            self._states = {at - 1: state for at, state in self._states.items() if at}

    def remember(self, state: dict[str, object]) -> None:
        """Note how the current route is being left, for when the reader comes back to it."""
        self._states[self._at] = state

    @property
    def state(self) -> dict[str, object] | None:
        """How the current route was left; None when it never was."""
        return self._states.get(self._at)

    def replace(self, route: Route) -> None:
        """Change the current route in place: another step of the same page."""
        self._visited[self._at] = route

    def back(self) -> Route:
        """Go one route back, if there is one."""
        self._at = max(0, self._at - 1)
        return self.current

    def forward(self) -> Route:
        """Go one route forward, if there is one."""
        self._at = min(len(self._visited) - 1, self._at + 1)
        return self.current
