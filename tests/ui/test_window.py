"""The window itself: languages, sizes, ways back, and what happens when a page cannot be shown."""

from __future__ import annotations

import sqlite3

import pytest
from each import some
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from familyguide.guide.library import Library
from familyguide.services.navigation import Route
from familyguide.services.rules import Flags, effective
from familyguide.services.texts import Texts
from familyguide.ui import keys

# Pages with folds, steps or a long way to scroll.
LONG = (
    Route("plan", "disclosure"),
    Route("conversation", "cameras-live-12-14", "listen"),
    Route("checklist", "discord"),
    Route("article", "live-streamed-abuse"),
    Route("help", "talk"),
    Route("understand"),
)
# Width and height by text size in percent.
SIZES = {
    100: [(900, 600), (1280, 800), (1920, 1080)],
    125: [(1366, 768)],
    150: [(1024, 768)],
    200: [(900, 600), (1280, 800), (1920, 1080)],
}


def settled_state(someone, hands):
    hands.settle()
    page = someone.page
    opened = {name for name, fold in page.folds.items() if fold.is_open}
    return someone.route, opened, page.verticalScrollBar().value()


def open_and_scroll(someone, hands, route):
    page = someone.go(route)
    for fold in list(page.folds.values())[:3]:
        fold.button.click()
    hands.settle()
    page.verticalScrollBar().setValue(150)
    return settled_state(someone, hands)


@pytest.mark.parametrize("route", LONG, ids=lambda route: route.page)
def test_switching_language_keeps_page_step_folds_and_scroll(person, hands, route):
    someone = person(language="fr")
    before = open_and_scroll(someone, hands, route)
    assert before[1]
    assert before[2] == 150
    french = someone.words(someone.page)
    someone.press("LanguageButton")
    assert settled_state(someone, hands) == before
    assert someone.words(someone.page) != french
    assert someone.window.windowTitle() == Texts("en")("app.name")
    someone.press("LanguageButton")
    assert settled_state(someone, hands) == before
    assert someone.words(someone.page) == french


def option(someone, name):
    if not someone.has("ReadingPanel"):
        someone.press("ReadingButton")
    return someone.find(name)


def test_theme_and_text_size_change_on_the_same_page(person, hands):
    someone = person(language="en")
    before = open_and_scroll(someone, hands, LONG[0])
    paper, height = corner(someone), someone.page.title_label.fontMetrics().height()
    option(someone, "Theme-contrast").click()
    assert settled_state(someone, hands) == before
    assert corner(someone) != paper
    assert corner(someone) == someone.window.context.theme.paper.lower()
    option(someone, "Scale-125").click()
    assert settled_state(someone, hands) == before
    assert someone.page.title_label.fontMetrics().height() > height
    assert someone.window.windowTitle() == Texts("en")("app.name")


def corner(someone):
    image = someone.page.viewport().grab().toImage()
    return image.pixelColor(3, image.height() - 3).name()


def test_ctrl_plus_and_minus_change_the_text_size(person):
    someone = person()
    someone.key(Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert someone.window.context.choices.scale == 125
    someone.key(Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    someone.key(Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert someone.window.context.choices.scale == 100


@pytest.mark.parametrize(
    ("language", "sizes"),
    [
        ("fr", ["Texte à 125 %", "Texte à 100 %, la plus petite taille"]),
        ("en", ["Text at 125%", "Text at 100%, the smallest"]),
    ],
)
def test_a_new_text_size_is_said_once_and_the_end_of_the_scale_too(
    person, announced, monkeypatch, language, sizes
):
    monkeypatch.setattr(keys, "SETTLED_MS", 0)
    someone = person(language=language)
    someone.go("talk")
    for key, said in ((Qt.Key.Key_Plus, sizes[0]), *[(Qt.Key.Key_Minus, sizes[1])] * 2):
        announced.clear()
        someone.key(key, Qt.KeyboardModifier.ControlModifier)
        assert [one.replace("\u00a0", " ").replace("\u202f", " ") for one in announced] == [said]
    for _step in range(6):
        announced.clear()
        someone.key(Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert [one.replace("\u00a0", " ").replace("\u202f", " ") for one in announced] == [
        {"fr": "Texte à 200 %, la plus grande taille", "en": "Text at 200%, the largest"}[language]
    ]
    # Pressed twice at once, the last size alone; and nothing of a window that was left.
    monkeypatch.setattr(keys, "SETTLED_MS", 60_000)
    waits = someone.window.findChild(keys.Keys).findChild(QTimer)
    announced.clear()
    for _step in range(2):
        someone.key(Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert announced == []
    waits.start(0)
    QTest.qWait(20)
    assert len(announced) == 1
    assert "150" in announced[0]
    # What is said of a page that comes later holds no size.
    announced.clear()
    someone.go("signs")
    assert not any("150" in one for one in announced)
    announced.clear()
    someone.key(Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    someone.window.hide()
    waits.start(0)
    QTest.qWait(20)
    assert announced == []
    someone.window.show()


def test_back_and_forward_by_button_keyboard_and_mouse(person, hands):
    someone = person()
    window = someone.window
    assert not window.top.back_button.isEnabled()
    for page in ("talk", "signs", "todo"):
        someone.go(page)
    someone.press("BackButton")
    assert someone.route == Route("signs")
    someone.press("ForwardButton")
    assert someone.route == Route("todo")
    assert not window.top.forward_button.isEnabled()
    someone.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert someone.route == Route("signs")
    someone.key(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert someone.route == Route("todo")
    middle = QPoint(window.width() // 2, window.height() // 2)
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.BackButton, pos=middle)
    hands.settle()
    assert someone.route == Route("signs")
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.ForwardButton, pos=middle)
    hands.settle()
    assert someone.route == Route("todo")


def test_a_new_page_after_going_back_drops_what_lay_ahead(person):
    someone = person()
    someone.go("talk")
    someone.go("signs")
    someone.press("BackButton")
    someone.go("help")
    assert not someone.window.top.forward_button.isEnabled()
    someone.press("BackButton")
    assert someone.route == Route("talk")


def test_bars_are_whole_and_leave_the_page_its_room_at_every_size(person, hands):
    someone = person()
    change = someone.window.context.service.change
    faults = []
    places = (("fr", "FR"), ("en", "FR"), ("fr", "EU"), ("en", None), ("fr", None))
    looks = [(scale, size) for scale, sizes in SIZES.items() for size in sizes]
    for at, (scale, (width, height)) in enumerate(looks):
        if scale != someone.window.context.choices.scale:
            change(scale=scale)
        someone.window.resize(width, height)
        for language, country in some(places, 3, turn=at):
            change(language=language, country=country)
            hands.settle()
            where = f"{language} {country} {width}x{height} {scale} %"
            faults += [f"{where}: {fault}" for fault in bar_faults(someone, hands)]
    assert not faults, "\n".join(faults)


def bar_faults(someone, hands):
    window = someone.window
    bars = [window.top, window.strip, *window.findChildren(QWidget, "Band")]
    tall = sum(bar.height() for bar in bars if someone.sees(bar))
    if tall > 0.3 * window.height():
        yield f"the bars take {tall} of {window.height()}"
    if not someone.whole(someone.find("LeaveButton")):
        yield "Leave now is cut"
    leave = someone.find("LeaveButton")
    if leave.width() < leave.sizeHint().width() or leave.height() < leave.sizeHint().height():
        yield "Leave now is smaller than its words"
    if window.context.choices.country is not None:
        number = someone.find("Number", someone.find("Strip-emergency"))
        if not someone.whole(number) or number.width() < number.sizeHint().width():
            yield "the emergency number is cut"
    for child in window.strip.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        at = hands.place(child, window.strip)
        if someone.sees(child) and not window.strip.rect().contains(at):
            yield f"the strip cuts {hands.told(child)}"
        short = child.height() < child.sizeHint().height()
        if (
            someone.sees(child)
            and not getattr(child, "wordWrap", bool)()
            and (child.width() < child.sizeHint().width() or short)
        ):
            yield f"the strip squeezes {hands.told(child)}"


def test_a_small_window_has_a_menu_that_opens_any_page(person, hands):
    someone = person(scale=200, size=(900, 600))
    assert not someone.has("Rail")
    someone.press("MenuButton")
    assert someone.whole(someone.find("Rail-todo"))
    someone.tab_until(lambda focus: focus.objectName() == "Rail-todo", 20)
    someone.key(Qt.Key.Key_Return)
    assert someone.route == Route("todo")
    assert not someone.has("Rail")
    someone.press("MenuButton")
    QTest.mouseClick(someone.window._over._backdrop, Qt.MouseButton.LeftButton, pos=QPoint(880, 300))
    hands.settle()
    assert not someone.has("Rail")


def test_esc_closes_the_menu_of_a_small_window(person):
    someone = person(scale=200, size=(900, 600))
    someone.press("MenuButton")
    someone.key(Qt.Key.Key_Escape)
    assert not someone.has("Rail")
    assert someone.window.isVisible()


def test_making_the_window_narrow_and_wide_again_keeps_the_page(person, hands):
    someone = person()
    before = open_and_scroll(someone, hands, Route("checklist", "discord"))
    someone.window.resize(900, 700)
    hands.settle()
    assert not someone.has("Rail")
    someone.window.resize(1280, 800)
    hands.settle()
    assert someone.has("Rail")
    assert settled_state(someone, hands)[:2] == before[:2]


@pytest.mark.parametrize("wishes", [{}, {"size": (900, 600), "scale": 200, "language": "en"}])
def test_tab_starts_in_a_page_that_was_just_opened_and_goes_round_to_the_bars(person, hands, wishes):
    someone = person(**wishes)
    someone.find("BackButton").setFocus(Qt.FocusReason.TabFocusReason)
    for route in (Route("talk"), Route("plan", "disclosure"), Route("agreement"), Route("home")):
        page = someone.go(route)
        assert QApplication.focusWidget() is page.title_label
        stops = [stop for stop in someone.focusable(page) if stop.focusPolicy() & Qt.FocusPolicy.TabFocus]
        someone.key(Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is stops[0]
        someone.key(Qt.Key.Key_Backtab)
        someone.key(Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is stops[0]
    # Behind the page come the numbers, then the bars again.
    QApplication.focusWidget().clearFocus()
    stops[-1].setFocus()
    someone.key(Qt.Key.Key_Tab)
    assert someone.window.strip.isAncestorOf(QApplication.focusWidget())
    assert someone.tab_until(someone.window.top.isAncestorOf)


@pytest.mark.parametrize("says_parts", [True, False])
def test_f6_goes_round_the_parts_of_the_window_and_names_each(
    person, hands, announced, monkeypatch, says_parts
):
    monkeypatch.setattr(keys, "_SAYS_PARTS", says_parts)
    someone = person(language="en")
    seen = []
    announced.clear()
    for _ in range(5):
        someone.strike(Qt.Key.Key_F6)
        seen.append(hands.region_of(someone, QApplication.focusWidget()))
    # On from the page; -1 is the band that says "working copy".
    assert seen == [3, -1, 0, 1, 2]
    window, texts = someone.window, someone.texts
    names = [
        window.strip.accessibleName(),
        texts("band.working"),
        texts("top.name"),
        texts("rail.name"),
        texts("page.name", title=window.page.title_label.text()),
    ]
    # Where a screen reader says by itself into which part the keyboard comes, nothing is said twice.
    assert announced == ([] if says_parts else names)
    assert names[0] == "Who to call in France"
    for part in (window.strip, window.top, window.rail):
        told = hands.accessible(part)
        assert told.role() == QAccessible.Role.Grouping
        assert told.text(QAccessible.Text.Name) == part.accessibleName() in names


def test_f6_says_the_page_where_a_control_in_it_takes_the_keyboard_again(person, announced, monkeypatch):
    monkeypatch.setattr(keys, "_SAYS_PARTS", True)
    someone = person(language="en")
    someone.go("help")
    someone.reach("Chip-crisis")
    someone.strike(Qt.Key.Key_F6)
    announced.clear()
    someone.strike(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert announced == [someone.texts("page.name", title=someone.page.title_label.text())]


def test_f6_goes_back_to_where_the_keyboard_was_in_each_part(person):
    someone = person()
    someone.go("help")
    someone.reach("Chip-crisis")
    someone.strike(Qt.Key.Key_F6)
    someone.reach("Strip-child")
    someone.strike(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget().objectName() == "Chip-crisis"
    someone.strike(Qt.Key.Key_F6)
    assert QApplication.focusWidget().objectName() == "Strip-child"


def test_f6_leaves_the_menu_of_a_small_window_and_passes_the_hidden_rail(person, hands):
    someone = person(scale=200, size=(900, 600))
    someone.use("MenuButton")
    seen = []
    for _ in range(4):
        someone.strike(Qt.Key.Key_F6)
        assert not someone.window.rail.isVisible()
        seen.append(hands.region_of(someone, QApplication.focusWidget()))
    assert seen == [2, 3, -1, 0]


def test_a_sheet_keeps_f6_and_the_search_key_inside(person, library, browser, announced):
    rules = effective(None, None, Flags(kiosk=True))
    someone = person(rules=rules)
    someone.window.open_link(library.item("fr-3018").web)
    assert someone.window.sheet is not None
    inside = QApplication.focusWidget()
    for key, modifier in (
        (Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F7, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier),
    ):
        someone.strike(key, modifier)
        assert QApplication.focusWidget() is inside
    assert announced[-1] == someone.window.sheet.spoken_name()
    assert someone.route == Route("home")
    someone.strike(Qt.Key.Key_Escape)
    assert browser.opened == []


# Where the keyboard is after a change of page.


def test_the_title_takes_the_keyboard_and_is_marked_for_who_uses_the_keys(person):
    someone = person()
    someone.press("Rail-talk")
    assert QApplication.focusWidget() is someone.page.title_label
    assert not someone.has("ReadingMark")
    # The arrows scroll, as on the page itself.
    someone.strike(Qt.Key.Key_Down)
    assert someone.page.verticalScrollBar().value() > 0
    someone.use("Rail-signs")
    mark = someone.find("ReadingMark")
    title = someone.page.title_label
    assert QApplication.focusWidget() is title
    assert mark.geometry().contains(title.mapTo(someone.page.body, QPoint(1, title.height() // 2)))
    someone.strike(Qt.Key.Key_Tab)
    assert not someone.has("ReadingMark")


def test_the_way_back_leads_to_the_control_also_where_it_has_no_name_of_its_own(person, announced):
    someone = person()
    someone.go("todo", part="unsafe")
    someone.reach("GoOn")
    someone.strike(Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    nameless = QApplication.focusWidget()
    assert (nameless.text(), nameless.objectName()) == (someone.texts("reading.leaving"), "")
    someone.strike(Qt.Key.Key_Return)
    assert someone.route == Route("article", "leaving")
    announced.clear()
    someone.strike(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert QApplication.focusWidget().text() == someone.texts("reading.leaving")
    # The page was named as its title took the keyboard; its control says itself.
    assert announced == []


def test_the_title_of_a_talk_says_the_sentence_above_it(person, hands, library):
    someone = person(language="en")
    page = someone.go("conversation", library.rows("conversation")[0].id)
    said = hands.accessible(page.title_label).text(QAccessible.Text.Description)
    assert page.document.lead or said
    assert said.startswith("level 1. " + someone.texts("talk.start"))
    assert someone.find("Opening").findChildren(QLabel)[1].text() in said


# Pages that cannot be shown.


@pytest.fixture
def damaged(real_file, tmp_path):
    """Make a library whose file was changed by some SQL."""
    opened = []

    def make(*statements):
        path = tmp_path / f"{len(opened)}.db"
        path.write_bytes(real_file.read_bytes())
        database = sqlite3.connect(path)
        with database:
            for statement in statements:
                database.execute(statement)
        database.close()
        opened.append(Library.open(path))
        return opened[-1]

    yield make
    for library in opened:
        library.close()


def shows_one_sentence(someone, key):
    texts = [label.text() for label in someone.all_of(QLabel, someone.page)]
    return texts == [someone.window.context.texts(key)]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_unknown_page_is_told_in_one_sentence(person, language):
    someone = person(language=language)
    for page in ("plan", "conversation", "checklist", "article", "signs", "nowhere"):
        someone.go(page, "there-is-no-such-id")
        assert shows_one_sentence(someone, "page.missing"), page
    someone.press("Rail-talk")
    assert someone.has("Told")


def test_an_item_of_another_kind_is_no_page(person, library):
    someone = person()
    someone.go("plan", library.rows("article")[0].id)
    assert shows_one_sentence(someone, "page.missing")


def test_a_retired_id_is_told_and_a_merged_one_leads_on(person, damaged):
    library = damaged(
        "INSERT INTO alias VALUES ('old-plan', NULL)", "INSERT INTO alias VALUES ('older-plan', 'disclosure')"
    )
    someone = person(library=library)
    someone.go("plan", "old-plan")
    assert shows_one_sentence(someone, "page.missing")
    someone.go("plan", "older-plan")
    assert someone.has("StepDo-1")


@pytest.mark.parametrize("body", ["x'00'", 'CAST(\'{"type": "plan"}\' AS BLOB)'])
def test_a_damaged_page_is_told_and_the_others_work(person, damaged, library, body):
    someone = person(library=damaged(f"UPDATE item SET body = {body} WHERE id = 'disclosure'"))
    someone.go("plan", "disclosure")
    assert shows_one_sentence(someone, "page.damaged")
    for row in some(library.rows("plan"), 4):
        if row.id != "disclosure":
            someone.go("plan", row.id)
            assert someone.has("StepDo-1")
    assert someone.numbers(someone.window.strip)


def test_a_damaged_part_is_told_where_it_is_used(person, damaged):
    someone = person(library=damaged("UPDATE part SET body = x'7b' WHERE name = 'triage'"))
    someone.go("todo")
    assert shows_one_sentence(someone, "page.damaged")
    someone.go("plan", "disclosure")
    assert someone.has("StepDo-1")


def test_a_damaged_service_takes_no_other_number_away(person, damaged, directory):
    child = directory.strip("FR")[2].services[0]
    someone = person(library=damaged(f"UPDATE item SET body = x'00' WHERE id = '{child.id}'"))
    assert someone.has("Strip-emergency")
    assert someone.numbers(someone.window.strip)
    someone.go("plan", "disclosure")
    assert someone.has("StepDo-1")
    someone.go("help", "danger-now")
    assert someone.numbers(someone.page)


# Countries.


def test_without_a_country_no_number_is_shown_and_the_strip_says_what_to_do(person, library):
    someone = person(country=None, language="en")
    assert someone.numbers() == []
    note = library.country("XX").note["en"]
    assert note in someone.words(someone.window.strip)
    for name in [b.objectName() for b in someone.pressable(someone.window.strip)]:
        assert not name.startswith("Strip-")


def test_the_country_is_changed_from_the_strip_and_the_reader_comes_back(person, library):
    someone = person(language="fr")
    someone.go("plan", "disclosure")
    assert library.country("FR").in_name["fr"] in someone.words(someone.find("ChangeCountry"))
    someone.press("ChangeCountry")
    assert someone.route.page == "country"
    someone.press("Chip-EU", someone.page)
    assert someone.route == Route("plan", "disclosure")
    assert someone.window.context.country == "EU"
    assert someone.numbers(someone.window.strip) == ["112"]
    assert library.country("EU").in_name["fr"] in someone.words(someone.window.strip)


def test_the_language_says_nothing_about_the_country(person):
    someone = person(language="fr", country="EU")
    someone.press("LanguageButton")
    assert someone.window.context.country == "EU"
    assert someone.numbers(someone.window.strip) == ["112"]


# The start.


@pytest.mark.parametrize("scale", [100, 125, 150, 175, 200])
def test_nothing_moves_when_the_bars_come(person, hands, scale):
    someone = person(scale=scale, size=(2400, 1400), finished=False)
    title = someone.page.title_label
    # Lays out as the first paint does; what waits for that paint waits still.
    QApplication.sendPostedEvents()
    someone.window.grab()
    before = hands.place(title, someone.window).topLeft()
    assert someone.window.rail is None
    someone.window.finish()
    hands.settle()
    assert someone.page.title_label is title
    assert hands.place(title, someone.window).topLeft() == before
    assert someone.has("LeaveButton")


def test_the_window_is_finished_after_its_first_paint(person, hands):
    someone = person(finished=False)
    hands.settle()
    assert someone.has("LeaveButton")
    assert someone.has("Door-talk")
    assert someone.has("Door-young")
