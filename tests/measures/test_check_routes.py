"""Checks, trials and judgements over HTTP, with the contract's own examples."""

from typing import Any

import pytest

from quarterdeck.measures.check_schemas import SETTINGS_EXAMPLE
from quarterdeck.measures.schemas import OverrideCreate
from tests.measures.growing import AGREED, Q1, Measures
from tests.web import WebClient

OVERRIDE: dict[str, Any] = OverrideCreate.model_config["json_schema_extra"]["examples"][0]  # type: ignore[index]


def test_the_checks_are_listed_for_everyone_signed_in(client: WebClient) -> None:
    assert client.get("/api/v1/checks").status_code == 401
    client.sign_in_as("analyst")
    items = {each["code"]: each for each in client.read("/checks")["items"]}
    assert items["times_hundred"] == {
        "code": "times_hundred",
        "about": "figure",
        "name": "A hundred times out",
        "sentence": "The figure is not a hundred times too large or too small, against the figures before it and its "
        "target.",
        "severity": "warning",
        "fixed": False,
    }
    assert {each["about"] for each in items.values()} == {"figure", "activity", "target", "indicator"}


def test_the_checks_of_an_indicator_are_set_under_its_version(client: WebClient, measures: Measures) -> None:
    path = f"/indicators/{measures.indicator().id}/checks"
    client.sign_in_as("performance_team")
    assert client.change("PUT", path, SETTINGS_EXAMPLE).status_code == 428
    assert client.change("PUT", path, SETTINGS_EXAMPLE, version=9).status_code == 412
    made = client.change("PUT", path, SETTINGS_EXAMPLE, version=1)
    assert (made.status_code, made.headers["etag"]) == (200, '"2"')
    assert client.read(path) == made.json()
    (over,) = (each for each in made.json()["items"] if each["code"] == "over_100")
    assert (over["severity"], over["setting"], over["reason"]) == (
        "warning",
        "off",
        SETTINGS_EXAMPLE["checks"][0]["reason"],
    )
    without = {"checks": [{"code": "over_100", "severity": "off", "reason": "  "}]}
    assert client.change("PUT", path, without, version=2).status_code == 422
    client.sign_in_as("analyst")
    assert client.change("PUT", path, SETTINGS_EXAMPLE, version=2).status_code == 403


@pytest.mark.parametrize("rationale, status, clear", [(AGREED, 201, True), ("", 422, False)])
def test_a_target_is_tried_and_then_proposed(
    client: WebClient, measures: Measures, rationale: str, status: int, clear: bool
) -> None:
    voids = measures.indicator()
    measures.reported(voids, "2022-23-Q1", 97)
    path = f"/indicators/{voids.id}/targets"
    client.sign_in_as("performance_team")
    body = {"period": Q1, "value": 95, "rationale": rationale}
    body["explanations"] = {"target_easier_than_outturn": "One in four homes needs works"}  # type: ignore[assignment]
    tried = client.change("POST", f"{path}?dry_run=true", body)
    assert (tried.status_code, tried.json()["clear"]) == (200, clear)
    assert client.read(path)["items"] == []
    made = client.change("POST", path, body)
    assert made.status_code == status
    if clear:
        assert made.json()["findings"] == tried.json()["findings"]
        assert made.json()["explanations"] == body["explanations"]
    else:
        assert made.json()["errors"][0]["code"] == "target_without_reason"


def test_a_rule_is_tried_and_then_adopted(client: WebClient, measures: Measures) -> None:
    voids = measures.indicator()
    measures.target(voids, Q1, 100)
    row = measures.reported(voids, Q1, 94)
    path = f"/indicators/{voids.id}/rating-rules"
    client.sign_in_as("performance_team")
    body = {"kind": "last_year", "parameters": {}}
    tried = client.change("POST", f"{path}?dry_run=true", body)
    assert tried.status_code == 200
    assert tried.json() == {
        "of": 1,
        "would_change": 1,
        "sentence": "Would have changed 1 of 1.",
        "changes": [
            {
                "id": row.id,
                "period": Q1,
                "period_label": "Quarter 1 2023/24 (April to June 2023)",
                "unit": "HOUSING",
                "breakdown": "all",
                "value": 94.0,
                "from": "amber",
                "from_unrated_reason": None,
                "to": "red",
                "to_unrated_reason": None,
            }
        ],
    }
    assert len(client.read(path)["items"]) == 1
    assert client.read(f"/observations/{row.id}")["rating"] == "amber"
    assert client.change("POST", path, {**body, "reason": "Adopted in March"}).status_code == 201
    assert client.read(f"/observations/{row.id}")["rating"] == "red"


def test_a_judgement_is_shown_wherever_the_figure_is(client: WebClient, measures: Measures) -> None:
    voids = measures.indicator()
    measures.target(voids, Q1, 95)
    row = measures.reported(voids, Q1, 50)
    path = f"/observations/{row.id}"
    client.sign_in_as("performance_team")
    made = client.change("POST", f"{path}/rating-overrides", OVERRIDE)
    assert (made.status_code, made.json()["rating"], made.json()["ruled_rating"]) == (201, "amber", "red")
    assert made.json()["made_by"]["judgement"]["judged_by"] is not None
    withdrawn = client.change("POST", f"{path}/rating-overrides", {"rating": None, "reason": "Checked"})
    assert (withdrawn.json()["rating"], withdrawn.json()["override_reason"]) == ("red", None)
    assert client.change("POST", f"{path}/rating-overrides", OVERRIDE).status_code == 201
    measures.approve(row)
    client.sign_in_as("analyst")
    shown = [
        client.read(path),
        client.read("/observations")["items"][0],
        client.read(f"{path}/revisions")["items"][0],
        client.read(f"/indicators/{voids.id}/series")["items"][0]["points"][0],
    ]
    assert {each["override_reason"] for each in shown} == {OVERRIDE["reason"]}
    assert client.change("POST", f"{path}/rating-overrides", OVERRIDE).status_code == 403
    client.sign_in_as("performance_team")
    decided = client.change("POST", f"{path}/rating-overrides", {"rating": None, "reason": "Checked"})
    assert (decided.status_code, decided.json()["type"].rpartition("/")[2]) == (409, "decided")
    for body in ({"rating": "unrated", "reason": "x"}, {"rating": "amber", "reason": " "}, {"reason": "x"}):
        assert client.change("POST", f"{path}/rating-overrides", body).status_code == 422
