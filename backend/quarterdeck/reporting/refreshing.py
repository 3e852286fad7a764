"""A service plan refreshed: the draft of the next year's, with what goes on of the last one's."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.framework.periods import Period
from quarterdeck.measures.activity_link_schemas import ActivityLinkCreate
from quarterdeck.measures.activity_links import link_activity
from quarterdeck.measures.links import link
from quarterdeck.measures.models import Indicator, IndicatorActivity, IndicatorPriority
from quarterdeck.planning import activities, milestones, outline, service
from quarterdeck.planning.activities import portfolios_on
from quarterdeck.planning.models import Activity, Milestone, Plan, Priority, Theme
from quarterdeck.planning.schemas import (
    ActivityCreate,
    MilestoneCreate,
    PlanCreate,
    PriorityCreate,
    ThemeCreate,
)

LONGEST_CODE, LONGEST_TITLE = 64, 300


def refresh_plan(session: Session, actor: Actor, plan_id: int, year: Period, activity_ids: Collection[int]) -> Plan:
    """Draft next year's plan from one: its themes and priorities with their indicators, and these activities.

    Of an activity go on what is said of it, its portfolios, the steps not yet done and the indicators that show it.
    """
    old = service.find_plan(session, actor, plan_id)
    data = PlanCreate(
        code=_free_code(session, old, year),
        title=in_year(old.title, year, LONGEST_TITLE, f", {year.short_label}"),
        kind=old.kind,
        unit_id=old.unit_id,
        start_on=year.start,
        end_on=year.end,
    )
    plan = service.create_plan(session, actor, data)
    plan.follows_id = old.id
    priorities = _outline(session, actor, old, plan)
    _measured(session, priorities, year)
    for activity in session.scalars(
        select(Activity).where(Activity.id.in_(sorted(activity_ids))).order_by(Activity.id)
    ):
        _activity(session, actor, activity, priorities[activity.priority_id], year)
    session.flush()
    return plan


def in_year(words: str, year: Period, longest: int, otherwise: str) -> str:
    """Words that name the year before (`2023-24`, `2023/24`, `2023`), naming this one; else with `otherwise` behind."""
    first = year.start.year
    for mark in ("-", "/", "\u2013"):
        before = f"{first - 1}{mark}{first % 100:02d}"
        if before in words:
            return words.replace(before, f"{first}{mark}{(first + 1) % 100:02d}")
    if re.search(rf"(?<!\d){first - 1}(?!\d)", words):
        return re.sub(rf"(?<!\d){first - 1}(?!\d)", str(first), words)
    return words[: longest - len(otherwise)] + otherwise


def _free_code(session: Session, old: Plan, year: Period) -> str:
    wanted = in_year(old.code, year, LONGEST_CODE - 3, f"-{year.code}")
    taken = set(session.scalars(select(Plan.code).where(Plan.council_id == old.council_id)))
    number, free = 1, wanted
    while free in taken:
        number, free = number + 1, f"{wanted}-{number + 1}"
    return free


def _outline(session: Session, actor: Actor, old: Plan, plan: Plan) -> dict[int, int]:
    """The plan's themes and priorities, as the old one has them: new priorities' ids by the old ones'."""
    found = {}
    for theme in session.scalars(select(Theme).where(Theme.plan_id == old.id).order_by(Theme.position, Theme.id)).all():
        made = outline.create_theme(
            session,
            actor,
            ThemeCreate(plan_id=plan.id, code=theme.code, name=theme.name, position=theme.position),
        )
        under = select(Priority).where(Priority.theme_id == theme.id).order_by(Priority.position, Priority.id)
        for each in session.scalars(under).all():
            data = PriorityCreate(theme_id=made.id, code=each.code, name=each.name, position=each.position)
            found[each.id] = outline.create_priority(session, actor, data).id
    return found


def _measured(session: Session, priorities: Mapping[int, int], year: Period) -> None:
    """Let what measures the old priorities and goes on measure the new ones, from the year on."""
    p = IndicatorPriority
    rows = session.execute(
        select(Indicator, p.priority_id)
        .join(p, p.indicator_id == Indicator.id)
        .where(
            p.priority_id.in_(sorted(priorities)),
            _open(p.valid_to, year.start),
            _open(Indicator.valid_to, year.start),
        )
        .order_by(Indicator.id)
    ).all()
    for indicator, priority_id in rows:
        link(session, indicator, IndicatorPriority, [priorities[priority_id]], year.start)
        indicator.version += 1


def _activity(session: Session, actor: Actor, old: Activity, priority_id: int, year: Period) -> None:
    data = ActivityCreate.model_validate(
        {
            **{name: getattr(old, name) for name in ("ref", "title", "description", "unit_id", "lead_post_id")},
            **{name: getattr(old, name) for name in ("start_on", "due_on", "status")},
            "priority_id": priority_id,
            "valid_from": year.start,
            "portfolio_ids": portfolios_on(session, [old.id], year.start)[old.id],
        }
    )
    made = activities.create_activity(session, actor, data)
    steps = select(Milestone).where(Milestone.activity_id == old.id, Milestone.done_on.is_(None))
    for step in session.scalars(steps.order_by(Milestone.position, Milestone.id)).all():
        milestones.create_milestone(
            session, actor, MilestoneCreate(activity_id=made.id, title=step.title, due_on=step.due_on)
        )
    a = IndicatorActivity
    shown = select(a.indicator_id).where(a.activity_id == old.id, _open(a.valid_to, year.start))
    for indicator_id in session.scalars(shown.order_by(a.indicator_id)).all():
        link_activity(session, actor, indicator_id, ActivityLinkCreate(activity_id=made.id, valid_from=year.start))


def _open(last_day: Any, day: date) -> ColumnElement[bool]:
    """That something has no last day, or one not before a day."""
    return or_(last_day.is_(None), last_day >= day)
