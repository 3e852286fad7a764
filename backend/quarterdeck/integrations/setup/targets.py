"""Loading targets: a row an indicator and year, a cell a period; proposed, and approved where the sheet says by whom.

All rows are checked and written together: a council has thousands of targets, and each by itself would take minutes.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from quarterdeck.core import clock
from quarterdeck.core.errors import Problem
from quarterdeck.framework.periods import BadPeriod, Period, Scheme, Span
from quarterdeck.integrations.setup.book import Fault, FilledSheet, Row
from quarterdeck.integrations.setup.cells import Goal, goal_text
from quarterdeck.integrations.setup.loading import Cells, Key, Loading, Result, RowFault
from quarterdeck.integrations.setup.sheets import BY_KEY, PERIOD_COLUMNS
from quarterdeck.measures import target_batches, targets
from quarterdeck.measures.findings import Severity
from quarterdeck.measures.models import Indicator, Series, Target, TargetState
from quarterdeck.measures.rating import TargetFigure
from quarterdeck.measures.schemas import BREAKDOWN, TargetDecision
from quarterdeck.measures.series import ALL, ensure_series, unit_collected_in
from quarterdeck.measures.target_inputs import ToCheck, findings_on_all
from quarterdeck.measures.targets import PlacedTarget, TargetSet
from quarterdeck.organisation.models import Unit
from quarterdeck.organisation.roles import Permission

SHEET = BY_KEY["targets"]
YEAR = re.compile(r"(\d{4})\s*[-/–]\s*(?:\d{2})?(\d{2})")


@dataclass
class Wanted:
    """A target that a cell wants: of which row, in which column, and what stands for the same period."""

    result: Result
    column: str
    indicator: Indicator
    unit_id: int
    breakdown: str
    period: Period
    goal: Goal
    cells: Cells
    standing: Target | None = None
    approval: tuple[int, date, str | None] | None = None
    explanations: dict[str, str] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return self.standing is None or goal_of(self.standing) != self.goal

    @property
    def is_to_approve(self) -> bool:
        return self.approval is not None and (self.is_new or self.standing.state == TargetState.PROPOSED)  # type: ignore[union-attr]


@dataclass
class OnRecord:
    """The newest target of each period that was not declined, and the series, by indicator, unit and breakdown."""

    targets: dict[tuple[int, int, str, str], Target]
    series: dict[tuple[int, int, str], Series]


def goal_of(target: Target) -> Goal:
    """What a target on record says, as a cell gives it."""
    return Goal(target.value, target.low, target.high, target.text)


def on_record(loading: Loading) -> OnRecord:
    """What stands of targets in the council, as far as the actor may see proposals."""
    ours = Series.council_id == loading.actor.council_id
    series = {row.id: row for row in loading.session.scalars(select(Series).where(ours))}
    visible = targets.visible_targets(loading.actor).where(Target.state != TargetState.DECLINED)
    found = OnRecord({}, {(row.indicator_id, row.unit_id, row.breakdown): row for row in series.values()})
    for row in loading.session.execute(visible.order_by(Target.number)):
        target, of = row[1], row[2]
        found.targets[of.indicator_id, of.unit_id, of.breakdown, target.period_code] = target
    return found


def load_targets(loading: Loading, filled: FilledSheet) -> list[Result]:
    """Load the rows of the sheet; what became of each."""
    results = [Result(SHEET.title, 1, "", "fault", faults=[fault]) for fault in filled.faults]
    known, wanted = on_record(loading), list[Wanted]()
    loading.beside["collected_in"] = _collected_in(known)
    seen: dict[Key, int] = {}
    for row in filled.rows:
        result = Result(SHEET.title, row.number, _named(row.cells), "fault", faults=list(row.faults))
        results.append(result)
        if row.hidden:
            result.notes.append("The row is hidden in Excel; it is read all the same.")
        if result.faults:
            continue
        try:
            of_row, key = _wanted(loading, known, row, result)
            if key in seen:
                raise RowFault(
                    "year", "repeated", f"Row {seen[key]} gives this indicator's targets of the year already."
                )
            seen[key] = row.number
            wanted += of_row
            result.what = "unchanged"
        except RowFault as fault:
            result.faults.append(Fault(SHEET.heading(fault.column), fault.code, fault.sentence))
    _check(loading, [each for each in wanted if each.is_new])
    _write(loading, known, [each for each in wanted if not each.result.faults])
    for result in results:
        if result.faults:
            result.what, result.changes = "fault", []
    return results


def _collected_in(known: OnRecord) -> dict[tuple[int, str], set[int]]:
    units: dict[tuple[int, str], set[int]] = defaultdict(set)
    for indicator_id, unit_id, breakdown in known.series:
        units[indicator_id, breakdown].add(unit_id)
    return units


def _wanted(loading: Loading, known: OnRecord, row: Row, result: Result) -> tuple[list[Wanted], Key]:
    cells = row.cells
    for name in ("indicator", "year"):
        if not cells.get(name):
            raise RowFault(name, "missing", "Fill this in.")
    indicator: Indicator = loading.find("indicators", cells["indicator"], "indicator")
    if not loading.actor.may(Permission.PROPOSE_TARGET, indicator.place()):
        raise RowFault(
            "indicator", "not_permitted", "Your role does not allow you to propose targets of this indicator."
        )
    year, breakdown = year_code(cells["year"]), cells.get("breakdown") or ALL
    if not re.fullmatch(BREAKDOWN, breakdown):
        raise RowFault("breakdown", "bad_breakdown", "Leave this blank for the whole, or write it as ward:Northfield.")
    unit_id = _unit_id(loading, indicator, breakdown, cells.get("unit"))
    approval = _approval(loading, indicator, cells, result)
    found = []
    for column, part in PERIOD_COLUMNS.items():
        period = Period.of_code(f"{year}-{part}" if part else year)
        standing = known.targets.get((indicator.id, unit_id, breakdown, period.code))
        goal = cells.get(column)
        if goal is None:
            if standing is not None and column in cells:
                head = SHEET.heading(column)
                result.notes.append(f"{head}: the target on record stays; a blank cell takes none away.")
            continue
        each = Wanted(result, column, indicator, unit_id, breakdown, period, goal, cells, standing, approval)
        found.append(each)
    return found, (indicator.id, unit_id, breakdown, year)


def year_code(text: str) -> str:
    """The code of a financial year as people write it: 2026/27, 2026-27, 2026-2027. Raises RowFault."""
    match = YEAR.fullmatch(text.strip())
    code = f"{match[1]}-{match[2]}" if match else text.strip()
    try:
        period = Period.of_code(code)
    except BadPeriod:
        period = None
    if period is None or period.span is not Span.YEAR or period.scheme is not Scheme.FINANCIAL:
        raise RowFault("year", "bad_year", "Write the financial year as 2026-27.")
    return code


def _unit_id(loading: Loading, indicator: Indicator, breakdown: str, code: str | None) -> int:
    unit: Unit | None = loading.find("units", code, "unit")
    if unit is not None:
        return unit.id
    units = loading.beside["collected_in"].get((indicator.id, breakdown), set())
    if len(units) == 1:
        return int(next(iter(units)))
    try:
        return unit_collected_in(loading.session, indicator, breakdown)
    except Problem:
        raise RowFault("unit", "several_units", "It is collected in several units: say for which one.") from None


def _approval(
    loading: Loading, indicator: Indicator, cells: Cells, result: Result
) -> tuple[int, date, str | None] | None:
    by, on = cells.get("approved_by"), cells.get("approved_on")
    if not by and not on:
        return None
    if not by or not on:
        missing = "approved_on" if by else "approved_by"
        raise RowFault(missing, "missing", "Give both the body that approved them and the day it did, or neither.")
    body = loading.find("bodies", by, "approved_by")
    if on > clock.today():
        raise RowFault("approved_on", "future", "A decision is recorded on the day it is taken, or later.")
    if not loading.actor.may(Permission.DECIDE_TARGET, indicator.place()):
        result.notes.append("Proposed only: your role does not record approvals of targets.")
        return None
    return body.id, on, cells.get("minute_reference")


def _check(loading: Loading, wanted: list[Wanted]) -> None:
    """What the checks of targets find, as faults of their rows; explained warnings are kept with the target."""
    if not wanted:
        return
    to_check = [
        ToCheck(each.indicator.id, each.unit_id, each.breakdown, each.period, _figure(each.goal), _rationale(each))
        for each in wanted
    ]
    found = findings_on_all(loading.session, loading.actor.council_id, to_check)
    for each, findings in zip(wanted, found, strict=True):
        said = (each.cells.get("explanation") or "")[:2000]
        for finding in findings:
            if finding.severity is Severity.ERROR or (finding.needs_explanation and not said):
                mend = " Mend it, or say why in the column Explanation." if finding.needs_explanation else ""
                each.result.faults.append(Fault(SHEET.heading(each.column), finding.code, finding.sentence + mend))
            elif finding.needs_explanation:
                each.explanations[finding.code] = said


def _write(loading: Loading, known: OnRecord, wanted: list[Wanted]) -> None:
    session, actor = loading.session, loading.actor
    new = [each for each in wanted if each.is_new]
    for each in new:
        key = each.indicator.id, each.unit_id, each.breakdown
        if key not in known.series:
            known.series[key] = ensure_series(session, actor.council_id, *key)
    by_cell: dict[tuple[int, str], Target] = {}
    if new:
        made = target_batches.propose_checked(session, actor, [_target_set(known, each) for each in new])
        by_cell = {(row.series_id, row.period_code): row for row in made}
    approving: dict[tuple[int, date, str | None], list[PlacedTarget]] = defaultdict(list)
    for each in wanted:
        _tell(each)
        series = known.series[each.indicator.id, each.unit_id, each.breakdown]
        target = by_cell.get((series.id, each.period.code), each.standing)
        if each.is_to_approve and target is not None and each.approval is not None:
            placed = PlacedTarget(target.id, target, series, each.indicator.unit_id, overtaken=False)
            approving[each.approval].append(placed)
    for (body_id, day, minute), placed_targets in approving.items():
        values = {"action": "approve", "body_id": body_id, "decided_on": day, "minute_reference": minute}
        target_batches.approve_all(session, actor, placed_targets, TargetDecision.model_validate(values))


def _tell(each: Wanted) -> None:
    """What becomes of a cell, in its row's result."""
    result, head = each.result, SHEET.heading(each.column)
    state = "approved" if each.approval else "proposed"
    if each.is_new:
        was = "" if each.standing is None else f"{goal_text(goal_of(each.standing))} ({each.standing.state})"
        result.changes.append((head, was, f"{goal_text(each.goal)} ({state})"))
        if each.standing is not None:
            result.what = "change"
    elif each.is_to_approve:
        text = goal_text(each.goal)
        result.changes.append((head, f"{text} (proposed)", f"{text} (approved)"))
        result.what = "change"
    if each.is_new and result.what == "unchanged":
        result.what = "create"


def _figure(goal: Goal) -> TargetFigure:
    return TargetFigure(goal.value, goal.low, goal.high, goal.text)


def _rationale(each: Wanted) -> str:
    return each.cells.get("rationale") or ""


def _target_set(known: OnRecord, each: Wanted) -> TargetSet:
    series, goal = known.series[each.indicator.id, each.unit_id, each.breakdown], each.goal
    return TargetSet(
        series.id, each.period.code, goal.value, goal.low, goal.high, goal.text,
        rationale=_rationale(each), explanations=each.explanations,
    )  # fmt: skip


def _named(cells: Cells) -> str:
    parts: list[Any] = [cells.get(name) for name in SHEET.by]
    return " · ".join(str(part) for part in parts if part)[:200]
