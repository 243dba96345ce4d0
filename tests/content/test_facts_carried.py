"""Facts carried into the content stay dated, sourced, and safe to open."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from each import each

CONTENT = Path(__file__).resolve().parents[2] / "content"
AGES = ["3-5", "6-8", "9-11", "12-14", "15-17"]
BASES = {"official", "secondary", "mixed", "knowledge"}
FIRST_CHECKLISTS = {"discord", "roblox", "snapchat", "webcam", "any-app"}
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])\Z")
YEAR_TO_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")
SOURCE_FIELDS = {"organisation", "title", "year", "date", "url", "read", "link"}


@cache
def read(name: str) -> Any:
    """Read one file of the content folder."""
    return yaml.load((CONTENT / name).read_text(encoding="utf-8"), yaml.CSafeLoader)


BIBLIOGRAPHY: dict[str, dict[str, Any]] = read("bibliography.yaml")
CHECKLISTS: dict[str, dict[str, Any]] = {
    path.stem: read(f"checklists/{path.name}") for path in sorted((CONTENT / "checklists").glob("*.yaml"))
}
SETTINGS = [(checklist, setting) for checklist in CHECKLISTS.values() for setting in checklist["settings"]]


def is_https(url: object) -> bool:
    """Tell whether this is a whole https address with a plain host name."""
    if not isinstance(url, str) or re.search(r"\s", url):
        return False
    parts = urlsplit(url)
    return (
        parts.scheme == "https" and bool(parts.hostname) and "." in str(parts.hostname) and not parts.username
    )


def is_date(text: str) -> bool:
    """Tell whether this is YYYY, YYYY-MM or YYYY-MM-DD, and a day that exists."""
    match = YEAR_TO_DAY.match(text)
    if match is None:
        return False
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def test_the_first_five_checklists_are_there() -> None:
    """The apps families ask for first are never lost."""
    assert set(CHECKLISTS) >= FIRST_CHECKLISTS


@each("name", CHECKLISTS)
def test_a_checklist_says_what_it_is(name: str) -> None:
    """The id is the file's name, and the words before the settings stand in both languages."""
    checklist = CHECKLISTS[name]
    assert checklist["id"] == name
    assert checklist["settings"]
    assert checklist["min_age"]["value"] is None or isinstance(checklist["min_age"]["value"], int)
    for words in (checklist["intro"], checklist["together"], checklist["min_age"]["note"]):
        assert words["fr"].strip()
        assert words["en"].strip()


@each("name", CHECKLISTS)
def test_a_checklist_covers_the_ages_of_its_settings(name: str) -> None:
    """No age is promised without a setting for it, and none is forgotten."""
    checklist = CHECKLISTS[name]
    known = {age for setting in checklist["settings"] for age in setting["ages"]}
    assert checklist["ages"] == [age for age in AGES if age in known]


@each("name", CHECKLISTS)
def test_pages_a_parent_may_open_are_https(name: str) -> None:
    """The official page and the help pages are whole, safe addresses."""
    checklist = CHECKLISTS[name]
    assert checklist["official_page"] is None or is_https(checklist["official_page"])
    for page in checklist["help_pages"]:
        assert is_https(page["url"]), page["url"]
        assert page["title"].strip()
        assert isinstance(page["seen"], bool)


def test_setting_ids_are_unique() -> None:
    """A tick belongs to one setting in the whole guide."""
    counts = Counter(setting["id"] for checklist in CHECKLISTS.values() for setting in checklist["settings"])
    assert [identifier for identifier, count in counts.items() if count > 1] == []


@each("checklist, setting", SETTINGS, ids=lambda pair: f"{pair[0]['id']}:{pair[1]['id']}")
def test_a_setting_has_a_dated_source(checklist: dict[str, Any], setting: dict[str, Any]) -> None:
    """Each setting says where and in which month it was known, and on what basis."""
    source = setting["source"]
    assert is_https(source["url"]), source["url"]
    assert isinstance(source["date"], str)
    assert MONTH.match(source["date"]), source["date"]
    assert source["date"] <= checklist["updated"][:7]
    assert source["basis"] in BASES
    assert setting["path_fr_basis"] in BASES


@each("checklist, setting", SETTINGS, ids=lambda pair: f"{pair[0]['id']}:{pair[1]['id']}")
def test_a_setting_can_be_followed_in_both_languages(
    checklist: dict[str, Any], setting: dict[str, Any]
) -> None:
    """The path has the same number of menus in French and English, and none is empty."""
    french, english = setting["path"]["fr"], setting["path"]["en"]
    assert len(french) == len(english) > 0
    for step in (*french, *english):
        assert isinstance(step, str)
        assert step.strip() == step != ""
        assert " > " not in step
    for language in ("fr", "en"):
        assert setting["title"][language].strip()
        assert setting["why"][language].strip()
        assert is_https(setting["help"][language]), f"{checklist['id']}: {setting['help'][language]}"


@each("checklist, setting", SETTINGS, ids=lambda pair: f"{pair[0]['id']}:{pair[1]['id']}")
def test_low_confidence_is_never_shown(checklist: dict[str, Any], setting: dict[str, Any]) -> None:
    """Only what is known well enough stands in a checklist."""
    assert setting["confidence"] in {"high", "medium"}, checklist["id"]
    assert isinstance(setting["essential"], bool)
    assert setting["ages"]
    assert set(setting["ages"]) <= set(AGES)


@each("checklist, setting", SETTINGS, ids=lambda pair: f"{pair[0]['id']}:{pair[1]['id']}")
def test_a_setting_belongs_to_a_known_topic(checklist: dict[str, Any], setting: dict[str, Any]) -> None:
    """Topics are names of the vocabulary."""
    vocabulary = read("vocabulary.yaml")
    assert setting["topic"] in vocabulary["setting_topics"]
    assert set(checklist["topics"]) <= set(vocabulary["topics"])


@each("key", BIBLIOGRAPHY)
def test_a_source_has_a_date_or_says_it_is_unknown(key: str) -> None:
    """A date is as precise as the source states, or null; whether it was read is said plainly."""
    source = BIBLIOGRAPHY[key]
    assert isinstance(key, str)
    assert set(source) == SOURCE_FIELDS
    assert source["organisation"].strip()
    assert source["title"].strip()
    assert isinstance(source["read"], bool)
    assert isinstance(source["link"], bool)
    if source["date"] is None:
        assert source["year"] is None
    else:
        assert is_date(source["date"]), source["date"]
        assert source["year"] == source["date"][:4]


@each("key", BIBLIOGRAPHY)
def test_only_https_sources_may_be_opened(key: str) -> None:
    """A source without a whole https address is a fact, never a link."""
    source = BIBLIOGRAPHY[key]
    assert is_https(source["url"]) or source["link"] is False


def test_every_procedure_source_is_there() -> None:
    """The sources on procedures in France keep their numbers."""
    assert {key for key in BIBLIOGRAPHY if key.startswith("PF-S")} == {
        f"PF-S{number}" for number in range(1, 89)
    }


def test_redirects_lead_somewhere_else() -> None:
    """A merged id names another one directly, and is not retired as well."""
    redirects = read("redirects.yaml")
    assert set(redirects) == {"retired", "merged"}
    assert not set(redirects["merged"]) & set(redirects["merged"].values())
    assert not set(redirects["retired"]) & set(redirects["merged"])
