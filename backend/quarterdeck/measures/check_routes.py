"""The checks that are made, and how severe they are for an indicator."""

from typing import Annotated

from fastapi import APIRouter, Response

from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import Id, IfMatch, Route, set_etag
from quarterdeck.measures import indicators, setting_checks
from quarterdeck.measures.check_catalogue import known_checks
from quarterdeck.measures.check_schemas import CheckList, CheckRead, ChecksUpdate, IndicatorChecksRead
from quarterdeck.organisation.access import SignedIn, needs
from quarterdeck.organisation.roles import Permission

router = APIRouter(prefix="/api/v1", tags=["measures"], route_class=Route)
Keeper = Annotated[Actor, needs(Permission.EDIT_INDICATOR)]


@router.get("/checks")
def list_checks(actor: SignedIn) -> CheckList:
    """Every check: of figures and activities at entry, of targets as they are proposed, of indicators as they are."""
    return CheckList(items=[CheckRead.model_validate(each) for each in known_checks()], next_cursor=None)


@router.get("/indicators/{indicator_id}/checks", responses=problems(404))
def read_indicator_checks(
    indicator_id: Id, actor: SignedIn, session: SessionDep, response: Response
) -> IndicatorChecksRead:
    """The checks made for an indicator, how severe they are set for it, and what they find in the indicator itself."""
    indicator = indicators.find_indicator(session, actor, indicator_id)
    set_etag(response, indicator.version)
    return setting_checks.indicator_checks_read(session, indicator)


@router.put("/indicators/{indicator_id}/checks", responses=problems(403, 404, 412, 428))
def set_indicator_checks(
    indicator_id: Id, body: ChecksUpdate, version: IfMatch, actor: Keeper, session: SessionDep, response: Response
) -> IndicatorChecksRead:
    """Set how severe checks are for an indicator, each with the reason; what is left out is as severe as by itself."""
    indicator = setting_checks.set_checks(session, actor, indicator_id, body, version)
    set_etag(response, indicator.version)
    return setting_checks.indicator_checks_read(session, indicator)
