"""Role grants: a role in a scope between two days, for a person or for whoever holds a post."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor, Scope
from quarterdeck.core.belonging import require_ours
from quarterdeck.core.errors import conflict, invalid, not_found
from quarterdeck.core.http import changes
from quarterdeck.core.workflow import check_version
from quarterdeck.organisation.models import Body, Person, Portfolio, Post, PostHolding, RoleGrant, Unit
from quarterdeck.organisation.records import check_dates, note_creation, note_update, require
from quarterdeck.organisation.roles import SCOPES_OF_ROLE, Permission, Role
from quarterdeck.organisation.schemas.people import RoleGrantCreate, RoleGrantRead, RoleGrantUpdate

SCOPED: dict[Scope, type[Unit] | type[Portfolio] | type[Body]] = {
    Scope.UNIT: Unit,
    Scope.PORTFOLIO: Portfolio,
    Scope.BODY: Body,
}


def visible_grants(actor: Actor) -> Select[RoleGrant]:
    """The council's grants, for whoever manages access; one's own and those of one's posts otherwise."""
    query = select(RoleGrant).where(RoleGrant.council_id == actor.council_id)
    if actor.reach(Permission.MANAGE_ACCESS).everywhere:
        return query
    return query.where(or_(RoleGrant.person_id == actor.person_id, RoleGrant.post_id.in_(actor.post_ids)))


def list_grants(
    actor: Actor,
    *,
    role: Role | None = None,
    person_id: int | None = None,
    post_id: int | None = None,
    held_by: int | None = None,
) -> Select[RoleGrant]:
    """Visible grants, past ones as well, by role and holder.

    held_by: a person's id; their own grants and those of the posts they hold today.
    """
    posts = select(PostHolding.post_id).where(
        PostHolding.council_id == actor.council_id,
        PostHolding.person_id == held_by,
        in_force(PostHolding, clock.today()),
    )
    return visible_grants(actor).where(
        true() if held_by is None else or_(RoleGrant.person_id == held_by, RoleGrant.post_id.in_(posts)),
        true() if role is None else RoleGrant.role == role,
        true() if person_id is None else RoleGrant.person_id == person_id,
        true() if post_id is None else RoleGrant.post_id == post_id,
    )


def find_grant(session: Session, actor: Actor, grant_id: int, *, for_update: bool = False) -> RoleGrant:
    """One grant that the actor may see. Raises 404."""
    if for_update:
        journal.lock(session, actor.council_id)
    query = visible_grants(actor).where(RoleGrant.id == grant_id)
    grant = session.scalars(query.with_for_update() if for_update else query).one_or_none()
    if grant is None:
        raise not_found("role grant")
    return grant


def grant_role(session: Session, actor: Actor, data: RoleGrantCreate) -> RoleGrant:
    """Give a role. Raises 403, 422 for a scope the role does not take or that is not the council's, 409."""
    require(actor, Permission.MANAGE_ACCESS)
    journal.lock(session, actor.council_id)
    _check_scope(session, actor, data)
    _check_holder(session, actor, data)
    valid_from = data.valid_from or clock.today()
    check_dates(valid_from, data.valid_to)
    grant = RoleGrant(
        council_id=actor.council_id, version=1, **data.model_dump(exclude={"valid_from"}), valid_from=valid_from
    )
    _refuse_double(session, grant)
    detail = {
        "role": str(grant.role),
        "scope": str(grant.scope),
        "scope_id": grant.scope_id,
        "person_id": grant.person_id,
        "post_id": grant.post_id,
        "valid_from": valid_from.isoformat(),
        "valid_to": grant.valid_to.isoformat() if grant.valid_to else None,
    }
    note_creation(session, actor, grant, "role_grant", detail)
    return grant


def end_grant(session: Session, actor: Actor, grant_id: int, data: RoleGrantUpdate, version: int) -> RoleGrant:
    """Set a grant's last day (yesterday: at once), or let it run on. Raises 404, 403, 412, 409, 422."""
    grant = find_grant(session, actor, grant_id, for_update=True)
    require(actor, Permission.MANAGE_ACCESS)
    check_version(grant, version)
    if grant.by_provider:
        detail = "This role comes with the person's council account. Take its app role away there."
        raise conflict(detail, "given-by-provider")
    check_last_day(grant.valid_from, data.valid_to)
    with keeping_an_administrator(session, actor.council_id, day_after(data.valid_to)):
        changed = changes(grant, data.given())
    note_update(session, actor, grant, "role_grant", changed)
    return grant


def grant_reads(session: Session, actor: Actor, rows: Iterable[RoleGrant]) -> list[RoleGrantRead]:
    """Grants as they are answered to this actor, with the names of scopes and holders; one query however many.

    Whoever does not manage access sees their own alone, so no name is told that they could not know.
    """
    rows, g = list(rows), RoleGrant
    query = (
        select(
            g.id,
            func.coalesce(Unit.name, Portfolio.name, Body.name).label("scope_name"),
            func.coalesce(Person.name, Post.title).label("holder"),
        )
        .outerjoin(Unit, and_(g.scope == Scope.UNIT, Unit.id == g.scope_id))
        .outerjoin(Portfolio, and_(g.scope == Scope.PORTFOLIO, Portfolio.id == g.scope_id))
        .outerjoin(Body, and_(g.scope == Scope.BODY, Body.id == g.scope_id))
        .outerjoin(Person, Person.id == g.person_id)
        .outerjoin(Post, Post.id == g.post_id)
        .where(g.id.in_([row.id for row in rows]))
    )
    named = {row.id: row for row in session.execute(query)}
    today, manages = clock.today(), actor.reach(Permission.MANAGE_ACCESS).everywhere
    apart = {"scope_name", "holder", "in_force", "allowed_actions"}
    return [
        RoleGrantRead.model_validate(
            {name: getattr(row, name) for name in RoleGrantRead.model_fields.keys() - apart}
            | {
                "scope_name": named[row.id].scope_name,
                "holder": named[row.id].holder,
                "in_force": row.valid_from <= today and (row.valid_to is None or row.valid_to >= today),
                "allowed_actions": ["end"] if manages and not row.by_provider else [],
            }
        )
        for row in rows
    ]


def grant_read(session: Session, actor: Actor, grant: RoleGrant) -> RoleGrantRead:
    """One grant as it is answered to this actor."""
    return grant_reads(session, actor, [grant])[0]


@contextmanager
def keeping_an_administrator(session: Session, council_id: int, on: date) -> Iterator[None]:
    """Refuse (409) what leaves the council without anybody who can sign in as administrator on the day."""
    had = _has_administrator(session, council_id, on)
    yield
    session.flush()
    if had and not _has_administrator(session, council_id, on):
        raise conflict("This would leave your council without an administrator.", "last-administrator")


def check_last_day(valid_from: date, valid_to: date | None) -> None:
    """Refuse (422) a last day earlier than the day before the first, which says: never."""
    if valid_to is not None and valid_to < valid_from - timedelta(days=1):
        raise invalid("/valid_to", "before_start", "The last day is the day before the first, or later.")


def day_after(valid_to: date | None) -> date:
    """The first day, from today on, on which what ends on `valid_to` no longer counts."""
    return max(clock.today(), valid_to + timedelta(days=1)) if valid_to else clock.today()


def in_force(row: type[RoleGrant] | type[PostHolding], on: date) -> ColumnElement[bool]:
    """Whether a grant or a holding counts on a day."""
    return and_(row.valid_from <= on, or_(row.valid_to.is_(None), row.valid_to >= on))


def _has_administrator(session: Session, council_id: int, on: date) -> bool:
    holders = select(PostHolding.person_id).where(PostHolding.post_id == RoleGrant.post_id, in_force(PostHolding, on))
    query = (
        select(RoleGrant.id)
        .join(Person, or_(Person.id == RoleGrant.person_id, Person.id.in_(holders)))
        .where(
            RoleGrant.council_id == council_id,
            RoleGrant.role == Role.ADMINISTRATOR,
            in_force(RoleGrant, on),
            Person.active,
            Person.email.is_not(None),
        )
    )
    return session.scalar(query.limit(1)) is not None


def _check_scope(session: Session, actor: Actor, data: RoleGrantCreate) -> None:
    scopes = SCOPES_OF_ROLE[data.role]
    if data.scope not in scopes:
        raise invalid("/scope", "wrong_scope", f"This role is given for a {' or a '.join(sorted(scopes))}.")
    scoped = SCOPED.get(data.scope)
    if (scoped is None) != (data.scope_id is None):
        detail = "Leave it out for the council." if scoped is None else f"Say for which {data.scope}."
        raise invalid("/scope_id", "wrong_scope", detail)
    if scoped is not None and data.scope_id is not None:
        require_ours(session, actor, scoped, data.scope_id, "/scope_id")


def _check_holder(session: Session, actor: Actor, data: RoleGrantCreate) -> None:
    if (data.person_id is None) == (data.post_id is None):
        raise invalid("/person_id", "one_holder", "Give the role to a person or to a post.")
    if data.person_id is not None:
        require_ours(session, actor, Person, data.person_id, "/person_id")
    if data.post_id is not None:
        require_ours(session, actor, Post, data.post_id, "/post_id")


def _refuse_double(session: Session, grant: RoleGrant) -> None:
    same = [
        getattr(RoleGrant, name) == getattr(grant, name)
        for name in ("council_id", "role", "scope", "scope_id", "person_id", "post_id")
    ]
    # What the sign-in service gave goes when it says so; the same given by hand stays.
    same.append(~RoleGrant.by_provider)
    until = true() if grant.valid_to is None else RoleGrant.valid_from <= grant.valid_to
    overlapping = and_(until, or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= grant.valid_from))
    if session.scalar(select(RoleGrant.id).where(*same, overlapping).limit(1)) is not None:
        raise conflict("They have this role in this scope then already.", "taken")
