"""What the routes of checks take and answer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from quarterdeck.core.http import Input, Line, Output, Word
from quarterdeck.measures.check_catalogue import About, name_of
from quarterdeck.measures.findings import Finding, Setting, Severity, blocks


class CheckRead(Output):
    """A check: what it looks for, how severe it is by itself, and whether it can be set otherwise for an indicator."""

    code: str
    about: About
    name: str
    sentence: str
    severity: Severity
    fixed: bool


class CheckList(Output):
    items: list[CheckRead]
    next_cursor: None


class FindingRead(Output):
    """What a check found. `blocks`: it stands in the way, being an error or a warning without its explanation."""

    code: str
    name: str
    severity: Severity
    sentence: str
    needs_explanation: bool
    blocks: bool

    @classmethod
    def of(cls, finding: Finding, explanations: Mapping[str, str]) -> "FindingRead":
        """A finding as it is answered, beside the explanations there are."""
        return cls.model_validate(
            {**vars(finding), "name": name_of(finding.code), "blocks": blocks(finding, explanations)}
        )


class CheckSetting(Input):
    """How severe a check is for the indicator, and why: `off`, `warning` (to be explained) or `error` (blocks)."""

    code: Word
    severity: Setting
    reason: Line


SETTINGS_EXAMPLE: dict[str, Any] = {
    "checks": [
        {"code": "over_100", "severity": "off", "reason": "Arrears of earlier years are counted when they are paid"}
    ]
}


class ChecksUpdate(Input):
    """All settings of an indicator: they replace those there were, and what is left out is as severe as by itself."""

    model_config = ConfigDict(json_schema_extra={"examples": [SETTINGS_EXAMPLE]})

    checks: Annotated[list[CheckSetting], Field(max_length=40)]


class IndicatorCheckRead(CheckRead):
    """A check as it is made for one indicator: `setting` and why it differs; null where nothing is set."""

    setting: Setting | None
    reason: str | None
    set_by: int | None
    set_at: datetime | None


class IndicatorChecksRead(Output):
    """Every check that is made for an indicator, and what they find in the indicator itself."""

    indicator_id: int
    items: list[IndicatorCheckRead]
    findings: list[FindingRead]
    version: int
