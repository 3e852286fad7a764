"""Which version is in force, and what a new definition, rule or target does to ratings."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import refs
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem
from quarterdeck.framework.models import Approval
from quarterdeck.measures import definitions, rules, targets
from quarterdeck.measures.models import RatingRow, Target, TargetState
from quarterdeck.measures.schemas import TargetCreate, TargetDecision
from quarterdeck.measures.targets import PlacedTarget, TargetSet
from quarterdeck.measures.versions import in_force
from quarterdeck.measures.workflow import TARGET
from tests.builders import CouncilBuilder
from tests.measures.growing import Q1, Q2, Q3, Measures

pytestmark = pytest.mark.both

APRIL, JULY, OCTOBER = date(2023, 4, 1), date(2023, 7, 1), date(2023, 10, 1)


@pytest.mark.parametrize(
    "versions, day, number",
    [
        ([(1, APRIL)], date(2021, 4, 1), 1),
        ([(1, APRIL)], APRIL, 1),
        ([(1, APRIL), (2, JULY)], date(2023, 6, 30), 1),
        ([(1, APRIL), (2, JULY)], JULY, 2),
        ([(1, APRIL), (2, JULY), (3, APRIL)], APRIL, 3),
        # A correction of the past does not reach beyond the version that follows it.
        ([(1, APRIL), (2, JULY), (3, APRIL)], OCTOBER, 2),
        ([(1, JULY), (2, APRIL)], date(2021, 4, 1), 2),
        ([(1, APRIL), (2, APRIL)], date(2021, 4, 1), 2),
        ([], APRIL, None),
    ],
)
def test_the_version_in_force(versions: list[tuple[int, date]], day: date, number: int | None) -> None:
    known = [SimpleNamespace(number=each, effective_from=since) for each, since in versions]
    found = in_force(known, day)
    assert (found.number if found else None) == number


def test_a_new_rule_rates_the_periods_it_holds_for_again_under_one_change_number(
    session: Session, measures: Measures
) -> None:
    voids = measures.indicator()
    rows = []
    for period in (Q1, Q2, Q3):
        measures.target(voids, period, 100)
        rows.append(measures.reported(voids, period, 96))
    assert [measures.rating(row) for row in rows] == ["amber"] * 3
    before = measures.now()
    rule = measures.ruled(voids, "points", JULY, green_within=5, amber_within=10)
    assert [measures.rating(row) for row in rows] == ["amber", "green", "green"]
    written = session.execute(
        select(RatingRow.observation_id, RatingRow.change_no, RatingRow.rule_id).where(RatingRow.change_no > before)
    ).all()
    assert set(written) == {(row.id, before + 1, rule.id) for row in rows[1:]}
    assert rule.number == 2


def test_a_later_target_rates_the_figure_that_had_none(measures: Measures) -> None:
    voids = measures.indicator()
    row = measures.reported(voids, Q1, 94.2)
    assert measures.rating(row) == "no_target"
    proposed = measures.proposed(voids, Q1, 95)
    assert measures.rating(row) == "no_target"
    targets.decide_target(measures.session, measures.team, proposed.id, TargetDecision(action="approve"), 1)
    assert measures.rating(row) == "amber"
    measures.target(voids, Q1, low=90, high=92)
    assert measures.rating(row) == "green"
    measures.target(voids, Q1, text="Top quartile")
    assert measures.rating(row) == "textual_target"


def test_a_definition_rates_at_its_own_precision(measures: Measures) -> None:
    """Compared as displayed: 94.96% is 95.0% to one decimal, and just short to two."""
    voids = measures.indicator(decimals=1)
    measures.target(voids, Q1, 95)
    row = measures.reported(voids, Q1, 94.96)
    assert measures.rating(row) == "green"
    measures.defined(voids, APRIL, decimals=2)
    assert measures.rating(row) == "amber"


def test_a_new_polarity_leaves_figures_unrated_until_a_rule_fits(measures: Measures) -> None:
    voids = measures.indicator()
    measures.target(voids, Q1, 95)
    row = measures.reported(voids, Q1, 96)
    measures.defined(voids, APRIL, polarity="none")
    assert measures.rating(row) == "no_polarity"
    with pytest.raises(Problem) as refused:
        measures.ruled(voids, "relative", APRIL, green_within=0, amber_within=1)
    assert refused.value.errors[0].pointer == "/kind"


def test_a_change_needs_its_reason(session: Session, measures: Measures) -> None:
    voids = measures.indicator()
    unruled = measures.indicator("H5", rule=None)
    for attempt in (
        lambda: measures.defined(voids, APRIL, reason=""),
        lambda: measures.ruled(voids, "relative", reason=" ", green_within=0, amber_within=1),
    ):
        with pytest.raises(Problem) as refused:
            attempt()
        assert (refused.value.status, refused.value.errors[0].pointer) == (422, "/reason")
    # The first rule of an indicator that had none changes nothing that anybody agreed.
    first = measures.ruled(unruled, "relative", reason="", green_within=0, amber_within=1)
    assert (first.number, first.effective_from) == (1, date(2020, 4, 1))


def test_versions_are_listed_for_everyone_and_added_by_those_who_keep_the_indicator(
    session: Session, measures: Measures, council: CouncilBuilder
) -> None:
    voids = measures.indicator()
    measures.defined(voids, APRIL)
    analyst = council.actor("analyst")
    assert len(session.scalars(definitions.list_definitions(session, analyst, voids.id)).all()) == 2
    assert len(session.scalars(rules.list_rules(session, analyst, voids.id)).all()) == 1
    provider = Measures(session, council)
    provider.team = council.actor("data_provider")
    for attempt in (
        lambda: provider.defined(voids, APRIL),
        lambda: provider.ruled(voids, "relative", green_within=0, amber_within=1),
        lambda: provider.proposed(voids, Q1, 1),
    ):
        with pytest.raises(Problem) as refused:
            attempt()
        assert refused.value.status == 403


@pytest.mark.parametrize(
    "values, pointer",
    [
        ({}, "/value"),
        ({"value": 1, "low": 1, "high": 2}, "/value"),
        ({"low": 1}, "/high"),
        ({"high": 1}, "/low"),
        ({"low": 2, "high": 1}, "/high"),
        ({"value": 1, "period": "2023-24-Q5"}, "/period"),
        ({"value": 1, "unit_id": 10**9}, "/unit_id"),
    ],
)
def test_a_target_is_one_figure_a_range_or_words(measures: Measures, values: dict[str, object], pointer: str) -> None:
    voids = measures.indicator()
    with pytest.raises(Problem) as refused:
        targets.propose_target(
            measures.session, measures.team, voids.id, TargetCreate.model_validate({"period": Q1, **values})
        )
    assert (refused.value.status, refused.value.errors[0].pointer) == (422, pointer)


def test_approving_a_target_is_recorded_as_a_decision(
    session: Session, measures: Measures, council: CouncilBuilder
) -> None:
    voids = measures.indicator()
    target = measures.proposed(voids, Q1, 95, rationale="Upper quartile")
    decision = TargetDecision(action="approve", body_id=council.cabinet.id, minute_reference="22")
    placed = targets.decide_target(session, measures.team, target.id, decision, 1)
    assert (placed.state, placed.version, target.approved_change_no) == ("approved", 2, measures.now())
    approval = session.scalars(select(Approval)).one()
    assert (approval.subject_kind, approval.subject_id, approval.body_id, approval.outcome) == (
        "target",
        target.id,
        council.cabinet.id,
        "approved",
    )
    with pytest.raises(Problem) as again:
        targets.decide_target(session, measures.team, target.id, decision, 2)
    assert (again.value.status, again.value.code) == (409, "wrong-state")


def test_declining_a_target_needs_a_reason_and_rates_nothing(session: Session, measures: Measures) -> None:
    voids = measures.indicator()
    row = measures.reported(voids, Q1, 94)
    target = measures.proposed(voids, Q1, 95)
    with pytest.raises(Problem) as refused, session.begin_nested():
        targets.decide_target(session, measures.team, target.id, TargetDecision(action="decline"), 1)
    assert refused.value.code == "comment-required"
    decision = TargetDecision(action="decline", comment="Easier than last year's outturn")
    placed = targets.decide_target(session, measures.team, target.id, decision, 1)
    assert (placed.state, target.approved_change_no) == ("declined", None)
    assert session.scalars(select(Approval.outcome)).all() == ["returned"]
    assert measures.rating(row) == "no_target"


def test_a_target_is_not_approved_past_a_newer_one(session: Session, measures: Measures) -> None:
    voids = measures.indicator()
    older, newer = measures.proposed(voids, Q1, 95), measures.proposed(voids, Q1, 96)
    assert (older.number, newer.number) == (1, 2)
    approve = TargetDecision(action="approve")
    targets.decide_target(session, measures.team, newer.id, approve, 1)
    with pytest.raises(Problem) as refused:
        targets.decide_target(session, measures.team, older.id, approve, 1)
    assert (refused.value.status, refused.value.code) == (409, "not-allowed-now")
    assert targets.target_read(
        targets.find_target(session, measures.team, older.id), measures.team
    ).allowed_actions == ["decline"]


def test_the_order_of_refusals_is_sight_permission_version_state(
    session: Session, measures: Measures, council: CouncilBuilder
) -> None:
    target = measures.proposed(measures.indicator(), Q1, 95)
    decision = TargetDecision(action="approve")
    stranger = CouncilBuilder(session, "other", "Other Borough Council").actor("performance_team")
    for actor, version, status in (
        (stranger, 1, 404),
        (council.actor("analyst"), 1, 404),
        (council.actor("service_manager"), 1, 403),
        (measures.team, 9, 412),
    ):
        with pytest.raises(Problem) as refused:
            targets.decide_target(session, actor, target.id, decision, version)
        assert refused.value.status == status


@pytest.mark.parametrize("state", list(TargetState))
def test_only_the_performance_team_decides_on_targets_and_only_on_proposals(
    council: CouncilBuilder, state: TargetState
) -> None:
    target = Target(id=1, council_id=council.id, state=state, version=1)
    placed = PlacedTarget(1, target, None, council.housing.id, overtaken=False)  # type: ignore[arg-type]
    for role in ("administrator", "performance_team", "service_manager", "director", "cabinet_member", "auditor"):
        expected = ["approve", "decline"] if role == "performance_team" and state == "proposed" else []
        assert TARGET.allowed_actions(placed, council.actor(role)) == expected, role


def test_proposals_are_seen_by_their_unit_and_the_performance_team_alone(
    session: Session, measures: Measures, council: CouncilBuilder
) -> None:
    voids = measures.indicator()
    approved, proposed = measures.target(voids, Q1, 95), measures.proposed(voids, Q2, 96)

    def sees(actor: Actor) -> set[int]:
        return {row[0] for row in session.execute(targets.list_targets(actor, indicator_id=voids.id))}

    for actor in (
        measures.team,
        council.actor("data_provider"),
        council.actor("service_manager", unit=council.place),
    ):
        assert sees(actor) == {approved.id, proposed.id}
    for role in ("director", "cabinet_member", "portfolio_holder", "auditor", "analyst", "administrator"):
        assert sees(council.actor(role)) == {approved.id}, role
    assert sees(council.actor("data_provider", unit=council.environment)) == {approved.id}
    assert refs.resolve(session, council.actor("analyst"), "target", approved.id).label == f"Target 1 of H4 for {Q1}"
    with pytest.raises(Problem) as refused:
        refs.resolve(session, council.actor("analyst"), "target", proposed.id)
    assert refused.value.status == 404


def test_targets_are_listed_by_codes(session: Session, measures: Measures, council: CouncilBuilder) -> None:
    voids, litter = measures.indicator(), measures.indicator("E1", unit=council.environment)
    first, second = measures.target(voids, Q1, 95), measures.proposed(litter, Q2, 96)

    def found(**by: object) -> set[int]:
        return {row[0] for row in session.execute(targets.list_targets(measures.team, **by))}  # type: ignore[arg-type]

    assert found() == {first.id, second.id}
    assert found(ref="H4") == found(unit="HOUSING") == found(period=Q1) == found(state="approved") == {first.id}


def test_printed_targets_count_at_once_and_the_same_again_appends_nothing(session: Session, measures: Measures) -> None:
    from quarterdeck.core import journal

    voids = measures.indicator()
    series = measures.series(voids)
    row = measures.reported(voids, Q1, 94.2)

    def set_to(*values: float | None) -> list[Target]:
        change = journal.change(session, measures.council.id)
        sets = [
            TargetSet(series.id, period, value, text="" if value else "Top quartile", as_printed=str(value))
            for period, value in zip((Q1, Q2), values, strict=True)
        ]
        made = targets.set_targets_approved(session, Actor.system(measures.council.id), sets, change)
        session.commit()
        return made

    assert [(each.number, each.state) for each in set_to(95, None)] == [(1, "approved")] * 2
    assert measures.rating(row) == "amber"
    assert set_to(95, None) == []
    changed = set_to(94, None)
    assert [(each.period_code, each.number) for each in changed] == [(Q1, 2)]
    assert measures.rating(row) == "green"
