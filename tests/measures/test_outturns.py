"""What a year's outturn is, by how figures come about, and what it was to reach: tables, without a database."""

from datetime import date
from typing import Any

import pytest

from quarterdeck.framework.periods import Period, Span
from quarterdeck.measures.outturns import Basis, NoOutturn, Part, Terms, outturn_of, target_of
from quarterdeck.measures.rating import TargetFigure

YEAR = Period.of_code("2023-24")
QUARTERS = YEAR.parts(Span.QUARTER)
COUNT = Terms("flow", "homes", Span.QUARTER)


def _parts(*reported: Any, span: Span = Span.QUARTER, year: Any = None) -> dict[Period, Part]:
    """Figures (or states, or (numerator, denominator)) of the year's periods in order; None: nothing on record."""
    listed = list(zip(YEAR.parts(span), reported, strict=False))
    if year is not None:
        listed.append((YEAR, year))
    return {period: _part(period, said) for period, said in listed if said is not None}


def _part(period: Period, said: Any) -> Part:
    if isinstance(said, str):
        return Part(period, said, None)
    if isinstance(said, tuple):
        top, bottom = said
        return Part(period, "value" if bottom else "not_available", top / bottom * 100 if bottom else None, top, bottom)
    return Part(period, "value", said)


@pytest.mark.parametrize(
    "aggregation, unit, reported, value, basis",
    [
        ("flow", "homes", (10, 20, 0.1, 0.2), 30.3, Basis.SUM),
        ("flow", "£", (-3.24, 1, 1, 1), -0.24, Basis.SUM),
        ("year_to_date", "homes", (10, 20, 30, 44), 44, Basis.LAST),
        ("year_to_date", "%", (None, None, None, 98.2), 98.2, Basis.LAST),
        ("snapshot", "homes", (10, 20, 30, 12), 12, Basis.LAST),
        ("snapshot", "homes", (10, 20, 30, "not_applicable"), 30, Basis.LAST),
        ("rolling", "%", (90, 91, 92, 93), 93, Basis.LAST),
        # One of 10 and 90 of 90 are 91 of 100, and not the mean of 10% and 100%.
        ("average", "%", ((1, 10), (90, 90), (0, 0), (0, 0)), 91, Basis.RATIO),
        ("flow", "%", ((1, 4), (1, 4), (1, 4), (3, 4)), 37.5, Basis.RATIO),
        ("flow", "days", ((20, 2), (10, 1), (0, 1), (10, 1)), 8, Basis.RATIO),
        ("flow", "per 1,000 people", ((1, 2000), (1, 2000), (2, 2000), (0, 2000)), 0.5, Basis.RATIO),
        ("flow", "homes", (1, "not_applicable", 2, 3), 6, Basis.SUM),
    ],
)
def test_a_years_figure_comes_about_as_its_periods_figures_do(
    aggregation: str, unit: str, reported: tuple[Any, ...], value: float, basis: Basis
) -> None:
    made = outturn_of(YEAR, Terms(aggregation, unit, Span.QUARTER), _parts(*reported))
    assert (made.value, made.basis, made.why_none, made.value_state) == (value, basis, None, "value")


@pytest.mark.parametrize(
    "terms, parts, why, sentence",
    [
        (COUNT, {}, NoOutturn.NO_FIGURES, "Nothing was reported for the year."),
        (COUNT, _parts(1, 2, 3), NoOutturn.PERIODS_MISSING, "There is no figure for Q4 2023/24."),
        (
            COUNT,
            _parts(1, "awaited", "nil_return", 3),
            NoOutturn.PERIODS_MISSING,
            "There is no figure for Q2 2023/24 and Q3 2023/24.",
        ),
        (
            Terms("year_to_date", "homes", Span.QUARTER),
            _parts(1, 2, 3, "awaited"),
            NoOutturn.PERIODS_MISSING,
            "There is no figure for Q4 2023/24.",
        ),
        (Terms("average", "%", Span.QUARTER), _parts(90, 91, 92, 93), NoOutturn.NO_RATIO, "Its periods cannot be put"),
        (Terms("flow", "%", Span.QUARTER), _parts(90, 91, 92, 93), NoOutturn.NO_RATIO, "Its periods cannot be put"),
        (Terms("flow", "days per employee", Span.QUARTER), _parts(2, 2, 2, 2), NoOutturn.NO_RATIO, "Its periods"),
        (Terms("flow", "days", Span.QUARTER, counted_over=True), _parts(9, 9, 9, 9), NoOutturn.NO_RATIO, "Its periods"),
        (Terms("average", "%", Span.QUARTER), _parts((0, 0), (0, 0), (0, 0), (0, 0)), NoOutturn.NO_RATIO, "Its"),
        (
            Terms("flow", "homes", Span.QUARTER, breaks=(date(2023, 10, 1),)),
            _parts(1, 2, 3, 4),
            NoOutturn.BREAK_IN_SERIES,
            "The definition changed within the year",
        ),
        (COUNT, _parts(1, 2, 3, 4, year="suppressed"), NoOutturn.NO_VALUE, "Reported for the year as suppressed."),
        (
            COUNT,
            _parts(*["not_applicable"] * 4),
            NoOutturn.NO_VALUE,
            "Reported for the year as not applicable.",
        ),
    ],
)
def test_a_year_without_an_outturn_says_why(
    terms: Terms, parts: dict[Period, Part], why: NoOutturn, sentence: str
) -> None:
    made = outturn_of(YEAR, terms, parts)
    assert (made.value, made.basis, made.why_none) == (None, None, why)
    assert made.sentence.startswith(sentence)


def test_a_figure_reported_for_the_year_wins() -> None:
    made = outturn_of(YEAR, COUNT, _parts(1, 2, 3, 4, year=11.0))
    assert (made.value, made.basis, made.sentence) == (11, Basis.REPORTED, "Reported for the year.")
    assert outturn_of(YEAR, COUNT, _parts(1, 2, 3, 4, year="awaited")).value == 10


def test_a_break_before_the_year_or_beside_a_last_figure_breaks_nothing() -> None:
    at_its_start = Terms("flow", "homes", Span.QUARTER, breaks=(YEAR.start,))
    assert outturn_of(YEAR, at_its_start, _parts(1, 2, 3, 4)).value == 10
    within = Terms("snapshot", "homes", Span.QUARTER, breaks=(date(2023, 7, 1),))
    assert outturn_of(YEAR, within, _parts(1, 2, 3, 4)).value == 4


def test_the_usual_span_counts_and_another_one_where_that_has_gaps() -> None:
    both = _parts(*[1] * 12, span=Span.MONTH) | _parts(5, 5, 5)
    assert outturn_of(YEAR, COUNT, both).value == 12
    assert outturn_of(YEAR, COUNT, both | _parts(5, 5, 5, 5)).value == 20
    assert outturn_of(YEAR, Terms("flow", "homes", Span.MONTH), both | _parts(5, 5, 5, 5)).value == 12
    assert outturn_of(YEAR, COUNT, _parts(1)).missing == tuple(QUARTERS[1:])


@pytest.mark.parametrize(
    "basis, set_for, found, made_from",
    [
        (Basis.SUM, (10, 10, 10, 12), TargetFigure(42), Basis.SUM),
        (Basis.SUM, (10, 10, None, 12), None, None),
        (Basis.SUM, ((1, 2), (1, 2), (1, 2), (1, 3)), TargetFigure(low=4, high=9), Basis.SUM),
        (Basis.SUM, ("Fewer", "Fewer", "Fewer", "Fewer"), TargetFigure(text="Fewer"), Basis.SAME),
        (Basis.SUM, ("Fewer", "Fewer", "Fewer", 1), None, None),
        (Basis.LAST, (10, 20, 30, 40), TargetFigure(40), Basis.LAST),
        (Basis.LAST, (None, None, None, 40), TargetFigure(40), Basis.LAST),
        (Basis.LAST, (10, 20, 30, None), None, None),
        (Basis.RATIO, (95, 95, 95, 95), TargetFigure(95), Basis.SAME),
        (Basis.RATIO, (95, 95, 95, 96), None, None),
        (Basis.RATIO, (95, 95, 95, None), None, None),
        (Basis.RATIO, (None, None, None, None), None, None),
    ],
)
def test_a_years_target_is_made_as_its_figure_is(
    basis: Basis, set_for: tuple[Any, ...], found: TargetFigure | None, made_from: Basis | None
) -> None:
    targets = {period: _target(said) for period, said in zip(QUARTERS, set_for, strict=True) if said is not None}
    assert target_of(YEAR, COUNT, basis, targets) == (found, made_from)
    own = TargetFigure(7)
    assert target_of(YEAR, COUNT, basis, targets | {YEAR: own}) == (own, Basis.REPORTED)


def _target(said: Any) -> TargetFigure:
    if isinstance(said, tuple):
        return TargetFigure(low=said[0], high=said[1])
    return TargetFigure(text=said) if isinstance(said, str) else TargetFigure(said)


def test_months_in_a_row_are_named_by_the_first_and_the_last() -> None:
    terms = Terms("flow", "homes", Span.MONTH)
    made = outturn_of(YEAR, terms, _parts(*range(1, 13), span=Span.MONTH))
    assert made.sentence == "The sum of Apr 2023 to Mar 2024."
    # Passed over where the measure did not apply: then each is named.
    parts = _parts("not_applicable", *range(2, 7), "not_applicable", *range(8, 13), span=Span.MONTH)
    assert outturn_of(YEAR, terms, parts).sentence.startswith("The sum of May 2023, Jun 2023, ")
