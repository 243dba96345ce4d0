"""PySide6 as the window loads it: less at start, and everything as soon as something asks for it."""

from __future__ import annotations

import builtins
import subprocess
import sys

import pytest

from familyguide.ui import light_qt

PLAIN = "from PySide6.QtWidgets import QApplication, QLabel\n"
LIGHT = (
    "import builtins, sys\n"
    "own = builtins.__import__\n"
    "from familyguide.ui import light_qt\n"
    "light_qt.load_qt()\n" + PLAIN
)
WAITING = (
    "def is_waiting(module):\n"
    "    return isinstance(module, light_qt._Waiting) and module._module is None\n"
    "def loaded():\n"
    "    return [name for name in light_qt.WAITING if not is_waiting(sys.modules[name])]\n"
)
SHOW = (
    "application = QApplication(['guide'])\n"
    "label = QLabel('hello')\n"
    "label.show()\n"
    "application.processEvents()\n"
)
WRONG = (
    "def wrong():\n"
    "    for call in (lambda: QLabel(3, 4, 5), lambda: label.setText(), lambda: label.setText(colour=1),\n"
    "                 lambda: label.move('left')):\n"
    "        try:\n"
    "            call()\n"
    "        except (TypeError, AttributeError) as error:\n"
    "            print(type(error).__name__, error)\n"
)


def said(script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_window_is_shown_and_nothing_that_explains_calls_was_loaded():
    assert said(LIGHT + WAITING + SHOW + "print(loaded())") == "[]\n"


def test_python_has_its_own_import_back_and_no_finder_of_ours():
    script = LIGHT + (
        "print(builtins.__import__ is own, builtins.__orig_import__ is own)\n"
        "print([finder for finder in sys.meta_path if isinstance(finder, light_qt._Finder)])\n"
    )
    assert said(script) == "True True\n[]\n"


@pytest.mark.parametrize(
    "told",
    [
        "wrong()",
        "import threading; asked = threading.Thread(target=wrong); asked.start(); asked.join()",
        "print(QLabel.setText.__doc__, QLabel.__doc__)",
        "from PySide6.support.signature import get_signature; print(get_signature(QLabel.setText))",
        "from PySide6.support.signature.lib import pyi_generator; print(pyi_generator.Writer.__name__)",
    ],
)
def test_what_is_asked_for_is_told_as_pyside_tells_it(told):
    plain = said(PLAIN + SHOW + WRONG + told)
    assert plain.strip()
    assert said(LIGHT + SHOW + WRONG + told) == plain


def test_every_waiting_module_becomes_itself_when_something_of_it_is_asked_for():
    asked = {
        "errorhandler": "make_helptext",
        "layout": "create_signature",
        "parser": "pyside_type_init",
        "lib.enum_sig": "ExactEnumerator",
        "lib.pyi_generator": "Writer",
        "lib.tool": "build_brace_pattern",
    }
    script = (
        f"asked = {asked}\n"
        "for name, what in asked.items():\n"
        "    print(getattr(sys.modules['shibokensupport.signature.' + name], what).__module__ != '')\n"
        "print(len(loaded()))\n"
    )
    assert said(LIGHT + WAITING + script).split() == ["True"] * len(light_qt.WAITING) + ["6"]


def test_a_second_time_changes_nothing(monkeypatch):
    before = [*sys.meta_path]
    monkeypatch.setattr(builtins, "__import__", builtins.__import__)
    light_qt.load_qt()
    assert sys.meta_path == before
