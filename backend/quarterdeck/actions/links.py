"""Which indicators and activities actions are about."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, delete, literal, select, union_all
from sqlalchemy.orm import Session

from quarterdeck.actions.models import Action, ActionActivity, ActionIndicator
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import invalid
from quarterdeck.core.refs import Referent
from quarterdeck.measures.indicators import visible_indicators
from quarterdeck.measures.models import Indicator, Observation, Series
from quarterdeck.measures.restatement import Restatement
from quarterdeck.planning.activities import visible_activities
from quarterdeck.planning.models import Activity

About = type[ActionIndicator] | type[ActionActivity]
FIELDS: dict[str, About] = {"indicator_ids": ActionIndicator, "activity_ids": ActionActivity}
COLUMN: dict[About, str] = {ActionIndicator: "indicator_id", ActionActivity: "activity_id"}


def about_source(session: Session, source: Referent) -> dict[str, set[int]]:
    """The indicator or activity that something an action is raised from is about, by field; others: none."""
    found: dict[str, set[int]] = {name: set() for name in FIELDS}
    match source.kind:
        case "indicator":
            found["indicator_ids"].add(source.id)
        case "activity":
            found["activity_ids"].add(source.id)
        case "observation":
            found["indicator_ids"].add(session.get_one(Observation, source.id).indicator_id)
        case "restatement":
            series_id = session.get_one(Restatement, source.id).series_id
            found["indicator_ids"].add(session.get_one(Series, series_id).indicator_id)
    return found


def check(session: Session, actor: Actor, field: str, ids: Collection[int]) -> None:
    """Raise 422 for an indicator or activity that is not there or that the actor may not see."""
    if not ids:
        return
    query: Select[int]
    if FIELDS[field] is ActionIndicator:
        query = visible_indicators(actor).with_only_columns(Indicator.id).where(Indicator.id.in_(ids))
    else:
        query = visible_activities(actor).with_only_columns(Activity.id).where(Activity.id.in_(ids))
    seen = set(session.scalars(query))
    kind = field.removesuffix("_ids")
    for number, each in enumerate(ids):
        if each not in seen:
            detail = f"There is no {kind} with this id that you may see."
            raise invalid(f"/{field}/{number}", f"unknown_{kind}", detail)


def relink(session: Session, action: Action, field: str, wanted: Collection[int]) -> bool:
    """Make these what the action is about; whether that changed anything."""
    to = FIELDS[field]
    column = getattr(to, COLUMN[to])
    standing = set(session.scalars(select(column).where(*_of(action, to))))
    if ended := standing - set(wanted):
        session.execute(delete(to).where(*_of(action, to), column.in_(sorted(ended))))
    new = sorted(set(wanted) - standing)
    common = {"council_id": action.council_id, "action_id": action.id}
    session.add_all(to(**common, **{COLUMN[to]: each}) for each in new)
    session.flush()
    return bool(ended or new)


def about(session: Session, council_id: int, action_ids: Collection[int]) -> dict[int, dict[str, list[int]]]:
    """What each of these actions is about, by field, in the order of the ids."""
    found: dict[int, dict[str, list[int]]] = {each: {name: [] for name in FIELDS} for each in action_ids}
    linked = [
        select(literal(name).label("field"), to.action_id, getattr(to, COLUMN[to]).label("linked_id")).where(
            to.council_id == council_id, to.action_id.in_(action_ids)
        )
        for name, to in FIELDS.items()
    ]
    for name, action_id, linked_id in session.execute(union_all(*linked).order_by("linked_id")):
        found[action_id][name].append(linked_id)
    return found


def actions_about(actor: Actor, field: str, linked_id: int) -> Select[int]:
    """The actions of the actor's council that are about an indicator or an activity."""
    to = FIELDS[field]
    return select(to.action_id).where(to.council_id == actor.council_id, getattr(to, COLUMN[to]) == linked_id)


def _of(action: Action, to: About) -> tuple[Any, ...]:
    return to.council_id == action.council_id, to.action_id == action.id
