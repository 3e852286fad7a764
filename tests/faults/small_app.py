"""A small app over the real core, for what needs a socket, a full pool or a slow request.

`tests.faults.serving` runs it in a process of its own, as an installation runs the real one.
"""

import time
from typing import Any

from fastapi import APIRouter, FastAPI, Response
from sqlalchemy import update

from quarterdeck.core import errors, health, journal
from quarterdeck.core.db import Database, SessionDep
from quarterdeck.core.guard import Guard
from quarterdeck.core.http import Figure, Input, Line, Prose, Ref, Route
from quarterdeck.core.journal import CouncilHead
from quarterdeck.core.settings import Settings

COUNCIL = 77


class Note(Input):
    """A body with a field of every sort."""

    name: Line
    text: Prose | None = None
    figure: Figure | None = None
    unit_id: Ref | None = None


def create() -> FastAPI:
    """The app over the database that the environment names; every note and count is done when it is answered."""
    settings = Settings()
    database = Database(settings)
    with database.transaction() as session:
        journal.begin(session, COUNCIL)
    app = FastAPI()
    app.state.database = database
    app.state.notes = 0
    router = APIRouter(route_class=Route)

    @router.post("/notes", status_code=201)
    def add_note(note: Note) -> dict[str, int]:
        app.state.notes += 1
        return {"notes": app.state.notes}

    @router.post("/empty-notes", status_code=201)
    def add_empty_note(note: Note | None = None) -> dict[str, int]:
        app.state.notes += 1
        return {"notes": app.state.notes}

    @router.get("/notes")
    def count_notes(named: str = "") -> dict[str, int]:
        return {"notes": app.state.notes}

    @router.post("/counts")
    def count(session: SessionDep) -> dict[str, int]:
        """Read, think, write: what loses updates where nothing locks."""
        journal.lock(session, COUNCIL)
        head = session.get_one(CouncilHead, COUNCIL, populate_existing=True)
        time.sleep(0.005)
        session.execute(
            update(CouncilHead).where(CouncilHead.council_id == COUNCIL).values(event_count=head.event_count + 1)
        )
        return {"count": head.event_count + 1}

    @router.get("/counts")
    def read_count(session: SessionDep) -> dict[str, int]:
        return {"count": session.get_one(CouncilHead, COUNCIL).event_count}

    @router.get("/large")
    def read_large(session: SessionDep) -> Response:
        """More than any buffer between us and the client takes."""
        session.get_one(CouncilHead, COUNCIL)
        return Response(b"x" * 6_000_000)

    # Past the turns, as nothing of ours is: to fill the threads that every synchronous endpoint shares.
    @app.get("/sleep")
    def sleep(seconds: float) -> dict[str, Any]:
        time.sleep(seconds)
        return {}

    app.include_router(health.router)
    app.include_router(router)
    errors.handle_errors(app)
    app.add_middleware(Guard, limit_of=lambda _path, _type: settings.max_body_bytes, secure=False)
    return app
