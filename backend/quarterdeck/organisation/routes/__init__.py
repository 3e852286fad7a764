"""What the application serves of the organisation."""

from fastapi import APIRouter

from quarterdeck.organisation.routes import (
    accounts,
    delegations,
    evidence,
    machines,
    meetings,
    oidc,
    people,
    second_factor,
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
        second_factor.router,
        units.router,
        people.router,
        accounts.router,
        delegations.router,
        meetings.router,
        evidence.router,
        machines.router,
    ]
