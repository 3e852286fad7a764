"""People who sign in by e-mail address and password."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

from argon2 import PasswordHasher, extract_parameters
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.journal import DEPLOYMENT
from quarterdeck.organisation import passwords, service
from quarterdeck.organisation.models import Person
from tests.builders import CouncilBuilder

PASSWORD = "three random words"
WRONG = "four other random words"


def with_account(council: CouncilBuilder, person: Person, password: str = PASSWORD) -> str:
    """Give a person a local account; answers with their e-mail address."""
    service.set_password(council.session, Actor.system(council.id), person, password)
    council.session.commit()
    assert person.email is not None
    return person.email


def sign_in(client: TestClient, email: str, password: str = PASSWORD, **headers: str) -> Any:
    """The answer to a sign-in."""
    body = {"email": email, "password": password}
    return client.post(
        "/api/v1/session", json=body, headers={name.replace("_", "-"): headers[name] for name in headers}
    )


@contextmanager
def argon2_verifying(meanwhile: Callable[[], None] = lambda: None) -> Iterator[list[str]]:
    """The hashes that argon2 is asked about, in order; `meanwhile` happens while it works."""
    ours, asked = passwords._HASHER, list[str]()

    class Watched(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002
            asked.append(str(hash))
            meanwhile()
            return ours.verify(hash, password)

    passwords._HASHER = Watched.from_parameters(extract_parameters(ours.hash("x")))
    try:
        yield asked
    finally:
        passwords._HASHER = ours


def refused_sign_ins(session: Session) -> list[tuple[int | None, Any]]:
    """Whom refused sign-ins were about, and why, as journalled for the deployment."""
    session.expire_all()
    events = session.query(journal.AuditEvent).filter_by(council_id=DEPLOYMENT).order_by(journal.AuditEvent.position)
    return [(event.subject_id, event.detail["reason"]) for event in events if event.action == "session.refuse"]
