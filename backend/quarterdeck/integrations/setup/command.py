"""What `quarterdeck setup` does with its file, and what it tells on the screen."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Database
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import Event
from quarterdeck.core.refusal import Refusal
from quarterdeck.core.workbooks import MAXIMUM_BYTES, read_workbook
from quarterdeck.integrations.setup.book import read_book
from quarterdeck.integrations.setup.load import Outcome, load_book
from quarterdeck.integrations.setup.loading import Result
from quarterdeck.integrations.setup.template import setup_workbook
from quarterdeck.organisation.models import Council

SHOWN = 40


class CannotLoad(Refusal):
    """Nothing was loaded: a sentence that says why and what to do."""


def load_file(database: Database, file: Path, code: str | None = None, *, dry_run: bool = False) -> Outcome:
    """Load a set-up workbook into a council (by its code; the only one where there is one), in one transaction.

    Raises CannotLoad for a file that cannot be opened, and where the council is not clear.
    """
    try:
        content = file.read_bytes() if file.stat().st_size <= MAXIMUM_BYTES else b" " * (MAXIMUM_BYTES + 1)
        book = read_book(read_workbook(file.name, content))
    except OSError as error:
        raise CannotLoad(f"{file.name} cannot be read ({error.strerror}).") from None
    except Problem as problem:
        raise CannotLoad(f"{file.name}: {problem.detail}") from None
    if not book.sheets:
        raise CannotLoad(f"{file.name}: no sheet has a name that is known here. Start from the template.")
    with database.transaction() as session:
        actor = Actor.system(_council(session, code).id)
        outcome = load_book(session, actor, book, keep=not dry_run)
        if not dry_run and outcome.changes_something and not outcome.faulty:
            detail = {"sha256": hashlib.sha256(content).hexdigest(), "rows": outcome.counts}
            journal.record(session, actor, Event("council.load_setup", "council", actor.council_id, detail))
    return outcome


def write_template(database: Database, file: Path, code: str | None = None) -> None:
    """Write the workbook to fill in, with what is on record already. Raises CannotLoad."""
    with database.transaction() as session:
        content = setup_workbook(session, Actor.system(_council(session, code).id))
    try:
        file.write_bytes(content)
    except OSError as error:
        raise CannotLoad(f"{file} cannot be written ({error.strerror}).") from None


def on_screen(outcome: Outcome, *, dry_run: bool) -> Iterator[str]:
    """The counts by sheet, and the first rows that have a fault."""
    for sheet, counts in outcome.counts.items():
        told = [f"{number} {what}" for what, number in counts.items() if number]
        yield f"{sheet}: {', '.join(told)}"
    for name in outcome.unread_sheets:
        yield f"Not read: the sheet “{name}”."
    for sheet, columns in outcome.unread_columns.items():
        yield f"Not read on the sheet {sheet}: {', '.join(columns)}."
    faulty = [each for each in outcome.results if each.faults]
    for each in faulty[:SHOWN]:
        yield from _faults(each)
    if faulty:
        more = f" {len(faulty) - SHOWN} more are not shown." if len(faulty) > SHOWN else ""
        yield f"{len(faulty)} row(s) have a fault. Nothing was loaded.{more}"
    elif not outcome.changes_something:
        yield "Nothing differs from what is on record."
    else:
        yield "Dry run: nothing was kept." if dry_run else "Loaded."


def _faults(result: Result) -> Iterator[str]:
    for fault in result.faults:
        where = f"  {result.sheet}, row {result.row}" + (f", {fault.column}" if fault.column else "")
        yield f"{where}: {fault.sentence}"


def _council(session: Session, code: str | None) -> Council:
    councils = session.scalars(select(Council).order_by(Council.id)).all()
    found = [each for each in councils if code in (None, each.code)]
    if len(found) != 1:
        listed = ", ".join(each.code for each in councils) or "none: make one with `quarterdeck users create-admin`"
        raise CannotLoad(f"Say which council with --council; there are: {listed}.")
    return found[0]
