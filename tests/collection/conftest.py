"""Fixtures of the tests of collection."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import CouncilBuilder
from tests.collection.collecting import Collecting


@pytest.fixture
def collecting(session: Session, council: CouncilBuilder) -> Collecting:
    """The council at its quarterly work, under the Cabinet-first framework."""
    return Collecting(session, council)
