"""What checks find: an error blocks; a warning needs an explanation, which travels with what it is about."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class Setting(StrEnum):
    """How serious a check is for one indicator: not made at all, or as severe as it says."""

    OFF = "off"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Finding:
    """What a check found, for the person who enters the figure or proposes the target."""

    code: str
    severity: Severity
    sentence: str
    needs_explanation: bool


Settings = Mapping[str, Setting]
"""An indicator's own settings, by code; a check that is left out is as severe as it is by itself."""


def error(code: str, sentence: str) -> Finding:
    return Finding(code, Severity.ERROR, sentence, needs_explanation=False)


def warning(code: str, sentence: str) -> Finding:
    return Finding(code, Severity.WARNING, sentence, needs_explanation=True)


def blocks(finding: Finding, explanations: Mapping[str, str]) -> bool:
    """Whether a finding stands in the way: an error, or a warning without its explanation (by code)."""
    if finding.severity is Severity.ERROR:
        return True
    return finding.needs_explanation and not explanations.get(finding.code, "").strip()


def as_set(findings: Iterable[Finding], settings: Settings) -> Iterator[Finding]:
    """The findings as an indicator's settings have them: left out, or as severe as is set."""
    for each in findings:
        match settings.get(each.code):
            case None:
                yield each
            case Setting.OFF:
                continue
            case Setting.ERROR:
                yield replace(each, severity=Severity.ERROR, needs_explanation=False)
            case Setting.WARNING:
                yield replace(each, severity=Severity.WARNING, needs_explanation=True)
