"""A second factor beside one's password: put in place, proved, removed; and taken from whoever lost their phone."""

from typing import Annotated

from fastapi import APIRouter, Request

from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import Id, Route
from quarterdeck.organisation import own_factor, qr_code, second_factors
from quarterdeck.organisation.access import SignedIn, SignedInApart, needs
from quarterdeck.organisation.roles import Permission
from quarterdeck.organisation.routes.session import address_of
from quarterdeck.organisation.schemas.second_factor import (
    RecoveryCodesMade,
    SecondFactorBegin,
    SecondFactorConfirm,
    SecondFactorMade,
    SecondFactorProof,
    SecondFactorRead,
)

router = APIRouter(prefix="/api/v1", tags=["organisation"], route_class=Route)
Administrator = Annotated[Actor, needs(Permission.MANAGE_ACCESS)]
PROVEN = problems(403, 409, 429, 503)


@router.get("/session/second-factor")
def read_second_factor(actor: SignedIn, session: SessionDep) -> SecondFactorRead:
    """Whether one's password needs a second factor, and how many recovery codes one has left."""
    return SecondFactorRead.model_validate(second_factors.state_of(session, actor.person_id or 0))


@router.post("/session/second-factor", status_code=201, responses=PROVEN)
def begin_second_factor(body: SecondFactorBegin, request: Request, actor: SignedInApart) -> SecondFactorMade:
    """Make a secret for one's authenticator app. It counts once a code of it is confirmed."""
    made = own_factor.begin(request.app.state.database, actor, body.password, address_of(request))
    picture, size = qr_code.picture_of(made.address)
    return SecondFactorMade(secret=made.secret, address=made.address, picture=picture, picture_size=size)


@router.post("/session/second-factor/confirm", responses=PROVEN)
def confirm_second_factor(body: SecondFactorConfirm, request: Request, actor: SignedInApart) -> RecoveryCodesMade:
    """Let the app count from now on, by a code of it. Every other session of one's ends."""
    codes = own_factor.confirm(request.app.state.database, actor, body.code, address_of(request))
    return RecoveryCodesMade(recovery_codes=codes)


@router.post("/session/second-factor/recovery-codes", responses=PROVEN)
def create_recovery_codes(body: SecondFactorProof, request: Request, actor: SignedInApart) -> RecoveryCodesMade:
    """Ten new recovery codes. Those made before count no more."""
    database = request.app.state.database
    codes = own_factor.renew_codes(database, actor, body.password, body.code, address_of(request))
    return RecoveryCodesMade(recovery_codes=codes)


@router.post("/session/second-factor/remove", status_code=204, responses=PROVEN)
def remove_second_factor(body: SecondFactorProof, request: Request, actor: SignedInApart) -> None:
    """Remove one's second factor: the password alone lets one in again."""
    own_factor.remove(request.app.state.database, actor, body.password, body.code, address_of(request))


@router.delete("/people/{person_id}/second-factor", status_code=204, responses=problems(403, 404, 409))
def take_second_factor_away(person_id: Id, actor: Administrator, session: SessionDep) -> None:
    """Take the second factor of somebody who lost their phone away. Their sessions end."""
    second_factors.take_away(session, actor, person_id)
