"""P2: a quarter's figures over HTTP, beside the same rows by the same query, bare, over the same server."""

import json
from collections.abc import Callable
from typing import Any

import httpx
from sqlalchemy import Engine

from bench.generator import PASSWORD, Made, make
from bench.processes import cpu_of_postgresql, running
from bench.setting import Outcome, Setting
from quarterdeck.core.db import Database
from quarterdeck.measures.figures import SORT, Filters, select_figures
from quarterdeck.measures.viewpoint import NOW
from quarterdeck.organisation.access import actor_of
from tests.databases import postgresql_server

INDICATORS = 300
QUARTERS = 6
REQUESTS = 40
WARM = 15


def run(setting: Setting) -> list[Outcome]:
    """Processor seconds of one request, of the server and, on PostgreSQL, of the database beside it."""
    with setting.database() as database:
        made = make(database, councils=setting.councils, number=INDICATORS, quarters=QUARTERS)
        query = _query(database, made)
        url = database.settings.url
    place = setting.folder / "query.sql"
    place.write_text(query, encoding="utf-8")
    ours = {
        "QUARTERDECK_DATABASE_URL": url,
        "QUARTERDECK_DATA_DIR": str(setting.folder),
        "QUARTERDECK_LOG_LEVEL": "warning",
        "QUARTERDECK_WORKER_IN_SERVER": "false",
    }
    peer = {"PEER_DATABASE_URL": url, "PEER_QUERY": str(place)}
    log = setting.folder / "figures.log"
    bare = ["uvicorn", "bench.peers.rows:app", "--no-access-log", "--log-level", "warning"]
    outcome = Outcome("P2", f"{setting.councils} × {INDICATORS} × {QUARTERS} figures, {setting.db}", [], [])
    with (
        running(["quarterdeck", "serve"], ours, "/health/ready", log) as quarterdeck,
        running(bare, peer, "/", log) as rows,
        httpx.Client(base_url=quarterdeck.url, timeout=60) as signed_in,
        httpx.Client(base_url=rows.url, timeout=60) as anybody,
    ):
        body = {"email": made.email, "password": PASSWORD}
        signed_in.post("/api/v1/session", json=body).raise_for_status()
        address = f"/api/v1/observations?period={made.period}&limit=500"
        _same_rows(signed_in.get(address).json(), anybody.get("/").json())
        database_cpu = _database_cpu(setting)
        contenders = (
            (signed_in, address, quarterdeck.cpu, outcome.ours),
            (anybody, "/", rows.cpu, outcome.peer),
        )
        for http, path, _, _ in contenders:
            _ask(http, path, WARM)
        for _ in range(setting.rounds):
            for http, path, server_cpu, seconds in contenders:
                before = server_cpu() + database_cpu()
                _ask(http, path, REQUESTS)
                seconds.append((server_cpu() + database_cpu() - before) / REQUESTS)
    return [outcome]


def _ask(http: httpx.Client, path: str, times: int) -> None:
    for _ in range(times):
        http.get(path).raise_for_status()


def _query(database: Database, made: Made) -> str:
    """The statement that the list runs for this person, with its values written in."""
    with database.reading() as session:
        actor = actor_of(session, made.person_id)
    statement = select_figures(actor, NOW, Filters(period=made.period)).order_by(*SORT).limit(500)
    engine: Engine = database.reading_engine
    return str(statement.compile(engine, compile_kwargs={"literal_binds": True}))


def _same_rows(ours: dict[str, Any], peers: dict[str, Any]) -> None:
    """Both answer with the same figures, or the comparison says nothing."""
    found = [(row["ref"], row["value"]) for row in ours["items"]]
    if len(found) != INDICATORS or found != [(row["ref"], row["value"]) for row in peers["items"]]:
        raise RuntimeError(f"not the same rows: {json.dumps(found[:3])} … and {json.dumps(peers['items'][:1])} …")


def _database_cpu(setting: Setting) -> Callable[[], float]:
    if setting.db == "sqlite":
        return lambda: 0.0
    postmaster = postgresql_server().get_pid()
    assert postmaster is not None
    return lambda: cpu_of_postgresql(postmaster)
