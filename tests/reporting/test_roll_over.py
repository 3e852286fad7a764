"""From a year into the next in one step: what is listed, what is ticked, what is made, and that once only."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Round
from quarterdeck.core import clock
from quarterdeck.core.errors import Problem
from quarterdeck.framework.models import Cycle
from quarterdeck.framework.periods import Period
from quarterdeck.measures.activity_link_schemas import ActivityLinkCreate
from quarterdeck.measures.activity_links import link_activity
from quarterdeck.planning import outline
from quarterdeck.planning.comparison import compare_plan
from quarterdeck.planning.models import Plan
from quarterdeck.reporting.refreshing import in_year
from quarterdeck.reporting.roll_over import preview, roll_over
from quarterdeck.reporting.roll_over_schemas import RollOverCreate, RollOverRead
from tests.builders import CouncilBuilder
from tests.collection.collecting import Collecting
from tests.measures.growing import Measures
from tests.planning.growing import Plans

MARCH = datetime(2024, 3, 18, 12, tzinfo=UTC)
LAST_YEAR = {"kind": "service_plan", "start_on": date(2023, 4, 1), "end_on": date(2024, 3, 31)}


@pytest.fixture
def measures(session: Session, council: CouncilBuilder) -> Measures:
    """The measures of a council with a framework in force."""
    return Collecting(session, council).measures


def _grown(session: Session, council: CouncilBuilder, measures: Measures) -> tuple[Plan, dict[str, int]]:
    plans = Plans(session, council)
    plan = plans.adopted("HOUSING-2023-24", council.housing.id, title="Housing service plan 2023/24", **LAST_YEAR)
    priority_id = plans.priority_of(plan)
    made = {ref: plans.activity(priority_id, ref) for ref in ("H 1", "H 2")}
    plans.milestone(made["H 1"], "Adopt the policy", date(2024, 6, 1))
    plans.milestone(made["H 1"], "Consult tenants", date(2023, 6, 1))
    plans.reported(made["H 2"], "2023-24-Q3", "completed")
    voids = measures.indicator("H4", priority_ids=[priority_id])
    measures.series(voids)
    with clock.set_to(datetime(2023, 5, 2, 12, tzinfo=UTC)):
        link_activity(session, plans.team, voids.id, ActivityLinkCreate(activity_id=made["H 1"].id))
    measures.indicator("GONE", valid_to=date(2024, 3, 31))
    session.commit()
    return plan, {ref: each.id for ref, each in made.items()}


def _taken(measures: Measures, take: list[str], digest: str | None = None, **values: Any) -> RollOverRead:
    data = RollOverCreate(year="2024-25", take=take, digest=digest)
    with clock.set_to(MARCH):
        return roll_over(measures.session, measures.team, data, **{"dry_run": False, **values})


def _rows(read: RollOverRead, kind: str) -> list[tuple[str, str, bool]]:
    return [(each.label, each.result, each.suggested) for each in read.rows if each.kind == kind]


def test_what_goes_on_is_ticked_looked_at_and_taken_once(
    session: Session, council: CouncilBuilder, measures: Measures
) -> None:
    plan, activities = _grown(session, council, measures)
    with clock.set_to(MARCH):
        seen = preview(session, measures.team, "2024-25")
    assert _rows(seen, "plan") == [("Housing service plan 2023/24", "leave", True)]
    assert [(label[:3], *rest) for label, *rest in _rows(seen, "activity")] == [
        ("H 1", "leave", True),
        ("H 2", "leave", False),
    ]
    assert _rows(seen, "indicator_ends") == [("GONE Indicator GONE", "note", False)]
    assert _rows(seen, "target_missing") == [("H4 Indicator H4", "note", False)]
    take = [row.key for row in seen.rows if row.suggested]
    tried = _taken(measures, take, dry_run=True)
    assert {row.key for row in tried.rows if row.result == "make"} == set(take)
    for wrong, status in (
        ({"take": take}, 422),
        ({"take": take, "digest": seen.digest}, 409),
        ({"take": ["plan:0"], "digest": tried.digest}, 422),
        ({"take": [f"activity:{activities['H 1']}"], "digest": tried.digest}, 422),
    ):
        with pytest.raises(Problem) as refused, session.begin_nested():
            _taken(measures, **wrong)
        assert refused.value.status == status
    done = _taken(measures, take, tried.digest)
    assert [row.result for row in done.rows if row.kind in {"plan", "activity"}] == ["done"] * 3
    assert [each.made for each in done.done] == [len(take)]
    new = session.scalars(select(Plan).where(Plan.follows_id == plan.id)).one()
    assert (new.code, new.title, new.state, new.start_on) == (
        "HOUSING-2024-25",
        "Housing service plan 2024/25",
        "draft",
        date(2024, 4, 1),
    )
    tree = outline.plan_tree(session, measures.team, new)
    (activity,) = tree.themes[0].priorities[0].activities
    assert (activity.ref, [step.title for step in activity.milestones]) == (
        "H 1",
        ["Adopt the policy", "Consult tenants"],
    )
    changed = compare_plan(session, measures.team, new)
    assert [(each.ref, each.result) for each in changed.items if each.kind == "activity"] == [
        ("H 1", "carried"),
        ("H 2", "dropped"),
    ]
    before = session.scalar(select(func.count()).select_from(Plan))
    again = _taken(measures, take, done.digest)
    assert (again.digest, len(again.done)) == (done.digest, 1)
    assert session.scalar(select(func.count()).select_from(Plan)) == before


def test_the_years_rounds_are_planned_with_the_days_on_which_returns_are_due(
    session: Session, council: CouncilBuilder, measures: Measures
) -> None:
    with clock.set_to(MARCH):
        seen = preview(session, measures.team, "2024-25")
    found = [row for row in seen.rows if row.kind == "round"]
    assert [(row.key, row.label) for row in found[:2]] == [
        ("round:2024-25", "2024/25: indicators and targets"),
        ("round:2024-25-Q1", "Q1 2024/25"),
    ]
    take = [row.key for row in found]
    tried = _taken(measures, take, dry_run=True)
    done = _taken(measures, take, tried.digest)
    rounds = session.execute(select(Round.cycle, Round.period_code, Round.state, Round.due_on)).all()
    of_quarters = [each for each in rounds if each.cycle == Cycle.QUARTERLY]
    assert sorted(each.period_code for each in of_quarters) == [f"2024-25-Q{number}" for number in (1, 2, 3, 4)]
    assert all(each.due_on > Period.of_code(each.period_code).end for each in of_quarters)
    # In the middle of March the year's targets are late already: services get as long as a quarter's return has.
    (annual,) = (each for each in rounds if each.cycle == Cycle.ANNUAL)
    assert (annual.period_code, annual.due_on > MARCH.date()) == ("2024-25", True)
    assert {each.state for each in rounds} == {"planned"}
    assert {row.result for row in done.rows if row.kind == "round"} == {"done"}


def test_rolling_over_is_the_performance_teams(session: Session, council: CouncilBuilder, measures: Measures) -> None:
    with pytest.raises(Problem) as refused:
        preview(session, council.actor("service_manager"), "2024-25")
    assert refused.value.status == 403


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Housing 2023/24", "Housing 2024/25"),
        ("HOUSING-2023-24", "HOUSING-2024-25"),
        ("Plan 2023", "Plan 2024"),
        ("Plan 12023", "Plan 12023 next"),
        ("Housing", "Housing next"),
        ("Ten letter", "Ten l next"),
    ],
)
def test_a_plan_is_called_after_its_year(before: str, after: str) -> None:
    longest = 10 if before == "Ten letter" else 64
    assert in_year(before, Period.of_code("2024-25"), longest, " next") == after
