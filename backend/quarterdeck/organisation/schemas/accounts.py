"""People come and go: invitations, and what somebody who leaves still has."""

from typing import Annotated

from pydantic import ConfigDict, Field

from quarterdeck.core.http import Day, Input, Output, Ref

MANY = 200


class PeopleInvite(Input):
    """`by_mail: false` makes links to hand over instead."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"person_ids": [1], "by_mail": False}]})

    person_ids: Annotated[list[Ref], Field(min_length=1, max_length=MANY)]
    by_mail: bool = True


class InvitationMade(Output):
    """`link` is told this once; it is null where a mail brings it. It begins with a slash where the installation does
    not know its public address."""

    person_id: int
    name: str
    link: str | None


class PeopleInvited(Output):
    """Who was invited."""

    invitations: list[InvitationMade]


class PossessionRead(Output):
    """A `post` held, an unfinished `action` asked of the person, or a `client`: a program that they answer for."""

    kind: str
    id: int
    label: str


class LeavingRead(Output):
    """What a person has that somebody may take over."""

    possessions: list[PossessionRead]


class PersonLeave(Input):
    """The last day: yesterday shuts them out at once. Who takes over has their posts from the day after."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"last_day": "2024-03-31", "successor_id": None}]})

    last_day: Day
    successor_id: Ref | None = None
