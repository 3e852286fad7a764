"""The list of editions: however many there are, one query for them and two for all that stands around them."""

from typing import Any

import pytest

from quarterdeck.core.db import Database
from tests.dashboards.test_query_counts import USUAL, asked_of
from tests.reporting.reviewing import Reviewing
from tests.web import WebClient

pytestmark = pytest.mark.both

Q1, Q2, Q3 = (f"2023-24-Q{number}" for number in (1, 2, 3))


@pytest.mark.slow
def test_a_list_of_editions_takes_three_queries_however_many_they_are(
    client: WebClient, database: Database, reviewing: Reviewing
) -> None:
    council, director = reviewing.council, reviewing.director
    round_ = reviewing.collected(Q1)
    replaced = reviewing.seal(round_)
    reviewing.decide(replaced, "return", "portfolio_review", reviewing.holders["HOMES"], portfolio="HOMES", comment="?")
    client.sign_in_as("director")

    def read() -> list[dict[str, Any]]:
        with asked_of(database) as sent:
            items: list[dict[str, Any]] = client.read("/packs")["items"]
        assert len(sent) <= USUAL, sent
        return items

    def awaited(edition: dict[str, Any]) -> list[tuple[str, str | None]]:
        return [(each["stage"], each["portfolio"]) for each in edition["awaiting"]]

    [alone] = read()
    assert (awaited(alone), [each["body"] for each in alone["issues"]]) == ([], ["CMT"])

    decided = reviewing.reviewed(reviewing.seal(round_))
    series_id = reviewing.measures.series(reviewing.lettings).id
    exempt = {"kind": "figure", "series_id": series_id, "period": Q1, "reason": "Schedule 12A, paragraph 3"}
    reviewing.issue(decided, council.cabinet, exempt=[exempt])
    reviewing.decide(decided, "approve", "cabinet", reviewing.clerk)
    reviewing.settled(reviewing.proposed(reviewing.lettings, Q1, value=91.0), "accept")
    half = reviewing.seal(reviewing.collected(Q2))
    reviewing.decide(half, "approve", "portfolio_review", reviewing.holders["HOMES"], portfolio="HOMES")
    fresh = reviewing.seal(reviewing.collected(Q3))
    reviewing.decide(fresh, "approve", "officer_review", director)
    # Nothing of what was made above is known to the next request.
    reviewing.session.expire_all()
    items = read()
    assert [each["id"] for each in items] == [fresh.id, half.id, decided.id, replaced.id]
    assert [awaited(each) for each in items] == [
        [("portfolio_review", "HOMES"), ("portfolio_review", "STREETS")],
        [("officer_review", None), ("portfolio_review", "STREETS")],
        [("scrutiny", None)],
        [],
    ]
    assert [[(each["body"], each["exempt_parts"]) for each in edition["issues"]] for edition in items] == [
        [("CMT", 0)],
        [("CMT", 0)],
        [("CMT", 0), ("CAB", 1)],
        [("CMT", 0)],
    ]
    assert [each["changed_since_decided"] for each in items] == [None, None, 1, None]
