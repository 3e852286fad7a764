"""A plan's themes and priorities, and the whole plan as one tree."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, select, true
from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem, invalid, not_found
from quarterdeck.core.http import changes
from quarterdeck.core.journal import Event
from quarterdeck.planning.activity_reads import activity_details
from quarterdeck.planning.models import Activity, ActivityStatus, Plan, Priority, PrioritySuccession, Theme
from quarterdeck.planning.schemas import (
    ActivityDetail,
    MilestoneCounts,
    PlanCounts,
    PlanTree,
    PriorityCreate,
    PriorityRead,
    PriorityTree,
    PriorityUpdate,
    StatusCounts,
    Succession,
    ThemeCreate,
    ThemeRead,
    ThemeTree,
    ThemeUpdate,
)
from quarterdeck.planning.service import editable_plan, journalled, plan_read, refuse_taken
from quarterdeck.planning.succession import successions_of, superseded_by
from quarterdeck.planning.visibility import visible_plans

Row = TypeVar("Row", Theme, Priority)
WITHHELD = "withheld"


def visible_themes(actor: Actor) -> Select[Theme]:
    """Themes of the plans that the actor may see."""
    return select(Theme).where(Theme.plan_id.in_(visible_plans(actor).with_only_columns(Plan.id)))


def list_themes(actor: Actor, *, plan: str | None = None) -> Select[Theme]:
    """Visible themes, by the code of their plan."""
    plans = visible_plans(actor).where(Plan.code == plan).with_only_columns(Plan.id)
    return visible_themes(actor).where(true() if plan is None else Theme.plan_id.in_(plans))


def visible_priorities(actor: Actor) -> Select[Priority]:
    """Priorities of the plans that the actor may see."""
    return select(Priority).where(Priority.theme_id.in_(visible_themes(actor).with_only_columns(Theme.id)))


def list_priorities(actor: Actor, *, plan: str | None = None, theme_id: int | None = None) -> Select[Priority]:
    """Visible priorities, by the code of their plan and by theme."""
    themes = list_themes(actor, plan=plan).with_only_columns(Theme.id)
    query = visible_priorities(actor).where(true() if plan is None else Priority.theme_id.in_(themes))
    return query.where(true() if theme_id is None else Priority.theme_id == theme_id)


def find_theme(session: Session, actor: Actor, theme_id: int) -> Theme:
    """One theme. Raises 404."""
    theme = session.scalars(visible_themes(actor).where(Theme.id == theme_id)).one_or_none()
    if theme is None:
        raise not_found("theme")
    return theme


def find_priority(session: Session, actor: Actor, priority_id: int) -> Priority:
    """One priority. Raises 404."""
    priority = session.scalars(visible_priorities(actor).where(Priority.id == priority_id)).one_or_none()
    if priority is None:
        raise not_found("priority")
    return priority


def create_theme(session: Session, actor: Actor, data: ThemeCreate) -> Theme:
    """Add a theme to a plan. Raises 422 for an unknown plan, 403, and 409 for a code in use."""
    try:
        plan = editable_plan(session, actor, data.plan_id)
    except Problem as problem:
        raise _unknown(problem, "/plan_id", "plan") from None
    refuse_taken(session, select(Theme.id).where(Theme.plan_id == plan.id, Theme.code == data.code))
    theme = Theme(council_id=actor.council_id, version=1, **data.model_dump())
    return _added(session, actor, theme, "theme", {"plan_id": plan.id, "code": theme.code})


def create_priority(session: Session, actor: Actor, data: PriorityCreate) -> Priority:
    """Add a priority to a theme. Raises 422 for an unknown theme, 403, and 409 for a code in use."""
    try:
        theme = find_theme(session, actor, data.theme_id)
    except Problem as problem:
        raise _unknown(problem, "/theme_id", "theme") from None
    editable_plan(session, actor, theme.plan_id)
    refuse_taken(session, select(Priority.id).where(Priority.theme_id == theme.id, Priority.code == data.code))
    priority = Priority(council_id=actor.council_id, version=1, **data.model_dump())
    return _added(session, actor, priority, "priority", {"theme_id": theme.id, "code": priority.code})


def update_theme(session: Session, actor: Actor, theme_id: int, data: ThemeUpdate, version: int) -> Theme:
    """Rename or move a theme. Raises 404, 403, 412, 409."""
    journal.lock(session, actor.council_id)
    theme = find_theme(session, actor, theme_id)
    editable_plan(session, actor, theme.plan_id, thing=theme, version=version)
    return _changed(session, actor, theme, "theme", data.given())


def update_priority(session: Session, actor: Actor, priority_id: int, data: PriorityUpdate, version: int) -> Priority:
    """Rename or move a priority. Raises 404, 403, 412, 409."""
    journal.lock(session, actor.council_id)
    priority = find_priority(session, actor, priority_id)
    plan_id = find_theme(session, actor, priority.theme_id).plan_id
    editable_plan(session, actor, plan_id, thing=priority, version=version)
    return _changed(session, actor, priority, "priority", data.given())


def plan_tree(session: Session, actor: Actor, plan: Plan) -> PlanTree:
    """A visible plan with its themes, priorities and activities in order: a few queries for each kind."""
    themes = session.scalars(select(Theme).where(Theme.plan_id == plan.id).order_by(Theme.position, Theme.id)).all()
    priorities = session.scalars(
        select(Priority)
        .where(Priority.theme_id.in_([theme.id for theme in themes]))
        .order_by(Priority.position, Priority.id)
    ).all()
    rows = session.scalars(
        select(Activity)
        .where(Activity.priority_id.in_([priority.id for priority in priorities]))
        .order_by(Activity.ref, Activity.id)
    ).all()
    details = activity_details(session, actor, rows)
    under_priority = _grouped(details, "priority_id")
    succession = successions_of(session, plan.council_id, PrioritySuccession, [each.id for each in priorities])
    below = [_priority_tree(each, succession[each.id], under_priority[each.id]) for each in priorities]
    under_theme = _grouped(below, "theme_id")
    return PlanTree.model_validate(
        {
            **plan_read(plan, actor).model_dump(),
            "supersedes_ids": superseded_by(session, plan),
            "counts": _counts(themes, priorities, details),
            "themes": [_theme_tree(each, under_theme[each.id]) for each in themes],
        }
    )


def _counts(themes: Sequence[Theme], priorities: Sequence[Priority], details: Sequence[ActivityDetail]) -> PlanCounts:
    statuses = Counter(str(each.status or WITHHELD) for each in details)
    of_milestones = [each.milestone_counts for each in details]
    return PlanCounts(
        themes=len(themes),
        priorities=len(priorities),
        activities=len(details),
        statuses=StatusCounts.model_validate({str(each): statuses[each] for each in (*ActivityStatus, WITHHELD)}),
        with_hints=sum(bool(each.hints) for each in details),
        milestones=MilestoneCounts(
            total=sum(each.total for each in of_milestones),
            done=sum(each.done for each in of_milestones),
            overdue=sum(each.overdue for each in of_milestones),
        ),
    )


def _priority_tree(priority: Priority, succession: Succession, below: list[ActivityDetail]) -> PriorityTree:
    own = PriorityRead.model_validate(priority).model_dump()
    return PriorityTree.model_validate({**own, "succession": succession, "activities": below})


def _theme_tree(theme: Theme, below: list[PriorityTree]) -> ThemeTree:
    return ThemeTree.model_validate({**ThemeRead.model_validate(theme).model_dump(), "priorities": below})


def _grouped(each_of: Iterable[Any], key: str) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for each in each_of:
        groups[getattr(each, key)].append(each)
    return groups


def _added(session: Session, actor: Actor, row: Row, kind: str, detail: dict[str, Any]) -> Row:
    session.add(row)
    session.flush()
    journal.record(session, actor, Event(f"{kind}.create", kind, row.id, detail))
    return row


def _changed(session: Session, actor: Actor, row: Row, kind: str, values: dict[str, Any]) -> Row:
    if changed := changes(row, values):
        row.version += 1
        session.flush()
        journal.record(session, actor, Event(f"{kind}.update", kind, row.id, journalled(changed)))
    return row


def _unknown(problem: Problem, pointer: str, kind: str) -> Problem:
    """What is not found by a path is a 404; named in a body it is that field's fault."""
    if problem.status != 404:
        return problem
    return invalid(pointer, f"unknown_{kind}", f"There is no {kind} with this id that you may see.")
