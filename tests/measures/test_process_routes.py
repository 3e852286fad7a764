"""Process limits over HTTP: of which series and when, rebased by a person, by the council's settings."""

from datetime import timedelta
from typing import Any

import pytest

from quarterdeck.framework.periods import Period
from quarterdeck.measures.models import Indicator
from tests.builders import CouncilBuilder
from tests.measures.drawing import quarters
from tests.measures.growing import Measures
from tests.measures.test_process import STEADY
from tests.web import WebClient

PERIODS: list[Period] = quarters(25)
VALUES = [*STEADY, *(value + 30 for value in STEADY[:11])]
REBASED = PERIODS[14].code


@pytest.fixture
def lettings(measures: Measures) -> Indicator:
    """Fourteen quarters around 50% and eleven around 80%, all approved, with a target of 90% for the last."""
    indicator = measures.indicator("H4", name="Lettings <in time>")
    measures.target(indicator, PERIODS[-1].code, 90)
    for period, value in zip(PERIODS, VALUES, strict=True):
        measures.reported(indicator, period.code, value, approved=True)
    return indicator


def limits(client: WebClient, indicator: Indicator, **query: Any) -> Any:
    return client.read(f"/indicators/{indicator.id}/process-limits", **query)


def test_a_rebase_is_recorded_seen_from_its_day_on_and_withdrawn(
    client: WebClient, measures: Measures, lettings: Indicator
) -> None:
    client.sign_in_as("performance_team")
    before = limits(client, lettings)
    told = ("variation", "basis", "count", "run", "screened", "assurance", "allowed_actions")
    assert [before[each] for each in told] == ["improving", "full", 25, 7, False, "never", ["rebase"]]
    assert before["points"][-1]["limits"] == before["limits"]
    path, body = f"/indicators/{lettings.id}/rebases", {
        "series_id": measures.series(lettings).id, "period": REBASED, "reason": "Case officers took over"
    }  # fmt: skip
    made = client.change("POST", path, body)
    assert (made.status_code, made.json()["stands"], made.json()["allowed_actions"]) == (201, True, ["withdraw"])
    after = limits(client, lettings)
    assert [after[each] for each in told[:3]] == ["common", "trial", 11]
    assert (after["since"], after["assurance"], after["points"][14]["anew"]) == (REBASED, "never", "rebase")
    drawn = client.get(f"/api/v1/indicators/{lettings.id}/process-limits.svg", params={"width": 320})
    assert 'class="chart-rebase"' in drawn.text
    assert "Lettings &lt;in time&gt;" in drawn.text
    again = client.get(
        f"/api/v1/indicators/{lettings.id}/process-limits.svg", params={"width": 320},
        headers={"If-None-Match": drawn.headers["ETag"]},
    )  # fmt: skip
    assert again.status_code == 304
    refused = [
        client.change("POST", path, body | each)
        for each in ({}, {"period": PERIODS[0].code}, {"period": "2030-31-Q1"}, {"series_id": 9999}, {"reason": " "})
    ]
    assert [each.status_code for each in refused] == [409, 422, 422, 422, 422]
    assert refused[1].json()["errors"][0]["pointer"] == "/period"
    withdrawal = f"/rebases/{made.json()['id']}/withdrawals"
    taken = client.change("POST", withdrawal, {"reason": "The change did not last"})
    assert (taken.status_code, taken.json()["withdrawn"]) == (201, True)
    assert client.change("POST", withdrawal, {"reason": "Again"}).status_code == 409
    # Both stay on record, and a moment at which the rebase stood shows the limits of then.
    kept = client.read(path)["items"]
    assert [(each["withdrawn"], each["stands"], each["reason"]) for each in kept] == [
        (True, True, "The change did not last"), (False, False, "Case officers took over"),
    ]  # fmt: skip
    assert limits(client, lettings)["count"] == 25
    assert limits(client, lettings, as_of=made.json()["recorded_at"])["count"] == 11
    client.sign_in_as("data_provider")
    assert client.change("POST", path, body).status_code == 403
    assert limits(client, lettings)["allowed_actions"] == []


def test_limits_rest_on_what_the_reader_may_see_and_a_cumulative_series_has_none(
    client: WebClient, measures: Measures, council: CouncilBuilder
) -> None:
    seen = measures.indicator("H5")
    for period, value in zip(PERIODS[:11], VALUES[:11], strict=True):
        measures.reported(seen, period.code, value, approved=period.start.year < 2020)
    rising = measures.indicator("H6", definition={"aggregation": "year_to_date"})
    measures.reported(rising, PERIODS[0].code, 5.0, approved=True)
    client.sign_in_as("performance_team")
    assert limits(client, seen)["count"] == 11
    assert (limits(client, rising)["without"], limits(client, rising)["allowed_actions"]) == ("year_to_date", [])
    client.sign_in_as("analyst")
    answer = limits(client, seen)
    assert (answer["without"], answer["count"]) == ("too_few", 8)
    assert len(answer["points"]) == 8


def test_the_settings_are_changed_with_a_reason_and_the_past_keeps_its_own(
    client: WebClient, measures: Measures, lettings: Indicator
) -> None:
    client.sign_in_as("performance_team")
    read = client.get("/api/v1/process-settings")
    assert (read.headers["ETag"], read.json()["run"], read.json()["screened"]) == ('"0"', 7, False)
    moment = measures.reported(lettings, "2024-25-Q1", 80.0).recorded_at + timedelta(microseconds=1)
    body = {"run": 9, "screened": True, "reason": "Quarterly figures"}
    made = client.change("PUT", "/process-settings", body, 0)
    assert (made.status_code, made.headers["ETag"], made.json()["history"][0]["reason"]) == (200, '"1"', body["reason"])
    assert client.change("PUT", "/process-settings", body, 0).status_code == 412
    same = client.change("PUT", "/process-settings", body, 1)
    assert same.status_code == 409
    assert client.change("PUT", "/process-settings", body | {"run": 4}, 0).status_code == 422
    now, then = limits(client, lettings), limits(client, lettings, as_of=moment.isoformat())
    assert ((now["run"], now["screened"]), (then["run"], then["screened"])) == ((9, True), (7, False))
    assert now["settings_words"].startswith("A run or trend is 9 figures")
    client.sign_in_as("service_manager")
    assert client.change("PUT", "/process-settings", body, 1).status_code == 403
