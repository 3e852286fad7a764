"""A new password for whoever lost theirs: a link that works once, mailed at their asking or handed over.

The token in the link is stored nowhere; only its digest is. What is mailed is made by the worker when it sends, so
that it does not wait in the database either. Asking and using are open to all and are counted although they are
refused, so these functions keep short transactions of their own.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal, outbox
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Database
from quarterdeck.core.errors import Problem, conflict, invalid
from quarterdeck.core.journal import DEPLOYMENT, Event
from quarterdeck.core.settings import Settings
from quarterdeck.organisation import passwords, service, signin
from quarterdeck.organisation.models import Council, LocalAccount, PasswordReset, Person
from quarterdeck.organisation.people import find_person
from quarterdeck.organisation.records import require
from quarterdeck.organisation.roles import Permission

ASKED = "password-reset-asked"
"""The topic of the outbox under which the worker is told to mail a link to a person; 0 is nobody."""
MAILED_FOR = timedelta(hours=1)
HANDED_OVER_FOR = timedelta(hours=24)
INVITED_FOR = timedelta(days=7)
# Somebody who asks for links to somebody else's inbox fills it no faster.
BETWEEN_MAILS = timedelta(minutes=1)
_COUNTED_AT = "password-reset"


@dataclass(frozen=True)
class NewReset:
    """A link that was just made: the only place where its token stands."""

    id: int
    person_id: int
    token: str
    expires_at: datetime


@dataclass(frozen=True)
class MailedReset:
    """A link to be mailed: to which address, and on behalf of which council."""

    reset: NewReset
    email: str
    council_name: str


def link_of(settings: Settings, token: str) -> str:
    """Where a token is used. It stands in the fragment, which browsers send to no server and so to no log.

    Without a public address it begins with a slash: whoever hands it over puts the address in front.
    """
    return f"{settings.public_base_url.rstrip('/')}/reset-password#token={token}"


def ask_for_mail(database: Database, email: str, address: str) -> None:
    """Have a link mailed to whoever signs in with this address, if anybody does and mail is set up.

    An unknown address takes the same work and has the same outcome. address: the caller's network address, for
    counting. Raises 429 after 10 in 5 minutes for one account or from one address.
    """
    signin.require_passwords(database.settings)
    signin.count_guess(database, signin.guess_keys(address, email, at=_COUNTED_AT))
    if not database.settings.mail_enabled:
        return
    with database.transaction() as session:
        query = (
            select(Person.council_id, Person.id)
            .join(LocalAccount, LocalAccount.person_id == Person.id)
            .where(Person.email == email.strip().lower(), Person.active)
        )
        council_id, person_id = session.execute(query).one_or_none() or (DEPLOYMENT, 0)
        outbox.put(session, council_id, ASKED, "person", person_id)


def make_for_mail(session: Session, council_id: int, person_id: int) -> MailedReset | None:
    """Make the link that a person asked for, when it is about to be mailed.

    None where they may not have one any more, or were mailed one within the last minute.
    """
    journal.lock(session, council_id)
    query = (
        select(Person, Council.name)
        .join(Council, Council.id == Person.council_id)
        .join(LocalAccount, LocalAccount.person_id == Person.id)
        .where(Person.council_id == council_id, Person.id == person_id, Person.active)
    )
    found = session.execute(query).one_or_none()
    recent = select(PasswordReset.id).where(
        PasswordReset.council_id == council_id,
        PasswordReset.person_id == person_id,
        PasswordReset.sent_at > clock.now() - BETWEEN_MAILS,
    )
    if found is None or session.scalars(recent.limit(1)).first() is not None:
        return None
    person, council_name = found
    if person.email is None:
        return None
    made = _make(session, Actor.system(council_id), person, by_mail=True)
    return MailedReset(made, person.email, council_name)


def make_invitation(session: Session, actor: Actor, person: Person, *, by_mail: bool) -> NewReset:
    """Make the link with which somebody who was invited chooses their first password."""
    return _make(session, actor, person, by_mail=by_mail, invitation=True)


def note_sent(session: Session, reset_id: int) -> None:
    """Note that a mail server has taken the link."""
    session.execute(update(PasswordReset).where(PasswordReset.id == reset_id).values(sent_at=clock.now()))


def hand_over(session: Session, actor: Actor, person_id: int) -> NewReset:
    """Make a link for an administrator to hand over: also to somebody who has no password yet.

    Raises 404, 403, 409 `disabled` and `no-address`.
    """
    person = find_person(session, actor, person_id, for_update=True)
    require(actor, Permission.MANAGE_ACCESS)
    if not person.active:
        raise conflict("This person is disabled. Make them active first.", "disabled")
    if person.email is None:
        raise conflict("This person has no e-mail address to sign in with. Give them one first.", "no-address")
    return _make(session, actor, person, by_mail=False)


def use(database: Database, token: str, new_password: str, address: str) -> None:
    """Choose a new password with a link. Every session of the person ends.

    Raises 422 for a password that will not do (the link can be used again) and for a link that is unknown, used,
    replaced or expired; 429 after 10 tries in 5 minutes from one address that were not right.
    """
    signin.require_passwords(database.settings)
    guess = signin.count_guess(database, signin.guess_keys(address, at=_COUNTED_AT))
    with database.reading() as session:
        reset, person = _usable(session, token)
    with database.transaction() as session:
        signin.uncount_guess(session, guess)
    passwords.check_new(new_password, person.email, "/new_password")
    with database.transaction() as session:
        journal.lock(session, reset.council_id)
        # Looked for again: meanwhile it may have been used, or the person disabled.
        reset, person = _usable(session, token, for_update=True)
        reset.used_at = clock.now()
        actor = Actor(reset.council_id, person.id)
        journal.record(session, actor, Event("person.use_password_reset", "person", person.id, _told(reset)))
        service.set_password(session, actor, person, new_password, "/new_password")


def _make(session: Session, actor: Actor, person: Person, *, by_mail: bool, invitation: bool = False) -> NewReset:
    """Make a link; those that the person still has end."""
    now, token = clock.now(), secrets.token_urlsafe(32)
    still_open = (PasswordReset.used_at.is_(None), PasswordReset.replaced_at.is_(None))
    session.execute(
        update(PasswordReset)
        .where(PasswordReset.council_id == person.council_id, PasswordReset.person_id == person.id, *still_open)
        .values(replaced_at=now)
    )
    reset = PasswordReset(
        council_id=person.council_id,
        person_id=person.id,
        token_sha256=signin.digest(token),
        by_mail=by_mail,
        invitation=invitation,
        made_at=now,
        expires_at=now + (INVITED_FOR if invitation else MAILED_FOR if by_mail else HANDED_OVER_FOR),
        sent_at=None,
        used_at=None,
        replaced_at=None,
    )
    session.add(reset)
    session.flush()
    journal.record(session, actor, Event("person.make_password_reset", "person", person.id, _told(reset)))
    return NewReset(reset.id, person.id, token, reset.expires_at)


def _told(reset: PasswordReset) -> dict[str, object]:
    return {"reset_id": reset.id, "by_mail": reset.by_mail, "invitation": reset.invitation}


def _usable(session: Session, token: str, *, for_update: bool = False) -> tuple[PasswordReset, Person]:
    """The link of a token and whose it is, while it can be used. Raises 422."""
    query = (
        select(PasswordReset, Person)
        .join(Person, Person.id == PasswordReset.person_id)
        .where(PasswordReset.token_sha256 == signin.digest(token), Person.active)
    )
    found = session.execute(query.with_for_update() if for_update else query).one_or_none()
    if found is None:
        raise _refused("unknown", "This link is not one of ours, or was cut short. Open the whole link")
    reset, person = found
    if reset.used_at is not None:
        raise _refused("used", "This link was used already, and works once. Sign in")
    if reset.replaced_at is not None:
        raise _refused("replaced", "There is a newer link, or a newer password. Use that")
    if reset.expires_at <= clock.now():
        raise _refused("expired", "This link has expired. Go back to signing in")
    return reset, person


def _refused(code: str, detail: str) -> Problem:
    return invalid("/token", f"token_{code}", f"{detail}, or ask for a new one.")
