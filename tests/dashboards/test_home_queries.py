"""How often the start page asks the database, for each role."""

import pytest

from quarterdeck.core.db import Database
from tests.dashboards.test_query_counts import asked_of
from tests.reporting.reviewing import Reviewing
from tests.web import WebClient

pytestmark = pytest.mark.both

QUERIES = {
    "administrator": 1, "analyst": 1, "auditor": 2, "cabinet_member": 3, "scrutiny_member": 3,
    "committee_administrator": 3, "portfolio_holder": 4, "director": 4, "data_provider": 4, "service_manager": 6,
    "performance_team": 10,
}  # fmt: skip
"""How often each role's start page asks the database: for actions, which may be anybody's, and for its own."""


@pytest.mark.slow
def test_each_part_asks_once_and_only_whom_it_concerns(client: WebClient, database: Database) -> None:
    reviewing = Reviewing(client.council.session, client.council)
    reviewing.put_before_cabinet()
    reviewing.opened("2023-24-Q2")
    counts = {}
    for role in QUERIES:
        client.sign_in_as(role)
        with asked_of(database) as sent:
            client.read("/home")
        counts[role] = len(sent)
    assert counts == QUERIES
