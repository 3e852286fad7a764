"""Journeys run against a real server over HTTP, once on SQLite and once on PostgreSQL."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quarterdeck.core.db import Database
from quarterdeck.core.settings import Settings
from tests.databases import DIALECTS, server_version
from tests.journeys.council import Council
from tests.journeys.server import Server, running


@pytest.fixture(params=DIALECTS)
def server(request: pytest.FixtureRequest, tmp_path: Path, record_property: Any) -> Iterator[Server]:
    """A server over a new database that holds a council with its administrator, and nothing else."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with running(request.param, f"quarterdeck_journey_{worker}", tmp_path) as server:
        record_property("database", version_of(server.environment))
        yield server


@pytest.fixture
def council(server: Server) -> Iterator[Council]:
    """The council before its administrator has done anything."""
    with Council(server) as council:
        yield council


def version_of(environment: dict[str, str]) -> str:
    """The database that a server with this environment runs on, e.g. `PostgreSQL 18.6`."""
    settings = Settings(database_url=environment["QUARTERDECK_DATABASE_URL"])
    database = Database(settings)
    try:
        return server_version(database)
    finally:
        database.close()
