"""People: who can sign in or hold a post. Personal data: seen by whoever may read it, and by oneself."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Select, delete, select, true
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import not_found
from quarterdeck.core.http import changes
from quarterdeck.core.workflow import check_version
from quarterdeck.organisation import branding
from quarterdeck.organisation.grants import keeping_an_administrator
from quarterdeck.organisation.models import Council, LocalAccount, Person, Post, PostHolding, SignInSession
from quarterdeck.organisation.records import note_creation, note_update, refuse_taken, require
from quarterdeck.organisation.roles import Permission
from quarterdeck.organisation.schemas.people import HeldPost, PersonCreate, PersonRead, PersonUpdate
from quarterdeck.organisation.schemas.session import GrantRead, SessionRead
from quarterdeck.organisation.service import set_password
from quarterdeck.organisation.sign_in_models import ProviderIdentity, SecondFactor


def visible_people(actor: Actor) -> Select[Person]:
    """Everybody of the council, for whoever may read personal data; oneself otherwise."""
    query = select(Person).where(Person.council_id == actor.council_id)
    return query if actor.reach(Permission.READ_PERSONAL).everywhere else query.where(Person.id == actor.person_id)


def list_people(actor: Actor, *, email: str | None = None, active: bool | None = None) -> Select[Person]:
    """Visible people, by e-mail address and whether they are active."""
    return visible_people(actor).where(
        true() if email is None else Person.email == email.lower(),
        true() if active is None else Person.active == active,
    )


def find_person(session: Session, actor: Actor, person_id: int, *, for_update: bool = False) -> Person:
    """One person that the actor may see. Raises 404."""
    if for_update:
        journal.lock(session, actor.council_id)
    query = visible_people(actor).where(Person.id == person_id)
    person = session.scalars(query.with_for_update() if for_update else query).one_or_none()
    if person is None:
        raise not_found("person")
    return person


def create_person(session: Session, actor: Actor, data: PersonCreate) -> Person:
    """Add a person, with a local account where a password is given. Raises 403, 409, 422."""
    require(actor, Permission.MANAGE_ACCESS)
    journal.lock(session, actor.council_id)
    _refuse_known(session, data.email)
    person = Person(council_id=actor.council_id, email=data.email, name=data.name, active=True, version=1)
    note_creation(session, actor, person, "person", {})
    if data.password is not None:
        set_password(session, actor, person, data.password)
    return person


def update_person(session: Session, actor: Actor, person_id: int, data: PersonUpdate, version: int) -> Person:
    """Change a person, give them a new password, or disable them. Raises 404, 403, 412, 409, 422.

    Whoever is disabled is signed out at once. The last administrator can be neither disabled nor
    left without the e-mail address they sign in with.
    """
    person = find_person(session, actor, person_id, for_update=True)
    require(actor, Permission.MANAGE_ACCESS)
    check_version(person, version)
    values = data.given()
    password = values.pop("password", None)
    if values.get("email") not in (None, person.email):
        _refuse_known(session, data.email)
    if values.get("active"):
        # Who is made active again, or stays after all, has no last day.
        values["left_on"] = None
    with keeping_an_administrator(session, actor.council_id, clock.today()):
        changed = changes(person, values)
    if not person.active:
        session.execute(delete(SignInSession).where(SignInSession.person_id == person.id))
    note_update(session, actor, person, "person", changed)
    if password is not None:
        set_password(session, actor, person, password)
    return person


def person_reads(session: Session, actor: Actor, rows: Iterable[Person]) -> list[PersonRead]:
    """People as they are answered to this actor: with the posts they hold, and whether they have a local account."""
    rows = list(rows)
    ids = [person.id for person in rows]
    signing_in = _ways_in(session, ids)
    posts, h = defaultdict(list), PostHolding
    held = select(h.person_id, h.id.label("holding_id"), h.post_id, Post.title, Post.unit_id, h.valid_from, h.valid_to)
    held = held.join(Post, Post.id == h.post_id).where(h.person_id.in_(ids)).order_by(h.valid_from, h.id)
    for row in session.execute(held):
        posts[row.person_id].append(HeldPost.model_validate(row))
    actions = ["update"] if actor.reach(Permission.MANAGE_ACCESS).everywhere else []
    apart = {"standing", "has_account", "connected", "second_factor", "posts", "allowed_actions"}
    names = PersonRead.model_fields.keys() - apart
    return [
        PersonRead.model_validate(
            {name: getattr(person, name) for name in names}
            | {name: person.id in ids for name, ids in signing_in.items()}
            | {"standing": standing_of(person), "posts": posts[person.id], "allowed_actions": actions}
        )
        for person in rows
    ]


def standing_of(person: Person) -> str:
    """How it stands with a person, in the word that lists show."""
    if not person.active:
        return "left" if person.left_on else "disabled"
    if person.left_on is not None:
        return "leaving"
    if person.signed_in_at is not None:
        return "active"
    return "invited" if person.invited_at else "never_signed_in"


def _ways_in(session: Session, ids: list[int]) -> dict[str, set[int]]:
    """Who of these has a password, is connected with a council account, and has a second factor."""
    confirmed = select(SecondFactor.person_id).where(SecondFactor.confirmed_at.is_not(None))
    return {
        "has_account": set(session.scalars(select(LocalAccount.person_id).where(LocalAccount.person_id.in_(ids)))),
        "connected": set(
            session.scalars(select(ProviderIdentity.person_id).where(ProviderIdentity.person_id.in_(ids)))
        ),
        "second_factor": set(session.scalars(confirmed.where(SecondFactor.person_id.in_(ids)))),
    }


def person_read(session: Session, actor: Actor, person: Person) -> PersonRead:
    """One person as they are answered to this actor."""
    return person_reads(session, actor, [person])[0]


def names_of(session: Session, actor: Actor, ids: Iterable[int]) -> dict[int, str]:
    """What people are called, of those that the actor may see."""
    return {person.id: person.name for person in session.scalars(visible_people(actor).where(Person.id.in_(ids)))}


def session_read(session: Session, actor: Actor) -> SessionRead:
    """Who is signed in, as it is answered to themselves."""
    person = session.get_one(Person, actor.person_id)
    council = session.get_one(Council, actor.council_id)
    return SessionRead(
        person_id=person.id,
        name=person.name,
        council_id=council.id,
        council_code=council.code,
        council_name=council.name,
        council_logo=branding.logo_address(council),
        roles=sorted(actor.roles),
        permissions=sorted(frozenset[str]().union(*(grant.permissions for grant in actor.grants))),
        grants=[
            GrantRead(
                role=grant.role,
                scope=grant.scope,
                scope_id=grant.scope_id,
                unit_ids=sorted(grant.unit_ids),
                permissions=sorted(grant.permissions),
                delegated=grant.delegated,
            )
            for grant in actor.grants
        ],
        post_ids=sorted(actor.post_ids),
    )


def _refuse_known(session: Session, email: str | None) -> None:
    if email is not None:
        refuse_taken(session, select(Person.id).where(Person.email == email), "e-mail address")
