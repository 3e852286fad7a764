"""A whole quarter over HTTP: from a database with an administrator alone to a closed round, in both orders of stages.

At each stage: what is refused, and who sees what. At the end, the log has an event for everything that was done.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from tests.documents.pages import Page
from tests.journeys import refusals
from tests.journeys.audit import OFFICERS_HAVE_IT, log_tells_all
from tests.journeys.council import Council, today
from tests.journeys.planning import Q1, Plan
from tests.journeys.quarter import HOUSING, PROVIDERS, STAGE_OF, STREETS, Quarter
from tests.journeys.refusing import all_are_refused
from tests.journeys.seeing import MEMBER_OF, edition_is_seen, entries_are_seen, figures_are_seen

pytestmark = [pytest.mark.journey, pytest.mark.slow]

REPORT_NUMBERS = {"CAB": "ACE2304", "OSC": "ACE2305"}
OUTCOMES = {"CAB": "approve", "OSC": "note"}
# Typed in a hurry: the numerator above the denominator, and nothing said of a red figure.
MISTYPED = {**HOUSING, "H1": {"value": 105.0, "numerator": 189, "denominator": 180}, "H2": {"value": 31.4}}
COMMENTARY = HOUSING["H2"]["commentary"]


@dataclass(frozen=True)
class Order:
    """In which order the bodies of members have the pack: the first and the second, each by its code."""

    template: str
    first: str
    second: str


CABINET_FIRST = Order("cabinet_first", "CAB", "OSC")
SCRUTINY_FIRST = Order("scrutiny_first", "OSC", "CAB")

PAPERS_MOVED = ("clerk", "pack_edition.move_papers")
"""What follows where the first body's meeting is brought forward: its papers are public by the new day."""


@pytest.mark.parametrize("order", [CABINET_FIRST, SCRUTINY_FIRST], ids=lambda order: order.template)
def test_a_quarter_from_an_empty_database_to_a_closed_round(
    council: Council, order: Order, record_property: Any
) -> None:
    plan = _council_is_set_up(council, order)
    quarter = Quarter(council, Q1)
    refused = _round_is_planned(quarter, plan)
    refused += _services_are_asked(quarter)
    refused += _housing_enters(quarter)
    refused += _housing_submits_and_is_returned(quarter)
    refused += _all_is_confirmed(quarter)
    refused += _edition_is_sealed(quarter)
    refused += _officers_and_portfolio_holders_review(quarter, order)
    refused += _first_body_decides(quarter, plan, order)
    _second_body_decides(quarter, order)
    _document_is_read(quarter, order)
    _actions_are_raised(quarter)
    refused += _round_is_closed(quarter)
    events = log_tells_all(council, [OFFICERS_HAVE_IT, PAPERS_MOVED])
    record_property("journey", f"{len(council.done)} changes, {events} events, {refused} refusals")


def _council_is_set_up(council: Council, order: Order) -> Plan:
    """Nothing is there; then the organisation, the framework, the plan, what is measured, and its targets."""
    administrator = council["administrator"]
    for path in ("/bodies", "/portfolios", "/posts", "/framework/versions", "/plans", "/indicators", "/rounds"):
        assert administrator.items(path) == [], path
    assert [each["kind"] for each in administrator.items("/units")] == ["council"]
    assert [each["email"] for each in administrator.items("/people")] == ["administrator@example.test"]
    council.is_set_up()
    council["performance team"].refused(409, "POST", "/rounds", {"period": Q1})
    adopted = council.adopts_framework(order.template)["stages"]
    stages = [each for each in adopted if each["cycle"] == "quarterly"]
    in_order = [each["key"] for each in sorted(stages, key=lambda each: each["position"])]
    reviews = ["check", "officer_review", "portfolio_review"]
    assert in_order == [*reviews, STAGE_OF[order.first], STAGE_OF[order.second]]
    assert [each["key"] for each in stages if each["decisive"]] == ["cabinet"]
    plan = Plan(council)
    plan.is_drafted()
    assert [len(council[who].items("/plans")) for who in ("performance team", "analyst")] == [1, 0]
    plan.is_adopted()
    assert [len(council[who].items("/plans")) for who in ("performance team", "analyst")] == [1, 1]
    _targets_are_set(plan)
    return plan


def _targets_are_set(plan: Plan) -> None:
    """Proposed by services, approved by the performance team; what is only proposed, or declined, is not everyone's."""
    council = plan.council
    seen_by = ("streets manager", "performance team", "housing manager", "analyst")
    proposed = plan.proposes_target("S3", Q1, 90.0, "A guess")
    assert [len(council[who].items("/targets")) for who in seen_by] == [1, 1, 0, 0]
    decision = {"action": "decline", "comment": "Too far from last year's 41%."}
    plan.team.post(f"/targets/{proposed['id']}/decisions", decision, proposed["version"])
    plan.has_targets()
    assert [len(council[who].items("/targets")) for who in seen_by] == [5, 5, 4, 4]


def _round_is_planned(quarter: Quarter, plan: Plan) -> int:
    targets = quarter.team.items("/targets", ref="H1")
    names = {"plan": plan.plan["id"], "H1 itself": plan.indicators["H1"]["id"], "target": targets[0]["id"]}
    assert quarter.round()["state"] == "planned"
    return all_are_refused(quarter, [*refusals.SET_UP, *refusals.PLANNED], names)


def _services_are_asked(quarter: Quarter) -> int:
    """Opening asks each service for what is due of it: Housing's figures, and Street Scene's late one for Q4."""
    quarter.opens()
    opened = quarter.round("analyst")
    assert (opened["state"], opened["allowed_actions"]) == ("collecting", [])
    assert list(quarter.stages().values()) == ["open", "waiting", "waiting", "waiting", "waiting"]
    asked = {ref: each["period_code"] for unit in PROVIDERS for ref, each in quarter.entries(unit).items()}
    assert asked == {**dict.fromkeys([*HOUSING, *STREETS], Q1), "S2": "2022-23-Q4"}
    first = quarter.entries("HOUSING", "housing provider")["H1"]
    assert (first["target"]["value"], first["indicator"]["definition"]["unit_of_measure"]) == (94.0, "%")
    assert [each["code"] for each in first["findings"]] == ["missing_value"]
    mine = quarter.council["housing provider"].items("/submissions", mine=True)
    assert [(each["unit"]["code"], each["state"], each["editable"]) for each in mine] == [
        ("HOUSING", "requested", True)
    ]
    entries_are_seen(quarter, "requested")
    return all_are_refused(quarter, refusals.REQUESTED)


def _housing_enters(quarter: Quarter) -> int:
    """Autosave starts the submission; the checklist says what is missing, and submitting says it again."""
    saved = quarter.types("HOUSING", {"H1": MISTYPED["H1"]})["H1"]
    assert (saved["submission_state"], saved["version"]) == ("draft", 4)
    quarter.types("HOUSING", {ref: fields for ref, fields in MISTYPED.items() if ref != "H1"})
    assert quarter.entries("HOUSING")["H2"]["rating"]["rating"] == "red"
    expected = {"H1": ["numerator_above_denominator", "over_100"], "H2": ["missing_commentary"]}
    assert quarter.findings("HOUSING") == expected
    submission = quarter.submission("HOUSING", "housing provider")
    assert submission["allowed_actions"] == []
    problem = quarter.council["housing provider"].refused(
        409, "POST", f"/submissions/{submission['id']}/decisions", {"action": "submit"}, submission["version"]
    )
    entries = quarter.entries("HOUSING")
    assert {(each["pointer"], each["code"]) for each in problem["errors"]} == {
        (f"/entries/{entries['H1']['id']}/numerator", "numerator_above_denominator"),
        (f"/entries/{entries['H1']['id']}/explanations/over_100", "over_100"),
        (f"/entries/{entries['H2']['id']}/commentary", "missing_commentary"),
    }
    refused = all_are_refused(quarter, refusals.DRAFTED)
    quarter.types("HOUSING", {"H1": HOUSING["H1"], "H2": {"commentary": COMMENTARY}})
    assert quarter.checklist("HOUSING")["clear"]
    assert quarter.submission("HOUSING", "housing provider")["allowed_actions"] == ["submit"]
    return refused


def _housing_submits_and_is_returned(quarter: Quarter) -> int:
    """Nobody confirms their own; the manager returns with a reason, and confirms what comes back."""
    council = quarter.council
    quarter.decides("HOUSING", "submit", "housing provider")
    entries_are_seen(quarter, "submitted")
    figures_are_seen(quarter, "submitted")
    refused = all_are_refused(quarter, refusals.SUBMITTED)
    # Standing in for the manager on the very day, the provider still does not confirm what they submitted.
    standing_in = council.grants("housing provider", "service_manager", "unit", "HOUSING")
    refused += all_are_refused(quarter, refusals.SUBMITTED_BY_WHO_MAY_CONFIRM)
    assert quarter.submission("HOUSING", "housing provider")["allowed_actions"] == ["return"]
    council.ends_grant(standing_in)
    assert quarter.submission("HOUSING", "housing provider")["allowed_actions"] == []
    assert quarter.submission("HOUSING", "housing manager")["allowed_actions"] == ["return", "confirm"]
    quarter.decides("HOUSING", "return", "housing manager", "One void is counted twice in H2.")
    returned = quarter.submission("HOUSING", "housing provider")
    assert (returned["state"], returned["returned_reason"]) == ("returned", "One void is counted twice in H2.")
    refused += all_are_refused(quarter, refusals.RETURNED)
    quarter.types("HOUSING", {"H2": {"value": 28.2}})
    quarter.decides("HOUSING", "submit", "housing provider")
    confirmed = quarter.decides("HOUSING", "confirm", "housing manager")
    people = (council.people["housing provider"], council.people["housing manager"])
    assert (confirmed["submitted_by"], confirmed["confirmed_by"]) == people
    return refused


def _all_is_confirmed(quarter: Quarter) -> int:
    """Street Scene's provider is away: the performance team enters on behalf, and the service's manager confirms."""
    quarter.types("STREETS", STREETS, "performance team")
    quarter.decides("STREETS", "submit", "performance team")
    quarter.decides("STREETS", "confirm", "streets manager")
    entries_are_seen(quarter, "confirmed")
    figures_are_seen(quarter, "confirmed")
    figures = quarter.figures("auditor")
    assert {ref: (each["value"], each["rating"], each["approved"]) for ref, each in figures.items()} == {
        "H1": (95.0, "green", False),
        "H2": (28.2, "amber", False),
        "H3": (207.0, "unrated", False),
        "S1": (88.1, "amber", False),
        "S2": (412.6, "green", False),
        "S3": (None, "unrated", False),
    }
    assert (figures["H2"]["revision"], figures["H2"]["revised"]) == (1, False)
    summary = quarter.council["chief executive"].get("/observations/summary", period=Q1)["summary"]
    counted = {name: summary[name] for name in ("performance", "contextual", "rated", "green", "amber", "red")}
    assert counted == {"performance": 4, "contextual": 1, "rated": 3, "green": 1, "amber": 2, "red": 0}
    statuses = {each["ref"]: each["status"] for each in quarter.council["analyst"].items("/activities")}
    assert statuses == {"People 1": "in_question", "Place 1": "on_course"}
    return all_are_refused(quarter, refusals.CONFIRMED)


def _edition_is_sealed(quarter: Quarter) -> int:
    """Edition 1 is sealed: it verifies, its digest is that of its manifest, and officers have it at once."""
    sealed = quarter.is_sealed()
    assert (sealed["number"], [each["body"] for each in sealed["issues"]]) == (1, ["CMT"])
    assert list(quarter.stages().values()) == ["decided", "open", "open", "waiting", "waiting"]
    _verifies(quarter)
    edition_is_seen(quarter, "sealed")
    return all_are_refused(quarter, refusals.SEALED)


def _verifies(quarter: Quarter) -> None:
    found = quarter.team.get(f"/packs/{quarter.edition}/verify")
    assert (found["verifies"], found["faults"]) == (True, [])
    manifest = quarter.team.http.get(f"/packs/{quarter.edition}/manifest").content
    assert hashlib.sha256(manifest).hexdigest() == found["manifest_sha256"]


def _officers_and_portfolio_holders_review(quarter: Quarter, order: Order) -> int:
    """Side by side, in any order; the portfolio review is done when each portfolio has decided."""
    quarter.is_decided("portfolio_review", "approve", "holder for homes", portfolio="HOMES")
    quarter.is_decided("officer_review", "approve", "chief executive", comment="The voids are to be watched.")
    assert list(quarter.stages().values()) == ["decided", "decided", "open", "waiting", "waiting"]
    awaiting = quarter.pack("holder for streets")["awaiting"]
    assert [(each["portfolio"], each["may_decide"]) for each in awaiting] == [("STREETS", True)]
    quarter.is_decided("portfolio_review", "note", "holder for streets", portfolio="STREETS")
    assert list(quarter.stages().values()) == ["decided", "decided", "decided", "open", "waiting"]
    elsewhere = quarter.council.meeting(order.second, today() - timedelta(days=60), "An earlier meeting")
    first, second = STAGE_OF[order.first], STAGE_OF[order.second]
    return all_are_refused(
        quarter, refusals.reviewed(first, order.first, second), {"meeting elsewhere": elsewhere["id"]}
    )


def _first_body_decides(quarter: Quarter, plan: Plan, order: Order) -> int:
    """Its papers are not public yet, its meeting is still to come; brought forward to today, it decides."""
    council, stage = quarter.council, STAGE_OF[order.first]
    meeting = council.meeting(order.first, today() + timedelta(days=30), "The quarter's meeting")
    issue = quarter.is_issued(order.first, meeting, REPORT_NUMBERS[order.first])
    assert (issue["locks"], issue["report_number"]) == (True, REPORT_NUMBERS[order.first])
    # Five clear working days are at least seven days of the calendar.
    assert today() < date.fromisoformat(issue["public_from"]) < today() + timedelta(days=30 - 7)
    edition_is_seen(quarter, "first", order.first)
    member, other = sorted(MEMBER_OF, key=lambda who: MEMBER_OF[who] != order.first)
    table = refusals.issued(stage, order.first, member, other)
    refused = all_are_refused(quarter, table, {"H2 series": plan.series["H2"]})
    council["clerk"].patch(f"/meetings/{meeting['id']}", {"held_on": str(today())}, meeting["version"])
    quarter.is_decided(stage, OUTCOMES[order.first], "clerk", minute_reference="Minute 12")
    assert list(quarter.stages().values()) == ["decided", "decided", "decided", "decided", "open"]
    figures_are_seen(quarter, "approved" if order.first == "CAB" else "confirmed")
    return refused + all_are_refused(quarter, refusals.decided(stage))


def _second_body_decides(quarter: Quarter, order: Order) -> None:
    """It meets in public today, so that everybody reads its papers. In either order Cabinet's decision approves."""
    meeting = quarter.council.meeting(order.second, today(), "The quarter's meeting")
    issue = quarter.is_issued(order.second, meeting, REPORT_NUMBERS[order.second])
    assert issue["public_from"] == str(today())
    edition_is_seen(quarter, "public")
    quarter.is_decided(STAGE_OF[order.second], OUTCOMES[order.second], "clerk", minute_reference="Minute 34")
    assert set(quarter.stages().values()) == {"decided"}
    figures_are_seen(quarter, "approved")
    assert {each["approved"] for each in quarter.figures("analyst").values()} == {True}
    decisions = quarter.council["analyst"].items("/approvals", subject_kind="pack_edition", subject_id=quarter.edition)
    outcomes = {"CAB": "approved", "OSC": "noted"}
    expected = ["approved", "approved", "noted", outcomes[order.first], outcomes[order.second]]
    assert [each["outcome"] for each in reversed(decisions)] == expected
    assert [each["minute_reference"] for each in reversed(decisions)][3:] == ["Minute 12", "Minute 34"]
    issues = {each["body"]: each["outcome"] for each in quarter.pack()["issues"]}
    assert issues == {"CMT": "approved", **outcomes}
    _verifies(quarter)


def _document_is_read(quarter: Quarter, order: Order) -> None:
    """The quarterly monitoring document, as it went before each body."""
    for body, number in REPORT_NUMBERS.items():
        page = Page(quarter.document("analyst", body))
        text = page.one("body").text
        for each in (
            number,
            quarter.council.name,
            "Holder for streets; Holder for homes",
            quarter.pack()["manifest_sha256"],
        ):
            assert each in text, f"{each} for {body}"
    headings = [each.text for each in page.all("h2")]
    assert [each.partition(":")[0] for each in headings] == [
        "Summary",
        "Exceptions",
        "Changes since the last report",
        "How ratings are made",
        "Part 1",
        "Part 2",
        "Contextual measures",
        "Measures without data, and why",
        "Actions",
    ]
    for each in (
        "95.0%",
        "28.2 days",
        "412.6 kg for Q4 2022/23",
        "Nine homes are back in use",
        "Enforcement begins in August",
    ):
        assert each in text, each
    assert "24.9 days" in [each.text for each in page.all("strong")]
    assert "The county closes its figures in August" in text
    # The council is set up after the quarter: so are its targets, and that is said; no figure was seen before.
    assert "Approved after the period began." in text
    assert "Figures changed since members saw them" not in text
    assert quarter.document("analyst") == quarter.document("auditor", order.second)


def _actions_are_raised(quarter: Quarter) -> None:
    """Cabinet asks for two things: one by a month that is over, and one by a day to come."""
    council, clerk = quarter.council, quarter.council["clerk"]
    decision = clerk.items("/approvals", body="CAB", subject_kind="pack_edition")[0]

    def asks(what: str, due: str, **whom: Any) -> dict[str, Any]:
        unit = {"unit_id": council.units["HOUSING"], "source_kind": "approval", "source_id": decision["id"]}
        raised: dict[str, Any] = clerk.post("/actions", {"what": what, "due": due, **unit, **whom})
        return raised

    late = asks("Report on long voids", "2023-12", whom_post_id=council.posts["housing manager"])
    asks("Bring a plan for temporary accommodation", str(today() + timedelta(days=90)), whom_text="All services")
    assert (late["due_on"], late["due_precision"], late["overdue"]) == ("2023-12-31", "month", True)
    assert [each["ref"] for each in council["scrutiny member"].items("/actions", overdue=True)] == ["A-0001"]
    other = {"whom_text": "Somebody else"}
    council["streets provider"].refused(403, "PATCH", f"/actions/{late['id']}", other, late["version"])
    changed = council["housing provider"].patch(
        f"/actions/{late['id']}", {"what": "Report on long voids, with their causes"}, late["version"]
    )
    withdrawn = {"action": "cancel", "comment": "The June report answers it."}
    clerk.refused(412, "POST", f"/actions/{late['id']}/decisions", withdrawn, late["version"])
    clerk.post(f"/actions/{late['id']}/decisions", withdrawn, changed["version"])
    assert council["analyst"].items("/actions", overdue=True) == []
    assert [each["state"] for each in council["analyst"].items("/actions", unit="HOUSING")] == ["cancelled", "open"]


def _round_is_closed(quarter: Quarter) -> int:
    """Closed, nothing of it moves any more; a second round for the period cannot be opened."""
    quarter.closes()
    assert quarter.round("analyst")["state"] == "closed"
    another = quarter.team.post("/rounds", {"period": Q1})
    refused = all_are_refused(quarter, refusals.CLOSED, {"another": another["id"]})
    cancel = {"action": "cancel", "comment": "The quarter was closed already."}
    quarter.team.post(f"/rounds/{another['id']}/decisions", cancel, another["version"])
    return refused
