"""What changed in a submission since last time: figures, ratings, targets, definitions, and what is asked at all."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection import beside as standing
from quarterdeck.collection.beside import Beside, Figure
from quarterdeck.collection.change_schemas import (
    ActivityChange,
    ActivityState,
    ChangeCounts,
    ComparedRound,
    DroppedRow,
    FigureChange,
    FigureState,
    SubmissionChanges,
)
from quarterdeck.collection.checklist import entries_of
from quarterdeck.collection.due import owed
from quarterdeck.collection.models import Entry, Round, Submission
from quarterdeck.collection.recorded import Recorded, period_of
from quarterdeck.collection.schemas import EntryTarget
from quarterdeck.collection.workflow import CLOSED, RUNNING
from quarterdeck.framework.models import Cycle
from quarterdeck.framework.periods import Period
from quarterdeck.measures.models import Frequency, Indicator, IndicatorDefinition, Series
from quarterdeck.measures.rating import TargetFigure, as_displayed
from quarterdeck.planning.models import Activity, ActivityStatus, ActivityUpdate

OF_FIGURE: Final[tuple[Literal["value", "rating", "target", "definition"], ...]] = (
    "value",
    "rating",
    "target",
    "definition",
)


def changes_since_last(session: Session, submission: Submission) -> SubmissionChanges:
    """What of a submission, as it is typed, is other than what is on record of the time before.

    A figure is held against the newest one of an earlier period (a final one against the provisional one before
    it), an activity against its newest update; what is not entered yet is no change. New is what has none. What is
    no longer asked is told by the last round before. Of an annual round nothing is told here: each proposal says
    itself what it changes.
    """
    round_ = session.get_one(Round, submission.round_id)
    if round_.cycle == Cycle.ANNUAL:
        return SubmissionChanges(
            submission_id=submission.id,
            compared_with=None,
            counts=_counts([], [], []),
            figures=[],
            activities=[],
            dropped=[],
        )
    entries = entries_of(session, [submission.id])
    beside = standing.load(session, submission.council_id, entries)
    before = _round_before(session, round_)
    figures = [_figure(each, beside.figures[each.id]) for each in entries if each.series_id is not None]
    figures = [each for each in figures if each.new or each.changed]
    activities = _activities(session, entries, beside)
    dropped = [] if before is None else _dropped(session, submission, round_, before, entries)
    return SubmissionChanges(
        submission_id=submission.id,
        compared_with=None if before is None else _compared(before),
        counts=_counts(figures, activities, dropped),
        figures=figures,
        activities=activities,
        dropped=dropped,
    )


def _counts(
    figures: Collection[FigureChange], activities: Collection[ActivityChange], dropped: Collection[DroppedRow]
) -> ChangeCounts:
    return ChangeCounts(
        **{name: sum(name in each.changed for each in figures) for name in OF_FIGURE},
        new=sum(each.new for each in figures) + sum(each.new for each in activities),
        dropped=len(dropped),
        activities=sum(bool(each.changed) for each in activities),
    )


def _compared(round_: Round) -> ComparedRound:
    return ComparedRound(
        id=round_.id, period_code=round_.period_code, period_label=period_of(round_.period_code).short_label
    )


def _round_before(session: Session, round_: Round) -> Round | None:
    """The last round before this one that asked its services, of a period of the same kind."""
    query = select(Round).where(Round.council_id == round_.council_id, Round.state.in_(RUNNING | {CLOSED}))
    period = period_of(round_.period_code)
    earlier = [each for each in session.scalars(query) if _precedes(period_of(each.period_code), period)]
    return max(earlier, key=lambda each: (period_of(each.period_code), each.id), default=None)


def _precedes(earlier: Period, period: Period) -> bool:
    return (earlier.scheme, earlier.span) == (period.scheme, period.span) and earlier < period


def _figure(entry: Entry, figure: Figure) -> FigureChange:
    before = figure.recorded[-1] if figure.recorded else None
    if entry.asked_again:
        # The final figure is held against the provisional one, and not against another period's.
        before = figure.on_record or before
    return FigureChange(
        entry_id=entry.id,
        ref=figure.indicator.ref,
        name=figure.indicator.name,
        breakdown=figure.breakdown,
        new=before is None,
        changed=[] if before is None else [name for name in OF_FIGURE if _differs(name, entry, figure, before)],
        before=None if before is None else _stood(before),
        now=_stands(entry, figure),
        broken_from=None if before is None else figure.broken_from.get(before.period_code),
    )


def _differs(name: str, entry: Entry, figure: Figure, before: Recorded) -> bool:
    match name:
        case "value":
            shown = _shown(entry.value, figure.definition), _shown(before.value, before.definition)
            return entry.value_state is not None and (entry.value_state != before.value_state or shown[0] != shown[1])
        case "rating":
            return figure.rated is not None and figure.rated.rating != before.rating
        case "target":
            return figure.target != before.target
        case _:
            return bool(figure.definition.id != before.definition.id)


def _shown(value: float | None, definition: IndicatorDefinition) -> Any:
    return None if value is None else as_displayed(value, definition.decimals)


def _stood(before: Recorded) -> FigureState:
    return FigureState(
        period_code=before.period_code,
        period_label=period_of(before.period_code).short_label,
        value_state=before.value_state,
        value=before.value,
        rating=before.rating,
        target=_target(before.target),
        **_defined(before.definition),
    )


def _stands(entry: Entry, figure: Figure) -> FigureState:
    return FigureState(
        period_code=entry.period_code,
        period_label=period_of(entry.period_code).short_label,
        value_state=entry.value_state,
        value=entry.value,
        rating=None if figure.rated is None else figure.rated.rating,
        target=_target(figure.target),
        **_defined(figure.definition),
    )


def _target(target: TargetFigure | None) -> EntryTarget | None:
    return None if target is None else EntryTarget.model_validate(target)


def _defined(definition: IndicatorDefinition) -> dict[str, Any]:
    return {
        "definition_id": definition.id,
        "definition": definition.definition,
        "unit_of_measure": definition.unit_of_measure,
    }


def _activities(session: Session, entries: Sequence[Entry], beside: Beside) -> list[ActivityChange]:
    asked = [each for each in entries if each.activity_id is not None]
    updates = _updates_before(session, asked)
    changes = [_activity(each, beside.activities[each.activity_id or 0], updates.get(each.id)) for each in asked]
    return [each for each in changes if each.new or each.changed]


def _updates_before(session: Session, entries: Collection[Entry]) -> dict[int, ActivityUpdate]:
    """The newest update of each entry's activity on an earlier period than the entry's, by entry."""
    query = select(ActivityUpdate).where(ActivityUpdate.activity_id.in_({each.activity_id for each in entries}))
    rows = session.scalars(query.order_by(ActivityUpdate.revision)).all()
    rows = sorted(rows, key=lambda row: period_of(row.period_code))
    return {
        entry.id: row
        for entry in entries
        for row in rows
        if row.activity_id == entry.activity_id and period_of(row.period_code) < period_of(entry.period_code)
    }


def _activity(entry: Entry, activity: Activity, before: ActivityUpdate | None) -> ActivityChange:
    changed: list[Literal["status", "percent_complete"]] = []
    if before is not None and entry.status not in (None, before.status):
        changed.append("status")
    if before is not None and entry.percent_complete not in (None, before.percent_complete):
        changed.append("percent_complete")
    return ActivityChange(
        entry_id=entry.id,
        activity_id=activity.id,
        ref=activity.ref,
        title=activity.title,
        new=before is None,
        changed=changed,
        before=None if before is None else _activity_state(before),
        now=_activity_state(entry),
    )


def _activity_state(row: Entry | ActivityUpdate) -> ActivityState:
    return ActivityState.model_validate(
        {
            "period_code": row.period_code,
            "period_label": period_of(row.period_code).short_label,
            "status": row.status,
            "percent_complete": row.percent_complete,
        }
    )


def _dropped(
    session: Session, submission: Submission, round_: Round, before: Round, entries: Iterable[Entry]
) -> list[DroppedRow]:
    """What the round before asked of the unit and this one does not, of what falls due in it."""
    last = session.scalars(
        select(Entry)
        .join(Submission, Submission.id == Entry.submission_id)
        .where(Submission.round_id == before.id, Submission.unit_id == submission.unit_id)
    ).all()
    now = list(entries)
    series = {each.series_id for each in last} - {each.series_id for each in now} - {None}
    activities = {each.activity_id for each in last} - {each.activity_id for each in now} - {None}
    period = period_of(round_.period_code)
    rows = session.scalars(
        select(Indicator).join(Series, Series.indicator_id == Indicator.id).where(Series.id.in_(series)).distinct()
    )
    found = [_dropped_indicator(each, submission, period) for each in rows if _falls_due(each, period)]
    of_activities = session.scalars(select(Activity).where(Activity.id.in_(activities)))
    found += [_dropped_activity(each, submission, period) for each in of_activities]
    return sorted(found, key=lambda each: (each.kind == "activity", each.ref, each.id))


def _falls_due(indicator: Indicator, period: Period) -> bool:
    return bool(owed(period, Frequency(indicator.frequency), indicator.lag))


def _dropped_indicator(indicator: Indicator, submission: Submission, period: Period) -> DroppedRow:
    ended = indicator.valid_to is not None and indicator.valid_to < period.end
    moved = indicator.unit_id != submission.unit_id
    reason: Any = "ended" if ended else "moved" if moved else "not_asked"
    return DroppedRow(kind="indicator", id=indicator.id, ref=indicator.ref, name=indicator.name, reason=reason)


def _dropped_activity(activity: Activity, submission: Submission, period: Period) -> DroppedRow:
    ended = activity.valid_to is not None and activity.valid_to < period.end
    moved = activity.unit_id != submission.unit_id
    completed = activity.status == ActivityStatus.COMPLETED
    reason: Any = "completed" if completed else "ended" if ended else "moved" if moved else "not_asked"
    return DroppedRow(kind="activity", id=activity.id, ref=activity.ref, name=activity.title, reason=reason)
