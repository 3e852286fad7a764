"""Plans, themes, priorities, activities and the updates on them."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import MAX_ID, Id, IfMatch, Page, PagingDep, Route, Word, page, set_etag
from quarterdeck.organisation.access import SignedIn, needs
from quarterdeck.organisation.roles import Permission
from quarterdeck.planning import activities, milestones, outline, service, updates
from quarterdeck.planning.activity_reads import activity_detail, activity_reads
from quarterdeck.planning.models import (
    Activity,
    ActivityStatus,
    ActivityUpdate,
    Milestone,
    Plan,
    PlanKind,
    PlanState,
    Priority,
    Theme,
)
from quarterdeck.planning.schemas import (
    ActivityCreate,
    ActivityDetail,
    ActivityRead,
    ActivityUpdateInput,
    ActivityUpdateRead,
    MilestoneCreate,
    MilestoneRead,
    MilestoneUpdate,
    PlanCreate,
    PlanDecision,
    PlanRead,
    PlanTree,
    PlanUpdate,
    PriorityCreate,
    PriorityRead,
    PriorityUpdate,
    ThemeCreate,
    ThemeRead,
    ThemeUpdate,
)

router = APIRouter(prefix="/api/v1", tags=["planning"], route_class=Route)
Planner = Annotated[Actor, needs(Permission.EDIT_PLAN)]
Decider = Annotated[Actor, needs(Permission.DECIDE_PLAN)]
IdQuery = Annotated[int | None, Query(ge=1, le=MAX_ID)]
CREATES = problems(403, 409)
CHANGES = problems(403, 404, 409, 412, 428)


@router.get("/plans")
def list_plans(
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    code: Word | None = None,
    state: PlanState | None = None,
    kind: PlanKind | None = None,
    unit: Word | None = None,
) -> Page[PlanRead]:
    """Plans, newest start first. `unit` is a unit's code."""
    query = service.list_plans(actor, code=code, state=state, kind=kind, unit=unit)
    rows, cursor = page(session, query, (Plan.start_on.desc(), Plan.id.desc()), paging, entities=True)
    return Page(items=[service.plan_read(row, actor) for row in rows], next_cursor=cursor)


@router.post("/plans", status_code=201, responses=CREATES)
def create_plan(body: PlanCreate, actor: Planner, session: SessionDep, response: Response) -> PlanRead:
    """Draft a plan."""
    plan = service.create_plan(session, actor, body)
    set_etag(response, plan.version)
    return service.plan_read(plan, actor)


@router.get("/plans/{plan_id}", responses=problems(404))
def read_plan(plan_id: Id, actor: SignedIn, session: SessionDep, response: Response) -> PlanTree:
    """A plan with its themes, their priorities, their activities and milestones, in order, and how many there are."""
    plan = service.find_plan(session, actor, plan_id)
    set_etag(response, plan.version)
    return outline.plan_tree(session, actor, plan)


@router.patch("/plans/{plan_id}", responses=CHANGES)
def update_plan(
    plan_id: Id, body: PlanUpdate, version: IfMatch, actor: Planner, session: SessionDep, response: Response
) -> PlanRead:
    """Change a plan's title or dates."""
    plan = service.update_plan(session, actor, plan_id, body, version)
    set_etag(response, plan.version)
    return service.plan_read(plan, actor)


@router.post("/plans/{plan_id}/decisions", responses=CHANGES)
def decide_plan(
    plan_id: Id, body: PlanDecision, version: IfMatch, actor: Decider, session: SessionDep, response: Response
) -> PlanRead:
    """Adopt a draft, or supersede an adopted plan by another."""
    plan = service.decide_plan(session, actor, plan_id, body, version)
    set_etag(response, plan.version)
    return service.plan_read(plan, actor)


@router.get("/themes")
def list_themes(actor: SignedIn, session: SessionDep, paging: PagingDep, plan: Word | None = None) -> Page[ThemeRead]:
    """Themes in the order of their plans. `plan` is a plan's code."""
    sort = (Theme.plan_id, Theme.position, Theme.id)
    rows, cursor = page(session, outline.list_themes(actor, plan=plan), sort, paging, entities=True)
    return Page(items=[ThemeRead.model_validate(row) for row in rows], next_cursor=cursor)


@router.post("/themes", status_code=201, responses=CREATES)
def create_theme(body: ThemeCreate, actor: Planner, session: SessionDep, response: Response) -> ThemeRead:
    """Add a theme to a plan."""
    theme = outline.create_theme(session, actor, body)
    set_etag(response, theme.version)
    return ThemeRead.model_validate(theme)


@router.get("/themes/{theme_id}", responses=problems(404))
def read_theme(theme_id: Id, actor: SignedIn, session: SessionDep, response: Response) -> ThemeRead:
    """One theme."""
    theme = outline.find_theme(session, actor, theme_id)
    set_etag(response, theme.version)
    return ThemeRead.model_validate(theme)


@router.patch("/themes/{theme_id}", responses=CHANGES)
def update_theme(
    theme_id: Id, body: ThemeUpdate, version: IfMatch, actor: Planner, session: SessionDep, response: Response
) -> ThemeRead:
    """Rename or move a theme."""
    theme = outline.update_theme(session, actor, theme_id, body, version)
    set_etag(response, theme.version)
    return ThemeRead.model_validate(theme)


@router.get("/priorities")
def list_priorities(
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    plan: Word | None = None,
    theme_id: IdQuery = None,
) -> Page[PriorityRead]:
    """Priorities in the order of their themes. `plan` is a plan's code."""
    query = outline.list_priorities(actor, plan=plan, theme_id=theme_id)
    sort = (Priority.theme_id, Priority.position, Priority.id)
    rows, cursor = page(session, query, sort, paging, entities=True)
    return Page(items=[PriorityRead.model_validate(row) for row in rows], next_cursor=cursor)


@router.post("/priorities", status_code=201, responses=CREATES)
def create_priority(body: PriorityCreate, actor: Planner, session: SessionDep, response: Response) -> PriorityRead:
    """Add a priority to a theme."""
    priority = outline.create_priority(session, actor, body)
    set_etag(response, priority.version)
    return PriorityRead.model_validate(priority)


@router.get("/priorities/{priority_id}", responses=problems(404))
def read_priority(priority_id: Id, actor: SignedIn, session: SessionDep, response: Response) -> PriorityRead:
    """One priority."""
    priority = outline.find_priority(session, actor, priority_id)
    set_etag(response, priority.version)
    return PriorityRead.model_validate(priority)


@router.patch("/priorities/{priority_id}", responses=CHANGES)
def update_priority(
    priority_id: Id,
    body: PriorityUpdate,
    version: IfMatch,
    actor: Planner,
    session: SessionDep,
    response: Response,
) -> PriorityRead:
    """Rename or move a priority."""
    priority = outline.update_priority(session, actor, priority_id, body, version)
    set_etag(response, priority.version)
    return PriorityRead.model_validate(priority)


@router.get("/activities")
def list_activities(
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    plan: Word | None = None,
    priority_id: IdQuery = None,
    ref: Word | None = None,
    unit: Word | None = None,
    portfolio: Word | None = None,
    status: ActivityStatus | None = None,
) -> Page[ActivityRead]:
    """Activities by reference. `plan`, `unit` and `portfolio` (as linked today) are codes."""
    query = activities.list_activities(
        actor, plan=plan, priority_id=priority_id, ref=ref, unit=unit, portfolio=portfolio, status=status
    )
    rows, cursor = page(session, query, (Activity.ref, Activity.id), paging, entities=True)
    return Page(items=activity_reads(session, actor, rows), next_cursor=cursor)


@router.post("/activities", status_code=201, responses=CREATES)
def create_activity(body: ActivityCreate, actor: Planner, session: SessionDep, response: Response) -> ActivityDetail:
    """Add an activity under a priority."""
    activity = activities.create_activity(session, actor, body)
    set_etag(response, activity.version)
    return activity_detail(session, actor, activity)


@router.get("/activities/{activity_id}", responses=problems(404))
def read_activity(activity_id: Id, actor: SignedIn, session: SessionDep, response: Response) -> ActivityDetail:
    """One activity with its milestones, and what came before and after it in other plans."""
    activity = activities.find_activity(session, actor, activity_id)
    set_etag(response, activity.version)
    return activity_detail(session, actor, activity)


@router.patch("/activities/{activity_id}", responses=CHANGES)
def update_activity(
    activity_id: Id,
    body: ActivityUpdateInput,
    version: IfMatch,
    actor: Planner,
    session: SessionDep,
    response: Response,
) -> ActivityDetail:
    """Change an activity. Its status changes only by what its service reports and confirms."""
    activity = activities.update_activity(session, actor, activity_id, body, version)
    set_etag(response, activity.version)
    return activity_detail(session, actor, activity)


@router.get("/milestones")
def list_milestones(
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    activity_id: IdQuery = None,
    plan: Word | None = None,
    unit: Word | None = None,
    overdue: bool | None = None,
) -> Page[MilestoneRead]:
    """Milestones in the order of their activities. `plan` and `unit` (responsible for the activity) are codes."""
    query = milestones.list_milestones(actor, activity_id=activity_id, plan=plan, unit=unit, overdue=overdue)
    sort = (Milestone.activity_id, Milestone.position, Milestone.id)
    rows, cursor = page(session, query, sort, paging, entities=True)
    return Page(items=[milestones.milestone_read(row, clock.today()) for row in rows], next_cursor=cursor)


@router.post("/milestones", status_code=201, responses=CREATES)
def create_milestone(body: MilestoneCreate, actor: Planner, session: SessionDep, response: Response) -> MilestoneRead:
    """Add a milestone to an activity."""
    milestone = milestones.create_milestone(session, actor, body)
    set_etag(response, milestone.version)
    return milestones.milestone_read(milestone, clock.today())


@router.get("/milestones/{milestone_id}", responses=problems(404))
def read_milestone(milestone_id: Id, actor: SignedIn, session: SessionDep, response: Response) -> MilestoneRead:
    """One milestone."""
    milestone = milestones.find_milestone(session, actor, milestone_id)
    set_etag(response, milestone.version)
    return milestones.milestone_read(milestone, clock.today())


@router.patch("/milestones/{milestone_id}", responses=CHANGES)
def update_milestone(
    milestone_id: Id,
    body: MilestoneUpdate,
    version: IfMatch,
    actor: Annotated[Actor, needs(Permission.EDIT_PLAN, *milestones.OF_SERVICE)],
    session: SessionDep,
    response: Response,
) -> MilestoneRead:
    """Change a milestone, or say on which day it was done, which its service may."""
    milestone = milestones.update_milestone(session, actor, milestone_id, body, version)
    set_etag(response, milestone.version)
    return milestones.milestone_read(milestone, clock.today())


@router.get("/activity-updates")
def list_activity_updates(
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    activity: IdQuery = None,
    period: Annotated[Word | None, Query(description="A period's code.")] = None,
) -> Page[ActivityUpdateRead]:
    """What services reported on activities, newest first, every revision."""
    query = updates.list_updates(actor, activity_id=activity, period=period)
    rows, cursor = page(session, query, (ActivityUpdate.id.desc(),), paging, entities=True)
    return Page(items=[ActivityUpdateRead.model_validate(row) for row in rows], next_cursor=cursor)
