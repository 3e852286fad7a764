"""The person here who goes with an identity of the provider: found, connected or made; and their roles kept in step."""

from datetime import timedelta

import structlog
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor, Scope
from quarterdeck.core.journal import Event
from quarterdeck.core.settings import Settings
from quarterdeck.organisation.grants import SCOPED
from quarterdeck.organisation.models import Council, Person, RoleGrant, SignInSession
from quarterdeck.organisation.oidc import refusals
from quarterdeck.organisation.oidc.app_roles import RoleGiven, roles_given
from quarterdeck.organisation.oidc.identity import Identity
from quarterdeck.organisation.records import note_creation, note_update
from quarterdeck.organisation.sign_in_models import ProviderIdentity


def council_of(session: Session, settings: Settings) -> Council:
    """The council whose people the provider signs in. Raises 503 where that is not said, or said of none."""
    query = select(Council).where(~Council.provisional)
    if settings.oidc_council:
        query = select(Council).where(Council.code == settings.oidc_council)
    found = session.scalars(query.limit(2)).all()
    if len(found) != 1:
        raise refusals.no_council()
    return found[0]


def find_or_make(session: Session, settings: Settings, identity: Identity) -> tuple[Person, bool]:
    """(The person of an identity, whether they have a part here.) The council's journal is locked from here on.

    Known by the identity; else by an e-mail address that the provider vouches for, if nothing speaks against it;
    else made, where app roles are given and one of them counts. Raises 403 otherwise, 503 without a council.
    """
    council = council_of(session, settings)
    journal.lock(session, council.id)
    given = roles_given(settings, identity.app_roles)
    belongs = bool(given) or not settings.oidc_roles
    person = _known(session, identity)
    if person is None and not belongs:
        raise refusals.no_role(None)
    if person is None:
        person = _same_address(session, council.id, identity)
    if person is None and not settings.oidc_roles:
        raise refusals.not_known()
    if person is None:
        person = _make(session, council.id, identity)
    if person.council_id != council.id:
        raise refusals.not_known("other_council")
    if not person.active or (person.left_on is not None and person.left_on < clock.today()):
        raise refusals.disabled(person.id)
    return person, belongs


def connect(session: Session, actor: Actor, person: Person, identity: Identity) -> None:
    """Let a person sign in by this identity from now on. Raises 403 where either belongs to somebody else."""
    known = _known(session, identity)
    if known is not None and known.id != person.id:
        raise refusals.connected_elsewhere(person.id)
    if known is None:
        _refuse_second(session, person, identity)
        _add_identity(session, actor, person, identity)


def keep_roles_in_step(session: Session, settings: Settings, person: Person, identity: Identity) -> None:
    """Give the person what their app roles give, from today, and end at once what they gave before.

    Roles that were given by hand are left alone. A code that the council does not have gives nothing, and is logged.
    """
    actor = Actor.system(person.council_id)
    wanted: dict[tuple[str, str, int | None], RoleGiven] = {}
    for given in sorted(roles_given(settings, identity.app_roles)):
        known, scope_id = _scope_id(session, person.council_id, given)
        if known:
            wanted[given.role, given.scope, scope_id] = given
        else:
            structlog.get_logger().warning("oidc_scope_unknown", role=given.role, scope=given.scope, code=given.code)
    today = clock.today()
    query = select(RoleGrant).where(
        RoleGrant.council_id == person.council_id, RoleGrant.person_id == person.id, RoleGrant.by_provider
    )
    for grant in session.scalars(query.with_for_update()):
        if grant.valid_to is not None and grant.valid_to < today:
            continue
        if wanted.pop((grant.role, grant.scope, grant.scope_id), None) is None:
            grant.valid_to = max(today - timedelta(days=1), grant.valid_from - timedelta(days=1))
            note_update(session, actor, grant, "role_grant", {"valid_to": grant.valid_to.isoformat()})
    for role, scope, scope_id in wanted:
        _give(session, actor, person, role, scope, scope_id)


def end_sessions(session: Session, person: Person) -> None:
    """Sign a person out of whatever began with the provider."""
    session.execute(delete(SignInSession).where(SignInSession.person_id == person.id, SignInSession.by_provider))


def _known(session: Session, identity: Identity) -> Person | None:
    query = (
        select(Person)
        .join(ProviderIdentity, ProviderIdentity.person_id == Person.id)
        .where(ProviderIdentity.authority == identity.authority, ProviderIdentity.subject == identity.subject)
    )
    return session.scalars(query).one_or_none()


def _same_address(session: Session, council_id: int, identity: Identity) -> Person | None:
    """Whoever has the identity's address, connected with it now. Raises 403 where that would be a takeover."""
    address = identity.email or identity.claimed_email
    if address is None:
        return None
    person = session.scalars(select(Person).where(Person.email == address)).one_or_none()
    if person is None:
        return None
    if identity.email is None:
        raise refusals.address_taken(person.id)
    if person.council_id != council_id:
        raise refusals.not_known("other_council")
    if not person.active:
        # An address is given to a newcomer sooner or later; what was a leaver's must not come with it.
        raise refusals.disabled(person.id)
    _refuse_second(session, person, identity)
    _add_identity(session, Actor.system(council_id), person, identity)
    return person


def _refuse_second(session: Session, person: Person, identity: Identity) -> None:
    query = select(ProviderIdentity.id).where(
        ProviderIdentity.person_id == person.id, ProviderIdentity.authority == identity.authority
    )
    if session.scalar(query) is not None:
        raise refusals.connected_elsewhere(person.id)


def _make(session: Session, council_id: int, identity: Identity) -> Person:
    actor = Actor.system(council_id)
    person = Person(council_id=council_id, email=identity.email, name=identity.name, active=True, version=1)
    note_creation(session, actor, person, "person", {"by_provider": True})
    _add_identity(session, actor, person, identity)
    return person


def _add_identity(session: Session, actor: Actor, person: Person, identity: Identity) -> None:
    row = ProviderIdentity(
        council_id=person.council_id,
        person_id=person.id,
        authority=identity.authority,
        subject=identity.subject,
        linked_at=clock.now(),
    )
    session.add(row)
    session.flush()
    journal.record(session, actor, Event("person.connect", "person", person.id, {"identity_id": row.id}))


def _scope_id(session: Session, council_id: int, given: RoleGiven) -> tuple[bool, int | None]:
    """(Whether the council has such a scope, its id.)"""
    model = SCOPED.get(given.scope)
    if model is None:
        return True, None
    found = session.scalar(select(model.id).where(model.council_id == council_id, model.code == given.code))
    return found is not None, found


def _give(session: Session, actor: Actor, person: Person, role: str, scope: str, scope_id: int | None) -> None:
    grant = RoleGrant(
        council_id=person.council_id,
        role=role,
        scope=Scope(scope),
        scope_id=scope_id,
        person_id=person.id,
        post_id=None,
        valid_from=clock.today(),
        valid_to=None,
        by_provider=True,
        version=1,
    )
    detail = {
        "role": str(role), "scope": str(scope), "scope_id": scope_id, "person_id": person.id, "by_provider": True,
    }  # fmt: skip
    note_creation(session, actor, grant, "role_grant", detail)
