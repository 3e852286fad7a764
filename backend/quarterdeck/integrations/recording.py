"""Writing one council's printings into its record, each revision in its turn, under one change number."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.core.journal import Change
from quarterdeck.framework.periods import Period
from quarterdeck.integrations.matching import Measure
from quarterdeck.integrations.on_record import OnRecord
from quarterdeck.integrations.printings import Column, Figure, Goal, Plan, Printing, Why, plan_cell
from quarterdeck.integrations.readings import source_of
from quarterdeck.measures import observations, targets
from quarterdeck.measures.models import Observation, Origin, Target
from quarterdeck.measures.revisions import Reported
from quarterdeck.measures.targets import TargetSet

AS_PRINTED = "As printed."


@dataclass
class MeasurePlan:
    """What is to be written of one indicator: itself, and for each period its figures and its target.

    held: the periods that the record has a figure of, which tells a created figure from an updated one.
    """

    measure: Measure
    ref: str = ""
    name: str = ""
    aliases: list[tuple[str, str]] = field(default_factory=list)
    changes: dict[str, dict[str, Any]] = field(default_factory=dict)
    figures: dict[str, Plan] = field(default_factory=dict)
    goals: dict[str, Plan] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)
    indicator_id: int = 0
    series_id: int | None = None

    @property
    def writes(self) -> bool:
        """Whether anything of it is not on record yet."""
        appended = any(plan.append for plan in (*self.figures.values(), *self.goals.values()))
        return self.measure.known is None or bool(self.aliases or self.changes) or appended


def plan_measure(measure: Measure, record: OnRecord) -> MeasurePlan:
    """What an indicator's printings add to the record."""
    series_id = record.series.get(measure.known.indicator.id) if measure.known else None
    planned = MeasurePlan(measure, series_id=series_id)
    measure.printings = _by_dates(measure.printings, record.codes.get(series_id or 0, []))
    by_cell: dict[tuple[bool, str], list[Printing]] = defaultdict(list)
    for printing in measure.printings:
        by_cell[printing.place.column is Column.TARGET, printing.period_code].append(printing)
    for (is_goal, code), new in by_cell.items():
        cell = (series_id or 0, code)
        recorded = (record.goals if is_goal else record.figures).get(cell, [])
        settled = (Target if is_goal else Observation, cell) in record.settled
        calculated = not is_goal and record.ways.of(cell) is not None
        plan = plan_cell(new, recorded, read_from_tables=not settled, calculated=calculated)
        (planned.goals if is_goal else planned.figures)[code] = plan
        if recorded and not is_goal:
            planned.held.add(code)
    return planned


def _by_dates(printings: list[Printing], codes: list[str]) -> list[Printing]:
    """The printings, those of the same two dates under one code: "April 2023" and "April 2023/24" are one period.

    codes: those that the series has on record, which go before what is printed now.
    """
    code_of = {_dates(code): code for code in reversed(codes)}
    for printing in printings:
        code_of.setdefault(_dates(printing.period_code), printing.period_code)
    return [replace(printing, period_code=code_of[_dates(printing.period_code)]) for printing in printings]


@lru_cache(maxsize=4096)
def _dates(code: str) -> tuple[date, date]:
    period = Period.of_code(code)
    return period.start, period.end


def write_targets(session: Session, actor: Actor, plans: Sequence[MeasurePlan], change: Change) -> None:
    """Append the printed targets, approved at once. A second printing of a target is its second version."""
    for turn in range(_turns(plan for each in plans for plan in each.goals.values())):
        batch = [
            _target(each.series_id, code, *plan.append[turn])
            for each in plans
            for code, plan in each.goals.items()
            if each.series_id is not None and len(plan.append) > turn
        ]
        targets.set_targets_approved(session, actor, batch, change)


def write_figures(session: Session, actor: Actor, plans: Sequence[MeasurePlan], change: Change) -> None:
    """Append the printed figures, approved at once as history is."""
    for turn in range(_turns(plan for each in plans for plan in each.figures.values())):
        batches: dict[Why, list[Reported]] = defaultdict(list)
        for each in plans:
            for code, plan in each.figures.items():
                if each.series_id is not None and len(plan.append) > turn:
                    printing, why = plan.append[turn]
                    batches[why].append(_reported(each.series_id, code, printing))
        for why, batch in batches.items():
            observations.append(
                session, actor, batch, origin=Origin.BACKFILL, change=change, reason=why.value, approved=True
            )


def _turns(plans: Iterable[Plan]) -> int:
    """How many revisions the cell with most of them takes."""
    return max((len(plan.append) for plan in plans), default=0)


def _reported(series_id: int, period_code: str, printing: Printing) -> Reported:
    said: Figure = printing.said
    return Reported(
        series_id=series_id,
        period_code=period_code,
        value_state=said.state,
        value=said.value,
        numerator=said.numerator,
        denominator=said.denominator,
        provisional=bool(said.provisional),
        commentary=said.commentary,
        as_printed=said.text,
        printed_on=printing.published_on,
        printed_rating=said.rating,
        source=source_of(printing.place),
    )


def _target(series_id: int, period_code: str, printing: Printing, why: Why) -> TargetSet:
    said: Goal = printing.said
    return TargetSet(
        series_id=series_id,
        period_code=period_code,
        value=said.value,
        low=said.low,
        high=said.high,
        text=said.words,
        as_printed=said.text,
        rationale=why.value or AS_PRINTED,
        source=source_of(printing.place),
    )
