"""Outturns: what was achieved in each of some years."""

from typing import Annotated

from fastapi import APIRouter, Query

from quarterdeck.core import clock
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import Id, Page, Route, Word
from quarterdeck.core.ready import UNCHANGED, ready
from quarterdeck.framework.periods import Period, Span, earlier_period
from quarterdeck.measures import indicators, year_end_reads
from quarterdeck.measures.outturn_reads import outturns_of
from quarterdeck.measures.outturn_schemas import OutturnRead
from quarterdeck.measures.successions import succession_map
from quarterdeck.measures.term_schemas import PlanOutturnsRead, PlanSuccessionRead
from quarterdeck.measures.terms import term_of, years_of
from quarterdeck.measures.viewed_from import ViewpointDep
from quarterdeck.measures.year_end_schemas import YearEndRead
from quarterdeck.organisation.access import SignedIn
from quarterdeck.planning.priority_years import year_of
from quarterdeck.planning.service import find_plan

router = APIRouter(prefix="/api/v1", tags=["measures"], route_class=Route)
LAST = "The last year's code, for example 2024-25. Without it the last financial year that is over."


@router.get("/indicators/{indicator_id}/outturns", responses=problems(404) | UNCHANGED)
@ready
def list_outturns(
    indicator_id: Id,
    actor: SignedIn,
    session: SessionDep,
    viewpoint: ViewpointDep,
    to: Annotated[Word | None, Query(description=LAST)] = None,
    years: Annotated[int, Query(ge=1, le=10)] = 5,
) -> Page[OutturnRead]:
    """An indicator's outturns of some years, oldest first, by series, against its targets and rated as of then."""
    indicator = indicators.find_indicator(session, actor, indicator_id)
    wanted = years_to(_last_year() if to is None else year_of(to, "to"), years)
    found = outturns_of(session, actor, viewpoint, [indicator.id], wanted, breakdown=None)
    return Page[OutturnRead](items=[OutturnRead.of(each) for each in found], next_cursor=None)


@router.get("/indicators/{indicator_id}/year-ends", responses=problems(404) | UNCHANGED)
@ready
def list_year_ends(
    indicator_id: Id, actor: SignedIn, session: SessionDep, viewpoint: ViewpointDep
) -> Page[YearEndRead]:
    """How the year is to end, by series: the owner's forecast beside a simple projection, and how good both were."""
    found = year_end_reads.list_year_ends(session, actor, viewpoint, indicator_id)
    return Page[YearEndRead](items=[YearEndRead.of(each) for each in found], next_cursor=None)


@router.get("/plans/{plan_id}/outturns", responses=problems(404) | UNCHANGED)
@ready
def read_plan_outturns(plan_id: Id, actor: SignedIn, session: SessionDep, viewpoint: ViewpointDep) -> PlanOutturnsRead:
    """The years of a plan's term so far: each priority's measures with their outturns, targets and ratings."""
    plan = find_plan(session, actor, plan_id)
    years = years_of(plan)
    return PlanOutturnsRead.of(plan, years, term_of(session, actor, viewpoint, plan, years), clock.today())


@router.get("/plans/{plan_id}/succession", responses=problems(404))
def read_plan_succession(plan_id: Id, actor: SignedIn, session: SessionDep) -> PlanSuccessionRead:
    """What became of a plan's priorities, activities and indicators when another took its place."""
    plan = find_plan(session, actor, plan_id)
    about = {"plan_id": plan.id, "superseded_by_id": plan.superseded_by_id, "superseded_on": plan.superseded_on}
    return PlanSuccessionRead.model_validate({**about, **succession_map(session, plan)})


def _last_year() -> Period:
    return Period.containing(clock.today(), Span.YEAR).previous()


def years_to(last: Period, number: int) -> list[Period]:
    """So many years up to this one, oldest first; fewer where there are no earlier ones."""
    found = [last]
    while len(found) < number and (before := earlier_period(found[0], Period.previous)) is not None:
        found.insert(0, before)
    return found
