"""What an edition says of breaks in series: a part of its content like every other."""

from pydantic import BaseModel, ConfigDict


class NotComparable(BaseModel):
    """Two periods of a series, the earlier first, between which another definition breaks it.

    `since`: the period from which that counts (`Q2 2026/27`). `note`: what is to be known of the figures on both sides.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    series_id: int
    before: str
    now: str
    since: str
    note: str
