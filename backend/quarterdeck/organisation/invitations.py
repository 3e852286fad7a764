"""Inviting people: a mail, or a link handed over, with which they come in for the first time."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal, outbox
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import FieldError, invalid_fields
from quarterdeck.core.journal import Event
from quarterdeck.core.settings import Settings
from quarterdeck.organisation import resets
from quarterdeck.organisation.models import Council, Person
from quarterdeck.organisation.people import visible_people
from quarterdeck.organisation.records import require
from quarterdeck.organisation.roles import Permission

INVITED = "person-invited"
"""The topic of the outbox under which the worker is told to mail an invitation to a person."""


@dataclass(frozen=True)
class Invitation:
    """Somebody who was invited; `token` stands nowhere else, and is None where a mail brings it."""

    person_id: int
    token: str | None


@dataclass(frozen=True)
class MailedInvitation:
    """An invitation to be mailed: to whom, on behalf of which council, and the link's token, if a password is to be
    chosen."""

    email: str
    council_name: str
    reset: resets.NewReset | None


def invite_people(
    session: Session, actor: Actor, person_ids: Sequence[int], *, by_mail: bool = True
) -> list[Invitation]:
    """Invite people, again where they were before: links made before end.

    by_mail: the worker mails each of them; otherwise each gets a link to be handed over. Raises 403, and 422, naming
    each place in the list, for people who are not the council's, have no e-mail address, or are disabled.
    """
    require(actor, Permission.MANAGE_ACCESS)
    journal.lock(session, actor.council_id)
    query = visible_people(actor).where(Person.id.in_(person_ids)).with_for_update()
    people = {person.id: person for person in session.scalars(query)}
    faults = [
        FieldError(pointer=f"/person_ids/{place}", code=fault[0], detail=fault[1])
        for place, person_id in enumerate(person_ids)
        if (fault := _against(people.get(person_id)))
    ]
    if faults:
        raise invalid_fields(faults)
    return [_invite(session, actor, people[person_id], by_mail) for person_id in dict.fromkeys(person_ids)]


def link_of(settings: Settings, token: str) -> str:
    """Where somebody invited begins: where they choose a password, or where nobody has one, the page for signing in."""
    if settings.local_passwords:
        return resets.link_of(settings, token)
    return f"{settings.public_base_url.rstrip('/')}/sign-in"


def make_for_mail(session: Session, settings: Settings, council_id: int, person_id: int) -> MailedInvitation | None:
    """Make the invitation when it is about to be mailed; None where the person is to have none any more."""
    journal.lock(session, council_id)
    query = (
        select(Person, Council.name)
        .join(Council, Council.id == Person.council_id)
        .where(Person.council_id == council_id, Person.id == person_id, Person.active)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        return None
    person, council_name = found
    if person.email is None:
        return None
    made = None
    if settings.local_passwords:
        made = resets.make_invitation(session, Actor.system(council_id), person, by_mail=True)
    return MailedInvitation(person.email, council_name, made)


def _invite(session: Session, actor: Actor, person: Person, by_mail: bool) -> Invitation:
    person.invited_at = clock.now()
    session.flush()
    journal.record(session, actor, Event("person.invite", "person", person.id, {"by_mail": by_mail}))
    if by_mail:
        outbox.put(session, person.council_id, INVITED, "person", person.id)
        return Invitation(person.id, None)
    return Invitation(person.id, resets.make_invitation(session, actor, person, by_mail=False).token)


def _against(person: Person | None) -> tuple[str, str] | None:
    if person is None:
        return "unknown", "There is no such person in your council."
    if not person.active:
        return "disabled", "This person is disabled. Make them active first."
    if person.email is None:
        return "no_address", "This person has no e-mail address. Give them one first."
    return None
