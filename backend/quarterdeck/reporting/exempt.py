"""Exempt parts: what of an edition the public never reads (Local Government Act 1972, Schedule 12A).

They are named when an edition is issued. The body that has it reads all of it; whoever reads it because its papers
are public reads it without them, and is told that something was left out and why. What is exempt stays so: a figure
in every edition that holds it or prints it as an earlier period's, an activity in every edition of its round; until
it is lifted (see `lifting`).
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from quarterdeck.core.errors import invalid
from quarterdeck.measures.editions import EditionIssue, ExemptPart, PackEdition, still_exempt
from quarterdeck.measures.projection import Cell
from quarterdeck.measures.travel import Travel
from quarterdeck.reporting.annual import cells_of
from quarterdeck.reporting.content import (
    CorrectionContent,
    EarlierFigure,
    EditionContent,
    FigureContent,
    MissingContent,
)
from quarterdeck.reporting.counting import period_before
from quarterdeck.reporting.narrowing import narrowed
from quarterdeck.reporting.schemas import Exempt, ExemptActivity, ExemptFigure


@dataclass(frozen=True)
class Parts:
    """Figures (series and period) and activities that are exempt, each with the reason."""

    cells: Mapping[Cell, str] = field(default_factory=dict)
    activities: Mapping[int, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.cells or self.activities)

    def but(self, series_ids: Collection[int], activity_ids: Collection[int]) -> "Parts":
        """These without the figures of some series and without some activities."""
        return Parts(
            {cell: why for cell, why in self.cells.items() if cell[0] not in series_ids},
            {activity_id: why for activity_id, why in self.activities.items() if activity_id not in activity_ids},
        )

    def within(self, content: EditionContent) -> "Parts":
        """Those that a content holds: as its own figures and activities, earlier figures or corrections."""
        cells, activities = _cells(content), {each.activity_id for each in content.activities}
        return Parts(
            {cell: why for cell, why in self.cells.items() if cell in cells},
            {activity_id: why for activity_id, why in self.activities.items() if activity_id in activities},
        )


class LeftOut(NamedTuple):
    """How many figures or activities are left out for one reason."""

    kind: Literal["figure", "activity"]
    reason: str
    parts: int


def counted(parts: Parts) -> list[LeftOut]:
    """These parts counted by kind and reason, figures first."""
    figures, activities = Counter(parts.cells.values()), Counter(parts.activities.values())
    return [
        *(LeftOut("figure", reason, figures[reason]) for reason in sorted(figures)),
        *(LeftOut("activity", reason, activities[reason]) for reason in sorted(activities)),
    ]


def mark(session: Session, edition: PackEdition, issue: EditionIssue, parts: Sequence[Exempt]) -> None:
    """Keep what is exempt in this issue. Raises 422 for what the edition does not hold, or is named twice."""
    content = edition.content
    cells = {(each["series_id"], each["period_code"]) for each in [*content["figures"], *content["missing"]]}
    held: set[Cell | int] = {*cells, *(each["activity_id"] for each in content["activities"])}
    for place, part in enumerate(parts):
        named: Cell | int = (part.series_id, part.period) if isinstance(part, ExemptFigure) else part.activity_id
        if named not in held:
            raise invalid(f"/exempt/{place}", "not_in_edition", f"Name each {part.kind} of this edition once.")
        held.remove(named)
        session.add(_row(issue, part))
    session.flush()


def exempt_parts(session: Session, edition: PackEdition) -> Parts:
    """What is exempt for the readers of an edition: every exempt figure, and the exempt activities of its round.

    Of what was marked more than once the first reason counts.
    """
    cells: dict[Cell, str] = {}
    activities: dict[int, str] = {}
    for row in session.scalars(
        select(ExemptPart)
        .join(PackEdition, PackEdition.id == ExemptPart.edition_id)
        .where(
            ExemptPart.council_id == edition.council_id,
            or_(ExemptPart.series_id.is_not(None), PackEdition.round_id == edition.round_id),
            still_exempt(),
        )
        .order_by(ExemptPart.id)
    ):
        if row.series_id and row.period_code:
            cells.setdefault((row.series_id, row.period_code), row.reason)
        elif row.activity_id:
            activities.setdefault(row.activity_id, row.reason)
    return Parts(cells, activities)


def without(content: EditionContent, parts: Parts) -> EditionContent:
    """A content without these parts, counted anew. What stood for an exempt earlier period is not compared with."""
    if not parts.within(content):
        return content
    cells = parts.cells
    figures = [
        _without_earlier(each, parts) for each in content.figures if (each.series_id, each.period_code) not in cells
    ]
    missing = [each for each in content.missing if (each.series_id, each.period_code) not in cells]
    activities = [each for each in content.activities if each.activity_id not in parts.activities]
    return narrowed(content, lambda *cell: cell not in cells, figures, missing, activities)


def _cells(content: EditionContent) -> set[Cell]:
    rows: list[FigureContent | MissingContent | CorrectionContent] = [
        *content.figures,
        *content.missing,
        *content.corrections,
    ]
    cells = {(each.series_id, each.period_code) for each in rows}
    cells |= {(each.series_id, each.period_code) for each in content.targets}
    if content.last_report is not None:
        cells |= {(each.series_id, each.period_code) for each in content.last_report.indicators}
    cells |= set(cells_of(content.annual))
    for figure in content.figures:
        cells |= {(figure.series_id, each.period_code) for each in _earlier(figure)}
    return cells


def _earlier(figure: FigureContent) -> list[EarlierFigure]:
    return [*figure.previous, *([figure.previous_year] if figure.previous_year else [])]


def _without_earlier(figure: FigureContent, parts: Parts) -> FigureContent:
    def hidden(earlier: EarlierFigure | None) -> bool:
        return earlier is not None and (figure.series_id, earlier.period_code) in parts.cells

    if not any(hidden(each) for each in _earlier(figure)):
        return figure
    last_year = hidden(figure.previous_year)
    return figure.model_copy(
        update={
            "previous": [each for each in figure.previous if not hidden(each)],
            "previous_year": None if last_year else figure.previous_year,
            "short_travel": Travel.NOT_COMPARED.value if hidden(period_before(figure)) else figure.short_travel,
            "long_travel": Travel.NOT_COMPARED.value if last_year else figure.long_travel,
        }
    )


def _row(issue: EditionIssue, part: Exempt) -> ExemptPart:
    figure = part if isinstance(part, ExemptFigure) else None
    return ExemptPart(
        council_id=issue.council_id,
        issue_id=issue.id,
        edition_id=issue.edition_id,
        series_id=figure.series_id if figure else None,
        period_code=figure.period if figure else None,
        activity_id=part.activity_id if isinstance(part, ExemptActivity) else None,
        reason=part.reason,
    )
