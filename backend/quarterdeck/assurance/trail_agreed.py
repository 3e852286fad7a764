"""Lines of a trail about what bodies had before them and decided: editions, issues, decisions."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.assurance.recorded import recorded
from quarterdeck.assurance.trail_figures import figure_of, line
from quarterdeck.assurance.trail_rows import Looked, pins
from quarterdeck.assurance.trail_schemas import TrailFigure, TrailKind, TrailLine
from quarterdeck.core.actor import Actor
from quarterdeck.core.words import day_words
from quarterdeck.framework.models import Approval
from quarterdeck.framework.periods import Period
from quarterdeck.measures.editions import EditionIssue, PackEdition, PackFigure
from quarterdeck.measures.figure_schemas import PinningEdition
from quarterdeck.measures.models import Target
from quarterdeck.organisation.models import Body, Meeting, Portfolio, Post

SUBJECTS = {"pack_edition": "edition", "target": "the target", "definition": "the definition"}


def editions(session: Session, actor: Actor, looked: Looked, ids: Sequence[int]) -> Iterator[TrailLine]:
    """Sealed editions, each with the indicator's figures that it pins."""
    held: dict[int, list[int]] = defaultdict(list)
    for pin in session.scalars(pins(actor, looked).where(PackFigure.edition_id.in_(ids))):
        held[pin.edition_id].append(pin.rating_id)
    known = recorded(session, actor.council_id, [each for every in held.values() for each in every])
    for row in session.scalars(select(PackEdition).where(PackEdition.id.in_(ids))):
        figures: list[TrailFigure] = [figure_of(known[rating_id]) for rating_id in held[row.id]]
        periods = {each.period for each in figures}
        yield line(
            TrailKind.EDITION,
            row.id,
            row.sealed_at,
            row.sealed_by,
            ("pack_edition", row.id),
            period=next(iter(periods)) if len(periods) == 1 else None,
            sentence=f"Sealed in edition {row.number} for {Period.of_code(row.period_code).short_label}.",
            figures=sorted(figures, key=lambda each: (each.period, each.unit_name, each.breakdown), reverse=True),
            editions=[PinningEdition(edition_id=row.id, number=row.number, period_code=row.period_code)],
        )


def issues(session: Session, actor: Actor, looked: Looked, ids: Sequence[int]) -> Iterator[TrailLine]:
    """Editions put before a body, with their report numbers."""
    query = (
        select(EditionIssue, PackEdition, Body.name)
        .join(PackEdition, PackEdition.id == EditionIssue.edition_id)
        .join(Body, Body.id == EditionIssue.body_id)
        .where(EditionIssue.id.in_(ids))
    )
    for row, edition, body in session.execute(query):
        locks = " Its figures change by restatement alone from then on." if row.locks else ""
        report = f" as report {row.report_number}" if row.report_number else ""
        yield line(
            TrailKind.ISSUE,
            row.id,
            row.issued_at,
            row.issued_by,
            ("pack_edition", row.edition_id),
            period=looked.period,
            sentence=f"Edition {edition.number} for {Period.of_code(edition.period_code).short_label} was put before "
            f"{body}{report}.{locks}",
            reason=row.late_reason,
        )


def decisions(session: Session, actor: Actor, looked: Looked, ids: Sequence[int]) -> Iterator[TrailLine]:
    """What bodies, portfolio holders and officers decided on editions, targets and definitions."""
    query = (
        select(Approval, Body.name, Portfolio.name, Post.title, Meeting.title, PackEdition, Target.period_code)
        .outerjoin(Body, Body.id == Approval.body_id)
        .outerjoin(Portfolio, Portfolio.id == Approval.portfolio_id)
        .outerjoin(Post, Post.id == Approval.post_id)
        .outerjoin(Meeting, Meeting.id == Approval.meeting_id)
        .outerjoin(PackEdition, (Approval.subject_kind == "pack_edition") & (PackEdition.id == Approval.subject_id))
        .outerjoin(Target, (Approval.subject_kind == "target") & (Target.id == Approval.subject_id))
        .where(Approval.id.in_(ids))
    )
    for row, body, portfolio, post, meeting, edition, period in session.execute(query):
        who = body or (f"the portfolio holder for {portfolio}" if portfolio else post) or "officers"
        what = SUBJECTS.get(row.subject_kind, row.subject_kind)
        numbered = f" {edition.number} for {Period.of_code(edition.period_code).short_label}" if edition else ""
        day = day_words(row.decided_on)
        at = (
            f" ({', '.join(part for part in (meeting, row.minute_reference) if part)})"
            if meeting or row.minute_reference
            else ""
        )
        sentence = f"{who} {row.outcome} {what}{numbered} on {day}{at}."
        yield line(
            TrailKind.DECISION,
            row.id,
            row.recorded_at,
            row.recorded_by,
            (row.subject_kind, row.subject_id),
            period=period,
            sentence=sentence[0].upper() + sentence[1:],
            reason=row.comment or "",
        )
