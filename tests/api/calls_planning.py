"""Calls of the framework, periods and decisions, of plans and what stands in them, and of actions."""

from tests.api.calls import Calls, get, patch, post, put
from tests.api.estate import Estate


def calls(e: Estate) -> Calls:
    """Every call of planning's part of the matrix."""
    return {**_framework(e), **_plans(e), **_life(e), **_outline(e), **_activities(e), **_milestones(e), **_actions(e)}


def _framework(e: Estate) -> Calls:
    version = e.framework.id
    adopted = {"template": "scrutiny_first", "effective_from": "2030-04-01", "reason": "As the constitution says"}
    return {
        ("read_framework", "in force"): get("/framework"),
        ("list_framework_versions", "in force"): get("/framework/versions", version),
        ("read_framework_version", "in force"): get(f"/framework/versions/{version}"),
        ("adopt_framework_version", "for the council"): post("/framework/versions", adopted),
        ("list_framework_templates", "any"): get("/framework/templates"),
        ("list_periods", "any"): get("/periods", year="2023-24"),
        ("read_period", "any"): get("/periods/2023-24-Q1"),
        ("list_approvals", "Cabinet's"): get("/approvals", e.approval.id),
    }


def _plans(e: Estate) -> Calls:
    places = {
        "for own service": e.housing.unit.id,
        "for other service": e.environment.unit.id,
        "for the council": e.council.root.id,
    }
    new = {"code": "NEW", "title": "New", "kind": "service_plan", "start_on": "2024-04-01", "end_on": "2025-03-31"}
    own, council, adopted, superseded = e.housing_draft, e.council_draft, e.plan, e.superseded
    seen = {"adopted": adopted, "own service's draft": own, "the council's draft": council}
    adopt = {"action": "adopt"}
    by_another = {"action": "supersede", "superseded_by_id": e.successor.id}
    return {
        **{("create_plan", name): post("/plans", {**new, "unit_id": unit_id}) for name, unit_id in places.items()},
        **{("list_plans", name): get("/plans", plan.id) for name, plan in seen.items()},
        **{("read_plan", name): get(f"/plans/{plan.id}") for name, plan in seen.items()},
        ("update_plan", "adopted"): patch(f"/plans/{adopted.id}", {"title": "Renamed"}, adopted.version),
        ("update_plan", "own service's draft"): patch(f"/plans/{own.id}", {"title": "Renamed"}, own.version),
        ("update_plan", "superseded"): patch(f"/plans/{superseded.id}", {"title": "Renamed"}, superseded.version),
        ("decide_plan", "adopt own service's draft"): post(f"/plans/{own.id}/decisions", adopt, own.version),
        ("decide_plan", "adopt the council's draft"): post(f"/plans/{council.id}/decisions", adopt, council.version),
        ("decide_plan", "adopt again"): post(f"/plans/{adopted.id}/decisions", adopt, adopted.version),
        ("decide_plan", "supersede by another"): post(f"/plans/{adopted.id}/decisions", by_another, adopted.version),
    }


def _life(e: Estate) -> Calls:
    own, adopted = e.housing_draft, e.plan
    seen = {"adopted": adopted, "own service's draft": own}
    words = {"progress": "Forty homes, ten more than planned"}
    made: Calls = {}
    for name, plan in seen.items():
        path = f"/plans/{plan.id}"
        made |= {
            ("list_plan_consultations", name): get(f"{path}/consultations"),
            ("list_plan_reviews", name): get(f"{path}/reviews"),
            ("read_plan_year", name): get(f"{path}/years/2025-26"),
            ("read_plan_outturns", name): get(f"{path}/outturns"),
            ("read_plan_succession", name): get(f"{path}/succession"),
        }
    return made | {
        ("compare_plans", "with the one it took the place of"): get(f"/plans/{e.plan.id}/comparison"),
        ("write_priority_year", "of an adopted plan"): put(f"/priorities/{e.priority.id}/years/2025-26", words, 0),
        ("write_priority_year", "of own service's draft"): put(
            f"/priorities/{e.draft_priority.id}/years/2025-26", words, 0
        ),
    }


def _outline(e: Estate) -> Calls:
    """Themes and priorities, of the adopted plan and of Housing's draft."""
    made: Calls = {}
    places = {
        "of an adopted plan": (e.plan, e.theme, e.priority),
        "of own service's draft": (e.housing_draft, e.draft_theme, e.draft_priority),
    }
    new = {"code": "NEW", "name": "New", "position": 2}
    for name, (plan, theme, priority) in places.items():
        made |= {
            ("list_themes", name): get("/themes", theme.id),
            ("read_theme", name): get(f"/themes/{theme.id}"),
            ("create_theme", name): post("/themes", {**new, "plan_id": plan.id}),
            ("update_theme", name): patch(f"/themes/{theme.id}", {"name": "Renamed"}, theme.version),
            ("list_priorities", name): get("/priorities", priority.id),
            ("read_priority", name): get(f"/priorities/{priority.id}"),
            ("create_priority", name): post("/priorities", {**new, "theme_id": theme.id}),
            ("update_priority", name): patch(f"/priorities/{priority.id}", {"name": "Renamed"}, priority.version),
        }
    return made


def _activities(e: Estate) -> Calls:
    new = {"ref": "NEW", "title": "New", "unit_id": e.housing.unit.id, "valid_from": "2024-04-01"}
    own, other, draft = e.housing.activity, e.environment.activity, e.draft_activity
    seen = {"own service": own, "other service": other, "of own service's draft": draft}
    return {
        **{("list_activities", name): get("/activities", activity.id) for name, activity in seen.items()},
        **{("read_activity", name): get(f"/activities/{activity.id}") for name, activity in seen.items()},
        ("create_activity", "in an adopted plan"): post("/activities", {**new, "priority_id": e.priority.id}),
        ("create_activity", "in own service's draft"): post("/activities", {**new, "priority_id": e.draft_priority.id}),
        ("update_activity", "in an adopted plan"): patch(
            f"/activities/{own.id}", {"due_on": "2024-06-30"}, own.version
        ),
        ("update_activity", "in own service's draft"): patch(
            f"/activities/{draft.id}", {"due_on": "2024-06-30"}, draft.version
        ),
        ("list_activity_updates", "own service"): get(
            "/activity-updates", lambda found: bool(found["items"]), activity=own.id
        ),
        ("list_activity_updates", "other service"): get(
            "/activity-updates", lambda found: bool(found["items"]), activity=other.id
        ),
    }


def _milestones(e: Estate) -> Calls:
    own, other, draft = e.housing.milestone, e.environment.milestone, e.draft_milestone
    seen = {"own service": own, "other service": other, "of own service's draft": draft}
    new = {"title": "Cabinet decides", "due_on": "2024-03-31"}
    done, moved = {"done_on": "2023-09-28"}, {"due_on": "2023-12-31"}
    return {
        **{("list_milestones", name): get("/milestones", milestone.id) for name, milestone in seen.items()},
        **{("read_milestone", name): get(f"/milestones/{milestone.id}") for name, milestone in seen.items()},
        ("create_milestone", "in an adopted plan"): post("/milestones", {**new, "activity_id": own.activity_id}),
        ("create_milestone", "in own service's draft"): post("/milestones", {**new, "activity_id": draft.activity_id}),
        ("update_milestone", "done, own service"): patch(f"/milestones/{own.id}", done, own.version),
        ("update_milestone", "done, other service"): patch(f"/milestones/{other.id}", done, other.version),
        ("update_milestone", "moved, own service"): patch(f"/milestones/{own.id}", moved, own.version),
        ("update_milestone", "moved, in own service's draft"): patch(f"/milestones/{draft.id}", moved, draft.version),
    }


def _actions(e: Estate) -> Calls:
    own, other, done = e.housing.action, e.environment.action, e.housing.done
    asked = {"what": "Report back", "whom_text": "All services", "due": "2026-03", "source_kind": "meeting"}
    of_own = {**asked, "unit_id": e.housing.unit.id, "source_id": e.meetings["cabinet"].id}
    of_other = {**of_own, "unit_id": e.environment.unit.id}
    of_scrutiny = {**of_own, "source_id": e.meetings["scrutiny"].id}
    of_audit = {**asked, "unit_id": e.housing.unit.id, "source_kind": "audit", "source_text": "Finding 3"}
    changed = {"what": "Report back in writing"}
    return {
        ("list_actions", "own service"): get("/actions", own.id),
        ("list_actions", "other service"): get("/actions", other.id),
        ("list_actions", "about own service's indicator"): get("/actions", own.id, indicator_id=e.housing.indicator.id),
        ("list_actions", "about own service's activity"): get("/actions", own.id, activity_id=e.housing.activity.id),
        ("read_action", "own service"): get(f"/actions/{own.id}"),
        ("read_action", "other service"): get(f"/actions/{other.id}"),
        ("create_action", "of own service, from a meeting of Cabinet"): post("/actions", of_own),
        ("create_action", "of other service, from a meeting of Cabinet"): post("/actions", of_other),
        ("create_action", "of own service, from a meeting of scrutiny"): post("/actions", of_scrutiny),
        ("create_action", "of own service, from an audit"): post("/actions", of_audit),
        ("update_action", "own service"): patch(f"/actions/{own.id}", changed, own.version),
        ("update_action", "other service"): patch(f"/actions/{other.id}", changed, other.version),
        ("update_action", "own service, completed"): patch(f"/actions/{done.id}", changed, done.version),
        **_decided_actions(e),
        **_followed_actions(e),
    }


def _decided_actions(e: Estate) -> Calls:
    """What is decided about actions; the performance team raised them on what Cabinet asked for."""
    own, other = e.housing, e.environment
    report, confirm = {"action": "report_done", "comment": "Done"}, {"action": "confirm_closure"}
    decided = {
        "report own service's done": (own.action, report),
        "report other service's done": (other.action, report),
        "report own service's done again": (own.waiting, report),
        "confirm the closure of own service's": (own.waiting, confirm),
        "confirm the closure of other service's": (other.waiting, confirm),
        "confirm the closure of an open one": (own.action, confirm),
        "send own service's back": (own.waiting, {"action": "send_back", "comment": "The annex is missing"}),
        "cancel own service's": (own.action, {"action": "cancel", "comment": "Overtaken"}),
        "reopen own service's": (own.done, {"action": "reopen", "comment": "Not done after all"}),
    }
    return {
        ("decide_action", name): post(f"/actions/{action.id}/decisions", body, action.version)
        for name, (action, body) in decided.items()
    }


def _followed_actions(e: Estate) -> Calls:
    """Notes on actions, and days that are moved."""
    later, note = {"due": "2026-06", "reason": "The tender was late"}, {"text": "Under way"}
    made: Calls = {}
    for name, service in (("own service", e.housing), ("other service", e.environment)):
        action, moved = service.action, f"/actions/{service.action.id}/due-changes"
        made |= {
            ("list_action_notes", name): get(f"/actions/{service.waiting.id}/notes", service.note.id),
            ("add_action_note", name): post(f"/actions/{action.id}/notes", note),
            ("list_action_due_changes", name): get(moved, lambda found: bool(found["items"])),
            ("move_action_due", name): post(moved, later, action.version),
        }
    done = e.housing.done
    return made | {
        ("add_action_note", "own service, completed"): post(f"/actions/{done.id}/notes", note),
        ("move_action_due", "own service, completed"): post(f"/actions/{done.id}/due-changes", later, done.version),
    }
