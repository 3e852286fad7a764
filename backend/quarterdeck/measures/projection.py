"""`current_observation`: what stands now for each cell, in each standing, derived from the logs.

A cell is one series and period. Its *latest* row is its newest revision; its *approved* row is the
newest revision that a body has approved. Beside either stands the newest rating of that revision,
with the definition, target and rule that made it. Nothing here is a record: all of it can be made
again from `observation`, `observation_approval` and `rating`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Table, and_, bindparam, delete, insert, select
from sqlalchemy.orm import Session

from quarterdeck.measures.models import CurrentObservation, Observation, ObservationApproval, RatingRow, Standing

Cell = tuple[int, str]
"""(series id, period code)."""

# Two lists of parameters a statement: far below what either database takes.
CHUNK = 1000
T = TypeVar("T")


@dataclass(frozen=True, order=True)
class Key:
    """The projection's key within a council."""

    standing: str
    period_code: str
    unit_id: int
    indicator_id: int
    breakdown: str


@dataclass(frozen=True)
class Standings:
    """A cell's revisions that stand: observation ids, `approved` None where no body has approved any."""

    latest: int
    approved: int | None
    unit_id: int
    indicator_id: int
    breakdown: str

    def pairs(self) -> Iterator[tuple[Standing, int]]:
        yield Standing.LATEST, self.latest
        if self.approved is not None:
            yield Standing.APPROVED, self.approved


@dataclass(frozen=True)
class Pinned:
    """What the projection holds for a key: the very rows that stand."""

    series_id: int
    observation_id: int
    rating_id: int
    definition_id: int
    target_id: int | None
    rule_id: int | None


def in_chunks(cells: Iterable[Cell]) -> Iterator[list[Cell]]:
    """The cells, each once, in lists short enough for one statement's parameters."""
    ordered = sorted(set(cells))
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def among(series: Any, period: Any, cells: Sequence[Cell]) -> ColumnElement[bool]:
    """A condition that holds for the cells, and perhaps for others of the same series and periods."""
    return and_(
        series.in_(sorted({series_id for series_id, _ in cells})),
        period.in_(sorted({code for _, code in cells})),
    )


def standings(session: Session, council_id: int, cells: Sequence[Cell] | None) -> dict[Cell, Standings]:
    """Which revisions of the cells (all of the council's, when None) stand, read from the logs."""
    o, a = Observation, ObservationApproval
    query = (
        select(
            o.series_id,
            o.period_code,
            o.id,
            a.observation_id.is_not(None),
            o.unit_id,
            o.indicator_id,
            o.breakdown,
        )
        .outerjoin(a, a.observation_id == o.id)
        .where(o.council_id == council_id)
        .order_by(o.series_id, o.period_code, o.revision)
    )
    if cells is not None:
        query = query.where(among(o.series_id, o.period_code, cells))
    found: dict[Cell, Standings] = {}
    for series_id, period_code, observation_id, approved, unit_id, indicator_id, breakdown in session.execute(query):
        before = found.get((series_id, period_code))
        standing_approved = observation_id if approved else before.approved if before else None
        found[series_id, period_code] = Standings(observation_id, standing_approved, unit_id, indicator_id, breakdown)
    return only(found, cells)


def newest_ratings(session: Session, council_id: int, cells: Sequence[Cell] | None) -> dict[int, Any]:
    """The newest rating row of each revision of the cells, by observation id."""
    r = RatingRow
    query = (
        select(
            r.id,
            r.observation_id,
            r.definition_id,
            r.target_id,
            r.rule_id,
            r.last_year_observation_id,
            r.forecast,
            r.forecast_target_id,
            r.rating,
            r.unrated_reason,
            r.ruled_rating,
            r.override_reason,
        )
        .where(r.council_id == council_id)
        .order_by(r.change_no, r.id)
    )
    if cells is not None:
        query = query.where(among(r.series_id, r.period_code, cells))
    return {row.observation_id: row for row in session.execute(query)}


def refresh(session: Session, council_id: int, cells: Iterable[Cell]) -> None:
    """Bring the projection of these cells into line with the logs.

    Raises LookupError for a revision that stands without a rating: nothing that appends leaves one so.
    """
    session.flush()
    for chunk in in_chunks(cells):
        expected, unrated = _expected(session, council_id, chunk)
        if unrated:
            raise LookupError(f"observation {unrated[0]} has no rating")
        _write(session, council_id, _recorded(session, council_id, chunk), expected)


def rebuild(session: Session, council_id: int) -> int:
    """Make a council's whole projection again from the logs; return how many of its rows were wrong."""
    session.flush()
    expected, _ = _expected(session, council_id, None)
    return _write(session, council_id, _recorded(session, council_id, None), expected)


def differences(session: Session, council_id: int) -> list[str]:
    """One sentence for each row of the projection that is not what the logs say (none: they agree)."""
    session.flush()
    recorded = _recorded(session, council_id, None)
    expected, unrated = _expected(session, council_id, None)
    faults = [f"Observation {observation_id} was put there without a rating." for observation_id in unrated]
    for key in sorted(recorded.keys() | expected.keys()):
        if recorded.get(key) == expected.get(key):
            continue
        what = "is missing" if key not in recorded else "should not be there" if key not in expected else "differs"
        faults.append(
            f"The {key.standing} figure of indicator {key.indicator_id}, unit {key.unit_id}, {key.breakdown}, "
            f"{key.period_code} {what}."
        )
    return faults


def only(found: Mapping[Cell, T], cells: Sequence[Cell] | None) -> dict[Cell, T]:
    """Of what `among` found, only what was asked for; everything, when None."""
    if cells is None:
        return dict(found)
    return {cell: found[cell] for cell in cells if cell in found}


def _recorded(session: Session, council_id: int, cells: Sequence[Cell] | None) -> dict[Key, Pinned]:
    """What the projection says of the cells."""
    c = CurrentObservation
    query = select(
        c.standing,
        c.period_code,
        c.unit_id,
        c.indicator_id,
        c.breakdown,
        c.series_id,
        c.observation_id,
        c.rating_id,
        c.definition_id,
        c.target_id,
        c.rule_id,
    ).where(c.council_id == council_id)
    if cells is not None:
        query = query.where(among(c.series_id, c.period_code, cells))
    wanted = None if cells is None else set(cells)
    return {
        Key(*row[:5]): Pinned(*row[5:])
        for row in session.execute(query)
        if wanted is None or (row.series_id, row.period_code) in wanted
    }


def _expected(session: Session, council_id: int, cells: Sequence[Cell] | None) -> tuple[dict[Key, Pinned], list[int]]:
    """What the logs say of the cells; and the observations that stand there without a rating."""
    ratings = newest_ratings(session, council_id, cells)
    made: dict[Key, Pinned] = {}
    unrated: set[int] = set()
    for (series_id, period_code), standing in standings(session, council_id, cells).items():
        for name, observation_id in standing.pairs():
            rating = ratings.get(observation_id)
            if rating is None:
                unrated.add(observation_id)
                continue
            key = Key(name.value, period_code, standing.unit_id, standing.indicator_id, standing.breakdown)
            made[key] = Pinned(
                series_id, observation_id, rating.id, rating.definition_id, rating.target_id, rating.rule_id
            )
    return made, sorted(unrated)


def _write(session: Session, council_id: int, recorded: Mapping[Key, Pinned], expected: Mapping[Key, Pinned]) -> int:
    """Put right what differs, in two statements; return how many rows that were."""
    wrong = [key for key, pinned in recorded.items() if expected.get(key) != pinned]
    right = [key for key, pinned in expected.items() if recorded.get(key) != pinned]
    table = cast(Table, CurrentObservation.__table__)
    if wrong:
        keys = [{"council_id": council_id, **vars(key)} for key in wrong]
        same = [table.c[name] == bindparam(f"its_{name}") for name in keys[0]]
        rows = [{f"its_{name}": value for name, value in key.items()} for key in keys]
        session.connection().execute(delete(table).where(*same), rows)
    if right:
        rows = [{"council_id": council_id, **vars(key), **vars(expected[key])} for key in right]
        session.connection().execute(insert(table), rows)
    return len({*wrong, *right})
