"""The golden thread: plan → theme → priority → activities and indicators, walked from either end in one read."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, exists, func, not_, or_, select, true
from sqlalchemy.orm import Session

from quarterdeck.actions.models import Action, ActionActivity, ActionIndicator
from quarterdeck.actions.service import is_past
from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import invalid, not_found
from quarterdeck.dashboards.schemas import (
    ThreadAction,
    ThreadActivity,
    ThreadFigure,
    ThreadIndicator,
    ThreadPlan,
    ThreadPriority,
    ThreadRead,
    ThreadTheme,
)
from quarterdeck.framework.models import PeriodRow
from quarterdeck.measures.indicators import visible_indicators
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
from quarterdeck.measures.viewpoint import NOW, Viewpoint, figures
from quarterdeck.organisation.models import Unit
from quarterdeck.planning.models import Activity, ActivityStatus, ActivityUpdate, Plan, Priority, Theme
from quarterdeck.planning.visibility import status_withheld, visible_plans

FIGURE = tuple(ThreadFigure.model_fields)


class Hanging:
    """The actions that hang on what a thread shows, each once, in the order of their refs."""

    def __init__(self) -> None:
        self.by_id: dict[int, ThreadAction] = {}

    def take(self, row: Any, on: dict[int, None]) -> None:
        """Note the action of a row, if it has one, and that it hangs on this."""
        if row.action_id is None:
            return
        on[row.action_id] = None
        if row.action_id not in self.by_id:
            self.by_id[row.action_id] = ThreadAction(
                id=row.action_id,
                ref=row.action_ref,
                what=row.what,
                state=row.action_state,
                due_on=row.action_due_on,
                overdue=is_past(row.action_state, row.action_due_on),
            )

    def in_order(self, on: Iterable[int]) -> list[int]:
        return sorted(on, key=lambda each: (self.by_id[each].ref, each))

    def all(self) -> list[ThreadAction]:
        return [self.by_id[each] for each in self.in_order(self.by_id)]


ACTION_COLUMNS = (
    Action.id.label("action_id"),
    Action.ref.label("action_ref"),
    Action.what,
    Action.state.label("action_state"),
    Action.due_on.label("action_due_on"),
)


@dataclass(frozen=True)
class Seen:
    """Who looks, from where, and what actions they have come across."""

    actor: Actor
    viewpoint: Viewpoint
    hanging: Hanging


@dataclass
class Served:
    """An indicator with those of the priorities shown that it serves today."""

    indicator: ThreadIndicator
    priority_ids: set[int] = field(default_factory=set)


def golden_thread(
    session: Session,
    actor: Actor,
    viewpoint: Viewpoint = NOW,
    *,
    plan_id: int | None = None,
    priority_id: int | None = None,
    activity_id: int | None = None,
    indicator_id: int | None = None,
) -> ThreadRead:
    """Everything that one plan, priority, activity or indicator hangs together with, from plan to latest figure.

    Downwards from a plan or priority: all below it. Upwards from an activity or indicator: every priority it
    serves, with its theme and plan, and what it is linked to on its own level. With each activity and indicator come
    the actions about it. From a viewpoint past come the figures, and what was judged of activities; all else is of
    today. Three queries: the branches, their activities, the indicators. Raises 422 unless exactly one starting point
    is given, 404 for one that the actor may not see.
    """
    given = {"plan": plan_id, "priority": priority_id, "activity": activity_id, "indicator": indicator_id}
    starts = {kind: value for kind, value in given.items() if value is not None}
    if len(starts) != 1:
        names = ", ".join(f"{kind}_id" for kind in given)
        raise invalid("plan_id", "one_start", f"Give exactly one of {names}.")
    kind, start = next(iter(starts.items()))
    branches = session.execute(_branches(actor, kind, start)).all()
    if not branches and kind != "indicator":
        raise not_found(kind)
    # A plan may have no theme yet, a theme no priority.
    whole = [(plan, theme, priority) for plan, theme, priority in branches if priority is not None]
    priority_ids = [priority.id for _, _, priority in whole]
    hanging = Hanging()
    seen = Seen(actor, viewpoint, hanging)
    activities = _activities(session, seen, priority_ids, kind, start)
    linked = {
        each for of_priority in activities.values() for activity in of_priority for each in activity.indicator_ids
    }
    indicators = _indicators(session, seen, priority_ids, _wanted(kind, start, priority_ids, linked))
    if not indicators and kind == "indicator":
        raise not_found(kind)
    return ThreadRead(
        plans=_tree(whole, activities, indicators),
        linked_indicators=[each.indicator for each in indicators if not each.priority_ids],
        actions=hanging.all(),
    )


def _branches(actor: Actor, kind: str, start: int) -> Select[*tuple[Any, ...]]:
    """What the actor may see from plan to priority: nothing for a plan, priority or activity that is not theirs."""
    p, of_activities = IndicatorPriority, select(Activity.priority_id).where(_started(kind, start))
    serves = select(p.priority_id).where(p.indicator_id == start, linked_on(p, clock.today()))
    wanted = {
        "plan": Plan.id == start,
        "priority": Priority.id == start,
        "activity": Priority.id.in_(of_activities),
        "indicator": or_(Priority.id.in_(serves), Priority.id.in_(of_activities)),
    }
    return (
        visible_plans(actor)
        .outerjoin(Theme, Theme.plan_id == Plan.id)
        .outerjoin(Priority, Priority.theme_id == Theme.id)
        .add_columns(Theme, Priority)
        .where(wanted[kind])
        .order_by(Plan.start_on.desc(), Plan.id, Theme.position, Theme.id, Priority.position, Priority.id)
    )


def _started(kind: str, start: int) -> ColumnElement[bool]:
    """Which activities of its priorities a thread shows: all, the one it starts from, those linked to an indicator."""
    i = IndicatorActivity
    if kind == "activity":
        return Activity.id == start
    if kind == "indicator":
        linked = select(i.activity_id).where(i.indicator_id == start, linked_on(i, clock.today()))
        return Activity.id.in_(linked)
    return true()


def _activities(
    session: Session, seen: Seen, priority_ids: Collection[int], kind: str, start: int
) -> dict[int, list[ThreadActivity]]:
    """The activities shown, by priority, each with the indicators that it is linked to today, and its actions."""
    a, i, about = Activity, IndicatorActivity, ActionActivity
    told = case((not_(status_withheld(seen.actor)), _judged(seen.viewpoint)))
    query = (
        select(
            *(a.id, a.priority_id, a.ref, a.title, told.label("status"), a.due_on, Unit.name.label("unit_name")),
            i.indicator_id,
            *ACTION_COLUMNS,
        )
        .join(Unit, Unit.id == a.unit_id)
        .outerjoin(i, and_(i.activity_id == a.id, linked_on(i, clock.today())))
        .outerjoin(about, and_(about.council_id == a.council_id, about.activity_id == a.id))
        .outerjoin(Action, Action.id == about.action_id)
        .where(a.priority_id.in_(priority_ids), _started(kind, start))
        .order_by(a.ref, a.id, i.indicator_id)
    )
    rows: dict[int, Any] = {}
    # Two links to one indicator or action are one line.
    linked: dict[int, dict[int, None]] = defaultdict(dict)
    asked: dict[int, dict[int, None]] = defaultdict(dict)
    for row in session.execute(query):
        rows[row.id] = row
        seen.hanging.take(row, asked[row.id])
        if row.indicator_id is not None:
            linked[row.id][row.indicator_id] = None
    found: dict[int, list[ThreadActivity]] = defaultdict(list)
    for row in rows.values():
        found[row.priority_id].append(
            ThreadActivity(
                id=row.id,
                ref=row.ref,
                title=row.title,
                status=row.status,
                due_on=row.due_on,
                unit_name=row.unit_name,
                indicator_ids=list(linked[row.id]),
                action_ids=seen.hanging.in_order(asked[row.id]),
            )
        )
    return found


def _judged(viewpoint: Viewpoint) -> ColumnElement[Any]:
    """An activity's status: the one that stands, or what was reported by then for the last period.

    Its status changes by reports alone: without any it is what it began with, and before the first not started.
    """
    if viewpoint.change_no is None:
        return Activity.status.expression
    u = ActivityUpdate
    reported = (
        select(u.status)
        .join(PeriodRow, PeriodRow.code == u.period_code)
        .where(u.council_id == Activity.council_id, u.activity_id == Activity.id, u.change_no <= viewpoint.change_no)
        .order_by(PeriodRow.end_on.desc(), u.revision.desc())
        .limit(1)
        .correlate(Activity)
        .scalar_subquery()
    )
    ever = exists().where(u.council_id == Activity.council_id, u.activity_id == Activity.id).correlate(Activity)
    return func.coalesce(reported, case((ever, ActivityStatus.NOT_STARTED.value), else_=Activity.status))


def _wanted(kind: str, start: int, priority_ids: Collection[int], linked: Collection[int]) -> ColumnElement[bool]:
    """Which indicators a thread shows: the one it starts from, or those of its activities and of its priorities."""
    if kind == "indicator":
        return Indicator.id == start
    if kind == "activity":
        return Indicator.id.in_(linked)
    p = IndicatorPriority
    serve = select(p.indicator_id).where(p.priority_id.in_(priority_ids), linked_on(p, clock.today()))
    return or_(Indicator.id.in_(serve), Indicator.id.in_(linked))


def _indicators(
    session: Session, seen: Seen, priority_ids: Collection[int], wanted: ColumnElement[bool]
) -> list[Served]:
    """The indicators shown, each with the priorities it serves today, its latest figure that the actor may see, and
    the actions about it.
    """
    i, p, about, shown = Indicator, IndicatorPriority, ActionIndicator, visible_indicators(seen.actor).where(wanted)
    latest = _latest(seen, shown.with_only_columns(i.id))
    query = (
        shown.join(Unit, Unit.id == i.unit_id)
        .outerjoin(p, and_(p.indicator_id == i.id, p.priority_id.in_(priority_ids), linked_on(p, clock.today())))
        .outerjoin(latest, and_(latest.c.indicator_id == i.id, latest.c.place == 1))
        .outerjoin(about, and_(about.council_id == i.council_id, about.indicator_id == i.id))
        .outerjoin(Action, Action.id == about.action_id)
        .with_only_columns(
            i.id,
            i.ref,
            i.name,
            i.kind,
            Unit.name.label("unit_name"),
            p.priority_id,
            *(latest.c[name] for name in FIGURE),
            *ACTION_COLUMNS,
        )
        .order_by(i.ref, i.id)
    )
    found: dict[int, Served] = {}
    asked: dict[int, dict[int, None]] = defaultdict(dict)
    for row in session.execute(query):
        if row.id not in found:
            found[row.id] = Served(_indicator(row))
        if row.priority_id is not None:
            found[row.id].priority_ids.add(row.priority_id)
        seen.hanging.take(row, asked[row.id])
    for id_, served in found.items():
        served.indicator.action_ids = seen.hanging.in_order(asked[id_])
    return list(found.values())


def _latest(seen: Seen, indicator_ids: Select[int]) -> Subquery:
    """The figures of some indicators that the actor may see, as the thread shows them; `place` 1 is the latest."""
    f = figures(seen.actor, seen.viewpoint).subquery("f")
    o, r, d = Observation, RatingRow, IndicatorDefinition
    newest_first = (PeriodRow.end_on.desc(), PeriodRow.start_on, o.id.desc())
    return (
        select(
            f.c.indicator_id,
            o.id.label("observation_id"),
            o.period_code.label("period"),
            PeriodRow.label.label("period_label"),
            o.value_state,
            o.value,
            d.unit_of_measure,
            d.decimals,
            r.rating,
            func.row_number().over(partition_by=f.c.indicator_id, order_by=newest_first).label("place"),
        )
        .join(o, o.id == f.c.observation_id)
        .join(r, r.id == f.c.rating_id)
        .join(d, d.id == f.c.definition_id)
        .join(PeriodRow, PeriodRow.code == f.c.period_code)
        .where(f.c.indicator_id.in_(indicator_ids), f.c.breakdown == ALL)
        .subquery("latest")
    )


def _indicator(row: Any) -> ThreadIndicator:
    figure = {name: getattr(row, name) for name in FIGURE}
    return ThreadIndicator(
        id=row.id,
        ref=row.ref,
        name=row.name,
        kind=row.kind,
        unit_name=row.unit_name,
        latest=None if row.observation_id is None else ThreadFigure(**figure),
        action_ids=[],
    )


def _tree(
    branches: Collection[tuple[Plan, Theme, Priority]],
    activities: dict[int, list[ThreadActivity]],
    indicators: Collection[Served],
) -> list[ThreadPlan]:
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
                activities=activities.get(priority.id, []),
                indicators=[each.indicator for each in indicators if priority.id in each.priority_ids],
            )
        )
    return list(plans.values())


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
