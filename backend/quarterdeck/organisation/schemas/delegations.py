"""Delegations: who acts with whose roles, between which days."""

from datetime import date

from pydantic import ConfigDict

from quarterdeck.core.http import Day, Input, Output, Reason, Ref
from quarterdeck.core.patch import Patch
from quarterdeck.organisation.schemas.people import Email


class DelegationCreate(Input):
    """Let somebody act with one's roles, from today where no day is given, until a last day. Both days count.

    Name them by id or by e-mail address. `from_person_id` is oneself where it is left out; whoever manages access
    may name somebody else, who is ill.
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"to_person_id": 1, "valid_to": "2199-08-31", "reason": "Annual leave"}]}
    )

    from_person_id: Ref | None = None
    to_person_id: Ref | None = None
    to_email: Email | None = None
    valid_from: Day | None = None
    valid_to: Day
    reason: Reason


class DelegationUpdate(Patch):
    """The last day. Yesterday ends it at once; the day before the first says that it never was."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"valid_to": "2199-08-14"}]})

    valid_to: Day | None = None


class DelegationRead(Output):
    """`in_force` says whether it counts today. The names are for the two people, who know each other."""

    id: int
    from_person_id: int
    from_name: str
    to_person_id: int
    to_name: str
    valid_from: date
    valid_to: date
    in_force: bool
    reason: str
    version: int
