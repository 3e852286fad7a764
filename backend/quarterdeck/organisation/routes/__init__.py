"""What the application serves of the organisation."""

from fastapi import APIRouter

from quarterdeck.organisation.routes import (
    delegations,
    evidence,
    machines,
    meetings,
    oidc,
    people,
    session,
    set_up,
    units,
)


def routers() -> list[APIRouter]:
    """In the order in which the contract lists them."""
    return [
        session.router,
        oidc.router,
        set_up.router,
        units.router,
        people.router,
        delegations.router,
        meetings.router,
        evidence.router,
        machines.router,
    ]
