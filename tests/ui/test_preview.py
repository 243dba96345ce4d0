"""The window of a writer: real files, saved as an editor saves them; the page in view follows."""

import os
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from familyguide import cli
from familyguide.cli import Refused
from familyguide.commands.content_preview import begin, route_of
from familyguide.guide.library import Library
from familyguide.guide.preview import LivePreview
from familyguide.services import paths
from familyguide.services.navigation import Route
from familyguide.services.texts import put_in_place_of_english
from familyguide.ui.preview import PreviewDesk, item_of

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "guide"))

from small import Folder

EN = "articles/understand-live.en.md"
TODAY = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "content")


@pytest.fixture
def preview(folder, window, hands, qtbot):
    """Open the window over the folder at a page; gives the person who sits there, and who waits."""
    opened = []

    def opening(*route, **wishes):
        live = LivePreview(folder.root, "test", TODAY)
        live.has_changed()
        first = live.read()
        someone = hands.Person(window(library=Library(first.database, ""), **({"language": "en"} | wishes)))
        someone.go(*route)
        desk = PreviewDesk(someone.window, live, first)
        opened.append(desk)
        with qtbot.waitSignal(desk.checked, timeout=10_000):
            desk.start()
        someone.desk = desk
        return someone

    yield opening
    for desk in opened:
        desk.close()
        assert not desk._thread.is_alive()


def line(someone):
    return someone.find("WriterLine").text()


def save(folder, name, text):
    """Save as careful editors do: write beside, then put in place."""
    beside = folder.root / f"{name}.swp"
    beside.write_text(text, encoding="utf-8")
    beside.replace(folder.root / name)


@pytest.mark.parametrize("careful", [True, False])
def test_a_saved_page_is_shown_anew_within_a_second(preview, folder, qtbot, hands, careful):
    someone = preview("article", "understand-live")
    assert "Talk often." in someone.words(someone.page)
    text = folder.read(EN).replace("Talk often.", "Talk on Sundays.")
    with qtbot.waitSignal(someone.desk.shown, timeout=10_000):
        begun = time.monotonic()
        (save if careful else lambda f, n, t: f.write(n, t))(folder, EN, text)
    hands.settle()
    assert "Talk on Sundays." in someone.words(someone.page)
    assert someone.route == Route("article", "understand-live")
    # A second where nothing else runs; these computers are shared.
    assert time.monotonic() - begun < 4


def test_the_page_stays_where_the_writer_looks(preview, folder, qtbot, hands):
    folder.write(EN, folder.read(EN) + "".join(f"\nParagraph number {n} of this page.\n" for n in range(80)))
    someone = preview("article", "understand-live", size=(900, 600))
    bar = someone.page.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    place = bar.value()
    assert place > 0
    before = someone.page
    with qtbot.waitSignal(someone.desk.shown, timeout=10_000):
        save(folder, EN, folder.read(EN).replace("number 3 ", "number three "))
    hands.settle()
    assert someone.page is not before
    assert someone.page.verticalScrollBar().value() == place
    assert "number three" in someone.words(someone.page)


def test_a_changed_number_is_changed_in_the_strip_too(preview, folder, qtbot, hands):
    someone = preview("article", "understand-live")
    assert "119" in someone.numbers()
    with qtbot.waitSignal(someone.desk.shown, timeout=10_000):
        save(
            folder,
            "services/FR.yaml",
            folder.read("services/FR.yaml").replace("phone: '119'", "phone: '3018'"),
        )
    hands.settle()
    assert "119" not in someone.numbers()
    assert "3018" in someone.numbers()


def test_what_the_checker_finds_on_the_page_in_view_stands_at_the_top(preview, folder, qtbot):
    someone = preview("article", "understand-live")
    assert line(someone) == someone.texts("preview.good")
    with qtbot.waitSignal(someone.desk.checked, timeout=10_000):
        save(folder, EN, folder.read(EN).replace("- Talk often.", "- Call 119. It is your fault."))
    shown = line(someone)
    where = folder.line(EN, "Call 119")
    assert f"{EN}:{where} typed-number" in shown
    assert f"{EN}:{where} blame" in shown
    with qtbot.waitSignal(someone.desk.checked, timeout=10_000):
        someone.window.go_to(Route("plan", "someone-contacting"))
    assert line(someone) == someone.texts("preview.good")
    with qtbot.waitSignal(someone.desk.checked, timeout=10_000):
        someone.window.go_to(Route("home"))
    assert line(someone) == someone.texts("preview.follows")


def test_a_broken_file_keeps_the_last_good_page_and_says_so(preview, folder, qtbot, hands):
    someone = preview("article", "understand-live")
    good = folder.read(EN)
    with qtbot.waitSignal(someone.desk.checked, timeout=10_000):
        save(folder, EN, good.replace("- Talk often.", "- Talk *often*."))
    hands.settle()
    assert "Talk often." in someone.words(someone.page)
    assert "last good page" in line(someone)
    assert f"{EN}:{folder.line(EN, 'often')} markdown" in line(someone)
    with qtbot.waitSignal(someone.desk.checked, timeout=10_000):
        someone.window.go_to(Route("plan", "someone-contacting"))
    assert EN in line(someone)
    assert "1 other file" in line(someone)
    with qtbot.waitSignal(someone.desk.checked, timeout=10_000):
        save(folder, EN, good)
    assert line(someone) == someone.texts("preview.good")


def test_many_problems_are_counted_and_leave_room_for_the_page(preview, folder, qtbot, hands):
    someone = preview("article", "understand-live", size=(900, 600), scale=200)
    lines = "".join("\nCall 119. It is your fault.\n" for _ in range(9))
    with qtbot.waitSignal(someone.desk.checked, timeout=10_000):
        save(folder, EN, folder.read(EN) + lines)
    hands.settle()
    shown = someone.find("WriterLine")
    assert "more: run content check" in shown.text()
    assert shown.height() < someone.window.height() / 3
    assert someone.page.height() > 100
    assert someone.whole(someone.window.top.leave_button)


def test_the_line_is_there_after_a_change_of_language_or_size(preview, hands):
    someone = preview("article", "understand-live")
    someone.window.context.service.change(language="fr", scale=150)
    hands.settle()
    assert line(someone)
    assert len(someone.window.findChildren(QLabel, "WriterLine")) >= 1


def test_leaving_stops_following(preview, folder):
    someone = preview("article", "understand-live")
    someone.window.leave()
    assert not someone.desk._thread.is_alive()


def test_readers_have_no_such_line(unpainted):
    assert not unpainted().has("WriterLine")


def test_nothing_is_written_by_a_preview(preview, folder, tmp_path, qtbot):
    before = sorted(tmp_path.rglob("*"))
    someone = preview("article", "understand-live")
    with qtbot.waitSignal(someone.desk.shown, timeout=10_000):
        folder.change(EN, "Talk often.", "Talk on Sundays.")
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("asked", "route"),
    [
        ("cameras-live-9-11", Route("conversation", "cameras-live-9-11")),
        ("someone-contacting", Route("plan", "someone-contacting")),
        ("fr-119", Route("help", part="fr-119")),
        ("sudden-fear", Route("signs", "sudden-fear")),
        ("live", Route("understand", part="live")),
        ("talk", Route("talk")),
    ],
)
def test_a_page_is_named_by_its_id(preview, folder, asked, route):
    live = LivePreview(folder.root, "test", TODAY)
    library = Library(live.read().database, "")
    live.close()
    found = route_of(library, asked)
    assert found == route
    assert item_of(found) == (asked if asked != "talk" else None)
    with pytest.raises(Refused, match="no page"):
        route_of(library, "nothing")
    library.close()


@pytest.fixture
def refused(capsys, monkeypatch):
    """Type a command that cannot be done; gives the sentence."""
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    # A policy takes such variables away; the tests that follow need this one.
    monkeypatch.setenv("QT_QPA_PLATFORM", os.environ.get("QT_QPA_PLATFORM", "offscreen"))

    def typed(*words):
        code = cli.run(cli.parser().parse_args(["content", "preview", *map(str, words)]))
        captured = capsys.readouterr()
        assert code == 2
        assert captured.err.count("\n") == 1
        return captured.err

    return typed


def test_what_cannot_be_previewed_is_one_clear_line(refused, folder, tmp_path, place, monkeypatch):
    assert "no content folder at" in refused(tmp_path / "nothing")
    assert "no page 'nothing'" in refused(folder.root, "--page", "nothing")
    (folder.root / "triage.yaml").unlink()
    assert "triage.yaml cannot be read" in refused(folder.root)
    place.write_text('mode = "public-pc"\n', encoding="utf-8")
    assert "public PC" in refused(folder.root).splitlines()[-1]
    monkeypatch.setattr(paths, "IS_CHECKOUT", False)
    assert "from a checkout" in refused(folder.root)


def test_a_translation_is_shown_in_the_place_of_english_with_how_far_it_is(
    folder, window, hands, qtbot, capsys
):
    assert cli.run(cli.parser().parse_args(["content", "translate", "de", str(folder.root)])) == 0
    place = folder.root.parent / "translations" / "de" / "article.po"
    try:
        live, first = begin(folder.root, "de")
        someone = hands.Person(window(library=Library(first.database, ""), language="en"))
        someone.go("article", "understand-live")
        desk = PreviewDesk(someone.window, live, first)
        with qtbot.waitSignal(desk.checked, timeout=10_000):
            desk.start()
        text = place.read_text(encoding="utf-8")
        with qtbot.waitSignal(desk.shown, timeout=10_000):
            place.write_text(
                text.replace(
                    'msgid "Talk often."\nmsgstr ""', 'msgid "Talk often."\nmsgstr "Reden Sie oft."'
                ),
                encoding="utf-8",
            )
        hands.settle()
        assert "Reden Sie oft." in someone.words(someone.page)
        band = someone.find("Band").text()
        assert "de: 0" in band
        assert "not reviewed" in band
        desk.close()
    finally:
        put_in_place_of_english({})
    capsys.readouterr()


def test_a_language_that_nobody_began_is_one_clear_line(refused, folder):
    assert "no translation 'xx' yet" in refused(folder.root, "--lang", "xx")


@pytest.mark.parametrize(
    "drawings", ["listen: {fr: Une oreille, en: An ear}\n", "ear: {fr: Un a, en: An a}\n"]
)
def test_an_easy_step_whose_drawing_is_not_there_is_read_without_it(preview, folder, drawings):
    folder.write("drawings.yaml", drawings)
    folder.write(
        "easy/one.yaml",
        "of: someone-contacting\ntitle: {fr: Un inconnu, en: A stranger}\nreview_by: '2029-11'\n"
        "updated: '2026-11-20'\nsteps:\n  - drawing: ear\n    lines:\n"
        "      - {fr: Restez., en: Stay here.}\n",
    )
    someone = preview("easy", "someone-contacting")
    assert "Stay here." in someone.words(someone.page)
