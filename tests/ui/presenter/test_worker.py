"""The worker's view: only where it may exist, gone at any change, and never a part of the shared one."""

from __future__ import annotations

import time

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from familyguide.services import session
from familyguide.services.texts import Texts
from familyguide.ui.pages.reading import ReadingPage
from familyguide.ui.presenter import run as run_module
from familyguide.ui.presenter.asks import Letter
from familyguide.ui.presenter.keys import Wish

FR = Texts("fr")
TWO = [(0, 0, 1280, 800), (1280, 0, 1280, 800)]
THREE = [*TWO, (2560, 0, 1280, 800)]
MIRRORED = [(0, 0, 1280, 800), (0, 0, 1280, 800)]
ONE = [(0, 0, 1280, 800)]


@pytest.fixture
def made(monkeypatch):
    """Every worker's view that was ever made."""
    views = []
    kind = run_module.WorkerView

    def make(*values):
        views.append(kind(*values))
        return views[-1]

    monkeypatch.setattr(run_module, "WorkerView", make)
    return views


def letters():
    return [widget.text() for widget in QApplication.topLevelWidgets() if isinstance(widget, Letter)]


def part_with_duties(one):
    """Go to a part whose notes name a duty; gives its notes."""
    stage = one.presenter._stage
    while not any(note.kind == "duty" for note in stage.notes(one.deck.plan, one.deck.chapter.id)):
        one.presenter._go(1)
    one.settle()
    return stage.notes(one.deck.plan, one.deck.chapter.id)


# Where it may exist.


def test_with_two_screens_and_the_workers_word_the_notes_are_there(run):
    one = run(screens=TWO).begin("B")
    assert one.worker.is_filled
    notes = one.presenter._stage.notes(one.deck.plan, one.deck.chapter.id)
    assert [note.text.fr for note in notes if note.kind in ("aim", "note")]
    for note in notes:
        assert note.text.fr in one.texts(one.worker)


def test_the_workers_pages_leave_no_width_behind_for_those_of_the_window(run):
    one = run(screens=TWO).begin("B")
    assert one.worker.is_filled
    for kind in (ReadingPage, type(one.worker.page)):
        assert "expected_width" not in vars(kind)


def test_without_the_workers_word_nothing_of_it_is_ever_made(run, made):
    one = run(screens=TWO).begin(None)
    one.wish(Wish.NEXT, Wish.DISCLOSED, Wish.PAUSE, Wish.NEXT)
    assert made == []


@pytest.mark.parametrize("laid", [ONE, MIRRORED], ids=["one", "mirrored"])
def test_with_one_screen_or_mirrored_ones_nothing_of_it_is_ever_made(run, made, laid):
    one = run(screens=laid).begin("A")
    one.wish(Wish.OPTIONS)
    assert made == []
    assert letters() == []
    state = "one" if laid == ONE else "mirrored"
    assert any(FR(f"present.screens.{state}") in text for text in one.texts())


def test_a_screen_that_lies_elsewhere_by_now_is_not_taken(run, made):
    one = run(screens=TWO)
    place = one.screens.places()[1]
    one.screens.rects[1].translate(200, 0)
    one.presenter.begin(one.presenter.plan, place)
    one.settle()
    assert made == []


def test_the_shared_view_gives_way_to_the_worker(run):
    one = run(screens=TWO)
    places = one.screens.places()
    assert one.presenter._shared_place(places[0]) == places[1]
    assert one.presenter._shared_place(places[1]) == places[0]
    assert one.presenter._shared_place(None) == places[0]


def test_it_stays_empty_until_it_lies_on_its_screen_and_gives_up_in_the_end(run):
    one = run(screens=TWO)
    one.screens.lies_there = False
    one.begin("B")
    worker = one.worker
    assert worker.isVisible()
    assert not worker.is_filled
    assert worker.findChildren(QLabel) == []
    for _ in range(5):
        worker._try_again()
    assert one.worker is None
    assert not worker.isVisible()
    assert one.shared.notice.text() == FR("present.screens.strayed")


def test_it_is_gone_when_it_was_moved_from_its_screen(run):
    one = run(screens=TWO).begin("B")
    worker = one.worker
    one.screens.lies_there = False
    worker.move(5, 5)
    assert one.worker is None
    assert not worker.isVisible()
    one.settle()
    assert not shiboken6.isValid(worker)
    assert one.shared.isVisible()


# Changes of the screens.


@pytest.mark.parametrize("laid", [ONE, MIRRORED, THREE, TWO], ids=["pulled", "mirrored", "added", "told"])
def test_any_change_of_the_screens_destroys_it_before_anything_is_painted(run, laid):
    one = run(screens=TWO).begin("B")
    worker = one.worker
    one.go("say")
    shown = one.deck.now.slide.text.fr
    one.screens.lay(*laid)
    # Nothing was let happen in between: no event, no paint.
    assert not shiboken6.isValid(worker)
    assert one.worker is None
    assert one.shared.isVisible()
    assert shown in one.texts()
    one.settle()
    assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == [one.shared]


def test_what_the_system_tells_reaches_the_session(run):
    one = run(screens=TWO).begin("B")
    QGuiApplication.instance().screenAdded.emit(QGuiApplication.primaryScreen())
    assert one.worker is None


def test_the_question_comes_again_only_when_it_is_asked_for(run):
    one = run(screens=TWO).begin("B")
    one.screens.lay(*ONE)
    one.settle()
    one.screens.lay(*TWO)
    one.settle()
    one.press(Qt.Key.Key_Right)
    assert letters() == []
    assert not one.has("OptionsSheet")
    assert one.worker is None
    one.find(Wish.OPTIONS).click()
    one.settle()
    assert sorted(letters()) == ["A", "B"]
    one.find("Screen-1").click()
    one.settle()
    assert one.worker.is_filled
    assert letters() == []


def test_a_change_while_it_is_asked_takes_the_question_back(run):
    one = run(screens=TWO).begin(None)
    one.wish(Wish.OPTIONS)
    assert sorted(letters()) == ["A", "B"]
    one.screens.lay(*MIRRORED)
    assert not any(
        widget.isVisible() for widget in QApplication.topLevelWidgets() if isinstance(widget, Letter)
    )
    one.settle()
    assert not one.has("Screen-0")
    one.find("AskAgain").click()
    one.settle()
    assert any(FR("present.screens.mirrored") in text for text in one.texts())
    one.screens.lay(*TWO)
    one.settle()
    one.find("AskAgain").click()
    one.settle()
    assert sorted(letters()) == ["A", "B"]


def test_none_of_them_puts_the_notes_away(run):
    one = run(screens=TWO).begin("B")
    one.wish(Wish.OPTIONS)
    one.find("Screen-2").click()
    one.settle()
    assert one.worker is None
    assert letters() == []


def test_the_notes_can_be_closed_and_the_session_goes_on(run):
    one = run(screens=TWO).begin("B")
    one.find(Wish.CLOSE_NOTES, one.worker).click()
    one.settle()
    assert one.worker is None
    one.press(Qt.Key.Key_Right)
    assert one.deck.at == 1


# Never on the shared view.


def test_the_shared_view_is_the_same_picture_with_and_without_the_notes(run):
    alone = run(screens=ONE).begin(None)
    pictures = []
    for at in range(0, len(alone.deck.steps), 3):
        alone.presenter._go(at - alone.deck.at)
        alone.settle()
        pictures.append(alone.shared.grab().toImage())
    beside = run(screens=TWO).begin("B")
    assert beside.worker.is_filled
    for number, at in enumerate(range(0, len(beside.deck.steps), 3)):
        beside.presenter._go(at - beside.deck.at)
        beside.settle()
        assert beside.shared.grab().toImage() == pictures[number], at
    assert len(set(map(bytes, (picture.constBits() for picture in pictures)))) > 5


def test_no_note_is_ever_heard_or_kept_on_the_shared_view(run, tools):
    one = run(screens=TWO).begin("B")
    notes = tools.notes_of(one)
    slides = {step.slide.text[language] for step in one.deck.steps[:-1] for language in ("fr", "en")}
    secret = {note for note in notes if not any(note in slide for slide in slides)}
    assert len(secret) > 60
    heard = ""
    for _ in one.deck.steps:
        heard += tools.spoken(one.shared)
        widgets = [getattr(widget, "text", str)() for widget in one.shared.findChildren(QLabel)]
        assert not secret & set(widgets)
        one.presenter._go(1)
        one.settle()
    for wish in (Wish.DISCLOSED, Wish.NEXT, Wish.OPTIONS):
        one.wish(wish)
        heard += tools.spoken(one.shared)
    assert [note for note in secret if note in heard] == []
    # What is looked for is found where it belongs.
    one.presenter._go(-len(one.deck.steps))
    one.settle()
    assert [note for note in secret if note in tools.spoken(one.worker)]


def test_what_to_do_when_someone_discloses_is_never_on_the_shared_view(run, library, tools):
    from familyguide.guide import model as m

    one = run(screens=TWO).begin("B")
    one.go("say")
    one.wish(Wish.DISCLOSED)
    article = library.read(session.DISCLOSURE, m.Article)
    said = one.texts(one.worker)
    assert article.title.fr in said
    assert FR("present.paused") in one.texts()
    everything = tools.spoken(one.shared)
    for text in said:
        if len(text) > 25:
            assert text not in everything
    assert {"17", "112", "119"} <= set(said)
    # The steps stand here whole: nothing in them leads away.
    wishes = {button.value for button in one.worker.findChildren(QAbstractButton) if button.isVisible()}
    assert all(isinstance(wish, Wish) for wish in wishes)


def test_with_one_screen_a_disclosure_has_a_pause_and_nothing_else(run, tools):
    one = run(screens=ONE).begin(None)
    one.wish(Wish.DISCLOSED)
    assert one.presenter._mode == "show"
    assert not one.has(Wish.DISCLOSED)
    assert one.find(Wish.PAUSE).text() == FR("present.pause")
    assert "confie" not in tools.spoken(one.shared)


def test_going_on_brings_the_notes_back(run):
    one = run(screens=TWO).begin("B")
    one.wish(Wish.DISCLOSED)
    assert one.presenter._mode == "pause"
    one.find(Wish.NEXT, one.worker).click()
    one.settle()
    assert one.presenter._mode == "show"
    assert one.deck.chapter.title.fr in one.texts(one.worker)
    assert FR("present.disclosed") == one.find(Wish.DISCLOSED, one.worker).text()


# What it says.


def test_the_time_counts_up_and_never_says_what_is_left(run):
    one = run(screens=TWO).begin("B")
    elapsed = one.worker.findChild(QLabel, "Elapsed")
    planned = one.deck.chapter.minutes

    def words(whole, part):
        return f"{FR('present.elapsed', n=whole)} · {FR('present.elapsed.part', n=part, planned=planned)}"

    assert elapsed.text() == words(0, 0)
    one.clock.now += 12 * 60 + 30
    one.worker._tick.timeout.emit()
    assert elapsed.text() == words(12, 12)
    while one.deck.now.chapter == 0:
        one.presenter._go(1)
    planned = one.deck.chapter.minutes
    one.clock.now += 61
    one.worker._tick.timeout.emit()
    assert elapsed.text() == words(13, 1)
    assert not any("min" in text and any(letter.isdigit() for letter in text) for text in one.texts())


def test_the_time_goes_on_while_there_is_no_view_of_it(run):
    one = run(screens=TWO).begin("B")
    one.clock.now += 600
    one.screens.lay(*ONE)
    one.clock.now += 600
    one.screens.lay(*TWO)
    one.presenter._open_worker(one.screens.places()[1])
    one.settle()
    assert one.worker.findChild(QLabel, "Elapsed").text().startswith(FR("present.elapsed", n=20))


def test_a_duty_has_its_month_and_says_whom_to_ask(run, library):
    one = run(screens=TWO).begin("B")
    notes = part_with_duties(one)
    said = one.texts(one.worker)
    duties = [note for note in notes if note.kind == "duty"]
    assert duties
    for duty in duties:
        assert library.duties.check.fr in duty.text.fr
        assert duty.text.fr in said
        assert duty.known.fr in said


def test_the_interpreter_s_words_stand_in_every_language_of_the_session(run):
    one = run(screens=TWO).begin("B")
    stage = one.presenter._stage
    while not (words := stage.words(one.deck.plan, one.deck.chapter.id)):
        one.presenter._go(1)
    one.settle()
    said = "\n".join(one.texts(one.worker))
    for word in words:
        assert word.title.fr in said
        assert word.title.en in said


def test_the_next_part_is_named_with_about_how_long_it_lasts(run):
    one = run(screens=TWO).begin("B")
    after = one.deck.next_chapter
    words = one.worker.findChild(QLabel, "NextPart").text()
    assert words == FR.count("present.following", after.minutes, part=after.title.fr)
    one.press(Qt.Key.Key_End)
    assert not one.worker.findChild(QLabel, "NextPart").isVisible()


def test_both_views_move_together(run):
    one = run(screens=TWO).begin("B")
    one.press(Qt.Key.Key_PageDown, one.worker)
    assert one.deck.at == 1
    assert one.deck.now.slide.text.fr in one.texts()
    shown = one.deck.now.slide
    assert any(shown.text.fr in text for text in one.texts(one.worker))
    one.find(Wish.BACK, one.worker).click()
    one.settle()
    assert one.deck.at == 0


def test_it_is_in_the_workers_language(run):
    one = run(screens=TWO, language="en").begin("B")
    notes = one.presenter._stage.notes(one.deck.plan, one.deck.chapter.id)
    assert notes[0].text.en in one.texts(one.worker)


def test_both_screens_are_empty_within_a_tenth_of_a_second(run):
    one = run(screens=TWO).begin("B")
    begin = time.perf_counter()
    one.find("LeaveButton", one.worker).click()
    assert time.perf_counter() - begin < 0.1
    assert not any(widget.isVisible() for widget in QApplication.topLevelWidgets())


def test_going_back_to_the_plan_takes_the_notes_along(run):
    one = run(screens=TWO).begin("B")
    worker = one.worker
    one.presenter.stop()
    assert not worker.isVisible()
    one.settle()
    assert not shiboken6.isValid(worker)
