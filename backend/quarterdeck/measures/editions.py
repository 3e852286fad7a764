"""Pack editions: exactly what was put before a body, sealed; and their issue, which locks what they pin.

They stand here because reads (`?pack=`) and locks need them; reporting alone writes them.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.core.db import Base, Key


class PackEdition(Base):
    """A numbered, sealed edition of a round's pack.

    `content` holds what is copied in (names, activities, actions, commentary); figures are pinned by
    `PackFigure`. `manifest_sha256` is the digest of the canonical JSON of both. After sealing only
    `state` and `version` change; triggers hold that.
    """

    __tablename__ = "pack_edition"
    __table_args__ = (
        UniqueConstraint("council_id", "round_id", "number"),
        CheckConstraint("state IN ('sealing', 'sealed', 'superseded')", name="state"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    # The round stands in collection, above; only its id is kept here.
    round_id: Mapped[int]
    number: Mapped[int]
    period_code: Mapped[str] = mapped_column(ForeignKey("period.code"))
    framework_version_id: Mapped[int] = mapped_column(ForeignKey("framework_version.id"))
    content: Mapped[dict[str, Any]]
    manifest_sha256: Mapped[str] = mapped_column(String(64))
    sealed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sealed_at: Mapped[datetime]
    change_no: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    version: Mapped[int]


class PackFigure(Base):
    """One figure of an edition: the very rows that made it. No row is added, changed or removed after sealing."""

    __tablename__ = "pack_figure"
    __table_args__ = (Index("ix_pack_figure_cell", "council_id", "series_id", "period_code"),)

    edition_id: Mapped[int] = mapped_column(ForeignKey("pack_edition.id"), primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), primary_key=True)
    period_code: Mapped[str] = mapped_column(ForeignKey("period.code"), primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    position: Mapped[int]
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"))
    rating_id: Mapped[int] = mapped_column(ForeignKey("rating.id"))
    definition_id: Mapped[int] = mapped_column(ForeignKey("indicator_definition.id"))
    target_id: Mapped[int | None] = mapped_column(ForeignKey("target.id"))
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("rating_rule.id"))


class EditionIssue(Base):
    """That an edition was issued to a body, with which report number, and what the body made of it.

    `locks` is true when the body is one of members: what the edition pins then changes by restatement alone.
    """

    __tablename__ = "edition_issue"
    __table_args__ = (
        UniqueConstraint("council_id", "edition_id", "body_id"),
        CheckConstraint("outcome IN ('approved', 'noted', 'returned')", name="outcome"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("pack_edition.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    report_number: Mapped[str] = mapped_column(String(40))
    locks: Mapped[bool]
    issued_at: Mapped[datetime]
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    public_from: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(String(10))
    decided_on: Mapped[date | None]
    change_no: Mapped[int]
