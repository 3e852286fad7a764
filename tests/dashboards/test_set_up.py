"""A council's first steps: which are done is read off the record, and what comes next."""

import pytest

from quarterdeck.dashboards.set_up import states_of
from quarterdeck.dashboards.set_up_schemas import SetUpStep
from tests.organisation.accounts import with_account
from tests.web import WebClient

ORDER = list(SetUpStep)


@pytest.mark.parametrize(
    ("done", "states"),
    [
        ("", "next to_do to_do to_do optional to_do to_do"),
        ("council", "done next to_do to_do optional to_do to_do"),
        # What was done out of turn stays done; what was left out before it is next.
        ("council round people", "done next to_do done optional to_do done"),
        ("council framework records people", "done done done done optional next to_do"),
        ("council framework records people history targets round", "done done done done done done done"),
    ],
)
def test_the_first_step_that_is_wanted_and_not_done_is_next(done: str, states: str) -> None:
    found = states_of({step: step in done.split() for step in ORDER})
    assert [found[step] for step in ORDER] == states.split()


def test_steps_are_done_when_the_record_has_what_they_bring(client: WebClient) -> None:
    client.sign_in_as("administrator")
    before = client.read("/set-up")
    assert {step["key"]: step["state"] for step in before["steps"]} == {
        "council": "done", "framework": "next", "records": "to_do", "people": "to_do", "history": "optional",
        "targets": "to_do", "round": "to_do",
    }  # fmt: skip
    adopted = client.change(
        "POST", "/framework/versions", {"template": "cabinet_first", "effective_from": "2023-04-01"}
    )
    assert adopted.status_code == 201, adopted.text
    manager, provider = client.council.person("service_manager"), client.council.person("data_provider")
    assert "people" in [step["key"] for step in client.read("/set-up")["steps"] if step["state"] == "to_do"]
    for person in (manager, provider):
        with_account(client.council, person)
    steps = {step["key"]: step for step in client.read("/set-up")["steps"]}
    assert (steps["framework"]["state"], steps["records"]["state"], steps["people"]["state"]) == (
        "done",
        "next",
        "done",
    )
    assert {"what": "people", "count": 2} in steps["people"]["counts"]


def test_the_list_is_put_away_for_everybody_and_brought_back(client: WebClient) -> None:
    client.sign_in_as("performance_team")
    assert client.change("POST", "/set-up/put-away", {"put_away": True}).json()["put_away_on"]
    client.sign_in_as("administrator")
    assert client.read("/set-up")["put_away_on"]
    assert client.change("POST", "/set-up/put-away", {"put_away": False}).json()["put_away_on"] is None
    client.sign_in_as("service_manager")
    assert client.get("/api/v1/set-up").status_code == 403
