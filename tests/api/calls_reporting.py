"""Calls of reporting and documents: editions before each body, decisions on them, and restatements."""

from typing import Any

from sqlalchemy import select

from quarterdeck.framework.models import Approval
from quarterdeck.measures.editions import PackEdition
from quarterdeck.measures.restatement import Restatement
from tests.api.calls import Call, Calls, Shows, get, post
from tests.api.estate import (
    CLOSED,
    COLLECTED,
    IN_REVIEW,
    TO_ISSUE,
    TO_SEAL,
    WITH_CABINET,
    WITH_SCRUTINY,
    Estate,
)

# Comments are made on an edition under review, on one that Cabinet has, and on one that is done with.
PERIODS = (IN_REVIEW, WITH_CABINET, CLOSED)


def calls(e: Estate) -> Calls:
    """Every call of reporting's part of the matrix."""
    return {**_packs(e), **_parts(e), **_issued(e), **_lifted(e), **_decided(e), **_comments(e), **_restatements(e)}


def _packs(e: Estate) -> Calls:
    read = {
        "under review": IN_REVIEW,
        "before Cabinet has it": TO_ISSUE,
        "with Cabinet in private": WITH_CABINET,
        "with scrutiny in private": WITH_SCRUTINY,
        "whose papers are public": CLOSED,
    }
    everywhere = ("under review", "with Cabinet in private", "whose papers are public")
    made: Calls = {("read_pack", name): get(f"/packs/{e.editions[period].id}") for name, period in read.items()}
    for name in everywhere:
        edition = e.editions[read[name]]
        made |= {
            ("list_packs", name): get("/packs", edition.id),
            ("read_pack_manifest", name): get(f"/packs/{edition.id}/manifest"),
            ("verify_pack", name): get(f"/packs/{edition.id}/verify", lambda found: found["verifies"] is True),
            ("read_html_document", name): get(f"/packs/{edition.id}/documents/html"),
            ("compare_packs", name): get(f"/packs/{edition.id}/differences", from_edition=edition.id),
        }
    sealed = {
        "all confirmed": {"round_id": e.rounds[TO_SEAL].id},
        "before all have confirmed": {"round_id": e.rounds[COLLECTED].id},
        "of a closed round": {"round_id": e.rounds[CLOSED].id},
    }
    return {
        **made,
        **{("seal_pack", name): post("/packs", body) for name, body in sealed.items()},
        ("compare_packs", "under review, with none before it"): get(f"/packs/{e.editions[IN_REVIEW].id}/differences"),
        ("list_approvals", "CMT's, on what Cabinet has in private"): get("/approvals", _of_cmt(e, WITH_CABINET)),
        ("read_document_stylesheet", "any"): get("/documents/stylesheet.css"),
    }


def _of_cmt(e: Estate, period: str) -> int:
    """CMT's decision on a period's edition."""
    query = select(Approval.id).filter_by(subject_id=e.editions[period].id, body_id=e.council.cmt.id)
    return e.session.scalars(query).one()


def _parts(e: Estate) -> Calls:
    """Whether an edition's reader sees what belongs to one service or the other."""
    own, other = e.housing.indicator.ref, e.environment.indicator.ref
    activity = e.environment.activity.ref
    under_review, cabinet, public = (f"/packs/{e.editions[each].id}" for each in (IN_REVIEW, WITH_CABINET, CLOSED))
    return {
        ("read_pack", "under review, own service's figure"): get(under_review, _holds("figures", own)),
        ("read_pack", "under review, other service's figure"): get(under_review, _holds("figures", other)),
        ("read_pack", "under review, other service's activity"): get(under_review, _holds("activities", activity)),
        ("read_pack", "with Cabinet in private, other's figure"): get(cabinet, _holds("figures", other)),
        ("read_pack", "whose papers are public, other's figure"): get(public, _holds("figures", other)),
        ("read_annual_report", "of the last quarter, to be issued"): get(
            f"/packs/{e.editions[TO_ISSUE].id}/documents/annual-report"
        ),
        ("read_roll_over", "into a year"): get("/roll-overs/2026-27"),
        ("roll_over", "dry run"): Call("POST", "/roll-overs", {"year": "2026-27", "take": []}, query={"dry_run": True}),
        ("read_annual_report", "whose period ends no year"): get(
            f"/packs/{e.editions[CLOSED].id}/documents/annual-report"
        ),
        ("read_html_document", "under review, other service's figure"): get(
            f"{under_review}/documents/html", lambda page: e.environment.indicator.name in page
        ),
    }


def _holds(part: str, ref: str) -> Shows:
    return lambda found: any(each["ref"] == ref for each in found["content"][part])


def _issued(e: Estate) -> Calls:
    cabinet, scrutiny = e.council.cabinet.id, e.council.scrutiny.id
    issued = {
        "to Cabinet": (TO_ISSUE, cabinet),
        "to scrutiny, while Cabinet has not decided": (TO_ISSUE, scrutiny),
        "to Cabinet, before the reviews": (IN_REVIEW, cabinet),
        "to Cabinet again": (WITH_CABINET, cabinet),
    }
    meetings = {cabinet: e.meetings["cabinet, private"].id, scrutiny: e.meetings["scrutiny, private"].id}
    return {
        ("issue_pack", name): post(
            f"/packs/{e.editions[period].id}/issues",
            {"body_id": body_id, "meeting_id": meetings[body_id], "report_number": "ACE2304"},
        )
        for name, (period, body_id) in issued.items()
    }


def _lifted(e: Estate) -> Calls:
    lifted = {
        "of an activity, with Cabinet in private": e.environment.activity.id,
        "of what is not exempt, with Cabinet in private": e.housing.activity.id,
    }
    path = f"/packs/{e.editions[WITH_CABINET].id}/lifted-exemptions"
    return {
        ("lift_exemption", name): post(path, {"activity_id": activity_id, "reason": "The tender was awarded."})
        for name, activity_id in lifted.items()
    }


def _decided(e: Estate) -> Calls:
    review, cabinet = {"action": "approve", "stage": "officer_review"}, {"action": "approve", "stage": "cabinet"}
    holders = {"action": "approve", "stage": "portfolio_review"}
    back = {"action": "return", "comment": "The June figure cannot be right"}
    decided: dict[str, tuple[str, dict[str, Any]]] = {
        "officers' review": (IN_REVIEW, review),
        "review for own portfolio": (IN_REVIEW, {**holders, "portfolio": e.housing.portfolio.code}),
        "review for other portfolio": (IN_REVIEW, {**holders, "portfolio": e.environment.portfolio.code}),
        "officers' review, returned": (IN_REVIEW, {**review, **back}),
        "officers' review again": (WITH_CABINET, review),
        "Cabinet, under review": (IN_REVIEW, cabinet),
        "Cabinet, before it is issued": (TO_ISSUE, cabinet),
        "Cabinet": (WITH_CABINET, cabinet),
        "Cabinet, returned": (WITH_CABINET, {**cabinet, **back}),
        "Overview and Scrutiny": (WITH_SCRUTINY, {"action": "note", "stage": "scrutiny"}),
        "Cabinet again": (WITH_SCRUTINY, cabinet),
        "Cabinet, in a closed round": (CLOSED, cabinet),
    }
    return {
        ("decide_pack", name): post(f"/packs/{_edition(e, period).id}/decisions", body, _edition(e, period).version)
        for name, (period, body) in decided.items()
    }


def _comments(e: Estate) -> Calls:
    """Comments of officers on an edition under review, one of Cabinet on its own; and answers."""
    own, other, answered = e.housing.comment, e.environment.comment, e.answered_comment
    about = {
        name: {"series_id": service.series.id, "period": IN_REVIEW, "comment": "Why did this rise?"}
        for name, service in (("own", e.housing), ("other", e.environment))
    }
    in_name = {**about["own"], "body_id": e.council.cabinet.id}
    under_review, cabinet, closed = (f"/packs/{e.editions[each].id}/comments" for each in PERIODS)
    return {
        ("list_review_comments", "of officers, under review, on own service"): get(under_review, own.id),
        ("list_review_comments", "of officers, under review, on other service"): get(under_review, other.id),
        ("list_review_comments", "of Cabinet, on own service"): get(cabinet, answered.id),
        ("add_review_comment", "under review, on own service"): post(under_review, about["own"]),
        ("add_review_comment", "under review, on other service"): post(under_review, about["other"]),
        ("add_review_comment", "in Cabinet's name, before it has the edition"): post(under_review, in_name),
        ("add_review_comment", "in Cabinet's name"): post(cabinet, {**in_name, "period": WITH_CABINET}),
        ("add_review_comment", "of a closed round"): post(closed, {**about["own"], "period": CLOSED}),
        **{
            ("answer_review_comment", name): post(
                f"/packs/{comment.edition_id}/comments/{comment.id}/answer", {"answer": "Two homes came back late."}
            )
            for name, comment in (
                ("own service", own),
                ("other service", other),
                ("own service, answered already", answered),
            )
        },
    }


def _edition(e: Estate, period: str) -> PackEdition:
    return e.editions[period]


def _restatements(e: Estate) -> Calls:
    own, other, by_oneself = e.housing.restatement, e.environment.restatement, e.own_restatement
    new = {"period": IN_REVIEW, "value": 88.0, "reason": "Two were missed"}
    decline = {"action": "decline", "comment": "The first count was right"}
    decided: dict[str, tuple[Restatement, dict[str, Any]]] = {
        "accept own service's": (own, {"action": "accept"}),
        "accept other service's": (other, {"action": "accept"}),
        "accept one's own": (by_oneself, {"action": "accept"}),
        "decline own service's": (own, decline),
        "withdraw one's own": (by_oneself, {"action": "withdraw"}),
    }
    return {
        ("list_restatements", "own service"): get("/restatements", own.id),
        ("list_restatements", "other service"): get("/restatements", other.id),
        ("read_restatement", "own service"): get(f"/restatements/{own.id}"),
        ("read_restatement", "other service"): get(f"/restatements/{other.id}"),
        ("propose_restatement", "own service"): post("/restatements", {**new, "series_id": e.housing.series.id}),
        ("propose_restatement", "other service"): post("/restatements", {**new, "series_id": e.environment.series.id}),
        ("propose_restatement", "own service, while another waits"): post(
            "/restatements", {**new, "series_id": e.housing.series.id, "period": CLOSED}
        ),
        **{
            ("decide_restatement", name): post(f"/restatements/{row.id}/decisions", body, row.version)
            for name, (row, body) in decided.items()
        },
    }
