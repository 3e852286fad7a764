"""Fixtures of the measures' tests."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from tests.builders import CouncilBuilder
from tests.measures.growing import Measures


@pytest.fixture
def measures(session: Session, council: CouncilBuilder) -> Iterator[Measures]:
    """The council's measures. Whatever a test does to figures has to leave the projection equal to the logs."""
    made = Measures(session, council)
    yield made
    made.consistent()
