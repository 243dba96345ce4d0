"""The staff code: a slow hash, five tries, a minute of rest, and nothing that says how near a guess was."""

import hmac

import pytest

from familyguide.services import staff_code
from familyguide.services.easy_codes import is_easy
from familyguide.services.staff_code import (
    Gate,
    StaffCodeError,
    is_example,
    is_hash,
    is_right,
    make_hash,
)

CODE = "vitrail-été-42"
# Made once: each hash takes a tenth of a second, on purpose.
HASH = make_hash(CODE)


@pytest.fixture
def fast(monkeypatch):
    """Compare without the slow hash, where only the counting is the question."""
    monkeypatch.setattr(staff_code, "is_right", lambda code, _: code == CODE)


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_the_right_code_opens_and_another_does_not():
    assert is_right(CODE, HASH)
    assert not is_right(CODE + " ", HASH)
    assert not is_right("", HASH)
    assert not is_right("x" * 100_000, HASH)


def test_an_accent_typed_in_two_strokes_is_the_same_code():
    assert is_right("vitrail-e\u0301te\u0301-42", HASH)


def test_a_code_with_half_a_letter_is_wrong_and_breaks_nothing():
    assert not is_right("\ud800" * 8, HASH)


def test_the_hash_is_scrypt_with_at_least_two_to_the_fifteenth_and_says_nothing_of_the_code():
    assert HASH.startswith("$scrypt$ln=15,r=8,p=1$")
    assert "42" not in HASH.partition("p=1$")[0]
    assert is_hash(HASH)


def test_the_same_code_never_gives_the_same_hash_twice():
    assert make_hash(CODE) != HASH


def test_a_hash_made_elsewhere_with_the_same_recipe_is_understood():
    """Fixed once with OpenSSL's scrypt: a hash in a policy must still open after any update."""
    kept = "$scrypt$ln=15,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$XAtYLiv6HNh7YL0/3dbiyG5b6ZrLAJJv1jVNYrU9NUI"
    assert is_right("bibliotheque", kept)


@pytest.mark.parametrize(
    ("code", "why"), [("", "too-short"), ("1234567", "too-short"), ("x" * 201, "too-long")]
)
def test_a_code_of_the_wrong_length_is_refused(code, why):
    with pytest.raises(StaffCodeError) as caught:
        make_hash(code)
    assert caught.value.code == why
    assert not code or code not in str(caught.value)


def test_eight_characters_are_enough():
    assert is_right("73914628", make_hash("73914628"))


@pytest.mark.parametrize(
    "code",
    [
        # Rows of keys, repeats and dates.
        "12345678",
        "87654321",
        "90123456",
        "aaaaaaaa",
        "ab ab ab ab",
        "12341234",
        "11223344",
        "abcdefgh",
        "azertyui",
        "poiuytreza",
        "1q2w3e4r",
        "abcd1234",
        "14072016",
        "2016-07-14",
        # Words that anybody would try, however they are written.
        "password",
        "Pass Word",
        "P@ssw0rd!",
        "password123",
        "motdepasse",
        "mot de passe",
        "bibliothèque",
        "Médiathèque-2026",
        "staff code",
        # The product.
        "familyguide",
        "Family Guide",
        "guide_famille",
        "GuideFamille26",
    ],
)
def test_a_code_that_anybody_would_try_first_is_refused(code):
    with pytest.raises(StaffCodeError) as caught:
        make_hash(code)
    assert caught.value.code == "too-easy"
    assert code not in str(caught.value)


@pytest.mark.parametrize(
    "code",
    [
        "quatre mots de passe",
        "horloge bleue marine",
        "vélo girafe lundi",
        "guide du vitrail",
        "K7#pq!Lm2",
        "73914628",
        "§%&/()=?",
        "رمز الموظفين",
    ],
)
def test_a_code_of_ones_own_is_no_easy_one(code):
    assert not is_easy(code)


def test_the_examples_hash_is_known_whatever_was_changed_behind_its_salt():
    kept = "$scrypt$ln=15,r=8,p=1$y6AxctHwS7pTTquOBAt8/A$FpCbaI2fXD0VZ0UxjmFbZqnylA/GtsXbSsVMazzTbpI"
    assert is_example(kept)
    assert is_example(kept[:-1] + "A")
    assert not is_example(HASH)
    assert not is_example("12345678")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12345678",
        HASH + "=",
        HASH + "\n",
        " " + HASH,
        HASH[:-1],
        HASH.replace("ln=15", "ln=14"),
        HASH.replace("ln=15", "ln=60"),
        HASH.replace("r=8", "r=800"),
        HASH.replace("$scrypt$", "$bcrypt$"),
        HASH.replace("$scrypt$", "$"),
    ],
    # The hash is new at each run; names of tests must not be.
    ids=range(11),
)
def test_what_is_no_hash_of_ours_is_refused(text):
    assert not is_hash(text)
    with pytest.raises(StaffCodeError) as caught:
        Gate(text)
    assert caught.value.code == "bad-hash"
    with pytest.raises(StaffCodeError):
        is_right(CODE, text)


def test_the_comparison_takes_the_same_time_wherever_it_differs(monkeypatch):
    compared = []

    def watched(one, other):
        compared.append((one, other))
        return one == other

    monkeypatch.setattr(hmac, "compare_digest", watched)
    assert is_right(CODE, HASH)
    assert [len(part) for part in compared[0]] == [32, 32]


def test_after_five_wrong_tries_even_the_right_code_waits_a_minute(clock, fast):
    gate = Gate(HASH, clock)
    assert [gate.answer("wrong") for _ in range(5)] == ["wrong"] * 5
    assert gate.answer(CODE) == "wait"
    assert gate.seconds_left() == 60
    clock.now += 59.5
    assert gate.seconds_left() == 1
    assert gate.answer(CODE) == "wait"
    clock.now += 0.5
    assert gate.seconds_left() == 0
    assert gate.answer(CODE) == "open"


def test_while_it_rests_a_code_is_not_even_looked_at(clock, monkeypatch):
    looked = []
    monkeypatch.setattr(staff_code, "is_right", lambda code, _: looked.append(code))
    gate = Gate(HASH, clock)
    for code in "abcdefgh":
        gate.answer(code)
    assert looked == ["a", "b", "c", "d", "e"]


def test_waiting_does_not_make_the_rest_longer_and_then_there_are_five_tries_again(clock, fast):
    gate = Gate(HASH, clock)
    for _ in range(5):
        gate.answer("wrong")
    clock.now += 30
    gate.answer("wrong")
    assert gate.seconds_left() == 30
    clock.now += 30
    assert [gate.answer("wrong") for _ in range(6)] == ["wrong"] * 5 + ["wait"]


def test_the_right_code_gives_five_tries_back(clock, fast):
    gate = Gate(HASH, clock)
    for _ in range(3):
        assert [gate.answer("wrong") for _ in range(4)] == ["wrong"] * 4
        assert gate.answer(CODE) == "open"
        assert gate.seconds_left() == 0


def test_the_fifth_try_may_be_the_right_one(clock, fast):
    gate = Gate(HASH, clock)
    assert [gate.answer(code) for code in ("a", "b", "c", "d", CODE)][-1] == "open"


def test_tries_made_at_the_same_time_do_not_get_around_the_five(clock, monkeypatch):
    """A second try that begins while the first is still being hashed is counted too."""
    answers = []
    gate = Gate(HASH, clock)

    def slow(code, stored):
        if len(code) < 20:
            answers.append(gate.answer(code + "x"))
        return False

    monkeypatch.setattr(staff_code, "is_right", slow)
    answers.append(gate.answer("x"))
    assert answers.count("wrong") == 5
    assert answers.count("wait") == 1


def test_setting_the_clock_of_the_computer_does_not_end_the_rest():
    gate = Gate(HASH)
    assert gate._clock is staff_code.time.monotonic
