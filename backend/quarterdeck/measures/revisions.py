"""Revisions: what is said of a figure, what makes it another one, and appending it to the log with its rating."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import conflict
from quarterdeck.core.journal import Change
from quarterdeck.framework.service import ensure_period
from quarterdeck.measures import projection, ratings
from quarterdeck.measures.bulk import columns_of, insert_all
from quarterdeck.measures.editions import EditionIssue, PackFigure
from quarterdeck.measures.models import (
    Observation,
    ObservationApproval,
    Origin,
    RevisionKind,
    Series,
    ValueState,
)
from quarterdeck.measures.projection import Cell
from quarterdeck.measures.series import series_by_id

# What makes a figure another figure; where and when it was printed does not.
SAID = ("value_state", "value", "numerator", "denominator", "provisional", "forecast", "commentary", "explanations")
PRINTED_AGAIN = "Printed otherwise in another paper."


@dataclass(frozen=True)
class Reported:
    """What a service, a restatement or a printed table says of one cell, in the indicator's unit of measure.

    Raises ValueError where state and figure contradict each other, and for a figure out of a denominator
    of zero, which is never 100%.
    """

    series_id: int
    period_code: str
    value_state: ValueState
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    provisional: bool = False
    forecast: float | None = None
    commentary: str = ""
    explanations: Mapping[str, str] = field(default_factory=dict)
    as_printed: str | None = None
    printed_on: date | None = None
    printed_rating: str | None = None
    source: str | None = None

    def __post_init__(self) -> None:
        if (self.value_state == ValueState.VALUE) != (self.value is not None):
            raise ValueError("a figure goes with the state `value`, and only with that")
        if self.value is not None and self.denominator == 0:
            raise ValueError("there is no figure out of a denominator of zero")

    @property
    def cell(self) -> Cell:
        return self.series_id, self.period_code


@dataclass(frozen=True)
class Source:
    """Who reports, what it comes from (a submission, a restatement, a file), why it changes what stood."""

    actor: Actor
    change: Change
    origin: Origin
    origin_id: int | None
    reason: str
    # Cells that take no revision from this source.
    locked: frozenset[Cell] = frozenset()
    # Whether an accepted restatement changes the figure.
    restates: bool = False


def append_revisions(
    session: Session, source: Source, reported: Sequence[Reported], *, approved: bool
) -> tuple[list[Observation], list[Observation]]:
    """Append what is new in what a source says, and rate it; the revisions that stand now, and those that are new."""
    council_id = source.actor.council_id
    series = series_by_id(session, council_id, (each.series_id for each in reported))
    for code in sorted({each.period_code for each in reported}):
        ensure_period(session, code)
    cells = {each.cell for each in reported}
    standing = newest(session, council_id, cells)
    new, answered = [], []
    for each in reported:
        before = standing.get(each.cell)
        if before is None or not says_the_same(before, each):
            standing[each.cell] = _revision(series[each.series_id], each, source, before)
            new.append(standing[each.cell])
        answered.append(standing[each.cell])
    added = {_key(row): row for row in insert_all(session, Observation, [columns_of(row) for row in new])}
    ratings.rate_new(session, source.change, added.values())
    answered = [added.get(_key(row), row) for row in answered]
    if approved:
        record_approvals(session, [row.id for row in answered], None, source.change)
    if added or approved:
        projection.refresh(session, council_id, cells)
    ratings.rerate_dependents(session, council_id, {(row.series_id, row.period_code) for row in new}, source.change)
    return answered, list(added.values())


def locked_cells(session: Session, council_id: int, cells: Iterable[Cell]) -> set[Cell]:
    """Those of the cells that an edition issued to a body of members pins."""
    f, i = PackFigure, EditionIssue
    locked: set[Cell] = set()
    for chunk in projection.in_chunks(cells):
        query = (
            select(f.series_id, f.period_code)
            .join(i, i.edition_id == f.edition_id)
            .where(f.council_id == council_id, i.locks, projection.among(f.series_id, f.period_code, chunk))
            .distinct()
        )
        locked |= {(series_id, period_code) for series_id, period_code in session.execute(query)} & set(chunk)
    return locked


def newest(session: Session, council_id: int, cells: Iterable[Cell]) -> dict[Cell, Observation]:
    """The newest revision of each of the cells that has any."""
    o = Observation
    found: dict[Cell, Observation] = {}
    for chunk in projection.in_chunks(cells):
        query = (
            select(o)
            .where(o.council_id == council_id, projection.among(o.series_id, o.period_code, chunk))
            .order_by(o.revision)
        )
        rows = {(row.series_id, row.period_code): row for row in session.scalars(query)}
        found |= projection.only(rows, chunk)
    return found


def _key(row: Observation) -> tuple[int, str, int]:
    return row.series_id, row.period_code, row.revision


def says_the_same(before: Observation, each: Reported) -> bool:
    if any(getattr(before, name) != getattr(each, name) for name in SAID):
        return False
    # A rating printed where none was before is something new; the other way round nothing is said.
    if each.printed_rating not in (None, before.printed_rating):
        return False
    # A number printed another way is the same number; of a cell without one the text is all there is.
    return (
        each.value is not None or None in (before.as_printed, each.as_printed) or before.as_printed == each.as_printed
    )


def _revision(series: Series, each: Reported, source: Source, before: Observation | None) -> Observation:
    kind = _kind(each, source, before)
    reason = source.reason.strip()
    if before is not None and not reason:
        if kind is not RevisionKind.AS_PRINTED:
            raise conflict("A figure stands for this period already: say why it changes.", "reason-required")
        reason = PRINTED_AGAIN
    return Observation(
        council_id=source.actor.council_id,
        series_id=series.id,
        indicator_id=series.indicator_id,
        unit_id=series.unit_id,
        breakdown=series.breakdown,
        period_code=each.period_code,
        revision=before.revision + 1 if before else 1,
        value_state=each.value_state.value,
        value=each.value,
        numerator=each.numerator,
        denominator=each.denominator,
        provisional=each.provisional,
        forecast=each.forecast,
        commentary=each.commentary,
        explanations=dict(each.explanations),
        as_printed=each.as_printed,
        printed_on=each.printed_on,
        printed_rating=each.printed_rating,
        origin=source.origin.value,
        origin_id=source.origin_id,
        source=each.source,
        kind=kind.value,
        reason=reason,
        recorded_by=source.actor.person_id,
        recorded_at=source.change.recorded_at,
        change_no=source.change.number,
    )


def _kind(each: Reported, source: Source, before: Observation | None) -> RevisionKind:
    if before is not None and each.cell in source.locked:
        detail = "Members have seen this figure: it changes by an accepted restatement alone."
        raise conflict(detail, "locked")
    if source.origin is Origin.BACKFILL:
        return RevisionKind.AS_PRINTED
    if before is None:
        return RevisionKind.FIRST
    return RevisionKind.RESTATEMENT if source.restates else RevisionKind.CORRECTION


def record_approvals(session: Session, observation_ids: Iterable[int], edition_id: int | None, change: Change) -> int:
    a = ObservationApproval
    ids = sorted(set(observation_ids))
    approved = 0
    for start in range(0, len(ids), projection.CHUNK):
        chunk = ids[start : start + projection.CHUNK]
        there = set(session.scalars(select(a.observation_id).where(a.observation_id.in_(chunk))))
        rows = [
            {
                "council_id": change.council_id,
                "observation_id": observation_id,
                "edition_id": edition_id,
                "change_no": change.number,
            }
            for observation_id in chunk
            if observation_id not in there
        ]
        if rows:
            session.execute(insert(a), rows)
        approved += len(rows)
    return approved
