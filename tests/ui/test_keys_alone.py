"""What people come for, done with keys alone, and nowhere a trap."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from familyguide.services import session, staff_code
from familyguide.services.navigation import Route
from familyguide.services.rules import Flags, effective
from familyguide.services.vault import Vault
from familyguide.services.visit import Visit
from familyguide.ui.notes import FamilyNotes
from familyguide.ui.public.lock import PublicPc

K = Qt.Key
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
SMALL = {"scale": 200, "size": (900, 600)}
WORDS = "quatre mots de passe"


# A line of 1.4 pixels around a control, on average: two, less its corners.
THICK = 1.4


def faint(hands, around):
    """Name the controls of a part whose focus does not stand out, one of each kind."""
    seen = {}
    for w in around.findChildren(QWidget):
        if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible() and w.isEnabled():
            seen.setdefault((type(w).__name__, w.property("role"), getattr(w, "isChecked", bool)()), w)
    assert seen
    return [hands.told(w) for w in seen.values() if hands.mark_of_focus(w) < THICK]


def focus():
    return QApplication.focusWidget()


# A parent.


@pytest.mark.parametrize("wishes", [{}, {"language": "en", **SMALL}], ids=["large", "small"])
def test_from_home_to_a_sentence_to_say(person, library, wishes):
    someone = person(**wishes)
    first = library.rows("conversation")[0].id
    someone.use("Door-talk")
    assert focus() is someone.page.title_label
    someone.use(next(b.objectName() for b in someone.pressable(someone.page) if first in b.objectName()))
    assert someone.route.page == "conversation"
    assert someone.find("Opening")
    assert focus() is someone.page.title_label
    # The title is the same for every step: reading goes on at the step that was asked for.
    someone.use("NextStep")
    assert focus() is someone.page.begins_at
    assert focus().level == 2
    assert someone.in_view(focus())


def test_from_home_to_a_plan_in_three_presses(person):
    someone = person()
    someone.use("Door-todo", "AllPlans", "Row-plan:disclosure")
    assert someone.route == Route("plan", "disclosure")
    assert someone.page.title_label.text() in someone.words(someone.page)


def test_a_person_to_call_is_one_press_away_from_any_page(person, directory):
    someone = person()
    someone.go("article", "leaving")
    someone.strike(K.Key_F6)
    assert someone.window.strip.isAncestorOf(focus())
    someone.use("Strip-child")
    child = next(entry for entry in directory.strip("FR") if entry.role == "child").services[0]
    assert someone.route == Route("help", part=child.id)
    assert someone.in_view(someone.find(f"Service-{child.id}").findChild(QLabel, "Number"))


def test_settings_are_chosen_planned_and_ticked(person):
    someone = person()
    someone.use("Door-settings", "App-roblox", "Chip-9-11", "MakePlan")
    assert someone.route == Route("settings", "plan")
    done = next(b for b in someone.pressable(someone.page) if b.objectName().endswith("-done"))
    someone.reach(done.objectName())
    someone.strike(K.Key_Space)
    assert someone.find(done.objectName()).isChecked()
    assert "1" in someone.find("Progress").text()
    assert focus().objectName() == done.objectName()


def test_a_sign_is_opened_and_the_way_back_leads_to_it(person):
    someone = person(**SMALL)
    someone.use("Door-signs")
    sign = next(b.objectName() for b in someone.pressable(someone.page) if b.objectName().startswith("Sign-"))
    someone.use(sign)
    assert someone.find("OpenSign")
    someone.strike(K.Key_Left, ALT)
    assert someone.route == Route("signs")
    assert focus().objectName() == sign


@pytest.mark.parametrize("wishes", [{}, SMALL], ids=["large", "small"])
def test_words_are_searched_a_result_opened_and_found_again(person, wishes):
    someone = person(**wishes)
    someone.strike(K.Key_F, CTRL)
    someone.write("webcam")
    assert someone.route == Route("search", "webcam")
    someone.strike(K.Key_Return)
    result = focus().objectName()
    assert result.startswith("Row-")
    someone.strike(K.Key_Return)
    assert someone.route.page not in ("search", "home")
    assert focus() is someone.page.title_label
    someone.strike(K.Key_Left, ALT)
    assert someone.route == Route("search", "webcam")
    assert focus().objectName() == result


def test_help_is_chosen_by_need_a_code_shown_and_closed(person):
    someone = person()
    someone.use("Rail-help")
    need = next(b.objectName() for b in someone.pressable(someone.page) if "report-content" in b.objectName())
    someone.use(need)
    assert someone.find(need).isChecked()
    assert someone.route == Route("help", "report-content")
    code = next(b.objectName() for b in someone.pressable(someone.page) if b.objectName().startswith("Qr-"))
    someone.use(code, "CloseCode")
    assert not someone.has("CloseCode")
    assert focus().objectName() == code


@pytest.fixture
def at_home(window, hands, tmp_path, monkeypatch):
    """Somebody whose notes are kept; guesses at the passphrase are as cheap as the file allows."""
    monkeypatch.setattr(Vault.__init__, "__kwdefaults__", {"cost": 1 << 15})
    made = window(finished=False)
    made.context.folder = lambda: tmp_path / "family-guide"
    hands.settle()
    assert isinstance(made.context.notes, FamilyNotes)
    return hands.Person(made)


def wait(someone, hands):
    end = time.monotonic() + 20
    while someone.window.context.notes.is_busy and time.monotonic() < end:
        QApplication.processEvents()
    hands.settle()


def test_my_family_is_begun_sealed_locked_opened_and_forgotten(at_home, hands, tmp_path):
    someone = at_home
    someone.use("Rail-family", "Begin")
    someone.reach("Nickname")
    someone.write("Lou")
    someone.use("AddChild-9-11")
    notes = someone.window.context.notes
    assert [child.nickname for child in notes.document.children] == ["Lou"]
    for name in ("New", "Twice"):
        someone.reach(name)
        someone.write(WORDS)
    someone.strike(K.Key_Return)
    wait(someone, hands)
    assert notes.vault.has_passphrase
    someone.use("Lock")
    assert notes.document is None
    someone.reach("Passphrase")
    someone.write(WORDS)
    someone.strike(K.Key_Return)
    wait(someone, hands)
    assert notes.document.children[0].nickname == "Lou"
    someone.use("Forget")
    # What cannot be taken back begins with the way that changes nothing.
    assert focus().objectName() == "Stay"
    sure = next(b for b in someone.pressable(someone.find("Question")) if b.objectName() != "Stay")
    someone.use(sure.objectName())
    assert list((tmp_path / "family-guide").glob("notes*")) == []


# A worker.


def test_a_session_is_planned_run_stopped_and_leads_to_its_sheets(person, hands):
    someone = person()
    someone.use("Rail-session", "Model-group", "Topic-cameras-live", "FillPlan")
    plan = someone.window.context.session
    assert session.covered(plan)
    assert focus().objectName() == "Start"
    someone.strike(K.Key_Return)
    someone.use("Interpreter-0", "SecondAdult-0", "Begin")
    presenter = someone.window.presenter
    shared, deck = presenter.shared, presenter.deck
    assert not someone.window.isVisible()
    someone.strike(K.Key_Right, times=2)
    assert deck.at == 2
    someone.strike(K.Key_PageUp)
    assert deck.at == 1
    someone.strike(K.Key_B)
    assert presenter._mode == "blank"
    someone.strike(K.Key_Space)
    assert presenter._mode == "show"
    assert faint(hands, shared) == []
    shared.setFocus()
    # Every control of the view is reached, and Tab comes round.
    stops = [w for w in shared.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    stops = {w.objectName() for w in stops if w.isVisible() and w.isEnabled()}
    reached = set()
    for _ in range(2 * len(stops)):
        someone.strike(K.Key_Tab)
        reached.add(focus().objectName())
    assert reached == stops
    # A control that has the keyboard lets the arrows through.
    at = deck.at
    someone.strike(K.Key_Right)
    assert deck.at == at + 1
    someone.strike(K.Key_Escape)
    assert focus().objectName() == "GoOn"
    someone.strike(K.Key_Escape)
    assert someone.window.presenter is presenter
    someone.strike(K.Key_End)
    assert deck.now.slide is None
    someone.use("Wish-take_home")
    assert someone.route == Route("session", "pack")
    assert someone.window.isVisible()
    assert someone.window.isAncestorOf(focus())


# A library.


@pytest.fixture(scope="module")
def stored():
    return staff_code.make_hash(WORDS)


@pytest.fixture
def at_start(window, hands, stored):
    """Sit somebody in front of the start screen of a public PC."""

    def sit(**wishes):
        rules = effective(None, None, Flags(kiosk=True))._replace(staff_code=stored, keyboard="own")
        made = window(rules=rules, shown=False, **wishes)
        visit = Visit(is_alone=True)
        visit.say = lambda _line: None
        made.public = PublicPc(made, visit, None)
        made.show()
        made.activateWindow()
        hands.settle()
        return hands.Person(made)

    return sit


def test_a_visit_begins_is_held_and_is_left(at_start, hands):
    someone = at_start()
    public, left = someone.window.public, []
    someone.window.left.connect(lambda: left.append(True))
    # Before a visit every control is reached, the numbers too.
    start = public.start
    stops = {w.objectName() for w in someone.focusable(start)}
    reached = set()
    for _ in stops:
        someone.strike(K.Key_Tab)
        reached.add(focus().objectName())
    assert reached == stops
    someone.use("Begin-en")
    assert someone.window.context.language == "en"
    assert focus() is someone.page.title_label
    for name in ("StillHere", "HoldPage"):
        public._ask()
        hands.settle()
        someone.use(name)
        assert not someone.has("StillThere")
        assert someone.window.isAncestorOf(focus())
    # F6 goes round here too, and any key answers the question.
    someone.strike(K.Key_F6)
    assert someone.window.strip.isAncestorOf(focus())
    public._ask()
    hands.settle()
    assert someone.has("StillThere")
    someone.strike(K.Key_Escape)
    assert not someone.has("StillThere")
    someone.use("LeaveButton")
    assert left == [True]


def test_staff_open_the_way_out_with_their_code(at_start, qtbot):
    someone = at_start()
    someone.use("StaffButton")
    assert focus().objectName() == "StaffCode"
    someone.write(WORDS)
    with qtbot.waitSignal(someone.window.public.opened, timeout=20_000):
        someone.strike(K.Key_Return)


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_the_focus_stands_out_before_a_visit_and_on_the_keys_of_the_screen(at_start, hands, theme):
    someone = at_start(theme=theme)
    assert faint(hands, someone.window.public.start) == []
    someone.press("StaffButton")
    assert faint(hands, someone.find("StaffSheet")) == []
    someone.reach("StaffCode", "KeyboardButton")
    someone.strike(K.Key_Space)
    keys = someone.window.keyboard.sheet.keys
    assert focus() is keys[0]
    # Away from a key is to another one: with none the keys would go.
    caps = [key for key in keys if key.property("role") in ("keycap", "keycap-still")]
    assert hands.mark_of_focus(caps[0], away=caps[1]) >= THICK
    # Nothing holds the reader there: Tab goes on past the last key, and Esc closes the sheet.
    someone.reach("StaffCode")
    someone.strike(K.Key_Escape)
    assert not someone.has("StaffSheet")


# What opens: dialogs, options, menus.


def test_a_guest_answers_the_question_before_a_link(person, browser):
    someone = person(rules=effective(None, None, Flags(guest=True)))
    someone.go("help", part="fr-3018")
    # The button with the domain stands before the one that copies the number.
    someone.reach("Copy-fr-3018")
    someone.strike(K.Key_Tab, SHIFT)
    assert "3018.fr" in focus().text()
    asked = []

    def answer():
        QApplication.processEvents()
        dialog = QApplication.activeModalWidget()
        asked.append(dialog.focusWidget().text())
        QTest.keyClick(dialog.windowHandle(), K.Key_Tab)
        asked.append(dialog.focusWidget().text())
        QTest.keyClick(dialog.windowHandle(), K.Key_Return)

    QTimer.singleShot(0, answer)
    someone.strike(K.Key_Return)
    # First the way that opens nothing.
    assert asked == [someone.texts("link.ask.no"), someone.texts("link.ask.yes")]
    assert len(browser.opened) == 1


def test_the_reading_options_are_tried_and_closed(person):
    someone = person()
    someone.use("ReadingButton")
    assert focus().objectName() == "Scale-100"
    someone.use("Theme-dark")
    assert someone.window.context.choices.theme == "dark"
    assert focus().objectName() == "Theme-dark"
    someone.strike(K.Key_Escape)
    assert focus().objectName() == "ReadingButton"
    someone.use("ReadingButton", "AboutKeys")
    assert someone.route == Route("keyboard")
    assert focus() is someone.page.title_label


def test_the_menu_of_a_small_window_opens_a_page_and_lets_go(person):
    someone = person(**SMALL)
    someone.use("MenuButton")
    assert focus().objectName() == "Rail-home"
    someone.strike(K.Key_Escape)
    assert focus().objectName() == "MenuButton"
    someone.strike(K.Key_Return)
    someone.use("Rail-signs")
    assert someone.route == Route("signs")
    # Past its last entry the menu closes rather than hide what has the keyboard.
    someone.use("MenuButton")
    someone.reach("Rail-session")
    someone.strike(K.Key_Tab)
    assert not someone.window.rail.isVisible()
    assert focus().isVisible()


def test_leave_now_is_reached_from_every_part(person):
    someone = person()
    left = []
    someone.window.left.connect(lambda: left.append(True))
    someone.strike(K.Key_F6, SHIFT)
    someone.strike(K.Key_F6, SHIFT)
    assert someone.window.top.isAncestorOf(focus())
    someone.use("LeaveButton")
    assert left == [True]
