"""What a round asks each service for: before it is opened, as it will; afterwards, as it did."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Entry, Round, Submission
from quarterdeck.collection.opening import owed_in
from quarterdeck.collection.query_schemas import AskedService, RoundAsked
from quarterdeck.collection.rounds import find_round
from quarterdeck.collection.schemas import SubmissionUnit
from quarterdeck.collection.workflow import CONFIRMED, PLANNED, RUNNING
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import forbidden
from quarterdeck.organisation.models import Unit
from quarterdeck.organisation.roles import Permission


def asked_of(session: Session, actor: Actor, round_id: int) -> RoundAsked:
    """What a round asks each service for, by unit's name; of a planned one, what opening it today would.

    A planned round asks for what is due on the day it is opened: indicators may be added until then.
    Raises 404 and 403.
    """
    round_ = find_round(session, actor, round_id)
    if not actor.may(Permission.MANAGE_ROUND, round_.place()):
        raise forbidden()
    counts = _owed(session, round_) if round_.state == PLANNED else _asked(session, round_)
    query = select(Unit).where(Unit.council_id == round_.council_id, Unit.id.in_(counts)).order_by(Unit.name, Unit.id)
    services = [
        AskedService.model_validate({"unit": SubmissionUnit.model_validate(unit), **counts[unit.id]})
        for unit in session.scalars(query)
    ]
    return RoundAsked(round_id=round_.id, services=services)


def asked_now(session: Session, actor: Actor) -> Callable[[int], Mapping[str, str]]:
    """Who is being asked for which periods of a series, in rounds that run: the unit's name, by the period's code."""

    def asked(series_id: int) -> Mapping[str, str]:
        rows = session.execute(
            select(Entry.period_code, Unit.name)
            .join(Submission, Submission.id == Entry.submission_id)
            .join(Round, Round.id == Submission.round_id)
            .join(Unit, Unit.id == Submission.unit_id)
            .where(
                Entry.council_id == actor.council_id,
                Entry.series_id == series_id,
                ~Entry.proposes,
                Submission.state != CONFIRMED,
                Round.state.in_(RUNNING),
            )
        )
        return {row.period_code: row.name for row in rows}

    return asked


def _owed(session: Session, round_: Round) -> Mapping[int, Mapping[str, int]]:
    return {
        unit_id: {
            "figures": len(due.figures),
            "asked_again": len(due.again & set(due.figures)),
            "activities": len(due.activity_ids),
        }
        for unit_id, due in owed_in(session, round_).items()
        if due.figures or due.activity_ids
    }


def _asked(session: Session, round_: Round) -> Mapping[int, Mapping[str, Any]]:
    rows = session.execute(
        select(
            Submission.unit_id,
            func.count(Entry.series_id).label("figures"),
            func.count().filter(Entry.asked_again).label("asked_again"),
            func.count(Entry.activity_id).label("activities"),
        )
        .join(Entry, Entry.submission_id == Submission.id)
        .where(Submission.round_id == round_.id)
        .group_by(Submission.unit_id)
    )
    return {row.unit_id: dict(row._mapping) for row in rows}
