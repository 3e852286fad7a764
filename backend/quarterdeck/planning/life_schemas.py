"""What happens to a plan on its way, as it is answered: consultations, reviews, words on its years, what changed."""

from datetime import date, datetime
from typing import Literal

from pydantic import ConfigDict

from quarterdeck.core.http import Input, Output, Prose
from quarterdeck.planning.models import ReviewOutcome


class ConsultationRead(Output):
    """A consultation on a draft. `ended_on` is null while it runs; `withdrawn_reason` where it came to nothing."""

    id: int
    plan_id: int
    number: int
    opens_on: date
    closes_on: date
    how: str
    ended_on: date | None
    heard: str
    changed: str
    withdrawn_reason: str


class ReviewRead(Output):
    """A review of an adopted plan: what it came to and what changes because of it."""

    id: int
    plan_id: int
    reviewed_on: date
    outcome: ReviewOutcome
    changes: str
    next_review_on: date | None
    recorded_at: datetime


class PriorityYearWrite(Input):
    """What a priority's year was like, in the restricted Markdown of commentary."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"progress": "Forty empty homes came back into use, ten more than planned."}]}
    )

    progress: Prose


class PriorityYearRead(Output):
    """The words on a priority's year; version 0 where nobody has written any."""

    priority_id: int
    theme: str
    code: str
    name: str
    progress: str
    written_by: int | None
    written_at: datetime | None
    version: int
    allowed_actions: list[str]


class PlanYearRead(Output):
    """A year of a plan, in words: what its annual report prints of each priority."""

    plan_id: int
    title: str
    year: str
    year_label: str
    items: list[PriorityYearRead]


class FieldChanged(Output):
    """What a field said before, and what it says now."""

    field: str
    before: str
    after: str


class PlanDifference(Output):
    """Something of the two plans: in the new one alone, in the old one alone, in both and changed, or carried over."""

    kind: Literal["priority", "activity", "milestone"]
    result: Literal["added", "dropped", "changed", "carried"]
    ref: str
    label: str
    before_id: int | None
    after_id: int | None
    changed: list[FieldChanged]


class PlanComparison(Output):
    """A plan beside the one of the year before that it was refreshed from."""

    plan_id: int
    follows_id: int
    follows_title: str
    items: list[PlanDifference]
