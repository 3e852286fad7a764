"""Set-up workbooks of the actor: tried when they are uploaded, looked at row by row, and loaded as they were tried."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, BinaryIO

from sqlalchemy import Select, delete, select, true
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import conflict, forbidden, invalid, not_found
from quarterdeck.core.uploads import plain_name
from quarterdeck.core.workbooks import MAXIMUM_BYTES, open_workbook, sheets_of
from quarterdeck.core.workflow import check_version
from quarterdeck.integrations.models import LoadState, SetupLoad, SetupRow
from quarterdeck.integrations.schemas import SetupLoadRead, SetupRowRead
from quarterdeck.integrations.setup.book import read_book
from quarterdeck.integrations.setup.load import OUTCOMES, Outcome, load_book, rows_of
from quarterdeck.integrations.workflow import SETUP_LOAD, may_set_up
from quarterdeck.measures.bulk import insert_all
from quarterdeck.organisation.roles import Permission

KEPT_FOR = timedelta(days=90)
OTHERWISE = (
    "What the workbook would do is no longer what you looked at: something on record has changed since. Nothing was "
    "loaded. Look at it again, and load it then."
)


@dataclass(frozen=True)
class Opened:
    """An uploaded workbook: its name, its digest, and its worksheets as JSON can hold them."""

    filename: str
    sha256: str
    sheets: list[dict[str, Any]]


def visible_loads(actor: Actor) -> Select[SetupLoad]:
    """The actor's own, and for whoever reads personal data everybody's: a workbook may name people."""
    everybodys = actor.reach(Permission.READ_PERSONAL).everywhere
    return select(SetupLoad).where(
        SetupLoad.council_id == actor.council_id,
        true() if everybodys else SetupLoad.person_id == actor.person_id,
        true() if may_set_up(actor) else SetupLoad.id.is_(None),
    )


def find_load(session: Session, actor: Actor, load_id: int) -> SetupLoad:
    """A workbook that the actor may see. Raises 404."""
    found = session.scalars(visible_loads(actor).where(SetupLoad.id == load_id)).one_or_none()
    if found is None:
        raise not_found("workbook")
    return found


def open_upload(actor: Actor, filename: str | None, file: BinaryIO) -> Opened:
    """Open a workbook; nothing is asked of the database meanwhile, so nobody waits. Raises 403, 413, 422."""
    if not may_set_up(actor):
        raise forbidden()
    content = file.read(MAXIMUM_BYTES + 1)
    opened = Opened(plain_name(filename), hashlib.sha256(content).hexdigest(), open_workbook(filename, content))
    if not read_book(sheets_of(opened.sheets)).sheets:
        detail = "No sheet of this workbook has a name that is known here. Start from the template."
        raise invalid("/file", "no_known_sheet", detail)
    return opened


def try_workbook(session: Session, actor: Actor, opened: Opened) -> SetupLoad:
    """Keep what a workbook would do; nothing of it is loaded."""
    outcome = load_book(session, actor, read_book(sheets_of(opened.sheets)), keep=False)
    load = SetupLoad(
        council_id=actor.council_id,
        person_id=actor.person_id,
        filename=opened.filename,
        sha256=opened.sha256,
        sheets=opened.sheets,
        state=LoadState.PREVIEWED,
        outcome=outcome.digest,
        summary=summary_of(outcome),
        created_at=clock.now(),
        loaded_at=None,
        version=1,
    )
    session.add(load)
    session.flush()
    _keep_rows(session, load, outcome)
    return load


def decide_load(session: Session, actor: Actor, load_id: int, action: str, version: int) -> SetupLoad:
    """Load a workbook as it was tried, or try it again. Raises 404, 403, 412, 409.

    409 `changed-since-preview` where loading would not come to what was looked at.
    """
    journal.lock(session, actor.council_id)
    load = find_load(session, actor, load_id)
    event = SETUP_LOAD.perform(load, action, actor, version)
    outcome = load_book(session, actor, read_book(sheets_of(load.sheets or [])), keep=action == "load")
    if action == "load":
        if outcome.digest != load.outcome:
            raise conflict(OTHERWISE, "changed-since-preview")
        load.loaded_at, load.sheets = clock.now(), None
        session.flush()
        detail = {**event.detail, "sha256": load.sha256, "rows": outcome.counts}
        journal.record(session, actor, journal.Event(event.action, event.kind, load.id, detail))
        return load
    load.outcome, load.summary = outcome.digest, summary_of(outcome)
    session.execute(delete(SetupRow).where(SetupRow.council_id == actor.council_id, SetupRow.load_id == load.id))
    _keep_rows(session, load, outcome)
    return load


def forget_old(session: Session) -> None:
    """Drop workbooks that were tried and never loaded, with what was known of their rows, a while after."""
    old = select(SetupLoad.id).where(
        SetupLoad.state == LoadState.PREVIEWED, SetupLoad.created_at <= clock.now() - KEPT_FOR
    )
    session.execute(delete(SetupRow).where(SetupRow.load_id.in_(old)))
    session.execute(delete(SetupLoad).where(SetupLoad.id.in_(old)))


def throw_away(session: Session, actor: Actor, load_id: int, version: int) -> None:
    """Forget a workbook that was not loaded, with all that is known of it. Raises 404, 412, 409."""
    load = find_load(session, actor, load_id)
    check_version(load, version)
    if load.state == LoadState.LOADED:
        raise conflict("It was loaded: that it was stays on record.", "wrong-state")
    session.execute(delete(SetupRow).where(SetupRow.council_id == actor.council_id, SetupRow.load_id == load.id))
    session.delete(load)


def list_rows(
    session: Session, actor: Actor, load_id: int, *, sheet: str | None = None, outcome: str | None = None
) -> Select[SetupRow]:
    """The rows of a workbook in their order, by sheet and by what they do. Raises 404."""
    load = find_load(session, actor, load_id)
    return select(SetupRow).where(
        SetupRow.council_id == actor.council_id,
        SetupRow.load_id == load.id,
        true() if sheet is None else SetupRow.sheet == sheet,
        true() if outcome is None else SetupRow.what == outcome,
    )


def load_read(load: SetupLoad, actor: Actor) -> SetupLoadRead:
    """A workbook as it is answered to this actor."""
    own = {
        name: getattr(load, name)
        for name in ("id", "filename", "sha256", "state", "created_at", "loaded_at", "version")
    }
    actions = SETUP_LOAD.allowed_actions(load, actor)
    if load.state == LoadState.PREVIEWED:
        actions.append("throw_away")
    return SetupLoadRead.model_validate({**own, **load.summary, "allowed_actions": actions})


def row_read(row: SetupRow) -> SetupRowRead:
    """A row as it is answered."""
    own = {"id": row.id, "sheet": row.sheet, "row": row.row, "key": row.key, "outcome": row.what}
    return SetupRowRead.model_validate({**own, **row.detail})


def summary_of(outcome: Outcome) -> dict[str, Any]:
    """How many rows came to what, by sheet and in all, and what of the file was not read."""
    return {
        "sheets": [{"sheet": sheet, **counts} for sheet, counts in outcome.counts.items()],
        "totals": {what: outcome.count(what) for what in OUTCOMES},
        "left_sheets": outcome.left,
        "unread_sheets": outcome.unread_sheets[:50],
        "unread_columns": [
            {"sheet": sheet, "columns": columns[:50]} for sheet, columns in outcome.unread_columns.items()
        ],
    }


def _keep_rows(session: Session, load: SetupLoad, outcome: Outcome) -> None:
    rows = [
        {
            "council_id": load.council_id,
            "load_id": load.id,
            **{name: each[name] for name in ("sheet", "row", "key", "what")},
            "detail": {
                "changes": [dict(zip(("column", "old", "new"), change, strict=True)) for change in each["changes"]],
                "faults": each["faults"],
                "notes": each["notes"],
            },
        }
        for each in rows_of(outcome.results)
    ]
    insert_all(session, SetupRow, rows)
