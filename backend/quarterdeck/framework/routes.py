"""The framework and its versions, periods, and what was decided."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import MAX_ID, Id, Page, PagingDep, Route, Word, page
from quarterdeck.framework import adoption, decisions, service
from quarterdeck.framework.models import Approval, FrameworkVersion
from quarterdeck.framework.periods import Scheme, Span
from quarterdeck.framework.schemas import (
    ApprovalRead,
    FrameworkTemplateList,
    FrameworkVersionCreate,
    FrameworkVersionRead,
    FrameworkVersionSummary,
    PeriodList,
    PeriodRead,
)
from quarterdeck.organisation.access import SignedIn, needs
from quarterdeck.organisation.roles import Permission

router = APIRouter(prefix="/api/v1", tags=["framework"], route_class=Route)
IdQuery = Annotated[int | None, Query(ge=1, le=MAX_ID)]


@router.get("/framework", responses=problems(404))
def read_framework(actor: SignedIn, session: SessionDep) -> FrameworkVersionRead:
    """The framework in force today."""
    return service.framework_read(session, service.framework_on(session, actor.council_id))


@router.get("/framework/versions")
def list_framework_versions(actor: SignedIn, session: SessionDep, paging: PagingDep) -> Page[FrameworkVersionSummary]:
    """Every version of the framework, newest first."""
    sort = (FrameworkVersion.number.desc(), FrameworkVersion.id.desc())
    rows, cursor = page(session, service.visible_frameworks(actor), sort, paging, entities=True)
    return Page(items=[FrameworkVersionSummary.model_validate(row) for row in rows], next_cursor=cursor)


@router.post("/framework/versions", status_code=201, responses=problems(403, 409))
def adopt_framework_version(
    body: FrameworkVersionCreate,
    actor: Annotated[Actor, needs(Permission.MANAGE_FRAMEWORK)],
    session: SessionDep,
) -> FrameworkVersionRead:
    """Adopt the next version: a template, altered or not, or one of the council's own making."""
    return service.framework_read(session, adoption.adopt_version(session, actor, body))


@router.get("/framework/versions/{version_id}", responses=problems(404))
def read_framework_version(version_id: Id, actor: SignedIn, session: SessionDep) -> FrameworkVersionRead:
    """One version with its stages. Versions never change."""
    return service.framework_read(session, service.find_framework(session, actor, version_id))


@router.get("/framework/templates")
def list_framework_templates(actor: SignedIn) -> FrameworkTemplateList:
    """The templates that ship with Quarterdeck."""
    return FrameworkTemplateList(items=list(adoption.templates()), next_cursor=None)


@router.get("/periods")
def list_periods(
    actor: SignedIn,
    year: Annotated[Word | None, Query(description="A year's code: 2023-24, or 2023 for a calendar year.")] = None,
    span: Span = Span.QUARTER,
    scheme: Scheme | None = None,
) -> PeriodList:
    """The periods of a year, in order: by default the quarters of this financial year."""
    periods = service.periods_of(year, span, scheme)
    return PeriodList(items=[PeriodRead.of(period) for period in periods], next_cursor=None)


@router.get("/periods/{code}", responses=problems(404))
def read_period(code: Annotated[str, Path(max_length=24)], actor: SignedIn) -> PeriodRead:
    """One period, by its code."""
    return PeriodRead.of(service.find_period(code))


@router.get("/approvals")
def list_approvals(
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    subject_kind: Word | None = None,
    subject_id: IdQuery = None,
    body: Word | None = None,
    round_stage_id: IdQuery = None,
) -> Page[ApprovalRead]:
    """What was decided, newest first; on editions, those that you may see. `body` is a body's code."""
    query = decisions.approvals(
        actor, subject_kind=subject_kind, subject_id=subject_id, body=body, round_stage_id=round_stage_id
    )
    rows, cursor = page(session, query, (Approval.id.desc(),), paging, entities=True)
    return Page(items=[ApprovalRead.model_validate(row) for row in rows], next_cursor=cursor)
