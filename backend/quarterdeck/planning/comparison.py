"""A plan beside the one of the year before that it was refreshed from: added, dropped, changed, carried over."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem
from quarterdeck.organisation.models import Post, Unit
from quarterdeck.planning.life_schemas import PlanComparison, PlanDifference
from quarterdeck.planning.models import Activity, Milestone, Plan, Priority, Theme
from quarterdeck.planning.visibility import visible_plans

NOT_FOLLOWING: Final = "This plan was not refreshed from another: there is nothing to compare it with."
COMPARED: Final = {
    "title": "Title",
    "name": "Name",
    "description": "Description",
    "unit_id": "Responsible service",
    "lead_post_id": "Lead",
    "start_on": "Start",
    "due_on": "Due",
}

Key = tuple[str, ...]
Names = Mapping[str, Mapping[int, str]]
"""What the ids in some columns are called."""


def compare_plan(session: Session, actor: Actor, plan: Plan) -> PlanComparison:
    """What is in one and not in the other, by code and reference, and what of both differs. Raises 404."""
    followed = or_(Plan.id == plan.follows_id, Plan.superseded_by_id == plan.id)
    query = visible_plans(actor).where(followed).order_by(Plan.end_on.desc(), Plan.id.desc()).limit(1)
    before = session.scalars(query).one_or_none()
    if before is None:
        raise Problem(404, "not-found", NOT_FOLLOWING)
    old, new = _parts(session, before), _parts(session, plan)
    names = _names(session, plan)
    found: list[PlanDifference] = []
    for kind, key in sorted(old.keys() | new.keys(), key=lambda each: (_ORDER[each[0]], each[1])):
        was, now = old.get((kind, key)), new.get((kind, key))
        found.append(_difference(kind, was, now, names))
    return PlanComparison(plan_id=plan.id, follows_id=before.id, follows_title=before.title, items=found)


_ORDER: Final = {"priority": 0, "activity": 1, "milestone": 2}


def _difference(kind: str, was: Any, now: Any, names: Names) -> PlanDifference:
    there = now or was
    changed = [] if was is None or now is None else [
        {"field": label, "before": _said(was, name, names), "after": _said(now, name, names)}
        for name, label in COMPARED.items()
        if hasattr(there, name) and _said(was, name, names) != _said(now, name, names)
    ]  # fmt: skip
    result = "added" if was is None else "dropped" if now is None else "changed" if changed else "carried"
    return PlanDifference.model_validate(
        {
            "kind": kind,
            "result": result,
            "ref": getattr(there, "ref", None) or getattr(there, "code", ""),
            "label": getattr(there, "title", None) or getattr(there, "name", ""),
            "before_id": was and was.id,
            "after_id": now and now.id,
            "changed": changed,
        }
    )


def _said(row: Any, name: str, names: Names) -> str:
    value = getattr(row, name)
    if name in names:
        return names[name].get(value, "")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _names(session: Session, plan: Plan) -> Names:
    units = session.execute(select(Unit.id, Unit.name).where(Unit.council_id == plan.council_id))
    posts = session.execute(select(Post.id, Post.title).where(Post.council_id == plan.council_id))
    return {"unit_id": {row.id: row.name for row in units}, "lead_post_id": {row.id: row.title for row in posts}}


def _parts(session: Session, plan: Plan) -> Mapping[tuple[str, Key], Any]:
    """What stands in a plan, by its kind and what it is known by from year to year."""
    priorities = session.execute(
        select(Theme.code, Priority).join(Priority, Priority.theme_id == Theme.id).where(Theme.plan_id == plan.id)
    ).all()
    found: dict[tuple[str, Key], Any] = {}
    for theme, priority in priorities:
        found["priority", (theme, priority.code)] = priority
    ids = [priority.id for _, priority in priorities]
    activities = list(session.scalars(select(Activity).where(Activity.priority_id.in_(ids))))
    refs = {each.id: each.ref for each in activities}
    found |= {("activity", (each.ref,)): each for each in activities}
    for each in session.scalars(select(Milestone).where(Milestone.activity_id.in_(refs))):
        found["milestone", (refs[each.activity_id], each.title)] = each
    return found
