"""Areas that figures are compared with, groups of them, and their figures; each with the file that brought it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.core.actor import Place
from quarterdeck.core.db import Base, Code, Key, Name, one_of
from quarterdeck.measures.models import ValueState


class FileKind(StrEnum):
    """What a file of comparison data holds."""

    AREAS = "areas"
    GROUPS = "groups"
    FIGURES = "figures"
    FRAMEWORK = "framework"


class FileState(StrEnum):
    PREVIEWED = "previewed"
    LOADED = "loaded"


class AreaKind(StrEnum):
    """What an area is. Regions and countries are no councils: their figures are those that the source states."""

    DISTRICT = "district"
    UNITARY = "unitary"
    COUNTY = "county"
    LONDON_BOROUGH = "london_borough"
    METROPOLITAN = "metropolitan"
    COMBINED_AUTHORITY = "combined_authority"
    REGION = "region"
    COUNTRY = "country"


class ComparisonFile(Base):
    """A file of comparison data: looked at first, then loaded, with the source that it is from.

    content: heading and lines as in the file. Once loaded nothing of it changes, and it stays: what it brought names
    it. link, licence and definition_note are blank where nobody said.
    """

    __tablename__ = "comparison_file"
    __table_args__ = (
        Index("ix_comparison_file_council", "council_id", "id"),
        one_of("state", FileState),
        CheckConstraint("state <> 'loaded' OR published_on IS NOT NULL", name="source"),
        CheckConstraint("(state = 'loaded') = (change_no IS NOT NULL)", name="loaded"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20))
    filename: Mapped[Name]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    publisher: Mapped[Name]
    title: Mapped[Name]
    link: Mapped[str]
    published_on: Mapped[date | None]
    licence: Mapped[Name]
    definition_note: Mapped[str]
    state: Mapped[str] = mapped_column(String(10))
    counts: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    loaded_at: Mapped[datetime | None]
    change_no: Mapped[int | None]
    version: Mapped[int]

    # What loading it would come to, as was found just now: not stored, for it hangs on what else is on record.
    faults = 0
    to_write = 0

    def place(self) -> Place:
        return Place(self.council_id)


class ComparisonArea(Base):
    """One version of what is known of an area: its name, and the days between which its code is in use.

    Appended only; the highest number counts. `successors` are the codes of what took its place.
    """

    __tablename__ = "comparison_area"
    __table_args__ = (
        UniqueConstraint("council_id", "code", "number"),
        one_of("kind", AreaKind),
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name="days"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    code: Mapped[str] = mapped_column(String(9))
    number: Mapped[int]
    name: Mapped[Name]
    kind: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    successors: Mapped[list[Any]]
    file_id: Mapped[int] = mapped_column(ForeignKey("comparison_file.id"))
    change_no: Mapped[int]


class ComparisonGroup(Base):
    """A version of a group of areas, for example statistical neighbours. Appended only: another list is a version."""

    __tablename__ = "comparison_group"
    __table_args__ = (UniqueConstraint("council_id", "name", "version"),)

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    name: Mapped[Name]
    version: Mapped[Code]
    dated: Mapped[date]
    file_id: Mapped[int] = mapped_column(ForeignKey("comparison_file.id"))
    change_no: Mapped[int]


class ComparisonGroupMember(Base):
    """That an area, by its code, is in a version of a group. Appended only."""

    __tablename__ = "comparison_group_member"
    __table_args__ = (Index("ix_comparison_group_member_code", "council_id", "code"),)

    group_id: Mapped[int] = mapped_column(ForeignKey("comparison_group.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(9), primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))


class ComparisonValue(Base):
    """One revision of an area's figure for an indicator of ours and a period, as its source has it. Appended only.

    `unit` is what the source measures in, blank where it does not say.
    """

    __tablename__ = "comparison_value"
    __table_args__ = (
        UniqueConstraint("council_id", "indicator_id", "period_code", "area_code", "revision"),
        one_of("value_state", ValueState),
        CheckConstraint("(value_state = 'value') = (value IS NOT NULL)", name="value"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    period_code: Mapped[str] = mapped_column(ForeignKey("period.code"))
    area_code: Mapped[str] = mapped_column(String(9))
    revision: Mapped[int]
    value_state: Mapped[str] = mapped_column(String(20))
    value: Mapped[float | None]
    numerator: Mapped[float | None]
    denominator: Mapped[float | None]
    unit: Mapped[str] = mapped_column(String(40))
    note: Mapped[str]
    file_id: Mapped[int] = mapped_column(ForeignKey("comparison_file.id"))
    change_no: Mapped[int]
