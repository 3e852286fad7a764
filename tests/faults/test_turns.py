"""Many requests at once: they take turns, none starves, and health answers whatever else is going on."""

import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from quarterdeck.core.db import Database
from tests.faults.serving import SmallServer, serving

pytestmark = [pytest.mark.slow, pytest.mark.either]


def test_more_writers_than_threads_and_connections_all_get_through(standing: Database, tmp_path: Path) -> None:
    """120 changes at once on 2 connections: without turns, threads wait for a lock whose holder waits for a thread."""
    with serving(standing, tmp_path, QUARTERDECK_DATABASE_POOL_SIZE="2") as server:
        limits = httpx.Limits(max_connections=120)
        with httpx.Client(base_url=server.url, timeout=60, limits=limits) as http, ThreadPoolExecutor(120) as pool:
            statuses = Counter(pool.map(lambda _: http.post("/counts").status_code, range(120)))
            assert statuses == {200: 120}
            assert http.get("/counts").json() == {"count": 120}


def test_health_answers_while_every_thread_is_busy(standing: Database, tmp_path: Path) -> None:
    with serving(standing, tmp_path) as server:
        sleepers = [
            threading.Thread(target=lambda: httpx.get(f"{server.url}/sleep?seconds=3", timeout=30)) for _ in range(60)
        ]
        for sleeper in sleepers:
            sleeper.start()
        time.sleep(1)
        started = time.monotonic()
        assert httpx.get(f"{server.url}/health/live").status_code == 200
        assert httpx.get(f"{server.url}/health/ready").status_code == 200
        assert time.monotonic() - started < 1.5
        assert any(sleeper.is_alive() for sleeper in sleepers)
        for sleeper in sleepers:
            sleeper.join()


@contextmanager
def _stalled(server: SmallServer, number: int, request: bytes) -> Iterator[None]:
    """Clients that send this much of a request and read nothing of the answer, while the block runs."""
    lines = [socket.socket() for _ in range(number)]
    try:
        for line in lines:
            # Too small to take an answer that nobody reads.
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.connect(("127.0.0.1", server.port))
            line.sendall(request)
        time.sleep(1)
        yield
    finally:
        for line in lines:
            line.close()


SLOW = {
    "does not read its answer": b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n",
    "does not end its headers": b"POST /counts HTTP/1.1\r\nHost: x\r\n",
    "does not end its body": b"POST /counts HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{",
}


@pytest.mark.parametrize("request_begun", SLOW.values(), ids=SLOW.keys())
def test_a_client_that_stalls_holds_nothing_that_others_need(
    standing: Database, tmp_path: Path, request_begun: bytes
) -> None:
    """20 of them on 2 connections: neither a turn, nor a thread, nor a connection to the database is theirs."""
    with (
        serving(standing, tmp_path, QUARTERDECK_DATABASE_POOL_SIZE="2") as server,
        _stalled(server, 20, request_begun),
        httpx.Client(base_url=server.url, timeout=10) as http,
    ):
        started = time.monotonic()
        assert [http.post("/counts").status_code for _ in range(10)] == [200] * 10
        assert http.get("/health/ready").status_code == 200
        assert time.monotonic() - started < 8
