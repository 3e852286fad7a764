"""What rolling over into a new year takes and answers."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from quarterdeck.core.http import Input, Output, Word

Kind = Literal[
    "plan", "activity", "round", "indicator_ends", "target_missing", "grant_ends", "delegation_ends", "post_vacant"
]
Result = Literal["done", "make", "leave", "note"]
Key = Annotated[str, StringConstraints(max_length=64)]
Digest = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]


class RollOverRow(Output):
    """Something to look at when a year ends. `result`: what is done with it.

    `done`: there is one in the new year already. `make`: it is made. `leave`: it could be, and is not ticked. `note`:
    nothing can be taken along; it is listed because somebody has to see to it. `under`: the key of the plan that an
    activity stands in. `about_id`: the id of the plan, activity, round, indicator, person or post it is about.
    """

    key: str
    kind: Kind
    label: str
    detail: str
    result: Result
    suggested: bool
    under: str | None
    about_id: int | None


class RollOverDone(Output):
    """When the council was rolled over into the year, and how much was made."""

    id: int
    done_at: datetime
    made: int


class RollOverRead(Output):
    """What there is to take from a year into the next. `digest` names the rows: who takes them sends it back."""

    from_year: str
    from_label: str
    year: str
    label: str
    rows: list[RollOverRow]
    digest: str
    done: list[RollOverDone]


class RollOverCreate(Input):
    """What to take into the year: keys of rows that were looked at. Of an activity its plan has to be taken, too."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"year": "2024-25", "take": ["round:2024-25-Q1"], "digest": "0" * 64}],
        }
    )

    year: Word
    take: Annotated[list[Key], Field(max_length=5000)]
    digest: Digest | None = None
