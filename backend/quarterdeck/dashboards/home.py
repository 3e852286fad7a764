"""The start page: what waits for whoever asks, by what their roles let them do, the most urgent first.

Each part asks the database once at most, and not at all where no role of the caller's calls for it.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.dashboards import waiting_asked, waiting_collection, waiting_plans, waiting_quality, waiting_reviews
from quarterdeck.dashboards.home_schemas import HomeGroup, HomeItem, HomeRead, Waits
from quarterdeck.dashboards.waiting import Found

PARTS: Final[Sequence[Callable[[Session, Actor], Found]]] = (
    waiting_collection.submissions,
    waiting_collection.off_system,
    waiting_collection.questions,
    waiting_collection.rounds,
    waiting_reviews.reviews,
    waiting_reviews.comments,
    waiting_reviews.papers,
    waiting_asked.restatements,
    waiting_asked.targets,
    waiting_asked.actions,
    waiting_plans.plan_reviews,
    waiting_quality.quality_reviews,
)
TITLES: Final = {
    Waits.RETURNED: "Returned to your service",
    Waits.QUERIES: "Questions to answer",
    Waits.COMMENTS: "Reviewers' comments to answer",
    Waits.SUBMISSIONS: "Submissions to complete",
    Waits.CONFIRMATIONS: "Submissions to confirm",
    Waits.REVIEWS: "Reviews to decide",
    Waits.DECISIONS: "Decisions to record",
    Waits.ISSUES: "Papers to issue",
    Waits.RESTATEMENTS: "Restatements to decide on",
    Waits.TARGETS: "Targets to decide on",
    Waits.OFF_SYSTEM: "Submissions to confirm off the system",
    Waits.ACTIONS: "Actions to do",
    Waits.CLOSURES: "Actions to close",
    Waits.LATE: "Late submissions",
    Waits.ANSWERS: "Answers to your questions",
    Waits.COMMENT_ANSWERS: "Answers to your comments",
    Waits.PLAN_REVIEWS: "Plans to review",
    Waits.QUALITY_REVIEWS: "Data quality to review",
    Waits.ROUNDS: "Rounds under way",
    Waits.PAPERS: "Latest papers",
}
SHOWN: Final = 25
"""How many items of a group are listed; its count counts all."""
ORDER: Final = list(Waits)


def home(session: Session, actor: Actor) -> HomeRead:
    """What waits for the actor today, in groups; those with something late come first."""
    found: dict[Waits, list[HomeItem]] = defaultdict(list)
    for part in PARTS:
        for group, item in part(session, actor):
            found[group].append(item)
    ordered = sorted(found, key=lambda group: (not any(map(_is_late, found[group])), ORDER.index(group)))
    return HomeRead(
        today=clock.today(),
        groups=[_group(key, found[key]) for key in ordered],
        nothing_waits=not found.keys() - {Waits.PAPERS},
    )


def _group(key: Waits, items: list[HomeItem]) -> HomeGroup:
    """The group, longest late first, then what is due next; papers as they come, the newest first."""
    if key is not Waits.PAPERS:
        items.sort(key=lambda each: (each.days_late is None, -(each.days_late or 0), each.title, each.id))
    return HomeGroup(key=key, title=TITLES[key], count=len(items), items=items[:SHOWN])


def _is_late(item: HomeItem) -> bool:
    return item.days_late is not None and item.days_late > 0
