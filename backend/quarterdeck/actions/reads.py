"""Actions as they are answered: whom they ask, what they are about, and how often their day was moved."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

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
    """Actions as they are answered to this actor, in a few queries however many there are."""
    rows = list(rows)
    ids, names = [row.id for row in rows], ActionRead.model_fields.keys() - COMPUTED
    whom, about = _whom(session, actor, rows), links.about(session, actor.council_id, ids)
    first, notes = first_dues(session, actor.council_id, ids), _notes(session, actor.council_id, ids)
    return [
        ActionRead.model_validate(
            {name: getattr(row, name) for name in names}
            | about[row.id]
            | {
                "whom": whom[row.id],
                "due": str(Due(row.due_on, row.due_precision)),
                "first_due": str(first[row.id][0] if row.id in first else Due(row.due_on, row.due_precision)),
                "due_changes": first[row.id][1] if row.id in first else 0,
                "overdue": is_overdue(row),
                "notes": notes.get(row.id, 0),
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


def _whom(session: Session, actor: Actor, rows: Sequence[Action]) -> dict[int, str]:
    """Whom each action asks: a person by name for whoever may know them, by their unit for everybody else."""
    wanted = [row.whom_person_id for row in rows if row.whom_person_id is not None]
    people = session.scalars(visible_people(actor).where(Person.id.in_(wanted))) if wanted else ()
    return _said(session, rows, _titles(session, rows), {person.id: person.name for person in people})


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


def _notes(session: Session, council_id: int, action_ids: Collection[int]) -> dict[int, int]:
    n = ActionNote
    query = select(n.action_id, func.count().label("number")).where(
        n.council_id == council_id, n.action_id.in_(action_ids)
    )
    return {row.action_id: row.number for row in session.execute(query.group_by(n.action_id))}
