"""The golden thread: down from a plan to its latest figures, up from an indicator to every plan it serves."""

from sqlalchemy.orm import Session

from quarterdeck.measures.models import IndicatorActivity
from tests.builders import CouncilBuilder
from tests.measures.growing import Q1, Q2, Measures
from tests.planning.growing import START, Plans
from tests.web import WebClient


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
