"""What the framework's routes take and answer."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal

from pydantic import ConfigDict, Field, model_validator

from quarterdeck.core.http import Day, Figure, Input, Line, Output, Prose, Ref, Word
from quarterdeck.framework.models import Cycle, Outcome, StageKind
from quarterdeck.framework.periods import BadPeriod, Period, Scheme, Span
from quarterdeck.organisation.models import BodyKind

Days = Annotated[int, Field(ge=0, le=366)]
# Targets go to a budget Cabinet in February where services propose them before the turn of the year.
PROPOSAL_DAYS: Final = 60
Rated = Literal["green", "amber", "red"]


class Calendar(Input):
    """What the framework allows time for, in working days, and what it wants beside a figure.

    `commentary_for`: the ratings that need a commentary. `action_for_red`: whether a red figure needs an action under
    way about its indicator before it can be submitted. `proposal_days`: how long before a year begins services
    propose its targets.
    """

    submission_days: Days
    proposal_days: Days = PROPOSAL_DAYS
    papers_clear_days: Days
    commentary_for: Annotated[list[Rated], Field(max_length=3)]
    action_for_red: bool = False


class CalendarRead(Output):
    """What the framework allows time for, in working days, and what it wants beside a figure."""

    submission_days: int
    proposal_days: int
    papers_clear_days: int
    commentary_for: list[Rated]
    action_for_red: bool

    @model_validator(mode="before")
    @classmethod
    def _of_an_earlier_version(cls, stored: Any) -> Any:
        """A calendar says nothing of what came after it: it asks for no actions, and gives proposals the usual time."""
        if not isinstance(stored, dict):
            return stored
        return {"action_for_red": False, "proposal_days": PROPOSAL_DAYS, **stored}


class RatingScheme(Input):
    """The rating rule of indicators that have none of their own."""

    kind: Word
    parameters: Annotated[dict[Word, Figure], Field(max_length=20)]


class RatingWord(Input):
    """The council's own word for a rating, and what it means."""

    of: Literal["rating"]
    key: Literal["green", "amber", "red", "unrated"]
    word: Line
    meaning: Line


class StatusWord(Input):
    """The council's own word for an activity's status, and what it means."""

    of: Literal["activity_status"]
    key: Literal["not_started", "on_course", "in_question", "unable", "completed"]
    word: Line
    meaning: Line


LegendWord = Annotated[RatingWord | StatusWord, Field(discriminator="of")]
Legend = Annotated[list[LegendWord], Field(max_length=9)]


class StageCreate(Input):
    """A stage of a quarter's round, or of the annual one. The same position means side by side.

    Officers' and members' stages name their body.
    """

    cycle: Cycle = Cycle.QUARTERLY
    key: Word
    name: Line
    position: Annotated[int, Field(ge=1, le=50)]
    kind: StageKind
    body_id: Ref | None
    days_allowed: Days
    optional: bool
    decisive: bool


class FrameworkVersionCreate(Input):
    """A version to adopt: a template, altered in the parts given, or all parts without a template.

    A template's stages take the council's body of the kind they ask for. `bodies` says which, by the stage's key and
    the body's id, where the council has several of that kind or gives the stage to one of another kind.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"template": "cabinet_first", "effective_from": "2023-04-01", "reason": "Adopted by Full Council"}
            ]
        }
    )

    template: Word | None = None
    effective_from: Day
    reason: Prose = ""
    name: Line | None = None
    calendar: Calendar | None = None
    rating_scheme: RatingScheme | None = None
    legend: Legend | None = None
    bodies: Annotated[dict[Word, Ref], Field(max_length=50)] | None = None
    stages: Annotated[list[StageCreate], Field(min_length=1, max_length=50)] | None = None


class TemplateStage(Output):
    """A template's stage. At adoption the kind of body becomes the council's own body of that kind."""

    cycle: Cycle
    key: str
    name: str
    position: int
    kind: StageKind
    body_kind: BodyKind | None
    days_allowed: int
    optional: bool
    decisive: bool


class FrameworkTemplate(Output):
    key: str
    name: str
    description: str
    calendar: CalendarRead
    rating_scheme: RatingScheme
    legend: list[LegendWord]
    stages: list[TemplateStage]


class FrameworkTemplateList(Output):
    items: list[FrameworkTemplate]
    next_cursor: None


class StageRead(Output):
    id: int
    cycle: Cycle
    key: str
    name: str
    position: int
    kind: StageKind
    body_id: int | None
    days_allowed: int
    optional: bool
    decisive: bool


class FrameworkVersionSummary(Output):
    id: int
    number: int
    name: str
    template: str | None
    effective_from: date
    reason: str
    adopted_at: datetime


class FrameworkVersionRead(FrameworkVersionSummary):
    calendar: CalendarRead
    rating_scheme: RatingScheme
    legend: list[LegendWord]
    stages: list[StageRead]


class PeriodRead(Output):
    """A period. `previous`, `next` and `year` are codes; null where there is none."""

    code: str
    scheme: Scheme
    span: Span
    label: str
    short_label: str
    start_on: date
    end_on: date
    year: str | None
    previous: str | None
    next: str | None
    reference_uri: str | None

    @classmethod
    def of(cls, period: Period) -> "PeriodRead":
        return cls(
            code=period.code,
            scheme=period.scheme,
            span=period.span,
            label=period.label,
            short_label=period.short_label,
            start_on=period.start,
            end_on=period.end,
            year=_code(period.year),
            previous=_code(period.previous),
            next=_code(period.next),
            reference_uri=period.reference_uri(),
        )


def _code(other: Callable[[], Period]) -> str | None:
    try:
        return other().code
    except BadPeriod:
        # Beyond the first and the last year there are no periods.
        return None


class PeriodList(Output):
    items: list[PeriodRead]
    next_cursor: None


class ApprovalRead(Output):
    """One recorded decision of a body, a portfolio holder or officers (`post_id`, where their post was said)."""

    id: int
    subject_kind: str
    subject_id: int
    round_stage_id: int | None
    body_id: int | None
    portfolio_id: int | None
    post_id: int | None
    outcome: Outcome
    decided_on: date
    meeting_id: int | None
    minute_reference: str | None
    comment: str | None
    recorded_by: int | None
    recorded_at: datetime
