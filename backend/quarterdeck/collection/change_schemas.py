"""What is answered of a submission against the round before."""

from typing import Literal

from quarterdeck.collection.schemas import EntryTarget
from quarterdeck.core.http import Output
from quarterdeck.measures.models import ValueState
from quarterdeck.measures.rating import Rating
from quarterdeck.planning.models import ActivityStatus


class ComparedRound(Output):
    id: int
    period_code: str
    period_label: str


class FigureState(Output):
    """A figure as it stood, or as it is typed now; `value_state` and `rating` are null where nothing is entered."""

    period_code: str
    period_label: str
    value_state: ValueState | None
    value: float | None
    rating: Rating | None
    target: EntryTarget | None
    definition_id: int
    definition: str
    unit_of_measure: str


class FigureChange(Output):
    """A figure against the newest one on record before it. `new`: there is none, `changed` is then empty.

    `broken_from`: the period from which another definition counts, where the two may not be compared.
    """

    entry_id: int
    ref: str
    name: str
    breakdown: str
    new: bool
    changed: list[Literal["value", "rating", "target", "definition"]]
    before: FigureState | None
    now: FigureState
    broken_from: str | None


class ActivityState(Output):
    """Where an activity stood by its service's words, or stands as it is typed now."""

    period_code: str
    period_label: str
    status: ActivityStatus | None
    percent_complete: int | None


class ActivityChange(Output):
    entry_id: int
    activity_id: int
    ref: str
    title: str
    new: bool
    changed: list[Literal["status", "percent_complete"]]
    before: ActivityState | None
    now: ActivityState


class DroppedRow(Output):
    """What the round before asked this service for and this one does not, though it would be due."""

    kind: Literal["indicator", "activity"]
    id: int
    ref: str
    name: str
    reason: Literal["moved", "ended", "completed", "not_asked"]


class ChangeCounts(Output):
    """How many figures and activities changed in each way; one may count in several."""

    value: int
    rating: int
    target: int
    definition: int
    new: int
    dropped: int
    activities: int


class SubmissionChanges(Output):
    """What is other in a submission than last time. Figures and activities that are the same are left out.

    `compared_with` is the round that `dropped` is told by; null where this is the first.
    """

    submission_id: int
    compared_with: ComparedRound | None
    counts: ChangeCounts
    figures: list[FigureChange]
    activities: list[ActivityChange]
    dropped: list[DroppedRow]
