"""The targets of each year: carried over where they stay, proposed and approved where they change."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from quarterdeck.core import journal
from quarterdeck.core.journal import Event
from quarterdeck.demo.council import SET_UP
from quarterdeck.demo.entering import manager_of
from quarterdeck.demo.papers import Measure
from quarterdeck.demo.timeline import Demo, Step, series_of
from quarterdeck.demo.years import after, at
from quarterdeck.framework.periods import Period, Span
from quarterdeck.measures import targets
from quarterdeck.measures.models import Frequency, Target, TargetState
from quarterdeck.measures.printed import PrintedTarget
from quarterdeck.measures.schemas import TargetCreate, TargetDecision
from quarterdeck.measures.targets import TargetSet

SPANS = {
    Frequency.MONTHLY: Span.MONTH,
    Frequency.QUARTERLY: Span.QUARTER,
    Frequency.HALF_YEARLY: Span.HALF,
    Frequency.ANNUAL: Span.YEAR,
}
FIRST_YEAR, LAST_YEAR = 2, 4


def targets_of_years(demo: Demo) -> Iterator[Step]:
    """The steps by which targets come in."""
    first = demo.years.quarter("2Q1")
    yield Step(at(after(first, -SET_UP + 4), 15), lambda demo: carry_over(demo, FIRST_YEAR))
    for year in range(FIRST_YEAR + 1, LAST_YEAR + 1):
        if demo.years.year(year).start <= demo.years.open.end:
            yield from _new_year(demo, year)
    yield from _late_target(demo)
    yield from _proposed_target(demo)


def _new_year(demo: Demo, year: int) -> Iterator[Step]:
    """Services propose in February, the performance team approves in March; what stays is carried over."""
    before = demo.years.quarter(f"{year - 1}Q4")
    comment = "Approved with the budget and the service plans of the year."
    yield Step(at(after(before, -32), 11), lambda demo: propose_targets(demo, year))
    yield Step(at(after(before, -15), 16, 30), lambda demo: approve_targets(demo, comment))
    yield Step(at(after(before, -15), 16, 45), lambda demo: carry_over(demo, year))


def carry_over(demo: Demo, year: int) -> None:
    """The performance team enters the targets of a year that nobody has to decide on."""
    actor = demo.actor("performance")
    change = journal.change(demo.session, demo.council_id)
    said = [
        TargetSet(
            series_id=series_of(demo, measure.ref).id,
            period_code=period.code,
            **_content(printed),
            rationale=demo.papers.rationales[measure.ref],
        )
        for measure, of_year in _of_year(demo, year)
        if year == FIRST_YEAR or not _changes(demo, measure, year)
        for period, printed in _by_period(demo, measure, year, of_year)
    ]
    made = targets.set_targets_approved(demo.session, actor, said, change)
    event = Event("target.carry_over", "council", demo.council_id, {"year": year, "targets": len(made)})
    journal.record(demo.session, actor, event)


def propose_targets(demo: Demo, year: int) -> None:
    """Each service manager proposes the targets of a year that differ from the year before."""
    for measure, printed in _of_year(demo, year):
        if _changes(demo, measure, year):
            propose_target(demo, measure, year, printed)


def propose_target(demo: Demo, measure: Measure, year: int, of_year: list[PrintedTarget]) -> None:
    """A year's targets of an indicator, proposed by its service's manager."""
    actor = demo.actor(manager_of(demo, measure.unit))
    series = series_of(demo, measure.ref)
    easier = demo.papers.easier.get(measure.ref)
    # Kept with those of the year's targets in which the checks find it.
    explained = {"target_easier_than_outturn": easier} if easier else {}
    for period, printed in _by_period(demo, measure, year, of_year):
        data = TargetCreate(
            period=period.code,
            unit_id=series.unit_id,
            **_content(printed),
            rationale=demo.papers.rationales[measure.ref],
            explanations=explained,
        )
        targets.propose_target(demo.session, actor, series.indicator_id, data)


def approve_targets(demo: Demo, comment: str) -> None:
    """The performance team approves every proposal that waits."""
    actor = demo.actor("performance")
    waiting = select(Target.id, Target.version).where(
        Target.council_id == demo.council_id, Target.state == TargetState.PROPOSED
    )
    for target_id, version in demo.session.execute(waiting.order_by(Target.id)).all():
        decision = TargetDecision(action="approve", comment=comment)
        targets.decide_target(demo.session, actor, target_id, decision, version)


def _of_year(demo: Demo, year: int) -> Iterator[tuple[Measure, list[PrintedTarget]]]:
    """The indicators with their targets of a year, but the one that comes late."""
    late = demo.papers.rounds["late_target"]
    for (ref, number), printed in demo.papers.targets.items():
        if number == year and (ref, year) != (late["ref"], late["year"]):
            yield demo.papers.measures[ref], printed


def _changes(demo: Demo, measure: Measure, year: int) -> bool:
    return demo.papers.targets[measure.ref, year] != demo.papers.targets[measure.ref, year - 1]


def _by_period(
    demo: Demo, measure: Measure, year: int, of_year: list[PrintedTarget]
) -> Iterator[tuple[Period, PrintedTarget]]:
    """The same in each of the year's periods, or one after the other."""
    periods = demo.years.year(year).parts(SPANS[Frequency(measure.frequency)])
    yield from zip(periods, of_year * len(periods) if len(of_year) == 1 else of_year, strict=True)


def _content(printed: PrintedTarget) -> dict[str, Any]:
    number = None if printed.number is None else float(printed.number)
    if printed.kind == "range":
        return {"low": number, "high": None if printed.upper is None else float(printed.upper)}
    return {"value": number} if printed.kind == "number" else {"text": printed.text}


def _late_target(demo: Demo) -> Iterator[Step]:
    """A year's targets that were approved when half of it had been reported."""
    late = demo.papers.rounds["late_target"]
    measure, year = demo.papers.measures[late["ref"]], late["year"]
    name, days = late["approved"]
    quarter = demo.years.quarter(name)
    printed = demo.papers.targets[measure.ref, year]
    yield Step(at(after(quarter, days - 4), 10), lambda demo: propose_target(demo, measure, year, printed))
    yield Step(at(after(quarter, days), 9, 45), lambda demo: approve_targets(demo, late["comment"]))


def _proposed_target(demo: Demo) -> Iterator[Step]:
    """A target that waits to be decided, for the quarter under way."""
    about = demo.papers.rounds["proposed_target"]
    measure = demo.papers.measures[about["ref"]]

    def propose(demo: Demo) -> None:
        series = series_of(demo, measure.ref)
        data = TargetCreate(
            period=Period.containing(demo.years.today).code,
            unit_id=series.unit_id,
            value=about["value"],
            rationale=about["rationale"],
        )
        actor = demo.actor(manager_of(demo, measure.unit))
        targets.propose_target(demo.session, actor, series.indicator_id, data)

    yield Step(at(demo.years.before_today(about["days"]), 15, 20), propose)
