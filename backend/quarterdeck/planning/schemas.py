"""What the routes of plans, themes, priorities and activities take and answer."""

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field

from quarterdeck.core.http import Day, Decision, Input, Line, Output, Prose, Ref, Word
from quarterdeck.core.patch import Patch
from quarterdeck.planning.hints import HintCode
from quarterdeck.planning.models import ActivityStatus, PlanKind, PlanState, ReviewOutcome

Position = Annotated[int, Field(ge=1, le=10_000)]
Percent = Annotated[int, Field(ge=0, le=100)]
PortfolioIds = Annotated[list[Ref], Field(max_length=20)]


class PlanCreate(Input):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "code": "COUNCIL-PLAN-2023",
                    "title": "Council Plan 2023–2026",
                    "kind": "council_plan",
                    "unit_id": 1,
                    "start_on": "2023-04-01",
                    "end_on": "2026-03-31",
                }
            ]
        }
    )

    code: Word
    title: Line
    kind: PlanKind
    unit_id: Ref
    start_on: Day
    end_on: Day


class PlanUpdate(Patch):
    model_config = ConfigDict(json_schema_extra={"examples": [{"end_on": "2027-03-31"}]})
    clearable: ClassVar[frozenset[str]] = frozenset({"next_review_on"})

    title: Line | None = None
    start_on: Day | None = None
    end_on: Day | None = None
    next_review_on: Day | None = None


class SuccessionCreate(Input):
    """What of the new plan takes the place of something of the old one; several lines make a map of many to many.

    Without `to_id` nothing does, and `reason` says why.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"from_id": 1, "to_id": 2}]})

    from_id: Ref
    to_id: Ref | None = None
    reason: Prose | None = None


class PlanDecision(Decision):
    """Each action with what it takes.

    `consult`: from `opens_on` to `closes_on`, and `how`. `end_consultation`: what was `heard` and what `changed`
    because of it, on `ended_on` (today unless it is given). `withdraw_consultation`, `redraft`: `comment` says why.
    `adopt`: with the body and its meeting, where a body adopted it, and when to review it next.
    `review`: the `outcome`, what `changed`, on `reviewed_on`, and when next.
    `supersede`: by which plan, and since when. `superseded_on` is the first day on which the other stands in its place,
    today unless it is given: rounds of periods that began before that day ask for the last report of the old plan
    beside the first of the new. It is a day of the old plan or the one after its last, and not before the other begins;
    of a plan that has ended it is by itself the day after its last. `priorities`, `activities` and `indicators` say
    what of the new plan takes the place of what of the old; an indicator that goes on names itself.
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"action": "adopt", "comment": "Approved by Full Council"}]}
    )

    opens_on: Day | None = None
    closes_on: Day | None = None
    how: Prose | None = None
    heard: Prose | None = None
    changed: Prose | None = None
    ended_on: Day | None = None
    reviewed_on: Day | None = None
    outcome: ReviewOutcome | None = None
    next_review_on: Day | None = None
    superseded_by_id: Ref | None = None
    superseded_on: Day | None = None
    priorities: Annotated[list[SuccessionCreate], Field(max_length=200)] = Field(default_factory=list)
    activities: Annotated[list[SuccessionCreate], Field(max_length=500)] = Field(default_factory=list)
    indicators: Annotated[list[SuccessionCreate], Field(max_length=500)] = Field(default_factory=list)
    body_id: Ref | None = None
    meeting_id: Ref | None = None
    minute_reference: Annotated[str, Field(max_length=100)] | None = None
    decided_on: Day | None = None


class PlanRead(Output):
    id: int
    unit_id: int
    code: str
    title: str
    kind: PlanKind
    start_on: date
    end_on: date
    state: PlanState
    superseded_by_id: int | None
    superseded_on: date | None
    follows_id: int | None
    next_review_on: date | None
    version: int
    allowed_actions: list[str]


class ThemeCreate(Input):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"plan_id": 1, "code": "PEOPLE", "name": "People", "position": 1}]}
    )

    plan_id: Ref
    code: Word
    name: Line
    position: Position


class ThemeUpdate(Patch):
    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "People and communities"}]})

    name: Line | None = None
    position: Position | None = None


class ThemeRead(Output):
    id: int
    plan_id: int
    code: str
    name: str
    position: int
    version: int


class PriorityCreate(Input):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"theme_id": 1, "code": "HOMES", "name": "Good homes for all", "position": 1}]}
    )

    theme_id: Ref
    code: Word
    name: Line
    position: Position


class PriorityUpdate(Patch):
    model_config = ConfigDict(json_schema_extra={"examples": [{"position": 2}]})

    name: Line | None = None
    position: Position | None = None


class PriorityRead(Output):
    id: int
    theme_id: int
    code: str
    name: str
    position: int
    version: int


class ActivityCreate(Input):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "priority_id": 1,
                    "ref": "People 5",
                    "title": "Bring forty empty homes back into use",
                    "unit_id": 1,
                    "due_on": "2024-03-31",
                    "valid_from": "2023-04-01",
                }
            ]
        }
    )

    priority_id: Ref
    ref: Word
    title: Line
    description: Prose = ""
    unit_id: Ref
    lead_post_id: Ref | None = None
    start_on: Day | None = None
    due_on: Day | None = None
    status: ActivityStatus = ActivityStatus.NOT_STARTED
    valid_from: Day
    valid_to: Day | None = None
    portfolio_ids: PortfolioIds = Field(default_factory=list)


class ActivityUpdateInput(Patch):
    """`portfolio_ids` replaces the portfolios from today on; those left out end yesterday."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"due_on": "2024-06-30"}]})
    clearable: ClassVar[frozenset[str]] = frozenset({"lead_post_id", "start_on", "due_on", "valid_to"})

    title: Line | None = None
    description: Prose | None = None
    unit_id: Ref | None = None
    lead_post_id: Ref | None = None
    start_on: Day | None = None
    due_on: Day | None = None
    valid_to: Day | None = None
    portfolio_ids: PortfolioIds | None = None


class HintRead(Output):
    """What dates and reports hint at, beside the judged status."""

    code: HintCode
    sentence: str


class MilestoneCounts(Output):
    """`overdue` ones were due and are not done."""

    total: int
    done: int
    overdue: int


class ActivityRead(Output):
    """`status` and `percent_complete` are what its service last judged; `hints` are computed, and judge nothing.

    `status_withheld`: what was judged stands in a part of an edition that is exempt from publication, and is null here.
    `portfolio_ids` are those it belongs to today.
    """

    id: int
    priority_id: int
    ref: str
    title: str
    description: str
    unit_id: int
    lead_post_id: int | None
    start_on: date | None
    due_on: date | None
    status: ActivityStatus | None
    percent_complete: int | None
    status_withheld: bool
    valid_from: date
    valid_to: date | None
    portfolio_ids: list[int]
    milestone_counts: MilestoneCounts
    hints: list[HintRead]
    version: int


class MilestoneCreate(Input):
    """A step of an activity. Without `position` it comes after those there are."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"activity_id": 1, "title": "Consultation with tenants closes", "due_on": "2023-09-30"}]
        }
    )

    activity_id: Ref
    title: Line
    due_on: Day
    position: Position | None = None


class MilestoneUpdate(Patch):
    """Its service gives `done_on`, or clears it where that was wrong; the rest is a change of the plan."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"done_on": "2023-09-28"}]})
    clearable: ClassVar[frozenset[str]] = frozenset({"done_on"})

    title: Line | None = None
    due_on: Day | None = None
    position: Position | None = None
    done_on: Day | None = None


class MilestoneRead(Output):
    """`overdue`: due and not done. `late`: that, or done after the day it was due."""

    id: int
    activity_id: int
    title: str
    position: int
    due_on: date
    done_on: date | None
    overdue: bool
    late: bool
    version: int


class Succession(Output):
    """Of which ones of earlier plans something took the place, and which of later plans took its place."""

    predecessor_ids: list[int]
    successor_ids: list[int]


class ActivityDetail(ActivityRead):
    """An activity with its milestones in order."""

    milestones: list[MilestoneRead]
    succession: Succession


class PriorityTree(PriorityRead):
    succession: Succession
    activities: list[ActivityDetail]


class ThemeTree(ThemeRead):
    priorities: list[PriorityTree]


class StatusCounts(Output):
    """Judged status of activities; with those of which it is withheld (exempt) they add up to how many there are."""

    not_started: int
    on_course: int
    in_question: int
    unable: int
    completed: int
    withheld: int


class PlanCounts(Output):
    """How much there is in a plan; `with_hints` activities have a hint."""

    themes: int
    priorities: int
    activities: int
    statuses: StatusCounts
    with_hints: int
    milestones: MilestoneCounts


class PlanTree(PlanRead):
    """A plan with its themes, their priorities and their activities, in order.

    It took the place of the plans in `supersedes_ids`.
    """

    supersedes_ids: list[int]
    counts: PlanCounts
    themes: list[ThemeTree]


class ActivityUpdateRead(Output):
    """What a service reported on an activity for a period, as it confirmed it."""

    id: int
    activity_id: int
    period_code: str
    revision: int
    status: ActivityStatus
    percent_complete: int | None
    update: str
    cause: str
    path_to_green: str
    recorded_at: datetime
