"""Rebases: from which period a person has the process limits of a series begin anew, and why.

Limits move when the process has changed for good and its cause is known, and never by themselves: software that moves
them with every signal hides what it has found. A rebase is withdrawn with a reason; both stay on record.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, exists, select, true
from sqlalchemy.orm import Mapped, Session, mapped_column

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Base, Key, shared_alias
from quarterdeck.core.errors import conflict, invalid, not_found
from quarterdeck.core.journal import Event
from quarterdeck.framework.models import PeriodRow
from quarterdeck.framework.service import period_of
from quarterdeck.measures.indicators import editable_indicator
from quarterdeck.measures.models import CurrentObservation, Observation, Series
from quarterdeck.measures.series import within
from quarterdeck.measures.viewpoint import NOW, Viewpoint


class Rebase(Base):
    """That limits of a series begin anew with a period, or (`withdrawn`) no longer do. Appended only.

    period_code: the first period of the new limits.
    """

    __tablename__ = "process_rebase"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason"),
        Index("ix_process_rebase_series", "council_id", "series_id"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    period_code: Mapped[str] = mapped_column(ForeignKey("period.code"))
    withdrawn: Mapped[bool]
    reason: Mapped[str]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    change_no: Mapped[int]


_LATER = shared_alias(Rebase, "later")


def visible_rebases(actor: Actor, viewpoint: Viewpoint = NOW) -> Select[Rebase]:
    """Every rebase and withdrawal of the actor's council, as known from there: everyone signed in sees them."""
    known = true() if viewpoint.change_no is None else Rebase.change_no <= viewpoint.change_no
    return (
        select(Rebase)
        .join(Series, Series.id == Rebase.series_id)
        .where(Rebase.council_id == actor.council_id, known, within(actor, Series.indicator_id, Series.unit_id))
    )


def list_rebases(actor: Actor, indicator_id: int, viewpoint: Viewpoint = NOW) -> Select[*tuple[Any, ...]]:
    """What is on record of an indicator's rebases: the row, and whether it is what stands of its series and period."""
    return (
        visible_rebases(actor, viewpoint)
        .where(Series.indicator_id == indicator_id)
        .add_columns(_stands(viewpoint).label("stands"))
    )


def rebased_from(
    session: Session, actor: Actor, viewpoint: Viewpoint = NOW, series_ids: Collection[int] | None = None
) -> dict[int, set[date]]:
    """The first days of the periods from which limits begin anew, by series; of these, or of all. One query."""
    query = (
        visible_rebases(actor, viewpoint)
        .join(PeriodRow, PeriodRow.code == Rebase.period_code)
        .where(_stands(viewpoint), ~Rebase.withdrawn)
        .where(true() if series_ids is None else Rebase.series_id.in_(sorted(series_ids)))
        .with_only_columns(Rebase.series_id, PeriodRow.start_on)
    )
    found: dict[int, set[date]] = defaultdict(set)
    for series_id, start in session.execute(query):
        found[series_id].add(start)
    return dict(found)


def record_rebase(
    session: Session, actor: Actor, indicator_id: int, series_id: int, period: str, reason: str
) -> Rebase:
    """Have limits of a series begin anew with a period.

    Raises 404, 403, 422 at `/period` for a period without a figure or the first of the series, 409 where that stands.
    """
    indicator = editable_indicator(session, actor, indicator_id)
    code = period_of(period).code
    series = _series(session, actor, indicator.id, series_id)
    _check_period(session, series, code)
    standing = _standing(session, actor, series.id, code)
    if standing is not None and not standing.withdrawn:
        raise conflict("Limits begin anew with this period already.", "unchanged")
    return _append(session, actor, series, code, reason, withdrawn=False)


def withdraw_rebase(session: Session, actor: Actor, rebase_id: int, reason: str) -> Rebase:
    """Let limits run on over a period again. Raises 404, 403, and 409 where the rebase does not stand."""
    journal.lock(session, actor.council_id)
    rebase = session.scalars(visible_rebases(actor).where(Rebase.id == rebase_id)).one_or_none()
    if rebase is None:
        raise not_found("rebase")
    series = session.get_one(Series, rebase.series_id)
    editable_indicator(session, actor, series.indicator_id)
    standing = _standing(session, actor, series.id, rebase.period_code)
    if rebase.withdrawn or standing is None or standing.id != rebase.id:
        raise conflict("This rebase does not stand any more: it has been withdrawn.", "withdrawn")
    return _append(session, actor, series, rebase.period_code, reason, withdrawn=True)


def find_rebase(session: Session, actor: Actor, rebase_id: int) -> Any:
    """A row of `list_rebases`. Raises 404."""
    query = visible_rebases(actor).where(Rebase.id == rebase_id).add_columns(_stands(NOW).label("stands"))
    found = session.execute(query).one_or_none()
    if found is None:
        raise not_found("rebase")
    return found


def _stands(viewpoint: Viewpoint) -> Any:
    later = _LATER
    return ~exists().where(
        later.council_id == Rebase.council_id,
        later.series_id == Rebase.series_id,
        later.period_code == Rebase.period_code,
        later.id > Rebase.id,
        true() if viewpoint.change_no is None else later.change_no <= viewpoint.change_no,
    )


def _series(session: Session, actor: Actor, indicator_id: int, series_id: int) -> Series:
    query = select(Series).where(
        Series.council_id == actor.council_id, Series.indicator_id == indicator_id, Series.id == series_id
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise invalid("/series_id", "unknown_series", "This indicator has no such series.")
    return found


def _check_period(session: Session, series: Series, code: str) -> None:
    """Limits begin anew with a figure, and something has to come before it."""
    c, o = CurrentObservation, Observation
    codes = session.scalars(
        select(c.period_code)
        .join(o, o.id == c.observation_id)
        .join(PeriodRow, PeriodRow.code == c.period_code)
        .where(c.council_id == series.council_id, c.series_id == series.id, o.value.is_not(None))
        .order_by(PeriodRow.start_on)
    ).all()
    if code not in codes:
        raise invalid("/period", "no_figure", "There is no figure for this period: choose one that has a figure.")
    if code == codes[0]:
        raise invalid("/period", "first_figure", "This is the series' first figure: limits begin with it anyway.")


def _standing(session: Session, actor: Actor, series_id: int, code: str) -> Rebase | None:
    query = visible_rebases(actor).where(Rebase.series_id == series_id, Rebase.period_code == code)
    return session.scalars(query.order_by(Rebase.id.desc()).limit(1)).one_or_none()


def _append(session: Session, actor: Actor, series: Series, code: str, reason: str, *, withdrawn: bool) -> Rebase:
    change = journal.change(session, actor.council_id)
    row = Rebase(
        council_id=actor.council_id,
        series_id=series.id,
        period_code=code,
        withdrawn=withdrawn,
        reason=reason,
        recorded_by=actor.person_id,
        recorded_at=change.recorded_at,
        change_no=change.number,
    )
    session.add(row)
    session.flush()
    verb = "process_rebase.withdraw" if withdrawn else "process_rebase.record"
    detail = {"indicator_id": series.indicator_id, "series_id": series.id, "period": code}
    journal.record(session, actor, Event(verb, "process_rebase", row.id, detail, reason))
    return row
