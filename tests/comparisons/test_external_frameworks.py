"""Frameworks of others as data: what stands for what, since when, and what is a gap."""

import pytest

from quarterdeck.comparisons.lines import Result
from tests.comparisons.loading import EXAMPLES, faults, loaded, looked_at
from tests.measures.growing import Measures

EXAMPLE = (EXAMPLES / "external-framework.csv").read_text(encoding="utf-8")


@pytest.fixture
def measures(session, council):
    return Measures(session, council)


@pytest.mark.both
def test_coverage_shows_what_stands_for_each_metric_with_figure_and_age_and_a_gap_plainly(client, session, measures):
    indicator = measures.indicator("H4")
    measures.reported(indicator, "2023-24-Q1", 41.0, approved=True)
    loaded(session, measures.team, EXAMPLE)
    client.sign_in_as("performance_team")
    framework = client.read("/external-frameworks")["items"][0]
    path = f"/external-frameworks/{framework['id']}"
    before = client.read(path)
    assert [(each["name"], len(each["metrics"])) for each in before["outcomes"]] == [
        ("People have a home", 2),
        ("Clean air", 0),
    ]
    assert (before["metrics"], before["covered"], before["publisher"]) == (2, 0, "Example Statistics")
    metric = before["outcomes"][0]["metrics"][0]
    said = {"indicator_id": indicator.id, "metric_id": metric["id"], "relation": "close", "since": "2023-04-01"}
    assert client.change("POST", "/metric-mappings", said).status_code == 201
    session.rollback()

    after = client.read(path)
    first, second = after["outcomes"][0]["metrics"]
    found = first["indicators"][0]
    assert (found["ref"], found["relation"], found["latest"]["value"], found["latest"]["period"]) == (
        "H4",
        "close",
        41.0,
        "2023-24-Q1",
    )
    assert found["latest"]["age_days"] > 365
    assert (second["indicators"], after["covered"]) == ([], 1)
    # No rating is in the answer: nothing of a framework rates.
    assert "rating" not in found["latest"]
    assert [each["metric_code"] for each in client.read("/metric-mappings", indicator_id=indicator.id)["items"]] == [
        "A1"
    ]

    earlier = client.change("POST", "/metric-mappings", {**said, "relation": "same", "since": "2022-04-01"})
    assert earlier.json()["errors"][0]["code"] == "before_the_last"
    ended = client.change("POST", "/metric-mappings", {**said, "relation": "ended", "since": "2024-04-01"})
    assert ended.status_code == 201
    assert client.read(path)["covered"] == 0
    assert (
        client.change("POST", "/metric-mappings", {**said, "relation": "ended", "since": "2024-05-01"}).status_code
        == 409
    )


FAULTS = [
    ("F,1,A,Homes,A1,Let\nF,1,A,Homes,A1,Let again\n", {3: ["repeated"]}),
    ("F,1,A,Homes,A1,Let\nF,1,A,Houses,A2,Sold\n", {3: ["two_names"]}),
    ("F,1,A,Homes,A1,Let\nG,1,A,Homes,A2,Sold\n", {3: ["two_frameworks"]}),
    ("F,1,A,Homes,,Let\n", {2: ["missing"]}),
    ("F,1,,Homes,A1,Let\n", {2: ["missing"]}),
    ("F,1,A,Homes,,\n", {}),
]


def test_what_a_file_of_a_framework_may_say(session, measures):
    for rows, wrong in FAULTS:
        heading = "framework,version,outcome_code,outcome,metric_code,metric\n"
        assert faults(looked_at(session, measures.team, heading + rows)[1]) == wrong


def test_a_version_of_a_framework_keeps_its_metrics(session, measures):
    loaded(session, measures.team, EXAMPLE)
    assert {line.result for line in looked_at(session, measures.team, EXAMPLE)[1]} == {Result.UNCHANGED}
    _, lines = looked_at(session, measures.team, EXAMPLE.replace("Clean air", "Clean water"))
    assert set(map(tuple, faults(lines).values())) == {("version_taken",)}
