"""Many rows in few statements, on both databases."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import insert
from sqlalchemy.orm import Session

from quarterdeck.core.db import Base

Row = TypeVar("Row", bound=Base)


def insert_all(session: Session, model: type[Row], rows: Sequence[dict[str, Any]]) -> list[Row]:
    """Insert the rows, a thousand a statement, and answer them with their ids in no particular order.

    `session.add_all` sends SQLite a statement a row: it has no way to tell which id belongs to which.
    """
    if not rows:
        return []
    return list(session.scalars(insert(model).returning(model), rows))


def columns_of(row: Base) -> dict[str, Any]:
    """What a row that is not stored yet would store."""
    return {column.name: getattr(row, column.name) for column in row.__table__.columns if column.name != "id"}
