"""What the routes of comments in review take and answer."""

from datetime import datetime
from typing import Self

from pydantic import ConfigDict, model_validator

from quarterdeck.core.http import Input, Output, Ref, Word, Words


class CommentCreate(Input):
    """A comment on one figure (series and period) or one activity of the edition.

    `body_id`: the body in whose name it is made; left out, the one that the caller's role is in, if it is in one.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"series_id": 1, "period": "2023-24-Q1", "comment": "Why did this double since the spring?"}]
        }
    )

    series_id: Ref | None = None
    period: Word | None = None
    activity_id: Ref | None = None
    body_id: Ref | None = None
    comment: Words

    @model_validator(mode="after")
    def _about_one_thing(self) -> Self:
        if (self.series_id is None) != (self.period is None) or (self.series_id is None) == (self.activity_id is None):
            raise ValueError("name a figure by series_id and period, or an activity by activity_id")
        return self


class CommentAnswer(Input):
    """The service's answer. It stands; a further question is another comment."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"answer": "Two large schemes were let in June; the year's forecast stands."}]}
    )

    answer: Words


class CommentRead(Output):
    """A comment and its answer, null while it is open. `ref` and `name` are the indicator's or the activity's.

    `body`: the code of the body in whose name it was made; null for a director's or a portfolio holder's own.
    """

    id: int
    edition_id: int
    series_id: int | None
    period_code: str | None
    activity_id: int | None
    ref: str
    name: str
    unit_id: int
    body: str | None
    comment: str
    commented_by: int | None
    commented_at: datetime
    answer: str | None
    answered_by: int | None
    answered_at: datetime | None
    allowed_actions: list[str]
