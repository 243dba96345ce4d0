"""My family: nothing before it is begun, everything seen and removed afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from familyguide import app
from familyguide.guide.model import Agreement, Checklist
from familyguide.services import family, vault
from familyguide.services.choices import Choices, ChoicesService, MemoryStore
from familyguide.services.navigation import Route
from familyguide.services.rules import Flags, Rules, effective
from familyguide.services.texts import Texts
from familyguide.services.vault import KeepingError, Vault
from familyguide.ui import files
from familyguide.ui.context import Context
from familyguide.ui.pages.family import HAND, typed_day, typed_time
from familyguide.ui.theme.apply import apply
from familyguide.ui.window import Window

WORDS = "quatre mots de passe"
LOOKS = [
    {"language": "fr"},
    {"language": "en", "scale": 200, "size": (900, 600)},
    {"language": "fr", "scale": 200, "size": (900, 600), "theme": "contrast"},
    {"language": "en", "theme": "dark"},
]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "family-guide"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Guesses as cheap as the file allows; how dear they are is the matter of test_vault."""
    monkeypatch.setattr(Vault.__init__, "__kwdefaults__", {"cost": 1 << 15})


@pytest.fixture
def at_home(dressed, library, hands, folder):
    """Sit someone at a computer at home; the window before is closed."""
    made = []

    def factory(*, guest=False, size=(1280, 800), shown=True, **wishes):
        close()
        chosen = Choices(**{"language": "fr", "country": "FR", "theme": "light"} | wishes)
        service = ChoicesService(MemoryStore(chosen))
        context = Context(
            library,
            service,
            apply(dressed, chosen),
            rules=effective(None, None, Flags(guest=guest)),
            folder=lambda: folder,
        )
        with hands.room_for(size):
            window = Window(context)
        made.append(window)
        if shown:
            window.show()
            window.activateWindow()
        else:
            window.finish()
            QApplication.sendEvent(window, QResizeEvent(window.size(), QSize()))
        hands.settle()
        return hands.Person(window)

    def close():
        while made:
            window = made.pop()
            window.close()
            window.deleteLater()
            hands.settle()

    factory.close = close
    yield factory
    close()


@pytest.fixture
def begun(at_home):
    def factory(**wishes):
        someone = at_home(**wishes)
        someone.go("family")
        if someone.has("Begin"):
            someone.press("Begin")
        return someone

    return factory


@pytest.fixture
def wait(hands):
    """Wait until a passphrase has been worked on."""

    def until_done(someone):
        assert hands.wait(lambda: not someone.window.context.notes.is_busy, 20)
        hands.settle()

    return until_done


def fill(someone, name, text):
    field = someone.find(name)
    assert isinstance(field, QLineEdit)
    field.setFocus()
    someone.type(text)


def document(someone):
    return someone.window.context.notes.document


def files_in(folder):
    return sorted(path.name for path in folder.rglob("*")) if folder.exists() else []


def first_setting(library):
    row = library.rows("checklist")[0]
    return row, library.read(row.id, Checklist).settings[0]


def seal(someone, wait):
    fill(someone, "New", WORDS)
    fill(someone, "Twice", WORDS)
    someone.press("SetPassphrase")
    wait(someone)


# Before it is begun, and where it never is.


def test_nothing_is_written_before_the_button_is_pressed(at_home, folder):
    someone = at_home()
    someone.go("family")
    someone.go("settings")
    someone.window.context.service.change(apps=("discord",), theme="dark")
    someone.go("family")
    assert not folder.exists()
    someone.press("Begin")
    assert files_in(folder) == ["notes.json", "notes.json.lock"]
    assert document(someone).apps == ("discord",)


def test_a_guest_is_told_that_nothing_can_be_kept_and_writes_nothing(at_home, folder):
    someone = at_home(guest=True)
    someone.go("family")
    assert someone.texts("family.closed.lead") in someone.words(someone.page)
    assert someone.texts("family.closed.paper") in someone.words(someone.page)
    # What is read and filled in on paper, and nothing that notes anything.
    doors = [b.objectName() for b in someone.pressable(someone.page) if b.objectName() != "ListenPage"]
    assert doors == ["Row-agreement", "Row-article:trusted-adults-hand", "Row-papers"]
    assert someone.window.context.notes is None
    at_home.close()
    assert not folder.exists()


def test_a_start_without_notes_loads_no_vault(at_home, monkeypatch):
    someone = at_home()
    assert someone.window.context.notes._service is None


@pytest.mark.parametrize("mode", ["guest", "public-pc"])
def test_the_app_hands_a_folder_to_the_window_at_home_alone(mode, tmp_path):
    home = SimpleNamespace(rules=Rules(data_folder=tmp_path / "chosen"))
    assert app.notes_folder(home)() == tmp_path / "chosen"
    assert app.notes_folder(SimpleNamespace(rules=Rules(mode=mode))) is None
    assert app.notes_folder(SimpleNamespace()) is None


def test_a_start_at_home_writes_nothing_and_loads_nothing_to_keep_with(real_file, tmp_path):
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from familyguide import app\n"
        "from familyguide.guide.library import Library\n"
        "application = app.make_application()\n"
        "library = Library.open(Path(sys.argv[1]))\n"
        "folder = lambda: Path(sys.argv[2]) / 'notes'\n"
        "choices = app.first_choices(library, 'fr', 'FR')\n"
        "window = app.make_window(application, library, choices, folder=folder)\n"
        "window.show()\n"
        "window.finish()\n"
        "for _ in range(20): application.processEvents()\n"
        "assert window.context.notes is not None\n"
        "late = {'familyguide.services.vault', 'nacl', 'platformdirs', 'icalendar'}\n"
        "loaded = late & set(sys.modules)\n"
        "assert not loaded, loaded\n"
        "window.leave()\n"
    )
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", script, str(real_file), str(tmp_path)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []


# In use.


def test_a_child_is_added_by_age_and_removed(begun, folder):
    someone = begun()
    fill(someone, "Nickname", "Lou")
    someone.press("AddChild-9-11")
    assert "Lou · 9–11 ans" in someone.words(someone.page)
    assert b"Lou" in (folder / "notes.json").read_bytes()
    someone.press("RemoveChild-0")
    assert document(someone).children == ()


def test_the_nickname_is_marked_sensitive_and_never_predicted(begun):
    hints = begun(shown=False).find("Nickname").inputMethodHints()
    assert hints & Qt.InputMethodHint.ImhSensitiveData
    assert hints & Qt.InputMethodHint.ImhNoPredictiveText


def test_a_tick_survives_a_new_window(begun, at_home, library):
    row, setting = first_setting(library)
    someone = begun(shown=False)
    someone.go("checklist", row.id)
    someone.press(f"State-{setting.id}-done")
    assert someone.window.context.service.now.states[setting.id] == "done"
    again = at_home(shown=False)
    assert again.window.context.choices.states == {setting.id: "done"}
    again.go("family")
    assert setting.title.fr in again.words(again.page)
    assert again.has(f"Row-checklist:{row.id}")


def test_a_setting_that_changed_and_one_of_long_ago_are_marked(begun, library):
    row, setting = first_setting(library)
    someone = begun(shown=False)
    notes = someone.window.context.notes
    today = someone.window.context.today
    notes.service.change(lambda d: family.with_tick(d, setting, row, "done", today - timedelta(days=100)))
    someone.go("home")
    someone.go("family")
    assert someone.texts("family.settings.again") in someone.words(someone.page)
    tick = family.Tick("done", today, "00000000")
    notes.service.change(lambda d: family.replace(d, ticks={setting.id: tick}))
    someone.go("home")
    someone.go("family")
    assert someone.texts("family.settings.changed") in someone.words(someone.page)


def test_how_the_family_reads_is_kept_and_shown_after_the_first_paint(begun, at_home):
    someone = begun()
    someone.window.context.service.change(language="en", theme="dark")
    again = at_home()
    assert (again.window.context.language, again.window.context.choices.theme) == ("en", "dark")


def test_a_talk_is_noted_at_its_end_and_removed(begun, library):
    someone = begun(shown=False)
    talk = next(row for row in library.rows("conversation") if family.may_keep("conversation", row))
    someone.go("conversation", talk.id, "next")
    someone.press("HadTalk")
    assert list(document(someone).conversations) == [talk.id]
    assert someone.texts("family.talk.noted") in someone.words(someone.page)
    someone.go("family")
    assert talk.title.fr in someone.words(someone.page)
    someone.press(f"RemoveTalk-{talk.id}")
    assert document(someone).conversations == {}


def test_no_talk_is_offered_to_note_where_it_is_sensitive_or_nothing_is_kept(begun, at_home, library):
    rows = library.rows("conversation")
    never = [row for row in rows if not family.may_keep("conversation", row)]
    assert never
    someone = at_home(shown=False)
    someone.go("conversation", rows[0].id, "next")
    assert not someone.has("HadTalk")
    someone = begun(shown=False)
    for row in never:
        someone.go("conversation", row.id, "next")
        assert not someone.has("HadTalk"), row.id


def test_a_moment_is_planned_and_saved_as_a_calendar_file(begun, tmp_path, monkeypatch):
    someone = begun()
    someone.press("Day-2")
    fill(someone, "Time", "18h30")
    someone.press("AddMoment")
    on = someone.window.context.today + timedelta(days=2)
    assert [moment.on for moment in document(someone).moments] == [on]
    assert "18\u00a0h\u00a030" in someone.words(someone.page)
    place = tmp_path / "moment.ics"
    monkeypatch.setattr(files, "_chosen", lambda box: box.deleteLater() or place)
    someone.press("SaveCalendar")
    assert b"SUMMARY:Moment ensemble" in place.read_bytes()
    assert str(place) in someone.words(someone.page)
    someone.press("RemoveMoment-0")
    assert document(someone).moments == ()


@pytest.mark.parametrize(
    ("day", "hour", "key"),
    [
        ("demain", "", "family.day.wrong"),
        ("31/02/2030", "", "family.day.wrong"),
        ("01/01/2020", "", "family.day.past"),
        ("01/01/2090", "midi", "family.time.wrong"),
    ],
)
def test_a_day_that_cannot_be_read_gets_one_sentence(begun, day, hour, key):
    someone = begun()
    fill(someone, "Day", day)
    fill(someone, "Time", hour)
    someone.press("AddMoment")
    assert someone.find("WrongDay").text() == someone.texts(key)
    assert document(someone).moments == ()


@pytest.mark.parametrize(
    ("typed", "read"), [("25/12/2026", (25, 12)), ("2026-12-25", (25, 12)), ("5.1.2027", (5, 1))]
)
def test_days_are_typed_as_people_write_them(typed, read):
    found = typed_day(typed)
    assert (found.day, found.month) == read


@pytest.mark.parametrize(("typed", "read"), [("18:30", "18:30"), ("18 h 30", "18:30"), ("8h", "08:00")])
def test_times_are_typed_as_people_write_them(typed, read):
    assert f"{typed_time(typed):%H:%M}" == read


@pytest.mark.parametrize("typed", ["", "25:00", "18:3", "soir", "18:75"])
def test_what_is_no_time_is_none(typed):
    assert typed_time(typed) is None


# The agreement.


NINE = "family-agreement-9-11"


@pytest.fixture
def rules(library):
    return library.read(NINE, Agreement).rules


def test_a_yes_of_each_is_noted_with_its_day_and_taken_back(begun, at_home, rules):
    someone = begun(shown=False)
    someone.go("agreement", NINE)
    first, second = rules[0].id, rules[1].id
    today = someone.window.context.today
    someone.press(f"Yes-{first}-child")
    someone.press(f"Yes-{first}-adult")
    someone.press(f"Yes-{second}-adult")
    agreed = document(someone).agreement
    assert {name: (yes.child, yes.adult) for name, yes in agreed.items()} == {
        first: (today, today),
        second: (None, today),
    }
    assert someone.find(f"Yes-{first}-child").isChecked()
    assert someone.find(f"Since-{first}").text() == someone.texts(
        "agreement.said.both", day=someone.texts.day(today)
    )
    assert someone.find(f"Since-{second}").text() == someone.texts(
        "agreement.said.adult", day=someone.texts.day(today)
    )
    someone.press(f"Yes-{second}-adult")
    assert set(document(someone).agreement) == {first}
    assert not someone.has(f"Since-{second}")
    again = at_home(shown=False)
    again.go("agreement", NINE)
    assert again.find(f"Yes-{first}-adult").isChecked()
    again.go("family")
    assert rules[0].rule.fr in again.words(again.page)
    assert rules[1].rule.fr not in again.words(again.page)
    again.press(f"RemoveRule-{first}")
    assert document(again).agreement == {}


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_nothing_moves_when_a_yes_is_noted_or_taken_back(begun, rules, look):
    someone = begun(**look)
    someone.go("agreement", NINE)
    boxes = [someone.find(f"Rule-{rule.id}") for rule in rules]
    before = [box.geometry() for box in boxes]
    for rule in rules[:2]:
        for who in ("child", "adult", "child"):
            someone.press(f"Yes-{rule.id}-{who}")
            assert [box.geometry() for box in boxes] == before
            since = someone.find(f"Since-{rule.id}")
            assert since.height() >= since.heightForWidth(since.width())


def test_the_page_says_what_its_buttons_say(begun, library):
    someone = begun(shown=False)
    for row in library.rows("agreement"):
        someone.go("agreement", row.id)
        item = library.read(row.id, Agreement)
        for language, yes in (("fr", "oui"), ("en", "yes")):
            assert yes in item.answer[language].casefold()
            assert yes in Texts(language)("agreement.yes.child")
            assert yes in Texts(language)("agreement.yes.adult")
        assert someone.texts("agreement.answer.here") in someone.words(someone.page)


def test_where_nothing_is_noted_the_page_does_not_speak_of_noting(at_home):
    someone = at_home(shown=False)
    someone.go("agreement", NINE)
    assert someone.texts("agreement.answer.here") not in someone.words(someone.page)


def test_the_two_marks_are_named_with_their_rule(begun, rules):
    someone = begun(shown=False, language="en")
    someone.go("agreement", NINE)
    for who in ("child", "adult"):
        mark = someone.find(f"Yes-{rules[0].id}-{who}")
        words = someone.texts(f"agreement.yes.{who}")
        assert mark.accessibleName() == f"{words}: {rules[0].rule.en}"
        assert mark.text().strip() == words


def test_nothing_is_noted_before_my_family_is_begun_and_the_page_says_where_it_could_be(at_home, folder):
    someone = at_home(shown=False)
    someone.go("agreement", NINE)
    assert not any(b.objectName().startswith("Yes-") for b in someone.pressable(someone.page))
    assert someone.texts("agreement.not_kept") in someone.words(someone.find("WhereKept"))
    someone.press("Row-family")
    assert someone.has("Begin")
    assert someone.has("Row-agreement")
    assert not folder.exists()


def test_a_rule_whose_words_changed_says_so_and_a_new_yes_is_to_the_new_words(begun, rules):
    someone = begun(shown=False)
    notes = someone.window.context.notes
    today, name = someone.window.context.today, rules[0].id
    old = today - timedelta(days=90)
    agreed = family.Agreed(old, old, "00000000", "00000000")
    notes.service.change(lambda d: family.replace(d, agreement={name: agreed}))
    someone.go("family")
    assert someone.texts("agreement.changed") in someone.words(someone.page)
    someone.go("agreement", NINE)
    assert someone.texts("agreement.changed") in someone.find(f"Since-{name}").text()
    someone.press(f"Yes-{name}-child")
    assert someone.texts("agreement.changed") in someone.find(f"Since-{name}").text()
    someone.press(f"Yes-{name}-adult")
    assert someone.texts("agreement.changed") not in someone.find(f"Since-{name}").text()
    seen = family.rule_fingerprint(rules[0])
    assert document(someone).agreement == {name: family.Agreed(today, today, seen, seen)}


def test_a_rule_that_this_guide_does_not_hold_stays_and_can_be_taken_out(begun, at_home):
    someone = begun(shown=False)
    notes = someone.window.context.notes
    today = someone.window.context.today
    notes.service.change(lambda d: family.replace(d, agreement={"of-another-guide": family.Agreed(today)}))
    again = at_home(shown=False)
    again.go("family")
    assert again.texts("family.agreement.gone") in again.words(again.page)
    assert set(document(again).agreement) == {"of-another-guide"}
    again.press("RemoveRule-of-another-guide")
    assert document(again).agreement == {}


def test_a_day_to_read_the_agreement_again_is_chosen_saved_and_taken_out(
    begun, rules, tmp_path, monkeypatch, announced
):
    someone = begun()
    today = someone.window.context.today
    someone.window.context.notes.service.answer(NINE, rules[0].id, "child", today)
    someone.go("family")
    someone.page.ensureWidgetVisible(someone.find("Again-3"))
    someone.press("Again-3")
    then = family.in_months(today, 3)
    assert document(someone).agreement_again == then
    chosen = someone.texts("family.agreement.again", day=someone.texts.day(then))
    assert chosen in someone.words(someone.page)
    assert [months for months in (1, 3, 6) if someone.find(f"Again-{months}").isChecked()] == [3]
    assert someone.in_view(someone.find("Again-3"))
    assert announced[-1] == chosen
    someone.go("agreement", NINE)
    assert chosen in someone.words(someone.find("WhereKept"))
    someone.go("family")
    place = tmp_path / "moment.ics"
    monkeypatch.setattr(files, "_chosen", lambda box: box.deleteLater() or place)
    someone.press("SaveAgain")
    data = place.read_bytes()
    assert b"SUMMARY:Moment ensemble" in data
    assert f"DTSTART;VALUE=DATE:{then:%Y%m%d}".encode() in data
    assert data.count(b"BEGIN:VEVENT") == 1
    someone.press("RemoveAgain")
    assert document(someone).agreement_again is None
    assert not someone.has("SaveAgain")


def test_on_the_day_itself_the_page_says_so(begun, rules):
    someone = begun(shown=False)
    notes, today = someone.window.context.notes, someone.window.context.today
    notes.service.answer(NINE, rules[0].id, "child", today)
    notes.service.change(lambda d: family.with_agreement_again(d, today))
    someone.go("family")
    assert someone.texts("family.agreement.due", day=someone.texts.day(today)) in someone.words(someone.page)


def test_the_agreement_leaves_and_comes_back_with_a_copy_and_is_forgotten_with_the_rest(
    begun, rules, tmp_path, monkeypatch, wait, folder
):
    someone = begun()
    today = someone.window.context.today
    someone.window.context.notes.service.answer(NINE, rules[0].id, "adult", today)
    place = tmp_path / "copy.json"
    monkeypatch.setattr(files, "_chosen", lambda box: box.deleteLater() or place)
    someone.go("family")
    someone.press("Export")
    someone.press("Forget")
    someone.press("ForgetYes")
    assert files_in(folder) == []
    someone.press("Begin")
    someone.press("Import")
    wait(someone)
    assert someone.texts.count("family.import.rules", 1) in someone.words(someone.find("Question"))
    someone.press("Bring")
    assert document(someone).agreement[rules[0].id].adult == today


# Copies.


def test_a_copy_says_what_it_would_add_and_is_added_on_yes_alone(begun, tmp_path, monkeypatch, wait):
    someone = begun()
    someone.press("AddChild-9-11")
    place = tmp_path / "copy.json"
    monkeypatch.setattr(files, "_chosen", lambda box: box.deleteLater() or place)
    someone.press("Export")
    assert place.exists()
    someone.press("RemoveChild-0")
    someone.press("Import")
    wait(someone)
    assert "1 enfant" in someone.words(someone.find("Question")).replace(" ", " ")
    someone.press("Stay")
    assert document(someone).children == ()
    someone.press("Import")
    wait(someone)
    someone.press("Bring")
    assert [child.age for child in document(someone).children] == ["9-11"]


def test_a_sealed_copy_asks_for_its_passphrase(begun, tmp_path, monkeypatch, wait):
    someone = begun()
    someone.press("AddChild-6-8")
    seal(someone, wait)
    place = tmp_path / "copy.json"
    monkeypatch.setattr(files, "_chosen", lambda box: box.deleteLater() or place)
    someone.press("Export")
    assert b"6-8" not in place.read_bytes()
    someone.press("Import")
    wait(someone)
    fill(someone, "CopyPassphrase", "pas les bons mots")
    someone.press("OpenCopy")
    wait(someone)
    assert someone.find("Said").findChild(QLabel).text() == someone.texts("keeping.wrong-passphrase")
    fill(someone, "CopyPassphrase", WORDS)
    someone.press("OpenCopy")
    wait(someone)
    assert someone.has("Bring")


def test_a_file_that_is_no_copy_is_told_and_changes_nothing(begun, tmp_path, monkeypatch, wait):
    someone = begun()
    before = document(someone)
    place = tmp_path / "photo.json"
    place.write_bytes(b"hello")
    monkeypatch.setattr(files, "_chosen", lambda box: box.deleteLater() or place)
    someone.press("Import")
    wait(someone)
    expected = vault.sentence(KeepingError("foreign", str(place), "start"), someone.texts)
    assert expected in someone.words(someone.page)
    assert document(someone) == before


def test_the_file_box_leaves_no_settings_behind(begun, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    someone = begun()
    monkeypatch.setattr(files.QFileDialog, "exec", lambda _box: 0)
    someone.press("Export")
    assert files_in(tmp_path / "home") == []


# The passphrase.


def test_locking_again_hides_the_notes_and_what_they_brought_until_the_passphrase(
    begun, library, wait, folder
):
    row, setting = first_setting(library)
    someone = begun()
    assert not someone.has("Lock")
    someone.go("checklist", row.id)
    someone.press(f"State-{setting.id}-done")
    someone.go("family")
    fill(someone, "Nickname", "Lou")
    someone.press("AddChild-9-11")
    seal(someone, wait)
    before = document(someone)
    bytes_before = (folder / "notes.json").read_bytes()
    someone.press("Lock")
    notes = someone.window.context.notes
    assert (notes.state, document(someone), notes.vault.has_passphrase) == ("locked", None, False)
    assert "Lou" not in someone.words(someone.page)
    assert someone.window.context.choices.states == {}
    someone.go("checklist", row.id)
    assert not someone.find(f"State-{setting.id}-done").isChecked()
    someone.press(f"State-{setting.id}-later")
    assert (folder / "notes.json").read_bytes() == bytes_before
    someone.go("family")
    assert someone.has("Passphrase")
    fill(someone, "Passphrase", WORDS)
    someone.press("Open")
    wait(someone)
    assert document(someone) == before
    assert someone.window.context.choices.states[setting.id] == "done"


def test_another_window_may_open_the_notes_once_they_are_locked_here(begun, wait, folder):
    someone = begun()
    seal(someone, wait)
    someone.press("Lock")
    other = Vault(folder)
    assert other.open(WORDS) is not None
    other.close()


def test_a_changed_passphrase_opens_with_the_new_words_alone(begun, at_home, wait, folder):
    someone = begun()
    fill(someone, "Nickname", "Lou")
    someone.press("AddChild-9-11")
    seal(someone, wait)
    someone.press("AddChild-6-8")
    fill(someone, "Current", WORDS)
    fill(someone, "New", "cinq autres mots pour nous")
    fill(someone, "Twice", "cinq autres mots pour nous")
    someone.press("SetPassphrase")
    wait(someone)
    for path in folder.glob("notes.json*"):
        data = path.read_bytes()
        if path.suffix != ".lock":
            with pytest.raises(KeepingError, match="wrong-passphrase"):
                vault.decode(data, path.name, WORDS)
    someone.press("Lock")
    fill(someone, "Passphrase", WORDS)
    someone.press("Open")
    wait(someone)
    assert document(someone) is None
    fill(someone, "Passphrase", "cinq autres mots pour nous")
    someone.press("Open")
    wait(someone)
    assert [child.age for child in document(someone).children] == ["9-11", "6-8"]


def test_locked_notes_need_the_passphrase(begun, at_home, wait, folder):
    someone = begun()
    # Long enough that no sealed text holds it by chance.
    fill(someone, "Nickname", "Louison")
    someone.press("AddChild-9-11")
    seal(someone, wait)
    assert someone.texts("family.passphrase.set") in someone.words(someone.page)
    assert all(b"Louison" not in path.read_bytes() for path in folder.glob("notes.json*"))
    again = at_home()
    assert document(again) is None
    again.go("family")
    fill(again, "Passphrase", "pas les bons mots")
    again.press("Open")
    wait(again)
    assert document(again) is None
    refused = again.find("Said").findChild(QLabel).text()
    assert refused == again.texts("keeping.wrong-passphrase")
    assert str(folder) not in again.words()
    # The next try is typed at once.
    assert QApplication.focusWidget() is again.find("Passphrase")
    again.type(WORDS)
    again.key(Qt.Key.Key_Return)
    wait(again)
    assert document(again).children[0].nickname == "Louison"
    assert "Louison" in again.words(again.page)


def test_a_passphrase_is_typed_twice_the_same_and_is_not_weak(begun, wait):
    someone = begun()
    fill(someone, "New", WORDS)
    fill(someone, "Twice", "autre chose")
    someone.press("SetPassphrase")
    assert someone.find("Mismatch").text() == someone.texts("family.passphrase.mismatch")
    someone.find("New").clear()
    someone.find("Twice").clear()
    fill(someone, "New", "1234")
    fill(someone, "Twice", "1234")
    someone.press("SetPassphrase")
    wait(someone)
    assert "quatre mots" in someone.find("Said").findChild(QLabel).text()
    assert not someone.window.context.notes.vault.has_passphrase


def test_enter_after_the_second_passphrase_uses_it(begun, wait):
    someone = begun()
    fill(someone, "New", WORDS)
    fill(someone, "Twice", WORDS)
    someone.key(Qt.Key.Key_Return)
    wait(someone)
    assert someone.window.context.notes.vault.has_passphrase


def test_a_refusal_goes_when_the_next_two_passphrases_are_not_the_same(begun, wait, announced, hands):
    someone = begun()
    fill(someone, "New", "1234")
    fill(someone, "Twice", "1234")
    someone.press("SetPassphrase")
    wait(someone)
    assert someone.has("Said")
    fill(someone, "New", WORDS)
    fill(someone, "Twice", "autre chose")
    someone.key(Qt.Key.Key_Return)
    assert not someone.has("Said")
    assert someone.in_view(someone.find("Mismatch"))
    assert announced[-1] == someone.texts("family.passphrase.mismatch")
    # Made again, the page does not bring it back.
    someone.window.rebuild()
    hands.settle()
    assert not someone.has("Said")


def test_locked_notes_still_lead_to_the_agreement_and_the_hand(begun, wait):
    someone = begun()
    seal(someone, wait)
    someone.press("Lock")
    assert someone.has("Passphrase")
    assert someone.has(f"Row-article:{HAND}")
    someone.press("Row-agreement")
    assert someone.route.page == "agreement"


def test_the_passphrase_is_taken_off_by_who_knows_it(begun, wait):
    someone = begun()
    seal(someone, wait)
    someone.press("NoPassphrase")
    wait(someone)
    assert someone.window.context.notes.vault.has_passphrase
    fill(someone, "Current", WORDS)
    someone.press("NoPassphrase")
    wait(someone)
    assert not someone.window.context.notes.vault.has_passphrase
    assert someone.texts("family.passphrase.gone") in someone.words(someone.page)


def test_a_choice_made_meanwhile_is_kept_when_the_passphrase_is_done(begun, wait):
    someone = begun()
    fill(someone, "New", WORDS)
    fill(someone, "Twice", WORDS)
    someone.find("SetPassphrase").click()
    assert someone.window.context.notes.is_busy
    someone.window.context.service.change(apps=("discord",))
    wait(someone)
    assert document(someone).apps == ("discord",)


def test_closing_while_a_passphrase_is_worked_on_loses_nothing(begun, at_home, folder):
    someone = begun()
    fill(someone, "New", WORDS)
    fill(someone, "Twice", WORDS)
    someone.find("SetPassphrase").click()
    someone.window.context.service.change(apps=("discord",))
    at_home.close()
    opened = Vault(folder).open(WORDS)
    assert opened.document.apps == ("discord",)


# Forgetting, leaving, damage.


def test_forgetting_asks_once_and_removes_every_file(begun, at_home, folder, library):
    row, setting = first_setting(library)
    someone = begun()
    someone.go("checklist", row.id)
    someone.press(f"State-{setting.id}-done")
    someone.go("family")
    someone.press("Forget")
    assert files_in(folder) != []
    someone.press("ForgetYes")
    assert not folder.exists()
    assert someone.texts("family.forgotten") in someone.words(someone.page)
    assert someone.window.context.choices.states == {}
    someone.window.context.service.change(theme="dark")
    at_home.close()
    assert not folder.exists()


def test_locked_notes_are_forgotten_without_the_passphrase(begun, at_home, wait, folder):
    someone = begun()
    seal(someone, wait)
    again = at_home()
    again.go("family")
    again.press("Forget")
    again.press("ForgetYes")
    assert not folder.exists()
    assert again.has("Begin")


def test_the_last_place_is_offered_on_home_and_leaving_hides_it(begun, at_home, library):
    talk = next(row for row in library.rows("conversation") if family.may_keep("resume", row))
    someone = begun()
    someone.go("conversation", talk.id)
    someone.go("plan", "disclosure")
    again = at_home()
    assert talk.title.fr in again.words(again.find("Door-resume"))
    assert again.has("Door-idea")
    again.go("conversation", talk.id)
    again.window.leave()
    third = at_home()
    assert not third.has("Door-resume")
    assert not third.has("Door-idea")
    third.go("family")
    third.go("home")
    assert third.has("Door-idea")


def test_a_sensitive_place_is_never_kept(begun, at_home, library, folder):
    never = next(row for row in library.rows("conversation") if not family.may_keep("resume", row))
    someone = begun()
    for place in (
        Route("conversation", never.id),
        Route("plan", "disclosure"),
        Route("help"),
        Route("signs"),
    ):
        someone.go(place)
    at_home.close()
    written = (folder / "notes.json").read_bytes()
    assert never.id.encode() not in written
    assert b"disclosure" not in written
    assert b'"resume":null' in written


def test_a_damaged_file_falls_back_to_the_copy_before_and_says_so(begun, at_home, folder):
    someone = begun(shown=False)
    someone.press("AddChild-9-11")
    someone.press("AddChild-6-8")
    at_home.close()
    (folder / "notes.json").write_bytes(b'{"format":"family-guide-notes",broken')
    again = at_home(shown=False)
    again.go("family")
    assert "copie d’avant" in again.find("FellBack").findChild(QLabel).text()
    assert [child.age for child in document(again).children] == ["9-11"]


def test_notes_that_cannot_be_read_are_told_and_left(at_home, folder):
    folder.mkdir()
    (folder / "notes.json").write_bytes(b"hello")
    someone = at_home(shown=False)
    assert someone.has("Door-talk")
    someone.go("family")
    assert str(folder / "notes.json") in someone.words(someone.find("Problem"))
    assert not someone.has("Begin")
    someone.press("Again")
    assert someone.has("Problem")
    at_home.close()
    assert (folder / "notes.json").read_bytes() == b"hello"


def test_notes_that_a_former_version_locked_are_told_without_asking_for_a_passphrase(at_home, folder):
    folder.mkdir()
    sealed = (Path(__file__).parents[2] / "services" / "notes" / "version-2-sealed.json").read_bytes()
    (folder / "notes.json").write_bytes(sealed)
    someone = at_home(shown=False)
    someone.go("family")
    said = someone.words(someone.find("Problem"))
    assert str(folder / "notes.json") in said
    assert "retirez-y la phrase de passe" in said
    assert not someone.has("Passphrase")
    assert not someone.has("Begin")
    at_home.close()
    assert (folder / "notes.json").read_bytes() == sealed


def test_a_second_window_says_that_the_notes_are_open(begun, at_home, folder):
    other = Vault(folder)
    other.save(family.Document())
    someone = at_home(shown=False)
    someone.go("family")
    assert "Une autre fenêtre" in someone.words(someone.find("Problem"))
    other.close()
    someone.press("Again")
    assert someone.has("AddChild-6-8")


def test_a_full_disk_is_told_where_the_reader_is(begun, library, monkeypatch):
    row, setting = first_setting(library)
    someone = begun(shown=False)
    someone.go("checklist", row.id)

    def full(_vault, _document):
        raise KeepingError("full-disk", "notes.json")

    monkeypatch.setattr(Vault, "save", full)
    someone.press(f"State-{setting.id}-done")
    assert "Le disque est plein" in someone.words()
    assert someone.window.context.choices.states[setting.id] == "done"
    assert document(someone).ticks == {}
    someone.go("family")
    someone.press("AddChild-6-8")
    assert "Le disque est plein" in someone.words(someone.find("Said"))


# For everyone.


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_state_of_the_page_is_without_fault(begun, at_home, hands, wait, library, look):
    least = 7 if look.get("theme") == "contrast" else 4.5

    def faultless(someone):
        assert [fault for find in hands.FAULTS.values() for fault in find(someone)] == []
        assert list(hands.pale(someone, least)) == []

    someone = at_home(**look)
    someone.go("family")
    faultless(someone)
    someone.press("Begin")
    row, setting = first_setting(library)
    notes = someone.window.context.notes
    notes.service.change(lambda d: family.with_tick(d, setting, row, "done", date(2026, 1, 1)))
    notes.service.had_conversation(library.rows("conversation")[0].id, date(2026, 11, 1))
    notes.service.plan_moment(someone.window.context.today)
    someone.press("AddChild-6-8")
    someone.press("AddChild-9-11")
    faultless(someone)
    someone.press("Forget")
    faultless(someone)
    someone.press("Stay")
    seal(someone, wait)
    faultless(someone)
    again = at_home(**look)
    again.go("family")
    faultless(again)


@pytest.mark.parametrize("look", LOOKS[:2], ids=str)
def test_tab_reaches_everything_of_the_page_in_reading_order(begun, hands, look):
    someone = begun(**look)
    wanted = [w for w in someone.focusable(someone.page) if w is not someone.page]
    wanted = [w for w in wanted if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    reached = [someone.tab_until(someone.page.isAncestorOf) for _ in wanted]
    assert [w.objectName() for w in reached] == [w.objectName() for w in wanted]
    heights = [hands.place(w, someone.page.body).center().y() for w in reached]
    assert heights == sorted(heights)


def test_every_entry_of_the_menu_is_whole_in_a_small_window_with_large_text(at_home, hands):
    someone = at_home(scale=200, size=(900, 600))
    someone.window.open_menu()
    hands.settle()
    rail = someone.window.rail
    for label in someone.all_of(QLabel, rail):
        assert label.height() >= label.heightForWidth(label.width()), label.text()
    last = someone.find("Rail-family", rail)
    someone.tab_until(lambda widget: widget is last)
    hands.settle()
    assert someone.whole(last)


def test_a_refused_passphrase_is_told_where_it_was_pressed(begun, wait):
    someone = begun(size=(900, 600))
    fill(someone, "New", "lune")
    fill(someone, "Twice", "lune")
    someone.press("SetPassphrase")
    wait(someone)
    said = someone.find("Said")
    place = said.mapTo(someone.window, said.rect().center()).y()
    assert someone.window.top.height() < place < someone.window.strip.y()
    focus = QApplication.focusWidget()
    assert focus is someone.page or someone.page.isAncestorOf(focus)
