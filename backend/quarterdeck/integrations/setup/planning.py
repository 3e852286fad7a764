"""Loading plans: plans, themes, priorities, activities and their milestones."""

from datetime import date
from typing import Any

from sqlalchemy import select

from quarterdeck.core import clock
from quarterdeck.integrations.setup.loading import Cells, Key, Loading, RowFault, Standing, Subject
from quarterdeck.integrations.setup.organisation import IDS, root_of
from quarterdeck.integrations.setup.sheets import BY_KEY
from quarterdeck.organisation.models import Portfolio, Post, Unit
from quarterdeck.planning import activities, milestones, outline, service
from quarterdeck.planning.models import Activity, Milestone, Plan, Priority, Theme
from quarterdeck.planning.schemas import (
    ActivityCreate,
    ActivityUpdateInput,
    MilestoneCreate,
    MilestoneUpdate,
    PlanCreate,
    PlanUpdate,
    PriorityCreate,
    PriorityUpdate,
    ThemeCreate,
    ThemeUpdate,
)
from quarterdeck.planning.visibility import visible_plans


def _codes(loading: Loading, model: Any) -> dict[int, str]:
    rows = loading.session.execute(select(model.id, model.code).where(model.council_id == loading.actor.council_id))
    return {row.id: row.code for row in rows}


def _plans(loading: Loading) -> dict[Key, Standing]:
    unit, root = _codes(loading, Unit), root_of(loading).id
    names = ("code", "title", "kind", "start_on", "end_on")
    plans = list(loading.session.scalars(visible_plans(loading.actor)))
    loading.beside["plans"] = {plan.id: plan for plan in plans}
    return {
        (plan.code,): Standing(
            {**{name: getattr(plan, name) for name in names},
             "unit": None if plan.unit_id == root else unit[plan.unit_id]},
            plan,
        )
        for plan in plans
    }  # fmt: skip


def _of_council(loading: Loading, cells: Cells) -> None:
    """A plan of the council's root unit is one that names no unit."""
    if cells.get("unit") == root_of(loading).code:
        cells["unit"] = None


def _create_plan(loading: Loading, cells: Cells) -> Plan:
    unit = loading.find("units", cells.get("unit"), "unit") or root_of(loading)
    values = {key: value for key, value in cells.items() if key != "unit"} | {"unit_id": unit.id}
    plan = service.create_plan(loading.session, loading.actor, PlanCreate.model_validate(values))
    loading.beside["plans"][plan.id] = plan
    loading.notes.append("A draft, until its adoption is recorded on its page.")
    return plan


def _update_plan(loading: Loading, current: Standing, changed: Cells) -> None:
    plan = current.thing
    data = PlanUpdate.model_validate(changed)
    service.update_plan(loading.session, loading.actor, plan.id, data, plan.version)


def _themes(loading: Loading) -> dict[Key, Standing]:
    rows = list(loading.session.scalars(outline.visible_themes(loading.actor)))
    loading.beside["themes"] = {row.id: row for row in rows}
    plan: dict[int, Plan] = loading.beside["plans"]
    return {
        (plan[row.plan_id].code, row.code): Standing(
            {"plan": plan[row.plan_id].code, "code": row.code, "name": row.name, "position": row.position}, row
        )
        for row in rows
    }


def _create_theme(loading: Loading, cells: Cells) -> Theme:
    plan = loading.find("plans", cells["plan"], "plan")
    values = {key: value for key, value in cells.items() if key != "plan"} | {"plan_id": plan.id}
    theme = outline.create_theme(loading.session, loading.actor, ThemeCreate.model_validate(values))
    loading.beside["themes"][theme.id] = theme
    return theme


def _update_theme(loading: Loading, current: Standing, changed: Cells) -> None:
    data, row = ThemeUpdate.model_validate(changed), current.thing
    outline.update_theme(loading.session, loading.actor, row.id, data, row.version)


def _priorities(loading: Loading) -> dict[Key, Standing]:
    rows = list(loading.session.scalars(outline.visible_priorities(loading.actor)))
    loading.beside["priorities"] = {row.id: row for row in rows}
    found: dict[Key, Standing] = {}
    for row in rows:
        plan, theme = place_of_theme(loading, row.theme_id)
        cells = {"plan": plan, "theme": theme, "code": row.code, "name": row.name, "position": row.position}
        found[plan, theme, row.code] = Standing(cells, row)
    return found


def place_of_theme(loading: Loading, theme_id: int) -> tuple[str, str]:
    """The codes of a theme: its plan's and its own."""
    theme: Theme = loading.beside["themes"][theme_id]
    return loading.beside["plans"][theme.plan_id].code, theme.code


def place_of_priority(loading: Loading, priority_id: int) -> tuple[str, str, str]:
    """The codes of a priority: its plan's, its theme's and its own."""
    priority: Priority = loading.beside["priorities"][priority_id]
    return (*place_of_theme(loading, priority.theme_id), priority.code)


def _create_priority(loading: Loading, cells: Cells) -> Priority:
    loading.find("plans", cells["plan"], "plan")
    theme = loading.find("themes", cells["theme"], "theme", cells["plan"])
    values = {"theme_id": theme.id, **{name: cells[name] for name in ("code", "name", "position")}}
    priority = outline.create_priority(loading.session, loading.actor, PriorityCreate.model_validate(values))
    loading.beside["priorities"][priority.id] = priority
    return priority


def _update_priority(loading: Loading, current: Standing, changed: Cells) -> None:
    data, row = PriorityUpdate.model_validate(changed), current.thing
    outline.update_priority(loading.session, loading.actor, row.id, data, row.version)


def _activities(loading: Loading) -> dict[Key, Standing]:
    rows = list(loading.session.scalars(activities.visible_activities(loading.actor)))
    loading.beside["activities"] = {row.id: row for row in rows}
    unit, post, portfolio = (_codes(loading, model) for model in (Unit, Post, Portfolio))
    linked = activities.portfolios_on(loading.session, [row.id for row in rows], clock.today())
    names = ("ref", "title", "description", "start_on", "due_on", "valid_from", "valid_to")
    found: dict[Key, Standing] = {}
    for row in rows:
        plan, theme, priority = place_of_priority(loading, row.priority_id)
        cells = {name: getattr(row, name) for name in names} | {
            "plan": plan, "theme": theme, "priority": priority, "unit": unit[row.unit_id],
            "lead_post": post.get(row.lead_post_id or 0),
            "portfolios": tuple(sorted(portfolio[each] for each in linked[row.id])),
        }  # fmt: skip
        found[plan, theme, priority, row.ref] = Standing(cells, row)
    return found


PLACE = ("plan", "theme", "priority")


def _priority(loading: Loading, cells: Cells) -> Priority:
    loading.find("plans", cells["plan"], "plan")
    loading.find("themes", cells["theme"], "theme", cells["plan"])
    found: Priority = loading.find("priorities", cells["priority"], "priority", cells["plan"], cells["theme"])
    return found


def _activity_values(loading: Loading, cells: Cells) -> Cells:
    apart = {*PLACE, "unit", "lead_post", "portfolios"}
    values = {key: value for key, value in cells.items() if key not in apart}
    if "unit" in cells:
        values["unit_id"] = loading.find("units", cells["unit"], "unit").id
    if "lead_post" in cells:
        post = loading.find("posts", cells["lead_post"], "lead_post")
        values["lead_post_id"] = post and post.id
    if "portfolios" in cells:
        values["portfolio_ids"] = [loading.find("portfolios", each, "portfolios").id for each in cells["portfolios"]]
    if "description" in values:
        values["description"] = values["description"] or ""
    return values


def _create_activity(loading: Loading, cells: Cells) -> Activity:
    priority = _priority(loading, cells)
    plan = loading.find("plans", cells["plan"], "plan")
    values = _activity_values(loading, cells) | {"priority_id": priority.id}
    values["valid_from"] = values.get("valid_from") or plan.start_on
    activity = activities.create_activity(loading.session, loading.actor, ActivityCreate.model_validate(values))
    loading.beside["activities"][activity.id] = activity
    return activity


def _update_activity(loading: Loading, current: Standing, changed: Cells) -> None:
    data, row = ActivityUpdateInput.model_validate(_activity_values(loading, changed)), current.thing
    activities.update_activity(loading.session, loading.actor, row.id, data, row.version)


def _as_the_plan_starts(loading: Loading, cells: Cells) -> None:
    """An activity without a first day is reported from the one it has, or from the plan's."""
    known = loading.known["activities"].get(tuple(cells.get(name) for name in (*PLACE, "ref")))
    if known is not None and cells.get("valid_from") is None:
        cells["valid_from"] = known.valid_from


def _milestones(loading: Loading) -> dict[Key, Standing]:
    found: dict[Key, Standing] = {}
    by_id: dict[int, Activity] = loading.beside["activities"]
    for activity_id, steps in milestones.milestones_of(loading.session, by_id).items():
        activity = by_id[activity_id]
        place = (*place_of_priority(loading, activity.priority_id), activity.ref)
        for row in steps:
            cells: Cells = dict(zip((*PLACE, "activity"), place, strict=True))
            cells |= {"position": row.position, "title": row.title, "due_on": row.due_on, "done_on": row.done_on}
            found[(*place, row.position)] = Standing(cells, row)
    return found


def _create_milestone(loading: Loading, cells: Cells) -> Milestone:
    _priority(loading, cells)
    activity = loading.find("activities", cells["activity"], "activity", *(cells[name] for name in PLACE))
    values = {"activity_id": activity.id, **{name: cells[name] for name in ("title", "due_on", "position")}}
    row = milestones.create_milestone(loading.session, loading.actor, MilestoneCreate.model_validate(values))
    done_on: date | None = cells.get("done_on")
    if done_on is not None:
        data = MilestoneUpdate.model_validate({"done_on": done_on})
        row = milestones.update_milestone(loading.session, loading.actor, row.id, data, row.version)
    return row


def _update_milestone(loading: Loading, current: Standing, changed: Cells) -> None:
    data, row = MilestoneUpdate.model_validate(changed), current.thing
    milestones.update_milestone(loading.session, loading.actor, row.id, data, row.version)


def priority_of(loading: Loading, path: str) -> Priority:
    """The priority that PLAN/THEME/PRIORITY means. Raises RowFault."""
    parts = [part.strip() for part in path.split("/")]
    if len(parts) != 3:
        raise RowFault("priorities", "bad_path", "Write each priority as PLAN/THEME/PRIORITY, by their codes.")
    found: Priority = loading.find("priorities", parts[2], "priorities", *parts[:2])
    return found


FIELDS = {**IDS, "lead_post_id": "lead_post", "portfolio_ids": "portfolios", "plan_id": "plan", "theme_id": "theme",
          "priority_id": "priority", "activity_id": "activity"}  # fmt: skip
SUBJECTS = (
    Subject(
        BY_KEY["plans"], _plans, _create_plan, _update_plan, FIELDS, fixed=frozenset({"kind", "unit"}), tidy=_of_council
    ),
    Subject(BY_KEY["themes"], _themes, _create_theme, _update_theme, FIELDS),
    Subject(BY_KEY["priorities"], _priorities, _create_priority, _update_priority, FIELDS),
    Subject(
        BY_KEY["activities"],
        _activities,
        _create_activity,
        _update_activity,
        FIELDS,
        fixed=frozenset({"valid_from"}),
        tidy=_as_the_plan_starts,
    ),
    Subject(BY_KEY["milestones"], _milestones, _create_milestone, _update_milestone, FIELDS),
)
"""How each sheet of plans is loaded, in the order in which they build on each other."""
