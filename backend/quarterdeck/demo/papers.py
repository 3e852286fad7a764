"""The demo's files, read: what the council consists of, measures, reports and says."""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from quarterdeck.measures.printed import PrintedTarget, Unreadable, read_target, read_value

FOLDER = resources.files("quarterdeck.demo") / "data"
SEPARATOR = " | "
Texts = Mapping[tuple[str, str], Any]
"""By ref and quarter."""


@dataclass(frozen=True)
class Measure:
    """An indicator as `indicators.toml` describes it."""

    ref: str
    name: str
    unit: str
    priority: str
    portfolio: str
    measure: str
    means: str
    source: str
    kind: str = "performance"
    frequency: str = "quarterly"
    lag: int = 0
    decimals: int = 0
    polarity: str = "higher"
    aggregation: str = "flow"
    numerator: str = ""
    denominator: str = ""
    ratio: bool = False
    rule: dict[str, Any] | None = None
    also: tuple[tuple[str, str], ...] = ()
    redefined: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Cell:
    """A figure as a service enters it."""

    state: str
    value: float | None
    provisional: bool = False
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True)
class Papers:
    """Everything in `data/`."""

    council: dict[str, Any]
    plan: dict[str, Any]
    rounds: dict[str, Any]
    asides: dict[str, Any]
    assurance: dict[str, Any]
    comparisons: dict[str, Any]
    long_cycle: dict[str, Any]
    measures: Mapping[str, Measure]
    figures: Mapping[tuple[str, str], list[Cell]] = field(repr=False)
    targets: Mapping[tuple[str, int], list[PrintedTarget]] = field(repr=False)
    rationales: Mapping[str, str] = field(repr=False)
    easier: Mapping[str, str] = field(repr=False)
    """Why a target is easier than what was achieved, by ref."""
    commentary: Texts = field(repr=False)
    explanations: Texts = field(repr=False)
    updates: Texts = field(repr=False)
    forecasts: Mapping[tuple[str, str], float] = field(repr=False)
    """What services expect the year to end with, by ref and quarter."""

    def final(self, ref: str, quarter: str, provisional: Cell) -> float | None:
        """The final figure of a provisional one: most turn out to be right."""
        found: float | None = self.asides["final"].get(ref, {}).get(quarter, provisional.value)
        return found


@cache
def papers() -> Papers:
    """The files, read once. Raises ValueError for a figure or target that cannot be read."""
    measures = {row["ref"]: _measure(row) for row in toml("indicators.toml")["indicator"]}
    explanations: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows("explanations.csv"):
        explanations.setdefault((row["ref"], row["quarter"]), {})[row["warning"]] = row["explanation"]
    targets = list(rows("targets.csv"))
    return Papers(
        council=toml("council.toml"),
        plan=toml("plan.toml"),
        rounds=toml("rounds.toml"),
        asides=toml("asides.toml"),
        assurance=toml("assurance.toml"),
        comparisons=toml("comparisons.toml"),
        long_cycle=toml("long_cycle.toml"),
        measures=measures,
        figures=dict(_figures(measures)),
        targets={
            (row["ref"], int(year)): [_target(each, measures[row["ref"]]) for each in row[year].split(SEPARATOR)]
            for row in targets
            for year in row.keys() - {"ref", "why", "easier"}
        },
        rationales={row["ref"]: row["why"] for row in targets},
        easier={row["ref"]: row["easier"] for row in targets if row["easier"]},
        commentary={(row["ref"], row["quarter"]): row["commentary"] for row in rows("commentary.csv")},
        explanations=explanations,
        updates={(row["ref"], row["quarter"]): row for row in rows("updates.csv")},
        forecasts={
            (row["ref"], quarter): float(said)
            for row in rows("forecasts.csv")
            for quarter, said in row.items()
            if quarter != "ref" and said
        },
    )


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads(text(name))


def rows(name: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(text(name).splitlines())


def text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _measure(row: dict[str, Any]) -> Measure:
    lists: dict[str, Any] = {name: tuple(row[name]) for name in ("also", "redefined") if name in row}
    return Measure(**(row | lists))


def _figures(measures: Mapping[str, Measure]) -> Iterator[tuple[tuple[str, str], list[Cell]]]:
    for row in rows("figures.csv"):
        measure = measures[row["ref"]]
        for quarter, cell in row.items():
            if quarter != "ref" and cell:
                yield (measure.ref, quarter), [_cell(each, measure) for each in cell.split(SEPARATOR)]


def _cell(cell: str, measure: Measure) -> Cell:
    """A cell of `figures.csv`: as a council prints it, or a numerator and its denominator."""
    if measure.ratio and "/" in cell:
        numerator, denominator = (float(part) for part in cell.split("/"))
        value = round(100 * numerator / denominator, measure.decimals)
        return Cell("value", value, numerator=numerator, denominator=denominator)
    read = read_value(cell, measure.measure, measure.name)
    if isinstance(read, Unreadable):
        raise ValueError(f"{measure.ref}: “{cell}” cannot be read: {read.reason}")
    return Cell(read.state, read.value, read.provisional)


def _target(cell: str, measure: Measure) -> PrintedTarget:
    read = read_target(cell, measure.measure, measure.name)
    if isinstance(read, Unreadable):
        raise ValueError(f"{measure.ref}: the target “{cell}” cannot be read: {read.reason}")
    return read
