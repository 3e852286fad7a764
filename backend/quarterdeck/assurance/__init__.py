"""Assurance: an indicator's trail, figures recomputed, samples for internal audit, and data quality assessed."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import APIRouter


def routers() -> "list[APIRouter]":
    """What the application serves of this subject."""
    # Imported when the application is made: models and services are used without a web framework.
    from quarterdeck.assurance import quality_routes, routes, sample_routes

    return [routes.router, sample_routes.router, quality_routes.router]
