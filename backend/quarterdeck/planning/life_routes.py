"""What happens to a plan on its way: consultations, reviews, the words on its years, what changed since last year."""

from typing import Annotated

from fastapi import APIRouter, Response

from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import Id, IfMatch, Page, PagingDep, Route, Word, page, set_etag
from quarterdeck.organisation.access import SignedIn, needs
from quarterdeck.organisation.roles import Permission
from quarterdeck.planning import life, priority_years
from quarterdeck.planning.comparison import compare_plan
from quarterdeck.planning.life_schemas import (
    ConsultationRead,
    PlanComparison,
    PlanYearRead,
    PriorityYearRead,
    PriorityYearWrite,
    ReviewRead,
)
from quarterdeck.planning.models import PlanConsultation, PlanReview
from quarterdeck.planning.service import find_plan

router = APIRouter(prefix="/api/v1", tags=["planning"], route_class=Route)
Writer = Annotated[Actor, needs(Permission.EDIT_PLAN, *priority_years.OF_SERVICE)]


@router.get("/plans/{plan_id}/consultations", responses=problems(404))
def list_plan_consultations(
    plan_id: Id, actor: SignedIn, session: SessionDep, paging: PagingDep
) -> Page[ConsultationRead]:
    """The consultations on a plan, newest first: open or ended, with what was heard and what changed."""
    plan = find_plan(session, actor, plan_id)
    query = life.visible_consultations(actor).where(PlanConsultation.plan_id == plan.id)
    rows, cursor = page(session, query, (PlanConsultation.number.desc(),), paging, entities=True)
    return Page(items=[ConsultationRead.model_validate(row) for row in rows], next_cursor=cursor)


@router.get("/plans/{plan_id}/reviews", responses=problems(404))
def list_plan_reviews(plan_id: Id, actor: SignedIn, session: SessionDep, paging: PagingDep) -> Page[ReviewRead]:
    """The reviews of an adopted plan, newest first."""
    plan = find_plan(session, actor, plan_id)
    query = life.visible_reviews(actor).where(PlanReview.plan_id == plan.id)
    rows, cursor = page(session, query, (PlanReview.reviewed_on.desc(), PlanReview.id.desc()), paging, entities=True)
    return Page(items=[ReviewRead.model_validate(row) for row in rows], next_cursor=cursor)


@router.get("/plans/{plan_id}/years/{year}", responses=problems(404))
def read_plan_year(plan_id: Id, year: Word, actor: SignedIn, session: SessionDep) -> PlanYearRead:
    """The words on each of a plan's priorities for a year, which the annual report prints."""
    plan = find_plan(session, actor, plan_id)
    of_year = priority_years.year_of(year)
    items = priority_years.priority_years(session, actor, plan, of_year)
    return PlanYearRead(
        plan_id=plan.id, title=plan.title, year=of_year.code, year_label=of_year.short_label, items=items
    )


@router.put("/priorities/{priority_id}/years/{year}", responses=problems(403, 404, 412, 428))
def write_priority_year(
    priority_id: Id,
    year: Word,
    body: PriorityYearWrite,
    version: IfMatch,
    actor: Writer,
    session: SessionDep,
    response: Response,
) -> PriorityYearRead:
    """Write what a priority's year was like: progress, what was missed and why. Version 0 names no words yet."""
    words = priority_years.write_priority_year(session, actor, priority_id, year, body, version)
    set_etag(response, words.version)
    return words


@router.get("/plans/{plan_id}/comparison", responses=problems(404))
def compare_plans(plan_id: Id, actor: SignedIn, session: SessionDep) -> PlanComparison:
    """What changed between a plan and the one of the year before that it was refreshed from."""
    return compare_plan(session, actor, find_plan(session, actor, plan_id))
