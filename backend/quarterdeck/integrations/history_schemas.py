"""What the routes of printed history take and answer."""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field

from quarterdeck.core.http import Input, Output
from quarterdeck.core.patch import Patch
from quarterdeck.integrations.models import HistoryState
from quarterdeck.measures.models import Aggregation, IndicatorKind
from quarterdeck.measures.rating_rules import Polarity
from quarterdeck.measures.schemas import Parameters, RuleKind

Heading = Annotated[str, Field(max_length=300)]
ColumnName = Annotated[str, Field(max_length=40)]
Text = Annotated[str, Field(max_length=20_000)]
PrintedRef = Annotated[str, Field(max_length=64)]
PrintedName = Annotated[str, Field(min_length=1, max_length=300)]


class SaidOfIndicator(Input):
    """What no table says of an indicator, said by a person. What is left out stays open.

    `same_as`: the ref of the indicator on record that it is; what is said there then holds.
    """

    ref: PrintedRef = ""
    name: PrintedName
    same_as: PrintedRef = ""
    polarity: Polarity | None = None
    aggregation: Aggregation | None = None
    kind: IndicatorKind | None = None
    unit: Annotated[str, Field(max_length=40)] = ""
    decimals: Annotated[int, Field(ge=0, le=6)] | None = None


class SaidOfRow(Input):
    """A row read otherwise than it is printed, by column, or left out, with the reason."""

    line: Annotated[int, Field(ge=1, le=1_000_000_000)]
    read: Annotated[dict[ColumnName, Text], Field(max_length=20)] = Field(default_factory=dict)
    leave_out: Annotated[str, Field(max_length=300)] = ""


class SaidRating(Input):
    """The rating rule for every indicator of the table that it fits."""

    kind: RuleKind
    parameters: Parameters = Field(default_factory=dict)


class HistoryUpdate(Patch):
    """What a person says of a table. `columns`, `own_names` and `rating` replace what was said before.

    `indicators` and `rows` are added to it, by name and by line; a row with neither readings nor a reason is read as
    it is printed again.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"columns": {"Outturn": "value_as_printed"}}]})
    clearable: ClassVar[frozenset[str]] = frozenset({"rating"})

    columns: Annotated[dict[Heading, ColumnName], Field(max_length=200)] | None = None
    own_names: Annotated[list[Heading], Field(max_length=50)] | None = None
    months_name_quarters: bool | None = None
    indicators: Annotated[list[SaidOfIndicator], Field(max_length=500)] | None = None
    rating: SaidRating | None = None
    rows: Annotated[list[SaidOfRow], Field(max_length=5_000)] | None = None


Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$", max_length=64)]


class HistoryDecision(Input):
    """`load`: read the table into the record, all of it at once.

    `digest`: that of the table as it was looked at; where something changed since, nothing is read.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"action": "load"}]})

    action: Literal["load"]
    digest: Digest | None = None


class HistoryColumn(Output):
    """A column of the file: its heading, some of its cells, what it is read as, and what its heading suggests."""

    heading: str
    samples: list[str]
    column: str
    suggested: str


class NamedCouncil(Output):
    """A council as the table names it, in how many rows, and whether a person said that it is this one."""

    printed: str
    rows: int
    own: bool


class HistoryIndicator(Output):
    """An indicator as the table prints it. `on_record`: it is known, and what is said there holds.

    `same_as`: a person said that it is this one. `suggested_…` is what the table hints at; it counts for nothing until
    somebody confirms it. `said`: somebody did.
    """

    ref: str
    name: str
    rows: int
    on_record: str | None
    same_as: str
    suggested_same_as: str | None
    provisional: bool
    said: bool
    polarity: str | None
    aggregation: str | None
    kind: str | None
    unit: str
    decimals: int | None
    suggested_polarity: str | None
    suggested_aggregation: str | None
    suggested_unit: str
    suggested_decimals: int
    why: list[str]


class HistoryCounts(Output):
    """Rows read, not read, left out; figures and targets that are new, revised or on record already; conflicts."""

    rows: int
    read: int
    unread: int
    left_out: int
    figures_new: int
    figures_revised: int
    figures_unchanged: int
    targets_new: int
    targets_revised: int
    targets_unchanged: int
    conflicts: int
    indicators_new: int


class HistoryUploadRead(Output):
    """A printed table that is made ready, or was loaded. `missing`: columns without which no row can be read.

    `digest` is of what reading it now would come to. `allowed_actions`: `update`, `load` (every row is read or left
    out), `throw_away`.
    """

    id: int
    filename: str
    sha256: str
    state: HistoryState
    created_at: datetime
    changed_at: datetime
    columns: list[HistoryColumn]
    missing: list[str]
    councils: list[NamedCouncil]
    months_name_quarters: bool
    indicators: list[HistoryIndicator]
    rating: dict[str, Any] | None
    counts: HistoryCounts
    digest: str
    version: int
    allowed_actions: list[str]


class HistorySummary(Output):
    """A printed table in the list of them. Whether it can be loaded hangs on its rows: the table itself tells."""

    id: int
    filename: str
    state: HistoryState
    created_at: datetime
    changed_at: datetime
    version: int
    allowed_actions: list[str]


class HistoryFault(Output):
    """A cell that could not be read: its column and text, why, and what to do about it."""

    column: str
    text: str
    reason: str
    advice: str


class HistoryRow(Output):
    """A line of the table: its cells, what becomes of it, and what stands in the way.

    `read_as`: the columns that a person had read otherwise than they are printed. `reason`: why it is left out.
    With periods side by side `line` names line and column: 14003 is line 14, third column.
    """

    line: int
    outcome: Literal["read", "unread", "left_out", "conflict"]
    ref: str
    indicator: str
    period: str
    value: str
    target: str
    faults: list[HistoryFault]
    reason: str
    read_as: dict[str, str]
