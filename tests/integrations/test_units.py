"""The figures of one indicator in one unit of measure."""

from decimal import Decimal

import pytest

from quarterdeck.integrations.units import Amount, Misfit, amount, common_unit, factor
from quarterdeck.measures.printed import PrintedTarget, PrintedValue, read_target, read_value


def cell(text: str, unit: str = "") -> PrintedValue:
    read = read_value(text, unit, "number of homes")
    assert isinstance(read, PrintedValue), read
    return read


@pytest.mark.parametrize(
    "text, beside, unit, number",
    [
        ("39 days", "", "days", 39),
        ("6 weeks", "", "days", 42),
        ("39", "", "days", 39),
        ("4m 40s", "", "minutes", Decimal("4.6667")),
        ("5", "minutes", "seconds", 300),
        ("£1.2m", "", "£", 1_200_000),
        ("£1,200,000", "", "£m", Decimal("1.2")),
        ("343 homes", "", "dwellings", 343),
        ("343", "", "%", 343),
        ("85%", "", "", 85),
        ("0", "", "seconds", 0),
    ],
)
def test_a_number_is_held_in_the_indicator_s_unit(text, beside, unit, number):
    assert amount(cell(text, beside), unit, beside=beside, settled=False).number == number


@pytest.mark.parametrize(
    "text, unit, reason",
    [
        ("209.03kg", "tonnes", "printed in “kg”, while the indicator is measured in “tonnes”"),
        ("85%", "days", "printed in “%”, while the indicator is measured in “days”"),
        ("£301.29", "%", "printed in “£”, while the indicator is measured in “%”"),
        ("343 homes", "%", "printed in “homes”, while the indicator is measured in “%”"),
        ("12 working days", "days", "printed in “working days”, while the indicator is measured in “days”"),
        ("280", "seconds", "a bare number, while the indicator is a length of time"),
        ("£5 per " + "x" * 60, "£", "the unit is longer than 40 characters"),
        ("9000000bn", "", "the number is larger than any figure of a council"),
    ],
)
def test_a_number_in_a_unit_that_does_not_go_with_it_is_a_misfit(text, unit, reason):
    with pytest.raises(Misfit, match=reason):
        amount(cell(text), unit, beside="", settled=False)


def test_a_bare_number_is_in_the_unit_that_a_person_has_settled():
    assert amount(cell("280"), "seconds", beside="", settled=True).number == 280


def test_both_ends_of_a_range_are_converted():
    target = read_target("2 to 3 weeks")
    assert isinstance(target, PrintedTarget)
    assert amount(target, "days", beside="", settled=False) == Amount(Decimal(14), Decimal(21), 0)


def test_decimals_are_those_printed_and_never_more_than_six():
    assert amount(cell("95.0%"), "%", beside="", settled=False).decimals == 1
    assert amount(cell("4m 40s"), "minutes", beside="", settled=False).decimals == 4
    assert amount(cell("0.12345678"), "", beside="", settled=False).decimals == 6


def test_minus_nought_is_nought():
    assert str(amount(cell("-0%"), "%", beside="", settled=False).value) == "0.0"


def test_the_common_unit_is_that_of_most_cells():
    assert common_unit(["%", None, "days", "days"]) == "days"
    assert common_unit([None, "%", "days"]) == "%"
    assert common_unit(["£ per " + "x" * 60]) == common_unit([]) == ""


def test_what_is_no_money_has_no_factor_to_money():
    assert factor("£", "%") is None
    assert factor("£k", "£") == 1000
