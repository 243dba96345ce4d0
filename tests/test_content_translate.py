"""The translator's kit: files that follow the guide, and nobody's work lost."""

import builtins
import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import polib
import pytest

sys.path.insert(0, str(Path(__file__).parent / "guide"))

from small import Folder

from familyguide import cli
from familyguide.commands import content_translate as kit
from familyguide.guide import model as m
from familyguide.guide.loader import load
from familyguide.guide.rules import check
from familyguide.guide.translating import entries, translated
from familyguide.services.texts import Texts, put_in_place_of_english

PLAN = "plans/someone-contacting.yaml"
EN = "articles/understand-live.en.md"
STAY = "someone-contacting/steps/stay/do"


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "content")


@pytest.fixture
def files(tmp_path):
    return tmp_path / "translations" / "de"


@pytest.fixture
def ask(capsys, folder):
    def typed(*words):
        try:
            words = [words[0], folder.root, *words[1:]]
            code = cli.run(cli.parser().parse_args(["content", "translate", *map(str, words)]))
        except SystemExit as end:
            code = end.code
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return typed


@pytest.fixture
def english_again():
    yield
    put_in_place_of_english({})


def entry(files, name, context):
    (found,) = (
        one for one in polib.pofile(str(files / f"{name}.po")) if one.msgctxt == context and not one.obsolete
    )
    return found


def translate(files, name, **texts):
    """Write translations as a translator's editor does, by place (- for / and __ for -)."""
    file = polib.pofile(str(files / f"{name}.po"))
    for context, text in texts.items():
        for one in file:
            if one.msgctxt == context:
                one.msgstr = text
    file.save()


def test_every_text_has_a_place_of_its_own(real_content):
    found = entries(real_content, kit.app_words())
    places = Counter((one.file, one.context) for one in found)
    assert [place for place, times in places.items() if times > 1] == []
    assert {one.file for one in found} == set(kit.FILES)
    # Other words for a term need not be as many in both languages.
    assert {one.file for one in found if one.french is None} <= {"term"}


def test_a_translation_of_nothing_is_the_same_content(real_content):
    same = translated(real_content, {})
    assert same.items == real_content.items
    assert same.countries == real_content.countries


def test_every_english_word_a_reader_meets_is_offered(real_content):
    """Put X in the place of every text: no English sentence is left on a page."""
    from familyguide.guide.texts import item_texts

    told = {(one.file, one.context): "X" for one in entries(real_content, {})}
    made = translated(real_content, told)
    facts = m.Service
    for item in made.items.values():
        texts = set(item_texts(item, "en"))
        if isinstance(item, facts):
            texts -= {item.phone_shown, item.phone, item.sms, item.domain, item.app, item.email}
        elif isinstance(item, m.Checklist):
            texts = {text.replace("X X", "X").replace("X X", "X").replace("X X", "X") for text in texts}
        assert texts <= {"X", "X X"}, item.id
        assert item.title.fr == real_content.items[item.id].title.fr


def test_one_command_makes_the_files(ask, files):
    code, out, err = ask("de")
    assert (code, err) == (0, "")
    assert "texts in" in out
    assert sorted(path.name for path in files.iterdir()) == sorted(f"{name}.po" for name in kit.FILES)
    found = entry(files, "plan", STAY)
    assert found.msgid == "Stay with your child."
    assert found.msgstr == ""
    assert "French: Restez avec votre enfant." in found.comment
    assert entry(files, "app", "rail.home").msgid == "Home"


def test_what_is_phrase_bank_or_legal_or_filled_in_is_noted(ask, files, folder):
    folder.change(
        "conversations/cameras-live-9-11.en.md", '> "OK. Then there are two of us."', '> "I believe you."'
    )
    ask("de")
    comments = {one.msgid: one.comment for one in polib.pofile(str(files / "conversation.po"))}
    assert "very same words" in comments["“I believe you.”"]
    assert [said for said, comment in comments.items() if "very same words" in comment] == [
        "“I believe you.”"
    ]
    assert "official name" in entry(files, "service", "fr-119/title").comment
    assert "knows the law" in entry(files, "words", "duties/duties/fr-tell/text").comment
    assert "Keep as they are: {n}" in entry(files, "app", "minutes.about").comment


def test_running_it_again_changes_no_byte(ask, files):
    ask("de")
    translate(files, "plan", **{STAY: "Bleiben Sie bei Ihrem Kind."})
    ask("de")
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in files.iterdir()}
    ask("de")
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in files.iterdir()} == before
    assert entry(files, "plan", STAY).msgstr == "Bleiben Sie bei Ihrem Kind."


def test_a_text_whose_english_changed_is_kept_and_marked(ask, files, folder):
    ask("de")
    translate(files, "plan", **{STAY: "Bleiben Sie bei Ihrem Kind."})
    folder.change(PLAN, "en: Stay with your child.", "en: Stay close to your child.")
    code, out, _ = ask("de")
    assert code == 0
    assert "1 marked" in out
    found = entry(files, "plan", STAY)
    assert (found.msgid, found.msgstr) == ("Stay close to your child.", "Bleiben Sie bei Ihrem Kind.")
    assert found.fuzzy
    assert found.previous_msgid == "Stay with your child."
    folder.change(PLAN, "en: Stay close to your child.", "en: Stay with your child.")
    ask("de")
    assert entry(files, "plan", STAY).msgstr == "Bleiben Sie bei Ihrem Kind."


def test_a_text_that_moved_in_its_page_keeps_its_translation(ask, files, folder):
    ask("de")
    translate(files, "article", **{"understand-live/body/2/items/1": "Reden Sie oft."})
    assert entry(files, "article", "understand-live/body/2/items/1").msgid == "Talk often."
    for language, line in (("en", "- Watch first."), ("fr", "- Regardez d'abord.")):
        old = "- Look together." if language == "en" else "- Regardez ensemble."
        folder.change(f"articles/understand-live.{language}.md", old, f"{line}\n{old}")
    ask("de")
    found = entry(files, "article", "understand-live/body/2/items/2")
    assert (found.msgid, found.msgstr, found.fuzzy) == ("Talk often.", "Reden Sie oft.", False)
    assert entry(files, "article", "understand-live/body/2/items/0").msgstr == ""


def test_what_left_the_guide_stays_in_the_file(ask, files, folder):
    ask("de")
    translate(files, "article", **{"understand-live/title": "Über Live-Video"})
    for path in list((folder.root / "articles").iterdir()):
        path.unlink()
    ask("de")
    file = polib.pofile(str(files / "article.po"))
    assert [one.msgstr for one in file if one.obsolete] == ["Über Live-Video"]


def test_status_counts_what_is_done_to_check_and_missing(ask, files):
    ask("de")
    code, out, _ = ask("de", "--status", "--json")
    before = json.loads(out)
    assert code == 0
    assert (before["percent"], before["reviewed"]) == (0, False)
    translate(
        files,
        "app",
        **{
            "rail.home": "Startseite",
            "minutes.about": "ohne Zahl",
            "month.1": "Januar {",
            "month.2": "Februar",
        },
    )
    document = json.loads(ask("de", "--status", "--json")[1])["files"]["app"]
    # A sentence that lost what the app fills in, and a brace alone, are no translations.
    assert (document["translated"], document["to_check"]) == (2, 2)
    assert document["texts"] == before["files"]["app"]["texts"]
    assert "app.po" in ask("de", "--status")[1]


def test_status_sees_an_english_that_changed_before_the_files_are_updated(ask, files, folder):
    ask("de")
    translate(files, "plan", **{STAY: "Bleiben Sie bei Ihrem Kind."})
    folder.change(PLAN, "en: Stay with your child.", "en: Stay close to your child.")
    document = json.loads(ask("de", "--status", "--json")[1])["files"]["plan"]
    assert (document["translated"], document["to_check"]) == (0, 1)


@pytest.mark.parametrize("code", ["fr", "en", "DE", "german", "../de", "d"])
def test_what_is_no_other_language_is_refused(ask, code, tmp_path):
    assert ask(code)[0] == 2
    assert [path.name for path in tmp_path.iterdir()] == ["content"]


def test_a_broken_file_is_named_and_nothing_is_written(ask, files):
    ask("de")
    (files / "term.po").write_text('msgid "half', encoding="utf-8")
    before = {path.name: path.read_bytes() for path in files.iterdir()}
    code, out, err = ask("de")
    assert (code, out) == (2, "")
    assert "term.po, line 1: a text stands between two quotes" in err
    assert err.count("\n") == 1
    assert {path.name: path.read_bytes() for path in files.iterdir()} == before


def test_without_polib_one_sentence_says_what_to_do(ask, monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name == "polib":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    code, _, err = ask("de")
    assert code == 2
    assert "requirements/test.txt" in err


def test_only_the_kit_imports_polib():
    root = Path(cli.__file__).parent
    users = [path.name for path in root.rglob("*.py") if "import polib" in path.read_text(encoding="utf-8")]
    assert users == ["content_translate.py"]


def test_a_preview_shows_what_is_translated_in_the_place_of_english(ask, files, folder, english_again):
    ask("de")
    translate(files, "plan", **{STAY: "Bleiben Sie bei Ihrem Kind."})
    translate(files, "app", **{"rail.home": "Startseite"})
    show = kit.shown_in(folder.root, "de")
    content = load(folder.root)
    shown, note = show(content)
    assert shown.items["someone-contacting"].steps[0].do == m.Both(
        "Restez avec votre enfant.", "Bleiben Sie bei Ihrem Kind."
    )
    assert content.items["someone-contacting"].steps[0].do.en == "Stay with your child."
    assert Texts("en")("rail.home") == "Startseite"
    assert Texts("fr")("rail.home") == "Accueil"
    assert note == Texts("en")("preview.language", language="de", n=0)
    # What is checked stays what was written.
    assert check(content, date(2026, 11, 22)) == []
    folder.change(PLAN, "en: Stay with your child.", "en: Stay close to your child.")
    shown, _ = show(load(folder.root))
    assert shown.items["someone-contacting"].steps[0].do.en == "Stay close to your child."


def test_the_content_folder_is_never_touched_and_holds_no_translation(ask, folder, files):
    before = sorted(folder.root.rglob("*"))
    ask("de")
    assert sorted(folder.root.rglob("*")) == before
    assert not files.is_relative_to(folder.root)


def test_easy_versions_are_translated_too(ask, files, folder, english_again):
    folder.write(
        "easy/someone-contacting.yaml",
        "of: someone-contacting\ntitle: {fr: Un message, en: A message}\nsteps:\n  - lines:\n"
        "      - {fr: Restez calme., en: Stay calm.}\nreview_by: '2029-11'\nupdated: '2026-11-20'\n",
    )
    ask("de")
    translate(files, "easy", **{"someone-contacting/steps/0/lines/0": "Bleiben Sie ruhig."})
    shown, _ = kit.shown_in(folder.root, "de")(load(folder.root))
    assert shown.easy["someone-contacting"].steps[0].lines[0].en == "Bleiben Sie ruhig."


def test_a_file_that_begins_with_a_mark_of_its_encoding_is_read(ask, files):
    ask("de")
    path = files / "term.po"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b'msgstr ""\n\n', b'msgstr "Wort"\n\n', 1))
    assert ask("de")[0] == 0
    assert b'msgstr "Wort"' in path.read_bytes()


def test_a_link_that_leads_to_itself_is_one_sentence(ask, files):
    ask("de")
    path = files / "term.po"
    path.unlink()
    path.symlink_to(path.name)
    code, _, err = ask("de")
    assert code == 2
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "order",
    [
        ("es", "--status", "DIR"),
        ("--status", "es", "DIR"),
        ("es", "DIR", "--status"),
        ("--json", "es", "DIR", "--status"),
    ],
)
def test_what_is_missing_is_asked_in_any_order_of_words(order):
    options = cli.parser().parse_args(["content", "translate", *order])
    assert (options.language, str(options.folder), options.status) == ("es", "DIR", True)
