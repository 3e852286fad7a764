"""Calls of measures: indicators and their versions, targets, and figures from every viewpoint."""

from datetime import timedelta
from typing import Any

from quarterdeck.core import clock
from quarterdeck.measures.models import Indicator
from tests.api.calls import Calls, Shows, get, patch, post, put
from tests.api.estate import CLOSED, COLLECTED, IN_REVIEW, WITH_CABINET, Estate, Service

DEFINITION = {
    "unit_of_measure": "%",
    "decimals": 1,
    "polarity": "higher",
    "aggregation": "flow",
    "effective_from": "2025-04-01",
    "reason": "Clarified",
}
AGREED = {"breaks_series": True, "break_note": "Counted otherwise"}
RULE: dict[str, Any] = {
    "kind": "relative",
    "parameters": {"green_within": 0, "amber_within": 10},
    "effective_from": "2025-04-01",
    "reason": "Agreed",
}

CHECKS = {"checks": [{"code": "jump", "severity": "off", "reason": "Seasonal"}]}
OVERRIDE = {"rating": "red", "reason": "The contractor's own figures differ"}


def calls(e: Estate) -> Calls:
    """Every call of the measures' part of the matrix."""
    made = {**_targets(e), **_observations(e), **_series(e), **_outturns(e), **_charts(e), **_process(e)}
    made["list_checks", "any"] = get("/checks", _some)
    for name, service in services(e).items():
        made |= {
            **_indicators(name, service, service.indicator),
            **_activity_links(name, service, e.other_of(service)),
            ("propose_target", name): post(
                f"/indicators/{service.indicator.id}/targets",
                {"period": "2025-26-Q3", "value": 97, "rationale": "Agreed with the service"},
            ),
        }
    own = e.housing.indicator
    handed = patch(f"/indicators/{own.id}", {"unit_id": e.environment.unit.id}, own.version)
    return {
        **made,
        ("update_indicator", "own service, handed to the other"): handed,
        ("list_activity_indicators", "of own service's draft"): get(f"/activities/{e.draft_activity.id}/indicators"),
    }


def services(e: Estate) -> dict[str, Service]:
    """The services as the personas stand to them."""
    return {"own service": e.housing, "other service": e.environment}


def _indicators(name: str, service: Service, indicator: Indicator) -> Calls:
    path = f"/indicators/{indicator.id}"
    new = {"ref": "NEW", "name": "New", "unit_id": service.unit.id, "definition": DEFINITION, "rating_rule": None}
    return {
        ("list_indicators", name): get("/indicators", indicator.id),
        ("read_indicator", name): get(path),
        ("create_indicator", name): post("/indicators", new),
        ("update_indicator", name): patch(path, {"name": "Renamed"}, indicator.version),
        ("add_indicator_alias", name): post(f"{path}/aliases", {"ref": "BV1", "name": "Once"}),
        ("list_definitions", name): get(f"{path}/definitions", lambda found: bool(found["items"])),
        ("add_definition", name): post(
            f"{path}/definitions", {**DEFINITION, "breaks_series": False, "post_id": service.post.id}
        ),
        ("list_rating_rules", name): get(f"{path}/rating-rules", lambda found: bool(found["items"])),
        ("add_rating_rule", name): post(f"{path}/rating-rules", RULE),
        ("read_indicator_checks", name): get(f"{path}/checks", _some),
        ("set_indicator_checks", name): put(f"{path}/checks", CHECKS, indicator.version),
        ("add_series", name): post(f"{path}/series", {"unit_id": service.unit.id, "breakdown": "ward:North"}),
    }


def _activity_links(name: str, service: Service, other: Service) -> Calls:
    """An indicator is linked to its own service's activity already."""
    indicator, link = service.indicator, service.link
    path = f"/indicators/{indicator.id}/activities"
    return {
        ("list_indicator_activities", name): get(path, link.id),
        ("list_activity_indicators", name): get(f"/activities/{service.activity.id}/indicators", link.id),
        ("link_indicator_activity", name): post(path, {"activity_id": other.activity.id}),
        ("end_indicator_activity", name): patch(f"{path}/{link.id}", {"valid_to": "2030-03-31"}, indicator.version),
    }


def _series(e: Estate) -> Calls:
    own, other = (f"/indicators/{service.indicator.id}/series" for service in e.services)
    pack = e.editions[WITH_CABINET].id
    return {
        ("list_series", "own service, approved"): get(own, _point(CLOSED)),
        ("list_series", "own service, confirmed"): get(own, _point(IN_REVIEW)),
        ("list_series", "other service, confirmed"): get(other, _point(IN_REVIEW)),
        ("list_series", "in an edition that Cabinet has in private"): get(own, _point(WITH_CABINET), pack=pack),
        ("list_series", "other service, in that edition"): get(other, _point(WITH_CABINET), pack=pack),
    }


def _outturns(e: Estate) -> Calls:
    own, other = (f"/indicators/{service.indicator.id}/outturns" for service in (e.housing, e.environment))
    pack = e.editions[WITH_CABINET].id
    return {
        ("list_outturns", "own service"): get(own, _some),
        ("list_outturns", "other service"): get(other, _some),
        ("list_outturns", "in an edition that Cabinet has in private"): get(own, _some, pack=pack),
        ("list_year_ends", "own service"): get(own.replace("outturns", "year-ends"), _some),
        ("list_year_ends", "in an edition that Cabinet has in private"): get(
            own.replace("outturns", "year-ends"), _some, pack=pack
        ),
    }


def _charts(e: Estate) -> Calls:
    own, other, pack = e.housing.indicator.id, e.environment.indicator.id, {"pack": e.editions[WITH_CABINET].id}
    seen: dict[str, tuple[int, str, dict[str, int]]] = {
        "own service, approved": (own, CLOSED, {}),
        "own service, confirmed": (own, IN_REVIEW, {}),
        "other service, confirmed": (other, IN_REVIEW, {}),
        "in an edition that Cabinet has in private": (own, WITH_CABINET, pack),
        "other service, in that edition": (other, WITH_CABINET, pack),
    }
    made: Calls = {}
    for name, (indicator_id, period, query) in seen.items():
        path = f"/indicators/{indicator_id}"
        made["draw_chart", name] = get(f"{path}/chart.svg", _drawn(period), **query)
        made["draw_process_limits", name] = get(f"{path}/process-limits.svg", _drawn(period), **query)
        made["read_process_limits", name] = get(f"{path}/process-limits", _listed(period), **query)
    return made


def _process(e: Estate) -> Calls:
    settings = {"run": 8, "screened": True, "reason": "Two whole years"}
    made: Calls = {
        ("read_process_settings", "any"): get("/process-settings"),
        ("change_process_settings", "for the council"): put("/process-settings", settings, 0),
    }
    for name, service in services(e).items():
        path = f"/indicators/{service.indicator.id}/rebases"
        body = {"series_id": service.series.id, "period": IN_REVIEW, "reason": "Another contractor"}
        rebase_id = e.asked.rebases[service.series.id].id
        made["list_rebases", name] = get(path, rebase_id)
        made["record_rebase", name] = post(path, body)
        made["withdraw_rebase", name] = post(f"/rebases/{rebase_id}/withdrawals", {"reason": "It did not last"})
    return made


def _listed(period: str) -> Shows:
    return lambda found: any(point["period"] == period for point in found["points"])


def _drawn(period: str) -> Shows:
    return lambda drawing: f'data-period="{period}"' in drawing


def _point(period: str) -> Shows:
    return lambda found: any(figure["period"] == period for each in found["items"] for figure in each["points"])


def _targets(e: Estate) -> Calls:
    own, other = e.housing, e.environment
    seen = {
        "own service, approved": own.approved_target,
        "own service, proposed": own.proposed_target,
        "own service, declined": e.declined,
        "other service, proposed": other.proposed_target,
    }
    made: Calls = {("read_target", name): get(f"/targets/{target.id}") for name, target in seen.items()}
    for name, target in seen.items():
        if target is not e.declined:
            indicator = (other if name.startswith("other") else own).indicator
            made["list_targets", name] = get("/targets", target.id)
            made["list_indicator_targets", name] = get(f"/indicators/{indicator.id}/targets", target.id)
    approve, decline = {"action": "approve"}, {"action": "decline", "comment": "Too low"}
    decided = {
        "approve own service's": (own.proposed_target, approve),
        "approve other service's": (other.proposed_target, approve),
        "decline own service's": (own.proposed_target, decline),
        "approve again": (own.approved_target, approve),
    }
    for name, (target, body) in decided.items():
        made["decide_target", name] = post(f"/targets/{target.id}/decisions", body, target.version)
        if body is approve:
            made["decide_targets", name] = post("/target-decisions", {**body, "target_ids": [target.id]})
    return made


def _observations(e: Estate) -> Calls:
    own, other = e.housing, e.environment
    now = (clock.now() - timedelta(seconds=1)).isoformat()
    review, cabinet, public = (e.editions[period].id for period in (IN_REVIEW, WITH_CABINET, CLOSED))
    ids = {"own": own.indicator.id, "other": other.indicator.id}
    typed = e.entry_of(own.submitted).series_id
    figures: Calls = {
        "own service, approved": get("", own.approved.id),
        "other service, approved": get("", other.approved.id),
        "own service, confirmed": get("", own.unapproved.id),
        "other service, confirmed": get("", other.unapproved.id),
        "own service, submitted and not confirmed": get(
            "", lambda found: any(each["series_id"] == typed for each in found["items"]), period=COLLECTED
        ),
        "own service, confirmed, as of now": get("", own.unapproved.id, as_of=now),
        "in an edition under review": get("", _some, pack=review, indicator_id=ids["own"]),
        "other service, in an edition under review": get("", _some, pack=review, indicator_id=ids["other"]),
        "in an edition that Cabinet has in private": get("", _some, pack=cabinet, indicator_id=ids["own"]),
        "other service, in that edition": get("", _some, pack=cabinet, indicator_id=ids["other"]),
        "in an edition whose papers are public": get("", _some, pack=public, indicator_id=ids["own"]),
        "other service, in papers that are public": get("", _some, pack=public, indicator_id=ids["other"]),
    }
    counts: Calls = {
        "own service, approved": get("", _counted, period=CLOSED, indicator_id=ids["own"]),
        "own service, confirmed": get("", _counted, period=IN_REVIEW, indicator_id=ids["own"]),
        "other service, confirmed": get("", _counted, period=IN_REVIEW, indicator_id=ids["other"]),
        "in an edition that Cabinet has in private": get("", _counted, period=WITH_CABINET, pack=cabinet),
    }
    revisions = {
        "own service, approved": own.approved,
        "other service, approved": other.approved,
        "own service, confirmed": own.unapproved,
        "other service, confirmed": other.unapproved,
    }
    return {
        **{("list_observations", name): call.at("/observations") for name, call in figures.items()},
        **{("summarise_observations", name): call.at("/observations/summary") for name, call in counts.items()},
        **{("read_observation", name): get(f"/observations/{row.id}") for name, row in revisions.items()},
        **{
            ("override_rating", name): post(f"/observations/{row.id}/rating-overrides", OVERRIDE)
            for name, row in revisions.items()
        },
        **{
            ("list_revisions", name): get(f"/observations/{row.id}/revisions", row.id)
            for name, row in revisions.items()
        },
    }


def _some(found: Any) -> bool:
    return bool(found["items"])


def _counted(found: Any) -> bool:
    return bool(found["summary"]["total"] > 0)
