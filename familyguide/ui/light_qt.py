"""Load PySide6 without what only its developers use: a quarter of what an empty window takes to start.

PySide6 6.11 compiles, at every import, what explains wrong calls, makes stubs for editors and answers
`inspect.signature`: 2,000 lines, from source. Here each of these modules stands as an empty one that becomes
itself when something of it is asked for, so a wrong call still says what was wrong. The module that the C++
side reads by itself (`mapping`) is not among them. Decision 0029.
"""

from __future__ import annotations

import builtins
import linecache
import sys
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from threading import RLock
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIGNATURE = "shibokensupport.signature"
WAITING = frozenset(
    f"{_SIGNATURE}.{name}"
    for name in ("errorhandler", "layout", "parser", "lib.enum_sig", "lib.pyi_generator", "lib.tool")
)


class _Waiting(ModuleType):
    """A module that is loaded when something of it is asked for, by whatever thread asks first."""

    _lock = RLock()

    def __init__(self, spec: ModuleSpec) -> None:
        super().__init__(spec.name)
        self._spec = spec
        self._module: ModuleType | None = None

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the module holds
        if name.startswith("__"):
            # Python asks every module for some of these; none of them is a reason to load it.
            raise AttributeError(name)
        with self._lock:
            if self._module is None:
                module = module_from_spec(self._spec)
                # Known before it is run, as two of them ask each other.
                self._module = module
                try:
                    self._spec.loader.exec_module(module)  # type: ignore[union-attr] # found with a loader
                except BaseException:
                    self._module = None
                    raise
        return getattr(self._module, name)


class _Finder:
    """Finds the waiting modules, and leaves every other one to those who come after it."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in WAITING:
            return None
        for finder in sys.meta_path:
            found = finder.find_spec(name, path, target) if finder is not self else None
            if found is not None and found.loader is not None:
                # A spec of its own: PySide6 gives the module another name.
                return ModuleSpec(name, self, loader_state=found)  # type: ignore[arg-type] # all that is asked of a loader
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Waiting(spec.loader_state)

    def exec_module(self, module: ModuleType) -> None:
        """Leave it empty."""


def load_qt() -> None:
    """Import PySide6 for a window, and give Python its own import back; once is enough.

    PySide6 replaces `__import__`, and then reads the source of every module loaded later to look for a switch
    that this program does not use: two megabytes and a tenth of the start.
    """
    # Where PySide6 is loaded already, as in a test, its own import stands in that place.
    plain, finder = getattr(builtins, "__orig_import__", builtins.__import__), _Finder()

    def before_all_others(name: str, *rest: Any, **named: Any) -> ModuleType:  # noqa: ANN401 - handed on
        # PySide6 puts a finder of its own in front just before this, and takes it away just after.
        if name == _SIGNATURE and finder not in sys.meta_path:
            sys.meta_path.insert(0, finder)
        return plain(name, *rest, **named)

    builtins.__import__ = before_all_others
    try:
        import PySide6  # noqa: F401, PLC0415
    finally:
        builtins.__import__ = plain
        if hasattr(builtins, "__orig_import__"):
            builtins.__orig_import__ = plain
        if finder in sys.meta_path:
            sys.meta_path.remove(finder)
    # PySide6 read the source of a module of Python meanwhile; nobody will look at its lines.
    linecache.clearcache()
