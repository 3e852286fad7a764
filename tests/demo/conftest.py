"""The demo, copied once for each database and test process; tests read it, or change it in a transaction undone."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from quarterdeck.app import create_app
from quarterdeck.core import clock
from quarterdeck.core.db import Database
from quarterdeck.core.settings import Settings
from quarterdeck.demo.council import PASSWORD
from quarterdeck.demo.years import Years, years_on
from quarterdeck.framework.periods import Period
from tests.databases import DIALECTS, server_version
from tests.demos import copy_demo

KEPT: dict[str, "Made"] = {}


@dataclass(frozen=True)
class Made:
    """A database with the demo in it, the years it lived, and what making it took of a processor's time."""

    database: Database
    years: Years
    cpu_seconds: float

    @property
    def year_ago(self) -> datetime:
        return datetime.combine(self.years.today, datetime.min.time(), tzinfo=UTC) - timedelta(days=365)


class Visitor(TestClient):
    """Somebody with a demo account, over HTTP. Paths are relative to /api/v1."""

    def sign_in(self, account: str, password: str = PASSWORD) -> Any:
        self.cookies.clear()
        body = {"email": f"{account}@demo.example", "password": password}
        return self.post("/api/v1/session", json=body)

    def read(self, path: str, **query: Any) -> Any:
        """The JSON of a GET that must succeed."""
        answer = self.get(f"/api/v1{path}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def items(self, path: str, **query: Any) -> list[Any]:
        """Every item of a list."""
        found, cursor = [], {}
        while True:
            page = self.read(path, **query, limit=500, **cursor)
            found += page["items"]
            if page["next_cursor"] is None:
                return found
            cursor = {"cursor": page["next_cursor"]}


@pytest.fixture(scope="session", params=DIALECTS)
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The demo as it is made today. It is kept until the process ends: the next file's tests read the same one."""
    if request.param not in KEPT:
        KEPT[request.param] = _made(request.param, tmp_path_factory)
    return KEPT[request.param]


def _made(dialect: str, factory: pytest.TempPathFactory) -> Made:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    copy = copy_demo(dialect, f"quarterdeck_demo_{worker}", factory)
    settings = Settings(
        data_dir=Path(copy.environment["QUARTERDECK_DATA_DIR"]),
        database_url=copy.environment["QUARTERDECK_DATABASE_URL"],
        worker_in_server=False,
        idle_timeout_ms=0,
    )
    return Made(Database(settings), years_on(clock.today()), copy.cpu_seconds)


@pytest.fixture(autouse=True)
def _counted(request: pytest.FixtureRequest, record_property: Any) -> None:
    """Say on which database a test of the demo ran."""
    if "demo" in request.fixturenames:
        record_property("database", server_version(request.getfixturevalue("demo").database))


@pytest.fixture
def records(demo: Made) -> Iterator[Session]:
    """A session that reads the demo."""
    with demo.database.reading() as session:
        yield session


@pytest.fixture
def visitor(demo: Made) -> Iterator[Visitor]:
    """The API over the demo; what a test changes is undone."""
    connection = demo.database.writing_engine.connect()
    transaction = connection.begin()
    demo.database.bind_to(connection)
    with Visitor(create_app(demo.database.settings, demo.database), raise_server_exceptions=False) as visitor:
        yield visitor
    transaction.rollback()
    connection.detach()
    connection.close()
    demo.database.unbind()


def quarter_back(demo: Made, number: int) -> Period:
    """A lived quarter, counted back from the open one."""
    return demo.years.lived[-1 - number]
