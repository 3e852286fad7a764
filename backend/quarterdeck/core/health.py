"""Health: alive (the process answers) and ready (the database is there, at our schema)."""

from typing import Literal

import structlog
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from quarterdeck.core.db import Database
from quarterdeck.core.schema_revision import SchemaMismatch, check_revision

router = APIRouter(prefix="/health", tags=["health"])


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
        await run_in_threadpool(_look, request.app.state.database)
    except SchemaMismatch:
        response.status_code = 503
        return Health(status="schema_mismatch")
    except SQLAlchemyError as error:
        structlog.get_logger().warning("database_unreachable", kind=type(error).__name__)
        response.status_code = 503
        return Health(status="database_unreachable")
    return Health(status="ok")


def _look(database: Database) -> None:
    with database.reading() as session:
        check_revision(session.connection())
