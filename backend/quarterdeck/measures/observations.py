"""Observations: appending what was reported, approving it, and calculating what is made of it.

What is calculated of a figure is appended with it, under the same change: whoever puts a figure on record puts on
record what it makes.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import conflict
from quarterdeck.core.journal import Change, Event
from quarterdeck.measures import projection, ratings
from quarterdeck.measures.calculated import Calculated, Ways, calculated, label_of, ways_of
from quarterdeck.measures.calculation import ObservationInput
from quarterdeck.measures.models import (
    Observation,
    Origin,
)
from quarterdeck.measures.projection import Cell
from quarterdeck.measures.restatement import Restatement, RestatementState
from quarterdeck.measures.revisions import (
    Reported,
    Source,
    append_revisions,
    locked_cells,
    newest,
    record_approvals,
    says_the_same,
)
from quarterdeck.measures.series import series_by_id
from quarterdeck.measures.words import listed

NAMED: Final = 3


def append(
    session: Session,
    actor: Actor,
    reported: Sequence[Reported],
    *,
    origin: Origin,
    change: Change,
    origin_id: int | None = None,
    reason: str = "",
    approved: bool = False,
) -> list[Observation]:
    """Append what was reported, with its ratings; answer the revision that now stands, for each in turn.

    The same as the newest revision appends nothing and answers that one. A cell given twice gets two
    revisions, in this order. `approved` also approves every revision answered. The caller holds `change`
    and journals it. Raises 404 for a series of another council, 422 `bad_period`, 409 `locked` for a
    figure that members have seen unless an accepted restatement of it is the origin, 409 `calculated` for one that
    is made of others, and 409 `reason-required` for a changed figure without a reason.
    """
    ways = ways_of(session, actor.council_id)
    cells = {each.cell for each in reported}
    refuse_calculated(ways, sorted(cells))
    restated = _restated(session, actor.council_id, origin, origin_id)
    locked = locked_cells(session, actor.council_id, cells) - restated
    source = Source(actor, change, origin, origin_id, reason, frozenset(locked), restates=origin is Origin.RESTATEMENT)
    answered, new = append_revisions(session, source, reported, approved=approved)
    _calculate(session, ways, source, [(row.series_id, row.period_code) for row in new])
    if approved:
        _approve_calculated(session, ways, cells, change)
    return answered


def recalculate(session: Session, actor: Actor, cells: Iterable[Cell], change: Change, reason: str) -> int:
    """Calculate these cells as they are calculated now, and what is made of them; return how many figures that gave.

    The caller holds `change` and journals it.
    """
    ways = ways_of(session, actor.council_id)
    source = Source(actor, change, Origin.CALCULATION, None, reason)
    made = calculated(session, actor.council_id, ways, sorted(set(cells)))
    new = [row for each in made for row in _append_calculated(session, ways, source, each, reason)]
    _calculate(session, ways, source, [(row.series_id, row.period_code) for row in new])
    return len(new)


def approve(
    session: Session, council_id: int, observation_ids: Iterable[int], edition_id: int | None, change: Change
) -> int:
    """Make these revisions a body's approved figures, by the edition it decided on; return how many were not yet.

    A revision that was overtaken before it was approved missed what changed its rating since, so the
    cells are rated again.
    """
    o = Observation
    ids = sorted(set(observation_ids))
    cells = []
    for start in range(0, len(ids), projection.CHUNK):
        query = select(o.series_id, o.period_code).where(
            o.council_id == council_id, o.id.in_(ids[start : start + projection.CHUNK])
        )
        cells += [(series_id, period_code) for series_id, period_code in session.execute(query)]
    approved = record_approvals(session, ids, edition_id, change)
    ratings.rerate(session, council_id, cells, change)
    _approve_calculated(session, ways_of(session, council_id), cells, change)
    return approved


def refuse_calculated(ways: Ways, cells: Iterable[Cell]) -> None:
    """Raises 409 `calculated` where one of the cells is calculated: nobody reports or restates it."""
    for cell in cells:
        if (way := ways.of(cell)) is not None:
            parts = sorted({ways.measured[series_id].label for series_id, _ in way.parts})
            named = listed(parts, NAMED)
            detail = f"{label_of(ways, cell)} is calculated: report or restate what it is made of ({named})."
            raise conflict(detail, "calculated")


def _calculate(session: Session, ways: Ways, source: Source, changed: Collection[Cell]) -> None:
    """Append what is made of cells that changed, and what is made of that in turn."""
    seen = set(changed)
    for cells in ways.after(changed):
        for each in calculated(session, source.actor.council_id, ways, cells):
            parts = [cell for cell, _ in ways.parts_of(each.cell, each.way) if cell in seen]
            # What would have changed it may have come to the same after all.
            if parts:
                new = _append_calculated(session, ways, source, each, _because(ways, parts, source))
                seen |= {(row.series_id, row.period_code) for row in new}


def _because(ways: Ways, parts: Sequence[Cell], source: Source) -> str:
    named = listed([label_of(ways, each) for each in parts], NAMED)
    return f"Calculated from {named}. {source.reason}".strip()


def _append_calculated(
    session: Session, ways: Ways, source: Source, each: Calculated, reason: str
) -> list[Observation]:
    """Append what a cell comes to, with the revisions it was made of; empty where it is what stands already.

    Of a figure that members have seen this is a restatement, and recorded as one.
    """
    council_id = source.actor.council_id
    before = newest(session, council_id, [each.cell]).get(each.cell)
    reported = _reported(each)
    if before is not None and says_the_same(before, reported):
        return []
    own = Source(source.actor, source.change, Origin.CALCULATION, each.way.calculation.id, reason)
    restatement = None
    if before is not None and locked_cells(session, council_id, [each.cell]):
        restatement = _restatement(session, source, reason, reported)
        own = replace(own, origin_id=restatement.id, restates=True)
    _, new = append_revisions(session, own, [reported], approved=each.approved)
    rows = [
        {"observation_id": new[0].id, "position": position, "council_id": council_id, "part_id": part, "role": role}
        for position, (part, role) in enumerate(each.parts, start=1)
    ]
    session.execute(insert(ObservationInput), rows)
    if restatement is not None:
        restatement.observation_id = new[0].id
        session.flush()
        detail = {"observation_id": new[0].id, "revision": new[0].revision}
        journal.record(session, source.actor, Event("restatement.accept", "restatement", restatement.id, detail))
    return new


def _reported(each: Calculated) -> Reported:
    made = each.made
    # A denominator of nought stands in the sentence: beside no figure it would be read as one that was reported.
    return Reported(
        series_id=each.cell[0],
        period_code=each.cell[1],
        value_state=made.value_state,
        value=made.value,
        numerator=made.numerator,
        denominator=made.denominator,
        provisional=made.provisional,
        commentary=made.sentence,
    )


def _restatement(session: Session, source: Source, reason: str, reported: Reported) -> Restatement:
    """The accepted restatement of a calculated figure: by who restated what it is made of, or put it on record."""
    of = session.get(Restatement, source.origin_id) if source.restates else None
    unit_id = series_by_id(session, source.actor.council_id, [reported.series_id])[reported.series_id].unit_id
    restatement = Restatement(
        council_id=source.actor.council_id,
        series_id=reported.series_id,
        unit_id=unit_id,
        period_code=reported.period_code,
        value_state=reported.value_state,
        value=reported.value,
        numerator=reported.numerator,
        denominator=reported.denominator,
        reason=reason,
        state=RestatementState.ACCEPTED,
        proposed_by=of.proposed_by if of else None,
        proposed_at=of.proposed_at if of else source.change.recorded_at,
        decided_by=of.decided_by if of else source.actor.person_id,
        decided_on=clock.london(source.change.recorded_at).date(),
        observation_id=None,
        version=1,
    )
    session.add(restatement)
    session.flush()
    return restatement


def _approve_calculated(session: Session, ways: Ways, cells: Iterable[Cell], change: Change) -> None:
    """Approve what is calculated of figures that are approved now, where every other part of it is too."""
    for made in ways.after(cells):
        approved = [each.cell for each in calculated(session, change.council_id, ways, made) if each.approved]
        standing = newest(session, change.council_id, approved)
        if record_approvals(session, [row.id for row in standing.values()], None, change):
            ratings.rerate(session, change.council_id, sorted(standing), change)


def _restated(session: Session, council_id: int, origin: Origin, origin_id: int | None) -> set[Cell]:
    """The cell that an accepted restatement is about, where one is the origin."""
    if origin is not Origin.RESTATEMENT:
        return set()
    query = select(Restatement.series_id, Restatement.period_code).where(
        Restatement.council_id == council_id,
        Restatement.id == origin_id,
        Restatement.state == RestatementState.ACCEPTED,
    )
    return {(series_id, period_code) for series_id, period_code in session.execute(query)}
