"""Indicators that come into use and go out of it, as an annual round decides."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.belonging import require_ours
from quarterdeck.core.journal import Event
from quarterdeck.measures.indicators import make_indicator
from quarterdeck.measures.models import Indicator
from quarterdeck.measures.schemas import IndicatorCreate
from quarterdeck.organisation.models import Unit


def propose_indicator(session: Session, actor: Actor, data: IndicatorCreate) -> Indicator:
    """Make a provisional indicator that an annual round is to decide on; whoever enters for its unit may.

    That the actor does is the caller's to check. Raises 409 and 422 as `create_indicator`.
    """
    journal.lock(session, actor.council_id)
    unit = require_ours(session, actor, Unit, data.unit_id, "/unit_id")
    return make_indicator(session, actor, unit, data, provisional=True)


def take_up(session: Session, actor: Actor, indicator_ids: Collection[int]) -> None:
    """Note that indicators that were proposed are to be measured: they are provisional no more."""
    for row in _held(session, actor.council_id, indicator_ids):
        if row.provisional:
            row.provisional, row.version = False, row.version + 1
            session.flush()
            journal.record(session, actor, Event("indicator.take_up", "indicator", row.id, {"ref": row.ref}))


def end_indicators(session: Session, actor: Actor, ended: Mapping[int, str], last_day: date) -> None:
    """Measure indicators no longer than to a day, each for its reason (by id). Their figures stay as they are."""
    for row in _held(session, actor.council_id, ended):
        row.valid_to, row.ended_because, row.version = last_day, ended[row.id], row.version + 1
        session.flush()
        detail = {"ref": row.ref, "valid_to": last_day.isoformat()}
        journal.record(session, actor, Event("indicator.end", "indicator", row.id, detail, ended[row.id]))


def _held(session: Session, council_id: int, indicator_ids: Collection[int]) -> list[Indicator]:
    query = select(Indicator).where(Indicator.council_id == council_id, Indicator.id.in_(sorted(indicator_ids)))
    return list(session.scalars(query.order_by(Indicator.id).with_for_update()))
