"""Indicators, their definitions, targets and rating rules; figures as they were reported, rated and decided on."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import APIRouter


def routers() -> "list[APIRouter]":
    """What the application serves of this subject."""
    # Imported when the application is made: models and services are used without a web framework.
    from quarterdeck.measures import (
        activity_link_routes,
        chart_routes,
        check_routes,
        outturn_routes,
        process_routes,
        routes,
    )

    return [
        routes.router,
        check_routes.router,
        chart_routes.router,
        activity_link_routes.router,
        outturn_routes.router,
        process_routes.router,
    ]
