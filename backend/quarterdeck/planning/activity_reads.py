"""Activities as they are answered: with their portfolios and milestones, and what these and the dates hint at."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.framework.models import PeriodRow
from quarterdeck.planning.activities import portfolios_on
from quarterdeck.planning.hints import Hint, Standing, hints
from quarterdeck.planning.milestones import is_overdue, milestone_read, milestones_of
from quarterdeck.planning.models import (
    Activity,
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

APART = frozenset({"portfolio_ids", "milestone_counts", "hints"})


def activity_reads(session: Session, rows: Iterable[Activity]) -> list[ActivityRead]:
    """Activities as they are answered today: three queries, however many there are."""
    return [ActivityRead.model_validate(values) for values in _reads(session, list(rows))[0]]


def activity_details(session: Session, council_id: int, rows: Iterable[Activity]) -> list[ActivityDetail]:
    """The same with their milestones, and with what came before and after them in other plans."""
    rows, today = list(rows), clock.today()
    answers, milestones = _reads(session, rows)
    succession = successions_of(session, council_id, ActivitySuccession, [row.id for row in rows])
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


def activity_detail(session: Session, activity: Activity) -> ActivityDetail:
    """One activity as it is answered."""
    return activity_details(session, activity.council_id, [activity])[0]


def milestone_counts(milestones: Collection[Milestone], today: date) -> MilestoneCounts:
    """How many there are, are done, and are overdue."""
    return MilestoneCounts(
        total=len(milestones),
        done=sum(each.done_on is not None for each in milestones),
        overdue=sum(is_overdue(each, today) for each in milestones),
    )


def hints_on(session: Session, rows: Sequence[Activity], day: date) -> dict[int, list[Hint]]:
    """What is worth a question about each of these activities on a day."""
    return _hints(session, rows, milestones_of(session, [row.id for row in rows]), day)


def _reads(session: Session, rows: Sequence[Activity]) -> tuple[list[dict[str, Any]], Mapping[int, list[Milestone]]]:
    ids, today = [row.id for row in rows], clock.today()
    linked, milestones = portfolios_on(session, ids, today), milestones_of(session, ids)
    found = _hints(session, rows, milestones, today)
    names = ActivityRead.model_fields.keys() - APART
    answers = [
        {
            **{name: getattr(row, name) for name in names},
            "portfolio_ids": sorted(linked[row.id]),
            "milestone_counts": milestone_counts(milestones[row.id], today),
            "hints": [HintRead.model_validate(each) for each in found[row.id]],
        }
        for row in rows
    ]
    return answers, milestones


def _hints(
    session: Session, rows: Sequence[Activity], milestones: Mapping[int, list[Milestone]], day: date
) -> dict[int, list[Hint]]:
    asked = _asked(session, [row.id for row in rows])
    found: dict[int, list[Hint]] = defaultdict(list)
    for row in rows:
        around = asked[row.id]
        # A draft asks for nothing yet, and a superseded plan for nothing more.
        if around.state == PlanState.ADOPTED:
            overdue = sorted((each for each in milestones[row.id] if is_overdue(each, day)), key=lambda m: m.due_on)
            standing = Standing(
                status=ActivityStatus(row.status),
                percent_complete=row.percent_complete,
                due_on=row.due_on,
                asked_from=max(row.valid_from, around.start_on),
                asked_until=min(row.valid_to or around.end_on, around.end_on),
                reported_until=around.reported_until,
                overdue=[(each.title, each.due_on) for each in overdue],
            )
            found[row.id] = hints(standing, day)
    return found


def _asked(session: Session, ids: Collection[int]) -> dict[int, Any]:
    """The state and dates of each activity's plan, and the last day of the newest period it was reported for."""
    reported_until = (
        select(func.max(PeriodRow.end_on))
        .join(ActivityUpdate, ActivityUpdate.period_code == PeriodRow.code)
        .where(ActivityUpdate.activity_id == Activity.id)
        .correlate(Activity)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Activity.id, Plan.state, Plan.start_on, Plan.end_on, reported_until.label("reported_until"))
        .join(Priority, Priority.id == Activity.priority_id)
        .join(Theme, Theme.id == Priority.theme_id)
        .join(Plan, Plan.id == Theme.plan_id)
        .where(Activity.id.in_(ids))
    )
    return {row.id: row for row in rows}
