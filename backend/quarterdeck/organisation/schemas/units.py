"""Councils and their units."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

from quarterdeck.core.http import Day, Input, Line, Output, Ref, Word
from quarterdeck.core.patch import Patch
from quarterdeck.organisation.models import UnitKind

GssCode = Annotated[str, Field(pattern=r"^[EWSN][0-9]{8}$", description="The ONS code, e.g. E07000092.")]
Colour = Annotated[
    str,
    Field(pattern=r"^#[0-9a-f]{6}$", description="The colour of the bar above every page, dark enough for white text."),
]
PartKind = Literal[UnitKind.DIRECTORATE, UnitKind.SERVICE, UnitKind.TEAM]
Predecessors = Annotated[list[Ref], Field(max_length=20, description="The units that this one took over from.")]


class CouncilUpdate(Patch):
    """`provisional: false` confirms a council that printed history brought in by its name."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"gss_code": "E07000092"}]})
    clearable: ClassVar[frozenset[str]] = frozenset({"gss_code", "colour", "valid_from", "valid_to"})

    name: Line | None = None
    gss_code: GssCode | None = None
    provisional: Literal[False] | None = None
    colour: Colour | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None


class CouncilRead(Output):
    """`logo`: where its logo is read, null without one. It has another address when it is another picture."""

    id: int
    code: str
    gss_code: str | None
    name: str
    provisional: bool
    colour: str | None
    logo: str | None
    valid_from: date | None
    valid_to: date | None
    root_unit_id: int
    version: int


class UnitCreate(Input):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"parent_id": 1, "code": "HOUSING", "name": "Housing", "kind": "service"}]}
    )

    parent_id: Ref
    code: Word
    name: Line
    kind: PartKind
    valid_from: Day | None = None
    valid_to: Day | None = None
    predecessor_ids: Predecessors = Field(default_factory=list)


class UnitUpdate(Patch):
    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Housing and Homelessness"}]})
    clearable: ClassVar[frozenset[str]] = frozenset({"valid_from", "valid_to"})

    parent_id: Ref | None = None
    name: Line | None = None
    kind: PartKind | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    predecessor_ids: Predecessors | None = None


class UnitRead(Output):
    """`parent_id` is null for the unit that is the council itself."""

    id: int
    parent_id: int | None
    code: str
    name: str
    kind: UnitKind
    valid_from: date | None
    valid_to: date | None
    predecessor_ids: list[int]
    version: int
