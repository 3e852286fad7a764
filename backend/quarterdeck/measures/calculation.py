"""The records of calculated series: how one is made, version by version, and what each of its figures was made of."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.core.db import Base, Key, one_of
from quarterdeck.measures.calculation_rules import Covers, Operation, PartRole


class Calculation(Base):
    """One version of how a series is calculated, for periods from `effective_from` on. Appended only.

    `operation` is None in a version that ends it: from then on the figure is entered again. `number` counts the
    versions of a series; `periods` is how many the last periods are, 0 for all else.
    """

    __tablename__ = "calculation"
    __table_args__ = (
        UniqueConstraint("council_id", "series_id", "number"),
        one_of("operation", Operation),
        one_of("covers", Covers),
        CheckConstraint("(operation IS NULL) = (covers IS NULL)", name="ended"),
        CheckConstraint("periods >= 0 AND periods <= 60", name="periods"),
        CheckConstraint("reason <> ''", name="reason"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    number: Mapped[int]
    operation: Mapped[str | None] = mapped_column(String(10))
    covers: Mapped[str | None] = mapped_column(String(20))
    periods: Mapped[int]
    effective_from: Mapped[date]
    reason: Mapped[str]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    change_no: Mapped[int]


class CalculationInput(Base):
    """A series that a calculation takes its figures from, and what it is to it. Appended only."""

    __tablename__ = "calculation_input"
    __table_args__ = (
        Index("ix_calculation_input_series", "council_id", "series_id"),
        one_of("role", PartRole),
    )

    calculation_id: Mapped[int] = mapped_column(ForeignKey("calculation.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    role: Mapped[str] = mapped_column(String(12))


class ObservationInput(Base):
    """The revision of a part that a calculated figure was made of. Appended only."""

    __tablename__ = "observation_input"
    __table_args__ = (Index("ix_observation_input_part", "council_id", "part_id"),)

    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("observation.id"))
    role: Mapped[str] = mapped_column(String(12))
