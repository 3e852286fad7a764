"""Rounds: planned, opened, closed, cancelled; where they stand; and how a review moves them."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Select, select, true
from sqlalchemy.orm import Session

from quarterdeck.collection import stages
from quarterdeck.collection.continuing import Continuations, continuations, periods_of, round_to_continue_in
from quarterdeck.collection.due import calculated_in
from quarterdeck.collection.models import CancelledAs, Entry, Round, RoundState, Submission
from quarterdeck.collection.opening import ask, raise_submissions
from quarterdeck.collection.schemas import RoundCreate, RoundDecision, RoundDetail, RoundRead, RoundStageRead
from quarterdeck.collection.workflow import CANCELLED, CLOSED, COLLECTING, PLANNED, ROUND, RoundCase
from quarterdeck.core import journal, outbox, refs
from quarterdeck.core.actor import Actor, Place
from quarterdeck.core.errors import Problem, conflict, forbidden, invalid, not_found
from quarterdeck.core.journal import Event
from quarterdeck.core.refs import Referent
from quarterdeck.framework.models import Cycle, FrameworkVersion, PeriodRow
from quarterdeck.framework.periods import Period, Scheme, Span
from quarterdeck.framework.service import (
    ensure_period,
    framework_on,
    period_of,
    proposals_due,
    stages_of,
    submissions_due,
)
from quarterdeck.organisation.roles import Permission

CANCELLED_AS: Final = {"skip": CancelledAs.SKIPPED, "defer": CancelledAs.DEFERRED, "merge": CancelledAs.MERGED}


def visible_rounds(actor: Actor) -> Select[Round]:
    """Every round of the actor's council: everyone signed in may read where a quarter stands."""
    return (
        select(Round).join(PeriodRow, PeriodRow.code == Round.period_code).where(Round.council_id == actor.council_id)
    )


def list_rounds(
    actor: Actor, *, period: str | None = None, state: RoundState | None = None, cycle: Cycle | None = None
) -> Select[Round]:
    """Visible rounds, by the code of their period, by state and by cycle."""
    return visible_rounds(actor).where(
        true() if period is None else Round.period_code == period,
        true() if state is None else Round.state == state,
        true() if cycle is None else Round.cycle == cycle,
    )


def find_round(session: Session, actor: Actor, round_id: int, *, for_update: bool = False) -> Round:
    """One round. Raises 404."""
    query = visible_rounds(actor).where(Round.id == round_id)
    found = session.scalars(query.with_for_update(of=Round) if for_update else query).one_or_none()
    if found is None:
        raise not_found("round")
    return found


def plan_round(session: Session, actor: Actor, data: RoundCreate) -> Round:
    """Plan a round for a period; submissions are due when its framework says, unless a day is given.

    Raises 422 for a period or day that is none, and for an annual round of what is no financial year; 403, and 409
    where no framework is in force, or one that has no annual round.
    """
    period = period_of(data.period)
    annual = data.cycle is Cycle.ANNUAL
    if annual and (period.span, period.scheme) != (Span.YEAR, Scheme.FINANCIAL):
        raise invalid("/period", "not_a_year", "The annual round plans a financial year, for example 2024-25.")
    if not actor.may(Permission.MANAGE_ROUND, Place(actor.council_id)):
        raise forbidden()
    framework = _framework(session, actor.council_id)
    if annual:
        require_annual_stages(session, framework)
    due_on = data.due_on or (proposals_due if annual else submissions_due)(framework, period)
    if due_on < period.start and not annual:
        raise invalid("/due_on", "before_start", "Submissions are due after the period has begun.")
    round_ = Round(
        council_id=actor.council_id,
        cycle=data.cycle,
        period_code=ensure_period(session, period.code).code,
        framework_version_id=framework.id,
        state=PLANNED,
        due_on=due_on,
        opened_at=None,
        closed_at=None,
        cancelled_as=None,
        cancelled_reason=None,
        continued_in_id=None,
        version=1,
    )
    session.add(round_)
    session.flush()
    detail = {"period": period.code, "due_on": due_on.isoformat(), "cycle": str(data.cycle)}
    journal.record(session, actor, Event("round.plan", "round", round_.id, detail))
    return round_


def decide_round(session: Session, actor: Actor, round_id: int, decision: RoundDecision, version: int) -> Round:
    """Open, close or cancel a round, skip a stage of it, or skip, defer or merge the quarter as a whole.

    Raises 404, 403, 412, 409, and 422 for a round that cannot take a deferred or merged quarter over.
    """
    journal.lock(session, actor.council_id)
    round_ = find_round(session, actor, round_id, for_update=True)
    case = cases_of(session, [round_])[0]
    event = ROUND.perform(case, decision.action, actor, version, decision.comment)
    detail = _carry_out(session, actor, round_, decision)
    session.flush()
    _tell(session, actor, replace(event, detail={**event.detail, **detail}))
    return round_


def begin_review(session: Session, actor: Actor, round_: Round) -> None:
    """Note that the round's pack is sealed and goes to review. That the actor may seal is the caller's to check.

    Raises 409 unless the round is collecting. The caller opens the stages.
    """
    _move_by_review(session, actor, round_, "seal", None)


def resume_collecting(session: Session, actor: Actor, round_: Round, reason: str) -> None:
    """Note that a review returned the round's pack. That the actor may decide there is the caller's to check.

    Raises 409 unless the round is in review. The caller reopens the check and the submissions concerned.
    """
    _move_by_review(session, actor, round_, "send_back", reason)


def submissions_of(session: Session, round_: Round) -> list[Submission]:
    """The round's submissions, by unit."""
    query = select(Submission).where(Submission.round_id == round_.id).order_by(Submission.unit_id, Submission.id)
    return list(session.scalars(query))


def due_cells(session: Session, round_: Round) -> list[tuple[int, str]]:
    """The figures that the round asked for, as (series id, period code), in the order they were asked.

    Then those that are calculated instead: a report has them as it has the others.
    """
    rows = session.execute(
        select(Entry.series_id, Entry.period_code)
        .join(Submission, Submission.id == Entry.submission_id)
        .where(Submission.round_id == round_.id, Entry.series_id.is_not(None), ~Entry.proposes)
        .order_by(Submission.unit_id, Entry.position, Entry.id)
    )
    asked = [(row.series_id, row.period_code) for row in rows]
    if round_.cycle == Cycle.ANNUAL:
        return asked
    made = calculated_in(session, round_.council_id, *periods_of(session, round_))
    return list(dict.fromkeys([*asked, *made]))


def cases_of(session: Session, rounds: Sequence[Round]) -> list[RoundCase]:
    """The rounds with what stands around each, in the same order; four queries however many."""
    continued = continuations(session, {each.council_id for each in rounds})
    return _cases(session, rounds, continued)


def _cases(session: Session, rounds: Sequence[Round], continued: Continuations) -> list[RoundCase]:
    of_round = stages.of_rounds(session, [each.id for each in rounds])
    submitted = _states_of_submissions(session, [each.id for each in rounds])
    others = list(continued.rounds.values())
    return [
        RoundCase(
            row=each,
            stages=stages.states(of_round[each.id]),
            submissions=frozenset(state for round_id, state in submitted if round_id == each.id),
            others=frozenset(other.state for other in others if _is_other(each, other)),
            continues=bool(continued.continued_in(each.id)),
            reported_in=continued.reported_in(each.id),
        )
        for each in rounds
    ]


def round_reads(session: Session, actor: Actor, rounds: Sequence[Round]) -> list[RoundRead]:
    """Rounds as they are answered to this actor."""
    continued = continuations(session, {each.council_id for each in rounds})
    return [RoundRead.model_validate(_columns(case, continued, actor)) for case in _cases(session, rounds, continued)]


def round_detail(session: Session, actor: Actor, round_: Round) -> RoundDetail:
    """One round with its stages, as it is answered to this actor."""
    found = [
        RoundStageRead(
            id=row.id,
            key=stage.key,
            name=stage.name,
            kind=stage.kind,
            position=row.position,
            body_id=stage.body_id,
            optional=stage.optional,
            decisive=stage.decisive,
            state=row.state,
            due_on=row.due_on,
            opened_at=row.opened_at,
            decided_at=row.decided_at,
            edition_id=row.edition_id,
        )
        for row, stage in stages.of_round(session, round_)
    ]
    continued = continuations(session, [round_.council_id])
    case = _cases(session, [round_], continued)[0]
    return RoundDetail.model_validate({**_columns(case, continued, actor), "stages": found})


def _columns(case: RoundCase, continued: Continuations, actor: Actor) -> dict[str, Any]:
    row = case.row
    return {
        "id": row.id,
        "cycle": row.cycle,
        "period_code": row.period_code,
        "period_label": Period.of_code(row.period_code).label,
        "framework_version_id": row.framework_version_id,
        "state": row.state,
        "due_on": row.due_on,
        "opened_at": row.opened_at,
        "closed_at": row.closed_at,
        "cancelled_as": row.cancelled_as,
        "cancelled_reason": row.cancelled_reason,
        "continued_in_id": row.continued_in_id,
        "continues": [each.period_code for each in continued.continued_in(row.id)],
        "version": row.version,
        "allowed_actions": ROUND.allowed_actions(case, actor),
    }


def round_words(round_: Round) -> str:
    """What to call a round: by the quarter it reports on, or the year it plans."""
    period = Period.of_code(round_.period_code)
    return f"Annual round for {period.short_label}" if round_.cycle == Cycle.ANNUAL else f"Round of {period.label}"


def require_annual_stages(session: Session, framework: FrameworkVersion) -> None:
    """Raise 409 `no-annual-stages` for a framework that knows no annual round."""
    if not stages_of(session, framework, Cycle.ANNUAL):
        raise conflict(
            f"{framework.name}, version {framework.number}, has no stages for an annual round. Adopt a version of the "
            "framework that has them: the templates do.",
            "no-annual-stages",
        )


def _framework(session: Session, council_id: int) -> FrameworkVersion:
    try:
        return framework_on(session, council_id)
    except Problem:
        raise conflict("Adopt a performance management framework first.", "no-framework") from None


def _carry_out(session: Session, actor: Actor, round_: Round, decision: RoundDecision) -> dict[str, Any]:
    """What else an action does; answers what the journal notes of it."""
    if round_.state == COLLECTING:
        framework = _framework(session, round_.council_id)
        if round_.cycle == Cycle.ANNUAL:
            require_annual_stages(session, framework)
        return raise_submissions(session, round_, framework)
    if decision.action == "skip_stage":
        row = stages.skip(session, round_, decision.stage)
        stages.open_after_skip(session, actor, round_, row.edition_id)
        return {"stage_id": row.stage_id}
    if round_.state == CANCELLED:
        return _end_early(session, actor, round_, decision)
    if round_.state == CLOSED:
        round_.closed_at = journal.change(session, round_.council_id).recorded_at
    return {}


def _end_early(session: Session, actor: Actor, round_: Round, decision: RoundDecision) -> dict[str, Any]:
    """Say why a round is cancelled; a quarter that is deferred or merged is asked for by the round that takes it."""
    cancelled_as = CANCELLED_AS.get(decision.action)
    if cancelled_as in (None, CancelledAs.SKIPPED):
        round_.cancelled_as, round_.cancelled_reason = cancelled_as, decision.comment
        return {}
    taker = round_to_continue_in(session, round_, decision.continued_in)
    # All at once: a quarter that is deferred without a round to report it cannot reach the database.
    round_.cancelled_as, round_.cancelled_reason, round_.continued_in_id = cancelled_as, decision.comment, taker.id
    session.flush()
    asked = ask(session, taker) if taker.state == COLLECTING else {}
    taker.version += 1
    detail = {"round_id": round_.id, "version": taker.version, **asked}
    _tell(session, actor, Event("round.continue", "round", taker.id, detail))
    return {"cancelled_as": str(cancelled_as), "continued_in_id": taker.id}


def _move_by_review(session: Session, actor: Actor, round_: Round, action: str, reason: str | None) -> None:
    case = RoundCase(row=round_)
    event = ROUND.perform(case, action, Actor.system(round_.council_id), round_.version, reason)
    session.flush()
    _tell(session, actor, event)


def _tell(session: Session, actor: Actor, event: Event) -> None:
    journal.record(session, actor, event)
    assert event.subject_id is not None
    outbox.put(session, actor.council_id, event.action.replace(".", "-"), event.kind, event.subject_id)


def _states_of_submissions(session: Session, round_ids: Collection[int]) -> set[tuple[int, str]]:
    rows = session.execute(
        select(Submission.round_id, Submission.state).where(Submission.round_id.in_(round_ids)).distinct()
    )
    return {(row.round_id, row.state) for row in rows}


def _is_other(round_: Round, other: Any) -> bool:
    same = ("council_id", "cycle", "period_code")
    return other.id != round_.id and all(getattr(other, name) == getattr(round_, name) for name in same)


def _refer(session: Session, actor: Actor, round_id: int) -> Referent | None:
    found = session.scalars(visible_rounds(actor).where(Round.id == round_id)).one_or_none()
    if found is None:
        return None
    return Referent("round", found.id, round_words(found), found.place())


refs.register("round", _refer)
