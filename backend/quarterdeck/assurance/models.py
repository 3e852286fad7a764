"""Samples of indicators that internal audit re-performs: how each was drawn, from what, and what came out."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.core.db import Base, Code, Key


class AssuranceSample(Base):
    """One draw: `size` indicators out of those with figures in a period or an edition. Appended only.

    `population` lists what was drawn from (ref, name, unit's code and name), so that the draw can be done again with
    the seed alone. `change_no` is also up to which change the sample's archive tells the record.
    """

    __tablename__ = "assurance_sample"
    __table_args__ = (
        UniqueConstraint("council_id", "number"),
        CheckConstraint("size >= 1", name="size"),
        CheckConstraint("seed <> ''", name="seed"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    number: Mapped[int]
    seed: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    period_code: Mapped[str] = mapped_column(ForeignKey("period.code"))
    # Drawn from what this edition pins; None: from the figures of the period as they stood.
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("pack_edition.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    by_unit: Mapped[bool]
    purpose: Mapped[str]
    population: Mapped[list[Any]]
    drawn_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    drawn_at: Mapped[datetime]
    change_no: Mapped[int]


class SampledIndicator(Base):
    """One indicator of a sample, in the order in which they were drawn. Appended only."""

    __tablename__ = "sampled_indicator"
    __table_args__ = (Index("ix_sampled_indicator_indicator", "council_id", "indicator_id"),)

    sample_id: Mapped[int] = mapped_column(ForeignKey("assurance_sample.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    # As it was called when it was drawn.
    ref: Mapped[Code]
    rank: Mapped[str] = mapped_column(String(64))
