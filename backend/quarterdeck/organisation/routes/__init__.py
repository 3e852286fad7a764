"""What the application serves of the organisation."""

from fastapi import APIRouter

from quarterdeck.organisation.routes import session


def routers() -> list[APIRouter]:
    """In the order in which the contract lists them."""
    return [session.router]
