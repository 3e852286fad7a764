"""Signing in and out with a local account: sessions, and how often somebody may guess.

A refused sign-in is counted and journalled although it is refused, so these functions keep short
transactions of their own instead of the request's, which a refusal rolls back.
"""

import hashlib
import ipaddress
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Database
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import DEPLOYMENT, Event
from quarterdeck.core.settings import Settings
from quarterdeck.organisation import passwords, second_factors, service
from quarterdeck.organisation.models import LocalAccount, PasswordReset, Person, SignInAttempt, SignInSession

GUESSES = 10
WINDOW = timedelta(minutes=5)
# So long after it expired, a link is still told from one that never was.
LINKS_KEPT_FOR = timedelta(days=7)


_WRONG = ("wrong-credentials", "This e-mail address and password do not go together.")
_CODE_NEEDED = ("code-needed", "Type the code that your authenticator app shows.")
_WRONG_CODE = ("wrong-code", "This code is not right, too old, or was used already. Wait for the next one.")
_WRONG_PASSWORD = ("wrong-password", "The current password is not right.")


@dataclass(frozen=True)
class NewSession:
    """What a sign-in gives: the cookie's content, which is stored nowhere, and whose session it is."""

    token: str
    person_id: int
    seconds: int


@dataclass(frozen=True)
class _Account:
    person_id: int
    active: bool
    password_hash: str


def cookie_name(settings: Settings) -> str:
    """`__Host-` binds the cookie to this host over https; browsers refuse it on plain http."""
    return "__Host-quarterdeck_session" if settings.secure else "quarterdeck_session"


def digest(token: str) -> str:
    """What is stored of a session's cookie."""
    return hashlib.sha256(token.encode()).hexdigest()


def sign_in(
    database: Database, email: str, password: str, address: str, replacing: str | None = None, code: str = ""
) -> NewSession:
    """Start a session, and end the one whose cookie (`replacing`) was sent along.

    address: the caller's, for counting guesses. code: of the person's second factor, where they have one. Raises 401
    `wrong-credentials`, the same and after the same time for an unknown account, a disabled person and a wrong
    password; with the right password 401 `code-needed` and `wrong-code`; 429 after 10 wrong guesses, of either kind,
    in 5 minutes at one account or from one address.
    """
    require_passwords(database.settings)
    guess = count_guess(database, guess_keys(address, email))
    with database.reading() as session:
        account = _find_account(session, email)
    right = passwords.matches(account.password_hash if account else None, password)
    renewed = passwords.hashed(password) if right and account and passwords.is_outdated(account.password_hash) else None
    token, seconds = secrets.token_urlsafe(32), database.settings.session_hours * 3600
    with database.transaction() as session:
        reason = _against(session, account, right, email)
        refusal = _WRONG if reason or account is None else _second_step(session, database.settings, account, code)
        if refusal is None or refusal is _CODE_NEEDED:
            uncount_guess(session, guess)
        if refusal is None and account is not None:
            start(session, NewSession(token, account.person_id, seconds), replacing)
            if renewed:
                session.get_one(LocalAccount, account.person_id).password_hash = renewed
        elif refusal is not _CODE_NEEDED:
            person_id = account.person_id if account else None
            event = Event("session.refuse", "person", person_id, {"reason": reason or "wrong_code"})
            journal.record(session, Actor.system(DEPLOYMENT), event)
    if refusal is not None or account is None:
        raise Problem(401, *(refusal or _WRONG))
    return NewSession(token, account.person_id, seconds)


def _second_step(session: Session, settings: Settings, account: _Account, code: str) -> tuple[str, str] | None:
    """What stands against somebody whose password is right: their second factor, or nothing."""
    if not second_factors.is_active(session, account.person_id):
        return None
    if not code.strip():
        return _CODE_NEEDED
    return None if second_factors.take_code(session, settings, account.person_id, code) else _WRONG_CODE


def require_passwords(settings: Settings) -> None:
    """Refuse (403) passwords where people sign in with the council's own service alone."""
    if not settings.local_passwords:
        raise Problem(403, "no-passwords", f"Nobody signs in here with a password. Use {settings.oidc_name}.")


def sign_out(session: Session, actor: Actor) -> SignInSession | None:
    """End the session that the actor came with, and answer with what it was."""
    ended = session.get(SignInSession, actor.session_id)
    session.execute(delete(SignInSession).where(SignInSession.id == actor.session_id))
    return ended


def change_password(database: Database, actor: Actor, current: str, new: str, address: str) -> None:
    """Let the actor choose a new password; their other sessions end.

    A wrong current password counts as a wrong guess. Raises 409 where the person has no local account,
    403 `wrong-password`, 422 for a new password that will not do, 429.
    """
    with database.reading() as session:
        email = session.get_one(Person, actor.person_id).email
        if session.get(LocalAccount, actor.person_id) is not None:
            passwords.check_new(new, email, "/new")
    prove(database, actor, current, address)
    with database.transaction() as session:
        service.set_password(session, actor, session.get_one(Person, actor.person_id), new)


def prove(database: Database, actor: Actor, password: str, address: str, code: str | None = None) -> None:
    """Make sure that it is the actor who sits at their session: by their password, and their second factor's code.

    code: None where the password is enough. What is wrong counts as a wrong guess. Raises 409 where the person has no
    local account, 403 `wrong-password` and `wrong-code`, 429.
    """
    with database.reading() as session:
        person = session.get_one(Person, actor.person_id)
        stored = session.get(LocalAccount, person.id)
    if stored is None or person.email is None:
        raise Problem(409, "no-account", "You sign in elsewhere; change your password there.")
    guess = count_guess(database, guess_keys(address, person.email))
    wrong = None if passwords.matches(stored.password_hash, password) else _WRONG_PASSWORD
    with database.transaction() as session:
        if wrong is None and code is not None:
            right = second_factors.take_code(session, database.settings, person.id, code)
            wrong = None if right else _WRONG_CODE
        if wrong is None:
            uncount_guess(session, guess)
        else:
            reason = "wrong_current_password" if wrong is _WRONG_PASSWORD else "wrong_code"
            event = Event("session.refuse", "person", person.id, {"reason": reason})
            journal.record(session, Actor.system(DEPLOYMENT), event)
    if wrong is not None:
        raise Problem(403, *wrong)


def forget_old(session: Session) -> None:
    """Drop sessions and links that expired, and guesses that no longer count."""
    now = clock.now()
    session.execute(delete(PasswordReset).where(PasswordReset.expires_at <= now - LINKS_KEPT_FOR))
    session.execute(delete(SignInSession).where(SignInSession.expires_at <= now))
    session.execute(delete(SignInAttempt).where(SignInAttempt.at <= now - WINDOW))


def gone() -> ColumnElement[bool]:
    """Whether a person's last day has passed, also where the worker has not disabled them yet."""
    return Person.left_on.is_not(None) & (Person.left_on < clock.today())


def _find_account(session: Session, email: str) -> _Account | None:
    query = (
        select(Person.id, Person.active & ~gone(), LocalAccount.password_hash)
        .join(LocalAccount, LocalAccount.person_id == Person.id)
        .where(Person.email == email.strip().lower())
    )
    row = session.execute(query).one_or_none()
    return _Account(*row) if row else None


def _against(session: Session, account: _Account | None, right: bool, email: str) -> str | None:
    """Why this sign-in is refused, or None. Looks again: while the password was checked, it may have changed."""
    if account is None:
        return "unknown_account"
    if not right or _find_account(session, email) != account:
        return "wrong_password"
    return None if account.active else "disabled"


def start(session: Session, new: NewSession, replacing: str | None, id_token: str | None = None) -> None:
    """Store a session, ending the one whose cookie it replaces. id_token: it began with the council's provider."""
    now = clock.now()
    if replacing:
        session.execute(delete(SignInSession).where(SignInSession.token_sha256 == digest(replacing)))
    row = SignInSession(
        token_sha256=digest(new.token),
        person_id=new.person_id,
        by_provider=id_token is not None,
        id_token=id_token,
        created_at=now,
        expires_at=now + timedelta(seconds=new.seconds),
    )
    session.add(row)
    session.execute(update(Person).where(Person.id == new.person_id).values(signed_in_at=now))


def guess_keys(address: str, email: str | None = None, at: str = "") -> list[str]:
    """What guesses are counted by: the address they come from and, where there is one, the account; as digests.

    at: what is guessed at, where it is not the sign-in: each is counted by itself.
    """
    words = [f"account:{email.strip().lower()}"] if email is not None else []
    words.append(f"address:{_network(address)}")
    return [hashlib.sha256(f"{at} {word}".strip().encode()).hexdigest() for word in words]


def _network(address: str) -> str:
    """Whom an address belongs to: one IPv6 customer has a whole /64 to choose from."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else address


def count_guess(database: Database, keys: Sequence[str]) -> list[int]:
    """Count a guess by its keys, before it is checked; return the rows' ids, for `uncount_guess`.

    Counted first and one after the other: many guesses at once would otherwise all find room. Raises 429.
    """
    now = clock.now()
    with database.transaction() as session:
        journal.begin(session, DEPLOYMENT)
        journal.lock(session, DEPLOYMENT)
        refuse_too_many(session, keys)
        rows = [SignInAttempt(key_sha256=key, at=now) for key in keys]
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


def refuse_too_many(session: Session, keys: Sequence[str]) -> None:
    """Refuse (429) whoever has used up the guesses of one of these keys."""
    now = clock.now()
    query = (
        select(func.count(), func.min(SignInAttempt.at))
        .where(SignInAttempt.key_sha256.in_(keys), SignInAttempt.at > now - WINDOW)
        .group_by(SignInAttempt.key_sha256)
    )
    full = [oldest for count, oldest in session.execute(query) if count >= GUESSES]
    if full:
        raise _too_many(max(full) + WINDOW - now)


def uncount_guess(session: Session, ids: Sequence[int]) -> None:
    """Take a guess back that was right."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.id.in_(ids)))


def _too_many(wait: timedelta) -> Problem:
    seconds = max(1, int(wait.total_seconds()) + 1)
    headers = {"Retry-After": str(seconds), "RateLimit": f'"sign-in";r=0;t={seconds}'}
    detail = f"Too many attempts. Wait {seconds} seconds, then try again."
    return Problem(429, "too-many-guesses", detail, headers=headers)
