"""What the routes of process limits, rebases and their settings take and answer."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field
from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor, Place
from quarterdeck.core.http import Input, Output, Reason, Ref, Word
from quarterdeck.measures import process_words as words
from quarterdeck.measures.limit_settings import (
    LONGEST,
    SHORTEST,
    ProcessSetting,
    settings_in_force,
    visible_settings,
)
from quarterdeck.measures.models import ValueState
from quarterdeck.measures.process import Anew, Judged, Without
from quarterdeck.measures.process_limits import (
    FEWEST,
    Assurance,
    LimitBasis,
    Limits,
    LimitSettings,
    Signal,
    Variation,
)
from quarterdeck.measures.process_reads import ProcessOf
from quarterdeck.measures.rating_rules import Polarity
from quarterdeck.measures.reads import known_period
from quarterdeck.organisation.roles import Permission


class LimitsRead(Output):
    """Mean, limits, and the near limits at two thirds of the way to them, in the unit of measure."""

    mean: float
    lower: float
    upper: float
    near_lower: float
    near_upper: float

    @classmethod
    def of(cls, limits: Limits) -> "LimitsRead":
        return cls(
            mean=limits.mean,
            lower=limits.lower,
            upper=limits.upper,
            near_lower=limits.near_lower,
            near_upper=limits.near_upper,
        )


class ProcessPointRead(Output):
    """A figure against its limits (null without). signal: by which rule it is one, and the same in words.

    side: 1 above the mean, -1 below. anew: limits begin anew with this figure, by a rebase or another definition.
    """

    observation_id: int
    period: str
    period_label: str
    value_state: ValueState
    value: float | None
    limits: LimitsRead | None
    side: int | None
    beyond: bool
    close: bool
    signal: Signal | None
    signal_words: str
    variation: Variation | None
    variation_words: str
    anew: Anew | None


class ProcessRead(Output):
    """What a series says of its process. Without limits, `without` and `without_words` say why.

    count: on how many figures the last limits rest, or would (`fewest` are needed); basis: `trial` below 13 of them.
    latest_period: what variation is judged on. meaning, advice, expected: what it means, what to do, and whether the
    target is met if nothing changes. run, screened: the settings; `settings_words` is printed with the chart.
    """

    indicator_id: int
    series_id: int | None
    unit_name: str
    unit_of_measure: str
    decimals: int
    polarity: Polarity
    run: int
    screened: bool
    settings_words: str
    without: Without | None
    without_words: str
    basis: LimitBasis
    basis_words: str
    count: int
    fewest: int
    since: str | None
    since_label: str | None
    limits: LimitsRead | None
    latest_period: str | None
    latest_label: str | None
    variation: Variation | None
    variation_words: str
    signal: Signal | None
    signal_words: str
    meaning: str
    advice: str
    target: float | None
    assurance: Assurance | None
    assurance_words: str
    expected: str
    points: list[ProcessPointRead]
    allowed_actions: list[Literal["rebase"]]

    @classmethod
    def of(cls, found: ProcessOf, actor: Actor) -> "ProcessRead":
        judged, settings, newest = found.judged, found.settings, found.newest
        unit, decimals = ("", 0) if newest is None else (newest.unit_of_measure, newest.decimals)
        target = None if newest is None else newest.target
        latest = judged.latest
        may = actor.may(Permission.EDIT_INDICATOR, found.indicator.place())
        return cls(
            indicator_id=found.indicator.id,
            series_id=None if found.series is None else found.series.id,
            unit_name=found.unit_name,
            unit_of_measure=unit,
            decimals=decimals,
            polarity=Polarity.NONE if newest is None else Polarity(newest.polarity),
            run=settings.run,
            screened=settings.screened,
            settings_words=words.settings_said(settings),
            without=judged.without,
            without_words=words.without_said(judged),
            basis=judged.basis,
            basis_words=words.basis_said(judged),
            count=judged.count,
            fewest=FEWEST,
            since=None if judged.since is None else judged.since.code,
            since_label=None if judged.since is None else judged.since.short_label,
            limits=None if judged.limits is None else LimitsRead.of(judged.limits),
            latest_period=None if latest is None else latest[0].code,
            latest_label=None if latest is None else latest[0].short_label,
            variation=judged.variation,
            variation_words="" if judged.variation is None else words.VARIATION[judged.variation],
            signal=judged.signal,
            signal_words="" if latest is None else words.signal_said(latest[1], settings),
            meaning=words.judged_said(judged, settings),
            advice="" if judged.variation is None else words.ADVICE[judged.variation],
            target=target,
            assurance=judged.assurance,
            assurance_words="" if judged.assurance is None else words.ASSURANCE[judged.assurance],
            expected=words.expected_said(judged, target, unit, decimals),
            points=[_point(row, judged, settings) for row in found.rows],
            # Limits that there never are cannot begin anew.
            allowed_actions=["rebase"] if may and judged.without in (None, Without.TOO_FEW) else [],
        )


def _point(row: Any, judged: Judged, settings: LimitSettings) -> ProcessPointRead:
    period = known_period(row.period)
    point = None if row.value is None else judged.points.get(period.start)
    return ProcessPointRead(
        observation_id=row.id,
        period=row.period,
        period_label=period.short_label,
        value_state=row.value_state,
        value=row.value,
        limits=None if point is None else LimitsRead.of(point.limits),
        side=None if point is None else point.side,
        beyond=point is not None and point.beyond,
        close=point is not None and point.close,
        signal=None if point is None else point.signal,
        signal_words="" if point is None else words.signal_said(point, settings),
        variation=None if point is None else point.variation,
        variation_words="" if point is None else words.VARIATION[point.variation],
        anew=judged.anew.get(period.start),
    )


REBASE: dict[str, Any] = {
    "series_id": 12,
    "period": "2024-25-Q1",
    "reason": "Case officers took over lettings from the contractor on 1 April 2024",
}


class RebaseCreate(Input):
    """From which period limits of a series begin anew, and what has changed for good."""

    model_config = ConfigDict(json_schema_extra={"examples": [REBASE]})

    series_id: Ref
    period: Word
    reason: Reason


class RebaseWithdraw(Input):
    """Why limits run on over the period again."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "The change did not last"}]})

    reason: Reason


class RebaseRead(Output):
    """A rebase or (`withdrawn`) its withdrawal. stands: nothing newer is on record of its series and period."""

    id: int
    series_id: int
    period: str
    period_label: str
    withdrawn: bool
    stands: bool
    reason: str
    recorded_by: int | None
    recorded_at: datetime
    allowed_actions: list[Literal["withdraw"]]

    @classmethod
    def of(cls, row: Any, *, may: bool) -> "RebaseRead":
        rebase, stands, *_ = row
        return cls(
            id=rebase.id,
            series_id=rebase.series_id,
            period=rebase.period_code,
            period_label=known_period(rebase.period_code).short_label,
            withdrawn=rebase.withdrawn,
            stands=stands,
            reason=rebase.reason,
            recorded_by=rebase.recorded_by,
            recorded_at=rebase.recorded_at,
            allowed_actions=["withdraw"] if may and stands and not rebase.withdrawn else [],
        )


SETTINGS: dict[str, Any] = {
    "run": 8,
    "screened": False,
    "reason": "Quarterly figures: eight in a row are two whole years",
}


class ProcessSettingsUpdate(Input):
    """How limits are worked out from now on, as `ProcessSettingsRead` explains, and why."""

    model_config = ConfigDict(json_schema_extra={"examples": [SETTINGS]})

    run: Annotated[int, Field(ge=SHORTEST, le=LONGEST)]
    screened: bool
    reason: Reason


class ProcessSettingsVersion(Output):
    """One change of the settings, with who made it and why."""

    number: int
    run: int
    screened: bool
    reason: str
    recorded_by: int | None
    recorded_at: datetime

    @classmethod
    def of(cls, row: ProcessSetting) -> "ProcessSettingsVersion":
        return cls.model_validate({name: getattr(row, name) for name in cls.model_fields})


class ProcessSettingsRead(Output):
    """The settings in force, the same in words, and every change of them, newest first.

    run: so many figures in a row on one side, or rising or falling, are a signal. screened: steps from one figure to
    the next beyond 3.267 times the mean step are left out when limits are worked out. version: for If-Match; 0 while
    nobody has set anything.
    """

    run: int
    screened: bool
    words: str
    shortest: int
    longest: int
    history: list[ProcessSettingsVersion]
    version: int
    allowed_actions: list[Literal["change"]]


def settings_read(session: Session, actor: Actor) -> ProcessSettingsRead:
    """The settings of the actor's council as they are answered."""
    history = list(session.scalars(visible_settings(actor).order_by(ProcessSetting.number.desc()).limit(100)))
    settings = settings_in_force(session, actor)
    return ProcessSettingsRead(
        run=settings.run,
        screened=settings.screened,
        words=words.settings_said(settings),
        shortest=SHORTEST,
        longest=LONGEST,
        history=[ProcessSettingsVersion.of(row) for row in history],
        version=history[0].number if history else 0,
        allowed_actions=["change"] if actor.may(Permission.MANAGE_FRAMEWORK, Place(actor.council_id)) else [],
    )
