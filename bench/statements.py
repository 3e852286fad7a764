"""The statements that a piece of work sends, to send them again without it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from quarterdeck.core.db import Database

Statements = list[tuple[str, Any]]


@contextmanager
def noted(database: Database) -> Iterator[Statements]:
    """The queries sent while the block runs, each with its parameters as the driver gets them."""
    sent: Statements = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if statement.lstrip("( ").startswith(("SELECT", "WITH")):
            sent.append((statement, _plainly(parameters)))

    event.listen(database.reading_engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.reading_engine, "before_cursor_execute", note)


def _plainly(parameters: Any) -> Any:
    """Words of enums as the words they are: the peers know nothing of ours."""
    if isinstance(parameters, dict):
        return {name: _word(value) for name, value in parameters.items()}
    return tuple(_word(value) for value in parameters)


def _word(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value
