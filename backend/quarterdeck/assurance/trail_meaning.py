"""Lines of a trail about what an indicator means and is held against: targets, rules, assessments, its set-up."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.assurance.assessed import dimensions_of, visible_assessments
from quarterdeck.assurance.models import DataQualityAssessment as A
from quarterdeck.assurance.quality_schemas import AssessedDimension
from quarterdeck.assurance.trail_figures import explained, line
from quarterdeck.assurance.trail_rows import Looked
from quarterdeck.assurance.trail_schemas import TrailChange, TrailKind, TrailLine
from quarterdeck.core.actor import Actor
from quarterdeck.core.journal import AuditEvent
from quarterdeck.core.words import day_words
from quarterdeck.framework.periods import Period
from quarterdeck.measures.models import IndicatorDefinition, Target
from quarterdeck.measures.versions import definitions_of, in_force, rules_of
from quarterdeck.measures.words import target_said
from quarterdeck.organisation.audit import DONE

DEFINED: Final = {
    "definition": "What it measures",
    "numerator_label": "Numerator",
    "denominator_label": "Denominator",
    "data_source": "Source",
    "unit_of_measure": "Unit of measure",
    "decimals": "Decimal places",
    "polarity": "Good is",
    "aggregation": "A figure is",
}
STATES: Final = {"proposed": "It waits for a decision.", "approved": "Approved.", "declined": "Declined."}


def targets(session: Session, actor: Actor, looked: Looked, ids: Sequence[int]) -> Iterator[TrailLine]:
    """Targets as they were set, with the checks that were explained."""
    versions = definitions_of(session, [looked.indicator_id])[looked.indicator_id]
    for row in session.scalars(select(Target).where(Target.id.in_(ids))):
        words = _target(row, versions)
        yield line(
            TrailKind.TARGET,
            row.id,
            row.recorded_at,
            row.recorded_by,
            ("target", row.id),
            period=row.period_code,
            sentence=f"Target of {words}, version {row.number}. {STATES[row.state]}",
            reason=row.rationale,
            checks=explained(row.explanations),
        )


def definitions(session: Session, actor: Actor, looked: Looked, ids: Sequence[int]) -> Iterator[TrailLine]:
    """Versions of the definition, each with what differs from the one before."""
    before: IndicatorDefinition | None = None
    for row in definitions_of(session, [looked.indicator_id])[looked.indicator_id]:
        changed = [] if before is None else list(_changes(before, row))
        before = row
        if row.id not in ids:
            continue
        broken = (
            f" It breaks the series. {row.break_note or ''}".rstrip() if row.breaks_series and row.number > 1 else ""
        )
        yield line(
            TrailKind.DEFINITION,
            row.id,
            row.recorded_at,
            row.recorded_by,
            ("definition", row.id),
            sentence=f"Definition, version {row.number}, for periods from {day_words(row.effective_from)}.{broken}",
            reason=row.reason,
            changes=changed,
        )


def rules(session: Session, actor: Actor, looked: Looked, ids: Sequence[int]) -> Iterator[TrailLine]:
    """Versions of the rating rule, each with what differs from the one before."""
    before: Mapping[str, str] = {}
    for row in rules_of(session, looked.indicator_id):
        now = {"Kind": _plain(row.kind), **{_plain(name): _said(value) for name, value in row.parameters.items()}}
        changed = _differing(before, now) if before else []
        before = now
        if row.id not in ids:
            continue
        yield line(
            TrailKind.RULE,
            row.id,
            row.recorded_at,
            row.recorded_by,
            ("rating_rule", row.id),
            sentence=f"Rating rule, version {row.number} ({_plain(row.kind).lower()}), for periods from "
            f"{day_words(row.effective_from)}.",
            reason=row.reason,
            changes=changed,
        )


def assessments(session: Session, actor: Actor, looked: Looked, ids: Sequence[int]) -> Iterator[TrailLine]:
    """What was judged of the quality of its figures; `changes` has each dimension with what it was before."""
    rows = session.scalars(visible_assessments(actor).where(A.indicator_id == looked.indicator_id).order_by(A.number))
    every = rows.all()
    said = dimensions_of(session, [row.id for row in every])
    before: dict[str, str] = {}
    for row in every:
        now = {each.dimension.value: _judged(each) for each in said[row.id]}
        was, before = before, now
        if row.id not in ids:
            continue
        yield line(
            TrailKind.ASSESSMENT,
            row.id,
            row.assessed_at,
            row.assessed_by,
            ("data_quality_assessment", row.id),
            sentence=f"Data quality assessed: {_plain(row.overall).lower()} as a whole (assessment {row.number}). "
            f"Next review on {day_words(row.next_review_on)}.",
            reason=row.conclusion,
            changes=[
                TrailChange(field=_plain(name), was="" if was.get(name) == words else was.get(name, ""), now=words)
                for name, words in now.items()
            ],
        )


def set_up(session: Session, actor: Actor, looked: Looked, ids: Sequence[int]) -> Iterator[TrailLine]:
    """What was set of the indicator itself: its name, who answers for it, its checks. From the audit log."""
    for row in session.scalars(select(AuditEvent).where(AuditEvent.id.in_(ids))):
        verb = DONE.get(row.action.rpartition(".")[2], "was changed")
        yield line(
            TrailKind.SET_UP,
            row.id,
            row.recorded_at,
            row.actor_id,
            ("indicator", looked.indicator_id),
            sentence=f"The indicator {verb}.",
            reason=row.comment or "",
            changes=[] if row.action == "indicator.create" else list(_set(row.detail)),
        )


def _judged(each: AssessedDimension) -> str:
    words = _plain(each.judgement)
    return f"{words}: {each.note}" if each.note else words


def _set(detail: Mapping[str, Any]) -> Iterator[TrailChange]:
    """What an event says was set. What it was before stands in the event before."""
    for name, value in detail.items():
        yield TrailChange(field=_plain(name), was="", now=_said(value))


def _changes(before: IndicatorDefinition, now: IndicatorDefinition) -> Iterator[TrailChange]:
    for name, words in DEFINED.items():
        was, is_ = getattr(before, name), getattr(now, name)
        if was != is_:
            yield TrailChange(field=words, was=_said(was), now=_said(is_))


def _differing(before: Mapping[str, str], now: Mapping[str, str]) -> list[TrailChange]:
    names = [*now, *(name for name in before if name not in now)]
    return [
        TrailChange(field=name, was=before.get(name, ""), now=now.get(name, ""))
        for name in names
        if before.get(name) != now.get(name)
    ]


def _target(row: Target, versions: Sequence[IndicatorDefinition]) -> str:
    definition = in_force(versions, Period.of_code(row.period_code).start)
    unit, decimals = (definition.unit_of_measure, definition.decimals) if definition else ("", 0)
    return target_said(row.value, row.low, row.high, row.text, unit, decimals)


def _plain(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.15g}"
    if isinstance(value, dict):
        return ", ".join(f"{_plain(str(key))}: {_said(each)}" for key, each in value.items())
    if isinstance(value, list):
        return ", ".join(_said(each) for each in value)
    return str(value).replace("_", " ") if isinstance(value, str) and " " not in value else str(value)
