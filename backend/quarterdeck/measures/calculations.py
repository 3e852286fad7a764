"""Calculations: how a series is made of others, version by version, and how one of its figures came about."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import conflict, invalid
from quarterdeck.core.journal import Event
from quarterdeck.core.words import day_words
from quarterdeck.framework.models import PeriodRow
from quarterdeck.framework.periods import Period
from quarterdeck.measures.calculated import measured_of, ways_of
from quarterdeck.measures.calculation import Calculation, CalculationInput
from quarterdeck.measures.calculation_rules import BadCalculation, Covers, check
from quarterdeck.measures.calculation_schemas import (
    CalculationCreate,
    CalculationPart,
    CalculationTried,
    FigureTried,
)
from quarterdeck.measures.indicators import editable_indicator, find_indicator
from quarterdeck.measures.models import (
    CurrentObservation,
    Frequency,
    Indicator,
    Observation,
    Origin,
    Series,
    Standing,
    ValueState,
)
from quarterdeck.measures.observations import recalculate
from quarterdeck.measures.projection import Cell
from quarterdeck.measures.rating_inputs import period_of
from quarterdeck.measures.series import SPAN_OF, ensure_series, unit_collected_in
from quarterdeck.measures.versions import definitions_on
from quarterdeck.organisation.models import Unit

# Whether somebody is being asked for a cell now, and what to call who is asked; collection knows.
Asked = Callable[[int], Mapping[str, str]]


def list_calculations(session: Session, actor: Actor, indicator_id: int) -> Select[Calculation]:
    """Every version of how an indicator's series are calculated. Raises 404."""
    indicator = find_indicator(session, actor, indicator_id)
    return (
        select(Calculation).join(Series, Series.id == Calculation.series_id).where(Series.indicator_id == indicator.id)
    )


def add_calculation(
    session: Session, actor: Actor, indicator_id: int, data: CalculationCreate, asked: Asked
) -> Calculation:
    """Record how a series is calculated from a day on, and calculate the periods of which every part is on record.

    asked: who is being asked for which periods of a series. Raises 404 and 403; 422 for what makes no figure; 409
    `already-reported` and `asked-for` where a period from that day on is, and `made-of-itself`.
    """
    calculation, figures = _add(session, actor, editable_indicator(session, actor, indicator_id), data, asked)
    detail = {
        "series_id": calculation.series_id,
        "number": calculation.number,
        "operation": calculation.operation,
        "figures": figures,
    }
    journal.record(session, actor, Event("calculation.add", "calculation", calculation.id, detail, data.reason))
    return calculation


def try_calculation(
    session: Session, actor: Actor, indicator_id: int, data: CalculationCreate, asked: Asked
) -> CalculationTried:
    """What a calculation would make of the figures on record: it is recorded, read, and all is taken back.

    Raises what recording it raises.
    """
    indicator = editable_indicator(session, actor, indicator_id)
    undo = session.begin_nested()
    unit_id = data.unit_id or unit_collected_in(session, indicator, data.breakdown)
    series_id = ensure_series(session, indicator.council_id, indicator.id, unit_id, data.breakdown).id
    was = _standing(session, series_id)
    _add(session, actor, indicator, data, asked)
    made = {code: row for code, row in _standing(session, series_id).items() if row.origin == Origin.CALCULATION}
    figures = [_tried(period_of(code), made[code], was.get(code)) for code in sorted(made, key=period_of, reverse=True)]
    undo.rollback()
    journal.end_change(session)
    return CalculationTried(sentence=_said_of(figures), figures=figures)


def _add(
    session: Session, actor: Actor, indicator: Indicator, data: CalculationCreate, asked: Asked
) -> tuple[Calculation, int]:
    """Append a version and calculate by it; the version, and how many figures that gave."""
    change = journal.change(session, actor.council_id)
    unit_id = data.unit_id or unit_collected_in(session, indicator, data.breakdown)
    if session.scalar(select(Unit.id).where(Unit.council_id == indicator.council_id, Unit.id == unit_id)) is None:
        raise invalid("/unit_id", "not_found", "There is no such unit.")
    series = ensure_series(session, indicator.council_id, indicator.id, unit_id, data.breakdown)
    parts = [_resolve(session, actor, each, index) for index, each in enumerate(data.parts)]
    _check(session, indicator, data, parts)
    ways = ways_of(session, actor.council_id)
    if any(part.id == series.id or ways.is_made_of(part.id, series.id) for part in parts):
        raise conflict("A figure cannot be made of itself, nor of what is made of it.", "made-of-itself")
    if data.operation is not None:
        _refuse_reported(session, series, data, asked)
    calculation = Calculation(
        council_id=indicator.council_id,
        series_id=series.id,
        number=len(ways.by_series.get(series.id, ())) + 1,
        operation=data.operation,
        covers=data.covers if data.operation else None,
        periods=data.periods,
        effective_from=data.effective_from,
        reason=data.reason,
        recorded_by=actor.person_id,
        recorded_at=change.recorded_at,
        change_no=change.number,
    )
    session.add(calculation)
    session.flush()
    for position, (part, asked_for) in enumerate(zip(parts, data.parts, strict=True), start=1):
        session.add(
            CalculationInput(
                calculation_id=calculation.id,
                position=position,
                council_id=indicator.council_id,
                series_id=part.id,
                role=asked_for.role,
            )
        )
    session.flush()
    if data.operation is None:
        return calculation, 0
    cells = _cells_made(session, series, calculation, parts)
    return calculation, recalculate(session, actor, cells, change, data.reason)


def _resolve(session: Session, actor: Actor, part: CalculationPart, index: int) -> Series:
    """The series of a part, where it is collected. Raises 422 at its place."""
    indicator = session.scalars(
        select(Indicator).where(Indicator.council_id == actor.council_id, Indicator.id == part.indicator_id)
    ).one_or_none()
    if indicator is None:
        raise invalid(f"/parts/{index}/indicator_id", "not_found", "There is no such indicator.")
    query = select(Series).where(Series.indicator_id == indicator.id, Series.breakdown == part.breakdown)
    if part.unit_id is not None:
        query = query.where(Series.unit_id == part.unit_id)
    found = session.scalars(query.limit(2)).all()
    if not found:
        sentence = f"{indicator.ref} is not collected so: choose one of its series."
        raise invalid(f"/parts/{index}/breakdown", "not_collected", sentence)
    if len(found) > 1:
        sentence = f"{indicator.ref} is collected in several units: say which."
        raise invalid(f"/parts/{index}/unit_id", "several_units", sentence)
    return found[0]


def _check(session: Session, indicator: Indicator, data: CalculationCreate, parts: Sequence[Series]) -> None:
    """422 for what would give no figure, or another than it seems to."""
    if data.operation is None:
        if parts:
            raise invalid("/parts", "not_calculated", "A figure that is entered has no parts: leave them out.")
        return
    if not parts:
        raise invalid("/parts", "missing", "Say what the figure is made of.")
    if len({part.id for part in parts}) < len(parts):
        raise invalid("/parts", "twice", "A part counts once: one of them stands twice.")
    if (data.covers is Covers.LAST) != (data.periods > 1):
        raise invalid("/periods", "bad_periods", "Say of how many periods, at least two, where it is the last periods.")
    definitions = definitions_on(session, {part.indicator_id for part in parts}, data.effective_from)
    units = [definitions[part.indicator_id].unit_of_measure for part in parts]
    try:
        check(data.operation, data.covers, [each.role for each in data.parts], units)
    except BadCalculation as fault:
        field = "/parts" if fault.field == "inputs" else f"/{fault.field}"
        raise invalid(field, "bad_calculation", fault.sentence) from None
    _check_periods(session, indicator, data, parts)


def _check_periods(session: Session, indicator: Indicator, data: CalculationCreate, parts: Sequence[Series]) -> None:
    span = SPAN_OF[Frequency(indicator.frequency)]
    period = Period.containing(data.effective_from, span)
    if period.start != data.effective_from:
        after = period.next()
        sentence = (
            f"It holds for whole periods: from {period.start.isoformat()} ({period.short_label}) or "
            f"{after.start.isoformat()} ({after.short_label})."
        )
        raise invalid("/effective_from", "within_a_period", sentence)
    measured = measured_of(session, {part.id for part in parts})
    for index, part in enumerate(parts):
        of = measured[part.id]
        within = len(period.parts(of.span)) > 1
        if data.covers is Covers.WITHIN and not within:
            sentence = f"{of.label} is not reported for shorter periods than this: take the same period."
            raise invalid(f"/parts/{index}", "periods_differ", sentence)
        if data.covers is not Covers.WITHIN and of.span is not span:
            sentence = f"{of.label} is reported for other periods than this."
            raise invalid(f"/parts/{index}", "periods_differ", sentence)


def _refuse_reported(session: Session, series: Series, data: CalculationCreate, asked: Asked) -> None:
    """409 where a figure that somebody reported, or is being asked for, would be calculated."""
    query = (
        select(Observation.period_code)
        .join(PeriodRow, PeriodRow.code == Observation.period_code)
        .where(
            Observation.series_id == series.id,
            Observation.origin != Origin.CALCULATION,
            PeriodRow.start_on >= data.effective_from,
        )
        .order_by(PeriodRow.start_on.desc())
        .limit(1)
    )
    if (code := session.scalar(query)) is not None:
        last = period_of(code)
        detail = f"{last.short_label} was reported. Calculate it from {_long(last.next())} on."
        raise conflict(detail, "already-reported")
    waiting = {code: who for code, who in asked(series.id).items() if period_of(code).start >= data.effective_from}
    if waiting:
        code = max(waiting, key=period_of)
        last = period_of(code)
        detail = f"{waiting[code]} is asked for {last.short_label} now. Calculate it from {_long(last.next())} on."
        raise conflict(detail, "asked-for")


def _long(period: Period) -> str:
    return f"{day_words(period.start)} ({period.short_label})"


def _cells_made(session: Session, series: Series, calculation: Calculation, parts: Sequence[Series]) -> list[Cell]:
    """The cells from its first day on that the figures of its parts make."""
    ways = ways_of(session, series.council_id)
    query = select(Observation.series_id, Observation.period_code).where(
        Observation.council_id == series.council_id, Observation.series_id.in_([part.id for part in parts])
    )
    cells = {(series_id, code) for series_id, code in session.execute(query.distinct())}
    made = {cell for group in ways.after(cells) for cell in group if cell[0] == series.id}
    return sorted(cell for cell in made if period_of(cell[1]).start >= calculation.effective_from)


def _standing(session: Session, series_id: int) -> dict[str, Observation]:
    rows = session.scalars(
        select(Observation)
        .join(CurrentObservation, CurrentObservation.observation_id == Observation.id)
        .where(CurrentObservation.series_id == series_id, CurrentObservation.standing == Standing.LATEST)
    )
    return {row.period_code: row for row in rows}


def _tried(period: Period, row: Observation, was: Observation | None) -> FigureTried:
    return FigureTried(
        period=period.code,
        period_label=period.short_label,
        value_state=ValueState(row.value_state),
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        commentary=row.commentary,
        was=was.value if was else None,
    )


def _said_of(figures: Sequence[FigureTried]) -> str:
    if not figures:
        return "No period has all its parts on record yet: it is calculated as they come in."
    lacking = sum(each.value is None for each in figures)
    some = f", {lacking} of them without a figure" if lacking else ""
    return f"Would be calculated for {len(figures)} {'period' if len(figures) == 1 else 'periods'}{some}."
