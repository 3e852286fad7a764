"""Calls of the start page: what waits for whom."""

from typing import Any

from tests.api.calls import Calls, Shows, get, post
from tests.api.estate import COLLECTED, IN_REVIEW, TO_ISSUE, WITH_CABINET, WITH_SCRUTINY, Estate


def calls(e: Estate) -> Calls:
    """Every call of the start page's part of the matrix."""
    waiting = {("read_home", situation): get("/home", shows) for situation, shows in _situations(e).items()}
    return {
        **waiting,
        ("read_set_up", "any"): get("/set-up"),
        ("put_set_up_away", "any"): post("/set-up/put-away", {"put_away": True}),
    }


def _situations(e: Estate) -> dict[str, Shows]:
    own, other = e.housing, e.environment
    private = e.editions[WITH_SCRUTINY].id
    return {
        "own service, to complete": _waits("submissions", id=own.requested.id),
        "other service, to complete": _waits("submissions", id=other.requested.id),
        "own service, returned": _waits("returned", id=own.returned.id),
        "own service, to confirm": _waits("confirmations", id=own.submitted.id),
        "own service, submitted by its manager": _waits("confirmations", id=own.own.id),
        "own service, a question": _waits("queries", id=e.asked.own_query.id),
        "other service, a question": _waits("queries", id=e.asked.other_query.id),
        "own service, a comment": _waits("comments", id=own.comment.id),
        "other service, a comment": _waits("comments", id=other.comment.id),
        "a review by officers": _waits("reviews", edition_id=e.editions[IN_REVIEW].id, stage="officer_review"),
        "a review by own portfolio's holder": _waits(
            "reviews", edition_id=e.editions[IN_REVIEW].id, portfolio=own.portfolio.code
        ),
        "a decision of Cabinet to record": _waits("decisions", edition_id=e.editions[WITH_CABINET].id, stage="cabinet"),
        "papers for Cabinet to issue": _waits("issues", edition_id=e.editions[TO_ISSUE].id, stage="cabinet"),
        "own service, a restatement": _waits("restatements", id=own.restatement.id),
        "other service, a restatement": _waits("restatements", id=other.restatement.id),
        "own service, a restatement by its manager": _waits("restatements", id=e.own_restatement.id),
        "own service, a target": _waits("targets", id=own.proposed_target.id),
        "Cabinet's action, reported done": _waits("closures", id=own.waiting.id),
        "a round": _waits("rounds", id=e.rounds[COLLECTED].id),
        "Cabinet's papers, in private": _papers(private, "Cabinet"),
        "Overview and Scrutiny's papers, in private": _papers(private, "Overview and Scrutiny Committee"),
    }


def _waits(group: str, **given: Any) -> Shows:
    """That an item with these fields waits in a group."""
    return lambda found: any(given.items() <= item.items() for item in _items(found, group))


def _papers(edition_id: int, body: str) -> Shows:
    """That an edition stands among the papers, as issued to a body."""
    title = f"Performance report to {body}, "
    return lambda found: any(
        item["edition_id"] == edition_id and item["title"].startswith(title) for item in _items(found, "papers")
    )


def _items(found: Any, group: str) -> Any:
    return (item for each in found["groups"] if each["key"] == group for item in each["items"])
