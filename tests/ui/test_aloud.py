"""Pages read aloud: in a real window, with an engine that stands in for that of the computer."""

from __future__ import annotations

import time

import pytest
from each import each
from person import place
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from speaker import PLAN, Engine, Listener

from familyguide.services.navigation import Route
from familyguide.services.rules import Flags, Rules, effective
from familyguide.ui.aloud import offer, reader
from familyguide.ui.aloud import voice as voices
from familyguide.ui.aloud.light import ReadingLight
from familyguide.ui.widgets.blocks import BlockBox

HOME = Rules()
# A page that is soon made.
SHORT = Route("country")
GUEST = effective(None, None, Flags(guest=True))


@pytest.fixture
def listener(one_window, engine):
    """Sit someone at the window: listener(rules=GUEST, language="en"); what they change is put back."""
    context = one_window.context

    def sit(*, rules=HOME, **choices):
        stand_up()
        context.rules = rules
        context.service.change(**choices)
        return Listener(one_window)

    def stand_up():
        if one_window.aloud is not None:
            one_window.aloud.end()
            one_window.aloud = None
        one_window.close_menu()
        Engine.made.clear()
        context.rules, context.is_watched = HOME, False
        context.voices.clear()
        context.shows_voices = False
        context.service.change(language="fr", scale=100, speed=0, voice_fr="", voice_en="")

    yield sit
    stand_up()


def test_a_page_is_read_from_its_title_sentence_by_sentence(listener):
    someone = listener()
    someone.listen()
    assert someone.engine.said == ["Mon enfant me confie quelque chose"]
    assert someone.lit == "Mon enfant me confie quelque chose"
    someone.hear_on(2)
    assert someone.engine.said[1].startswith("Écouter, croire")
    assert someone.engine.said[2] == "cent dix-neuf Allô Enfance en Danger."
    someone.hear_on(12)
    # What a block is stands above it here, and is heard once.
    assert someone.engine.said.count("Vous pouvez dire") == 1
    assert "Posez tout et écoutez." in someone.engine.said


def test_the_page_is_read_to_its_end_and_can_be_read_again(listener):
    someone = listener()
    someone.listen(Route("country"))
    most = 200
    while someone.aloud.is_reading and most:
        someone.hear_on()
        most -= 1
    assert most
    assert someone.find("AloudWords").text() == someone.texts("aloud.done")
    assert someone.lit is None
    said = len(someone.engine.said)
    someone.press("AloudGoOn")
    someone.until(lambda: len(someone.engine.said) > said)
    assert someone.engine.said[said] == someone.engine.said[0]


def test_blocks_say_what_they_are_where_no_words_above_them_do(listener):
    someone = listener()
    someone.go(Route("conversation", someone.window.context.library.rows("conversation")[0].id))
    said = [
        sentence.said
        for passage in reader.Gatherer(someone.page, someone.texts, {}).passages()
        for sentence in passage.sentences
    ]
    boxes = [box.accessibleName() for box in someone.all_of(BlockBox)]
    assert boxes
    assert set(boxes) <= set(said)


KEYS = [Qt.Key.Key_Space, Qt.Key.Key_Escape, Qt.Key.Key_A, Qt.Key.Key_Down, Qt.Key.Key_Shift, Qt.Key.Key_F5]


def test_any_key_stops_the_voice(listener):
    someone = listener()
    someone.listen()
    for key in KEYS:
        QTest.keyClick(someone.window.windowHandle(), key)
        assert not someone.aloud.is_reading
        assert someone.lit is None
        someone.quiet()
        said = len(someone.engine.said)
        someone.press("AloudGoOn")
        someone.until(lambda said=said: len(someone.engine.said) > said)


def test_the_keys_for_loudness_do_not_stop_it(listener):
    someone = listener()
    someone.listen()
    for key in (Qt.Key.Key_VolumeUp, Qt.Key.Key_VolumeDown, Qt.Key.Key_VolumeMute):
        QTest.keyClick(someone.window.windowHandle(), key)
    assert someone.aloud.is_reading


def test_reading_goes_on_where_it_was_stopped(listener):
    someone = listener()
    someone.listen()
    someone.hear_on(1)
    someone.press("AloudStop")
    someone.quiet()
    said = len(someone.engine.said)
    someone.press("AloudGoOn")
    someone.until(lambda: len(someone.engine.said) > said)
    assert someone.engine.said[-1] == someone.engine.said[1]


def test_one_can_step_from_passage_to_passage_by_keys_alone(listener):
    someone = listener()
    someone.listen()
    someone.find("AloudNext").setFocus()
    QTest.keyClick(someone.window.windowHandle(), Qt.Key.Key_Space)
    someone.until(lambda: len(someone.engine.said) == 2)
    assert someone.engine.said[1].startswith("Écouter, croire")
    someone.press("AloudPrevious")
    someone.until(lambda: len(someone.engine.said) == 3)
    assert someone.engine.said[2] == someone.engine.said[0]


def test_a_press_on_a_passage_reads_it_and_a_press_on_a_row_does_not(listener):
    someone = listener()
    someone.listen()
    label = next(one for one in someone.all_of(QLabel) if one.text().startswith("Asseyez-vous"))
    press(someone, label)
    someone.until(lambda: len(someone.engine.said) == 2)
    assert someone.engine.said[1].startswith("Asseyez-vous")
    # A text that is being chosen with the mouse is not asked for.
    handle, at = someone.window.windowHandle(), label.mapTo(someone.window, label.rect().center())
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=at + QPoint(60, 0))
    someone.hear_on()
    assert someone.engine.said[2] not in someone.engine.said[:2]
    row = someone.aloud._passages[2].widget
    someone.aloud._press(QPointF(row.mapTo(someone.window, row.rect().center())))
    assert someone.aloud._at[0] != 2


def press(someone, widget):
    at = widget.mapTo(someone.window, widget.rect().center())
    QTest.mouseClick(someone.window.windowHandle(), Qt.MouseButton.LeftButton, pos=at)


def test_another_page_another_language_and_a_page_made_again_end_the_reading(listener):
    someone = listener()
    changes = (
        lambda: someone.go(Route("home")),
        lambda: someone.window.context.service.change(language="en"),
        someone.window.rebuild,
    )
    for change in changes:
        someone.listen(SHORT)
        assert someone.has("AloudBar")
        change()
        assert not someone.aloud.is_reading
        assert someone.aloud.bar is None
        someone.quiet()


def test_nothing_of_reading_aloud_is_loaded_before_it_is_asked_for(listener):
    someone = listener()
    someone.go(PLAN)
    assert someone.window.aloud is None
    assert Engine.made == []


def test_an_engine_that_takes_its_time_holds_nothing(listener, engine):
    engine.takes = 0.4
    someone = listener()
    someone.go(PLAN)
    began = time.monotonic()
    someone.press("ListenPage")
    assert someone.find("AloudWords").text() == someone.texts("aloud.getting")
    someone.window.page.verticalScrollBar().setValue(40)
    assert time.monotonic() - began < 0.3
    someone.until(lambda: someone.engine.said)
    assert time.monotonic() - began >= 0.4


def test_a_key_while_the_voice_gets_ready_keeps_it_silent(listener, engine):
    engine.takes = 0.2
    someone = listener()
    someone.go(PLAN)
    someone.press("ListenPage")
    QTest.keyClick(someone.window.windowHandle(), Qt.Key.Key_A)
    someone.until(lambda: someone.aloud.voice.is_ready)
    assert someone.engine.said == []
    assert not someone.aloud.is_reading


def test_speed_and_voice_are_chosen_in_the_reading_options(listener):
    someone = listener(language="en")
    someone.listen()
    someone.window.open_reading()
    someone.press("Speed-1")
    assert someone.find("Speed-1").isChecked()
    assert not someone.find("Speed-0").isChecked()
    assert not someone.has("Voice-Bob+whisper en_GB")
    someone.press("Voice-Bob en_GB")
    assert someone.find("Voice-Bob en_GB").isChecked()
    someone.hear_on()
    assert someone.engine.rates == [0.25]
    assert someone.engine.chosen == ["Bob en_GB"]
    someone.press("Voice-")
    someone.hear_on()
    assert someone.engine.chosen[-1] == "first"


def test_speed_and_voice_can_be_chosen_before_any_page_is_heard(listener, engine):
    engine.takes = 0.3
    someone = listener(language="en")
    someone.go(SHORT)
    someone.press("ReadingButton")
    assert Engine.made == []
    assert not someone.has("Speed-0")
    someone.press("ShowVoices")
    assert QApplication.focusWidget().objectName() == "Speed-0"
    assert someone.texts("aloud.getting") in someone.words(someone.find("ReadingPanel"))
    someone.press("Speed-1")
    someone.find("Speed-1").setFocus()
    name = "Bob en_GB"
    someone.until(lambda: someone.has(f"Voice-{name}"))
    assert QApplication.focusWidget().objectName() == "Speed-1"
    someone.press(f"Voice-{name}")
    assert someone.find(f"Voice-{name}").isChecked()
    assert someone.engine.said == []
    someone.window.close_menu()
    # The options remember that they were asked for.
    someone.press("ReadingButton")
    assert someone.find("Speed-1").isChecked()
    someone.press("ReadPage")
    someone.until(lambda: someone.engine.chosen == [name])
    # Voices of the other language are looked for where the options stand open meanwhile.
    someone.press("ReadingButton")
    someone.press("LanguageButton")
    someone.until(lambda: someone.has("Voice-Bob fr_FR"))


def test_one_voice_or_none_is_said_in_the_options(listener, engine, monkeypatch):
    monkeypatch.setattr(reader.sys, "platform", "linux")
    monkeypatch.setattr(engine, "availableVoices", lambda _self: [])
    someone = listener(language="en")
    someone.go(SHORT)
    someone.press("ReadingButton")
    someone.press("ShowVoices")
    someone.until(lambda: someone.texts("aloud.voice.one") in someone.words(someone.find("ReadingPanel")))
    assert not someone.has("Voice-")
    engine.locales = ("fr_FR",)
    someone = listener(language="en")
    someone.go(SHORT)
    someone.press("ReadingButton")
    someone.press("ShowVoices")
    lacks = someone.texts("aloud.lacks.language.linux")
    someone.until(lambda: lacks in someone.words(someone.find("ReadingPanel")))
    assert someone.has("Speed-0")


@each("rules", [GUEST, Rules(mode="public-pc", links="qr", printing="off", read_aloud=True)])
def test_options_start_no_voice_where_one_must_be_asked_first(listener, rules):
    someone = listener(rules=rules)
    someone.go(SHORT)
    someone.press("ReadingButton")
    someone.press("ShowVoices")
    assert someone.texts("aloud.voice.later") in someone.words(someone.find("ReadingPanel"))
    assert someone.has("Speed-0")
    assert Engine.made == []


def test_the_reading_options_read_the_page(listener):
    someone = listener()
    someone.go(PLAN)
    someone.press("ReadingButton")
    someone.press("ReadPage")
    assert not someone.has("ReadingPanel")
    someone.until(lambda: Engine.made and someone.engine.said)


def test_the_voice_follows_the_language_of_the_page(listener):
    someone = listener()
    someone.listen()
    assert someone.engine.now.name() == "fr_FR"
    someone.press("LanguageButton")
    someone.press("ListenPage")
    someone.until(lambda: someone.engine.now.name() == "en_GB" and someone.engine.is_speaking)
    assert someone.engine.said[-1] == "My child is telling me something"


def test_the_word_being_said_is_lit_where_the_engine_tells_it(listener):
    someone = listener()
    someone.listen()
    someone.engine.sayingWord.emit("enfant", 0, 4, 6)
    someone.until(lambda: someone.aloud._light._word == (4, 10))
    someone.hear_on()
    assert someone.aloud._light._word == (0, 0)


# Where there is no voice.


def lacking(someone, sentence):
    """Ask for a page and see that one sentence answers, with nothing to press but to close it."""
    someone.until(lambda: someone.find("AloudWords").text() == sentence)
    assert [one.objectName() for one in someone.pressable(someone.aloud.bar)] == ["AloudClose"]
    assert not someone.aloud.is_reading
    someone.press("AloudClose")
    assert someone.aloud.bar is None


@each("language, system", [("fr", "linux"), ("en", "win32"), ("fr", "darwin"), ("en", "haiku")])
def test_one_sentence_says_what_to_do_where_no_voice_speaks_the_language(
    language, system, listener, engine, monkeypatch
):
    monkeypatch.setattr(reader.sys, "platform", system)
    engine.locales = ("en_US",) if language == "fr" else ("fr_CA",)
    someone = listener(language=language)
    someone.go(SHORT)
    someone.press("ListenPage")
    name = {"win32": "windows", "darwin": "macos", "haiku": "other"}.get(system, system)
    lacking(someone, someone.texts(f"aloud.lacks.language.{name}"))


def test_an_engine_without_any_voice_is_told_and_asked_again_next_time(listener, engine, announced):
    engine.locales = ()
    someone = listener()
    someone.go(SHORT)
    someone.press("ListenPage")
    lacking(someone, someone.texts("aloud.lacks.engine.linux"))
    assert announced[-1] == someone.texts("aloud.lacks.engine.linux")
    engine.locales = ("fr_FR",)
    someone.press("ListenPage")
    someone.until(lambda: someone.engine.said)


def test_an_engine_that_fails_in_the_middle_is_told(listener):
    someone = listener()
    someone.listen(SHORT)
    someone.engine.errorOccurred.emit(1, "no sound")
    lacking(someone, someone.texts("aloud.lacks.engine.linux"))


def test_only_the_engine_for_trying_out_is_none_for_readers(listener, engine):
    engine.availableEngines = staticmethod(lambda: ["mock"])
    someone = listener()
    someone.go(SHORT)
    someone.press("ListenPage")
    lacking(someone, someone.texts("aloud.lacks.engine.linux"))


@each("installed, code", [(False, "checkout"), (True, "library")])
def test_without_the_part_that_speaks_the_options_say_how_to_get_it(installed, code, listener, monkeypatch):
    def missing(_name):
        raise ImportError

    monkeypatch.setattr(voices, "import_module", missing)
    for module in (offer, reader):
        monkeypatch.setattr(module, "is_installed", lambda: installed)
    someone = listener()
    someone.go(SHORT)
    # No button on the page promises what cannot be.
    assert someone.has("ListenPage") is installed
    someone.press("ReadingButton")
    someone.press("ReadPage")
    lacking(someone, someone.texts(f"aloud.lacks.{code}"))


# Guests, public PCs, and people who may be watched.


def test_a_guest_at_home_is_asked_once_and_told_what_the_voice_may_leave(listener):
    someone = listener(rules=GUEST)
    someone.go(SHORT)
    someone.press("ListenPage")
    assert someone.texts("aloud.ask.guest.text") in someone.words()
    assert QApplication.focusWidget().objectName() == "AloudNo"
    someone.press("AloudNo")
    assert Engine.made == []
    someone.listen(SHORT, asked="AloudYes")
    someone.listen(Route("home"))


def public(**changes):
    return Rules(mode="public-pc", links="qr", printing="off", read_aloud=True, **changes)


def test_a_public_pc_asks_for_headphones_once(listener, monkeypatch):
    monkeypatch.setattr(reader, "speech_is_started", lambda: True)
    someone = listener(rules=public())
    someone.go(SHORT)
    someone.press("ListenPage")
    assert someone.texts("aloud.ask.public.title") in someone.words()
    someone.press("AloudNo")
    assert Engine.made == []
    someone.listen(SHORT, asked="AloudYes")
    someone.listen(Route("home"))


def test_a_public_pc_starts_no_speech_of_its_own(listener, monkeypatch):
    monkeypatch.setattr(reader, "speech_is_started", lambda: False)
    someone = listener(rules=public())
    someone.go(SHORT)
    someone.press("ListenPage")
    someone.press("AloudYes")
    lacking(someone, someone.texts("aloud.lacks.public"))
    assert Engine.made == []


def test_where_the_policy_says_no_nothing_offers_to_read(listener):
    someone = listener(rules=Rules(read_aloud=False))
    someone.go(SHORT)
    assert not someone.has("ListenPage")
    someone.press("ReadingButton")
    assert not someone.has("ReadPage")
    someone.window.read_aloud()
    assert not someone.has("AloudBar")


def test_whoever_may_be_watched_is_not_offered_to_be_heard(listener):
    someone = listener()
    someone.window.context.is_watched = True
    someone.go(SHORT)
    assert not someone.has("ListenPage")


def test_the_light_draws_each_letter_where_it_stands(listener):
    someone = listener()
    someone.go(PLAN)
    ink = someone.window.context.theme.ink.lower()
    labels = [
        label
        for label in someone.all_of(QLabel, someone.page.body)
        if len(label.text()) > 20
        and someone.in_view(label)
        # What is lighter stands out more when it is lit, and would hide what is compared.
        and label.palette().color(label.foregroundRole()).name() == ink
    ]
    assert len(labels) >= 4
    for label in labels[:6]:
        before = ink_of(label)
        light = ReadingLight(label, someone.window.context.theme, inverted=False, is_whole=False)
        light.show_sentence(0, len(label.text()))
        room = light.place()
        after = ink_of(label)
        light.hide()
        light.deleteLater()
        lost = before - after
        assert len(lost) < 0.03 * len(before), label.text()
        # What is more is the line under the words.
        lines = round(room.height() / label.fontMetrics().height())
        assert len(after - before) <= 2.1 * lines * room.width(), label.text()


def ink_of(label):
    """Give where a label is painted dark."""
    image = label.window().grab(place(label, label.window())).toImage()
    ink = label.palette().color(label.foregroundRole()).lightness()
    return {
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).lightness() < ink + 30
    }


def test_the_menu_of_a_text_reads_from_there(listener):
    someone = listener()
    someone.go(PLAN)
    say = next(box for box in someone.all_of(BlockBox)).findChild(QLabel)
    at = QPoint(20, 10)
    QApplication.sendEvent(say, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, say.mapToGlobal(at)))
    menu = QApplication.activePopupWidget()
    menu.findChild(QAction, "aloud-here").trigger()
    menu.close()
    someone.until(lambda: bool(Engine.made and someone.engine.said))
    assert say.text().startswith(someone.engine.said[0])
