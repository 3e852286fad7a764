"""Health: alive (the process answers) and ready (the database is there, at our schema)."""

from typing import Literal

import anyio
import structlog
from anyio import to_thread
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError

from quarterdeck.core.db import Database
from quarterdeck.core.schema_revision import SchemaMismatch, check_revision

router = APIRouter(prefix="/health", tags=["health"])
PATIENCE_SECONDS = 8
# A thread of its own: the ones that requests share may all be busy when somebody asks.
_looking = anyio.CapacityLimiter(1)


class Health(BaseModel):
    """`ok`, or why not."""

    status: Literal["ok", "database_unreachable", "schema_mismatch"]


@router.get("/live")
async def health_live() -> Health:
    """The process answers. Asynchronous, so that a busy thread pool cannot make it look dead."""
    return Health(status="ok")


@router.get("/ready", responses={503: {"model": Health}})
async def health_ready(request: Request, response: Response) -> Health:
    """The database answers and has the schema this version knows; otherwise 503."""
    try:
        with anyio.fail_after(PATIENCE_SECONDS):
            await to_thread.run_sync(_look, request.app.state.database, limiter=_looking, abandon_on_cancel=True)
    except SchemaMismatch:
        response.status_code = 503
        return Health(status="schema_mismatch")
    except (SQLAlchemyError, TimeoutError) as error:
        structlog.get_logger().warning("database_unreachable", kind=type(error).__name__)
        response.status_code = 503
        return Health(status="database_unreachable")
    return Health(status="ok")


def _look(database: Database) -> None:
    with database.reading() as session:
        check_revision(session.connection())
