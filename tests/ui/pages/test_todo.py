"""What to do: first whether this screen is safe, then at most five answers to a plan."""

from __future__ import annotations

import pytest
from each import some
from PySide6.QtWidgets import QLabel

from familyguide.guide import model as m
from familyguide.services.navigation import Route
from familyguide.ui.widgets.basic import LayoutButton


def answers(someone):
    return [b for b in someone.pressable(someone.page) if b.objectName().startswith("Answer-")]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_safety_question_comes_first(person, library, language):
    someone = person(language=language, shown=False)
    someone.press("Rail-todo")
    safety = library.triage.safety
    assert someone.page.title_label.text() == safety.title[language]
    assert len(answers(someone)) == 2
    words = someone.words(someone.page)
    assert safety.answers.no[language] in words
    assert safety.answers.yes[language] in words


@pytest.mark.parametrize("language", ["fr", "en"])
def test_whoever_may_be_watched_finds_routes_without_voice_and_nothing_that_stays(person, library, language):
    someone = person(language=language, shown=False)
    someone.go("todo")
    someone.press("Answer-unsafe")
    country = library.country("FR")
    shown = " ".join(someone.numbers(someone.page))
    wanted = (*country.strip.emergency, *country.strip.child, *country.roles["violence-at-home"])
    for name in wanted:
        assert library.read(name, m.Service).phone_shown in shown
    text = library.read(country.strip.emergency_text[0], m.Service)
    assert text.sms in shown
    keep = ("imprim", "print", "calend", "agenda", "pdf", "enregistr", "save")
    for button in someone.pressable(someone.page):
        name = f"{button.text()} {button.accessibleName()}".casefold()
        assert not any(word in name for word in keep), name


def test_the_way_on_from_the_unsafe_page_leads_to_the_questions_and_to_leaving(unpainted, library):
    someone = unpainted()
    someone.go("todo", part="unsafe")
    someone.press("GoOn")
    assert someone.route == Route("todo", part=library.triage.happening.start)
    someone.go("todo", part="unsafe")
    leaving = someone.texts("reading.leaving")
    someone.press([b for b in someone.pressable(someone.page) if b.text() == leaving][0])
    assert someone.route == Route("article", "leaving")


def test_where_no_text_number_is_known_none_is_shown(person, library):
    someone = person(country="NC")
    someone.go("todo", part="unsafe")
    text = library.read(library.country("FR").strip.emergency_text[0], m.Service)
    assert not any(text.sms in number for number in someone.numbers(someone.page))
    assert someone.numbers(someone.page)


def test_every_path_of_answers_ends_in_a_plan_or_in_a_page_that_leads_to_one_within_five(
    person, library, hands
):
    someone = person(shown=False)
    plans, asked = set(), set()
    waiting = [(Route("todo", part=library.triage.happening.start), 0)]
    while waiting:
        route, given = waiting.pop()
        assert given < 5
        asked.add(route)
        someone.go(route)
        assert 2 <= len(answers(someone)) <= 5
        with hands.going_nowhere(someone.window) as led:
            for button in answers(someone):
                button.click()
        for reached in led:
            if reached.page == "plan":
                plans.add(reached.item)
            elif reached.page == "article":
                assert library.read(reached.item, m.Article).next.plans
            else:
                assert reached not in asked or given < 4
                waiting.append((reached, given + 1))
    assert plans <= {row.id for row in library.rows("plan")}
    assert len(asked) == len(library.triage.happening.questions)


def test_the_safe_answer_leads_to_the_questions_and_every_question_to_the_list(person, library):
    someone = person(shown=False)
    someone.go("todo")
    someone.press(f"Answer-{library.triage.happening.start}")
    for question in library.triage.happening.questions:
        someone.go("todo", part=question.id)
        someone.press("AllPlans")
        listed = {
            b.value.item for b in someone.pressable(someone.page) if b.objectName().startswith("Row-plan:")
        }
        assert listed == {row.id for row in library.rows("plan")}


@pytest.mark.parametrize(
    "wishes", [{}, {"scale": 200, "size": (900, 600)}], ids=["1280x800 100 %", "900x600 200 %"]
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_plan_shows_a_number_and_two_steps_at_once_and_the_rest_below(
    person, hands, library, language, wishes
):
    """Each plan in a window of one size in one language; in all four in `prove every_page`."""
    someone = person(language=language, **wishes)
    plans = library.rows("plan")
    danger = someone.window.context.theme.danger.upper()
    missing = []
    for row in some(plans, -(-len(plans) // 4), turn=2 * (language == "en") + bool(wishes)):
        page = someone.go("plan", row.id)
        plan = library.read(row.id, m.Plan)
        if not any(map(someone.on_first_screen, page.findChildren(QLabel, "Number"))):
            missing.append(f"{row.id}: a number")
        steps = [step for step in plan.steps if not step.only or "FR" in step.only]
        shown = [w for w in page.findChildren(QLabel) if w.objectName().startswith("StepDo-")]
        assert [w.objectName() for w in shown] == [f"StepDo-{at}" for at in range(1, len(steps) + 1)]
        assert len(steps) <= 8
        for at, (step, label) in enumerate(zip(steps, shown, strict=True), start=1):
            assert "{" in step.do[language] or label.text() == step.do[language]
            if at <= 2 and not someone.on_first_screen(label):
                missing.append(f"{row.id}: step {at} ends at {hands.place(label, page.viewport()).bottom()}")
        dont = someone.find("Dont")
        words = someone.words(dont)
        assert all("{" in text[language] or text[language] in words for text in plan.dont)
        assert someone.has("Known")
        assert not plan.need or someone.texts("plan.need") in someone.words(page)
        for label in someone.all_of(QLabel, page):
            if label.text() and label.palette().color(label.foregroundRole()).name().upper() == danger:
                assert label.objectName() == "Number" or dont.isAncestorOf(label), label.text()
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("scale", [100, 150])
@pytest.mark.parametrize("country", ["FR", "BE"])
def test_the_words_beside_the_numbers_begin_at_the_same_place(person, hands, country, scale):
    someone = person(country=country, scale=scale, size=(1920, 1080))
    page = someone.go("todo", part="unsafe")
    rows = [found for found in someone.all_of(LayoutButton, page) if found.objectName().startswith("Person-")]
    assert len(rows) > 2
    begins = {
        hands.place(label, page.body).left()
        for found in rows
        if found.findChild(QLabel, "Number") is not None
        for label in someone.all_of(QLabel, found)
        if label.property("role") in ("strong", "small")
    }
    assert len(begins) == 1
