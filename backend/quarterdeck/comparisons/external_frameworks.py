"""Frameworks of others: read from a file, with its outcomes and metrics as they are published, never made up."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Select, select, true
from sqlalchemy.orm import Session

from quarterdeck.comparisons.csv_rows import Row
from quarterdeck.comparisons.framework_models import ExternalFramework, ExternalMetric
from quarterdeck.comparisons.lines import Columns, Line, Result, take_text
from quarterdeck.comparisons.models import ComparisonFile
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import not_found
from quarterdeck.measures.viewpoint import NOW, Viewpoint

COLUMNS: Final = Columns(
    ("framework", "version", "outcome_code", "outcome", "metric_code", "metric"), ("unit", "source")
)
TOLD: Final = ("position", "outcome_code", "outcome", "code", "name", "unit", "source")


def visible_frameworks(actor: Actor, viewpoint: Viewpoint = NOW) -> Select[ExternalFramework]:
    """The frameworks known at a viewpoint: everyone signed in may read them."""
    f, then = ExternalFramework, viewpoint.change_no
    return select(f).where(f.council_id == actor.council_id, true() if then is None else f.change_no <= then)


def find_framework(session: Session, actor: Actor, framework_id: int, viewpoint: Viewpoint = NOW) -> ExternalFramework:
    """One framework. Raises 404."""
    query = visible_frameworks(actor, viewpoint).where(ExternalFramework.id == framework_id)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise not_found("external framework")
    return found


def metrics_of(session: Session, framework: ExternalFramework) -> Sequence[ExternalMetric]:
    """A framework's metrics in its publisher's order."""
    m = ExternalMetric
    query = select(m).where(m.council_id == framework.council_id, m.framework_id == framework.id)
    return session.scalars(query.order_by(m.position)).all()


def plan_framework(session: Session, actor: Actor, rows: Sequence[tuple[int, Row]]) -> list[Line]:
    """What each line of a file of one framework would write. A version on record with other metrics is a fault."""
    seen: dict[tuple[str, str], int] = {}
    outcomes: dict[str, str] = {}
    lines = []
    for position, (number, row) in enumerate(rows, 1):
        line = Line(number, f"{row.get('outcome_code', '')[:64]} {row.get('metric_code', '')[:64]}".strip())
        framework, version = take_text(line, row, "framework", 300), take_text(line, row, "version", 64)
        made: dict[str, Any] = {
            "position": position,
            "outcome_code": take_text(line, row, "outcome_code", 64),
            "outcome": take_text(line, row, "outcome", 300),
            "code": take_text(line, row, "metric_code", 64, needed=bool(row.get("metric"))),
            "name": take_text(line, row, "metric", 300, needed=bool(row.get("metric_code"))),
            "unit": take_text(line, row, "unit", 40, needed=False),
            "source": take_text(line, row, "source", 300, needed=False),
        }
        line.says = made["name"] or f"{made['outcome']}: no metric yet"
        key = made["outcome_code"], made["code"]
        if seen.setdefault(key, number) != number:
            line.wrong("metric_code", "repeated", f"Line {seen[key]} has the same codes. Leave one of them.")
        if outcomes.setdefault(made["outcome_code"], made["outcome"]) != made["outcome"]:
            line.wrong("outcome", "two_names", "Another line calls this outcome otherwise. A code has one name.")
        if (framework, version) != (rows[0][1].get("framework"), rows[0][1].get("version")):
            line.wrong("framework", "two_frameworks", "A file holds one version of one framework.")
        line.made = {"framework": framework, "version": version, "metric": made}
        lines.append(line)
    _compare(session, actor, lines)
    return lines


def _compare(session: Session, actor: Actor, lines: Sequence[Line]) -> None:
    first = lines[0].made
    f = ExternalFramework
    query = visible_frameworks(actor).where(f.name == first["framework"], f.version == first["version"])
    known = session.scalars(query).one_or_none()
    if known is None:
        return
    before = [{name: getattr(each, name) for name in TOLD} for each in metrics_of(session, known)]
    same = before == [line.made["metric"] for line in lines]
    for line in lines:
        if same:
            line.result = Result.UNCHANGED
        elif line.result is not Result.FAULT:
            detail = "This version is on record with other outcomes or metrics. Give this list its own version."
            line.wrong("version", "version_taken", detail)


def record_framework(session: Session, file: ComparisonFile, lines: Sequence[Line], change_no: int) -> None:
    """Append a framework with its metrics."""
    first = lines[0].made
    framework = ExternalFramework(
        council_id=file.council_id,
        name=first["framework"],
        version=first["version"],
        file_id=file.id,
        change_no=change_no,
    )
    session.add(framework)
    session.flush()
    session.add_all(
        ExternalMetric(council_id=file.council_id, framework_id=framework.id, **line.made["metric"]) for line in lines
    )
