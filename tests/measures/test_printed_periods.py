"""Period labels: every shape met in real papers becomes a pair of dates, or is listed with a reason."""

import pytest

from quarterdeck.framework.periods import Period
from quarterdeck.measures.printed import (
    PeriodContext,
    PrintedPeriod,
    Unreadable,
    previous_period,
    read_period,
)

LABELS = [
    # quarters
    ("Q1 2018/19", "2018-19-Q1"),
    ("2018-19 Q1", "2018-19-Q1"),
    ("Q1 18/19", "2018-19-Q1"),
    ("Qtr 2 2021/22", "2021-22-Q2"),
    ("Quarter 3, 2024 to 2025", "2024-25-Q3"),
    ("Quarter One 2023/24", "2023-24-Q1"),
    ("third quarter 2023/24", "2023-24-Q3"),
    ("Q1 (2023/24)", "2023-24-Q1"),
    ("Quarter 4 2022/23 (Jan to Mar 2023)", "2022-23-Q4"),
    ("Quarter 2 2025/26 (July to Sept 2025)", "2025-26-Q2"),
    ("Q3 (Oct-Dec 23)", "2023-24-Q3"),
    ("October to December 2023 (Q3)", "2023-24-Q3"),
    ('Quarter 1 2018/19 (minutes print "May-June 2018")', "2018-19-Q1"),
    ("July to September 2023/24", "2023-24-Q2"),
    ("January to March 2023/24", "2023-24-Q4"),
    ("Apr-Jun 2023", "2023-24-Q1"),
    ("April 2023 – June 2023", "2023-24-Q1"),
    ("2023-24-Q1", "2023-24-Q1"),
    ("2023-Q1", "2023-Q1"),
    ("Calendar 2023 Q1", "2023-Q1"),
    # halves and years
    ("H1 2023/24", "2023-24-H1"),
    ("Half year 1 2023/24", "2023-24-H1"),
    ("Second half of 2023/24", "2023-24-H2"),
    ("Q1-Q2 2023/24", "2023-24-H1"),
    ("2023/24", "2023-24"),
    ("2023 - 24", "2023-24"),
    ("2023/2024", "2023-24"),
    ("2023 to 2024", "2023-24"),
    ("FY2023-24", "2023-24"),
    ("Financial year 2023/24", "2023-24"),
    ("2012/13 Out-turn", "2012-13"),
    ("Outturn 2022/23", "2022-23"),
    ("April 2023 to March 2024", "2023-24"),
    ("Year ending 31 March 2024", "2023-24"),
    ("12 months to March 2024", "2023-24"),
    ("1999/00", "1999-00"),
    ("2011-12", "2011-12"),
    ("2023", "2023"),
    ("Jan-Dec 2023", "2023"),
    # months
    ("Apr 2011/12", "2011-12-M01"),
    ("Sept 2011/12", "2011-12-M06"),
    ("Jan 2011/12", "2011-12-M10"),
    ("February 2023/24", "2023-24-M11"),
    ("2023-24-M03", "2023-24-M03"),
    ("Jul 2024", "2024-07"),
    ("Jul-24", "2024-07"),
    ("October 2020", "2020-10"),
    ("2023-06", "2023-06"),
    ("December 2011", "2011-M12"),
    # other dates
    ("1 Aug–30 Sep 2023", "2023-08-01_2023-09-30"),
    ("1 December 2023 to 31 January 2024", "2023-12-01_2024-01-31"),
    ("1 Dec - 31 Jan 2024", "2023-12-01_2024-01-31"),
    ("2023-08-01_2023-09-30", "2023-08-01_2023-09-30"),
    ("01/04/2023 - 30/06/2023", "2023-24-Q1"),
    ("as at 31 March 2024", "2024-03-31_2024-03-31"),
    ("April - December 2023", "2023-04-01_2023-12-31"),
    # a year to date runs from 1 April to the end of the period that is named
    ("Q3 2023/24 YTD", "2023-04-01_2023-12-31"),
    ("Q2 2023/24 (cumulative)", "2023-24-H1"),
    ("Q1 2023/24 year to date", "2023-24-Q1"),
]
TARGET_LABELS = [
    ("2013/14 Target", "2013-14"),
    ("2023/24 target", "2023-24"),
    ("Year 1 (24/25) target", "2024-25"),
    ("Target 2023/24", "2023-24"),
    ("Q1 2023/24 - target", "2023-24-Q1"),
]
UNREADABLE = [
    ("Baseline", "names no year"),
    ("Year to date", "names no year"),
    ("2014/15 (year to date)", "without the date or quarter it runs to"),
    ("Half year 1", "no year"),
    ("Q1", "no year"),
    ("Q1 2018", "financial or calendar"),
    ("FY24", "starts or the one that ends"),
    ("FY 2024", "starts or the one that ends"),
    ("2019-24", "several years"),
    ("Nov-Jan 2023", "ends before it starts"),
    ("Quarter 4 2022/23 (Jan to Mar 2022)", "different periods"),
    ("Q1 July to September 2023", "differ"),
    ("2023/24 forecast", "forecast"),
    ("30 Feb 2023", "does not exist"),
    ("Week 12 2023", "no part of a period"),
    ("Spring 2023", "no part of a period"),
    ("Q5 2023/24", "no part of a period"),
    ("Academic year 2023/24", "no part of a period"),
    ("", "blank"),
]


@pytest.mark.parametrize("label, code", LABELS)
def test_a_label_becomes_a_pair_of_dates(label, code):
    period = read_period(label)
    assert isinstance(period, PrintedPeriod), period
    expected = Period.of_code(code)
    assert (period.code, period.start, period.end, period.scheme, period.role) == (
        expected.code,
        expected.start,
        expected.end,
        expected.scheme,
        "reported",
    )


@pytest.mark.parametrize("label, code", TARGET_LABELS)
def test_a_label_may_say_that_its_column_holds_targets(label, code):
    period = read_period(label)
    assert isinstance(period, PrintedPeriod), period
    assert (period.code, period.role) == (code, "target")


@pytest.mark.parametrize("label, reason", UNREADABLE)
def test_a_label_that_would_have_to_be_guessed_is_listed(label, reason):
    found = read_period(label)
    assert isinstance(found, Unreadable), found
    assert reason in found.reason
    assert (found.column, found.text) == ("period_label", label)
    assert found.advice


@pytest.mark.parametrize(
    "label, context, code",
    [
        ("Baseline", PeriodContext(year="2023/24"), "2023-24"),
        ("Half year 1", PeriodContext(year="2023/24"), "2023-24-H1"),
        ("Q1", PeriodContext(year="2023/24"), "2023-24-Q1"),
        ("Jan", PeriodContext(year="2023/24"), "2023-24-M10"),
        ("Year to date", PeriodContext(year="2014/15", quarter=3), "2014-04-01_2014-12-31"),
        ("2014/15 (year to date)", PeriodContext(quarter=2), "2014-15-H1"),
        ("Jul 2024", PeriodContext(months_name_quarters=True), "2024-25-Q2"),
        ("Q1 2018/19", PeriodContext(year="2023/24"), "2018-19-Q1"),
    ],
)
def test_what_the_row_says_beside_the_label_dates_it(label, context, code):
    period = read_period(label, context)
    assert isinstance(period, PrintedPeriod), period
    assert period.code == code


@pytest.mark.parametrize(
    "label, code",
    [
        ("Q1 2018/19", "2017-18-Q4"),
        ("2023/24", "2022-23"),
        ("Apr 2011/12", "2010-11-M12"),
        ("Jan 2024", "2023-12"),
        ("1 Aug–30 Sep 2023", None),
    ],
)
def test_a_previous_column_reports_the_period_before(label, code):
    period = read_period(label)
    assert isinstance(period, PrintedPeriod)
    before = previous_period(period)
    assert (before.code if before else None) == code
