"""`quarterdeck demo` as an operator runs it."""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.databases import DIALECTS, new_database, new_url, server_version
from tests.journeys.server import free_port

pytestmark = pytest.mark.slow


def quarterdeck(url: str, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QUARTERDECK_DATABASE_URL": url, "QUARTERDECK_DATA_DIR": str(folder)}
    return subprocess.run(
        [sys.executable, "-m", "quarterdeck", *command], env=environment, capture_output=True, text=True
    )


@pytest.mark.parametrize("dialect", DIALECTS)
def test_it_refuses_a_database_that_holds_anything_else_and_says_so(
    dialect: str, tmp_path: Path, record_property: object
) -> None:
    database = new_database(dialect, "quarterdeck_demo_foreign", tmp_path)
    url, server = database.settings.database_url, server_version(database)
    database.close()
    assert callable(record_property)
    record_property("database", server)
    made = quarterdeck(
        url, tmp_path, "users", "create-admin", "--email", "a@example.test", "--password", "a-long-enough-password",
        "--council", "Real Borough Council",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    for flags in ([], ["--reset"]):
        refused = quarterdeck(url, tmp_path, "demo", "--no-serve", *flags)
        assert refused.returncode == 1
        assert "This database holds records that are no demo. Nothing was changed" in refused.stderr
        assert "Traceback" not in refused.stderr
        assert "Accounts" not in refused.stdout


def test_on_postgresql_it_asks_for_the_schema_first(tmp_path: Path) -> None:
    refused = quarterdeck(new_url("postgresql", "quarterdeck_demo_bare", tmp_path), tmp_path, "demo", "--no-serve")
    assert refused.returncode == 1
    assert "quarterdeck migrate" in refused.stderr


def test_it_makes_migrates_and_serves_the_demo(tmp_path: Path) -> None:
    url = new_url("sqlite", "quarterdeck_demo_served", tmp_path)
    made = quarterdeck(url, tmp_path, "demo", "--no-serve")
    assert made.returncode == 0, made.stderr
    assert "Made in " in made.stdout
    assert "performance@demo.example" in made.stdout
    assert "quarterdeck-demo" in made.stdout
    port = free_port()
    environment = {**os.environ, "QUARTERDECK_DATABASE_URL": url, "QUARTERDECK_DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "quarterdeck", "demo", "--port", str(port)]
    with (
        (tmp_path / "server.log").open("w") as log,
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            said = iter(process.stdout.readline, "")
            lines = [next(said)]
            while not lines[-1].startswith("Serving"):
                lines.append(next(said))
            assert lines[0].startswith("The demo is there, as it was made on")
            assert lines[-1] == f"Serving at http://127.0.0.1:{port}. Stop with Ctrl+C.\n"
            assert _sign_in(port).status_code in (200, 201)
        finally:
            process.terminate()
            process.communicate(timeout=30)


def _sign_in(port: int) -> httpx.Response:
    body = {"email": "clerk@demo.example", "password": "quarterdeck-demo"}
    transport = httpx.HTTPTransport(retries=8)
    with httpx.Client(transport=transport, base_url=f"http://127.0.0.1:{port}") as client:
        return client.post("/api/v1/session", json=body)
