"""Calls of collection: rounds at every point of the quarter, submissions in every state, and their entries."""

from typing import Any

from quarterdeck.collection.models import Round, Submission
from tests.api.calls import Call, Calls, Shows, get, patch, post
from tests.api.estate import CLOSED, COLLECTED, IN_REVIEW, PLANNED, Estate, Service

NEW_MEASURE = {
    "ref": "NEW1",
    "name": "Homes let to households in temporary accommodation",
    "unit_of_measure": "homes",
    "decimals": 0,
    "polarity": "higher",
    "aggregation": "flow",
}


def calls(e: Estate) -> Calls:
    """Every call of collection's part of the matrix."""
    return {
        **_rounds(e),
        **_submissions(e),
        **_entries(e),
        **_saved(e),
        **_proposed(e),
        **_decided(e),
        **_asked(e),
        **_calculated(e),
    }


def _rounds(e: Estate) -> Calls:
    rounds = e.rounds
    cancel = {"action": "cancel", "comment": "Merged with the next"}
    decided: dict[str, tuple[Round, dict[str, Any]]] = {
        "open a planned one": (rounds[PLANNED], {"action": "open"}),
        "cancel a planned one": (rounds[PLANNED], cancel),
        "cancel one that collects, after a submission": (rounds[COLLECTED], cancel),
        "close one under review": (rounds[IN_REVIEW], {"action": "close"}),
        "open a closed one": (rounds[CLOSED], {"action": "open"}),
    }
    return {
        ("list_rounds", "collecting"): get("/rounds", rounds[COLLECTED].id),
        ("list_rounds", "planned"): get("/rounds", rounds[PLANNED].id),
        ("read_round", "collecting"): get(f"/rounds/{rounds[COLLECTED].id}"),
        ("read_round", "closed"): get(f"/rounds/{rounds[CLOSED].id}"),
        ("read_round_asked", "planned"): get(f"/rounds/{rounds[PLANNED].id}/asked"),
        ("read_round_asked", "collecting"): get(f"/rounds/{rounds[COLLECTED].id}/asked"),
        ("create_round", "any"): post("/rounds", {"period": "2025-26-Q3"}),
        **{
            ("decide_round", name): post(f"/rounds/{round_.id}/decisions", body, round_.version)
            for name, (round_, body) in decided.items()
        },
    }


def _submissions(e: Estate) -> Calls:
    own, other = e.housing, e.environment
    listed = {
        "own service, requested": own.requested,
        "own service, draft": own.draft,
        "own service, submitted": own.submitted,
        "own service, confirmed": own.confirmed,
        "other service, draft": other.draft,
        "other service, confirmed": other.confirmed,
        "own service, in a closed round": own.closed,
    }
    read = {
        **listed,
        "other service, requested": other.requested,
        "other service, returned": other.returned,
        # One of its figures belongs to the portfolio of Housing.
        "other service, with a figure of own portfolio": other.submitted,
    }
    return {
        **{("list_submissions", name): get("/submissions", each.id, limit=500) for name, each in listed.items()},
        **{("read_submission", name): get(f"/submissions/{each.id}") for name, each in read.items()},
        **{
            ("read_checklist", name): get(f"/submissions/{each.id}/checklist")
            for name, each in {
                "own service, draft": own.draft,
                "own service, submitted": own.submitted,
                "other service, draft": other.draft,
                "other service, submitted": other.submitted,
            }.items()
        },
    }


def _entries(e: Estate) -> Calls:
    own, other = e.housing, e.environment
    return {
        ("list_entries", "own service, draft"): _figure_in(own.draft),
        ("list_entries", "own service, submitted"): _figure_in(own.submitted, e.entry_of(own.submitted).id),
        ("list_entries", "own service, submitted, of other portfolio"): _foreign(e, own),
        ("list_entries", "own service, returned"): _figure_in(own.returned),
        ("list_entries", "own service, confirmed"): _figure_in(own.confirmed),
        ("list_entries", "other service, draft"): _figure_in(other.draft),
        ("list_entries", "other service, submitted, of own portfolio"): _foreign(e, other),
        ("list_entries", "other service, submitted, of other portfolio"): _figure_in(
            other.submitted, e.entry_of(other.submitted).id
        ),
        ("list_entries", "own service, in a closed round"): _figure_in(own.closed),
    }


def _calculated(e: Estate) -> Calls:
    own, other = e.housing, e.environment
    made: Calls = {("list_collected_series", "any"): get("/series", lambda found: bool(found["items"]))}
    for name, service, part in (("own service", own, other), ("other service", other, own)):
        path = f"/indicators/{service.indicator.id}/calculations"
        calculation = {
            "operation": "average",
            "parts": [{"indicator_id": part.indicator.id}],
            "effective_from": "2040-04-01",
            "reason": "It is the same",
        }
        made |= {("list_calculations", name): get(path), ("add_calculation", name): post(path, calculation)}
    revisions = {
        "own service, approved": own.approved,
        "other service, approved": other.approved,
        "own service, confirmed": own.unapproved,
        "other service, confirmed": other.unapproved,
    }
    calls = {name: get(f"/observations/{row.id}/calculation") for name, row in revisions.items()}
    return made | {("read_calculation", name): call for name, call in calls.items()}


def _figure_in(submission: Submission, entry_id: int | None = None) -> Call:
    shows: Shows = entry_id or (lambda found: bool(found["items"]))
    return get(f"/submissions/{submission.id}/entries", shows)


def _foreign(e: Estate, service: Service) -> Call:
    """The entry whose indicator belongs to the other service's portfolio."""
    return _figure_in(service.submitted, e.entry_of(service.submitted, service.foreign).id)


def _saved(e: Estate) -> Calls:
    own, other = e.housing, e.environment
    typed = {
        "own service, requested": own.requested,
        "own service, draft": own.draft,
        "own service, returned": own.returned,
        "own service, submitted": own.submitted,
        "own service, confirmed": own.confirmed,
        "own service, in a closed round": own.closed,
        "other service, draft": other.draft,
        "other service, submitted": other.submitted,
    }
    made: Calls = {}
    for name, submission in typed.items():
        entry = e.entry_of(submission)
        path = f"/submissions/{submission.id}/entries/{entry.id}"
        made["save_entry", name] = patch(path, {"value": 96.0, "commentary": "Counted again"}, entry.version)
    return made


def _proposed(e: Estate) -> Calls:
    """What a service proposes for a year: read, typed, and a measure that is new."""
    made: Calls = {}
    for name, service in {"own service": e.housing, "other service": e.environment}.items():
        path, entry = f"/submissions/{service.annual.id}/proposals", e.entry_of(service.annual)
        shows: Shows = lambda found: bool(found["items"])  # noqa: E731
        made["list_proposals", name] = get(path, shows)
        made["save_proposal", name] = patch(f"{path}/{entry.id}", {"rationale": "As before"}, entry.version)
        made["propose_measure", name] = post(path, NEW_MEASURE)
    return made


def _decided(e: Estate) -> Calls:
    own, other = e.housing, e.environment
    why = {"comment": "A site is missing"}
    decided: dict[str, tuple[Submission, dict[str, Any]]] = {
        "submit own service's draft": (own.draft, {"action": "submit"}),
        "submit other service's draft": (other.draft, {"action": "submit"}),
        "submit own service's, nothing entered": (own.requested, {"action": "submit"}),
        "submit own service's, returned": (own.returned, {"action": "submit"}),
        "submit again": (own.submitted, {"action": "submit"}),
        "return own service's": (own.submitted, {"action": "return", **why}),
        "return other service's": (other.submitted, {"action": "return", **why}),
        "return without a reason": (own.submitted, {"action": "return"}),
        "confirm own service's": (own.submitted, {"action": "confirm"}),
        "confirm what one submitted oneself": (own.own, {"action": "confirm"}),
        "confirm other service's": (other.submitted, {"action": "confirm"}),
        "confirm own service's draft": (own.draft, {"action": "confirm"}),
        "confirm again in a closed round": (own.closed, {"action": "confirm"}),
        "reopen own service's": (own.confirmed, {"action": "reopen", **why}),
        "reopen other service's": (other.confirmed, {"action": "reopen", **why}),
        "reopen in a closed round": (own.closed, {"action": "reopen", **why}),
    }
    return {
        ("decide_submission", name): post(f"/submissions/{each.id}/decisions", body, each.version)
        for name, (each, body) in decided.items()
    }


def _asked(e: Estate) -> Calls:
    """Queries, what changed since the quarter before, and decisions on many submissions at once."""
    own, other, asked = e.housing, e.environment, e.asked
    question, answer = "Is this the whole year?", {"answer": "It is, since the move in May."}
    made: Calls = {}
    for name, service, query in (("own service", own, asked.own_query), ("other service", other, asked.other_query)):
        path = f"/submissions/{service.submitted.id}"
        body = {"entry_id": e.entry_of(service.submitted).id, "question": question}
        many = {"action": "remind", "submission_ids": [service.requested.id]}
        made |= {
            ("list_queries", name): get(f"{path}/queries", query.id),
            ("create_query", name): post(f"{path}/queries", body),
            ("answer_query", name): post(f"{path}/queries/{query.id}/answer", answer),
            ("read_submission_changes", name): get(f"{path}/changes"),
            ("decide_submissions", f"remind {name}"): post(f"/rounds/{e.rounds[COLLECTED].id}/bulk-decisions", many),
        }
    return made
