"""Delegations: whose roles a person acts with, between which days, and what is never handed on."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor, Place, Scope
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.organisation import delegations
from quarterdeck.organisation.access import actor_of
from quarterdeck.organisation.models import Delegation, Person, PostHolding, RoleGrant
from quarterdeck.organisation.roles import Permission
from quarterdeck.organisation.schemas.delegations import DelegationCreate, DelegationUpdate
from tests.builders import LONG_AGO, CouncilBuilder
from tests.collection.collecting import Q1, Collecting
from tests.web import WebClient

DAY = timedelta(days=1)
CONFIRM = Permission.CONFIRM_SUBMISSION


def _delegated(
    session: Session, council: CouncilBuilder, giver: Person, taker: Person, first: date, last: date
) -> Delegation:
    row = Delegation(
        council_id=council.id,
        from_person_id=giver.id,
        to_person_id=taker.id,
        valid_from=first,
        valid_to=last,
        reason="Annual leave",
        version=1,
    )
    session.add(row)
    session.commit()
    return row


def _today(session: Session, council: CouncilBuilder, giver: Person, taker: Person) -> Delegation:
    return _delegated(session, council, giver, taker, clock.today(), clock.today())


def _refused(session: Session, actor: Actor, **values: Any) -> tuple[int, str]:
    body = {"valid_to": clock.today() + DAY, "reason": "Annual leave", **values}
    with pytest.raises(Problem) as refused, session.begin_nested():
        delegations.delegate(session, actor, DelegationCreate.model_validate(body))
    problem = refused.value
    return problem.status, problem.errors[0].code if problem.errors else problem.code


def test_a_delegate_acts_with_the_roles_of_who_delegated_beside_their_own(
    session: Session, council: CouncilBuilder
) -> None:
    manager, analyst = council.person("service_manager"), council.person("analyst")
    housing = Place(council.id, unit_id=council.housing.id)
    assert not actor_of(session, analyst.id).may(CONFIRM, housing)
    _today(session, council, manager, analyst)
    actor = actor_of(session, analyst.id)
    assert (actor.person_id, actor.may(CONFIRM, housing)) == (analyst.id, True)
    assert not actor.may(CONFIRM, Place(council.id, unit_id=council.environment.id))
    assert {(grant.role, grant.delegated) for grant in actor.grants} == {("analyst", False), ("service_manager", True)}
    # Who delegated has lost nothing, and gained nothing.
    assert actor_of(session, manager.id).roles == {"service_manager"}


@pytest.mark.parametrize(
    "first,last,counts", [(0, 0, True), (-1, 1, True), (1, 5, False), (-5, -1, False), (0, -1, False)]
)
def test_a_delegation_counts_from_its_first_day_to_its_last(
    session: Session, council: CouncilBuilder, first: int, last: int, counts: bool
) -> None:
    taker = council.person("analyst")
    today = clock.today()
    _delegated(session, council, council.person("service_manager"), taker, today + first * DAY, today + last * DAY)
    assert actor_of(session, taker.id).holds(CONFIRM) is counts


def test_what_was_delegated_is_not_handed_on(session: Session, council: CouncilBuilder) -> None:
    manager, director, analyst = (council.person(role) for role in ("service_manager", "director", "analyst"))
    _today(session, council, manager, director)
    _today(session, council, director, analyst)
    assert actor_of(session, director.id).roles == {"director", "service_manager"}
    assert actor_of(session, analyst.id).roles == {"analyst", "director"}


def test_the_roles_of_a_post_are_delegated_and_the_post_is_not(session: Session, council: CouncilBuilder) -> None:
    holder, taker = council.person("analyst"), council.person("auditor")
    post = council.post("Head of Housing", council.housing)
    period = {"valid_from": LONG_AGO, "valid_to": None}
    session.add(PostHolding(council_id=council.id, post_id=post.id, person_id=holder.id, **period))
    session.add(
        RoleGrant(
            council_id=council.id, role="service_manager", scope=Scope.UNIT, scope_id=council.place.id,
            person_id=None, post_id=post.id, version=1, **period,
        )
    )  # fmt: skip
    _today(session, council, holder, taker)
    actor = actor_of(session, taker.id)
    assert actor.may(CONFIRM, Place(council.id, unit_id=council.housing.id))
    assert (actor.post_ids, actor_of(session, holder.id).post_ids) == (frozenset(), {post.id})


def test_an_administrators_role_is_not_delegated(session: Session, council: CouncilBuilder) -> None:
    """With it the delegate could give themselves the role for good."""
    administrator, taker = council.person("administrator"), council.person("analyst")
    _today(session, council, administrator, taker)
    assert actor_of(session, taker.id).roles == {"analyst"}
    assert actor_of(session, administrator.id).roles == {"administrator"}


def test_whoever_is_disabled_delegates_nothing(session: Session, council: CouncilBuilder) -> None:
    manager, taker = council.person("service_manager"), council.person("analyst")
    _today(session, council, manager, taker)
    manager.active = False
    session.commit()
    assert actor_of(session, taker.id).roles == {"analyst"}


def test_a_delegation_of_another_council_gives_nothing(session: Session, council: CouncilBuilder) -> None:
    other = CouncilBuilder(session, "other", "Other Borough Council")
    taker = council.person("analyst")
    _today(session, other, other.person("service_manager"), taker)
    assert actor_of(session, taker.id).roles == {"analyst"}


def test_nobody_confirms_what_they_submitted_with_whosever_role(session: Session, council: CouncilBuilder) -> None:
    collecting = Collecting(session, council)
    collecting.measures.indicator("H1")
    submission = collecting.submitted(collecting.submission(collecting.opened(Q1)))
    provider, manager = council.person("data_provider"), council.person("service_manager")
    _today(session, council, manager, provider)
    with pytest.raises(Problem) as refused, session.begin_nested():
        collecting.decided(submission, "confirm", actor_of(session, provider.id))
    assert refused.value.status == 409
    session.expire_all()
    deputy = council.person("director")
    _today(session, council, manager, deputy)
    assert collecting.decided(submission, "confirm", actor_of(session, deputy.id)).confirmed_by == deputy.id


def test_who_may_delegate_what_to_whom(session: Session, council: CouncilBuilder) -> None:
    manager, taker = council.actor("service_manager"), council.person("analyst")
    other = CouncilBuilder(session, "other", "Other Borough Council").person("analyst")
    away = council.person("auditor")
    away.active = False
    session.commit()
    assert _refused(session, manager) == (422, "one_delegate")
    assert _refused(session, manager, to_person_id=manager.person_id) == (422, "same_person")
    assert _refused(session, manager, to_person_id=other.id) == (422, "unknown")
    assert _refused(session, manager, to_person_id=away.id) == (422, "unknown")
    assert _refused(session, manager, to_email="nobody@example.test") == (422, "unknown")
    assert _refused(session, manager, to_person_id=taker.id, from_person_id=taker.id) == (403, "forbidden")
    assert _refused(session, manager, to_person_id=taker.id, valid_to=clock.today() - DAY) == (422, "before_start")
    past = {"valid_from": clock.today() - 5 * DAY, "valid_to": clock.today() - DAY}
    assert _refused(session, manager, to_person_id=taker.id, **past) == (422, "past")
    body = DelegationCreate(to_email=taker.email, valid_to=clock.today() + DAY, reason="Annual leave")
    row = delegations.delegate(session, manager, body)
    session.commit()
    assert (row.from_person_id, row.to_person_id, row.valid_from) == (manager.person_id, taker.id, clock.today())
    assert _refused(session, manager, to_person_id=taker.id) == (409, "taken")
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "delegation.create")).one()
    assert (event.subject_id, event.actor_id, event.detail["to_person_id"]) == (row.id, manager.person_id, taker.id)


def test_an_administrator_delegates_for_somebody_who_is_ill(session: Session, council: CouncilBuilder) -> None:
    manager, taker = council.person("service_manager"), council.person("analyst")
    body = DelegationCreate(
        from_person_id=manager.id, to_person_id=taker.id, valid_to=clock.today() + DAY, reason="Ill"
    )
    delegations.delegate(session, council.actor("administrator"), body)
    assert actor_of(session, taker.id).roles == {"analyst", "service_manager"}


def test_a_delegation_is_ended_by_who_gave_it_and_seen_by_both(session: Session, council: CouncilBuilder) -> None:
    manager, taker = council.actor("service_manager"), council.actor("analyst")
    row = _delegated(
        session, council, council.person("service_manager"), council.person("analyst"),
        clock.today() - DAY, clock.today() + DAY,
    )  # fmt: skip
    for actor, sees in ((manager, True), (taker, True), (council.actor("administrator"), True),
                        (council.actor("director"), False)):  # fmt: skip
        assert [each.id for each in session.scalars(delegations.list_delegations(actor))] == ([row.id] if sees else [])
    at_once = DelegationUpdate(valid_to=clock.today() - DAY)
    with pytest.raises(Problem) as refused:
        delegations.end_delegation(session, taker, row.id, at_once, 1)
    assert refused.value.status == 403
    with pytest.raises(Problem) as stale:
        delegations.end_delegation(session, manager, row.id, at_once, 7)
    assert stale.value.status == 412
    delegations.end_delegation(session, manager, row.id, at_once, 1)
    assert (row.version, actor_of(session, taker.person_id or 0).roles) == (2, {"analyst"})
    assert session.scalars(delegations.list_delegations(manager, in_force=True)).all() == []
    assert session.scalars(delegations.list_delegations(manager, in_force=False)).all() == [row]


def test_delegating_over_http(client: WebClient, council: CouncilBuilder) -> None:
    taker = council.person("analyst")
    client.sign_in_as("service_manager")
    body = {"to_email": taker.email, "valid_to": (clock.today() + DAY).isoformat(), "reason": "Annual leave"}
    made = client.change("POST", "/delegations", body)
    assert (made.status_code, made.headers["ETag"]) == (201, '"1"')
    assert (made.json()["to_name"], made.json()["from_name"], made.json()["in_force"]) == (
        "The analyst", "The service manager", True,
    )  # fmt: skip
    client.sign_in_as("analyst")
    assert client.read("/session")["roles"] == ["analyst", "service_manager"]
    grants = client.read("/session")["grants"]
    assert {grant["role"]: grant["delegated"] for grant in grants} == {"analyst": False, "service_manager": True}
    at = f"/delegations/{made.json()['id']}"
    assert client.read(at)["reason"] == "Annual leave"
    assert client.change("PATCH", at, {"valid_to": clock.today().isoformat()}, 1).status_code == 403
    client.sign_in_as("director")
    assert client.get(f"/api/v1{at}").status_code == 404
    assert client.read("/delegations")["items"] == []
    client.sign_in_as("service_manager")
    ended = client.change("PATCH", at, {"valid_to": (clock.today() - DAY).isoformat()}, 1)
    assert (ended.status_code, ended.json()["in_force"]) == (200, False)
    client.sign_in_as("analyst")
    assert client.read("/session")["roles"] == ["analyst"]
