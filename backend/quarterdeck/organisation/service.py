"""Councils: how one comes to be, with its root unit, its journal and its first administrator; and passwords."""

from collections.abc import Sequence

from sqlalchemy import Select, delete, select, true, update
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor, Scope
from quarterdeck.core.errors import not_found
from quarterdeck.core.http import changes
from quarterdeck.core.journal import DEPLOYMENT, Event
from quarterdeck.core.workflow import check_version
from quarterdeck.organisation import branding, passwords
from quarterdeck.organisation.models import (
    Council,
    LocalAccount,
    PasswordReset,
    Person,
    RoleGrant,
    SignInSession,
    Unit,
    UnitKind,
)
from quarterdeck.organisation.records import check_dates, note_creation, note_update, refuse_taken, require
from quarterdeck.organisation.roles import Permission, Role
from quarterdeck.organisation.schemas.units import CouncilRead, CouncilUpdate


def create_council(
    session: Session,
    actor: Actor | None,
    *,
    code: str,
    name: str,
    gss_code: str | None = None,
    provisional: bool = False,
) -> Council:
    """Make a council, its root unit (of the same code and name) and its journal.

    actor: who does it, None before there is anybody. provisional: made of a name in printed history,
    until an administrator confirms it. Raises 409 for a code in use.
    """
    refuse_taken(session, select(Council.id).where(Council.code == code), "council code")
    council = Council(
        code=code, gss_code=gss_code, name=name, provisional=provisional, valid_from=None, valid_to=None, version=1
    )
    session.add(council)
    session.flush()
    journal.begin(session, DEPLOYMENT)
    journal.begin(session, council.id)
    root = Unit(
        council_id=council.id,
        parent_id=None,
        code=code,
        name=name,
        kind=UnitKind.COUNCIL,
        valid_from=None,
        valid_to=None,
        version=1,
    )
    session.add(root)
    session.flush()
    detail = {"code": code, "gss_code": gss_code, "provisional": provisional, "root_unit_id": root.id}
    by = actor or Actor.system(council.id)
    journal.record(session, by, Event("council.create", "council", council.id, detail), council.id)
    return council


def root_unit(session: Session, council_id: int) -> Unit:
    """The unit that is the council itself. Raises 404 where there is no such council."""
    query = select(Unit).where(Unit.council_id == council_id, Unit.parent_id.is_(None))
    root = session.scalars(query).one_or_none()
    if root is None:
        raise not_found("council")
    return root


def visible_councils(actor: Actor) -> Select[Council]:
    """The actor's own council: a deployment may hold several, and none looks into another."""
    return select(Council).where(Council.id == actor.council_id)


def list_councils(actor: Actor, *, code: str | None = None) -> Select[Council]:
    """The actor's own council, by code."""
    return visible_councils(actor).where(true() if code is None else Council.code == code)


def council_names(session: Session) -> list[str]:
    """What the councils of this deployment are called, for the page on which people sign in."""
    return list(session.scalars(select(Council.name).where(~Council.provisional).order_by(Council.name, Council.id)))


def only_council(session: Session) -> Council | None:
    """The council, where this deployment has one alone: then its pages before sign-in look like its own."""
    found = session.scalars(select(Council).where(~Council.provisional).order_by(Council.id).limit(2)).all()
    return found[0] if len(found) == 1 else None


def find_council(session: Session, actor: Actor, council_id: int) -> Council:
    """The actor's own council. Raises 404 for any other."""
    council = session.scalars(visible_councils(actor).where(Council.id == council_id)).one_or_none()
    if council is None:
        raise not_found("council")
    return council


def update_council(session: Session, actor: Actor, council_id: int, data: CouncilUpdate, version: int) -> Council:
    """Change a council's name, GSS code, colour or dates; its root unit follows. Raises 404, 403, 412, 422."""
    journal.lock(session, actor.council_id)
    council = find_council(session, actor, council_id)
    require(actor, Permission.MANAGE_ORGANISATION)
    check_version(council, version)
    if data.colour is not None:
        branding.check_colour(data.colour, "/colour")
    changed = changes(council, data.given())
    check_dates(council.valid_from, council.valid_to)
    root = root_unit(session, council.id)
    if changes(root, {name: getattr(council, name) for name in ("name", "valid_from", "valid_to")}):
        root.version += 1
    note_update(session, actor, council, "council", changed)
    return council


def council_read(session: Session, council: Council) -> CouncilRead:
    """A council as it is answered."""
    names = CouncilRead.model_fields.keys() - {"root_unit_id", "logo"}
    columns = {name: getattr(council, name) for name in names}
    derived = {"root_unit_id": root_unit(session, council.id).id, "logo": branding.logo_address(council)}
    return CouncilRead.model_validate({**columns, **derived})


def create_administrator(
    session: Session,
    actor: Actor,
    *,
    email: str,
    password: str,
    name: str = "Administrator",
    also: Sequence[Role] = (),
) -> Person:
    """Make a person of the actor's council with a local account and the administrator's role, from today.

    also: more roles of theirs, over the whole council.

    Raises 409 for an e-mail address in use, 422 for a password that will not do.
    """
    journal.lock(session, actor.council_id)
    email = email.strip().lower()
    refuse_taken(session, select(Person.id).where(Person.email == email), "e-mail address")
    person = Person(council_id=actor.council_id, email=email, name=name, active=True, version=1)
    note_creation(session, actor, person, "person", {})
    for role in (Role.ADMINISTRATOR, *also):
        _give(session, actor, person, role)
    set_password(session, actor, person, password)
    return person


def _give(session: Session, actor: Actor, person: Person, role: Role) -> None:
    """Give a person a role over the whole council, from today."""
    grant = RoleGrant(
        council_id=actor.council_id,
        role=role,
        scope=Scope.COUNCIL,
        scope_id=None,
        person_id=person.id,
        post_id=None,
        valid_from=clock.today(),
        valid_to=None,
        version=1,
    )
    detail = {"role": str(grant.role), "scope": str(grant.scope), "scope_id": None, "person_id": person.id}
    note_creation(session, actor, grant, "role_grant", detail)


def set_password(session: Session, actor: Actor, person: Person, password: str, pointer: str = "/password") -> None:
    """Give a person a (new) password for their local account; every session of theirs but the one in hand ends.

    pointer: where the password stood in the request. Raises 422 for one that will not do.
    """
    passwords.check_new(password, person.email, pointer)
    stored = passwords.hashed(password)
    journal.lock(session, actor.council_id)
    account = session.get(LocalAccount, person.id)
    if account is None:
        session.add(LocalAccount(person_id=person.id, password_hash=stored, changed_at=clock.now()))
    else:
        account.password_hash, account.changed_at = stored, clock.now()
    in_hand = actor.session_id if actor.person_id == person.id else None
    session.execute(
        delete(SignInSession).where(SignInSession.person_id == person.id, SignInSession.id.is_distinct_from(in_hand))
    )
    # Whatever link there still is was for the password that this one replaces.
    open_links = (PasswordReset.used_at.is_(None), PasswordReset.replaced_at.is_(None))
    session.execute(
        update(PasswordReset)
        .where(PasswordReset.council_id == person.council_id, PasswordReset.person_id == person.id, *open_links)
        .values(replaced_at=clock.now())
    )
    session.flush()
    journal.record(session, actor, Event("person.set_password", "person", person.id))
