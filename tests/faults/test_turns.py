"""Many requests at once: they take turns, none starves, and health answers whatever else is going on."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from quarterdeck.core.db import Database
from tests.faults.serving import serving

pytestmark = pytest.mark.slow


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
