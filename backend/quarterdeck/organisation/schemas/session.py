"""Signing in, and who one is."""

from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field

from quarterdeck.core.actor import Scope
from quarterdeck.core.http import Input, Output

EmailText = Annotated[str, Field(min_length=3, max_length=254)]
PasswordText = Annotated[str, Field(min_length=1, max_length=200)]
CodeText = Annotated[str, Field(max_length=40, description="What the authenticator app shows, or a recovery code.")]


class SignIn(Input):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"email": "officer@example.gov.uk", "password": "correct horse battery"}]}
    )

    email: EmailText
    password: PasswordText
    code: CodeText = ""


class PasswordChange(Input):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"current": "correct horse battery", "new": "staple another correct horse"}]}
    )

    current: PasswordText
    new: PasswordText


class SignInOptions(Output):
    """What the page for signing in has to know. `mail_enabled`: links for a new password are mailed.

    `password`: local accounts sign in. `provider`: what the council's sign-in service is called, where there is one.
    `logo`: that of the council, where there is one council alone. `set_up_needed`: nobody can sign in yet; whoever has
    the set-up code makes the council and its first administrator.
    """

    councils: list[str]
    logo: str | None
    set_up_needed: bool
    password: bool
    provider: str | None
    mail_enabled: bool


class SignedOut(Output):
    """One is signed out here. `continue_at`: where the browser goes to end the sign-in service's session too."""

    continue_at: str | None


class PasswordResetAsk(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [{"email": "officer@example.gov.uk"}]})

    email: EmailText


class PasswordResetAsked(Output):
    """The same for every address. `mail_enabled`: without mail, only an administrator can help."""

    mail_enabled: bool


class PasswordResetUse(Input):
    """`token` is what stands behind `#token=` in the link."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"token": "N0tAWorkingToken-N0tAWorkingToken-N0tAWorki", "new_password": "staple another correct horse"}
            ]
        }
    )

    token: Annotated[str, Field(min_length=1, max_length=200)]
    new_password: PasswordText


class PasswordResetMade(Output):
    """A link to hand over, told this once: it is stored nowhere. It works once, until `expires_at`.

    `link` begins with a slash where the installation does not know its public address. `mail_enabled`: the person
    could have one mailed as well.
    """

    id: int
    person_id: int
    token: str
    link: str
    expires_at: datetime
    mail_enabled: bool


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
    council_logo: str | None
    roles: list[str]
    permissions: list[str]
    grants: list[GrantRead]
    post_ids: list[int]
