"""What the tests of actions share."""

import pytest
from sqlalchemy.orm import Session

from tests.actions.asking import Asking
from tests.builders import CouncilBuilder


@pytest.fixture
def asking(session: Session, council: CouncilBuilder) -> Asking:
    return Asking(session, council)
