"""Fixtures of the tests of assurance."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from tests.builders import CouncilBuilder
from tests.reporting.reviewing import Reviewing


@pytest.fixture
def reviewing(session: Session, council: CouncilBuilder) -> Iterator[Reviewing]:
    """The council at its quarterly review. Whatever a test does, the projection stays equal to the logs."""
    made = Reviewing(session, council)
    yield made
    made.measures.consistent()
