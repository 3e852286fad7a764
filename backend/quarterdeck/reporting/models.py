"""What reviewers say of an edition while they review it; and the steps from one year into the next."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.core.db import Base, Key
from quarterdeck.measures.editions import OF_ONE_THING

ANSWERED = "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL OR answer <> '')"


class ReviewComment(Base):
    """A comment on one figure or activity of an edition, and the service's answer. Both stay as they were written.

    `body_id` is the body in whose name it was made: its members read it. Without one it is an officer's or a
    portfolio holder's.
    """

    __tablename__ = "review_comment"
    __table_args__ = (
        Index("ix_review_comment_edition", "council_id", "edition_id"),
        CheckConstraint(OF_ONE_THING, name="of_one_thing"),
        CheckConstraint("comment <> ''", name="comment"),
        CheckConstraint(ANSWERED, name="answer"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("pack_edition.id"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    period_code: Mapped[str | None] = mapped_column(ForeignKey("period.code"))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    comment: Mapped[str]
    commented_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    commented_at: Mapped[datetime]
    answer: Mapped[str | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]


class YearRollOver(Base):
    """That the council was rolled over into a year, and what was taken along. Appended only; a year may have several.

    `content` lists what was done, a row each, as it was answered.
    """

    __tablename__ = "year_roll_over"
    __table_args__ = (Index("ix_year_roll_over_year", "council_id", "year_code"),)

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    year_code: Mapped[str] = mapped_column(ForeignKey("period.code"))
    content: Mapped[dict[str, Any]]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    done_at: Mapped[datetime]
    change_no: Mapped[int]
