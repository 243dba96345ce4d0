"""Printing at the window: the page, the button, the worker, and Leave now in the middle of it."""

import threading

import office as at_the_printer
import pytest
from each import some
from office import ATTIC, GUEST, HALL, PLAN, PUBLIC, open_sheet, wait_until
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from familyguide.guide.library import ContentError
from familyguide.services import session
from familyguide.services.handouts import pack
from familyguide.services.handouts.maker import Maker
from familyguide.services.navigation import Route
from familyguide.services.rules import Rules
from familyguide.ui import files
from familyguide.ui.printers import Printer


def status(someone):
    return someone.find("PrintStatus").text()


@pytest.fixture
def held(office):
    """Stop the worker when the sheet is ready and nothing is handed over; set to let it go on."""
    reached, go_on = threading.Event(), threading.Event()

    def hold():
        reached.set()
        assert go_on.wait(10)

    office.before_handing = hold
    office.reached = reached
    yield go_on
    go_on.set()


def test_a_person_prints_a_plan_from_its_page(person, office):
    someone = person(language="en")
    someone.go("plan", PLAN)
    someone.press(f"Print-{PLAN}")
    desk = someone.window.context.printing
    wait_until(lambda: desk.state == "ready")
    assert HALL.label in someone.find("PrinterName").text()
    assert f"{desk.prepared.pages} pages" in someone.words()
    someone.press("PrintGo")
    wait_until(lambda: desk.state == "sent")
    assert HALL.label in status(someone)
    ((name, pdf),) = office.tray
    made = at_the_printer.read(pdf)
    assert name == HALL.name
    assert made.metadata.title == "Document"
    assert len(made.pages) == desk.prepared.pages
    assert at_the_printer.Printed(made.pages).says(someone.texts("plan.dont"))
    someone.press("PrintBack")
    assert someone.route.page == "plan"


def test_no_printer_is_asked_before_the_page_is_opened_and_never_on_the_gui_thread(unpainted, office):
    someone = unpainted()
    for route in (("plan", PLAN), ("help",), ("article", "leaving")):
        someone.go(*route)
    assert office.asked_from == set()
    assert someone.window.context.printing is None
    desk = open_sheet(someone)
    someone.press("PrintGo")
    wait_until(lambda: desk.state == "sent")
    assert office.asked_from
    assert threading.main_thread() not in office.asked_from


def test_the_picture_is_the_first_page_itself(person):
    someone = person(theme="dark")
    open_sheet(someone)
    image = someone.find("SheetPicture").pixmap().toImage()
    shades = [
        image.pixelColor(x, y).lightness() for x in range(0, image.width(), 2) for y in range(0, 200, 2)
    ]
    assert max(shades) == 255
    assert min(shades) < 100
    assert (
        someone.find("SheetPicture")
        .accessibleName()
        .endswith(someone.window.context.printing._job.sheets[0].title)
    )


@pytest.mark.parametrize("rules", [Rules(), GUEST, PUBLIC._replace(printing="default")])
def test_no_dialog_opens_in_any_mode(person, office, rules):
    someone = person(rules=rules)
    desk = open_sheet(someone)
    someone.press("PrintGo")
    wait_until(lambda: desk.state == "sent")
    boxes = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog | QFileDialog)]
    assert boxes == []
    assert len(office.tray) == 1


def test_a_family_at_home_chooses_among_its_printers(unpainted, office):
    someone = unpainted()
    desk = open_sheet(someone)
    someone.press(f"Chip-{ATTIC.name}")
    wait_until(lambda: desk.state == "ready")
    assert ATTIC.label in someone.find("PrinterName").text()
    someone.press("PrintGo")
    wait_until(lambda: desk.state == "sent")
    assert [name for name, _ in office.tray] == [ATTIC.name]


@pytest.mark.parametrize("rules", [GUEST, PUBLIC._replace(printing="default")])
def test_guests_have_the_usual_printer_and_are_told_of_the_staff(unpainted, office, rules):
    someone = unpainted(rules=rules, language="en")
    desk = open_sheet(someone)
    assert not someone.has(f"Chip-{ATTIC.name}")
    assert desk.chosen == HALL
    assert someone.texts("print.seen.public") in someone.words()


def test_a_policy_names_the_printer_by_what_people_or_the_system_call_it(unpainted, office):
    for name in (ATTIC.name, ATTIC.label):
        someone = unpainted(rules=PUBLIC._replace(printing="named", printer=name))
        desk = open_sheet(someone)
        someone.press("PrintGo")
        wait_until(lambda desk=desk: desk.state == "sent")
    assert [name for name, _ in office.tray] == [ATTIC.name, ATTIC.name]


@pytest.mark.parametrize(
    ("rules", "printers", "problem"),
    [
        (Rules(), (), "none"),
        (GUEST, (ATTIC, ATTIC._replace(name="other")), "no-default"),
        (PUBLIC._replace(printing="named", printer="Desk 2"), (HALL, ATTIC), "missing"),
        (PUBLIC._replace(printing="named", printer="Desk 2"), (), "missing"),
        (Rules(), (HALL._replace(trouble="refuses"),), "refuses"),
        (GUEST, (HALL._replace(trouble="paused"),), "paused"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence_and_can_be_looked_for_again(
    unpainted, office, rules, printers, problem
):
    office.printers = printers
    someone = unpainted(rules=rules)
    desk = open_sheet(someone)
    name = desk.chosen.label if desk.chosen else rules.printer or ""
    assert status(someone) == someone.texts(f"print.problem.{problem}", name=name)
    assert not someone.has("PrintGo")
    office.printers = (HALL, Printer("Desk 2", "Desk 2"))
    someone.press("PrintAgain")
    wait_until(lambda: desk.state == "ready")
    assert someone.has("PrintGo")


@pytest.fixture
def slow(office, monkeypatch):
    """Let the look for printers wait, from when `armed` is set until the test sets what it gives."""
    armed, go_on, found = threading.Event(), threading.Event(), office.found

    def look():
        if armed.is_set():
            assert go_on.wait(10)
        return found()

    monkeypatch.setattr(office, "found", look)
    go_on.armed = armed
    yield go_on
    go_on.set()


def test_looking_again_keeps_the_keyboard_on_its_button_and_says_what_it_came_to(
    person, office, slow, announced
):
    office.printers = ()
    someone = person(language="fr")
    desk = open_sheet(someone)
    first = status(someone)
    someone.find("PrintAgain").setFocus()
    slow.armed.set()
    someone.press("PrintAgain")
    assert status(someone) == someone.texts("print.looking")
    assert QApplication.focusWidget() is someone.find("PrintAgain")
    announced.clear()
    slow.set()
    wait_until(lambda: desk.state == "problem")
    assert status(someone) == someone.texts("print.looked", said=first)
    assert announced == [status(someone)]
    assert QApplication.focusWidget() is someone.find("PrintAgain")


def test_a_printer_found_by_looking_again_is_said_and_can_be_used_at_once(person, office, announced):
    office.printers = ()
    someone = person(language="en")
    desk = open_sheet(someone)
    someone.find("PrintAgain").setFocus()
    office.printers = (HALL,)
    someone.press("PrintAgain")
    wait_until(lambda: desk.state == "ready")
    assert status(someone) == someone.texts("print.found", name=HALL.label)
    assert announced[-1] == status(someone)
    assert QApplication.focusWidget() is someone.find("PrintGo")
    someone.press("PrintGo")
    wait_until(lambda: desk.state == "sent")
    assert status(someone) == someone.texts("print.sent", name=HALL.label)


def test_choosing_a_printer_keeps_the_keyboard_on_it(person, office):
    someone = person()
    desk = open_sheet(someone)
    someone.find(f"Chip-{ATTIC.name}").setFocus()
    someone.press(f"Chip-{ATTIC.name}")
    wait_until(lambda: desk.state == "ready")
    assert QApplication.focusWidget() is someone.find(f"Chip-{ATTIC.name}")
    assert someone.find(f"Chip-{ATTIC.name}").isChecked()


def test_a_printer_that_is_paused_after_the_look_gets_nothing(unpainted, office):
    someone = unpainted()
    desk = open_sheet(someone)
    office.printers = (HALL._replace(trouble="paused"), ATTIC)
    someone.press("PrintGo")
    wait_until(lambda: desk.state == "problem")
    assert status(someone) == someone.texts("print.problem.paused", name=HALL.label)
    assert office.tray == []


def test_a_printer_that_refuses_is_told_and_the_keyboard_is_not_lost(person, office):
    office.fails = True
    someone = person()
    desk = open_sheet(someone)
    someone.find("PrintGo").setFocus()
    someone.press("PrintGo")
    wait_until(lambda: desk.state == "problem")
    assert status(someone) == someone.texts("print.problem.failed", name=HALL.label)
    assert QApplication.focusWidget() is someone.find("PrintBack")


def test_stopping_sends_nothing_and_the_sheet_can_be_printed_again(unpainted, office, held):
    someone = unpainted()
    desk = open_sheet(someone)
    someone.press("PrintGo")
    assert office.reached.wait(10)
    wait_until(lambda: status(someone) == someone.texts("print.sending"))
    someone.press("PrintStop")
    held.set()
    wait_until(lambda: desk.state == "stopped")
    assert office.tray == []
    assert status(someone) == someone.texts("print.stopped")
    someone.press("PrintGo")
    wait_until(lambda: desk.state == "sent")
    assert len(office.tray) == 1


def test_the_window_stays_alive_while_a_sheet_is_sent(person, office, held):
    someone = person()
    desk = open_sheet(someone)
    someone.press("PrintGo")
    assert office.reached.wait(10)
    someone.go("help")
    assert someone.route.page == "help"
    held.set()
    wait_until(lambda: desk.state == "sent")
    # The reader is elsewhere: a notice says it there.
    assert someone.window.notice.text() == someone.texts("print.sent", name=HALL.label)
    someone.window.notice.timer.stop()


@pytest.mark.parametrize("way", ["leave", "close"])
def test_leaving_drops_what_is_not_handed_over(person, office, held, way):
    someone = person()
    open_sheet(someone)
    someone.press("PrintGo")
    assert office.reached.wait(10)
    workers = [one for one in threading.enumerate() if one in office.asked_from and one.is_alive()]
    assert workers
    # The worker goes on only after the drop has begun: it must find itself dropped.
    threading.Timer(0.2, held.set).start()
    if way == "leave":
        someone.press("LeaveButton")
    else:
        someone.window.close()
    for worker in workers:
        worker.join(10)
    assert office.tray == []
    assert not someone.window.isVisible()


def test_leave_now_empties_the_screen_before_it_waits_for_the_printer(person, office, held):
    someone = person()
    open_sheet(someone)
    someone.press("PrintGo")
    assert office.reached.wait(10)
    seen = []
    desk = someone.window.context.printing
    drop = desk.drop
    desk.drop = lambda: (seen.append(someone.window.isVisible()), held.set(), drop())
    someone.press("LeaveButton")
    assert seen == [False]


def test_a_long_pack_is_made_beside_the_window_and_leave_now_does_not_wait_for_it(
    person, office, monkeypatch
):
    someone = person()
    context = someone.window.context
    context.session = session.suggest("workshop", (), (), "FR", ("fr", "en"), context.library)
    begun, go_on, made_in = threading.Event(), threading.Event(), []
    make = pack.pack_job

    def slowly(*asked):
        made_in.append(threading.current_thread())
        begun.set()
        assert go_on.wait(10)
        return make(*asked)

    monkeypatch.setattr(pack, "pack_job", slowly)
    someone.go("print", "session-pack")
    assert begun.wait(10)
    desk = context.printing
    wait_until(lambda: status(someone) == someone.texts("print.preparing"))
    assert desk.state == "looking"
    assert not someone.has("PrintGo")
    assert not someone.has("PrintSave")
    seen = []
    drop = desk.drop
    desk.drop = lambda: (seen.append(someone.window.isVisible()), go_on.set(), drop())
    someone.press("LeaveButton")
    assert seen == [False]
    assert threading.main_thread() not in made_in
    assert desk.prepared is None
    assert office.tray == []


def test_a_sheet_whose_content_is_damaged_says_so_and_offers_nothing_to_print(unpainted, office, monkeypatch):
    def damaged(*_asked, **_wishes):
        raise ContentError("damaged", PLAN)

    monkeypatch.setattr(Maker, "of", damaged)
    someone = unpainted()
    assert open_sheet(someone).problem == "unmade"
    assert status(someone) == someone.texts("print.problem.unmade")
    assert not someone.has("PrintGo")


def test_after_leaving_nothing_is_printed_any_more(person, office):
    someone = person()
    desk = open_sheet(someone)
    someone.window.leave()
    desk.print_sheet()
    desk.prepare(PLAN)
    assert [one for one in office.asked_from if one.is_alive()] == []
    assert office.tray == []


PRINTABLE = [
    ("plan", PLAN, None),
    ("conversation", "cameras-live-9-11", None),
    ("conversation", "cameras-live-9-11", "next"),
    ("checklist", "discord", None),
    ("article", "leaving", None),
    ("help", None, "fr-3018"),
]


@pytest.mark.parametrize("wishes", [{}, {"scale": 200, "size": (900, 600)}], ids=["wide", "narrow"])
def test_each_kind_of_page_offers_to_print_once(unpainted, wishes):
    someone = unpainted(**wishes)
    for page, item, part in PRINTABLE:
        someone.go(Route(page, item, part))
        assert len([b for b in someone.pressable() if b.objectName() == f"Print-{item or part}"]) == 1


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("wishes", [{}, {"scale": 200, "size": (900, 600)}], ids=["wide", "narrow"])
def test_a_long_page_offers_to_print_on_its_first_screen_too(person, wishes, language):
    someone = person(language=language, **wishes)
    long_pages = [("article", "leaving"), ("checklist", "discord"), ("agreement", "family-agreement-9-11")]
    # A plan keeps a small first screen for the numbers and the first steps.
    long_pages += [("plan", PLAN)] if not wishes else []
    # Each in one language; in both in `prove every_page`.
    for page, item in some(long_pages, 2, turn=language == "en"):
        someone.go(page, item)
        button = someone.find(f"PrintTop-{item}")
        assert (page == "agreement" and wishes) or someone.on_first_screen(button)
        assert button.height() >= 40
        someone.press(button)
        assert someone.route == Route("print", item)
    someone.go("plan", PLAN)
    assert someone.has(f"PrintTop-{PLAN}") is not bool(wishes)


def test_no_page_offers_to_print_where_it_is_off(unpainted, office):
    # The default of a public PC.
    someone = unpainted(rules=PUBLIC)
    for page, item, part in PRINTABLE:
        someone.go(Route(page, item, part))
        assert [b for b in someone.pressable() if b.objectName().startswith(("Print-", "PrintTop-"))] == []
    someone.go("print", PLAN)
    assert someone.texts("print.problem.off") in someone.words()
    assert not someone.has("PrintGo")
    assert office.asked_from == set()


def test_who_may_be_watched_is_never_offered_to_print(unpainted):
    someone = unpainted()
    someone.go("todo")
    someone.press("Answer-unsafe")
    assert not [b for b in someone.pressable() if b.objectName().startswith(("Print-", "PrintTop-"))]
    someone.press("GoOn")
    for page, item, part in PRINTABLE:
        someone.go(Route(page, item, part))
        assert [b for b in someone.pressable() if b.objectName().startswith(("Print-", "PrintTop-"))] == []
    someone.go("todo")
    someone.press(f"Answer-{someone.window.context.library.triage.happening.start}")
    someone.go("plan", PLAN)
    assert someone.has(f"Print-{PLAN}")


def test_the_page_survives_another_language_size_and_theme(unpainted):
    someone = unpainted(language="fr")
    desk = open_sheet(someone)
    for change in ({"language": "en"}, {"scale": 200}, {"theme": "contrast"}):
        someone.window.context.service.change(**change)
        wait_until(lambda: desk.state == "ready")
        assert someone.page.title_label.text() == someone.window.context.texts("print.title")
        assert someone.has("PrintGo")
    assert desk._job.sheets[0].languages == ("en",)


@pytest.mark.parametrize(
    ("wishes", "printers"),
    [
        ({"language": "fr"}, (HALL, ATTIC)),
        ({"language": "en", "scale": 200, "size": (900, 600), "theme": "dark"}, (HALL, ATTIC)),
        ({"language": "fr", "scale": 200, "size": (900, 600), "theme": "contrast"}, ()),
    ],
)
def test_the_page_has_none_of_the_faults_that_pages_must_not_have(person, office, hands, wishes, printers):
    office.printers = printers
    someone = person(**wishes)
    open_sheet(someone)
    hands.settle()
    faults = {name: list(look(someone)) for name, look in hands.FAULTS.items()}
    faults["pale"] = list(hands.pale(someone, 7 if wishes.get("theme") == "contrast" else 4.5))
    assert {name: found for name, found in faults.items() if found} == {}


def test_the_keyboard_alone_prints(person, office):
    someone = person()
    desk = open_sheet(someone)
    someone.tab_until(lambda widget: widget.objectName() == "PrintGo")
    someone.key(Qt.Key.Key_Return)
    wait_until(lambda: desk.state == "sent")
    assert len(office.tray) == 1


def test_a_conversation_is_one_page_or_all_its_steps(unpainted, office):
    someone = unpainted()
    desk = open_sheet(someone, "cameras-live-9-11")
    assert desk.prepared.pages == 1
    someone.press("Chip-whole")
    wait_until(lambda: desk.state == "ready")
    assert desk.prepared.pages > 1
    assert someone.find("Chip-whole").isChecked()
    someone.go("plan", PLAN)
    open_sheet(someone)
    assert not someone.has("Chip-whole")


def test_the_sheet_is_printed_as_it_was_chosen(unpainted, office):
    office.size = "Letter"
    someone = unpainted(language="fr")
    desk = open_sheet(someone)
    for name in ("Chip-('fr', 'en')", "Chip-large", "Chip-grey", "Chip-discreet"):
        someone.press(name)
        wait_until(lambda: desk.state == "ready")
        assert someone.find(name).isChecked()
    someone.press("PrintGo")
    wait_until(lambda: desk.state == "sent")
    ((_, pdf),) = office.tray
    pages = at_the_printer.read(pdf).pages
    words = at_the_printer.Printed(pages)
    assert words.says("Mon enfant me confie")
    assert words.says("My child is telling")
    assert not words.says("Guide Famille")
    assert pages[0].mediabox.height == 792


def test_the_keyboard_stays_on_the_chip_that_was_pressed(person, office):
    someone = person()
    desk = open_sheet(someone)
    someone.find("Chip-large").setFocus()
    someone.press("Chip-large")
    wait_until(lambda: desk.state == "ready")
    assert QApplication.focusWidget() is someone.find("Chip-large")


@pytest.fixture
def saves_to(monkeypatch):
    """Answer the question where to save, and note the name that was offered."""
    offered = []

    def answer(path):
        def ask(_parent, _texts, name, _suffix):
            offered.append(name)
            return path

        monkeypatch.setattr(files, "place_to_save", ask)
        return offered

    return answer


def test_a_family_without_a_printer_keeps_the_sheet_as_a_file(unpainted, office, saves_to, tmp_path):
    office.printers = ()
    someone = unpainted(language="en")
    desk = open_sheet(someone)
    target = tmp_path / "kept.pdf"
    offered = saves_to(target)
    someone.press("PrintSave")
    wait_until(lambda: desk.state == "saved")
    assert offered == ["document.pdf"]
    assert status(someone) == someone.texts("print.saved", name="kept.pdf")
    assert at_the_printer.Printed(at_the_printer.read(target.read_bytes()).pages).says("Do not")
    assert not someone.has("PrintGo")


def test_a_file_that_cannot_be_saved_is_told_and_can_be_saved_elsewhere(unpainted, saves_to, tmp_path):
    someone = unpainted()
    desk = open_sheet(someone)
    saves_to(tmp_path / "absent" / "kept.pdf")
    someone.press("PrintSave")
    wait_until(lambda: desk.state == "problem")
    assert status(someone) == someone.texts("print.problem.unwritable", name="kept.pdf")
    saves_to(tmp_path / "kept.pdf")
    someone.press("PrintSave")
    wait_until(lambda: desk.state == "saved")
    assert (tmp_path / "kept.pdf").exists()


def test_who_asks_for_no_place_saves_nothing(unpainted, saves_to, tmp_path):
    someone = unpainted()
    desk = open_sheet(someone)
    saves_to(None)
    someone.press("PrintSave")
    assert desk.state == "ready"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("rules", [GUEST, PUBLIC._replace(printing="default")])
def test_guests_cannot_save_a_file(unpainted, rules, tmp_path):
    someone = unpainted(rules=rules)
    desk = open_sheet(someone)
    assert not someone.has("PrintSave")
    desk.save(tmp_path / "kept.pdf")
    assert desk.state == "ready"
    assert list(tmp_path.iterdir()) == []
