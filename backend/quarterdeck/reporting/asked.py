"""The actions of an edition: What, Whom, When, what each was raised from, and what it is about."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from quarterdeck.actions.models import AUDIT, Action, ActionActivity, ActionIndicator
from quarterdeck.actions.reads import first_dues, newest_notes, whom_in_papers
from quarterdeck.actions.service import is_overdue
from quarterdeck.core import clock, refs
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem
from quarterdeck.framework.models import Approval
from quarterdeck.measures.models import Indicator
from quarterdeck.organisation.models import Body, Meeting, Portfolio
from quarterdeck.planning.models import Activity
from quarterdeck.reporting.content import ActionContent


@dataclass(frozen=True)
class Source:
    """What an action was raised from, as papers say it."""

    words: str
    day: date | None = None
    minute_reference: str = ""


def actions(session: Session, council_id: int, since: datetime | None) -> list[ActionContent]:
    """What is not closed, and what was closed since the last report; the first due first.

    Of what is still open the newest note says how far it has come.
    """
    not_closed = Action.closed_at.is_(None)
    wanted = not_closed if since is None else or_(not_closed, Action.closed_at > since)
    rows = session.scalars(
        select(Action).where(Action.council_id == council_id, wanted).order_by(Action.due_on, Action.id)
    ).all()
    ids = [row.id for row in rows]
    whom, sources = whom_in_papers(session, rows, clock.today()), _sources(session, council_id, rows)
    first, notes = first_dues(session, council_id, ids), newest_notes(session, council_id, ids)
    indicators, activities = _about(session, council_id, ids)
    return [
        ActionContent(
            ref=row.ref,
            what=row.what,
            whom=whom[row.id],
            due_on=row.due_on,
            due_precision=row.due_precision,
            first_due_on=first[row.id][0].on if row.id in first else row.due_on,
            first_due_precision=first[row.id][0].precision if row.id in first else row.due_precision,
            due_changes=first[row.id][1] if row.id in first else 0,
            overdue=is_overdue(row),
            state=row.state,
            outcome=row.outcome or notes.get(row.id, ""),
            source=sources[row.id].words,
            source_on=sources[row.id].day,
            minute_reference=sources[row.id].minute_reference,
            indicators=indicators.get(row.id, []),
            activities=activities.get(row.id, []),
        )
        for row in rows
    ]


def _about(
    session: Session, council_id: int, action_ids: Collection[int]
) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """The refs of the indicators and of the activities that each action is about."""
    i, a = ActionIndicator, ActionActivity
    queries = (
        select(i.action_id, Indicator.ref)
        .join(Indicator, Indicator.id == i.indicator_id)
        .where(i.council_id == council_id, i.action_id.in_(action_ids))
        .order_by(Indicator.ref),
        select(a.action_id, Activity.ref)
        .join(Activity, Activity.id == a.activity_id)
        .where(a.council_id == council_id, a.action_id.in_(action_ids))
        .order_by(Activity.ref, Activity.id),
    )
    found: tuple[dict[int, list[str]], dict[int, list[str]]] = ({}, {})
    for query, of_action in zip(queries, found, strict=True):
        for action_id, ref in session.execute(query):
            of_action.setdefault(action_id, []).append(ref)
    return found


def _sources(session: Session, council_id: int, rows: Sequence[Action]) -> dict[int, Source]:
    """What each action was raised from: of a decision or a meeting the body and the day, of anything else its label."""
    decided, met = _decisions(session, council_id, rows), _meetings(session, council_id, rows)
    system = Actor.system(council_id)
    return {row.id: _source(session, system, row, {"approval": decided, "meeting": met}) for row in rows}


def _source(session: Session, system: Actor, row: Action, known: Mapping[str, Mapping[int, Source]]) -> Source:
    if row.source_kind == AUDIT or row.source_id is None:
        return Source(row.source_text)
    if row.source_kind in known:
        return known[row.source_kind].get(row.source_id, Source(""))
    try:
        return Source(refs.resolve(session, system, row.source_kind, row.source_id).label)
    except Problem:
        # An action outlives what it was raised from, and is told without it.
        return Source("")


def _decisions(session: Session, council_id: int, rows: Sequence[Action]) -> dict[int, Source]:
    found = session.execute(
        select(Approval, Body.name.label("body"), Portfolio.name.label("portfolio"))
        .outerjoin(Body, Body.id == Approval.body_id)
        .outerjoin(Portfolio, Portfolio.id == Approval.portfolio_id)
        .where(Approval.council_id == council_id, Approval.id.in_(_ids(rows, "approval")))
    )
    return {row.Approval.id: _decision(row) for row in found}


def _decision(row: Any) -> Source:
    holder = f"Portfolio Holder for {row.portfolio}" if row.portfolio else "Officers"
    return Source(row.body or holder, row.Approval.decided_on, row.Approval.minute_reference or "")


def _meetings(session: Session, council_id: int, rows: Sequence[Action]) -> dict[int, Source]:
    found = session.execute(
        select(Meeting.id, Meeting.held_on, Body.name)
        .join(Body, Body.id == Meeting.body_id)
        .where(Meeting.council_id == council_id, Meeting.id.in_(_ids(rows, "meeting")))
    )
    return {row.id: Source(row.name, row.held_on) for row in found}


def _ids(rows: Sequence[Action], kind: str) -> list[int]:
    return sorted({row.source_id for row in rows if row.source_kind == kind and row.source_id is not None})
