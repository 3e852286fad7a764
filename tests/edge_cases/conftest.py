"""Fixtures of the edge cases."""

import pytest
from sqlalchemy.orm import Session

from quarterdeck.core.db import Database
from tests.builders import CouncilBuilder
from tests.edge_cases.telling import Officers, Papers


@pytest.fixture
def officers(session: Session, council: CouncilBuilder) -> Officers:
    """The officers of a council at their quarterly figures."""
    return Officers(session, council)


@pytest.fixture
def papers(database: Database, session: Session) -> Papers:
    """Printed tables read into the test's database."""
    return Papers(database, session)
