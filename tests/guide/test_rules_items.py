"""The shape of plans, signs, triage, settings and services."""

import pytest

PLAN = "plans/someone-contacting.yaml"
SIGN = "signs/emotions.yaml"
APP = "checklists/webcam.yaml"
SERVICE = "services/FR.yaml"


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        (
            PLAN,
            "do: {fr: Restez avec votre enfant.,",
            "do: {fr: Restez avec votre enfant dans une pièce où tout est calme ce soir.,",
            "plan-do",
        ),
        (PLAN, "call: [report, crisis]", "call: [report]", "plan-crisis"),
        (PLAN, "who: [report, 'service:fr-119']", "who: []", "plan-who"),
        (SIGN, "category: emotions", "category: moods", "unknown-category"),
        (APP, "topic: live-camera", "topic: camera", "unknown-setting-topic"),
        (APP, "path: {fr: [Réglages, Caméra],", "path: {fr: [],", "setting-path"),
        (APP, "    ages: [9-11]", "    ages: [9-12]", "unknown-ages"),
        (APP, "help: {fr: 'https://example.org/fr'", "help: {fr: 'http://example.org/fr'", "address"),
        (APP, "official_page: https://example.org", "official_page: http://example.org", "address"),
        (APP, "  - {url: 'https://example.org", "  - {url: 'http://example.org", "address"),
        (APP, "confidence: high", "confidence: low", "schema"),
        (SERVICE, "web: https://www.allo119", "web: http://www.allo119", "address"),
        (SERVICE, "web: https://www.allo119.gouv.fr/", "web: https://allo119.example.org/", "domain"),
        (SERVICE, "web: https://www.allo119.gouv.fr/", "web: https://notallo119.gouv.fr/", "domain"),
        (SERVICE, "opening_hours: '24/7'", "opening_hours: 'Mo-Fr 25h'", "opening-hours"),
    ],
)
def test_one_wrong_thing_is_one_problem_at_its_line(folder, name, old, new, code):
    folder.change(name, old, new)
    assert folder.found() == [(name, folder.line(name, new), code)]


def test_a_plan_has_at_most_eight_steps(folder):
    steps = "".join(f"  - id: s{n}\n    do: {{fr: Étape {n}., en: Step {n}.}}\n" for n in range(8))
    folder.change(PLAN, "dont:", f"{steps}dont:")
    assert folder.found() == [(PLAN, folder.line(PLAN, "steps:"), "plan-steps")]


def test_a_step_stands_once(folder):
    folder.change(PLAN, "dont:", "  - id: stay\n    do: {fr: Écoutez., en: Listen.}\ndont:")
    assert folder.found() == [(PLAN, folder.line(PLAN, "dont:") - 2, "plan-steps")]


def test_a_plan_says_what_not_to_do(folder):
    folder.change(PLAN, "  - {fr: Ne répondez pas., en: Do not answer.}\n", "")
    assert folder.found() == [(PLAN, folder.line(PLAN, "dont:"), "plan-dont")]


def test_a_sign_has_two_ordinary_explanations(folder):
    folder.change(SIGN, "    - {fr: Un film., en: A film.}\n", "")
    assert folder.found() == [(SIGN, folder.line(SIGN, "ordinary:"), "sign-ordinary")]
    folder.change(SIGN, "specificity: medium", "specificity: high")
    assert folder.found() == [(SIGN, folder.line(SIGN, "ordinary:"), "sign-ordinary")]


def test_a_high_sign_leads_to_a_plan(folder):
    folder.change(SIGN, "specificity: medium", "specificity: high")
    folder.change(SIGN, "plans: [someone-contacting], ", "")
    assert folder.found() == [(SIGN, folder.line(SIGN, "next:"), "sign-plan")]


def test_a_sign_says_what_makes_it_weigh_more(folder):
    folder.change(SIGN, "  weight:\n    - {fr: Cela dure., en: It lasts.}\n", "  weight: []\n")
    assert folder.found() == [(SIGN, folder.line(SIGN, "weight:"), "sign-weight")]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("start: what", "start: where", "triage"),
        ("to: else", "to: where", "triage"),
        ("to: else", "to: what", "triage-cycle"),
        ("plan: someone-contacting", "plan: gone", "dead-link"),
        ("plan: someone-contacting", "page: article:gone", "dead-link"),
        ("plan: someone-contacting", "page: article:understand-live", "triage"),
        ("plan: someone-contacting", "page: plan:someone-contacting", "triage"),
    ],
)
def test_every_path_of_the_triage_ends_in_a_plan(folder, old, new, code):
    folder.change("triage.yaml", old, new)
    assert code in [found for file, _, found in folder.found() if file == "triage.yaml"]


def test_an_answer_leads_to_one_thing(folder):
    folder.change(
        "triage.yaml", "          to: else", "          to: else\n          plan: someone-contacting"
    )
    assert folder.found() == [("triage.yaml", folder.line("triage.yaml", "id: what"), "triage")]


def test_a_plan_is_reached_in_five_answers(folder):
    answers = """\
      answers:
        - text: {{fr: Oui, en: 'Yes'}}
          {to}
        - text: {{fr: Non, en: 'No'}}
          plan: someone-contacting
"""
    questions = "".join(
        f"    - id: q{n}\n      text: {{fr: 'Question {n} ?', en: 'Is it {n}?'}}\n"
        + answers.format(to=f"to: q{n + 1}" if n < 5 else "plan: someone-contacting")
        for n in range(6)
    )
    folder.change("triage.yaml", "          to: else", "          to: q0")
    text = folder.read("triage.yaml")
    start, end = text.index("    - id: else"), text.index("  list_title")
    folder.write("triage.yaml", text[:start] + questions + text[end:])
    assert [code for _, _, code in folder.found()] == ["triage-long"]


def test_a_number_of_one_kind_stands_in_one_service(folder):
    text = folder.read(SERVICE)
    folder.write(SERVICE, text + text.replace("id: fr-119", "id: fr-119-again"))
    line = len(text.split("\n")) + text[: text.index("  phone:")].count("\n")
    assert folder.found() == [(SERVICE, line, "number-twice")]


def test_the_number_from_abroad_stands_once_on_a_card(folder):
    number = "  takes:\n    - {fr: 'De loin : 01 53 06 38 94.', en: 'From afar: +33 1 53 06 38 94.'}\n"
    folder.change(SERVICE, "  phone: '119'\n", f"  phone: '119'\n  phone_intl: '+33 1 53 06 38 94'\n{number}")
    assert folder.found() == [(SERVICE, folder.line(SERVICE, "De loin"), "number-twice")]


def test_the_same_number_may_serve_two_kinds(folder):
    text = folder.read(SERVICE)
    again = text.replace("id: fr-119", "id: fr-119-again").replace("kind: child-protection", "kind: helpline")
    folder.write(SERVICE, text + again)
    assert folder.check() == []


def test_a_setting_stands_once(folder):
    text = folder.read(APP)
    folder.write(APP, text + text[text.index("  - id: cover") :])
    assert [code for _, _, code in folder.found()] == ["setting-id"]


def test_the_settings_of_two_apps_have_ids_of_their_own(folder):
    """A family's tick is kept by the id of the setting alone: it would stand for both."""
    copy = folder.read(APP).replace("id: webcam", "id: webcam-again", 1)
    folder.write(APP.replace("webcam", "webcam-again"), copy)
    assert {code for _, _, code in folder.found()} == {"setting-id"}
