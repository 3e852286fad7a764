"""Somebody leaves: what they have ends with their last day, and who takes over. What they did stays, under their id."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import invalid
from quarterdeck.core.journal import Event
from quarterdeck.core.workflow import check_version
from quarterdeck.organisation import possessions
from quarterdeck.organisation.grants import day_after, in_force, keeping_an_administrator
from quarterdeck.organisation.models import (
    ApiClient,
    ApiToken,
    Delegation,
    PasswordReset,
    Person,
    Post,
    PostHolding,
    RoleGrant,
    SignInSession,
)
from quarterdeck.organisation.people import find_person
from quarterdeck.organisation.possessions import Possession
from quarterdeck.organisation.records import note_update, require
from quarterdeck.organisation.roles import Permission


def still_has(session: Session, actor: Actor, person_id: int) -> list[Possession]:
    """What is a person's own now, and would need somebody to take it over. Raises 404, 403."""
    person = find_person(session, actor, person_id)
    require(actor, Permission.MANAGE_ACCESS)
    return possessions.had_by(session, actor, person.id)


def leave(
    session: Session, actor: Actor, person_id: int, last_day: date, successor_id: int | None, version: int
) -> Person:
    """End with their last day what a person has: posts, roles, delegations, and what other programs do in their name.

    successor_id: who takes over their posts from the day after, and all else that is their own; without one posts stay
    empty, and the tokens of programs that they answer for end. Whose last day has passed is signed out and disabled at
    once, others by the worker when it has. Raises 404, 403, 412, 409 `last-administrator`, 422.
    """
    person = find_person(session, actor, person_id, for_update=True)
    require(actor, Permission.MANAGE_ACCESS)
    check_version(person, version)
    _check_successor(session, actor, person, successor_id)
    with keeping_an_administrator(session, actor.council_id, day_after(last_day)):
        _end_holdings(session, actor, person, last_day, successor_id)
        _end_grants(session, actor, person, last_day)
        _end_delegations(session, actor, person, last_day)
        _end_programs(session, person, last_day, successor_id)
        if successor_id is not None:
            possessions.hand_on(session, actor, person.id, successor_id)
        person.left_on = last_day
        person.version += 1
        session.flush()
        detail: dict[str, Any] = {"last_day": last_day.isoformat(), "successor_id": successor_id}
        journal.record(session, actor, Event("person.leave", "person", person.id, detail))
        if last_day < clock.today():
            _close(session, actor, person)
    return person


def close_leavers(session: Session) -> None:
    """Disable whose last day has passed. The worker's: nobody asks for it."""
    query = select(Person).where(Person.active, Person.left_on < clock.today()).order_by(Person.council_id, Person.id)
    for person in session.scalars(query).all():
        journal.lock(session, person.council_id)
        _close(session, Actor.system(person.council_id), person)


def _close(session: Session, actor: Actor, person: Person) -> None:
    person.active = False
    session.execute(delete(SignInSession).where(SignInSession.person_id == person.id))
    open_links = (PasswordReset.used_at.is_(None), PasswordReset.replaced_at.is_(None))
    session.execute(
        update(PasswordReset)
        .where(PasswordReset.council_id == person.council_id, PasswordReset.person_id == person.id, *open_links)
        .values(replaced_at=clock.now())
    )
    note_update(session, actor, person, "person", {"active": False})


def _check_successor(session: Session, actor: Actor, person: Person, successor_id: int | None) -> None:
    if successor_id is None:
        return
    query = select(Person.id).where(
        Person.council_id == actor.council_id, Person.id == successor_id, Person.active, Person.left_on.is_(None)
    )
    if successor_id == person.id or session.scalar(query) is None:
        raise invalid("/successor_id", "unknown", "Name somebody else of your council who is active and stays.")


def _runs_on(row: Any, last_day: date) -> Any:
    return or_(row.valid_to.is_(None), row.valid_to > last_day)


def _cut(row: Any, last_day: date) -> str:
    """Let a row end with the day, or never have begun; the day it has now."""
    row.valid_to = max(last_day, row.valid_from - timedelta(days=1))
    return str(row.valid_to.isoformat())


def _end_holdings(session: Session, actor: Actor, person: Person, last_day: date, successor_id: int | None) -> None:
    query = select(PostHolding).where(
        PostHolding.council_id == person.council_id,
        PostHolding.person_id == person.id,
        _runs_on(PostHolding, last_day),
    )
    for holding in session.scalars(query).all():
        post = session.get_one(Post, holding.post_id)
        detail = {"holding_id": holding.id, "person_id": person.id, "valid_to": _cut(holding, last_day)}
        post.version += 1
        session.flush()
        journal.record(session, actor, Event("post.end_holding", "post", post.id, detail))
        if successor_id is not None and not _holds(session, post, successor_id, last_day):
            _hold(session, actor, post, successor_id, last_day + timedelta(days=1))


def _holds(session: Session, post: Post, person_id: int, last_day: date) -> bool:
    query = select(PostHolding.id).where(
        PostHolding.post_id == post.id, PostHolding.person_id == person_id, _runs_on(PostHolding, last_day)
    )
    return session.scalar(query.limit(1)) is not None


def _hold(session: Session, actor: Actor, post: Post, person_id: int, valid_from: date) -> None:
    row = PostHolding(
        council_id=post.council_id, post_id=post.id, person_id=person_id, valid_from=valid_from, valid_to=None
    )
    session.add(row)
    session.flush()
    detail = {
        "holding_id": row.id, "person_id": person_id, "valid_from": valid_from.isoformat(), "valid_to": None,
    }  # fmt: skip
    journal.record(session, actor, Event("post.hold", "post", post.id, detail))


def _end_grants(session: Session, actor: Actor, person: Person, last_day: date) -> None:
    query = select(RoleGrant).where(
        RoleGrant.council_id == person.council_id, RoleGrant.person_id == person.id, _runs_on(RoleGrant, last_day)
    )
    for grant in session.scalars(query).all():
        note_update(session, actor, grant, "role_grant", {"valid_to": _cut(grant, last_day)})


def _end_delegations(session: Session, actor: Actor, person: Person, last_day: date) -> None:
    theirs = or_(Delegation.from_person_id == person.id, Delegation.to_person_id == person.id)
    query = select(Delegation).where(Delegation.council_id == person.council_id, theirs, Delegation.valid_to > last_day)
    for row in session.scalars(query).all():
        note_update(session, actor, row, "delegation", {"valid_to": _cut(row, last_day)})


def _end_programs(session: Session, person: Person, last_day: date, successor_id: int | None) -> None:
    """Programs whose contact they are: the successor answers for them, or their tokens end with the day."""
    of_theirs = (ApiClient.council_id == person.council_id, ApiClient.contact_person_id == person.id)
    if successor_id is not None:
        session.execute(
            update(ApiClient).where(*of_theirs).values(contact_person_id=successor_id, version=ApiClient.version + 1)
        )
        return
    session.execute(
        update(ApiToken)
        .where(ApiToken.client_id.in_(select(ApiClient.id).where(*of_theirs)), ApiToken.expires_on > last_day)
        .values(expires_on=last_day)
    )


def _posts(session: Session, actor: Actor, person_id: int) -> list[Possession]:
    query = (
        select(Post.id, Post.title)
        .join(PostHolding, PostHolding.post_id == Post.id)
        .where(Post.council_id == actor.council_id, PostHolding.person_id == person_id)
        .where(in_force(PostHolding, clock.today()))
        .order_by(Post.title, Post.id)
    )
    return [Possession("post", row.id, row.title) for row in session.execute(query)]


def _programs(session: Session, actor: Actor, person_id: int) -> list[Possession]:
    query = (
        select(ApiClient.id, ApiClient.name)
        .where(ApiClient.council_id == actor.council_id, ApiClient.contact_person_id == person_id, ApiClient.active)
        .order_by(ApiClient.name, ApiClient.id)
    )
    return [Possession("client", row.id, row.name) for row in session.execute(query)]


possessions.register(_posts)
possessions.register(_programs)
