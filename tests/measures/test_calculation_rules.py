"""Calculated figures against a direct computation in fractions."""

from datetime import date
from fractions import Fraction
from random import Random

import pytest

from quarterdeck.framework.periods import Period, Span
from quarterdeck.measures.calculation_rules import (
    BadCalculation,
    Covers,
    Given,
    Made,
    Operation,
    PartRole,
    calculate,
    check,
    periods_made,
    periods_of,
)
from quarterdeck.measures.models import ValueState

STATES = [state.value for state in ValueState if state is not ValueState.VALUE]
SEED = 20261130


def part(value: float | None, numerator: float | None = None, denominator: float | None = None, **of: object) -> Given:
    state = of.pop("state", "not_available" if value is None else "value")
    return Given("H1, Q1 2026/27", state, value, numerator, denominator, **of)  # type: ignore[arg-type]


def made_up(random: Random, operation: Operation) -> list[Given]:
    """Parts as they come in: amounts to the penny, whole counts, none at all, and denominators of nought."""
    parts = []
    for _ in range(1 if operation is Operation.LAST else random.randint(1, 8)):
        numerator = random.choice([0, random.randint(0, 5000), round(random.uniform(-900, 9000), 2)])
        denominator = random.choice([0, random.randint(1, 9000), random.randint(1, 9000)])
        if random.random() < 0.06:
            parts.append(part(None, state=random.choice(STATES)))
        elif operation is Operation.AVERAGE and random.random() < 0.05:
            parts.append(part(random.uniform(0, 100)))
        else:
            # What is reported beside the parts is rounded, and must not be used by an average.
            beside = round(100 * numerator / denominator) if denominator else None
            value = beside if operation is Operation.AVERAGE else float(numerator)
            roles = [PartRole.NUMERATOR, PartRole.DENOMINATOR] if operation is Operation.RATIO else [PartRole.PART]
            state = "value" if value is not None else "not_available"
            of = {"state": state, "provisional": random.random() < 0.1, "role": random.choice(roles)}
            parts.append(part(value, numerator, denominator, **of))
    return parts


def directly(operation: Operation, parts: list[Given]) -> tuple[str, Fraction | None, bool]:
    """The state, the figure in per cent or as it is, and whether it is provisional: by the definition alone."""
    parts = [each for each in parts if each.value_state != "not_applicable"]
    if not parts:
        return "not_applicable", None, False
    pooled = operation is Operation.AVERAGE
    lacking = [each for each in parts if (each.denominator if pooled else each.value) is None]
    if lacking:
        states = [each.value_state for each in lacking]
        return (
            next((each for each in ("suppressed", "awaited", "error") if each in states), "not_available"),
            None,
            False,
        )
    exact = {
        name: [Fraction(str(getattr(each, name))) if getattr(each, name) is not None else Fraction(0) for each in parts]
        for name in ("value", "numerator", "denominator")
    }
    provisional = any(each.provisional for each in parts)
    if operation in (Operation.SUM, Operation.LAST):
        return "value", sum(exact["value"], Fraction(0)), provisional
    if operation is Operation.MEAN:
        return "value", sum(exact["value"], Fraction(0)) / len(parts), provisional
    if pooled:
        top, bottom = sum(exact["numerator"], Fraction(0)), sum(exact["denominator"], Fraction(0))
    else:
        of = {
            role: [x for x, each in zip(exact["value"], parts, strict=True) if each.role is role] for role in PartRole
        }
        if not of[PartRole.NUMERATOR] or not of[PartRole.DENOMINATOR]:
            return "not_applicable", None, False
        top, bottom = sum(of[PartRole.NUMERATOR], Fraction(0)), sum(of[PartRole.DENOMINATOR], Fraction(0))
    if not bottom:
        return ("error" if top else "not_applicable"), None, False
    return "value", 100 * top / bottom, provisional


def test_a_thousand_made_up_figures_are_those_of_a_direct_computation() -> None:
    random, seen = Random(SEED), set()
    for number in range(1000):
        operation = list(Operation)[number % 5]
        parts = made_up(random, operation)
        state, figure, provisional = directly(operation, parts)
        unit = "%" if operation in (Operation.RATIO, Operation.AVERAGE) else "homes"
        made = calculate(operation, parts, unit)
        assert (made.value_state, made.provisional) == (state, provisional), (number, parts)
        assert made.value == (None if figure is None else pytest.approx(float(figure), rel=1e-14, abs=1e-12)), number
        assert (made.sentence == "") is (state == "value"), number
        seen.add((operation, state))
    # The cases are no good where they never meet what goes wrong.
    assert {(Operation.AVERAGE, "value"), (Operation.AVERAGE, "not_available"), (Operation.RATIO, "error")} <= seen
    assert {state for _, state in seen} >= {"value", "not_applicable", "suppressed", "awaited", "error"}


def test_a_percentage_of_the_whole_is_no_mean_of_percentages() -> None:
    wards = [part(50.0, 1, 2), part(100.0, 98, 98)]
    assert calculate(Operation.AVERAGE, wards, "%") == Made(ValueState.VALUE, 99.0, 99.0, 100.0)
    unequal = calculate(Operation.AVERAGE, [*wards, part(75.0)], "%")
    assert (unequal.value_state, unequal.value) == (ValueState.NOT_AVAILABLE, None)
    assert unequal.sentence == "It cannot be calculated: there is no numerator and denominator for H1, Q1 2026/27."


def test_tenths_are_added_as_they_are_written() -> None:
    assert calculate(Operation.SUM, [part(0.1), part(0.2)], "£").value == 0.3
    assert calculate(Operation.SUM, [part(1e15), part(1e15)], "£").value_state is ValueState.ERROR
    assert str(calculate(Operation.SUM, [part(-0.0)], "£").value) == "0.0"


Q1, Q4 = Period.of_code("2026-27-Q1"), Period.of_code("2026-27-Q4")


@pytest.mark.parametrize(
    "covers, period, span, number, codes",
    [
        (Covers.SAME, Q1, Span.QUARTER, 0, ["2026-27-Q1"]),
        (Covers.WITHIN, Q1, Span.MONTH, 0, ["2026-27-M01", "2026-27-M02", "2026-27-M03"]),
        (Covers.LAST, Q1, Span.QUARTER, 4, ["2025-26-Q2", "2025-26-Q3", "2025-26-Q4", "2026-27-Q1"]),
        (Covers.YEAR_SO_FAR, Period.of_code("2026-27-Q2"), Span.QUARTER, 0, ["2026-27-Q1", "2026-27-Q2"]),
        (Covers.LAST, Period.of_code("1900-01"), Span.MONTH, 2, []),
    ],
)
def test_the_periods_that_a_figure_is_made_of(covers, period, span, number, codes) -> None:
    found = periods_of(covers, period, span, number)
    assert [each.code for each in found] == codes
    # And the other way round: each of them makes this figure.
    assert all(period in periods_made(covers, each, period.span, number) for each in found)


def test_a_part_makes_no_figure_beyond_its_window() -> None:
    made = periods_made(Covers.LAST, Q4, Span.QUARTER, 2)
    assert [each.code for each in made] == ["2026-27-Q4", "2027-28-Q1"]
    assert periods_made(Covers.YEAR_SO_FAR, Q4, Span.QUARTER, 0) == [Q4]
    assert [each.start for each in periods_made(Covers.WITHIN, Q4, Span.YEAR, 0)] == [date(2026, 4, 1)]


@pytest.mark.parametrize(
    "operation, covers, roles, units, field",
    [
        ("ratio", "same_period", ["numerator"], ["homes"], "inputs"),
        ("ratio", "same_period", ["numerator", "denominator", "part"], ["homes"] * 3, "inputs"),
        ("sum", "same_period", ["numerator"], ["homes"], "inputs"),
        ("sum", "same_period", ["part", "part"], ["homes", "%"], "operation"),
        ("mean", "same_period", ["part"], ["per 1,000 people"], "operation"),
        ("ratio", "same_period", ["numerator", "denominator"], ["%", "homes"], "operation"),
        ("last", "same_period", ["part"], ["%"], "operation"),
        ("last", "periods_within", ["part", "part"], ["%", "%"], "operation"),
    ],
)
def test_what_would_not_give_the_figure_it_seems_to_is_refused(operation, covers, roles, units, field) -> None:
    with pytest.raises(BadCalculation) as refused:
        check(Operation(operation), Covers(covers), [PartRole(each) for each in roles], units)
    assert refused.value.field == field


def test_averages_of_percentages_and_the_last_of_them_are_fine() -> None:
    check(Operation.AVERAGE, Covers.SAME, [PartRole.PART] * 2, ["%", "%"])
    check(Operation.LAST, Covers.WITHIN, [PartRole.PART], ["%"])
    check(Operation.RATIO, Covers.SAME, [PartRole.NUMERATOR, PartRole.DENOMINATOR], ["homes", "homes"])
