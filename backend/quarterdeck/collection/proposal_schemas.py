"""What the routes of proposals take and answer."""

from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field

from quarterdeck.collection.models import ProposedChange, SubmissionState
from quarterdeck.collection.schemas import EntryEarlier, EntryFinding, EntryIndicator, EntryTarget, Explanations
from quarterdeck.core.http import Figure, Input, Line, Output, Prose, Ref, Word
from quarterdeck.core.patch import Patch
from quarterdeck.measures.models import Aggregation, Frequency, IndicatorKind
from quarterdeck.measures.outturns import Basis
from quarterdeck.measures.profile import Profile, Spread
from quarterdeck.measures.rating import Polarity

Note = Annotated[str, Field(max_length=300)]
Said = Annotated[Prose, Field(max_length=4_000)]


class ProposedTarget(Input):
    """A target as it is typed: `value`, or `low` and `high`, or words that no rule can rate against."""

    value: Figure | None = None
    low: Figure | None = None
    high: Figure | None = None
    text: Note = ""


class ProposalUpdate(Patch):
    """What is typed for one series.

    `target` is the year's; null clears it. `periods` are targets by the codes of the year's periods: they are kept
    where the profile is `by_hand`, and follow from the year's target where it is not. `keep` takes the targets of the
    year before, each for its own period. `explanations` replace those there were.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "change": "change",
                    "target": {"value": 24},
                    "profile": "seasonal",
                    "rationale": "Upper quartile of similar councils",
                }
            ]
        }
    )
    clearable: ClassVar[frozenset[str]] = frozenset({"change", "target", "benchmark_value"})

    change: ProposedChange | None = None
    profile: Profile | None = None
    target: ProposedTarget | None = None
    periods: Annotated[dict[Word, ProposedTarget], Field(max_length=12)] | None = None
    rationale: Said | None = None
    benchmark: Said | None = None
    benchmark_value: Figure | None = None
    benchmark_source: Note | None = None
    explanations: Explanations | None = None


class NewMeasure(Input):
    """An indicator that a service proposes to measure from the year on. It counts when the round is approved."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "ref": "H9",
                    "name": "Homes let to households in temporary accommodation",
                    "unit_of_measure": "homes",
                    "decimals": 0,
                    "polarity": "higher",
                    "aggregation": "flow",
                    "rationale": "Council Plan priority since May",
                }
            ]
        }
    )

    ref: Word
    name: Line
    kind: IndicatorKind = IndicatorKind.PERFORMANCE
    frequency: Frequency = Frequency.QUARTERLY
    definition: Said = ""
    data_source: Note = ""
    numerator_label: Note = ""
    denominator_label: Note = ""
    unit_of_measure: Annotated[str, Field(min_length=1, max_length=40)]
    decimals: Annotated[int, Field(ge=0, le=6)]
    polarity: Polarity
    aggregation: Aggregation
    priority_ids: Annotated[list[Ref], Field(max_length=20)] = Field(default_factory=list)
    rationale: Said = ""


class ProposalOutturn(Output):
    """A year before the planned one. `sentence` says what the outturn was made from (`basis`), or why there is none.

    `broken_from`: the period from which another definition counts, where it may not be compared with the planned year.
    """

    period_code: str
    period_label: str
    outturn: float | None
    basis: Basis | None
    sentence: str
    target: EntryTarget | None
    broken_from: str | None


class ProposalPeriod(Output):
    """A period of the planned year: its target as proposed, and that of the same period of the year before."""

    period_code: str
    period_label: str
    target: EntryTarget | None
    before: EntryTarget | None


class ProposalProfile(Output):
    """What a profile makes of the year's target: a figure for each period, the years it rests on, and how."""

    profile: Profile
    figures: list[float]
    years: list[str]
    method: str


class ProposalRead(Output):
    """What a service proposes for one series, with what stands beside it.

    `id` is its entry's. `past` are up to five years, oldest first; `so_far` the figures of the year before the planned
    one. `profiles` holds what each profile that can be made gives for the year's target, so that a screen can show them
    before one is chosen. `valid_to` is the day to which the indicator is measured, where it ends.
    """

    id: int
    submission_id: int
    position: int
    period_code: str
    period_label: str
    series_id: int
    indicator: EntryIndicator
    frequency: Frequency
    spread: Spread
    is_new: bool
    change: ProposedChange | None
    profile: Profile
    target: EntryTarget | None
    before: EntryTarget | None
    periods: list[ProposalPeriod]
    profiles: list[ProposalProfile]
    rationale: str
    benchmark: str
    benchmark_value: float | None
    benchmark_source: str
    explanations: dict[str, str]
    past: list[ProposalOutturn]
    so_far: list[EntryEarlier]
    findings: list[EntryFinding]
    updated_by: int | None
    updated_at: datetime | None
    on_behalf: bool
    version: int


class ProposalSaved(ProposalRead):
    """The proposal as saved, and where its submission stands now: the first one saved starts it."""

    submission_state: SubmissionState
    submission_version: int
