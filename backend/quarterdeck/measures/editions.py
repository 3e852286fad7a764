"""Pack editions: exactly what was put before a body, sealed; and their issue, which locks what they pin.

They stand here because reads (`?pack=`) and locks need them; reporting alone writes them. Who reads which
edition is said here too.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    UniqueConstraint,
    and_,
    exists,
    false,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from quarterdeck.core import clock, refs
from quarterdeck.core.actor import Actor, Place, Scope
from quarterdeck.core.db import Base, Key
from quarterdeck.core.errors import not_found
from quarterdeck.core.refs import Referent
from quarterdeck.framework import decisions
from quarterdeck.organisation.roles import Permission
from quarterdeck.planning.models import Activity, ActivityPortfolio
from quarterdeck.planning.visibility import withhold_status

# A row about a part of an edition names a figure, by series and period, or an activity.
OF_ONE_THING = "(series_id IS NULL) = (period_code IS NULL) AND (series_id IS NULL) <> (activity_id IS NULL)"


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
    `late_reason` says why the papers went out later than they have to; empty where they did not.
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
    late_reason: Mapped[str]
    outcome: Mapped[str | None] = mapped_column(String(10))
    decided_on: Mapped[date | None]
    change_no: Mapped[int]


class ExemptPart(Base):
    """A figure or an activity of an edition that was marked exempt when it was issued: the public never reads it.

    A figure stays exempt: in later editions too, however it is restated, and wherever figures are read; until its
    exemption is lifted (see `ExemptionLifted`).
    """

    __tablename__ = "exempt_part"
    __table_args__ = (
        Index("ix_exempt_part_edition", "council_id", "edition_id"),
        Index("ix_exempt_part_cell", "council_id", "series_id", "period_code"),
        CheckConstraint(OF_ONE_THING, name="of_one_thing"),
        CheckConstraint("reason <> ''", name="reason"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    issue_id: Mapped[int] = mapped_column(ForeignKey("edition_issue.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("pack_edition.id"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    period_code: Mapped[str | None] = mapped_column(ForeignKey("period.code"))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"))
    reason: Mapped[str]


class ExemptionLifted(Base):
    """That a part is exempt no more, from when on, and why. Marked once more it is exempt again. Appended only."""

    __tablename__ = "exemption_lifted"
    __table_args__ = (UniqueConstraint("council_id", "part_id"), CheckConstraint("reason <> ''", name="reason"))

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("exempt_part.id"))
    reason: Mapped[str]
    lifted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    lifted_at: Mapped[datetime]
    change_no: Mapped[int]


def visible_editions(actor: Actor) -> Select[PackEdition]:
    """The sealed editions that the actor may read, whole or in part.

    Those read whole (see `whole_editions`), those whose papers are public but for their exempt parts, and for a
    portfolio holder every edition, of which they see the figures of their portfolios.
    """
    reach = actor.reach(Permission.READ_EDITIONS)
    query = _sealed(actor)
    return query if reach.portfolio_ids else query.where(or_(_read_by_right(actor), _public(actor)))


def whole_editions(actor: Actor) -> Select[PackEdition]:
    """The sealed editions of which the actor reads all, exempt parts too.

    Every one where the actor reads editions for the council or a unit, for a body's member those issued to the body.
    """
    return _sealed(actor).where(_read_by_right(actor))


def public_editions(actor: Actor) -> Select[PackEdition]:
    """The sealed editions whose papers are public by now: everyone signed in reads them, but for exempt parts."""
    return _sealed(actor).where(_public(actor))


def is_exempt(figure: Any) -> ColumnElement[bool]:
    """That a figure (of a council, a series and a period) was marked exempt in some edition: so it is in all."""
    return exists().where(
        ExemptPart.council_id == figure.council_id,
        ExemptPart.series_id == figure.series_id,
        ExemptPart.period_code == figure.period_code,
        still_exempt(),
    )


def still_exempt() -> ColumnElement[bool]:
    """That the exemption of a row of `ExemptPart` was not lifted."""
    lifted = ExemptionLifted
    return ~exists().where(lifted.council_id == ExemptPart.council_id, lifted.part_id == ExemptPart.id)


def status_exempt(actor: Actor) -> ColumnElement[bool]:
    """That what was judged of an activity is exempt from publication, and no edition with it was given to the actor.

    Neither do they read what its service reports (by its unit or portfolios), nor every edition. The status that
    stands is kept from them whichever round it is of, until the exemption is lifted.
    """
    editions, submitted = actor.reach(Permission.READ_EDITIONS), actor.reach(Permission.READ_SUBMITTED)
    if editions.everywhere or editions.unit_ids or submitted.everywhere:
        return false()
    e, marked, p, today = ExemptPart, aliased(PackEdition), ActivityPortfolio, clock.today()
    given = whole_editions(actor).with_only_columns(PackEdition.round_id)
    exempt = (
        select(e.activity_id)
        .join(marked, marked.id == e.edition_id)
        .where(
            e.council_id == actor.council_id,
            e.activity_id.is_not(None),
            still_exempt(),
            marked.round_id.not_in(given) if editions.body_ids else true(),
        )
    )
    own = select(p.activity_id).where(
        p.portfolio_id.in_(submitted.portfolio_ids | editions.portfolio_ids),
        p.valid_from <= today,
        or_(p.valid_to.is_(None), p.valid_to >= today),
    )
    return and_(Activity.id.in_(exempt), Activity.unit_id.not_in(submitted.unit_ids), Activity.id.not_in(own))


def find_edition(session: Session, actor: Actor, edition_id: int) -> PackEdition:
    """One edition. Raises 404."""
    edition = session.scalars(visible_editions(actor).where(PackEdition.id == edition_id)).one_or_none()
    if edition is None:
        raise not_found("pack edition")
    return edition


def _sealed(actor: Actor) -> Select[PackEdition]:
    return select(PackEdition).where(PackEdition.council_id == actor.council_id, PackEdition.state != "sealing")


def _read_by_right(actor: Actor) -> ColumnElement[bool]:
    """What a role gives to read whole."""
    reach = actor.reach(Permission.READ_EDITIONS)
    if reach.everywhere or reach.unit_ids:
        return true()
    return _issued(actor, EditionIssue.body_id.in_(reach.body_ids))


def _public(actor: Actor) -> ColumnElement[bool]:
    return _issued(actor, EditionIssue.public_from <= clock.today())


def _issued(actor: Actor, how: ColumnElement[bool]) -> ColumnElement[bool]:
    i = EditionIssue
    return PackEdition.id.in_(select(i.edition_id).where(i.council_id == actor.council_id, how))


def _refer(session: Session, actor: Actor, edition_id: int) -> Referent | None:
    edition = session.scalars(visible_editions(actor).where(PackEdition.id == edition_id)).one_or_none()
    if edition is None:
        return None
    # A place names one body: of those it was issued to, one in whose name the actor may act.
    bodies = session.scalars(
        select(EditionIssue.body_id).where(EditionIssue.edition_id == edition.id).order_by(EditionIssue.id)
    ).all()
    acting = {grant.scope_id for grant in actor.grants if grant.scope is Scope.BODY}
    body_id = next((body_id for body_id in bodies if body_id in acting), bodies[0] if bodies else None)
    label = f"Edition {edition.number} for {edition.period_code}"
    return Referent("pack_edition", edition.id, label, Place(edition.council_id, body_id=body_id))


refs.register("pack_edition", _refer)
decisions.read_by("pack_edition", lambda actor: visible_editions(actor).with_only_columns(PackEdition.id))
withhold_status(status_exempt)
