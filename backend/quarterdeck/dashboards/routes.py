"""The quarter at a glance, the round board, the golden thread."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import MAX_ID, Id, Route, Word, first_at_once
from quarterdeck.core.ready import UNCHANGED, ready
from quarterdeck.dashboards import board, glance, signals, thread, trends, two_views
from quarterdeck.dashboards.around import stand_around
from quarterdeck.dashboards.quarters_seen import default_period, quarters_seen
from quarterdeck.dashboards.schemas import BoardRead, DashboardRead, SignalsRead, ThreadRead, TrendsRead
from quarterdeck.dashboards.two_views_schemas import TwoViews
from quarterdeck.framework.schemas import PeriodList, PeriodRead
from quarterdeck.measures.summaries import By
from quarterdeck.measures.viewed_from import ViewpointDep
from quarterdeck.measures.viewpoint import viewpoint_of
from quarterdeck.organisation.access import SignedIn

router = APIRouter(prefix="/api/v1", tags=["dashboards"], route_class=Route)
IdQuery = Annotated[int | None, Query(ge=1, le=MAX_ID)]
PERIOD = (
    "A period's code, for example 2023-24-Q1. Left out: an edition's own period; else the newest quarter that is over "
    "and holds a figure you may see."
)

FROM_AS_OF = "Compare with what stood at this moment. Needs a time zone."
FROM_PACK = "Compare with what this pack edition pins."


def _named(period: str | None, **_: object) -> str | None:
    return period


@first_at_once(_named)
def period_asked(
    actor: SignedIn,
    session: SessionDep,
    viewpoint: ViewpointDep,
    period: Annotated[Word | None, Query(description=PERIOD)] = None,
) -> str:
    """The period that a request names, or the one that is shown where it names none."""
    return period or default_period(session, actor, viewpoint)


PeriodDep = Annotated[str, Depends(period_asked)]


@router.get("/dashboard", response_model=DashboardRead, responses={**problems(404), **UNCHANGED})
@ready
def read_dashboard(
    actor: SignedIn,
    session: SessionDep,
    viewpoint: ViewpointDep,
    period: PeriodDep,
    by: By = By.THEME,
) -> Response:
    """A period at a glance: counts with denominators, figures by group, what needs attention, the period before."""
    asked = glance.Asked(period, viewpoint, by)
    body = glance.as_bytes(glance.glance(session, actor, asked, stand_around(session, actor)))
    return Response(body, media_type="application/json")


@router.get("/dashboard/trends", response_model=TrendsRead, responses={**problems(404), **UNCHANGED})
@ready
def read_dashboard_trends(actor: SignedIn, session: SessionDep, viewpoint: ViewpointDep, period: PeriodDep) -> Response:
    """The last twelve periods of every series that the dashboard shows, oldest first, gaps kept: for sparklines.

    Of an edition: up to what it pins, and before that what you may see of what stood when it was sealed.
    """
    body = trends.as_bytes(period, trends.read_trends(session, actor, period, viewpoint))
    return Response(body, media_type="application/json")


@router.get("/dashboard/differences", responses=problems(404))
def compare_two_views(
    actor: SignedIn,
    session: SessionDep,
    viewpoint: ViewpointDep,
    from_as_of: Annotated[str | None, Query(max_length=40, description=FROM_AS_OF)] = None,
    from_pack: Annotated[int | None, Query(ge=1, le=MAX_ID, description=FROM_PACK)] = None,
    period: Annotated[Word | None, Query(description=PERIOD)] = None,
) -> TwoViews:
    """A period from two views: what each says of every measure, what differs first, with the reasons on record.

    `as_of` or `pack` name one view, `from_as_of` or `from_pack` the one that it is compared with; each is now without.
    """
    before = viewpoint_of(session, actor, from_as_of, from_pack, named="from_")
    own = viewpoint if viewpoint.edition_id is not None else before
    return two_views.compare_views(session, actor, period or default_period(session, actor, own), before, viewpoint)


@router.get("/dashboard/signals", response_model=SignalsRead, responses={**problems(404), **UNCHANGED})
@ready
def read_dashboard_signals(
    actor: SignedIn, session: SessionDep, viewpoint: ViewpointDep, period: PeriodDep
) -> Response:
    """Which figures of the dashboard are a real change and which are routine variation, beside their ratings."""
    body = signals.as_bytes(signals.read_signals(session, actor, period, viewpoint))
    return Response(body, media_type="application/json")


@router.get("/dashboard/periods")
def list_dashboard_periods(actor: SignedIn, session: SessionDep) -> PeriodList:
    """The quarters that hold a figure you may see, newest first."""
    quarters = quarters_seen(session, actor)
    return PeriodList(items=[PeriodRead.of(quarter) for quarter in quarters], next_cursor=None)


@router.get("/rounds/{round_id}/board", responses=problems(404))
def read_board(round_id: Id, actor: SignedIn, session: SessionDep) -> BoardRead:
    """A round's services with where each stands, how complete and how late it is; and the round's stages."""
    return board.board(session, actor, round_id)


@router.get("/golden-thread", responses=problems(404) | UNCHANGED)
@ready
def read_golden_thread(
    actor: SignedIn,
    session: SessionDep,
    viewpoint: ViewpointDep,
    plan_id: IdQuery = None,
    priority_id: IdQuery = None,
    activity_id: IdQuery = None,
    indicator_id: IdQuery = None,
) -> ThreadRead:
    """What a plan, priority, activity or indicator hangs together with, from the plan to the latest figure.

    The past decides the figures and what was judged of activities; plans, links, names and actions are today's.
    """
    return thread.golden_thread(
        session,
        actor,
        viewpoint,
        plan_id=plan_id,
        priority_id=priority_id,
        activity_id=activity_id,
        indicator_id=indicator_id,
    )
