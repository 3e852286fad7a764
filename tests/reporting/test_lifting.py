"""An exemption that ends: by whoever may issue to the body, with a reason, from then on and in no seal."""

from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.measures.editions import PackEdition
from quarterdeck.measures.figures import Filters
from quarterdeck.measures.reads import read_figures
from quarterdeck.measures.viewpoint import NOW, Viewpoint, left_out
from quarterdeck.planning import activities, outline
from quarterdeck.planning.activity_reads import activity_detail, activity_reads
from quarterdeck.planning.models import Activity, ActivityStatus, Plan, Priority, Theme
from quarterdeck.reporting import sealing
from quarterdeck.reporting.lifting import lift_exemption
from quarterdeck.reporting.parts import read_content
from quarterdeck.reporting.schemas import ExemptionLift
from tests.dashboards.test_query_counts import USUAL, asked_of
from tests.reporting.reviewing import Reviewing
from tests.reporting.test_exempt import Q1, WHY, exempt_lettings
from tests.web import WebClient

AWARDED = "The tender was awarded on 3 October."


@pytest.fixture
def activity(reviewing: Reviewing) -> Activity:
    return reviewing.activity("People 5")


@pytest.fixture
def edition(reviewing: Reviewing, activity: Activity) -> PackEdition:
    """Approved by Cabinet and public, without lettings (H4) and People 5."""
    edition = reviewing.reviewed(reviewing.seal(reviewing.collected()))
    cabinet = reviewing.council.cabinet
    exempt = [exempt_lettings(reviewing), {"kind": "activity", "activity_id": activity.id, "reason": WHY}]
    reviewing.issue(edition, cabinet, reviewing.meeting(cabinet, clock.today()), exempt=exempt)
    return reviewing.decide(edition, "approve", "cabinet", reviewing.clerk)


def lettings(reviewing: Reviewing) -> dict[str, Any]:
    return {"series_id": reviewing.measures.series(reviewing.lettings).id, "period": Q1}


def lifted(reviewing: Reviewing, edition: PackEdition, actor: Actor | None = None, **part: Any) -> int:
    data = ExemptionLift.model_validate({"reason": AWARDED, **part})
    made = lift_exemption(reviewing.session, actor or reviewing.clerk, edition.id, data)
    reviewing.session.commit()
    return made.marked


def refs(session: Session, actor: Actor, edition: PackEdition) -> tuple[list[str], list[str], list[str]]:
    """What the actor reads now, and of the edition: figures, and activities."""
    content = read_content(session, actor, edition).content
    now = read_figures(session, actor, NOW, Filters(period=Q1))
    return [each.ref for each in now], [each.ref for each in content.figures], [each.ref for each in content.activities]


def test_what_is_lifted_is_read_again_and_what_is_sealed_stays_as_it_is(
    session: Session, reviewing: Reviewing, edition: PackEdition, activity: Activity
) -> None:
    analyst, sealed = reviewing.council.actor("analyst"), (edition.manifest_sha256, dict(edition.content))
    assert refs(session, analyst, edition) == (["W2"], ["W2"], [])
    assert lifted(reviewing, edition, **lettings(reviewing)) == 1
    assert refs(session, analyst, edition) == (["H4", "W2"], ["H4", "W2"], [])
    viewpoint = Viewpoint(edition.change_no, edition.id)
    assert [each.ref for each in read_figures(session, analyst, viewpoint)] == ["H4", "W2"]
    assert not left_out(session, analyst, viewpoint)
    assert lifted(reviewing, edition, activity_id=activity.id) == 1
    assert refs(session, analyst, edition)[2] == ["People 5"]
    assert read_content(session, analyst, edition).is_whole
    session.refresh(edition)
    assert (edition.manifest_sha256, edition.content) == sealed
    assert sealing.faults(session, edition) == []
    events = session.scalars(select(AuditEvent).where(AuditEvent.action == "pack_edition.lift_exemption")).all()
    assert [(event.subject_id, event.comment) for event in events] == [(edition.id, AWARDED)] * 2
    assert events[0].detail["period"] == Q1


def test_marked_once_more_it_is_exempt_again(session: Session, reviewing: Reviewing, edition: PackEdition) -> None:
    lifted(reviewing, edition, **lettings(reviewing))
    reviewing.issue(edition, reviewing.council.scrutiny, exempt=[exempt_lettings(reviewing)])
    analyst = reviewing.council.actor("analyst")
    assert refs(session, analyst, edition)[:2] == (["W2"], ["W2"])
    assert lifted(reviewing, edition, **lettings(reviewing)) == 1
    assert refs(session, analyst, edition)[:2] == (["H4", "W2"], ["H4", "W2"])


def test_who_may_issue_to_the_body_lifts_and_nobody_else(
    reviewing: Reviewing, edition: PackEdition, activity: Activity
) -> None:
    council = reviewing.council

    def refused(actor: Actor, **part: Any) -> tuple[int, str]:
        with pytest.raises(Problem) as problem, reviewing.session.begin_nested():
            lifted(reviewing, edition, actor, **part)
        reviewing.session.expire_all()
        return problem.value.status, problem.value.code

    elsewhere = council.actor("committee_administrator", body=council.scrutiny)
    for actor in (reviewing.director, council.actor("analyst"), council.actor("auditor"), elsewhere):
        assert refused(actor, activity_id=activity.id)[0] == 403
    assert refused(reviewing.clerk, activity_id=activity.id + 1) == (409, "not-exempt")
    assert lifted(reviewing, edition, reviewing.team, activity_id=activity.id) == 1
    assert refused(reviewing.clerk, activity_id=activity.id) == (409, "not-exempt")
    for wrong in ({}, {"series_id": 1}, {"series_id": 1, "period": Q1, "activity_id": 1}):
        with pytest.raises(ValidationError):
            ExemptionLift.model_validate({"reason": AWARDED, **wrong})


def test_how_an_exempt_activity_was_judged_is_told_to_those_who_read_the_part(
    session: Session, reviewing: Reviewing, edition: PackEdition, activity: Activity, client: WebClient
) -> None:
    council = reviewing.council
    session.refresh(activity)
    judged = ActivityStatus(activity.status)
    plan = session.scalars(select(Plan).join(Theme).join(Priority).where(Priority.id == activity.priority_id)).one()
    readers = {
        council.actor("analyst"): False,
        council.actor("scrutiny_member"): False,
        council.actor("data_provider", unit=council.environment): False,
        council.actor("data_provider", unit=council.housing): True,
        council.actor("cabinet_member"): True,
        reviewing.director: True,
        reviewing.team: True,
        council.actor("auditor"): True,
    }
    for actor, told in readers.items():
        expected = judged if told else None
        [read] = activity_reads(session, actor, [activity])
        assert (read.status, read.status_withheld, activity_detail(session, actor, activity).status) == (
            expected, not told, expected,
        )  # fmt: skip
        assert told or (read.percent_complete, read.hints) == (None, [])
        by_status = activities.list_activities(actor, status=judged)
        assert (activity in session.scalars(by_status).all()) is told
        counts = outline.plan_tree(session, actor, plan).counts
        assert counts.statuses.withheld == (0 if told else 1)
        assert sum(counts.statuses.model_dump().values()) == counts.activities
    client.sign_in_as("analyst")
    with asked_of(client.app.state.database) as sent:  # type: ignore[attr-defined]
        [item] = client.read("/activities")["items"]
    assert (item["status"], len(sent) <= USUAL) == (None, True)

    def in_thread() -> Any:
        [shown] = client.read("/golden-thread", activity_id=activity.id)["plans"][0]["themes"][0]["priorities"]
        return shown["activities"][0]["status"]

    assert in_thread() is None
    client.sign_in_as("cabinet_member")
    assert in_thread() == judged
    lifted(reviewing, edition, activity_id=activity.id)
    client.sign_in_as("analyst")
    assert (client.read(f"/activities/{activity.id}")["status"], in_thread()) == (judged, judged)


def test_lifting_over_http(client: WebClient, reviewing: Reviewing, edition: PackEdition) -> None:
    body = {**lettings(reviewing), "reason": AWARDED}
    made = client.sign_in_as("committee_administrator").change("POST", f"/packs/{edition.id}/lifted-exemptions", body)
    assert (made.status_code, made.json()["marked"], made.json()["period"]) == (201, 1, Q1)
    assert "H4 " in client.sign_in_as("analyst").get(f"/api/v1/packs/{edition.id}/documents/html").text
