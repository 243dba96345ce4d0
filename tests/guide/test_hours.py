"""Open now: real hours, real clocks, and "unknown" wherever the facts do not decide."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from familyguide.guide.hours import Opening, OpenState, open_state, parse_instant, valid

PARIS = "Europe/Paris"
LINE_3018 = "Mo-Su 09:00-23:00"
OFFICE = "Mo-Fr 10:00-17:00"


def state(hours: str | None, at: str, zone: str | None = PARIS, country: str = "FR") -> Opening:
    """Ask for the state alone."""
    return open_state(hours, zone, country, parse_instant(at)).state


def change(hours: str, at: str, zone: str = PARIS, country: str = "FR") -> str | None:
    """Ask for the next change alone, as text."""
    found = open_state(hours, zone, country, parse_instant(at)).next_change
    return found.isoformat(timespec="minutes") if found else None


# --- day and night -----------------------------------------------------------------------------


def test_day_and_night_is_open_even_on_a_holiday_and_without_a_zone() -> None:
    at = parse_instant("2026-07-14T03:00+02:00")
    expected = OpenState(Opening.OPEN, None, doubtful=False)
    assert open_state("24/7", PARIS, "FR", at) == expected
    assert open_state("24/7", None, "EU", at) == expected
    assert open_state(" 24/7 ", None, "PF", at) == expected


def test_importing_the_module_and_asking_about_an_emergency_line_loads_no_library() -> None:
    code = (
        "import sys\n"
        "from familyguide.guide import hours\n"
        "at = hours.parse_instant('2026-11-22T10:00+01:00')\n"
        "assert hours.open_state('24/7', 'Europe/Paris', 'FR', at).state is hours.Opening.OPEN\n"
        "assert 'opening_hours' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# --- unknown is said ---------------------------------------------------------------------------


@pytest.mark.parametrize("at", ["2026-11-24T11:00+01:00", "2026-11-24T03:00+01:00"])
def test_hours_that_are_not_known_are_unknown(at: str) -> None:
    assert open_state(None, PARIS, "FR", parse_instant(at)) == OpenState(
        Opening.UNKNOWN, None, doubtful=False
    )


def test_regional_hours_are_unknown_whatever_the_text_says() -> None:
    at = parse_instant("2026-11-24T11:00+01:00")
    assert open_state(OFFICE, PARIS, "FR", at, regional=True).state is Opening.UNKNOWN
    assert open_state("24/7", PARIS, "FR", at, regional=True).state is Opening.UNKNOWN


@pytest.mark.parametrize("zone", [None, "", "Europe/Nowhere", "../etc", "Europe"])
def test_without_a_usable_zone_limited_hours_are_unknown(zone: str | None) -> None:
    assert state(OFFICE, "2026-11-24T11:00+01:00", zone) is Opening.UNKNOWN


@pytest.mark.parametrize("text", ["nonsense", "", "Mo-Fr 10-17", "Mo-Fr 25:99"])
def test_a_text_with_a_mistake_fails_the_check_and_is_unknown_in_the_app(text: str) -> None:
    assert not valid(text)
    assert state(text, "2026-11-24T11:00+01:00") is Opening.UNKNOWN


@pytest.mark.parametrize(
    "text", ["24/7", LINE_3018, OFFICE, "Mo-Fr 08:00-22:00; PH off", "Mo-Su 08:00-24:00"]
)
def test_well_formed_hours_pass_the_check(text: str) -> None:
    assert valid(text)


def test_school_holidays_are_not_known_so_rules_about_them_are_unknown() -> None:
    assert state(OFFICE + "; SH off", "2026-11-24T11:00+01:00") is Opening.UNKNOWN


def test_a_country_without_a_calendar_is_unknown_for_limited_hours() -> None:
    assert state(OFFICE, "2026-11-24T11:00-10:00", "Pacific/Tahiti", "PF") is Opening.UNKNOWN
    assert state(OFFICE, "2026-11-24T11:00+01:00", country="INT") is Opening.UNKNOWN


def test_a_year_beyond_the_calendar_is_unknown() -> None:
    assert state(OFFICE, "2081-11-25T11:00+01:00") is Opening.UNKNOWN


# --- an ordinary day ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-24T08:59:59+01:00", Opening.CLOSED),
        ("2026-11-24T09:00+01:00", Opening.OPEN),
        ("2026-11-24T22:59:59+01:00", Opening.OPEN),
        ("2026-11-24T23:00+01:00", Opening.CLOSED),
        ("2026-11-24T00:00+01:00", Opening.CLOSED),
    ],
)
def test_the_3018_answers_from_nine_to_twenty_three(at: str, expected: Opening) -> None:
    assert state(LINE_3018, at) is expected


def test_next_change_says_when_it_closes_and_when_it_opens() -> None:
    assert change(LINE_3018, "2026-11-24T12:00+01:00") == "2026-11-24T23:00+01:00"
    assert change(LINE_3018, "2026-11-24T23:30+01:00") == "2026-11-25T09:00+01:00"
    assert change(OFFICE, "2026-11-20T18:00+01:00") == "2026-11-23T10:00+01:00"  # over a week-end


def test_a_saturday_is_closed_for_an_office() -> None:
    assert state(OFFICE, "2026-11-21T11:00+01:00") is Opening.CLOSED


def test_open_until_midnight_ends_at_midnight() -> None:
    late = "Mo-Su 08:00-24:00"
    assert state(late, "2026-11-24T23:59:59+01:00") is Opening.OPEN
    assert state(late, "2026-11-25T00:00+01:00") is Opening.CLOSED
    assert change(late, "2026-11-24T23:00+01:00") == "2026-11-25T00:00+01:00"


def test_a_night_line_is_open_past_midnight() -> None:
    night = "Mo-Fr 22:00-06:00"
    assert state(night, "2026-11-28T02:00+01:00") is Opening.OPEN  # Saturday, begun on Friday
    assert state(night, "2026-11-29T02:00+01:00") is Opening.CLOSED  # Sunday


def test_doubtful_is_carried_through() -> None:
    at = parse_instant("2026-11-24T12:00+01:00")
    assert open_state(LINE_3018, PARIS, "FR", at, doubtful=True).doubtful
    assert open_state(None, None, "FR", at, doubtful=True).doubtful


# --- holidays ----------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2026-07-14", "2027-07-14", "2026-04-06", "2026-05-14"])
def test_on_a_french_holiday_hours_without_a_holiday_rule_are_unknown(day: str) -> None:
    assert state(LINE_3018, day + "T12:00+02:00") is Opening.UNKNOWN
    assert state(LINE_3018, day + "T23:30+02:00") is Opening.UNKNOWN


def test_the_holiday_is_the_one_of_the_services_zone_not_of_the_reader() -> None:
    assert state(LINE_3018, "2026-07-14T18:00-10:00") is Opening.CLOSED  # 06:00 on the 15th, Paris
    assert state(LINE_3018, "2026-07-13T22:30-10:00") is Opening.UNKNOWN  # 10:30 on the 14th
    assert state(LINE_3018, "2026-07-15T06:00+14:00") is Opening.UNKNOWN  # 18:00 on the 14th


def test_hours_that_speak_of_holidays_are_followed() -> None:
    assert state(OFFICE + "; PH off", "2026-07-14T12:00+02:00") is Opening.CLOSED
    assert state("Mo-Fr,PH 10:00-17:00", "2026-07-14T12:00+02:00") is Opening.OPEN
    assert state(OFFICE + '; Sa 10:00-12:00 "no PH"', "2026-07-14T12:00+02:00") is Opening.UNKNOWN


def test_bastille_day_is_no_holiday_in_belgium() -> None:
    assert state(OFFICE, "2026-07-14T12:00+02:00", "Europe/Brussels", "BE") is Opening.OPEN
    assert state(OFFICE, "2026-07-21T12:00+02:00", "Europe/Brussels", "BE") is Opening.UNKNOWN


def test_a_night_begun_on_a_holiday_stays_unknown_until_it_ends() -> None:
    night = "Mo-Su 22:00-06:00"
    assert state(night, "2026-07-15T02:00+02:00") is Opening.UNKNOWN  # begun on the 14th
    assert state(night, "2026-07-15T12:00+02:00") is Opening.CLOSED
    assert state(night, "2026-07-14T02:00+02:00") is Opening.UNKNOWN  # the 14th itself


def test_an_opening_that_falls_on_a_holiday_is_not_announced() -> None:
    assert state(LINE_3018, "2026-07-13T23:30+02:00") is Opening.CLOSED
    assert change(LINE_3018, "2026-07-13T23:30+02:00") is None
    assert change(OFFICE, "2026-04-03T18:00+02:00") is None  # Easter Monday comes next


def test_closing_at_the_midnight_before_a_holiday_is_announced() -> None:
    assert change("Mo-Su 08:00-24:00", "2026-07-13T20:00+02:00") == "2026-07-14T00:00+02:00"


def test_new_years_day_is_unknown_even_where_the_librarys_calendar_lacks_it() -> None:
    hours = "Mo-Fr 09:00-17:00; PH off"
    assert state(hours, "2026-01-01T12:00+00:00", "Europe/London", "GB") is Opening.UNKNOWN
    assert state(hours, "2026-01-01T12:00+01:00") is Opening.CLOSED  # known in France


# --- zones -------------------------------------------------------------------------------------


def test_overseas_clocks_are_turned_into_the_services_own() -> None:
    # 18:30 in Reunion is 15:30 in Paris in winter; 20:30 in Paris is 09:30 in Tahiti.
    assert state("Mo-Fr 10:00-16:00", "2026-11-24T18:30+04:00") is Opening.OPEN
    assert state("Mo-Fr 10:00-16:00", "2026-11-24T09:30-10:00") is Opening.CLOSED
    assert state(LINE_3018, "2026-11-24T09:30-10:00") is Opening.OPEN
    assert state(LINE_3018, "2026-11-24T13:00-10:00") is Opening.CLOSED  # midnight in Paris


def test_an_office_overseas_follows_its_own_clock() -> None:
    reunion = ("Indian/Reunion", "RE")
    assert state(OFFICE, "2026-11-24T07:30+01:00", *reunion) is Opening.OPEN  # 10:30 there
    assert state(OFFICE, "2026-11-24T15:30+01:00", *reunion) is Opening.CLOSED  # 18:30 there
    assert change(OFFICE, "2026-11-24T07:30+01:00", *reunion) == "2026-11-24T17:00+04:00"


@pytest.mark.parametrize(
    ("country", "zone", "at"),
    [
        ("GP", "America/Guadeloupe", "2026-05-27T12:00-04:00"),
        ("MQ", "America/Martinique", "2026-05-22T12:00-04:00"),
        ("GF", "America/Cayenne", "2026-06-10T12:00-03:00"),
        ("RE", "Indian/Reunion", "2027-12-20T12:00+04:00"),
        ("YT", "Indian/Mayotte", "2026-04-27T12:00+03:00"),
    ],
)
def test_overseas_territories_keep_their_own_day_and_the_national_ones(
    country: str, zone: str, at: str
) -> None:
    assert state(OFFICE, at, zone, country) is Opening.UNKNOWN
    assert state(OFFICE, at) is not Opening.UNKNOWN  # an ordinary day in mainland France
    july = datetime(2026, 7, 14, 12, tzinfo=ZoneInfo(zone)).isoformat()
    assert state(OFFICE, july, zone, country) is Opening.UNKNOWN


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        # In July 07:00 UTC is 09:00 in Paris; in January it is 08:00.
        ("2026-07-15T07:00Z", Opening.OPEN),
        ("2026-01-15T07:00Z", Opening.CLOSED),
        ("2026-01-15T08:00Z", Opening.OPEN),
        # The night the clocks go forward, 29 March 2026.
        ("2026-03-29T06:59Z", Opening.CLOSED),
        ("2026-03-29T07:00Z", Opening.OPEN),
        # The night they go back, 25 October 2026.
        ("2026-10-25T07:59Z", Opening.CLOSED),
        ("2026-10-25T08:00Z", Opening.OPEN),
    ],
)
def test_summer_and_winter_time(at: str, expected: Opening) -> None:
    assert state(LINE_3018, at) is expected


def test_next_change_crosses_the_change_of_clocks() -> None:
    assert change(LINE_3018, "2026-03-28T23:30+01:00") == "2026-03-29T09:00+02:00"
    assert change(LINE_3018, "2026-10-24T23:30+02:00") == "2026-10-25T09:00+01:00"


# --- instants ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["2026-11-22T10:00+01:00", "2026-11-22T09:00Z", " 2026-11-22T09:00:00+00:00 "]
)
def test_an_instant_with_an_offset_is_read(text: str) -> None:
    assert parse_instant(text) == datetime(2026, 11, 22, 10, tzinfo=ZoneInfo(PARIS))


@pytest.mark.parametrize("text", ["2026-11-22T10:00", "2026-11-22", "20261122T1000"])
def test_an_instant_without_an_offset_is_refused_with_a_clear_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="no offset from UTC: write it like"):
        parse_instant(text)


@pytest.mark.parametrize("text", ["", "now", "2026-13-01T10:00Z", "10:00", "22/11/2026"])
def test_what_is_not_a_time_is_refused_with_a_clear_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="is not a time like"):
        parse_instant(text)


def test_a_naive_datetime_is_refused() -> None:
    naive = datetime.fromisoformat("2026-11-22T10:00")
    for hours in ("24/7", OFFICE, None):
        with pytest.raises(ValueError, match="offset"):
            open_state(hours, PARIS, "FR", naive)
