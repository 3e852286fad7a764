"""What is answered where two views of a period are compared."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from quarterdeck.core.http import Output
from quarterdeck.measures.models import ValueState
from quarterdeck.measures.rating import Rating, Unrated

Respect = Literal["presence", "rating", "figure", "target", "judgement"]


class Because(StrEnum):
    """What was recorded between two views. late_target: a target that came after its period had ended.

    other_period: one view has the figure of another period, as where an edition reports it a period late.
    """

    RESTATEMENT = "restatement"
    CORRECTION = "correction"
    PRINTED_AGAIN = "printed_again"
    DEFINITION = "definition"
    TARGET = "target"
    LATE_TARGET = "late_target"
    RULE = "rule"
    JUDGEMENT = "judgement"
    OTHER_PERIOD = "other_period"
    REPORTED_SINCE = "reported_since"
    APPROVED_SINCE = "approved_since"
    NOT_IN_EDITION = "not_in_edition"


class Why(Output):
    """One thing on record that made the difference, with the reason that was given for it, if any was."""

    because: Because
    reason: str
    at: datetime | None


class SaidThere(Output):
    """A figure as one of the views has it, in its unit of measure."""

    observation_id: int
    period: str
    period_label: str
    kind: str
    unit_of_measure: str
    decimals: int
    value_state: ValueState
    value: float | None
    provisional: bool
    target: float | None
    target_low: float | None
    target_high: float | None
    target_text: str
    rating: Rating
    unrated_reason: Unrated | None
    override_reason: str | None
    approved: bool


class MeasureInTwoViews(Output):
    """A measure in both views; null where one has no figure of it. `changed`: in which respects they differ.

    `why` is empty where they say the same, and where nothing on record that you may read explains it: then last year's
    figure, which its rule looks at, is another one.
    """

    indicator_id: int
    series_id: int
    ref: str
    name: str
    unit: str
    unit_name: str
    changed: list[Respect]
    before: SaidThere | None
    after: SaidThere | None
    why: list[Why]


class View(Output):
    """From where one side is seen; both are null for now."""

    as_of_change: int | None
    pack: int | None


class TwoViews(Output):
    """A period from two views: `differing` of `total` measures, and what differs first."""

    period: str
    period_label: str
    before: View
    after: View
    total: int
    differing: int
    items: list[MeasureInTwoViews]
