"""What the routes of samples take and answer."""

from datetime import datetime

from pydantic import ConfigDict, Field

from quarterdeck.core.http import Input, Output, Prose, Ref, Word

LARGEST = 50


class SampleCreate(Input):
    """What is drawn: `size` indicators with figures in a `period`, or in an edition (`edition_id`); one of the two.

    Only of a `unit` (its code) and all below it, or of a theme. `by_unit`: each unit gives its share. Without a `seed`
    one is made, and stated.
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"size": 5, "period": "2025-26-Q1", "seed": "audit 2026/7", "by_unit": True}]}
    )

    size: int = Field(ge=1, le=LARGEST)
    seed: Word | None = None
    period: Word | None = None
    edition_id: Ref | None = None
    unit: Word | None = None
    theme_id: Ref | None = None
    by_unit: bool = False
    purpose: Prose = ""


class DrawnIndicator(Output):
    """An indicator that was drawn. `rank` is the SHA-256 that decided it; `ref` is that of then."""

    position: int
    indicator_id: int
    ref: str
    name: str
    unit_name: str
    rank: str


class SampleRead(Output):
    """A sample as it was drawn: from `population` indicators, with this seed. `period_label` says of which period."""

    id: int
    number: int
    seed: str
    size: int
    period: str
    period_label: str
    edition_id: int | None
    edition_number: int | None
    unit: str | None
    unit_name: str | None
    theme_id: int | None
    theme_name: str | None
    by_unit: bool
    purpose: str
    population: int
    drawn_by: int | None
    drawn_at: datetime
    drawn: list[DrawnIndicator]
