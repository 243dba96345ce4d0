"""A client of the accessibility bus, as a screen reader is one: it knows of a program what the bus tells."""

from __future__ import annotations

import os
import time
from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_method_call
from jeepney.bus_messages import MatchRule, message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import unwrap_msg

if TYPE_CHECKING:
    from collections.abc import Iterator

ACCESSIBLE = "org.a11y.atspi.Accessible"
PROPERTIES = "org.freedesktop.DBus.Properties"
REGISTRY = "org.a11y.atspi.Registry"
# The number of the key (keysymdef.h).
TAB, ENTER = 0xFF09, 0xFF0D
ROOT = "/org/a11y/atspi/accessible/root"
# The numbers of AtspiRole and AtspiStateType that the guide may show (atspi-constants.h).
ROLES = {
    7: "check box",
    16: "dialog",
    20: "filler",
    23: "frame",
    27: "image",
    29: "label",
    31: "list",
    32: "list item",
    33: "menu",
    35: "menu item",
    38: "page tab list",
    37: "page tab",
    39: "panel",
    40: "password text",
    41: "popup menu",
    42: "progress bar",
    43: "button",
    44: "radio button",
    48: "scroll bar",
    49: "scroll pane",
    50: "separator",
    61: "text",
    62: "toggle button",
    63: "tool bar",
    64: "tool tip",
    66: "unknown",
    68: "window",
    69: "alert",
    73: "paragraph",
    75: "application",
    79: "entry",
    82: "document frame",
    83: "heading",
    85: "section",
    88: "link",
    98: "grouping",
    101: "notification",
    110: "landmark",
    2: "alert",
}
STATES = {
    4: "checked",
    8: "enabled",
    11: "focusable",
    12: "focused",
    23: "selected",
    25: "showing",
    30: "visible",
    41: "checkable",
    9: "expandable",
    10: "expanded",
    7: "editable",
}
NOTIFICATION = 101
CONTROLS = {
    "button",
    "check box",
    "radio button",
    "toggle button",
    "link",
    "text",
    "entry",
    "password text",
    "menu item",
    "list item",
    "page tab",
    "combo box",
    "slider",
    "spin button",
}
LEAVES = {"label", "paragraph", "space", "image", "scroll bar", "separator"}
# A path, an interface, what is asked of it, and with what.
Question = tuple[str, str, str, str, tuple[Any, ...]]
# Of one batch: the bus holds what both sides have not read yet.
BATCH = 150
EVENTS = (
    ("object:state-changed:showing", "StateChanged", "showing"),
    ("focus:", "StateChanged", "focused"),
)


class Node(NamedTuple):
    """One thing on the screen, as it is told."""

    path: str
    parent: str
    role: str
    name: str
    description: str
    states: frozenset[str]
    children: tuple[str, ...]

    @property
    def is_shown(self) -> bool:
        """Whether it is on the page, scrolled into view or not."""
        return "showing" in self.states

    @property
    def is_control(self) -> bool:
        """Whether a person can do something with it."""
        return self.role in CONTROLS

    @property
    def takes_keys(self) -> bool:
        """Whether the keyboard should come to it."""
        return self.is_shown and {"focusable", "enabled"} <= self.states


class GoneError(RuntimeError):
    """The other side no longer answers."""


class Ear:
    """One connection to the accessibility bus of this session."""

    def __init__(self) -> None:
        session = open_dbus_connection(os.environ["DBUS_SESSION_BUS_ADDRESS"])
        launcher = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
        (address,) = unwrap_msg(
            session.send_and_get_reply(new_method_call(launcher, "GetAddress"), timeout=20)
        )
        session.close()
        self._bus: DBusConnection = open_dbus_connection(address)
        self._events: deque[Message] = deque()
        registry = DBusAddress("/org/a11y/atspi/registry", REGISTRY, REGISTRY)
        for event, member, first in EVENTS:
            rule = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object", member=member)
            rule.add_arg_condition(0, first)
            unwrap_msg(self._bus.send_and_get_reply(message_bus.AddMatch(rule), timeout=20))
            asked = new_method_call(registry, "RegisterEvent", "sass", (event, [], ""))
            unwrap_msg(self._bus.send_and_get_reply(asked, timeout=20))
        self._app = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._bus.close()

    # Asking.

    def _ask(self, questions: list[Question]) -> list[Any]:
        """Ask many things at once; gives None for what has gone meanwhile."""
        answers: list[Any] = []
        for start in range(0, len(questions), BATCH):
            serials = []
            for path, interface, member, signature, body in questions[start : start + BATCH]:
                asked = new_method_call(
                    DBusAddress(path, self._app or REGISTRY, interface), member, signature or None, body
                )
                serial = next(self._bus.outgoing_serial)
                self._bus.send(asked, serial=serial)
                serials.append(serial)
            waiting, told = set(serials), {}
            while waiting:
                message = self._receive(20)
                if message is None:
                    gone = f"no answer from {self._app} to {len(waiting)} questions"
                    raise GoneError(gone)
                of = message.header.fields.get(HeaderFields.reply_serial)
                if of in waiting:
                    waiting.discard(of)
                    is_error = message.header.message_type == MessageType.error
                    told[of] = None if is_error else message.body
            answers += [told[serial] for serial in serials]
        return answers

    def _receive(self, timeout: float) -> Message | None:
        try:
            message = self._bus.receive(timeout=timeout)
        except TimeoutError:
            return None
        if message.header.message_type == MessageType.signal:
            self._events.append(message)
        return message

    # Programs and what they show.

    def find_program(self, process: int, seconds: float = 30) -> None:
        """Speak with the program of a process from now on; GoneError when it does not come to the bus."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._app = ""
            (told,) = self._ask([(ROOT, ACCESSIBLE, "GetChildren", "", ())])
            for name, _path in told[0] if told else ():
                of = message_bus.GetConnectionUnixProcessID(name)
                if unwrap_msg(self._bus.send_and_get_reply(of, timeout=20)) == (process,):
                    self._app = name
                    return
            time.sleep(0.05)
        gone = "the guide did not come to the accessibility bus"
        raise GoneError(gone)

    def children(self, path: str = ROOT) -> list[str]:
        """Give the paths of what lies directly in something."""
        (told,) = self._ask([(path, ACCESSIBLE, "GetChildren", "", ())])
        return [] if told is None else [child for _name, child in told[0]]

    def tree(
        self, top: str = ROOT, parent: str = "", *, without: frozenset[str] = frozenset()
    ) -> dict[str, Node]:
        """Give everything that lies in something, in reading order, itself first.

        Nothing is told of what lies in `without`, nor in what is not shown.
        """
        found: dict[str, Node] = {}
        level = [(top, parent)]
        while level:
            questions: list[Question] = []
            for path, _above in level:
                questions += [
                    (path, ACCESSIBLE, "GetRole", "", ()),
                    (path, ACCESSIBLE, "GetState", "", ()),
                    (path, PROPERTIES, "Get", "ss", (ACCESSIBLE, "Name")),
                ]
            answers = iter(self._ask(questions))
            seen, questions = [], []
            for path, above in level:
                role, states, name = (next(answers) for _ in range(3))
                if role is None or states is None or name is None:
                    continue
                called = ROLES.get(role[0], f"role {role[0]}")
                seen.append((path, above, called, name[0][1], _states(states)))
                if called not in LEAVES:
                    # What only shows words or a picture holds nothing, and describes nothing.
                    questions += [
                        (path, PROPERTIES, "Get", "ss", (ACCESSIBLE, "Description")),
                        (path, ACCESSIBLE, "GetChildren", "", ()),
                    ]
            answers, level = iter(self._ask(questions)), []
            for path, above, called, name, states in seen:
                description, inside = ("", ()) if called in LEAVES else (next(answers), next(answers))
                children = tuple(child for _name, child in inside[0]) if inside else ()
                told = description[0][1] if description else ""
                node = found[path] = Node(path, above, called, name, told, states, children)
                if node.is_shown or called == "application":
                    level += [(child, path) for child in children if child not in without]
        return {node.path: node for node in _in_order(found, top)}

    def name(self, path: str) -> str:
        """Give the name of something; empty when it has gone."""
        (told,) = self._ask([(path, PROPERTIES, "Get", "ss", (ACCESSIBLE, "Name"))])
        return "" if told is None else str(told[0][1])

    def states(self, path: str) -> frozenset[str]:
        """Give the states of something."""
        (told,) = self._ask([(path, ACCESSIBLE, "GetState", "", ())])
        return frozenset() if told is None else _states(told)

    # Doing, as a person does through assistive technology.

    def press(self, path: str) -> None:
        """Do the first action of something: press it."""
        self._ask([(path, "org.a11y.atspi.Action", "DoAction", "i", (0,))])

    def focus(self, path: str) -> None:
        """Give something the keyboard."""
        self._ask([(path, "org.a11y.atspi.Component", "GrabFocus", "", ())])

    def key(self, symbol: int, times: int = 1) -> None:
        """Press a key of the keyboard: the registry does it for those who cannot."""
        app, self._app = self._app, REGISTRY
        place, interface = (
            "/org/a11y/atspi/registry/deviceeventcontroller",
            "org.a11y.atspi.DeviceEventController",
        )
        # 3 is KEY_SYM: press and let go.
        self._ask([(place, interface, "GenerateKeyboardEvent", "isu", (symbol, "", 3))] * times)
        self._app = app

    # Hearing.

    def events(self, seconds: float) -> Iterator[tuple[str, str, str, int]]:
        """Give what is told until nothing came for so many seconds: kind, path, words, number.

        A sentence said by itself comes as "Announcement": it is a notification that comes up in a window.
        """
        come: list[str] = []
        while True:
            while self._events:
                kind, path, words, number = _event(self._events.popleft())
                if kind != "StateChanged:showing":
                    yield kind, path, words, number
                elif number:
                    come.append(path)
            if self._receive(seconds) is None and not self._events:
                for path, sentence in self._notifications(come):
                    yield "Announcement", path, sentence, 0
                come = []
                if not self._events:
                    return

    def _notifications(self, come: list[str]) -> list[tuple[str, str]]:
        """Give those notifications among what has come up, with what they say, in their order."""
        if not come:
            return []
        # They lie in a window and in nothing else; a page brings hundreds of other things.
        inside = {path for window in self.children() for path in self.children(window)}
        near = list(dict.fromkeys(path for path in come if path in inside))
        told = self._ask([(path, ACCESSIBLE, "GetRole", "", ()) for path in near])
        said = [path for path, role in zip(near, told, strict=True) if role and role[0] == NOTIFICATION]
        return [(path, name) for path in said if (name := self.name(path))]

    def forget(self) -> None:
        """Let go of what was told until now."""
        self._events.clear()


def _states(told: Any) -> frozenset[str]:  # noqa: ANN401 - as it came
    bits = told[0][0] | told[0][1] << 32
    return frozenset(state for bit, state in STATES.items() if bits >> bit & 1)


def _event(message: Message) -> tuple[str, str, str, int]:
    fields = message.header.fields
    kind, first, _second, value = message.body[:4]
    member = str(fields[HeaderFields.member])
    words = value[1] if isinstance(value[1], str) else ""
    return f"{member}:{kind}".rstrip(":"), str(fields[HeaderFields.path]), words, int(first)


def _in_order(found: dict[str, Node], top: str) -> Iterator[Node]:
    """Give the nodes as they are read: what lies in one before its neighbour."""
    waiting = [top]
    while waiting:
        node = found.get(waiting.pop())
        if node is not None:
            yield node
            waiting += reversed(node.children)
