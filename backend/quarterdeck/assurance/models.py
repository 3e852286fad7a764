"""Samples that internal audit re-performs, and what was judged of the quality of indicators' figures.

The six dimensions are those of the Government Data Quality Framework (Government Data Quality Hub, 2020).
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.core.db import Base, Code, Key, one_of


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


class QualityDimension(StrEnum):
    """The framework's six dimensions, in its order."""

    COMPLETENESS = "completeness"
    UNIQUENESS = "uniqueness"
    CONSISTENCY = "consistency"
    TIMELINESS = "timeliness"
    VALIDITY = "validity"
    ACCURACY = "accuracy"


class QualityJudgement(StrEnum):
    """What is judged of a dimension. Of the figures as a whole: any but `not_assessed`."""

    GOOD = "good"
    SOME_CONCERNS = "some_concerns"
    SERIOUS_CONCERNS = "serious_concerns"
    NOT_ASSESSED = "not_assessed"


class DataQualityAssessment(Base):
    """One assessment of an indicator's figures; the newest stands. Appended only.

    `overall` is the assessor's own judgement, with the words for it in `conclusion`: nothing works it out.
    """

    __tablename__ = "data_quality_assessment"
    __table_args__ = (
        UniqueConstraint("council_id", "indicator_id", "number"),
        CheckConstraint("overall IN ('good', 'some_concerns', 'serious_concerns')", name="overall"),
        CheckConstraint("conclusion <> ''", name="conclusion"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    number: Mapped[int]
    overall: Mapped[str] = mapped_column(String(20))
    conclusion: Mapped[str]
    next_review_on: Mapped[date]
    assessed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    assessed_at: Mapped[datetime]
    change_no: Mapped[int]


class DimensionAssessment(Base):
    """What an assessment says of one dimension, and `on_record`: the sentences that the record said of it then.

    Appended only. Whatever is not good has a note.
    """

    __tablename__ = "dimension_assessment"
    __table_args__ = (
        one_of("dimension", QualityDimension),
        one_of("judgement", QualityJudgement),
        CheckConstraint("judgement = 'good' OR note <> ''", name="note"),
    )

    assessment_id: Mapped[int] = mapped_column(ForeignKey("data_quality_assessment.id"), primary_key=True)
    dimension: Mapped[str] = mapped_column(String(20), primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    judgement: Mapped[str] = mapped_column(String(20))
    note: Mapped[str]
    on_record: Mapped[list[Any]]
