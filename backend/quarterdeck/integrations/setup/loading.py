"""What each row of a set-up workbook does, done through the services: one code path for trying and for loading.

Rows match what is on record by code. Equal is unchanged; what differs is changed, old → new; what the workbook does not
name stays as it is. Everything is done in one transaction, each row in a savepoint, so that a row with a fault leaves
the others to be looked at; the caller takes all of it back if there is any fault.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem
from quarterdeck.core.plain_words import plain_words
from quarterdeck.integrations.setup.book import Fault, FilledSheet, Row
from quarterdeck.integrations.setup.cells import shown
from quarterdeck.integrations.setup.sheets import BY_KEY, SheetKind, words_of

Key = tuple[Any, ...]
Cells = dict[str, Any]


class RowFault(Exception):
    """A row that cannot be loaded: at which column (its key), a code, and a sentence."""

    def __init__(self, column: str, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column, self.code, self.sentence = column, code, sentence


class RowFaults(Exception):
    """Several faults of one row."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        super().__init__()
        self.faults = faults


@dataclass
class Result:
    """What became of a row. what: create, change, unchanged, fault, or left (the actor's roles do not load it).

    changes: (heading, old, new) as written. notes: what a person should know beside.
    """

    sheet: str
    row: int
    key: str
    what: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class Standing:
    """A thing on record: its row as the sheet would show it, and the thing itself."""

    cells: Cells
    thing: Any


@dataclass
class Loading:
    """A load under way: on whose behalf, and what is known by sheet and code."""

    session: Session
    actor: Actor
    known: dict[str, dict[Key, Any]] = field(default_factory=dict)
    failed: dict[str, set[Key]] = field(default_factory=dict)
    beside: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def find(self, sheet: str, code: str | None, column: str, *more: str) -> Any:
        """The thing with this code on a sheet or on record; None for no code. Raises RowFault."""
        if not code:
            return None
        key = (*more, _same(code))
        thing = self.known[sheet].get(key)
        if thing is not None:
            return thing
        title = BY_KEY[sheet].title
        if key in self.failed.get(sheet, ()):
            detail = f"“{code[:64]}” has a fault itself, on the sheet {title}. Mend that first."
            raise RowFault(column, "faulty_reference", detail)
        detail = f"There is no “{code[:64]}” on the sheet {title} or on record. Check the code, or add it there."
        raise RowFault(column, "unknown_code", detail)


def _same(code: Any) -> Any:
    return code.lower() if isinstance(code, str) and "@" in code else code


@dataclass(frozen=True)
class Subject:
    """How one sheet is loaded: what is on record of it, how a row becomes a new thing, how a thing changes.

    fields: the service's name of a field → the column's key, where they differ. fixed: columns that never change.
    first: puts rows in the order in which they can be loaded. ignored: columns that by themselves change nothing.
    tidy: makes cells that mean the same alike. match: finds what a row means where its columns alone do not tell.
    """

    sheet: SheetKind
    on_record: Callable[[Loading], dict[Key, Standing]]
    create: Callable[[Loading, Cells], Any]
    update: Callable[[Loading, Standing, Cells], None]
    fields: Mapping[str, str] = field(default_factory=dict)
    fixed: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    first: Callable[[Sequence[Row]], Sequence[Row]] = list
    tidy: Callable[[Loading, Cells], None] | None = None
    match: Callable[[Loading, Cells, Mapping[Key, Standing]], Key | None] | None = None

    def key_of(self, cells: Cells) -> Key:
        return tuple(_same(cells.get(name)) for name in self.sheet.by)


def load_sheet(loading: Loading, subject: Subject, filled: FilledSheet) -> list[Result]:
    """Load the rows of a sheet; what became of each, in the order of the sheet."""
    standing, title = take_in(loading, subject), subject.sheet.title
    results = [Result(title, 1, "", "fault", faults=[fault]) for fault in filled.faults]
    seen: dict[Key, int] = {}
    for row in subject.first(filled.rows):
        result = Result(title, row.number, _named(subject.sheet, row.cells), "fault", faults=list(row.faults))
        if row.hidden:
            result.notes.append("The row is hidden in Excel; it is read all the same.")
        if subject.tidy and not row.faults:
            try:
                subject.tidy(loading, row.cells)
            except RowFault as fault:
                result.faults += _faults(subject, fault)
        key = subject.key_of(row.cells)
        if not result.faults and key in seen:
            result.faults.append(Fault("", "repeated", f"Row {seen[key]} says this already; keep one of them."))
        seen.setdefault(key, row.number)
        if not result.faults:
            _load_row(loading, subject, standing, row.cells, result)
        if result.faults:
            loading.failed.setdefault(subject.sheet.key, set()).add(key)
        results.append(result)
    return sorted(results, key=lambda each: each.row)


def take_in(loading: Loading, subject: Subject) -> dict[Key, Standing]:
    """What is on record of a sheet, known from here on to the sheets that name it."""
    standing = subject.on_record(loading)
    loading.known.setdefault(subject.sheet.key, {}).update({key: each.thing for key, each in standing.items()})
    return standing


def left_out(sheet: SheetKind, filled: FilledSheet) -> list[Result]:
    """The rows of a sheet that the actor's roles do not load."""
    return [Result(sheet.title, row.number, _named(sheet, row.cells), "left") for row in filled.rows]


def _load_row(loading: Loading, subject: Subject, standing: dict[Key, Standing], cells: Cells, result: Result) -> None:
    loading.notes = []
    try:
        found = subject.match(loading, cells, standing) if subject.match else subject.key_of(cells)
        current = standing.get(found) if found is not None else None
        if current is None:
            result.faults += _needed(subject.sheet, cells)
            if result.faults:
                return
            with loading.session.begin_nested():
                thing = subject.create(loading, cells)
            loading.known[subject.sheet.key][subject.key_of(cells)] = thing
            result.what = "create"
        else:
            changed = _differences(subject, current, cells)
            result.changes = [
                (column.head, shown(column, current.cells.get(column.key)), shown(column, cells[column.key]))
                for column in subject.sheet.columns
                if column.key in changed
            ]
            if changed.keys() - subject.ignored:
                _change(loading, subject, current, changed)
                result.what = "change"
            else:
                result.what = "unchanged"
                result.notes += [f"{head} by itself changes nothing." for head, _, _ in result.changes]
                result.changes = []
        result.notes += loading.notes
    except (RowFault, RowFaults, Problem, ValidationError) as error:
        result.what, result.changes = "fault", []
        result.faults += _faults(subject, error)


def _change(loading: Loading, subject: Subject, current: Standing, changed: Cells) -> None:
    for key in subject.sheet.by:
        changed.pop(key, None)
    if stays := sorted(changed.keys() & subject.fixed):
        raise RowFault(stays[0], "fixed", "This stays as it was made. Put back what is on record.")
    required = {each.key for each in subject.sheet.columns if each.needed}
    for key, value in changed.items():
        if value is None and key in required:
            raise RowFault(key, "missing", "This cannot be blank.")
    with loading.session.begin_nested():
        subject.update(loading, current, changed)
    current.cells |= changed


def _differences(subject: Subject, current: Standing, cells: Cells) -> Cells:
    """The cells that say otherwise than the record; blank is blank, however the record has it."""
    return {
        column.key: cells[column.key]
        for column in subject.sheet.columns
        if column.key in cells
        and column.key not in subject.sheet.by
        and (cells[column.key] or None) != (current.cells.get(column.key) or None)
        and not (cells[column.key] in (0, False) and current.cells.get(column.key) in (0, False, None))
    }


def _needed(sheet: SheetKind, cells: Cells) -> list[Fault]:
    missing = [each for each in sheet.columns if each.needed and cells.get(each.key) in (None, "", ())]
    return [Fault(each.head, "missing", "Fill this in.") for each in missing]


def _named(sheet: SheetKind, cells: Cells) -> str:
    """A row by what tells it apart, as written."""
    parts = [shown(sheet.column(key), cells.get(key)) for key in sheet.by]
    return " · ".join(part for part in parts if part)[:200]


def _faults(subject: Subject, error: Exception) -> Iterable[Fault]:
    if isinstance(error, RowFaults):
        return [fault for each in error.faults for fault in _faults(subject, each)]
    if isinstance(error, RowFault):
        return [Fault(subject.sheet.heading(error.column), error.code, error.sentence)]
    if isinstance(error, ValidationError):
        return [
            _at(subject, "/".join(map(str, each["loc"])), str(each["type"]), plain_words(each))
            for each in error.errors()
        ]
    assert isinstance(error, Problem)
    if not error.errors:
        return [Fault("", error.code, error.detail)]
    return [_at(subject, each.pointer, each.code, each.detail) for each in error.errors]


def _at(subject: Subject, pointer: str, code: str, sentence: str) -> Fault:
    """A fault at the column that a field of the service stands for; where none does, the sentence names the field."""
    parts = pointer.strip("/").split("/")
    for part in reversed(parts):
        if head := subject.sheet.heading(subject.fields.get(part, part)):
            return Fault(head, code, sentence)
    named = next((part for part in reversed(parts) if part and not part.isdigit()), "")
    return Fault("", code, f"{words_of(named)}: {sentence}" if named else sentence)
