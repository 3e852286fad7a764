"""A real server: `quarterdeck serve` in a process of its own, on loopback, over a database of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from quarterdeck.operations import make_administrator
from tests.databases import new_database

ADMINISTRATOR = "administrator@example.test"
PASSWORD = "a-long-enough-password"


class Caller:
    """Somebody signed in (or not), talking HTTP to /api/v1."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=f"{url}/api/v1", timeout=60)

    def sign_in(self, email: str, password: str = PASSWORD) -> "Caller":
        answer = self.http.post("/session", json={"email": email, "password": password})
        assert answer.status_code in (200, 201), answer.text
        return self

    def get(self, path: str, **query: Any) -> Any:
        """The JSON of a GET that must succeed."""
        answer = self.http.get(path, params=query)
        assert answer.status_code == 200, f"GET {path}: {answer.status_code} {answer.text}"
        return answer.json()

    def items(self, path: str, **query: Any) -> list[Any]:
        """All items of a list, page by page."""
        found, cursor = [], None
        while True:
            page = self.get(path, **query, **({"cursor": cursor} if cursor else {}))
            found += page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                return found

    def send(
        self, method: str, path: str, body: Any = None, version: int | None = None, **headers: str
    ) -> httpx.Response:
        """A request that changes something; `version` becomes If-Match."""
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return self.http.request(method, path, json=body, headers=headers)

    def post(self, path: str, body: Any = None, version: int | None = None) -> Any:
        """The JSON of a POST that must succeed."""
        return _good(self.send("POST", path, body, version))

    def patch(self, path: str, body: Any, version: int | None = None) -> Any:
        return _good(self.send("PATCH", path, body, version))

    def put(self, path: str, body: Any, version: int | None = None) -> Any:
        return _good(self.send("PUT", path, body, version))

    def refused(self, status: int, method: str, path: str, body: Any = None, version: int | None = None) -> Any:
        """The problem of a request that must be refused with `status`."""
        answer = self.send(method, path, body, version)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"
        assert answer.headers["content-type"].startswith("application/problem+json")
        return answer.json()


def _good(answer: httpx.Response) -> Any:
    request = answer.request
    assert answer.is_success, f"{request.method} {request.url}: {answer.status_code} {answer.text}"
    return answer.json() if answer.content else None


@dataclass(frozen=True)
class Server:
    """A running server and its database."""

    url: str
    environment: dict[str, str]
    process: subprocess.Popen[bytes]

    def anyone(self) -> Caller:
        return Caller(self.url)

    def person(self, email: str, password: str = PASSWORD) -> Caller:
        return self.anyone().sign_in(email, password)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """`quarterdeck …` on the same database; it must succeed."""
        return run_command(self.environment, *command)


def run_command(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    """`quarterdeck …` in this environment; it must succeed."""
    done = subprocess.run(
        [sys.executable, "-m", "quarterdeck", *command], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, f"quarterdeck {' '.join(command)}: {done.stdout} {done.stderr}"
    return done


@contextmanager
def running(dialect: str, name: str, folder: Path, **settings: str) -> Iterator[Server]:
    """A server over a new database with one council and its administrator."""
    database = new_database(dialect, name, folder)
    with database.transaction() as session:
        make_administrator(session, ADMINISTRATOR, PASSWORD, "Example Borough Council")
    database.close()
    with listening(environment_of(database.settings.database_url, folder, **settings)) as server:
        yield server


def environment_of(url: str, folder: Path, **settings: str) -> dict[str, str]:
    """The environment of an installation on a database, with its files in a folder."""
    return {
        **os.environ,
        "QUARTERDECK_DATABASE_URL": url,
        "QUARTERDECK_DATA_DIR": str(folder),
        "QUARTERDECK_LOG_LEVEL": "warning",
        **settings,
    }


@contextmanager
def listening(environment: dict[str, str], port: int | None = None) -> Iterator[Server]:
    """`quarterdeck serve` on this port, or a free one, with this environment, ready; stopped afterwards."""
    port = port or free_port()
    log = Path(environment["QUARTERDECK_DATA_DIR"]) / "server.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "quarterdeck", "serve", "--port", str(port)],
            env=environment,
            stdout=output,
            stderr=output,
        )
    server = Server(f"http://127.0.0.1:{port}", environment, process)
    try:
        _wait_until_ready(server, log)
        yield server
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(server: Server, log: Path) -> None:
    for _ in range(300):
        assert server.process.poll() is None, log.read_text()
        try:
            if httpx.get(f"{server.url}/health/ready").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"the server did not become ready: {log.read_text()}")
