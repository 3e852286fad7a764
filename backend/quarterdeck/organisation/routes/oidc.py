"""Signing in through the council's OpenID provider: away to it and back. Both are addresses that a browser goes to."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse

from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem, not_found, problems
from quarterdeck.core.http import Route, waits_elsewhere
from quarterdeck.organisation import signin
from quarterdeck.organisation.access import identified_apart
from quarterdeck.organisation.oidc import flow
from quarterdeck.organisation.oidc.provider import Provider

router = APIRouter(prefix="/api/v1/session/oidc", tags=["organisation"], route_class=Route)
SENT_ON: dict[int | str, Any] = {303: {"description": "Where the browser goes on to"}}
Text = Annotated[str, Query(max_length=4000)]


@router.get("/start", status_code=303, response_class=RedirectResponse, responses={**SENT_ON, **problems(404, 503)})
@waits_elsewhere
def begin_provider_sign_in(request: Request, next: Text = "/", connect: bool = False) -> RedirectResponse:  # noqa: A002
    """Go to the council's sign-in service. `next`: an address of ours to go to then. `connect`: whoever is signed in
    adds that service's account to theirs."""
    try:
        connecting = _signed_in(request) if connect else None
        url, along = flow.begin(_provider(request), next, connecting.person_id if connecting else None)
    except Problem as problem:
        return _landed_on_sign_in(request, problem)
    answer = RedirectResponse(url, 303)
    settings = request.app.state.settings
    # Lax: it has to come along when the provider sends the browser back.
    answer.set_cookie(
        flow.cookie_name(settings), along, max_age=flow.MINUTES * 60, secure=settings.secure, httponly=True,
        samesite="lax",
    )  # fmt: skip
    return answer


@router.get(
    "/callback",
    status_code=303,
    response_class=RedirectResponse,
    responses={**SENT_ON, **problems(400, 403, 404, 429, 503)},
)
@waits_elsewhere
def finish_provider_sign_in(request: Request, state: Text = "", code: Text = "", error: Text = "") -> RedirectResponse:
    """Come back from the council's sign-in service. A browser that may not come in lands on the page for signing in,
    which says why; a program is told so as a problem."""
    database, settings = request.app.state.database, request.app.state.settings
    cookie = signin.cookie_name(settings)
    try:
        done = flow.finish(
            database,
            _provider(request),
            flow.Returned(state, code, error),
            request.cookies.get(flow.cookie_name(settings)),
            request.client.host if request.client else "unknown",
            replacing=request.cookies.get(cookie),
            actor=_signed_in(request),
        )
    except Problem as problem:
        return _landed_on_sign_in(request, problem)
    request.state.actor_id = done.session.person_id
    answer = RedirectResponse(done.next, 303)
    answer.set_cookie(
        cookie, done.session.token, max_age=done.session.seconds, secure=settings.secure, httponly=True, samesite="lax"
    )
    _forget_what_was_taken_along(request, answer)
    return answer


def _provider(request: Request) -> Provider:
    provider: Provider | None = request.app.state.provider
    if provider is None:
        raise not_found("way to sign in")
    return provider


def _signed_in(request: Request) -> Actor | None:
    try:
        return identified_apart(request)
    except Problem:
        return None


def _landed_on_sign_in(request: Request, problem: Problem) -> RedirectResponse:
    """Send a browser to the page for signing in with the problem's code. Raises it for anything else."""
    if "text/html" not in request.headers.get("accept", ""):
        raise problem
    answer = RedirectResponse(f"/sign-in?refused={problem.code}", 303)
    _forget_what_was_taken_along(request, answer)
    return answer


def _forget_what_was_taken_along(request: Request, answer: RedirectResponse) -> None:
    settings = request.app.state.settings
    answer.delete_cookie(flow.cookie_name(settings), secure=settings.secure, httponly=True, samesite="lax")
