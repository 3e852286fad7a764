"""The disk is full: changes are refused plainly, reading goes on, and writing resumes when there is room."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from sqlalchemy import event, text
from starlette.testclient import TestClient

from quarterdeck.core import errors
from quarterdeck.core.db import SessionDep
from quarterdeck.core.guard import Guard
from quarterdeck.core.http import Route
from tests.databases import new_database


class Room:
    """How many pages SQLite may use: what the disk's end looks like to it (SQLITE_FULL)."""

    pages = 1_000_000


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
def api(tmp_path: Path, room: Room) -> Iterator[TestClient]:
    database = new_database("sqlite", "full", tmp_path)

    @event.listens_for(database.writing_engine, "checkout")
    def limit(connection: Any, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count={room.pages}")

    with database.transaction() as session:
        session.execute(text("CREATE TABLE filling (content TEXT)"))
    app = FastAPI()
    app.state.database = database
    router = APIRouter(route_class=Route)

    @router.post("/fill", status_code=201)
    def fill(session: SessionDep) -> dict[str, str]:
        session.execute(text("INSERT INTO filling VALUES (:content)"), {"content": "x" * 500_000})
        return {}

    @router.get("/fill")
    def count(session: SessionDep) -> int:
        return int(session.scalar(text("SELECT count(*) FROM filling")) or 0)

    app.include_router(router)
    errors.handle_errors(app)
    app.add_middleware(Guard, limit_of=lambda _path, _type: 2000, secure=False)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client
    database.close()


def test_a_full_disk_answers_507_and_recovers(api: TestClient, room: Room) -> None:
    assert api.post("/fill").status_code == 201
    # Less than is used already: SQLite takes that as "no page more".
    room.pages = 1
    refused = api.post("/fill")
    assert refused.status_code == 507
    assert refused.headers["content-type"] == "application/problem+json"
    assert api.get("/fill").json() == 1
    room.pages = 1_000_000
    assert api.post("/fill").status_code == 201
    assert api.get("/fill").json() == 2
