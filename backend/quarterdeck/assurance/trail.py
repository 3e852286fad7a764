"""An indicator's trail: everything on record about it, newest first, each kind of thing read in one query."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from quarterdeck.assurance import trail_agreed, trail_figures, trail_meaning
from quarterdeck.assurance.recalculation import RecalculationCounts, count, recalculate
from quarterdeck.assurance.recorded import recorded
from quarterdeck.assurance.trail_rows import Looked, trail_rows
from quarterdeck.assurance.trail_schemas import TrailKind, TrailLine
from quarterdeck.core.actor import Actor
from quarterdeck.core.http import Paging, page
from quarterdeck.framework.service import period_of
from quarterdeck.measures.indicators import find_indicator
from quarterdeck.measures.viewpoint import NOW, figures
from quarterdeck.organisation.models import Evidence, EvidenceFile
from quarterdeck.organisation.schemas.evidence import EvidenceRead

Lines = Callable[[Session, Actor, Looked, Sequence[int]], Iterable[TrailLine]]
LINES: Final[dict[TrailKind, Lines]] = {
    TrailKind.FIGURE: trail_figures.figures,
    TrailKind.RESTATEMENT: trail_figures.restatements,
    TrailKind.JUDGEMENT: trail_figures.judgements,
    TrailKind.SUBMISSION: trail_figures.submissions,
    TrailKind.QUERY: trail_figures.queries,
    TrailKind.EDITION: trail_agreed.editions,
    TrailKind.ISSUE: trail_agreed.issues,
    TrailKind.DECISION: trail_agreed.decisions,
    TrailKind.TARGET: trail_meaning.targets,
    TrailKind.DEFINITION: trail_meaning.definitions,
    TrailKind.RULE: trail_meaning.rules,
    TrailKind.ASSESSMENT: trail_meaning.assessments,
    TrailKind.SET_UP: trail_meaning.set_up,
}
"""How the lines of each kind are read, by their ids."""


def list_trail(
    session: Session, actor: Actor, looked: Looked, paging: Paging, kind: TrailKind | None = None
) -> tuple[list[TrailLine], str | None]:
    """A page of an indicator's trail, newest first, and its cursor. Raises 404, and 422 for a period that is none."""
    _check(session, actor, looked)
    return trail_lines(session, actor, looked, paging, kind)


def read_recalculation(session: Session, actor: Actor, looked: Looked) -> RecalculationCounts:
    """The indicator's figures that stand, each computed again and counted. Raises what `list_trail` does."""
    _check(session, actor, looked)
    cells = figures(actor, NOW).subquery("stands").c
    query: Select[int] = select(cells.rating_id).where(cells.indicator_id == looked.indicator_id)
    if looked.period is not None:
        query = query.where(cells.period_code == looked.period)
    found = recorded(session, actor.council_id, list(session.scalars(query)))
    return count(recalculate(each) for each in found.values())


def trail_lines(
    session: Session, actor: Actor, looked: Looked, paging: Paging, kind: TrailKind | None = None
) -> tuple[list[TrailLine], str | None]:
    """Lines of a trail, newest first, and the cursor of what follows."""
    rows = trail_rows(actor, looked, kind).c
    query = select(rows.kind, rows.at, rows.id)
    found, cursor = page(session, query, (rows.at.desc(), rows.kind, rows.id.desc()), paging)
    wanted: dict[TrailKind, list[int]] = defaultdict(list)
    for row in found:
        wanted[TrailKind(row.kind)].append(row.id)
    lines = {
        (each.kind, each.id): each
        for of_kind, ids in wanted.items()
        for each in LINES[of_kind](session, actor, looked, ids)
    }
    ordered = [lines[TrailKind(row.kind), row.id] for row in found]
    _add_evidence(session, actor, ordered)
    return ordered, cursor


def _check(session: Session, actor: Actor, looked: Looked) -> None:
    find_indicator(session, actor, looked.indicator_id)
    if looked.period is not None:
        period_of(looked.period, "period")


def _add_evidence(session: Session, actor: Actor, lines: Sequence[TrailLine]) -> None:
    """Put the files beside the lines that they are evidence of. Whoever sees a thing sees its evidence."""
    about: dict[tuple[str, int], list[TrailLine]] = defaultdict(list)
    for line in lines:
        about[_proved(line)].append(line)
    query = (
        select(Evidence, EvidenceFile.size, EvidenceFile.media_type)
        .join(EvidenceFile, EvidenceFile.sha256 == Evidence.sha256)
        .where(
            Evidence.council_id == actor.council_id,
            Evidence.kind.in_({kind for kind, _ in about}),
            Evidence.subject_id.in_({subject_id for _, subject_id in about}),
        )
        .order_by(Evidence.id)
    )
    names = EvidenceRead.model_fields.keys() - {"size", "media_type"}
    for row, size, media_type in session.execute(query):
        file = EvidenceRead(**{name: getattr(row, name) for name in names}, size=size, media_type=media_type)
        for line in about.get((row.kind, row.subject_id), ()):
            line.evidence.append(file)


def _proved(line: TrailLine) -> tuple[str, int]:
    """What a line's evidence belongs to."""
    if line.kind is TrailKind.DECISION:
        return "approval", line.id
    return line.about_kind, line.about_id
