"""Definitions: what an indicator means, version by version."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import invalid
from quarterdeck.core.journal import Event
from quarterdeck.framework.decisions import Decided, record_decision, visible_approvals
from quarterdeck.framework.models import Approval, Outcome
from quarterdeck.framework.periods import Period, Span
from quarterdeck.framework.schemas import ApprovalRead
from quarterdeck.measures import ratings
from quarterdeck.measures.breaks import first_period
from quarterdeck.measures.indicators import editable_indicator, find_indicator, refuse_errors
from quarterdeck.measures.models import Frequency, Indicator, IndicatorDefinition
from quarterdeck.measures.schemas import DefinitionAmend, DefinitionCreate, DefinitionRead, DefinitionVersion
from quarterdeck.measures.series import SPAN_OF
from quarterdeck.measures.versions import append_definition, definitions_of

SUBJECT: Final = "definition"


def list_definitions(session: Session, actor: Actor, indicator_id: int) -> Select[IndicatorDefinition]:
    """Every version of an indicator's definition. Raises 404."""
    indicator = find_indicator(session, actor, indicator_id)
    return select(IndicatorDefinition).where(IndicatorDefinition.indicator_id == indicator.id)


def add_definition(
    session: Session, actor: Actor, indicator_id: int, data: DefinitionCreate, break_note: str | None = None
) -> IndicatorDefinition:
    """Record what an indicator means from a day on, and rate its figures again. Raises 404, 403, 422 without a reason.

    A new polarity may leave the rule in force unfit: such figures are unrated, with that as the reason,
    until a rule follows. 422 too where a check that is set to be an error for the indicator finds it wrong.
    """
    indicator = editable_indicator(session, actor, indicator_id)
    if not data.reason.strip():
        raise invalid("/reason", "missing", "Say why the definition changes.")
    refuse_errors(session, indicator, data)
    change = journal.change(session, actor.council_id)
    number = len(definitions_of(session, [indicator.id])[indicator.id]) + 1
    definition = append_definition(session, actor, indicator, data, change, number, break_note)
    rated = ratings.rerate_indicator(session, actor.council_id, indicator.id, change)
    detail = {"indicator_id": indicator.id, "number": number, "breaks_series": data.breaks_series, "rated": rated}
    journal.record(session, actor, Event("definition.add", "definition", definition.id, detail))
    return definition


def amend_definition(session: Session, actor: Actor, indicator_id: int, data: DefinitionAmend) -> IndicatorDefinition:
    """Change what an indicator means within its life, as a body or a post agreed; that is recorded as a decision.

    Raises what `add_definition` does, and 422 where nobody agreed, where a break goes without a note, and for a day
    on which no period of the indicator begins.
    """
    # Taken before anything moves: the version and the decision on it are one change.
    journal.change(session, actor.council_id)
    indicator = editable_indicator(session, actor, indicator_id)
    _check(indicator, data)
    said = DefinitionCreate.model_validate(data.model_dump(include=set(DefinitionCreate.model_fields)))
    definition = add_definition(session, actor, indicator_id, said, data.break_note if data.breaks_series else None)
    record_decision(session, actor, _decided(definition, data))
    return definition


def definition_versions(
    session: Session, actor: Actor, indicator_id: int, rows: Sequence[IndicatorDefinition]
) -> list[DefinitionVersion]:
    """Versions of an indicator's definition as they are answered: with their first period, and who agreed to them."""
    span = SPAN_OF[Frequency(find_indicator(session, actor, indicator_id).frequency)]
    query = visible_approvals(actor).where(
        Approval.subject_kind == SUBJECT, Approval.subject_id.in_([row.id for row in rows])
    )
    approvals = {each.subject_id: each for each in session.scalars(query)}
    return [_version(row, approvals.get(row.id), span) for row in rows]


def _version(row: IndicatorDefinition, approval: Approval | None, span: Span) -> DefinitionVersion:
    approved = None if approval is None else ApprovalRead.model_validate(approval)
    values = {name: getattr(row, name) for name in DefinitionRead.model_fields}
    starts = first_period(row.effective_from, Period.containing(row.effective_from, span))
    return DefinitionVersion.model_validate({**values, "first_period": starts, "approval": approved})


def _check(indicator: Indicator, data: DefinitionAmend) -> None:
    """422 for a day within a period, a break without a note, and where it is not said who agreed."""
    period = Period.containing(data.effective_from, SPAN_OF[Frequency(indicator.frequency)])
    if period.start != data.effective_from:
        after = period.next()
        raise invalid(
            "/effective_from",
            "within_a_period",
            f"A definition holds for whole periods: from {period.start.isoformat()} ({period.short_label}) or "
            f"{after.start.isoformat()} ({after.short_label}).",
        )
    if data.breaks_series and not (data.break_note or "").strip():
        raise invalid("/break_note", "missing", "Say what readers have to know of figures before and after the break.")
    if data.body_id is None and data.post_id is None:
        raise invalid("/body_id", "missing", "Name the body that agreed, or the post that did for it.")
    if data.body_id is not None and data.post_id is not None:
        raise invalid("/post_id", "one_of_two", "A body agreed or a post did; not both.")


def _decided(definition: IndicatorDefinition, data: DefinitionAmend) -> Decided:
    return Decided(
        subject_kind=SUBJECT,
        subject_id=definition.id,
        outcome=Outcome.APPROVED,
        body_id=data.body_id,
        post_id=data.post_id,
        decided_on=data.decided_on,
        meeting_id=data.meeting_id,
        minute_reference=data.minute_reference,
        comment=data.comment,
    )
