"""Beside the shared fixtures: the app over a database whose commits are real, for many requests at once."""

from collections.abc import Iterator

import pytest

from quarterdeck.core.db import Database
from tests.builders import CouncilBuilder
from tests.faults.conftest import standing
from tests.web import WebClient

__all__ = ["standing"]


@pytest.fixture
def busy_client(standing: Database) -> Iterator[WebClient]:
    """A client whose requests may overlap. Its council's session is free between them."""
    with standing.writers() as session, WebClient(standing, CouncilBuilder(session)) as client:
        yield client
