"""In other languages: numbers, hours, names of services, one sentence; a plan once somebody reviewed it."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from each import each
from fontTools.ttLib import TTFont
from msgspec import structs
from person import FAULTS, pale
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QLabel

from familyguide.guide import bidi
from familyguide.guide import model as m
from familyguide.guide.compile import parts_of, write_parts
from familyguide.guide.library import Library
from familyguide.guide.loader import load
from familyguide.guide.rules import tongues as rules
from familyguide.guide.rules.sheet import Sheet
from familyguide.services import tongues
from familyguide.services.handouts import press, special
from familyguide.services.handouts.maker import Maker
from familyguide.services.handouts.sheet import Refusal
from familyguide.services.paths import RESOURCES
from familyguide.ui.theme.apply import TONGUE_FILES

ROOT = RESOURCES.parent
CODES = ("ar", "uk")
SMALL = {"language": "en", "scale": 200, "size": (900, 600), "theme": "dark"}
COUNTRIES = ("FR", "BE", "CH", "LU", "MA", "DZ", "TN", "UA", "DE", "GB", "CA", "US", "EU", "GP")
LOCALES = {"ar": QLocale.Language.Arabic, "uk": QLocale.Language.Ukrainian}


def plainly(text):
    return text.replace("\u02bc", "\u2019").replace("\u00a0", " ")


def test_two_languages_are_offered_and_none_of_ours(library):
    assert tuple(library.tongues) == CODES


@each("code", CODES)
def test_days_and_names_are_those_of_unicode(library, code):
    tongue, locale = library.tongues[code], QLocale(LOCALES[code])
    assert [plainly(locale.standaloneDayName(n)) for n in range(1, 8)] == list(tongue.days)
    assert tongue.name == locale.nativeLanguageName()


@each("code", CODES)
def test_every_letter_has_a_glyph_in_a_face_we_ship(library, code):
    tongue = library.tongues[code]
    faces = [f"AtkinsonHyperlegibleNext-{style}.ttf" for style in ("Regular", "Bold")]
    for style in ("Regular", "Bold"):
        held = set()
        for name in (*faces, *TONGUE_FILES):
            if style in name:
                held |= set(TTFont(RESOURCES / "fonts" / name).getBestCmap())
        said = "".join(
            (tongue.name, tongue.line.replace("{number}", ""), *tongue.days, *tongue.roles.values())
        )
        assert {letter for letter in said if ord(letter) not in held} == set()


@each("code", CODES)
def test_every_number_is_one_of_the_country_and_stands_once(library, directory, code):
    tongue = library.tongues[code]
    for country in COUNTRIES:
        calls = list(tongues.calls(tongue, directory, country))
        assert [one.service.kind for one in calls[:1]] == ["emergency"], country
        assert len({one.service.id for one in calls}) == len(calls)
        for one in calls:
            service = directory.service(one.service.id)
            assert country in service.valid_in or "*" in service.valid_in
            assert one.number in (service.phone_shown, service.phone, service.sms) or (
                one.number.replace("\u00a0", " ") == service.phone_intl
            )
            assert one.kind
        strip = {s.id for entry in directory.strip(country) for s in entry.services if s.phone or s.sms}
        assert strip <= {one.service.id for one in calls}


def test_the_one_sentence_names_the_emergency_numbers_and_asks_for_an_interpreter(library, directory):
    for code in CODES:
        said = tongues.line(library.tongues[code], directory, "FR")
        assert "17 / 112" in said
        assert "{" not in said
    words = dict(tongues.first_words(library.tongues["ar"], directory, "FR"))
    assert words["fr"] == "Je parle arabe. Un interprète, s’il vous plaît."
    assert words["en"] == "I speak Arabic. An interpreter, please."


def test_nobody_is_told_to_ask_for_an_interpreter_where_the_language_is_spoken(library, directory):
    for code, country in (("ar", "MA"), ("ar", "DZ"), ("ar", "TN"), ("uk", "UA")):
        tongue = library.tongues[code]
        assert tongues.line(tongue, directory, country) is None
        assert tongues.first_words(tongue, directory, country) == ()
        assert any(one.speaks for one in tongues.calls(tongue, directory, country))


@each("written, said", [
    ("24/7", "24/7"),
    ("Mo-Fr 09:00-19:00", "понеділок–п’ятниця 09:00–19:00"),
    ("Mo-Fr 09:00-19:00; Sa 10:00-12:00,14:00-16:00",
     "понеділок–п’ятниця 09:00–19:00 · субота 10:00–12:00,14:00–16:00"),
    ("08:00-20:00", "08:00–20:00"),
    ("Mo-Fr 09:00-19:00; PH off", None),
    ("Jul-Aug Mo 09:00-10:00", None),
    ("Mo,We 09:00-10:00", None),
    (None, None),
])  # fmt: skip
def test_hours_are_days_and_figures_or_the_words_of_the_service(library, directory, written, said):
    service = structs.replace(directory.service("fr-3018"), opening_hours=written, hours_rule=None)
    assert tongues.hours(library.tongues["uk"], service) == said


# The page.


@pytest.mark.parametrize("language", ["fr", "en"])
def test_get_help_leads_there_in_two_presses(person, library, language):
    someone = person(language=language, shown=False)
    someone.go("help")
    someone.press("OtherLanguages")
    for tongue in library.tongues.values():
        assert tongue.name in someone.words(someone.page)
    someone.press("Tongue-ar")
    assert someone.route.item == "ar"
    assert someone.page.isRightToLeft()
    assert not someone.window.isRightToLeft()
    words = bidi.plain(someone.words(someone.page))
    tongue = library.tongues["ar"]
    assert tongue.line.partition("{")[0] in words
    assert someone.texts("tongues.draft", language=tongue.called[language]) in words
    for call in tongues.calls(tongue, someone.window.context.directory, "FR"):
        assert someone.has(f"Call-{call.service.id}", someone.page)


def test_the_choice_of_a_country_leads_there_too(person):
    someone = person(shown=False)
    someone.press("ChangeCountry")
    someone.press("OtherLanguages", someone.page)
    assert someone.route.page == "tongues"


@pytest.mark.parametrize("wishes", [{}, SMALL])
@pytest.mark.parametrize("code", CODES)
def test_nothing_is_cut_off_in_another_language(person, code, wishes):
    someone = person(**wishes)
    someone.go("tongues", code)
    for name in ("cut off", "small targets", "badly named", "unheard headings", "without people"):
        assert list(FAULTS[name](someone)) == []
    assert list(pale(someone, 4.5)) == []


def test_ukrainian_is_read_from_the_left_and_french_words_keep_their_way_in_arabic(person):
    someone = person(shown=False)
    someone.go("tongues", "uk")
    assert not someone.page.isRightToLeft()
    someone.go("tongues", "ar")
    said = someone.find("FirstWords-fr")
    assert said.spoken_name() == "Je parle arabe. Un interprète, s’il vous plaît."
    assert not bidi.runs_from_right(said.text())
    sheet = someone.page.sheet
    number = someone.find("Call-fr-119").findChild(QLabel, "Number")
    right = number.mapTo(sheet, number.rect().topRight()).x()
    assert right > sheet.width() * 0.9


def test_a_language_we_do_not_have_and_a_country_not_chosen_break_nothing(person):
    someone = person(shown=False, country="XX")
    someone.go("tongues", "zz")
    assert someone.texts("page.missing") in someone.words(someone.page)
    someone.go("tongues", "ar")
    assert someone.texts("help.unknown_country") in bidi.plain(someone.words(someone.page))


# On paper.


@pytest.mark.parametrize("languages", [("fr",), ("fr", "en")])
@pytest.mark.parametrize("code", CODES)
def test_the_sheet_holds_the_numbers_and_is_set(library, code, languages):
    maker = Maker(library, languages, "FR", datetime(2026, 11, 24, tzinfo=UTC).date())
    sheet = special.make(maker, tongues.sheet_id(code))
    piece = sheet.rows[0][0][0]
    assert [one["number"] for one in piece["calls"]][:2] == ["17", "112"]
    assert piece["from_right"] is (code == "ar")
    assert press.pdf([sheet], maker.look).startswith(b"%PDF")


def test_no_sheet_is_made_for_a_country_without_numbers(library):
    maker = Maker(library, ("fr",), "XX", datetime(2026, 11, 24, tzinfo=UTC).date())
    assert isinstance(special.make(maker, "numbers-ar"), Refusal)
    assert special.refusal(library, maker.directory, "XX", "numbers-ar") is not None
    assert special.name(library, "numbers-uk", maker.texts[0]) == "Les numéros en ukrainien"


# Plans: in a language only when a named person reviewed it.


def in_arabic(plan, **changes):
    given = {
        "tongue": "ar",
        "of": plan.id,
        "title": "عنوان",
        "summary": "ملخص",
        "steps": tuple(m.TongueStep(do=f"خطوة {'أ' * (n + 1)}", say="قل") for n in range(len(plan.steps))),
        "dont": tuple("لا" for _ in plan.dont),
        "review_by": "2027-11",
        "updated": "2026-11-24",
        "status": m.Reviewed(reviewed_by="Amal Haddad", on="2026-11"),
    }
    return m.TonguePlan(**given | changes)


def with_plan(content, translated):
    key = (translated.tongue, translated.of)
    return replace(content, tongue_plans={key: translated}, tongues_in=content.tongues_in | {key: "x.yaml"})


def is_compiled(content, translated):
    return f"tongue:{translated.tongue}:{translated.of}" in parts_of(with_plan(content, translated))


def test_no_plan_is_shown_in_another_language_today(real_content, library):
    assert real_content.tongue_plans == {}
    for tongue in library.tongues.values():
        assert tongue.status == "draft"
        assert tongues.plans(tongue, library) == ()


def test_only_a_plan_that_somebody_reviewed_reaches_the_file_of_readers(real_content):
    plan = real_content.items["immediate-danger"]
    good = in_arabic(plan)
    assert is_compiled(real_content, good)
    for changes in (
        {"status": "draft"},
        {"status": m.Reviewed(reviewed_by=" ", on="2026-11")},
        {"steps": good.steps[1:]},
        {"dont": (*good.dont, "لا")},
        {"updated": "2020-01-01"},
        {"tongue": "zz"},
        {"of": "no-such-plan"},
    ):
        assert not is_compiled(real_content, structs.replace(good, **changes)), changes


@each("code, changes", [
    ("tongue-of", {"of": "no-such-plan"}),
    ("tongue-code", {"tongue": "zz"}),
    ("tongue-old", {"updated": "2020-01-01"}),
    ("tongue-review", {"status": m.Reviewed(reviewed_by="", on="2026-11")}),
    ("tongue-step", {"dont": ()}),
    ("tongue-number", {"title": "119"}),
    ("tongue-number", {"summary": "{service:fr-119}"}),
])  # fmt: skip
def test_the_checker_says_what_is_wrong_with_a_plan(real_content, code, changes):
    translated = structs.replace(in_arabic(real_content.items["immediate-danger"]), **changes)
    sheet = Sheet(with_plan(real_content, translated), datetime(2026, 11, 24, tzinfo=UTC).date())
    assert code in {problem.code for rule in rules.RULES for problem in rule(sheet)}


def test_the_checker_finds_nothing_wrong_with_a_good_one(real_content):
    translated = in_arabic(real_content.items["immediate-danger"])
    sheet = Sheet(with_plan(real_content, translated), datetime(2026, 11, 24, tzinfo=UTC).date())
    assert [problem for rule in rules.RULES for problem in rule(sheet)] == []


@each("code, changes", [
    ("tongue-line", {"line": "119"}),
    ("tongue-roles", {"roles": {"emergency": "x"}}),
    ("tongue-days", {"days": ("a",)}),
    ("tongue-number", {"line": "{number} 112"}),
    ("tongue-code", {"code": "fr"}),
])  # fmt: skip
def test_the_checker_says_what_is_wrong_with_a_language(real_content, code, changes):
    wrong = structs.replace(real_content.tongues["ar"], **changes)
    content = replace(real_content, tongues={wrong.code: wrong}, tongues_in={wrong.code: "tongues/ar.yaml"})
    sheet = Sheet(content, datetime(2026, 11, 24, tzinfo=UTC).date())
    assert code in {problem.code for rule in rules.RULES for problem in rule(sheet)}


def test_a_broken_file_and_a_second_one_are_reported_and_the_rest_is_read(tmp_path):
    folder = tmp_path / "tongues"
    shutil.copytree(ROOT / "content" / "tongues", folder)
    shutil.copy(folder / "ar.yaml", folder / "ar-again.yaml")
    (folder / "xx.yaml").write_text("code: xx", encoding="utf-8")
    (folder / "plans").mkdir()
    (folder / "plans" / "ar-disclosure.yaml").write_text("tongue: ar\nof: disclosure", encoding="utf-8")
    content = load(tmp_path)
    ours = {p.file: p.code for p in content.problems if p.file.startswith("tongues/")}
    assert ours == {
        "tongues/ar.yaml": "id-twice",
        "tongues/xx.yaml": "schema",
        "tongues/plans/ar-disclosure.yaml": "schema",
    }
    assert set(content.tongues) == {"ar", "uk"}


@pytest.fixture(scope="module")
def reviewed(real_file, real_content, tmp_path_factory):
    """The guide as it will be once somebody has reviewed a plan."""
    translated = in_arabic(real_content.items["immediate-danger"])
    path = tmp_path_factory.mktemp("reviewed") / "content.db"
    shutil.copy(real_file, path)
    database = sqlite3.connect(path)
    with database:
        write_parts(database, {"tongue:ar:immediate-danger": translated})
    database.close()
    library = Library.open(path)
    yield library, translated
    library.close()


def test_a_reviewed_plan_appears_with_the_name_of_who_read_it(person, reviewed):
    library, translated = reviewed
    someone = person(library=library)
    someone.go("tongues", "ar")
    someone.press("TonguePlan-immediate-danger")
    page = someone.page
    assert page.isRightToLeft()
    words = bidi.plain(someone.words(page))
    for text in (translated.title, translated.summary, *(step.do for step in translated.steps)):
        assert text in words
    called = library.tongues["ar"].called["fr"]
    month = someone.texts.month("2026-11")
    said = someone.texts("tongues.reviewed", language=called, name="Amal Haddad", month=month)
    assert plainly(said) in plainly(words)
    assert someone.has("Person-fr-17-police-secours", page)
    assert list(FAULTS["cut off"](someone)) == []


def test_a_plan_nobody_reviewed_cannot_be_reached(person):
    someone = person(shown=False)
    someone.go("tongues", "ar", "immediate-danger")
    assert someone.texts("page.missing") in someone.words(someone.page)
