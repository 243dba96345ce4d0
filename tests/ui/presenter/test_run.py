"""A session from the window and back: what is asked first, and that nothing of it stays."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from familyguide.services.rules import Flags, effective
from familyguide.services.texts import Texts
from familyguide.ui.presenter.asks import Letter
from familyguide.ui.presenter.run import Presenter

ROOT = Path(__file__).resolve().parents[3]
FR = Texts("fr")
TWO = [(0, 0, 1280, 800), (1280, 0, 1280, 800)]


def asked(one):
    """Open the questions."""
    one.presenter.open()
    one.settle()
    return one.presenter.before


def answer(one, name):
    one.find(name, one.window).click()
    one.settle()


def words(one):
    return "\n".join(one.texts(one.window))


def test_an_interpreter_known_to_the_family_gets_a_kind_remark(run):
    one = run()
    asked(one)
    remark = FR("session.before.interpreter-known-group")
    assert remark not in words(one)
    answer(one, "Interpreter-2")
    assert remark in words(one)
    answer(one, "Interpreter-0")
    assert remark not in words(one)


def test_without_a_second_adult_it_says_what_to_prepare(run):
    one = run()
    asked(one)
    answer(one, "SecondAdult-1")
    assert FR("session.before.alone-group") in words(one)
    answer(one, "SecondAdult-0")
    assert FR("session.before.alone-group") not in words(one)
    assert FR("session.before.second-adult-group") in words(one)


def test_an_answer_has_a_mark_as_well_as_a_colour(run):
    one = run()
    asked(one)
    answer(one, "SecondAdult-1")
    yes, no = (one.find(f"SecondAdult-{number}", one.window) for number in (0, 1))
    assert (yes.isChecked(), no.isChecked()) == (False, True)
    assert yes.icon().isNull()
    assert not no.icon().isNull()
    assert no.accessibleName() == FR("present.no")


def test_the_answers_live_as_long_as_the_run(run):
    one = run()
    plan = one.presenter.plan
    one.window.context.session = plan
    asked(one)
    answer(one, "Interpreter-2")
    answer(one, "SecondAdult-1")
    one.find("Begin", one.window).click()
    one.settle()
    assert (one.presenter.plan.interpreter, one.presenter.plan.second_adult) == ("known", False)
    assert one.window.context.session == plan
    assert plan.interpreter is None
    one.presenter.stop()
    one.settle()
    one.window.present(plan)
    one.settle()
    assert not one.find("SecondAdult-1", one.window).isChecked()
    one.window.presenter._end()


def test_answers_of_another_day_are_asked_again(run, plan):
    from msgspec.structs import replace

    one = run(chosen=replace(plan(), interpreter="known", second_adult=True))
    asked(one)
    assert FR("session.before.interpreter-known-group") not in words(one)
    one.find("Begin", one.window).click()
    one.settle()
    assert one.presenter.plan.interpreter is None


@pytest.mark.parametrize("by", ["button", "key"])
def test_not_yet_leaves_everything_as_it_was(run, by):
    one = run(screens=TWO)
    asked(one)
    if by == "button":
        answer(one, "NotYet")
    else:
        QTest.keyClick(one.window.focusWidget(), Qt.Key.Key_Escape)
        one.settle()
    assert one.told == ["closed"]
    assert one.window.isVisible()
    assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == [one.window]


def test_with_one_screen_the_notes_can_be_printed_before(run):
    one = run()
    asked(one)
    assert FR("present.screens.one") in words(one)
    answer(one, "PrintNotes")
    assert sorted(one.told) == ["closed", "print_notes"]


def test_where_nothing_is_printed_paper_is_not_spoken_of(run):
    one = run(rules=effective(None, None, Flags())._replace(printing="off"))
    asked(one)
    assert FR("present.screens.one") in words(one)
    assert FR("present.notes.paper") not in words(one)
    assert not one.has("PrintNotes", one.window)


def test_the_worker_says_before_the_start_which_screen_is_theirs(run):
    one = run(screens=TWO)
    asked(one)
    shown = sorted(widget.text() for widget in QApplication.topLevelWidgets() if isinstance(widget, Letter))
    assert shown == ["A", "B"]
    answer(one, "Screen-1")
    one.find("Begin", one.window).click()
    one.settle()
    assert one.worker.is_filled
    assert not any(
        isinstance(widget, Letter) and widget.isVisible() for widget in QApplication.topLevelWidgets()
    )
    assert not one.window.isVisible()


def test_a_change_of_screens_before_the_start_takes_the_answer_back(run):
    one = run(screens=TWO)
    asked(one)
    answer(one, "Screen-1")
    one.screens.lay(*TWO)
    one.settle()
    one.find("Begin", one.window).click()
    one.settle()
    assert one.worker is None
    assert one.shared.isVisible()


def test_tab_stays_in_the_questions_and_reaches_the_start(run):
    one = run()
    asked(one)
    reached = set()
    for _ in range(20):
        QTest.keyClick(one.window.focusWidget(), Qt.Key.Key_Tab)
        reached.add(one.window.focusWidget().objectName())
    assert {"Interpreter-0", "SecondAdult-1", "PrintNotes", "NotYet", "Begin"} <= reached
    assert not any(name.startswith(("Rail-", "Strip-")) for name in reached)


def test_a_guest_may_run_a_session(run):
    one = run(guest=True).begin()
    assert one.shared.isVisible()


def test_no_session_is_run_on_a_public_pc(window, plan):
    made = window(rules=effective(None, None, Flags(kiosk=True)))
    with pytest.raises(ValueError, match="public PC"):
        Presenter(made, plan())


def test_the_window_runs_one_session_at_a_time(window, plan, hands):
    made = window()
    made.present(plan())
    first = made.presenter
    made.present(plan())
    assert made.presenter is first
    first.before.close_sheet()
    hands.settle()
    assert made.presenter is None


def test_closing_the_window_ends_the_session(run):
    one = run().begin()
    one.window.close()
    one.settle()
    assert one.shared is None
    assert one.told == ["closed"]


def test_nothing_of_it_is_loaded_at_the_start():
    found = in_a_process(
        "import sys, familyguide.app, familyguide.ui.window, familyguide.ui.shell;"
        "print([name for name in sys.modules if 'presenter' in name])"
    )
    assert found.strip() == "[]"


def in_a_process(program, **environment):
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


REAL = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QEvent
from familyguide import app
from familyguide.guide.library import Library
from familyguide.services import session
from familyguide.services.choices import Choices
from familyguide.ui.presenter.asks import Letter
application = app.make_application(guest=True)
library = Library.open(Path({path!r}))
window = app.make_window(application, library, Choices(language="fr", country="FR", theme="light"))
window.finish(); window.show()
def settle():
    for _ in range(20):
        application.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
plan = session.suggest("individual", ["cameras-live"], ["9-11"], "FR", ["fr", "en"], library)
window.present(plan)
run = window.presenter
settle()
print(run.screens.state)
letters = [one for one in application.topLevelWidgets() if isinstance(one, Letter)]
print(sorted((one.text(), one.screen().name()) for one in letters))
places = run.screens.places()
run.begin(plan, places[1]); run.before.close_sheet()
settle()
print(run.shared.screen().name(), run.shared.geometry().getRect())
worker = run.worker
print(worker and (worker.screen().name(), worker.geometry().getRect(), worker.is_filled))
if worker:
    def covers(place):
        return [one.objectName() for one in application.topLevelWidgets()
                if one.isVisible() and one.frameGeometry().intersects(place.rect)]
    print(covers(places[0]), covers(places[1]))
    places[1].screen.geometryChanged.emit(places[1].rect)
    print(run.worker, run.shared.isVisible())
run._end(); window.close(); settle()
"""


@pytest.mark.parametrize(
    ("corner", "told"),
    [
        (
            1280,
            [
                "separate",
                "[('A', 'left'), ('B', 'right')]",
                "left (0, 0, 1280, 800)",
                "('right', (1280, 0, 1280, 800), True)",
                "['Stage'] ['Window']",
                "None True",
            ],
        ),
        (0, ["mirrored", "[]", "left (0, 0, 1280, 800)", "None"]),
    ],
    ids=["separate", "mirrored"],
)
def test_on_two_real_screens_each_view_has_its_own(tmp_path, real_file, corner, told):
    base = {"y": 0, "width": 1280, "height": 800, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    screens = [base | {"name": "left", "x": 0}, base | {"name": "right", "x": corner}]
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": screens}))
    said = in_a_process(
        REAL.replace("{path!r}", repr(str(real_file))), QT_QPA_PLATFORM=f"offscreen:configfile={config}"
    )
    assert said.splitlines() == told


@pytest.fixture
def planned(person, plan, hands):
    """Make someone who has a plan on the page."""

    def make(**wishes):
        someone = person(**wishes)
        someone.window.context.session = plan()
        someone.go("session", "plan")
        return someone

    yield make
    hands.settle()


def test_from_the_plan_to_the_slides_and_to_the_sheets_is_four_presses(planned, hands):
    someone = planned()
    someone.press("Start")
    someone.press("Begin")
    shared = someone.window.presenter.shared
    assert shared.isVisible()
    assert not someone.window.isVisible()
    QTest.keyClick(shared, Qt.Key.Key_End)
    hands.settle()
    shared.take_home.click()
    hands.settle()
    assert someone.window.isVisible()
    assert (someone.route.page, someone.route.item) == ("session", "pack")
    assert someone.window.presenter is None


def test_the_notes_are_offered_on_paper_from_the_questions(planned):
    someone = planned()
    someone.press("Start")
    someone.press("PrintNotes")
    assert (someone.route.page, someone.route.item) == ("print", "session-notes")


def test_esc_and_yes_leads_back_to_the_plan(planned, hands):
    someone = planned()
    someone.press("Start")
    someone.press("Begin")
    shared = someone.window.presenter.shared
    QTest.keyClick(shared, Qt.Key.Key_Escape)
    hands.settle()
    someone.press(shared.findChild(object, "StopSession"))
    assert (someone.route.page, someone.route.item) == ("session", "plan")
    assert someone.has("Start")


def test_a_public_pc_offers_no_start(window):
    made = window(rules=effective(None, None, Flags(kiosk=True)))
    assert made.context.present is None
