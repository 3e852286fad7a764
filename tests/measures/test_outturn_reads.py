"""Outturns as they are read: with the targets and rules of then, from now, a moment or an edition."""

from datetime import date

import pytest

from quarterdeck.core.errors import Problem
from quarterdeck.framework.periods import Period
from quarterdeck.measures import targets
from quarterdeck.measures.models import Indicator
from quarterdeck.measures.outturn_reads import YearOutturn, outturns_of
from quarterdeck.measures.schemas import TargetCreate
from quarterdeck.measures.viewpoint import NOW, Viewpoint, viewpoint_of
from tests.measures.counting import counted
from tests.measures.growing import Q1, Q2, Q3, Q4, Measures
from tests.web import WebClient

pytestmark = pytest.mark.both

LAST_YEAR, YEAR = Period.of_code("2022-23"), Period.of_code("2023-24")
HOMES = {"unit_of_measure": "homes", "decimals": 0}


def _outturn(
    measures: Measures, indicator: Indicator, viewpoint: Viewpoint = NOW, role: str = "performance_team"
) -> YearOutturn:
    actor = measures.council.actor(role)
    return outturns_of(measures.session, actor, viewpoint, [indicator.id], [YEAR])[0]


def _said(each: YearOutturn) -> tuple[float | None, float | None, str]:
    return each.outturn.value, each.target and each.target.value, each.rated.reason or each.rated.rating


def _year(measures: Measures, indicator: Indicator, *values: float, target: float | None = None) -> None:
    for quarter, value in zip((Q1, Q2, Q3, Q4), values, strict=False):
        if target is not None:
            measures.target(indicator, quarter, target)
        measures.reported(indicator, quarter, value)


def test_an_outturn_that_was_put_together_is_rated_by_the_rule_of_its_years_end(measures: Measures) -> None:
    built = measures.indicator(definition=HOMES)
    _year(measures, built, 10, 20, 30, 30, target=25)
    # 90 of 100 is within 10%: amber.
    assert _said(_outturn(measures, built)) == (90, 100, "amber")
    measures.ruled(built, "relative", date(2024, 1, 1), green_within=10, amber_within=20)
    assert _said(_outturn(measures, built)) == (90, 100, "green")
    measures.ruled(built, "thresholds", date(2024, 1, 1), green=25, amber=20)
    assert _said(_outturn(measures, built)) == (90, 100, "per_period")


def test_a_last_figure_keeps_its_own_rating_but_against_the_years_own_target(measures: Measures) -> None:
    voids = measures.indicator(definition={**HOMES, "aggregation": "year_to_date"})
    _year(measures, voids, 10, 20, 30, 40, target=40)
    assert _said(_outturn(measures, voids)) == (40, 40, "green")
    measures.target(voids, "2023-24", 43)
    assert _said(_outturn(measures, voids)) == (40, 43, "amber")
    annual = measures.reported(voids, "2023-24", 35)
    each = _outturn(measures, voids)
    assert (*_said(each), each.observation_id) == (35, 43, "red", annual.id)


def test_compared_with_last_year_an_outturn_looks_at_last_years_outturn(measures: Measures) -> None:
    built = measures.indicator(definition=HOMES, rule={"kind": "last_year", "parameters": {"green_within": 0}})
    for quarter in ("2022-23-Q1", "2022-23-Q2", "2022-23-Q3", "2022-23-Q4"):
        measures.reported(built, quarter, 20)
    _year(measures, built, 21, 21, 21, 21, target=25)
    assert _said(_outturn(measures, built)) == (84, 100, "amber")
    measures.defined(built, date(2023, 4, 1), **HOMES, breaks_series=True)
    assert _said(_outturn(measures, built)) == (84, 100, "red")


def test_an_outturn_is_what_it_was_at_a_moment_and_in_an_edition(measures: Measures) -> None:
    built = measures.indicator(definition=HOMES)
    _year(measures, built, 10, 20, 30, target=25)
    before = Viewpoint(measures.now())
    last = measures.reported(built, Q4, 40)
    edition = measures.edition(Q4, last)
    measures.restated(last, 35, because="Two were counted twice")
    assert _said(_outturn(measures, built, before)) == (None, None, "no_value")
    pinned = viewpoint_of(measures.session, measures.team, pack=edition.id)
    assert _said(_outturn(measures, built, pinned)) == (100, None, "no_target")
    measures.target(built, Q4, 25)
    assert _said(_outturn(measures, built, pinned)) == (100, None, "no_target")
    assert _said(_outturn(measures, built)) == (95, 100, "amber")


def test_who_may_not_see_a_quarters_figure_gets_no_outturn_made_of_it(measures: Measures) -> None:
    built = measures.indicator(definition=HOMES)
    for quarter in (Q1, Q2, Q3):
        measures.reported(built, quarter, 10, approved=True)
    measures.reported(built, Q4, 10)
    assert _outturn(measures, built).outturn.value == 40
    seen = _outturn(measures, built, role="analyst")
    assert (seen.outturn.value, seen.outturn.sentence) == (None, "There is no figure for Q4 2023/24.")


def test_outturns_take_as_many_queries_for_many_indicators_and_years_as_for_one(measures: Measures) -> None:
    made = [measures.indicator(ref, definition=HOMES) for ref in ("A", "B", "C")]
    for each in made:
        _year(measures, each, 1, 2, 3, 4)
    with counted(measures.session) as few:
        outturns_of(measures.session, measures.team, NOW, [made[0].id], [YEAR])
    with counted(measures.session) as many:
        found = outturns_of(measures.session, measures.team, NOW, [each.id for each in made], [LAST_YEAR, YEAR])
    assert len(few) == len(many)
    assert [(each.indicator_id, each.outturn.value) for each in found] == [
        (each.id, value) for each in made for value in (None, 10)
    ]


def test_a_years_target_is_checked_against_the_last_outturn_of_its_quarters(measures: Measures) -> None:
    built = measures.indicator(definition=HOMES)
    _year(measures, built, 10, 20, 30, 40)
    data = TargetCreate(period="2024-25", value=90, rationale="Fewer sites")
    with pytest.raises(Problem) as refused:
        targets.propose_target(measures.session, measures.team, built.id, data)
    assert [each.detail for each in refused.value.errors] == [
        "The target of 90 is easier than what was achieved in 2023/24, 100. Say why."
    ]


def test_outturns_over_http(client: WebClient, measures: Measures) -> None:
    built = measures.indicator(definition=HOMES)
    _year(measures, built, 10, 20, 30, 40, target=25)
    client.sign_in_as("performance_team")
    path = f"/indicators/{built.id}/outturns"
    before, last = client.read(path, to="2023-24", years=2)["items"]
    assert (before["year"], before["value"], before["why_none"]) == ("2022-23", None, "no_figures")
    assert (last["year_label"], last["value"], last["target"], last["rating"]) == ("2023/24", 100, 100, "green")
    assert (last["basis"], last["target_basis"], last["observation_id"]) == ("sum", "sum", None)
    assert last["sentence"] == "The sum of Q1 2023/24, Q2 2023/24, Q3 2023/24 and Q4 2023/24."
    for wrong, code in (("2023-24-Q1", "not_a_year"), ("twenty", "bad_period")):
        refused = client.get(f"/api/v1{path}", params={"to": wrong})
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, code)
