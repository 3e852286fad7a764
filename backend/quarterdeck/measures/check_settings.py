"""How severe checks are for single indicators: set with a reason, where a check by itself does not fit."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from quarterdeck.core.db import Base, Key, one_of
from quarterdeck.measures.findings import Setting


class IndicatorCheck(Base):
    """How severe one check is for one indicator, and why. What is not set is as severe as the check by itself.

    The row says what is set now; the journal keeps what was.
    """

    __tablename__ = "indicator_check"
    __table_args__ = (
        UniqueConstraint("council_id", "indicator_id", "code"),
        one_of("severity", Setting),
        CheckConstraint("reason <> ''", name="reason"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    code: Mapped[str] = mapped_column(String(40))
    severity: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str]
    set_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]


def rows_of(session: Session, council_id: int, indicator_ids: Collection[int]) -> dict[int, dict[str, IndicatorCheck]]:
    """What is set for these indicators, by indicator and code; nothing: no entry."""
    c = IndicatorCheck
    query = select(c).where(c.council_id == council_id, c.indicator_id.in_(sorted(set(indicator_ids))))
    found: dict[int, dict[str, IndicatorCheck]] = defaultdict(dict)
    for row in session.scalars(query):
        found[row.indicator_id][row.code] = row
    return dict(found)


def settings_of(session: Session, council_id: int, indicator_ids: Collection[int]) -> dict[int, dict[str, Setting]]:
    """How severe checks are for these indicators, by indicator and code; nothing: no entry."""
    rows = rows_of(session, council_id, indicator_ids)
    return {
        indicator_id: {code: Setting(row.severity) for code, row in of_indicator.items()}
        for indicator_id, of_indicator in rows.items()
    }
