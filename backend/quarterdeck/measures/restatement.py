"""Restatements: the only way a figure that members have seen can change.

The record stands here because the lock on observations needs it; collection (a figure that changed after
members returned an edition) and reporting (a restatement proposed and accepted) write it.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.core.actor import Place
from quarterdeck.core.db import Base, Key, one_of
from quarterdeck.measures.models import ValueState


class RestatementState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Restatement(Base):
    """A changed figure for a period that members have seen: proposed by one person, accepted by another."""

    __tablename__ = "restatement"
    __table_args__ = (
        Index("ix_restatement_cell", "council_id", "series_id", "period_code"),
        one_of("state", RestatementState),
        one_of("value_state", ValueState),
        CheckConstraint("(value_state = 'value') = (value IS NOT NULL)", name="value"),
        CheckConstraint("decided_by IS NULL OR decided_by <> proposed_by OR state = 'withdrawn'", name="two_people"),
        CheckConstraint("reason <> ''", name="reason"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    period_code: Mapped[str] = mapped_column(ForeignKey("period.code"))
    value_state: Mapped[str] = mapped_column(String(20))
    value: Mapped[float | None]
    numerator: Mapped[float | None]
    denominator: Mapped[float | None]
    reason: Mapped[str]
    state: Mapped[str] = mapped_column(String(12))
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_on: Mapped[date | None]
    observation_id: Mapped[int | None] = mapped_column(ForeignKey("observation.id"))
    version: Mapped[int]

    def place(self) -> Place:
        return Place(self.council_id, unit_id=self.unit_id)
