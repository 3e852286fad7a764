"""What changed of an edition since it was decided on; editions by report number; decisions on what one may see."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.framework.decisions import approvals
from quarterdeck.reporting.changed_since import changed_since_decided
from quarterdeck.reporting.packs import edition_read, list_editions
from tests.reporting.reviewing import Reviewing
from tests.web import WebClient

pytestmark = pytest.mark.both

Q1 = "2023-24-Q1"


def test_an_edition_says_how_many_of_its_figures_were_restated_since_its_decision(
    session: Session, reviewing: Reviewing
) -> None:
    edition = reviewing.put_before_cabinet()
    team = reviewing.team
    before = reviewing.settled(reviewing.proposed(reviewing.lettings, Q1, value=91.0), "accept")
    assert edition_read(session, team, edition).changed_since_decided is None
    reviewing.decide(edition, "approve", "cabinet", reviewing.clerk)
    # What was restated before the decision is not a change since.
    assert edition_read(session, team, edition).changed_since_decided == 0
    elsewhere = reviewing.council.actor("data_provider", unit=reviewing.council.environment)
    reviewing.proposed(reviewing.recycling, Q1, elsewhere, value=90.0)
    assert edition_read(session, team, edition).changed_since_decided == 0
    twice = [reviewing.settled(reviewing.proposed(reviewing.lettings, Q1, value=value), "accept") for value in (92, 93)]
    assert edition_read(session, team, edition).changed_since_decided == 1
    # Scrutiny notes it afterwards; the count is since the decisive decision all the same.
    reviewing.issue(edition, reviewing.council.scrutiny)
    reviewing.decide(edition, "note", "scrutiny", reviewing.clerk)
    assert edition_read(session, team, edition).changed_since_decided == 1
    assert before.id < twice[0].id


def test_the_count_leaves_out_what_is_exempt_and_editions_not_decided_on(
    session: Session, reviewing: Reviewing
) -> None:
    edition = reviewing.reviewed(reviewing.seal(reviewing.collected()))
    series_id = reviewing.measures.series(reviewing.lettings).id
    exempt = {"kind": "figure", "series_id": series_id, "period": Q1, "reason": "Schedule 12A, paragraph 3"}
    reviewing.issue(edition, reviewing.council.cabinet, exempt=[exempt])
    reviewing.decide(edition, "note", "cabinet", reviewing.clerk)
    reviewing.settled(reviewing.proposed(reviewing.lettings, Q1, value=91.0), "accept")
    second = reviewing.seal(reviewing.collected("2023-24-Q2"))
    ids = [edition.id, second.id]

    def counted(actor: Actor) -> list[tuple[int, int]]:
        return [(row.edition_id, row.changed) for row in session.execute(changed_since_decided(actor, ids))]

    assert counted(reviewing.team) == counted(reviewing.council.actor("cabinet_member")) == [(edition.id, 1)]
    assert counted(reviewing.council.actor("analyst")) == [(edition.id, 0)]


@pytest.mark.slow
def test_the_restatements_of_an_edition_are_listed(client: WebClient, reviewing: Reviewing) -> None:
    edition = reviewing.put_before_cabinet()
    first = reviewing.settled(reviewing.proposed(reviewing.lettings, Q1, value=91.0), "accept")
    reviewing.decide(edition, "approve", "cabinet", reviewing.clerk)
    second = reviewing.settled(reviewing.proposed(reviewing.lettings, Q1, value=92.0), "accept")
    third = reviewing.proposed(reviewing.lettings, Q1, value=93.0)
    reviewing.closed(edition)
    later = reviewing.seal(reviewing.collected("2023-24-Q2"))

    def listed(**query: Any) -> list[int]:
        return [each["id"] for each in client.read("/restatements", **query)["items"]]

    client.sign_in_as("director")
    assert listed(pack=edition.id) == [third.id, second.id, first.id]
    assert listed(pack=edition.id, since_decided="true") == [second.id]
    assert listed(pack=later.id) == []
    assert client.read(f"/packs/{edition.id}")["changed_since_decided"] == 1
    assert [each["changed_since_decided"] for each in client.read("/packs")["items"]] == [None, 1]
    client.sign_in_as("scrutiny_member")
    assert client.get(f"/api/v1/restatements?pack={later.id}").status_code == 404


def test_editions_are_found_by_their_report_number(client: WebClient, reviewing: Reviewing) -> None:
    edition = reviewing.put_before_cabinet()
    client.sign_in_as("cabinet_member")
    [found] = client.read("/packs", report_number="ace2304")["items"]
    assert (found["id"], found["issues"][-1]["report_number"]) == (edition.id, "ACE2304")
    assert client.read("/packs", report_number="ACE23")["items"] == []
    client.sign_in_as("scrutiny_member")
    assert client.read("/packs", report_number="ACE2304")["items"] == []
    nobody = reviewing.council.actor("analyst")
    assert reviewing.session.scalars(list_editions(nobody, report_number="ACE2304")).all() == []


def test_decisions_are_read_on_editions_that_one_may_see(session: Session, reviewing: Reviewing) -> None:
    """What CMT said of an edition is not everybody's before the edition is."""
    council, edition = reviewing.council, reviewing.reviewed(reviewing.seal(reviewing.collected()))

    def read_by(actor: Actor) -> int:
        return len(session.scalars(approvals(actor, subject_kind="pack_edition", subject_id=edition.id)).all())

    outside = [council.actor(role) for role in ("analyst", "scrutiny_member", "service_manager", "administrator")]
    assert [read_by(actor) for actor in outside] == [0, 0, 0, 0]
    assert [read_by(actor) for actor in (reviewing.team, reviewing.holders["HOMES"], reviewing.director)] == [3, 3, 3]
    cabinet = council.actor("cabinet_member")
    assert read_by(cabinet) == 0
    reviewing.issue(edition, council.cabinet, reviewing.meeting(council.cabinet))
    # The papers are public now.
    assert [read_by(actor) for actor in (cabinet, *outside)] == [3, 3, 3, 3, 3]
