"""What the oracle remembers of a council at work, and how a step is said."""

from dataclasses import dataclass, field
from typing import Any

Cell = tuple[str, str]
"""A unit's one figure, by the unit's name, and a period."""

PORTFOLIO_OF = {"housing": "HOMES", "environment": "STREETS"}
UNITS = tuple(PORTFOLIO_OF)
MEMBERS = frozenset({"CAB", "OSC"})
RUNNING = frozenset({"collecting", "reviewing"})


class Refused(Exception):
    """A step is not lawful; `status` is how a request for it is answered."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def require(lawful: bool, otherwise: int) -> None:
    """Refuse with a status unless this holds."""
    if not lawful:
        raise Refused(otherwise)


@dataclass(frozen=True)
class Step:
    """Somebody does something to a thing. Without a comment nothing is said; stale: based on another version."""

    who: str
    kind: str
    id: int = 0
    action: str = ""
    comment: bool = True
    stale: bool = False
    period: str = ""
    unit: str = ""
    stage: str = ""
    portfolio: str | None = None
    body: str | None = None
    value: float | None = None
    into: int | None = None
    named: tuple[int, ...] = ()
    allow_missing: bool = False

    def __repr__(self) -> str:
        said = {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in ("who", "kind", "id")}
        given = ", ".join(f"{name}={value!r}" for name, value in said.items() if value not in ("", None, (), False))
        return f"<{self.who}: {self.kind} {self.id or ''} {given}>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """On one line also where hypothesis tells of it."""
        printer.text(repr(self))


@dataclass
class News:
    """What the record made of an accepted step that nobody could know before: the ids of what is new."""

    id: int = 0
    asked: dict[str, tuple[int, dict[str, int]]] = field(default_factory=dict)
    """By unit: its submission, and its entries by period."""
    restated: dict[Cell, int] = field(default_factory=dict)


@dataclass
class Stage:
    """A stage of a round. Of a kind: check, officers, portfolios, members."""

    key: str
    position: int
    kind: str
    body: str | None = None
    optional: bool = False
    decisive: bool = False
    state: str = "waiting"
    edition: int | None = None


@dataclass
class Round:
    id: int
    period: str
    state: str = "planned"
    version: int = 1
    continued_in: int | None = None
    stages: list[Stage] = field(default_factory=list)

    def open_stages(self) -> list[Stage]:
        return [stage for stage in self.stages if stage.state == "open"]


@dataclass
class Entry:
    """What is typed for one cell; `typed_at` is 0 until somebody has typed."""

    id: int
    value: float | None = None
    version: int = 1
    typed_at: int = 0


@dataclass
class Submission:
    id: int
    round: int
    unit: str
    state: str = "requested"
    version: int = 1
    submitted_by: str | None = None
    was_submitted: bool = False
    came_back: bool = False
    entries: dict[str, Entry] = field(default_factory=dict)

    def cells(self) -> list[Cell]:
        return [(self.unit, period) for period in self.entries]


@dataclass
class Revision:
    """A figure as it was put on record; `restated`: as a restatement of what members have seen or of what stood."""

    value: float
    recorded_at: int
    approved: bool = False
    restated: bool = False


@dataclass
class Edition:
    id: int
    round: int
    figures: dict[Cell, int]
    """Which revision of each cell it pins, counted from nought."""
    state: str = "sealed"
    version: int = 1
    issues: dict[str, str | None] = field(default_factory=dict)
    """By body, what it made of the edition."""
    portfolios_decided: set[str] = field(default_factory=set)

    def portfolios(self) -> set[str]:
        return {PORTFOLIO_OF[unit] for unit, _ in self.figures}


@dataclass
class Restatement:
    id: int
    cell: Cell
    value: float
    proposed_by: str
    proposed_at: int
    state: str = "proposed"
    version: int = 1


@dataclass
class Action:
    id: int
    unit: str
    body: str | None
    raised_by: str
    state: str = "open"
    version: int = 1
    reported_by: str | None = None
