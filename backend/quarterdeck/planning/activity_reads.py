"""Activities as they are answered: with their portfolios and milestones, and what these and the dates hint at."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, false, func, select
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.framework.models import PeriodRow
from quarterdeck.planning.activities import linked_on
from quarterdeck.planning.hints import Hint, Standing, hints
from quarterdeck.planning.milestones import is_overdue, milestone_read, milestones_of
from quarterdeck.planning.models import (
    Activity,
    ActivityPortfolio,
    ActivityStatus,
    ActivitySuccession,
    ActivityUpdate,
    Milestone,
    Plan,
    PlanState,
    Priority,
    Theme,
)
from quarterdeck.planning.schemas import ActivityDetail, ActivityRead, HintRead, MilestoneCounts
from quarterdeck.planning.succession import successions_of
from quarterdeck.planning.visibility import status_withheld

APART = frozenset({"portfolio_ids", "milestone_counts", "hints", "status_withheld"})
NOT_WITHHELD: Final[ColumnElement[bool]] = false()
WITHHELD: Final[Mapping[str, Any]] = {"status": None, "percent_complete": None, "hints": []}


@dataclass(frozen=True)
class Judged:
    """What a service says of an activity: its status, and how much of it is done."""

    status: str
    percent_complete: int | None


NOTHING_JUDGED: Final[Mapping[int, Judged]] = {}


@dataclass(frozen=True)
class Asked:
    """The state and dates of an activity's plan, the last day of the newest period reported, and its portfolios.

    withheld: what was judged of it is not told.
    """

    state: str
    start_on: date
    end_on: date
    reported_until: date | None
    withheld: bool
    portfolio_ids: set[int] = field(default_factory=set)


def activity_reads(session: Session, actor: Actor, rows: Iterable[Activity]) -> list[ActivityRead]:
    """Activities as they are answered to this actor today: two queries, however many there are."""
    return [ActivityRead.model_validate(values) for values in _reads(session, actor, list(rows))[0]]


def activity_details(session: Session, actor: Actor, rows: Iterable[Activity]) -> list[ActivityDetail]:
    """The same with their milestones, and with what came before and after them in other plans."""
    rows, today = list(rows), clock.today()
    answers, milestones = _reads(session, actor, rows)
    succession = successions_of(session, actor.council_id, ActivitySuccession, [row.id for row in rows])
    return [
        ActivityDetail.model_validate(
            {
                **values,
                "milestones": [milestone_read(each, today) for each in milestones[values["id"]]],
                "succession": succession[values["id"]],
            }
        )
        for values in answers
    ]


def activity_detail(session: Session, actor: Actor, activity: Activity) -> ActivityDetail:
    """One activity as it is answered to this actor."""
    return activity_details(session, actor, [activity])[0]


def milestone_counts(milestones: Collection[Milestone], today: date) -> MilestoneCounts:
    """How many there are, are done, and are overdue."""
    return MilestoneCounts(
        total=len(milestones),
        done=sum(each.done_on is not None for each in milestones),
        overdue=sum(is_overdue(each, today) for each in milestones),
    )


def hints_on(
    session: Session, rows: Sequence[Activity], day: date, judged: Mapping[int, Judged] = NOTHING_JUDGED
) -> dict[int, list[Hint]]:
    """What is worth a question about each of these activities on a day. Two queries.

    judged: what is being said of an activity, where that is not on record yet.
    """
    ids = [row.id for row in rows]
    return _hints(rows, _asked(session, ids, day), milestones_of(session, ids), day, judged)


def _reads(
    session: Session, actor: Actor, rows: Sequence[Activity]
) -> tuple[list[dict[str, Any]], Mapping[int, list[Milestone]]]:
    ids, today = [row.id for row in rows], clock.today()
    asked, milestones = _asked(session, ids, today, status_withheld(actor)), milestones_of(session, ids)
    found = _hints(rows, asked, milestones, today)
    names = ActivityRead.model_fields.keys() - APART
    answers = [
        {
            **{name: getattr(row, name) for name in names},
            "portfolio_ids": sorted(asked[row.id].portfolio_ids),
            "milestone_counts": milestone_counts(milestones[row.id], today),
            "hints": [HintRead.model_validate(each) for each in found[row.id]],
            "status_withheld": asked[row.id].withheld,
            # What is hinted at tells what was judged.
            **(WITHHELD if asked[row.id].withheld else {}),
        }
        for row in rows
    ]
    return answers, milestones


def _hints(
    rows: Sequence[Activity],
    asked: Mapping[int, Asked],
    milestones: Mapping[int, list[Milestone]],
    day: date,
    judged: Mapping[int, Judged] = NOTHING_JUDGED,
) -> dict[int, list[Hint]]:
    found: dict[int, list[Hint]] = defaultdict(list)
    for row in rows:
        around = asked[row.id]
        # A draft asks for nothing yet, and a superseded plan for nothing more.
        if around.state == PlanState.ADOPTED:
            overdue = sorted((each for each in milestones[row.id] if is_overdue(each, day)), key=lambda m: m.due_on)
            said = judged.get(row.id, Judged(row.status, row.percent_complete))
            standing = Standing(
                status=ActivityStatus(said.status),
                percent_complete=said.percent_complete,
                due_on=row.due_on,
                asked_from=max(row.valid_from, around.start_on),
                asked_until=min(row.valid_to or around.end_on, around.end_on),
                reported_until=around.reported_until,
                overdue=[(each.title, each.due_on) for each in overdue],
            )
            found[row.id] = hints(standing, day)
    return found


def _asked(
    session: Session, ids: Collection[int], day: date, withheld: ColumnElement[bool] = NOT_WITHHELD
) -> dict[int, Asked]:
    """What each activity stands under, on a day: one query."""
    reported_until = (
        select(func.max(PeriodRow.end_on))
        .join(ActivityUpdate, ActivityUpdate.period_code == PeriodRow.code)
        .where(ActivityUpdate.activity_id == Activity.id)
        .correlate(Activity)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Activity.id,
            ActivityPortfolio.portfolio_id,
            Plan.state,
            Plan.start_on,
            Plan.end_on,
            reported_until.label("reported_until"),
            withheld.label("withheld"),
        )
        .join(Priority, Priority.id == Activity.priority_id)
        .join(Theme, Theme.id == Priority.theme_id)
        .join(Plan, Plan.id == Theme.plan_id)
        .outerjoin(ActivityPortfolio, and_(ActivityPortfolio.activity_id == Activity.id, linked_on(day)))
        .where(Activity.id.in_(ids))
    )
    found: dict[int, Asked] = {}
    for row in rows:
        asked = found.setdefault(
            row.id, Asked(row.state, row.start_on, row.end_on, row.reported_until, bool(row.withheld))
        )
        if row.portfolio_id is not None:
            asked.portfolio_ids.add(row.portfolio_id)
    return found
