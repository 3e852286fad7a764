"""What the routes of actions take and answer."""

from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, ConfigDict, Field

from quarterdeck.actions.due import read_due
from quarterdeck.actions.models import ActionState, NoteKind
from quarterdeck.core.http import Decision, Input, Line, Output, Reason, Ref, Word, Words
from quarterdeck.core.patch import Patch


def _due(text: str) -> str:
    return str(read_due(text))


Ids = Annotated[list[Ref], Field(max_length=20)]
DueText = Annotated[
    str,
    Field(
        pattern=r"^(19|20|21)\d\d-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$",
        description="A day (2026-03-31) or a month (2026-03), which means its last day.",
    ),
    AfterValidator(_due),
]
ASKED: dict[str, Any] = {
    "what": "Report back on why homes stay empty longer than planned",
    "whom_text": "Head of Housing",
    "unit_id": 1,
    "due": "2026-03",
}


class ActionCreate(Input):
    """What, whom (a post, a person, or words such as "all services"), when, and what it was raised from.

    `source_kind` with `source_id` is something on record: an approval, a meeting, an observation, an indicator,
    an activity, a restatement, a plan. `audit` is the report of an internal audit, named in `source_text`.
    What is raised from an indicator, a figure or an activity is about it; `indicator_ids` and `activity_ids`
    name others.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{**ASKED, "source_kind": "approval", "source_id": 1}]})

    what: Words
    whom_post_id: Ref | None = None
    whom_person_id: Ref | None = None
    whom_text: Line | None = None
    unit_id: Ref
    due: DueText
    source_kind: Word
    source_id: Ref | None = None
    source_text: Line | None = None
    indicator_ids: Ids = Field(default_factory=list)
    activity_ids: Ids = Field(default_factory=list)


class ActionUpdate(Patch):
    """What can change while an action is open; its day is moved with a reason, its progress noted.

    `indicator_ids` and `activity_ids` replace what it is about.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"whom_text": "Head of Housing and Head of Finance"}]})
    clearable: ClassVar[frozenset[str]] = frozenset({"whom_post_id", "whom_person_id", "whom_text"})

    what: Words | None = None
    whom_post_id: Ref | None = None
    whom_person_id: Ref | None = None
    whom_text: Line | None = None
    unit_id: Ref | None = None
    indicator_ids: Ids | None = None
    activity_ids: Ids | None = None


class ActionDecision(Decision):
    """`report_done` with the outcome; `confirm_closure`; `send_back`, `cancel` or `reopen` with the reason."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"action": "report_done", "comment": "Reported to members in March"}]}
    )


class ActionRead(Output):
    """`due` is as it was last agreed, `first_due` as it was first asked for, with `due_changes` between them.

    `due_on` is the last day on which the action is not overdue. `whom` is the post, the person as far as this
    caller may know them, or the words. `reported_done_by` waits for somebody else to confirm the closure.
    """

    id: int
    ref: str
    what: str
    whom: str
    whom_post_id: int | None
    whom_person_id: int | None
    whom_text: str
    unit_id: int
    due: str
    due_on: date
    due_precision: Literal["day", "month"]
    first_due: str
    due_changes: int
    overdue: bool
    state: ActionState
    outcome: str
    source_kind: str
    source_id: int | None
    source_text: str
    body_id: int | None
    indicator_ids: list[int]
    activity_ids: list[int]
    notes: int
    raised_by: int | None
    raised_at: datetime
    reported_done_by: int | None
    reported_done_at: datetime | None
    closed_by: int | None
    closed_at: datetime | None
    version: int
    allowed_actions: list[str]


class NoteCreate(Input):
    """How far an action has come."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "The first draft is with the Head of Housing"}]})

    text: Words


class NoteRead(Output):
    """A note of progress, or what was said with a decision (`kind` is then the decision's action)."""

    id: int
    action_id: int
    kind: NoteKind
    text: str
    written_by: int | None
    written_at: datetime


class DueChangeCreate(Input):
    """A new day or month for an action, and why."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"due": "2026-06", "reason": "The tender had to be run again"}]}
    )

    due: DueText
    reason: Reason


class DueChangeRead(Output):
    """That an action's day was moved."""

    id: int
    action_id: int
    number: int
    from_due: str
    to_due: str
    reason: str
    changed_by: int | None
    changed_at: datetime
