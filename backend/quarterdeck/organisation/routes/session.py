"""Signing in and out, who one is, one's own password, and a new one for whoever lost it."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from quarterdeck.core import idempotency
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import Id, Route
from quarterdeck.organisation import branding, people, resets, service, set_up, signin
from quarterdeck.organisation.access import SignedIn, SignedInApart, actor_of, needs, refuse_cross_site
from quarterdeck.organisation.roles import Permission
from quarterdeck.organisation.schemas.session import (
    PasswordChange,
    PasswordResetAsk,
    PasswordResetAsked,
    PasswordResetMade,
    PasswordResetUse,
    SessionRead,
    SignedOut,
    SignIn,
    SignInOptions,
)

router = APIRouter(prefix="/api/v1", tags=["organisation"], route_class=Route)
Administrator = Annotated[Actor, needs(Permission.MANAGE_ACCESS)]


@router.post("/session", responses=problems(401, 403, 429, 503))
def create_session(body: SignIn, request: Request, response: Response) -> SessionRead:
    """Sign in with a local account. The session lives in a cookie that scripts cannot read.

    Where the person has a second factor, the right password alone is answered 401 `code-needed`; send it again with
    the code."""
    refuse_cross_site(request)
    database, settings = request.app.state.database, request.app.state.settings
    cookie = signin.cookie_name(settings)
    new = signin.sign_in(
        database, body.email, body.password, address_of(request), request.cookies.get(cookie), body.code
    )
    request.state.actor_id = new.person_id
    response.set_cookie(cookie, new.token, max_age=new.seconds, secure=settings.secure, httponly=True, samesite="lax")
    with database.reading() as session:
        return people.session_read(session, actor_of(session, new.person_id))


@router.get("/session")
def read_session(actor: SignedIn, session: SessionDep) -> SessionRead:
    """Who am I, and what may I do."""
    return people.session_read(session, actor)


@router.delete("/session", responses=problems(403))
def delete_session(request: Request, response: Response, actor: SignedIn, session: SessionDep) -> SignedOut:
    """Sign out here; `continue_at` says where to end the sign-in service's session, if one began there."""
    ended = signin.sign_out(session, actor)
    settings, provider = request.app.state.settings, request.app.state.provider
    response.delete_cookie(signin.cookie_name(settings), secure=settings.secure, httponly=True, samesite="lax")
    if provider is None or ended is None or not ended.by_provider:
        return SignedOut(continue_at=None)
    return SignedOut(continue_at=provider.end_session_url(ended.id_token))


@router.post("/session/password", status_code=204, responses=problems(403, 409, 429, 503))
def change_password(body: PasswordChange, request: Request, actor: SignedInApart) -> None:
    """Change one's own password. Every other session of one's ends."""
    signin.change_password(request.app.state.database, actor, body.current, body.new, address_of(request))


@router.get("/sign-in-options")
def read_sign_in_options(request: Request, session: SessionDep) -> SignInOptions:
    """How one signs in here, and whether a lost password can be replaced by mail."""
    settings = request.app.state.settings
    return SignInOptions(
        councils=service.council_names(session),
        logo=branding.logo_address(service.only_council(session)),
        set_up_needed=set_up.is_needed(session),
        password=settings.local_passwords,
        provider=settings.oidc_name if settings.oidc_enabled else None,
        mail_enabled=settings.mail_enabled,
    )


@router.post("/session/password-resets", status_code=202, responses=problems(403, 429))
def ask_password_reset(body: PasswordResetAsk, request: Request) -> PasswordResetAsked:
    """Have a link for a new password mailed to oneself. The answer does not tell whether the address is known."""
    refuse_cross_site(request)
    resets.ask_for_mail(request.app.state.database, body.email, address_of(request))
    return PasswordResetAsked(mail_enabled=request.app.state.settings.mail_enabled)


@router.post("/session/password-resets/use", status_code=204, responses=problems(403, 429, 503))
def use_password_reset(body: PasswordResetUse, request: Request) -> None:
    """Choose a new password with a link. It works once, and every session of the person ends."""
    refuse_cross_site(request)
    resets.use(request.app.state.database, body.token, body.new_password, address_of(request))


@router.post("/people/{person_id}/password-resets", status_code=201, responses=problems(403, 404, 409))
def create_password_reset(
    person_id: Id, request: Request, actor: Administrator, session: SessionDep
) -> PasswordResetMade:
    """Make a link for a new password and hand it over. Told this once; it ends those made before."""
    made, settings = resets.hand_over(session, actor, person_id), request.app.state.settings
    idempotency.show_once(request)
    return PasswordResetMade(
        id=made.id,
        person_id=made.person_id,
        token=made.token,
        link=resets.link_of(settings, made.token),
        expires_at=made.expires_at,
        mail_enabled=settings.mail_enabled,
    )


def address_of(request: Request) -> str:
    """The caller's network address, by which guesses are counted."""
    return request.client.host if request.client else "unknown"
