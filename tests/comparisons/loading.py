"""Loading files of comparison data as the performance team does."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from quarterdeck.comparisons import files
from quarterdeck.comparisons.lines import Line
from quarterdeck.comparisons.models import ComparisonFile
from quarterdeck.core.actor import Actor

EXAMPLES = Path(__file__).parents[2] / "docs" / "guides" / "examples"
SOURCE = {"publisher": "Example Statistics", "title": "Figures of councils", "published_on": date(2024, 9, 5)}


def example(name: str) -> str:
    """An example file of the guide for integrators."""
    return (EXAMPLES / f"comparison-{name}.csv").read_text(encoding="utf-8")


def looked_at(session: Session, team: Actor, content: str, **source: Any) -> tuple[ComparisonFile, list[Line]]:
    """A file that is uploaded, its source stated, and what each line comes to."""
    file = files.upload_file(session, team, files.open_file(team, "table.csv", BytesIO(content.encode())))
    files.state_source(session, team, file.id, {**SOURCE, **source}, file.version)
    session.commit()
    return file, files.lines_of(session, team, file)


def loaded(session: Session, team: Actor, content: str, **source: Any) -> ComparisonFile:
    """A file that is on record."""
    file, lines = looked_at(session, team, content, **source)
    assert not [fault for line in lines for fault in line.faults]
    files.decide_file(session, team, file.id, "load", file.version)
    session.commit()
    return file


def faults(lines: list[Line]) -> dict[int, list[str]]:
    """The codes of what is wrong, by line."""
    return {line.number: [fault.code for fault in line.faults] for line in lines if line.faults}
