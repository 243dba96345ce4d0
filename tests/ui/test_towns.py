"""Local additions in the real window: after everything official, under their town; its logo; staff."""

import json
import shutil
import sqlite3
from contextlib import closing

import office as at_the_printer
import pytest
import town as at_town
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLabel

from familyguide.guide.digest import digest
from familyguide.guide.installed import current
from familyguide.services.content_state import ContentState
from familyguide.services.handouts import press
from familyguide.services.navigation import Route
from familyguide.services.rules import Rules
from familyguide.ui.pages.help import ServiceCard
from familyguide.ui.pages.people import person_row
from familyguide.ui.printing import job_of
from familyguide.ui.towns import LARGEST, LogoLabel, picture, read_logo
from familyguide.ui.widgets.basic import LayoutButton, QuietHeading

ADDED = {"fr": "ajouté par la Ville de Lyon", "en": "added by the City of Lyon"}
# A GIF in the base64 of the compiled file.
BODY = b'"R0lGODlhAQABAAAAACw="'
GUEST = Rules(mode="guest", has_policy=True, organisation="Médiathèque de la ville")


@pytest.fixture(scope="session")
def shelves_of(library, tmp_path_factory):
    """Installed additions with a logo, by the number of their services."""
    made = {}

    def root(services):
        if services not in made:
            place = tmp_path_factory.mktemp("town")
            folder = at_town.write(place / "town", services, picture=at_town.logo())
            made[services] = at_town.install(folder, place / "root", library)
        return made[services]

    return root


@pytest.fixture
def lyon(library, shelves_of, monkeypatch):
    """Open the guide with so many services of a town behind it."""
    opened = []

    def merged(services=1):
        found, faults = at_town.opened(shelves_of(services), library, monkeypatch)
        assert faults == ()
        opened.extend(found.overlays)
        return found

    yield merged
    for overlay in opened:
        overlay.close()


def harmed(root, place, order):
    """Copy a shelf and change its database; the note says that all is as it was left."""
    copy = place / "root"
    shutil.copytree(root, copy)
    shelf = copy / "overlays" / "lyon"
    path = current(shelf).path
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(order)
    note = json.loads((shelf / "state.json").read_text())
    note["kept"][0] |= {"size": path.stat().st_size, "mtime_ns": path.stat().st_mtime_ns}
    (shelf / "state.json").write_text(json.dumps(note))
    return copy


def cards(someone):
    """The cards of the page from top to bottom."""
    found = someone.all_of(ServiceCard, someone.page)
    return sorted(found, key=lambda card: card.mapTo(someone.window, card.rect().topLeft()).y())


def below(someone, widget):
    return widget.mapTo(someone.window, widget.rect().topLeft()).y()


def quiet_headings(someone):
    return [label for label in someone.all_of(QuietHeading, someone.page)]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("services", [1, 12])
def test_local_cards_stand_after_every_official_one_under_their_town(person, lyon, language, services):
    someone = person(library=lyon(services), language=language)
    someone.go("help", "talk")
    names = [card.objectName() for card in cards(someone)]
    local = [name for name in names if name.startswith("Service-lyon-")]
    assert names[-services:] == local
    assert len(local) == services < len(names)
    heading = next(one for one in quiet_headings(someone))
    assert heading.text() == ADDED[language]
    last_official, first_local = cards(someone)[-services - 1], cards(someone)[-services]
    assert below(someone, last_official) < below(someone, heading) < below(someone, first_local)
    for card in cards(someone):
        said = ADDED[language] in someone.words(card)
        assert said is (card in cards(someone)[-services:])
        assert (ADDED[language] in card.accessibleName()) is said


def test_without_local_services_nothing_is_said_of_a_town(unpainted, library):
    someone = unpainted(library=library, rules=GUEST)
    for route in (Route("help", "talk"), Route("understand"), Route("search", "parents"), Route("home")):
        someone.go(route)
        assert quiet_headings(someone) == []
        assert not someone.has("TownFoot")
        assert not someone.has("StaffLine")


def test_what_is_not_for_this_stands_before_what_a_town_added(person, lyon, monkeypatch):
    merged = lyon(1)
    someone = person(library=merged)
    # "complaint" has wrong doors; the town's own need is "talk", so one is lent to it.
    directory = someone.window.context.directory
    ordered = directory.by_need("FR", "complaint")
    local = directory.service("lyon-place-0")
    monkeypatch.setattr(type(directory), "by_need", lambda *_: (*ordered, local))
    someone.go("help", "complaint")
    names = [card.objectName().removeprefix("Service-") for card in cards(someone)]
    wrong = [one.id for one in ordered if one.show_as == "not-for-this"]
    assert wrong
    assert names[-1] == "lyon-place-0"
    assert names[-1 - len(wrong) : -1] == wrong


@pytest.mark.parametrize(("size", "scale"), [((1280, 800), 100), ((900, 600), 200)])
def test_a_local_card_that_was_asked_for_opens_in_its_place_and_in_view(person, lyon, size, scale):
    someone = person(library=lyon(12), size=size, scale=scale)
    page = someone.go("help", part="lyon-place-3")
    names = [card.objectName() for card in cards(someone)]
    assert not names[0].startswith("Service-lyon-")
    assert page.folds["card-lyon-place-3"].is_open
    card = someone.find("Service-lyon-place-3")
    top = card.mapTo(page.viewport(), card.rect().topLeft()).y()
    assert 0 <= top < page.viewport().height() / 2


def test_the_hours_of_a_local_service_show_as_those_of_others(unpainted, lyon):
    someone = unpainted(library=lyon(1), language="en")
    someone.go("help", "talk")
    # Nine in the morning in London is ten in Lyon.
    assert "Open now" in someone.words(someone.find("Service-lyon-place-0"))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_local_pages_stand_after_the_official_ones_and_say_so_themselves(person, lyon, hands, language):
    someone = person(library=lyon(1), language=language)
    someone.go("understand")
    rows = [
        row
        for row in someone.all_of(LayoutButton, someone.page)
        if row.objectName().startswith("Row-article:")
    ]
    # How the app itself is used is told apart, at the end.
    library = someone.window.context.library
    shelves = library.vocabulary.article_shelves
    (apart,) = [shelf.articles for shelf in shelves if "user-guide-start" in shelf.articles]
    told = [row for row in rows if row.objectName().partition(":")[2] not in apart]
    own = told[-1]
    assert own.objectName() == "Row-article:lyon-workshops"
    assert ADDED[language] in own.accessibleName()
    assert not any(ADDED[language] in row.accessibleName() for row in rows if row is not own)
    assert [one.text() for one in quiet_headings(someone)] == [ADDED[language]]
    own.click()
    hands.settle()
    assert someone.route == Route("article", "lyon-workshops")
    assert ADDED[language] in someone.words(someone.page)
    someone.go("article", "leaving")
    assert ADDED[language] not in [label.text() for label in someone.all_of(QLabel, someone.page)]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_search_shows_local_pages_last_under_their_town(person, lyon, language):
    someone = person(library=lyon(12), language=language)
    someone.go("search", "parents")
    rows = [row for row in someone.all_of(LayoutButton, someone.page) if row.objectName().startswith("Row-")]
    rows.sort(key=lambda row: below(someone, row))
    said = [ADDED[language] in row.accessibleName() for row in rows]
    assert any(said)
    assert said == sorted(said)
    assert [one.text() for one in quiet_headings(someone)] == [ADDED[language]]


def test_searching_again_names_the_town_again(unpainted, lyon):
    someone = unpainted(library=lyon(1))
    someone.go("search", "parents")
    someone.window.search("ateliers")
    someone.window.search("parents")
    at_rest = [one for one in quiet_headings(someone) if someone.sees(one)]
    assert len(at_rest) <= 1
    someone.go("search", "ateliers")
    assert len(quiet_headings(someone)) == 1


def test_a_person_row_of_a_town_says_so_to_eye_and_ear(unpainted, lyon, window):
    someone = unpainted(library=lyon(1), language="en")
    page = someone.go("home")
    row = person_row(page, someone.window.context.directory.service("lyon-place-0"), page.sheet)
    assert ADDED["en"] in row.accessibleName()
    assert ADDED["en"] in [label.text() for label in row.findChildren(QLabel)]


def test_callers_abroad_are_given_official_numbers_only(lyon):
    from familyguide.services.directory import Directory

    directory = Directory(lyon(1))
    assert not any(directory.is_local(one) for one in directory.reached_from_abroad("FR"))


# The foot of pages.


@pytest.mark.parametrize(
    ("theme", "size", "scale"),
    [("light", (1280, 800), 100), ("dark", (900, 600), 200), ("contrast", (1280, 800), 100)],
)
def test_the_logo_stands_at_the_foot_of_each_page_small_and_named(person, lyon, theme, size, scale):
    someone = person(library=lyon(1), theme=theme, size=size, scale=scale, language="en", rules=GUEST)
    for route in (Route("home"), Route("help", "talk"), Route("plan", "disclosure"), Route("understand")):
        page = someone.go(route)
        (logo,) = page.findChildren(LogoLabel)
        assert logo.accessibleName() == "the City of Lyon"
        assert logo.width() <= (160 + 12) * scale / 100 + 1
        assert logo.height() <= (44 + 12) * scale / 100 + 1
        assert logo.height() > 40
        foot = someone.find("TownFoot")
        after = [child for child in page.sheet.children() if hasattr(child, "geometry")]
        assert max(child.geometry().bottom() for child in after) == foot.geometry().bottom()
        words = someone.words(foot)
        assert "Local services and pages: added by the City of Lyon." in words
        assert "In charge of this computer: Médiathèque de la ville." in words
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    painted = logo.grab().toImage()
    # The ink of the logo on its light plate, whatever the theme.
    corner = painted.pixelColor(painted.width() // 2, painted.height() - 3)
    assert corner.lightness() > 240
    shades = {painted.pixelColor(x, painted.height() // 2).lightness() for x in range(painted.width())}
    assert min(shades) < 100


def test_a_logo_of_any_shape_stays_in_its_bounds_and_is_not_blown_up():
    for width, height, most in (
        (1200, 10, (172, 56)),
        (10, 1200, (172, 56)),
        (30, 20, (42, 32)),
        (1, 1, (13, 13)),
    ):
        logo = read_logo(at_town.logo(width, height))
        made = picture(logo, 1.0, 2.0)
        shown = made.deviceIndependentSize().toSize()
        assert shown.width() <= most[0]
        assert shown.height() <= most[1]
        assert made.width() == shown.width() * 2


def test_pictures_that_are_not_as_agreed_are_never_unpacked():
    good = at_town.logo()
    assert read_logo(good).width() == 360
    assert read_logo(at_town.logo(LARGEST + 1, 1)) is None
    for wrong in (
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + bytes(50),
        b"BM" + bytes(80),
    ):
        assert read_logo(wrong) is None


@pytest.mark.qt_log_ignore("libpng")
@pytest.mark.parametrize("harm", ["fingerprint", "picture"])
def test_a_damaged_logo_is_left_out_with_one_line_for_staff_and_nothing_else_changes(
    person, library, shelves_of, monkeypatch, tmp_path, harm
):
    root = harmed(
        shelves_of(1),
        tmp_path,
        "UPDATE part SET hash = '0' WHERE name = 'overlay:logo'"
        if harm == "fingerprint"
        # What was written, and no picture.
        else f"UPDATE part SET body = x'{BODY.hex()}', hash = '{digest(BODY)}' WHERE name = 'overlay:logo'",
    )
    merged, faults = at_town.opened(root, library, monkeypatch)
    assert faults == ()
    someone = person(library=merged, language="en", rules=GUEST)
    someone.go("help", "talk")
    line = someone.find("StaffLine")
    assert line.text() == "For staff: some added content is left out (logo), see “familyguide status”"
    assert not someone.has("TownLogo")
    assert "added by the City of Lyon" in someone.words(someone.find("TownFoot"))
    assert cards(someone)[-1].objectName() == "Service-lyon-place-0"
    someone.go("understand")
    assert someone.find("StaffLine").text().count("logo") == 1
    someone.press("LanguageButton")
    assert someone.find("StaffLine").text().startswith("Pour l’équipe")
    for overlay in merged.overlays:
        overlay.close()


def test_additions_whose_town_cannot_be_read_are_left_out(library, shelves_of, monkeypatch, tmp_path):
    root = harmed(shelves_of(1), tmp_path, "UPDATE part SET hash = '0' WHERE name = 'overlay'")
    found, faults = at_town.opened(root, library, monkeypatch)
    assert found is library
    assert [fault.code for fault in faults] == ["damaged"]


# The line for staff.


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("size", "scale"), [((1280, 800), 100), ((900, 600), 200), ((900, 600), 100)])
def test_the_line_for_staff_is_quiet_and_whole_and_leaves_the_page_its_room(
    window, hands, library, language, size, scale
):
    state = ContentState(("2027-11-22",), ("changed", "wrong-key"))
    made = window(language=language, size=size, scale=scale, rules=GUEST)
    made.context.state = state
    made._tell_staff()
    hands.settle()
    someone = hands.Person(made)
    line = someone.find("StaffLine")
    assert someone.whole(line)
    assert line.heightForWidth(line.width()) <= line.height() < 3 * line.fontMetrics().height()
    # A release has no band of its own: this line may take its place, and no more.
    band = someone.find("Band")
    assert line.height() <= band.height() + 4
    bars = made.height() - made.page.height() - band.height()
    assert bars <= 0.3 * made.height()


def test_past_its_date_nothing_else_changes(window, hands):
    made = window(rules=GUEST, language="en")
    someone = hands.Person(made)
    someone.go("help", "talk")
    before = someone.words(made.page)
    made.context.state = ContentState(("2027-11-22",))
    made.rebuild()
    made._make_shell()
    made.rebuild()
    hands.settle()
    assert (
        someone.find("StaffLine").text().startswith("For staff: the content was due for renewal in November")
    )
    assert someone.words(made.page) == before


# Nothing of it is worse than the rest.


@pytest.mark.parametrize(("language", "size", "scale"), [("fr", (900, 600), 200), ("en", (1280, 800), 100)])
def test_every_page_with_local_additions_is_whole_named_and_readable(
    person, lyon, hands, language, size, scale
):
    someone = person(library=lyon(1), language=language, size=size, scale=scale, rules=GUEST)
    routes = (
        Route("help", "talk"), Route("help", part="lyon-place-0"), Route("understand"),
        Route("article", "lyon-workshops"), Route("search", "parents"), Route("home"),
    )  # fmt: skip
    for route in routes:
        someone.go(route)
        for name, fault in hands.FAULTS.items():
            assert list(fault(someone)) == [], (route, name)


@pytest.mark.parametrize(("theme", "least"), [("light", 4.5), ("dark", 4.5), ("contrast", 7)])
def test_the_words_about_a_town_stand_out(person, lyon, hands, theme, least):
    someone = person(library=lyon(1), theme=theme, rules=GUEST)
    page = someone.go("help", "talk")
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    hands.settle()
    assert (
        page.viewport()
        .rect()
        .intersects(
            QRect(
                someone.find("TownFoot").mapTo(page.viewport(), someone.find("TownFoot").rect().topLeft()),
                someone.find("TownFoot").size(),
            )
        )
    )
    assert list(hands.pale(someone, least)) == []


def printed(someone, item):
    job = job_of(someone.window.context, item)
    return at_the_printer.read(press.pdf(job.sheets, job.look)).pages


@pytest.mark.parametrize("language", ADDED)
def test_printed_sheets_of_a_town_name_it(unpainted, lyon, language):
    someone = unpainted(library=lyon(1), language=language)
    for item in ("lyon-workshops", "lyon-place-0"):
        assert at_the_printer.Printed(printed(someone, item)).says(ADDED[language])
    assert not at_the_printer.Printed(printed(someone, "fr-3018")).says(ADDED[language])
