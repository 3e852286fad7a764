"""The reader of printed cells: every shape met in real papers, and shapes of councils not yet read."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quarterdeck.measures import printed_words
from quarterdeck.measures.printed import (
    PrintedPeriod,
    PrintedTarget,
    PrintedValue,
    Unreadable,
    read_period,
    read_target,
    read_value,
)

NUMBERS = [
    # text            unit column  number       decimals unit
    ("42", "", "42", 0, None),
    ("14,195", "", "14195", 0, None),
    ("3829", "", "3829", 0, None),
    ("1,234.5", "", "1234.5", 1, None),
    ("1\u202f234", "", "1234", 0, None),
    ("89,849.5", "", "89849.5", 1, None),
    ("95.0%", "", "95", 1, "%"),
    ("12.5 %", "", "12.5", 1, "%"),
    ("102.44%", "", "102.44", 2, "%"),
    ("-3.24%", "", "-3.24", 2, "%"),
    ("–3%", "", "-3", 0, "%"),
    ("\u22123%", "", "-3", 0, "%"),
    ("(3.2)", "", "-3.2", 1, None),
    ("(£3.2m)", "", "-3200000", 0, "£"),
    ("+3.2pp", "", "3.2", 1, "percentage points"),
    ("£1029.49", "", "1029.49", 2, "£"),
    ("£28,011,755", "", "28011755", 0, "£"),
    ("£1.2m", "", "1200000", 0, "£"),
    ("£1.5 million", "", "1500000", 0, "£"),
    ("£1.2m", "£m", "1.2", 1, "£m"),
    ("1.2", "£m", "1.2", 1, "£m"),
    ("£850k", "£m", "0.85", 2, "£m"),
    ("12k", "", "12000", 0, None),
    ("1.2m visits", "", "1200000", 0, "visits"),
    ("42 day", "", "42", 0, "days"),
    ("42-day", "", "42", 0, "days"),
    ("42 days", "", "42", 0, "days"),
    ("3.5 days", "", "3.5", 1, "days"),
    ("13.2 working days", "", "13.2", 1, "working days"),
    ("16.3 weeks", "", "16.3", 1, "weeks"),
    ("3 weeks 2 days", "", "23", 0, "days"),
    ("209.03kg", "", "209.03", 2, "kg"),
    ("4162 tonnes", "", "4162", 0, "tonnes"),
    ("120 m²", "", "120", 0, "m²"),
    ("12 per 1,000", "", "12", 0, "per 1,000"),
    ("343 homes", "", "343", 0, "homes"),
    ("4m 40s", "", "280", 0, "seconds"),
    ("4m 40s", "duration", "280", 0, "seconds"),
    ("4m 40s", "minutes", "4.6667", 2, "minutes"),
    ("5 mins 20 secs", "", "320", 0, "seconds"),
    ("2 hours", "", "7200", 0, "seconds"),
    ("90 mins", "hours", "1.5", 1, "hours"),
    ("00:04:40", "", "280", 0, "seconds"),
    ("04:40", "mm:ss", "280", 0, "seconds"),
    ("04:40", "hh:mm", "16800", 0, "seconds"),
    ("10m", "duration", "600", 0, "seconds"),
]
WITH_NOTES = [
    ("£1,112.44*", "1112.44", True, "*"),
    ("85% (provisional)", "85", True, "provisional"),
    ("85% p", "85", True, "p"),
    ("86.5% (est.)", "86.5", True, "est."),
    ("85% (revised)", "85", False, "revised"),
    ("85%¹", "85", False, "¹"),
    ("85% ▲", "85", False, "▲"),
    ("YTD: 12", "12", False, "YTD"),
    ("approx 50", "50", False, "approx"),
]
STATES = [
    ("TBC", "awaited"),
    ("not yet available", "awaited"),
    ("To be reported", "awaited"),
    ("TBC – awaiting DEFRA", "awaited"),
    ("Annual KPI", "not_due"),
    ("Annual PI", "not_due"),
    ("Annual Indicator", "not_due"),
    ("Due in Q4", "not_due"),
    ("Information not available", "not_available"),
    ("No data", "not_available"),
    ("N/A", "not_applicable"),
    ("n/a - measured three times per year", "not_applicable"),
    ("below 10", "suppressed"),
    ("fewer than 5", "suppressed"),
    ("<5", "suppressed"),
    ("Nil return", "nil_return"),
    ("DIV/0", "error"),
    ("#DIV/0!", "error"),
    ("#####", "error"),
]
NOT_VALUES = [
    ("04:40", "minutes and seconds"),
    ("10m", "million, metres or minutes"),
    ("1.2m", "million, metres or minutes"),
    ("42/50", "share without its percentage"),
    ("80-85%", "more than one number"),
    ("6 (12%)", "more than one number"),
    ("1 234", "more than one number"),
    ("12,34", "commas do not group thousands"),
    ("TBC (85%)", "a number stand in one cell"),
    ("1e400", "more than one number"),
    ("1234567890123456", "more digits"),
    ("9" * 400, "more digits"),
    ("1:75", "not a time on a clock"),
    ("40s 4m", "not in order"),
    ("343 widgets", "no unit"),
    ("-", "neither a number nor a word"),
    ("Good", "neither a number nor a word"),
    ("٣", "neither a number nor a word"),
    ("", "blank"),
]
TARGETS = [
    # text                         kind      number     upper unit      comparison
    ("21 day", "number", "21", None, "days", ""),
    ("15-day", "number", "15", None, "days", ""),
    ("10 minutes", "number", "600", None, "seconds", ""),
    ("7,373.55", "number", "7373.55", None, None, ""),
    ("1,847,000.4", "number", "1847000.4", None, None, ""),
    ("2.4%<", "number", "2.4", None, "%", "<"),
    ("≤ 21 days", "number", "21", None, "days", "<="),
    ("at least 95%", "number", "95", None, "%", ">="),
    ("95%+", "number", "95", None, "%", ">="),
    ("Max 20", "number", "20", None, None, "<="),
    ("below 10", "number", "10", None, None, "<"),
    ("100% (statutory)", "number", "100", None, "%", ""),
    ("80-85%", "range", "80", "85", "%", ""),
    ("between 18 and 21 days", "range", "18", "21", "days", ""),
    ("5 to 10 minutes", "range", "300", "600", "seconds", ""),
    ("£1-2m", "range", "1000000", "2000000", "£", ""),
    ("Higher than previous year", "text", None, None, None, ""),
    ("Top quartile", "text", None, None, None, ""),
    ("Top quartile metropolitan authorities", "text", None, None, None, ""),
    ("Reduce by 5%", "text", None, None, None, ""),
    ("Annual PI", "text", None, None, None, ""),
    ("Will be set as part of the budget process each year.", "text", None, None, None, ""),
    ("Data only", "none", None, None, None, ""),
    ("N/A", "none", None, None, None, ""),
    ("Contextual- Partner data", "none", None, None, None, ""),
]
NOT_TARGETS = ["9O%", "2023/24: 90% 2024/25: 92%", "676 v 561", "73,39", "-", "2023 to 2025"]


@pytest.mark.parametrize("text, unit, number, decimals, seen", NUMBERS)
def test_a_number_is_read_in_every_shape_councils_print(text, unit, number, decimals, seen):
    value = read_value(text, unit)
    assert isinstance(value, PrintedValue), value
    assert (value.state, value.number, value.decimals, value.unit) == (
        "value",
        Decimal(number),
        decimals,
        seen,
    )
    assert value.value == float(number)
    assert value.text == text


@pytest.mark.parametrize("text, number, provisional, qualifier", WITH_NOTES)
def test_what_is_printed_beside_a_number_is_kept(text, number, provisional, qualifier):
    value = read_value(text)
    assert isinstance(value, PrintedValue), value
    assert (value.number, value.provisional, value.qualifier) == (Decimal(number), provisional, qualifier)


@pytest.mark.parametrize("text, state", STATES)
def test_a_state_is_read_from_the_committed_words(text, state):
    value = read_value(text)
    assert isinstance(value, PrintedValue), value
    assert (value.state, value.number) == (state, None)


def test_numerator_and_denominator_in_brackets_are_read_with_their_percentage():
    value = read_value("84% (42/50)")
    assert isinstance(value, PrintedValue)
    assert (value.number, value.numerator, value.denominator) == (84, 42, 50)


def test_words_of_the_indicators_own_name_may_follow_its_number():
    value = read_value("343 widgets", about="Number of widgets sold")
    assert isinstance(value, PrintedValue)
    assert (value.number, value.unit) == (343, "widgets")


@pytest.mark.parametrize("text, reason", NOT_VALUES)
def test_a_cell_that_would_have_to_be_guessed_is_listed_with_reason_and_advice(text, reason):
    found = read_value(text)
    assert isinstance(found, Unreadable), found
    assert reason in found.reason
    assert found.advice
    assert found.text in (text, text.strip())


@pytest.mark.parametrize("text, kind, number, upper, unit, comparison", TARGETS)
def test_a_target_is_read_as_number_range_words_or_none(text, kind, number, upper, unit, comparison):
    target = read_target(text)
    assert isinstance(target, PrintedTarget), target
    assert target.kind == kind
    assert target.number == (Decimal(number) if number else None)
    assert target.upper == (Decimal(upper) if upper else None)
    assert (target.unit, target.comparison, target.text) == (unit, comparison, text)


@pytest.mark.parametrize("text", NOT_TARGETS)
def test_a_target_that_would_have_to_be_guessed_is_listed(text):
    found = read_target(text)
    assert isinstance(found, Unreadable), found
    assert found.column == "target_as_printed"
    assert found.advice


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.text("0123456789,.%£()/-–:<>* mhskdayweeksN/ATBCof", max_size=40),
    )
)
def test_the_reader_never_raises_and_never_makes_a_number_of_words(text):
    readings = [read_value(text), read_target(text), read_period(text), read_value(text, "minutes")]
    has_digit = any(character in "0123456789" for character in text)
    for reading in readings:
        if isinstance(reading, PrintedValue):
            assert reading.state in set(printed_words.STATE_WORDS.values()) | {"value"}
            assert (reading.number is None) == (reading.state != "value")
        if isinstance(reading, PrintedValue | PrintedTarget):
            assert reading.number is None or (has_digit and reading.number.is_finite())
        if isinstance(reading, PrintedPeriod):
            assert has_digit
            assert reading.start <= reading.end
