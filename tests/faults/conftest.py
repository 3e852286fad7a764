"""Databases whose commits are real, for what a rolled-back transaction cannot show: races, crashes, restarts."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quarterdeck.core.db import Database
from tests.databases import DIALECTS, new_database, server_version


@pytest.fixture(params=DIALECTS)
def standing(request: pytest.FixtureRequest, tmp_path: Path, record_property: Any) -> Iterator[Database]:
    """A migrated, empty database of the test's own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    made = new_database(request.param, f"quarterdeck_faults_{worker}", tmp_path)
    record_property("database", server_version(made))
    yield made
    made.close()
