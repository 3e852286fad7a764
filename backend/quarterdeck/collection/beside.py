"""What stands beside entries: what they are of, their targets, what was reported before, and how they would be rated.

All of it is loaded for many entries at once, in a fixed number of queries.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.actions.models import Action, ActionIndicator, ActionState
from quarterdeck.collection.models import Entry, Round, Submission
from quarterdeck.collection.proposal_beside import Proposed, load_proposals
from quarterdeck.collection.recorded import Recorded, period_of, recorded_of, series_of
from quarterdeck.framework.models import FrameworkVersion
from quarterdeck.framework.periods import Period
from quarterdeck.measures.check_settings import settings_of
from quarterdeck.measures.checks import Earlier, Setting
from quarterdeck.measures.models import (
    Indicator,
    IndicatorDefinition,
    IndicatorKind,
    ValueState,
)
from quarterdeck.measures.rating import Rated, TargetFigure
from quarterdeck.measures.rating_inputs import (
    Around,
    Measure,
    around,
    broken_since,
    is_broken,
    measures_of,
    target_figure,
    targets_in_force,
)
from quarterdeck.measures.ratings import rate_figure
from quarterdeck.measures.ratio import is_percentage
from quarterdeck.measures.series import ALL
from quarterdeck.planning.models import Activity

# An action reported done is under way until whoever asked for it agrees.
UNDER_WAY = (ActionState.OPEN, ActionState.AWAITING_CLOSURE)


@dataclass(frozen=True)
class RuleBeside:
    """The rule in force in a figure's period, and what one of its kind looks at beside the target.

    last_year: the figure it is compared with. year_target: what a forecast is held against.
    """

    kind: str
    parameters: Mapping[str, float | None]
    last_year: float | None
    year_target: TargetFigure | None


@dataclass(frozen=True)
class Figure:
    """What stands beside a figure.

    on_record: what stands for the very period. recorded: what was reported for earlier periods of the same kind,
    oldest first. broken_from: by their codes, from when another definition counts, of those that may not be compared
    with the entry. year_target: of the year that the period is a part of.
    history: the same as checks read it, with what is typed for earlier periods in the same submission, and without
    what a break in the series sets apart.
    rule: what rates it, None without one.
    rated: how the figure would be rated, None where nothing is entered or it is out of a denominator of zero.
    settings: how severe checks are for the indicator. has_action: whether an action about it is under way.
    """

    indicator: Indicator
    breakdown: str
    definition: IndicatorDefinition
    target: TargetFigure | None
    year_target: TargetFigure | None
    on_record: Recorded | None
    recorded: Sequence[Recorded]
    broken_from: Mapping[str, str]
    history: Sequence[Earlier]
    rule: RuleBeside | None
    rated: Rated | None
    settings: Mapping[str, Setting]
    has_action: bool

    @property
    def is_percentage(self) -> bool:
        return is_percentage(self.definition.unit_of_measure)


@dataclass(frozen=True)
class Wanted:
    """What a framework wants beside a figure: a commentary on some ratings, an action under way where it is red."""

    commentary_for: Collection[str]
    action_for_red: bool


@dataclass(frozen=True)
class Beside:
    """What stands beside some entries: figures and proposals by entry id, activities by their id.

    wanted: what is wanted beside figures, by submission.
    """

    figures: Mapping[int, Figure]
    proposals: Mapping[int, Proposed]
    activities: Mapping[int, Activity]
    wanted: Mapping[int, Wanted]


def load(session: Session, council_id: int, entries: Sequence[Entry]) -> Beside:
    """What stands beside these entries of a council: a dozen queries, however many there are."""
    activity_ids = sorted({entry.activity_id for entry in entries if entry.activity_id is not None})
    activities = session.scalars(select(Activity).where(Activity.id.in_(activity_ids)))
    of_series = [entry for entry in entries if entry.series_id is not None]
    return Beside(
        figures=_figures(session, council_id, [entry for entry in of_series if not entry.proposes]),
        proposals=load_proposals(session, council_id, [entry for entry in of_series if entry.proposes]),
        activities={activity.id: activity for activity in activities},
        wanted=_wanted(session, {entry.submission_id for entry in entries}),
    )


def label_of(entry: Entry, beside: Beside) -> str:
    """What to call an entry: `H4 Rent collected, Q1 2023/24`, `People 5: Adopt the strategy`."""
    if entry.activity_id is not None:
        activity = beside.activities[entry.activity_id]
        return f"{activity.ref}: {activity.title}"
    figure: Figure | Proposed = beside.proposals[entry.id] if entry.proposes else beside.figures[entry.id]
    item = "" if figure.breakdown == ALL else f" ({figure.breakdown})"
    return f"{figure.indicator.ref} {figure.indicator.name}{item}, {period_of(entry.period_code).short_label}"


def _figures(session: Session, council_id: int, entries: Sequence[Entry]) -> dict[int, Figure]:
    if not entries:
        return {}
    series = series_of(session, {entry.series_id for entry in entries if entry.series_id is not None})
    measures = measures_of(session, council_id, {row.indicator.id for row in series.values()})
    settings, acted_on = settings_of(session, council_id, measures), _acted_on(session, council_id, measures)
    definitions = _definitions(session, measures)
    cells = {_cell(entry) for entry in entries}
    targets = targets_in_force(session, council_id, [*cells, *{_year_of(cell) for cell in cells}])
    recorded = recorded_of(session, council_id, series, definitions)
    typed = _typed(session, entries)
    looked_at = around(
        session, council_id, ((measures[series[_cell(each)[0]].indicator.id], _cell(each)) for each in entries)
    )
    made = {}
    for entry in entries:
        series_id, period_code = _cell(entry)
        measure, row = measures[series[series_id].indicator.id], series[series_id]
        target, year_target = (
            None if (found := targets.get(cell)) is None else target_figure(found)
            for cell in ((series_id, period_code), _year_of((series_id, period_code)))
        )
        earlier = _earlier(recorded[series_id], period_code)
        made[entry.id] = Figure(
            indicator=row.indicator,
            breakdown=row.breakdown,
            definition=definitions[measure.definition_in(period_code).id],
            target=target,
            year_target=year_target,
            on_record=next((each for each in recorded[series_id] if each.period_code == period_code), None),
            recorded=earlier,
            broken_from=_broken(measure, earlier, period_code),
            history=_history(measure, earlier, typed[entry.submission_id, series_id], period_code),
            rule=_rule(measure, (series_id, period_code), looked_at),
            rated=_rated(entry, measure, target, looked_at),
            settings=settings.get(row.indicator.id, {}),
            has_action=row.indicator.id in acted_on,
        )
    return made


def _cell(entry: Entry) -> tuple[int, str]:
    assert entry.series_id is not None
    return entry.series_id, entry.period_code


def _year_of(cell: tuple[int, str]) -> tuple[int, str]:
    return cell[0], period_of(cell[1]).year().code


def _rated(entry: Entry, measure: Measure, target: TargetFigure | None, looked_at: Around) -> Rated | None:
    if entry.value_state is None:
        return None
    # 100% out of nothing is typed, but it is no figure: nobody is shown green for it.
    if entry.value_state == ValueState.VALUE and (entry.value is None or entry.denominator == 0):
        return None
    used = looked_at.used(measure, _cell(entry), entry.forecast)
    rated, _, _ = rate_figure(measure, entry.period_code, entry.value_state, entry.value, target, used.beside)
    return rated


def _rule(measure: Measure, cell: tuple[int, str], looked_at: Around) -> RuleBeside | None:
    if measure.kind == IndicatorKind.CONTEXTUAL:
        return RuleBeside("contextual", {}, None, None)
    rule = measure.rule_in(cell[1])
    if rule is None:
        return None
    # What a forecast is held against stands whatever is forecast.
    beside = looked_at.used(measure, cell, 0.0).beside
    return RuleBeside(rule.kind, rule.parameters, beside.last_year, beside.year_target)


def _definitions(session: Session, measures: Mapping[int, Measure]) -> dict[int, IndicatorDefinition]:
    ids = sorted({version.id for measure in measures.values() for version in measure.definitions})
    rows = session.scalars(select(IndicatorDefinition).where(IndicatorDefinition.id.in_(ids)))
    return {row.id: row for row in rows}


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


def _broken(measure: Measure, recorded: Sequence[Recorded], period_code: str) -> dict[str, str]:
    """From when another definition counts, of each figure that may not be compared with this period's."""
    found = ((each.period_code, broken_since(measure, each.period_code, period_code)) for each in recorded)
    return {code: since for code, since in found if since is not None}


def _history(
    measure: Measure, recorded: Sequence[Recorded], typed: Sequence[Earlier], period_code: str
) -> list[Earlier]:
    period = period_of(period_code)
    known = {each.period_code: Earlier(each.period_code, each.value, each.numerator) for each in recorded}
    # June's figure is held against May's as it is typed beside it, whether or not that was confirmed before.
    known |= {each.period_code: each for each in typed if _precedes(period_of(each.period_code), period)}
    # What was counted another way says nothing of what is usual now.
    alike = [each for each in known.values() if not is_broken(measure, each.period_code, period_code)]
    return sorted(alike, key=lambda each: period_of(each.period_code))


def _precedes(earlier: Period, period: Period) -> bool:
    return (earlier.scheme, earlier.span) == (period.scheme, period.span) and earlier < period


def _wanted(session: Session, submission_ids: Collection[int]) -> dict[int, Wanted]:
    rows = session.execute(
        select(Submission.id, FrameworkVersion.calendar)
        .join(Round, Round.id == Submission.round_id)
        .join(FrameworkVersion, FrameworkVersion.id == Round.framework_version_id)
        .where(Submission.id.in_(sorted(submission_ids)))
    )
    return {row.id: _of_calendar(row.calendar) for row in rows}


def _of_calendar(calendar: Mapping[str, Any]) -> Wanted:
    return Wanted(calendar.get("commentary_for", ()), calendar.get("action_for_red", False))


def _acted_on(session: Session, council_id: int, indicator_ids: Collection[int]) -> set[int]:
    """Those of the indicators that an action under way is about."""
    query = (
        select(ActionIndicator.indicator_id)
        .join(Action, Action.id == ActionIndicator.action_id)
        .where(
            ActionIndicator.council_id == council_id,
            ActionIndicator.indicator_id.in_(sorted(indicator_ids)),
            Action.state.in_(UNDER_WAY),
        )
        .distinct()
    )
    return set(session.scalars(query))
