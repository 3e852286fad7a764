"""`quarterdeck backfill`: an indicator table as a council printed it, read into the record.

Every row is read, or listed with what stands in the way; nothing is dropped or guessed. Rows continue the series
that their indicator's service is asked for, or else attach to the council's root. Figures and targets count as
approved, as printed history does. What is read again is recognised by file, line and content, and writes nothing.
Each council of a file is one transaction under one change number; a dry run is the same, rolled back.
"""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Database
from quarterdeck.core.journal import Event
from quarterdeck.integrations import councils, listing
from quarterdeck.integrations.mapping import NO_MAPPING, MappedCouncil, Mapping, as_compared, as_named
from quarterdeck.integrations.matching import Measure, Record, known_indicators, measures_of
from quarterdeck.integrations.measure_records import ensure_indicators, name_all
from quarterdeck.integrations.on_record import on_record
from quarterdeck.integrations.printed_table import Table, read_table
from quarterdeck.integrations.readings import RowReader
from quarterdeck.integrations.recording import MeasurePlan, plan_measure, write_figures, write_targets
from quarterdeck.integrations.report import Report
from quarterdeck.measures.printed import PrintedRow, Unreadable, identity, read_row
from quarterdeck.organisation.models import Council
from quarterdeck.organisation.service import root_unit


@dataclass
class Batch:
    """A table's rows of one council: its names as printed, and what the mapping file says of it."""

    mapped: MappedCouncil | None
    file: str
    printed: list[str] = field(default_factory=list)
    rows: list[PrintedRow] = field(default_factory=list)

    @property
    def positions(self) -> dict[str, int]:
        """The order of publication of pages without a date."""
        return self.mapped.positions if self.mapped else {}


def backfill(
    database: Database, filename: str, content: bytes, mapping: Mapping = NO_MAPPING, *, dry_run: bool = False
) -> Report:
    """Read a file into the record, each council in a transaction of its own; dry_run undoes it.

    Raises BadTable for a file of which nothing can be read. Of a table without a required column every row
    is reported as unreadable.
    """
    table = read_table(filename, content, mapping)
    report = new_report(table, dry_run=dry_run)
    for batch in batches(table, mapping, report):
        with database.transaction() as session:
            record_batch(session, batch, report)
            if dry_run:
                session.rollback()
    return report


def new_report(table: Table, *, dry_run: bool = False) -> Report:
    """A report that counts the table's rows and says nothing of them yet."""
    return Report(
        file=table.name,
        dry_run=dry_run,
        rows=len(table.rows),
        blank_rows=table.blank_rows,
        columns_not_read=table.not_read,
        left_out=table.left_out,
        missing_columns=table.missing,
    )


def batches(table: Table, mapping: Mapping, report: Report) -> list[Batch]:
    """The rows that can be read by themselves, by council; the others go to the report."""
    found: dict[tuple[bool, str], Batch] = {}
    for line, cells in table.rows:
        council, ref, indicator = identity(cells)
        mapped = mapping.council_called(council)
        row = None if table.missing else _read(cells, line, mapped, ref, indicator)
        if not isinstance(row, PrintedRow):
            report.unread(row or [fault.at(fault.column, line) for fault in table.missing])
            continue
        key = (mapped is None, mapped.name if mapped else as_named(council))
        batch = found.setdefault(key, Batch(mapped, table.name))
        batch.rows.append(row)
        if council not in batch.printed:
            batch.printed.append(council)
    return list(found.values())


def record_batch(session: Session, batch: Batch, report: Report, by: Actor | None = None) -> None:
    """Read one council's rows into its record, in the caller's transaction. by: who does it, if not the operator."""
    council = councils.find_council(session, batch.printed, batch.mapped)
    if council is not None:
        # Queue behind whoever changes this council's record before reading what will change.
        journal.lock(session, council.id)
    record = known_indicators(session, council.id) if council else Record()
    measures = _fitting(batch, record, report)
    if not measures:
        return
    made = council is None
    council = councils.ensure_council(session, council, batch.printed, batch.mapped)
    plans = _plans(session, council, batch, measures)
    name_all(plans, record)
    if any(plan.writes for plan in plans):
        _write(session, council, batch, plans, by or Actor.system(council.id))
    listing.list_council(session, report, council, batch.printed, len(batch.rows), made=made)
    listing.list_plans(report, council, plans, record)
    listing.list_ratings(session, report, council, plans)


def _read(
    cells: dict[str, str], line: int, mapped: MappedCouncil | None, ref: str, indicator: str
) -> PrintedRow | list[Unreadable]:
    """One row, with what the mapping file says of its council and indicator."""
    known = mapped.by_printing.get(as_compared(ref, indicator)) if mapped else None
    unit = (known and known.unit) or ""
    return read_row(cells, line, unit_hint=unit, months_name_quarters=bool(mapped and mapped.months_name_quarters))


def _fitting(batch: Batch, record: Record, report: Report) -> list[Measure]:
    """The indicators of the rows, with what they print; rows that do not fit their indicator go to the report."""
    measures = measures_of(batch.rows, batch.mapped, record)
    for measure in measures:
        reader, fitting = RowReader(measure, batch.file, batch.positions), []
        for row in measure.rows:
            if faults := reader.faults(row):
                report.unread(faults)
                continue
            report.read(row)
            fitting.append(row)
            measure.printings += reader.printings(row)
        measure.rows = fitting
    return [measure for measure in measures if measure.rows]


def _plans(session: Session, council: Council, batch: Batch, measures: list[Measure]) -> list[MeasurePlan]:
    """What the printings add to what is on record."""
    known = [measure.known.indicator.id for measure in measures if measure.known]
    unit = root_unit(session, council.id)
    standing = on_record(session, council.id, unit.id, known, batch.positions)
    return [plan_measure(measure, standing) for measure in measures]


def try_batch(session: Session, council: Council, batch: Batch, report: Report) -> list[MeasurePlan]:
    """What `record_batch` would write of a council's rows: the same up to the writing, and nothing is locked."""
    record = known_indicators(session, council.id)
    measures = _fitting(batch, record, report)
    plans = _plans(session, council, batch, measures) if measures else []
    name_all(plans, record)
    listing.list_plans(report, council, plans, record)
    return plans


def _write(session: Session, council: Council, batch: Batch, plans: list[MeasurePlan], actor: Actor) -> None:
    """Carry out the plans, under one change number that one event stands for."""
    change = journal.change(session, council.id)
    unit = root_unit(session, council.id)
    ensure_indicators(session, actor, plans, unit.id)
    # Targets first: a figure's first rating is then held against its target.
    write_targets(session, actor, plans, change)
    write_figures(session, actor, plans, change)
    appended = {
        name: sum(len(cell.append) for plan in plans for cell in getattr(plan, name).values())
        for name in ("figures", "goals")
    }
    detail = {"printed": batch.printed, "file": batch.file, "rows": len(batch.rows), **appended}
    journal.record(session, actor, Event(councils.READ, "council", council.id, detail))
