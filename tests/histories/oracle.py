"""What stood when, by the design alone (model.md, domain.md): an in-memory record that knows nothing of the product.

Time is counted in steps. A figure is seen as the newest revision by then; by who sees approved figures alone, as the
newest revision that a body had approved by then. Its rating is made of that revision with what was in force then: the
newest approved target of its period, the rule and the definition in force for the period, and last year's figure where
the rule looks at one. An edition freezes what it pins, ratings and all.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

Cell = tuple[str, str]
"""(an indicator's ref, a quarter's code)."""
STARTS = {"Q1": "04-01", "Q2": "07-01", "Q3": "10-01", "Q4": "01-01"}


@dataclass(frozen=True)
class Measure:
    """An indicator: in whose submission it is, which figures are good, and with how many decimals it is displayed."""

    unit: str
    polarity: str
    decimals: int


@dataclass(frozen=True)
class Rule:
    """A version of a rating rule or (kind `definition`, its decimals in `amber`) of a definition."""

    at: int
    since: str
    kind: str
    green: Decimal = Decimal(0)
    amber: Decimal = Decimal(0)


@dataclass
class Revision:
    """What was reported: a number, or (None) a state without one."""

    at: int
    number: int
    value: float | None
    kind: str
    approved_at: int | None = None


@dataclass(frozen=True)
class Said:
    """A figure as it is read."""

    value: float | None
    rating: str
    unrated: str | None
    target: float | None
    revision: int
    kind: str
    revised: bool
    approved: bool
    decimals: int


@dataclass
class Edition:
    """What was put before the body, and what became of it: `sealed`, `issued`, `approved` or `returned`."""

    period: str
    figures: dict[Cell, Said]
    pinned: dict[Cell, Revision]
    state: str = "sealed"


@dataclass
class Record:
    """All that was ever said, by cell; `now` is the last step taken."""

    measures: dict[str, Measure]
    now: int = 0
    revisions: dict[Cell, list[Revision]] = field(default_factory=lambda: defaultdict(list))
    targets: dict[Cell, list[tuple[int, float]]] = field(default_factory=lambda: defaultdict(list))
    rules: dict[str, list[Rule]] = field(default_factory=lambda: defaultdict(list))
    definitions: dict[str, list[Rule]] = field(default_factory=lambda: defaultdict(list))
    editions: list[Edition] = field(default_factory=list)

    def reported(self, cell: Cell, value: float | None) -> None:
        """A service's confirmed submission says this of a cell; the same again is no revision."""
        kind = "restatement" if self.locked(cell) else "correction" if self.revisions[cell] else "first"
        self._append(cell, value, kind)

    def restated(self, cell: Cell, value: float) -> None:
        """A restatement was accepted: of a figure that a body has approved it is approved at once."""
        approved = any(each.approved_at is not None for each in self.revisions[cell])
        self._append(cell, value, "restatement")
        newest = self.revisions[cell][-1]
        if approved and newest.approved_at is None:
            newest.approved_at = self.now

    def targeted(self, cell: Cell, value: float) -> None:
        self.targets[cell].append((self.now, value))

    def sealed(self, period: str) -> Edition:
        """The next edition of a quarter, with everything reported of it."""
        cells = [(ref, period) for ref in self.measures if self.revisions[ref, period]]
        figures = {cell: self._said(self.revisions[cell][-1], cell, self.now) for cell in cells}
        made = Edition(period, figures, {cell: self.revisions[cell][-1] for cell in cells})
        self.editions.append(made)
        return made

    def approved(self, edition: Edition) -> None:
        """The body approves the very revisions that its edition pins."""
        edition.state = "approved"
        for revision in edition.pinned.values():
            revision.approved_at = self.now if revision.approved_at is None else revision.approved_at

    def locked(self, cell: Cell) -> bool:
        """Whether members have been given it: an edition that pins it was issued."""
        return any(cell in each.pinned for each in self.editions if each.state != "sealed")

    def seen(self, at: int, *, approved_alone: bool = False) -> dict[Cell, Said]:
        """Every figure as it stood after a step."""
        found = {}
        for cell, revisions in list(self.revisions.items()):
            standing = [
                each
                for each in revisions
                if each.at <= at and (not approved_alone or (each.approved_at is not None and each.approved_at <= at))
            ]
            if standing:
                found[cell] = self._said(standing[-1], cell, at)
        return found

    def _append(self, cell: Cell, value: float | None, kind: str) -> None:
        before = self.revisions[cell]
        if not before or before[-1].value != value:
            before.append(Revision(self.now, len(before) + 1, value, kind))

    def _said(self, revision: Revision, cell: Cell, at: int) -> Said:
        targets = [value for when, value in self.targets[cell] if when <= at]
        decimals = int(_in_force(self.definitions[cell[0]], cell[1], at).amber)
        rating, why = self._rating(revision, cell, at, targets[-1] if targets else None, decimals)
        earlier = self.revisions[cell][: revision.number]
        return Said(
            value=revision.value,
            rating=rating,
            unrated=why,
            target=targets[-1] if targets else None,
            revision=revision.number,
            kind=revision.kind,
            revised=any(each.kind == "restatement" for each in earlier),
            approved=revision.approved_at is not None and revision.approved_at <= at,
            decimals=decimals,
        )

    def _rating(
        self, revision: Revision, cell: Cell, at: int, target: float | None, decimals: int
    ) -> tuple[str, str | None]:
        """Compared as displayed, in decimals. (rating, why there is none)."""
        ref, period = cell
        rule = _in_force(self.rules[ref], period, at)
        if revision.value is None:
            return "unrated", "no_value"
        if target is None:
            return "unrated", "no_target"
        bound = displayed(target, decimals)
        missed = self._missed(ref, revision.value, bound, decimals)
        if rule.kind == "relative":
            if bound == 0:
                return "unrated", "zero_target"
            missed, size = missed * 100, abs(bound)
            return _banded(missed, rule.green * size, rule.amber * size), None
        if rule.kind == "points":
            return _banded(missed, rule.green, rule.amber), None
        if missed <= rule.green:
            return "green", None
        a_year_ago = [each for each in self.revisions[ref, last_year(period)] if each.at <= at]
        before = a_year_ago[-1].value if a_year_ago else None
        better = before is not None and missed < self._missed(ref, before, bound, decimals)
        return ("amber" if better else "red"), None

    def _missed(self, ref: str, value: float, bound: Decimal, decimals: int) -> Decimal:
        """By how much a value misses its target, in the wrong direction; not above zero where it is met."""
        shown = displayed(value, decimals)
        return bound - shown if self.measures[ref].polarity == "higher" else shown - bound


def displayed(value: float, decimals: int) -> Decimal:
    """A number as it is printed: rounded half up."""
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def last_year(period: str) -> str:
    """The code of the same quarter a year before: 2023-24-Q1 → 2022-23-Q1."""
    year = int(period[:4]) - 1
    return f"{year}-{(year + 1) % 100:02d}{period[7:]}"


def begins_on(period: str) -> str:
    """The first day of a quarter of a financial year."""
    year = int(period[:4]) + (period[-2:] == "Q4")
    return f"{year}-{STARTS[period[-2:]]}"


def _in_force(versions: list[Rule], period: str, at: int) -> Rule:
    """Of the versions known then, the one with the latest beginning by the period's first day, the newest of those."""
    known = [each for each in versions if each.at <= at]
    by_then = [each for each in known if each.since <= begins_on(period)]
    if not by_then:
        return min(known, key=lambda each: each.since)
    latest = max(each.since for each in by_then)
    return [each for each in by_then if each.since == latest][-1]


def _banded(missed: Decimal, green: Decimal, amber: Decimal) -> str:
    return "green" if missed <= green else "amber" if missed <= amber else "red"
