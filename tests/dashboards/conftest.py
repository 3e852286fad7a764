"""What the tests of dashboards share: the measures and plans of a council."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from tests.builders import CouncilBuilder
from tests.collection.collecting import Collecting
from tests.measures.growing import Measures
from tests.planning.growing import Plans


@pytest.fixture
def measures(session: Session, council: CouncilBuilder) -> Iterator[Measures]:
    made = Measures(session, council)
    yield made
    made.consistent()


@pytest.fixture
def plans(session: Session, council: CouncilBuilder) -> Plans:
    return Plans(session, council)


@pytest.fixture
def collecting(session: Session, council: CouncilBuilder) -> Collecting:
    return Collecting(session, council)
