"""The front door of an empty installation: whoever can read what the server prints makes the first council, once.

Anybody may reach the address before its owner does. So the server prints a code while nobody can sign in, and only who
has it is let in (docs/decisions/0020).
"""

import hashlib
import re
import secrets

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Database
from quarterdeck.core.errors import conflict, invalid
from quarterdeck.core.journal import DEPLOYMENT
from quarterdeck.organisation import passwords, service, signin
from quarterdeck.organisation.models import Council, Person, SetUpCode
from quarterdeck.organisation.records import note_update
from quarterdeck.organisation.roles import Role
from quarterdeck.organisation.schemas.set_up import SetUpCreate

# Without 0 and O, 1, I and L: it is read off a screen and typed. 80 bits.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS = 4


def is_needed(session: Session) -> bool:
    """Whether nobody is on record, so that nobody can sign in. People are never deleted: once false, always false."""
    return session.scalars(select(Person.id).limit(1)).one_or_none() is None


def issue_code(session: Session) -> str | None:
    """Make the code that sets this installation up; one made before works no more. None where it is set up."""
    _queue(session)
    if not is_needed(session):
        return None
    code = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(GROUPS))
    session.execute(delete(SetUpCode))
    session.add(SetUpCode(code_sha256=_digest(code), made_at=clock.now()))
    return code


def set_up(database: Database, data: SetUpCreate, address: str) -> None:
    """Make the first council and its administrator.

    address: the caller's, for counting guesses. A council of that code that printed history brought in becomes this
    one. Raises 409 `set-up-already` for ever once anybody is on record, 429 after 10 wrong codes in 5 minutes, 422 for
    a wrong code and for what else will not do; a refusal uses the code up as little as it makes anything.
    """
    with database.reading() as session:
        _refuse_second(session)
    passwords.check_new(data.password, data.email, "/password")
    guess = signin.count_guess(database, signin.guess_keys(address, at="set-up"))
    with database.transaction() as session:
        _queue(session)
        # Looked at again in turn: of two who come at once, one is too late.
        _refuse_second(session)
        _check_code(session, data.code)
        signin.uncount_guess(session, guess)
        council = _council(session, data)
        actor = Actor.system(council.id)
        also = [Role.PERFORMANCE_TEAM] if data.performance_team else []
        service.create_administrator(
            session, actor, email=data.email, password=data.password, name=data.name, also=also
        )
        session.execute(delete(SetUpCode))


def _queue(session: Session) -> None:
    journal.begin(session, DEPLOYMENT)
    journal.lock(session, DEPLOYMENT)


def _refuse_second(session: Session) -> None:
    if not is_needed(session):
        raise conflict("Quarterdeck is set up here already. Sign in, or ask your administrator.", "set-up-already")


def _check_code(session: Session, code: str) -> None:
    right = session.scalars(select(SetUpCode.code_sha256)).one_or_none()
    if right is None or not secrets.compare_digest(right, _digest(code)):
        detail = (
            "This is not the set-up code. The newest one counts: the server prints it when it starts, "
            "and `quarterdeck users set-up-code` prints another."
        )
        raise invalid("/code", "wrong_code", detail)


def _council(session: Session, data: SetUpCreate) -> Council:
    code = data.council_code or code_of(data.council_name)
    if not code:
        raise invalid("/council_code", "missing", "Give the council a short code of letters and figures.")
    council = session.scalars(select(Council).where(Council.code == code)).one_or_none()
    if council is None:
        return service.create_council(session, None, code=code, name=data.council_name, gss_code=data.gss_code)
    journal.lock(session, council.id)
    council.provisional, council.name = False, data.council_name
    council.gss_code = data.gss_code or council.gss_code
    service.root_unit(session, council.id).name = council.name
    note_update(session, Actor.system(council.id), council, "council", {"provisional": False, "name": council.name})
    return council


def code_of(name: str) -> str:
    """A council's code made of its name: `rushmoor-borough-council`."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower())[:60].strip("-")


def _digest(code: str) -> str:
    """What is stored of a code: however it is typed, with or without hyphens, in capitals or not."""
    return hashlib.sha256(re.sub(r"[\s-]", "", code).upper().encode()).hexdigest()
