"""The small app, served by uvicorn in a process of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from quarterdeck.core.db import Database
from tests.journeys.server import free_port

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class SmallServer:
    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serving(database: Database, folder: Path, **settings: str) -> Iterator[SmallServer]:
    """The small app over `database`, answering; stopped afterwards."""
    port = free_port()
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'backend'}",
        "QUARTERDECK_DATABASE_URL": database.settings.url,
        **settings,
    }
    options = ["--factory", "--port", str(port), "--no-access-log", "--log-level", "warning"]
    log = folder / "small_app.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", *options, "tests.faults.small_app:create"],
            env=environment,
            stdout=output,
            stderr=output,
        )
    server = SmallServer(port, process)
    try:
        _wait(server, log)
        yield server
    finally:
        process.terminate()
        process.wait(20)


def _wait(server: SmallServer, log: Path) -> None:
    for _ in range(300):
        assert server.process.poll() is None, log.read_text()
        try:
            if httpx.get(f"{server.url}/health/live").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"the small app did not start: {log.read_text()}")
