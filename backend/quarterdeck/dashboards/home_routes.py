"""The start page."""

from fastapi import APIRouter

from quarterdeck.core.db import SessionDep
from quarterdeck.core.http import Route
from quarterdeck.dashboards import home
from quarterdeck.dashboards.home_schemas import HomeRead
from quarterdeck.organisation.access import SignedIn

router = APIRouter(prefix="/api/v1", tags=["dashboards"], route_class=Route)


@router.get("/home")
def read_home(actor: SignedIn, session: SessionDep) -> HomeRead:
    """What waits for the caller today, in groups, the most urgent first: by their own roles and those lent to them."""
    return home.home(session, actor)
