"""The API of pack editions and restatements: answers, ETags, and problems."""

import hashlib
from typing import Any

import pytest

from quarterdeck.measures.editions import PackEdition
from tests.reporting.reviewing import Reviewing
from tests.web import WebClient

Q1 = "2023-24-Q1"


def decided(client: WebClient, edition: dict[str, Any], stage: str, action: str = "approve", **given: Any) -> Any:
    body = {"action": action, "stage": stage, **given}
    return client.change("POST", f"/packs/{edition['id']}/decisions", body, edition["version"])


@pytest.mark.slow
def test_a_pack_is_sealed_reviewed_issued_and_approved_over_http(client: WebClient, reviewing: Reviewing) -> None:
    council, round_ = reviewing.council, reviewing.collected()
    made = client.sign_in_as("performance_team").change("POST", "/packs", {"round_id": round_.id})
    assert (made.status_code, made.headers["ETag"]) == (201, '"1"')
    edition = made.json()
    assert (edition["number"], edition["state"], edition["allowed_actions"]) == (1, "sealed", [])
    assert [each["body"] for each in edition["issues"]] == ["CMT"]

    answer = decided(client.sign_in_as("director"), edition, "officer_review")
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    for portfolio in (council.homes, council.streets):
        answer = decided(
            client.sign_in_as("portfolio_holder", portfolio=portfolio),
            answer.json(),
            "portfolio_review",
            portfolio=portfolio.code,
        )
        assert answer.status_code == 200, answer.text
    client.sign_in_as("committee_administrator")
    meeting = reviewing.meeting(council.cabinet)
    issue = client.change(
        "POST",
        f"/packs/{edition['id']}/issues",
        {
            "body_id": council.cabinet.id,
            "meeting_id": meeting.id,
            "report_number": "ACE2304",
            "late_reason": "The figures came late",
        },
    )
    assert issue.status_code == 201, issue.text
    assert {name: issue.json()[name] for name in ("body", "report_number", "late_reason", "locks", "outcome")} == {
        "body": "CAB",
        "report_number": "ACE2304",
        "late_reason": "The figures came late",
        "locks": True,
        "outcome": None,
    }
    answer = decided(client, answer.json(), "cabinet", minute_reference="12")
    assert answer.status_code == 200, answer.text
    assert answer.json()["issues"][-1]["outcome"] == "approved"
    [listed] = client.read("/packs", round_id=round_.id, period=Q1)["items"]
    assert listed == answer.json()
    approvals = client.read("/approvals", subject_kind="pack_edition", subject_id=edition["id"])["items"]
    assert len(approvals) == 4
    assert client.read("/packs", period="2023-24-Q2")["items"] == []


def test_the_manifests_bytes_give_the_editions_digest(client: WebClient, reviewing: Reviewing) -> None:
    edition = reviewing.seal(reviewing.collected())
    client.sign_in_as("auditor")
    answer = client.get(f"/api/v1/packs/{edition.id}/manifest")
    assert answer.headers["content-type"] == "application/json"
    assert hashlib.sha256(answer.content).hexdigest() == edition.manifest_sha256
    assert {each["series_id"] for each in answer.json()["figures"]} == {
        each["series_id"] for each in answer.json()["content"]["figures"]
    }
    assert client.read(f"/packs/{edition.id}/verify") == {
        "edition_id": edition.id,
        "manifest_sha256": edition.manifest_sha256,
        "verifies": True,
        "faults": [],
    }


def test_a_portfolio_holder_reads_a_part_and_no_manifest(client: WebClient, reviewing: Reviewing) -> None:
    edition = reviewing.seal(reviewing.collected())
    client.sign_in_as("portfolio_holder", portfolio=reviewing.council.homes)
    detail = client.read(f"/packs/{edition.id}")
    assert (detail["part"], [each["ref"] for each in detail["content"]["figures"]]) == (["HOMES"], ["H4"])
    assert client.get(f"/api/v1/packs/{edition.id}/manifest").status_code == 403
    client.sign_in_as("director")
    whole = client.read(f"/packs/{edition.id}")
    assert (whole["part"], [each["ref"] for each in whole["content"]["figures"]]) == (None, ["H4", "W2"])


def test_an_edition_that_one_may_not_see_is_not_there(client: WebClient, reviewing: Reviewing) -> None:
    edition = reviewing.seal(reviewing.collected())
    client.sign_in_as("scrutiny_member")
    for path in ("", "/manifest", "/verify", "/documents/html"):
        assert client.get(f"/api/v1/packs/{edition.id}{path}").status_code == 404
    assert client.read("/packs")["items"] == []


def test_problems_are_told_as_the_contract_says(client: WebClient, reviewing: Reviewing) -> None:
    round_ = reviewing.opened(Q1)
    client.sign_in_as("performance_team")
    answer = client.change("POST", "/packs", {"round_id": round_.id})
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (409, "submissions-outstanding")
    assert len(answer.json()["errors"]) == 2
    sealed = client.change("POST", "/packs", {"round_id": round_.id, "allow_missing": True, "comment": "Late"}).json()
    path = f"/packs/{sealed['id']}/decisions"
    body = {"action": "approve", "stage": "officer_review"}
    assert client.change("POST", path, body, 1).status_code == 403
    client.sign_in_as("director")
    assert client.change("POST", path, body).status_code == 428
    assert client.change("POST", path, body, 9).status_code == 412
    assert client.change("POST", path, {**body, "action": "adopt"}, 1).status_code == 422
    assert client.change("POST", path, {**body, "submission_ids": [1]}, 1).status_code == 422
    assert client.change("POST", path, {**body, "stage": "cabinet"}, 1).status_code == 403
    assert client.change("POST", "/packs", {"round_id": round_.id}).status_code == 403
    client.sign_in_as("analyst")
    assert client.change("POST", path, body, 1).status_code == 403


@pytest.mark.slow
def test_a_restatement_is_proposed_and_accepted_over_http(client: WebClient, reviewing: Reviewing) -> None:
    edition: PackEdition = reviewing.approved()
    series_id = reviewing.measures.series(reviewing.lettings).id
    body = {"series_id": series_id, "period": Q1, "value": 91.0, "reason": "Two homes were missing"}
    made = client.sign_in_as("data_provider").change("POST", "/restatements", body)
    assert (made.status_code, made.headers["ETag"], made.json()["state"]) == (201, '"1"', "proposed")
    path = f"/restatements/{made.json()['id']}"
    assert client.change("POST", f"{path}/decisions", {"action": "accept"}, 1).status_code == 403
    accepted = client.sign_in_as("service_manager").change("POST", f"{path}/decisions", {"action": "accept"}, 1)
    assert (accepted.status_code, accepted.json()["state"], accepted.json()["was"]) == (200, "accepted", 97.0)
    reader = client.sign_in_as("analyst")
    assert reader.read(path) == {**accepted.json(), "allowed_actions": []}
    assert [each["id"] for each in reader.read("/restatements", ref="H4", state="accepted")["items"]] == [
        made.json()["id"]
    ]
    assert reader.change("POST", "/restatements", body).status_code == 403
    [live] = [each for each in reader.read("/observations", ref="H4")["items"] if each["period"] == Q1]
    assert (live["value"], live["revised"]) == (91.0, True)
    client.sign_in_as("director")
    [then] = client.read("/observations", ref="H4", pack=edition.id)["items"]
    assert (then["value"], then["revised"]) == (97.0, False)
    assert client.read(f"/packs/{edition.id}/verify")["verifies"]
