"""A second factor beside the password: an authenticator app, and codes for who has lost it."""

import hashlib
import secrets
from dataclasses import dataclass

import structlog
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import conflict
from quarterdeck.core.journal import Event
from quarterdeck.core.settings import Settings
from quarterdeck.organisation import secret_box, totp
from quarterdeck.organisation.models import Council, LocalAccount, Person, SignInSession
from quarterdeck.organisation.people import find_person
from quarterdeck.organisation.records import require
from quarterdeck.organisation.roles import Permission
from quarterdeck.organisation.sign_in_models import RecoveryCode, SecondFactor

RECOVERY_CODES = 10
# Without letters and digits that look alike; sixteen of them are 79 bits.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class NewFactor:
    """A secret to be put into an app, told this once: as typed, and as the address that the picture says."""

    secret: str
    address: str


@dataclass(frozen=True)
class State:
    """Whether a person has a second factor, or could have one, and how many recovery codes are left."""

    possible: bool
    active: bool
    recovery_codes_left: int


def state_of(session: Session, person_id: int) -> State:
    """How it stands with a person."""
    left = session.scalar(select(func.count()).select_from(RecoveryCode).where(RecoveryCode.person_id == person_id))
    possible = session.get(LocalAccount, person_id) is not None
    return State(possible, is_active(session, person_id), left or 0)


def is_active(session: Session, person_id: int) -> bool:
    """Whether a password alone does not let this person in."""
    query = select(SecondFactor.person_id).where(
        SecondFactor.person_id == person_id, SecondFactor.confirmed_at.is_not(None)
    )
    return session.scalar(query) is not None


def begin(session: Session, settings: Settings, actor: Actor) -> NewFactor:
    """Make a secret for the actor's app. It counts once a code of it was confirmed. Raises 409 where one counts."""
    person, factor = session.get_one(Person, actor.person_id), session.get(SecondFactor, actor.person_id)
    if session.get(LocalAccount, person.id) is None:
        raise conflict("You sign in elsewhere; your second factor is asked for there.", "no-account")
    if factor is not None and factor.confirmed_at is not None:
        raise conflict("You have a second factor already. Remove it first.", "has-second-factor")
    secret = secrets.token_bytes(totp.SECRET_BYTES)
    stored = secret_box.sealed(settings, secret)
    if factor is None:
        row = SecondFactor(person_id=person.id, secret=stored, made_at=clock.now(), confirmed_at=None, last_step=0)
        session.add(row)
    else:
        factor.secret, factor.made_at = stored, clock.now()
    council = session.get_one(Council, person.council_id)
    account = person.email or person.name
    return NewFactor(totp.as_typed(secret), totp.address_of(secret, account, f"Quarterdeck {council.name}"))


def confirm(session: Session, settings: Settings, actor: Actor, code: str) -> list[str] | None:
    """Let the app count from now on, if this is its code; the recovery codes, told this once, or None for another.

    The actor's other sessions end: they began with the password alone. Raises 409 where nothing waits for it.
    """
    journal.lock(session, actor.council_id)
    factor = find_waiting(session, actor)
    if not _app_says(settings, factor, code):
        return None
    factor.confirmed_at = clock.now()
    others = (SignInSession.person_id == actor.person_id, SignInSession.id.is_distinct_from(actor.session_id))
    session.execute(delete(SignInSession).where(*others))
    _note(session, actor, "person.add_second_factor")
    return new_recovery_codes(session, actor)


def find_waiting(session: Session, actor: Actor) -> SecondFactor:
    """The actor's app that waits for its first code. Raises 409 where none does."""
    query = select(SecondFactor).where(SecondFactor.person_id == actor.person_id, SecondFactor.confirmed_at.is_(None))
    factor = session.scalars(query).one_or_none()
    if factor is None:
        raise conflict("There is nothing to confirm. Begin again.", "nothing-to-confirm")
    return factor


def new_recovery_codes(session: Session, actor: Actor) -> list[str]:
    """Ten new codes for the actor, told this once; those before count no more. Raises 409 without a second factor."""
    journal.lock(session, actor.council_id)
    if not is_active(session, actor.person_id or 0):
        raise conflict("You have no second factor.", "no-second-factor")
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == actor.person_id))
    made = [
        "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4)) for _ in range(RECOVERY_CODES)
    ]
    session.add_all([RecoveryCode(person_id=actor.person_id, code_sha256=_digest(code)) for code in made])
    _note(session, actor, "person.make_recovery_codes")
    return made


def take_code(session: Session, settings: Settings, person_id: int, code: str) -> bool:
    """Whether this is a code that lets the person in, of their app or a recovery code. It counts no more afterwards."""
    factor = _of(session, person_id)
    if factor is None:
        return False
    if _app_says(settings, factor, code):
        return True
    used = delete(RecoveryCode).where(RecoveryCode.person_id == person_id, RecoveryCode.code_sha256 == _digest(code))
    return session.execute(used.returning(RecoveryCode.id)).one_or_none() is not None


def remove_own(session: Session, actor: Actor) -> None:
    """Let the password alone let the actor in again."""
    journal.lock(session, actor.council_id)
    _remove(session, actor.person_id or 0)
    _note(session, actor, "person.remove_second_factor")


def take_away(session: Session, actor: Actor, person_id: int) -> None:
    """Help somebody who has lost their phone. Their sessions end. Raises 404, 403, 409 for oneself or where none is."""
    person = find_person(session, actor, person_id, for_update=True)
    require(actor, Permission.MANAGE_ACCESS)
    if person.id == actor.person_id:
        raise conflict("Remove your own under Your account: it asks for your password.", "own-second-factor")
    if not is_active(session, person.id):
        raise conflict("This person has no second factor.", "no-second-factor")
    _remove(session, person.id)
    session.execute(delete(SignInSession).where(SignInSession.person_id == person.id))
    journal.record(session, actor, Event("person.remove_second_factor", "person", person.id))


def _app_says(settings: Settings, factor: SecondFactor, code: str) -> bool:
    secret = secret_box.opened(settings, factor.secret)
    if secret is None:
        # Recovery codes still work, and an administrator can take the factor away.
        structlog.get_logger().error("second_factor_unreadable", key=secret_box.FILE)
        return False
    step = totp.step_matched(secret, code.replace(" ", ""), clock.now(), factor.last_step)
    if step is not None:
        factor.last_step = step
    return step is not None


def _of(session: Session, person_id: int | None) -> SecondFactor | None:
    query = select(SecondFactor).where(SecondFactor.person_id == person_id)
    return session.scalars(query.with_for_update()).one_or_none()


def _remove(session: Session, person_id: int) -> None:
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    session.execute(delete(SecondFactor).where(SecondFactor.person_id == person_id))


def _digest(code: str) -> str:
    plain = "".join(each for each in code.lower() if each.isalnum())
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()


def _note(session: Session, actor: Actor, action: str) -> None:
    session.flush()
    journal.record(session, actor, Event(action, "person", actor.person_id))
