from datetime import date

import pytest

from familyguide.guide.freshness import (
    LIMITS,
    folds,
    honest_today,
    may_have_changed,
    month_of,
    months_since,
    newest,
)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2025", "2025"),
        ("2025-06", "2025-06"),
        ("2025-06-30", "2025-06"),
        (None, None),
        ("", None),
        ("June 2025", None),
        ("2025-6", None),
        ("2025-06-30T10:00", None),
    ],
)
def test_a_date_is_cut_to_the_month_and_nothing_is_guessed(text, month):
    assert month_of(text) == month


def test_the_newest_date_wins():
    assert newest(["2023-04", None, "2025-01-31", "2024"]) == "2025-01"


def test_a_bare_year_is_not_newer_than_a_month_of_it():
    assert newest(["2025", "2025-02"]) == "2025-02"
    assert newest(["2024-12", "2025"]) == "2025"


@pytest.mark.parametrize("dates", [[], [None], [None, "some time ago"]])
def test_an_unknown_date_stays_unknown(dates):
    assert newest(dates) is None


def test_months_are_counted_across_years():
    assert months_since("2025-11", date(2026, 2, 1)) == 3
    assert months_since("2026", date(2026, 2, 28)) == 1


@pytest.mark.parametrize("limit", LIMITS)
def test_the_mark_appears_at_the_limit_and_folding_at_twice_the_limit(limit):
    months = LIMITS[limit]

    def ago(count):
        total = 2026 * 12 + 10 - count
        return f"{total // 12}-{total % 12 + 1:02}"

    today = date(2026, 11, 22)
    assert not may_have_changed(ago(months - 1), limit, today)
    assert may_have_changed(ago(months), limit, today)
    assert not folds(ago(2 * months - 1), limit, today)
    assert folds(ago(2 * months), limit, today)


def test_an_unknown_date_counts_as_old():
    today = date(2026, 11, 22)
    assert may_have_changed(None, "conversation", today)
    assert folds(None, "setting", today)


def test_the_contract_sets_the_limits():
    assert LIMITS == {"setting": 9, "law": 6, "service": 12, "conversation": 36}


def test_a_clock_before_the_build_date_counts_as_the_build_date():
    built = date(2026, 11, 20)
    assert honest_today(date(2001, 1, 1), built) == built
    assert honest_today(date(2027, 1, 1), built) == date(2027, 1, 1)
