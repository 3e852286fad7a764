"""Indicators, targets and figures over HTTP."""

from typing import Any

import orjson
import pytest
from sqlalchemy.orm import Session

from quarterdeck.core.http import Page
from quarterdeck.measures.figure_schemas import FigureRead
from quarterdeck.measures.schemas import (
    AliasCreate,
    DefinitionAmend,
    IndicatorCreate,
    IndicatorUpdate,
    RuleCreate,
    SeriesCreate,
    TargetCreate,
    TargetDecision,
)
from tests.builders import CouncilBuilder
from tests.measures.growing import Q1, Q2, Measures
from tests.web import WebClient


def _example(schema: Any, **values: Any) -> dict[str, Any]:
    """The example that the contract prints."""
    example: dict[str, Any] = schema.model_config["json_schema_extra"]["examples"][0]
    return {**example, **values}


def _error(answer: Any) -> tuple[int, str, str]:
    problem = answer.json()
    first = (problem["errors"] or [{"pointer": "", "code": problem["type"].rsplit("/", 1)[1]}])[0]
    return answer.status_code, first["pointer"], first["code"]


@pytest.mark.slow
def test_the_contracts_examples_make_an_indicator_and_its_target(
    client: WebClient, council: CouncilBuilder, measures: Measures
) -> None:
    client.sign_in_as("performance_team")
    made = client.change("POST", "/indicators", _example(IndicatorCreate, unit_id=council.housing.id))
    assert (made.status_code, made.headers["etag"], made.json()["rating_rule"]["kind"]) == (201, '"1"', "relative")
    path = f"/indicators/{made.json()['id']}"
    changed = client.change("PATCH", path, _example(IndicatorUpdate), version=1)
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    assert [alias["name"] for alias in changed.json()["aliases"]] == ["Average days to re-let a home"]
    ward = _example(SeriesCreate, unit_id=council.environment.id)
    for under, body in (
        ("aliases", _example(AliasCreate)),
        ("definitions", _example(DefinitionAmend, body_id=council.cabinet.id)),
        ("rating-rules", _example(RuleCreate)),
        ("series", ward),
    ):
        answer = client.change("POST", f"{path}/{under}", body)
        assert answer.status_code == 201, answer.text
    target = client.change("POST", f"{path}/targets", _example(TargetCreate))
    assert (target.status_code, target.json()["state"]) == (201, "proposed")
    assert target.json()["allowed_actions"] == ["approve", "decline"]
    decided = client.change("POST", f"/targets/{target.json()['id']}/decisions", _example(TargetDecision), version=1)
    assert (decided.status_code, decided.json()["state"], decided.headers["etag"]) == (200, "approved", '"2"')
    assert client.read(f"/targets/{target.json()['id']}") == decided.json()
    for under, numbers in (("definitions", [2, 1]), ("rating-rules", [2, 1]), ("targets", [1])):
        assert [each["number"] for each in client.read(f"{path}/{under}")["items"]] == numbers
    breakdowns = {each["breakdown"]: each["points"] for each in client.read(f"{path}/series")["items"]}
    assert breakdowns == {"all": [], "ward:Northfield": []}
    listed = client.read("/indicators", ref="H4")["items"]
    assert [(each["ref"], each["definition"]["number"]) for each in listed] == [("H4", 2)]
    assert client.read("/targets", ref="H4", state="approved", period=Q1)["items"] == [decided.json()]


def test_a_rule_that_is_none_is_refused_at_its_field(client: WebClient, council: CouncilBuilder) -> None:
    client.sign_in_as("performance_team")
    rule = {"kind": "points", "parameters": {"green_within": 5, "amber_within": 1}}
    body = _example(IndicatorCreate, unit_id=council.housing.id, rating_rule=rule)
    assert _error(client.change("POST", "/indicators", body)) == (
        422,
        "/rating_rule/parameters/amber_within",
        "bad_rule",
    )
    body["rating_rule"] = {"kind": "points", "parameters": {"green_within": "five"}}
    assert client.change("POST", "/indicators", body).status_code == 422


def test_changes_need_the_version_read(client: WebClient, measures: Measures) -> None:
    voids = measures.indicator()
    client.sign_in_as("performance_team")
    path = f"/indicators/{voids.id}"
    assert client.change("PATCH", path, {"lag": 1}).status_code == 428
    assert client.change("PATCH", path, {"lag": 1}, version=7).status_code == 412
    assert client.change("PATCH", path, {"lag": None}, version=1).status_code == 422
    assert client.change("PATCH", path, {"lag": 1}, version=1).json()["lag"] == 1


def test_who_may_not_is_told_so_and_what_is_not_there_looks_alike(client: WebClient, measures: Measures) -> None:
    voids = measures.indicator()
    proposed = measures.proposed(voids, Q1, 95)
    client.sign_in_as("analyst")
    for method, path, body in (
        ("POST", "/indicators", _example(IndicatorCreate)),
        ("PATCH", f"/indicators/{voids.id}", {"lag": 1}),
        ("POST", f"/indicators/{voids.id}/definitions", _example(DefinitionAmend)),
        ("POST", f"/indicators/{voids.id}/targets", _example(TargetCreate)),
        ("POST", f"/targets/{proposed.id}/decisions", {"action": "approve"}),
    ):
        assert client.change(method, path, body, version=1).status_code == 403, path
    for path in (
        "/indicators/999999",
        "/indicators/999999/series",
        "/indicators/999999/targets",
        "/targets/999999",
        f"/targets/{proposed.id}",
        "/observations/999999/revisions",
        "/observations?pack=999999",
    ):
        answer = client.get(f"/api/v1{path}")
        assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[1]) == (404, "not-found"), path
    client.cookies.clear()
    assert client.get("/api/v1/observations").status_code == 401


def test_the_list_of_figures_keeps_its_contract(client: WebClient, measures: Measures) -> None:
    """Its bytes are not validated on the way out, so they are here: every field, of the type declared, no other."""
    voids, volume = measures.indicator(), measures.indicator("C1", kind="contextual")
    measures.target(voids, Q2, low=90, high=95)
    measures.reported(voids, Q1, 94.2, numerator=942, denominator=1000, forecast=95, explanations={"jump": "New"})
    measures.reported(voids, Q2, 95.5, as_printed="95.5%", source="Register")
    measures.reported(volume, Q1)
    client.sign_in_as("auditor")
    answer = client.get("/api/v1/observations")
    assert answer.headers["content-type"] == "application/json"
    content = Page[FigureRead].model_validate_json(answer.content, strict=True)
    assert orjson.loads(content.model_dump_json()) == answer.json()
    assert [(each.ref, each.period) for each in content.items] == [("C1", Q1), ("H4", Q2), ("H4", Q1)]
    assert answer.json()["items"][1]["recorded_at"].endswith("Z")


def test_figures_are_paged_and_narrowed(client: WebClient, measures: Measures) -> None:
    for ref in ("H1", "H2", "H3"):
        measures.reported(measures.indicator(ref), Q1, 90)
    client.sign_in_as("auditor")
    first = client.read("/observations", limit=2)
    second = client.read("/observations", limit=2, cursor=first["next_cursor"])
    assert [each["ref"] for each in first["items"] + second["items"]] == ["H1", "H2", "H3"]
    assert second["next_cursor"] is None
    assert [each["ref"] for each in client.read("/observations", ref="H2", unit="HOUSING", period=Q1)["items"]] == [
        "H2"
    ]
    assert _error(client.get("/api/v1/observations?cursor=bm9uZQ")) == (422, "cursor", "bad_cursor")
    assert client.get("/api/v1/observations?rating=purple").status_code == 422


@pytest.mark.slow
def test_figures_are_read_as_of_a_moment_and_in_an_edition(
    client: WebClient, measures: Measures, council: CouncilBuilder
) -> None:
    voids = measures.indicator()
    row = measures.reported(voids, Q1, 30)
    reported_at = row.recorded_at.isoformat()
    measures.target(voids, Q1, 28)
    edition = measures.edition(Q1, row, issued_to=council.cabinet)
    measures.restated(row, 13, "Counted twice")
    client.sign_in_as("director")

    def told(path: str, **viewpoint: Any) -> tuple[float, str, bool]:
        read = client.read(path, **viewpoint)["items"][0]
        figure = read["points"][0] if "points" in read else read
        return figure["value"], figure["rating"], figure["revised"]

    for path in ("/observations", f"/indicators/{voids.id}/series"):
        assert told(path) == (13, "red", True)
        assert told(path, as_of=reported_at) == (30, "unrated", False)
        assert told(path, pack=edition.id) == (30, "green", False)
    whole = client.read("/observations/summary", period=Q1, by="unit", pack=edition.id)
    assert (whole["summary"]["green"], whole["groups"][0]["code"]) == (1, "HOUSING")
    assert client.read("/observations/summary", period=Q1, as_of=reported_at)["summary"]["unrated"] == {"no_target": 1}
    revisions = client.read(f"/observations/{row.id}/revisions")["items"]
    assert [(each["revision"], each["value"], each["approved"]) for each in revisions] == [
        (2, 13, True),
        (1, 30, False),
    ]
    assert revisions[0]["reason"] == "Counted twice"
    pinned = {"edition_id": edition.id, "number": edition.number, "period_code": Q1}
    assert [each["editions"] for each in revisions] == [[], [pinned]]
    earlier = client.read(f"/observations/{row.id}/revisions", as_of=reported_at)["items"]
    assert [(each["revision"], each["unrated_sentence"], each["editions"]) for each in earlier] == [
        (1, "No target is set for this period.", [])
    ]


@pytest.mark.parametrize("path", ["/observations", "/observations/summary?period=2023-24-Q1"])
def test_a_viewpoint_that_is_none_says_how_to_mend_it(client: WebClient, measures: Measures, path: str) -> None:
    client.sign_in_as("auditor")
    joint = "&" if "?" in path else "?"
    for query, pointer, code in (
        ("as_of=2024-03-31T12:00:00", "as_of", "no_time_zone"),
        ("as_of=2024-03-31T12:00:00+01:00", "as_of", "bad_moment"),  # the + is a space in an address
        ("as_of=2199-01-01T00:00:00Z", "as_of", "future"),
        ("as_of=2024-03-31T12:00:00Z&pack=1", "pack", "one_viewpoint"),
    ):
        assert _error(client.get(f"/api/v1{path}{joint}{query}")) == (422, pointer, code)


def test_a_summary_needs_its_period(client: WebClient, measures: Measures) -> None:
    client.sign_in_as("auditor")
    assert _error(client.get("/api/v1/observations/summary")) == (422, "period", "missing")
    assert _error(client.get("/api/v1/observations/summary?period=2023-24-Q5")) == (422, "period", "bad_period")
    empty = client.read("/observations/summary", period=Q1)
    assert (empty["summary"]["total"], empty["by"], empty["groups"]) == (0, "theme", [])


def test_another_councils_figures_are_not_there(client: WebClient, session: Session, measures: Measures) -> None:
    other = Measures(session, CouncilBuilder(session, "other", "Other Borough Council"))
    row = other.reported(other.indicator("X1"), Q1, 1, approved=True)
    client.sign_in_as("auditor")
    assert client.read("/observations")["items"] == []
    assert client.get(f"/api/v1/observations/{row.id}/revisions").status_code == 404
    assert client.get(f"/api/v1/indicators/{row.indicator_id}").status_code == 404
