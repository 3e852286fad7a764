"""Of the collection: submissions to complete, confirm and chase, questions on cells, and the rounds under way."""

from typing import Any, Final

from sqlalchemy import CTE, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from quarterdeck.collection import completeness
from quarterdeck.collection.models import (
    Entry,
    EntryQuery,
    Round,
    RoundStage,
    RoundStageState,
    RoundState,
    Submission,
    SubmissionState,
)
from quarterdeck.collection.visibility import visible_submissions
from quarterdeck.collection.workflow import CONFIRMED, DRAFT, REQUESTED, RETURNED, RUNNING, SUBMITTED
from quarterdeck.core import clock
from quarterdeck.core.actor import Actor, Place, Scope
from quarterdeck.core.words import counted
from quarterdeck.dashboards.home_schemas import HomeItem, Next, Waits
from quarterdeck.dashboards.waiting import (
    Found,
    in_words,
    item,
    of_services,
    of_what,
    reaches,
    shortened,
    within,
)
from quarterdeck.framework.models import Cycle, PeriodRow, Stage
from quarterdeck.framework.periods import Period
from quarterdeck.measures.models import Indicator, Series
from quarterdeck.organisation.grants import in_force
from quarterdeck.organisation.models import Delegation, Person, PostHolding, RoleGrant, Unit
from quarterdeck.organisation.roles import ROLES, Permission
from quarterdeck.planning.models import Activity

NOT_IN: Final = (REQUESTED, DRAFT, RETURNED)
CONFIRMERS: Final = sorted(role for role, permissions in ROLES.items() if Permission.CONFIRM_SUBMISSION in permissions)
COUNTS: Final = ("entries", "entered", "errors", "unexplained", "warnings", "open_queries")


def submissions(session: Session, actor: Actor) -> Found:
    """Those to complete, returned ones apart, to confirm, and late ones to see to. One query."""
    enters = of_services(actor).reach(Permission.EDIT_SUBMISSION)
    confirms, chases = actor.reach(Permission.CONFIRM_SUBMISSION), actor.reach(Permission.MANAGE_ROUND)
    if enters.nowhere and confirms.nowhere and chases.nowhere:
        return
    unit_id, late = Submission.unit_id, Submission.due_on < clock.today()
    mine = or_(
        within(unit_id, enters) & Submission.state.in_(NOT_IN),
        within(unit_id, confirms) & (Submission.state == SUBMITTED) & _not_by(actor),
        within(unit_id, confirms, chases) & Submission.state.in_(NOT_IN) & late,
    )
    for row in session.execute(_with_counts(actor).where(mine)):
        submission: Submission = row.Submission
        if submission.state == SUBMITTED:
            yield Waits.CONFIRMATIONS, _submission(row, _as_submitted(row), Next.CONFIRM)
        elif reaches(enters, submission.unit_id):
            group = Waits.RETURNED if submission.state == RETURNED else Waits.SUBMISSIONS
            yield group, _submission(row, _to_enter(row), Next.ENTER)
        else:
            reminded = f" Reminded on {in_words(clock.london(at).date())}." if (at := submission.reminded_at) else ""
            next_ = Next.REMIND if reaches(chases, submission.unit_id) else Next.CHASE
            yield Waits.LATE, _submission(row, _to_enter(row) + reminded, next_)


def off_system(session: Session, actor: Actor) -> Found:
    """Submitted ones that nobody of their service but whoever submitted them could confirm. One query."""
    manages = actor.reach(Permission.MANAGE_ROUND)
    if manages.nowhere:
        return
    able = _able(actor.council_id)
    other = exists().where(
        able.c.submission_id == Submission.id,
        or_(Submission.submitted_by.is_(None), able.c.person_id != Submission.submitted_by),
    )
    query = _with_counts(actor).where(Submission.state == SUBMITTED, within(Submission.unit_id, manages), ~other)
    for row in session.execute(query):
        detail = "Nobody else of the service can confirm it: a named post does, with evidence. " + _as_submitted(row)
        yield Waits.OFF_SYSTEM, _submission(row, detail, Next.CONFIRM_OFF_SYSTEM)


def questions(session: Session, actor: Actor) -> Found:
    """Questions on cells that the service answers; answers that whoever asked reads before deciding. One query."""
    answers, reviews = of_services(actor).reach(Permission.EDIT_SUBMISSION), actor.reach(Permission.REVIEW_SUBMISSION)
    if answers.nowhere and reviews.nowhere:
        return
    q, unanswered = EntryQuery, EntryQuery.answered_at.is_(None)
    mine = or_(
        within(Submission.unit_id, answers) & unanswered,
        and_(
            within(Submission.unit_id, reviews),
            q.asked_by == actor.person_id,
            ~unanswered,
            Submission.state == SUBMITTED,
        ),
    )
    subject = func.coalesce(Indicator.ref, Activity.ref).label("ref")
    query = (
        visible_submissions(actor)
        .join(Round, Round.id == Submission.round_id)
        .join(Entry, Entry.submission_id == Submission.id)
        .join(q, and_(q.council_id == Submission.council_id, q.entry_id == Entry.id))
        .outerjoin(Series, Series.id == Entry.series_id)
        .outerjoin(Indicator, Indicator.id == Series.indicator_id)
        .outerjoin(Activity, Activity.id == Entry.activity_id)
        .with_only_columns(q, Entry, Submission, subject, func.coalesce(Indicator.name, Activity.title).label("name"))
        .where(Round.state.in_(RUNNING), mine)
    )
    for row in session.execute(query):
        asked: EntryQuery = row.EntryQuery
        group, next_, said = Waits.QUERIES, Next.ANSWER, asked.question
        if asked.answer is not None:
            group, next_, said = Waits.ANSWERS, Next.READ, asked.answer
        where = {"submission_id": row.Submission.id, "entry_id": row.Entry.id, "round_id": row.Submission.round_id}
        yield group, item("query", asked.id, f"{row.ref} {row.name}", shortened(said), next_, **where)


def rounds(session: Session, actor: Actor) -> Found:
    """Rounds under way, and planned ones whose period has ended, with where they stand and what is next. One query."""
    if not actor.may(Permission.MANAGE_ROUND, Place(actor.council_id)):
        return
    for row in session.execute(_rounds(actor)):
        round_: Round = row.Round
        detail, next_, due_on = _stands(row)
        title = f"Round for {Period.of_code(round_.period_code).label}"
        if round_.cycle == Cycle.ANNUAL:
            title = f"Annual round, {of_what(round_.cycle, round_.period_code)}"
        more = {"state": round_.state, "due_on": due_on, "round_id": round_.id}
        yield Waits.ROUNDS, item("round", round_.id, title, detail, next_, **more)


def _rounds(actor: Actor) -> Select[Any]:
    def of_stages(states: tuple[RoundStageState, ...], what: Any) -> Any:
        open_ = RoundStage.state.in_(states)
        stages = select(what).select_from(RoundStage).join(Stage, Stage.id == RoundStage.stage_id)
        return stages.where(RoundStage.round_id == Round.id, open_).correlate(Round).scalar_subquery()

    # The annual round is opened before its year begins.
    due = or_(PeriodRow.end_on < clock.today(), Round.cycle == Cycle.ANNUAL)
    ended = and_(Round.state == RoundState.PLANNED, due)
    state, overdue = Submission.state, Submission.due_on < clock.today()
    return (
        select(
            Round,
            func.count(Submission.id).label("services"),
            func.count(case((state.in_(NOT_IN) & overdue, 1))).label("late"),
            func.count(case((state.in_((SUBMITTED, CONFIRMED)), 1))).label("submitted"),
            func.count(case((state == CONFIRMED, 1))).label("confirmed"),
            of_stages((RoundStageState.OPEN,), func.aggregate_strings(Stage.name, ", ")).label("open_stages"),
            of_stages((RoundStageState.OPEN,), func.min(RoundStage.due_on)).label("stage_due_on"),
            of_stages((RoundStageState.OPEN, RoundStageState.WAITING), func.count()).label("unfinished"),
        )
        .join(PeriodRow, PeriodRow.code == Round.period_code)
        .outerjoin(Submission, Submission.round_id == Round.id)
        .where(Round.council_id == actor.council_id, or_(Round.state.in_(RUNNING), ended))
        .group_by(Round.id)
    )


def _stands(row: Any) -> tuple[str, Next, Any]:
    """Where a round stands, what has to happen next, and by when."""
    round_: Round = row.Round
    if round_.state == RoundState.PLANNED:
        ended = "" if round_.cycle == Cycle.ANNUAL else "; its period has ended"
        return f"Planned{ended}. Open it to ask the services.", Next.OPEN, round_.due_on
    if round_.state == RoundState.REVIEWING:
        if not row.unfinished:
            return "Every stage has decided. It can be closed.", Next.CLOSE, None
        return f"Under review: {row.open_stages or 'no stage is open'}.", Next.AWAIT, row.stage_due_on
    detail = (
        f"{row.submitted} of {counted(row.services, 'service')} submitted, {row.confirmed} confirmed, {row.late} late."
    )
    if row.confirmed == row.services:
        return f"{detail} Its pack can be sealed.", Next.SEAL, round_.due_on
    return detail, Next.CHECK if row.submitted == row.services else Next.CHASE, round_.due_on


def _with_counts(actor: Actor) -> Select[Any]:
    """Submissions of the rounds under way that the actor may see, with their units and how complete they are."""
    running = select(Submission.id).join(Round, Round.id == Submission.round_id)
    running = running.where(Submission.council_id == actor.council_id, Round.state.in_(RUNNING))
    done = completeness.counts(actor.council_id).where(Entry.submission_id.in_(running)).subquery()
    return (
        visible_submissions(actor)
        .join(Round, Round.id == Submission.round_id)
        .join(Unit, Unit.id == Submission.unit_id)
        .outerjoin(done, done.c.submission_id == Submission.id)
        .add_columns(
            Round.period_code, Round.cycle, Unit.name, *(func.coalesce(done.c[name], 0).label(name) for name in COUNTS)
        )
        .where(Round.state.in_(RUNNING))
    )


def _submission(row: Any, detail: str, next_: Next) -> HomeItem:
    submission: Submission = row.Submission
    title = f"{row.name}, {of_what(row.cycle, row.period_code)}"
    # Once it came in, the day it was due says nothing about whoever confirms it.
    due_on = None if submission.state == SubmissionState.SUBMITTED else submission.due_on
    where = {"submission_id": submission.id, "round_id": submission.round_id}
    return item("submission", submission.id, title, detail, next_, state=submission.state, due_on=due_on, **where)


def _to_enter(row: Any) -> str:
    submission: Submission = row.Submission
    said, mend = f"{row.entered} of {row.entries} entered", row.errors + row.unexplained
    # Before anything is typed, every empty cell would count as something to mend.
    if mend and submission.state != REQUESTED:
        said += f", {counted(mend, 'thing')} to mend before it can be submitted"
    if submission.state == RETURNED and submission.returned_reason:
        return f"Returned: {shortened(submission.returned_reason)} {said}."
    return f"{said}."


def _as_submitted(row: Any) -> str:
    submission: Submission = row.Submission
    at = clock.london(submission.submitted_at).date() if submission.submitted_at else None
    behalf = " for the service" if submission.submitted_on_behalf else ""
    said = f"Submitted{behalf} on {in_words(at)}" if at else "Submitted"
    said += f", {counted(row.warnings, 'warning')} explained" if row.warnings else ""
    return said + (f", {counted(row.open_queries, 'question')} open." if row.open_queries else ".")


def _not_by(actor: Actor) -> Any:
    return or_(Submission.submitted_by.is_(None), Submission.submitted_by != actor.person_id)


def _able(council_id: int) -> CTE:
    """Who could confirm each submission that waits for it: by a grant of their own, of a post they hold, or lent."""
    today = clock.today()
    line = (
        select(Submission.id.label("submission_id"), Submission.unit_id)
        .join(Round, Round.id == Submission.round_id)
        .where(Submission.council_id == council_id, Submission.state == SUBMITTED, Round.state.in_(RUNNING))
        .cte("line", recursive=True)
    )
    above = select(line.c.submission_id, Unit.parent_id).join(Unit, Unit.id == line.c.unit_id)
    line = line.union(above.where(Unit.parent_id.is_not(None)))
    reached = or_(
        RoleGrant.scope == Scope.COUNCIL, and_(RoleGrant.scope == Scope.UNIT, RoleGrant.scope_id == line.c.unit_id)
    )
    held = and_(PostHolding.post_id == RoleGrant.post_id, in_force(PostHolding, today))
    person_id = func.coalesce(RoleGrant.person_id, PostHolding.person_id).label("person_id")
    own = (
        select(line.c.submission_id, person_id)
        .join(RoleGrant, reached)
        .outerjoin(PostHolding, held)
        .join(Person, and_(Person.id == person_id, Person.active))
        .where(RoleGrant.council_id == council_id, RoleGrant.role.in_(CONFIRMERS), in_force(RoleGrant, today))
        .cte("own")
    )
    lent = (
        select(own.c.submission_id, Delegation.to_person_id)
        .join(Delegation, Delegation.from_person_id == own.c.person_id)
        .join(Person, and_(Person.id == Delegation.to_person_id, Person.active))
        .where(Delegation.council_id == council_id, Delegation.valid_from <= today, Delegation.valid_to >= today)
    )
    return select(own.c.submission_id, own.c.person_id).union(lent).cte("able")
