"""content status: what stands and what is missing, for the people who write."""

import json
import sys
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "guide"))

from small import Folder

from familyguide import cli
from familyguide.commands.content_status import page
from familyguide.guide.loader import load
from familyguide.guide.standing import standing, tier_of

TODAY = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "content")


@pytest.fixture
def ask(capsys, folder):
    def typed(*words):
        code = cli.run(cli.parser().parse_args(["content", "status", str(folder.root), *map(str, words)]))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return typed


def test_the_table_says_what_stands_what_is_missing_and_what_is_not_suited(folder):
    cells = standing(load(folder.root), TODAY).topics
    assert cells["cameras-live"]["9-11"].state == "present"
    assert cells["cameras-live"]["9-11"].id == "cameras-live-9-11"
    assert cells["cameras-live"]["12-14"].state == "absent"
    assert cells["fake-identities"]["3-5"].state == "asked"
    assert cells["sextortion"]["6-8"].state == "never"


def test_the_real_table_has_seventy_three_talks_to_write_in_all(real_content):
    found = standing(real_content, TODAY)
    suited = [cell.suited for ages in found.topics.values() for cell in ages.values()]
    assert suited.count("talk") == 73
    assert None not in suited
    talks = [item for item in real_content.items.values() if "conversation" in str(type(item)).lower()]
    assert found.cells("present") == len(talks)
    assert found.cells("present") + found.cells("absent") >= 73


def test_tiers_are_crisis_help_core_topics_and_the_rest(folder):
    content = load(folder.root)
    tiers = {identifier: tier_of(item) for identifier, item in content.items.items()}
    assert tiers == {
        "someone-contacting": 0,
        "fr-119": 0,
        "cameras-live-9-11": 1,
        "understand-live": 2,
        "webcam": 2,
        "sudden-fear": 2,
        "live": 2,
    }
    first, core, _ = standing(content, TODAY).tiers
    assert first.missing == ("a page for under-18s",)
    assert "cameras-live-12-14" in core.missing
    assert "cameras-live-9-11" not in core.missing


def test_what_is_overdue_stands_first_and_this_month_is_not(folder):
    folder.change("articles/understand-live.yaml", "'2029-11'", "'2026-10'")
    folder.change("plans/someone-contacting.yaml", "'2029-11'", "'2026-11'")
    months = standing(load(folder.root), TODAY).review_by
    assert [(one.month, one.overdue) for one in months][:2] == [("2026-10", True), ("2026-11", False)]
    assert months[0].ids == ("understand-live",)


def test_a_named_reader_is_counted(folder):
    folder.change(
        "plans/someone-contacting.yaml", "status: draft", "status: {reviewed_by: Ada, on: '2026-11'}"
    )
    found = standing(load(folder.root), TODAY)
    assert found.kinds["plan"].reviewed == 1
    assert found.tiers[0].reviewed == 1


def test_text_and_json_tell_the_same(ask):
    code, out, err = ask()
    assert (code, err) == (0, "")
    assert "1 stand, 72 are missing" in out
    code, told, _ = ask("--json")
    document = json.loads(told)
    assert code == 0
    assert document["topics"]["cameras-live"]["9-11"]["state"] == "present"
    assert document["kinds"]["plan"]["items"] == 1
    assert document["kinds"]["conversation"]["words"]["fr"] > 50
    assert {tuple(month) for month in document["review_by"]} == {("month", "ids", "overdue")}


class Outline(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def test_the_page_is_whole_without_scripts_and_its_tables_are_named(ask, tmp_path):
    target = tmp_path / "status.html"
    assert ask("--html", target)[0] == 0
    text = target.read_text(encoding="utf-8")
    found = Outline()
    found.feed(text)
    names = [tag for tag, _ in found.tags]
    assert {"script", "link", "img", "iframe"}.isdisjoint(names)
    assert "http" not in text
    assert names.count("caption") == names.count("table") == 3
    assert all("scope" in attrs for tag, attrs in found.tags if tag == "th")
    assert names.count("h1") == 1
    assert dict(found.tags)["html"] == {"lang": "en"}
    assert 'class="absent">missing' in text
    assert [attrs.get("lang") for tag, attrs in found.tags if tag == "span"].count("fr") > 20
    assert "Où en est le contenu" in text
    assert "brouillon" in text


def test_practice_cards_and_situations_are_counted_with_their_words(real_content, ask):
    found = standing(real_content, TODAY)
    practice = real_content.practice
    counted = found.practice["practice card"], found.practice["situation"]
    assert [kind.items for kind in counted] == [len(practice.cards), len(practice.cases)]
    assert all(kind.words["fr"] > 500 and kind.words["en"] > 500 for kind in counted)
    assert "carte pour s'entraîner" in page(found, real_content)
    _, out, _ = ask()
    assert out.index("agenda") < out.index("practice card") < out.index("situation")


def test_words_of_the_content_never_become_html(folder):
    folder.change(
        "plans/someone-contacting.yaml", "en: Someone writes to my child}", "en: Someone <b> & writes}"
    )
    content = load(folder.root)
    assert "Someone &lt;b&gt; &amp; writes" in page(standing(content, TODAY), content)


def test_a_page_that_cannot_be_written_is_one_line(ask, tmp_path):
    code, out, err = ask("--html", tmp_path / "no" / "status.html")
    assert (code, out) == (2, "")
    assert "cannot be written" in err


def test_the_checker_wants_every_topic_at_every_age_and_no_talk_where_it_is_not_suited(folder):
    folder.change(
        "vocabulary.yaml",
        "  cameras-live: {3-5: talk",
        "  cameras-live: {3-5: talk, 6-8: never, 9-11: never}\n  x: {3-5: talk",
    )
    codes = [(problem.file, problem.code) for problem in folder.check()]
    assert codes.count(("vocabulary.yaml", "suited")) == 2
    assert ("conversations/cameras-live-9-11.yaml", "not-suited") in codes
