from familyguide.services.navigation import LONGEST, History, Route

HOME, TALK, PLAN = Route("home"), Route("talk"), Route("plan", "disclosure")


def test_going_back_and_forward_leads_to_the_same_places():
    history = History(HOME)
    history.visit(TALK)
    history.visit(PLAN)
    assert [history.back(), history.back()] == [TALK, HOME]
    assert [history.forward(), history.forward()] == [TALK, PLAN]


def test_there_is_nothing_before_the_first_page_nor_after_the_last():
    history = History(HOME)
    assert not history.can_go_back
    assert not history.can_go_forward
    assert history.back() == history.forward() == history.current == HOME
    history.visit(TALK)
    assert history.can_go_back
    history.back()
    assert history.can_go_forward


def test_a_new_page_drops_what_lay_ahead():
    history = History(HOME)
    history.visit(TALK)
    history.back()
    history.visit(PLAN)
    assert not history.can_go_forward
    assert history.back() == HOME


def test_the_same_page_twice_counts_once():
    history = History(HOME)
    history.visit(Route("home"))
    assert not history.can_go_back


def test_another_part_of_the_same_page_is_another_place():
    history = History(PLAN)
    history.visit(Route("plan", "disclosure", "step-2"))
    assert history.back() == PLAN


def test_replacing_adds_no_place_and_keeps_what_lies_ahead():
    history = History(HOME)
    history.visit(TALK)
    history.visit(PLAN)
    history.back()
    history.replace(Route("talk", part="2"))
    assert history.back() == HOME
    assert history.forward() == Route("talk", part="2")
    assert history.forward() == PLAN


def test_a_long_visit_remembers_its_last_hundred_places_and_how_each_was_left():
    history = History(HOME)
    for number in range(LONGEST * 3):
        history.remember({"scroll": number})
        history.visit(Route("plan", str(number)))
    assert len(history.visited) == LONGEST
    for number in reversed(range(LONGEST * 3 - LONGEST, LONGEST * 3 - 1)):
        assert history.back() == Route("plan", str(number))
        assert history.state == {"scroll": number + 1}
    assert not history.can_go_back
    history.forward()
    assert history.state == {"scroll": LONGEST * 2 + 2}
