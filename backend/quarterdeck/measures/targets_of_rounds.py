"""Targets that an annual round proposes: put forward together, taken back together, approved together."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased

from quarterdeck.core.actor import Actor
from quarterdeck.core.journal import Change
from quarterdeck.framework.models import Approval
from quarterdeck.framework.service import ensure_period
from quarterdeck.measures.bulk import insert_all
from quarterdeck.measures.models import Indicator, Series, Target, TargetState
from quarterdeck.measures.targets import PlacedTarget, TargetSet, next_rows, rate_again
from quarterdeck.measures.workflow import TARGET


def put_forward(session: Session, actor: Actor, said: Sequence[TargetSet], change: Change) -> list[Target]:
    """Append proposed targets that belong to a round. The caller holds `change` and journals it."""
    for code in sorted({each.period_code for each in said}):
        ensure_period(session, code)
    proposed = {"state": TargetState.PROPOSED.value, "approved_change_no": None, "approval_id": None}
    return insert_all(session, Target, [row | proposed for row in next_rows(session, actor, said, change)])


def take_back(session: Session, council_id: int, round_id: int, series_ids: Collection[int]) -> int:
    """Take back what a round proposed for some series; answers how many targets that were."""
    found = _waiting(session, council_id, round_id, Target.series_id.in_(sorted(series_ids)))
    system = Actor.system(council_id)
    for each in found:
        TARGET.perform(each, "take_back", system, each.version, None)
    session.flush()
    return len(found)


def approve(
    session: Session, council_id: int, round_id: int, target_ids: Collection[int], approval: Approval, change: Change
) -> int:
    """Approve a round's targets by one decision, and rate the figures of their periods; answers how many.

    One that a newer approved target has overtaken meanwhile is taken back: the newer one stands.
    """
    found = _waiting(session, council_id, round_id, Target.id.in_(sorted(target_ids)))
    system, approved = Actor.system(council_id), []
    # State, number and decision have to reach the database together.
    with session.no_autoflush:
        for each in found:
            TARGET.perform(each, "take_back" if each.overtaken else "approve", system, each.version, None)
            each.target.approval_id = approval.id
            if not each.overtaken:
                each.target.approved_change_no = change.number
                approved.append((each.target.series_id, each.target.period_code))
    session.flush()
    rate_again(session, approved, change)
    return len(approved)


def approved_of(session: Session, council_id: int, round_id: int) -> int:
    """How many targets of a round are approved."""
    t = Target
    query = select(func.count()).where(
        t.council_id == council_id, t.round_id == round_id, t.state == TargetState.APPROVED
    )
    return session.scalars(query).one()


def _waiting(session: Session, council_id: int, round_id: int, which: ColumnElement[bool]) -> list[PlacedTarget]:
    newer = aliased(Target)
    overtaken = exists().where(
        newer.council_id == Target.council_id,
        newer.series_id == Target.series_id,
        newer.period_code == Target.period_code,
        newer.number > Target.number,
        newer.state == TargetState.APPROVED,
    )
    rows = session.execute(
        select(Target.id, Target, Series, Indicator.unit_id, overtaken)
        .join(Series, Series.id == Target.series_id)
        .join(Indicator, Indicator.id == Series.indicator_id)
        .where(
            Target.council_id == council_id, Target.round_id == round_id, Target.state == TargetState.PROPOSED, which
        )
        .order_by(Target.id)
        .with_for_update(of=Target)
    )
    return [PlacedTarget(*row) for row in rows]
