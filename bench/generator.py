"""Councils with figures to measure on: the same ones every time, in whatever number.

One council comes about as it would in use, by the services, each quarter reported and approved three weeks after its
end. What is asked for beyond that is copied inside the database: older quarters, parts of each indicator, councils.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast

from sqlalchemy import Connection, Table, select

from bench.copying import copied
from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor, Scope
from quarterdeck.core.db import Database
from quarterdeck.core.journal import CouncilHead, Event
from quarterdeck.framework.periods import Period
from quarterdeck.framework.service import ensure_period
from quarterdeck.measures import indicators, observations, targets
from quarterdeck.measures.models import (
    CurrentObservation,
    Indicator,
    IndicatorDefinition,
    IndicatorPriority,
    Observation,
    ObservationApproval,
    Origin,
    RatingRow,
    RatingRule,
    Series,
    Target,
    ValueState,
)
from quarterdeck.measures.revisions import Reported
from quarterdeck.measures.schemas import DefinitionCreate, IndicatorCreate, RuleCreate
from quarterdeck.measures.series import ALL
from quarterdeck.measures.targets import TargetSet
from quarterdeck.organisation import service
from quarterdeck.organisation.models import Council, RoleGrant, Unit
from quarterdeck.organisation.roles import Role
from quarterdeck.planning.models import Plan, PlanKind, PlanState, Priority, Theme

PASSWORD = "a-password-to-measure-with"
EMAIL = "measuring@example.test"
LAST = "2023-24-Q4"
BEGAN = date(2013, 4, 1)
POLARITIES = ("higher", "lower")
THEMES = ("People", "Place", "Prosperity", "Planet", "Partnership", "Performance")
CHUNK = 5000
# Quarters that come about by the services: two years and one, so that a year back there is a year before that.
BY_SERVICES = 9
# How far apart the ids of copies lie: of a quarter, a part, a council.
QUARTER, PART, COUNCIL = 10**6, 10**8, 10**11
CELLS: tuple[Any, ...] = (Target, Observation, ObservationApproval, RatingRow, CurrentObservation)
NAMES: tuple[Any, ...] = (
    Council,
    CouncilHead,
    Unit,
    Plan,
    Theme,
    Priority,
    Indicator,
    IndicatorDefinition,
    RatingRule,
    IndicatorPriority,
    Series,
)


@dataclass(frozen=True)
class Made:
    """The first council made: who signs in there, its newest quarter, and a moment a year before that was reported."""

    council_id: int
    person_id: int
    email: str
    period: str
    year_before: str
    a_year_back: datetime


def make(database: Database, *, councils: int, number: int, quarters: int, parts: int = 0) -> Made:
    """Councils with `number` indicators, each reported and approved for the last `quarters`, whole and in `parts`."""
    periods = list(_quarters(quarters))
    made = _council(database, number, periods[:BY_SERVICES])
    with database.transaction() as session:
        for period in periods[BY_SERVICES:]:
            ensure_period(session, period.code)
        connection = session.connection()
        for place, period in enumerate(periods[BY_SERVICES:], start=BY_SERVICES):
            _copy_quarter(connection, place, periods[place % BY_SERVICES], period)
        for part in range(parts):
            _copy_part(connection, part + 1)
        for council in range(councils - 1):
            _copy_council(connection, council + 1)
    if database.dialect == "postgresql":
        # As its autovacuum does in use, sooner or later.
        with database.writing_engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    return made


def _council(database: Database, number: int, periods: list[Period]) -> Made:
    chance = random.Random(0)
    with clock.set_to(_reported_at(periods[-1]) - timedelta(days=1)):
        with database.transaction() as session:
            council = service.create_council(session, None, code="council-0", name="Council 0")
            actor = Actor.system(council.id)
            person = service.create_administrator(session, actor, email=EMAIL, password=PASSWORD)
            grant = {"person_id": person.id, "role": Role.PERFORMANCE_TEAM, "scope": Scope.COUNCIL}
            session.add(RoleGrant(council_id=council.id, **grant, valid_from=BEGAN, version=1))
            unit_id = service.root_unit(session, council.id).id
            priorities = _plan(session, council.id, unit_id)
        with database.transaction() as session:
            for each in range(number):
                indicators.create_indicator(session, actor, _indicator(each, unit_id, priorities, chance))
    for period in reversed(periods):
        with clock.set_to(_reported_at(period)), database.transaction() as session:
            _report(session, actor, period, chance)
    return Made(council.id, person.id, EMAIL, LAST, periods[min(4, len(periods) - 1)].code, _a_year_back())


def _plan(session: Any, council_id: int, unit_id: int) -> list[int]:
    """The ids of the priorities of an adopted plan, one in each theme."""
    dates = {"start_on": BEGAN, "end_on": date(2026, 3, 31), "superseded_by_id": None, "superseded_on": None}
    kind = {"kind": PlanKind.COUNCIL_PLAN, "state": PlanState.ADOPTED}
    plan = Plan(council_id=council_id, unit_id=unit_id, code="PLAN", title="Council plan", version=1, **dates, **kind)
    session.add(plan)
    session.flush()
    made = []
    for position, name in enumerate(THEMES):
        common = {"council_id": council_id, "code": name.upper(), "name": name, "position": position, "version": 1}
        theme = Theme(plan_id=plan.id, **common)
        session.add(theme)
        session.flush()
        made.append(Priority(theme_id=theme.id, **common))
    session.add_all(made)
    session.flush()
    return [priority.id for priority in made]


def _report(session: Any, actor: Actor, period: Period, chance: random.Random) -> None:
    """Targets and approved figures of every series for one quarter."""
    change = journal.change(session, actor.council_id)
    series_ids = session.scalars(select(Series.id).where(Series.council_id == actor.council_id).order_by(Series.id))
    cells = [(series_id, period.code) for series_id in series_ids]
    for start in range(0, len(cells), CHUNK):
        part = cells[start : start + CHUNK]
        targets.set_targets_approved(session, actor, [_target(cell, chance) for cell in part], change)
        reported = [_reported(cell, chance) for cell in part]
        observations.append(session, actor, reported, origin=Origin.BACKFILL, change=change, approved=True)
    journal.record(session, actor, Event("measures.generate", "council", actor.council_id, {"figures": len(cells)}))


def _copy_quarter(connection: Connection, place: int, source: Period, period: Period) -> None:
    """The figures of one of the council's quarters once more, for an older one; known from the beginning on."""
    for model in CELLS:
        its = _of_council(model)
        where = its.c.period_code == source.code if "period_code" in its.c else _approves(Observation, source)
        known = {name: 1 for name in ("change_no", "approved_change_no") if name in its.c}
        values = {"period_code": period.code, **known} if "period_code" in its.c else known
        copied(connection, its, CELLS, place * QUARTER, where, values)


def _copy_part(connection: Connection, part: int) -> None:
    """Every series and its figures once more, for a part of the whole."""
    for model in (Series, *CELLS):
        its = _of_council(model)
        where = its.c.id < PART if "id" in its.c else _first_part(its)
        values = {"breakdown": f"part:{part}"} if "breakdown" in its.c else {}
        copied(connection, its, (Series, *CELLS), part * PART, where, values)


def _copy_council(connection: Connection, number: int) -> None:
    """The first council once more, with all that it has but its people."""
    for model in (*NAMES, *CELLS):
        its = _of_council(model)
        key = its.c.id if model is Council else its.c.council_id
        named = {"code": f"council-{number}", "name": f"Council {number}"} if model is Council else {}
        copied(connection, its, (*NAMES, *CELLS), number * COUNCIL, key < COUNCIL, named)


def _of_council(model: Any) -> Table:
    return cast(Table, model.__table__)


def _approves(model: type[Observation], period: Period) -> Any:
    ids = select(model.id).where(model.period_code == period.code)
    return ObservationApproval.observation_id.in_(ids)


def _first_part(its: Table) -> Any:
    return its.c.breakdown == ALL if "breakdown" in its.c else its.c.observation_id < PART


def _quarters(number: int) -> Iterator[Period]:
    period = Period.of_code(LAST)
    for _ in range(number):
        yield period
        period = period.previous()


def _reported_at(period: Period) -> datetime:
    return datetime.combine(period.end + timedelta(days=21), time(12), UTC)


def _a_year_back() -> datetime:
    """A year before the newest quarter was reported, when the same quarter of the year before had just been."""
    return _reported_at(Period.of_code(LAST).same_period_last_year()) + timedelta(days=1)


def _indicator(number: int, unit_id: int, priorities: list[int], chance: random.Random) -> IndicatorCreate:
    return IndicatorCreate(
        ref=f"PI {number + 1}",
        name=f"Measure number {number + 1} of the council's services, as its plan describes it",
        unit_id=unit_id,
        priority_ids=[priorities[number % len(priorities)]],
        definition=DefinitionCreate.model_validate(
            {
                "definition": "What is counted, from where, and what is left out of the count.",
                "unit_of_measure": "%",
                "decimals": chance.choice((0, 1, 2)),
                "polarity": chance.choice(POLARITIES),
                "aggregation": "flow",
                "effective_from": BEGAN,
                "reason": "",
            }
        ),
        rating_rule=RuleCreate.model_validate(
            {"kind": "relative", "parameters": {"green_within": 0, "amber_within": 10}, "effective_from": BEGAN}
        ),
    )


def _target(cell: tuple[int, str], chance: random.Random) -> TargetSet:
    return TargetSet(*cell, value=round(chance.uniform(40, 95), 1))


def _reported(cell: tuple[int, str], chance: random.Random) -> Reported:
    commentary = "The figure moved with demand; a recovery plan is in place. " * chance.randrange(3)
    if chance.random() < 0.06:
        return Reported(*cell, value_state=ValueState.AWAITED, value=None, commentary=commentary)
    return Reported(*cell, value_state=ValueState.VALUE, value=round(chance.uniform(30, 100), 2), commentary=commentary)
