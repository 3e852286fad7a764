"""Calculated series on record: they change with what they are made of, are approved with it, and restated with it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core.errors import Problem
from quarterdeck.measures import calculation_reads, calculations, revisions
from quarterdeck.measures.calculation import ObservationInput
from quarterdeck.measures.calculation_schemas import CalculationCreate
from quarterdeck.measures.models import CurrentObservation, Indicator, Observation, Standing
from quarterdeck.measures.restatement import Restatement
from tests.measures.growing import Q1, Q2, Q3, Measures

SINCE = date(2023, 4, 1)
NORTH, SOUTH = "ward:Northfield", "ward:Southgate"


def nobody(_series_id: int) -> Mapping[str, str]:
    return {}


def part(indicator: Indicator, breakdown: str = "all", role: str = "part") -> dict[str, Any]:
    return {"indicator_id": indicator.id, "breakdown": breakdown, "role": role}


class Calculating:
    """What the performance team does, and what stands then."""

    def __init__(self, measures: Measures) -> None:
        self.measures, self.session = measures, measures.session

    def calculate(self, indicator: Indicator, operation: str | None, *parts: dict[str, Any], **values: Any) -> Any:
        asked = values.pop("asked", nobody)
        given = {"effective_from": SINCE, "reason": "One figure for the council", **values}
        data = CalculationCreate.model_validate({"operation": operation, "parts": list(parts), **given})
        made = calculations.add_calculation(self.session, self.measures.team, indicator.id, data, asked)
        self.session.commit()
        return made

    def stands(self, indicator: Indicator, period: str) -> Observation | None:
        series = self.measures.series(indicator)
        return revisions.newest(self.session, self.measures.council.id, [(series.id, period)]).get((series.id, period))

    def said(self, indicator: Indicator, period: str) -> tuple[str, float | None] | None:
        row = self.stands(indicator, period)
        return None if row is None else (row.value_state, row.value)


@pytest.fixture
def team(measures: Measures) -> Calculating:
    return Calculating(measures)


def test_a_figure_of_the_council_is_made_of_its_wards_and_changes_with_them(
    session: Session, measures: Measures, team: Calculating
) -> None:
    lettings = measures.indicator()
    measures.reported(lettings, Q1, 50.0, breakdown=NORTH, numerator=1, denominator=2)
    measures.series(lettings, breakdown=SOUTH)
    session.commit()
    team.calculate(lettings, "average", part(lettings, NORTH), part(lettings, SOUTH))
    # Nothing is said before every ward has reported.
    assert team.said(lettings, Q1) is None
    measures.reported(lettings, Q1, 100.0, breakdown=SOUTH, numerator=98, denominator=98)
    whole = team.stands(lettings, Q1)
    assert whole is not None
    assert (whole.value, whole.numerator, whole.denominator) == (99.0, 99.0, 100.0)
    assert (whole.origin, whole.kind, whole.revision) == ("calculation", "first", 1)
    made_of = session.scalars(select(ObservationInput.part_id).where(ObservationInput.observation_id == whole.id)).all()
    assert len(made_of) == 2
    north = measures.reported(
        lettings, Q1, 0.0, breakdown=NORTH, numerator=0, denominator=2, reason="A home was counted twice"
    )
    again = team.stands(lettings, Q1)
    assert again is not None
    assert (again.value, again.revision, again.kind) == (98.0, 2, "correction")
    assert again.reason == "Calculated from H4 (ward: Northfield), Q1 2023/24. A home was counted twice"
    assert again.change_no == north.change_no
    # Words alone change nothing.
    measures.reported(lettings, Q1, 0.0, breakdown=NORTH, numerator=0, denominator=2, commentary="Explained")
    still = team.stands(lettings, Q1)
    assert still is not None
    assert still.id == again.id


def test_what_is_made_of_a_calculated_figure_changes_once(measures: Measures, team: Calculating) -> None:
    made, sold = measures.indicator("H1", definition=HOMES), measures.indicator("H2", definition=HOMES)
    both, share = measures.indicator("H3", definition=HOMES), measures.indicator("H4")
    team.calculate(both, "sum", part(made), part(sold))
    team.calculate(share, "ratio", part(made, role="numerator"), part(both, role="denominator"))
    measures.reported(made, Q1, 30)
    measures.reported(sold, Q1, 90)
    assert (team.said(both, Q1), team.said(share, Q1)) == (("value", 120.0), ("value", 25.0))
    measures.reported(made, Q1, 10)
    row = team.stands(share, Q1)
    assert row is not None
    assert (row.value, row.revision) == (10.0, 2)
    with pytest.raises(Problem) as refused:
        team.calculate(made, "sum", part(share))
    assert refused.value.status == 422
    measures.session.rollback()
    with pytest.raises(Problem) as refused:
        team.calculate(made, "sum", part(both))
    assert (refused.value.status, refused.value.code) == (409, "made-of-itself")


HOMES = {"unit_of_measure": "homes", "decimals": 0}


def test_a_missing_part_leaves_no_figure_and_says_which(measures: Measures, team: Calculating) -> None:
    one, two, both = (measures.indicator(ref, definition=HOMES) for ref in ("H1", "H2", "H3"))
    team.calculate(both, "sum", part(one), part(two))
    measures.reported(one, Q1, 30)
    measures.reported(two, Q1)
    row = team.stands(both, Q1)
    assert row is not None
    assert (row.value_state, row.value) == ("awaited", None)
    assert row.commentary == "It cannot be calculated: there is no figure for H2, Q1 2023/24."
    measures.reported(two, Q1, 12, reason="It came in")
    assert team.said(both, Q1) == ("value", 42.0)


def test_rolling_figures_and_years_so_far(measures: Measures, team: Calculating) -> None:
    quarter, rolling, so_far = (measures.indicator(ref, definition=HOMES) for ref in ("H1", "H2", "H3"))
    for period, value in ((Q1, 1), (Q2, 10), (Q3, 100)):
        measures.reported(quarter, period, value)
    team.calculate(rolling, "sum", part(quarter), covers="last_periods", periods=2)
    team.calculate(so_far, "sum", part(quarter), covers="year_so_far")
    assert [team.said(rolling, period) for period in (Q1, Q2, Q3)] == [None, ("value", 11.0), ("value", 110.0)]
    assert [team.said(so_far, period) for period in (Q1, Q2, Q3)] == [("value", n) for n in (1.0, 11.0, 111.0)]
    measures.reported(quarter, Q1, 2)
    assert [team.said(rolling, period) for period in (Q2, Q3)] == [("value", 12.0), ("value", 110.0)]
    assert team.said(so_far, Q3) == ("value", 112.0)


def test_it_is_approved_when_the_last_of_its_parts_is(measures: Measures, team: Calculating) -> None:
    one, two, both = (measures.indicator(ref, definition=HOMES) for ref in ("H1", "H2", "H3"))
    first, second = measures.reported(one, Q1, 30), measures.reported(two, Q1, 12)
    team.calculate(both, "sum", part(one), part(two))
    measures.approve(first)
    assert standings(measures, both) == {Standing.LATEST}
    measures.approve(second)
    assert standings(measures, both) == {Standing.LATEST, Standing.APPROVED}
    measures.reported(one, Q1, 31, approved=True)
    assert standings(measures, both, 43.0) == {Standing.LATEST, Standing.APPROVED}


def standings(measures: Measures, indicator: Indicator, value: float | None = None) -> set[str]:
    query = (
        select(CurrentObservation.standing)
        .join(Observation, Observation.id == CurrentObservation.observation_id)
        .where(CurrentObservation.indicator_id == indicator.id)
    )
    return set(measures.session.scalars(query if value is None else query.where(Observation.value == value)))


def test_of_a_figure_that_members_have_seen_it_is_a_restatement_that_reports_itself(
    session: Session, measures: Measures, team: Calculating
) -> None:
    one, two, both = (measures.indicator(ref, definition=HOMES) for ref in ("H1", "H2", "H3"))
    first, second = measures.reported(one, Q1, 30), measures.reported(two, Q1, 12)
    team.calculate(both, "sum", part(one), part(two))
    whole = team.stands(both, Q1)
    assert whole is not None
    measures.edition(Q1, first, second, whole, issued_to=measures.council.cabinet)
    measures.approve(first, second, whole)
    restated = measures.restated(first, 28, "Two were counted twice")
    row = team.stands(both, Q1)
    assert row is not None
    assert (row.value, row.kind, row.origin, row.revision) == (40.0, "restatement", "calculation", 2)
    assert row.change_no == restated.change_no
    own = session.scalars(select(Restatement).where(Restatement.series_id == row.series_id)).one()
    of = session.scalars(select(Restatement).where(Restatement.series_id == restated.series_id)).one()
    assert (own.state, own.value, own.observation_id) == ("accepted", 40.0, row.id)
    assert (own.proposed_by, own.decided_by) == (of.proposed_by, of.decided_by)
    assert own.reason == f"Calculated from H1, Q1 2023/24. {of.reason}"
    assert standings(measures, both, 40.0) == {Standing.LATEST, Standing.APPROVED}


def test_nobody_reports_what_is_calculated_and_nobody_calculates_what_was_reported(
    measures: Measures, team: Calculating
) -> None:
    one, both = (measures.indicator(ref, definition=HOMES) for ref in ("H1", "H3"))
    measures.reported(one, Q2, 30)
    measures.reported(both, Q1, 30)
    with pytest.raises(Problem) as refused:
        team.calculate(both, "sum", part(one))
    assert (refused.value.status, refused.value.code) == (409, "already-reported")
    assert refused.value.detail == "Q1 2023/24 was reported. Calculate it from 1 July 2023 (Q2 2023/24) on."
    measures.session.rollback()
    with pytest.raises(Problem) as refused:
        team.calculate(both, "sum", part(one), effective_from=date(2023, 7, 1), asked=lambda _: {Q3: "Housing"})
    assert refused.value.code == "asked-for"
    measures.session.rollback()
    team.calculate(both, "sum", part(one), effective_from=date(2023, 7, 1))
    assert [team.said(both, period) for period in (Q1, Q2)] == [("value", 30.0), ("value", 30.0)]
    with pytest.raises(Problem) as refused:
        measures.reported(both, Q2, 31)
    assert (refused.value.status, refused.value.code) == (409, "calculated")
    measures.session.rollback()
    # Until it is entered again.
    team.calculate(both, None, effective_from=date(2023, 10, 1), reason="The service counts it itself")
    measures.reported(both, Q3, 7)
    measures.reported(one, Q3, 99)
    assert team.said(both, Q3) == ("value", 7.0)


@pytest.mark.parametrize(
    "operation, parts, values, field",
    [
        ("sum", [], {}, "/parts"),
        ("sum", ["share"], {}, "/operation"),
        ("sum", ["homes", "homes"], {}, "/parts"),
        ("ratio", ["homes"], {}, "/parts"),
        ("sum", ["homes"], {"covers": "last_periods"}, "/periods"),
        ("sum", ["homes"], {"periods": 4}, "/periods"),
        ("sum", ["homes"], {"covers": "periods_within"}, "/parts/0"),
        ("sum", ["yearly"], {}, "/parts/0"),
        ("sum", ["homes"], {"effective_from": date(2023, 5, 1)}, "/effective_from"),
        (None, ["homes"], {}, "/parts"),
        ("sum", ["uncollected"], {}, "/parts/0/breakdown"),
    ],
)
def test_what_makes_no_figure_is_refused_at_its_field(
    measures: Measures, team: Calculating, operation: str | None, parts: list[str], values: dict[str, Any], field: str
) -> None:
    homes = measures.indicator("H1", definition=HOMES)
    known = {
        "homes": homes,
        "share": measures.indicator("H2"),
        "yearly": measures.indicator("H3", frequency="annual", definition=HOMES),
    }
    made = measures.indicator("H5", definition=HOMES)
    parts_of = [part(known["homes"], NORTH) if name == "uncollected" else part(known[name]) for name in parts]
    with pytest.raises(Problem) as refused:
        team.calculate(made, operation, *parts_of, **values)
    assert refused.value.status == 422
    assert [each.pointer for each in refused.value.errors] == [field]


def test_how_a_figure_came_about_is_told_with_the_revisions_of_then(measures: Measures, team: Calculating) -> None:
    one, two, both = (measures.indicator(ref, definition=HOMES) for ref in ("H1", "H2", "H3"))
    measures.reported(one, Q1, 30)
    measures.reported(two, Q1, 12)
    made = team.calculate(both, "sum", part(one), part(two))
    first = team.stands(both, Q1)
    assert first is not None
    measures.reported(one, Q1, 31)
    told = calculation_reads.how_calculated(measures.session, measures.team, first.id)
    assert told.calculation is not None
    assert (told.calculation.id, told.calculation.sentence) == (made.id, "The sum of H1 and H2 of the same period")
    assert [(each.ref, each.value, each.changed) for each in told.parts] == [("H1", 30.0, True), ("H2", 12.0, False)]
    reported = team.stands(one, Q1)
    assert reported is not None
    told = calculation_reads.how_calculated(measures.session, measures.team, reported.id)
    assert (told.calculation, told.parts) == (None, [])


def test_trying_says_what_would_come_of_it_and_writes_nothing(measures: Measures, team: Calculating) -> None:
    one, both = (measures.indicator(ref, definition=HOMES) for ref in ("H1", "H3"))
    measures.reported(one, Q1, 30)
    measures.reported(one, Q2, 31)
    parts = [part(one)]
    data = CalculationCreate.model_validate(
        {"operation": "sum", "parts": parts, "effective_from": SINCE, "reason": "To see"}
    )
    tried = calculations.try_calculation(measures.session, measures.team, both.id, data, nobody)
    assert tried.sentence == "Would be calculated for 2 periods."
    assert [(each.period, each.value) for each in tried.figures] == [(Q2, 31.0), (Q1, 30.0)]
    measures.session.commit()
    assert team.said(both, Q1) is None
