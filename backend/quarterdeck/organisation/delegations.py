"""Delegations: a person acts with the roles of another between two days.

The delegate is still themselves: the log names them, and what needs two people needs two people. What was delegated
is not handed on, an administrator's role is not delegated, and a delegation always ends.
"""

from collections.abc import Iterable

from sqlalchemy import Select, or_, select, true
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import conflict, invalid, not_found
from quarterdeck.core.http import changes
from quarterdeck.core.workflow import check_version
from quarterdeck.organisation.grants import check_last_day
from quarterdeck.organisation.models import Delegation, Person
from quarterdeck.organisation.records import check_dates, note_creation, note_update, require
from quarterdeck.organisation.roles import Permission
from quarterdeck.organisation.schemas.delegations import DelegationCreate, DelegationRead, DelegationUpdate


def visible_delegations(actor: Actor) -> Select[Delegation]:
    """The council's delegations, for whoever manages access; those one gave or was given otherwise."""
    query = select(Delegation).where(Delegation.council_id == actor.council_id)
    if actor.reach(Permission.MANAGE_ACCESS).everywhere:
        return query
    return query.where(or_(Delegation.from_person_id == actor.person_id, Delegation.to_person_id == actor.person_id))


def list_delegations(actor: Actor, *, in_force: bool | None = None) -> Select[Delegation]:
    """Visible delegations, past ones as well; in_force: those that count today, or those that do not."""
    today = clock.today()
    counts = (Delegation.valid_from <= today) & (Delegation.valid_to >= today)
    return visible_delegations(actor).where(true() if in_force is None else (counts if in_force else ~counts))


def find_delegation(session: Session, actor: Actor, delegation_id: int, *, for_update: bool = False) -> Delegation:
    """One delegation that the actor may see. Raises 404."""
    if for_update:
        journal.lock(session, actor.council_id)
    query = visible_delegations(actor).where(Delegation.id == delegation_id)
    found = session.scalars(query.with_for_update() if for_update else query).one_or_none()
    if found is None:
        raise not_found("delegation")
    return found


def delegate(session: Session, actor: Actor, data: DelegationCreate) -> Delegation:
    """Let a person act with one's own roles, or, for whoever manages access, with those of somebody else.

    Raises 403, 422 for people who are not the council's or one and the same, for days that end before they begin
    or have passed, and 409 where the two have a delegation on some of these days already.
    """
    from_id = data.from_person_id or actor.person_id
    if from_id != actor.person_id:
        require(actor, Permission.MANAGE_ACCESS)
    journal.lock(session, actor.council_id)
    _require_active(session, actor, from_id, "/from_person_id")
    to_id = _delegate_named(session, actor, data)
    if from_id == to_id:
        raise invalid("/to_person_id", "same_person", "Name somebody else: one has one's own roles already.")
    valid_from = data.valid_from or clock.today()
    check_dates(valid_from, data.valid_to)
    if data.valid_to < clock.today():
        raise invalid("/valid_to", "past", "The last day is today or later.")
    row = Delegation(
        council_id=actor.council_id,
        from_person_id=from_id,
        to_person_id=to_id,
        valid_from=valid_from,
        valid_to=data.valid_to,
        reason=data.reason,
        version=1,
    )
    _refuse_double(session, row)
    detail = {
        "from_person_id": from_id,
        "to_person_id": to_id,
        "valid_from": valid_from.isoformat(),
        "valid_to": data.valid_to.isoformat(),
    }
    note_creation(session, actor, row, "delegation", detail)
    return row


def end_delegation(
    session: Session, actor: Actor, delegation_id: int, data: DelegationUpdate, version: int
) -> Delegation:
    """Set another last day: by who delegated, or who manages access. Raises 404, 403, 412, 409, 422."""
    row = find_delegation(session, actor, delegation_id, for_update=True)
    if row.from_person_id != actor.person_id:
        require(actor, Permission.MANAGE_ACCESS)
    check_version(row, version)
    check_last_day(row.valid_from, data.valid_to)
    changed = changes(row, data.given())
    _refuse_double(session, row)
    note_update(session, actor, row, "delegation", changed)
    return row


def delegation_reads(session: Session, rows: Iterable[Delegation]) -> list[DelegationRead]:
    """Delegations as they are answered, with the names of both people."""
    rows, today = list(rows), clock.today()
    ids = {each for row in rows for each in (row.from_person_id, row.to_person_id)}
    names = {row.id: row.name for row in session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))}
    same = ("id", "from_person_id", "to_person_id", "valid_from", "valid_to", "reason", "version")
    return [
        DelegationRead.model_validate(
            {
                **{name: getattr(row, name) for name in same},
                "from_name": names[row.from_person_id],
                "to_name": names[row.to_person_id],
                "in_force": row.valid_from <= today <= row.valid_to,
            }
        )
        for row in rows
    ]


def delegation_read(session: Session, row: Delegation) -> DelegationRead:
    return delegation_reads(session, [row])[0]


def _delegate_named(session: Session, actor: Actor, data: DelegationCreate) -> int:
    if (data.to_person_id is None) == (data.to_email is None):
        raise invalid("/to_person_id", "one_delegate", "Name the delegate by id or by e-mail address.")
    if data.to_person_id is not None:
        _require_active(session, actor, data.to_person_id, "/to_person_id")
        return data.to_person_id
    query = select(Person.id).where(Person.council_id == actor.council_id, Person.email == data.to_email, Person.active)
    found: int | None = session.scalar(query)
    if found is None:
        raise invalid("/to_email", "unknown", "Nobody of your council signs in with this address.")
    return found


def _require_active(session: Session, actor: Actor, person_id: int | None, pointer: str) -> None:
    query = select(Person.id).where(Person.council_id == actor.council_id, Person.id == person_id, Person.active)
    if session.scalar(query) is None:
        raise invalid(pointer, "unknown", "There is no such active person in your council.")


def _refuse_double(session: Session, row: Delegation) -> None:
    overlapping = select(Delegation.id).where(
        Delegation.council_id == row.council_id,
        Delegation.from_person_id == row.from_person_id,
        Delegation.to_person_id == row.to_person_id,
        Delegation.id.is_distinct_from(row.id),
        Delegation.valid_from <= row.valid_to,
        Delegation.valid_to >= row.valid_from,
    )
    if session.scalar(overlapping.limit(1)) is not None:
        raise conflict("These two have a delegation on some of these days already.", "taken")
