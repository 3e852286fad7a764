"""What the routes of queries, of decisions on many submissions and of what a round asks take and answer."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field

from quarterdeck.collection.models import SubmissionState
from quarterdeck.collection.schemas import SubmissionUnit
from quarterdeck.core.http import Day, Input, Output, Prose, Ref, Words


class QueryCreate(Input):
    """A question about one entry of the submission."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"entry_id": 1, "question": "Is the depot counted in June?"}]}
    )

    entry_id: Ref
    question: Words


class QueryAnswer(Input):
    """The service's answer. It stands; a further question is another query."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"answer": "It is, since the move in May."}]})

    answer: Words


class QueryRead(Output):
    """A question about one entry and its answer, null while it is open. `ref` is the indicator's or activity's."""

    id: int
    submission_id: int
    entry_id: int
    ref: str
    period_code: str
    question: str
    asked_by: int | None
    asked_at: datetime
    answer: str | None
    answered_by: int | None
    answered_at: datetime | None
    allowed_actions: list[str]


class BulkAction(StrEnum):
    """What can be decided on many submissions of a round at once."""

    REMIND = "remind"
    EXTEND = "extend"
    RETURN = "return"


class BulkDecision(Input):
    """One decision on several submissions of a round: all of them, or none.

    `extend` takes `due_on` and a comment, `return` a comment.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"action": "remind", "submission_ids": [1]}]})

    action: BulkAction
    submission_ids: Annotated[list[Ref], Field(min_length=1, max_length=500)]
    comment: Prose | None = None
    due_on: Day | None = None


class BulkRow(Output):
    """Where one of the submissions stands now."""

    submission_id: int
    unit: SubmissionUnit
    state: SubmissionState
    due_on: date
    version: int


class BulkResult(Output):
    action: BulkAction
    rows: list[BulkRow]


class AskedService(Output):
    """What a service is asked for. `asked_again`: of its figures those that were reported as provisional or awaited."""

    unit: SubmissionUnit
    figures: int
    asked_again: int
    activities: int


class RoundAsked(Output):
    """What a round asks each service for; a planned one, what it would if it were opened today."""

    round_id: int
    services: list[AskedService]
