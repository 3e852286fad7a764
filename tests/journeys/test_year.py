"""A year: its targets are proposed, challenged and approved late; the ratings follow and nothing sealed changes."""

from typing import Any

import pytest

from tests.documents.pages import Page
from tests.journeys.annual import CABINET, AnnualRound
from tests.journeys.council import Council, today
from tests.journeys.planning import Q1, Plan
from tests.journeys.quarter import HOUSING, STREETS, Quarter, Typed

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.either]

YEAR = "2023-24"
OF_HOUSING: Typed = {
    "H1": {"change": "change", "target": {"value": 96}, "rationale": "The regulator expects it"},
    "H2": {"change": "change", "target": {"value": 26}, "rationale": "Upper quartile", "benchmark": "CIPFA median"},
    "H3": {"change": "keep"},
}
OF_STREETS: Typed = {
    "S1": {
        "change": "change",
        "target": {"value": 80},
        "rationale": "As last year",
        "explanations": {"target_easier_than_outturn": "A crew was lost in June"},
    },
    "S2": {
        "change": "change",
        "target": {"value": 400},
        "profile": "by_hand",
        "periods": {f"{YEAR}-Q{number}": {"value": 100 * number} for number in range(1, 5)},
        "rationale": "Five per cent less than the year before",
    },
    "S3": {"change": "drop", "rationale": "The county measures it"},
}
NEW = {
    "ref": "H9",
    "name": "Homes let to households in temporary accommodation",
    "unit_of_measure": "homes",
    "decimals": 0,
    "polarity": "higher",
    "aggregation": "flow",
    "rationale": "A priority of the new plan",
}
UNANSWERED = "Last year came to 88%: why is 80% enough?"


def test_targets_that_are_approved_late_rate_the_quarter_that_was_reported_without_them(council: Council) -> None:
    plan = _measures(council)
    meeting = council.meeting("CAB", today(), "Cabinet")
    quarter = _first_quarter_is_reported(council, meeting)
    assert {ref: each["rating"] for ref, each in quarter.figures("analyst").items()} == {
        "H1": "unrated", "H2": "unrated", "H3": "unrated", "S1": "unrated", "S2": "unrated", "S3": "unrated",
    }  # fmt: skip
    sealed = _bytes(quarter)

    year = AnnualRound(council, YEAR)
    year.opens()
    _proposes(year)
    _is_challenged(year)
    assert council["housing manager"].items("/targets", state="approved") == []
    _is_approved(year, meeting)

    figures = quarter.figures("analyst")
    assert (figures["H1"]["rating"], figures["H1"]["target"]) == ("amber", 96)
    assert (figures["H2"]["rating"], figures["S1"]["rating"]) == ("amber", "amber")
    assert _bytes(quarter) == sealed
    _every_target_has_one_decision(council, plan, year)
    _what_was_dropped_has_ended(council, plan)
    assert year.team.get(f"/packs/{year.edition}/verify")["verifies"]


def _measures(council: Council) -> Plan:
    council.is_set_up()
    council.adopts_framework("cabinet_first")
    plan = Plan(council)
    plan.is_drafted()
    plan.is_adopted()
    return plan


def _first_quarter_is_reported(council: Council, meeting: dict[str, Any]) -> Quarter:
    """Nothing is rated: the year's targets are late."""
    quarter = Quarter(council, Q1)
    quarter.opens()
    quarter.reports("HOUSING", HOUSING)
    quarter.reports("STREETS", {**STREETS, "S2": {"value": 430.2}} if "S2" in quarter.entries("STREETS") else STREETS)
    quarter.is_sealed()
    quarter.is_reviewed()
    quarter.is_decided_on("CAB", "approve", meeting, "ACE2304")
    return quarter


def _proposes(year: AnnualRound) -> None:
    """Services propose; what a checklist finds stands in the way, and nothing is measured before it is approved."""
    year.types("HOUSING", OF_HOUSING)
    made = year.proposes_new("HOUSING", NEW)
    assert (made["is_new"], made["indicator"]["ref"]) == (True, "H9")
    assert year.findings("HOUSING") == {"H9": ["missing_target"]}
    provider, submission = year.council["housing provider"], year.submission("HOUSING", "housing provider")
    decision = f"/submissions/{submission['id']}/decisions"
    provider.refused(409, "POST", decision, {"action": "submit"}, submission["version"])
    saved = year.types("HOUSING", {"H9": {"target": {"value": 42}}})["H9"]
    assert [each["target"]["value"] for each in saved["periods"]] == [10, 10, 11, 11]
    assert saved["profiles"][0]["method"] == "The year's target is shared out equally."
    year.types("STREETS", {**OF_STREETS, "S1": {**OF_STREETS["S1"], "explanations": {}}})
    # It is easier than what was achieved in the quarter that is reported already.
    assert year.findings("STREETS") == {"S1": ["target_easier_than_outturn"]}
    year.types("STREETS", OF_STREETS)
    for unit, who in (("HOUSING", "housing provider"), ("STREETS", "streets provider")):
        year.decides(unit, "submit", who)


def _is_challenged(year: AnnualRound) -> None:
    """The performance team asks and returns, the service proposes again; officers get a second edition."""
    asked = year.entries("STREETS")["S1"]["id"]
    submission = year.submission("STREETS")
    query = year.team.post(f"/submissions/{submission['id']}/queries", {"entry_id": asked, "question": UNANSWERED})
    answer = f"/submissions/{submission['id']}/queries/{query['id']}/answer"
    year.council["streets provider"].post(answer, {"answer": "It is not: it should be 90%."})
    year.decides("STREETS", "return", "performance team", UNANSWERED)
    year.types("STREETS", {"S1": {"target": {"value": 89}}})
    year.decides("STREETS", "submit", "streets provider")
    for unit, who in (("HOUSING", "housing manager"), ("STREETS", "streets manager")):
        year.decides(unit, "confirm", who)
    year.is_sealed()
    streets = year.submission("STREETS")["id"]
    year.is_decided(
        "annual_officer_review", "return", "chief executive", comment="Aim at 90%", submission_ids=[streets]
    )
    year.types("STREETS", {"S1": {"target": {"value": 90}}})
    year.decides("STREETS", "submit", "streets provider")
    year.decides("STREETS", "confirm", "streets manager")
    year.is_sealed()
    year.is_reviewed()


def _is_approved(year: AnnualRound, meeting: dict[str, Any]) -> None:
    """Cabinet has the document that says what is proposed, and approves all of it at once."""
    year.is_issued("CAB", meeting, "ACE2310")
    page = Page(year.document("cabinet member", "CAB"))
    assert [each.text.endswith("Indicators and targets for 2023/24") for each in page.all("h1")] == [True]
    captions = [each.text for each in page.all("caption")]
    assert {"People: indicators and targets", "Dropped from 2023/24", "New in 2023/24"} <= set(captions)
    year.is_decided(CABINET, "approve", "clerk", minute_reference="Minute 31")
    year.closes()


def _every_target_has_one_decision(council: Council, plan: Plan, year: AnnualRound) -> None:
    approved = council["analyst"].items("/targets", state="approved")
    assert {each["indicator_id"] for each in approved} >= {
        plan.indicators[ref]["id"] for ref in ("H1", "H2", "S1", "S2")
    }
    # Five measures with a year and four quarters each, by one row that names Cabinet and its minute.
    assert len(approved) == 25
    assert len({each["approval_id"] for each in approved}) == 1
    decision = council["analyst"].items("/approvals", subject_kind="pack_edition", body="CAB")[0]
    assert (decision["id"], decision["minute_reference"]) == (approved[0]["approval_id"], "Minute 31")
    assert {each["round_id"] for each in approved} == {year.id}
    declined = year.team.items("/targets", state="declined")
    assert {
        (each["period"], each["value"]) for each in declined if each["indicator_id"] == plan.indicators["S1"]["id"]
    } == {(period, 89) for period in (YEAR, *(f"{YEAR}-Q{number}" for number in range(1, 5)))}


def _what_was_dropped_has_ended(council: Council, plan: Plan) -> None:
    """Its figures stay, with the reason; the next quarter does not ask for it, but for what is new."""
    dropped = council["analyst"].get(f"/indicators/{plan.indicators['S3']['id']}")
    assert (dropped["valid_to"], dropped["ended_because"]) == ("2023-03-31", "The county measures it")
    assert council["analyst"].items("/observations", ref="S3", period=Q1) != []
    second = Quarter(council, "2023-24-Q2")
    second.opens()
    asked = {ref for ref, _ in second.cells}
    assert "H9" in asked
    assert "S3" not in asked


def _bytes(quarter: Quarter) -> list[Any]:
    """An edition in all its forms."""
    manifest = quarter.team.http.get(f"/packs/{quarter.edition}/manifest").content
    return [manifest, quarter.pack()["content"], quarter.document("cabinet member", "CAB")]
