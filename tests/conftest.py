"""Fixtures that every test shares: both databases, a transaction a test, an HTTP client, and a builder.

A test that takes `database`, `session`, `client` or `council` runs once on SQLite and once on
PostgreSQL, on the real migrations, in a transaction that is rolled back at its end. The client's
requests commit for real, into a savepoint of that transaction.
"""

import os
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy.orm import Session

from quarterdeck.core.db import Database
from tests.builders import CouncilBuilder
from tests.databases import DIALECTS, new_database, server_version

# The machines are shared: a case that is slow there says nothing about the code. The same cases every time.
settings.register_profile("quarterdeck", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("quarterdeck")
LONGEST = ("browser", "stateful", "journeys", "api", "demo", "faults")
RULES = (
    "actions", "assurance", "collection", "comparisons", "dashboards", "documents", "framework", "integrations",
    "measures", "notices", "organisation", "planning", "reporting",
)  # fmt: skip
"""Folders about the rules of a subject, which hang little on the database. Where a file is about what databases do
differently (races, search and sorting, reads of what was seen at a moment), it says so by the marker `both`."""


@pytest.fixture(scope="session")
def migrated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A migrated, empty database, one for each dialect and test process. Use `database` in tests."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    made = new_database(request.param, f"quarterdeck_test_{worker}", tmp_path_factory.mktemp("data"))
    yield made
    made.close()


@pytest.fixture
def database(migrated: Database, record_property: Any) -> Iterator[Database]:
    """A database whose every change is undone after the test."""
    record_property("database", server_version(migrated))
    connection = migrated.writing_engine.connect()
    transaction = connection.begin()
    migrated.bind_to(connection)
    yield migrated
    transaction.rollback()
    # An app that stopped has disposed of the pool: nobody else would close this connection.
    connection.detach()
    connection.close()
    migrated.unbind()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session in the test's transaction, for services and queries."""
    with database.writers() as session:
        yield session


@pytest.fixture
def council(session: Session) -> CouncilBuilder:
    """A council with a unit tree, bodies, portfolios and people in every role, to build on in domain words."""
    return CouncilBuilder(session)


@pytest.fixture
def client(database: Database, council: CouncilBuilder) -> Iterator[Any]:
    """The API in this process, over the test's transaction: `client.sign_in_as("performance_team")`."""
    from tests.web import WebClient

    with WebClient(database, council) as client:
        yield client


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "migrated" in metafunc.fixturenames:
        metafunc.parametrize("migrated", DIALECTS, indirect=True, scope="session")


@pytest.hookimpl(tryfirst=True, specname="pytest_collection_modifyitems")
def pytest_share_out_cases(items: list[pytest.Item]) -> None:
    """Leave to `make test-long` each case of an `either` test on one of the databases: one for half of the cases.

    What such a test asks of hundreds of cases hangs little on the database, and is asked of both by other tests.
    """
    for item in items:
        if item.get_closest_marker("either") or (_is_about_rules(item) and not item.get_closest_marker("both")):
            for number, dialect in enumerate(DIALECTS):
                case = item.nodeid.replace(dialect, "")
                if case != item.nodeid and zlib.crc32(case.encode()) % len(DIALECTS) != number:
                    item.add_marker("long")


def _is_about_rules(item: pytest.Item) -> bool:
    return item.nodeid.startswith(tuple(f"tests/{name}/" for name in RULES))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the folders whose files take longest, so that at the end no process works while another waits."""
    items.sort(key=lambda item: next((n for n, name in enumerate(LONGEST) if f"tests/{name}/" in item.nodeid), 99))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many tests ran on which database, and the figures that tests recorded.

    A test records one with `record_property("figure", (what, where, number))`; those of one name and place add up.
    """
    counts: Counter[str] = Counter()
    figures: Counter[tuple[str, str]] = Counter()
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            if report.when == "call":
                counts.update(value for name, value in report.user_properties if name == "database")
                for name, value in report.user_properties:
                    if name == "figure":
                        what, where, number = value
                        figures[what, where] += number
    for (what, where), number in sorted(figures.items()):
        terminalreporter.write_line(f"{number:,} {what} on {where}")
    for name, count in sorted(counts.items()):
        terminalreporter.write_line(f"{count} tests ran on {name}")


@pytest.fixture
def examples() -> Path:
    """The folder of indicator tables as councils printed them."""
    return Path(__file__).parent / "examples"
