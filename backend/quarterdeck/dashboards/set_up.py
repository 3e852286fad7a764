"""A council's first steps, and which of them are done: from an empty record to the first round."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Round, RoundState
from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor, Place
from quarterdeck.core.errors import forbidden
from quarterdeck.dashboards.set_up_schemas import (
    Counted,
    SetUpCount,
    SetUpRead,
    SetUpStep,
    SetUpStepRead,
    StepState,
)
from quarterdeck.framework.models import FrameworkVersion, PeriodRow
from quarterdeck.framework.periods import Period
from quarterdeck.measures.models import Indicator, Observation, RevisionKind, Series, Target, TargetState
from quarterdeck.organisation.models import Body, Council, LocalAccount, Person, Portfolio, Post, Unit
from quarterdeck.organisation.records import note_update
from quarterdeck.organisation.roles import Permission
from quarterdeck.planning.models import Plan

Counts = type[Body | FrameworkVersion | Indicator | Person | Plan | Portfolio | Post | Unit]
OPTIONAL: Final = frozenset({SetUpStep.HISTORY})
SHOWN: Final[Mapping[SetUpStep, tuple[Counted, ...]]] = {
    SetUpStep.COUNCIL: (),
    SetUpStep.FRAMEWORK: (Counted.BODIES,),
    SetUpStep.RECORDS: (Counted.UNITS, Counted.POSTS, Counted.PORTFOLIOS, Counted.PLANS, Counted.INDICATORS),
    SetUpStep.PEOPLE: (Counted.PEOPLE,),
    SetUpStep.HISTORY: (Counted.FIGURES,),
    SetUpStep.TARGETS: (Counted.TARGETS,),
    SetUpStep.ROUND: (Counted.ROUNDS,),
}


def first_steps(session: Session, actor: Actor) -> SetUpRead:
    """The steps with what there is already; their route asks who reads them."""
    council = session.get_one(Council, actor.council_id)
    number = _counts(session, actor.council_id)
    has_framework = session.scalar(_count(FrameworkVersion, actor.council_id)) or 0
    done = {
        SetUpStep.COUNCIL: not council.provisional,
        SetUpStep.FRAMEWORK: has_framework > 0,
        SetUpStep.RECORDS: number[Counted.UNITS] > 0 and number[Counted.INDICATORS] > 0,
        # Whoever sets the council up is one.
        SetUpStep.PEOPLE: number[Counted.PEOPLE] > 1,
        SetUpStep.HISTORY: number[Counted.FIGURES] > 0,
        SetUpStep.TARGETS: number[Counted.TARGETS] > 0,
        SetUpStep.ROUND: number[Counted.ROUNDS] > 0,
    }
    states = states_of(done)
    steps = [
        SetUpStepRead(
            key=step,
            state=states[step],
            counts=[SetUpCount(what=what, count=number[what]) for what in SHOWN[step]],
        )
        for step in SetUpStep
    ]
    return SetUpRead(
        steps=steps,
        complete=all(done[step] for step in SetUpStep if step not in OPTIONAL),
        put_away_on=council.set_up_put_away_on,
        allowed_actions=["put_away"] if _may_put_away(actor) else [],
    )


def states_of(done: Mapping[SetUpStep, bool]) -> dict[SetUpStep, StepState]:
    """Each step's state: the first that is wanted and not done is next, whatever was done after it."""
    states: dict[SetUpStep, StepState] = {}
    for step in SetUpStep:
        if done[step]:
            states[step] = StepState.DONE
        elif step in OPTIONAL:
            states[step] = StepState.OPTIONAL
        else:
            states[step] = StepState.TO_DO if StepState.NEXT in states.values() else StepState.NEXT
    return states


def put_away(session: Session, actor: Actor, *, away: bool) -> SetUpRead:
    """Put the list away for everybody, or bring it back. Raises 403."""
    if not _may_put_away(actor):
        raise forbidden()
    journal.lock(session, actor.council_id)
    council = session.get_one(Council, actor.council_id)
    if (council.set_up_put_away_on is not None) is not away:
        council.set_up_put_away_on = clock.today() if away else None
        note_update(session, actor, council, "council", {"set_up_put_away": away})
    return first_steps(session, actor)


def _may_put_away(actor: Actor) -> bool:
    whole = Place(actor.council_id)
    return actor.may(Permission.MANAGE_ORGANISATION, whole) or actor.may(Permission.MANAGE_FRAMEWORK, whole)


def _counts(session: Session, council_id: int) -> dict[Counted, int]:
    """How much there is of each, in one query."""
    printed = select(func.count()).where(
        Observation.council_id == council_id, Observation.kind == RevisionKind.AS_PRINTED
    )
    opened = select(func.count()).where(
        Round.council_id == council_id, Round.state.not_in([RoundState.PLANNED, RoundState.CANCELLED])
    )
    counted: dict[Counted, ScalarSelect[int]] = {
        Counted.BODIES: _count(Body, council_id).scalar_subquery(),
        Counted.UNITS: _count(Unit, council_id).where(Unit.parent_id.is_not(None)).scalar_subquery(),
        Counted.POSTS: _count(Post, council_id).scalar_subquery(),
        Counted.PORTFOLIOS: _count(Portfolio, council_id).scalar_subquery(),
        Counted.PLANS: _count(Plan, council_id).scalar_subquery(),
        Counted.INDICATORS: _count(Indicator, council_id).where(~Indicator.provisional).scalar_subquery(),
        Counted.PEOPLE: _who_can_come_in(council_id).scalar_subquery(),
        Counted.FIGURES: printed.scalar_subquery(),
        Counted.TARGETS: _targets(council_id).scalar_subquery(),
        Counted.ROUNDS: opened.scalar_subquery(),
    }
    row = session.execute(select(*(each.label(str(what)) for what, each in counted.items()))).one()
    return dict(zip(counted, row, strict=True))


def _who_can_come_in(council_id: int) -> Select[int]:
    """People who were invited, have signed in, or have a password: a name that a workbook brought in is not enough."""
    has_password = Person.id.in_(select(LocalAccount.person_id))
    known = or_(Person.invited_at.is_not(None), Person.signed_in_at.is_not(None), has_password)
    return _count(Person, council_id).where(Person.active, known)


def _targets(council_id: int) -> Select[int]:
    """Series with an approved target since the year of the quarter that ended last: its round is the first to open."""
    since = Period.containing(clock.today()).previous().year().start
    return (
        select(func.count(func.distinct(Target.series_id)))
        .join(Series, Series.id == Target.series_id)
        .join(PeriodRow, PeriodRow.code == Target.period_code)
        .where(Target.council_id == council_id, Target.state == TargetState.APPROVED, PeriodRow.start_on >= since)
    )


def _count(model: Counts, council_id: int) -> Select[int]:
    return select(func.count()).select_from(model).where(model.council_id == council_id)
