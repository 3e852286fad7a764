"""External frameworks as data: outcomes and metrics that others publish, and which indicators stand for them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.core.db import Base, Code, Key, Name, one_of


class Relation(StrEnum):
    """How an indicator of ours stands to a metric: by the same definition, close to it, a part of it, or no longer."""

    SAME = "same"
    CLOSE = "close"
    CONTRIBUTES = "contributes"
    ENDED = "ended"


class ExternalFramework(Base):
    """A version of a framework that somebody publishes; its file says who and when. Appended only."""

    __tablename__ = "external_framework"
    __table_args__ = (UniqueConstraint("council_id", "name", "version"),)

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    name: Mapped[Name]
    version: Mapped[Code]
    file_id: Mapped[int] = mapped_column(ForeignKey("comparison_file.id"))
    change_no: Mapped[int]


class ExternalMetric(Base):
    """A metric under an outcome of a framework. code and name are blank where there is none yet. Appended only."""

    __tablename__ = "external_metric"
    __table_args__ = (UniqueConstraint("council_id", "framework_id", "outcome_code", "code"),)

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    framework_id: Mapped[int] = mapped_column(ForeignKey("external_framework.id"))
    position: Mapped[int]
    outcome_code: Mapped[Code]
    outcome: Mapped[Name]
    code: Mapped[Code]
    name: Mapped[Name]
    unit: Mapped[str] = mapped_column(String(40))
    source: Mapped[Name]


class MetricMapping(Base):
    """One version of how an indicator stands to a metric, from a day on. Appended only; the highest number counts."""

    __tablename__ = "metric_mapping"
    __table_args__ = (
        UniqueConstraint("council_id", "indicator_id", "metric_id", "number"),
        one_of("relation", Relation),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    metric_id: Mapped[int] = mapped_column(ForeignKey("external_metric.id"))
    number: Mapped[int]
    relation: Mapped[str] = mapped_column(String(12))
    since: Mapped[date]
    note: Mapped[str]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    change_no: Mapped[int]
