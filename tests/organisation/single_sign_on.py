"""An installation with single sign-on, and somebody's browser between it and their provider."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pydantic import SecretStr
from sqlalchemy import delete
from sqlalchemy.orm import Session

from quarterdeck.core.db import Database
from quarterdeck.core.journal import DEPLOYMENT, AuditEvent
from quarterdeck.organisation.models import SignInAttempt
from tests.organisation.openid_provider import CLIENT, SECRET, OpenIdProvider
from tests.web import WebClient

ROLES = {
    "Quarterdeck.Housing": ["service_manager unit:HOUSING", "data_provider unit:HOUSING"],
    "Quarterdeck.Cabinet": ["cabinet_member body:CAB", "portfolio_holder portfolio:HOMES"],
    "Quarterdeck.Administrator": ["administrator"],
    "Quarterdeck.Gone": ["analyst unit:ABOLISHED"],
}
PAGE = {"Accept": "text/html,application/xhtml+xml"}


@contextmanager
def single_sign_on(database: Database, issuer: str, **settings: Any) -> Iterator[Database]:
    """The database of an installation whose provider is at `issuer`."""
    plain = database.settings
    update = {
        "public_base_url": "http://testserver",
        "oidc_issuer": issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SecretStr(SECRET),
        "oidc_roles": ROLES,
        **settings,
    }
    database.settings = plain.model_copy(update=update)
    try:
        yield database
    finally:
        database.settings = plain


def is_sent_away(client: WebClient, **query: Any) -> str:
    """Begin; the address at the provider to which the browser is sent."""
    answer = client.get("/api/v1/session/oidc/start", params=query, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def comes_back(client: WebClient, url: str, *, browser: bool = True) -> Any:
    """The answer to a browser that comes back by this address."""
    here = urlsplit(url)
    headers = PAGE if browser else {}
    return client.get(f"{here.path}?{here.query}", headers=headers, follow_redirects=False)


def signs_in(client: WebClient, provider: OpenIdProvider, claims: dict[str, Any], **how: Any) -> Any:
    """There and back, as whoever the claims speak of; the last answer."""
    provider.claims = claims
    return comes_back(client, provider.is_visited(is_sent_away(client, **how.pop("query", {}))), **how)


def refusal(answer: Any) -> str:
    """The code with which a browser landed on the page for signing in."""
    assert answer.status_code == 303
    where = urlsplit(answer.headers["location"])
    assert (where.scheme, where.netloc, where.path) == ("", "", "/sign-in")
    return parse_qs(where.query)["refused"][0]


def refusals_noted(session: Session) -> list[tuple[int | None, str]]:
    """Whom refused sign-ins were about, and why, as journalled."""
    session.expire_all()
    events = session.query(AuditEvent).filter_by(council_id=DEPLOYMENT).order_by(AuditEvent.position)
    return [(each.subject_id, each.detail["reason"]) for each in events if each.action == "session.refuse"]


def forget_guesses(database: Database) -> None:
    """As five minutes later."""
    with database.transaction() as session:
        session.execute(delete(SignInAttempt))
