"""The guides in docs/ and beside it: what they name is there, and each command is one."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from urllib.parse import unquote

import pytest

from familyguide import cli
from familyguide.guide.model import Agenda, Article

ROOT = Path(__file__).resolve().parents[1]
GUIDES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "content").glob("*.md"),
        *(ROOT / "build").glob("*.md"),
    ]
)
NAMES = [guide.relative_to(ROOT).as_posix() for guide in GUIDES]
# Guides in French and in English that say the same.
PAIRS = [
    ("docs/for-support-workers.md", "docs/pour-intervenants.md"),
    ("docs/for-developers.md", "docs/pour-developpeurs.md"),
    ("docs/for-it.md", "docs/pour-informaticiens.md"),
    ("docs/for-towns.md", "docs/pour-les-villes.md"),
    ("docs/public-pc.md", "docs/poste-public.md"),
    ("docs/accessibility.md", "docs/accessibilite.md"),
]
# What run.py answers itself, before the program.
LAUNCHER = {"test", "prove", "voice", "bench", "package"}
COMMANDS = {"list", "show", "services", "search", "handout", "look", "policy", "content", "pack", "status"}
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_STARTS = ("python3 run.py", "python -m familyguide", "familyguide", "sudo familyguide")
_FILE = re.compile(
    r"(?<![\w/.-])(?:familyguide|content|docs|tests|tools|build|prove|resources|requirements)/[\w./-]*[\w/]",
    re.ASCII,
)
# Where a reader puts a word of their own, and the examples of a recipe.
_ONES_OWN = re.compile(r"CODE|COUNTRY|CATEGORY|KIND|NAME|ID\b|my-page|mastodon|thanks|IS\.yaml|tongues/bg")


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def fences(name):
    return _FENCE.findall(read(name))


def commands(name):
    """Yield the commands of a guide, in boxes and inside sentences."""
    text = read(name)
    lines = [line for language, box in fences(name) if not language for line in box.splitlines()]
    lines += _CODE.findall(_FENCE.sub("", text))
    for line in lines:
        said = line.split(" #")[0].split(" | ")[0].strip()
        start = next((one for one in _STARTS if said == one or said.startswith(f"{one} ")), None)
        if start is not None:
            yield said, shlex.split(said.removeprefix(start))


def is_taken(words):
    try:
        cli.parser().parse_args(words)
    except SystemExit as end:
        # --help ends with 0.
        return end.code == 0
    return True


def headings(name):
    for line in _FENCE.sub("", read(name)).splitlines():
        if line.startswith("#"):
            plain = re.sub(r"[^\w\s-]", "", line.lstrip("#").strip().lower())
            yield plain.replace(" ", "-")


def test_there_are_guides_and_commands_to_read():
    assert len(GUIDES) > 12
    assert sum(1 for name in NAMES for _ in commands(name)) > 80


@pytest.mark.parametrize("name", NAMES)
def test_every_link_between_guides_leads_to_a_file_and_a_heading(name):
    for target in _LINK.findall(_FENCE.sub("", read(name))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, place = unquote(target).partition("#")
        file = (ROOT / name).parent / path if path else ROOT / name
        assert file.exists(), target
        if place:
            assert place in headings(file.resolve().relative_to(ROOT)), target


# The list of changes names commands by their first words.
@pytest.mark.parametrize("name", [name for name in NAMES if name != "CHANGELOG.md"])
def test_every_command_that_a_guide_gives_is_taken(name):
    for said, words in commands(name):
        # A command that is only named, such as `familyguide handout`, must be one.
        if (words[:1] and words[0] in LAUNCHER) or (len(words) == 1 and words[0] in COMMANDS):
            continue
        assert is_taken(words), said


@pytest.mark.parametrize("name", NAMES)
def test_every_file_that_a_guide_names_is_there(name):
    named = {path for said in _CODE.findall(_FENCE.sub("", read(name))) for path in _FILE.findall(said)}
    named |= {path for language, box in fences(name) if not language for path in _FILE.findall(box)}
    base = ROOT / "content" if name.startswith("content/") else ROOT
    gone = [
        path
        for path in named
        if not _ONES_OWN.search(path) and not (ROOT / path).exists() and not (base / path).exists()
    ]
    assert gone == []


@pytest.mark.parametrize(("english", "french"), PAIRS)
def test_a_guide_says_as_much_in_both_languages(english, french):
    """The same parts, the same commands and the same files to copy, in the same order."""

    def outline(name):
        return [len(mark) for mark in re.findall(r"^(#+) ", _FENCE.sub("", read(name)), re.MULTILINE)]

    def boxes(name):
        # A file that a reader names may have a French name.
        return [re.sub(r"\S+\.pdf", "PDF", box) for _, box in fences(name)]

    assert outline(english) == outline(french)
    assert len(boxes(english)) == len(boxes(french))
    assert Path(french).name in read(english)
    assert Path(english).name in read(french)


@pytest.mark.parametrize(("language", "name"), list(zip(("en", "fr"), PAIRS[0], strict=True)))
def test_the_guide_for_sessions_calls_each_button_as_the_app_does(real_content, language, name):
    words = {text[language] for text in json.loads(read("resources/i18n/texts.json")).values()}
    words |= {
        item.title[language] for item in real_content.items.values() if isinstance(item, Agenda | Article)
    }
    plain = {re.sub(r"[\s\u00a0]+", " ", word).replace("’", "'") for word in words}
    quoted = re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", read(name))
    assert len(quoted) > 25
    wrong = [one for one in quoted if re.sub(r"\s+", " ", one).replace("’", "'") not in plain]
    assert wrong == []


def test_every_guide_stands_in_the_index_of_both_languages():
    index = read("docs/README.md")
    guides = {guide.name for guide in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert {name for name in guides if f"({name})" not in index} == set()
