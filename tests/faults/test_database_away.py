"""The database goes away and comes back, or is of another version: `ready` says so, and nothing needs a restart."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import make_url, text
from starlette.testclient import TestClient

from quarterdeck.core import health
from quarterdeck.core.db import Database
from quarterdeck.core.settings import Settings
from quarterdeck.migrations.run import migrate
from tests.databases import POSTGRESQL_PROGRAMS, PostgresServer
from tests.faults.serving import serving

pytestmark = pytest.mark.slow


class OwnServer:
    """A PostgreSQL server that this test may stop and start."""

    def __init__(self, folder: Path) -> None:
        self.server = PostgresServer(folder, cleanup_mode="delete")
        self.socket_folder = make_url(self.url).query["host"]

    @property
    def url(self) -> str:
        return make_url(self.server.get_uri("postgres")).set(drivername="postgresql+psycopg").render_as_string(False)

    def stop(self) -> None:
        self._ctl("stop", "--mode=immediate")

    def start(self) -> None:
        options = f"-h '' -k {self.socket_folder}"
        self._ctl("start", "--options", options, "--log", str(self.server.pgdata / "log"))

    def _ctl(self, *arguments: str) -> None:
        command = [str(POSTGRESQL_PROGRAMS / "pg_ctl"), "-w", "-D", str(self.server.pgdata), *arguments]
        subprocess.run(
            command, user=self.server.system_user, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


@pytest.fixture
def own_server() -> Iterator[OwnServer]:
    # Not pytest's folder: the server's own user has to reach it.
    folder = Path(tempfile.mkdtemp(prefix="quarterdeck-own-server-"))
    made = OwnServer(folder)
    yield made
    made.server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def test_a_restarted_database_is_noticed_and_found_again(own_server: OwnServer, tmp_path: Path) -> None:
    database = Database(Settings(database_url=own_server.url))
    migrate(database)
    with serving(database, tmp_path) as server, httpx.Client(base_url=server.url, timeout=30) as http:
        for _ in range(2):
            assert http.get("/health/ready").status_code == 200
            assert http.post("/counts").status_code == 200
            own_server.stop()
            away = http.get("/health/ready")
            assert (away.status_code, away.json()) == (503, {"status": "database_unreachable"})
            assert http.get("/health/live").status_code == 200
            refused = http.post("/counts")
            assert refused.status_code == 503
            assert refused.headers["content-type"] == "application/problem+json"
            assert refused.headers["retry-after"] == "1"
            own_server.start()
        assert http.get("/health/ready").status_code == 200
        assert http.post("/counts").status_code == 200
        assert http.get("/counts").json() == {"count": 3}
    database.close()


@pytest.mark.parametrize("revision", ["0001", "9999"])
def test_another_schema_is_not_ready(standing: Database, revision: str) -> None:
    app = FastAPI()
    app.state.database = standing
    app.include_router(health.router)
    client = TestClient(app)
    assert client.get("/health/ready").status_code == 200
    with standing.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :found"), {"found": revision})
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (503, {"status": "schema_mismatch"})
