"""How two editions of a round differ: figures, activities and the annual part, each before and after."""

from typing import NamedTuple

from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import invalid, not_found
from quarterdeck.measures.editions import PackEdition, find_edition, visible_editions
from quarterdeck.measures.projection import Cell
from quarterdeck.reporting.annual_differences import compare_annual, differing
from quarterdeck.reporting.content import EditionContent, FigureContent
from quarterdeck.reporting.difference_schemas import (
    ActivityDifference,
    ActivitySaid,
    EditionDifferences,
    FigureDifference,
    FigureSaid,
)
from quarterdeck.reporting.exempt import Parts, counted
from quarterdeck.reporting.parts import Reading, read_content
from quarterdeck.reporting.schemas import LeftOutRead

BESIDE = frozenset({"change", "changed", "before", "after"})


class Hidden(NamedTuple):
    """The figures and activities of an edition that a reader does not see."""

    cells: frozenset[Cell]
    activity_ids: frozenset[int]


def between(session: Session, actor: Actor, edition_id: int, from_id: int | None = None) -> EditionDifferences:
    """How an edition differs from another of its round: by default the newest before it that the actor may see.

    What the actor does not read in one of the two is not told of the other either. Raises 404, also where no
    edition comes before it; 422 for an edition of another round.
    """
    edition = find_edition(session, actor, edition_id)
    other = _before(session, actor, edition) if from_id is None else find_edition(session, actor, from_id)
    if other.round_id != edition.round_id:
        raise invalid("from_edition", "other_round", "Compare an edition with another of its own round.")
    was, now = read_content(session, actor, other), read_content(session, actor, edition)
    hidden = _hidden((other, was), (edition, now))
    figures, activities = compare_figures(was.content, now.content), compare_activities(was.content, now.content)
    part = was.part if now.part is None else now.part
    return EditionDifferences(
        edition_id=edition.id,
        number=edition.number,
        from_edition_id=other.id,
        from_number=other.number,
        part=None if part is None else [code for code, _ in part],
        left_out=_left_out(hidden, was, now),
        figures=[each for each in figures if (each.series_id, each.period_code) not in hidden.cells],
        activities=[each for each in activities if each.activity_id not in hidden.activity_ids],
        annual=compare_annual((other.content, was.content.annual), (edition.content, now.content.annual)),
    )


def compare_figures(before: EditionContent, after: EditionContent) -> list[FigureDifference]:
    """The figures that two contents do not say the same of: in the order of the later, what is gone at the end."""
    named, said = FigureDifference.model_fields.keys() - BESIDE, list(FigureSaid.model_fields)
    return [
        FigureDifference(
            **{name: getattr(now or was, name) for name in named},
            change=change,
            changed=changed,
            before=FigureSaid.model_validate(was) if was else None,
            after=FigureSaid.model_validate(now) if now else None,
        )
        for change, changed, was, now in differing(before.figures, after.figures, said, _cell)
    ]


def compare_activities(before: EditionContent, after: EditionContent) -> list[ActivityDifference]:
    """The activities that two contents do not say the same of: in the order of the later, what is gone at the end."""
    named, said = ActivityDifference.model_fields.keys() - BESIDE, list(ActivitySaid.model_fields)
    return [
        ActivityDifference(
            **{name: getattr(now or was, name) for name in named},
            change=change,
            changed=changed,
            before=ActivitySaid.model_validate(was) if was else None,
            after=ActivitySaid.model_validate(now) if now else None,
        )
        for change, changed, was, now in differing(
            before.activities, after.activities, said, lambda each: each.activity_id
        )
    ]


def _cell(figure: FigureContent) -> Cell:
    return figure.series_id, figure.period_code


def _before(session: Session, actor: Actor, edition: PackEdition) -> PackEdition:
    query = visible_editions(actor).where(PackEdition.round_id == edition.round_id, PackEdition.number < edition.number)
    found = session.scalars(query.order_by(PackEdition.number.desc()).limit(1)).one_or_none()
    if found is None:
        raise not_found("earlier edition of this round")
    return found


def _hidden(*read: tuple[PackEdition, Reading]) -> Hidden:
    """What one of these editions holds and its reading does not."""
    cells: set[Cell] = set()
    activity_ids: set[int] = set()
    for edition, reading in read:
        held = {(each["series_id"], each["period_code"]) for each in edition.content["figures"]}
        cells |= held - {_cell(each) for each in reading.content.figures}
        held_activities = {each["activity_id"] for each in edition.content["activities"]}
        activity_ids |= held_activities - {each.activity_id for each in reading.content.activities}
    return Hidden(frozenset(cells), frozenset(activity_ids))


def _left_out(hidden: Hidden, was: Reading, now: Reading) -> list[LeftOutRead]:
    """What of that is exempt from publication, counted by reason."""
    cells: dict[Cell, str] = {}
    activities: dict[int, str] = {}
    for left_out in (was.left_out, now.left_out):
        cells |= {cell: reason for cell, reason in left_out.cells.items() if cell in hidden.cells}
        activities |= {each: reason for each, reason in left_out.activities.items() if each in hidden.activity_ids}
    return [LeftOutRead.model_validate(each._asdict()) for each in counted(Parts(cells, activities))]
