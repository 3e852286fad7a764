"""Signing in and out, who one is, and one's own password."""

from fastapi import APIRouter, Request, Response

from quarterdeck.core.db import SessionDep
from quarterdeck.core.errors import problems
from quarterdeck.core.http import Route
from quarterdeck.organisation import people, signin
from quarterdeck.organisation.access import SignedIn, SignedInApart, actor_of, refuse_cross_site
from quarterdeck.organisation.schemas.session import PasswordChange, SessionRead, SignIn

router = APIRouter(prefix="/api/v1", tags=["organisation"], route_class=Route)


@router.post("/session", responses=problems(401, 403, 429, 503))
def create_session(body: SignIn, request: Request, response: Response) -> SessionRead:
    """Sign in with a local account. The session lives in a cookie that scripts cannot read."""
    refuse_cross_site(request)
    database, settings = request.app.state.database, request.app.state.settings
    cookie = signin.cookie_name(settings)
    new = signin.sign_in(database, body.email, body.password, _address(request), request.cookies.get(cookie))
    request.state.actor_id = new.person_id
    response.set_cookie(cookie, new.token, max_age=new.seconds, secure=settings.secure, httponly=True, samesite="lax")
    with database.reading() as session:
        return people.session_read(session, actor_of(session, new.person_id))


@router.get("/session")
def read_session(actor: SignedIn, session: SessionDep) -> SessionRead:
    """Who am I, and what may I do."""
    return people.session_read(session, actor)


@router.delete("/session", status_code=204, responses=problems(403))
def delete_session(request: Request, response: Response, actor: SignedIn, session: SessionDep) -> None:
    """Sign out."""
    signin.sign_out(session, actor)
    settings = request.app.state.settings
    response.delete_cookie(signin.cookie_name(settings), secure=settings.secure, httponly=True, samesite="lax")


@router.post("/session/password", status_code=204, responses=problems(403, 409, 429, 503))
def change_password(body: PasswordChange, request: Request, actor: SignedInApart) -> None:
    """Change one's own password. Every other session of one's ends."""
    signin.change_password(request.app.state.database, actor, body.current, body.new, _address(request))


def _address(request: Request) -> str:
    return request.client.host if request.client else "unknown"
