"""Evidence: files that belong to something on record, stored once for each content."""

import hashlib
import os
import tempfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Row, Select, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from quarterdeck.core import journal, refs
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem, invalid, not_found
from quarterdeck.core.journal import Event
from quarterdeck.core.settings import Settings
from quarterdeck.core.uploads import media_type_of, plain_name
from quarterdeck.organisation.models import Evidence, EvidenceFile
from quarterdeck.organisation.records import require
from quarterdeck.organisation.roles import Permission
from quarterdeck.organisation.schemas.evidence import EvidenceRead

EvidenceRow = Row[Evidence, EvidenceFile]


def add_evidence(
    session: Session,
    actor: Actor,
    settings: Settings,
    *,
    kind: str,
    subject_id: int,
    filename: str | None,
    file: BinaryIO,
    note: str,
) -> EvidenceRead:
    """Keep a file as evidence of something.

    Raises 404 for what the actor may not see, 403 where they may not add to it, 413 and 422 for the file.
    The file is on disk before the row is committed: a refusal may leave a file that nothing names, never
    a row without its file.
    """
    subject = refs.resolve(session, actor, kind, subject_id)
    require(actor, Permission.ADD_EVIDENCE, subject.place)
    name, content = plain_name(filename), file.read(settings.max_evidence_bytes + 1)
    media_type = media_type_of(name, content, settings.max_evidence_bytes)
    sha256 = keep_file(settings, content)
    change = journal.change(session, actor.council_id)
    stored = _record(session, sha256, len(content), media_type)
    evidence = Evidence(
        council_id=actor.council_id,
        kind=subject.kind,
        subject_id=subject.id,
        sha256=stored.sha256,
        filename=name,
        note=note,
        added_by=actor.person_id,
        added_at=change.recorded_at,
    )
    session.add(evidence)
    session.flush()
    detail = {"belongs_to": [subject.kind, subject.id], "sha256": stored.sha256, "size": stored.size}
    journal.record(session, actor, Event("evidence.add", "evidence", evidence.id, detail))
    return evidence_read(evidence, stored)


def list_evidence(session: Session, actor: Actor, kind: str, subject_id: int) -> Select[Evidence, EvidenceFile]:
    """The evidence of one thing, with its files. Raises 404 for a thing the actor may not see."""
    subject = refs.resolve(session, actor, kind, subject_id, "kind")
    return _visible(actor).where(Evidence.kind == subject.kind, Evidence.subject_id == subject.id)


def find_evidence(session: Session, actor: Actor, evidence_id: int) -> EvidenceRow:
    """One piece of evidence with its file, seen by whoever sees what it belongs to. Raises 404."""
    found = session.execute(_visible(actor).where(Evidence.id == evidence_id)).one_or_none()
    if found is None or not _sees_subject(session, actor, found[0]):
        raise not_found("evidence")
    return found


def evidence_counts(session: Session, council_id: int, kind: str, subject_ids: Collection[int]) -> dict[int, int]:
    """How many files each of these things has as evidence; those without any are left out."""
    rows = session.execute(
        select(Evidence.subject_id, func.count().label("number"))
        .where(Evidence.council_id == council_id, Evidence.kind == kind, Evidence.subject_id.in_(sorted(subject_ids)))
        .group_by(Evidence.subject_id)
    )
    return {row.subject_id: row.number for row in rows}


def repeat_evidence(session: Session, council_id: int, kind: str, to: Mapping[int, tuple[str, int]]) -> int:
    """Let the evidence of things of a kind count for what has come of them; returns how many files that gave it.

    to: by the id of the thing, the kind and id of what came of it. A file that this has already is not repeated.
    Who added it, and when, stays. The caller journals what came of the things.
    """
    rows = session.scalars(_evidence_of(council_id, kind, to)).all()
    there = set()
    for other in sorted({to_kind for to_kind, _ in to.values()}) if rows else ():
        ids = [to_id for to_kind, to_id in to.values() if to_kind == other]
        there |= {
            _same_file(row, other, row.subject_id) for row in session.scalars(_evidence_of(council_id, other, ids))
        }
    added = 0
    for row in rows:
        to_kind, to_id = to[row.subject_id]
        if (same := _same_file(row, to_kind, to_id)) not in there:
            there.add(same)
            session.add(_repeated(row, to_kind, to_id))
            added += 1
    session.flush()
    return added


def _same_file(row: Evidence, kind: str, subject_id: int) -> tuple[str, int, str, str]:
    return kind, subject_id, row.sha256, row.filename


def _evidence_of(council_id: int, kind: str, subject_ids: Collection[int]) -> Select[Evidence]:
    return (
        select(Evidence)
        .where(Evidence.council_id == council_id, Evidence.kind == kind, Evidence.subject_id.in_(sorted(subject_ids)))
        .order_by(Evidence.id)
    )


def _repeated(row: Evidence, kind: str, subject_id: int) -> Evidence:
    same = ("council_id", "sha256", "filename", "note", "added_by", "added_at")
    return Evidence(kind=kind, subject_id=subject_id, **{name: getattr(row, name) for name in same})


def file_of(settings: Settings, stored: EvidenceFile) -> Path:
    """Where a stored file lies. Raises 404 `file-missing` where the data folder has lost it."""
    path = _path(settings, stored.sha256)
    if not path.is_file():
        detail = "The file is on record but not in the data folder; restore the folder from its backup."
        raise Problem(404, "file-missing", detail)
    return path


def stored_file(settings: Settings, sha256: str) -> Path:
    """Where a file with this SHA-256 lies, or would lie."""
    return _path(settings, sha256)


def evidence_read(evidence: Evidence, stored: EvidenceFile) -> EvidenceRead:
    """A piece of evidence as it is answered."""
    columns = {name: getattr(evidence, name) for name in EvidenceRead.model_fields.keys() - {"size", "media_type"}}
    return EvidenceRead.model_validate({**columns, "size": stored.size, "media_type": stored.media_type})


def _visible(actor: Actor) -> Select[Evidence, EvidenceFile]:
    return (
        select(Evidence, EvidenceFile)
        .join(EvidenceFile, EvidenceFile.sha256 == Evidence.sha256)
        .where(Evidence.council_id == actor.council_id)
    )


def _sees_subject(session: Session, actor: Actor, evidence: Evidence) -> bool:
    try:
        refs.resolve(session, actor, evidence.kind, evidence.subject_id)
    except Problem:
        return False
    return True


def keep_file(settings: Settings, content: bytes) -> str:
    """Put the bytes into the data folder, unless they lie there; return their SHA-256."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = _path(settings, sha256)
    if not path.is_file():
        _write(path, content)
    return sha256


def _record(session: Session, sha256: str, size: int, media_type: str) -> EvidenceFile:
    """The row of a stored file, made where it is not there yet. Raises 422 where it is of another type."""
    known = session.get(EvidenceFile, sha256)
    if known is None:
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        values = {"sha256": sha256, "size": size, "media_type": media_type}
        # Another council may keep the same file at this moment.
        session.execute(insert(EvidenceFile).values(values).on_conflict_do_nothing(index_elements=["sha256"]))
        known = session.get_one(EvidenceFile, sha256)
    if known.media_type != media_type:
        raise invalid("/file", "wrong_name", f"This very file is on record as {known.media_type}; name it accordingly.")
    return known


def kept_files(settings: Settings) -> Iterator[Path]:
    """Every file that was kept, named by its SHA-256."""
    for path in sorted((settings.data_dir / "evidence").glob("??/*")):
        if path.is_file() and not path.name.startswith("."):
            yield path


def _path(settings: Settings, sha256: str) -> Path:
    return settings.data_dir / "evidence" / sha256[:2] / sha256


def _write(path: Path, content: bytes) -> None:
    """Write the whole file or nothing: under another name first, and on the disk before it gets its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
