"""Process limits of a series, from where they are read: with the figures, rebases and settings of then."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select, true
from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.measures.chart_reads import rows_of, series_of
from quarterdeck.measures.indicators import find_indicator
from quarterdeck.measures.limit_settings import settings_in_force
from quarterdeck.measures.models import Indicator, IndicatorDefinition, Observation, Series
from quarterdeck.measures.process import Judged, judge
from quarterdeck.measures.process import Series as Process
from quarterdeck.measures.process_limits import LimitSettings
from quarterdeck.measures.rating_rules import Polarity
from quarterdeck.measures.reads import days, earlier_codes, known_period
from quarterdeck.measures.rebases import rebased_from
from quarterdeck.measures.series import ALL
from quarterdeck.measures.versions import definitions_of
from quarterdeck.measures.viewpoint import Viewpoint, figures_and_before, stands_by_itself


@dataclass(frozen=True)
class ProcessOf:
    """A series with its limits. rows: its figures, oldest first, as `select_figures` has them."""

    indicator: Indicator
    series: Series | None
    unit_name: str
    rows: Sequence[Any]
    judged: Judged
    settings: LimitSettings

    @property
    def newest(self) -> Any:
        """The row whose definition and target count; None without a figure."""
        return self.rows[-1] if self.rows else None


def read_process(
    session: Session, actor: Actor, viewpoint: Viewpoint, indicator_id: int, series_id: int | None = None
) -> ProcessOf:
    """The limits of a series: of the indicator's own (its responsible unit, no breakdown) unless another is named.

    They rest on what the actor may see from there. Raises 404 for an indicator, edition or series that is not there.
    """
    indicator = find_indicator(session, actor, indicator_id)
    series, unit_name = series_of(session, actor, indicator, series_id)
    rows = rows_of(session, actor, viewpoint, indicator, series)
    settings = settings_in_force(session, actor, viewpoint)
    judged = judge(_process(session, actor, viewpoint, indicator, rows), settings)
    return ProcessOf(indicator, series, unit_name, rows, judged, settings)


def _process(
    session: Session, actor: Actor, viewpoint: Viewpoint, indicator: Indicator, rows: Sequence[Any]
) -> Process:
    if not rows:
        definition = definitions_of(session, [indicator.id])[indicator.id][-1]
        return Process([], Polarity(definition.polarity), definition.aggregation, indicator.frequency)
    newest = rows[-1]
    rebased = rebased_from(session, actor, viewpoint, [newest.series_id])
    return Process(
        figures=[(known_period(row.period), row.value) for row in rows],
        polarity=Polarity(newest.polarity),
        aggregation=newest.aggregation,
        frequency=indicator.frequency,
        target=newest.target,
        rebased=rebased.get(newest.series_id, ()),
        breaks=days(newest.breaks),
    )


@dataclass(frozen=True)
class Shown:
    """A figure for which it is asked what its series says of its process: a series' newest, with its own target."""

    series_id: int
    indicator_id: int
    period: str
    polarity: str
    target: float | None


def judge_shown(
    session: Session, actor: Actor, viewpoint: Viewpoint, shown: Collection[Shown], settings: LimitSettings
) -> dict[int, Judged]:
    """What each series says of its process up to the figure shown, by series. Three queries, however many series."""
    history = _history(session, actor, viewpoint)
    rebased, broken = rebased_from(session, actor, viewpoint), _broken(session, actor, viewpoint)
    found: dict[int, Judged] = {}
    for each in shown:
        rows = _up_to(history.get(each.series_id, []), each.period, viewpoint)
        # A series without a figure yet has nothing that could be cumulative.
        aggregation, frequency = (rows[-1].aggregation, rows[-1].frequency) if rows else ("", "")
        found[each.series_id] = judge(
            Process(
                figures=[(known_period(row.period), row.value) for row in rows],
                polarity=Polarity(each.polarity),
                aggregation=aggregation,
                frequency=frequency,
                target=each.target,
                rebased=rebased.get(each.series_id, ()),
                breaks=broken.get(each.indicator_id, ()),
            ),
            settings,
        )
    return found


def _history(session: Session, actor: Actor, viewpoint: Viewpoint) -> dict[int, list[Any]]:
    """Every cell of whole series that the actor may see from there, by series, oldest first."""
    cells, o, d = figures_and_before(actor, viewpoint), Observation, IndicatorDefinition
    of_edition = []
    if viewpoint.edition_id is not None:
        of_edition = [cells.c.pinned, or_(cells.c.pinned, stands_by_itself(actor, viewpoint)).label("by_itself")]
    # On the connection itself: the session would look for entities in every row.
    rows = session.connection().execute(
        select(o.series_id, o.period_code.label("period"), o.value, d.aggregation, Indicator.frequency, *of_edition)
        .select_from(cells)
        .join(o, o.id == cells.c.observation_id)
        .join(d, d.id == cells.c.definition_id)
        .join(Indicator, Indicator.id == cells.c.indicator_id)
        .where(cells.c.breakdown == ALL)
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.series_id].append(row)
    for series in found.values():
        series.sort(key=lambda row: (known_period(row.period).end, known_period(row.period).start))
    return found


def _up_to(rows: Sequence[Any], newest: str, viewpoint: Viewpoint) -> list[Any]:
    """The rows up to a period; of an edition those that its reader sees, and the two that it compares with."""
    last, compared = known_period(newest), earlier_codes(newest)
    seen = [row for row in rows if row.period == newest or known_period(row.period).end < last.end]
    if viewpoint.edition_id is None:
        return seen
    return [row for row in seen if row.by_itself or row.period in compared]


def _broken(session: Session, actor: Actor, viewpoint: Viewpoint) -> dict[int, set[date]]:
    """The days on which definitions broke series, as known from there, by indicator."""
    d = IndicatorDefinition
    known = true() if viewpoint.change_no is None else d.change_no <= viewpoint.change_no
    query = select(d.indicator_id, d.effective_from).where(d.council_id == actor.council_id, d.breaks_series, known)
    found: dict[int, set[date]] = defaultdict(set)
    for indicator_id, day in session.execute(query):
        found[indicator_id].add(day)
    return found
