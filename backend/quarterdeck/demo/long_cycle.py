"""The long cycle: reviews, a strategy that another took the place of, words on the years, a service plan."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from quarterdeck.core import clock
from quarterdeck.demo.council import SET_UP, id_of
from quarterdeck.demo.entering import manager_of
from quarterdeck.demo.timeline import Demo, Step
from quarterdeck.demo.years import after, at
from quarterdeck.framework.periods import Period
from quarterdeck.measures.links import link
from quarterdeck.measures.models import Indicator, IndicatorPriority
from quarterdeck.organisation.models import Body, Unit
from quarterdeck.organisation.service import root_unit
from quarterdeck.planning import activities, milestones, outline, priority_years
from quarterdeck.planning import service as plans
from quarterdeck.planning.life_schemas import PriorityYearWrite
from quarterdeck.planning.models import Plan, PlanKind, Priority
from quarterdeck.planning.schemas import (
    ActivityCreate,
    MilestoneCreate,
    PlanCreate,
    PlanDecision,
    PriorityCreate,
    SuccessionCreate,
    ThemeCreate,
)

# Behind the council plan's: what belongs to both is reported under the council plan.
LAST_THEME = 9


def long_cycle(demo: Demo) -> Iterator[Step]:
    """The steps of everything in `data/long_cycle.toml` but the council plan's consultation."""
    years, papers = demo.years, demo.papers.long_cycle
    yield Step(at(after(years.quarter("2Q1"), -SET_UP + 5), 10), _strategies)
    passed = [row for row in papers["review"] if _reviewed_on(demo, row) <= years.eve]
    for row in passed:
        yield Step(at(_reviewed_on(demo, row), 15), _review(row, is_last=row is passed[-1]))
    for row in papers["words"]:
        day = after(years.quarter(f"{row['year']}Q4"), 9)
        if day <= years.eve:
            yield Step(at(day, 13), _write(row, years.year(row["year"])))
    about = papers["service_plan"]
    yield Step(at(years.before_today(about["days"]), 16), lambda demo: _service_plan(demo, about))


def _reviewed_on(demo: Demo, row: Mapping[str, Any]) -> date:
    return after(demo.years.quarter(row["after"]), row["days"])


def _review(row: Mapping[str, Any], *, is_last: bool) -> Callable[[Demo], None]:
    def do(demo: Demo) -> None:
        following = clock.add_working_days(demo.years.today, demo.papers.long_cycle["next_review"]["days"])
        decision = PlanDecision(
            action="review",
            outcome=row["outcome"],
            changed=row["changed"],
            next_review_on=following if is_last else None,
        )
        plan = _plan(demo, demo.papers.plan["plan"]["code"])
        plans.decide_plan(demo.session, demo.actor("performance"), plan.id, decision, plan.version)

    return do


def _write(row: Mapping[str, Any], year: Period) -> Callable[[Demo], None]:
    def do(demo: Demo) -> None:
        priority_id = id_of(demo.session, demo.council_id, Priority, row["priority"])
        words = PriorityYearWrite(progress=row["text"].strip())
        actor = demo.actor("performance")
        priority_years.write_priority_year(demo.session, actor, priority_id, year.code, words, 0)

    return do


def _strategies(demo: Demo) -> None:
    """The first strategy, the one that took its place when the second year began, and what became of what."""
    papers, years = demo.papers.long_cycle, demo.years
    second = years.year(2)
    old = _strategy(demo, papers["strategy"], years.year(1).start, second.end)
    new = _strategy(demo, papers["next_strategy"], second.start, years.year(5).end)
    lines = {
        "priorities": _lines(demo, papers["map"], Priority, "code"),
        "indicators": _lines(demo, papers["indicator_map"], Indicator, "ref"),
    }
    decision = PlanDecision(action="supersede", superseded_by_id=new.id, superseded_on=second.start, **lines)
    plans.decide_plan(demo.session, demo.actor("performance"), old.id, decision, old.version)


def _lines(demo: Demo, rows: list[dict[str, Any]], kind: Any, name: str) -> list[SuccessionCreate]:
    query = select(getattr(kind, name), kind.id).where(kind.council_id == demo.council_id)
    ids = {row[0]: row[1] for row in demo.session.execute(query)}
    return [
        SuccessionCreate(from_id=ids[row["from"]], to_id=None if to is None else ids[to], reason=row.get("reason"))
        for row in rows
        for to in row["to"] or [None]
    ]


def _strategy(demo: Demo, about: Mapping[str, Any], first: date, last: date) -> Plan:
    named = {"first": demo.years.year(1).start.year, "second": demo.years.year(2).start.year}
    root = root_unit(demo.session, demo.council_id)
    plan = _drafted(demo, about, named, PlanKind.STRATEGY, root.id, first, last)
    for code, refs in about["indicators"].items():
        for indicator in demo.session.scalars(select(Indicator).where(Indicator.ref.in_(refs))).all():
            priority_id = id_of(demo.session, demo.council_id, Priority, code)
            link(demo.session, indicator, IndicatorPriority, [priority_id], first)
    body_id = id_of(demo.session, demo.council_id, Body, about["body"])
    decision = PlanDecision(action="adopt", body_id=body_id, comment=about["comment"])
    return plans.decide_plan(demo.session, demo.actor("performance"), plan.id, decision, plan.version)


def _service_plan(demo: Demo, about: Mapping[str, Any]) -> None:
    """A service plan of the year that runs, adopted late: what of it is unfinished goes on into the next."""
    session, actor = demo.session, demo.actor("performance")
    year = Period.containing(demo.years.today).year()
    unit_id = id_of(session, demo.council_id, Unit, about["unit"])
    named = {"code": year.code, "label": year.short_label}
    plan = _drafted(demo, about, named, PlanKind.SERVICE_PLAN, unit_id, year.start, year.end)
    for row in about["activity"]:
        data = ActivityCreate(
            priority_id=id_of(session, demo.council_id, Priority, row["priority"]),
            ref=row["ref"],
            title=row["title"],
            unit_id=unit_id,
            status=row["status"],
            valid_from=year.start,
            due_on=year.end,
        )
        made = activities.create_activity(session, actor, data)
        for title in row["milestones"]:
            milestones.create_milestone(
                session, actor, MilestoneCreate(activity_id=made.id, title=title, due_on=year.end)
            )
    decision = PlanDecision(action="adopt", comment=f"Agreed with the {demo.post(manager_of(demo, about['unit']))}.")
    plans.decide_plan(session, actor, plan.id, decision, plan.version)


def _drafted(
    demo: Demo,
    about: Mapping[str, Any],
    named: Mapping[str, Any],
    kind: PlanKind,
    unit_id: int,
    first: date,
    last: date,
) -> Plan:
    """A draft with one theme and its priorities."""
    session, actor = demo.session, demo.actor("performance")
    data = PlanCreate(
        code=about["code"].format(**named),
        title=about["title"].format(**named),
        kind=kind,
        unit_id=unit_id,
        start_on=first,
        end_on=last,
    )
    plan = plans.create_plan(session, actor, data)
    theme = outline.create_theme(
        session,
        actor,
        ThemeCreate(plan_id=plan.id, code="ALL", name=about.get("theme", "Town centre"), position=LAST_THEME),
    )
    for position, row in enumerate(about["priority"], start=1):
        outline.create_priority(session, actor, PriorityCreate(theme_id=theme.id, position=position, **row))
    return plan


def _plan(demo: Demo, code: str) -> Plan:
    return demo.session.scalars(select(Plan).where(Plan.council_id == demo.council_id, Plan.code == code)).one()
