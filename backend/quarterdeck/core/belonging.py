"""References from one record to another: what a body names has to exist, and in the actor's own council."""

from typing import TypeVar

from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Base
from quarterdeck.core.errors import invalid

Row = TypeVar("Row", bound=Base)


def require_ours(session: Session, actor: Actor, model: type[Row], row_id: int, pointer: str) -> Row:
    """The row with this id, of a table that everyone signed in may read, in the actor's council.

    pointer: where the id stood in the request. Raises 422 `unknown_<table>` for an id that does not
    exist and for one of another council: the two must look alike.
    """
    row = session.get(model, row_id)
    if row is None or getattr(row, "council_id", None) != actor.council_id:
        kind = model.__tablename__
        detail = f"There is no {kind.replace('_', ' ')} with this id in your council."
        raise invalid(pointer, f"unknown_{kind}", detail)
    return row
