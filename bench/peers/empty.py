"""An empty FastAPI and SQLAlchemy app with as many routes as ours: each takes an id, a session and a small body, and
answers with a small model."""

import os
from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI
from pydantic import BaseModel
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session


class Thing(BaseModel):
    """What every route takes and gives."""

    name: str
    value: float | None = None


def create() -> FastAPI:
    engine = create_engine(os.environ["PEER_DATABASE_URL"])

    def get_session() -> Iterator[Session]:
        with Session(engine) as session:
            yield session

    Sessions = Annotated[Session, Depends(get_session)]  # noqa: N806
    app = FastAPI()
    router = APIRouter(prefix="/things")

    def change(thing_id: int, thing: Thing, session: Sessions) -> Thing:
        return thing

    for number in range(int(os.environ["PEER_ROUTES"])):
        router.add_api_route(f"/{number}/{{thing_id}}", change, methods=["POST"], name=f"change_{number}")

    @app.get("/ready")
    def ready(session: Sessions) -> dict[str, bool]:
        return {"ready": session.scalar(text("SELECT 1")) == 1}

    app.include_router(router)
    return app
