"""Calls of the dashboards: a quarter at a glance, the round board, the golden thread."""

from typing import Any

from quarterdeck.collection.models import Submission
from quarterdeck.measures.models import Indicator
from tests.api.calls import Call, Calls, Shows, get
from tests.api.estate import CLOSED, COLLECTED, IN_REVIEW, WITH_CABINET, Estate


def calls(e: Estate) -> Calls:
    """Every call of the dashboards' part of the matrix."""
    return {**_dashboards(e), **_trends(e), **_two_views(e), **_periods(), **_boards(e), **_threads(e), **_searches(e)}


def _dashboards(e: Estate) -> Calls:
    own, other = e.housing.indicator, e.environment.indicator
    pack = e.editions[WITH_CABINET].id
    return {
        ("read_dashboard", "own service, approved"): get("/dashboard", _has(own), period=CLOSED),
        ("read_dashboard", "own service, confirmed"): get("/dashboard", _has(own), period=IN_REVIEW),
        ("read_dashboard", "other service, confirmed"): get("/dashboard", _has(other), period=IN_REVIEW),
        ("read_dashboard", "in an edition that Cabinet has in private"): get(
            "/dashboard", _has(own), period=WITH_CABINET, pack=pack
        ),
        ("read_dashboard", "other service, in that edition"): get(
            "/dashboard", _has(other), period=WITH_CABINET, pack=pack
        ),
    }


def _trends(e: Estate) -> Calls:
    own, other = e.housing.indicator, e.environment.indicator
    pack = e.editions[WITH_CABINET].id
    made: Calls = {}
    for name, path in {
        "read_dashboard_trends": "/dashboard/trends", "read_dashboard_signals": "/dashboard/signals",
    }.items():  # fmt: skip
        made |= {
            (name, "own service, approved"): get(path, _draws(own), period=CLOSED),
            (name, "own service, confirmed"): get(path, _draws(own), period=IN_REVIEW),
            (name, "other service, confirmed"): get(path, _draws(other), period=IN_REVIEW),
            (name, "in an edition that Cabinet has in private"): get(path, _draws(own), period=WITH_CABINET, pack=pack),
            (name, "other service, in that edition"): get(path, _draws(other), period=WITH_CABINET, pack=pack),
        }
    return made


def _two_views(e: Estate) -> Calls:
    own, other = e.housing.indicator, e.environment.indicator
    path, pack = "/dashboard/differences", e.editions[WITH_CABINET].id
    return {
        ("compare_two_views", "own service, approved"): get(path, _compares(own), period=CLOSED),
        ("compare_two_views", "own service, confirmed"): get(path, _compares(own), period=IN_REVIEW),
        ("compare_two_views", "other service, confirmed"): get(path, _compares(other), period=IN_REVIEW),
        ("compare_two_views", "with an edition that Cabinet has in private"): get(
            path, _compares(own), period=WITH_CABINET, from_pack=pack
        ),
    }


def _compares(indicator: Indicator) -> Shows:
    return lambda found: any(each["indicator_id"] == indicator.id for each in found["items"])


def _periods() -> Calls:
    return {
        ("list_dashboard_periods", "with approved figures"): get("/dashboard/periods", _offers(CLOSED)),
        ("list_dashboard_periods", "with own service's confirmed figures"): get(
            "/dashboard/periods", _offers(IN_REVIEW)
        ),
    }


def _offers(period: str) -> Shows:
    return lambda found: any(each["code"] == period for each in found["items"])


def _draws(indicator: Indicator) -> Shows:
    return lambda found: any(item["indicator_id"] == indicator.id for item in found["items"])


def _has(indicator: Indicator) -> Shows:
    return lambda found: any(
        figure["indicator_id"] == indicator.id for group in found["groups"] for figure in group["figures"]
    )


def _boards(e: Estate) -> Calls:
    path = f"/rounds/{e.rounds[COLLECTED].id}/board"
    own, other = e.housing, e.environment
    return {
        ("read_board", "own service, requested"): get(path, lambda found: _row(found, own.requested) is not None),
        ("read_board", "own service, submitted"): get(path, lambda found: _row(found, own.submitted) is not None),
        ("read_board", "other service, draft"): get(path, lambda found: _row(found, other.draft) is not None),
        ("read_board", "own service, what is typed"): get(
            path, lambda found: (_row(found, own.submitted) or {}).get("done") is not None
        ),
    }


def _row(found: Any, submission: Submission) -> Any:
    return next((row for row in found["rows"] if row["submission_id"] == submission.id), None)


def _threads(e: Estate) -> Calls:
    return {
        ("read_golden_thread", "of an adopted plan"): get("/golden-thread", plan_id=e.plan.id),
        ("read_golden_thread", "of own service's draft"): get("/golden-thread", plan_id=e.housing_draft.id),
        ("read_golden_thread", "of an indicator"): get("/golden-thread", indicator_id=e.housing.indicator.id),
    }


def _searches(e: Estate) -> Calls:
    """Whatever is found by its words is found by those alone who see it in its own list."""
    own, other, somebody = e.housing, e.environment, e.personas.with_account
    found = {
        "own service's indicator": _find("indicator", own.indicator.id, own.indicator.ref),
        "other service's activity": _find("activity", other.activity.id, other.activity.ref),
        "of own service's draft, its activity": _find("activity", e.draft_activity.id, e.draft_activity.ref),
        "other service's action": _find("action", other.action.id, other.action.ref),
        "an adopted plan": _find("plan", e.plan.id, e.plan.code),
        "own service's draft plan": _find("plan", e.housing_draft.id, e.housing_draft.code),
        "the council's draft plan": _find("plan", e.council_draft.id, e.council_draft.code),
        "a priority of an adopted plan": _find("priority", e.priority.id, e.priority.code),
        "an edition under review": _find("edition", e.editions[IN_REVIEW].id, IN_REVIEW),
        "an edition that Cabinet has in private": _find("edition", e.editions[WITH_CABINET].id, WITH_CABINET),
        "an edition whose papers are public": _find("edition", e.editions[CLOSED].id, CLOSED),
        "own service's submission, requested": _find("submission", own.requested.id, COLLECTED, own.unit.name),
        "own service's submission, confirmed": _find("submission", own.closed.id, CLOSED, own.unit.name),
        "other service's submission, requested": _find("submission", other.requested.id, COLLECTED, other.unit.name),
        "other service's submission, confirmed": _find("submission", other.closed.id, CLOSED, other.unit.name),
        "somebody else": _find("person", somebody.id, somebody.name),
    }
    return {("search_everything", situation): call for situation, call in found.items()}


def _find(kind: str, thing_id: int, *words: str) -> Call:
    def shows(found: Any) -> bool:
        return any((item["kind"], item["id"]) == (kind, thing_id) for item in found["items"])

    return get("/search", shows, q=" ".join(words), kind=kind)
