"""Read models: the quarter at a glance, the round board, the golden thread. One data query each."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import APIRouter


def routers() -> "list[APIRouter]":
    """What the application serves of this subject."""
    # Imported when the application is made: models and services are used without a web framework.
    from quarterdeck.dashboards import routes

    return [routes.router]
