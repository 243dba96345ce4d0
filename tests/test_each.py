"""Many cases in one test: each is tried, and each that fails is named."""

import each as trying
import pytest
from each import each, some


def test_every_case_is_tried_and_all_that_fail_are_named():
    tried = []

    @each("number, word", [(1, "one"), (2, "two"), (3, "three")])
    def check(number, word, least):
        tried.append(number)
        assert number >= least, word

    with pytest.raises(AssertionError) as failed:
        check(least=3)
    assert tried == [1, 2, 3]
    assert "2 of 3 cases fail" in str(failed.value)
    assert "(1, 'one')" in str(failed.value)
    assert "two" in str(failed.value)
    assert "three" not in str(failed.value)


def test_an_unexpected_error_says_with_which_case():
    @each("number", [1])
    def check(number):
        raise OSError(number)

    with pytest.raises(OSError, match="1") as failed:
        check()
    assert failed.value.__notes__ == ["with 1"]


def test_no_case_at_all_is_a_failure():
    @each("number", [])
    def check(number):
        raise OSError

    with pytest.raises(AssertionError):
        check()


def test_a_share_is_spread_over_all_and_other_turns_give_the_others(monkeypatch):
    monkeypatch.setattr(trying, "ALL", False)
    assert some(range(10), 4) == [0, 3, 6, 9]
    assert some(range(10), 4, turn=1) == [1, 4, 7]
    assert sorted(some(range(10), 4) + some(range(10), 4, 1) + some(range(10), 4, 2)) == list(range(10))
    assert some(range(3), 4, turn=7) == [0, 1, 2]
    assert some([], 4) == []


def test_a_proof_leaves_nothing_out(monkeypatch):
    monkeypatch.setattr(trying, "ALL", True)
    assert some(range(10), 4, turn=1) == list(range(10))


@each("number", range(3))
def test_fixtures_are_given_to_every_case(number, tmp_path):
    tmp_path.joinpath(str(number)).touch(exist_ok=False)
