"""What changing any record of the organisation has in common."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor, Place
from quarterdeck.core.db import Base
from quarterdeck.core.errors import conflict, forbidden, invalid, not_found
from quarterdeck.core.journal import Event
from quarterdeck.organisation.roles import Permission

# Journalled by name only: what people wrote, and what says who they are.
TEXTS = frozenset({"name", "title", "email", "note", "purpose"})

Row = TypeVar("Row", bound=Base)


class Versioned(Protocol):
    """A record that people change: it has an id and a version."""

    id: Any
    version: Any


def visible(actor: Actor, model: type[Row]) -> Select[Row]:
    """The rows of a table that everyone signed in may read, of the actor's council."""
    council_id: Any = model.council_id  # type: ignore[attr-defined]
    return select(model).where(council_id == actor.council_id)


def find(session: Session, actor: Actor, model: type[Row], row_id: int, *, for_update: bool = False) -> Row:
    """One such row. `for_update` queues behind other changes of the council first. Raises 404."""
    if for_update:
        journal.lock(session, actor.council_id)
    row_id_column: Any = model.id  # type: ignore[attr-defined]
    query = visible(actor, model).where(row_id_column == row_id)
    row = session.scalars(query.with_for_update() if for_update else query).one_or_none()
    if row is None:
        raise not_found(model.__tablename__.replace("_", " "))
    return row


def require(actor: Actor, permission: Permission, place: Place | None = None) -> None:
    """Raise 403 unless the actor holds the permission at the place: by default, in the council as a whole."""
    if not actor.may(permission, place or Place(actor.council_id)):
        raise forbidden()


def refuse_taken(session: Session, same: Select[Any], what: str = "code") -> None:
    """Raise 409 where the query finds something that has the code already."""
    if session.scalars(same.limit(1)).first() is not None:
        raise conflict(f"This {what} is in use already; choose another.", "taken")


def check_dates(valid_from: date | None, valid_to: date | None) -> None:
    """Refuse (422) an end before the start. Both days count."""
    if valid_from and valid_to and valid_to < valid_from:
        raise invalid("/valid_to", "before_start", "The last day is on or after the first.")


def note_creation(session: Session, actor: Actor, row: Versioned, kind: str, detail: Mapping[str, Any]) -> None:
    """Give a new row its id and journal it."""
    session.add(row)
    session.flush()
    journal.record(session, actor, Event(f"{kind}.create", kind, row.id, detail))


def note_update(session: Session, actor: Actor, row: Versioned, kind: str, changed: Mapping[str, Any]) -> None:
    """Raise the row's version and journal what changed; nothing where nothing did."""
    if not changed:
        return
    row.version += 1
    session.flush()
    detail = {name: value for name, value in changed.items() if name not in TEXTS}
    texts = sorted(TEXTS & changed.keys())
    journal.record(session, actor, Event(f"{kind}.update", kind, row.id, {**detail, "texts": texts}))
