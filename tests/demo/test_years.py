"""Which quarters the demo lives, on any day that it may be made."""

from datetime import date, timedelta

import pytest

from quarterdeck.core import clock
from quarterdeck.demo.years import LIVED_AT_LEAST, STORY_DAYS, after, at, on_weekday, years_on
from quarterdeck.framework.periods import Period

DAYS = [date(2026, 1, 1) + timedelta(days=number) for number in range(0, 800, 3)]


@pytest.mark.parametrize(
    "today, first, lived, open_",
    [
        (date(2026, 11, 24), "2023-24", "2024-25-Q1", "2026-27-Q2"),
        # In the first days of a quarter nobody's return is late yet: the round before is still the open one.
        (date(2026, 10, 5), "2023-24", "2024-25-Q1", "2026-27-Q1"),
        (date(2026, 10, 17), "2023-24", "2024-25-Q1", "2026-27-Q2"),
        # Three whole years, when the last quarter is the fourth.
        (date(2026, 5, 20), "2023-24", "2024-25-Q1", "2025-26-Q4"),
        (date(2027, 2, 1), "2023-24", "2024-25-Q1", "2026-27-Q3"),
    ],
)
def test_the_demo_s_years_are_counted_back_from_a_day(today: date, first: str, lived: str, open_: str) -> None:
    years = years_on(today)
    assert (years.first.code, years.lived[0].code, years.open.code) == (first, lived, open_)


@pytest.mark.parametrize("today", DAYS)
def test_on_every_day_there_are_three_years_with_one_round_in_review_and_an_overdue_one(today: date) -> None:
    years = years_on(today)
    assert LIVED_AT_LEAST <= len(years.lived) <= LIVED_AT_LEAST + 3
    assert years.lived[0] == years.quarter("2Q1")
    assert [years.name(quarter) for quarter in years.lived[:5]] == ["2Q1", "2Q2", "2Q3", "2Q4", "3Q1"]
    assert [years.quarter(years.name(quarter)) for quarter in years.lived] == years.lived
    assert years.in_review == years.open.previous()
    assert after(years.open, STORY_DAYS) < today
    assert years.open.end < today
    # Never older than the last but one: the last finished quarter, from its due day on.
    assert Period.containing(today).lagged(2) <= years.open
    assert years.eve < today
    assert clock.is_working_day(years.eve)


def test_a_meeting_is_on_its_weekday_and_never_on_a_bank_holiday() -> None:
    assert on_weekday(date(2026, 5, 1), 0) == date(2026, 5, 11)  # the 4th is a bank holiday
    assert on_weekday(date(2026, 5, 5), 1) == date(2026, 5, 5)


def test_moments_are_by_london_s_clock() -> None:
    assert at(date(2026, 7, 1), 9, 30).isoformat() == "2026-07-01T09:30:00+01:00"
