"""Signing in, and who one is."""

from typing import Annotated

from pydantic import ConfigDict, Field

from quarterdeck.core.actor import Scope
from quarterdeck.core.http import Input, Output

EmailText = Annotated[str, Field(min_length=3, max_length=254)]
PasswordText = Annotated[str, Field(min_length=1, max_length=200)]


class SignIn(Input):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"email": "officer@example.gov.uk", "password": "correct horse battery"}]}
    )

    email: EmailText
    password: PasswordText


class PasswordChange(Input):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"current": "correct horse battery", "new": "staple another correct horse"}]}
    )

    current: PasswordText
    new: PasswordText


class GrantRead(Output):
    """A role in force today. `unit_ids`: the unit of a unit scope and every unit below it.

    `delegated`: it is somebody else's, who lets one act with it for a time.
    """

    role: str
    scope: Scope
    scope_id: int | None
    unit_ids: list[int]
    permissions: list[str]
    delegated: bool


class SessionRead(Output):
    """Who is signed in, and what they may do. `permissions` holds those of all grants, wherever they reach."""

    person_id: int
    name: str
    council_id: int
    council_code: str
    council_name: str
    roles: list[str]
    permissions: list[str]
    grants: list[GrantRead]
    post_ids: list[int]
