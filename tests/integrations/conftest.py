"""What the tests of tables and values from elsewhere share."""

import pytest
from sqlalchemy.orm import Session

from quarterdeck.core.db import Database
from tests.integrations.reading import Tables


@pytest.fixture
def tables(database: Database, session: Session) -> Tables:
    """Printed tables read into the test's database."""
    return Tables(database, session)
