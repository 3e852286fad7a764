"""The golden thread: down from a plan to its latest figures, up from an indicator to every plan it serves."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from quarterdeck.core.db import Database
from quarterdeck.measures.models import IndicatorActivity
from quarterdeck.planning.models import Priority, Theme
from tests.actions.asking import Asking
from tests.builders import CouncilBuilder
from tests.dashboards.test_query_counts import USUAL, asked_of
from tests.measures.growing import Q1, Q2, Measures
from tests.planning.growing import END, START, Plans
from tests.web import WebClient

pytestmark = pytest.mark.both


def test_a_plan_is_walked_down_to_the_latest_figures(client: WebClient, plans: Plans, measures: Measures) -> None:
    plan = plans.adopted()
    priority_id = plans.priority_of(plan)
    plans.activity(priority_id, "People 1")
    indicator = measures.indicator("H4", priority_ids=[priority_id])
    measures.reported(indicator, Q1, 20.3, approved=True)
    measures.reported(indicator, Q2, 21.5)
    thread = client.sign_in_as("performance_team").read("/golden-thread", plan_id=plan.id)
    [theme] = thread["plans"][0]["themes"]
    [priority] = theme["priorities"]
    assert [each["ref"] for each in priority["activities"]] == ["People 1"]
    assert [(each["ref"], each["latest"]["value"]) for each in priority["indicators"]] == [("H4", 21.5)]
    # Whoever sees approved figures alone sees the thread end in the approved one.
    seen = client.sign_in_as("analyst").read("/golden-thread", priority_id=priority_id)
    assert seen["plans"][0]["themes"][0]["priorities"][0]["indicators"][0]["latest"]["period"] == Q1


def test_an_indicator_is_walked_up_to_every_plan_it_serves(client: WebClient, plans: Plans, measures: Measures) -> None:
    old, new = plans.adopted("OLD"), plans.adopted("NEW")
    priorities = [plans.priority_of(old), plans.priority_of(new)]
    other = plans.activity(priorities[0], "People 9")
    indicator = measures.indicator("H4", priority_ids=priorities)
    measures.indicator("H5", priority_ids=priorities)
    thread = client.sign_in_as("analyst").read("/golden-thread", indicator_id=indicator.id)
    assert {plan["code"] for plan in thread["plans"]} == {"OLD", "NEW"}
    shown = [priority for plan in thread["plans"] for theme in plan["themes"] for priority in theme["priorities"]]
    assert [[each["ref"] for each in priority["indicators"]] for priority in shown] == [["H4"], ["H4"]]
    assert not any(priority["activities"] for priority in shown), other.ref


def test_an_activity_leads_to_the_indicators_that_show_what_it_is_for(
    client: WebClient, plans: Plans, measures: Measures, session: Session, council: CouncilBuilder
) -> None:
    activity = plans.activity(plans.priority_of(plans.adopted()), "People 2")
    indicator = measures.indicator("H7")
    session.add(
        IndicatorActivity(
            council_id=council.id, indicator_id=indicator.id, activity_id=activity.id, valid_from=START, valid_to=None
        )
    )
    session.commit()
    thread = client.sign_in_as("analyst").read("/golden-thread", activity_id=activity.id)
    [shown] = thread["plans"][0]["themes"][0]["priorities"][0]["activities"]
    assert (shown["ref"], shown["indicator_ids"]) == ("People 2", [indicator.id])
    assert [each["ref"] for each in thread["linked_indicators"]] == ["H7"]
    upwards = client.read("/golden-thread", indicator_id=indicator.id)
    assert upwards["plans"][0]["themes"][0]["priorities"][0]["activities"][0]["ref"] == "People 2"


def test_one_start_is_asked_for_and_a_draft_of_others_is_not_there(client: WebClient, plans: Plans) -> None:
    draft = plans.draft("DRAFT")
    client.sign_in_as("analyst")
    answer = client.get("/api/v1/golden-thread")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "one_start")
    assert client.get("/api/v1/golden-thread", params={"plan_id": draft.id}).status_code == 404


def shown(thread: dict[str, Any]) -> tuple[list[Any], list[Any]]:
    """A thread in short: by plan the activities with their indicators, and indicators with their latest figure."""

    def figures(indicators: list[dict[str, Any]]) -> list[Any]:
        return [(each["ref"], each["latest"] and each["latest"]["value"]) for each in indicators]

    refs: dict[int, str] = {}
    branches = [
        (plan["code"], priority)
        for plan in thread["plans"]
        for theme in plan["themes"]
        for priority in theme["priorities"]
    ]
    for indicators in (*(priority["indicators"] for _, priority in branches), thread["linked_indicators"]):
        refs |= {each["id"]: each["ref"] for each in indicators}
    by_plan = [
        (
            code,
            [(each["ref"], [refs.get(i, "-") for i in each["indicator_ids"]]) for each in priority["activities"]],
            figures(priority["indicators"]),
        )
        for code, priority in branches
    ]
    return by_plan, figures(thread["linked_indicators"])


def test_every_start_shows_its_whole_thread_in_three_queries(
    client: WebClient, plans: Plans, measures: Measures, session: Session, council: CouncilBuilder, database: Database
) -> None:
    """Several activities, links and indicators; some without a figure, one that serves two priorities."""
    near, far = (plans.priority_of(plans.adopted(code)) for code in ("NEAR", "FAR"))
    first, second, third, other = (
        plans.activity(priority_id, ref, due_on=END)
        for priority_id, ref in ((near, "People 2"), (near, "People 1"), (near, "People 3"), (far, "People 9"))
    )
    both, silent = measures.indicator("H4", priority_ids=[near, far]), measures.indicator("H5", priority_ids=[near])
    beside, away, past = (
        measures.indicator("H7"),
        measures.indicator("H8", priority_ids=[far]),
        measures.indicator("P1"),
    )
    for activity, indicator, until in (
        (first, both, None),
        (first, both, END.replace(year=2099)),
        (first, beside, None),
        (second, beside, None),
        (second, away, None),
        (second, past, START),
        (other, both, None),
    ):
        session.add(
            IndicatorActivity(
                council_id=council.id,
                indicator_id=indicator.id,
                activity_id=activity.id,
                valid_from=START,
                valid_to=until,
            )
        )
    measures.reported(both, Q1, 20.3, approved=True)
    measures.reported(both, Q2, 21.5)
    measures.reported(both, Q2, 50, breakdown="flats")
    measures.reported(both, Q2, 22, unit=council.environment)
    measures.reported(away, Q2, 30)
    measures.reported(beside, Q1)
    empty = plans.adopted("EMPTY")
    theme = session.get_one(Theme, session.get_one(Priority, near).theme_id)
    client.sign_in_as("performance_team")

    def read(**start: int) -> tuple[list[Any], list[Any]]:
        with asked_of(database) as sent:
            thread = client.read("/golden-thread", **start)
        assert len(sent) <= USUAL, sent
        return shown(thread)

    activities = [("People 1", ["H7", "H8"]), ("People 2", ["H4", "H7"]), ("People 3", [])]
    whole = [("NEAR", activities, [("H4", 22), ("H5", None)])], [("H7", None), ("H8", 30)]
    assert read(plan_id=theme.plan_id) == read(priority_id=near) == whole
    assert read(activity_id=first.id) == ([("NEAR", activities[1:2], [("H4", 22)])], [("H7", None)])
    assert read(activity_id=third.id) == ([("NEAR", activities[2:], [])], [])
    assert read(indicator_id=both.id) == (
        [("NEAR", [("People 2", ["H4", "-"])], [("H4", 22)]), ("FAR", [("People 9", ["H4"])], [("H4", 22)])],
        [],
    )
    assert read(indicator_id=beside.id) == (
        [("NEAR", [("People 1", ["H7", "-"]), ("People 2", ["-", "H7"])], [])],
        [("H7", None)],
    )
    assert read(indicator_id=silent.id) == ([("NEAR", [], [("H5", None)])], [])
    assert read(indicator_id=past.id) == ([], [("P1", None)])
    assert read(plan_id=empty.id) == ([], [])


def test_a_start_that_is_not_there_is_not_found(client: WebClient) -> None:
    client.sign_in_as("performance_team")
    for kind in ("plan", "priority", "activity", "indicator"):
        answer = client.get("/api/v1/golden-thread", params={f"{kind}_id": 987654})
        assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (404, "not-found"), answer.text
        assert kind in answer.json()["detail"]


def test_actions_about_what_is_shown_hang_in_the_thread(
    client: WebClient, plans: Plans, measures: Measures, session: Session, council: CouncilBuilder, database: Database
) -> None:
    plan = plans.adopted()
    priority_id = plans.priority_of(plan)
    activity, indicator = plans.activity(priority_id, "People 2"), measures.indicator("H7", priority_ids=[priority_id])
    asking = Asking(session, council)
    both = asking.raised(indicator_ids=[indicator.id], activity_ids=[activity.id])
    later = asking.raised(indicator_ids=[indicator.id], due="2199-01")
    asking.raised()
    session.commit()
    client.sign_in_as("analyst")
    with asked_of(database) as sent:
        thread = client.read("/golden-thread", plan_id=plan.id)
    assert len(sent) <= USUAL
    told = [(each["ref"], each["what"], each["state"], each["overdue"]) for each in thread["actions"]]
    assert told == [(both.ref, both.what, "open", True), (later.ref, later.what, "open", False)]
    [priority] = thread["plans"][0]["themes"][0]["priorities"]
    assert [each["action_ids"] for each in priority["activities"]] == [[both.id]]
    assert [each["action_ids"] for each in priority["indicators"]] == [[both.id, later.id]]
    assert client.read("/golden-thread", indicator_id=indicator.id)["actions"] == thread["actions"]
    only = client.read("/golden-thread", activity_id=activity.id)
    assert [each["id"] for each in only["actions"]] == [both.id]
