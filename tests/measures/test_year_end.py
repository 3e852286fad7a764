"""Year-end projections: tables without a database, and what is read of them from now, a moment and an edition."""

from datetime import date
from typing import Any

import pytest

from quarterdeck.framework.periods import Period, Span
from quarterdeck.measures.outturns import Part, Terms
from quarterdeck.measures.year_end import (
    Accuracy,
    NoProjection,
    Projected,
    YearEndMethod,
    accuracy,
    accuracy_said,
    differs_much,
    method_said,
    past_years,
    project,
)
from tests.measures.growing import Q1, Q2, Q3, Measures
from tests.web import WebClient

YEAR = Period.of_code("2023-24")
QUARTERS = [
    quarter for year in ("2021-22", "2022-23", "2023-24") for quarter in Period.of_code(year).parts(Span.QUARTER)
]
LAST, YEARS, PACE = "2022-23", "2021-22", "2023-24"


def known(since: str, *reported: Any) -> dict[Period, Part]:
    """Figures (or (numerator, denominator), or None for none) of quarters from the first of a year on."""
    first = QUARTERS.index(Period.of_code(f"{since}-Q1"))
    found = {}
    for period, said in zip(QUARTERS[first:], reported, strict=False):
        top, bottom = said if isinstance(said, tuple) else (None, None)
        value = top / bottom * 100 if top is not None and bottom else said
        found[period] = Part(period, "awaited" if value is None else "value", value, top, bottom)
    return found


@pytest.mark.parametrize(
    ("aggregation", "unit", "parts", "value", "method", "said"),
    [
        # A fifth of last year stood after one quarter; so 30 is a fifth of this.
        ("flow", "homes", known(LAST, 20, 30, 30, 20, 30), 150, YearEndMethod.LAST_YEAR,
         "30 homes by Q1 2023/24; last year 20% of the outturn stood at this point."),
        ("year_to_date", "homes", known(LAST, 20, 50, 80, 100, 30, 60), 120, YearEndMethod.LAST_YEAR,
         "60 homes by Q2 2023/24; last year 50% of the outturn stood at this point."),
        ("year_to_date", "%", known(LAST, 50, 50, 50, 50, 47), 47, YearEndMethod.LAST_YEAR,
         "47% by Q1 2023/24; last year 100% of the outturn stood at this point."),
        ("flow", "homes", known(PACE, 20, 30), 100, YearEndMethod.PACE,
         "50 homes by Q2 2023/24, 50% of the year, at the same pace to its end."),
        ("average", "%", known(LAST, None, None, (1, 10), (9, 10), (20, 40), (10, 20)), 50, YearEndMethod.RATIO,
         "Numerators over denominators of the four figures up to Q2 2023/24, kept to the year's end."),
        ("snapshot", "homes", known(LAST, 5, 6, 7, 8, 9), 9, YearEndMethod.LATEST,
         "The figure of Q1 2023/24, kept to the year's end."),
        ("flow", "%", known(LAST, 5, 6, 7, 8, 9), 9, YearEndMethod.LATEST,
         "The figure of Q1 2023/24, kept to the year's end."),
    ],
)  # fmt: skip
def test_a_projection_is_made_as_the_years_figure_is_and_says_how(
    aggregation: str, unit: str, parts: dict[Period, Part], value: float, method: YearEndMethod, said: str
) -> None:
    made = project(YEAR, Terms(aggregation, unit, Span.QUARTER), parts)
    assert (made.value, made.method, made.why_none) == (value, method, None)
    assert method_said(made, unit, 0) == said


@pytest.mark.parametrize(
    ("aggregation", "unit", "parts", "breaks", "span", "why"),
    [
        ("flow", "homes", {}, [], Span.QUARTER, NoProjection.NO_FIGURES),
        ("flow", "homes", known(PACE, 20), [], Span.QUARTER, NoProjection.TOO_FEW),
        ("flow", "homes", known(LAST, 0, 30, 30, 20, 5), [], Span.QUARTER, NoProjection.TOO_FEW),
        ("flow", "homes", known(PACE, 20, None, 30), [], Span.QUARTER, NoProjection.MISSING),
        ("flow", "homes", known(LAST, 20, 30, 30, 20, 30), [date(2023, 4, 1)], Span.QUARTER, NoProjection.TOO_FEW),
        ("flow", "homes", known(PACE, 20, 30), [date(2023, 7, 1)], Span.QUARTER, NoProjection.MISSING),
        ("flow", "homes", known(PACE, 1, 2, 3, 4), [], Span.QUARTER, NoProjection.YEAR_OVER),
        ("flow", "homes", known(LAST, 1, 2, 3, 4, 5), [], Span.YEAR, NoProjection.ANNUAL),
        ("snapshot", "homes", known(PACE, 5, 6, 7), [], Span.QUARTER, NoProjection.TOO_FEW),
        ("snapshot", "homes", known(LAST, 5, 6, 7, 8, 9), [date(2023, 1, 1)], Span.QUARTER, NoProjection.TOO_FEW),
        # A share for the year to date is as high early in the year as late: doubled it would be nonsense.
        ("year_to_date", "%", known(PACE, 47, 48), [], Span.QUARTER, NoProjection.TOO_FEW),
    ],
)
def test_nothing_is_projected_from_too_little_or_over_a_break_and_it_is_said_why(
    aggregation: str, unit: str, parts: dict[Period, Part], breaks: list[date], span: Span, why: NoProjection
) -> None:
    made = project(YEAR, Terms(aggregation, unit, span, breaks=breaks), parts)
    assert (made.value, made.why_none) == (None, why)
    assert method_said(made, unit, 0).endswith(".")


def test_the_past_is_judged_by_what_was_known_at_the_same_point() -> None:
    terms = Terms("flow", "homes", Span.QUARTER)
    parts = known(YEARS, 10, 40, 30, 20, 20, 40, 20, 40, 30, 50)
    forecasts = {QUARTERS[1]: 90.0, QUARTERS[5]: 126.0, QUARTERS[9]: 140.0}
    past = past_years(YEAR, terms, parts, forecasts, QUARTERS[9])
    # Of 2021/22 half stood by then, and half a year is twice that; 2022/23 would have gone the same way.
    assert [(each.outturn, each.projected, each.forecast) for each in past] == [(100, 100, 90), (120, 120, 126)]
    whole = [accuracy([(getattr(each, of), each.outturn) for each in past]) for of in ("forecast", "projected")]
    assert whole == [Accuracy(2, 8), Accuracy(2, 0)]
    assert accuracy_said(QUARTERS[9], *whole, "homes", 0) == (
        "At Q2 in the last 2 years, on average, the owner's forecast was 8 homes off and this projection was 0 "
        "homes off."
    )
    assert accuracy([(None, 1.0)]) is None
    broken = Terms("flow", "homes", Span.QUARTER, breaks=[date(2022, 4, 1)])
    assert [each.year.code for each in past_years(YEAR, broken, parts, forecasts, QUARTERS[9])] == ["2022-23"]
    shares = accuracy_said(QUARTERS[9], None, Accuracy(1, 1.25), "%", 1)
    assert shares == "At Q2 last year, on average, this projection was 1.3 percentage points off."


@pytest.mark.parametrize(
    ("forecast", "past", "much"),
    [(None, None, False), (110, None, False), (111, None, True), (111, Accuracy(1, 0.1), True),
     (111, Accuracy(2, 6), False), (104, Accuracy(3, 1.5), True)],
)  # fmt: skip
def test_a_forecast_differs_much_by_what_the_projection_was_usually_off(
    forecast: float | None, past: Accuracy | None, much: bool
) -> None:
    assert differs_much(forecast, Projected(YEAR, QUARTERS[8], 100.0), past) is much


@pytest.mark.both
def test_a_years_end_is_read_as_it_was_known_and_by_whom_it_may_be(client: WebClient, measures: Measures) -> None:
    indicator = measures.indicator(definition={"unit_of_measure": "homes", "decimals": 0})
    for quarter, value, forecast in zip(QUARTERS[4:8], (20, 30, 30, 20), (90, 110, None, None), strict=True):
        measures.reported(indicator, quarter.code, value, approved=True, forecast=forecast)
    measures.target(indicator, "2023-24", 160)
    first = measures.reported(indicator, Q1, 30, forecast=170)
    second = measures.reported(indicator, Q2, 40, approved=True, forecast=145)
    measures.reported(indicator, Q3, 45, forecast=200)
    client.sign_in_as("performance_team")
    path = f"/indicators/{indicator.id}/year-ends"

    def end(**query: Any) -> Any:
        (found,) = client.read(path, **query)["items"]
        return found

    now = end()
    assert (now["period"], now["forecast"], now["target_words"], now["differs"]) == (Q3, 200, "160 homes", True)
    assert now["projected"] == pytest.approx(115 / 0.8)
    assert now["past"] == [
        {
            "year": "2022-23",
            "year_label": "2022/23",
            "outturn": 100,
            "forecast": None,
            "projected": pytest.approx(320 / 3),
        }
    ]
    then = end(as_of=second.recorded_at.isoformat())
    assert (then["period"], then["forecast"], then["projected"]) == (Q2, 145, 140)
    assert then["past"][0]["forecast"] == 110
    assert then["accuracy_words"].startswith("At Q2 last year, on average, the owner's forecast was 10 homes off")
    edition = measures.edition(Q1, first)
    assert end(pack=edition.id)["projected"] == 150
    # Of the first quarter and the third no body has approved anything, and so a year that has a hole is not added up.
    seen = end() if client.sign_in_as("analyst") else None
    assert (seen["period"], seen["projected"], seen["why_none"]) == (Q2, None, "missing")
