"""How an action comes along: notes, days that are moved, evidence; all of it over HTTP too."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.actions import progress
from quarterdeck.actions.models import ActionDueChange
from quarterdeck.actions.reads import action_read, action_reads
from quarterdeck.core import clock
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from tests.actions.asking import Asking
from tests.builders import CouncilBuilder
from tests.measures.counting import counted
from tests.web import WebClient


def _refusal(refused: pytest.ExceptionInfo[Problem]) -> tuple[int, str]:
    problem = refused.value
    return problem.status, problem.errors[0].code if problem.errors else problem.code


def test_notes_are_added_by_the_service_and_by_those_who_asked_while_it_is_under_way(
    session: Session, council: CouncilBuilder, asking: Asking
) -> None:
    action = asking.raised()
    asking.noted(action, "The first draft is with the Head of Housing")
    asking.noted(action, "Members asked how far it has come", asking.clerk)
    assert action_read(session, asking.team, action).notes == 2
    assert action.version == 1
    stranger = council.actor("data_provider", unit=council.environment)
    for actor in (stranger, council.actor("director"), council.actor("analyst")):
        with pytest.raises(Problem) as refused:
            asking.noted(action, "x", actor)
        assert refused.value.status == 403
    asking.noted(asking.reported_done(action), "Waiting for the Committee to confirm")
    asking.decided(action, "confirm_closure", asking.clerk)
    with pytest.raises(Problem) as closed:
        asking.noted(action, "Too late")
    assert _refusal(closed) == (409, "wrong-state")
    events = session.scalars(select(AuditEvent).where(AuditEvent.action == "action.note")).all()
    # What was written stays with the note; the chain holds that it was.
    assert [list(event.detail) for event in events] == [["note_id"]] * 3


def test_a_day_is_moved_with_a_reason_and_the_first_stays_in_sight(session: Session, asking: Asking) -> None:
    action = asking.raised()
    asking.moved(action, "2023-12", "The tender had to be run again")
    asking.moved(action, "2023-11-15", "The Committee wants it before its meeting", asking.clerk)
    read = action_read(session, asking.team, action)
    assert (read.due, str(read.due_on), read.due_precision) == ("2023-11-15", "2023-11-15", "day")
    assert (read.first_due, read.due_changes, read.version) == ("2023-09", 2, 3)
    query = progress.list_due_changes(session, asking.team, action.id).order_by(ActionDueChange.number)
    rows = [progress.due_change_read(row) for row in session.scalars(query)]
    assert [(row.number, row.from_due, row.to_due, row.reason, row.changed_by) for row in rows] == [
        (1, "2023-09", "2023-12", "The tender had to be run again", asking.manager.person_id),
        (2, "2023-12", "2023-11-15", "The Committee wants it before its meeting", asking.clerk.person_id),
    ]
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "action.move_due")).first()
    assert event is not None
    assert event.detail == {"number": 1, "from": "2023-09", "to": "2023-12"}


def test_overdue_is_counted_against_the_day_as_it_was_moved(session: Session, asking: Asking) -> None:
    action = asking.raised()
    with clock.set_to(datetime(2023, 10, 5, 12, tzinfo=UTC)):
        assert action_read(session, asking.team, action).overdue is True
        asking.moved(action, "2023-10", "One more month was agreed")
        assert action_read(session, asking.team, action).overdue is False
    with clock.set_to(datetime(2023, 11, 1, 12, tzinfo=UTC)):
        assert action_read(session, asking.team, action).overdue is True


def test_a_day_is_not_moved_to_itself_nor_from_elsewhere_nor_once_it_is_done(
    council: CouncilBuilder, asking: Asking
) -> None:
    action = asking.raised()
    with pytest.raises(Problem) as same:
        asking.moved(action, "2023-09", "No reason")
    assert _refusal(same) == (422, "same")
    # The last day of September is another precision, and so another promise.
    asking.moved(action, "2023-09-30", "The Committee meets in October")
    with pytest.raises(Problem) as forbidden:
        asking.moved(action, "2024-01", "Later", council.actor("service_manager", unit=council.environment))
    assert forbidden.value.status == 403
    with pytest.raises(Problem) as done:
        asking.moved(asking.reported_done(action), "2024-01", "Later")
    assert _refusal(done) == (409, "wrong-state")


def test_a_list_of_many_takes_as_many_queries_as_one(session: Session, council: CouncilBuilder, asking: Asking) -> None:
    post, person = council.post("Head of Housing", council.housing), council.person("data_provider")
    of_person = {"whom_person_id": person.id, "whom_text": None}
    rows = [asking.raised(whom_post_id=post.id, whom_text=None), asking.raised(**of_person), asking.raised()]
    asking.moved(rows[0], "2023-12", "Later")
    with counted(session) as few:
        action_reads(session, asking.team, rows[:2])
    rows += [asking.raised(**of_person) for _ in range(5)]
    with counted(session) as many:
        action_reads(session, asking.team, rows)
    assert len(many) == len(few)


def test_an_action_from_being_raised_to_its_closure_over_http(client: WebClient, council: CouncilBuilder) -> None:
    client.sign_in_as("committee_administrator")
    meeting = {"body_id": council.scrutiny.id, "held_on": "2023-09-05", "title": "September", "public": True}
    source = client.change("POST", "/meetings", meeting).json()
    asked = {
        "what": "Report back",
        "whom_text": "All services",
        "unit_id": council.housing.id,
        "due": "2023-12",
        "source_kind": "meeting",
        "source_id": source["id"],
    }
    action = client.change("POST", "/actions", asked).json()
    path = f"/actions/{action['id']}"
    assert (action["first_due"], action["due_changes"], action["allowed_actions"]) == ("2023-12", 0, ["cancel"])

    def decide(role: str, name: str, comment: str | None = None) -> Any:
        client.sign_in_as(role)
        version = client.read(path)["version"]
        return client.change("POST", f"{path}/decisions", {"action": name, "comment": comment}, version)

    client.sign_in_as("service_manager")
    moved = client.change("POST", f"{path}/due-changes", {"due": "2024-02", "reason": "The tender was late"}, 1)
    assert (moved.status_code, moved.headers["ETag"], moved.json()["due"]) == (201, '"2"', "2024-02")
    assert client.change("POST", f"{path}/due-changes", {"due": "2024-03", "reason": "x"}).status_code == 428
    noted = client.change("POST", f"{path}/notes", {"text": "Under way"})
    assert (noted.status_code, noted.json()["kind"]) == (201, "note")
    evidence = client.post(
        "/api/v1/evidence",
        files={"file": ("report.txt", b"What was found", "text/plain")},
        data={"kind": "action", "subject_id": str(action["id"]), "note": ""},
    )
    assert evidence.status_code == 201
    assert decide("service_manager", "report_done", "Reported").json()["state"] == "awaiting_closure"
    assert decide("service_manager", "confirm_closure").status_code == 403
    assert decide("committee_administrator", "send_back", "The annex is missing").json()["state"] == "open"
    assert decide("data_provider", "report_done", "Reported with its annex").status_code == 200
    closed = decide("committee_administrator", "confirm_closure").json()
    assert (closed["state"], closed["outcome"], closed["notes"]) == ("completed", "Reported with its annex", 4)
    client.sign_in_as("analyst")
    kinds = [note["kind"] for note in client.read(f"{path}/notes")["items"]]
    assert kinds == ["report_done", "send_back", "report_done", "note"]
    assert [each["to_due"] for each in client.read(f"{path}/due-changes")["items"]] == ["2024-02"]
    assert len(client.read("/evidence", kind="action", subject_id=action["id"])["items"]) == 1
    assert client.read("/actions", state="awaiting_closure")["items"] == []
