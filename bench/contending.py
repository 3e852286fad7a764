"""Contenders in turns: what each takes of the processor, with the database's part beside it."""

import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from bench.generator import EMAIL, PASSWORD
from bench.processes import Running, cpu_of_postgresql, running
from bench.setting import Setting
from tests.databases import postgresql_server

WARM = 10


@dataclass
class Contender:
    """One who does the work by `ask`, whose own processor seconds `cpu` tells."""

    ask: Callable[[], object]
    cpu: Callable[[], float]
    seconds: list[float] = field(default_factory=list)


def contend(setting: Setting, contenders: Sequence[Contender], times: int) -> None:
    """Let each do its work `times` a round, in turns; its `seconds` are then those of one time, by round."""
    database_cpu = _database_cpu(setting)
    for each in contenders:
        for _ in range(WARM):
            each.ask()
    for _ in range(setting.rounds):
        for each in contenders:
            before = each.cpu() + database_cpu()
            for _ in range(times):
                each.ask()
            each.seconds.append((each.cpu() + database_cpu() - before) / times)


@contextmanager
def serving(setting: Setting, url: str, ready_bytes: int = 0) -> Iterator[tuple[Running, httpx.Client]]:
    """Quarterdeck over a database, and a client signed in there as whom the generator made.

    ready_bytes: the memory for answers kept ready. Without it every answer is computed.
    """
    environment = {
        "QUARTERDECK_DATABASE_URL": url,
        "QUARTERDECK_DATA_DIR": str(setting.folder),
        "QUARTERDECK_LOG_LEVEL": "warning",
        "QUARTERDECK_WORKER_IN_SERVER": "false",
        "QUARTERDECK_READY_ANSWER_BYTES": str(ready_bytes),
    }
    log = setting.folder / f"quarterdeck-{ready_bytes}.log"
    with (
        running(["quarterdeck", "serve"], environment, "/health/ready", log) as server,
        httpx.Client(base_url=f"{server.url}", timeout=300) as http,
    ):
        http.post("/api/v1/session", json={"email": EMAIL, "password": PASSWORD}).raise_for_status()
        yield server, http


@contextmanager
def bare_rows(setting: Setting, url: str, statements: Sequence[tuple[str, object]]) -> Iterator[Contender]:
    """The rows of these statements, by the driver itself and orjson, over the server that ours runs on."""
    place = setting.folder / "statements.pickle"
    place.write_bytes(pickle.dumps(list(statements)))
    environment = {"PEER_DATABASE_URL": url, "PEER_STATEMENTS": str(place)}
    command = ["uvicorn", "bench.peers.rows:app", "--no-access-log", "--log-level", "warning"]
    with (
        running(command, environment, "/", setting.folder / "rows.log") as server,
        httpx.Client(base_url=server.url, timeout=60) as http,
    ):
        yield Contender(asking(http, "/"), server.cpu)


def asking(http: httpx.Client, path: str, expected: int = 200, **headers: str) -> Callable[[], httpx.Response]:
    """A GET that has to be answered so."""

    def ask() -> httpx.Response:
        answer = http.get(path, headers=headers)
        if answer.status_code != expected:
            raise RuntimeError(f"{path}: {answer.status_code} {answer.text[:300]}")
        return answer

    return ask


def _database_cpu(setting: Setting) -> Callable[[], float]:
    if setting.db == "sqlite":
        return lambda: 0.0
    postmaster = postgresql_server().get_pid()
    assert postmaster is not None
    return lambda: cpu_of_postgresql(postmaster)
