"""What is refused at each stage of a quarter: wrong role or place, wrong stage, own work, stale, approved content."""

from typing import Any

from tests.journeys.planning import Q1
from tests.journeys.refusing import MALFORMED, MISSING, STALE, Refused

ROUND = "POST /rounds/{round}/decisions"
HOUSING = "POST /submissions/{HOUSING}/decisions"
H1 = "PATCH /submissions/{HOUSING}/entries/{H1}"
PACK = "POST /packs/{edition}/decisions"
ISSUES = "POST /packs/{edition}/issues"

OPEN, CLOSE = {"action": "open"}, {"action": "close"}
SUBMIT, CONFIRM, RETURN = {"action": "submit"}, {"action": "confirm"}, {"action": "return"}
REOPEN = {"action": "reopen", "comment": "A figure has to change"}
CANCEL = {"action": "cancel", "comment": "It was a mistake"}
SEAL = {"round_id": "{round}"}
VALUE = {"value": 99.0}


def _at(stage: str, action: str = "approve", **more: Any) -> dict[str, Any]:
    return {"action": action, "stage": stage, **more}


def _unit() -> dict[str, Any]:
    return {"parent_id": 1, "code": "MORE", "name": "More", "kind": "service"}


SET_UP = (
    Refused("nobody", "GET /units", None, 401, "not-signed-in"),
    Refused("nobody", "POST /units", _unit(), 401, "not-signed-in"),
    Refused("performance team", "POST /units", _unit(), 403, "forbidden"),
    Refused("housing manager", "POST /people", {"name": "Somebody"}, 403, "forbidden"),
    Refused("administrator", "POST /rounds", {"period": Q1}, 403, "forbidden"),
    Refused("analyst", "GET /audit-events", None, 403, "forbidden"),
    Refused("analyst", "POST /indicators/{H1 itself}/targets", {"period": Q1, "value": 1}, 403, "forbidden"),
    Refused("streets manager", "POST /indicators/{H1 itself}/targets", {"period": Q1, "value": 1}, 403, "forbidden"),
    Refused("housing manager", "POST /targets/{target}/decisions", {"action": "approve"}, 403, "forbidden"),
    Refused("performance team", "POST /targets/{target}/decisions", {"action": "approve"}, 409, "wrong-state"),
    Refused("performance team", "POST /targets/{target}/decisions", {"action": "decline"}, 412, "stale-version", STALE),
    Refused("clerk", "POST /plans/{plan}/decisions", {"action": "adopt"}, 403, "forbidden"),
    Refused("performance team", "POST /plans/{plan}/decisions", {"action": "adopt"}, 409, "wrong-state"),
)
PLANNED = (
    Refused("nobody", "GET /rounds/{round}", None, 401, "not-signed-in"),
    Refused("housing manager", ROUND, OPEN, 403, "forbidden"),
    Refused("administrator", ROUND, OPEN, 403, "forbidden"),
    Refused("performance team", ROUND, OPEN, 428, "version-required", MISSING),
    Refused("performance team", ROUND, OPEN, 400, "malformed-version", MALFORMED),
    Refused("performance team", ROUND, OPEN, 412, "stale-version", STALE),
    Refused("performance team", ROUND, CLOSE, 409, "wrong-state"),
    Refused("performance team", ROUND, {"action": "celebrate"}, 422, "unknown-action"),
    Refused("performance team", "POST /packs", SEAL, 409, "wrong-state"),
)
REQUESTED = (
    Refused("streets provider", "GET /submissions/{HOUSING}", None, 404, "not-found"),
    Refused("streets provider", H1, VALUE, 404, "not-found"),
    Refused("analyst", "GET /submissions/{HOUSING}", None, 404, "not-found"),
    Refused("chief executive", "GET /submissions/{HOUSING}", None, 404, "not-found"),
    Refused("chief executive", H1, VALUE, 403, "forbidden"),
    Refused("auditor", H1, VALUE, 403, "forbidden"),
    Refused("housing manager", H1, VALUE, 403, "forbidden"),
    Refused("housing provider", H1, VALUE, 428, "version-required", MISSING),
    Refused("housing provider", H1, VALUE, 412, "stale-version", STALE),
    Refused("housing provider", H1, {"status": "on_course"}, 422, "invalid"),
    Refused("housing provider", H1, {"value": 95, "value_state": "awaited"}, 422, "invalid"),
    Refused("housing provider", HOUSING, SUBMIT, 409, "wrong-state"),
    Refused("housing provider", HOUSING, CONFIRM, 403, "forbidden"),
    Refused("housing provider", "POST /packs", SEAL, 403, "forbidden"),
    Refused("performance team", "POST /packs", SEAL, 409, "submissions-outstanding"),
    Refused("performance team", "POST /packs", {**SEAL, "allow_missing": True}, 409, "comment-required"),
    Refused("performance team", ROUND, OPEN, 409, "wrong-state"),
    Refused("performance team", ROUND, {"action": "cancel"}, 409, "comment-required"),
    Refused("performance team", ROUND, {"action": "skip_stage", "comment": "No"}, 409, "wrong-state"),
)
DRAFTED = (
    Refused("housing provider", HOUSING, SUBMIT, 409, "checklist"),
    Refused("housing provider", HOUSING, SUBMIT, 412, "stale-version", STALE),
    Refused("housing manager", HOUSING, SUBMIT, 403, "forbidden"),
    Refused("housing manager", HOUSING, CONFIRM, 409, "wrong-state"),
    Refused("streets manager", HOUSING, CONFIRM, 404, "not-found"),
    Refused("chief executive", "GET /submissions/{HOUSING}", None, 404, "not-found"),
)
SUBMITTED = (
    Refused("housing provider", H1, VALUE, 409, "wrong-state"),
    Refused("performance team", H1, VALUE, 409, "wrong-state"),
    Refused("housing provider", HOUSING, CONFIRM, 403, "forbidden"),
    Refused("housing provider", HOUSING, {**RETURN, "comment": "Back to me"}, 403, "forbidden"),
    Refused("performance team", HOUSING, CONFIRM, 403, "forbidden"),
    Refused("director of people", HOUSING, CONFIRM, 403, "forbidden"),
    Refused("auditor", HOUSING, CONFIRM, 403, "forbidden"),
    Refused("streets manager", HOUSING, CONFIRM, 404, "not-found"),
    Refused("housing manager", HOUSING, RETURN, 409, "comment-required"),
    Refused("housing manager", HOUSING, CONFIRM, 428, "version-required", MISSING),
    Refused("housing manager", HOUSING, CONFIRM, 412, "stale-version", STALE),
    Refused("performance team", HOUSING, REOPEN, 409, "wrong-state"),
    Refused("performance team", ROUND, CANCEL, 409, "not-allowed-now"),
)
SUBMITTED_BY_WHO_MAY_CONFIRM = (Refused("housing provider", HOUSING, CONFIRM, 409, "not-allowed-now"),)
RETURNED = (
    Refused("housing manager", HOUSING, CONFIRM, 409, "wrong-state"),
    Refused("performance team", "POST /packs", SEAL, 409, "submissions-outstanding"),
)
CONFIRMED = (
    Refused("housing provider", H1, VALUE, 409, "wrong-state"),
    Refused("housing manager", HOUSING, {**RETURN, "comment": "Once more"}, 409, "wrong-state"),
    Refused("housing manager", HOUSING, CONFIRM, 409, "wrong-state"),
    Refused("housing provider", HOUSING, REOPEN, 403, "forbidden"),
    Refused("performance team", HOUSING, {"action": "reopen"}, 409, "comment-required"),
    Refused("chief executive", "POST /packs", SEAL, 403, "forbidden"),
    Refused("clerk", "POST /packs", SEAL, 403, "forbidden"),
    Refused("performance team", ROUND, CANCEL, 409, "not-allowed-now"),
    Refused("performance team", ROUND, CLOSE, 409, "wrong-state"),
)
SEALED = (
    Refused("performance team", "POST /packs", SEAL, 409, "wrong-state"),
    Refused("performance team", HOUSING, REOPEN, 409, "not-allowed-now"),
    Refused("housing provider", H1, VALUE, 409, "wrong-state"),
    Refused("holder for homes", "GET /packs/{edition}/manifest", None, 403, "forbidden"),
    Refused("performance team", PACK, _at("officer_review"), 403, "forbidden"),
    Refused("director of people", PACK, _at("officer_review"), 403, "forbidden"),
    Refused("holder for homes", PACK, _at("officer_review"), 403, "forbidden"),
    Refused("holder for homes", PACK, _at("portfolio_review", portfolio="STREETS"), 403, "forbidden"),
    Refused("chief executive", PACK, _at("portfolio_review", portfolio="HOMES"), 403, "forbidden"),
    Refused("clerk", PACK, _at("portfolio_review", portfolio="HOMES"), 403, "forbidden"),
    Refused("holder for homes", PACK, _at("portfolio_review"), 422, "invalid"),
    Refused("housing manager", PACK, _at("officer_review"), 403, "forbidden"),
    Refused("cabinet member", PACK, _at("cabinet"), 403, "forbidden"),
    Refused("clerk", PACK, _at("cabinet"), 409, "wrong-state"),
    Refused("clerk", PACK, _at("scrutiny", "note"), 409, "wrong-state"),
    Refused("chief executive", PACK, _at("check"), 422, "invalid"),
    Refused("chief executive", PACK, _at("officer_review"), 428, "version-required", MISSING),
    Refused("chief executive", PACK, _at("officer_review"), 412, "stale-version", STALE),
    Refused("chief executive", PACK, _at("officer_review", "return"), 409, "comment-required"),
    Refused("clerk", ISSUES, {"body_id": "{CAB}"}, 409, "not-allowed-now"),
    Refused("holder for homes", ISSUES, {"body_id": "{CAB}"}, 403, "forbidden"),
    Refused("performance team", ROUND, CLOSE, 409, "not-allowed-now"),
)


def reviewed(first: str, body: str, other_stage: str) -> tuple[Refused, ...]:
    """Once officers and portfolio holders have decided, and before the first body of members has its papers."""
    return (
        Refused("chief executive", PACK, _at("officer_review"), 409, "already-decided"),
        Refused("holder for homes", PACK, _at("portfolio_review", portfolio="HOMES"), 409, "already-decided"),
        Refused("clerk", PACK, _at(first), 409, "not-issued"),
        Refused("clerk", PACK, _at(other_stage), 409, "wrong-state"),
        Refused("clerk", ISSUES, {"body_id": f"{{{body}}}", "meeting_id": "{meeting elsewhere}"}, 422, "invalid"),
        Refused("scrutiny member", ISSUES, {"body_id": f"{{{body}}}"}, 403, "forbidden"),
        Refused("performance team", ROUND, {"action": "skip_stage", "comment": "No"}, 409, "not-allowed-now"),
    )


def issued(first: str, body: str, member: str, other_member: str) -> tuple[Refused, ...]:
    """While the first body of members has its papers, for a public meeting that is weeks away."""
    return (
        Refused("clerk", ISSUES, {"body_id": f"{{{body}}}"}, 409, "not-allowed-now"),
        Refused(member, PACK, _at(first), 403, "forbidden"),
        Refused(other_member, "GET /packs/{edition}", None, 404, "not-found"),
        Refused("analyst", "GET /packs/{edition}/documents/html", None, 404, "not-found"),
        Refused("clerk", PACK, _at(first), 422, "invalid"),
        Refused("clerk", PACK, _at(first), 412, "stale-version", STALE),
        Refused("clerk", PACK, _at(first), 428, "version-required", MISSING),
        Refused("clerk", PACK, _at(first, "return"), 409, "comment-required"),
        Refused("performance team", HOUSING, REOPEN, 409, "not-allowed-now"),
        Refused("housing provider", H1, VALUE, 409, "wrong-state"),
        Refused("streets provider", "POST /restatements", _restated(27.0), 403, "forbidden"),
        Refused("cabinet member", "POST /restatements", _restated(27.0), 403, "forbidden"),
        Refused("housing provider", "POST /restatements", _restated(28.2), 409, "unchanged"),
        Refused("performance team", ROUND, CLOSE, 409, "not-allowed-now"),
    )


def decided(first: str) -> tuple[Refused, ...]:
    """Once the first body of members has decided."""
    return (
        Refused("clerk", PACK, _at(first), 409, "already-decided"),
        Refused("performance team", PACK, _at(first, "return", comment="Second thoughts"), 409, "already-decided"),
        Refused("performance team", HOUSING, REOPEN, 409, "not-allowed-now"),
        Refused("performance team", ROUND, CLOSE, 409, "not-allowed-now"),
    )


CLOSED = (
    Refused("performance team", ROUND, CLOSE, 409, "wrong-state"),
    Refused("performance team", ROUND, CANCEL, 409, "wrong-state"),
    Refused("performance team", "POST /rounds/{another}/decisions", OPEN, 409, "not-allowed-now"),
    Refused("housing provider", H1, VALUE, 409, "wrong-state"),
    Refused("housing manager", HOUSING, CONFIRM, 409, "wrong-state"),
    Refused("performance team", HOUSING, REOPEN, 409, "not-allowed-now"),
    Refused("performance team", "POST /packs", SEAL, 409, "wrong-state"),
    Refused("clerk", PACK, _at("cabinet"), 409, "already-decided"),
    Refused("chief executive", PACK, _at("officer_review"), 409, "already-decided"),
    Refused("clerk", ISSUES, {"body_id": "{OSC}"}, 409, "not-allowed-now"),
)


def _restated(value: float) -> dict[str, Any]:
    return {"series_id": "{H2 series}", "period": Q1, "value": value, "reason": "It was counted again."}
