"""The contract against the running server, from outside: schemathesis makes requests, and judges every answer.

It runs in a process of its own, as does the server, over the estate on each database. Ids of the estate are given
to it, so that most requests reach something that is there.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.api.estate import Estate
from tests.api.fuzzing import configuration
from tests.databases import DIALECTS, new_database, server_version
from tests.journeys.server import environment_of, listening

MOST_UNREACHED = 0.2
"""The share of operations at which schemathesis may be refused every time: those that need a good moment, among them
what is about a thing that it has deleted before."""
OUT_OF_REACH = ("/session/oidc/", "/second-factor", "POST /api/v1/evidence", "POST /api/v1/setup/loads")
"""What needs a provider, a code of somebody's telephone, or a file that is one: it is tried elsewhere."""
ROOT = Path(__file__).parents[2]
SHORT = ("--phases", "examples,fuzzing", "--max-examples", "4")
# Every boundary of every parameter and field. It is about the contract more than about the database.
BOUNDARIES = ("--phases", "coverage")
# Fuzzing and sequences of requests go on until the time is spent.
LONG = ("--phases", "examples,coverage,fuzzing,stateful", "--max-time", "1500")


@dataclass(frozen=True)
class Subject:
    """A running server over an estate, and what schemathesis has to know of it: by whether it signs in."""

    url: str
    database: str
    folder: Path
    known: dict[bool, str]
    session: str


@contextmanager
def _served(dialect: str, folder: Path) -> Iterator[Subject]:
    database = new_database(dialect, "fuzzed", folder)
    with database.writers() as session:
        estate = Estate(session, database.settings)
        session.commit()
        known = {signed_in: configuration(estate, signed_in=signed_in) for signed_in in (True, False)}
        version = server_version(database)
    database.close()
    with listening(environment_of(database.settings.database_url, folder)) as server:
        yield Subject(server.url, version, folder, known, estate.personas.tokens["ALL"])


@pytest.fixture(params=DIALECTS)
def subject(request: pytest.FixtureRequest, tmp_path: Path, record_property: Any) -> Iterator[Subject]:
    with _served(request.param, tmp_path) as served:
        record_property("database", served.database)
        yield served


@pytest.mark.slow
@pytest.mark.either
def test_answers_are_as_the_contract_says(subject: Subject, record_property: Any) -> None:
    _fuzzed(subject, record_property, "signed in", *SHORT)
    _fuzzed(subject, record_property, "not signed in", "--phases", "examples", signed_in=False)


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("subject", ["sqlite"], indirect=True)
def test_answers_at_every_boundary_are_as_the_contract_says(subject: Subject, record_property: Any) -> None:
    _fuzzed(subject, record_property, "at boundaries", *BOUNDARIES)


@pytest.mark.slow
@pytest.mark.long
def test_answers_are_as_the_contract_says_at_length(subject: Subject, record_property: Any) -> None:
    _fuzzed(subject, record_property, "at length", *LONG)


def _fuzzed(subject: Subject, record_property: Any, how: str, *options: str, signed_in: bool = True) -> None:
    """One run of schemathesis; whatever it finds fails the test, told in its words."""
    config, report = subject.folder / "schemathesis.toml", subject.folder / f"{how}.json"
    config.write_text(subject.known[signed_in], encoding="utf-8")
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(config)),
        *("run", f"{subject.url}/openapi.json", *options),
        *("--report", "json", "--report-json-path", str(report), "--no-color", "--warnings", "off"),
    ]
    environment = {
        **os.environ,
        "COLUMNS": "160",
        # The hooks are found from the root of the tests, and ask the server themselves.
        "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
        "FUZZING_URL": subject.url,
        "FUZZING_SESSION": subject.session,
    }
    done = subprocess.run(command, capture_output=True, text=True, cwd=subject.folder, env=environment)
    log = (subject.folder / "server.log").read_text(encoding="utf-8")
    assert done.returncode == 0, f"{done.stdout[-20_000:]}\n{done.stderr[-5_000:]}\n{log[-5_000:]}"
    told: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    if options == SHORT:
        rates = {
            name: phases
            for name, phases in told["valid_rates"].items()
            if not any(each in name for each in OUT_OF_REACH)
        }
        unreached = [name for name, phases in rates.items() if not _accepted(phases)]
        assert len(unreached) <= len(rates) * MOST_UNREACHED, f"nothing gets in at {unreached}"
    record_property("figure", (f"requests by schemathesis, {how}", subject.database, told["test_cases"]["generated"]))


def _accepted(phases: dict[str, dict[str, int]]) -> int:
    """How many well-formed requests of an operation were carried out."""
    return sum(rates["accepted"] for rates in phases.values())
