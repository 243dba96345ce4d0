"""Run a session: planned without a word typed, changed part by part, printed, and saved at home."""

from __future__ import annotations

import json
import re

import office as at_the_printer
import pytest
from each import some
from msgspec.structs import replace
from office import wait_until
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit

from familyguide import app, cli
from familyguide.guide import model as m
from familyguide.services import family, session, session_file
from familyguide.services.handouts import pack
from familyguide.services.navigation import Route
from familyguide.services.rules import Flags, effective
from familyguide.ui import files

GUEST = effective(None, None, Flags(guest=True))
PUBLIC = effective(None, None, Flags(kiosk=True))
TOPIC = "cameras-live"
PLANTED = "Zéphyrine"
SMALL = {"scale": 200, "size": (900, 600)}
LOOKS = [
    {"language": "fr"},
    {"language": "en", "theme": "dark"},
    {"language": "en", "theme": "contrast", **SMALL},
    {"language": "fr", **SMALL},
]
TYPED = (QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox)


def plan_of(someone):
    return someone.window.context.session


def planned(someone, level="group", topics=(TOPIC,), ages=("9-11",), country="FR", languages=("fr",)):
    """Give someone a plan and open it."""
    context = someone.window.context
    context.session = session.suggest(level, topics, ages, country, languages, context.library)
    someone.go("session", "plan")
    return context.session


def ids(someone):
    return [part.id for part in plan_of(someone).parts]


def pages_of(someone, parts=None):
    """Open every page of a session there is, one after the other, or those of some parts alone."""
    for route in (
        Route("session"),
        Route("session", "new"),
        Route("session", "needs"),
        Route("session", "plan"),
        Route("session", "add"),
        Route("session", "pack"),
        *(Route("session", "part", part) for part in (ids(someone) if parts is None else parts)),
    ):
        someone.go(route)
        yield route


def printed(someone, sheet, office):
    """Print a sheet and read it."""
    someone.go("print", sheet)
    desk = someone.window.context.printing
    wait_until(lambda: desk.state == "ready")
    someone.press("PrintGo")
    wait_until(lambda: desk.state == "sent")
    made = at_the_printer.read(office.tray[-1][1])
    return at_the_printer.Printed(made.pages)


@pytest.fixture
def saves_to(monkeypatch):
    """Answer where to save, and note the name that was offered."""
    offered = []

    def answer(path):
        def ask(_parent, _texts, name, suffix):
            offered.append((name, suffix))
            return path

        monkeypatch.setattr(files, "place_to_save", ask)
        return offered

    return answer


@pytest.fixture
def opens(monkeypatch):
    """Answer which file to open."""
    return lambda path: monkeypatch.setattr(files, "file_to_open", lambda *_: path)


# Planning.


@pytest.mark.parametrize("wishes", LOOKS)
def test_a_worker_in_a_hurry_has_a_usable_plan_in_four_presses_by_keyboard(person, wishes, library):
    someone = person(**wishes)
    if "size" in wishes:
        # The menu is one press more in a small window; what is counted begins at the rail.
        someone.press("MenuButton")
    someone.find("Rail-session").setFocus()
    someone.key(Qt.Key.Key_Return)
    for name in ("Model-group", f"Topic-{TOPIC}", "FillPlan"):
        someone.tab_until(lambda focus, name=name: focus.objectName() == name)
        someone.key(Qt.Key.Key_Return)
    plan = plan_of(someone)
    assert session.gaps(plan, library) == ()
    assert plan.topics == (TOPIC,)
    assert plan.minutes == 45
    assert plan.country == "FR"
    assert plan.languages == (wishes["language"],)
    assert session.covered(plan)
    assert someone.route == Route("session", "plan")
    assert not [box for box in someone.page.findChildren(object) if box.objectName().startswith("Gap-")]


def test_a_plan_asks_for_topic_ages_and_languages_in_one_box_and_is_then_filled(person, library):
    someone = person(language="en")
    someone.go("session")
    someone.press("Model-group")
    assert not someone.has("FillPlan")
    assert not someone.has("Age-12-14")
    someone.press("Topic-sextortion")
    box = someone.find("Gap-no-topic").parentWidget()
    assert QApplication.focusWidget() is someone.find("Topic-sextortion")
    for name in ("Topic-sextortion", "Age-12-14", "Languages-en+fr", "FillPlan"):
        assert box.isAncestorOf(someone.find(name))
    someone.press("Age-12-14")
    someone.press("Languages-en+fr")
    assert session.covered(plan_of(someone)) == ()
    assert someone.find("FillPlan").text() == someone.texts("run.fill_plan")
    someone.press("FillPlan")
    plan = plan_of(someone)
    assert (plan.topics, plan.ages, plan.languages) == (("sextortion",), ("12-14",), ("en", "fr"))
    assert "sextortion-12-14" in session.covered(plan)
    assert not someone.has("FillPlan")
    assert QApplication.focusWidget() is someone.find("Start")
    # A plan for others begins with nothing chosen.
    someone.go("session")
    someone.press("Model-individual")
    assert not someone.find("Topic-sextortion").isChecked()


def test_each_model_is_a_card_and_gives_its_parts(person, library):
    someone = person(language="en")
    for level in ("individual", "group", "workshop", "parent-and-child"):
        someone.window.context.session = None
        someone.press("Rail-session")
        card = someone.find(f"Model-{level}")
        agenda = session.agenda_for(level, library)
        assert agenda.title.en in someone.words(card)
        assert agenda.summary.en in someone.words(card)
        QTest.mouseClick(card, Qt.MouseButton.LeftButton)
        assert plan_of(someone).level == level
        assert [part.part for part in plan_of(someone).parts] == [part.id for part in agenda.parts]


def test_needs_make_a_plan_and_stay_chosen_on_the_way(unpainted):
    someone = unpainted(language="en", country="BE")
    someone.go("session")
    someone.press("FromNeeds")
    someone.press("Level-individual")
    someone.press("Topic-sextortion")
    someone.press("Age-12-14")
    someone.press("Languages-en+fr")
    assert someone.find("Topic-sextortion").isChecked()
    assert someone.find("Age-12-14").isChecked()
    assert someone.find("Languages-en+fr").isChecked()
    assert "Belgium" in someone.words(someone.page)
    someone.press("SeePlan")
    plan = plan_of(someone)
    assert (plan.level, plan.topics, plan.ages) == ("individual", ("sextortion",), ("12-14",))
    assert (plan.country, plan.languages) == ("BE", ("en", "fr"))


def test_a_fourth_topic_is_refused_in_a_sentence_and_the_keyboard_stays(person):
    someone = person(language="en")
    someone.go("session", "new")
    names = [b.objectName() for b in someone.pressable(someone.page) if b.objectName().startswith("Topic-")]
    for name in names[:4]:
        someone.find(name).setFocus()
        someone.press(name)
    assert someone.find("SessionSaid").text() == someone.texts("run.topics.full")
    assert not someone.find(names[3]).isChecked()
    assert QApplication.focusWidget() is someone.find(names[3])
    someone.press(names[0])
    assert not someone.has("SessionSaid")


def test_changed_needs_fill_the_plan_anew_and_can_be_taken_back(unpainted):
    someone = unpainted()
    before = planned(someone)
    first = ids(someone)[0]
    someone.press(f"Longer-{first}")
    someone.press("ChangeNeeds")
    someone.press("Topic-sextortion")
    someone.press(f"Topic-{TOPIC}")
    someone.press("SeePlan")
    plan = plan_of(someone)
    assert plan.topics == ("sextortion",)
    assert [part.id for part in plan.parts] == [part.id for part in before.parts]
    assert plan.parts[0].minutes == before.parts[0].minutes + 1
    assert session.covered(plan) != session.covered(before)
    someone.press("Undo")
    assert plan_of(someone).topics == (TOPIC,)
    assert session.covered(plan_of(someone)) == session.covered(before)
    assert not someone.has("Undo")


def test_a_new_model_never_loses_the_plan_before(unpainted):
    someone = unpainted()
    before = planned(someone)
    someone.go("session")
    assert someone.has("GoOn")
    someone.press("Model-workshop")
    assert plan_of(someone).level == "workshop"
    someone.press("Undo")
    assert plan_of(someone) == before


# The parts.


def test_minutes_change_by_presses_alone_and_the_sum_is_said_in_words(person, announced):
    someone = person(language="en")
    planned(someone)
    part = ids(someone)[0]
    texts = someone.texts
    assert someone.find("Total").text() == texts.count("run.total.same", 45)
    someone.find(f"Longer-{part}").setFocus()
    for _ in range(2):
        someone.key(Qt.Key.Key_Space)
    assert plan_of(someone).part(part).minutes == 4
    assert someone.find(f"Minutes-{part}").text() == texts("run.length", n=4)
    assert someone.find("Total").text() == texts.count("run.total.more", 47, other="2")
    assert announced[-1].startswith(texts("run.length", n=4))
    for _ in range(9):
        someone.press(f"Fewer-{part}")
    assert plan_of(someone).part(part).minutes == session.LEAST_MINUTES
    assert someone.find("Total").text() == texts.count("run.total.less", 44, other="1")


def test_a_part_moves_with_the_keyboard_on_it(person):
    someone = person()
    planned(someone)
    second = ids(someone)[1]
    someone.find(f"Up-{second}").setFocus()
    someone.key(Qt.Key.Key_Return)
    assert ids(someone)[0] == second
    # It cannot go higher: the way down takes the keyboard.
    assert QApplication.focusWidget() is someone.find(f"Down-{second}")
    assert not someone.find(f"Up-{second}").isEnabled()
    someone.key(Qt.Key.Key_Return)
    someone.key(Qt.Key.Key_Return)
    assert ids(someone)[2] == second
    focus = QApplication.focusWidget()
    assert focus is someone.find(f"Down-{second}")
    assert someone.in_view(focus)


def test_a_part_that_is_taken_out_is_put_back_where_it_was(person):
    someone = person()
    before = planned(someone)
    for name in (ids(someone)[0], ids(someone)[4], ids(someone)[-1]):
        someone.find(f"Remove-{name}").setFocus()
        someone.key(Qt.Key.Key_Return)
        assert name not in ids(someone)
        undo = someone.find("Undo")
        assert QApplication.focusWidget() is undo
        assert someone.in_view(undo)
        someone.key(Qt.Key.Key_Return)
        assert plan_of(someone) == before


def test_minutes_changed_after_a_part_was_taken_out_stay_when_it_comes_back(unpainted):
    someone = unpainted()
    planned(someone)
    first, second = ids(someone)[:2]
    minutes = plan_of(someone).part(first).minutes
    someone.press(f"Remove-{second}")
    someone.press(f"Longer-{first}")
    someone.press("Undo")
    assert ids(someone)[:2] == [first, second]
    assert plan_of(someone).part(first).minutes == minutes + 1


def test_every_part_can_go_and_a_part_can_come(person, library):
    someone = person(language="en")
    planned(someone)
    for name in ids(someone):
        someone.press(f"Remove-{name}")
    assert plan_of(someone).parts == ()
    assert someone.texts("run.none") in someone.words(someone.page)
    someone.press("AddPart")
    offered = session.offers(plan_of(someone), library)
    names = [b.objectName() for b in someone.pressable(someone.page) if b.objectName().startswith("Offer-")]
    assert names == [f"Offer-{offer.agenda}:{offer.part.id}" for offer in offered]
    someone.press(names[0])
    assert someone.route == Route("session", "plan")
    (added,) = ids(someone)
    assert QApplication.focusWidget() is someone.find(f"Open-{added}")


def test_a_full_plan_says_so_instead_of_offering(unpainted, library):
    someone = unpainted(language="en")
    planned(someone)
    while len(ids(someone)) < session.PARTS:
        someone.press("AddPart")
        first = next(b for b in someone.pressable(someone.page) if b.objectName().startswith("Offer-"))
        someone.press(first)
    assert not someone.has("AddPart")
    assert someone.texts("run.full", n=session.PARTS) in someone.words(someone.page)


def test_what_fills_a_part_is_chosen_by_pressing(person):
    someone = person(language="en")
    planned(someone)
    part = next(one.id for one in plan_of(someone).parts if one.kind == "practise")
    someone.press(f"Open-{part}")
    chosen = plan_of(someone).part(part).cards
    for name in chosen:
        assert someone.find(f"Choice-{name}").isChecked()
    someone.find(f"Choice-{chosen[0]}").setFocus()
    someone.key(Qt.Key.Key_Space)
    assert chosen[0] not in plan_of(someone).part(part).cards
    other = next(
        b
        for b in someone.pressable(someone.page)
        if b.objectName().startswith("Choice-")
        and not b.isChecked()
        and b.objectName() != f"Choice-{chosen[0]}"
    )
    name = other.objectName().removeprefix("Choice-")
    someone.press(other)
    assert name in plan_of(someone).part(part).cards
    someone.press("BackToPlan")
    assert someone.route == Route("session", "plan")
    assert QApplication.focusWidget() is someone.find(f"Open-{part}")


def test_a_full_part_says_what_to_do(person):
    someone = person(language="en")
    planned(someone)
    part = next(one.id for one in plan_of(someone).parts if one.kind == "words")
    someone.go("session", "part", part)
    someone.press("Fold-others")
    names = [b.objectName() for b in someone.pressable(someone.page) if b.objectName().startswith("Choice-")]
    for name in names[: session.ITEMS + 1]:
        if not someone.find(name).isChecked():
            someone.press(name)
        if someone.has("SessionSaid"):
            break
        if not someone.has(name):
            someone.press("Fold-others")
    assert someone.find("SessionSaid").text() == someone.texts("run.fill.full")
    # It belongs to what was just pressed: who goes on and comes back meets the plan alone.
    someone.go("home")
    someone.go("session", "plan")
    assert not someone.has("SessionSaid")
    assert len(plan_of(someone).part(part).items) == session.ITEMS


@pytest.mark.parametrize("languages", [("fr",), ("en", "fr")])
def test_the_preview_of_a_part_is_what_the_screen_will_say_and_notes_stand_apart(unpainted, languages):
    someone = unpainted(language="en")
    planned(someone, languages=languages)
    context = someone.window.context
    from familyguide.services.session_show import Stage

    stage = Stage(context.library, context.directory, context.today)
    for part in ids(someone):
        someone.go("session", "part", part)
        words = someone.words(someone.page)
        for slide in (idea for ideas in stage.groups(plan_of(someone), part) for idea in ideas):
            for language in languages:
                assert slide.text[language] in words
                assert slide.more is None or slide.more[language] in words
        yours = someone.words(someone.find("Yours"))
        for note in stage.notes(plan_of(someone), part):
            assert note.text.en in yours


def test_every_practice_card_is_shown_with_its_pass(person, library):
    someone = person(language="en")
    planned(someone, languages=("en",))
    part = next(one for one in plan_of(someone).parts if one.kind == "practise")
    someone.go("session", "part", part.id)
    assert part.cards
    assert someone.words(someone.page).count(library.practice.passing.en) == len(part.cards)


@pytest.mark.parametrize(
    ("level", "topics", "ages", "reason"),
    [("group", (), (), "no-topic"), ("group", ("exploitation",), ("3-5",), "not-for-age")],
)
def test_what_is_missing_is_one_sentence_with_one_way_on(unpainted, library, level, topics, ages, reason):
    someone = unpainted(language="en")
    planned(someone, level, topics, ages)
    gap = next(one for one in session.gaps(plan_of(someone), library) if one.reason == reason)
    told = someone.find(f"Gap-{reason}")
    assert told.text() == session.gap_sentence(gap, someone.texts, library)
    assert [b for b in someone.pressable(told.parentWidget()) if b.isEnabled()]


def test_the_worker_is_told_what_to_prepare_and_where_to_read_what_to_do_at_a_disclosure(unpainted, library):
    someone = unpainted(language="fr")
    planned(someone)
    someone.press("Fold-prepare")
    words = someone.words(someone.page)
    assert "mouchoirs" in words
    assert "second adulte" in words
    someone.press(f"Row-article:{session.DISCLOSURE}")
    assert someone.route == Route("article", session.DISCLOSURE)


def test_nothing_in_any_page_takes_text(unpainted):
    someone = unpainted()
    planned(someone)
    for route in pages_of(someone):
        assert not [w for kind in TYPED for w in someone.page.findChildren(kind)], route


# The country.


def test_a_plan_of_another_country_says_so_and_takes_this_one_at_a_press(unpainted):
    someone = unpainted(language="en", country="BE")
    planned(someone)
    words = someone.words(someone.page)
    assert someone.texts("run.country.differs", plan="France", here="Belgium") in words
    someone.press("TakeCountry")
    assert plan_of(someone).country == "BE"
    assert not someone.has("TakeCountry")


def test_without_a_country_the_plan_says_that_no_number_is_shown(person, hands):
    someone = person(language="en", country=None)
    someone.go("session")
    someone.press("Model-group")
    assert someone.texts("run.country.none") in someone.words(someone.page)
    someone.press("SessionCountry")
    assert someone.route.page == "country"
    someone.window.context.service.change(country="FR")
    someone.window.go_back()
    hands.settle()
    someone.press("TakeCountry")
    assert plan_of(someone).country == "FR"


# Starting.


def test_start_hands_the_plan_to_what_presents_it(person):
    someone = person()
    planned(someone)
    assert someone.window.context.present == someone.window.present
    shown = []
    someone.window.context.present = shown.append
    someone.go("session")
    someone.go("session", "plan")
    someone.find("Start").setFocus()
    someone.key(Qt.Key.Key_Return)
    assert shown == [plan_of(someone)]


def test_a_session_runs_from_its_plan_to_the_sheets_that_go_home(person):
    someone = person()
    planned(someone)
    someone.press("Start")
    presenter = someone.window.presenter
    presenter.begin(plan_of(someone))
    assert not someone.window.isVisible()
    presenter.take_home.emit(presenter.plan)
    presenter.stop()
    assert someone.window.isVisible()
    assert someone.route == Route("session", "pack")
    assert someone.window.presenter is None


def test_the_notes_can_be_printed_before_the_start(unpainted, office):
    someone = unpainted()
    planned(someone)
    someone.press("Start")
    someone.window.presenter.print_notes.emit(plan_of(someone))
    assert someone.route == Route("print", "session-notes")


# Paper.


@pytest.mark.parametrize("languages", [("fr",), ("fr", "en")])
def test_the_pack_is_one_print_of_what_was_covered(unpainted, office, library, languages):
    someone = unpainted(language="fr")
    plan = planned(someone, languages=languages)
    someone.press("Pack")
    assert someone.find(f"Languages-{'+'.join(languages)}").isChecked()
    for name in session.covered(plan):
        assert someone.find(f"Sheet-{name}").isChecked()
    someone.press("MakePack")
    assert someone.route == Route("print", "session-pack")
    said = printed(someone, "session-pack", office)
    assert len(office.tray) == 1
    for language in languages:
        assert said.says({"fr": "Cette semaine, une chose", "en": "This week, one thing"}[language])
        for name in session.covered(plan):
            item = library.item(name)
            if isinstance(item, m.Conversation):
                assert said.says(item.opening[language])
            else:
                chosen = [one for one in item.settings if one.id in plan.parts[6].settings]
                assert chosen
                assert all(said.says(setting.title[language]) for setting in chosen)
    for number in ("17", "119", "3018", "3114"):
        assert said.says(number)


def test_what_is_unticked_stays_out_of_the_pack(person, office, library):
    someone = person(language="fr")
    plan = planned(someone)
    talk = session.covered(plan)[0]
    someone.press("Pack")
    someone.find(f"Sheet-{talk}").setFocus()
    someone.key(Qt.Key.Key_Space)
    assert not someone.find(f"Sheet-{talk}").isChecked()
    assert QApplication.focusWidget() is someone.find(f"Sheet-{talk}")
    someone.press(f"Sheet-{pack.WALLET}")
    someone.press("MakePack")
    said = printed(someone, "session-pack", office)
    assert not said.says(library.item(talk).title.fr)
    assert said.says(someone.texts("paper.wallet.front"))


def test_a_pack_is_printed_for_everybody_and_the_notes_once(unpainted, office):
    someone = unpainted(language="en")
    planned(someone)
    desk = at_the_printer.open_sheet(someone, "session-pack")
    assert someone.page.title_label.text() == someone.texts("print.title.pack")
    assert someone.find("Copies").text() == "1 copy"
    for _ in range(12):
        someone.press("Copies-more")
    someone.press("Copies-fewer")
    assert someone.find("Copies").text() == "12 copies"
    someone.press("PrintGo")
    wait_until(lambda: desk.state == "sent")
    assert office.copies == 12
    assert len(office.tray) == 1
    at_the_printer.open_sheet(someone, "session-notes")
    assert not someone.has("Copies")
    someone.press("PrintGo")
    wait_until(lambda: desk.state == "sent")
    assert office.copies == 1


def test_an_empty_pack_asks_for_a_sheet(unpainted):
    someone = unpainted(language="fr")
    planned(someone)
    someone.press("Pack")
    ticked = [
        b for b in someone.pressable(someone.page) if b.objectName().startswith("Sheet-") and b.isChecked()
    ]
    for name in [b.objectName() for b in ticked]:
        someone.press(name)
    someone.press("MakePack")
    assert someone.route == Route("session", "pack")
    assert someone.find("SessionSaid").text() == someone.texts("run.pack.none")


def test_with_a_child_only_what_is_made_for_both_goes_home(unpainted, office, library):
    someone = unpainted(language="fr")
    plan = planned(someone, "parent-and-child", ("body-autonomy",), ("6-8",))
    for name in session.covered(plan):
        assert library.row(name).audience == "with-child"
    someone.press("Pack")
    agreement = next(name for name in session.covered(plan) if library.row(name).kind == "agreement")
    assert someone.has(f"Sheet-{agreement}")
    said = printed(someone, "session-pack", office)
    assert said.says(library.item(agreement).title.fr)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_notes_hold_every_part_the_duties_with_their_month_and_whom_they_are_for(
    unpainted, office, library, language
):
    someone = unpainted(language=language)
    plan = planned(someone)
    said = printed(someone, "session-notes", office)
    assert said.says(someone.texts("paper.session.worker"))
    for part in plan.parts:
        words = session.template(part, library)
        assert said.says(words.aim[language])
        assert all(said.says(note[language]) for note in words.notes)
    assert said.says(library.duties.check[language])
    duty = next(one for one in library.duties.duties if one.id == "fr-alert")
    assert said.says(someone.texts.month(duty.as_of))
    assert said.says(library.item(session.DISCLOSURE).title[language])


def test_each_card_to_cut_out_says_that_one_may_pass(unpainted, office, library):
    someone = unpainted(language="fr")
    plan = planned(someone, languages=("fr",))
    cards = [card for card in library.practice.cards if card.id in session.cards(plan)]
    said = printed(someone, "session-cards", office)
    assert cards
    for card in cards:
        assert said.says(card.line.fr)
    assert said.count(at_the_printer.plain(library.practice.passing.fr)) == len(cards)


def test_the_words_for_the_interpreter_stand_in_both_languages(unpainted, office, library):
    someone = unpainted(language="fr")
    plan = planned(someone, languages=("fr",))
    context = someone.window.context
    from familyguide.services.session_show import Stage

    terms = Stage(context.library, context.directory, context.today).all_words(plan)
    said = printed(someone, "session-words", office)
    assert terms
    for term in terms:
        assert said.says(term.title.fr)
        assert said.says(term.title.en)


def test_languages_chosen_for_one_sheet_are_not_those_of_the_pack(unpainted, office):
    someone = unpainted(language="fr")
    planned(someone, languages=("fr", "en"))
    someone.go("print", "disclosure")
    desk = someone.window.context.printing
    wait_until(lambda: desk.state == "ready")
    someone.go("print", "session-pack")
    wait_until(lambda: desk.state == "ready")
    assert desk._job.sheets[0].languages == ("fr", "en")
    assert someone.find("Chip-('fr', 'en')").isChecked()
    someone.go("print", "session-notes")
    wait_until(lambda: desk.state == "ready")
    assert desk._job.sheets[0].languages == ("fr",)


def test_without_a_plan_there_is_no_sheet_of_it_and_its_pages_begin_one(unpainted):
    someone = unpainted(language="en")
    for sheet in ("session-pack", "session-notes", "session-cards", "session-words"):
        someone.go("print", sheet)
        assert someone.page.title_label.text() == someone.texts("page.missing")
    for item in ("plan", "pack", "add", "part"):
        someone.go("session", item)
        assert someone.has("Model-group")


def test_nothing_to_print_is_offered_where_nobody_should_print(unpainted):
    someone = unpainted(rules=GUEST._replace(printing="off"), language="en")
    planned(someone)
    assert not [b for b in someone.pressable(someone.page) if b.objectName().startswith(("Print-", "Pack"))]
    someone.go("session", "pack")
    assert someone.texts("print.problem.off") in someone.words(someone.page)


# Files.


def test_a_plan_is_saved_at_home_under_a_neutral_name_and_opened_again(
    unpainted, library, saves_to, opens, tmp_path
):
    someone = unpainted(language="fr")
    plan = planned(someone)
    target = tmp_path / "x.fgsession"
    offered = saves_to(target)
    someone.press("SaveSession")
    assert offered == [("seance-2026-11.fgsession", "fgsession")]
    assert str(target) in someone.find("SessionSaid").text()
    held = json.loads(target.read_text("utf-8"))

    def texts_in(value):
        if isinstance(value, dict):
            return [text for one in value.values() for text in texts_in(one)]
        if isinstance(value, list):
            return [text for one in value for text in texts_in(one)]
        return [value] if isinstance(value, str) else []

    for text in texts_in(held):
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*|FR", text), text
    someone.window.context.session = None
    someone.go("session")
    opens(target)
    someone.press("OpenSession")
    assert someone.route == Route("session", "plan")
    assert plan_of(someone) == plan


def test_a_broken_file_is_one_sentence_and_changes_nothing(person, opens, tmp_path):
    someone = person(language="en")
    before = planned(someone)
    broken = (b"", b"{", b"\xff\x00", b'{"format": "family-guide-session", "version": 99}')
    for at, held in enumerate(broken):
        file = tmp_path / f"bad-{at}.fgsession"
        file.write_bytes(held)
        someone.go("session")
        opens(file)
        someone.press("OpenSession")
        assert someone.route == Route("session")
        said = someone.find("SessionSaid").text()
        assert str(file) in said
        assert said.endswith(".")
        assert plan_of(someone) == before
        assert QApplication.focusWidget() is someone.find("OpenSession")


def test_what_a_file_names_and_the_guide_has_not_is_told_above_the_plan(unpainted, opens, tmp_path, library):
    someone = unpainted(language="en")
    plan = planned(someone)
    parts = tuple(
        replace(part, items=("gone-long-ago",)) if part.kind == "words" else part for part in plan.parts
    )
    file = tmp_path / "old.fgsession"
    session_file.write(file, replace(plan, parts=parts))
    opens(file)
    someone.go("session")
    someone.press("OpenSession")
    assert "gone-long-ago" in someone.find("SessionSaid").text()


def test_a_place_that_cannot_be_written_is_told(unpainted, saves_to, tmp_path):
    someone = unpainted(language="en")
    planned(someone)
    saves_to(tmp_path / "absent" / "deep" / "x.fgsession")
    (tmp_path / "absent").write_text("a file stands here")
    someone.press("SaveSession")
    assert "x.fgsession" in someone.find("SessionSaid").text()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["absent"]


def test_a_guest_opens_and_saves_nothing(person, tmp_path):
    someone = person(rules=GUEST, language="en")
    someone.press("Rail-session")
    assert not someone.has("OpenSession")
    assert someone.texts("run.nothing_typed.guest") in someone.words(someone.page)
    someone.press("Model-group")
    assert not someone.has("SaveSession")


def test_on_a_public_pc_no_entry_stands_and_the_page_says_calmly_why(unpainted):
    someone = unpainted(rules=PUBLIC, language="en")
    assert not someone.has("Rail-session")
    for route in (Route("session"), Route("session", "plan"), Route("session", "new")):
        someone.go(route)
        assert someone.texts("run.public") in someone.words(someone.page)
        assert not someone.has("Model-group")
    someone.press("BackHome")
    assert someone.route.page == "home"


def test_words_planted_in_my_family_are_on_no_page_paper_or_file(person, office, library, saves_to, tmp_path):
    someone = person(language="fr")
    context = someone.window.context
    context.folder = lambda: tmp_path / "notes"
    someone.window._open_notes()
    context.notes.begin()
    context.notes.service.change(lambda document: family.with_child(document, "9-11", PLANTED))
    someone.go("family")
    assert PLANTED in someone.words(someone.page)
    planned(someone, languages=("fr", "en"))
    for _ in pages_of(someone):
        assert PLANTED not in someone.words()
    for sheet in ("session-pack", "session-notes", "session-cards", "session-words"):
        assert PLANTED not in printed(someone, sheet, office)
    assert all(PLANTED.encode() not in pdf for _, pdf in office.tray)
    target = tmp_path / "plan.fgsession"
    saves_to(target)
    someone.go("session", "plan")
    someone.press("SaveSession")
    assert PLANTED not in target.read_text("utf-8")
    someone.window.close()
    resume = context.notes.document.resume if context.notes.document else None
    assert resume is None or resume.page != "session"


# Staying.


def test_the_plan_survives_language_theme_size_and_back(person, hands):
    someone = person(language="fr")
    plan = planned(someone)
    service = someone.window.context.service
    for change in ({"language": "en"}, {"theme": "contrast"}, {"scale": 200}, {"country": "BE"}):
        service.change(**change)
        hands.settle()
        assert someone.has("Total")
        assert plan_of(someone) == plan
        assert someone.route == Route("session", "plan")
    someone.go("home")
    someone.window.go_back()
    hands.settle()
    assert plan_of(someone) == plan
    title = someone.page.title_label.text()
    assert title == session.agenda_for("group", someone.window.context.library).title.en


def test_what_was_said_changes_its_language_with_the_page(person, hands):
    someone = person(language="fr")
    planned(someone)
    someone.press(f"Remove-{ids(someone)[0]}")
    someone.window.context.service.change(language="en")
    hands.settle()
    assert someone.find("Undo").text().strip("\u00a0") == someone.window.context.texts("run.undo")


def test_a_session_named_on_the_command_line_opens_at_its_plan(
    dressed, library, tmp_path, monkeypatch, hands
):
    plan = session.suggest("group", [TOPIC], ["9-11"], "FR", ["fr"], library)
    file = tmp_path / "x.fgsession"
    session_file.write(file, plan)
    seen = []

    def stand_in(application):
        window = next(
            w for w in application.topLevelWidgets() if w.objectName() == "Window" and w.isVisible()
        )
        hands.settle()
        seen.append((window.route, window.context.session, hands.Person(window).has("Total")))
        window.close()
        window.deleteLater()
        hands.settle()
        return 0

    monkeypatch.setattr(app, "open_content", lambda _language: (library, "", app.ContentState()))
    monkeypatch.setattr(app, "make_application", lambda **_: dressed)
    monkeypatch.setattr(type(dressed), "exec", lambda *_: stand_in(dressed))
    monkeypatch.setattr(app, "has_screen", lambda: True)
    monkeypatch.setattr(app, "_collect_again", lambda: None)
    monkeypatch.setattr(app, "REST_MS", 0)
    options = cli.parser().parse_args(["--session", str(file), "--guest", "--country", "FR", "--lang", "fr"])
    assert app.run(options) == 0
    assert seen == [(Route("session", "plan"), plan, True)]


# Faults no page may have.


@pytest.mark.parametrize("wishes", LOOKS)
def test_the_pages_have_none_of_the_faults_that_pages_must_not_have(person, hands, wishes):
    someone = person(**wishes)
    someone.window.context.present = lambda _plan: None
    planned(someone, languages=("fr", "en"))
    least = 7 if wishes.get("theme") == "contrast" else 4.5
    found = {}
    # These are made alike: one stands for all of them.
    alike = ("welcome", "rules", "worries", "principles", "decision", "close")
    kinds = {part.id: part.kind for part in plan_of(someone).parts}
    first = next(part for part, kind in kinds.items() if kind in alike)

    def look(where):
        for name, fault in hands.FAULTS.items():
            found.setdefault(name, []).extend((where, one) for one in fault(someone))
        found.setdefault("pale", []).extend((where, one) for one in hands.pale(someone, least))

    others = [part for part in kinds if kinds[part] not in alike]
    for route in pages_of(someone, [first, *some(others, 3, turn=LOOKS.index(wishes))]):
        look(route)
    planned(someone, "group", (), (), "BE")
    look("gaps")
    someone.press(f"Remove-{ids(someone)[1]}")
    look("undo")
    someone.press("Fold-prepare")
    look("prepare")
    assert {name: faults for name, faults in found.items() if faults} == {}
