"""Evidence files in a backup: an archive beside the database's, taken after it, so that it holds all that is on record.

Files are named by their content and never changed: what came while the archive was made does no harm.
"""

import hashlib
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core.backup import BackupFailed
from quarterdeck.core.settings import Settings
from quarterdeck.organisation.evidence import keep_file, kept_files
from quarterdeck.organisation.models import EvidenceFile


def archive_of(backup: Path) -> Path:
    """Where the archive of a backup's evidence lies: beside it."""
    return backup.with_name(backup.name + ".evidence.tar")


def back_up_evidence(settings: Settings, backup: Path) -> int:
    """Write every evidence file into the archive beside a backup; return how many. Raises BackupFailed."""
    target, number = archive_of(backup), 0
    try:
        handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise BackupFailed(f"{target} exists already.") from None
    with os.fdopen(handle, "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as archive:
            for path in kept_files(settings):
                archive.add(path, arcname=path.name, recursive=False)
                number += 1
        file.flush()
        os.fsync(file.fileno())
    return number


def restore_evidence(settings: Settings, backup: Path) -> int:
    """Put the archive's files into the data folder, but for those that lie there; return how many it holds.

    A file that is not what its name says is left out: `evidence_faults` then tells of it.
    """
    number = 0
    for name, content in _files(backup):
        if hashlib.sha256(content).hexdigest() == name:
            keep_file(settings, content)
        number += 1
    return number


def evidence_faults(session: Session, settings: Settings, backup: Path | None = None) -> list[str]:
    """A sentence for each file on record that is missing or not what it was.

    Looked for in the archive beside a backup, where one is named and has one; else in the data folder.
    """
    if backup is not None and archive_of(backup).is_file():
        held = {name: hashlib.sha256(content).hexdigest() for name, content in _files(backup)}
    else:
        held = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in kept_files(settings)}
    on_record = session.scalars(select(EvidenceFile.sha256).order_by(EvidenceFile.sha256)).all()
    return [
        f"Evidence file {each} is {'damaged' if each in held else 'missing'}."
        for each in on_record
        if held.get(each) != each
    ]


def _files(backup: Path) -> Iterator[tuple[str, bytes]]:
    """The files of the archive, one at a time: name and content; none where there is no archive."""
    path = archive_of(backup)
    if not path.is_file():
        return
    try:
        with tarfile.open(path, mode="r:") as archive:
            for member in archive:
                file = archive.extractfile(member) if member.isfile() else None
                if file is not None:
                    yield member.name, file.read()
    except tarfile.TarError as error:
        raise BackupFailed(f"{path} cannot be read: {error}") from None
