"""What an indicator's trail answers."""

from datetime import datetime
from enum import StrEnum

from quarterdeck.assurance.recalculation import Recalculation
from quarterdeck.core.http import Output
from quarterdeck.measures.figure_schemas import PinningEdition
from quarterdeck.measures.models import Origin, RevisionKind, ValueState
from quarterdeck.measures.rating import Rating, Unrated
from quarterdeck.organisation.schemas.evidence import EvidenceRead


class TrailKind(StrEnum):
    """What a line of a trail is about, in the order in which lines of one moment stand."""

    FIGURE = "figure"
    RESTATEMENT = "restatement"
    JUDGEMENT = "judgement"
    SUBMISSION = "submission"
    QUERY = "query"
    EDITION = "edition"
    ISSUE = "issue"
    DECISION = "decision"
    TARGET = "target"
    DEFINITION = "definition"
    RULE = "rule"
    ASSESSMENT = "assessment"
    SET_UP = "set_up"


class TrailChange(Output):
    """What was changed, in words: from what, to what."""

    field: str
    was: str
    now: str


class ExplainedCheck(Output):
    """A check that fired, and how that was explained."""

    code: str
    name: str
    explanation: str


class TrailFigure(Output):
    """One revision of a figure as it was rated there, and computed again now. `target_words`: what it was to reach."""

    observation_id: int
    revision: int
    revision_kind: RevisionKind
    period: str
    period_label: str
    unit_name: str
    breakdown: str
    value_state: ValueState
    value: float | None
    numerator: float | None
    denominator: float | None
    unit_of_measure: str
    decimals: int
    provisional: bool
    as_printed: str | None
    origin: Origin
    source: str | None
    commentary: str
    target_words: str
    rating: Rating
    unrated_reason: Unrated | None
    ruled_rating: Rating | None
    override_reason: str | None
    recalculation: Recalculation


class TrailLine(Output):
    """One thing on record: when, by whom (null: the installation itself, or a body whose decision was recorded), what.

    `about_kind` and `about_id` name what can be opened. `period` is null where it holds for more than one.
    `reason` is what was said with it: why, or in which words. `figures` is one revision, or all that an edition pins.
    """

    id: int
    kind: TrailKind
    at: datetime
    by: int | None
    about_kind: str
    about_id: int
    period: str | None
    period_label: str | None
    sentence: str
    reason: str
    changes: list[TrailChange]
    figures: list[TrailFigure]
    checks: list[ExplainedCheck]
    evidence: list[EvidenceRead]
    editions: list[PinningEdition]
