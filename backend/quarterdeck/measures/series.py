"""Series: what figures are collected for."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, select, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import invalid, not_found
from quarterdeck.framework.periods import Span
from quarterdeck.measures.models import Frequency, Indicator, Series
from quarterdeck.organisation.models import Unit

ALL = "all"
"""The breakdown that is no breakdown: the whole."""
SPAN_OF: Final = {
    Frequency.MONTHLY: Span.MONTH,
    Frequency.QUARTERLY: Span.QUARTER,
    Frequency.HALF_YEARLY: Span.HALF,
    Frequency.ANNUAL: Span.YEAR,
}
"""The periods for which figures of a frequency are reported."""


def visible_series(actor: Actor) -> Select[Series]:
    """Every series of the actor's council: what is measured is known to everyone signed in."""
    return select(Series).where(
        Series.council_id == actor.council_id, within(actor, Series.indicator_id, Series.unit_id)
    )


def within(actor: Actor, indicator_id: Any, unit_id: Any) -> ColumnElement[bool]:
    """What a machine's token is limited to, over the columns of an indicator and the unit it is collected in."""
    limits = actor.narrowing
    if limits is None:
        return true()
    return and_(
        true() if limits.indicator_ids is None else indicator_id.in_(sorted(limits.indicator_ids)),
        true() if limits.unit_ids is None else unit_id.in_(sorted(limits.unit_ids)),
    )


def ensure_series(session: Session, council_id: int, indicator_id: int, unit_id: int, breakdown: str = ALL) -> Series:
    """The series of an indicator in a unit, made where it is not there yet.

    breakdown: `all`, or one item of one dimension (`ward:Northfield`). Safe when two transactions ask
    for the same new series at once.
    """
    key = {"council_id": council_id, "indicator_id": indicator_id, "unit_id": unit_id, "breakdown": breakdown}
    same = select(Series).filter_by(**key)
    found = session.scalars(same).one_or_none()
    if found is None:
        dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
        # A second transaction waits for the first here, and then finds its row; a plain insert would fail.
        session.execute(dialect.insert(Series).values(key).on_conflict_do_nothing())
        found = session.scalars(same).one()
    return found


def series_by_id(session: Session, council_id: int, series_ids: Iterable[int]) -> dict[int, Series]:
    """These series of the council, by id. Raises 404 for one that is not the council's."""
    wanted = sorted(set(series_ids))
    rows = session.scalars(select(Series).where(Series.council_id == council_id, Series.id.in_(wanted)))
    found = {row.id: row for row in rows}
    if len(found) < len(wanted):
        raise not_found("series")
    return found


def unit_collected_in(session: Session, indicator: Indicator, breakdown: str = ALL) -> int:
    """The unit whose series of an indicator is meant where nobody says which.

    The only one it is collected in by this breakdown, else the only one it is collected in at all; the responsible
    unit where it is collected nowhere yet. Raises 422 at `/unit_id` where it could be one of several.
    """
    rows = session.execute(
        select(Unit.id, Unit.name, Series.breakdown)
        .join(Series, Series.unit_id == Unit.id)
        .where(Series.council_id == indicator.council_id, Series.indicator_id == indicator.id)
    ).all()
    names = {row.id: row.name for row in rows if row.breakdown == breakdown} or {row.id: row.name for row in rows}
    if len(names) > 1:
        listed = ", ".join(f"{name} ({unit_id})" for unit_id, name in sorted(names.items(), key=lambda each: each[1]))
        raise invalid("/unit_id", "several_units", f"Say for which unit: {listed}.")
    return next(iter(names), indicator.unit_id)
