"""Plans: drafted, adopted, superseded; who sees drafts; the tree."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import refs
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.framework.models import Approval
from quarterdeck.planning import outline, service
from quarterdeck.planning.models import Plan, PlanState
from quarterdeck.planning.schemas import PlanDecision, PlanUpdate, PriorityUpdate, ThemeCreate, ThemeUpdate
from quarterdeck.planning.visibility import visible_plans
from quarterdeck.planning.workflow import PLAN
from tests.builders import CouncilBuilder
from tests.planning.growing import Plans

ROLES = (
    "administrator",
    "performance_team",
    "data_provider",
    "service_manager",
    "portfolio_holder",
    "director",
    "cabinet_member",
    "scrutiny_member",
    "committee_administrator",
    "auditor",
    "analyst",
)
# What the performance team may do with a plan in each state; nobody else does anything.
ALLOWED = {
    PlanState.DRAFT: ["consult", "adopt"],
    PlanState.CONSULTATION: ["end_consultation", "withdraw_consultation"],
    PlanState.CONSULTED: ["consult", "redraft", "adopt"],
    PlanState.ADOPTED: ["review", "supersede"],
    PlanState.SUPERSEDED: [],
}


@pytest.fixture
def plans(session: Session, council: CouncilBuilder) -> Plans:
    return Plans(session, council)


def _refusal(refused: pytest.ExceptionInfo[Problem]) -> tuple[int, str]:
    return refused.value.status, refused.value.errors[0].code if refused.value.errors else refused.value.code


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", list(PlanState))
def test_only_the_performance_team_moves_a_plan(
    session: Session, council: CouncilBuilder, role: str, state: PlanState
) -> None:
    plan = Plan(
        council_id=council.id,
        unit_id=council.housing.id,
        code="X",
        title="X",
        kind="strategy",
        start_on=date(2023, 4, 1),
        end_on=date(2024, 3, 31),
        state=state,
        superseded_by_id=None,
        superseded_on=None,
        follows_id=None,
        next_review_on=None,
        version=1,
    )
    expected = ALLOWED[state] if role == "performance_team" else []
    assert PLAN.allowed_actions(plan, council.actor(role)) == expected


def test_adopting_a_plan_records_what_the_body_decided(session: Session, council: CouncilBuilder, plans: Plans) -> None:
    plan = plans.draft()
    decision = PlanDecision(action="adopt", body_id=council.cabinet.id, minute_reference="22")
    adopted = service.decide_plan(session, plans.team, plan.id, decision, 1)
    assert (adopted.state, adopted.version) == ("adopted", 2)
    approval = session.scalars(select(Approval)).one()
    assert (approval.subject_kind, approval.subject_id, approval.body_id, approval.outcome) == (
        "plan",
        plan.id,
        council.cabinet.id,
        "approved",
    )
    actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.position)).all()
    assert actions == ["plan.create", "plan.adopt", "approval.record"]


def test_a_plan_is_superseded_by_another_adopted_plan(session: Session, plans: Plans) -> None:
    old, draft, new = plans.adopted("OLD"), plans.draft("DRAFT"), plans.adopted("NEW")
    for successor in (None, draft.id, old.id, 10**9):
        with pytest.raises(Problem) as refused, session.begin_nested():
            service.decide_plan(
                session, plans.team, old.id, PlanDecision(action="supersede", superseded_by_id=successor), 2
            )
        assert refused.value.errors[0].pointer == "/superseded_by_id"
    done = service.decide_plan(
        session, plans.team, old.id, PlanDecision(action="supersede", superseded_by_id=new.id), 2
    )
    # No day was given, and the plan had ended: the other stands from the day after its last.
    assert (done.state, done.superseded_by_id, done.superseded_on) == ("superseded", new.id, date(2026, 4, 1))
    with pytest.raises(Problem) as closed:
        service.update_plan(session, plans.team, old.id, PlanUpdate(title="Other"), 3)
    assert _refusal(closed) == (409, "wrong-state")


def test_a_draft_is_seen_by_its_unit_and_the_performance_team_alone(
    session: Session, council: CouncilBuilder, plans: Plans
) -> None:
    draft, adopted = plans.draft("DRAFT", council.housing.id), plans.adopted("PLAN")

    def sees(actor: Actor) -> set[int]:
        return {plan.id for plan in session.scalars(visible_plans(actor))}

    for actor in (
        plans.team,
        council.actor("data_provider", unit=council.housing),
        council.actor("service_manager", unit=council.place),
    ):
        assert sees(actor) == {draft.id, adopted.id}
    for role in ("director", "cabinet_member", "portfolio_holder", "auditor", "analyst", "administrator"):
        assert sees(council.actor(role)) == {adopted.id}, role
    assert sees(council.actor("data_provider", unit=council.environment)) == {adopted.id}
    assert sees(CouncilBuilder(session, "other", "Other Borough Council").actor("performance_team")) == set()


def test_what_stands_in_a_hidden_draft_is_hidden_as_well(
    session: Session, council: CouncilBuilder, plans: Plans
) -> None:
    priority_id = plans.priority_of(plans.draft())
    activity = plans.activity(priority_id, "People 1")
    analyst = council.actor("analyst")
    for attempt in (
        lambda: outline.find_priority(session, analyst, priority_id),
        lambda: outline.find_theme(session, analyst, outline.find_priority(session, plans.team, priority_id).theme_id),
        lambda: refs.resolve(session, analyst, "activity", activity.id),
    ):
        with pytest.raises(Problem) as refused:
            attempt()
        assert refused.value.status == 404


def test_the_order_of_refusals_is_permission_version_state(
    session: Session, council: CouncilBuilder, plans: Plans
) -> None:
    old, new = plans.adopted("OLD"), plans.adopted("NEW")
    service.decide_plan(session, plans.team, old.id, PlanDecision(action="supersede", superseded_by_id=new.id), 2)
    for actor, version, status in (
        (council.actor("director"), 1, 403),
        (plans.team, 1, 412),
        (plans.team, 3, 409),
    ):
        with pytest.raises(Problem) as refused:
            service.update_plan(session, actor, old.id, PlanUpdate(title="Other"), version)
        assert refused.value.status == status


def test_a_change_is_journalled_without_its_text(session: Session, plans: Plans) -> None:
    plan = plans.draft()
    changed = service.update_plan(
        session, plans.team, plan.id, PlanUpdate(title="Renamed", end_on=date(2027, 3, 31)), 1
    )
    assert (changed.title, changed.version) == ("Renamed", 2)
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "plan.update")).one()
    assert event.detail == {"end_on": "2027-03-31", "texts": ["title"]}
    same = service.update_plan(session, plans.team, plan.id, PlanUpdate(title="Renamed"), 2)
    assert same.version == 2


def test_plans_refuse_what_contradicts_itself(session: Session, council: CouncilBuilder, plans: Plans) -> None:
    plans.draft("PLAN")
    with pytest.raises(Problem) as taken:
        plans.draft("PLAN")
    assert _refusal(taken) == (409, "taken")
    with pytest.raises(Problem) as backwards:
        plans.draft("OTHER", end_on=date(2023, 3, 31))
    assert _refusal(backwards) == (422, "before_start")
    other = CouncilBuilder(session, "other", "Other Borough Council")
    with pytest.raises(Problem) as foreign:
        plans.draft("OTHER", unit_id=other.housing.id)
    assert _refusal(foreign) == (422, "unknown_unit")


def test_themes_and_priorities_are_added_and_renamed_with_their_versions(session: Session, plans: Plans) -> None:
    plan = plans.draft()
    priority = outline.find_priority(session, plans.team, plans.priority_of(plan))
    outline.update_priority(session, plans.team, priority.id, PriorityUpdate(name="Homes"), 1)
    theme = outline.update_theme(session, plans.team, priority.theme_id, ThemeUpdate(position=3), 1)
    assert (priority.name, priority.version, theme.position, theme.version) == ("Homes", 2, 3, 2)
    with pytest.raises(Problem) as stale:
        outline.update_theme(session, plans.team, theme.id, ThemeUpdate(position=4), 1)
    assert stale.value.status == 412
    with pytest.raises(Problem) as taken:
        outline.create_theme(session, plans.team, ThemeCreate(plan_id=plan.id, code="PEOPLE", name="P", position=2))
    assert _refusal(taken) == (409, "taken")
    with pytest.raises(Problem) as unknown:
        outline.create_theme(session, plans.team, ThemeCreate(plan_id=10**9, code="PLACE", name="P", position=2))
    assert _refusal(unknown) == (422, "unknown_plan")


def test_a_plan_reads_as_one_tree(session: Session, council: CouncilBuilder, plans: Plans) -> None:
    plan = plans.adopted()
    priority_id = plans.priority_of(plan)
    for ref in ("People 2", "People 1"):
        plans.activity(priority_id, ref, portfolio_ids=[council.homes.id])
    tree = outline.plan_tree(session, plans.team, plan)
    assert [theme.code for theme in tree.themes] == ["PEOPLE"]
    assert [priority.code for priority in tree.themes[0].priorities] == ["HOMES"]
    below = tree.themes[0].priorities[0].activities
    assert [(each.ref, each.portfolio_ids) for each in below] == [
        ("People 1", [council.homes.id]),
        ("People 2", [council.homes.id]),
    ]
    assert tree.allowed_actions == ["review", "supersede"]
