"""The API in this process, asked by anybody of the estate, each request undone when it is answered."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from quarterdeck.app import create_app
from quarterdeck.core.db import Database
from quarterdeck.core.journal import CouncilHead
from tests.api.calls import Call
from tests.api.estate import Estate
from tests.databases import server_version

COOKIE = "quarterdeck_session"


class Asking(ExitStack):
    """The app over the estate, in one transaction that is rolled back at the end."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.database = database
        self.name = server_version(database)

    def __enter__(self) -> "Asking":
        super().__enter__()
        self.connection = self.database.writing_engine.connect()
        self.callback(self._leave)
        self.transaction = self.connection.begin()
        self.database.bind_to(self.connection)
        self.session: Session = self.enter_context(self.database.writers())
        self.estate = Estate(self.session, self.database.settings)
        self.built = self.journalled()
        app = create_app(self.database.settings, self.database)
        self.client = self.enter_context(TestClient(app, raise_server_exceptions=False))
        self.contract: dict[str, Any] = app.openapi()
        self.operations = _operations(self.contract)
        return self

    def send(self, call: Call, persona: str = "ALL", **headers: str) -> tuple[Any, bool]:
        """The answer to a call by somebody (by default by somebody with every role); what it changed is undone.

        Beside it: whether our council's log was written to.
        """
        if call.method == "GET":
            # The session of a GET cannot write.
            return self.request(call, persona, **headers), False
        with self.undone():
            answer = self.request(call, persona, **headers)
            return answer, self.journalled() != self.built

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Whatever is asked in the block is undone at its end."""
        before = self.connection.begin_nested()
        try:
            yield
        finally:
            before.rollback()

    def request(self, call: Call, persona: str = "ALL", **headers: str) -> Any:
        """The same, and what it changed stays until the caller undoes it."""
        token = self.estate.personas.tokens.get(persona)
        if token is not None:
            headers["Cookie"] = f"{COOKIE}={token}"
        if call.version is not None:
            headers["If-Match"] = f'"{call.version}"'
        query = {"params": call.query} if call.query else {}
        return self.client.request(call.method, call.base + call.path, headers=headers, **query, **_body_of(call))

    def journalled(self) -> int:
        """How many events our council's log holds."""
        ours = CouncilHead.council_id == self.estate.council.id
        return self.connection.execute(select(CouncilHead.event_count).where(ours)).scalar_one()

    def is_of(self, operation: dict[str, Any], call: Call) -> bool:
        """Whether the call is one of this operation of the contract."""
        pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(operation["path"]))
        return call.method == operation["method"] and re.fullmatch(pattern, call.base + call.path) is not None

    def resolved(self, part: dict[str, Any]) -> dict[str, Any]:
        """A part of the contract, or what it refers to."""
        if "$ref" not in part:
            return part
        _, components, kind, name = part["$ref"].split("/")
        return dict(self.contract[components][kind][name])

    def _leave(self) -> None:
        self.transaction.rollback()
        self.connection.detach()
        self.connection.close()
        self.database.unbind()


def _body_of(call: Call) -> dict[str, Any]:
    """The body as the client takes it: a form with files, bytes as they are, else JSON."""
    if call.files:
        return {"files": call.files, "data": call.body}
    if isinstance(call.body, bytes):
        return {"content": call.body}
    return {} if call.body is None else {"json": call.body}


def _operations(contract: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Each operation of the contract by its id, with its method and path."""
    return {
        operation["operationId"]: {**operation, "method": method.upper(), "path": path}
        for path, operations in contract["paths"].items()
        for method, operation in operations.items()
    }
