"""Two views of a period: what each says of a measure, and why they differ."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.db import Database
from tests.builders import CouncilBuilder
from tests.dashboards.test_query_counts import asked_of
from tests.measures.growing import Q1, Measures
from tests.web import WebClient

pytestmark = pytest.mark.both
START = datetime(2023, 7, 10, 9, tzinfo=UTC)


@pytest.fixture
def council(session: Session) -> CouncilBuilder:
    """A council whose record begins before what is compared."""
    with clock.set_to(START - timedelta(days=1)):
        return CouncilBuilder(session)


def _told(read: dict[str, Any]) -> dict[str, Any]:
    """By ref: in which respects it differs, its value and rating before and after, and why."""
    return {
        each["ref"]: (
            each["changed"],
            *((said and (said["value"], said["rating"])) for said in (each["before"], each["after"])),
            [(why["because"], why["reason"]) for why in each["why"]],
        )
        for each in read["items"]
    }


def test_what_differs_comes_first_with_the_reason_on_record(client: WebClient, measures: Measures) -> None:
    with clock.set_to(START):
        restated, late, ruled, same, defined = (measures.indicator(f"H{number}") for number in range(1, 6))
        rows = [measures.reported(each, Q1, 94.2, approved=True) for each in (restated, late, ruled, same, defined)]
        for each in (restated, ruled, same, defined):
            measures.target(each, Q1, 95)
        edition = measures.edition(Q1, *rows, issued_to=measures.council.cabinet, public_from=date(2023, 7, 20))
    with clock.set_to(START + timedelta(days=1)):
        measures.restated(rows[0], 97, "Two homes were missing")
        measures.target(late, Q1, 90, rationale="Agreed in July")
        measures.ruled(
            ruled, "points", reason="Percentages of percentages told nothing", green_within=0, amber_within=0
        )
        measures.defined(defined, date(2020, 4, 1), "Counted in whole percent", decimals=0)
        measures.reported(measures.indicator("H6"), Q1, 12)
    client.sign_in_as("performance_team")
    read = client.read("/dashboard/differences", from_pack=edition.id)
    # H5 is 94% against 95% now: as near as before.
    expected = {
        "H6": (["presence"], None, (12, "unrated"), [("not_in_edition", "")]),
        "H1": (["rating", "figure"], (94.2, "amber"), (97, "green"), [("restatement", "Two homes were missing")]),
        "H2": (["rating", "target"], (94.2, "unrated"), (94.2, "green"), [("late_target", "Agreed in July")]),
        "H3": (["rating"], (94.2, "amber"), (94.2, "red"), [("rule", "Percentages of percentages told nothing")]),
        "H5": (["figure"], (94.2, "amber"), (94.2, "amber"), [("definition", "Counted in whole percent")]),
        "H4": ([], (94.2, "amber"), (94.2, "amber"), []),
    }
    assert list(_told(read).items()) == list(expected.items())
    assert (read["period"], read["total"], read["differing"]) == (Q1, 6, 5)
    assert (read["before"]["pack"], read["after"]) == (edition.id, {"as_of_change": None, "pack": None})

    then = (START + timedelta(hours=1)).isoformat()
    at_the_time = client.read("/dashboard/differences", from_pack=edition.id, as_of=then)
    assert (at_the_time["total"], at_the_time["differing"]) == (5, 0), "as it stood when it was sealed"
    turned = _told(client.read("/dashboard/differences", pack=edition.id))
    assert turned["H1"] == (["rating", "figure"], (97, "green"), (94.2, "amber"), expected["H1"][3])
    assert turned["H6"][1:3] == ((12, "unrated"), None)
    earlier = _told(client.read("/dashboard/differences", period=Q1, from_as_of="2023-07-01T00:00:00Z", as_of=then))
    assert {told[3][0][0] for told in earlier.values()} == {"reported_since"}


def test_nobody_compares_what_they_may_not_see(client: WebClient, measures: Measures) -> None:
    with clock.set_to(START):
        voids, drafted = measures.indicator("H1"), measures.indicator("H2")
        row = measures.reported(voids, Q1, 94.2)
        edition = measures.edition(Q1, row, issued_to=measures.council.cabinet)
    with clock.set_to(START + timedelta(days=1)):
        measures.approve(row)
        measures.reported(drafted, Q1, 12)
    client.sign_in_as("analyst")
    refused = client.get("/api/v1/dashboard/differences", params={"from_pack": edition.id})
    assert refused.status_code == 404
    then = (START + timedelta(hours=1)).isoformat()
    told = _told(client.read("/dashboard/differences", period=Q1, from_as_of=then))
    assert told == {"H1": (["presence"], None, (94.2, "unrated"), [("approved_since", "")])}
    both = client.get("/api/v1/dashboard/differences", params={"from_pack": edition.id, "from_as_of": then})
    assert (both.status_code, both.json()["errors"][0]["pointer"]) == (422, "from_pack")


def test_it_asks_as_often_of_many_measures_as_of_few(client: WebClient, measures: Measures, database: Database) -> None:
    def counted() -> int:
        with asked_of(database) as sent:
            client.read("/dashboard/differences", period=Q1, from_pack=edition.id)
        return len(sent)

    row = measures.reported(measures.indicator("H1"), Q1, 94.2, approved=True)
    edition = measures.edition(Q1, row, issued_to=measures.council.cabinet)
    client.sign_in_as("performance_team")
    measures.restated(row, 97, "Two homes were missing")
    few = counted()
    for number in range(2, 9):
        measures.reported(measures.indicator(f"H{number}"), Q1, 94.2)
    assert counted() == few
