"""Indicators: made with their first definition and rule, changed by version, linked by date, known by aliases."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import clock, refs
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.framework.adoption import adopt_template
from quarterdeck.measures import indicators, links
from quarterdeck.measures.models import IndicatorAlias, RatingRule, Series
from quarterdeck.measures.schemas import AliasCreate, IndicatorUpdate, SeriesCreate
from tests.builders import CouncilBuilder
from tests.measures.counting import counted
from tests.measures.growing import Q1, Measures
from tests.planning.growing import Plans

LATER = datetime(2023, 11, 1, 12, tzinfo=UTC)


def _refusal(refused: pytest.ExceptionInfo[Problem]) -> tuple[int, str, str]:
    problem = refused.value
    return problem.status, *(
        (problem.errors[0].pointer, problem.errors[0].code) if problem.errors else ("", problem.code)
    )


def test_an_indicator_is_made_with_its_definition_its_rule_and_its_series(
    session: Session, measures: Measures, council: CouncilBuilder
) -> None:
    made = measures.indicator("H4", polarity="lower", decimals=0, portfolio=council.homes)
    detail = indicators.indicator_detail(session, made)
    assert (detail.version, detail.provisional, detail.portfolio_ids) == (1, False, [council.homes.id])
    assert (detail.definition.number, detail.definition.polarity, detail.definition.decimals) == (1, "lower", 0)
    assert detail.rating_rule is not None
    assert (detail.rating_rule.kind, detail.rating_rule.effective_from) == ("relative", date(2020, 4, 1))
    series = session.scalars(select(Series).where(Series.indicator_id == made.id)).one()
    assert (series.unit_id, series.breakdown) == (council.housing.id, "all")
    actions = session.scalars(select(AuditEvent.action).where(AuditEvent.kind == "indicator")).all()
    assert actions == ["indicator.create"]


def test_a_ref_is_used_once_in_a_council(session: Session, measures: Measures) -> None:
    measures.indicator("H4")
    with pytest.raises(Problem) as refused:
        measures.indicator("H4")
    assert _refusal(refused) == (409, "", "taken")
    session.rollback()
    Measures(session, CouncilBuilder(session, "other", "Other Borough Council")).indicator("H4")


@pytest.mark.parametrize(
    "values, pointer, code",
    [
        ({"rule": {"kind": "relative", "parameters": {"green_within": 0}}}, "parameters/amber_within", "bad_rule"),
        (
            {"rule": {"kind": "points", "parameters": {"green_within": 5, "amber_within": 1}}},
            "parameters/amber_within",
            "bad_rule",
        ),
        ({"rule": {"kind": "range", "parameters": {"amber_within": 1}}}, "kind", "bad_rule"),
        ({"polarity": "none"}, "kind", "bad_rule"),
        (
            {"polarity": "lower", "rule": {"kind": "thresholds", "parameters": {"green": 10, "amber": 5}}},
            "parameters/amber",
            "bad_rule",
        ),
    ],
)
def test_a_rule_that_is_none_or_does_not_fit_is_refused_at_its_field(
    measures: Measures, values: dict[str, object], pointer: str, code: str
) -> None:
    with pytest.raises(Problem) as refused:
        measures.indicator(**values)  # type: ignore[arg-type]
    assert _refusal(refused) == (422, f"/rating_rule/{pointer}", code)


def test_a_contextual_measure_takes_no_rule(measures: Measures, session: Session) -> None:
    made = measures.indicator("C1", kind="contextual")
    assert session.scalars(select(RatingRule).where(RatingRule.indicator_id == made.id)).all() == []
    with pytest.raises(Problem) as refused:
        measures.ruled(made, "relative", green_within=0, amber_within=10)
    assert _refusal(refused) == (422, "/kind", "bad_rule")


def test_the_frameworks_rating_scheme_is_the_rule_of_an_indicator_that_says_nothing_of_one(
    session: Session, measures: Measures
) -> None:
    """Left out, not null; and only where it can rate the indicator at all."""
    adopt_template(session, measures.team, "cabinet_first", date(2020, 4, 1))

    def kinds(ref: str, polarity: str, **values: object) -> list[str]:
        data = {
            "ref": ref,
            "name": ref,
            "unit_id": measures.council.housing.id,
            "definition": {
                "unit_of_measure": "days",
                "decimals": 0,
                "polarity": polarity,
                "aggregation": "average",
                "effective_from": "2023-04-01",
            },
            **values,
        }
        made = indicators.create_indicator(session, measures.team, indicators.IndicatorCreate.model_validate(data))
        return list(session.scalars(select(RatingRule.kind).where(RatingRule.indicator_id == made.id)))

    assert kinds("A", "lower") == ["relative"]
    assert kinds("B", "lower", rating_rule=None) == []
    assert kinds("C", "none") == []
    assert kinds("D", "lower", kind="contextual") == []


def test_what_is_named_has_to_be_the_councils(session: Session, measures: Measures) -> None:
    other = CouncilBuilder(session, "other", "Other Borough Council")
    draft_of_another_unit = Plans(session, other).priority_of(Plans(session, other).adopted())
    for values, pointer in (
        ({"unit_id": other.housing.id}, "/unit_id"),
        ({"owner_post_id": other.post("Head of Housing").id}, "/owner_post_id"),
        ({"portfolio_ids": [measures.council.homes.id, other.homes.id]}, "/portfolio_ids/1"),
        ({"priority_ids": [draft_of_another_unit]}, "/priority_ids/0"),
        ({"valid_from": "2024-04-01", "valid_to": "2024-03-31"}, "/valid_to"),
    ):
        with pytest.raises(Problem) as refused:
            measures.indicator(**values)  # type: ignore[arg-type]
        assert _refusal(refused)[:2] == (422, pointer)


def test_an_indicator_changes_hands_from_today_and_keeps_its_past(
    session: Session, measures: Measures, council: CouncilBuilder
) -> None:
    plans = Plans(session, council)
    priority_id = plans.priority_of(plans.adopted())
    made = measures.indicator("H4", portfolio=council.homes, priority_ids=[priority_id], linked_from="2023-04-01")
    with clock.set_to(LATER):
        change = IndicatorUpdate(portfolio_ids=[council.streets.id], priority_ids=[])
        indicators.update_indicator(session, measures.team, made.id, change, 1)
        again = indicators.update_indicator(session, measures.team, made.id, change, 2)
        assert indicators.indicator_place(session, made).portfolio_ids == {council.streets.id}
    assert again.version == 2
    on = {
        day: vars(links.links_on(session, [made.id], day)[made.id])
        for day in (date(2023, 3, 31), date(2023, 10, 31), date(2023, 11, 1))
    }
    assert on == {
        date(2023, 3, 31): {"priority_ids": [], "portfolio_ids": [], "activity_ids": []},
        date(2023, 10, 31): {"priority_ids": [priority_id], "portfolio_ids": [council.homes.id], "activity_ids": []},
        date(2023, 11, 1): {"priority_ids": [], "portfolio_ids": [council.streets.id], "activity_ids": []},
    }


def test_the_names_an_indicator_loses_still_find_it(session: Session, measures: Measures) -> None:
    made = measures.indicator("H4")
    indicators.update_indicator(session, measures.team, made.id, IndicatorUpdate(ref="HO4", name="Void days"), 1)
    indicators.add_alias(session, measures.team, made.id, AliasCreate(ref="BV212", name="Re-let time"))
    for ref, name in (("HO4", "Void days"), ("H4", "Indicator H4"), ("BV212", "Re-let time")):
        found = indicators.indicator_named(session, measures.council.id, ref, name)
        assert found is made, ref
    # Ref and name together, never one of them.
    for ref, name in (("HO4", "Indicator H4"), ("BV212", "Void days"), ("H4", "Re-let time")):
        assert indicators.indicator_named(session, measures.council.id, ref, name) is None
    with pytest.raises(Problem) as refused:
        indicators.add_alias(session, measures.team, made.id, AliasCreate(ref="HO4", name="Void days"))
    assert _refusal(refused) == (409, "", "taken")
    assert len(session.scalars(select(IndicatorAlias)).all()) == 2
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "indicator.update")).one()
    assert event.detail == {"ref": "HO4", "texts": ["name"]}


def test_the_order_of_refusals_is_sight_permission_version(
    session: Session, measures: Measures, council: CouncilBuilder
) -> None:
    made = measures.indicator("H4")
    stranger = CouncilBuilder(session, "other", "Other Borough Council").actor("performance_team")
    for actor, status in (
        (stranger, 404),
        (council.actor("service_manager"), 403),
        (council.actor("performance_team", unit=council.environment), 403),
        (measures.team, 412),
    ):
        with pytest.raises(Problem) as refused:
            indicators.update_indicator(session, actor, made.id, IndicatorUpdate(lag=1), 9)
        assert refused.value.status == status


def test_an_indicator_is_handed_only_where_both_units_are_in_reach(
    session: Session, measures: Measures, council: CouncilBuilder
) -> None:
    made = measures.indicator("H4")
    place_team = council.actor("performance_team", unit=council.place)
    with pytest.raises(Problem) as refused:
        indicators.update_indicator(session, place_team, made.id, IndicatorUpdate(unit_id=council.customers.id), 1)
    assert refused.value.status == 403
    moved = indicators.update_indicator(
        session, place_team, made.id, IndicatorUpdate(unit_id=council.environment.id), 1
    )
    assert moved.unit_id == council.environment.id


def test_a_measure_that_becomes_contextual_loses_its_ratings_and_keeps_them_in_the_past(measures: Measures) -> None:
    made = measures.indicator("H4")
    measures.target(made, Q1, 90)
    row = measures.reported(made, Q1, 95)
    assert measures.rating(row) == "green"
    indicators.update_indicator(measures.session, measures.team, made.id, IndicatorUpdate(kind="contextual"), 1)
    assert measures.rating(row) == "contextual"


def test_an_indicator_is_collected_in_further_units_and_by_breakdown(
    session: Session, measures: Measures, council: CouncilBuilder
) -> None:
    made = measures.indicator("H4")
    data = SeriesCreate(unit_id=council.environment.id, breakdown="ward:Northfield")
    series, unit = indicators.add_series(session, measures.team, made.id, data)
    assert (series.breakdown, unit.code) == ("ward:Northfield", "ENVIRONMENT")
    with pytest.raises(Problem) as refused:
        indicators.add_series(session, measures.team, made.id, data)
    assert _refusal(refused) == (409, "", "taken")


def test_a_list_is_narrowed_by_codes(session: Session, measures: Measures, council: CouncilBuilder) -> None:
    plans = Plans(session, council)
    priority_id = plans.priority_of(plans.adopted())
    measures.indicator("H4", portfolio=council.homes, priority_ids=[priority_id])
    measures.indicator("E1", unit=council.environment, kind="contextual", frequency="annual")

    def found(**by: object) -> list[str]:
        return sorted(row.ref for row in session.scalars(indicators.list_indicators(measures.team, **by)))  # type: ignore[arg-type]

    assert found() == ["E1", "H4"]
    assert found(ref="H4") == found(unit="HOUSING") == found(kind="performance") == found(provisional=False, ref="H4")
    assert found(plan="PLAN") == found(theme="PEOPLE") == found(plan="PLAN", theme="PEOPLE") == ["H4"]
    assert found(portfolio="HOMES") == found(frequency="quarterly") == ["H4"]
    assert found(priority_id=priority_id) == ["H4"]
    assert found(portfolio="STREETS") == found(plan="NONE") == found(theme="PLACE") == found(provisional=True) == []


def test_a_list_is_narrowed_by_words_and_to_what_is_in_force(session: Session, measures: Measures) -> None:
    today = clock.today()
    measures.indicator("H4", name="Lettings, 100% of ÉCOLE homes", valid_from=today, valid_to=today)
    measures.indicator("H5", name="Net additional homes", valid_to=today - timedelta(days=1))
    measures.indicator("H6", name="Voids", valid_from=today + timedelta(days=1))
    called = indicators.list_indicators(measures.team, ref="H6")
    once = AliasCreate(ref="BV212", name="Average re-let time")
    indicators.add_alias(session, measures.team, session.scalars(called).one().id, once)

    def found(**by: object) -> list[str]:
        return sorted(row.ref for row in session.scalars(indicators.list_indicators(measures.team, **by)))  # type: ignore[arg-type]

    assert found(words="HOMES") == found(words="h homes") == ["H4", "H5"]
    assert found(words="école") == found(words="100%") == found(words="É lett") == ["H4"]
    assert found(words="bv212") == found(words="re-LET voids") == ["H6"]
    assert found(words="%") == ["H4"]
    assert found(words="_") == found(words="homes voids") == []
    assert (found(active=True), found(active=False)) == (["H4"], ["H5", "H6"])


def test_a_page_of_indicators_takes_two_queries_beside_its_own(session: Session, measures: Measures) -> None:
    rows = [measures.indicator(f"H{number}") for number in range(5)]
    session.expire_all()
    with counted(session) as sent:
        found = session.execute(indicators.list_indicators(measures.team)).all()
        units = {unit.id: unit for _, unit in found}
        reads = indicators.indicator_reads(session, [indicator for indicator, _ in found], units)
    assert (len(reads), len(sent)) == (len(rows), 3)
    assert {(read.unit, read.unit_name) for read in reads} == {("HOUSING", "Housing")}


def test_everyone_signed_in_sees_what_is_measured_and_nobody_from_elsewhere(
    session: Session, measures: Measures, council: CouncilBuilder
) -> None:
    made = measures.indicator("H4", portfolio=council.homes)
    for role in ("administrator", "data_provider", "cabinet_member", "scrutiny_member", "auditor", "analyst"):
        found = refs.resolve(session, council.actor(role), "indicator", made.id)
        assert (found.label, found.place.portfolio_ids) == ("H4: Indicator H4", {council.homes.id}), role
    with pytest.raises(Problem) as refused:
        refs.resolve(session, CouncilBuilder(session, "other", "Other").actor("auditor"), "indicator", made.id)
    assert refused.value.status == 404
