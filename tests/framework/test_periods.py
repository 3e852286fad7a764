"""Periods: one code for every pair of dates, generated labels, and the way from one period to another."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterdeck.framework.periods import (
    MONTHS,
    BadPeriod,
    Period,
    Scheme,
    Span,
    periods_of_year,
    quarters_between,
)

CODES = [
    # code, scheme, span, first day, last day, label, short label
    (
        "2023-24", "financial", "year", (2023, 4, 1), (2024, 3, 31),
        "2023/24 (April 2023 to March 2024)", "2023/24",
    ),
    (
        "2023-24-H1", "financial", "half", (2023, 4, 1), (2023, 9, 30),
        "Half year 1 2023/24 (April to September 2023)", "H1 2023/24",
    ),
    (
        "2023-24-H2", "financial", "half", (2023, 10, 1), (2024, 3, 31),
        "Half year 2 2023/24 (October 2023 to March 2024)", "H2 2023/24",
    ),
    (
        "2023-24-Q1", "financial", "quarter", (2023, 4, 1), (2023, 6, 30),
        "Quarter 1 2023/24 (April to June 2023)", "Q1 2023/24",
    ),
    (
        "2023-24-Q4", "financial", "quarter", (2024, 1, 1), (2024, 3, 31),
        "Quarter 4 2023/24 (January to March 2024)", "Q4 2023/24",
    ),
    ("2023-24-M01", "financial", "month", (2023, 4, 1), (2023, 4, 30), "April 2023", "Apr 2023"),
    ("2023-24-M11", "financial", "month", (2024, 2, 1), (2024, 2, 29), "February 2024", "Feb 2024"),
    (
        "1999-00", "financial", "year", (1999, 4, 1), (2000, 3, 31),
        "1999/00 (April 1999 to March 2000)", "1999/00",
    ),
    ("2023", "calendar", "year", (2023, 1, 1), (2023, 12, 31), "2023 (January to December 2023)", "2023"),
    (
        "2023-H2", "calendar", "half", (2023, 7, 1), (2023, 12, 31),
        "Half year 2 2023 (July to December 2023)", "H2 2023",
    ),
    (
        "2023-Q1", "calendar", "quarter", (2023, 1, 1), (2023, 3, 31),
        "Quarter 1 2023 (January to March 2023)", "Q1 2023",
    ),
    ("2023-06", "calendar", "month", (2023, 6, 1), (2023, 6, 30), "June 2023", "Jun 2023"),
    # Where `YYYY-NN` could be both, it is the financial year; the month has an M.
    (
        "2011-12", "financial", "year", (2011, 4, 1), (2012, 3, 31),
        "2011/12 (April 2011 to March 2012)", "2011/12",
    ),
    ("2011-M12", "calendar", "month", (2011, 12, 1), (2011, 12, 31), "December 2011", "Dec 2011"),
    ("2005-M06", "calendar", "month", (2005, 6, 1), (2005, 6, 30), "June 2005", "Jun 2005"),
    ("2005-07", "calendar", "month", (2005, 7, 1), (2005, 7, 31), "July 2005", "Jul 2005"),
    (
        "2023-08-01_2023-09-30", "custom", "custom", (2023, 8, 1), (2023, 9, 30),
        "1 August 2023 to 30 September 2023", "1 Aug 2023 to 30 Sep 2023",
    ),
]  # fmt: skip


@pytest.mark.parametrize("code, scheme, span, start, end, label, short_label", CODES)
def test_a_code_names_its_dates_and_its_label_is_generated(code, scheme, span, start, end, label, short_label):
    period = Period.of_code(code)
    assert (period.scheme, period.span) == (scheme, span)
    assert (period.start, period.end) == (date(*start), date(*end))
    assert (period.code, period.label, period.short_label) == (code, label, short_label)


@pytest.mark.parametrize(
    "code",
    [
        "", " 2023-24", "2023-24-Q1\n", "2023-24-Q5", "2023-24-Q0", "2023-24-H3", "2023-24-M13", "2023-24-M3",
        "2023-25", "2023-13", "2023-00", "2023-M06", "2011-M11", "2023-06-Q1", "Q1 2023/24", "2023/24",
        "1899", "1899-00", "2200", "2199-00", "2199-00-Q1", "9999-00", "0000", "2023-08-01_2023-07-31",
        "2023-02-30_2023-03-01", "1899-12-31_1900-01-31", "2199-12-01_2200-01-01", "٢٠٢٣", "２０２３-24",
        "2023-8-1_2023-9-30", "0000-01-01_2023-01-01",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_a_sentence(code):
    with pytest.raises(BadPeriod) as refused:
        Period.of_code(code)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("code", ["1900", "1900-01", "2199", "2198-99", "2199-12", "2199-12-31_2199-12-31"])
def test_years_are_bounded_at_1900_and_2199(code):
    assert Period.of_code(code).code == code


@pytest.mark.parametrize("leave", [lambda: Period.of_code("2199").next(), lambda: Period.of_code("1900-01").previous()])
def test_there_is_no_period_beyond_the_bounds(leave):
    with pytest.raises(BadPeriod):
        leave()


def test_a_custom_period_cannot_be_moved_beyond_the_calendar():
    with pytest.raises(BadPeriod):
        Period.of_code("2023-08-01_2023-09-30").lagged(10**6)


def test_a_day_does_not_tell_which_custom_period_it_lies_in():
    with pytest.raises(ValueError):
        Period.containing(date(2023, 6, 1), Span.CUSTOM)
    with pytest.raises(ValueError):
        Period.containing(date(2023, 6, 1), Span.QUARTER, Scheme.CUSTOM)


@pytest.mark.parametrize(
    "code, previous, following, last_year, year",
    [
        ("2023-24", "2022-23", "2024-25", "2022-23", "2023-24"),
        ("2023-24-H1", "2022-23-H2", "2023-24-H2", "2022-23-H1", "2023-24"),
        ("2023-24-Q1", "2022-23-Q4", "2023-24-Q2", "2022-23-Q1", "2023-24"),
        ("2023-24-Q4", "2023-24-Q3", "2024-25-Q1", "2022-23-Q4", "2023-24"),
        ("2023-24-M01", "2022-23-M12", "2023-24-M02", "2022-23-M01", "2023-24"),
        ("2023", "2022", "2024", "2022", "2023"),
        ("2023-Q1", "2022-Q4", "2023-Q2", "2022-Q1", "2023"),
        ("2011-11", "2011-10", "2011-M12", "2010-M11", "2011"),
        ("2012-01", "2011-M12", "2012-02", "2011-01", "2012"),
        (
            "2023-08-01_2023-08-31",
            "2023-07-01_2023-07-31",
            "2023-09-01_2023-10-01",
            "2022-08-01_2022-08-31",
            "2023-24",
        ),
        (
            "2024-02-01_2024-02-29",
            "2024-01-03_2024-01-31",
            "2024-03-01_2024-03-29",
            "2023-02-01_2023-02-28",
            "2023-24",
        ),
    ],
)
def test_neighbours_last_year_and_the_year_it_is_in(code, previous, following, last_year, year):
    period = Period.of_code(code)
    assert period.previous().code == previous
    assert period.next().code == following
    assert period.same_period_last_year().code == last_year
    assert period.year().code == year


def test_lagged_goes_back_and_forward():
    period = Period.of_code("2023-24-Q1")
    assert [period.lagged(number).code for number in (0, 1, 5, -4)] == [
        "2023-24-Q1", "2022-23-Q4", "2021-22-Q4", "2024-25-Q1",
    ]  # fmt: skip


def test_the_periods_of_a_year():
    year = Period.of_code("2023-24")
    assert [part.code for part in periods_of_year(year, Span.QUARTER)] == [
        "2023-24-Q1", "2023-24-Q2", "2023-24-Q3", "2023-24-Q4",
    ]  # fmt: skip
    assert [part.code for part in periods_of_year(year, Span.HALF)] == ["2023-24-H1", "2023-24-H2"]
    assert len(periods_of_year(year, Span.MONTH)) == 12
    assert [part.code for part in Period.of_code("2023-24-Q4").parts(Span.MONTH)] == [
        "2023-24-M10", "2023-24-M11", "2023-24-M12",
    ]  # fmt: skip


def test_a_custom_period_is_made_of_the_whole_periods_that_fit_in_it():
    period = Period.of_code("2023-05-15_2023-10-31")
    assert [part.code for part in period.parts(Span.QUARTER)] == ["2023-24-Q2"]


def test_quarters_between_two_periods_are_all_that_they_touch():
    first, last = Period.of_code("2022-23-M12"), Period.of_code("2023-24-H1")
    assert [quarter.code for quarter in quarters_between(first, last)] == [
        "2022-23-Q4", "2023-24-Q1", "2023-24-Q2",
    ]  # fmt: skip
    assert quarters_between(last, first) == []


def test_a_quarter_contains_its_months_and_days_and_no_others():
    quarter = Period.of_code("2023-24-Q1")
    assert quarter.contains(Period.of_code("2023-24-M03"))
    assert quarter.contains(quarter)
    assert not quarter.contains(Period.of_code("2023-24-M04"))
    assert not quarter.contains(Period.of_code("2023-24"))
    assert quarter.contains(date(2023, 6, 30))
    assert not quarter.contains(date(2023, 7, 1))


@pytest.mark.parametrize("code, ends", [("2023-24-Q4", True), ("2023-24-Q3", False), ("2023-Q4", True)])
def test_the_last_quarter_ends_its_year(code, ends):
    assert Period.of_code(code).ends_its_year() is ends


@pytest.mark.parametrize(
    "code, uri",
    [
        ("2023-24", "government-year/2023-2024"),
        ("2023-24-Q1", "government-quarter/2023-2024/Q1"),
        ("1999-00-Q4", "government-quarter/1999-2000/Q4"),
        ("2023-24-M03", "month/2023-06"),
        ("2011-M12", "month/2011-12"),
        ("2023", "year/2023"),
        ("2023-Q1", "quarter/2023-Q1"),
    ],
)
def test_open_data_names_periods_by_their_public_identifiers(code, uri):
    assert Period.of_code(code).reference_uri() == f"http://reference.data.gov.uk/id/{uri}"


@pytest.mark.parametrize("code", ["2023-24-H1", "2023-08-01_2023-09-30"])
def test_some_periods_have_no_public_identifier(code):
    assert Period.of_code(code).reference_uri() is None


def test_periods_sort_by_their_dates():
    codes = ["2023-24-Q2", "2023", "2022-23-Q4", "2023-24-Q1"]
    in_order = ["2022-23-Q4", "2023", "2023-24-Q1", "2023-24-Q2"]
    assert [period.code for period in sorted(map(Period.of_code, codes))] == in_order


regular = st.builds(
    Period.containing,
    st.dates(date(1902, 1, 1), date(2197, 12, 31)),
    st.sampled_from(list(MONTHS)),
    st.sampled_from([Scheme.FINANCIAL, Scheme.CALENDAR]),
)


@given(regular)
def test_every_period_has_one_code_that_reads_back_as_itself(period):
    assert Period.of_code(period.code) == period
    assert len(period.code) <= 24


@given(st.dates(date(1902, 1, 1), date(2197, 12, 31)), st.sampled_from(list(MONTHS)))
def test_a_period_contains_the_day_it_was_made_for(day, span):
    for scheme in (Scheme.FINANCIAL, Scheme.CALENDAR):
        assert Period.containing(day, span, scheme).contains(day)


@given(regular)
def test_neighbours_touch_and_lead_back(period):
    assert period.next().previous() == period
    assert (period.next().start - period.end).days == 1
    assert period.same_period_last_year() < period


@given(regular)
def test_the_months_of_a_period_fill_it(period):
    months = period.parts(Span.MONTH)
    assert len(months) == MONTHS[period.span]
    assert (months[0].start, months[-1].end) == (period.start, period.end)


@given(st.text(max_size=30) | st.from_regex(r"\d{4}(-[0-9QHM]{2,3}){0,2}", fullmatch=True))
def test_no_text_breaks_the_reader(text):
    with suppress(BadPeriod):
        assert Period.of_code(text).code == text
