"""What stands beside entries: what they are of, their targets, what was reported before, and how they would be rated.

All of it is loaded for many entries at once, in a fixed number of queries.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Entry, Round, Submission
from quarterdeck.framework.models import FrameworkVersion
from quarterdeck.framework.periods import Period
from quarterdeck.measures.checks import Earlier
from quarterdeck.measures.models import (
    CurrentObservation,
    Indicator,
    IndicatorDefinition,
    Observation,
    RatingRow,
    Series,
    Standing,
    ValueState,
)
from quarterdeck.measures.rating import Rated, TargetFigure
from quarterdeck.measures.ratings import Measure, measures_of, rate_figure, target_figure, targets_in_force
from quarterdeck.measures.series import ALL
from quarterdeck.measures.versions import in_force
from quarterdeck.planning.models import Activity

PERCENT: Final = frozenset({"%", "percent", "per cent", "percentage"})


@dataclass(frozen=True)
class Recorded:
    """The latest figure on record of an earlier period."""

    period_code: str
    value_state: str
    value: float | None
    numerator: float | None
    rating: str


@dataclass(frozen=True)
class Figure:
    """What stands beside a figure.

    recorded: what was reported for earlier periods of the same kind, oldest first.
    history: the same as checks read it, with what is typed for earlier periods in the same submission.
    rated: how the figure would be rated, None where nothing is entered.
    """

    indicator: Indicator
    breakdown: str
    definition: IndicatorDefinition
    target: TargetFigure | None
    recorded: Sequence[Recorded]
    history: Sequence[Earlier]
    rated: Rated | None

    @property
    def is_percentage(self) -> bool:
        return self.definition.unit_of_measure.strip().casefold() in PERCENT


@dataclass(frozen=True)
class _SeriesRow:
    breakdown: str
    indicator: Indicator


@dataclass(frozen=True)
class Beside:
    """What stands beside some entries: figures by entry id, activities by their id.

    commentary_for: by submission, the ratings that its framework wants a commentary on.
    """

    figures: Mapping[int, Figure]
    activities: Mapping[int, Activity]
    commentary_for: Mapping[int, Collection[str]]


def load(session: Session, council_id: int, entries: Sequence[Entry]) -> Beside:
    """What stands beside these entries of a council: ten queries, however many there are."""
    activity_ids = sorted({entry.activity_id for entry in entries if entry.activity_id is not None})
    activities = session.scalars(select(Activity).where(Activity.id.in_(activity_ids)))
    return Beside(
        figures=_figures(session, council_id, [entry for entry in entries if entry.series_id is not None]),
        activities={activity.id: activity for activity in activities},
        commentary_for=_commentary_for(session, {entry.submission_id for entry in entries}),
    )


def label_of(entry: Entry, beside: Beside) -> str:
    """What to call an entry: `H4 Rent collected, Q1 2023/24`, `People 5: Adopt the strategy`."""
    if entry.activity_id is not None:
        activity = beside.activities[entry.activity_id]
        return f"{activity.ref}: {activity.title}"
    figure = beside.figures[entry.id]
    item = "" if figure.breakdown == ALL else f" ({figure.breakdown})"
    return f"{figure.indicator.ref} {figure.indicator.name}{item}, {period_of(entry.period_code).short_label}"


@lru_cache(maxsize=4096)
def period_of(code: str) -> Period:
    """The period with this code, of those on record."""
    return Period.of_code(code)


def _figures(session: Session, council_id: int, entries: Sequence[Entry]) -> dict[int, Figure]:
    if not entries:
        return {}
    series = _series(session, {entry.series_id for entry in entries if entry.series_id is not None})
    measures = measures_of(session, council_id, {row.indicator.id for row in series.values()})
    definitions = _definitions(session, measures)
    targets = targets_in_force(session, council_id, [_cell(entry) for entry in entries])
    recorded = _recorded(session, council_id, series)
    typed = _typed(session, entries)
    made = {}
    for entry in entries:
        series_id, period_code = _cell(entry)
        measure, row = measures[series[series_id].indicator.id], series[series_id]
        target = None if (found := targets.get((series_id, period_code))) is None else target_figure(found)
        earlier = _earlier(recorded[series_id], period_code)
        made[entry.id] = Figure(
            indicator=row.indicator,
            breakdown=row.breakdown,
            definition=_definition(measure, period_code, definitions),
            target=target,
            recorded=earlier,
            history=_history(earlier, typed[entry.submission_id, series_id], period_code),
            rated=_rated(entry, measure, target),
        )
    return made


def _cell(entry: Entry) -> tuple[int, str]:
    assert entry.series_id is not None
    return entry.series_id, entry.period_code


def _definition(
    measure: Measure, period_code: str, definitions: Mapping[int, IndicatorDefinition]
) -> IndicatorDefinition:
    version = in_force(measure.definitions, period_of(period_code).start)
    if version is None:
        raise LookupError("an indicator has a definition from the start")
    found: IndicatorDefinition = definitions[version.id]
    return found


def _rated(entry: Entry, measure: Measure, target: TargetFigure | None) -> Rated | None:
    nothing = entry.value_state is None or (entry.value_state == ValueState.VALUE and entry.value is None)
    if nothing or entry.value_state is None:
        return None
    rated, _, _ = rate_figure(measure, entry.period_code, entry.value_state, entry.value, target)
    return rated


def _series(session: Session, series_ids: Collection[int]) -> dict[int, _SeriesRow]:
    rows = session.execute(
        select(Series.id, Series.breakdown, Indicator)
        .join(Indicator, Indicator.id == Series.indicator_id)
        .where(Series.id.in_(sorted(series_ids)))
    )
    return {row.id: _SeriesRow(row.breakdown, row.Indicator) for row in rows}


def _definitions(session: Session, measures: Mapping[int, Measure]) -> dict[int, IndicatorDefinition]:
    ids = sorted({version.id for measure in measures.values() for version in measure.definitions})
    rows = session.scalars(select(IndicatorDefinition).where(IndicatorDefinition.id.in_(ids)))
    return {row.id: row for row in rows}


def _recorded(session: Session, council_id: int, series: Mapping[int, _SeriesRow]) -> dict[int, list[Recorded]]:
    """What stands on record for each series, oldest first."""
    c = CurrentObservation
    query = (
        select(
            c.series_id,
            c.period_code,
            Observation.value_state,
            Observation.value,
            Observation.numerator,
            RatingRow.rating,
        )
        .join(Observation, Observation.id == c.observation_id)
        .join(RatingRow, RatingRow.id == c.rating_id)
        .where(
            c.council_id == council_id,
            c.standing == Standing.LATEST,
            # By indicator because that is how the projection is indexed.
            c.indicator_id.in_(sorted({row.indicator.id for row in series.values()})),
            c.series_id.in_(sorted(series)),
        )
    )
    found: dict[int, list[Recorded]] = defaultdict(list)
    for row in session.execute(query):
        found[row.series_id].append(
            Recorded(row.period_code, row.value_state, row.value, row.numerator, row.rating),
        )
    for rows in found.values():
        rows.sort(key=lambda each: period_of(each.period_code))
    return found


def _typed(session: Session, entries: Sequence[Entry]) -> dict[tuple[int, int], list[Earlier]]:
    """What is typed, confirmed or not, for the series of these entries in their submissions, by both."""
    rows = session.execute(
        select(Entry.submission_id, Entry.series_id, Entry.period_code, Entry.value, Entry.numerator).where(
            Entry.submission_id.in_(sorted({entry.submission_id for entry in entries})),
            Entry.series_id.in_(sorted({entry.series_id for entry in entries if entry.series_id is not None})),
            Entry.value_state.is_not(None),
        )
    )
    found: dict[tuple[int, int], list[Earlier]] = defaultdict(list)
    for row in rows:
        found[row.submission_id, row.series_id].append(Earlier(row.period_code, row.value, row.numerator))
    return found


def _earlier(recorded: Sequence[Recorded], period_code: str) -> list[Recorded]:
    """Of what is on record, the earlier periods of the same scheme and span: a year is not held against a month."""
    period = period_of(period_code)
    return [each for each in recorded if _precedes(period_of(each.period_code), period)]


def _history(recorded: Sequence[Recorded], typed: Sequence[Earlier], period_code: str) -> list[Earlier]:
    period = period_of(period_code)
    known = {each.period_code: Earlier(each.period_code, each.value, each.numerator) for each in recorded}
    # June's figure is held against May's as it is typed beside it, whether or not that was confirmed before.
    known |= {each.period_code: each for each in typed if _precedes(period_of(each.period_code), period)}
    return sorted(known.values(), key=lambda each: period_of(each.period_code))


def _precedes(earlier: Period, period: Period) -> bool:
    return (earlier.scheme, earlier.span) == (period.scheme, period.span) and earlier < period


def _commentary_for(session: Session, submission_ids: Collection[int]) -> dict[int, Collection[str]]:
    rows = session.execute(
        select(Submission.id, FrameworkVersion.calendar)
        .join(Round, Round.id == Submission.round_id)
        .join(FrameworkVersion, FrameworkVersion.id == Round.framework_version_id)
        .where(Submission.id.in_(sorted(submission_ids)))
    )
    return {row.id: row.calendar.get("commentary_for", ()) for row in rows}
