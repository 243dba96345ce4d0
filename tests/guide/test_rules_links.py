"""What leads from one item to another."""

import pytest

PLAN = "plans/someone-contacting.yaml"
TALK = "conversations/cameras-live-9-11.yaml"
ARTICLE = "articles/understand-live"


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        (PLAN, "links: ['article:understand-live']", "links: ['article:gone']", "dead-link"),
        (PLAN, "links: ['article:understand-live']", "links: ['understand-live']", "dead-link"),
        (PLAN, "links: ['article:understand-live']", "links: ['plan:understand-live']", "dead-link"),
        (TALK, "checklists: [webcam]", "checklists: [camera]", "dead-link"),
        (TALK, "plans: [someone-contacting]", "plans: [gone]", "dead-link"),
        (TALK, "checklists: [webcam]", "conversations: [cameras-live-9-11]", "next"),
        (TALK, "checklists: [webcam]", "checklists: [webcam, webcam, webcam, webcam]", "next"),
        (TALK, "roles: [child]", "roles: [childline]", "unknown-role"),
        (PLAN, "call: [report, crisis]", "call: [reports, crisis]", "unknown-role"),
        (PLAN, "who: [report, 'service:fr-119']", "who: [report, 'service:fr-118']", "dead-link"),
        (PLAN, "who: [report, 'service:fr-119']", "who: [fr-119]", "unknown-role"),
        ("triage.yaml", "roles: [emergency]", "roles: [urgent]", "unknown-role"),
        ("search.yaml", "needs: [crisis]", "needs: [dying]", "unknown-needs"),
        (PLAN, "fr: Il a besoin de vous.", "fr: 'Appelez {service:fr-118}.'", "placeholder"),
        (PLAN, "fr: Il a besoin de vous.", "fr: 'Appelez {role:helper}.'", "placeholder"),
        ("countries.yaml", "child: [fr-119]", "child: [fr-118]", "dead-link"),
        ("redirects.yaml", "retired: []", "retired: [webcam]", "redirect-used"),
        ("redirects.yaml", "merged: {}", "merged: {old: gone}", "dead-redirect"),
    ],
)
def test_one_dead_end_is_one_problem_at_its_line(folder, name, old, new, code):
    folder.change(name, old, new)
    assert folder.found() == [(name, folder.line(name, new), code)]


def test_a_sign_talks_about_a_topic_that_has_a_conversation(folder):
    folder.change("signs/emotions.yaml", "talk: [cameras-live]", "talk: [secrets]")
    line = folder.line("signs/emotions.yaml", "talk:")
    assert folder.found() == [("signs/emotions.yaml", line, "dead-link")]


def test_a_dead_link_of_a_page_is_named_at_its_line(folder):
    for language in ("fr", "en"):
        folder.change(f"{ARTICLE}.{language}.md", "plan:someone-contacting", "plan:gone")
    names = (f"{ARTICLE}.en.md", f"{ARTICLE}.fr.md")
    assert folder.found() == [(name, folder.line(name, "plan:gone"), "dead-link") for name in names]


@pytest.mark.parametrize(
    ("fr", "en", "is_named"),
    [
        (
            "Suivez [Quelqu'un écrit](plan:someone-contacting).",
            "Follow [Someone writes](plan:someone-contacting).",
            True,
        ),
        ("[Le plan](plan:someone-contacting)", "[The plan](plan:someone-contacting)", True),
        ("- [Le plan](plan:someone-contacting)", "- [The plan](plan:someone-contacting)", True),
        ("Suivez [ce plan](plan:someone-contacting).", "Follow [this plan](plan:someone-contacting).", False),
        (
            "- Suivez [Quelqu'un é](plan:someone-contacting)",
            "- Follow [Someone w](plan:someone-contacting)",
            False,
        ),
    ],
)
def test_a_page_inside_a_sentence_is_named_by_its_title(folder, fr, en, is_named):
    for language, words in (("fr", fr), ("en", en)):
        name = f"{ARTICLE}.{language}.md"
        folder.change(name, folder.read(name), f"{folder.read(name)}\n{words}\n")
    assert [code for _, _, code in folder.found()] == ([] if is_named else ["link-title"] * 2)


def test_a_role_of_a_page_is_known(folder):
    for language in ("fr", "en"):
        name = f"{ARTICLE}.{language}.md"
        folder.write(name, folder.read(name) + "\n!!! call helper\n")
    names = (f"{ARTICLE}.en.md", f"{ARTICLE}.fr.md")
    assert folder.found() == [(name, folder.line(name, "!!! call"), "unknown-role") for name in names]


def test_redirects_do_not_turn_in_a_circle(folder):
    folder.change("redirects.yaml", "merged: {}", "merged:\n  one: two\n  two: one")
    assert folder.found() == [
        ("redirects.yaml", 3, "redirect-cycle"),
        ("redirects.yaml", 4, "redirect-cycle"),
    ]


def test_an_id_is_not_both_retired_and_merged(folder):
    folder.write("redirects.yaml", "retired: [old]\nmerged:\n  old: webcam\n")
    assert folder.found() == [("redirects.yaml", 3, "redirect-twice")]


def test_a_merged_id_still_leads_somewhere(folder):
    folder.write("redirects.yaml", "retired: []\nmerged: {camera: webcam}\n")
    folder.change(TALK, "checklists: [webcam]", "checklists: [camera]")
    assert folder.check() == []


def test_a_merged_id_may_lead_to_a_setting_whose_ticks_it_brings(folder):
    folder.write("redirects.yaml", "retired: []\nmerged: {old-cover: cover}\n")
    assert folder.check() == []
    folder.write("redirects.yaml", "retired: []\nmerged: {old-cover: cover, older: no-setting}\n")
    assert folder.found() == [("redirects.yaml", 2, "dead-redirect")]


@pytest.mark.parametrize(
    "redirects", ["retired: [cover]\nmerged: {}\n", "retired: []\nmerged: {cover: webcam}\n"]
)
def test_the_id_of_a_setting_that_is_gone_is_not_used_again(folder, redirects):
    folder.write("redirects.yaml", redirects)
    assert [code for _, _, code in folder.found()] == ["redirect-used"]


def test_links_into_a_broken_file_are_not_called_dead(folder):
    folder.change("services/FR.yaml", "kind: child-protection", "kinds: child-protection")
    assert [code for _, _, code in folder.found()] == ["schema"]
