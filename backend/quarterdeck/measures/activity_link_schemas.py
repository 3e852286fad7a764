"""What the routes of links between indicators and activities take and answer."""

from datetime import date
from typing import ClassVar

from pydantic import ConfigDict

from quarterdeck.core.http import Day, Input, Output, Ref
from quarterdeck.core.patch import Patch


class ActivityLinkCreate(Input):
    """From today where no day is given."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"activity_id": 1, "valid_from": "2023-04-01"}]})

    activity_id: Ref
    valid_from: Day | None = None


class ActivityLinkUpdate(Patch):
    """The last day. The day before the first says that they never belonged together."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"valid_to": "2024-03-31"}]})
    clearable: ClassVar[frozenset[str]] = frozenset({"valid_to"})

    valid_to: Day | None = None


class ActivityLinkRead(Output):
    """That an indicator shows what an activity is for. `indicator_version` is what ending the link has to name."""

    id: int
    indicator_id: int
    indicator_ref: str
    indicator_name: str
    indicator_version: int
    activity_id: int
    activity_ref: str
    activity_title: str
    valid_from: date
    valid_to: date | None
