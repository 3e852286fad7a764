"""What the routes of actions take and answer."""

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from quarterdeck.actions.due import read_due
from quarterdeck.actions.models import ActionState
from quarterdeck.core.http import Decision, Input, Line, Output, Prose, Ref, Word
from quarterdeck.core.patch import Patch


def _due(text: str) -> str:
    return str(read_due(text))


Task = Annotated[Prose, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
DueText = Annotated[
    str,
    Field(
        pattern=r"^(19|20|21)\d\d-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$",
        description="A day (2026-03-31) or a month (2026-03), which means its last day.",
    ),
    AfterValidator(_due),
]


class ActionCreate(Input):
    """What, whom (a post, or words such as "all services"), when, and what it was raised from."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "what": "Report back on why homes stay empty longer than planned",
                    "whom_text": "Head of Housing",
                    "unit_id": 1,
                    "due": "2026-03",
                    "source_kind": "approval",
                    "source_id": 1,
                }
            ]
        }
    )

    what: Task
    whom_post_id: Ref | None = None
    whom_text: Line | None = None
    unit_id: Ref
    due: DueText
    source_kind: Word
    source_id: Ref


class ActionUpdate(Patch):
    """What can change while an action is open. `outcome` says how far it has come."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"outcome": "First draft is with the Head of Housing"}]})
    clearable: ClassVar[frozenset[str]] = frozenset({"whom_post_id", "whom_text"})

    what: Task | None = None
    whom_post_id: Ref | None = None
    whom_text: Line | None = None
    unit_id: Ref | None = None
    due: DueText | None = None
    outcome: Prose | None = None


class ActionDecision(Decision):
    """`complete` with the outcome, `cancel` or `reopen` with the reason, in the comment."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"action": "complete", "comment": "Reported to members in March"}]}
    )


class ActionRead(Output):
    """`due` is as it was asked for; `due_on` is the last day on which the action is not overdue."""

    id: int
    ref: str
    what: str
    whom_post_id: int | None
    whom_text: str
    unit_id: int
    due: str
    due_on: date
    due_precision: Literal["day", "month"]
    overdue: bool
    state: ActionState
    outcome: str
    source_kind: str
    source_id: int
    raised_by: int | None
    raised_at: datetime
    closed_at: datetime | None
    version: int
    allowed_actions: list[str]
