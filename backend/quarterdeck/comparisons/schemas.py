"""What the routes of comparison data take and answer."""

from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field

from quarterdeck.comparisons.lines import Result
from quarterdeck.comparisons.models import AreaKind, FileKind, FileState
from quarterdeck.core.http import Day, Input, Line, Output, Prose
from quarterdeck.core.patch import Patch
from quarterdeck.measures.models import ValueState
from quarterdeck.measures.rating_rules import Polarity

Link = Annotated[str, Field(max_length=1000, pattern="^(https?://[^\\s]+)?$")]


class ComparisonSourceUpdate(Patch):
    """Where a file is from. `definition_note`: how its figures are defined where that differs from the indicator."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "publisher": "Example Statistics Office",
                    "title": "Waste collected by councils, 2024/25",
                    "link": "https://statistics.example/waste",
                    "published_on": "2026-03-26",
                    "licence": "Open Government Licence v3.0",
                }
            ]
        }
    )
    clearable: ClassVar[frozenset[str]] = frozenset()

    publisher: Line | None = None
    title: Line | None = None
    link: Link | None = None
    published_on: Day | None = None
    licence: Annotated[str, Field(max_length=300)] | None = None
    definition_note: Prose | None = None


class ComparisonFileDecision(Input):
    """`load`: put all of the file on record. `digest`: that of what was looked at; else nothing is loaded."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"action": "load"}]})

    action: Literal["load"]
    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$", max_length=64)] | None = None


class ComparisonLineCounts(Output):
    """How many lines are new, change what is on record, are on record already, and have a fault."""

    new: int
    changed: int
    unchanged: int
    fault: int


class ComparisonFileSummary(Output):
    """A file of comparison data with its source; `published_on` is null where nobody said it yet.

    Whether it can be loaded hangs on its lines: the file itself tells.
    """

    id: int
    kind: FileKind
    filename: str
    publisher: str
    title: str
    link: str
    published_on: date | None
    licence: str
    definition_note: str
    state: FileState
    created_at: datetime
    loaded_at: datetime | None
    version: int
    allowed_actions: list[str]


class ComparisonFileRead(ComparisonFileSummary):
    """One file, with what loading it comes to (or came to). `digest` is of what loading it now would come to."""

    sha256: str
    counts: ComparisonLineCounts
    digest: str | None


class ComparisonLineFault(Output):
    """What is wrong with a line: in which column, a code, and the mend."""

    column: str
    code: str
    detail: str


class ComparisonLineRead(Output):
    """A line of a file: what it is about, what it says, and what loading it comes to."""

    line: int
    key: str
    says: str
    result: Result
    faults: list[ComparisonLineFault]


class ComparisonAreaRead(Output):
    """An area that figures are compared with. `predecessors` and `successors` are codes; `file_id` is the source."""

    id: int
    code: str
    name: str
    kind: AreaKind
    valid_from: date | None
    valid_to: date | None
    predecessors: list[str]
    successors: list[str]
    file_id: int


class ComparisonGroupRead(Output):
    """A version of a group of areas, by its publisher and date. `codes` are its members'."""

    id: int
    name: str
    version: str
    dated: date
    codes: list[str]
    file_id: int


class ComparisonRevision(Output):
    """A figure that was on record before another file revised it."""

    revision: int
    value_state: ValueState
    value: float | None
    file_id: int


class AreaFigure(Output):
    """An area's figure of the period. `value_state` is null, with `sentence`, where nobody loaded one.

    `earlier`: what was on record before, the newest first. `is_own`: your council, as the source has it.
    """

    code: str
    name: str
    kind: AreaKind
    is_own: bool
    value_state: ValueState | None
    value: float | None
    numerator: float | None
    denominator: float | None
    unit: str
    note: str
    sentence: str
    file_id: int | None
    earlier: list[ComparisonRevision]


class OwnFigure(Output):
    """Our own figure: `reported` for the very days of the period, or the `outturn` of its year."""

    how: Literal["reported", "outturn"]
    period: str
    period_label: str
    value_state: ValueState
    value: float | None
    numerator: float | None
    denominator: float | None
    provisional: bool
    observation_id: int | None
    sentence: str


class ComparisonSpread(Output):
    """How the other councils' figures lie: a statement about the figures, and an average of none.

    `reported` of `members` gave a figure. Quartiles (inclusive) from four figures on; the lower one is the smaller.
    """

    reported: int
    members: int
    lowest: float
    lower_quartile: float | None
    median: float
    upper_quartile: float | None
    highest: float


class PooledFigure(Output):
    """One figure for all that reported, made of the sums of their numerators and denominators."""

    value: float
    numerator: float
    denominator: float
    areas: int


class ComparisonSource(Output):
    """A file that figures shown here came in. `age_days`: since it was published."""

    file_id: int
    publisher: str
    title: str
    link: str
    published_on: date
    age_days: int
    age: str
    licence: str
    definition_note: str
    figures: int


class Caution(Output):
    """A reason to take the comparison with care: a code, and a sentence."""

    code: str
    sentence: str


class ComparedPeriod(Output):
    """A period that others have figures for."""

    period: str
    label: str
    figures: int


class ComparisonRead(Output):
    """An indicator's figure beside those of others, in the order of their names or codes: nobody is ranked.

    `wider`: regions and countries, as the source states them. `spread` and `pooled` are of the councils in `areas`
    but your own. `pooled` is null with `no_pooled` where not everybody gave numerator and denominator. `period` is null
    where there is nothing to compare with.
    """

    indicator_id: int
    ref: str
    name: str
    unit_of_measure: str
    decimals: int
    polarity: Polarity
    period: str | None
    period_label: str | None
    periods: list[ComparedPeriod]
    groups: list[ComparisonGroupRead]
    group_id: int | None
    own_code: str | None
    own_name: str
    own: OwnFigure | None
    no_own: str
    wider: list[AreaFigure]
    areas: list[AreaFigure]
    spread: ComparisonSpread | None
    pooled: PooledFigure | None
    no_pooled: str
    sources: list[ComparisonSource]
    cautions: list[Caution]
    summary: str
    may_load: bool


def line_read(line: Any) -> ComparisonLineRead:
    """A line as it is answered."""
    faults = [ComparisonLineFault(column=each.column, code=each.code, detail=each.detail) for each in line.faults]
    return ComparisonLineRead(line=line.number, key=line.key, says=line.says, result=line.result, faults=faults)
