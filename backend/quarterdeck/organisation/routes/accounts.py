"""People come and go: invitations, and leaving."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from quarterdeck.core import idempotency
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import conflict, problems
from quarterdeck.core.http import Id, IfMatch, Route, set_etag
from quarterdeck.organisation import disconnecting, invitations, leaving, people
from quarterdeck.organisation.access import needs
from quarterdeck.organisation.roles import Permission
from quarterdeck.organisation.schemas.accounts import (
    InvitationMade,
    LeavingRead,
    PeopleInvite,
    PeopleInvited,
    PersonLeave,
    PossessionRead,
)
from quarterdeck.organisation.schemas.people import PersonRead

router = APIRouter(prefix="/api/v1", tags=["organisation"], route_class=Route)
Administrator = Annotated[Actor, needs(Permission.MANAGE_ACCESS)]


@router.post("/people/invitations", responses=problems(403, 409))
def invite_people(body: PeopleInvite, request: Request, actor: Administrator, session: SessionDep) -> PeopleInvited:
    """Invite people by mail, or make a link for each to hand over; again where they were invited before."""
    settings = request.app.state.settings
    if body.by_mail and not settings.mail_enabled:
        raise conflict("This service sends no mail. Hand links over instead: by_mail false.", "no-mail")
    made = invitations.invite_people(session, actor, body.person_ids, by_mail=body.by_mail)
    names = people.names_of(session, actor, [each.person_id for each in made])
    if not body.by_mail:
        idempotency.show_once(request)
    return PeopleInvited(
        invitations=[
            InvitationMade(
                person_id=each.person_id,
                name=names[each.person_id],
                link=invitations.link_of(settings, each.token) if each.token else None,
            )
            for each in made
        ]
    )


@router.get("/people/{person_id:int}/leaving", responses=problems(403, 404))
def read_leaving(person_id: Id, actor: Administrator, session: SessionDep) -> LeavingRead:
    """What a person has now that somebody would have to take over: posts, actions, programs they answer for."""
    found = leaving.still_has(session, actor, person_id)
    return LeavingRead(possessions=[PossessionRead.model_validate(each) for each in found])


@router.post("/people/{person_id:int}/leaving", responses=problems(403, 404, 409, 412, 428))
def record_leaving(
    person_id: Id, body: PersonLeave, version: IfMatch, actor: Administrator, session: SessionDep, response: Response
) -> PersonRead:
    """Let a person leave: posts, roles, delegations and sessions end with their last day, and somebody may take over.
    What they did stays on record."""
    person = leaving.leave(session, actor, person_id, body.last_day, body.successor_id, version)
    set_etag(response, person.version)
    return people.person_read(session, actor, person)


@router.delete("/people/{person_id:int}/council-account", status_code=204, responses=problems(403, 404, 409))
def disconnect_council_account(person_id: Id, actor: Administrator, session: SessionDep) -> None:
    """Disconnect a person from their account at the council's sign-in service; another may be connected then."""
    disconnecting.disconnect(session, actor, person_id)
