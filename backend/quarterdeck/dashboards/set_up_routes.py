"""A council's first steps."""

from typing import Annotated

from fastapi import APIRouter

from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import Route
from quarterdeck.dashboards import set_up
from quarterdeck.dashboards.set_up_schemas import SetUpPutAway, SetUpRead
from quarterdeck.organisation.access import needs
from quarterdeck.organisation.roles import Permission

router = APIRouter(prefix="/api/v1", tags=["dashboards"], route_class=Route)
SetsUp = Annotated[Actor, needs(Permission.MANAGE_ORGANISATION, Permission.MANAGE_FRAMEWORK)]


@router.get("/set-up", responses=problems(403))
def read_set_up(actor: SetsUp, session: SessionDep) -> SetUpRead:
    """What a council does first, and which of it is done."""
    return set_up.first_steps(session, actor)


@router.post("/set-up/put-away", responses=problems(403))
def put_set_up_away(body: SetUpPutAway, actor: SetsUp, session: SessionDep) -> SetUpRead:
    """Put the list of first steps away for everybody, or bring it back."""
    return set_up.put_away(session, actor, away=body.put_away)
