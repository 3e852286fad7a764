"""Breaks in series: which periods another definition sets apart, and how that is said."""

from datetime import date

import pytest

from quarterdeck.framework.periods import Period
from quarterdeck.measures.breaks import break_between, broken_from, first_period, not_comparable
from quarterdeck.measures.rating import Polarity
from quarterdeck.measures.travel import Point, Yardstick, long_travel, short_travel

JULY, APRIL = date(2026, 7, 1), date(2026, 4, 1)

PAIRS = [
    # before, now, breaks, from when another definition counts
    ("2026-27-Q1", "2026-27-Q2", [JULY], "Q2 2026/27"),
    ("2026-27-Q2", "2026-27-Q3", [JULY], None),  # both by the new one
    ("2025-26-Q4", "2026-27-Q1", [JULY], None),  # both by the old one
    ("2025-26-Q2", "2026-27-Q2", [JULY], "Q2 2026/27"),
    ("2026-27-Q2", "2025-26-Q2", [JULY], "Q2 2026/27"),  # whichever is named first
    ("2025-26", "2026-27", [JULY], "Q2 2026/27"),  # within the year: a part of it is measured the other way
    ("2025-26", "2026-27", [APRIL], "2026/27"),
    ("2026-27", "2027-28", [JULY], "Q2 2026/27"),
    ("2027-28", "2028-29", [JULY], None),
    ("2026-27-H1", "2026-27-H2", [date(2026, 10, 1)], "H2 2026/27"),
    ("2026-27-M03", "2026-27-M04", [JULY], "Jul 2026"),
    ("2026-27-Q1", "2026-27-Q2", [date(2026, 8, 1)], "Aug 2026"),
    ("2026-27-Q1", "2026-27-Q2", [date(2026, 8, 15)], "15 August 2026"),
    ("2026-Q2", "2026-Q3", [JULY], "Q3 2026"),
    ("2026-05-01_2026-06-30", "2026-07-01_2026-08-31", [JULY], "1 July 2026"),
    ("2025-26-Q1", "2026-27-Q2", [APRIL, date(2025, 7, 1), JULY], "Q2 2026/27"),  # the last of several
    ("2026-27-Q1", "2026-27-Q2", [], None),
]


@pytest.mark.parametrize("before, now, breaks, since", PAIRS)
def test_what_another_definition_sets_apart(before: str, now: str, breaks: list[date], since: str | None) -> None:
    early, late = Period.of_code(before), Period.of_code(now)
    assert broken_from(early, late, breaks) == since
    assert (break_between(early, late, breaks) is None) is (since is None)


def test_a_direction_of_travel_says_from_when_the_definition_changed() -> None:
    measure = Yardstick(Polarity.HIGHER, 1, "flow", breaks=[JULY])
    now, before, last_year = (
        Point(Period.of_code(code), "value", value)
        for code, value in (("2026-27-Q2", 90.0), ("2026-27-Q1", 80.0), ("2025-26-Q2", 70.0))
    )
    for moved in (short_travel(now, before, measure), long_travel(now, last_year, measure)):
        assert (moved.travel, moved.change, moved.broken_from) == ("not_compared", None, "Q2 2026/27")
        assert moved.sentence == "Not comparable (definition changed from Q2 2026/27)"
    # Without an earlier figure there is nothing that the definition keeps from being compared.
    assert short_travel(now, None, measure).broken_from is None
    assert not_comparable(first_period(JULY, now.period)) == moved.sentence
