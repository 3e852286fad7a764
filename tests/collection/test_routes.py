"""The HTTP of collection: versions, problems, ETags, pages, and a quarter collected over it."""

from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Round
from quarterdeck.core.db import Database
from quarterdeck.organisation.models import RoleGrant
from tests.builders import CouncilBuilder
from tests.collection.collecting import Q1, Q2, Collecting
from tests.web import WebClient


def _code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]


@pytest.fixture
def asked(collecting: Collecting) -> dict[str, int]:
    """Housing is asked for H1 and People 5 in Q1: the ids of the round, the submission and its entries."""
    indicator = collecting.measures.indicator("H1", portfolio=collecting.council.homes)
    collecting.measures.target(indicator, Q1, 95)
    activity = collecting.activity("People 5")
    round_ = collecting.opened(Q1)
    submission = collecting.submission(round_)
    return {
        "round": round_.id,
        "submission": submission.id,
        "figure": collecting.entry(submission, indicator).id,
        "activity": collecting.entry(submission, activity).id,
    }


def test_a_quarter_is_collected_over_http(council: CouncilBuilder, collecting: Collecting, client: WebClient) -> None:
    collecting.measures.indicator("H1")
    client.sign_in_as("performance_team")
    planned = client.change("POST", "/rounds", {"period": Q1})
    assert (planned.status_code, planned.headers["ETag"]) == (201, '"1"')
    assert planned.json()["stages"] == []
    assert planned.json()["allowed_actions"] == ["open", "cancel", "skip", "defer", "merge"]
    path = f"/rounds/{planned.json()['id']}/decisions"
    opened = client.change("POST", path, {"action": "open"}, 1)
    assert (opened.status_code, opened.headers["ETag"], opened.json()["state"]) == (200, '"2"', "collecting")
    assert [stage["key"] for stage in opened.json()["stages"] if stage["state"] == "open"] == ["check"]

    client.sign_in_as("data_provider")
    (submission,) = client.read("/submissions", mine=True)["items"]
    assert (submission["unit"]["code"], submission["state"], submission["editable"]) == ("HOUSING", "requested", True)
    assert submission["allowed_actions"] == ["start"]
    at = f"/submissions/{submission['id']}"
    (entry,) = client.read(f"{at}/entries")["items"]
    assert (entry["indicator"]["ref"], entry["value"], entry["version"]) == ("H1", None, 1)
    saved = client.change("PATCH", f"{at}/entries/{entry['id']}", {"value": 97.25}, 1)
    assert (saved.status_code, saved.headers["ETag"]) == (200, '"2"')
    assert (saved.json()["submission_state"], saved.json()["submission_version"]) == ("draft", 2)
    assert client.read(f"{at}/checklist")["clear"] is True
    assert client.read(at)["allowed_actions"] == ["submit"]
    submitted = client.change("POST", f"{at}/decisions", {"action": "submit"}, 2)
    assert (submitted.status_code, submitted.json()["allowed_actions"]) == (200, [])

    client.sign_in_as("service_manager")
    assert client.read(at)["allowed_actions"] == ["return", "confirm"]
    returned = client.change("POST", f"{at}/decisions", {"action": "return", "comment": "June is missing"}, 3)
    assert (returned.status_code, returned.json()["returned_reason"]) == (200, "June is missing")
    client.sign_in_as("data_provider")
    assert client.change("PATCH", f"{at}/entries/{entry['id']}", {"value": 96}, 2).status_code == 200
    assert client.change("POST", f"{at}/decisions", {"action": "submit"}, 4).status_code == 200
    client.sign_in_as("service_manager")
    confirmed = client.change("POST", f"{at}/decisions", {"action": "confirm"}, 5)
    assert (confirmed.json()["state"], confirmed.headers["ETag"]) == ("confirmed", '"6"')


def test_submitting_too_early_says_of_each_entry_what_to_mend(client: WebClient, asked: dict[str, int]) -> None:
    client.sign_in_as("data_provider")
    at = f"/submissions/{asked['submission']}"
    client.change("PATCH", f"{at}/entries/{asked['figure']}", {"value": 80}, 1)
    refused = client.change("POST", f"{at}/decisions", {"action": "submit"}, 2)
    assert _code(refused) == (409, "checklist")
    assert [(each["pointer"], each["code"]) for each in refused.json()["errors"]] == [
        (f"/entries/{asked['figure']}/commentary", "missing_commentary"),
        (f"/entries/{asked['activity']}/status", "missing_status"),
        (f"/entries/{asked['activity']}/update", "missing_update"),
    ]
    assert all(each["detail"] for each in refused.json()["errors"])
    listed = client.read(f"{at}/checklist")
    assert listed["counts"] == {"entries": 2, "entered": 1, "errors": 3, "warnings": 0, "blocking": 3}
    assert client.read(at)["allowed_actions"] == []


def test_versions_are_asked_for_and_compared(client: WebClient, asked: dict[str, int]) -> None:
    client.sign_in_as("data_provider")
    entry = f"/submissions/{asked['submission']}/entries/{asked['figure']}"
    assert _code(client.change("PATCH", entry, {"value": 1})) == (428, "version-required")
    malformed = client.patch(f"/api/v1{entry}", json={"value": 1}, headers={"If-Match": "one"})
    assert _code(malformed) == (400, "malformed-version")
    assert client.change("PATCH", entry, {"value": 1}, 1).status_code == 200
    stale = client.change("PATCH", entry, {"value": 2}, 1)
    assert (_code(stale), stale.headers["ETag"]) == ((412, "stale-version"), '"2"')
    decisions = f"/submissions/{asked['submission']}/decisions"
    assert _code(client.change("POST", decisions, {"action": "submit"})) == (428, "version-required")
    assert _code(client.change("POST", decisions, {"action": "submit"}, 1)) == (412, "stale-version")
    client.sign_in_as("performance_team")
    decisions = f"/rounds/{asked['round']}/decisions"
    assert _code(client.change("POST", decisions, {"action": "close"})) == (428, "version-required")
    assert _code(client.change("POST", decisions, {"action": "close"}, 1)) == (412, "stale-version")
    assert _code(client.change("POST", decisions, {"action": "close"}, 2)) == (409, "wrong-state")


def test_the_submitter_is_refused_when_they_confirm(
    session: Session, council: CouncilBuilder, client: WebClient, asked: dict[str, int]
) -> None:
    provider = council.person("data_provider")
    session.query(RoleGrant).filter_by(person_id=council.person("service_manager").id).one().person_id = provider.id
    session.commit()
    client.sign_in_as("data_provider")
    at = f"/submissions/{asked['submission']}"
    client.change("PATCH", f"{at}/entries/{asked['figure']}", {"value": 97}, 1)
    client.change("PATCH", f"{at}/entries/{asked['activity']}", {"status": "on_course", "update": "Consulted"}, 1)
    assert client.change("POST", f"{at}/decisions", {"action": "submit"}, 2).status_code == 200
    assert client.read(at)["allowed_actions"] == ["return"]
    assert _code(client.change("POST", f"{at}/decisions", {"action": "confirm"}, 3)) == (409, "not-allowed-now")


@pytest.mark.parametrize(
    "body",
    [
        {"value": "ninety"},
        {"value": 1e16},
        {"commentary": None},
        {"provisional": None},
        {"value_state": "unknown"},
        {"status": "green"},
        {"rating": "green"},
        {"explanations": {"jump": "x" * 2001}},
        {"explanations": {f"code{number}": "x" for number in range(21)}},
        {"explanations": {"": "x"}},
        {"commentary": "\x07"},
    ],
)
def test_a_body_that_is_not_an_entry_is_refused(client: WebClient, asked: dict[str, int], body: dict[str, Any]) -> None:
    client.sign_in_as("data_provider")
    entry = f"/submissions/{asked['submission']}/entries/{asked['figure']}"
    refused = client.change("PATCH", entry, body, 1)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"].startswith(f"/{next(iter(body))}")


def test_the_wrong_role_is_refused_and_the_wrong_unit_finds_nothing(
    council: CouncilBuilder, client: WebClient, asked: dict[str, int]
) -> None:
    at = f"/submissions/{asked['submission']}"
    entry = f"{at}/entries/{asked['figure']}"
    for role in ("administrator", "director", "cabinet_member", "analyst", "auditor", "portfolio_holder"):
        client.sign_in_as(role)
        assert client.change("PATCH", entry, {"value": 1}, 1).status_code == 403, role
        assert client.change("POST", f"{at}/decisions", {"action": "submit"}, 1).status_code == 403, role
        assert client.change("POST", "/rounds", {"period": Q2}).status_code == 403, role
        assert client.change("POST", f"/rounds/{asked['round']}/decisions", {"action": "close"}, 2).status_code == 403
    for role, unit in (("data_provider", council.environment), ("service_manager", council.people)):
        client.sign_in_as(role, unit=unit)
        for path in (at, f"{at}/entries", f"{at}/checklist"):
            assert client.get(f"/api/v1{path}").status_code == 404
        assert client.change("POST", f"{at}/decisions", {"action": "submit"}, 1).status_code == 404
    client.sign_in_as("data_provider", unit=council.environment)
    assert client.change("PATCH", entry, {"value": 1}, 1).status_code == 404
    assert client.read("/submissions")["items"] == []


def test_a_portfolio_holder_reads_what_was_submitted_for_the_portfolio(
    collecting: Collecting, client: WebClient, asked: dict[str, int]
) -> None:
    client.sign_in_as("portfolio_holder")
    at = f"/submissions/{asked['submission']}"
    assert client.get(f"/api/v1{at}").status_code == 404
    collecting.submitted(collecting.submission(collecting.session.get_one(Round, asked["round"])))
    (entry,) = client.read(f"{at}/entries")["items"]
    assert (entry["id"], entry["value"], entry["rating"]["rating"]) == (asked["figure"], 97, "green")
    assert client.read(at)["editable"] is False
    assert client.get(f"/api/v1{at}/checklist").status_code == 404


def test_unknown_actions_and_ids_are_refused(client: WebClient, asked: dict[str, int]) -> None:
    client.sign_in_as("performance_team")
    decisions = f"/submissions/{asked['submission']}/decisions"
    assert _code(client.change("POST", decisions, {"action": "approve"}, 1)) == (422, "unknown-action")
    assert _code(client.change("POST", decisions, {"action": "send_back", "comment": "x"}, 1)) == (403, "forbidden")
    rounds = f"/rounds/{asked['round']}/decisions"
    assert _code(client.change("POST", rounds, {"action": "seal"}, 2)) == (403, "forbidden")
    for path in ("/rounds/999999", "/submissions/999999", "/submissions/999999/entries"):
        assert client.get(f"/api/v1{path}").status_code == 404
    other = f"/submissions/999999/entries/{asked['figure']}"
    assert client.change("PATCH", other, {"value": 1}, 1).status_code == 404
    assert client.change("POST", "/rounds", {"period": "Q1"}).json()["errors"][0]["code"] == "bad_period"


def test_lists_come_in_pages_and_by_filter(
    council: CouncilBuilder, collecting: Collecting, client: WebClient, asked: dict[str, int]
) -> None:
    collecting.measures.indicator("E1", unit=council.environment)
    collecting.opened(Q2)
    collecting.planned("2023-24-Q3")
    client.sign_in_as("performance_team")

    def pages(path: str, **query: Any) -> list[Any]:
        items, cursor = [], None
        while True:
            page = client.read(path, limit=1, **query, **({"cursor": cursor} if cursor else {}))
            items, cursor = items + page["items"], page["next_cursor"]
            if cursor is None:
                return items

    assert [each["period_code"] for each in pages("/rounds")] == ["2023-24-Q3", Q2, Q1]
    assert [each["period_code"] for each in pages("/rounds", state="collecting")] == [Q2, Q1]
    found = [(each["period_code"], each["unit"]["code"]) for each in pages("/submissions")]
    assert found == [(Q2, "ENVIRONMENT"), (Q2, "HOUSING"), (Q1, "HOUSING")]
    assert len(pages("/submissions", period=Q2, unit="HOUSING", state="requested")) == 1
    assert len(pages("/submissions", round_id=asked["round"])) == 1
    entries = pages(f"/submissions/{asked['submission']}/entries")
    assert [each["id"] for each in entries] == [asked["figure"], asked["activity"]]
    assert [each["position"] for each in entries] == [1, 2]


class Statements:
    """How many statements a block sends to the database."""

    def __init__(self, database: Database) -> None:
        self.database, self.count = database, 0

    def _counted(self, *_: Any) -> None:
        self.count += 1

    def __enter__(self) -> "Statements":
        for engine in (self.database.writing_engine, self.database.reading_engine):
            event.listen(engine, "before_cursor_execute", self._counted)
        return self

    def __exit__(self, *_: Any) -> None:
        for engine in (self.database.writing_engine, self.database.reading_engine):
            event.remove(engine, "before_cursor_execute", self._counted)


def test_lists_take_as_many_statements_however_long_they_are(
    council: CouncilBuilder, collecting: Collecting, database: Database, client: WebClient
) -> None:
    for number in range(4):
        collecting.measures.indicator(f"H{number}")
        collecting.measures.indicator(f"E{number}", unit=council.environment)
        collecting.measures.indicator(f"C{number}", unit=council.customers)
    first = collecting.opened(Q1)
    second = collecting.opened(Q2)
    for round_ in (first, second):
        for unit in (council.housing, council.environment, council.customers):
            collecting.filled(collecting.submission(round_, unit), actor=collecting.team)
    client.sign_in_as("performance_team")
    for path in ("/rounds", "/submissions", f"/submissions/{collecting.submission(first).id}/entries"):
        counts = []
        for limit in (1, 100):
            with Statements(database) as statements:
                assert len(client.read(path, limit=limit)["items"]) >= min(limit, 2)
            counts.append(statements.count)
        assert counts[0] == counts[1], (path, counts)
        # Beside the entries stands what it takes to judge them; a list of submissions counts them up at once.
        assert counts[1] <= (18 if path.endswith("entries") else 7), (path, counts)


def test_the_contract_names_the_operations_of_collection(client: WebClient) -> None:
    document = client.app.openapi()  # type: ignore[attr-defined]
    ours = {
        operation["operationId"]
        for path in document["paths"].values()
        for operation in path.values()
        if operation.get("tags") == ["collection"]
    }
    assert ours == {
        "list_rounds",
        "create_round",
        "read_round",
        "decide_round",
        "read_round_asked",
        "list_submissions",
        "read_submission",
        "decide_submission",
        "list_entries",
        "save_entry",
        "read_checklist",
        "decide_submissions",
        "read_submission_changes",
        "list_queries",
        "create_query",
        "answer_query",
        "list_collected_series",
        "list_calculations",
        "add_calculation",
        "read_calculation",
        "list_proposals",
        "propose_measure",
        "save_proposal",
    }
