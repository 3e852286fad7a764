"""Committee documents made from a sealed edition."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import APIRouter


def routers() -> "list[APIRouter]":
    """What the application serves of this subject."""
    # Imported when the application is made: documents are assembled and rendered without a web framework.
    from quarterdeck.documents import routes

    return [routes.router]
