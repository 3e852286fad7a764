"""Values, tables and workbooks from elsewhere."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import APIRouter


def routers() -> "list[APIRouter]":
    """What the application serves of this subject."""
    # Imported when the application is made: models and services are used without a web framework.
    from quarterdeck.integrations import history_routes, setup_routes

    return [setup_routes.router, history_routes.router]
