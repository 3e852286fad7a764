"""Pack editions: sealed, issued, decided on; and restatements of what members have seen."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import APIRouter


def routers() -> "list[APIRouter]":
    """What the application serves of this subject."""
    # Imported when the application is made: models and services are used without a web framework.
    from quarterdeck.reporting import roll_over_routes, routes

    return [routes.router, roll_over_routes.router]
