"""Links between indicators and activities: with their days, kept when they end, and read from both sides."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection.due import due_in
from quarterdeck.core import clock
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.framework.periods import Period
from quarterdeck.measures import activity_links, indicators
from quarterdeck.measures.activity_link_schemas import ActivityLinkCreate, ActivityLinkUpdate
from quarterdeck.measures.models import Indicator
from quarterdeck.planning.models import Activity
from tests.builders import CouncilBuilder
from tests.measures.growing import Measures
from tests.planning.growing import Plans
from tests.web import WebClient

APRIL, OCTOBER = date(2023, 4, 1), date(2023, 10, 1)
AUTUMN = datetime(2023, 10, 2, 12, tzinfo=UTC)


class Linking:
    """An indicator of Housing and activities that it shows the effect of."""

    def __init__(self, session: Session, council: CouncilBuilder) -> None:
        self.session, self.council = session, council
        self.measures, self.plans = Measures(session, council), Plans(session, council)
        self.team = self.plans.team
        self.indicator: Indicator = self.measures.indicator("H4")
        priority_id = self.plans.priority_of(self.plans.adopted())
        self.lettings: Activity = self.plans.activity(priority_id, "People 5")
        self.repairs: Activity = self.plans.activity(priority_id, "People 6")

    def linked(self, activity: Activity, since: date | None = None) -> Any:
        data = ActivityLinkCreate(activity_id=activity.id, valid_from=since)
        return activity_links.link_activity(self.session, self.team, self.indicator.id, data)[0]

    def ended(self, link: Any, last: date | None, version: int | None = None) -> Any:
        return activity_links.end_link(
            self.session,
            self.team,
            self.indicator.id,
            link.id,
            ActivityLinkUpdate(valid_to=last),
            version or self.indicator.version,
        )[0]

    def activities_on(self, day: date | None) -> list[str]:
        query = activity_links.links_of_indicator(self.session, self.team, self.indicator.id, day)
        return sorted(row[2].ref for row in self.session.execute(query))

    def indicators_of(self, activity: Activity, day: date | None = None) -> list[str]:
        query = activity_links.links_of_activity(self.session, self.team, activity.id, day)
        return [row[1].ref for row in self.session.execute(query)]


@pytest.fixture
def linking(session: Session, council: CouncilBuilder) -> Linking:
    return Linking(session, council)


def _refusal(refused: pytest.ExceptionInfo[Problem]) -> tuple[int, str]:
    problem = refused.value
    return problem.status, problem.errors[0].pointer if problem.errors else problem.code


def test_a_link_has_its_days_and_is_read_from_both_sides(session: Session, linking: Linking) -> None:
    link = linking.linked(linking.lettings, APRIL)
    linking.linked(linking.repairs, OCTOBER)
    linking.ended(link, date(2023, 12, 31))
    assert linking.activities_on(date(2023, 3, 31)) == []
    assert linking.activities_on(date(2023, 9, 30)) == ["People 5"]
    assert linking.activities_on(date(2023, 12, 31)) == ["People 5", "People 6"]
    assert linking.activities_on(date(2024, 1, 1)) == ["People 6"]
    assert linking.activities_on(None) == ["People 5", "People 6"]
    assert linking.indicators_of(linking.lettings) == linking.indicators_of(linking.lettings, OCTOBER) == ["H4"]
    assert linking.indicators_of(linking.lettings, date(2024, 1, 1)) == []
    with clock.set_to(AUTUMN):
        read = indicators.indicator_reads(session, [linking.indicator])[0]
    assert read.activity_ids == [linking.lettings.id, linking.repairs.id]
    events = session.scalars(select(AuditEvent).where(AuditEvent.kind == "indicator").order_by(AuditEvent.position))
    assert [event.action for event in events] == [
        "indicator.create",
        "indicator.link_activity",
        "indicator.link_activity",
        "indicator.end_activity_link",
    ]


def test_the_same_two_are_linked_once_at_a_time(linking: Linking) -> None:
    link = linking.linked(linking.lettings, APRIL)
    for since in (date(2022, 4, 1), APRIL, OCTOBER):
        with pytest.raises(Problem) as refused:
            linking.linked(linking.lettings, since)
        assert _refusal(refused) == (409, "taken")
    linking.ended(link, date(2023, 9, 30))
    again = linking.linked(linking.lettings, OCTOBER)
    with pytest.raises(Problem) as running_on, linking.session.begin_nested():
        linking.ended(link, None)
    assert _refusal(running_on) == (409, "taken")
    linking.session.refresh(link)
    # What never was stands in nobody's way.
    linking.ended(again, date(2023, 9, 30))
    linking.ended(link, None)
    assert linking.activities_on(date(2024, 1, 1)) == ["People 5"]


def test_ending_names_the_indicators_version_and_a_day_that_can_be(linking: Linking) -> None:
    link = linking.linked(linking.lettings, APRIL)
    with pytest.raises(Problem) as stale:
        linking.ended(link, OCTOBER, version=1)
    assert stale.value.status == 412
    with pytest.raises(Problem) as before:
        linking.ended(link, date(2023, 3, 30))
    assert _refusal(before) == (422, "/valid_to")
    version = linking.indicator.version
    linking.ended(link, None)
    assert linking.indicator.version == version


def test_who_links_and_what_is_hidden(session: Session, council: CouncilBuilder, linking: Linking) -> None:
    link = linking.linked(linking.lettings)
    data = ActivityLinkCreate(activity_id=linking.repairs.id)
    for role in ("data_provider", "service_manager", "director", "analyst"):
        with pytest.raises(Problem) as refused:
            activity_links.link_activity(session, council.actor(role), linking.indicator.id, data)
        assert refused.value.status == 403, role
    draft = linking.plans.activity(linking.plans.priority_of(linking.plans.draft("DRAFT")), "People 9")
    linking.linked(draft)
    seen = activity_links.links_of_indicator(session, council.actor("analyst"), linking.indicator.id)
    assert [row[0].id for row in session.execute(seen)] == [link.id]
    elsewhere = CouncilBuilder(session, "other", "Other Borough Council")
    for stranger in (council.actor("analyst"), elsewhere.actor("performance_team")):
        with pytest.raises(Problem) as hidden:
            activity_links.links_of_activity(session, stranger, draft.id)
        assert hidden.value.status == 404
    plans = Plans(session, elsewhere)
    foreign = plans.activity(plans.priority_of(plans.adopted()), "People 1")
    with pytest.raises(Problem) as unknown:
        linking.linked(foreign)
    assert _refusal(unknown) == (422, "/activity_id")
    other = linking.measures.indicator("H5")
    with pytest.raises(Problem) as of_another:
        activity_links.end_link(session, linking.team, other.id, link.id, ActivityLinkUpdate(valid_to=OCTOBER), 1)
    assert of_another.value.status == 404


def test_an_indicator_measures_priorities_of_several_plans_and_is_asked_for_once(
    session: Session, council: CouncilBuilder
) -> None:
    """E25: two plans at once, and the previous administration's measures in both."""
    plans, measures = Plans(session, council), Measures(session, council)
    priorities = [plans.priority_of(plans.adopted(code)) for code in ("COUNCIL-PLAN", "HOUSING-STRATEGY")]
    indicator = measures.indicator("H4", priority_ids=priorities, linked_from=APRIL)
    measures.indicator("H5", priority_ids=priorities[:1], linked_from=APRIL)

    def of_plan(code: str) -> list[str]:
        return sorted(row.ref for row in session.scalars(indicators.list_indicators(plans.team, plan=code)))

    assert (of_plan("COUNCIL-PLAN"), of_plan("HOUSING-STRATEGY")) == (["H4", "H5"], ["H4"])
    assert indicators.indicator_reads(session, [indicator])[0].priority_ids == sorted(priorities)
    figures = due_in(session, council.id, Period.of_code("2023-24-Q1"))[council.housing.id].figures
    assert len(figures) == len(set(figures)) == 2


def test_links_over_http(client: WebClient, linking: Linking) -> None:
    path, activity_id = f"/indicators/{linking.indicator.id}/activities", linking.lettings.id
    linking.session.commit()
    client.sign_in_as("performance_team")
    made = client.change("POST", path, {"activity_id": activity_id, "valid_from": "2023-04-01"})
    link = made.json()
    assert (made.status_code, made.headers["ETag"], link["activity_ref"]) == (201, '"2"', "People 5")
    assert client.change("PATCH", f"{path}/{link['id']}", {"valid_to": "2023-12-31"}).status_code == 428
    ended = client.change("PATCH", f"{path}/{link['id']}", {"valid_to": "2023-12-31"}, 2)
    assert (ended.status_code, ended.headers["ETag"], ended.json()["valid_to"]) == (200, '"3"', "2023-12-31")
    client.sign_in_as("analyst")
    assert client.read(path)["items"] == [ended.json()]
    assert client.read(path, on="2024-01-01")["items"] == []
    assert client.read(f"/activities/{activity_id}/indicators")["items"][0]["indicator_ref"] == "H4"
