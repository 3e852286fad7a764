"""Numerators and denominators: the figure that they make is worked out once, and one that disagrees is told."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection import entries
from quarterdeck.collection.models import Entry, Submission
from tests.collection.collecting import Q1, Collecting


def _entry(collecting: Collecting, unit_of_measure: str = "%", **values: Any) -> Entry:
    definition = {"unit_of_measure": unit_of_measure, "aggregation": "flow"}
    indicator = collecting.measures.indicator("H1", definition=definition, **values)
    return collecting.entry(collecting.submission(collecting.opened(Q1)), indicator)


def _submission(collecting: Collecting) -> Submission:
    return collecting.session.scalars(select(Submission)).one()


def _found(session: Session, entry: Entry) -> dict[str, bool]:
    (read,) = entries.entry_reads(session, entry.council_id, [entry])
    return {each.code: each.blocks for each in read.findings}


def test_the_figure_follows_what_it_is_made_of(session: Session, collecting: Collecting) -> None:
    entry = _entry(collecting)
    steps: list[tuple[dict[str, Any], tuple[str | None, float | None]]] = [
        ({"numerator": 54}, (None, None)),
        ({"denominator": 60}, ("value", 90)),
        ({"numerator": 57}, ("value", 95)),
        # Without one of them nothing is left to follow: what was worked out stands, and is the service's to mend.
        ({"denominator": None}, ("value", 95)),
        ({"value": None}, (None, None)),
        ({"denominator": 76}, ("value", 75)),
        # A state without a figure keeps the numbers that are known, and no figure comes back by itself.
        ({"value_state": "awaited"}, ("awaited", None)),
        ({"numerator": 60}, ("awaited", None)),
        ({"value_state": None}, (None, None)),
        ({"numerator": 38}, ("value", 50)),
    ]
    for typed, expected in steps:
        collecting.typed(entry, **typed)
        assert (entry.value_state, entry.value) == expected, typed
    assert _found(session, entry) == {}
    assert collecting.decided(_submission(collecting), "submit", collecting.provider).state == "submitted"


@pytest.mark.parametrize(
    "unit,numerator,denominator,value",
    [("%", 7, 25, 28.0), ("per 1,000 people", 12, 4_800, 2.5), ("days", 812, 40, 20.3), ("£", 1, 3, 1 / 3)],
)
def test_the_unit_of_measure_says_what_they_make(
    collecting: Collecting, unit: str, numerator: float, denominator: float, value: float
) -> None:
    entry = collecting.typed(_entry(collecting, unit), numerator=numerator, denominator=denominator)
    assert entry.value == pytest.approx(value)


def test_a_figure_that_they_do_not_make_is_told_and_stays_as_it_was_typed(
    session: Session, collecting: Collecting
) -> None:
    entry = collecting.typed(_entry(collecting), value=89, numerator=12_274, denominator=14_195)
    assert (entry.value, _found(session, entry)) == (89, {"value_not_ratio": True})
    assert collecting.refused(_submission(collecting), "submit", collecting.provider) == (409, "checklist")
    # As displayed, 86.5 is what they make; a figure that somebody typed follows nothing.
    collecting.typed(entry, value=86.5)
    assert _found(session, entry) == {}
    collecting.typed(entry, numerator=13_000)
    assert (entry.value, _found(session, entry)) == (86.5, {"value_not_ratio": True})
    # Nor does an explanation help: it is an error, unless it is set otherwise.
    collecting.typed(entry, explanations={"value_not_ratio": "It is weighted"})
    assert _found(session, entry) == {"value_not_ratio": True}


def test_the_wrong_way_round_is_told_once(session: Session, collecting: Collecting) -> None:
    entry = collecting.typed(_entry(collecting), value=90, numerator=60, denominator=54)
    assert _found(session, entry) == {"numerator_above_denominator": True}


def test_the_definition_in_force_in_the_entry_s_period_counts(collecting: Collecting) -> None:
    indicator = collecting.measures.indicator("H1", frequency="monthly", definition={"unit_of_measure": "%"})
    collecting.measures.defined(indicator, date(2023, 6, 1), unit_of_measure="per 1,000 people")
    submission = collecting.submission(collecting.opened(Q1))
    may, june = (collecting.entry(submission, indicator, f"2023-24-M0{month}") for month in (2, 3))
    for entry in (may, june):
        collecting.typed(entry, numerator=12, denominator=480)
    assert (may.value, june.value) == (2.5, 25)
