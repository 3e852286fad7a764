"""The golden thread: plan → theme → priority → activities and indicators, walked from either end in one read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Select, or_, select, true
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import invalid
from quarterdeck.dashboards.schemas import (
    ThreadActivity,
    ThreadFigure,
    ThreadIndicator,
    ThreadPlan,
    ThreadPriority,
    ThreadRead,
    ThreadTheme,
)
from quarterdeck.framework.models import PeriodRow
from quarterdeck.measures.indicators import find_indicator
from quarterdeck.measures.links import linked_on
from quarterdeck.measures.models import (
    Indicator,
    IndicatorActivity,
    IndicatorDefinition,
    IndicatorPriority,
    Observation,
    RatingRow,
)
from quarterdeck.measures.series import ALL
from quarterdeck.measures.viewpoint import NOW, figures
from quarterdeck.organisation.models import Unit
from quarterdeck.planning.activities import find_activity
from quarterdeck.planning.models import Activity, Plan, Priority, Theme
from quarterdeck.planning.outline import find_priority
from quarterdeck.planning.service import find_plan
from quarterdeck.planning.visibility import visible_plans


def golden_thread(
    session: Session,
    actor: Actor,
    *,
    plan_id: int | None = None,
    priority_id: int | None = None,
    activity_id: int | None = None,
    indicator_id: int | None = None,
) -> ThreadRead:
    """Everything that one plan, priority, activity or indicator hangs together with, from plan to latest figure.

    Downwards from a plan or priority: all below it. Upwards from an activity or indicator: every priority it
    serves, with its theme and plan, and what it is linked to on its own level. Raises 422 unless exactly one
    starting point is given, 404 for one that the actor may not see.
    """
    given = {"plan_id": plan_id, "priority_id": priority_id, "activity_id": activity_id, "indicator_id": indicator_id}
    starts = {name: value for name, value in given.items() if value is not None}
    if len(starts) != 1:
        raise invalid("plan_id", "one_start", f"Give exactly one of {', '.join(given)}.")
    name, start = next(iter(starts.items()))
    return _thread(session, actor, *_start(session, actor, name, start))


def _start(session: Session, actor: Actor, name: str, start: int) -> tuple[Any, set[int] | None, set[int] | None]:
    """(which priorities, which activities of them or all, which indicators of them or all)."""
    today = clock.today()
    if name == "plan_id":
        return Theme.plan_id == find_plan(session, actor, start).id, None, None
    if name == "priority_id":
        return Priority.id == find_priority(session, actor, start).id, None, None
    link = IndicatorActivity
    if name == "activity_id":
        activity = find_activity(session, actor, start)
        linked = select(link.indicator_id).where(link.activity_id == activity.id, linked_on(link, today))
        return Priority.id == activity.priority_id, {activity.id}, set(session.scalars(linked))
    indicator = find_indicator(session, actor, start)
    p = IndicatorPriority
    serves = select(p.priority_id).where(p.indicator_id == indicator.id, linked_on(p, today))
    links = select(link.activity_id).where(link.indicator_id == indicator.id, linked_on(link, today))
    activity_ids = set(session.scalars(links))
    of_activities = select(Activity.priority_id).where(Activity.id.in_(activity_ids))
    return or_(Priority.id.in_(serves), Priority.id.in_(of_activities)), activity_ids, {indicator.id}


def _thread(
    session: Session,
    actor: Actor,
    wanted: Any,
    activity_ids: set[int] | None,
    indicator_ids: set[int] | None,
) -> ThreadRead:
    branches = session.execute(_branches(actor, wanted)).all()
    priority_ids = [priority.id for _, _, priority in branches]
    activities = _activities(session, priority_ids, activity_ids)
    indicators = _indicators(session, actor, priority_ids, activities, indicator_ids)
    linked = _links(session, [each["id"] for each in activities])
    by_priority: Mapping[int, list[Any]] = _grouped(activities, "priority_id")
    plans: dict[int, ThreadPlan] = {}
    themes: dict[int, ThreadTheme] = {}
    for plan, theme, priority in branches:
        at_plan = plans.setdefault(plan.id, _plan(plan))
        if theme.id not in themes:
            themes[theme.id] = ThreadTheme(id=theme.id, code=theme.code, name=theme.name, priorities=[])
            at_plan.themes.append(themes[theme.id])
        themes[theme.id].priorities.append(
            ThreadPriority(
                id=priority.id,
                code=priority.code,
                name=priority.name,
                activities=[
                    ThreadActivity(**each, indicator_ids=sorted(linked[each["id"]]))
                    for each in by_priority[priority.id]
                ],
                indicators=[each for serves, each in indicators if priority.id in serves],
            )
        )
    unplaced = [each for serves, each in indicators if not serves & set(priority_ids)]
    return ThreadRead(plans=list(plans.values()), linked_indicators=unplaced)


def _plan(plan: Plan) -> ThreadPlan:
    return ThreadPlan(
        id=plan.id,
        code=plan.code,
        title=plan.title,
        kind=plan.kind,
        state=plan.state,
        superseded_by_id=plan.superseded_by_id,
        themes=[],
    )


def _branches(actor: Actor, wanted: Any) -> Select[*tuple[Any, ...]]:
    visible = visible_plans(actor).with_only_columns(Plan.id)
    return (
        select(Plan, Theme, Priority)
        .join(Theme, Theme.plan_id == Plan.id)
        .join(Priority, Priority.theme_id == Theme.id)
        .where(Plan.id.in_(visible), wanted)
        .order_by(Plan.start_on.desc(), Plan.id, Theme.position, Theme.id, Priority.position, Priority.id)
    )


def _activities(session: Session, priority_ids: list[int], only: set[int] | None) -> list[dict[str, Any]]:
    a = Activity
    query = (
        select(a.id, a.priority_id, a.ref, a.title, a.status, a.due_on, Unit.name.label("unit_name"))
        .join(Unit, Unit.id == a.unit_id)
        .where(a.priority_id.in_(priority_ids), true() if only is None else a.id.in_(only))
        .order_by(a.ref, a.id)
    )
    return [dict(row._mapping) for row in session.execute(query)]


def _indicators(
    session: Session,
    actor: Actor,
    priority_ids: list[int],
    activities: list[dict[str, Any]],
    only: set[int] | None,
) -> list[tuple[set[int], ThreadIndicator]]:
    """Each indicator with the priorities it serves today and its latest figure that the actor may see."""
    p, today = IndicatorPriority, clock.today()
    serves: dict[int, set[int]] = defaultdict(set)
    if only is None:
        links = select(p.indicator_id, p.priority_id).where(p.priority_id.in_(priority_ids), linked_on(p, today))
    else:
        links = select(p.indicator_id, p.priority_id).where(p.indicator_id.in_(only), linked_on(p, today))
        serves |= {indicator_id: set() for indicator_id in only}
    for indicator_id, priority_id in session.execute(links):
        serves[indicator_id].add(priority_id)
    if only is None:
        i = IndicatorActivity
        ids = [each["id"] for each in activities]
        beside = select(i.indicator_id).where(i.activity_id.in_(ids), linked_on(i, today))
        for indicator_id in session.scalars(beside):
            serves.setdefault(indicator_id, set())
    latest = _latest(session, actor, serves)
    query = (
        select(Indicator, Unit.name)
        .join(Unit, Unit.id == Indicator.unit_id)
        .where(Indicator.id.in_(serves))
        .order_by(Indicator.ref, Indicator.id)
    )
    return [
        (
            serves[indicator.id],
            ThreadIndicator(
                id=indicator.id,
                ref=indicator.ref,
                name=indicator.name,
                kind=indicator.kind,
                unit_name=unit_name,
                latest=latest.get(indicator.id),
            ),
        )
        for indicator, unit_name in session.execute(query)
    ]


def _latest(session: Session, actor: Actor, indicator_ids: Iterable[int]) -> dict[int, ThreadFigure]:
    f = figures(actor, NOW).subquery("f")
    o, r, d = Observation, RatingRow, IndicatorDefinition
    query = (
        select(
            f.c.indicator_id, o.id, o.period_code, PeriodRow.label, o.value_state, o.value, d.unit_of_measure,
            d.decimals, r.rating,
        )
        .join(o, o.id == f.c.observation_id)
        .join(r, r.id == f.c.rating_id)
        .join(d, d.id == f.c.definition_id)
        .join(PeriodRow, PeriodRow.code == f.c.period_code)
        .where(f.c.indicator_id.in_(list(indicator_ids)), f.c.breakdown == ALL)
        .order_by(PeriodRow.end_on, PeriodRow.start_on.desc(), o.id)
    )  # fmt: skip
    return {
        row[0]: ThreadFigure(
            observation_id=row[1], period=row[2], period_label=row[3], value_state=row[4], value=row[5],
            unit_of_measure=row[6], decimals=row[7], rating=row[8],
        )
        for row in session.execute(query)
    }  # fmt: skip


def _links(session: Session, activity_ids: list[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    i = IndicatorActivity
    query = select(i.activity_id, i.indicator_id).where(i.activity_id.in_(activity_ids), linked_on(i, clock.today()))
    for activity_id, indicator_id in session.execute(query):
        found[activity_id].add(indicator_id)
    return found


def _grouped(rows: Iterable[dict[str, Any]], key: str) -> dict[int, list[dict[str, Any]]]:
    groups: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row.pop(key)].append(row)
    return groups
