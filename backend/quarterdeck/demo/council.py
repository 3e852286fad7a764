"""Setting the council up: its units, posts, people and bodies, its framework and its plan."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor, Scope
from quarterdeck.core.db import Base
from quarterdeck.demo.consulting import consult_on
from quarterdeck.demo.papers import Papers
from quarterdeck.demo.timeline import Demo, Step
from quarterdeck.demo.years import after, at, on_weekday
from quarterdeck.framework.adoption import adopt_version
from quarterdeck.framework.schemas import Calendar, FrameworkVersionCreate
from quarterdeck.organisation import grants, meetings, people, posts, service, tokens, units
from quarterdeck.organisation.models import Body, Portfolio, Post, Unit
from quarterdeck.organisation.schemas.machines import ClientCreate
from quarterdeck.organisation.schemas.meetings import BodyCreate, MeetingCreate, PortfolioCreate
from quarterdeck.organisation.schemas.people import HoldingCreate, PersonCreate, PostCreate, RoleGrantCreate
from quarterdeck.organisation.schemas.units import UnitCreate
from quarterdeck.planning import activities, milestones, outline
from quarterdeck.planning import service as plans
from quarterdeck.planning.models import Priority
from quarterdeck.planning.schemas import (
    ActivityCreate,
    MilestoneCreate,
    PlanCreate,
    PlanDecision,
    PriorityCreate,
    ThemeCreate,
)

PASSWORD = "quarterdeck-demo"  # noqa: S105 - no secret: it is printed, and opens made-up records alone
FIRST_ACCOUNT = "administrator"
SET_UP = 12
"""Working days before the end of the first lived quarter on which the council is set up."""


def setting_up(demo: Demo) -> Iterator[Step]:
    """The steps of the council's first week in Quarterdeck, after `found_council`."""
    quarter = demo.years.quarter("2Q1")
    yield Step(at(after(quarter, -SET_UP), 10), lambda demo: make_organisation(demo.session, demo))
    yield Step(at(after(quarter, -SET_UP + 1), 9, 30), adopt_framework)
    yield Step(at(after(quarter, -SET_UP + 1), 14), adopt_plan)


def found_council(session: Session, papers: Papers) -> tuple[int, int]:
    """Make the council and its first administrator, as its operator does; returns the ids of both."""
    about = papers.council["council"]
    council = service.create_council(session, None, code=about["code"], name=about["name"])
    first = next(each for each in papers.council["account"] if each["account"] == FIRST_ACCOUNT)
    person = service.create_administrator(
        session, Actor.system(council.id), email=address(papers, FIRST_ACCOUNT), password=PASSWORD, name=first["post"]
    )
    return council.id, person.id


def address(papers: Papers, account: str) -> str:
    """An account's e-mail address."""
    return f"{account}@{papers.council['council']['address']}"


def make_organisation(session: Session, demo: Demo) -> None:
    """Units, bodies, portfolios; then a post, its holder and its role for every account."""
    actor, papers = demo.actor(FIRST_ACCOUNT), demo.papers
    root = service.root_unit(session, demo.council_id)
    unit_ids = {None: root.id}
    for row in papers.council["unit"]:
        above = unit_ids[row.get("under")]
        data = UnitCreate.model_validate({"parent_id": above, **_only(row, "code", "name", "kind")})
        unit_ids[row["code"]] = units.create_unit(session, actor, data).id
    for row in papers.council["body"]:
        meetings.create_body(session, actor, BodyCreate(**row))
    for row in papers.council["portfolio"]:
        meetings.create_portfolio(session, actor, PortfolioCreate(**_only(row, "code", "name")))
    for row in papers.council["account"]:
        _open_account(demo, row, unit_ids[row.get("unit")])
    for row in papers.council["program"]:
        contact = id_of(session, demo.council_id, Post, post_code(row["contact"]))
        tokens.create_client(
            session, actor, ClientCreate(name=row["name"], purpose=row["purpose"], contact_post_id=contact)
        )


def _open_account(demo: Demo, row: dict[str, Any], unit_id: int) -> None:
    session, actor = demo.session, demo.actor(FIRST_ACCOUNT)
    title = row["post"]
    post = posts.create_post(session, actor, PostCreate(unit_id=unit_id, code=post_code(title), title=title))
    if row["account"] not in demo.people:
        person = PersonCreate(name=title, email=address(demo.papers, row["account"]), password=PASSWORD)
        demo.people[row["account"]] = people.create_person(session, actor, person).id
    posts.add_holding(session, actor, post.id, HoldingCreate(person_id=demo.people[row["account"]]))
    scope, scope_id = _scope(session, demo.council_id, row)
    if row["account"] != FIRST_ACCOUNT:
        grants.grant_role(
            session, actor, RoleGrantCreate(role=row["role"], scope=scope, scope_id=scope_id, post_id=post.id)
        )


def _scope(session: Session, council_id: int, row: dict[str, Any]) -> tuple[Scope, int | None]:
    tables: dict[Scope, type[Base]] = {Scope.UNIT: Unit, Scope.PORTFOLIO: Portfolio, Scope.BODY: Body}
    for scope, table in tables.items():
        if code := row.get(str(scope)):
            return scope, id_of(session, council_id, table, code)
    return Scope.COUNCIL, None


def adopt_framework(demo: Demo) -> None:
    """Cabinet decides, scrutiny considers; services have ten working days."""
    calendar = Calendar(submission_days=10, papers_clear_days=5, commentary_for=["amber", "red"])
    data = FrameworkVersionCreate(
        template="cabinet_first", effective_from=demo.years.year(1).start, calendar=calendar,
    )  # fmt: skip
    adopt_version(demo.session, demo.actor("performance"), data)


def adopt_plan(demo: Demo) -> None:
    """The council plan with its themes, priorities and key activities, as Full Council adopted it."""
    session, years, about = demo.session, demo.years, demo.papers.plan["plan"]
    first, last = (years.year(number) for number in about["years"])
    actor = demo.actor("performance")
    data = PlanCreate(
        code=about["code"],
        title=about["title"].format(first=first.start.year, last=last.end.year),
        kind=about["kind"],
        unit_id=service.root_unit(session, demo.council_id).id,
        start_on=first.start,
        end_on=last.end,
    )
    plan = plans.create_plan(session, actor, data)
    for position, row in enumerate(demo.papers.plan["theme"], start=1):
        made = outline.create_theme(
            session, actor, ThemeCreate(plan_id=plan.id, code=row["code"], name=row["name"], position=position)
        )
        for place, below in enumerate(row["priority"], start=1):
            outline.create_priority(session, actor, PriorityCreate(theme_id=made.id, position=place, **below))
    for row in demo.papers.plan["activity"]:
        activity = activities.create_activity(session, actor, _activity(demo, row))
        for step in row.get("milestones", ()):
            due_on = demo.years.quarter(step["due"]).end
            milestone = MilestoneCreate(activity_id=activity.id, title=step["title"], due_on=due_on)
            milestones.create_milestone(session, actor, milestone)
    consult_on(demo, plan)
    _adopt(demo, plan.id, plan.version)


def _adopt(demo: Demo, plan_id: int, version: int) -> None:
    """Full Council adopted the plan in the February before it began."""
    session = demo.session
    held_on = on_weekday(demo.years.year(1).start - timedelta(days=40), 3)
    body_id = id_of(session, demo.council_id, Body, "FULL")
    meeting = meetings.create_meeting(
        session, demo.actor("clerk"), MeetingCreate(body_id=body_id, held_on=held_on, title="Full Council", public=True)
    )
    decision = PlanDecision(
        action="adopt",
        body_id=body_id,
        meeting_id=meeting.id,
        minute_reference="Minute 46",
        comment="The Council Plan was adopted as recommended by Cabinet.",
    )
    plans.decide_plan(session, demo.actor("performance"), plan_id, decision, version)


def _activity(demo: Demo, row: dict[str, Any]) -> ActivityCreate:
    session, council_id, years = demo.session, demo.council_id, demo.years
    lead = next(each for each in demo.papers.council["account"] if _leads(each, row["unit"]))
    return ActivityCreate(
        priority_id=id_of(session, council_id, Priority, row["priority"]),
        unit_id=id_of(session, council_id, Unit, row["unit"]),
        lead_post_id=id_of(session, council_id, Post, post_code(lead["post"])),
        portfolio_ids=[id_of(session, council_id, Portfolio, code) for code in row["portfolios"]],
        start_on=years.quarter(row["from"]).start,
        due_on=years.quarter(row["due"]).end,
        valid_from=years.quarter(row["from"]).start,
        valid_to=years.quarter(row["to"]).end,
        **_only(row, "ref", "title", "description"),
    )


def _leads(account: dict[str, Any], unit: str) -> bool:
    return account["role"] == "service_manager" and account.get("unit") == unit


def post_code(title: str) -> str:
    """A post's code, from its title."""
    return re.sub(r"[^A-Z0-9]+", "-", title.upper()).strip("-")


def id_of(session: Session, council_id: int, table: type[Any], code: str) -> int:
    """The id of the council's unit, post, body, portfolio or priority with this code."""
    found: int = session.scalars(select(table.id).where(table.council_id == council_id, table.code == code)).one()
    return found


def _only(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names}
