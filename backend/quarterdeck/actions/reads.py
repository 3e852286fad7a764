"""Actions as they are answered: whom they ask, what they are about, and how often their day was moved."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from quarterdeck.actions import links
from quarterdeck.actions.due import Due
from quarterdeck.actions.models import Action, ActionDueChange, ActionNote
from quarterdeck.actions.schemas import ActionRead
from quarterdeck.actions.service import is_overdue
from quarterdeck.actions.workflow import ACTION
from quarterdeck.core.actor import Actor
from quarterdeck.organisation.models import Person, Post, PostHolding, Unit
from quarterdeck.organisation.people import visible_people

COMPUTED = frozenset(
    {"whom", "due", "first_due", "due_changes", "overdue", "indicator_ids", "activity_ids", "notes", "allowed_actions"}
)


def action_reads(session: Session, actor: Actor, rows: Iterable[Action]) -> list[ActionRead]:
    """Actions as they are answered to this actor: two queries, however many there are."""
    rows = list(rows)
    ids, names = [row.id for row in rows], ActionRead.model_fields.keys() - COMPUTED
    beside, about = _beside(session, actor, ids), links.about(session, actor.council_id, ids)
    return [
        ActionRead.model_validate(
            {name: getattr(row, name) for name in names}
            | about[row.id]
            | {
                "whom": _whom(row, beside[row.id]),
                "due": str(Due(row.due_on, row.due_precision)),
                "first_due": str(_first_due(row, beside[row.id])),
                "due_changes": beside[row.id].due_changes or 0,
                "overdue": is_overdue(row),
                "notes": beside[row.id].notes,
                "allowed_actions": ACTION.allowed_actions(row, actor),
            }
        )
        for row in rows
    ]


def action_read(session: Session, actor: Actor, action: Action) -> ActionRead:
    """One action as it is answered to this actor."""
    return action_reads(session, actor, [action])[0]


def first_dues(session: Session, council_id: int, action_ids: Collection[int]) -> dict[int, tuple[Due, int]]:
    """Of the actions whose day was moved: the day or month first asked for, and how often it was moved."""
    c = ActionDueChange
    query = select(c).where(c.council_id == council_id, c.action_id.in_(action_ids)).order_by(c.action_id, c.number)
    found: dict[int, tuple[Due, int]] = {}
    for row in session.scalars(query):
        first = found[row.action_id][0] if row.action_id in found else Due(row.from_on, row.from_precision)
        found[row.action_id] = first, row.number
    return found


def whom_in_papers(session: Session, rows: Sequence[Action], day: date) -> dict[int, str]:
    """Whom each action asks, as papers say it, by action: a post, or words; of a person the post they hold then."""
    titles = _titles(session, rows)
    holdings = session.execute(
        select(PostHolding.person_id, Post.title)
        .join(Post, Post.id == PostHolding.post_id)
        .where(
            PostHolding.person_id.in_([row.whom_person_id for row in rows if row.whom_person_id is not None]),
            PostHolding.valid_from <= day,
            or_(PostHolding.valid_to.is_(None), PostHolding.valid_to >= day),
        )
        # The post held longest says best who is meant; the dictionary keeps the last.
        .order_by(PostHolding.valid_from.desc(), PostHolding.id.desc())
    )
    held = {row.person_id: row.title for row in holdings}
    return _said(session, rows, titles, held)


def newest_notes(session: Session, council_id: int, action_ids: Collection[int]) -> dict[int, str]:
    """What was last said about each of these actions; nothing: left out."""
    n = ActionNote
    query = select(n.action_id, n.text).where(n.council_id == council_id, n.action_id.in_(action_ids)).order_by(n.id)
    return {row.action_id: row.text for row in session.execute(query)}


def _beside(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Any]:
    """What stands beside each action, by id: whom it asks, its notes counted, and how its day was moved."""
    known = visible_people(actor).with_only_columns(Person.id, Person.name).subquery()
    n, c, first = ActionNote, ActionDueChange, aliased(ActionDueChange)
    notes = select(func.count()).where(n.council_id == actor.council_id, n.action_id == Action.id)
    moved = select(func.max(c.number)).where(c.council_id == actor.council_id, c.action_id == Action.id)
    is_first = and_(first.council_id == actor.council_id, first.action_id == Action.id, first.number == 1)
    query = (
        select(
            Action.id,
            Post.title.label("post"),
            known.c.name.label("person"),
            Unit.name.label("unit"),
            notes.scalar_subquery().label("notes"),
            moved.scalar_subquery().label("due_changes"),
            first.from_on,
            first.from_precision,
        )
        .join(Unit, Unit.id == Action.unit_id)
        .outerjoin(Post, Post.id == Action.whom_post_id)
        .outerjoin(known, known.c.id == Action.whom_person_id)
        .outerjoin(first, is_first)
        .where(Action.id.in_(ids))
    )
    return {row.id: row for row in session.execute(query)}


def _whom(row: Action, beside: Any) -> str:
    """Whom an action asks: a person by name for whoever may know them, by their unit for everybody else."""
    if row.whom_post_id is not None:
        return str(beside.post)
    if row.whom_person_id is not None:
        return str(beside.person or f"An officer of {beside.unit}")
    return row.whom_text


def _first_due(row: Action, beside: Any) -> Due:
    """The day or month first asked for."""
    if beside.from_on is None:
        return Due(row.due_on, row.due_precision)
    return Due(beside.from_on, beside.from_precision)


def _said(
    session: Session, rows: Sequence[Action], titles: Mapping[int, str], people: Mapping[int, str]
) -> dict[int, str]:
    unnamed = {row.unit_id for row in rows if row.whom_post_id is None and row.whom_person_id is not None}
    units = {unit.id: unit.name for unit in session.scalars(select(Unit).where(Unit.id.in_(unnamed)))}

    def say(row: Action) -> str:
        if row.whom_post_id is not None:
            return titles[row.whom_post_id]
        if row.whom_person_id is not None:
            return people.get(row.whom_person_id, f"An officer of {units[row.unit_id]}")
        return row.whom_text

    return {row.id: say(row) for row in rows}


def _titles(session: Session, rows: Sequence[Action]) -> dict[int, str]:
    ids = [row.whom_post_id for row in rows if row.whom_post_id is not None]
    return {row.id: row.title for row in session.execute(select(Post.id, Post.title).where(Post.id.in_(ids)))}
