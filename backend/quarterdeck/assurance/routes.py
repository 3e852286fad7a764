"""An indicator's trail."""

from typing import Annotated

from fastapi import APIRouter, Query

from quarterdeck.assurance import trail
from quarterdeck.assurance.recalculation import RecalculationCounts
from quarterdeck.assurance.trail_rows import Looked
from quarterdeck.assurance.trail_schemas import TrailKind, TrailLine
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import Id, Page, PagingDep, Route
from quarterdeck.measures.filters import PeriodQuery
from quarterdeck.organisation.access import SignedIn

router = APIRouter(prefix="/api/v1", tags=["assurance"], route_class=Route)


@router.get("/indicators/{indicator_id}/trail", responses=problems(404))
def list_trail(
    indicator_id: Id,
    actor: SignedIn,
    session: SessionDep,
    paging: PagingDep,
    period: PeriodQuery = None,
    kind: Annotated[TrailKind | None, Query(description="Lines of one kind.")] = None,
) -> Page[TrailLine]:
    """Everything on record about an indicator, newest first, as far as you may see each part of it.

    Of a period: what is about it, and the definitions and rules that hold for any. It is the whole history already,
    so it takes neither `as_of` nor `pack`.
    """
    lines, cursor = trail.list_trail(session, actor, Looked(indicator_id, period), paging, kind)
    return Page(items=lines, next_cursor=cursor)


@router.get("/indicators/{indicator_id}/recalculation", responses=problems(404))
def read_recalculation(
    indicator_id: Id, actor: SignedIn, session: SessionDep, period: PeriodQuery = None
) -> RecalculationCounts:
    """The indicator's figures that stand computed again from their parts, their ratings by their rules, and counted.

    Each figure's own recalculation is beside it in the trail.
    """
    return trail.read_recalculation(session, actor, Looked(indicator_id, period))
