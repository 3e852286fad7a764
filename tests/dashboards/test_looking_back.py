"""Looking back: what made figures, and what was judged, as a moment and an edition had it. Nothing past is changed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from tests.builders import CouncilBuilder
from tests.measures.growing import Q1, Measures
from tests.planning.growing import Plans
from tests.web import WebClient

pytestmark = pytest.mark.both
START = datetime(2023, 7, 10, 9, tzinfo=UTC)


@pytest.fixture
def council(session: Session) -> CouncilBuilder:
    """A council whose record begins before what is looked back at."""
    with clock.set_to(START - timedelta(days=1)):
        return CouncilBuilder(session)


def test_everything_that_made_a_figure_is_read_as_it_stood(client: WebClient, plans: Plans, measures: Measures) -> None:
    at: dict[str, str] = {}

    def day(number: int, name: str) -> Any:
        moment = START + timedelta(days=number)
        at[name] = (moment + timedelta(hours=1)).isoformat()
        return clock.set_to(moment)

    with day(0, "made"):
        priority_id = plans.priority_of(plans.adopted())
        activity = plans.activity(priority_id, "People 1")
        voids = measures.indicator("H4", priority_ids=[priority_id])
        first = measures.reported(voids, Q1, 94.2, approved=True)
        measures.target(voids, Q1, 95)
    with day(1, "sealed"):
        plans.reported(activity, Q1, "on_course")
        edition = measures.edition(Q1, first, issued_to=measures.council.cabinet, public_from=date(2023, 7, 20))
    with day(2, "changed"):
        measures.restated(first, 97, "Two homes were missing")
        measures.target(voids, Q1, 99.5)
        measures.ruled(voids, "points", green_within=0, amber_within=1)
        measures.defined(voids, date(2020, 4, 1), decimals=0)
        plans.reported(activity, "2023-24-Q2", "unable")
        # A correction of an earlier period leaves what stands alone.
        plans.reported(activity, Q1, "in_question")
        measures.proposed(voids, "2023-24-Q2", 99)

    def told(**where: Any) -> tuple[Any, ...]:
        indicator = client.read(f"/indicators/{voids.id}", **where)
        targets = client.read(f"/indicators/{voids.id}/targets", **where)["items"]
        assert [each["id"] for each in targets] == [
            each["id"] for each in client.read("/targets", ref="H4", **where)["items"]
        ]
        thread = client.read("/golden-thread", priority_id=priority_id, **where)
        [shown] = thread["plans"][0]["themes"][0]["priorities"]
        latest = shown["indicators"][0]["latest"]
        return (
            (latest["value"], latest["rating"], latest["decimals"]),
            (indicator["definition"]["decimals"], indicator["rating_rule"]["kind"]),
            [each["value"] for each in targets],
            [each["allowed_actions"] for each in targets if each["allowed_actions"]],
            len(client.read(f"/indicators/{voids.id}/definitions", **where)["items"]),
            len(client.read(f"/indicators/{voids.id}/rating-rules", **where)["items"]),
            shown["activities"][0]["status"],
        )

    client.sign_in_as("performance_team")
    before = ((94.2, "amber", 1), (1, "relative"), [95], [], 1, 1)
    assert told(as_of=at["made"]) == (*before, "not_started")
    assert told(as_of=at["sealed"]) == told(pack=edition.id) == (*before, "on_course")
    after = told(as_of=at["changed"])
    assert after == ((97, "red", 0), (0, "points"), [99.5, 95], [], 2, 2, "unable")
    now = told()
    assert (now[0], now[2]) == (after[0], [99, 99.5, 95])
    assert now[3], "a proposal is of now, and can be decided on"

    newer = client.read(f"/indicators/{voids.id}/targets", state="approved")["items"][0]
    unknown = client.get(f"/api/v1/targets/{newer['id']}", params={"as_of": at["sealed"]})
    assert unknown.status_code == 404
    assert client.read(f"/targets/{newer['id']}", as_of=at["changed"])["allowed_actions"] == []
    early: dict[str, Any] = {"as_of": "2023-01-01T00:00:00Z"}
    unheard = client.read(f"/indicators/{voids.id}", **early)
    assert (unheard["definition"]["number"], unheard["rating_rule"]) == (1, None), "nothing had been said of it then"
    assert client.read(f"/indicators/{voids.id}/definitions", **early)["items"] == []


def test_who_may_not_read_an_edition_looks_back_through_it_at_nothing(client: WebClient, measures: Measures) -> None:
    voids = measures.indicator("H4")
    edition = measures.edition(Q1, measures.reported(voids, Q1, 94.2), issued_to=measures.council.cabinet)
    client.sign_in_as("analyst")
    for path in (f"/indicators/{voids.id}", f"/indicators/{voids.id}/targets", "/targets", "/golden-thread"):
        query = {"pack": edition.id, **({"indicator_id": voids.id} if "thread" in path else {})}
        assert client.get(f"/api/v1{path}", params=query).status_code == 404
