"""The contract as its readers use it: names, lists, states, who signs in, and examples that work.

What every schema keeps to, and that openapi.yaml is what the code says, is held by tests/core/test_contract.py.
"""

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from quarterdeck.organisation.access import OPEN_TO_ALL
from tests.api.all_calls import good_calls
from tests.api.asking import Asking
from tests.api.calls import FORMS, Call

# The names of contract.md that the first issue covers: other people's programs rely on them.
RESOURCES = {
    "/session", "/councils", "/units", "/posts", "/people", "/portfolios", "/role-grants", "/bodies", "/meetings",
    "/evidence", "/framework", "/framework/versions", "/periods", "/plans", "/themes", "/priorities", "/activities",
    "/activity-updates", "/indicators", "/indicators/{indicator_id}/definitions", "/indicators/{indicator_id}/targets",
    "/indicators/{indicator_id}/rating-rules", "/indicators/{indicator_id}/series", "/observations",
    "/observations/{observation_id}/revisions", "/rounds", "/rounds/{round_id}/decisions", "/submissions",
    "/submissions/{submission_id}/entries", "/submissions/{submission_id}/checklist",
    "/submissions/{submission_id}/decisions", "/targets/{target_id}/decisions", "/plans/{plan_id}/decisions",
    "/actions/{action_id}/decisions", "/approvals", "/packs", "/packs/{edition_id}/decisions",
    "/packs/{edition_id}/manifest", "/packs/{edition_id}/verify", "/packs/{edition_id}/documents/html",
    "/restatements", "/restatements/{restatement_id}/decisions", "/actions", "/audit-events", "/audit-events/verify",
    "/clients", "/tokens",
}  # fmt: skip
TAGS = {"health", "organisation", "framework", "planning", "measures", "actions", "assurance", "collection",
        "comparisons", "reporting", "documents", "dashboards", "integrations"}  # fmt: skip
COMPUTED = {
    "list_history_rows",
    "list_comparison_lines",
    "list_periods",
    "list_framework_templates",
    "list_checks",
    "list_dashboard_periods",
    "list_outturns",
    "list_year_ends",
}
"""Lists that are computed whole and do not grow: they answer as lists do, and take no page."""
VIEWED = {"list_series", "list_observations", "summarise_observations", "list_revisions", "read_observation",
          "read_dashboard", "read_dashboard_trends", "read_dashboard_signals", "draw_chart", "list_outturns",
          "list_year_ends",
          "read_plan_outturns", "read_process_limits", "draw_process_limits", "list_rebases",
          "read_comparison", "draw_comparison_chart",
          "read_external_framework"}  # fmt: skip
"""The reads of figures and ratings, which take `?as_of=` and `?pack=`."""
SITUATIONS = {"decide_submission": "return own service's", "decide_pack": "Cabinet"}
"""What the examples of decisions are about, where it is not what comes first."""
NOT_AS_IT_IS = {
    "create_session": "signs in somebody who has an account",
    "change_password": "needs the password that somebody has",
    "begin_second_factor": "needs the password that somebody has",
    "confirm_second_factor": "needs the code that an app shows",
    "create_recovery_codes": "needs the code that an app shows",
    "remove_second_factor": "needs the code that an app shows",
    "use_password_reset": "needs the token that somebody was given",
    "create_first_council": "is for an installation that holds nothing",
    "decide_setup_load": "is for whoever uploaded the workbook",
    **dict.fromkeys(FORMS, "is a form with a file"),
}
"""Examples that no built council can take as they are, and why."""


@pytest.fixture(scope="module")
def contract(asking: Asking) -> dict[str, Any]:
    return dict(asking.contract)


def _schema_of(asking: Asking, operation: dict[str, Any], status: str = "200") -> dict[str, Any]:
    """The JSON schema of a good answer, or an empty one."""
    content = operation["responses"].get(status, {}).get("content", {})
    schema: dict[str, Any] = content.get("application/json", {}).get("schema", {})
    return asking.resolved(schema)


def _lists(asking: Asking) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, operation in asking.operations.items():
        if "next_cursor" in _schema_of(asking, operation).get("properties", {}):
            yield name, operation


def test_the_names_that_programs_rely_on_are_there(contract: dict[str, Any]) -> None:
    assert {f"/api/v1{each}" for each in RESOURCES} - contract["paths"].keys() == set()
    assert {"/health/live", "/health/ready"} <= contract["paths"].keys()


def test_every_operation_has_a_tag_and_tells_in_a_line_what_it_does(asking: Asking) -> None:
    assert {tag for operation in asking.operations.values() for tag in operation["tags"]} == TAGS
    for name, operation in asking.operations.items():
        assert len(operation["tags"]) == 1, name
        assert operation["summary"], name
        assert operation["description"].endswith((".", "?")), name


def test_lists_answer_items_and_a_cursor_and_take_pages_of_at_most_500(asking: Asking) -> None:
    lists = dict(_lists(asking))
    assert {name for name in asking.operations if name.startswith("list_")} == set(lists)
    for name, operation in lists.items():
        assert set(_schema_of(asking, operation)["properties"]) == {"items", "next_cursor"}, name
        taken = {each["name"]: each["schema"] for each in operation.get("parameters", [])}
        if name not in COMPUTED:
            assert (taken["limit"]["maximum"], taken["limit"]["minimum"]) == (500, 1), name
            assert "cursor" in taken, name


def _answered(asking: Asking) -> Iterator[tuple[str, dict[str, Any]]]:
    """(operation id, schema) of each thing that is answered: alone, or as an item of a list."""
    for name, operation in asking.operations.items():
        for status in ("200", "201"):
            schema = _schema_of(asking, operation, status)
            items = schema.get("properties", {}).get("items", {}).get("items")
            yield name, asking.resolved(items) if items else schema


def test_what_has_a_state_says_its_version_and_what_may_be_done(asking: Asking) -> None:
    with_states = [
        (name, schema["properties"].keys())
        for name, schema in _answered(asking)
        if {"id", "state"} <= schema.get("properties", {}).keys()
    ]
    assert len(with_states) >= 25
    for name, fields in with_states:
        assert {"version", "allowed_actions"} <= fields, name


def test_reads_of_figures_take_a_moment_or_an_edition(asking: Asking) -> None:
    for name in VIEWED:
        assert {"as_of", "pack"} <= {each["name"] for each in asking.operations[name]["parameters"]}, name


def test_the_contract_says_what_needs_no_signing_in(asking: Asking, contract: dict[str, Any]) -> None:
    schemes = contract["components"]["securitySchemes"]
    cookies = {name: scheme["name"] for name, scheme in schemes.items() if scheme["type"] == "apiKey"}
    assert set(cookies.values()) == {"__Host-quarterdeck_session", "quarterdeck_session"}
    assert {scheme["scheme"] for scheme in schemes.values() if scheme["type"] == "http"} == {"bearer", "basic"}
    assert [set(each) for each in contract["security"]] == [{name} for name in cookies]
    for name, operation in asking.operations.items():
        is_open = f"{operation['method']} {operation['path']}" in OPEN_TO_ALL
        assert (operation.get("security") == []) is is_open, name
        if not is_open:
            by_token = [name for each in operation.get("security", []) for name in each if name not in cookies]
            assert len(by_token) == (2 if operation["method"] == "GET" else 0), name
        # Signing in itself answers 401 as well.
        assert ("401" in operation["responses"]) is (not is_open or name == "create_session"), name


def test_every_error_of_an_operation_is_a_problem_that_it_declares(asking: Asking, contract: dict[str, Any]) -> None:
    for name, operation in asking.operations.items():
        if operation["path"].startswith("/api/"):
            errors = {status for status in operation["responses"] if status >= "400"}
            assert {"500", "503"} <= errors, name
            assert ({"400", "413", "422"} <= errors) or "requestBody" not in operation, name
            for status in errors:
                response = asking.resolved(operation["responses"][status])
                schema = response["content"]["application/problem+json"]["schema"]
                assert schema["$ref"].endswith("/ProblemDetails"), f"{name} {status}"


def test_addresses_refuse_methods_that_they_do_not_take_and_name_those_they_do(
    asking: Asking, contract: dict[str, Any]
) -> None:
    good = good_calls(asking.estate)
    for path, operations in contract["paths"].items():
        names = {method.upper(): each["operationId"] for method, each in operations.items()}
        address = good[next(iter(names.values()))]
        for method in sorted({"GET", "PUT", "POST", "DELETE", "PATCH"} - names.keys()):
            answer, _ = asking.send(Call(method, address.path, base=address.base))
            assert answer.status_code == 405, f"{method} {path}: {answer.status_code}"
            assert answer.headers["content-type"] == "application/problem+json"
            assert set(answer.headers["allow"].split(", ")) == names.keys(), f"{method} {path}"
    unknown, _ = asking.send(Call("GET", "/nothing-of-the-kind"))
    assert unknown.status_code == 404


def _examples(asking: Asking) -> Iterator[tuple[str, dict[str, Any], Any]]:
    """(operation id, schema, example) of every JSON body."""
    for name, operation in asking.operations.items():
        for kind, content in operation.get("requestBody", {}).get("content", {}).items():
            if kind == "application/json":
                schema = asking.resolved(content["schema"])
                for example in schema.get("examples", []):
                    yield name, schema, example


def test_every_body_has_an_example_that_its_schema_takes(asking: Asking, contract: dict[str, Any]) -> None:
    with_body = {name for name, operation in asking.operations.items() if "requestBody" in operation}
    assert {name for name, _, _ in _examples(asking)} | FORMS == with_body
    assert len(with_body) > 45
    for name, schema, example in _examples(asking):
        whole = {**schema, "components": contract["components"]}
        faults = [error.message for error in jsonschema_rs.Draft202012Validator(whole).iter_errors(example)]
        assert faults == [], name


def test_every_part_of_a_form_has_an_example(asking: Asking) -> None:
    form = asking.operations["create_evidence"]["requestBody"]["content"]["multipart/form-data"]["schema"]
    parts = asking.resolved(form)["properties"]
    assert {name for name, part in parts.items() if not part.get("examples")} == {"file"}


def test_every_example_works_in_a_built_council(asking: Asking, record_property: Any) -> None:
    """Sent with the ids and versions of things that are there; where a code is taken already, with another."""
    record_property("database", asking.name)
    good, refused, sent = good_calls(asking.estate, SITUATIONS), [], 0
    for name, _, example in _examples(asking):
        if name not in NOT_AS_IT_IS:
            sent += 1
            assert name in good, f"{name} stands in no matrix"
            answer, _ = asking.send(_with_example(good[name], example))
            if not answer.is_success:
                refused.append(f"{name} {example}: {answer.status_code} {answer.text}")
    record_property("figure", ("examples sent", asking.name, sent))
    assert refused == []


def _with_example(call: Call, example: Any) -> Call:
    """The call with the example as its body: the call's own ids, and its own codes where those would clash."""
    own = call.body or {}
    body = {key: own.get(key, value) if _is_of_the_council(key) else value for key, value in example.items()}
    return call.with_body(body)


def _is_of_the_council(field: str) -> bool:
    named = ("code", "ref", "period", "held_on", "source_kind", "expires_on", "parts")
    return field.endswith(("_id", "_ids")) or field in named
