"""What is answered of a council's first steps."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field

from quarterdeck.core.http import Input, Output


class SetUpStep(StrEnum):
    """What a council does first, in this order."""

    COUNCIL = "council"
    FRAMEWORK = "framework"
    RECORDS = "records"
    PEOPLE = "people"
    HISTORY = "history"
    TARGETS = "targets"
    ROUND = "round"


class StepState(StrEnum):
    """`next`: the first that is not done and cannot be left out; the page leads there."""

    DONE = "done"
    NEXT = "next"
    TO_DO = "to_do"
    OPTIONAL = "optional"


class Counted(StrEnum):
    """What is counted of what there is already."""

    BODIES = "bodies"
    UNITS = "units"
    POSTS = "posts"
    PORTFOLIOS = "portfolios"
    PLANS = "plans"
    INDICATORS = "indicators"
    PEOPLE = "people"
    FIGURES = "figures"
    TARGETS = "targets"
    ROUNDS = "rounds"


class SetUpCount(Output):
    what: Counted
    count: int


class SetUpStepRead(Output):
    """`counts`: what there is of it already."""

    key: SetUpStep
    state: StepState
    counts: list[SetUpCount]


class SetUpRead(Output):
    """`complete`: every step that cannot be left out is done. `put_away_on`: somebody wants to see the list no more.

    `allowed_actions`: `put_away` for who looks after the whole council, which takes the list away for everybody.
    """

    steps: list[SetUpStepRead]
    complete: bool
    put_away_on: date | None
    allowed_actions: list[str]


class SetUpPutAway(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [{"put_away": True}]})

    put_away: Annotated[bool, Field(description="False brings the list back.")]
