"""Portfolios, bodies and their meetings."""

from datetime import date
from typing import ClassVar

from pydantic import ConfigDict

from quarterdeck.core.http import Day, Input, Line, Output, Ref, Word
from quarterdeck.core.patch import Patch
from quarterdeck.organisation.models import BodyKind

DATES = frozenset({"valid_from", "valid_to"})


class PortfolioCreate(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [{"code": "HOMES", "name": "Homes and Communities"}]})

    code: Word
    name: Line
    valid_from: Day | None = None
    valid_to: Day | None = None


class PortfolioUpdate(Patch):
    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Housing and Communities"}]})
    clearable: ClassVar[frozenset[str]] = DATES

    name: Line | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None


class PortfolioRead(Output):
    """`holder_post_id`: the post that is Portfolio Holder today, where a post is."""

    id: int
    code: str
    name: str
    holder_post_id: int | None
    valid_from: date | None
    valid_to: date | None
    version: int


class BodyCreate(Input):
    model_config = ConfigDict(json_schema_extra={"examples": [{"code": "CAB", "name": "Cabinet", "kind": "cabinet"}]})

    code: Word
    name: Line
    kind: BodyKind
    valid_from: Day | None = None
    valid_to: Day | None = None


class BodyUpdate(Patch):
    """The kind stays: whether a body is of members decides what its papers lock."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Executive"}]})
    clearable: ClassVar[frozenset[str]] = DATES

    name: Line | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None


class BodyRead(Output):
    """`of_members`: an edition issued to it locks the figures it pins."""

    id: int
    code: str
    name: str
    kind: BodyKind
    of_members: bool
    valid_from: date | None
    valid_to: date | None
    version: int


class MeetingCreate(Input):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"body_id": 1, "held_on": "2023-09-05", "title": "Cabinet, September", "public": True}]
        }
    )

    body_id: Ref
    held_on: Day
    title: Line
    public: bool


class MeetingUpdate(Patch):
    model_config = ConfigDict(json_schema_extra={"examples": [{"held_on": "2023-09-12"}]})

    held_on: Day | None = None
    title: Line | None = None
    public: bool | None = None


class MeetingRead(Output):
    id: int
    body_id: int
    held_on: date
    title: str
    public: bool
    version: int
