"""What a round asks for: by frequency, lag, validity and responsible unit."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from quarterdeck.collection.due import due_in, in_natural_order, is_asked, owed
from quarterdeck.framework.periods import Period
from quarterdeck.measures.models import Frequency, Indicator, Series
from tests.builders import CouncilBuilder
from tests.collection.collecting import Collecting

# The round's period, the indicator's frequency and lag, and the periods owed, as a performance officer lists them.
OWED = [
    ("2023-24-Q1", "quarterly", 0, ["2023-24-Q1"]),
    ("2023-24-Q1", "quarterly", 1, ["2022-23-Q4"]),
    ("2023-24-Q2", "quarterly", 1, ["2023-24-Q1"]),
    ("2023-24-Q1", "quarterly", 4, ["2022-23-Q1"]),
    ("2023-24-Q1", "monthly", 0, ["2023-24-M01", "2023-24-M02", "2023-24-M03"]),
    ("2023-24-Q1", "monthly", 1, ["2022-23-M12", "2023-24-M01", "2023-24-M02"]),
    ("2023-24-Q4", "monthly", 0, ["2023-24-M10", "2023-24-M11", "2023-24-M12"]),
    ("2023-24-Q1", "half_yearly", 0, []),
    ("2023-24-Q2", "half_yearly", 0, ["2023-24-H1"]),
    ("2023-24-Q2", "half_yearly", 1, ["2022-23-H2"]),
    ("2023-24-Q3", "half_yearly", 0, []),
    ("2023-24-Q4", "half_yearly", 0, ["2023-24-H2"]),
    ("2023-24-Q1", "annual", 0, []),
    ("2023-24-Q3", "annual", 0, []),
    ("2023-24-Q4", "annual", 0, ["2023-24"]),
    ("2023-24-Q4", "annual", 1, ["2022-23"]),
    # Rounds need not be quarters.
    ("2023-24-M03", "monthly", 0, ["2023-24-M03"]),
    ("2023-24-M03", "quarterly", 0, ["2023-24-Q1"]),
    ("2023-24-M02", "quarterly", 0, []),
    ("2023-24-H1", "quarterly", 0, ["2023-24-Q1", "2023-24-Q2"]),
    ("2023-24", "half_yearly", 0, ["2023-24-H1", "2023-24-H2"]),
    ("2023-24", "annual", 0, ["2023-24"]),
    ("2023-Q1", "quarterly", 0, ["2023-Q1"]),
    ("2023-Q4", "annual", 0, ["2023"]),
    ("2023-Q1", "monthly", 0, ["2023-01", "2023-02", "2023-03"]),
    ("2023-08-01_2023-09-30", "monthly", 0, ["2023-24-M05", "2023-24-M06"]),
    ("2023-08-01_2023-09-30", "quarterly", 0, ["2023-24-Q2"]),
    ("2023-08-01_2023-09-15", "quarterly", 0, []),
    # Where the calendar ends, nothing is owed.
    ("1900-Q1", "quarterly", 1, []),
    ("1900-01-01_1900-03-31", "quarterly", 0, []),
    ("2199-Q4", "monthly", 0, ["2199-10", "2199-11", "2199-12"]),
]


@pytest.mark.parametrize("round_of,frequency,lag,expected", OWED)
def test_a_round_owes_the_periods_that_end_in_it_moved_back_by_the_lag(
    round_of: str, frequency: str, lag: int, expected: list[str]
) -> None:
    found = owed(Period.of_code(round_of), Frequency(frequency), lag)
    assert [period.code for period in found] == expected


@pytest.mark.parametrize(
    "provisional,valid_from,valid_to,expected",
    [
        (False, None, None, True),
        (True, None, None, False),
        (False, date(2023, 6, 30), None, True),
        (False, date(2023, 7, 1), None, False),
        (False, None, date(2023, 4, 1), True),
        (False, None, date(2023, 3, 31), False),
        (False, date(2023, 5, 1), date(2023, 5, 31), True),
    ],
)
def test_an_indicator_is_asked_for_while_it_is_valid_and_nobodys_guess(
    provisional: bool, valid_from: date | None, valid_to: date | None, expected: bool
) -> None:
    assert is_asked(provisional, valid_from, valid_to, Period.of_code("2023-24-Q1")) is expected


def test_references_are_ordered_as_people_count() -> None:
    given = ["H10", "h2", "H1", "People 12", "People 5", "1.10", "1.9", "KPI"]
    assert sorted(given, key=in_natural_order) == ["1.9", "1.10", "H1", "h2", "H10", "KPI", "People 5", "People 12"]


def test_each_unit_owes_what_it_is_responsible_for(
    session: Session, council: CouncilBuilder, collecting: Collecting
) -> None:
    measures = collecting.measures
    lettings = measures.indicator("H10", frequency="monthly")
    repairs = measures.indicator("H2", frequency="quarterly", lag=1)
    bins = measures.indicator("E1", unit=council.environment)
    measures.indicator("H3", frequency="annual")
    measures.indicator("H4", valid_to=date(2023, 3, 31))
    guessed = measures.indicator("H5")
    guessed.provisional = True
    # Measured in another unit and by ward, but owed by Housing.
    wards = measures.series(repairs, council.environment, "ward:Northfield")
    activity = collecting.activity()
    session.flush()
    due = due_in(session, council.id, Period.of_code("2023-24-Q1"))

    def series_of(indicator: Indicator) -> int:
        return session.query(Series).filter_by(indicator_id=indicator.id, breakdown="all").one().id

    assert due[council.housing.id].figures == [
        (series_of(repairs), "2022-23-Q4"),
        (wards.id, "2022-23-Q4"),
        *((series_of(lettings), f"2023-24-M0{month}") for month in (1, 2, 3)),
    ]
    assert due[council.housing.id].activity_ids == [activity.id]
    assert due[council.environment.id].figures == [(series_of(bins), "2023-24-Q1")]
    assert due[council.environment.id].activity_ids == []
    assert due.keys() == {council.housing.id, council.environment.id}
    assert due_in(session, CouncilBuilder(session, "other", "Other").id, Period.of_code("2023-24-Q1")) == {}
