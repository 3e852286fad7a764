"""Work under way on files from elsewhere: set-up workbooks that were tried, printed tables that are made ready."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.core.actor import Place
from quarterdeck.core.db import Base, Key, Name, one_of


class LoadState(StrEnum):
    PREVIEWED = "previewed"
    LOADED = "loaded"


class SetupLoad(Base):
    """A set-up workbook that was tried: what it holds (until it is loaded), what it would do, whether it was loaded.

    outcome: the digest of what became of every row; loading has to come to the same.
    """

    __tablename__ = "setup_load"
    __table_args__ = (Index("ix_setup_load_person", "council_id", "person_id"), one_of("state", LoadState))

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    filename: Mapped[Name]
    sha256: Mapped[str] = mapped_column(String(64))
    sheets: Mapped[list[Any] | None] = mapped_column(deferred=True)
    state: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str] = mapped_column(String(64))
    summary: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    loaded_at: Mapped[datetime | None]
    version: Mapped[int]

    def place(self) -> Place:
        return Place(self.council_id)


class SetupRow(Base):
    """What a row of a tried workbook does, or what is wrong with it."""

    __tablename__ = "setup_row"
    __table_args__ = (Index("ix_setup_row_load", "council_id", "load_id", "id"),)

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    load_id: Mapped[int] = mapped_column(ForeignKey("setup_load.id"))
    sheet: Mapped[str] = mapped_column(String(40))
    row: Mapped[int]
    key: Mapped[Name]
    what: Mapped[str] = mapped_column(String(10))
    detail: Mapped[dict[str, Any]]


class HistoryState(StrEnum):
    DRAFT = "draft"
    LOADED = "loaded"


class HistoryUpload(Base):
    """A printed table that is being made ready: its cells, and what a person has said of them so far.

    content: headings and rows as in the file. said: which column is what, what no table states of each indicator,
    cells read otherwise than printed, and rows left out, each with its reason. report: what loading it came to.
    """

    __tablename__ = "history_upload"
    __table_args__ = (Index("ix_history_upload_council", "council_id", "id"), one_of("state", HistoryState))

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    filename: Mapped[Name]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    said: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(10))
    report: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int]

    # How many rows cannot be read, as was found just now: not stored, for it hangs on what else is on record.
    unread_rows = 0

    def place(self) -> Place:
        return Place(self.council_id)
