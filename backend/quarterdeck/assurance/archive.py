"""A sample as one archive: everything that it takes to re-perform its figures, and a script that does.

The archive tells the record as it stood when the sample was drawn, so it is the same each time it is made, as far as
its reader may see the same. It is written to a file that has no name, so that nothing is left of it when it was sent.
"""

import hashlib
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

import orjson
from sqlalchemy.orm import Session

from quarterdeck.assurance import samples, workpaper
from quarterdeck.assurance.models import AssuranceSample
from quarterdeck.assurance.sample_record import IndicatorRecord, read_record
from quarterdeck.assurance.sample_schemas import SampleRead
from quarterdeck.assurance.sample_words import readme
from quarterdeck.core.actor import Actor
from quarterdeck.core.settings import Settings
from quarterdeck.organisation.evidence import stored_file

MOST_EVIDENCE: Final = 250_000_000
CHUNK: Final = 1 << 20
SCRIPT: Final = Path(__file__).with_name("recompute.py")
TOO_MUCH: Final = "left out: the archive holds 250 MB of evidence at most; save it from the figure's page"
LOST: Final = "left out: the file is on record but not in the data folder"


@dataclass
class _Writing:
    """The archive under way: what is in it, and how much evidence that is."""

    archive: zipfile.ZipFile
    at: tuple[int, int, int, int, int, int]
    files: list[dict[str, Any]] = field(default_factory=list)
    evidence: int = 0

    def add(self, path: str, content: bytes) -> None:
        """Put a part into it that is made here."""
        with self.archive.open(self._info(path, zipfile.ZIP_DEFLATED), "w") as part:
            part.write(content)
        self.files.append({"path": path, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()})

    def copy(self, path: str, source: Path) -> None:
        """Put a stored file into it, as it is."""
        digest, size = hashlib.sha256(), 0
        with source.open("rb") as file, self.archive.open(self._info(path, zipfile.ZIP_DEFLATED), "w") as part:
            while chunk := file.read(CHUNK):
                part.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.files.append({"path": path, "size": size, "sha256": digest.hexdigest()})

    def _info(self, path: str, how: int) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(path, self.at)
        info.compress_type, info.external_attr = how, 0o644 << 16
        return info


def write_archive(session: Session, actor: Actor, settings: Settings, sample_id: int) -> tuple[IO[bytes], int, str]:
    """A sample's archive: an open file at its beginning, its size, and what to call it. Raises 404."""
    sample = samples.find_sample(session, actor, sample_id)
    read = samples.sample_reads(session, [sample])[0]
    out: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    try:
        with zipfile.ZipFile(out, "w") as archive:
            _write(session, actor, settings, _Writing(archive, _moment(sample.drawn_at)), sample, read)
        size = out.tell()
        out.seek(0)
    except BaseException:
        out.close()
        raise
    return out, size, f"sample-{sample.number}-{sample.period_code}.zip"


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """The file piece by piece; it is gone when the last was taken, or nobody wants more."""
    with file:
        while chunk := file.read(CHUNK):
            yield chunk


def _write(
    session: Session, actor: Actor, settings: Settings, writing: _Writing, sample: AssuranceSample, read: SampleRead
) -> None:
    drawn = [each.ref for each in read.drawn]
    told = {"seed": sample.seed, "size": sample.size, "by_unit": sample.by_unit, "drawn": drawn}
    writing.add("README.txt", readme(read).encode())
    writing.add("recompute.py", SCRIPT.read_bytes())
    writing.add("draw.json", _json({**told, "population": sample.population}))
    records: list[IndicatorRecord] = []
    names: list[str] = []
    for each in read.drawn:
        record = read_record(session, actor, sample, each)
        _copy_evidence(writing, record, lambda sha256: stored_file(settings, sha256))
        names.append(f"{record.folder}/record.json")
        writing.add(names[-1], _json(record.told))
        assessments = [each.model_dump(mode="json") for each in record.assessments]
        writing.add(f"{record.folder}/data-quality.json", _json({"assessments": assessments}))
        records.append(record)
    writing.add("workpaper.xlsx", workpaper.as_workbook(read, sample, records))
    manifest = {
        "format": "quarterdeck-assurance-sample/1",
        "sample": read.model_dump(mode="json"),
        "records": names,
        "files": sorted(writing.files, key=lambda file: str(file["path"])),
    }
    writing.archive.writestr(writing._info("manifest.json", zipfile.ZIP_DEFLATED), _json(manifest))


def _copy_evidence(writing: _Writing, record: IndicatorRecord, where: Callable[[str], Path]) -> None:
    """Put an indicator's files into the archive, each once, and note in its record where; or why not."""
    for file in record.evidence:
        if writing.evidence + file["size"] > MOST_EVIDENCE:
            file["path"], file["note_of_archive"] = None, TOO_MUCH
            continue
        source = where(file["sha256"])
        if not source.is_file():
            file["path"], file["note_of_archive"] = None, LOST
            continue
        writing.copy(f"{record.folder}/{file['path']}", source)
        writing.evidence += file["size"]


def _json(content: Any) -> bytes:
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)


def _moment(at: datetime) -> tuple[int, int, int, int, int, int]:
    return (at.year, at.month, at.day, at.hour, at.minute, at.second)
