"""What the routes of set-up workbooks take and answer."""

from datetime import datetime
from typing import Literal

from pydantic import ConfigDict

from quarterdeck.core.http import Input, Output
from quarterdeck.integrations.models import LoadState

Outcome = Literal["create", "change", "unchanged", "fault", "left"]


class SetupCounts(Output):
    """How many rows add something, change something, change nothing, have a fault, or are for others to load."""

    create: int
    change: int
    unchanged: int
    fault: int
    left: int


class SetupSheetCounts(SetupCounts):
    sheet: str


class UnreadColumns(Output):
    """Headings of a sheet that stand for nothing here."""

    sheet: str
    columns: list[str]


class SetupLoadRead(Output):
    """A set-up workbook: what loading it does (`previewed`) or did (`loaded`).

    `left_sheets`: your roles do not load these; somebody whose roles do loads the same file. `allowed_actions`: `load`
    where no row has a fault and something differs, `preview` to look at it again, `throw_away`.
    """

    id: int
    filename: str
    sha256: str
    state: LoadState
    created_at: datetime
    loaded_at: datetime | None
    totals: SetupCounts
    sheets: list[SetupSheetCounts]
    left_sheets: list[str]
    unread_sheets: list[str]
    unread_columns: list[UnreadColumns]
    version: int
    allowed_actions: list[str]


class SetupChange(Output):
    """A cell that changes what is on record; `old` is empty where nothing stood."""

    column: str
    old: str
    new: str


class SetupFault(Output):
    """What is wrong, in which column (empty: the row as a whole), and how to mend it."""

    column: str
    code: str
    sentence: str


class SetupRowRead(Output):
    """A row of the workbook by its sheet and number, what tells it apart (`key`), and what it does."""

    id: int
    sheet: str
    row: int
    key: str
    outcome: Outcome
    changes: list[SetupChange]
    faults: list[SetupFault]
    notes: list[str]


class SetupDecision(Input):
    """`load`: as it was looked at, or not at all. `preview`: look again, after something on record has changed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"action": "load"}]})

    action: Literal["load", "preview"]
