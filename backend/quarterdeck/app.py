"""The application: routers, error handling, middleware, health, and the built front end where it is present."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from anyio import to_thread
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from quarterdeck import (
    VERSION,
    actions,
    assurance,
    collection,
    comparisons,
    dashboards,
    documents,
    framework,
    integrations,
    measures,
    organisation,
    planning,
    reporting,
)
from quarterdeck.core import errors, health, openapi
from quarterdeck.core.db import Database
from quarterdeck.core.front_end import FrontEnd, front_end_dir
from quarterdeck.core.guard import Guard
from quarterdeck.core.ready import ReadyAnswers
from quarterdeck.core.settings import Settings
from quarterdeck.organisation import access
from quarterdeck.organisation.oidc import app_roles
from quarterdeck.organisation.oidc.provider import Provider
from quarterdeck.worker import Worker

DESCRIPTION = """Performance management for a UK local council: plans and priorities, indicators and targets,
quarterly submissions, reviews and decisions, and the documents put before each body.

Lists answer `{"items": […], "next_cursor": …}`. What has states carries `state`, `version` and
`allowed_actions`; changing it takes the version you read as `If-Match`. Errors are problem+json."""
UPLOADS = ("/api/v1/evidence", "/api/v1/setup/loads", "/api/v1/history-uploads", "/api/v1/comparisons/files")


def create_app(settings: Settings | None = None, database: Database | None = None) -> FastAPI:
    """The application over `database` (made from `settings` when not given)."""
    settings = settings or Settings()
    database = database or Database(settings)
    app = FastAPI(
        title="Quarterdeck",
        version=VERSION,
        description=DESCRIPTION,
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_operation_id,
    )
    app.state.settings = settings
    app.state.database = database
    app_roles.check_settings(settings)
    app.state.provider = Provider(settings) if settings.oidc_enabled else None
    app.state.ready = ReadyAnswers(settings.ready_answer_bytes, access.identify)
    errors.handle_errors(app)
    app.include_router(health.router)
    for router in all_routers():
        # Not `include_router`: that looks into each route once more, at the start and at every request, for what
        # an including router may add. Ours add nothing.
        app.router.routes.extend(router.routes)
    if (folder := front_end_dir(settings.front_end_dir)) is not None:
        app.mount("/", FrontEnd(folder), name="front_end")
    openapi.install(app, access.OPEN_TO_ALL)
    access.check_routes(app)
    app.add_middleware(Guard, limit_of=partial(body_limit, settings), secure=settings.secure)
    return app


def all_routers() -> list[APIRouter]:
    """Every subject's routers, in the order the contract lists them."""
    first = (
        organisation,
        framework,
        planning,
        measures,
        actions,
        comparisons,
        collection,
        reporting,
        assurance,
        documents,
        dashboards,
    )
    return [router for subject in (*first, integrations) for router in subject.routers()]


def body_limit(settings: Settings, path: str, content_type: str) -> int:
    """The largest body in bytes that a path takes. Multipart framing gets 64 KiB beside the file."""
    is_upload = path.rstrip("/") in UPLOADS and content_type.lower().startswith("multipart/form-data")
    return settings.max_evidence_bytes + 65_536 if is_upload else settings.max_body_bytes


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    # A thread for every turn to read or write, and some beside.
    to_thread.current_default_thread_limiter().total_tokens = max(40, 2 * settings.database_pool_size + 8)
    worker = Worker(app.state.database) if settings.worker_in_server else None
    if worker:
        worker.start()
    try:
        yield
    finally:
        if worker:
            # Requests have had their time; a job in hand that is not done by now is leased again later.
            worker.stop(1)
        app.state.database.close()


def _operation_id(route: APIRoute) -> str:
    return route.name
