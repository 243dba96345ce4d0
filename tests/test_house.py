"""House rules: layers without a window, a project that stands alone, no network below the window."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from each import each

ROOT = Path(__file__).resolve().parent.parent
CORE = [
    *sorted((ROOT / "familyguide" / "guide").rglob("*.py")),
    *sorted((ROOT / "familyguide" / "services").rglob("*.py")),
    ROOT / "familyguide" / "cli.py",
    ROOT / "familyguide" / "__main__.py",
]
TEXTS = [
    path
    for folder in ("familyguide", "tests", "content", "docs")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".py", ".md", ".yaml", ".json", ".toml", ".qss", ".txt"}
]
# Folders of one machine, and the way out of the project; written so that this file does not name one.
OUTSIDE = [
    re.compile(r"(?<![\w.:/<-])/(?:" + "home|root|work|tmp|mnt|Users|srv" + r")/\w"),
    re.compile(r"(?i)\b[a-z]:" + r"\\" + r"{1,2}(?:users|documents|work|temp)"),
    re.compile(r"(?:\.\." + r"/)+(?:shared|facts|design|mockups)\b"),
    re.compile(r"(?<![\w-])" + "shared" + r"/(?:design|facts)"),
]


@cache
def imported(path):
    return list(_imports(path))


def _imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module


def name_of(path):
    return path.relative_to(ROOT).as_posix()


@each("path", CORE, ids=name_of)
def test_nothing_below_the_window_imports_qt(path):
    for line, module in imported(path):
        assert module.partition(".")[0] not in {"PySide6", "shiboken6"}, f"line {line}"


@each("path", sorted((ROOT / "familyguide" / "guide").rglob("*.py")), ids=name_of)
def test_the_core_imports_no_service_and_no_page(path):
    for line, module in imported(path):
        assert not module.startswith(("familyguide.services", "familyguide.ui", "familyguide.app")), (
            f"line {line}"
        )


@each("path", sorted((ROOT / "familyguide" / "services").rglob("*.py")), ids=name_of)
def test_a_service_imports_no_page(path):
    for line, module in imported(path):
        assert not module.startswith(("familyguide.ui", "familyguide.app")), f"line {line}"


@each("path", CORE, ids=name_of)
def test_nothing_below_the_window_can_reach_a_network(path):
    reaching = {
        "socket",
        "ssl",
        "http",
        "urllib.request",
        "ftplib",
        "smtplib",
        "webbrowser",
        "requests",
        "asyncio",
    }
    for line, module in imported(path):
        assert module not in reaching, f"line {line}"
        assert module.partition(".")[0] not in reaching - {"urllib.request"}, f"line {line}"


@each("path", sorted((ROOT / "familyguide").rglob("*.py")), ids=name_of)
def test_nothing_of_the_app_uses_what_only_its_publishers_use(path):
    theirs = {"tools", "prove", "benchmarks", "urllib3", "requests", "httpx", "publicsuffixlist", "cyclonedx"}
    for line, module in imported(path):
        assert module.partition(".")[0] not in theirs, f"line {line}"


def test_importing_the_whole_core_loads_no_qt():
    modules = [name_of(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__") for path in CORE]
    wanted = [module for module in modules if not module.endswith("__main__")]
    script = (
        "import importlib, sys\n"
        f"for name in {wanted!r}: importlib.import_module(name)\n"
        "assert 'PySide6' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_there_are_texts_to_look_at():
    assert len(TEXTS) > 150


@each("path", TEXTS, ids=name_of)
def test_no_file_names_a_place_outside_the_project(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        for pattern in OUTSIDE:
            assert not pattern.search(line), f"line {number}: {line.strip()}"


@pytest.mark.parametrize(
    ("line", "is_outside"),
    [
        ("see ~home~me~notes", True),
        ("~tmp~x", True),
        ("..~facts~a.yaml", True),
        ("read shared~design", True),
        ("https:~~example.org~home~page", False),
        ("a~tmp~b", False),
        ("content/services/FR.yaml", False),
        ("24 h/24", False),
    ],
)
def test_the_rule_about_places_sees_them(line, is_outside):
    assert any(pattern.search(line.replace("~", "/")) for pattern in OUTSIDE) is is_outside
