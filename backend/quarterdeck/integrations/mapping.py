"""The mapping file: what printed indicator tables do not say, said by a person (TOML).

It names councils and indicators as printed and adds what no table states: a council's code, which printings
mean one indicator, polarity, aggregation, unit, decimals, the council's rating rule, the order in which
undated pages were published. ``docs/guides/backfill.md`` shows one. Whatever it leaves out stays open.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr, ValidationError, field_validator

from quarterdeck.integrations.side_by_side import FIGURES_OF
from quarterdeck.measures.models import Aggregation, Frequency, IndicatorKind
from quarterdeck.measures.printed import COLUMNS
from quarterdeck.measures.printed_cells import tidy
from quarterdeck.measures.rating_rules import BadRule, Polarity, Rule, rule_from

MAXIMUM_FAULTS = 20
MAXIMUM_BYTES = 10 * 1024 * 1024

Ref = Annotated[StrictStr, Field(max_length=64)]
Name = Annotated[StrictStr, Field(min_length=1, max_length=300)]
Printed = tuple[str, str]
"""A ref and a name as compared: one kind of space and dash, without regard to capitals."""


class BadMapping(ValueError):
    """A mapping file that cannot be used; each fault is a sentence that says where it is and how to mend it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


class Part(BaseModel):
    """Base of every part: a key that nobody reads is a mistake, and said so."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RatingScheme(Part):
    """A rating rule as printed: its kind, and the numbers that the kind takes."""

    model_config = ConfigDict(extra="allow", frozen=True)

    kind: StrictStr

    @property
    def parameters(self) -> dict[str, Any]:
        return dict(self.model_extra or {})

    @cached_property
    def rule(self) -> Rule:
        """Raises BadRule."""
        return rule_from(self.kind, self.parameters)


class MappedIndicator(Part):
    """An indicator under every ref and name it was printed with, and what its tables leave out."""

    ref: Ref
    name: Name
    also: list[tuple[Ref, Name]] = []
    polarity: Polarity | None = None
    aggregation: Aggregation | None = None
    kind: IndicatorKind | None = None
    frequency: Frequency | None = None
    unit: Annotated[StrictStr, Field(min_length=1, max_length=40)] | None = None
    decimals: Annotated[StrictInt, Field(ge=0, le=6)] | None = None
    rating: RatingScheme | None = None
    why: StrictStr = ""

    @field_validator("also", mode="before")
    @classmethod
    def _pairs(cls, given: Any) -> Any:
        pairs = isinstance(given, list) and all(isinstance(each, list) and len(each) == 2 for each in given)
        if not pairs:
            raise ValueError('give a list of pairs such as ["H4", "Average days to re-let a home"]')
        return given

    @property
    def printings(self) -> frozenset[Printed]:
        """Every printing of it, as compared."""
        return frozenset(as_compared(ref, name) for ref, name in [(self.ref, self.name), *self.also])


class MappedEdition(Part):
    """A page or paper that states no date: where it stands in the order of publication."""

    position: Annotated[StrictInt, Field(ge=1, le=100_000)]
    source_url: Annotated[StrictStr, Field(min_length=1, max_length=20_000)]


class MappedCouncil(Part):
    """A council under every name it was printed with; `code` is its GSS code, or its code in this record."""

    name: Name
    other_names: list[Name] = []
    code: Annotated[StrictStr, Field(min_length=1, max_length=64)]
    rating: RatingScheme | None = None
    months_name_quarters: StrictBool = False
    edition: list[MappedEdition] = []
    indicator: list[MappedIndicator] = []

    @property
    def names(self) -> list[str]:
        return [self.name, *self.other_names]

    @cached_property
    def positions(self) -> dict[str, int]:
        """Where each page stands in the order of publication, by its address as printed."""
        return {each.source_url.strip(): each.position for each in self.edition}

    @cached_property
    def by_printing(self) -> dict[Printed, MappedIndicator]:
        return {printed: each for each in self.indicator for printed in each.printings}


class MappedRow(Part):
    """A row of the table, by its line: cells to be read otherwise than they are printed, or why it is left out."""

    line: Annotated[StrictInt, Field(ge=1, le=1_000_000_000)]
    read: dict[StrictStr, Annotated[StrictStr, Field(max_length=20_000)]] = {}
    leave_out: Annotated[StrictStr, Field(max_length=300)] = ""


class Mapping(Part):
    """A whole mapping file, checked.

    columns: which column a heading of the table stands for, where its name does not say; blank for none.
    """

    council: list[MappedCouncil] = []
    columns: dict[StrictStr, StrictStr] = {}
    row: list[MappedRow] = []

    @cached_property
    def by_line(self) -> dict[int, MappedRow]:
        return {each.line: each for each in self.row}

    @cached_property
    def by_name(self) -> dict[str, MappedCouncil]:
        return {as_named(name): each for each in self.council for name in each.names}

    def council_called(self, printed: str) -> MappedCouncil | None:
        """The council that a table's council column means, where the file says so."""
        return self.by_name.get(as_named(printed))


NO_MAPPING = Mapping()


def as_written(text: str) -> str:
    """A printed name as the record keeps it: single spaces, nothing invisible, its dashes and quotation marks left."""
    return " ".join("".join(each for each in text if each.isprintable() or each.isspace()).split())


def as_named(text: str) -> str:
    """A printed name as it is compared: spaces, dashes and quotation marks made alike, without regard to capitals."""
    return tidy(as_written(text)).casefold()


def as_compared(ref: str, name: str) -> Printed:
    return as_named(ref), as_named(name)


def read_mapping(content: bytes) -> Mapping:
    """The mapping file's content, checked. Raises BadMapping, which lists every fault found."""
    if len(content) > MAXIMUM_BYTES:
        raise BadMapping(["The mapping file is larger than 10 MB; it should hold a few lines for each indicator."])
    try:
        parsed = tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        raise BadMapping(["The mapping file is not in UTF-8; save it as UTF-8."]) from None
    # Beside its own error tomllib lets through what `int` says of a very long number.
    except (ValueError, RecursionError) as error:
        raise BadMapping([f"The mapping file is not valid TOML: {error}."]) from None
    try:
        mapping = Mapping.model_validate(parsed)
    except ValidationError as error:
        raise BadMapping([_sentence(parsed, fault) for fault in error.errors()[:MAXIMUM_FAULTS]]) from None
    return check_mapping(mapping)


def check_mapping(mapping: Mapping) -> Mapping:
    """The mapping itself, where its parts go together. Raises BadMapping."""
    faults = list(_contradictions(mapping))[:MAXIMUM_FAULTS]
    if faults:
        raise BadMapping(faults)
    return mapping


def _sentence(parsed: dict[str, Any], fault: Any) -> str:
    """A fault in words, with the names of the council and indicator that it is in."""
    place, what = [], ""
    here: Any = parsed
    for part in fault["loc"]:
        here = _step(here, part)
        if isinstance(part, int) and isinstance(here, dict):
            place.append(f"“{str(here.get('name', here.get('source_url', '?')))[:80]}”")
        elif isinstance(part, str):
            what = part
    where = f"In {', '.join(place)}: " if place else ""
    if fault["type"] == "extra_forbidden":
        return f"{where}“{what[:60]}” is no key of a mapping file; check its spelling."
    if fault["type"] == "missing":
        return f"{where}“{what}” is missing."
    return f"{where}“{what}”: {str(fault['msg']).removeprefix('Value error, ')}."


def _step(here: Any, part: str | int) -> Any:
    if isinstance(here, dict):
        return here.get(part)
    if isinstance(here, list) and isinstance(part, int) and part < len(here):
        return here[part]
    return None


def _contradictions(mapping: Mapping) -> Iterator[str]:
    """What each part allows by itself and the whole does not."""
    for name in _twice(as_named(name) for council in mapping.council for name in council.names):
        yield f"Two councils are called “{name}”; a printed name means one council."
    for code in _twice(council.code for council in mapping.council):
        yield f"Two councils have the code {code}; give other spellings in “other_names”."
    for line in _twice(each.line for each in mapping.row):
        yield f"Two [[row]] are about line {line}; say all of it in one."
    for heading, column in mapping.columns.items():
        if column and column not in (*COLUMNS, FIGURES_OF):
            there = ", ".join((*COLUMNS, FIGURES_OF))
            yield f"“{column[:60]}” (for the heading “{heading[:60]}”) is no column; there are: {there}."
    for council in mapping.council:
        yield from _council_contradictions(council)


def _council_contradictions(council: MappedCouncil) -> Iterator[str]:
    where = f"In “{council.name}”"
    for ref, name in _twice(printed for each in council.indicator for printed in each.printings):
        yield f"{where}: “{' '.join(filter(None, (ref, name)))}” stands twice; a printing means one indicator."
    for url in _twice(each.source_url.strip() for each in council.edition):
        yield f"{where}: the page {url[:120]} has two positions; it has one place in the order of publication."
    schemes = [(where, council.rating), *((f"{where}, “{each.name}”", each.rating) for each in council.indicator)]
    for place, scheme in schemes:
        try:
            _ = scheme and scheme.rule
        except BadRule as fault:
            yield f"{place}: “rating”, {fault.field}: {fault.sentence}"


def _twice(keys: Iterable[Any]) -> list[Any]:
    return [key for key, count in Counter(keys).items() if count > 1]
