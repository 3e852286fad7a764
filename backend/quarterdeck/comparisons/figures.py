"""Figures of other areas for an indicator of ours: by ref, GSS code and period, never by a name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quarterdeck.comparisons.areas import areas_by_code, codes_by_name, why_not_valid
from quarterdeck.comparisons.csv_rows import Row
from quarterdeck.comparisons.lines import Columns, Line, Result, take_code, take_text
from quarterdeck.comparisons.models import ComparisonArea, ComparisonFile, ComparisonValue
from quarterdeck.core.actor import Actor
from quarterdeck.framework.periods import BadPeriod, Period
from quarterdeck.framework.service import ensure_period
from quarterdeck.measures.indicators import visible_indicators
from quarterdeck.measures.models import Indicator, IndicatorDefinition, ValueState
from quarterdeck.measures.ratio import value_of_ratio
from quarterdeck.measures.versions import in_force

COLUMNS: Final = Columns(
    ("indicator", "area", "period"), ("value", "value_state", "numerator", "denominator", "unit", "note", "area_name")
)
NUMBER: Final = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", re.ASCII)
LARGEST: Final = 1e15
TOLD: Final = ("value_state", "value", "numerator", "denominator", "unit", "note")
Key = tuple[int, str, str]
"""(indicator id, area code, period code)."""


@dataclass(frozen=True)
class _OnRecord:
    """What the lines of a file are held against."""

    areas: Mapping[str, ComparisonArea]
    names: Mapping[str, set[str]]
    indicators: Mapping[str, Indicator]
    units: Mapping[int, Sequence[IndicatorDefinition]]
    values: Mapping[Key, ComparisonValue]


def plan_figures(session: Session, actor: Actor, rows: Sequence[tuple[int, Row]]) -> list[Line]:
    """What each line of a file of figures would write: a figure, a revision of one, or nothing."""
    refs = {row.get("indicator", "") for _, row in rows}
    areas = areas_by_code(session, actor)
    found = session.scalars(visible_indicators(actor).where(Indicator.ref.in_(refs)))
    indicators = {each.ref: each for each in found}
    ids = [each.id for each in indicators.values()]
    definitions: dict[int, list[IndicatorDefinition]] = {number: [] for number in ids}
    for row in session.scalars(select(IndicatorDefinition).where(IndicatorDefinition.indicator_id.in_(ids))):
        definitions[row.indicator_id].append(row)
    values = newest_values(session, actor.council_id, ids)
    known = _OnRecord(areas, codes_by_name(areas), indicators, definitions, values)
    seen: dict[Key, int] = {}
    return [_planned(number, row, known, seen) for number, row in rows]


def newest_values(session: Session, council_id: int, indicator_ids: Sequence[int]) -> dict[Key, ComparisonValue]:
    """The newest revision of every figure of others for these indicators."""
    v = ComparisonValue
    query = select(v).where(v.council_id == council_id, v.indicator_id.in_(indicator_ids)).order_by(v.revision)
    return {(row.indicator_id, row.area_code, row.period_code): row for row in session.scalars(query)}


def _planned(number: int, row: Row, known: _OnRecord, seen: dict[Key, int]) -> Line:
    line = Line(number, " ".join(row.get(name, "")[:64] for name in ("indicator", "area", "period")))
    indicator = known.indicators.get(take_text(line, row, "indicator", 64))
    if indicator is None and row.get("indicator"):
        line.wrong("indicator", "unknown_indicator", "No indicator has this ref. Give the ref as your council has it.")
    code, period = take_code(line, row, "area", known.names), _period(line, row)
    area = known.areas.get(code)
    if code and area is None:
        line.wrong("area", "unknown_code", "This code is no area on record. Load the areas first.")
    if area is not None and period is not None and (why := why_not_valid(area, period, known.areas)):
        line.wrong("area", "not_valid_then", why)
    unit = _unit(known, indicator, period)
    made = _figure(line, row, unit)
    line.says = _said(made)
    if line.result is Result.FAULT or indicator is None or period is None:
        return line
    key = indicator.id, code, period.code
    if seen.setdefault(key, number) != number:
        line.wrong("area", "repeated", f"Line {seen[key]} has the same indicator, area and period. Leave one of them.")
        return line
    before = known.values.get(key)
    line.made = {"indicator_id": indicator.id, "area_code": code, "period_code": period.code, **made}
    if before is not None:
        same = all(getattr(before, name) == made[name] for name in TOLD)
        line.result = Result.UNCHANGED if same else Result.CHANGED
        line.says += "" if same else f" (on record: {_said({name: getattr(before, name) for name in TOLD})})"
    return line


def _period(line: Line, row: Row) -> Period | None:
    cell = row.get("period", "")
    if not cell:
        line.wrong("period", "missing", "Give the period, for example 2024-25.")
        return None
    try:
        return Period.of_code(cell)
    except BadPeriod as bad:
        line.wrong("period", "bad_period", str(bad))
        return None


def _unit(known: _OnRecord, indicator: Indicator | None, period: Period | None) -> str:
    if indicator is None or period is None:
        return ""
    definition = in_force(known.units[indicator.id], period.start)
    return "" if definition is None else definition.unit_of_measure


def _figure(line: Line, row: Row, unit: str) -> dict[str, Any]:
    """What a line says of a figure: a number, or why there is none; the first may come of numerator and denominator."""
    faults = len(line.faults)
    value, top, bottom = (_number(line, row, name) for name in ("value", "numerator", "denominator"))
    state = row.get("value_state", "").casefold().replace(" ", "_")
    if state and state not in set(ValueState):
        line.wrong("value_state", "unknown_state", f"The state is blank or one of: {', '.join(ValueState)}.")
    elif (top is None) != (bottom is None) and len(line.faults) == faults:
        lacking = "denominator" if bottom is None else "numerator"
        line.wrong(lacking, "missing", "Give numerator and denominator both, or neither.")
    elif len(line.faults) == faults:
        value = _held_against_parts(line, row, value, top, bottom, unit)
        if state in ("", ValueState.VALUE) and value is None and not row.get("value") and bottom != 0:
            line.wrong(
                "value",
                "missing",
                "Give a value, or a state that says why there is none (not_available, suppressed …).",
            )
        if state not in ("", ValueState.VALUE) and row.get("value"):
            line.wrong("value_state", "value_and_state", "There is a value, so the state is blank or “value”.")
    return {
        "value_state": state or ValueState.VALUE.value,
        "value": value if state in ("", ValueState.VALUE) else None,
        "numerator": top,
        "denominator": bottom,
        "unit": take_text(line, row, "unit", 40, needed=False),
        "note": take_text(line, row, "note", 1000, needed=False),
    }


def _held_against_parts(
    line: Line, row: Row, value: float | None, top: float | None, bottom: float | None, unit: str
) -> float | None:
    """The value, or what numerator and denominator make; a fault where the two contradict each other."""
    if top is None or bottom is None:
        return value
    made = value_of_ratio(top, bottom, unit)
    if made is None:
        line.wrong(
            "denominator", "zero_denominator", "A denominator of zero makes no figure. Say not_applicable instead."
        )
        return value
    if value is None:
        return made
    places = len(row.get("value", "").rstrip("% ").partition(".")[2])
    if abs(made - value) > max(0.51 * 10**-places, abs(made) * 0.005):
        detail = f"Numerator and denominator make {made:.6g} ({unit or 'number'}). Look which is wrong."
        line.wrong("value", "does_not_agree", detail)
    return value


def _number(line: Line, row: Row, column: str) -> float | None:
    cell = row.get(column, "").removeprefix("£").removesuffix("%").strip()
    if not cell:
        return None
    number = float(cell.replace(",", "")) if NUMBER.fullmatch(cell) and len(cell) < 40 else None
    if number is None or abs(number) > LARGEST:
        detail = "Write a number, for example 94.2. Where there is none leave it blank and say why in value_state."
        line.wrong(column, "not_a_number", detail)
        return None
    return number + 0.0


def _said(made: Mapping[str, Any]) -> str:
    if made["value"] is not None:
        return f"{made['value']:.12g}"
    return str(made["value_state"]).replace("_", " ")


def record_figures(session: Session, file: ComparisonFile, lines: Sequence[Line], change_no: int) -> None:
    """Append each new figure, and a revision of each that another was on record of."""
    v = ComparisonValue
    written = [line for line in lines if line.result in (Result.NEW, Result.CHANGED)]
    for code in sorted({line.made["period_code"] for line in written}):
        ensure_period(session, code)
    ids = sorted({line.made["indicator_id"] for line in written})
    query = (
        select(v.indicator_id, v.area_code, v.period_code, func.max(v.revision))
        .where(v.council_id == file.council_id, v.indicator_id.in_(ids))
        .group_by(v.indicator_id, v.area_code, v.period_code)
    )
    revisions = {(row[0], row[1], row[2]): row[3] for row in session.execute(query)}
    session.add_all(
        v(
            council_id=file.council_id,
            revision=revisions.get((line.made["indicator_id"], line.made["area_code"], line.made["period_code"]), 0)
            + 1,
            file_id=file.id,
            change_no=change_no,
            **line.made,
        )
        for line in written
    )
