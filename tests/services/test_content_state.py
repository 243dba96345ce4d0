"""What is said of the content as a whole: who is told, where, and in how many words."""

import pytest

from familyguide.services.content_state import ContentState, content_refusal, staff_line
from familyguide.services.rules import Rules
from familyguide.services.texts import Texts

PAST, FAULTS = ("2027-11-22", "2027-09-01"), ("changed", "logo", "changed")
EN, FR = Texts("en"), Texts("fr")


class Held:
    def __init__(self, kind):
        self.meta = {} if kind is None else {"kind": kind}


@pytest.mark.parametrize("kind", ["working-copy", "overlay", "", None])
def test_a_public_pc_refuses_what_is_no_release_in_both_languages(kind):
    public = Rules(mode="public-pc")
    assert "working copy" in content_refusal(Held(kind), public, EN)
    assert "copie de travail" in content_refusal(Held(kind), public, FR)
    for mode in ("home", "guest"):
        assert content_refusal(Held(kind), Rules(mode=mode), EN) == ""


def test_a_release_is_shown_everywhere():
    for mode in ("home", "guest", "public-pc"):
        assert content_refusal(Held("release"), Rules(mode=mode), FR) == ""


@pytest.mark.parametrize("mode", ["home", "guest", "public-pc"])
def test_staff_read_one_line_with_the_oldest_date_and_each_fault_once(mode):
    rules = Rules(mode=mode, has_policy=True)
    line = staff_line(ContentState(PAST, FAULTS), rules, EN)
    assert line == (
        "For staff: the content was due for renewal in September\u00a02027; it still works · "
        "some added content is left out (changed, logo), see “familyguide status”"
    )
    assert staff_line(ContentState(PAST), rules, FR).startswith("Pour l’équipe\u00a0: le contenu était")
    assert staff_line(ContentState((), ("logo",)), rules, EN).startswith("For staff: some added content")
    short = staff_line(ContentState(PAST, FAULTS), rules, EN, short=True)
    assert short == "For staff: please look at “familyguide status”"


def test_nothing_is_said_where_all_is_well():
    for mode in ("home", "guest", "public-pc"):
        for has_policy in (True, False):
            for short in (True, False):
                rules = Rules(mode=mode, has_policy=has_policy)
                assert staff_line(ContentState(), rules, EN, short=short) == ""


def test_a_family_without_staff_is_told_the_date_alone():
    home = Rules()
    told = staff_line(ContentState(PAST, FAULTS), home, EN)
    assert told == "This guide was due for renewal in September\u00a02027. It still works."
    assert staff_line(ContentState((), FAULTS), home, EN) == ""


def test_a_guest_without_a_policy_sees_no_faults():
    assert "left out" not in staff_line(ContentState(PAST, FAULTS), Rules(mode="guest"), EN)


def test_a_fault_is_added_without_changing_the_state_before():
    state = ContentState(PAST, ("changed",))
    assert state.with_fault("logo").faults == ("changed", "logo")
    assert state.faults == ("changed",)
