"""Rounds and the quarterly submissions of services."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import APIRouter


def routers() -> "list[APIRouter]":
    """What the application serves of this subject."""
    # Imported when the application is made: models and services are used without a web framework.
    from quarterdeck.collection import calculation_routes, proposal_routes, routes

    return [routes.router, proposal_routes.router, calculation_routes.router]
