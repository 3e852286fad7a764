"""A server that is told to stop finishes what is in flight, takes nothing new, and is gone in time."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from quarterdeck.core.db import Database
from quarterdeck.core.settings import Settings
from tests.databases import DIALECTS, server_version
from tests.journeys.server import ADMINISTRATOR, Server, listening, running

pytestmark = [pytest.mark.slow, pytest.mark.either]


@pytest.fixture(scope="module", params=DIALECTS)
def environment(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a server whose changes wait a minute for a lock, over a database with one administrator."""
    folder = tmp_path_factory.mktemp("shutdown")
    with running(request.param, "quarterdeck_shutdown", folder, QUARTERDECK_LOCK_TIMEOUT_MS="60000") as server:
        return server.environment


@pytest.fixture
def database(environment: dict[str, str], record_property: Any) -> Iterator[Database]:
    """The same database, held from here."""
    made = Database(Settings(database_url=environment["QUARTERDECK_DATABASE_URL"]))
    record_property("database", server_version(made))
    yield made
    made.close()


@pytest.fixture
def server(environment: dict[str, str]) -> Iterator[Server]:
    with listening(environment) as server:
        yield server


@contextmanager
def _held(database: Database) -> Iterator[None]:
    """Nobody else changes anything while the block runs."""
    with database.transaction() as session:
        session.execute(text("UPDATE council_head SET event_count = event_count"))
        yield


def _units(database: Database, code: str) -> int:
    with database.reading() as session:
        return int(session.scalar(text("SELECT count(*) FROM unit WHERE code = :code"), {"code": code}) or 0)


class Change:
    """A change, sent from a thread of its own."""

    def __init__(self, server: Server, code: str) -> None:
        self.answers: list[int | str] = []
        caller = server.person(ADMINISTRATOR)
        body = {"parent_id": caller.items("/units")[0]["id"], "code": code, "name": code, "kind": "service"}

        def send() -> None:
            try:
                self.answers.append(caller.send("POST", "/units", body).status_code)
            except httpx.TransportError as error:
                self.answers.append(type(error).__name__)

        self.thread = threading.Thread(target=send)


def test_a_request_in_flight_is_finished_and_the_server_is_gone_within_ten_seconds(
    server: Server, database: Database
) -> None:
    change = Change(server, "FINISHED")
    with _held(database):
        change.thread.start()
        time.sleep(1)
        started = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        time.sleep(1)
        assert server.process.poll() is None, "the server did not wait for the request"
        with pytest.raises(httpx.TransportError):
            httpx.get(f"{server.url}/health/live", timeout=1)
    change.thread.join(20)
    server.process.wait(20)
    assert time.monotonic() - started <= 10
    assert change.answers == [201]
    assert _units(database, "FINISHED") == 1


def test_a_request_that_never_ends_does_not_keep_the_server(server: Server, database: Database) -> None:
    change = Change(server, "ENDLESS")
    with _held(database):
        change.thread.start()
        time.sleep(1)
        started = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(20)
        assert time.monotonic() - started <= 10
    change.thread.join(20)
    assert 201 not in change.answers
    assert _units(database, "ENDLESS") == 0


def test_a_worker_on_its_own_stops_when_it_is_told_to(environment: dict[str, str], database: Database) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-m", "quarterdeck", "worker"],
        env=environment | {"QUARTERDECK_LOG_LEVEL": "info"},
        stderr=subprocess.PIPE,
    )
    assert worker.stderr is not None
    assert any(b"worker_started" in line for line in worker.stderr)
    started = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0
    assert time.monotonic() - started < 10
    worker.stderr.close()
