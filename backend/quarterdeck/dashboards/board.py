"""The round board: services × stage, with counts, days late and completeness; what the performance team chases by."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quarterdeck.collection import completeness, rounds, stages
from quarterdeck.collection.completeness import Completeness, days_late
from quarterdeck.collection.models import Entry, Round, Submission
from quarterdeck.collection.visibility import visible_submissions
from quarterdeck.core.actor import Actor
from quarterdeck.dashboards.schemas import BoardRead, BoardRow, BoardStage, BoardTotals
from quarterdeck.framework.periods import Period
from quarterdeck.organisation.models import Unit
from quarterdeck.organisation.roles import Permission

COUNTS = [each.name for each in fields(Completeness)]


@dataclass(frozen=True)
class Line:
    """A service's submission, and what of it is done (None for who does not see what is typed)."""

    submission: Submission
    unit: Unit
    done: Completeness | None


def board(session: Session, actor: Actor, round_id: int) -> BoardRead:
    """The board of a round, with the services that the actor may see. Raises 404.

    One query for the services with their counts, whatever their number; a small one for the round, and for its stages.
    """
    round_ = rounds.find_round(session, actor, round_id)
    lines = _lines(session, actor, round_)
    rows = [_row(line, round_) for line in lines]
    return BoardRead(
        round_id=round_.id,
        period=round_.period_code,
        period_label=Period.of_code(round_.period_code).label,
        state=round_.state,
        due_on=round_.due_on,
        stages=[
            BoardStage(key=stage.key, name=stage.name, state=row.state, due_on=row.due_on, decided_at=row.decided_at)
            for row, stage in stages.of_round(session, round_)
        ],
        rows=rows,
        totals=_totals(rows),
    )


def _lines(session: Session, actor: Actor, round_: Round) -> Sequence[Line]:
    of_its = select(Submission.id).where(Submission.round_id == round_.id)
    done = completeness.counts(round_.council_id).where(Entry.submission_id.in_(of_its)).subquery()
    query = (
        visible_submissions(actor)
        .join(Unit, Unit.id == Submission.unit_id)
        .outerjoin(done, done.c.submission_id == Submission.id)
        .add_columns(Unit, *(func.coalesce(done.c[name], 0) for name in COUNTS))
        .where(Submission.round_id == round_.id)
        .order_by(Unit.name, Unit.id)
    )
    return [
        Line(submission, unit, _seen(actor, submission, counts)) for submission, unit, *counts in session.execute(query)
    ]


def _seen(actor: Actor, submission: Submission, counts: Sequence[int]) -> Completeness | None:
    """What is typed is counted for those who may read it."""
    if not actor.may(Permission.READ_ENTRIES, submission.place()):
        return None
    return Completeness(**dict(zip(COUNTS, map(int, counts), strict=True)))


def _row(line: Line, round_: Round) -> BoardRow:
    submission = line.submission
    return BoardRow(
        submission_id=submission.id,
        unit_id=line.unit.id,
        unit=line.unit.code,
        unit_name=line.unit.name,
        state=submission.state,
        due_on=submission.due_on,
        days_late=days_late(
            state=submission.state,
            due_on=submission.due_on,
            submitted_at=submission.submitted_at,
            round_state=round_.state,
            closed_at=round_.closed_at,
        ),
        submitted_at=submission.submitted_at,
        confirmed_at=submission.confirmed_at,
        done=None if line.done is None else {each.name: getattr(line.done, each.name) for each in fields(line.done)},
    )


def _totals(rows: Sequence[BoardRow]) -> BoardTotals:
    states = Counter(row.state for row in rows)
    return BoardTotals(
        services=len(rows),
        by_state=dict(sorted(states.items())),
        late=sum(row.days_late > 0 for row in rows),
        entries=sum(row.done.entries for row in rows if row.done),
        entered=sum(row.done.entered for row in rows if row.done),
        open_queries=sum(row.done.open_queries for row in rows if row.done),
    )
