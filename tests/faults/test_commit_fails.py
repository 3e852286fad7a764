"""The commit itself fails: the caller must hear of it, and nothing may be half there."""

from collections.abc import Iterator

import pytest
from fastapi import APIRouter, FastAPI
from sqlalchemy import text
from starlette.testclient import TestClient

from quarterdeck.core import errors
from quarterdeck.core.db import Database, SessionDep
from quarterdeck.core.guard import Guard
from quarterdeck.core.http import Route


@pytest.fixture
def api(standing: Database) -> Iterator[TestClient]:
    """An app whose one route writes a row that only the commit can find fault with."""
    with standing.transaction() as session:
        session.execute(text("CREATE TABLE a_parent (id INTEGER PRIMARY KEY)"))
        session.execute(
            text("CREATE TABLE a_child (parent_id INTEGER REFERENCES a_parent (id) DEFERRABLE INITIALLY DEFERRED)")
        )
        session.execute(text("INSERT INTO a_parent VALUES (1)"))
    app = FastAPI()
    app.state.database = standing
    router = APIRouter(route_class=Route)

    @router.post("/children/{parent_id}", status_code=201)
    def add_child(parent_id: int, session: SessionDep) -> dict[str, str]:
        session.execute(text("INSERT INTO a_child VALUES (:parent)"), {"parent": parent_id})
        return {"said": "added"}

    @router.post("/cut-off", status_code=201)
    def cut_off(session: SessionDep) -> dict[str, str]:
        """The connection to the database goes after the work and before the commit."""
        session.execute(text("INSERT INTO a_child VALUES (1)"))
        driver = session.connection().connection.driver_connection
        assert driver is not None
        driver.close()
        return {"said": "added"}

    app.include_router(router)
    errors.handle_errors(app)
    app.add_middleware(Guard, limit_of=lambda _path, _type: 2000, secure=False)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def _children(database: Database) -> int:
    with database.reading() as session:
        return int(session.scalar(text("SELECT count(*) FROM a_child")) or 0)


def test_a_commit_that_the_database_refuses_never_answers_2xx(api: TestClient, standing: Database) -> None:
    assert api.post("/children/1").status_code == 201
    answer = api.post("/children/2")
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert "added" not in answer.text
    assert _children(standing) == 1
    # The connection that failed is fit for the next request.
    assert api.post("/children/1").status_code == 201


def test_a_connection_lost_before_the_commit_never_answers_2xx(api: TestClient, standing: Database) -> None:
    for _ in range(3):
        answer = api.post("/cut-off")
        assert answer.status_code >= 500
        assert answer.headers["content-type"] == "application/problem+json"
        assert "added" not in answer.text
    assert _children(standing) == 0
    assert api.post("/children/1").status_code == 201
