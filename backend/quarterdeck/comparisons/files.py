"""Files of comparison data: looked at, their source stated, and loaded as a whole or not at all."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, BinaryIO, Final

from sqlalchemy import Select, delete, select, true
from sqlalchemy.orm import Session

from quarterdeck.comparisons import areas, external_frameworks, figures, groups
from quarterdeck.comparisons.csv_rows import CsvRows, Row, read_csv
from quarterdeck.comparisons.lines import Columns, Line, Result, counted
from quarterdeck.comparisons.models import ComparisonFile, FileKind, FileState
from quarterdeck.comparisons.workflow import COMPARISON_FILE, may_load
from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import conflict, forbidden, invalid, not_found
from quarterdeck.core.http import changes
from quarterdeck.core.uploads import plain_name
from quarterdeck.core.workflow import check_version

KEPT_FOR: Final = timedelta(days=90)
TOLD: Final = (
    "id", "kind", "filename", "publisher", "title", "link", "published_on", "licence", "definition_note", "state",
    "created_at", "loaded_at", "version",
)  # fmt: skip
OTHERWISE: Final = (
    "Something changed since this was looked at: loading the file now would come to something else. "
    "Look at it again, and load it then."
)


@dataclass(frozen=True)
class Reading:
    """How a kind of file is read: its columns, what its lines would write, and how they are written."""

    columns: Columns
    plan: Callable[[Session, Actor, Sequence[tuple[int, Row]]], list[Line]]
    record: Callable[[Session, ComparisonFile, Sequence[Line], int], None]


READINGS: Final = {
    FileKind.AREAS: Reading(areas.COLUMNS, areas.plan_areas, areas.record_areas),
    FileKind.GROUPS: Reading(groups.COLUMNS, groups.plan_groups, groups.record_groups),
    FileKind.FIGURES: Reading(figures.COLUMNS, figures.plan_figures, figures.record_figures),
    FileKind.FRAMEWORK: Reading(
        external_frameworks.COLUMNS, external_frameworks.plan_framework, external_frameworks.record_framework
    ),
}


@dataclass(frozen=True)
class Opened:
    """An uploaded file: its name, digest and kind, which its heading tells, and its rows."""

    filename: str
    sha256: str
    kind: FileKind
    rows: CsvRows


def visible_files(actor: Actor) -> Select[ComparisonFile]:
    """Loaded ones are everybody's, for they are sources; those that are looked at are for those who may load them."""
    f = ComparisonFile
    shown = true() if may_load(actor) else f.state == FileState.LOADED
    return select(f).where(f.council_id == actor.council_id, shown)


def of_kind(query: Select[ComparisonFile], kind: FileKind | None) -> Select[ComparisonFile]:
    """Of these files those of one kind, or all."""
    return query if kind is None else query.where(ComparisonFile.kind == kind)


def find_file(session: Session, actor: Actor, file_id: int) -> ComparisonFile:
    """One file. Raises 404."""
    found = session.scalars(visible_files(actor).where(ComparisonFile.id == file_id)).one_or_none()
    if found is None:
        raise not_found("file of comparison data")
    return found


def open_file(actor: Actor, filename: str | None, file: BinaryIO) -> Opened:
    """Read a file before anything is asked of the database: nobody waits. Raises 403, 422."""
    if not may_load(actor):
        raise forbidden()
    content, rows = read_csv(file)
    kind = _kind_of(rows.heading)
    if not rows.lines:
        raise invalid("/file", "no_rows", "The file has a heading and nothing else.")
    return Opened(plain_name(filename) or "table.csv", hashlib.sha256(content).hexdigest(), kind, rows)


def _kind_of(heading: Sequence[str]) -> FileKind:
    """Which kind of file has all of these columns. Raises 422, which says what is lacking or not known."""
    lacking = {
        kind: [each for each in reading.columns.needed if each not in heading] for kind, reading in READINGS.items()
    }
    # A heading may hold what two kinds need: the more of it a kind knows, the more it is that kind.
    best = min(READINGS, key=lambda kind: (len(lacking[kind]), -len(set(heading) & set(READINGS[kind].columns.known))))
    columns = READINGS[best].columns
    if lacking[best]:
        detail = (
            f"The heading looks like a file of {best.value} without {' and '.join(lacking[best])}. "
            f"Such a file has the columns {', '.join(columns.needed)}, and may have {', '.join(columns.also)}."
        )
        raise invalid("/file", "column_missing", detail)
    unknown = [each for each in heading if each and each not in columns.known]
    if unknown:
        detail = (
            f"“{unknown[0][:40]}” is no column of a file of {best.value}. Its columns are {', '.join(columns.known)}."
        )
        raise invalid("/file", "unknown_column", detail)
    return best


def upload_file(session: Session, actor: Actor, opened: Opened) -> ComparisonFile:
    """Keep a file to look at. Nothing of it is on record until it is loaded."""
    now = clock.now()
    file = ComparisonFile(
        council_id=actor.council_id,
        person_id=actor.person_id,
        kind=opened.kind,
        filename=opened.filename,
        sha256=opened.sha256,
        content=asdict(opened.rows),
        publisher="",
        title="",
        link="",
        published_on=None,
        licence="",
        definition_note="",
        state=FileState.PREVIEWED,
        counts={},
        created_at=now,
        changed_at=now,
        loaded_at=None,
        change_no=None,
        version=1,
    )
    session.add(file)
    session.flush()
    return file


def state_source(session: Session, actor: Actor, file_id: int, given: dict[str, Any], version: int) -> ComparisonFile:
    """Say where a file is from. Raises 404, 403, 412, 409 where it is loaded."""
    file = find_file(session, actor, file_id)
    _check_open(file, actor, version)
    if changes(file, given):
        file.changed_at, file.version = clock.now(), file.version + 1
    session.flush()
    return file


def throw_away(session: Session, actor: Actor, file_id: int, version: int) -> None:
    """Forget a file that was not loaded. Raises 404, 403, 412, 409."""
    file = find_file(session, actor, file_id)
    _check_open(file, actor, version)
    session.delete(file)


def _check_open(file: ComparisonFile, actor: Actor, version: int) -> None:
    if not may_load(actor):
        raise forbidden()
    check_version(file, version)
    if file.state == FileState.LOADED:
        raise conflict("It was loaded: what it brought names it as its source, so it stays as it is.", "wrong-state")


def told(actor: Actor, file: ComparisonFile) -> dict[str, Any]:
    """What is told of a file in a list: its source, and what can be done without a look at its lines."""
    edits = ["state_source", "throw_away"] if file.state == FileState.PREVIEWED and may_load(actor) else []
    return {**{name: getattr(file, name) for name in TOLD}, "allowed_actions": edits}


def lines_of(session: Session, actor: Actor, file: ComparisonFile) -> list[Line]:
    """What each line of a file would write now; nothing is written."""
    rows = CsvRows(file.content["heading"], [(number, cells) for number, cells in file.content["lines"]])
    lines = READINGS[FileKind(file.kind)].plan(session, actor, rows.rows())
    counts = counted(lines)
    file.faults, file.to_write = counts[Result.FAULT], counts[Result.NEW] + counts[Result.CHANGED]
    return lines


def digest_of(file: ComparisonFile, lines: Sequence[Line]) -> str:
    """SHA-256 of what loading a file would come to."""
    outcome = [[line.number, line.result.value, line.says] for line in lines]
    return hashlib.sha256(journal.canonical({"sha256": file.sha256, "outcome": outcome})).hexdigest()


def decide_file(
    session: Session, actor: Actor, file_id: int, action: str, version: int, digest: str | None = None
) -> ComparisonFile:
    """Load a file: all of it, in one transaction. Raises 404, 403, 412, 409.

    digest: of what was looked at; 409 `changed-since-preview` where loading it now would come to something else.
    """
    journal.lock(session, actor.council_id)
    file = find_file(session, actor, file_id)
    lines = lines_of(session, actor, file) if file.state == FileState.PREVIEWED else []
    before = digest_of(file, lines)
    # Taken first: what reads in between would write half of what loading says of the file.
    change = journal.change(session, actor.council_id)
    event = COMPARISON_FILE.perform(file, action, actor, version)
    if digest is not None and digest != before:
        raise conflict(OTHERWISE, "changed-since-preview")
    file.loaded_at = file.changed_at = change.recorded_at
    file.change_no, file.person_id, file.counts = change.number, actor.person_id, counted(lines)
    session.flush()
    READINGS[FileKind(file.kind)].record(session, file, lines, change.number)
    session.flush()
    detail = {**event.detail, "kind": file.kind, "sha256": file.sha256, **file.counts}
    journal.record(session, actor, journal.Event(event.action, event.kind, file.id, detail))
    return file


def forget_old(session: Session) -> None:
    """Drop files that were never loaded, a while after somebody last touched them."""
    f = ComparisonFile
    session.execute(delete(f).where(f.state == FileState.PREVIEWED, f.changed_at <= clock.now() - KEPT_FOR))
