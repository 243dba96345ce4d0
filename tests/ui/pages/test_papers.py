"""Sheets to print: the list of all of them, and those that may be filled in on the screen at home."""

import office as at_the_printer
import pytest
from each import some
from office import GUEST, PUBLIC, open_sheet, wait_until
from PySide6.QtCore import QMimeData, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from familyguide.services.handouts import press
from familyguide.services.navigation import Route
from familyguide.ui.pages.filling import MOST_LETTERS
from familyguide.ui.printing import job_of

LETTER = "letter-to-prosecutor"
EVIDENCE = "evidence-sheet"
SECRET = "Zoé Martin-Leroux"


def fill(someone, words=SECRET, item=EVIDENCE):
    someone.go("fill", item)
    someone.find("Fill-0").setFocus()
    someone.find("Fill-0").insertPlainText(words)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_sheet_of_the_list_can_be_printed(unpainted, office, language):
    someone = unpainted(language=language)
    someone.go("papers")
    rows = [b for b in someone.pressable() if b.objectName().startswith("Row-")]
    assert len(rows) > 15
    for target in [row.value for row in some(rows, 7, turn=language == "en")]:
        assert isinstance(target, Route)
        desk = open_sheet(someone, target.item)
        assert desk.state == "ready", target
        assert desk.prepared.pages >= 1


@pytest.mark.parametrize("wishes", [{}, {"scale": 200, "size": (900, 600)}], ids=["wide", "narrow"])
def test_the_list_is_found_from_home_help_understand_and_my_family(unpainted, wishes):
    someone = unpainted(**wishes)
    for page in ("home", "help", "understand", "family"):
        someone.go(page)
        someone.press("Row-papers")
        assert someone.route.page == "papers"


def test_get_help_offers_the_list_on_its_first_screen(person):
    someone = person()
    someone.go("help")
    assert someone.on_first_screen(someone.find("Row-papers"))


def test_what_to_know_before_filling_in_is_folded_and_the_draft_is_told_first(person, hands):
    someone = person(language="en")
    someone.go("fill", EVIDENCE)
    draft = someone.window.context.writer.article(someone.window.context.library.item(EVIDENCE)).note
    assert draft
    note = next(label for label in someone.all_of(QLabel) if label.text() == draft)
    first = someone.find("Fill-0")
    assert hands.place(note, someone.window).bottom() < hands.place(first, someone.window).top()
    assert someone.on_first_screen(first)
    assert "Do not ask them more" in someone.words()
    rule = someone.window.context.library.image_rule.text["en"].split(".")[0]
    assert rule not in someone.words()
    someone.press("Fold-before")
    assert rule in someone.words()


@pytest.mark.parametrize("scale", [100, 200])
def test_the_field_that_is_written_in_is_whole(person, hands, scale):
    someone = person(scale=scale, size=(900, 600))
    someone.go("fill", EVIDENCE)
    page = someone.page
    for place in (0, 5, 9):
        field = someone.find(f"Fill-{place}")
        field.setFocus(Qt.FocusReason.MouseFocusReason)
        # Half of it stands below the window when somebody begins to write.
        top = field.mapTo(page.widget(), QPoint(0, 0)).y()
        page.verticalScrollBar().setValue(top - page.viewport().height() + field.height() // 2)
        QTest.keyClicks(field, "a")
        hands.settle()
        seen = QRect(page.viewport().mapTo(someone.window, QPoint(0, 0)), page.viewport().size())
        assert seen.contains(hands.place(field, someone.window)), place


def test_a_country_without_numbers_has_no_sheet_of_numbers(unpainted):
    someone = unpainted(country="XX")
    someone.go("papers")
    assert not someone.has("Row-help-page")
    assert not someone.has(f"Row-{LETTER}")
    assert someone.has("Row-trusted-adults-hand")


@pytest.mark.parametrize("rules", [GUEST, PUBLIC._replace(printing="default")])
def test_a_guest_fills_in_by_hand_only(unpainted, rules):
    someone = unpainted(rules=rules)
    someone.go("papers")
    someone.press(f"Row-{LETTER}")
    assert someone.route == Route("print", LETTER)
    someone.go("article", LETTER)
    assert not someone.has("FillOpen")
    someone.go("fill", LETTER)
    assert someone.texts("page.missing") in someone.words()


def test_only_sheets_made_for_it_can_be_filled_in(unpainted):
    someone = unpainted()
    someone.go("fill", "leaving")
    assert someone.texts("page.missing") in someone.words()


def test_where_printing_is_off_the_list_says_so(unpainted):
    someone = unpainted(rules=PUBLIC)
    someone.go("papers")
    assert someone.texts("print.problem.off") in someone.words()
    someone.go("help")
    assert not someone.has("Row-papers")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_typed_words_reach_the_paper_and_the_rest_stays_lines(person, office, language):
    someone = person(language=language)
    someone.go("papers")
    someone.press(f"Row-{EVIDENCE}")
    fill(someone)
    someone.press("FillPrint")
    desk = someone.window.context.printing
    wait_until(lambda: desk.state == "ready")
    assert someone.texts("fill.names") in someone.words()
    someone.press("PrintGo")
    wait_until(lambda: desk.state == "sent")
    ((_, pdf),) = office.tray
    made = at_the_printer.read(pdf)
    assert at_the_printer.Printed(made.pages).says(SECRET)
    assert made.metadata.title == "Document"


def test_markup_that_is_typed_is_printed_as_it_stands(person, office):
    someone = person()
    evil = '#include "/etc/passwd" *x* $y$ \\ "q" <b>'
    fill(someone, evil)
    desk = open_sheet(someone, EVIDENCE)
    someone.press("PrintGo")
    wait_until(lambda: desk.state == "sent")
    ((_, pdf),) = office.tray
    assert at_the_printer.Printed(at_the_printer.read(pdf).pages).says(evil)


def test_typed_words_stay_while_the_guide_is_open_and_the_text_size_changes(person):
    someone = person()
    fill(someone)
    someone.window.context.service.change(scale=200)
    assert someone.page._fields[0].toPlainText() == SECRET
    someone.go("help")
    someone.go("fill", EVIDENCE)
    assert someone.find("Fill-0").toPlainText() == SECRET


def test_clear_everything_forgets_what_was_typed_and_says_so(person, announced):
    someone = person()
    fill(someone)
    someone.press("FillClear")
    assert someone.find("Fill-0").toPlainText() == ""
    assert someone.window.context.typed[EVIDENCE] == {}
    assert announced[-1] == someone.texts("fill.cleared")
    assert QApplication.focusWidget() is someone.find("Fill-0")


@pytest.mark.parametrize("way", ["leave", "close"])
def test_nothing_typed_outlives_the_window(person, way, tmp_path):
    someone = person()
    fill(someone)
    context = someone.window.context
    field = someone.find("Fill-0")
    field.selectAll()
    field.setFocus()
    someone.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == SECRET
    if way == "leave":
        someone.press("LeaveButton")
    else:
        someone.window.close()
    assert context.typed == {}
    assert SECRET not in QGuiApplication.clipboard().text()
    assert [
        path for path in tmp_path.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()
    ] == []


def test_typed_words_are_never_part_of_the_way_back(person):
    someone = person()
    fill(someone)
    someone.go("help")
    states = someone.window._history._states
    assert states
    assert SECRET not in str(states)


def test_what_is_pasted_is_cut_to_what_paper_holds_and_that_is_said(person, announced):
    someone = person()
    someone.go("fill", EVIDENCE)
    field = someone.find("Fill-0")
    data = QMimeData()
    data.setText("a" * (MOST_LETTERS + 500))
    field.insertFromMimeData(data)
    assert len(field.toPlainText()) == MOST_LETTERS
    assert announced[-1] == someone.texts("fill.full")
    assert someone.find("Told-0").text() == someone.texts("fill.full")


def test_a_full_field_takes_no_letter_more_and_loses_none(person):
    someone = person()
    fill(someone, "a" * (MOST_LETTERS - 1) + "z")
    field = someone.find("Fill-0")
    field.moveCursor(QTextCursor.MoveOperation.Start)
    someone.key(Qt.Key.Key_B)
    assert field.toPlainText() == "a" * (MOST_LETTERS - 1) + "z"
    someone.key(Qt.Key.Key_Delete)
    assert len(field.toPlainText()) == MOST_LETTERS - 1


def test_letters_that_cannot_be_printed_are_told_and_the_sheet_is_made_all_the_same(person, office):
    someone = person(language="fr")
    fill(someone, "Le compte مرحبا 😀 a écrit")
    assert "م" in someone.find("Told-0").text()
    desk = open_sheet(someone, EVIDENCE)
    someone.press("PrintGo")
    wait_until(lambda: desk.state == "sent")
    ((_, pdf),) = office.tray
    assert at_the_printer.Printed(at_the_printer.read(pdf).pages).says("Le compte _____ _ a écrit")


def test_a_sheet_that_cannot_be_made_is_told_and_its_words_go_no_further(person, office, monkeypatch):
    someone = person()
    desk = open_sheet(someone, EVIDENCE)

    def broken(*_args, **_named):
        raise press.PressError(SECRET)

    monkeypatch.setattr(press, "pdf", broken)
    someone.press("PrintGo")
    wait_until(lambda: desk.state == "problem")
    assert someone.find("PrintStatus").text() == someone.texts("print.problem.unmade")


def test_tab_leaves_a_field_of_several_lines(person):
    someone = person()
    someone.go("fill", EVIDENCE)
    someone.find("Fill-0").setFocus()
    someone.key(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is someone.find("Fill-1")


@pytest.mark.parametrize("page", [("papers", None), ("fill", LETTER), ("fill", EVIDENCE)])
@pytest.mark.parametrize(
    "wishes",
    [
        {"language": "fr"},
        {"language": "en", "scale": 200, "size": (900, 600), "theme": "dark"},
        {"language": "fr", "scale": 200, "size": (900, 600), "theme": "contrast"},
    ],
)
def test_the_pages_have_none_of_the_faults_that_pages_must_not_have(person, hands, page, wishes):
    someone = person(**wishes)
    someone.go(*page)
    hands.settle()
    faults = {name: list(look(someone)) for name, look in hands.FAULTS.items()}
    faults["pale"] = list(hands.pale(someone, 7 if wishes.get("theme") == "contrast" else 4.5))
    assert {name: found for name, found in faults.items() if found} == {}


def test_two_lines_of_the_same_name_are_filled_apart(person, office):
    someone = person(language="fr")
    someone.go("fill", EVIDENCE)
    fields = someone.page._fields
    names = [field.accessibleName() for field in fields]
    twice = next(name for name in names if names.count(name) > 1)
    first, second = (place for place, name in enumerate(names) if name == twice)
    fields[first].insertPlainText("Roblox")
    fields[second].insertPlainText("Discord")
    (sheet,) = job_of(someone.window.context, EVIDENCE).sheets
    typed = [piece["text"] for row in sheet.rows for cell in row for piece in cell if piece["t"] == "write"]
    assert [words for words in typed if words] == ["Roblox", "Discord"]
