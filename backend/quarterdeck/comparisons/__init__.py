"""Comparison with others: areas by GSS code, neighbour groups, and figures of other councils with their source and age.

A council that we only compare with is an area, never a unit; nothing is joined on a name.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import APIRouter


def routers() -> "list[APIRouter]":
    """What the application serves of this subject."""
    # Imported when the application is made: models and services are used without a web framework.
    from quarterdeck.comparisons import file_routes, framework_routes, routes

    return [file_routes.router, routes.router, framework_routes.router]
