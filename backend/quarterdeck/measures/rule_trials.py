"""What is answered of a rating rule that is tried on history: "would have changed 7 of 48"."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from quarterdeck.core.http import Output
from quarterdeck.measures.rating import Rating, Unrated


class RatingChange(Output):
    """A figure that would be rated otherwise, in the definition's unit of measure. `id` is the observation's."""

    id: int
    period: str
    period_label: str
    unit: str
    breakdown: str
    value: float
    was: Rating = Field(serialization_alias="from")
    was_unrated_reason: Unrated | None = Field(serialization_alias="from_unrated_reason")
    would_be: Rating = Field(serialization_alias="to")
    would_be_unrated_reason: Unrated | None = Field(serialization_alias="to_unrated_reason")


class RuleTried(Output):
    """What a rule would have made of the latest figures that go by it: how many of them it would rate otherwise."""

    of: int
    would_change: int
    sentence: str
    changes: list[RatingChange]

    @classmethod
    def of_rows(cls, rows: Sequence[tuple[Any, Any]]) -> "RuleTried":
        """Of the figures' rows before and after, as `rules` reads them."""
        changes = [_change(before, after) for before, after in rows if before.rating != after.rating]
        return cls(
            of=len(rows),
            would_change=len(changes),
            sentence=f"Would have changed {len(changes)} of {len(rows)}.",
            changes=changes,
        )


def _change(before: Any, after: Any) -> RatingChange:
    columns = {name: getattr(after, name) for name in ("id", "period", "period_label", "unit", "breakdown", "value")}
    return RatingChange.model_validate(
        columns
        | {
            "was": before.rating,
            "was_unrated_reason": before.unrated_reason,
            "would_be": after.rating,
            "would_be_unrated_reason": after.unrated_reason,
        }
    )
