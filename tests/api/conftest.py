"""The estate, built once for each database, and the API over it."""

from collections.abc import Iterator

import pytest

from quarterdeck.core.db import Database
from tests.api.asking import Asking


@pytest.fixture(scope="module")
def asking(migrated: Database) -> Iterator[Asking]:
    """The API in this process, over an estate built for this module; whatever is asked is undone."""
    with Asking(migrated) as made:
        yield made
