"""Other programs as the administrator keeps them: clients, and the tokens they show.

A token is `qd_<id>_<secret>`. Its secret is drawn at random, 256 bits of it, so a plain digest keeps it as safe as
the slow one of a password would, and checking it costs nothing. It is told in the answer that makes it, and stands
nowhere else: not in the database, the journal or the logs.
"""

import secrets
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, select, true
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Base
from quarterdeck.core.errors import conflict, invalid, not_found
from quarterdeck.core.http import changes
from quarterdeck.core.journal import Event
from quarterdeck.core.workflow import check_version
from quarterdeck.organisation import signin
from quarterdeck.organisation.models import ApiClient, ApiToken, Person, Post
from quarterdeck.organisation.records import note_creation, note_update, refuse_taken, require
from quarterdeck.organisation.roles import Permission
from quarterdeck.organisation.schemas.machines import ClientCreate, ClientUpdate, TokenCreate, TokenMade, TokenRead

LONGEST_YEARS = 2
SECRET_START = 4


def visible_clients(actor: Actor) -> Select[ApiClient]:
    """The clients of the administrator's council. Raises 403."""
    require(actor, Permission.MANAGE_ACCESS)
    return select(ApiClient).where(ApiClient.council_id == actor.council_id)


def visible_tokens(actor: Actor) -> Select[ApiToken]:
    """The tokens of the administrator's council. Raises 403."""
    require(actor, Permission.MANAGE_ACCESS)
    return select(ApiToken).where(ApiToken.council_id == actor.council_id)


def list_clients(actor: Actor, *, active: bool | None = None) -> Select[ApiClient]:
    return visible_clients(actor).where(true() if active is None else ApiClient.active == active)


def list_tokens(actor: Actor, *, client_id: int | None = None) -> Select[ApiToken]:
    return visible_tokens(actor).where(true() if client_id is None else ApiToken.client_id == client_id)


def find_client(session: Session, actor: Actor, client_id: int, *, for_update: bool = False) -> ApiClient:
    """One client. Raises 403, 404."""
    query = visible_clients(actor).where(ApiClient.id == client_id)
    if for_update:
        journal.lock(session, actor.council_id)
    found = session.scalars(query.with_for_update() if for_update else query).one_or_none()
    if found is None:
        raise not_found("client")
    return found


def find_token(session: Session, actor: Actor, token_id: int, *, for_update: bool = False) -> ApiToken:
    """One token. Raises 403, 404."""
    query = visible_tokens(actor).where(ApiToken.id == token_id)
    if for_update:
        journal.lock(session, actor.council_id)
    found = session.scalars(query.with_for_update() if for_update else query).one_or_none()
    if found is None:
        raise not_found("token")
    return found


def create_client(session: Session, actor: Actor, data: ClientCreate) -> ApiClient:
    """Add a client. Raises 403, 409 for a name in use, 422 for a contact that is none, or two."""
    require(actor, Permission.MANAGE_ACCESS)
    journal.lock(session, actor.council_id)
    _refuse_name(session, actor, data.name)
    client = ApiClient(council_id=actor.council_id, active=True, version=1, **data.model_dump())
    _check_contact(session, client)
    contact = {"contact_post_id": client.contact_post_id, "contact_person_id": client.contact_person_id}
    note_creation(session, actor, client, "api_client", contact)
    return client


def update_client(session: Session, actor: Actor, client_id: int, data: ClientUpdate, version: int) -> ApiClient:
    """Change a client, or disable it: its tokens are refused from then on. Raises 403, 404, 409, 412, 422."""
    client = find_client(session, actor, client_id, for_update=True)
    check_version(client, version)
    values = data.given()
    if values.get("name") not in (None, client.name):
        _refuse_name(session, actor, values["name"])
    # A new contact takes the place of the old one, of whichever kind it was.
    if values.get("contact_post_id") is not None:
        values.setdefault("contact_person_id", None)
    if values.get("contact_person_id") is not None:
        values.setdefault("contact_post_id", None)
    with session.no_autoflush:
        changed = changes(client, values)
        _check_contact(session, client)
    note_update(session, actor, client, "api_client", changed)
    return client


def create_token(session: Session, actor: Actor, data: TokenCreate) -> TokenMade:
    """Make a token for a client: the only place where its secret is told.

    Raises 403, 404, 409 `disabled`, 422 for an end that is past or more than two years away, and for units and
    indicators that are not the council's.
    """
    client = find_client(session, actor, data.client_id, for_update=True)
    if not client.active:
        raise conflict("This client is disabled. Make it active first.", "disabled")
    _check_end(data.expires_on)
    _check_ours(session, actor, "/unit_ids", "unit", data.unit_ids)
    _check_ours(session, actor, "/indicator_ids", "indicator", data.indicator_ids)
    secret = secrets.token_urlsafe(32)
    token = ApiToken(
        council_id=actor.council_id,
        client_id=client.id,
        name=data.name,
        secret_sha256=signin.digest(secret),
        secret_start=secret[:SECRET_START],
        scopes=sorted(set(data.scopes)),
        unit_ids=None if data.unit_ids is None else sorted(set(data.unit_ids)),
        indicator_ids=None if data.indicator_ids is None else sorted(set(data.indicator_ids)),
        expires_on=data.expires_on,
        created_at=clock.now(),
        created_by=actor.person_id,
        revoked_at=None,
        last_used_at=None,
    )
    session.add(token)
    session.flush()
    limits = {"scopes": token.scopes, "unit_ids": token.unit_ids, "indicator_ids": token.indicator_ids}
    told = {"client_id": client.id, **limits, "expires_on": token.expires_on.isoformat()}
    journal.record(session, actor, Event("api_token.create", "api_token", token.id, told))
    return TokenMade(**token_read(token).model_dump(), token=f"qd_{token.id}_{secret}")


def revoke_token(session: Session, actor: Actor, token_id: int) -> ApiToken:
    """End a token at once. One that was revoked already stays as it is. Raises 403, 404."""
    token = find_token(session, actor, token_id, for_update=True)
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        session.flush()
        journal.record(session, actor, Event("api_token.revoke", "api_token", token.id, {"client_id": token.client_id}))
    return token


def token_read(token: ApiToken) -> TokenRead:
    """A token as it is answered: never with its secret."""
    names = TokenRead.model_fields.keys() - {"prefix"}
    columns = {name: getattr(token, name) for name in names}
    return TokenRead.model_validate({**columns, "prefix": f"qd_{token.id}_{token.secret_start}"})


def _refuse_name(session: Session, actor: Actor, name: str) -> None:
    same = select(ApiClient.id).where(ApiClient.council_id == actor.council_id, ApiClient.name == name)
    refuse_taken(session, same, "name")


def _check_contact(session: Session, client: ApiClient) -> None:
    """Refuse (422) a client whose contact is not exactly one post or person of its council."""
    post_id, person_id = client.contact_post_id, client.contact_person_id
    if (post_id is None) == (person_id is None):
        raise invalid("/contact_post_id", "one_contact", "Give the post or the person to ask, and not both.")
    ours = (
        select(Post.id).where(Post.council_id == client.council_id, Post.id == post_id)
        if post_id is not None
        else select(Person.id).where(Person.council_id == client.council_id, Person.id == person_id)
    )
    if session.scalars(ours).first() is None:
        pointer = "/contact_post_id" if post_id is not None else "/contact_person_id"
        raise invalid(pointer, "unknown_id", "There is no such post or person in the council.")


def _check_end(expires_on: date) -> None:
    today = clock.today()
    # The 28th, so that the 29th of February has a day two years on.
    latest = today.replace(year=today.year + LONGEST_YEARS, day=min(today.day, 28) if today.month == 2 else today.day)
    if not today <= expires_on <= latest:
        raise invalid("/expires_on", "bad_end", f"A token ends between today and {latest.isoformat()}, in two years.")


def _check_ours(session: Session, actor: Actor, pointer: str, name: str, ids: Sequence[int] | None) -> None:
    """Refuse (422) ids that are not the council's. By the table's name: indicators stand above this subject."""
    table = Base.metadata.tables[name]
    ours = select(table.c.id).where(table.c.council_id == actor.council_id, table.c.id.in_(ids or ()))
    if set(ids or ()) - set(session.scalars(ours)):
        raise invalid(pointer, "unknown_id", "One of these is not the council's. Leave it out.")
