"""A figure changes after Cabinet decided on it: what it decided on stays as it was, wherever it is read from."""

import hashlib
from collections.abc import Mapping
from typing import Any

import pytest

from tests.documents.pages import Page
from tests.journeys.audit import OFFICERS_HAVE_IT, log_tells_all
from tests.journeys.council import Council, today
from tests.journeys.planning import Q1, Q2, Plan
from tests.journeys.quarter import FIGURES, PROVIDERS, Quarter
from tests.journeys.refusing import STALE, Refused, all_are_refused
from tests.journeys.seeing import FIGURES_OF, edition_seen_by

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.either]

REASON = "Two homes were left out of the count."
RESTATEMENT = "POST /restatements/{restatement}/decisions"
ACCEPT = {"action": "accept"}
PROPOSED = (
    Refused("housing provider", RESTATEMENT, ACCEPT, 403, "forbidden"),
    Refused("streets manager", RESTATEMENT, ACCEPT, 403, "forbidden"),
    Refused("cabinet member", RESTATEMENT, ACCEPT, 403, "forbidden"),
    Refused("housing manager", RESTATEMENT, {"action": "decline"}, 409, "comment-required"),
    Refused("housing manager", RESTATEMENT, {"action": "withdraw"}, 409, "not-allowed-now"),
    Refused("housing manager", RESTATEMENT, ACCEPT, 412, "stale-version", STALE),
)
ACCEPTED = (
    Refused("housing manager", RESTATEMENT, ACCEPT, 409, "wrong-state"),
    Refused("performance team", RESTATEMENT, {"action": "decline", "comment": "No"}, 409, "wrong-state"),
)
RETURNED = (
    Refused("streets provider", "PATCH /submissions/{STREETS}/entries/{S1}", {"value": 91}, 409, "wrong-state"),
    Refused("performance team", "POST /packs", {"round_id": "{round}"}, 409, "submissions-outstanding"),
    Refused("clerk", "POST /packs/{edition}/decisions", {"action": "approve", "stage": "cabinet"}, 409, "wrong-state"),
    Refused("clerk", "POST /packs/{edition}/issues", {"body_id": "{OSC}"}, 409, "not-allowed-now"),
)
SECOND_QUARTER = {
    "HOUSING": {
        "H1": {"value": 98.0, "numerator": 196, "denominator": 200},
        "H2": {"value": 25.1},
        "H3": {"value": 198},
        "People 1": {"status": "on_course", "update": "Seventeen homes are back in use."},
    },
    "STREETS": {
        "S1": {"value": 91.2},
        "S2": {"value": 101.4},
        "S3": {"value": 44.0},
        # What the county has not closed yet is asked for until it is there.
        "S3 2023-24-Q1": {"value_state": "awaited"},
        "Place 1": {"status": "on_course", "update": "Twenty-two cameras stand."},
    },
}


class Reading:
    """Everything that a reader finds of a quarter: its figures from one viewpoint."""

    def __init__(self, quarter: Quarter, **viewpoint: Any) -> None:
        self.figures = {who: quarter.figures(who, **viewpoint) for who in ("analyst", "auditor", "housing manager")}
        self.summary = quarter.council["analyst"].get("/observations/summary", period=quarter.period, **viewpoint)
        self.series = quarter.council["analyst"].items(
            f"/indicators/{self.of('H2')['indicator_id']}/series", **viewpoint
        )

    def of(self, ref: str) -> dict[str, Any]:
        return self.figures["analyst"][ref]

    def all(self) -> list[Any]:
        return [self.figures, self.summary, self.series]


class Edition:
    """An edition in all its forms: its manifest, its content, and the document that members had."""

    def __init__(self, quarter: Quarter) -> None:
        self.manifest = quarter.team.http.get(f"/packs/{quarter.edition}/manifest").content
        self.content = quarter.pack()["content"]
        self.document = quarter.document("scrutiny member", "CAB")

    def all(self) -> list[Any]:
        return [self.manifest, self.content, self.document]


def test_what_cabinet_decided_on_stays_when_a_figure_is_restated(council: Council) -> None:
    plan, first = _decided_first_quarter(council)
    moment = council["analyst"].items("/approvals", body="CAB", subject_kind="pack_edition")[0]["recorded_at"]
    decided, edition = Reading(first), Edition(first)
    pinned = Reading(first, pack=first.edition)
    assert decided.of("H2")["value"] == 28.2

    restated = _is_restated(first, plan)
    _rating_is_decided_anew(plan)

    now = Reading(first)
    for who, figures in now.figures.items():
        figure = figures["H2"]
        assert (figure["value"], figure["revised"], figure["approved"]) == (33.0, True, True), who
        assert (figure["revision"], figure["revision_kind"], figure["reason"]) == (2, "restatement", REASON)
        assert (figure["rating"], figures["H1"]["rating"], figures["S1"]["rating"]) == ("red", "amber", "green")
    assert [each["revised"] for each in now.series[0]["points"]] == [True]
    assert (now.summary["summary"]["red"], decided.summary["summary"]["red"]) == (1, 0)
    _stands_as_decided(first, decided, pinned, edition, moment)
    _register_tells_it(council, first, restated, decided.of("H2"))

    second = _second_quarter(council, plan)
    _stands_as_decided(first, decided, pinned, edition, moment)
    _next_document_lists_the_correction(second)
    log_tells_all(council, [OFFICERS_HAVE_IT, OFFICERS_HAVE_IT])


def test_what_cabinet_returns_comes_back_as_a_restatement_in_the_next_edition(council: Council) -> None:
    _is_planned(council)
    quarter = _reported(council, Q1, FIGURES)
    cabinet, first, reason = council.meeting("CAB", today(), "Cabinet"), quarter.edition, "The voids do not add up."
    housing = quarter.submission("HOUSING")["id"]
    quarter.is_issued("CAB", cabinet, "ACE2304")
    quarter.is_decided("cabinet", "return", "clerk", comment=reason, submission_ids=[housing])
    assert quarter.round()["state"] == "collecting"
    assert list(quarter.stages().values()) == ["open", "decided", "decided", "waiting", "waiting"]
    states = {unit: quarter.submission(unit)["state"] for unit in FIGURES}
    assert states == {"HOUSING": "returned", "STREETS": "confirmed"}
    assert quarter.submission("HOUSING", "housing provider")["returned_reason"] == reason
    all_are_refused(quarter, RETURNED)
    # A part of the round came back: that service types again, and the other's figures stand.
    editable = {who: quarter.submission(unit, who)["editable"] for unit, who in PROVIDERS.items()}
    assert editable == {"housing provider": True, "streets provider": False}
    assert quarter.submission("HOUSING", "housing provider")["allowed_actions"] == ["submit"]
    assert quarter.submission("STREETS", "streets manager")["allowed_actions"] == []

    quarter.reports("HOUSING", {"H2": {"value": 33.0}})
    row = council["analyst"].items("/restatements")[0]
    assert (row["ref"], row["state"], row["value"], row["reason"]) == ("H2", "accepted", 33.0, reason)
    sealed = quarter.is_sealed()
    assert (sealed["number"], sealed["issues"]) == (2, [])
    # Who had reviewed it has done so; the edition goes to Cabinet again.
    assert list(quarter.stages().values()) == ["decided", "decided", "decided", "open", "waiting"]
    _second_edition_is_read(quarter)
    council["cabinet member"].refused(404, "GET", f"/packs/{quarter.edition}/differences")
    quarter.is_issued("CAB", cabinet, "ACE2304A")
    _second_edition_says_how_it_differs(quarter, first)
    quarter.is_decided("cabinet", "approve", "clerk", minute_reference="Minute 12")
    quarter.is_decided_on("OSC", "note", council.meeting("OSC", today(), "Scrutiny"), "ACE2305")
    quarter.closes()

    assert (quarter.figures("analyst")["H2"]["value"], quarter.figures("analyst")["H2"]["revised"]) == (33.0, True)
    values = [quarter.figures("auditor", pack=each)["H2"]["value"] for each in (first, quarter.edition)]
    assert values == [28.2, 33.0]
    packs = {each["number"]: each["state"] for each in quarter.team.items("/packs")}
    assert packs == {1: "superseded", 2: "sealed"}
    assert [quarter.team.get(f"/packs/{each}/verify")["verifies"] for each in (first, quarter.edition)] == [True, True]
    _document_lists_the_correction(quarter, reason)
    follows = [("clerk", "round.send_back"), ("clerk", "submission.send_back")]
    log_tells_all(council, [OFFICERS_HAVE_IT, *follows, ("housing manager", "restatement.accept")])


def _second_edition_is_read(quarter: Quarter) -> None:
    """Before it is issued: by officers and, in their part, portfolio holders; not yet by Cabinet, nor by the public."""
    everything = FIGURES_OF["housing"] | FIGURES_OF["streets"]
    seen = {
        "performance team": everything,
        "chief executive": everything,
        "holder for homes": FIGURES_OF["housing"],
        "cabinet member": set(),
        "analyst": set(),
    }
    assert edition_seen_by(quarter, seen) == seen


def _second_edition_says_how_it_differs(quarter: Quarter, first: int) -> None:
    """One figure is another, with its rating; the service that was not asked again is not told of."""
    path, council = f"/packs/{quarter.edition}/differences", quarter.council
    told = council["cabinet member"].get(path, from_edition=first)
    assert (told["from_number"], told["number"], told["activities"]) == (1, 2, [])
    [figure] = told["figures"]
    assert (figure["ref"], figure["change"], figure["changed"]) == ("H2", "changed", ["value", "rating"])
    assert [figure[at]["value"] for at in ("before", "after")] == [28.2, 33.0]
    assert [figure[at]["rating"] for at in ("before", "after")] == ["amber", "red"]
    # Without a from_edition it is compared with the one before it.
    assert council["cabinet member"].get(path) == told
    assert council["holder for homes"].get(path)["figures"] == told["figures"]


def _is_planned(council: Council) -> Plan:
    """A council that is about to open its first round."""
    council.is_set_up()
    council.adopts_framework("cabinet_first")
    plan = Plan(council)
    plan.is_drafted()
    plan.is_adopted()
    plan.has_targets()
    return plan


def _decided_first_quarter(council: Council) -> tuple[Plan, Quarter]:
    """Cabinet has approved the first quarter, scrutiny has noted it, both in public today."""
    plan = _is_planned(council)
    quarter = _reported(council, Q1, FIGURES)
    quarter.is_decided_on("CAB", "approve", council.meeting("CAB", today(), "Cabinet"), "ACE2304")
    quarter.is_decided_on("OSC", "note", council.meeting("OSC", today(), "Scrutiny"), "ACE2305")
    quarter.closes()
    return plan, quarter


def _reported(council: Council, period: str, figures: Mapping[str, Any]) -> Quarter:
    """A round up to the sealed and reviewed edition."""
    quarter = Quarter(council, period)
    quarter.opens()
    for unit, typed in figures.items():
        quarter.reports(unit, typed)
    quarter.is_sealed()
    quarter.is_reviewed()
    return quarter


def _is_restated(quarter: Quarter, plan: Plan) -> dict[str, Any]:
    """Proposed by the provider, accepted by the manager; until then nothing has changed."""
    council = quarter.council
    proposal = {"series_id": plan.series["H2"], "period": Q1, "value": 33.0, "reason": REASON}
    proposed = council["housing provider"].post("/restatements", proposal)
    all_are_refused(quarter, PROPOSED, {"restatement": proposed["id"]})
    council["performance team"].refused(409, "POST", "/restatements", {**proposal, "value": 34.0})
    assert quarter.figures("analyst")["H2"]["value"] == 28.2
    path = f"/restatements/{proposed['id']}"
    accepted: dict[str, Any] = council["housing manager"].post(f"{path}/decisions", ACCEPT, proposed["version"])
    all_are_refused(quarter, ACCEPTED, {"restatement": proposed["id"]})
    return accepted


def _rating_is_decided_anew(plan: Plan) -> None:
    """A higher target for H1; a more lenient rule and another definition for S1: all for the quarter decided on."""
    plan.approves_target(plan.proposes_target("H1", Q1, 97, "Last year's outturn was 96.4%"))
    street = f"/indicators/{plan.indicators['S1']['id']}"
    lenient = {"green_within": 5, "amber_within": 10}
    rule = {
        "kind": "relative",
        "parameters": lenient,
        "effective_from": "2023-04-01",
        "reason": "As neighbours rate it",
    }
    plan.team.post(f"{street}/rating-rules", rule)
    about = ("unit_of_measure", "polarity", "aggregation")
    definition = {name: plan.indicators["S1"]["definition"][name] for name in about}
    reason = {"decimals": 0, "effective_from": "2023-04-01", "reason": "Printed without decimals from now on"}
    agreed = {"breaks_series": False, "body_id": plan.council.bodies["CAB"]}
    plan.team.post(f"{street}/definitions", {**definition, **reason, **agreed})


def _stands_as_decided(quarter: Quarter, decided: Reading, sealed: Reading, edition: Edition, moment: str) -> None:
    """As of Cabinet's decision every figure reads as it did then; the edition is the same to the byte, and verifies."""
    as_of = Reading(quarter, as_of=moment)
    assert as_of.all() == decided.all()
    pinned = Reading(quarter, pack=quarter.edition)
    for ref, figure in decided.figures["analyst"].items():
        # At sealing no body had approved the figures yet.
        assert pinned.of(ref) == {**figure, "approved": False}, ref
    # It counts what it reports a period late, too; so it is held against itself.
    assert pinned.summary == sealed.summary
    assert Edition(quarter).all() == edition.all()
    verification = quarter.team.get(f"/packs/{quarter.edition}/verify")
    assert (verification["verifies"], verification["faults"]) == (True, [])
    assert hashlib.sha256(edition.manifest).hexdigest() == verification["manifest_sha256"]


def _register_tells_it(council: Council, quarter: Quarter, restated: Mapping[str, Any], before: Any) -> None:
    """The register names both who proposed and who accepted; the figure's revisions are both there to be read."""
    row = council["analyst"].items("/restatements", period=Q1, ref="H2")[0]
    assert (row["state"], row["was"], row["value"], row["reason"]) == ("accepted", 28.2, 33.0, REASON)
    people = (council.people["housing provider"], council.people["housing manager"])
    assert (row["proposed_by"], row["decided_by"]) == people
    revisions = council["analyst"].items(f"/observations/{before['id']}/revisions")
    said = [(each["revision"], each["kind"], each["value"], each["rating"]) for each in revisions]
    assert said == [(2, "restatement", 33.0, "red"), (1, "first", 28.2, "amber")]
    assert revisions[0]["id"] == restated["observation_id"]
    then = council["analyst"].items(f"/observations/{before['id']}/revisions", pack=quarter.edition)
    assert [each["revision"] for each in then] == [1]


def _second_quarter(council: Council, plan: Plan) -> Quarter:
    for ref, value in (("H1", 97), ("H2", 26), ("S1", 90)):
        plan.approves_target(plan.proposes_target(ref, Q2, value, "As for the first quarter"))
    return _reported(council, Q2, SECOND_QUARTER)


def _next_document_lists_the_correction(quarter: Quarter) -> None:
    """The next report tells members of the change by itself, and compares with the figure as it stands."""
    _document_lists_the_correction(quarter, REASON)
    figure = quarter.figures("auditor")["H2"]
    assert (figure["short_travel"], figure["short_change"]) == ("improving", -7.9)


def _document_lists_the_correction(quarter: Quarter, reason: str) -> None:
    page = Page(quarter.document())
    tables = {each.text: number for number, each in enumerate(page.all("caption"))}
    _, correction = page.within(tables["Figures changed since members saw them"])
    told = [each.text.strip() for each in correction]
    assert told[:5] == ["H2 Average days to re-let a home", "Q1 2023/24", "28.2 days", "33.0 days", reason]
    corrections = quarter.pack()["content"]["corrections"]
    assert [(each["ref"], each["was"], each["now"]) for each in corrections] == [("H2", 28.2, 33.0)]
