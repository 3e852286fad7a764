"""Rows of periods, and lists of periods that are computed."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quarterdeck.core.errors import Problem
from quarterdeck.framework import service
from quarterdeck.framework.models import PeriodRow
from quarterdeck.framework.periods import Period, Scheme, Span
from quarterdeck.framework.schemas import PeriodRead


def test_a_period_has_one_row_however_often_it_is_asked_for(session: Session) -> None:
    first, again = service.ensure_period(session, "2023-24-Q1"), service.ensure_period(session, "2023-24-Q1")
    assert first is again
    assert (first.start_on, first.end_on) == (date(2023, 4, 1), date(2023, 6, 30))
    assert (first.scheme, first.span, first.label) == (
        "financial",
        "quarter",
        "Quarter 1 2023/24 (April to June 2023)",
    )


def test_an_insert_that_came_second_finds_the_row(session: Session) -> None:
    period = Period.of_code("2024-25")
    for _ in range(2):
        session.execute(service._insert_if_new(session, period))
    count = select(func.count()).select_from(PeriodRow).where(PeriodRow.code == "2024-25")
    assert session.scalar(count) == 1


def test_a_code_that_is_no_period_is_refused_where_it_stood(session: Session) -> None:
    with pytest.raises(Problem) as refused:
        service.ensure_period(session, "Q1 2023/24", "/values/3/period")
    assert (refused.value.status, refused.value.errors[0].pointer, refused.value.errors[0].code) == (
        422,
        "/values/3/period",
        "bad_period",
    )


def test_a_years_periods_are_listed_from_its_code() -> None:
    quarters = service.periods_of("2023-24", Span.QUARTER, None)
    assert [each.code for each in quarters] == [f"2023-24-Q{number}" for number in (1, 2, 3, 4)]
    assert len(service.periods_of("2023", Span.MONTH, Scheme.CALENDAR)) == 12
    assert [each.code for each in service.periods_of("2023-24", Span.YEAR, None)] == ["2023-24"]


@pytest.mark.parametrize(
    ("year", "span", "scheme"),
    [
        ("2023-24-Q1", Span.QUARTER, None),
        ("2023-24", Span.QUARTER, Scheme.CALENDAR),
        ("last year", Span.QUARTER, None),
        ("2023-24", Span.CUSTOM, None),
        (None, Span.QUARTER, Scheme.CUSTOM),
    ],
)
def test_what_cannot_be_listed_is_a_422(year: str | None, span: Span, scheme: Scheme | None) -> None:
    with pytest.raises(Problem) as refused:
        service.periods_of(year, span, scheme)
    assert refused.value.status == 422


def test_the_first_and_last_years_have_no_neighbour() -> None:
    assert PeriodRead.of(Period.of_code("1900")).previous is None
    assert PeriodRead.of(Period.of_code("2199-Q4")).next is None
    assert PeriodRead.of(Period.of_code("2023-24-Q1")).previous == "2022-23-Q4"


def test_a_period_that_is_none_is_not_found() -> None:
    with pytest.raises(Problem) as refused:
        service.find_period("2023-99-Q9")
    assert refused.value.status == 404
