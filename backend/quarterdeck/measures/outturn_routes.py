"""Outturns: what was achieved in each of some years."""

from typing import Annotated

from fastapi import APIRouter, Query

from quarterdeck.core import clock
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import invalid, problems
from quarterdeck.core.http import Id, Page, Route, Word
from quarterdeck.core.ready import UNCHANGED, ready
from quarterdeck.framework.periods import BadPeriod, Period, Span, earlier_period
from quarterdeck.measures import indicators
from quarterdeck.measures.outturn_reads import outturns_of
from quarterdeck.measures.outturn_schemas import OutturnRead
from quarterdeck.measures.routes import ViewpointDep
from quarterdeck.organisation.access import SignedIn

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
    wanted = years_to(year_of(to, "to"), years)
    found = outturns_of(session, actor, viewpoint, [indicator.id], wanted, breakdown=None)
    return Page[OutturnRead](items=[OutturnRead.of(each) for each in found], next_cursor=None)


def year_of(code: str | None, parameter: str) -> Period:
    """The year with this code; the last financial year that is over for None. Raises 422 at the parameter."""
    if code is None:
        return Period.containing(clock.today(), Span.YEAR).previous()
    try:
        year = Period.of_code(code)
    except BadPeriod as fault:
        raise invalid(parameter, "bad_period", str(fault)) from None
    if year.span is not Span.YEAR:
        raise invalid(parameter, "not_a_year", "Give a year's code, for example 2024-25.")
    return year


def years_to(last: Period, number: int) -> list[Period]:
    """So many years up to this one, oldest first; fewer where there are no earlier ones."""
    found = [last]
    while len(found) < number and (before := earlier_period(found[0], Period.previous)) is not None:
        found.insert(0, before)
    return found
