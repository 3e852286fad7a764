"""What the dashboards answer."""

from datetime import date, datetime
from typing import Literal

from quarterdeck.actions.models import ActionState
from quarterdeck.collection.models import RoundStageState, RoundState, SubmissionState
from quarterdeck.core.http import Output
from quarterdeck.measures.figure_schemas import CountsRead, SummaryRead
from quarterdeck.measures.models import IndicatorKind, ValueState
from quarterdeck.measures.process import Without
from quarterdeck.measures.process_limits import Assurance, LimitBasis, Signal, Variation
from quarterdeck.measures.rating import Rating, Unrated
from quarterdeck.measures.rating_rules import Polarity
from quarterdeck.measures.travel import Travel
from quarterdeck.planning.models import ActivityStatus, PlanKind, PlanState


class GlancedRead(Output):
    """A figure on the dashboard. `rating_before` and `value_before` are those of the period before, null without.

    `short_broken_from`: the period from which another definition counts, where the two may not be compared.
    """

    observation_id: int
    indicator_id: int
    series_id: int
    ref: str
    name: str
    kind: IndicatorKind
    unit: str
    unit_name: str
    period: str
    unit_of_measure: str
    decimals: int
    polarity: Polarity
    value_state: ValueState
    value: float | None
    provisional: bool
    target: float | None
    target_low: float | None
    target_high: float | None
    target_text: str
    rating: Rating
    unrated_reason: Unrated | None
    override_reason: str | None
    revised: bool
    period_label: str
    start_on: date
    short_travel: Travel
    short_change: float | None
    long_travel: Travel
    long_change: float | None
    rating_before: Rating | None
    value_before: float | None
    short_broken_from: str | None


class GlanceGroup(Output):
    """The figures under one heading, counted; `code` is null for those under none."""

    code: str | None
    name: str
    plan: str | None
    summary: SummaryRead
    figures: list[GlancedRead]


class PreviousGlance(Output):
    """The counts of the period before, from the same viewpoint."""

    period: str
    period_label: str
    summary: CountsRead


class FoundRead(Output):
    """One thing to look at, by its kind and id."""

    kind: Literal["observation", "action", "submission"]
    id: int
    ref: str
    name: str
    sentence: str


class AttentionRead(Output):
    """A rule in words, and what it finds: an empty list where it finds nothing."""

    rule: str
    sentence: str
    found: list[FoundRead]


class DashboardRead(Output):
    """A period at a glance. `as_of_change` and `pack` say from where it is seen; both null: now."""

    period: str
    period_label: str
    as_of_change: int | None
    pack: int | None
    by: Literal["theme", "unit", "portfolio"]
    summary: SummaryRead
    previous: PreviousGlance | None
    groups: list[GlanceGroup]
    attention: list[AttentionRead]


class TrendPointRead(Output):
    """A period of a series, its value in the indicator's unit of measure; null where there is no figure."""

    period: str
    period_label: str
    value: float | None
    rating: Rating


class TrendRead(Output):
    """The last twelve periods of a series, oldest first; the last is what the dashboard shows."""

    series_id: int
    indicator_id: int
    points: list[TrendPointRead]


class TrendsRead(Output):
    """A trend for every series that the dashboard of the period shows, in its order by indicator."""

    period: str
    items: list[TrendRead]


class SignalRead(Output):
    """What a figure's series says of its process, beside its rating. Without limits `without` and its words say why.

    variation: judged on the figure of latest_period. basis: `trial` below 13 figures, of which there are `count`.
    """

    series_id: int
    indicator_id: int
    ref: str
    unit: str
    kind: IndicatorKind
    rating: Rating
    variation: Variation | None
    variation_words: str
    signal: Signal | None
    meaning: str
    latest_period: str | None
    assurance: Assurance | None
    assurance_words: str
    basis: LimitBasis
    count: int
    without: Without | None
    without_words: str


class SignalsRead(Output):
    """A signal for every series that the dashboard of the period shows, in its order; by which settings."""

    period: str
    run: int
    screened: bool
    settings_words: str
    items: list[SignalRead]


class BoardStage(Output):
    """A stage of the round and where it stands."""

    key: str
    name: str
    state: RoundStageState
    due_on: date | None
    decided_at: datetime | None


class BoardDone(Output):
    """What of a submission is done: cells asked for and entered, commentary, what checks found, open queries."""

    entries: int
    entered: int
    commentary_asked: int
    commentary_given: int
    errors: int
    warnings: int
    unexplained: int
    open_queries: int


class BoardRow(Output):
    """A service on the board. `done` is null for who does not see what is typed."""

    submission_id: int
    unit_id: int
    unit: str
    unit_name: str
    state: SubmissionState
    due_on: date
    days_late: int
    submitted_at: datetime | None
    confirmed_at: datetime | None
    done: BoardDone | None


class BoardTotals(Output):
    """The services counted; `by_state` adds up to `services`."""

    services: int
    by_state: dict[str, int]
    late: int
    entries: int
    entered: int
    open_queries: int


class BoardRead(Output):
    """The round board: services by where their submission stands, and the stages of the round."""

    round_id: int
    period: str
    period_label: str
    state: RoundState
    due_on: date
    stages: list[BoardStage]
    rows: list[BoardRow]
    totals: BoardTotals


class ThreadFigure(Output):
    """The latest figure that the caller may see."""

    observation_id: int
    period: str
    period_label: str
    value_state: ValueState
    value: float | None
    unit_of_measure: str
    decimals: int
    rating: Rating


class ThreadAction(Output):
    """An action about something in the thread."""

    id: int
    ref: str
    what: str
    state: ActionState
    due_on: date
    overdue: bool


class ThreadIndicator(Output):
    id: int
    ref: str
    name: str
    kind: IndicatorKind
    unit_name: str
    latest: ThreadFigure | None
    action_ids: list[int]


class ThreadActivity(Output):
    """An activity with the indicators that show what it is for. `status`: null where exempt from publication."""

    id: int
    ref: str
    title: str
    status: ActivityStatus | None
    due_on: date | None
    unit_name: str
    indicator_ids: list[int]
    action_ids: list[int]


class ThreadPriority(Output):
    id: int
    code: str
    name: str
    activities: list[ThreadActivity]
    indicators: list[ThreadIndicator]


class ThreadTheme(Output):
    id: int
    code: str
    name: str
    priorities: list[ThreadPriority]


class ThreadPlan(Output):
    id: int
    code: str
    title: str
    kind: PlanKind
    state: PlanState
    superseded_by_id: int | None
    themes: list[ThreadTheme]


class ThreadRead(Output):
    """The thread by plan. `linked_indicators` hang on an activity shown and serve none of the priorities shown.

    `actions` are those about an activity or indicator shown, which names them by `action_ids`.
    """

    plans: list[ThreadPlan]
    linked_indicators: list[ThreadIndicator]
    actions: list[ThreadAction]
