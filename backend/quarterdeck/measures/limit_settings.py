"""How a council has process limits worked out: the length of a run, and whether moving ranges are screened.

Versions are appended: what an earlier view showed rests on the settings of then.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Select, UniqueConstraint, select, true
from sqlalchemy.orm import Mapped, Session, mapped_column

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Base, Key
from quarterdeck.core.errors import conflict, stale
from quarterdeck.core.journal import Event
from quarterdeck.measures.process_limits import LimitSettings
from quarterdeck.measures.viewpoint import NOW, Viewpoint
from quarterdeck.organisation.records import require
from quarterdeck.organisation.roles import Permission

SHORTEST, LONGEST = 5, 9


class ProcessSetting(Base):
    """One version of a council's settings. Appended only; before the first, those of `LimitSettings` hold."""

    __tablename__ = "process_setting"
    __table_args__ = (
        UniqueConstraint("council_id", "number"),
        CheckConstraint(f"run >= {SHORTEST} AND run <= {LONGEST}", name="run"),
        CheckConstraint("reason <> ''", name="reason"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    number: Mapped[int]
    run: Mapped[int]
    screened: Mapped[bool]
    reason: Mapped[str]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    change_no: Mapped[int]


def visible_settings(actor: Actor, viewpoint: Viewpoint = NOW) -> Select[ProcessSetting]:
    """Every version of the settings of the actor's council, as known from there: everyone signed in sees them."""
    s = ProcessSetting
    known = true() if viewpoint.change_no is None else s.change_no <= viewpoint.change_no
    return select(s).where(s.council_id == actor.council_id, known)


def newest_setting(session: Session, actor: Actor, viewpoint: Viewpoint = NOW) -> ProcessSetting | None:
    """The version in force; None where nobody has set anything."""
    query = visible_settings(actor, viewpoint).order_by(ProcessSetting.number.desc()).limit(1)
    return session.scalars(query).one_or_none()


def settings_in_force(session: Session, actor: Actor, viewpoint: Viewpoint = NOW) -> LimitSettings:
    """How limits are worked out, as known from there."""
    row = newest_setting(session, actor, viewpoint)
    return LimitSettings() if row is None else LimitSettings(run=row.run, screened=row.screened)


def change_settings(
    session: Session, actor: Actor, settings: LimitSettings, reason: str, version: int
) -> ProcessSetting:
    """Append a version. Every chart of now follows it; of the past, none.

    Raises 403, 412 where `version` is not the number in force (0: nothing set yet), 409 `unchanged`.
    """
    require(actor, Permission.MANAGE_FRAMEWORK)
    journal.lock(session, actor.council_id)
    newest = newest_setting(session, actor)
    if version != (newest.number if newest else 0):
        raise stale(newest.number if newest else 0)
    standing = settings_in_force(session, actor)
    if settings == standing:
        raise conflict("These are the settings that stand already.", "unchanged")
    change = journal.change(session, actor.council_id)
    row = ProcessSetting(
        council_id=actor.council_id,
        number=version + 1,
        run=settings.run,
        screened=settings.screened,
        reason=reason,
        recorded_by=actor.person_id,
        recorded_at=change.recorded_at,
        change_no=change.number,
    )
    session.add(row)
    session.flush()
    detail = {
        "run": {"from": standing.run, "to": settings.run},
        "screened": {"from": standing.screened, "to": settings.screened},
    }
    journal.record(session, actor, Event("process_setting.change", "process_setting", row.id, detail, reason))
    return row
