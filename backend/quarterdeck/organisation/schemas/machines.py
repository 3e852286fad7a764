"""Clients and their tokens."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field

from quarterdeck.core.http import Day, Input, Line, Output, Reason, Ref
from quarterdeck.core.patch import Patch


class TokenScope(StrEnum):
    """What a token is for: to push values, to read, to be read as a feed."""

    PUSH = "push"
    READ = "read"
    FEED = "feed"


class ClientCreate(Input):
    """Another program, and whom to ask about it: a post or a person."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": "Housing system", "purpose": "Sends lettings each month", "contact_post_id": 1}]
        }
    )

    name: Line
    purpose: Reason
    contact_post_id: Ref | None = None
    contact_person_id: Ref | None = None


class ClientUpdate(Patch):
    """`active: false` has its tokens refused at once. A new contact takes the place of the old one."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"active": False}]})

    name: Line | None = None
    purpose: Reason | None = None
    contact_post_id: Ref | None = None
    contact_person_id: Ref | None = None
    active: bool | None = None


class ClientRead(Output):
    id: int
    name: str
    purpose: str
    contact_post_id: int | None
    contact_person_id: int | None
    active: bool
    version: int


class TokenCreate(Input):
    """`unit_ids` (each with all below it) and `indicator_ids` limit the token; left out, it has the whole council.

    `expires_on` is the last day it works, at most two years from today.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"client_id": 1, "name": "Power BI", "scopes": ["read"], "expires_on": "2027-03-31"}]
        }
    )

    client_id: Ref
    name: Line
    scopes: Annotated[list[TokenScope], Field(min_length=1, max_length=3)]
    unit_ids: Annotated[list[Ref], Field(min_length=1, max_length=200)] | None = None
    indicator_ids: Annotated[list[Ref], Field(min_length=1, max_length=1000)] | None = None
    expires_on: Day


class TokenRead(Output):
    """A token without its secret: `prefix` is how it begins. `last_used_at` is to the minute."""

    id: int
    client_id: int
    name: str
    prefix: str
    scopes: list[TokenScope]
    unit_ids: list[int] | None
    indicator_ids: list[int] | None
    expires_on: date
    created_at: datetime
    created_by: int | None
    revoked_at: datetime | None
    last_used_at: datetime | None


class TokenMade(TokenRead):
    """A token that was just made. `token` is told this once: it is stored nowhere."""

    token: str
