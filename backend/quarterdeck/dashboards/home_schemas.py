"""What the start page answers."""

from datetime import date
from enum import StrEnum

from quarterdeck.core.http import Output


class Waits(StrEnum):
    """The groups of the start page, in the order of who is held up: first others, then only the caller."""

    RETURNED = "returned"
    QUERIES = "queries"
    COMMENTS = "comments"
    SUBMISSIONS = "submissions"
    CONFIRMATIONS = "confirmations"
    REVIEWS = "reviews"
    DECISIONS = "decisions"
    ISSUES = "issues"
    RESTATEMENTS = "restatements"
    TARGETS = "targets"
    OFF_SYSTEM = "off_system"
    ACTIONS = "actions"
    CLOSURES = "closures"
    LATE = "late"
    ANSWERS = "answers"
    COMMENT_ANSWERS = "comment_answers"
    PLAN_REVIEWS = "plan_reviews"
    QUALITY_REVIEWS = "quality_reviews"
    ROUNDS = "rounds"
    PAPERS = "papers"


class Next(StrEnum):
    """What the caller does about an item; of a round, what has to happen next."""

    ENTER = "enter"
    ANSWER = "answer"
    CONFIRM = "confirm"
    CONFIRM_OFF_SYSTEM = "confirm_off_system"
    REVIEW = "review"
    ASSESS = "assess"
    PREPARE = "prepare"
    RECORD = "record"
    ISSUE = "issue"
    DECIDE = "decide"
    REPORT_DONE = "report_done"
    CONFIRM_CLOSURE = "confirm_closure"
    REMIND = "remind"
    OPEN = "open"
    CHASE = "chase"
    CHECK = "check"
    SEAL = "seal"
    AWAIT = "await"
    CLOSE = "close"
    READ = "read"


class HomeItem(Output):
    """One thing that waits, by its kind and id, with the ids of the screens that it is dealt with on.

    days_late: days since it was due, negative while there is time, null where no day is set.
    """

    kind: str
    id: int
    title: str
    detail: str
    next: Next
    state: str | None
    due_on: date | None
    days_late: int | None
    submission_id: int | None
    entry_id: int | None
    round_id: int | None
    edition_id: int | None
    indicator_id: int | None
    stage: str | None
    portfolio: str | None


class HomeGroup(Output):
    """Things of one sort that wait, the most urgent first; `count` counts those that are not listed too."""

    key: Waits
    title: str
    count: int
    items: list[HomeItem]


class HomeRead(Output):
    """What waits for the caller today: groups with something late first. Papers are there to read and ask nothing.

    nothing_waits: no group asks for anything.
    """

    today: date
    groups: list[HomeGroup]
    nothing_waits: bool
