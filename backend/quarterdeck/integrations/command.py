"""What `quarterdeck backfill` does with its files, and what it tells on the screen."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy.exc import OperationalError

from quarterdeck.core.db import Database
from quarterdeck.core.refusal import Refusal
from quarterdeck.integrations import printed_table
from quarterdeck.integrations.backfill import backfill
from quarterdeck.integrations.mapping import MAXIMUM_BYTES, NO_MAPPING, BadMapping, Mapping, read_mapping
from quarterdeck.integrations.printed_table import BadTable, source_name
from quarterdeck.integrations.report import Report

SHOWN = 20
BUSY = "The database is busy or out of reach. Run again: what is on record already is not recorded twice."


class CannotRead(Refusal):
    """Nothing of the file was read: a sentence that says why and what to do."""


def backfill_file(
    database: Database, file: Path, mapping: Path | None = None, *, dry_run: bool = False, report: Path | None = None
) -> Report:
    """Read a printed table into the record and write the report, where one is asked for.

    Raises CannotRead for a file, mapping file or report path that cannot be used, and for a database that
    is busy. The report is written all the same where only the table is at fault.
    """
    said = NO_MAPPING if mapping is None else _mapping(mapping)
    if report is not None:
        # Tried before the record is changed: a report that is lost cannot be made again.
        _write(report, "")
    try:
        read = backfill(database, file.name, _content(file, printed_table.MAXIMUM_BYTES), said, dry_run=dry_run)
    except BadTable as reason:
        nothing = Report(source_name(file.name), dry_run=dry_run)
        _write(report, _text(nothing.as_json() | {"problem": str(reason)}))
        raise CannotRead(f"{file.name}: {reason}") from None
    except OperationalError:
        raise CannotRead(f"{file.name}: {BUSY}") from None
    _write(report, _text(read.as_json()))
    return read


def on_screen(report: Report) -> list[str]:
    """The summary, and the first of what a person has to look at."""
    lines = [report.summary()]
    if report.missing_columns:
        # The same would be said of every row.
        lines += [
            f"  {fault.reason.capitalize()} “{fault.column}”; {fault.advice}." for fault in report.missing_columns
        ]
        return lines
    told = report.as_json()
    lines += [_unread(row) for row in told["unreadable"][:SHOWN]]
    lines += [_contradicted(row) for row in told["conflicts"][:SHOWN]]
    if len(report.unreadable) > SHOWN or len(report.conflicts) > SHOWN:
        lines.append("  The others stand in the report: --report FILE.json.")
    return [_printable(line) for line in lines]


def _unread(row: dict[str, Any]) -> str:
    return f"  Line {row['line']}, {row['column']}, “{row['text'][:60]}”: {row['reason']}; {row['advice']}."


def _contradicted(row: dict[str, Any]) -> str:
    against = row["against"]
    other = f" against “{against['text']}” ({against['file']}, line {against['line']})" if against else ""
    return f"  Line {row['line']}, {row['column']}, “{row['text'][:60]}”{other}: {row['reason']}; {row['advice']}."


def _mapping(path: Path) -> Mapping:
    try:
        return read_mapping(_content(path, MAXIMUM_BYTES))
    except (BadMapping, BadTable) as reason:
        raise CannotRead(f"{path.name}: {reason}") from None


def _content(path: Path, most: int) -> bytes:
    """A file's bytes, at most one more than allowed."""
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise BadTable(f"The file cannot be read ({error.strerror}).", "Check its name and who may read it.") from None


def _write(path: Path | None, text: str) -> None:
    if path is None:
        return
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CannotRead(f"The report cannot be written to {path} ({error.strerror}).") from None


def _text(content: object) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _printable(line: str) -> str:
    """Without what a printed cell might do to a terminal."""
    return "".join(character if character.isprintable() else "?" for character in line[:500])
