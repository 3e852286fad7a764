"""Printed history on a screen: a table is uploaded, a person says what it does not say, and it is read into the record.

It goes the way of `quarterdeck backfill`: what was said on the screen is a mapping, as the command's file is one.
"""

import hashlib
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, BinaryIO, Final

from sqlalchemy import Select, delete, select, true
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import conflict, forbidden, invalid, not_found
from quarterdeck.core.uploads import plain_name
from quarterdeck.core.workflow import check_version
from quarterdeck.integrations import backfill
from quarterdeck.integrations.history_schemas import HistoryUpdate
from quarterdeck.integrations.mapping import (
    BadMapping,
    MappedCouncil,
    Mapping,
    as_compared,
    as_named,
    as_written,
    check_mapping,
)
from quarterdeck.integrations.models import HistoryState, HistoryUpload
from quarterdeck.integrations.printed_table import MAXIMUM_BYTES, BadTable, Grid, Table, read_grid, table_of
from quarterdeck.integrations.recording import MeasurePlan
from quarterdeck.integrations.report import Report
from quarterdeck.integrations.side_by_side import FIGURES_OF, guessed_periods
from quarterdeck.integrations.workflow import HISTORY_UPLOAD, may_load_history
from quarterdeck.measures.models import Indicator
from quarterdeck.measures.printed import COLUMNS, Unreadable, columns_of
from quarterdeck.organisation.models import Council

MOST_ROWS: Final = 5_000
KEPT_FOR: Final = timedelta(days=90)
OTHERWISE: Final = (
    "Something changed since this was looked at: reading the table now would come to something else. "
    "Look at the table again, and load it then."
)
NOT_OURS: Final = "the row names another council"
SAY_OURS: Final = "say that this name means your council, or leave the row out"


@dataclass
class Tried:
    """A table as far as it is made ready: what would be read of it, and what it would add."""

    table: Table
    report: Report
    plans: list[MeasurePlan]


def visible_uploads(actor: Actor) -> Select[HistoryUpload]:
    """The council's, for those who may load history."""
    return select(HistoryUpload).where(
        HistoryUpload.council_id == actor.council_id,
        true() if may_load_history(actor) else HistoryUpload.id.is_(None),
    )


def find_upload(session: Session, actor: Actor, upload_id: int) -> HistoryUpload:
    """One table. Raises 404."""
    found = session.scalars(visible_uploads(actor).where(HistoryUpload.id == upload_id)).one_or_none()
    if found is None:
        raise not_found("table")
    return found


@dataclass(frozen=True)
class Opened:
    """An uploaded table: its name, its digest, and its cells."""

    filename: str
    sha256: str
    grid: Grid


def open_table(actor: Actor, filename: str | None, file: BinaryIO) -> Opened:
    """Open a printed table, CSV or Excel, before anything is asked of the database: nobody waits. Raises 403, 422."""
    if not may_load_history(actor):
        raise forbidden()
    content = file.read(MAXIMUM_BYTES + 1)
    try:
        grid = read_grid(plain_name(filename), content)
    except BadTable as bad:
        raise invalid("/file", "no_table", str(bad).strip()) from None
    if len(grid.lines) > MOST_ROWS:
        raise invalid("/file", "too_many_rows", f"A table may have at most {MOST_ROWS} rows here. Split it by year.")
    return Opened(plain_name(filename) or grid.name, hashlib.sha256(content).hexdigest(), grid)


def upload_table(session: Session, actor: Actor, opened: Opened) -> HistoryUpload:
    """Keep a printed table to make it ready."""
    now = clock.now()
    upload = HistoryUpload(
        council_id=actor.council_id,
        person_id=actor.person_id,
        filename=opened.filename,
        sha256=opened.sha256,
        content=asdict(opened.grid),
        said={"columns": _guessed(opened.grid), "own_names": [], "indicators": [], "rows": []},
        state=HistoryState.DRAFT,
        report=None,
        created_at=now,
        changed_at=now,
        version=1,
    )
    session.add(upload)
    session.flush()
    return upload


def update_upload(session: Session, actor: Actor, upload_id: int, data: HistoryUpdate, version: int) -> HistoryUpload:
    """Keep what a person says of a table. Raises 404, 412, 409 where it was loaded, 422."""
    upload = find_upload(session, actor, upload_id)
    check_version(upload, version)
    if upload.state == HistoryState.LOADED:
        raise conflict("This table was loaded. Upload it again to read it otherwise.", "wrong-state")
    given, said = data.model_dump(exclude_unset=True, mode="json"), dict(upload.said)
    for name in ("columns", "own_names", "months_name_quarters", "rating"):
        if name in given:
            said[name] = given[name]
    _check_columns(said["columns"])
    _check_same(session, actor, {each["same_as"] for each in given.get("indicators", []) if each.get("same_as")})
    by_name = {as_compared(each["ref"], each["name"]): each for each in said["indicators"]}
    by_name |= {as_compared(each.get("ref", ""), each["name"]): each | {"ref": each.get("ref", "")}
                for each in given.get("indicators", [])}  # fmt: skip
    by_line = {each["line"]: each for each in said["rows"]} | {each["line"]: each for each in given.get("rows", [])}
    said["indicators"] = list(by_name.values())
    said["rows"] = [each for each in by_line.values() if each.get("read") or each.get("leave_out")]
    upload.said = said
    mapping_of(session, upload)
    upload.changed_at, upload.version = clock.now(), upload.version + 1
    session.flush()
    return upload


def decide_upload(
    session: Session, actor: Actor, upload_id: int, action: str, version: int, digest: str | None = None
) -> HistoryUpload:
    """Read a table into the record of the actor's council, in one transaction. Raises 404, 412, 409.

    digest: of what was looked at; 409 `changed-since-preview` where reading it now would come to something else.
    """
    journal.lock(session, actor.council_id)
    upload = find_upload(session, actor, upload_id)
    check_version(upload, version)
    if upload.state == HistoryState.DRAFT:
        now = try_upload(session, upload)
        upload.unread_rows = len(now.report.unreadable)
        if digest is not None and digest != digest_of(upload, now):
            raise conflict(OTHERWISE, "changed-since-preview")
    event = HISTORY_UPLOAD.perform(upload, action, actor, version)
    tried = _read(session, upload)
    by = Actor(council_id=actor.council_id, person_id=actor.person_id, is_system=True)
    for batch in backfill.batches(tried.table, mapping_of(session, upload), tried.report):
        backfill.record_batch(session, batch, tried.report, by)
    upload.report, upload.changed_at = tried.report.as_json(), clock.now()
    session.flush()
    counts = {name: dict(getattr(tried.report, name)) for name in ("observations", "targets", "indicators")}
    if any(counts[name][what] for name in counts for what in ("created", "updated", "changed") if what in counts[name]):
        detail = {**event.detail, "sha256": upload.sha256, **counts}
        journal.record(session, actor, journal.Event(event.action, event.kind, upload.id, detail))
    return upload


def throw_away(session: Session, actor: Actor, upload_id: int, version: int) -> None:
    """Forget a table that was not loaded, with all that was said of it. Raises 404, 412, 409."""
    upload = find_upload(session, actor, upload_id)
    check_version(upload, version)
    if upload.state == HistoryState.LOADED:
        raise conflict("It was loaded: that it was stays on record.", "wrong-state")
    session.delete(upload)


def digest_of(upload: HistoryUpload, tried: Tried) -> str:
    """SHA-256 of what reading a table would come to: its file, what was said of it, and what that adds or changes."""
    looked_at = {"sha256": upload.sha256, "said": upload.said, "report": tried.report.as_json()}
    return hashlib.sha256(journal.canonical(looked_at)).hexdigest()


def forget_old(session: Session) -> None:
    """Drop tables that were never loaded, with all that was said of them, a while after somebody last touched them."""
    old = HistoryUpload.changed_at <= clock.now() - KEPT_FOR
    session.execute(delete(HistoryUpload).where(HistoryUpload.state == HistoryState.DRAFT, old))


def try_upload(session: Session, upload: HistoryUpload) -> Tried:
    """What would be read of a table now, and what it would add to the record; nothing is written."""
    tried, council = _read(session, upload), session.get_one(Council, upload.council_id)
    for batch in backfill.batches(tried.table, mapping_of(session, upload), tried.report):
        tried.plans += backfill.try_batch(session, council, batch, tried.report)
    return tried


def mapping_of(session: Session, upload: HistoryUpload) -> Mapping:
    """What was said of a table as a mapping. Raises 422 where it contradicts itself."""
    said, council = upload.said, session.get_one(Council, upload.council_id)
    names = [name for name in said["own_names"] if as_named(name) != as_named(council.name)]
    of_council: dict[str, Any] = {
        "name": council.name,
        "other_names": names,
        "code": council.code,
        "months_name_quarters": bool(said.get("months_name_quarters")),
        "indicator": _mapped(session, upload),
    }
    if rating := said.get("rating"):
        numbers = {name: value for name, value in rating["parameters"].items() if value is not None}
        of_council["rating"] = {"kind": rating["kind"], **numbers}
    try:
        mapping = Mapping(council=[MappedCouncil.model_validate(of_council)], columns=said["columns"], row=said["rows"])
        return check_mapping(mapping)
    except BadMapping as bad:
        raise invalid("/rating", "bad_mapping", str(bad)) from None


def _mapped(session: Session, upload: HistoryUpload) -> list[dict[str, Any]]:
    """What was said of indicators as a mapping has it: those on record under every ref and name of the table."""
    said = upload.said["indicators"]
    query = select(Indicator).where(
        Indicator.council_id == upload.council_id, Indicator.ref.in_({each.get("same_as") or "" for each in said})
    )
    on_record = {each.ref: each for each in session.scalars(query)}
    found: list[dict[str, Any]] = []
    known: dict[int, dict[str, Any]] = {}
    for each in said:
        same = on_record.get(each.get("same_as") or "")
        if same is None:
            values = {name: value for name, value in each.items() if value not in (None, "") and name != "same_as"}
            found.append({"ref": "", **values})
            continue
        if same.id not in known:
            known[same.id] = {"ref": same.ref, "name": same.name, "also": []}
        known[same.id]["also"].append([each["ref"], each["name"]])
    return [*found, *known.values()]


def _check_same(session: Session, actor: Actor, refs: set[str]) -> None:
    """That the council has an indicator of each ref. Raises 422."""
    query = select(Indicator.ref).where(Indicator.council_id == actor.council_id, Indicator.ref.in_(refs))
    if lacking := refs - set(session.scalars(query)):
        raise invalid("/indicators", "no_indicator", f"There is no indicator {as_written(min(lacking))} on record.")


def grid_of(upload: HistoryUpload) -> Grid:
    """The cells of a table as they were uploaded."""
    content = upload.content
    lines = [(line, cells) for line, cells in content["lines"]]
    return Grid(content["name"], content["heading"], lines, content["blank_rows"])


def names_of(upload: HistoryUpload, grid: Grid) -> Counter[str]:
    """The councils that the table names, with how many rows do."""
    at = [n for n, head in enumerate(grid.heading) if upload.said["columns"].get(head.strip()) == "council"]
    found = (cells[at[0]].strip() for _, cells in grid.lines if at and at[0] < len(cells))
    return Counter(name for name in found if name)


def _read(session: Session, upload: HistoryUpload) -> Tried:
    """The table's rows as those of the council; rows that name another are listed."""
    council, mapping, grid = session.get_one(Council, upload.council_id), mapping_of(session, upload), grid_of(upload)
    table = table_of(grid, mapping)
    lacking = [fault for fault in table.missing if fault.column not in ("council", "target_as_printed")]
    rows, foreign = [], []
    for line, row in table.rows:
        known = columns_of(name for name in row if name)
        heading = next((name for name, column in known.items() if column == "council"), "council")
        printed = (row.get(heading) or "").strip()
        if printed and as_named(printed) not in mapping.by_name:
            foreign.append(Unreadable("council", printed, NOT_OURS, SAY_OURS, line))
        else:
            rows.append((line, {"target_as_printed": "", **row, heading: printed or council.name}))
    ready = Table(table.name, rows, lacking, table.not_read, table.blank_rows, table.left_out)
    report = backfill.new_report(ready)
    report.rows = len(table.rows)
    for fault in foreign:
        report.unread([fault])
    return Tried(ready, report, [])


def _guessed(grid: Grid) -> dict[str, str]:
    """Which column each heading names by itself; blank for none, and for a second one of the same."""
    found: dict[str, str] = {}
    periods = guessed_periods(grid.heading)
    for heading, column in columns_of(grid.heading).items():
        found[heading.strip()] = column if column and column not in found.values() else ""
    return found | {heading.strip(): FIGURES_OF for heading in periods}


def _check_columns(columns: dict[str, str]) -> None:
    """That each column is one, once; figures stand in many columns or in one, not in both. Raises 422."""
    if FIGURES_OF in columns.values() and {"period_label", "value_as_printed"} & set(columns.values()):
        detail = "Periods stand in headings or in a column: choose one of the two for the figures."
        raise invalid("/columns", "two_layouts", detail)
    for heading, column in columns.items():
        if column == FIGURES_OF:
            continue
        if column and column not in COLUMNS:
            raise invalid("/columns", "unknown_column", f"“{as_written(column)[:40]}” is no column that is read.")
        if column and list(columns.values()).count(column) > 1:
            detail = f"Two headings stand for the same column; choose one of them (“{as_written(heading)[:60]}”)."
            raise invalid("/columns", "repeated_column", detail)
