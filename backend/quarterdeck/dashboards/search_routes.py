"""Search."""

from typing import Annotated

from fastapi import APIRouter, Query

from quarterdeck.core.db import SessionDep
from quarterdeck.core.http import Line, Output, Route
from quarterdeck.dashboards import search
from quarterdeck.dashboards.searched import Kind
from quarterdeck.organisation.access import SignedIn

router = APIRouter(prefix="/api/v1", tags=["dashboards"], route_class=Route)


class ThingFound(Output):
    """One thing that was found. `detail` tells it from others: a service, a plan, a state."""

    kind: Kind
    id: int
    ref: str
    name: str
    detail: str


class SearchRead(Output):
    """What was found, by kind and the nearest first: at most 20 of each. `more`: kinds of which there is more."""

    items: list[ThingFound]
    more: list[Kind]


@router.get("/search")
def search_everything(
    actor: SignedIn,
    session: SessionDep,
    q: Annotated[Line, Query(max_length=100, description="A ref, or words of a name: all of them are looked for.")],
    kind: Kind | None = None,
) -> SearchRead:
    """Find indicators, activities, actions, plans, priorities, editions, submissions and people that you may see."""
    found = search.find_things(session, actor, q, kind)
    return SearchRead(items=[ThingFound.model_validate(each) for each in found.found], more=found.more)
