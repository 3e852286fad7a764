"""People, posts, who holds them, and role grants."""

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import AfterValidator, ConfigDict, Field

from quarterdeck.core.actor import Scope
from quarterdeck.core.http import Day, Input, Line, Output, Ref, Word
from quarterdeck.core.patch import Patch
from quarterdeck.organisation.roles import Role


def _lower(value: str) -> str:
    return value.lower()


Email = Annotated[
    str,
    Field(pattern=r"^[!-?A-~]{1,64}@[!-?A-~]{1,185}$", max_length=250, description="Unique over all councils here."),
    AfterValidator(_lower),
]
NewPassword = Annotated[str, Field(min_length=12, max_length=200)]


class PersonCreate(Input):
    """With a password, the person signs in with a local account."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": "An officer", "email": "officer@example.gov.uk", "password": "correct horse battery"}]
        }
    )

    name: Line
    email: Email | None = None
    password: NewPassword | None = None


class PersonUpdate(Patch):
    """`active: false` ends the person's sessions at once; a new password does as well."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"active": False}]})
    clearable: ClassVar[frozenset[str]] = frozenset({"email"})

    name: Line | None = None
    email: Email | None = None
    active: bool | None = None
    password: NewPassword | None = None


class HeldPost(Output):
    """A post that a person holds, held or is to hold."""

    holding_id: int
    post_id: int
    title: str
    unit_id: int
    valid_from: date
    valid_to: date | None


class PersonRead(Output):
    """`posts`: those held by now, before and later. `allowed_actions`: `update`, for whoever manages access.

    `standing`: `active` (has signed in), `invited`, `never_signed_in`, `leaving` (on a day to come), `left` or
    `disabled`. `connected`: signs in with a council account. `second_factor`: the password alone lets nobody in.
    """

    id: int
    name: str
    email: str | None
    active: bool
    standing: str
    invited_at: datetime | None
    signed_in_at: datetime | None
    left_on: date | None
    has_account: bool
    connected: bool
    second_factor: bool
    posts: list[HeldPost]
    version: int
    allowed_actions: list[str]


class KnownAsRead(Output):
    """Who a person's id means: a name, or the post they hold or last held."""

    person_id: int
    known_as: str


class PostCreate(Input):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"unit_id": 1, "code": "HEAD-OF-HOUSING", "title": "Head of Housing"}]}
    )

    unit_id: Ref
    code: Word
    title: Line


class PostUpdate(Patch):
    model_config = ConfigDict(json_schema_extra={"examples": [{"title": "Head of Housing and Homelessness"}]})

    unit_id: Ref | None = None
    title: Line | None = None


class HoldingCreate(Input):
    """From today where no day is given. Both days count."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"person_id": 1, "valid_from": "2023-04-01"}]})

    person_id: Ref
    valid_from: Day | None = None
    valid_to: Day | None = None


class HoldingUpdate(Patch):
    """The last day. The day before the first says that the person never held the post."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"valid_to": "2024-03-31"}]})
    clearable: ClassVar[frozenset[str]] = frozenset({"valid_to"})

    valid_to: Day | None = None


class HoldingRead(Output):
    id: int
    person_id: int
    valid_from: date
    valid_to: date | None


class PostRead(Output):
    """`holdings` names people, so it holds what the reader may see of them: all, or their own."""

    id: int
    unit_id: int
    code: str
    title: str
    holdings: list[HoldingRead]
    version: int


class RoleGrantCreate(Input):
    """A role for a person or a post (then for whoever holds it), from today where no day is given.

    `scope_id` is the id of the unit, portfolio or body, and left out for the council.
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"role": "service_manager", "scope": "unit", "scope_id": 1, "post_id": 1}]}
    )

    role: Role
    scope: Scope
    scope_id: Ref | None = None
    person_id: Ref | None = None
    post_id: Ref | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None


class RoleGrantUpdate(Patch):
    """The last day. Yesterday takes the role away at once; the day before the first says it was never given."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"valid_to": "2024-03-31"}]})
    clearable: ClassVar[frozenset[str]] = frozenset({"valid_to"})

    valid_to: Day | None = None


class RoleGrantRead(Output):
    """A role with where it reaches and who holds it, by id and by name; `scope_name` is null for the council.

    `in_force`: it counts today. `by_provider`: the council's sign-in service gave it and alone takes it away.
    `allowed_actions`: `end`, for whoever manages access, of what was given by hand.
    """

    id: int
    role: str
    scope: Scope
    scope_id: int | None
    scope_name: str | None
    person_id: int | None
    post_id: int | None
    holder: str
    valid_from: date
    valid_to: date | None
    in_force: bool
    by_provider: bool
    version: int
    allowed_actions: list[str]
