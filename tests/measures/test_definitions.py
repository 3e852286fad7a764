"""A definition that changes within a measure's life: why, who agreed, from which period, whether its series breaks."""

from typing import Any

import pytest

from tests.builders import CouncilBuilder
from tests.measures.growing import Measures
from tests.web import WebClient

Q1, Q2 = "2023-24-Q1", "2023-24-Q2"
MEANS: dict[str, Any] = {
    "unit_of_measure": "%",
    "decimals": 1,
    "polarity": "higher",
    "aggregation": "flow",
    "effective_from": "2023-07-01",
    "reason": "Members asked for void works to be counted",
    "breaks_series": True,
    "break_note": "Void works add about six points",
    "minute_reference": "CAB 41",
    "decided_on": "2023-06-20",
}


def test_who_agreed_stands_beside_the_version_and_nothing_is_compared_across_it(
    client: WebClient, council: CouncilBuilder, measures: Measures
) -> None:
    voids = measures.indicator()
    measures.target(voids, Q1, 90)
    measures.target(voids, Q2, 90)
    for period, value in (("2022-23-Q2", 70), (Q1, 80), (Q2, 95)):
        measures.reported(voids, period, value)
    client.sign_in_as("performance_team")
    path = f"/indicators/{voids.id}/definitions"
    made = client.change("POST", path, {**MEANS, "body_id": council.cabinet.id})
    assert made.status_code == 201, made.text
    newest, first = client.read(path)["items"]
    assert newest == made.json()
    agreed = newest["approval"]
    assert (agreed["body_id"], agreed["minute_reference"], agreed["outcome"]) == (
        council.cabinet.id,
        "CAB 41",
        "approved",
    )
    assert (newest["first_period"], newest["break_note"]) == ("Q2 2023/24", "Void works add about six points")
    assert (first["approval"], first["break_note"], first["breaks_series"]) == (None, None, False)
    decided = client.read("/approvals", subject_kind="definition", subject_id=newest["id"])["items"]
    assert decided == [agreed]
    now = client.read("/observations", period=Q2)["items"][0]
    assert (now["short_travel"], now["short_reason"], now["short_change"]) == ("not_compared", "break_in_series", None)
    assert (now["short_broken_from"], now["long_broken_from"]) == ("Q2 2023/24", "Q2 2023/24")
    glanced = client.read("/dashboard", period=Q2)["groups"][0]["figures"][0]
    assert (glanced["short_travel"], glanced["short_broken_from"]) == ("not_compared", "Q2 2023/24")
    (newly,) = (
        each for each in client.read("/dashboard", period=Q2)["attention"] if each["rule"] == "newly_off_target"
    )
    assert newly["found"] == []
    years = client.read(f"/indicators/{voids.id}/outturns")["items"]
    assert {each["year"]: each["broken_from"] for each in years if each["year"] in ("2022-23", "2023-24")} == {
        "2022-23": None,
        "2023-24": "Q2 2023/24",
    }
    # A post decides under delegation, and need not break anything.
    post = council.post("Director of Housing")
    kept = MEANS | {"breaks_series": False, "post_id": post.id, "effective_from": "2023-10-01"}
    other = client.change("POST", path, kept)
    assert (other.json()["approval"]["post_id"], other.json()["break_note"]) == (post.id, None)


@pytest.mark.parametrize(
    "changed, pointer",
    [
        ({"reason": " "}, "/reason"),
        ({"body_id": None}, "/body_id"),
        ({"break_note": "  "}, "/break_note"),
        ({"breaks_series": None}, "/breaks_series"),
        ({"effective_from": "2023-07-02"}, "/effective_from"),
        ({"body_id": 999_999}, "/body_id"),
        ({"decided_on": "2099-01-01"}, "/decided_on"),
    ],
)
def test_what_a_change_of_definition_has_to_say(
    client: WebClient, council: CouncilBuilder, measures: Measures, changed: dict[str, Any], pointer: str
) -> None:
    voids = measures.indicator()
    client.sign_in_as("performance_team")
    refused = client.change(
        "POST", f"/indicators/{voids.id}/definitions", {**MEANS, "body_id": council.cabinet.id, **changed}
    )
    assert refused.status_code == 422, refused.text
    assert [each["pointer"] for each in refused.json()["errors"]] == [pointer]
    assert len(client.read(f"/indicators/{voids.id}/definitions")["items"]) == 1
