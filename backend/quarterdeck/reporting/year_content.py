"""What an edition of the annual round copies in: what services propose for the year, with what stands beside it.

It is an edition as any other, of no figures: what it holds beside is said here. Targets are pinned by their ids, and
the manifest holds their rows.
"""

from collections.abc import Mapping
from typing import Any

from quarterdeck.reporting.content import Content, EditionContent, TargetSaid


class PeriodTarget(Content):
    """A proposed target of the year or of one of its periods: the row it is, and what it says."""

    period_code: str
    period_label: str
    target_id: int
    said: TargetSaid


class OutturnContent(Content):
    """A year before the planned one: what it came to, what that was made from (or why there is none), its target."""

    period_code: str
    period_label: str
    outturn: float | None
    basis: str | None
    sentence: str
    target: TargetSaid | None


class SoFarContent(Content):
    """A figure of the year before the planned one that was on record when the edition was sealed."""

    period_code: str
    period_label: str
    value_state: str
    value: float | None
    rating: str


class ProposalContent(Content):
    """What is proposed for one series. `change`: keep, change, new or drop; `targets` begin with the year's own.

    `before` is the year's target of the year before. `explanations` answer what the checks asked, by their code.
    """

    series_id: int
    indicator_id: int
    ref: str
    name: str
    kind: str
    breakdown: str
    theme: str | None
    priority: str | None
    unit: str
    measured_in: str | None
    owner_post: str | None
    unit_of_measure: str
    decimals: int
    polarity: str
    change: str
    profile: str
    method: str
    targets: list[PeriodTarget]
    before: TargetSaid | None
    rationale: str
    benchmark: str
    benchmark_value: float | None
    benchmark_source: str
    explanations: dict[str, str]
    past: list[OutturnContent]
    so_far: list[SoFarContent]
    portfolios: list[str]


class NotProposed(Content):
    """A service whose proposals were not confirmed when the edition was sealed, and why they are left out."""

    unit: str
    reason: str


class YearContent(EditionContent):
    """All that an edition of the annual round copies in."""

    proposals: list[ProposalContent]
    not_proposed: list[NotProposed]


def content_of(stored: Mapping[str, Any]) -> EditionContent:
    """An edition's content as it was sealed: of the annual round where it holds proposals."""
    return (YearContent if "proposals" in stored else EditionContent).model_validate(stored)
