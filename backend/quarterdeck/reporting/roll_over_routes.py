"""From a year into the next."""

from typing import Annotated

from fastapi import APIRouter, Query

from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import Route, Word
from quarterdeck.organisation.access import needs
from quarterdeck.reporting import roll_over as service
from quarterdeck.reporting.roll_over_schemas import RollOverCreate, RollOverRead

router = APIRouter(prefix="/api/v1", tags=["reporting"], route_class=Route)
Team = Annotated[Actor, needs(*service.NEEDED)]
DryRun = Annotated[bool, Query(description="Say what would be made, and write nothing.")]


@router.get("/roll-overs/{year}", responses=problems(403))
def read_roll_over(year: Word, actor: Team, session: SessionDep) -> RollOverRead:
    """What there is to take into a year (2024-25), row by row, and what somebody has to see to."""
    return service.preview(session, actor, year)


@router.post("/roll-overs", responses=problems(403, 409))
def roll_over(body: RollOverCreate, actor: Team, session: SessionDep, dry_run: DryRun = False) -> RollOverRead:
    """Take what is ticked into a year, in one transaction. `dry_run` says what would be made, and its digest.

    A commit names that digest: 409 `changed` where what there is to take has changed since. What is in the new year
    already is not made again.
    """
    return service.roll_over(session, actor, body, dry_run=dry_run)
