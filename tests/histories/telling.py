"""A random history: a short list of steps, each possible after those before it. It knows the oracle and chance."""

import random
from dataclasses import dataclass, field
from decimal import Decimal

from tests.histories.oracle import Cell, Edition, Measure, Record, Rule

MEASURES = {
    "H1": Measure("housing", "higher", 1),
    "H2": Measure("housing", "lower", 0),
    "W1": Measure("environment", "higher", 1),
}
UNITS = ("housing", "environment")
PERIODS = ("2022-23-Q1", "2023-24-Q1")
BEGINNING = "2020-04-01"
SINCE = (BEGINNING, "2023-04-01")
# Few numbers, so that figures are often the same again, on target, or just beside it once they are rounded.
VALUES = (94.9, 94.95, 95.0, 95.04, 90.25, 90.2, 85.5, 100.0, 12.5, None)
TARGETS = (95.0, 95.0, 94.95, 90.25, 85.5, 100.0, 0.0)
ONWARD = 0.7
"""How often a step moves a round on, where one can: the rest is what happens beside the rounds."""
RULES = (("relative", "0", "10"), ("relative", "5", "5"), ("points", "0", "0.1"), ("points", "0", "5"))


@dataclass(frozen=True)
class Step:
    """What happens: `kind` says what, and what of the rest it takes."""

    kind: str
    period: str = ""
    ref: str = ""
    unit: str = ""
    values: tuple[tuple[str, float | None], ...] = ()
    value: float = 0.0
    rule: Rule | None = None
    edition: int = 0

    def __str__(self) -> str:
        told = [f"{name}={value}" for name, value in vars(self).items() if value and name != "kind"]
        return " ".join([self.kind, *told])


@dataclass
class Telling:
    """A history as it is told: its steps so far, the record that the oracle keeps, and how far each round has come.

    submissions: `asked`, `confirmed` or `returned`, by quarter and unit.
    """

    chance: random.Random
    record: Record = field(default_factory=lambda: Record(MEASURES))
    steps: list[Step] = field(default_factory=list)
    submissions: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for ref, measure in MEASURES.items():
            self.record.rules[ref].append(Rule(0, BEGINNING, "relative", Decimal(0), Decimal(10)))
            self.record.definitions[ref].append(Rule(0, BEGINNING, "definition", amber=Decimal(measure.decimals)))

    def tell(self, length: int) -> "Telling":
        """Take this many steps."""
        for _ in range(length):
            self.take(self._next())
        return self

    def take(self, step: Step) -> None:
        """One step: remembered, and written into the record."""
        self.record.now += 1
        self.steps.append(step)
        getattr(self, f"_{step.kind}")(step)

    def _next(self) -> Step:
        """Any of the steps that are possible now."""
        onward, beside = self._onward(), self._beside()
        return self.chance.choice(onward if onward and self.chance.random() < ONWARD else beside)

    def _onward(self) -> list[Step]:
        steps = []
        for period in PERIODS:
            newest = self._newest(period)
            states = {self.submissions.get((period, unit)) for unit in UNITS}
            if states == {None}:
                steps.append(Step("open", period))
            steps += [
                Step("confirm", period, unit=unit, values=self._values(unit))
                for unit in UNITS
                if self.submissions.get((period, unit)) in ("asked", "returned")
            ]
            if states == {"confirmed"} and (newest is None or newest.state == "returned"):
                steps.append(Step("seal", period))
            if newest is not None and newest.state == "sealed":
                steps.append(Step("issue", period, edition=self.record.editions.index(newest)))
            if newest is not None and newest.state == "issued":
                number = self.record.editions.index(newest)
                steps.append(Step("approve", period, edition=number))
                steps.append(Step("return", period, unit=self.chance.choice(UNITS), edition=number))
        return steps

    def _beside(self) -> list[Step]:
        ref, since = self.chance.choice(list(MEASURES)), self.chance.choice(SINCE)
        kind, green, amber = self.chance.choice((*RULES, ("last_year", "0", "0")))
        rule = Rule(self.record.now + 1, since, kind, Decimal(green), Decimal(amber))
        definition = Rule(self.record.now + 1, since, "definition", amber=Decimal(self.chance.choice((0, 1, 2))))
        steps = [
            Step("target", self.chance.choice(PERIODS), ref, value=self.chance.choice(TARGETS)),
            Step("rule", ref=ref, rule=rule),
            Step("define", ref=ref, rule=definition),
        ]
        locked = [cell for cell in self.record.revisions if self.record.locked(cell) and self._settled(cell)]
        if locked:
            restated = self.chance.choice(locked)
            standing = self.record.revisions[restated][-1].value
            others = [value for value in VALUES if value is not None and value != standing]
            steps.append(Step("restate", restated[1], restated[0], value=self.chance.choice(others)))
        reopenable = [
            key for key, state in self.submissions.items() if state == "confirmed" and self._newest(key[0]) is None
        ]
        if reopenable:
            period, unit = self.chance.choice(reopenable)
            steps.append(Step("reopen", period, unit=unit))
        return steps

    def _settled(self, cell: Cell) -> bool:
        """That the cell's submission was not sent back: its service puts it right there."""
        return self.submissions[cell[1], MEASURES[cell[0]].unit] == "confirmed"

    def _values(self, unit: str) -> tuple[tuple[str, float | None], ...]:
        return tuple((ref, self.chance.choice(VALUES)) for ref, each in MEASURES.items() if each.unit == unit)

    def _newest(self, period: str) -> Edition | None:
        of_period = [each for each in self.record.editions if each.period == period]
        return of_period[-1] if of_period else None

    def _open(self, step: Step) -> None:
        self.submissions.update({(step.period, unit): "asked" for unit in UNITS})

    def _confirm(self, step: Step) -> None:
        self.submissions[step.period, step.unit] = "confirmed"
        for ref, value in step.values:
            self.record.reported((ref, step.period), value)

    def _reopen(self, step: Step) -> None:
        self.submissions[step.period, step.unit] = "returned"

    def _seal(self, step: Step) -> None:
        self.record.sealed(step.period)

    def _issue(self, step: Step) -> None:
        self.record.editions[step.edition].state = "issued"

    def _approve(self, step: Step) -> None:
        self.record.approved(self.record.editions[step.edition])

    def _return(self, step: Step) -> None:
        self.record.editions[step.edition].state = "returned"
        self.submissions[step.period, step.unit] = "returned"

    def _restate(self, step: Step) -> None:
        self.record.restated((step.ref, step.period), step.value)

    def _target(self, step: Step) -> None:
        self.record.targeted((step.ref, step.period), step.value)

    def _rule(self, step: Step) -> None:
        self.record.rules[step.ref].append(_given(step.rule))

    def _define(self, step: Step) -> None:
        self.record.definitions[step.ref].append(_given(step.rule))


def _given(rule: Rule | None) -> Rule:
    if rule is None:
        raise ValueError("the step says no rule")
    return rule
