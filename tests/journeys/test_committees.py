"""A quarter of a council without a Cabinet or portfolios: a committee decides on it, and full council notes it."""

from typing import Any

import pytest

from tests.documents.pages import Page
from tests.journeys.audit import OFFICERS_HAVE_IT, log_tells_all
from tests.journeys.council import Cast, Council, today
from tests.journeys.planning import Q1, Plan
from tests.journeys.quarter import FIGURES, Quarter
from tests.journeys.refusing import MISSING, STALE, Refused, all_are_refused
from tests.journeys.seeing import FIGURES_OF, edition_seen_by, figures_seen_by

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.either]

COMMITTEES = Cast(
    bodies=(
        ("CMT", "Corporate Management Team", "cmt"),
        ("PRC", "Policy and Resources Committee", "committee"),
        ("HSG", "Housing Committee", "committee"),
        ("FULL", "Full Council", "full_council"),
    ),
    portfolios=(),
    people=(
        ("performance team", "performance_team", "council", None),
        ("housing provider", "data_provider", "unit", "HOUSING"),
        ("housing manager", "service_manager", "unit", "HOUSING"),
        ("streets provider", "data_provider", "unit", "STREETS"),
        ("streets manager", "service_manager", "unit", "STREETS"),
        ("chief executive", "director", "council", None),
        ("member of policy", "cabinet_member", "body", "PRC"),
        ("member of housing", "scrutiny_member", "body", "HSG"),
        ("councillor", "scrutiny_member", "body", "FULL"),
        ("clerk", "committee_administrator", "council", None),
        ("clerk of housing", "committee_administrator", "body", "HSG"),
        ("auditor", "auditor", "council", None),
        ("analyst", "analyst", "council", None),
    ),
)
ALL = FIGURES_OF["housing"] | FIGURES_OF["streets"]
MEMBERS = ("member of policy", "member of housing", "councillor")
PACK, ISSUES = "POST /packs/{edition}/decisions", "POST /packs/{edition}/issues"
ROUND = "POST /rounds/{round}/decisions"
APPROVE = {"action": "approve", "stage": "committee"}
NOTE = {"action": "note", "stage": "council"}
SKIP = {"action": "skip_stage", "comment": "Full council has it with the annual report alone."}

SEALED = (
    # There are no portfolio holders: nobody is waited for in their place, and nobody decides for them.
    Refused("chief executive", PACK, {"action": "approve", "stage": "portfolio_review"}, 422, "invalid"),
    Refused("clerk", PACK, {"action": "approve", "stage": "cabinet"}, 422, "invalid"),
    Refused("clerk", PACK, APPROVE, 409, "wrong-state"),
    Refused("clerk", ISSUES, {"body_id": "{PRC}"}, 409, "not-allowed-now"),
    Refused("member of policy", "GET /packs/{edition}", None, 404, "not-found"),
    Refused("performance team", ROUND, SKIP, 409, "not-allowed-now"),
)
REVIEWED = (
    Refused("clerk", PACK, APPROVE, 409, "not-issued"),
    Refused("clerk", PACK, NOTE, 409, "wrong-state"),
    # The committee has to decide: it is not left out as full council may be.
    Refused("performance team", ROUND, SKIP, 409, "not-allowed-now"),
    Refused("clerk of housing", ISSUES, {"body_id": "{PRC}"}, 403, "forbidden"),
)
ISSUED = (
    Refused("member of policy", PACK, APPROVE, 403, "forbidden"),
    Refused("clerk of housing", PACK, APPROVE, 403, "forbidden"),
    Refused("clerk", PACK, APPROVE, 428, "version-required", MISSING),
    Refused("clerk", PACK, APPROVE, 412, "stale-version", STALE),
    Refused("councillor", "GET /packs/{edition}", None, 404, "not-found"),
    Refused("analyst", "GET /packs/{edition}/documents/html", None, 404, "not-found"),
)
DECIDED = (
    Refused("clerk", PACK, APPROVE, 409, "already-decided"),
    Refused("clerk", PACK, NOTE, 409, "not-issued"),
    Refused("performance team", ROUND, {"action": "close"}, 409, "not-allowed-now"),
    Refused("performance team", ROUND, {"action": "skip_stage"}, 409, "comment-required"),
    Refused("clerk", ROUND, SKIP, 403, "forbidden"),
)


def test_a_committee_decides_on_the_quarter_and_full_council_notes_it(council: Council) -> None:
    quarter = _is_reported(council)
    quarter.is_sealed()
    _officers_review(quarter)
    _committee_decides(quarter)
    _full_council_notes(quarter)
    _document_is_read(quarter)
    quarter.closes()
    assert quarter.round("analyst")["state"] == "closed"
    log_tells_all(council, [OFFICERS_HAVE_IT])


def _is_reported(council: Council) -> Quarter:
    """Of two committees adoption names the one that decides; then a quarter is asked for and confirmed."""
    council.is_set_up(COMMITTEES)
    team = council["performance team"]
    offered = {each["key"]: each for each in team.get("/framework/templates")["items"]}
    assert sorted(offered) == ["cabinet_first", "committee_first", "scrutiny_first"]
    adoption = {"template": "committee_first", "effective_from": "2022-04-01"}
    [fault] = team.refused(422, "POST", "/framework/versions", adoption)["errors"]
    assert (fault["pointer"], fault["code"]) == ("/bodies", "several_bodies")
    adopted = council.adopts_framework("committee_first", bodies={"committee": council.bodies["PRC"]})
    bodies = {id_: code for code, id_ in council.bodies.items()} | {None: None}
    stages = [each for each in adopted["stages"] if each["cycle"] == "quarterly"]
    assert [(each["key"], bodies[each["body_id"]], each["decisive"]) for each in stages] == [
        ("check", None, False),
        ("officer_review", "CMT", False),
        ("committee", "PRC", True),
        ("council", "FULL", False),
    ]
    plan = Plan(council)
    plan.is_drafted()
    plan.is_adopted("PRC")
    plan.has_targets()
    quarter = Quarter(council, Q1)
    quarter.opens()
    for unit, typed in FIGURES.items():
        quarter.reports(unit, typed)
    seen = {"chief executive": ALL, "housing manager": FIGURES_OF["housing"], "analyst": set()}
    assert figures_seen_by(quarter, (*seen, *MEMBERS)) == seen | {who: set() for who in MEMBERS}
    return quarter


def _officers_review(quarter: Quarter) -> None:
    """CMT has the edition at once, alone; when it has decided, the committee is next."""
    assert list(quarter.stages().values()) == ["decided", "open", "waiting", "waiting"]
    awaiting = quarter.pack("chief executive")["awaiting"]
    assert [(each["stage"], each["portfolio"], each["may_decide"]) for each in awaiting] == [
        ("officer_review", None, True)
    ]
    all_are_refused(quarter, SEALED)
    quarter.is_decided("officer_review", "approve", "chief executive")
    assert list(quarter.stages().values()) == ["decided", "decided", "open", "waiting"]
    all_are_refused(quarter, REVIEWED)


def _committee_decides(quarter: Quarter) -> None:
    """The other committee has the edition for information; the one that the framework names decides, and approves."""
    council = quarter.council
    quarter.is_issued("PRC", council.meeting("PRC", today(), "Policy and Resources", public=False), "PR/24/07")
    quarter.is_issued("HSG", council.meeting("HSG", today(), "Housing", public=False), "PR/24/07")
    assert quarter.round()["allowed_actions"] == []
    seen = {"member of policy": ALL, "member of housing": ALL, "councillor": set(), "analyst": set()}
    assert edition_seen_by(quarter, seen) == seen
    assert [quarter.figures(who) for who in ("analyst", *MEMBERS)] == [{}, {}, {}, {}]
    all_are_refused(quarter, ISSUED)
    quarter.is_decided("committee", "approve", "clerk", minute_reference="Minute 12")
    assert {ref: each["approved"] for ref, each in quarter.figures("analyst").items()} == dict.fromkeys(ALL, True)
    assert list(quarter.stages().values()) == ["decided", "decided", "decided", "open"]
    assert quarter.round()["allowed_actions"] == ["skip_stage"]
    all_are_refused(quarter, DECIDED)


def _full_council_notes(quarter: Quarter) -> None:
    """It meets in public today: everybody reads what it notes."""
    quarter.is_issued("FULL", quarter.council.meeting("FULL", today(), "Full Council"), "PR/24/07")
    assert edition_seen_by(quarter, ("councillor", "analyst")) == {"councillor": ALL, "analyst": ALL}
    quarter.is_decided("council", "note", "clerk", minute_reference="Minute 34")
    decisions = quarter.council["analyst"].items("/approvals", subject_kind="pack_edition", subject_id=quarter.edition)
    outcomes = [(each["body_id"], each["portfolio_id"], each["outcome"]) for each in reversed(decisions)]
    bodies = quarter.council.bodies
    assert outcomes == [
        (bodies["CMT"], None, "approved"),
        (bodies["PRC"], None, "approved"),
        (bodies["FULL"], None, "noted"),
    ]
    issues: dict[str, Any] = {each["body"]: each["outcome"] for each in quarter.pack()["issues"]}
    assert issues == {"CMT": "approved", "PRC": "approved", "HSG": None, "FULL": "noted"}
    assert quarter.round()["allowed_actions"] == ["close"]


def _document_is_read(quarter: Quarter) -> None:
    """The document speaks of the body that it went before, and of no Cabinet; its figures are those that were typed."""
    for code, name, _ in COMMITTEES.bodies[1:]:
        page = Page(quarter.document("analyst", code))
        facts = dict(zip(*([each.text for each in page.all(tag)] for tag in ("dt", "dd")), strict=True))
        assert (facts["Body"], facts["Report number"]) == (name, "PR/24/07")
    text = page.one("body").text
    for each in ("95.0%", "28.2 days", "Nine homes are back in use", "the committee decides, full council notes"):
        assert each in text, each
    assert ("Cabinet" in text, "Portfolio" in text) == (False, False)
    assert quarter.council["analyst"].get(f"/packs/{quarter.edition}/verify")["verifies"]
