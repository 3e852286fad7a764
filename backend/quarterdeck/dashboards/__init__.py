"""Read models: what waits for the caller, the quarter at a glance, the round board, the golden thread."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import APIRouter


def routers() -> "list[APIRouter]":
    """What the application serves of this subject."""
    # Imported when the application is made: models and services are used without a web framework.
    from quarterdeck.dashboards import home_routes, routes, search_routes, set_up_routes

    return [home_routes.router, routes.router, search_routes.router, set_up_routes.router]
