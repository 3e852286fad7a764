"""Lines of a trail about figures: revisions, restatements, judgements, the submissions they came from, questions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.assurance.recalculation import recalculate
from quarterdeck.assurance.recorded import Recorded, recorded
from quarterdeck.assurance.trail_rows import Looked, entries, pins
from quarterdeck.assurance.trail_schemas import ExplainedCheck, TrailChange, TrailFigure, TrailKind, TrailLine
from quarterdeck.collection.models import Entry, EntryQuery
from quarterdeck.core.actor import Actor
from quarterdeck.core.journal import AuditEvent
from quarterdeck.core.words import day_words
from quarterdeck.framework.periods import Period
from quarterdeck.measures.check_catalogue import name_of
from quarterdeck.measures.editions import PackEdition, PackFigure
from quarterdeck.measures.figure_schemas import PinningEdition
from quarterdeck.measures.models import IndicatorDefinition, Observation, RevisionKind
from quarterdeck.measures.restatement import Restatement, RestatementState
from quarterdeck.measures.versions import definitions_of, in_force
from quarterdeck.measures.viewpoint import newest_rating
from quarterdeck.measures.words import figure_words, target_said

SAID = {
    "submit": "The service submitted its return",
    "return": "The return was sent back to the service",
    "confirm": "The return was confirmed",
    "confirm_off_system": "The return was confirmed off the system",
    "reopen": "The return was reopened",
    "send_back": "The return was sent back after a decision",
    "extend": "The service was given longer",
}
KINDS = {
    RevisionKind.FIRST: "First figure",
    RevisionKind.CORRECTION: "Corrected",
    RevisionKind.RESTATEMENT: "Restated",
    RevisionKind.AS_PRINTED: "As printed",
}


def line(kind: TrailKind, row_id: int, at: Any, by: int | None, about: tuple[str, int], **said: Any) -> TrailLine:
    """A line with what was said of it; what was left out is empty. Files are put beside it later."""
    period = said.pop("period", None)
    empty: dict[str, Any] = {"reason": "", "changes": [], "figures": [], "checks": [], "editions": []}
    return TrailLine(
        id=row_id,
        kind=kind,
        at=at,
        by=by,
        about_kind=about[0],
        about_id=about[1],
        period=period,
        period_label=None if period is None else Period.of_code(period).short_label,
        evidence=[],
        **{**empty, **said},
    )


def figures(session: Session, actor: Actor, looked: Looked, ids: Sequence[int]) -> Iterator[TrailLine]:
    """Revisions, with what they were rated as, the checks that were explained, and the editions that pin them."""
    o = Observation
    standing = select(newest_rating(o, looked.change_no)).where(o.council_id == actor.council_id, o.id.in_(ids))
    ratings = [rating_id for rating_id in session.scalars(standing) if rating_id is not None]
    pinned = _pinned(session, actor, looked, ids)
    for each in recorded(session, actor.council_id, ratings).values():
        row = each.observation
        words = figure_words(row.value_state, row.value, each.definition.unit_of_measure, each.definition.decimals)
        yield line(
            TrailKind.FIGURE,
            row.id,
            row.recorded_at,
            row.recorded_by,
            ("observation", row.id),
            period=row.period_code,
            sentence=f"{KINDS[RevisionKind(row.kind)]}: {words} (revision {row.revision}).",
            reason=row.reason,
            figures=[figure_of(each)],
            checks=explained(row.explanations),
            editions=pinned[row.id],
        )


def restatements(session: Session, actor: Actor, looked: Looked, ids: Sequence[int]) -> Iterator[TrailLine]:
    """Restatements as they were proposed, with what became of them."""
    definitions = definitions_of(session, [looked.indicator_id])[looked.indicator_id]
    for row in session.scalars(select(Restatement).where(Restatement.id.in_(ids))):
        words = _in_words(row, definitions)
        decided = "" if row.decided_on is None else f" on {day_words(row.decided_on)}"
        became = (
            "It waits for another person."
            if row.state == RestatementState.PROPOSED
            else f"{row.state.capitalize()}{decided}."
        )
        yield line(
            TrailKind.RESTATEMENT,
            row.id,
            row.proposed_at,
            row.proposed_by,
            ("restatement", row.id),
            period=row.period_code,
            sentence=f"A restatement to {words} was proposed. {became}",
            reason=row.reason,
        )


def judgements(session: Session, actor: Actor, looked: Looked, ids: Sequence[int]) -> Iterator[TrailLine]:
    """Ratings by judgement, and judgements that were withdrawn."""
    query = (
        select(AuditEvent, Observation.period_code)
        .join(Observation, Observation.id == AuditEvent.subject_id)
        .where(AuditEvent.id.in_(ids))
    )
    for row, period in session.execute(query):
        was, now = (str(row.detail.get(name, "")) for name in ("from", "to"))
        judged = row.action == "rating.override"
        yield line(
            TrailKind.JUDGEMENT,
            row.id,
            row.recorded_at,
            row.actor_id,
            ("observation", row.subject_id or 0),
            period=period,
            sentence="Rated by judgement." if judged else "A judgement was withdrawn.",
            reason=row.comment or "",
            changes=[TrailChange(field="Rating", was=was.capitalize(), now=now.capitalize())],
        )


def submissions(session: Session, actor: Actor, looked: Looked, ids: Sequence[int]) -> Iterator[TrailLine]:
    """What happened to the returns that the indicator's figures came in."""
    asked = entries(actor, looked).with_only_columns(Entry.submission_id, Entry.period_code)
    periods: dict[int, set[str]] = defaultdict(set)
    for submission_id, period in session.execute(asked):
        periods[submission_id].add(period)
    for row in session.scalars(select(AuditEvent).where(AuditEvent.id.in_(ids))):
        of = periods[row.subject_id or 0]
        action = row.action.rpartition(".")[2]
        yield line(
            TrailKind.SUBMISSION,
            row.id,
            row.recorded_at,
            row.actor_id,
            ("submission", row.subject_id or 0),
            period=next(iter(of)) if len(of) == 1 else None,
            sentence=f"{SAID[action]}.",
            reason=row.comment or "",
        )


def queries(session: Session, actor: Actor, looked: Looked, ids: Sequence[int]) -> Iterator[TrailLine]:
    """Questions about the indicator's cells, and how they were answered."""
    query = (
        select(EntryQuery, Entry.submission_id, Entry.period_code)
        .join(Entry, Entry.id == EntryQuery.entry_id)
        .where(EntryQuery.id.in_(ids))
    )
    for row, submission_id, period in session.execute(query):
        yield line(
            TrailKind.QUERY,
            row.id,
            row.asked_at,
            row.asked_by,
            ("submission", submission_id),
            period=period,
            sentence=f"Asked: {row.question}",
            reason=f"Answered: {row.answer}" if row.answer else "Nobody has answered.",
        )


def figure_of(each: Recorded) -> TrailFigure:
    """A revision as it was rated there, and computed again now."""
    row, rating, target = each.observation, each.rating, each.target
    unit, decimals = each.definition.unit_of_measure, each.definition.decimals
    said = "" if target is None else target_said(target.value, target.low, target.high, target.text, unit, decimals)
    same = ("revision", "value_state", "value", "numerator", "denominator", "provisional", "as_printed", "origin",
            "source", "commentary", "breakdown")  # fmt: skip
    judged = ("rating", "unrated_reason", "ruled_rating", "override_reason")
    return TrailFigure.model_validate(
        {
            **{name: getattr(row, name) for name in same},
            **{name: getattr(rating, name) for name in judged},
            "observation_id": row.id,
            "revision_kind": row.kind,
            "period": row.period_code,
            "period_label": Period.of_code(row.period_code).short_label,
            "unit_name": each.unit.name,
            "unit_of_measure": unit,
            "decimals": decimals,
            "target_words": said,
            "recalculation": recalculate(each),
        }
    )


def explained(explanations: Mapping[str, str]) -> list[ExplainedCheck]:
    """The checks that fired and how they were explained, by name."""
    checks = [ExplainedCheck(code=code, name=name_of(code), explanation=words) for code, words in explanations.items()]
    return sorted(checks, key=lambda each: each.name)


def _pinned(session: Session, actor: Actor, looked: Looked, ids: Iterable[int]) -> dict[int, list[PinningEdition]]:
    """The editions that pin these revisions and that the actor sees them in, by revision, the oldest first."""
    seen = pins(actor, looked).where(PackFigure.observation_id.in_(ids))
    query = (
        seen.join(PackEdition, PackEdition.id == PackFigure.edition_id)
        .with_only_columns(PackFigure.observation_id, PackEdition.id, PackEdition.number, PackEdition.period_code)
        .order_by(PackEdition.id)
    )
    if looked.until is not None:
        query = query.where(PackEdition.sealed_at <= looked.until)
    found: dict[int, list[PinningEdition]] = defaultdict(list)
    for observation_id, edition_id, number, period in session.execute(query):
        found[observation_id].append(PinningEdition(edition_id=edition_id, number=number, period_code=period))
    return found


def _in_words(row: Any, definitions: Sequence[IndicatorDefinition]) -> str:
    definition = in_force(definitions, Period.of_code(row.period_code).start)
    unit, decimals = (definition.unit_of_measure, definition.decimals) if definition else ("", 0)
    return figure_words(row.value_state, row.value, unit, decimals)
