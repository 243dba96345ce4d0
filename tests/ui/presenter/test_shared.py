"""The shared view: keys and remotes, what always stands on it, and what a screen reader hears."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from familyguide.guide import names
from familyguide.services.texts import Texts
from familyguide.ui.presenter import shared as shared_module
from familyguide.ui.presenter.keys import Wish
from familyguide.ui.presenter.slides import words_of
from familyguide.ui.theme.tokens import contrast

K = Qt.Key
FORWARD = [K.Key_Right, K.Key_Down, K.Key_PageDown, K.Key_Space, K.Key_Return, K.Key_Enter]
BACK = [K.Key_Left, K.Key_Up, K.Key_PageUp]


@pytest.fixture
def said(monkeypatch):
    """What a screen reader is asked to say on the shared view."""
    heard = []
    monkeypatch.setattr(shared_module, "announce", lambda _widget, sentence: heard.append(sentence))
    return heard


def test_a_key_goes_on(run):
    one = run().begin()
    for at, key in enumerate(FORWARD, start=1):
        one.press(key)
        assert one.deck.at == at, key
        assert one.deck.now.slide.text.fr in one.texts()


def test_a_key_goes_back_and_stops_at_the_start(run):
    one = run().begin()
    for key in BACK:
        one.press(K.Key_Right)
        one.press(K.Key_Right)
        one.press(key)
        assert one.deck.at == 1, key
        one.press(key)
        one.press(key)
        assert one.deck.at == 0, key


def test_home_and_end_go_to_either_end(run):
    one = run().begin()
    one.press(K.Key_End)
    assert one.deck.now.slide is None
    one.press(K.Key_Home)
    assert one.deck.at == 0


def test_other_keys_do_nothing(run):
    one = run().begin()
    one.press(K.Key_Right)
    for key in (K.Key_1, K.Key_7, K.Key_N, K.Key_Backspace, K.Key_Delete, K.Key_F1):
        one.press(key)
        assert one.deck.at == 1, key
        assert one.shared.isVisible(), key


def test_a_key_held_with_another_belongs_to_the_system(run):
    one = run().begin()
    QTest.keyClick(one.shared, K.Key_Right, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(one.shared, K.Key_B, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(one.shared, K.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert one.deck.at == 0
    assert one.presenter._mode == "show"


def test_a_remote_blanks_the_screen_and_brings_it_back(run):
    one = run().begin()
    one.press(K.Key_Right)
    words = one.deck.now.slide.text.fr
    for key in (K.Key_B, K.Key_Period, K.Key_F5):
        one.press(key)
        assert words not in one.texts(), key
        assert one.texts() == [text for text in one.texts() if text in strip_texts(one)]
        one.press(key)
        assert words in one.texts(), key
        assert one.deck.at == 1


@pytest.mark.parametrize("where", ["before the start", "options"])
def test_keys_of_one_letter_can_be_switched_off_for_this_session(run, tools, where):
    one = run(screens=(tools.LEFT, tools.RIGHT))
    if where == "options":
        one.begin("B")
        one.wish(Wish.OPTIONS)
        view = one.shared
    else:
        one.presenter.open()
        one.settle()
        view = one.window
    assert [one.find(f"Keys-{at}", view).isChecked() for at in (0, 1)] == [True, False]
    one.find("Keys-1", view).click()
    one.settle()
    assert [one.find(f"Keys-{at}", view).isChecked() for at in (0, 1)] == [False, True]
    if where == "options":
        one.find("GoOn").click()
    else:
        one.find("Screen-1", view).click()
        one.find("Begin", view).click()
    one.settle()
    for seen in (one.shared, one.worker):
        for key in (K.Key_B, K.Key_Period):
            one.press(key, seen)
            assert one.presenter._mode == "show", key
        QTest.keyClick(seen, K.Key_B, Qt.KeyboardModifier.ControlModifier)
        assert one.presenter._mode == "blank"
        one.press(K.Key_F5, seen)
        assert one.presenter._mode == "show"
    assert one.window.present(one.presenter.plan).keys.single


def strip_texts(one):
    return [label.text() for label in one.shared.strip.findChildren(QLabel)]


def test_the_first_press_after_a_break_loses_no_step(run):
    one = run().begin()
    one.press(K.Key_Right)
    for at, wish in enumerate((Wish.BLANK, Wish.PAUSE), 1):
        one.wish(wish)
        one.press(K.Key_PageDown)
        assert one.deck.at == at, wish
        assert one.deck.now.slide.text.fr in one.texts()
        one.press(K.Key_PageDown)
        assert one.deck.at == at + 1, wish


def test_a_pause_shows_that_it_is_one_and_nothing_else(run):
    one = run().begin()
    one.go("say")
    QTest.mouseClick(one.find(Wish.PAUSE), Qt.MouseButton.LeftButton)
    one.settle()
    paused = [Texts(language)("present.paused") for language in names.LANGUAGES]
    assert one.texts() == [*paused, *strip_texts(one)]
    shown = [button for button in one.shared.findChildren(QAbstractButton) if button.isVisible()]
    assert {button.value for button in shown} == {Wish.NEXT, Wish.LEAVE}
    assert one.find(Wish.NEXT).text().strip() == Texts("fr")("present.resume")


def test_esc_asks_calmly_and_stays(run):
    one = run().begin()
    one.press(K.Key_Escape)
    assert one.has("StopSheet")
    assert one.shared.isVisible()
    focus = one.shared.focusWidget()
    assert focus.objectName() == "GoOn"
    # A second one is not asked over it, and Esc means stay.
    one.press(K.Key_Escape)
    assert not one.has("StopSheet")
    assert one.told == []
    assert not one.window.isVisible()


def test_yes_leads_back_to_the_window_and_nothing_is_left(run):
    one = run().begin()
    one.press(K.Key_Escape)
    one.find("StopSession").click()
    one.settle()
    assert one.told == ["closed"]
    assert one.window.isVisible()
    assert one.shared is None
    assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == [one.window]


def test_closing_the_view_asks_as_well(run):
    one = run().begin()
    event = QCloseEvent()
    QApplication.sendEvent(one.shared, event)
    one.settle()
    assert not event.isAccepted()
    assert one.has("StopSheet")


@pytest.mark.parametrize("question", [Wish.OPTIONS, Wish.STOP])
def test_closing_the_view_over_a_question_closes_both(run, tools, question):
    one = run(screens=(tools.LEFT, tools.RIGHT)).begin()
    one.wish(question)
    assert one.shared.is_asked
    QApplication.sendEvent(one.shared, QCloseEvent())
    one.settle()
    assert one.told == ["closed"]
    assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == [one.window]


def test_paper_is_offered_before_the_start_alone(run):
    one = run()
    one.presenter.open()
    one.settle()
    assert one.has("PrintNotes", one.window)
    one.find("Begin", one.window).click()
    one.settle()
    one.wish(Wish.OPTIONS)
    assert one.has("OptionsSheet")
    assert not one.has("PrintNotes")
    assert not any(Texts("fr")("present.notes.paper") in text for text in one.texts())


def test_going_back_to_the_plan_takes_the_place_of_another_question(run, tools):
    one = run(screens=(tools.LEFT, tools.RIGHT)).begin()
    one.wish(Wish.OPTIONS, Wish.STOP)
    assert one.has("StopSheet")
    assert not one.has("OptionsSheet")


def test_a_click_leaves_the_keyboard_to_the_session(run):
    one = run().begin()
    QTest.mouseClick(one.find(Wish.NEXT), Qt.MouseButton.LeftButton)
    one.settle()
    assert one.deck.at == 1
    QTest.mouseClick(one.find(Wish.BACK), Qt.MouseButton.LeftButton)
    one.settle()
    one.press(K.Key_Space)
    assert one.deck.at == 1


def test_arrows_go_on_with_the_session_also_from_a_control(run):
    one = run().begin()
    one.find(Wish.PAUSE).setFocus(Qt.FocusReason.TabFocusReason)
    one.press(K.Key_Right)
    assert one.deck.at == 1
    assert one.presenter._mode == "show"


def test_tab_reaches_every_control_and_space_presses_it(run):
    one = run().begin()
    one.go("say")
    wanted = {button for button in one.shared.foot.findChildren(QAbstractButton) if button.isVisible()}
    reached = set()
    for _ in range(30):
        QTest.keyClick(one.shared.focusWidget() or one.shared, K.Key_Tab)
        reached.add(one.shared.focusWidget())
    assert wanted <= reached
    one.find(Wish.OWN_WORDS).setFocus(Qt.FocusReason.TabFocusReason)
    one.press(K.Key_Space)
    assert one.presenter._mode == "own-words"


def test_what_has_the_keyboard_looks_different(run):
    one = run().begin()
    one.go("say")
    for button in one.shared.foot.findChildren(QAbstractButton):
        if button.isVisible():
            before = button.grab().toImage()
            button.setFocus(Qt.FocusReason.TabFocusReason)
            assert button.grab().toImage() != before, button.objectName()
            one.shared.setFocus()


def test_the_group_says_it_in_its_own_words(run):
    one = run().begin()
    one.go("say")
    model = one.deck.now.slide.text.fr
    one.find(Wish.OWN_WORDS).click()
    one.settle()
    assert model not in one.texts()
    for language in names.LANGUAGES:
        assert Texts(language)("present.own") in one.texts()
        assert Texts(language)("present.own.more") in one.texts()
    one.find(Wish.OWN_WORDS).click()
    one.settle()
    assert model in one.texts()


def test_own_words_are_offered_where_there_is_something_to_say(run):
    one = run().begin()
    for kind, offered in (("say", True), ("point", False), ("avoid", False), ("end", False)):
        one.go(kind)
        assert one.has(Wish.OWN_WORDS) is offered, kind


MODES = ["show", "own-words", "blank", "pause"]


@pytest.mark.parametrize(("size", "scale"), [((1280, 800), 100), ((1024, 768), 200), ((900, 600), 200)])
def test_leave_now_and_the_numbers_always_stand_on_it(run, size, scale):
    one = run(scale=scale).begin(size=size)
    places = set()
    for mode, kind in product(MODES, ("point", "say", "end")):
        one.go(kind)
        one.presenter._show(mode)
        one.settle()
        leave = one.find("LeaveButton")
        places.add(leave.mapTo(one.shared, QPoint(0, 0)).toTuple())
        assert whole(one, leave)
        numbers = [label for label in one.shared.findChildren(QLabel, "Number") if label.isVisible()]
        shown = " ".join(
            label.text() for label in numbers if label.parent().objectName().startswith("Stage-")
        )
        for number in ("17", "112", "119", "3018"):
            assert number in shown
        assert all(whole(one, label) for label in numbers)
    assert len(places) == 1


def whole(one, widget):
    place = QRect(widget.mapTo(one.shared, QPoint(0, 0)), widget.size())
    return widget.isVisible() and one.shared.rect().contains(place)


@pytest.mark.parametrize(("size", "scale"), [((1280, 800), 100), ((1024, 768), 100), ((900, 600), 200)])
def test_controls_are_large_enough_for_many_hands_and_nothing_is_cut_off(run, size, scale):
    one = run(scale=scale).begin(size=size)
    for kind in ("say", "end"):
        one.go(kind)
        for button in one.shared.findChildren(QAbstractButton):
            if button.isVisible():
                assert button.height() >= 44, button.objectName()
                assert button.width() >= max(44, button.sizeHint().width()), button.objectName()
                assert whole(one, button)
        for label in (*one.shared.top.findChildren(QLabel), *one.shared.strip.findChildren(QLabel)):
            if label.isVisible() and label.text():
                assert whole(one, label)
                needed = (
                    label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
                )
                assert label.height() >= needed, label.text()


def test_a_country_we_do_not_hold_is_said_in_both_languages(run, plan, directory):
    one = run(chosen=plan(country="XX")).begin()
    words = " ".join(strip_texts(one))
    for language in names.LANGUAGES:
        assert directory.country("XX").note[language] in words


def test_numbers_are_those_of_the_session_not_of_the_window(run, plan):
    one = run(chosen=plan(country="GB"), country="FR").begin()
    shown = " ".join(label.text() for label in one.shared.strip.findChildren(QLabel, "Number"))
    assert "999" in shown
    assert "3018" not in shown


def test_the_head_says_where_the_group_is_in_both_languages(run):
    one = run().begin()
    one.go("say")
    chapter, at = one.deck.chapter, one.deck.now.chapter + 1
    for language in names.LANGUAGES:
        texts = Texts(language)
        said = texts("present.part", n=at, all=len(one.deck.chapters), part=chapter.title[language])
        assert said in one.texts()
        ages = texts("present.ages", ages="12–14")
        assert f"{texts('level.group')} · {ages}" in one.texts()
        assert texts("present.place", n=2, all=one.deck.place[1]) in one.texts()
    bar = QAccessible.queryAccessibleInterface(one.shared.bar)
    said = bar.text(QAccessible.Text.Name)
    assert one.deck.chapters[0].title.fr in said
    assert Texts("fr")("present.after", part=one.deck.next_chapter.title.fr) in said


def test_the_heads_of_two_languages_stand_at_one_height(run, plan):
    """Also where the title of the part takes two lines in one of them alone."""
    one = run(chosen=plan("workshop", ("ai-images", "secrets"))).begin(size=(900, 600))
    first, second = one.shared.heads.each
    unlike = 0
    for _part in one.deck.steps:
        unlike += first.part.heightForWidth(first.part.width()) != second.part.heightForWidth(
            second.part.width()
        )
        assert [first.session.y(), first.part.y()] == [second.session.y(), second.part.y()]
        one.wish(Wish.NEXT)
    assert unlike


def counted(deck):
    """How many screens each part of a session has."""
    return [sum(step.chapter == part for step in deck.steps) for part in range(len(deck.chapters))]


@pytest.mark.parametrize(
    ("size", "scale", "languages"),
    [
        ((1280, 800), 100, ("fr",)),
        ((1280, 800), 130, ("fr", "en")),
        ((1280, 800), 160, ("en", "fr")),
        ((1920, 1080), 200, ("en",)),
        ((1024, 768), 160, ("fr", "en")),
        ((900, 600), 100, ("fr", "en")),
        ((900, 600), 200, ("fr", "en")),
        ((640, 480), 130, ("en", "fr")),
    ],
    ids=str,
)
def test_as_many_screens_as_are_said_at_first_are_said_to_the_end(run, plan, tools, size, scale, languages):
    for level, topics in (("group", ("sextortion",)), ("workshop", ("ai-images", "secrets", "group-chats"))):
        chosen = plan(level, topics, ("9-11", "12-14"), languages=languages)
        one = run(screens=[tools.LEFT, tools.RIGHT], chosen=chosen, scale=scale).begin(mine="B", size=size)
        first = counted(one.deck)
        assert max(first) > 2
        # To the end, where the numbers stand large, and back to the start.
        for way in (Wish.NEXT, Wish.BACK):
            for _step in one.deck.steps:
                part, (n, count) = one.deck.now.chapter, one.deck.place
                if part < len(first):
                    assert count == first[part], (level, part)
                    shown = one.shared
                    assert len(one.deck.now.ideas) == 1 or shown.slide.size_now >= shown._sizes.together
                if count > 1:
                    assert Texts("fr")("present.place", n=n, all=count) in one.texts(one.worker)
                    heads = [Texts(language)("present.place", n=n, all=count) for language in languages]
                    assert shown._sizes.is_short or set(heads) <= set(one.texts())
                one.wish(way)
        assert counted(one.deck) == first


def test_the_screens_are_counted_anew_in_another_room(run, plan):
    one = run(chosen=plan("workshop")).begin(size=(1920, 1080))
    large = counted(one.deck)
    one.resize(900, 600)
    small = counted(one.deck)
    assert sum(small) > sum(large)
    one.resize(1920, 1080)
    assert counted(one.deck) == large
    # As wide and less high: the sizes stay, the room does not.
    one.resize(1024, 1400)
    high, made = sum(counted(one.deck)), one.shared._sizes
    one.resize(1024, 700)
    assert one.shared._sizes.text == made.text
    assert sum(counted(one.deck)) > high


def test_each_new_slide_is_said_with_its_label_and_once(run, said):
    one = run().begin()
    one.go("say")
    slide = one.deck.now.slide
    assert len(one.deck.now.ideas) == 1
    said.clear()
    one.press(K.Key_Right)
    one.press(K.Key_Left)
    assert len(said) == 2
    assert said[-1].endswith(f"{words_of(slide, 'fr').spoken} {words_of(slide, 'en').spoken}")
    assert said[-1].startswith(slide.label.fr)


def test_a_new_part_is_said_with_its_place(run, said):
    one = run().begin()
    while one.deck.now.chapter == 0:
        one.press(K.Key_Right)
    texts = Texts("fr")
    where = texts("present.part", n=2, all=len(one.deck.chapters), part=one.deck.chapter.title.fr)
    assert said[-1].startswith(f"{where}. ")


def test_titles_and_labels_are_headings(run):
    one = run().begin()
    for mode, widget in (("pause", lambda column: column.text), ("show", lambda column: column.label)):
        one.presenter._show(mode)
        one.settle()
        for column in one.shared.slide.columns:
            made = QAccessible.queryAccessibleInterface(widget(column))
            assert made.role() == QAccessible.Role.Heading


def test_every_control_has_a_name_that_holds_its_words(run):
    one = run().begin()
    one.go("say")
    for button in one.shared.findChildren(QAbstractButton):
        name = QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Name)
        assert name
        assert button.text().replace("\u00a0", " ").strip() in name.replace("\u00a0", " ")


def test_numbers_are_said_as_people_say_them(run):
    one = run().begin()
    child = one.shared.strip.findChild(object, "Stage-child").findChild(QLabel, "Number")
    name = QAccessible.queryAccessibleInterface(child).text(QAccessible.Text.Name)
    assert Texts("fr")("strip.child") in name
    assert any(letter.isalpha() for letter in name.partition(":")[2])


def test_the_end_shows_the_decision_the_numbers_and_the_way_to_the_pack(run):
    one = run().begin()
    one.go("end")
    assert one.deck.decisions
    for decision in one.deck.decisions:
        for language in names.LANGUAGES:
            assert any(decision.text[language] in text for text in one.texts())
    assert one.has("StageNumbers")
    assert not one.has("StageStrip")
    assert not one.has(Wish.NEXT)
    one.find(Wish.TAKE_HOME).click()
    one.settle()
    assert one.told == ["closed", "take_home"]
    assert one.window.isVisible()


def test_every_window_is_called_by_the_apps_name_alone(run, tools):
    one = run(screens=[tools.LEFT, tools.RIGHT]).begin("B")
    one.wish(Wish.OPTIONS)
    titles = {widget.windowTitle() for widget in QApplication.topLevelWidgets() if widget.isWindow()}
    assert titles == {Texts("fr")("app.name")}


def test_leave_now_takes_everything_away(run, tools):
    one = run(screens=[tools.LEFT, tools.RIGHT]).begin("B")
    left = []
    one.window.left.connect(lambda: left.append(True))
    one.find("LeaveButton").click()
    assert not any(widget.isVisible() for widget in QApplication.topLevelWidgets())
    assert left == [True]
    one.settle()
    assert one.shared is None
    assert one.worker is None


@pytest.mark.parametrize("view", ["shared", "worker"])
def test_shift_three_times_leaves_from_both_views(run, tools, view):
    one = run(screens=[tools.LEFT, tools.RIGHT]).begin("B")
    left = []
    one.window.left.connect(lambda: left.append(True))
    handle = getattr(one, view).windowHandle()
    for count in range(3):
        assert left == []
        QTest.keyPress(handle, K.Key_Shift, Qt.KeyboardModifier.ShiftModifier)
        QTest.keyRelease(handle, K.Key_Shift)
        if count == 1:
            assert one.shared.notice.text() == Texts("fr")("leave.once_more")
    assert left == [True]
    assert not any(widget.isVisible() for widget in QApplication.topLevelWidgets())


@pytest.mark.parametrize("theme", ["light", "contrast"])
def test_every_text_is_readable(run, theme):
    one = run(theme=theme).begin()
    least = 7 if theme == "contrast" else 4.5
    for kind in ("say", "avoid", "end"):
        one.go(kind)
        ground = one.shared.grab().toImage().pixelColor(2, 2).name()
        for label in one.shared.findChildren(QLabel):
            if label.isVisible() and label.text():
                front = label.palette().color(label.foregroundRole()).name()
                assert contrast(front, ground) >= least, label.text()


def test_nothing_can_be_typed_anywhere(run, tools):
    from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit

    one = run(screens=[tools.LEFT, tools.RIGHT]).begin("B")
    for view in (one.shared, one.worker):
        for kind in (QLineEdit, QPlainTextEdit, QTextEdit):
            assert view.findChildren(kind) == []


def test_what_the_view_shows_does_not_change_with_time(run):
    one = run().begin()
    one.go("say")
    before = one.shared.grab().toImage()
    one.clock.now += 45 * 60
    QApplication.sendEvent(one.shared, QEvent(QEvent.Type.UpdateRequest))
    one.settle()
    assert one.shared.grab().toImage() == before
