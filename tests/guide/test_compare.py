"""What changed for readers: a number before all, then pages, settings, and words."""

from datetime import date

import pytest

from familyguide.guide.changed_sentences import Pair, short
from familyguide.guide.compare import compare
from familyguide.guide.compile import compile_file
from familyguide.guide.library import Library
from familyguide.guide.loader import load
from familyguide.guide.snapshot import Snapshot

TODAY = date(2026, 11, 22)
SERVICES = "services/FR.yaml"
PAGE = "articles/understand-live.en.md"


@pytest.fixture
def since(folder):
    """Compare the folder as it was with the folder as it is now."""
    before = Snapshot.of_content(load(folder.root), TODAY)
    return lambda: compare(before, Snapshot.of_content(load(folder.root), TODAY))


def facts(difference):
    return {fact.field: (fact.old, fact.new) for fact in difference.facts}


def test_the_same_content_shows_no_change(since):
    assert since().all() == ()


@pytest.mark.parametrize(
    ("old", "new", "field", "was", "now"),
    [
        ("phone: '119'", "phone: '116111'", "phone", "119", "116111"),
        (
            "opening_hours: '24/7'",
            "opening_hours: Mo-Fr 09:00-18:00",
            "opening_hours",
            "24/7",
            "Mo-Fr 09:00-18:00",
        ),
        ("  phone: '119'\n", "", "phone", "119", None),
        ("  phone: '119'\n", "  phone: '119'\n  sms: '114'\n", "sms", None, "114"),
        (
            "  phone: '119'\n",
            "  phone: '119'\n  hours: {fr: Le matin, en: In the morning}\n",
            "hours (fr)",
            None,
            "Le matin",
        ),
    ],
)
def test_a_changed_number_or_hour_is_told_as_a_number(folder, since, old, new, field, was, now):
    folder.change(SERVICES, old, new)
    (found,) = since().all()
    assert found.is_number
    assert facts(found)[field] == (was, now)


def test_numbers_stand_before_other_facts_and_words(folder, since):
    text = folder.read(SERVICES)
    for name in ("fr-words", "fr-web"):
        text += folder.read(SERVICES).replace("fr-119", name).replace("119, ", f"{name}, ")
    folder.write(SERVICES, text)
    before = Snapshot.of_content(load(folder.root), TODAY)
    text = text.replace("fr-words, children", "Kind fr-words, children")
    head, _, tail = text.rpartition("  web: https://www.allo119.gouv.fr/")
    folder.write(SERVICES, (head + "  web: https://www.example.org/" + tail))
    folder.change(SERVICES, "phone: '119'", "phone: '120'")
    found = compare(before, Snapshot.of_content(load(folder.root), TODAY)).services
    assert [one.id for one in found] == ["fr-119", "fr-web", "fr-words"]
    assert [one.is_number for one in found] == [True, False, False]


def test_a_service_that_comes_or_goes_is_a_number(folder, since):
    folder.write(SERVICES, folder.read(SERVICES).replace("fr-119", "fr-120"))
    changes = {(one.id, one.change, one.is_number) for one in since().services if one.kind == "service"}
    assert changes == {("fr-119", "gone", True), ("fr-120", "new", True)}


def test_who_stands_in_the_strip_of_a_country_is_a_number(folder, since):
    folder.change("countries.yaml", "    child: [fr-119]\n  roles", "    crisis: [fr-119]\n  roles")
    (found,) = since().all()
    assert found.is_number
    assert facts(found) == {"strip crisis": (None, "fr-119"), "strip child": ("fr-119", None)}


def test_a_page_is_new_retired_merged_or_gone(folder, since):
    page = folder.read("articles/understand-live.yaml")
    for language in ("fr", "en"):
        words = folder.read(f"articles/understand-live.{language}.md")
        folder.write(f"articles/another.{language}.md", words)
        (folder.root / f"articles/understand-live.{language}.md").unlink()
    folder.write("articles/another.yaml", page.replace("understand-live", "another"))
    (folder.root / "articles/understand-live.yaml").unlink()

    def told():
        return [(one.id, one.change, one.into) for one in since().pages if one.kind == "article"]

    assert told() == [("another", "new", None), ("understand-live", "gone", None)]
    folder.write("redirects.yaml", "retired: [understand-live]\nmerged: {}\n")
    assert told()[1] == ("understand-live", "retired", None)
    folder.write("redirects.yaml", "retired: []\nmerged: {understand-live: another}\n")
    assert told()[1] == ("understand-live", "merged", "another")


def test_a_page_whose_file_is_broken_now_is_not_called_gone(folder, since):
    folder.write(PAGE, "no front matter")
    (found,) = (one for one in since().pages if one.id == "understand-live")
    assert found.change == "unreadable"


def test_a_page_that_could_not_be_read_before_is_not_called_new(folder):
    good = folder.read(PAGE)
    folder.write(PAGE, "no front matter")
    before = Snapshot.of_content(load(folder.root), TODAY)
    folder.write(PAGE, good)
    assert compare(before, Snapshot.of_content(load(folder.root), TODAY)).all() == ()
    assert before.unread == [PAGE]


def test_a_changed_sentence_is_told_in_its_language_alone(folder, since):
    folder.change(PAGE, "Live video is play for many.", "Live video is play for most children.")
    (found,) = since().all()
    assert found.texts == {
        "en": (Pair("Live video is play for many.", "Live video is play for most children."),)
    }
    assert short(found.texts["en"][0]) == "… is play for [-many.-] {+most children.+}"


def test_other_sentences_come_and_go_apart(folder, since):
    folder.change(PAGE, "- Talk often.", "- Ask which games make everybody laugh.")
    (found,) = since().all()
    assert found.texts["en"] == (
        Pair("Talk often.", None),
        Pair(None, "Ask which games make everybody laugh."),
    )


def test_where_a_page_leads_is_told(folder, since):
    folder.change("conversations/cameras-live-9-11.yaml", "  plans: [someone-contacting]\n", "")
    (found,) = since().all()
    assert facts(found) == {"leads to": ("someone-contacting", None)}


def test_a_setting_is_told_apart_from_its_app(folder, since):
    folder.change("checklists/webcam.yaml", "[Settings, Camera]", "[Settings, Privacy, Camera]")
    found = since()
    assert found.pages == ()
    (setting,) = found.settings
    assert setting.id == "webcam/cover"
    assert setting.texts["en"] == (Pair("Settings > Camera", "Settings > Privacy > Camera"),)


def test_words_that_stand_on_many_pages_are_told(folder, since):
    folder.change("texts/image-rule.yaml", "Do not look for the image.", "Never look for the image.")
    (found,) = since().words
    assert found.id == "image-rule"
    assert list(found.texts) == ["en"]


def test_a_review_is_told(folder, since):
    folder.change(
        "plans/someone-contacting.yaml", "status: draft", "status: {reviewed_by: Ada B., on: '2026-11'}"
    )
    (found,) = since().all()
    assert facts(found) == {"status": ("draft", "reviewed by Ada B., 2026-11")}


def test_a_compiled_file_and_its_folder_are_the_same(folder, tmp_path):
    content = load(folder.root)
    path = tmp_path / "content.db"
    compile_file(content, path, "test")
    library = Library.open(path)
    compiled = Snapshot.of_library(library)
    library.close()
    assert compare(compiled, Snapshot.of_content(content, TODAY)).all() == ()
    folder.change(SERVICES, "phone: '119'", "phone: '120'")
    (found,) = compare(compiled, Snapshot.of_content(load(folder.root), TODAY)).all()
    assert found.is_number


@pytest.mark.parametrize(
    ("old", "new", "written"),
    [
        ("One two three.", "One two four.", "One two [-three.-] {+four.+}"),
        (
            "a b c d e f g h i j k l",
            "a b c d e X g h i j k l",
            "… c d e [-f-] {+X+} g h i …",
        ),
        ("x a b c d e f g h y", "1 a b c d e f g h 2", "[-x-] {+1+} a b c … f g h [-y-] {+2+}"),
        (None, "All new.", "{+All new.+}"),
        ("All gone.", None, "[-All gone.-]"),
        ("Dit-il\u00a0: oui", "Dit-elle\u00a0: oui", "[-Dit-il\u00a0:-] {+Dit-elle\u00a0:+} oui"),
    ],
)
def test_a_changed_sentence_is_written_word_by_word(old, new, written):
    assert short(Pair(old, new)) == written


EASY = """\
of: someone-contacting
title: {fr: On écrit à mon enfant, en: Somebody writes to my child}
steps:
  - lines:
      - {fr: Restez calme., en: Stay calm.}
review_by: '2029-11'
updated: '2026-11-20'
"""


def test_an_easy_version_is_told_when_it_comes_and_when_it_changes(folder, since, tmp_path):
    folder.write("easy/someone-contacting.yaml", EASY)
    (found,) = since().all()
    assert (found.id, found.kind, found.change) == ("easy:someone-contacting", "easy", "new")
    content = load(folder.root)
    compile_file(content, tmp_path / "content.db", "test")
    library = Library.open(tmp_path / "content.db")
    compiled = Snapshot.of_library(library)
    library.close()
    folder.change("easy/someone-contacting.yaml", "Stay calm.", "Stay close.")
    (found,) = compare(compiled, Snapshot.of_content(load(folder.root), TODAY)).all()
    assert found.texts == {"en": (Pair("Stay calm.", "Stay close."),)}
