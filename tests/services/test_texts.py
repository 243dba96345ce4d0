"""The app's own words: every key the code asks for exists, in both languages, and none is left over."""

import ast
import json
import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from each import each

from familyguide.guide.model import AGES, KINDS, LANGUAGES, PARTS
from familyguide.guide.typography import NBSP, polish
from familyguide.services.texts import Texts

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = json.loads((ROOT / "resources" / "i18n" / "texts.json").read_text(encoding="utf-8"))
SOURCES = sorted((ROOT / "familyguide").rglob("*.py"))


def names(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def is_texts(func):
    """Tell whether a call asks the catalogue: texts(...), self.texts.count(...), Texts(language)(...)."""
    if isinstance(func, ast.Name):
        return func.id == "texts"
    if isinstance(func, ast.Attribute):
        return func.attr == "texts" or (func.attr == "count" and is_texts(func.value))
    if isinstance(func, ast.Call):
        return isinstance(func.func, ast.Name) and func.func.id == "Texts"
    return False


def written(node):
    """Give the fixed pieces of a string as a pattern; None where it is no string written in the code."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w.-]+"
            for part in node.values
        )
    return None


def asked_in(path):
    """Yield (line, pattern, names of the values given, whether a number chooses the form) for each call."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    own = path.name == "texts.py" and path.parent.name == "services"
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        is_self = own and isinstance(node.func, ast.Name) and node.func.id == "self"
        if not (is_texts(node.func) or is_self):
            continue
        counted = isinstance(node.func, ast.Attribute) and node.func.attr == "count"
        first = node.args[0]
        for choice in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
            pattern = written(choice)
            if pattern is not None:
                given = {keyword.arg for keyword in node.keywords}
                yield node.lineno, pattern + (r"\.(?:one|many)" if counted else ""), given, counted


@cache
def asked():
    return [(path.relative_to(ROOT).as_posix(), *call) for path in SOURCES for call in asked_in(path)]


def written_anywhere():
    """Every string of the code, for keys that travel through a variable."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            pattern = written(node)
            if pattern is not None:
                yield pattern


def test_the_code_asks_for_words():
    assert len(asked()) > 100


@each("path, line, pattern, given, counted", asked)
def test_every_key_the_code_asks_for_exists(path, line, pattern, given, counted):
    found = [key for key in CATALOGUE if re.fullmatch(pattern, key)]
    assert found, f"{path}:{line}"
    if counted:
        assert {key.rpartition(".")[2] for key in found} == {"one", "many"}
    if "[" not in pattern and None not in given:
        # A key written whole: the values it is given are those its words have room for.
        wanted = set(names(CATALOGUE[found[0]]["en"])) - ({"n"} if counted else set())
        assert wanted <= given, f"{path}:{line}: {wanted - given} is not given"


def test_no_key_is_left_over():
    """A key is written whole in the code, or begins as an f-string there does ("month.", "kind.")."""
    whole = {pattern.replace("\\", "") for pattern in written_anywhere() if "[" not in pattern}
    begun = {
        pattern for pattern in written_anywhere() if re.match(r"[a-z_]+\\\.", pattern) and "[" in pattern
    }
    unused = [
        key
        for key in CATALOGUE
        if not {key, re.sub(r"\.(one|many)\Z", "", key)} & whole
        and not any(re.fullmatch(pattern, key) for pattern in begun)
    ]
    assert unused == []


@pytest.mark.parametrize(
    ("prefix", "parts"),
    [
        ("month", [str(number) for number in range(1, 13)]),
        ("kind", KINDS),
        ("age", AGES),
        ("part", PARTS),
        ("part.lead", PARTS),
        ("content", ["missing", "truncated", "foreign", "older", "newer", "damaged"]),
        ("cost", ["free", "paid", "unknown"]),
        ("anonymous", ["yes", "no", "unknown"]),
        ("state", ["todo", "done", "later", "not-for-us"]),
        ("strip", ["emergency", "crisis", "child", "report"]),
        ("rail", ["home", "talk", "settings", "signs", "todo", "help", "understand", "family", "session"]),
    ],
)
def test_a_family_of_keys_is_whole(prefix, parts):
    assert [part for part in parts if f"{prefix}.{part}" not in CATALOGUE] == []


def test_every_route_and_language_of_the_registry_has_a_name(real):
    for row in real.rows("service"):
        service = real.item(row.id)
        for route in service.text_routes:
            assert f"route.{route}" in CATALOGUE, row.id
        for code in service.languages:
            assert Texts("fr").language_name(code) != code, (row.id, code)


@each("key", CATALOGUE)
def test_a_text_stands_in_both_languages_with_the_same_values(key):
    texts = CATALOGUE[key]
    assert set(texts) == set(LANGUAGES)
    assert all(texts[language].strip() for language in LANGUAGES)
    assert names(texts["fr"]) == names(texts["en"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_app_are_printed_as_each_language_asks(language):
    for key, texts in CATALOGUE.items():
        assert polish(texts[language], language) == texts[language], key
        assert texts[language] == texts[language].strip(), key
        assert "  " not in texts[language], key


def test_an_unknown_key_is_an_error():
    with pytest.raises(KeyError):
        Texts("fr")("no.such.key")


def test_values_are_filled_in_and_braces_in_a_value_stay():
    assert "{x}" in Texts("en")("search.none", query="{x}")


@pytest.mark.parametrize(
    ("language", "number", "one"),
    [("fr", 0, True), ("en", 0, False), ("fr", 1, True), ("en", 1, True), ("fr", 2, False), ("en", 2, False)],
)
def test_a_number_is_singular_or_plural_as_the_language_asks(language, number, one):
    form = "one" if one else "many"
    expected = CATALOGUE[f"search.results.{form}"][language].format(n=number, query="x")
    assert Texts(language).count("search.results", number, query="x") == expected


def test_a_month_is_written_as_people_do():
    assert Texts("en").month("2025-06") == f"June{NBSP}2025"
    assert Texts("fr").month("2025-08") == f"août{NBSP}2025"
    assert Texts("fr").month("2025") == "2025"


def test_ages_are_a_range():
    assert Texts("en").ages(("9-11", "12-14")) == "Ages 9 to 14"
    assert Texts("fr").ages(("3-5",)) == "De 3 à 5 ans"
    assert Texts("fr").ages(()) == "Tous les âges"


def test_an_unknown_language_code_stays_a_code():
    assert Texts("fr").language_name("zz") == "zz"
    assert Texts("en").language_name("+fsl") == Texts("en").language_name("fsl") != "fsl"
