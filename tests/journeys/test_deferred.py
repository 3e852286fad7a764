"""A quarter that is deferred: the next round asks for both, and one document shows both."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.documents.pages import Page
from tests.journeys.audit import OFFICERS_HAVE_IT, log_tells_all
from tests.journeys.council import Cast, Council, today
from tests.journeys.planning import Q1, Q2, Q4_BEFORE, Plan
from tests.journeys.quarter import HOUSING, MANAGERS, PROVIDERS, STREETS, Quarter
from tests.journeys.refusing import STALE, Refused, all_are_refused

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.either]

NO_PORTFOLIOS = Cast(
    bodies=(
        ("CMT", "Corporate Management Team", "cmt"),
        ("CAB", "Cabinet", "cabinet"),
        ("OSC", "Overview and Scrutiny Committee", "scrutiny"),
    ),
    portfolios=(),
    people=(
        ("performance team", "performance_team", "council", None),
        ("housing provider", "data_provider", "unit", "HOUSING"),
        ("housing manager", "service_manager", "unit", "HOUSING"),
        ("streets provider", "data_provider", "unit", "STREETS"),
        ("streets manager", "service_manager", "unit", "STREETS"),
        ("chief executive", "director", "council", None),
        ("cabinet member", "cabinet_member", "body", "CAB"),
        ("clerk", "committee_administrator", "council", None),
        ("auditor", "auditor", "council", None),
        ("analyst", "analyst", "council", None),
    ),
)
WHY = "The pre-election period: no committee meets in June."
DEFER = {"action": "defer", "comment": WHY, "continued_in": "{next}"}
ROUND = "POST /rounds/{round}/decisions"

TO_BE_DEFERRED = (
    Refused("housing manager", ROUND, DEFER, 403, "forbidden"),
    Refused("performance team", ROUND, {**DEFER, "comment": ""}, 409, "comment-required"),
    Refused("performance team", ROUND, {**DEFER, "continued_in": None}, 422, "invalid"),
    Refused("performance team", ROUND, {**DEFER, "continued_in": "{round}"}, 422, "invalid"),
    Refused("performance team", ROUND, DEFER, 412, "stale-version", STALE),
)
DEFERRED = (
    Refused("performance team", ROUND, {"action": "open"}, 409, "wrong-state"),
    Refused("housing manager", "POST /submissions/{HOUSING}/decisions", {"action": "return"}, 409, "wrong-state"),
)
ASKED_FOR_BOTH = (
    Refused("performance team", "POST /rounds/{again}/decisions", {"action": "open"}, 409, "not-allowed-now"),
    Refused("performance team", ROUND, {"action": "cancel", "comment": "No"}, 409, "not-allowed-now"),
    Refused("performance team", ROUND, {"action": "skip", "comment": "No"}, 409, "not-allowed-now"),
    Refused("performance team", "POST /packs", {"round_id": "{round}"}, 409, "submissions-outstanding"),
)
# What is typed in the next round: its own figures, and of the quarter before what nobody had typed there.
LATER: dict[str, dict[str, dict[str, Any]]] = {
    "HOUSING": {
        "H2 2023-24-Q1": HOUSING["H2"],
        "H3 2023-24-Q1": HOUSING["H3"],
        "H1 2023-24-Q2": {"value": 98.0, "numerator": 196, "denominator": 200},
        "H2 2023-24-Q2": {"value": 25.1},
        "H3 2023-24-Q2": {"value": 198},
        "People 1": {"status": "on_course", "update": "Seventeen homes are back in use."},
    },
    "STREETS": {
        "S1 2023-24-Q1": STREETS["S1"],
        "S2 2022-23-Q4": STREETS["S2"],
        "S3 2023-24-Q1": {"value": 42.0},
        "S1 2023-24-Q2": {"value": 91.2},
        "S2 2023-24-Q1": {"value": 101.4},
        "S3 2023-24-Q2": STREETS["S3"],
        "Place 1": {"status": "on_course", "update": "Twenty-two cameras stand."},
    },
}


class TwoQuarters(Quarter):
    """A round that asks for two quarters: its entries and figures are by ref and period."""

    def entries(self, unit: str, who: str = "auditor") -> dict[str, dict[str, Any]]:
        rows = self.council[who].items(f"/submissions/{self.submission(unit)['id']}/entries")
        return {
            f"{each['indicator']['ref']} {each['period_code']}" if each["indicator"] else each["activity"]["ref"]: each
            for each in rows
        }

    def figures(self, who: str, **viewpoint: Any) -> dict[str, dict[str, Any]]:
        rows = self.council[who].items("/observations", **viewpoint)
        of_round = [each for each in rows if (each["ref"], each["period"]) in self.cells]
        return {f"{each['ref']} {each['period']}": each for each in of_round}


def test_a_deferred_quarter_is_reported_together_with_the_next(council: Council) -> None:
    first, both = _is_deferred(council)
    _both_are_asked_for(first, both)
    _both_are_reported(both)
    _both_are_decided_on(both)
    _document_shows_both(both)
    _nothing_of_it_is_opened_again(both)
    log_tells_all(council, [("performance team", "round.continue"), OFFICERS_HAVE_IT])


def _is_deferred(council: Council) -> tuple[Quarter, TwoQuarters]:
    """The round of the first quarter is open, and something is typed, when it turns out that nobody meets."""
    council.is_set_up(NO_PORTFOLIOS)
    council.adopts_framework("cabinet_first")
    plan = Plan(council)
    plan.is_drafted()
    plan.is_adopted()
    plan.has_targets()
    for ref, value in (("H1", 97), ("H2", 26), ("S1", 90)):
        plan.approves_target(plan.proposes_target(ref, Q2, value, "As for the first quarter"))
    first, both = Quarter(council, Q1), TwoQuarters(council, Q2)
    first.opens()
    first.types("HOUSING", {"H1": HOUSING["H1"]})
    all_are_refused(first, TO_BE_DEFERRED, {"next": both.id})
    first.team.post(f"/rounds/{first.id}/decisions", {**DEFER, "continued_in": both.id}, first.round()["version"])
    return first, both


def _both_are_asked_for(first: Quarter, both: TwoQuarters) -> None:
    """Everybody reads why and where the quarter is reported; what was typed comes along."""
    council = first.council
    deferred = first.round("analyst")
    assert (deferred["state"], deferred["cancelled_as"], deferred["cancelled_reason"]) == ("cancelled", "deferred", WHY)
    assert (deferred["continued_in_id"], both.round("analyst")["continues"]) == (both.id, [Q1])
    all_are_refused(first, DEFERRED)
    entry = first.entries("HOUSING")["H1"]
    path = f"/submissions/{entry['submission_id']}/entries/{entry['id']}"
    problem = council["housing provider"].refused(409, "PATCH", path, {"value": 96.0}, entry["version"])
    assert problem["detail"] == "This quarter is reported in the round of Q2 2023/24: type it there."
    both.opens()
    assert both.cells == {
        *((ref, period) for ref in ("H1", "H2", "H3", "S1", "S3") for period in (Q1, Q2)),
        ("S2", Q4_BEFORE),
        ("S2", Q1),
    }
    entries = both.entries("HOUSING", "housing provider")
    assert list(entries) == [*(f"{ref} {period}" for ref in ("H1", "H2", "H3") for period in (Q1, Q2)), "People 1"]
    typed = {name: each["value"] for name, each in entries.items() if each["value"] is not None}
    assert typed == {f"H1 {Q1}": 95.0}
    assert [entries[f"H1 {period}"]["target"]["value"] for period in (Q1, Q2)] == [94.0, 97.0]
    open_still = [(each["period_code"], each["editable"]) for each in council["housing provider"].items("/submissions")]
    assert sorted(open_still) == [(Q1, False), (Q2, True)]
    again = council["performance team"].post("/rounds", {"period": Q1})
    all_are_refused(both, ASKED_FOR_BOTH, {"again": again["id"]})
    cancel = {"action": "cancel", "comment": "It is reported with the second quarter."}
    council["performance team"].post(f"/rounds/{again['id']}/decisions", cancel, again["version"])


def _both_are_reported(both: TwoQuarters) -> None:
    """One submission a service for both quarters; nothing of it is on record before it is confirmed."""
    for unit, typed in LATER.items():
        both.types(unit, typed)
        both.decides(unit, "submit", PROVIDERS[unit])
    assert both.figures("chief executive") == {}
    for unit in LATER:
        both.decides(unit, "confirm", MANAGERS[unit])
    assert set(both.figures("housing manager")) == {
        f"{ref} {period}" for ref in ("H1", "H2", "H3") for period in (Q1, Q2)
    }
    figures = both.figures("chief executive")
    assert {
        name: (each["value"], each["rating"]) for name, each in figures.items() if each["kind"] == "performance"
    } == {
        f"H1 {Q1}": (95.0, "green"),
        f"H1 {Q2}": (98.0, "green"),
        f"H2 {Q1}": (28.2, "amber"),
        f"H2 {Q2}": (25.1, "green"),
        f"S1 {Q1}": (88.1, "amber"),
        f"S1 {Q2}": (91.2, "green"),
        f"S2 {Q4_BEFORE}": (412.6, "green"),
        f"S2 {Q1}": (101.4, "unrated"),
        f"S3 {Q1}": (42.0, "unrated"),
        f"S3 {Q2}": (None, "unrated"),
    }
    assert (figures[f"H2 {Q2}"]["short_travel"], figures[f"H2 {Q2}"]["short_change"]) == ("improving", -3.1)


def _both_are_decided_on(both: TwoQuarters) -> None:
    """One edition for both; with no portfolios, no holder is waited for."""
    both.is_sealed()
    assert list(both.stages().values()) == ["decided", "open", "decided", "waiting", "waiting"]
    both.is_decided("officer_review", "approve", "chief executive")
    assert both.figures("analyst") == {}
    both.is_decided_on("CAB", "approve", both.council.meeting("CAB", today(), "Cabinet"), "ACE2304")
    approved = both.figures("analyst")
    assert len(approved) == len(both.cells)
    assert {each["approved"] for each in approved.values()} == {True}
    both.is_decided_on("OSC", "note", both.council.meeting("OSC", today(), "Scrutiny"), "ACE2304")
    both.closes()


def _document_shows_both(both: TwoQuarters) -> None:
    """It says why it is of two quarters; each has its figures, and the summary counts an indicator once."""
    content = both.pack("cabinet member")["content"]
    assert {(each["ref"], each["period_code"]) for each in content["figures"]} == both.cells
    summary: Mapping[str, Any] = content["summary"]["performance"]
    assert (summary["indicators"], summary["rated"], summary["green"]) == (5, 3, 3)
    page = Page(both.document("analyst", "CAB"))
    text = page.one("body").text
    for each in ("95.0%", "98.0%", "28.2 days", "25.1 days", "88.1%", "91.2%", "412.6 kg", "101.4 kg"):
        assert each in text, each
    assert page.one("h1").text.endswith("Q1 2023/24 and Q2 2023/24")
    assert f"Q1 2023/24 (1 April 2023 to 30 June 2023), deferred to this report: {WHY}" in text
    captions = [each.text for each in page.all("caption")]
    number = next(at for at, words in enumerate(captions) if words.startswith("Figures of earlier periods"))
    _, *earlier = page.within(number)
    assert {(row[0].text.split()[0], row[1].text.strip()) for row in earlier} == {
        *((ref, "Q1 2023/24") for ref in ("H1", "H2", "H3", "S1", "S3")),
        ("S2", "Q4 2022/23"),
    }


def _nothing_of_it_is_opened_again(both: TwoQuarters) -> None:
    """The deferred quarter is reported: a round of its own is refused, and says where it was."""
    team = both.team
    again = team.post("/rounds", {"period": Q1})
    assert again["allowed_actions"] == ["cancel", "skip", "defer", "merge"]
    problem = team.refused(409, "POST", f"/rounds/{again['id']}/decisions", {"action": "open"}, again["version"])
    assert "Q2 2023/24" in problem["detail"]
