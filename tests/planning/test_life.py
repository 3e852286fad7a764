"""A plan on its way: consulted on, adopted, reviewed; what is written of its years; what changed since last year."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import clock, refs
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.dashboards.home import home
from quarterdeck.framework.periods import Period
from quarterdeck.planning import life, outline, priority_years, service
from quarterdeck.planning.comparison import compare_plan
from quarterdeck.planning.life_schemas import PriorityYearWrite
from quarterdeck.planning.models import Plan
from quarterdeck.planning.schemas import PlanDecision, PlanUpdate, ThemeCreate
from tests.builders import CouncilBuilder
from tests.planning.growing import Plans
from tests.web import WebClient

AUTUMN = datetime(2023, 10, 2, 12, tzinfo=UTC)
CONSULT = {
    "action": "consult",
    "opens_on": date(2023, 9, 1),
    "closes_on": date(2023, 9, 29),
    "how": "A survey and two evenings in the town hall",
}
END = {"action": "end_consultation", "heard": "312 answers; homes come first", "changed": "A priority for homes"}


@pytest.fixture
def plans(session: Session, council: CouncilBuilder) -> Plans:
    return Plans(session, council)


def _decided(plans: Plans, plan: Plan, **decision: Any) -> Plan:
    with clock.set_to(AUTUMN):
        data = PlanDecision.model_validate(decision)
        return service.decide_plan(plans.session, plans.team, plan.id, data, plan.version)


def test_a_plan_is_consulted_on_mended_and_adopted(
    session: Session, council: CouncilBuilder, plans: Plans, client: WebClient
) -> None:
    plan = _decided(plans, plans.draft(), **CONSULT)
    assert plan.state == "consultation"
    everybody = council.actor("analyst")
    assert service.find_plan(session, everybody, plan.id) is plan
    # What people are asked about stays as they read it.
    for change in (
        lambda: service.update_plan(session, plans.team, plan.id, PlanUpdate(title="Another"), plan.version),
        lambda: outline.create_theme(session, plans.team, ThemeCreate(plan_id=plan.id, code="X", name="X", position=1)),
    ):
        with pytest.raises(Problem) as refused:
            change()
        assert (refused.value.status, refused.value.code) == (409, "wrong-state")
    _decided(plans, plan, **END)
    assert plan.state == "consulted"
    service.update_plan(session, plans.team, plan.id, PlanUpdate(title="Homes first"), plan.version)
    _decided(plans, plan, action="adopt", body_id=council.cabinet.id, next_review_on=date(2024, 10, 1))
    assert (plan.state, plan.next_review_on) == ("adopted", date(2024, 10, 1))
    session.commit()
    client.sign_in_as("analyst")
    (told,) = client.read(f"/plans/{plan.id}/consultations")["items"]
    assert (told["number"], told["ended_on"], told["changed"]) == (1, "2023-10-02", "A priority for homes")
    assert refs.resolve(session, everybody, "plan_consultation", told["id"]).label == "Consultation 1 on Homes first"
    events = session.scalars(select(AuditEvent.action).where(AuditEvent.kind == "plan").order_by(AuditEvent.id))
    assert list(events) == [
        "plan.create", "plan.consult", "plan.end_consultation", "plan.update", "plan.adopt",
    ]  # fmt: skip


def test_a_consultation_that_comes_to_nothing_says_why_and_another_may_follow(session: Session, plans: Plans) -> None:
    plan = _decided(plans, plans.draft(), **CONSULT)
    with pytest.raises(Problem) as refused, session.begin_nested():
        _decided(plans, plan, action="withdraw_consultation")
    assert refused.value.code == "comment-required"
    session.refresh(plan)
    _decided(plans, plan, action="withdraw_consultation", comment="An election was called")
    assert plan.state == "draft"
    _decided(plans, plan, **CONSULT)
    _decided(plans, plan, **END)
    _decided(plans, plan, action="redraft", comment="Cabinet wants other priorities")
    every = session.scalars(life.visible_consultations(plans.team)).all()
    assert [(each.number, each.withdrawn_reason, each.heard != "") for each in every] == [
        (1, "An election was called", False),
        (2, "", True),
    ]


@pytest.mark.parametrize(
    ("before", "decision", "pointer"),
    [
        ((), CONSULT | {"opens_on": None}, "/opens_on"),
        ((), CONSULT | {"closes_on": None}, "/closes_on"),
        ((), CONSULT | {"closes_on": date(2023, 8, 31)}, "/closes_on"),
        ((), CONSULT | {"how": " "}, "/how"),
        ((CONSULT,), END | {"heard": ""}, "/heard"),
        ((CONSULT,), END | {"changed": " "}, "/changed"),
        ((CONSULT,), END | {"ended_on": date(2023, 10, 3)}, "/ended_on"),
        ((CONSULT,), END | {"ended_on": date(2023, 8, 31)}, "/ended_on"),
        ((), {"action": "adopt", "next_review_on": date(2023, 10, 2)}, "/next_review_on"),
        ((), {"action": "adopt", "next_review_on": date(2026, 4, 1)}, "/next_review_on"),
        (({"action": "adopt"},), {"action": "review", "changed": "Nothing"}, "/outcome"),
        (({"action": "adopt"},), {"action": "review", "outcome": "continue"}, "/changed"),
        (
            ({"action": "adopt"},),
            {"action": "review", "outcome": "amend", "changed": "Less", "reviewed_on": date(2023, 10, 3)},
            "/reviewed_on",
        ),
    ],
)
def test_what_an_action_lacks_is_named(
    session: Session, plans: Plans, before: tuple[dict[str, Any], ...], decision: dict[str, Any], pointer: str
) -> None:
    plan = plans.draft()
    for each in before:
        _decided(plans, plan, **each)
    with pytest.raises(Problem) as refused, session.begin_nested():
        _decided(plans, plan, **decision)
    assert (refused.value.status, refused.value.errors[0].pointer) == (422, pointer)


def test_an_adopted_plan_is_reviewed_and_says_when_next(session: Session, plans: Plans) -> None:
    plan = plans.adopted()
    review = {"action": "review", "outcome": "amend", "changed": "Two activities end early"}
    _decided(plans, plan, **review, next_review_on=date(2024, 10, 1))
    assert (plan.state, plan.next_review_on) == ("adopted", date(2024, 10, 1))
    (kept,) = session.scalars(life.visible_reviews(plans.team))
    assert (kept.reviewed_on, kept.outcome, kept.changes) == (date(2023, 10, 2), "amend", "Two activities end early")
    _decided(plans, plan, **review)
    assert plan.next_review_on is None


def test_a_plan_whose_review_is_near_waits_on_the_teams_start_page(
    session: Session, council: CouncilBuilder, plans: Plans
) -> None:
    plan = plans.draft()
    _decided(plans, plan, action="adopt", next_review_on=date(2023, 12, 1))
    for day, waits in ((date(2023, 10, 31), []), (date(2023, 11, 1), [plan.id]), (date(2023, 12, 5), [plan.id])):
        with clock.set_to(datetime.combine(day, AUTUMN.timetz())):
            found = home(session, plans.team).groups
            assert not home(session, council.actor("analyst")).groups
        assert [item.id for group in found if group.key == "plan_reviews" for item in group.items] == waits


def test_words_on_a_priorities_year_are_written_by_the_team_and_by_its_services(
    session: Session, council: CouncilBuilder, plans: Plans
) -> None:
    plan = plans.adopted()
    priority_id = plans.priority_of(plan)
    plans.activity(priority_id, "People 1")
    manager, other = council.actor("service_manager"), council.actor("service_manager", unit=council.customers)
    said = PriorityYearWrite(progress="Forty empty homes came back into use.")
    first = priority_years.write_priority_year(session, manager, priority_id, "2023-24", said, 0)
    assert (first.version, first.progress, first.allowed_actions) == (1, said.progress, ["write"])
    for actor, year, version, status in (
        (other, "2023-24", 1, 403),
        (plans.team, "2023-24", 0, 412),
        (plans.team, "2023-24-Q1", 0, 422),
    ):
        with pytest.raises(Problem) as refused, session.begin_nested():
            priority_years.write_priority_year(session, actor, priority_id, year, said, version)
        assert refused.value.status == status
    priority_years.write_priority_year(session, plans.team, priority_id, "2023-24", said, 1)
    (read,) = priority_years.priority_years(session, other, plan, Period.of_code("2023-24"))
    assert (read.version, read.allowed_actions) == (2, [])
    (empty,) = priority_years.priority_years(session, plans.team, plan, Period.of_code("2024-25"))
    assert (empty.version, empty.progress, empty.allowed_actions) == (0, "", ["write"])


def test_a_plan_says_what_changed_since_the_one_it_took_the_place_of(session: Session, plans: Plans) -> None:
    old, new = plans.adopted("OLD"), plans.adopted("NEW")
    before, after = plans.priority_of(old), plans.priority_of(new)
    with pytest.raises(Problem) as refused:
        compare_plan(session, plans.team, new)
    assert refused.value.status == 404
    for priority_id, refs_, due in ((before, ("1", "2"), date(2023, 12, 31)), (after, ("2", "3"), date(2024, 3, 31))):
        for ref in refs_:
            plans.milestone(plans.activity(priority_id, ref, due_on=due), "Start", date(2023, 6, 1))
    with clock.set_to(AUTUMN):
        plans.superseded(old, new)
    found = compare_plan(session, plans.team, new)
    assert (found.follows_id, found.follows_title) == (old.id, "Plan OLD")
    assert [(each.kind, each.ref or each.label, each.result) for each in found.items] == [
        ("priority", "HOMES", "carried"),
        ("activity", "1", "dropped"),
        ("activity", "2", "changed"),
        ("activity", "3", "added"),
        ("milestone", "Start", "dropped"),
        ("milestone", "Start", "carried"),
        ("milestone", "Start", "added"),
    ]
    (due,) = next(each for each in found.items if each.result == "changed").changed
    assert (due.field, due.before, due.after) == ("Due", "2023-12-31", "2024-03-31")
