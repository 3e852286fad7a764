"""Services of one officer, who enters and manages: somebody else confirms, in a letter or with the officer's roles."""

from datetime import timedelta
from typing import Any

import pytest

from tests.documents.pages import Page
from tests.journeys.audit import log_tells_all
from tests.journeys.council import Cast, Council, address, today
from tests.journeys.planning import Q1, Plan
from tests.journeys.quarter import HOUSING, STREETS, Quarter
from tests.journeys.refusing import STALE, Refused, all_are_refused
from tests.journeys.seeing import FIGURES_OF, figures_seen_by

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.either]

SMALL = Cast(
    bodies=(("CAB", "Cabinet", "cabinet"),),
    portfolios=(),
    people=(
        ("performance team", "performance_team", "council", None),
        # The only officer of each service: both enter, and nobody else there confirms.
        ("housing manager", "service_manager", "unit", "HOUSING"),
        ("streets manager", "service_manager", "unit", "STREETS"),
        ("deputy", "analyst", "council", None),
        ("chief executive", "director", "council", None),
        ("clerk", "committee_administrator", "council", None),
        ("auditor", "auditor", "council", None),
        ("analyst", "analyst", "council", None),
    ),
)
OF_HOUSING = "POST /submissions/{HOUSING}/decisions"
OF_STREETS = "POST /submissions/{STREETS}/decisions"
CONFIRM = {"action": "confirm"}
BY_LETTER = {"action": "confirm_off_system", "comment": "By letter of 20 July", "post_id": "{chief executive}"}
WITH_LETTER = {**BY_LETTER, "evidence_id": "{letter}"}

SUBMITTED = (
    Refused("housing manager", OF_HOUSING, CONFIRM, 409, "not-allowed-now"),
    Refused("performance team", OF_HOUSING, CONFIRM, 403, "forbidden"),
    Refused("deputy", OF_HOUSING, CONFIRM, 403, "forbidden"),
    Refused("housing manager", OF_HOUSING, WITH_LETTER, 403, "forbidden"),
    Refused("chief executive", OF_HOUSING, WITH_LETTER, 403, "forbidden"),
    Refused("performance team", OF_HOUSING, {**WITH_LETTER, "comment": None}, 409, "comment-required"),
    Refused("performance team", OF_HOUSING, BY_LETTER, 422, "invalid"),
    Refused("performance team", OF_HOUSING, {**WITH_LETTER, "evidence_id": 10**6}, 422, "invalid"),
    Refused("performance team", OF_HOUSING, {**WITH_LETTER, "post_id": "{streets manager}"}, 422, "invalid"),
    # The officer's own post is the officer.
    Refused("performance team", OF_HOUSING, {**WITH_LETTER, "post_id": "{housing manager}"}, 409, "not-allowed-now"),
    Refused("performance team", OF_HOUSING, WITH_LETTER, 412, "stale-version", STALE),
    Refused("streets manager", "GET /evidence/{letter}", None, 404, "not-found"),
)
DELEGATED = (
    Refused("streets manager", OF_STREETS, CONFIRM, 409, "not-allowed-now"),
    # The roles of one service, and no more of them than its officer has.
    Refused("deputy", "GET /submissions/{HOUSING}", None, 404, "not-found"),
    Refused("deputy", "POST /packs", {"round_id": "{round}"}, 403, "forbidden"),
)
NO_MORE = (Refused("deputy", "GET /submissions/{STREETS}", None, 404, "not-found"),)


def test_nobody_confirms_their_own_and_a_service_of_one_officer_still_reports(council: Council) -> None:
    plan = _is_set_up(council)
    quarter = Quarter(council, Q1)
    quarter.opens()
    _a_post_confirms_by_letter(quarter)
    _a_deputy_confirms(quarter)
    _cabinet_decides(quarter)
    _document_is_read(quarter)
    _nobody_accepts_their_own(plan)
    quarter.closes()
    log_tells_all(council, [])


def _is_set_up(council: Council) -> Plan:
    """A small council: its framework is a check and Cabinet's decision, and each service has one officer."""
    council.is_set_up(SMALL)
    for who, unit in (("housing manager", "HOUSING"), ("streets manager", "STREETS")):
        council.grants(who, "data_provider", "unit", unit)
    fixed = {"optional": False, "days_allowed": 5}
    check = {"key": "check", "name": "Check", "kind": "check", "position": 1, "body_id": None, "decisive": False}
    cabinet = {"key": "cabinet", "name": "Cabinet", "kind": "member_body", "position": 2, "decisive": True}
    stages = [{**check, **fixed}, {**cabinet, **fixed, "body_id": council.bodies["CAB"]}]
    council.adopts_framework("cabinet_first", stages=stages)
    plan = Plan(council)
    plan.is_drafted()
    plan.is_adopted()
    plan.has_targets()
    return plan


def _a_post_confirms_by_letter(quarter: Quarter) -> None:
    """The officer submits, the chief executive confirms by letter, and the performance team records which post did."""
    council = quarter.council
    quarter.types("HOUSING", HOUSING, "housing manager")
    mine = quarter.submission("HOUSING", "housing manager")
    assert (mine["state"], mine["allowed_actions"]) == ("draft", ["submit"])
    submitted = quarter.decides("HOUSING", "submit", "housing manager")
    # What is offered is what would be done: not to confirm it.
    assert submitted["allowed_actions"] == ["return"]
    problem = council["housing manager"].refused(
        409, "POST", f"/submissions/{submitted['id']}/decisions", CONFIRM, submitted["version"]
    )
    # What to do next is said there and then.
    for each in ("a delegate of yours", "the performance team records with evidence"):
        assert each in problem["detail"]
    assert "confirm_off_system" in quarter.submission("HOUSING", "performance team")["allowed_actions"]
    letter = _letter(quarter, submitted["id"])
    ids = {**council.posts, "letter": letter["id"]}
    all_are_refused(quarter, SUBMITTED, ids)
    assert figures_seen_by(quarter, ("chief executive", "performance team")) == {
        "chief executive": set(),
        "performance team": set(),
    }
    decision = {**BY_LETTER, "post_id": council.posts["chief executive"], "evidence_id": letter["id"]}
    council["performance team"].post(f"/submissions/{submitted['id']}/decisions", decision, submitted["version"])
    for who in ("housing manager", "chief executive", "auditor"):
        read = quarter.submission("HOUSING", who)
        assert (read["state"], read["confirmed_off_system"], read["confirmed_by"]) == ("confirmed", True, None), who
        assert (read["submitted_by"], read["confirmed_by_post_id"], read["off_system_evidence_id"]) == (
            council.people["housing manager"],
            council.posts["chief executive"],
            letter["id"],
        )
    seen = {"chief executive": FIGURES_OF["housing"], "streets manager": set(), "analyst": set()}
    assert figures_seen_by(quarter, seen) == seen


def _letter(quarter: Quarter, submission_id: int) -> Any:
    """The chief executive's letter, kept as evidence of the submission: read by the service and the auditor."""
    answer = quarter.team.http.post(
        "/evidence",
        data={"kind": "submission", "subject_id": submission_id, "note": "Signed"},
        files={"file": ("letter.txt", b"I confirm the figures of Housing.", "text/plain")},
    )
    assert answer.status_code == 201, answer.text
    letter = answer.json()
    for who in ("housing manager", "auditor"):
        assert quarter.council[who].get(f"/evidence/{letter['id']}")["note"] == "Signed"
    return letter


def _a_deputy_confirms(quarter: Quarter) -> None:
    """Another officer lets a deputy act with their roles for some days: two people, who stay two."""
    council = quarter.council
    officer, deputy = council["streets manager"], council["deputy"]
    quarter.types("STREETS", STREETS, "streets manager")
    quarter.decides("STREETS", "submit", "streets manager")
    all_are_refused(quarter, NO_MORE)
    week = {"to_email": address("deputy"), "valid_to": str(today() + timedelta(days=7)), "reason": "Annual leave"}
    council["housing manager"].refused(
        403, "POST", "/delegations", {**week, "from_person_id": council.people["streets manager"]}
    )
    given = officer.post("/delegations", week)
    all_are_refused(quarter, DELEGATED)
    assert quarter.submission("STREETS", "deputy")["allowed_actions"] == ["return", "confirm"]
    confirmed = quarter.decides("STREETS", "confirm", "deputy")
    people = (council.people["streets manager"], council.people["deputy"])
    assert (confirmed["submitted_by"], confirmed["confirmed_by"]) == people
    assert confirmed["confirmed_off_system"] is False
    yesterday = {"valid_to": str(today() - timedelta(days=1))}
    deputy.refused(403, "PATCH", f"/delegations/{given['id']}", yesterday, given["version"])
    officer.patch(f"/delegations/{given['id']}", yesterday, given["version"])
    all_are_refused(quarter, NO_MORE)


def _cabinet_decides(quarter: Quarter) -> None:
    """Straight from the check to Cabinet, as this council's framework says."""
    quarter.is_sealed()
    assert quarter.stages() == {"check": "decided", "cabinet": "open"}
    quarter.is_decided_on("CAB", "approve", quarter.council.meeting("CAB", today(), "Cabinet"), "ACE2304")
    approved = {ref: each["approved"] for ref, each in quarter.figures("analyst").items()}
    assert approved == dict.fromkeys(FIGURES_OF["housing"] | FIGURES_OF["streets"], True)


def _document_is_read(quarter: Quarter) -> None:
    """Who reads the document reads that Housing confirmed by letter: which post did, and how that came about."""
    text = Page(quarter.document("analyst")).one("body").text
    for each in ("ACE2304", "95.0%", "88.1%", "Fourteen cameras stand", "outside the system", "By letter of 20 July"):
        assert each in text, each


def _nobody_accepts_their_own(plan: Plan) -> None:
    """The officer may propose and may accept restatements of the service, and not the same one."""
    council = plan.council
    restated = {"series_id": plan.series["H2"], "period": Q1, "value": 29.0, "reason": "A void was left out."}
    proposed = council["housing manager"].post("/restatements", restated)
    path = f"/restatements/{proposed['id']}"
    assert council["housing manager"].get(path)["allowed_actions"] == ["withdraw"]
    council["housing manager"].refused(409, "POST", f"{path}/decisions", {"action": "accept"}, proposed["version"])
    assert "accept" in council["performance team"].get(path)["allowed_actions"]
    accepted = council["performance team"].post(f"{path}/decisions", {"action": "accept"}, proposed["version"])
    assert accepted["decided_by"] == council.people["performance team"]
