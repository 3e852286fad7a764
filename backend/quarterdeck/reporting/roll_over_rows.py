"""What there is to look at when a year ends: plans to refresh, rounds to plan, and what somebody has to see to."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Round, RoundState
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem
from quarterdeck.core.words import day_words
from quarterdeck.framework.models import Cycle
from quarterdeck.framework.periods import Period, Span
from quarterdeck.framework.service import framework_on, proposals_due, stages_of, submissions_due
from quarterdeck.measures.models import Indicator, IndicatorKind, Series, Target, TargetState
from quarterdeck.measures.series import ALL
from quarterdeck.organisation.models import Delegation, Person, Post, PostHolding, RoleGrant
from quarterdeck.planning.models import Activity, ActivityStatus, Plan, PlanKind, PlanState, Priority, Theme


@dataclass(frozen=True)
class Row:
    """A row of the preview, as `RollOverRow` answers it."""

    key: str
    kind: str
    label: str
    detail: str
    result: str
    suggested: bool = False
    under: str | None = None
    about_id: int | None = None

    def content(self) -> dict[str, Any]:
        return asdict(self)


def rows_into(session: Session, actor: Actor, year: Period) -> list[Row]:
    """Every row of a year, those that can be taken first."""
    before = year.previous()
    return [
        *_plans(session, actor, before),
        *_rounds(session, actor, year),
        *_indicators_ending(session, actor, before),
        *_targets_missing(session, actor, year),
        *_grants_ending(session, actor, before),
        *_delegations_ending(session, actor, before),
        *_posts_vacant(session, actor, year),
    ]


def _plans(session: Session, actor: Actor, before: Period) -> Iterator[Row]:
    """The service plans that end in the year, each with its activities: what is unfinished is suggested."""
    plans = session.scalars(
        select(Plan)
        .where(
            Plan.council_id == actor.council_id,
            Plan.kind == PlanKind.SERVICE_PLAN,
            Plan.state.in_((PlanState.ADOPTED, PlanState.SUPERSEDED)),
            Plan.end_on.between(before.start, before.end),
        )
        .order_by(Plan.title, Plan.id)
    ).all()
    followed = set(session.scalars(select(Plan.follows_id).where(Plan.council_id == actor.council_id)))
    for plan in plans:
        activities = session.scalars(_activities(plan)).all()
        going_on = [each for each in activities if each.status != ActivityStatus.COMPLETED]
        done = plan.id in followed or plan.state == PlanState.SUPERSEDED
        key = f"plan:{plan.id}"
        detail = f"Activities: {len(going_on)} unfinished, {len(activities) - len(going_on)} completed"
        yield Row(key, "plan", plan.title, detail, _result(done=done), not done, about_id=plan.id)
        for each in activities:
            unfinished = each.status != ActivityStatus.COMPLETED
            said = each.status.replace("_", " ").capitalize()
            yield Row(
                f"activity:{each.id}", "activity", f"{each.ref}: {each.title}", said, _result(done=done),
                unfinished and not done, key, each.id,
            )  # fmt: skip


def _activities(plan: Plan) -> Select[Activity]:
    return (
        select(Activity)
        .join(Priority, Priority.id == Activity.priority_id)
        .join(Theme, Theme.id == Priority.theme_id)
        .where(Theme.plan_id == plan.id)
        .order_by(Theme.position, Priority.position, Activity.ref, Activity.id)
    )


def _rounds(session: Session, actor: Actor, year: Period) -> Iterator[Row]:
    """The annual round, where the framework has one, and the four quarterly ones, with the day returns are due."""
    try:
        framework = framework_on(session, actor.council_id)
    except Problem:
        return
    quarters = year.parts(Span.QUARTER)
    there = session.execute(
        select(Round.cycle, Round.period_code, Round.id).where(
            Round.council_id == actor.council_id,
            Round.period_code.in_([year.code, *(each.code for each in quarters)]),
            or_(Round.state != RoundState.CANCELLED, Round.cancelled_as.is_not(None)),
        )
    )
    by_period = {(row.cycle, row.period_code): row.id for row in there}
    if stages_of(session, framework, Cycle.ANNUAL):
        due = proposals_due(framework, year)
        detail = f"Services propose by {day_words(due)}"
        label = f"{year.short_label}: indicators and targets"
        yield _round(f"round:{year.code}", label, detail, by_period.get((Cycle.ANNUAL, year.code)))
    for quarter in quarters:
        detail = f"Returns due on {day_words(submissions_due(framework, quarter))}"
        about_id = by_period.get((Cycle.QUARTERLY, quarter.code))
        yield _round(f"round:{quarter.code}", quarter.short_label, detail, about_id)


def _round(key: str, label: str, detail: str, about_id: int | None) -> Row:
    done = about_id is not None
    return Row(key, "round", label, "" if done else detail, _result(done=done), not done, None, about_id)


def _indicators_ending(session: Session, actor: Actor, before: Period) -> Iterator[Row]:
    i = Indicator
    query = select(i).where(i.council_id == actor.council_id, i.valid_to.between(before.start, before.end))
    for each in session.scalars(query.order_by(i.ref, i.id)):
        assert each.valid_to is not None, "asked for were those that end"
        detail = f"Measured until {day_words(each.valid_to)}"
        yield _note(f"indicator:{each.id}", "indicator_ends", f"{each.ref} {each.name}", detail, each.id)


def _targets_missing(session: Session, actor: Actor, year: Period) -> Iterator[Row]:
    """The performance indicators that go on and have no approved target in the new year."""
    i, s, t = Indicator, Series, Target
    codes = [part.code for span in (Span.YEAR, Span.HALF, Span.QUARTER, Span.MONTH) for part in year.parts(span)]
    has = exists().where(t.series_id == s.id, t.state == TargetState.APPROVED, t.period_code.in_(codes))
    query = (
        select(i)
        .join(s, (s.indicator_id == i.id) & (s.breakdown == ALL))
        .where(
            i.council_id == actor.council_id,
            i.kind == IndicatorKind.PERFORMANCE,
            i.provisional.is_(False),
            or_(i.valid_to.is_(None), i.valid_to >= year.start),
            ~has,
        )
        .order_by(i.ref, i.id)
    )
    for each in dict.fromkeys(session.scalars(query)):
        detail = f"No approved target for {year.short_label}"
        yield _note(f"target:{each.id}", "target_missing", f"{each.ref} {each.name}", detail, each.id)


def _grants_ending(session: Session, actor: Actor, before: Period) -> Iterator[Row]:
    g = RoleGrant
    rows = session.execute(
        select(g, Person.name, Post.title)
        .outerjoin(Person, Person.id == g.person_id)
        .outerjoin(Post, Post.id == g.post_id)
        .where(g.council_id == actor.council_id, g.valid_to.between(_late(before), before.end))
        .order_by(g.role, g.id)
    )
    for grant, person, title in rows:
        assert grant.valid_to is not None, "asked for were those that end"
        detail = f"{grant.role.replace('_', ' ').capitalize()} until {day_words(grant.valid_to)}"
        about = grant.person_id or grant.post_id
        yield _note(f"grant:{grant.id}", "grant_ends", person or title, detail, about)


def _delegations_ending(session: Session, actor: Actor, before: Period) -> Iterator[Row]:
    d = Delegation
    rows = session.execute(
        select(d, Person.name)
        .join(Person, Person.id == d.to_person_id)
        .where(d.council_id == actor.council_id, d.valid_to.between(_late(before), before.end))
        .order_by(d.id)
    )
    for delegation, name in rows:
        detail = f"Acts for somebody else until {day_words(delegation.valid_to)}"
        yield _note(f"delegation:{delegation.id}", "delegation_ends", name, detail, delegation.to_person_id)


def _posts_vacant(session: Session, actor: Actor, year: Period) -> Iterator[Row]:
    """The posts that own or lead something and that nobody holds when the new year begins."""
    p, h = Post, PostHolding
    ends = or_(h.valid_to.is_(None), h.valid_to >= year.start)
    held = exists().where(h.post_id == p.id, h.valid_from <= year.start, ends)
    used = or_(
        exists().where(Indicator.owner_post_id == p.id),
        exists().where(Activity.lead_post_id == p.id),
        exists().where(RoleGrant.post_id == p.id),
    )
    query = select(p).where(p.council_id == actor.council_id, ~held, used).order_by(p.title, p.id)
    for each in session.scalars(query):
        detail = f"Nobody holds it on {day_words(year.start)}"
        yield _note(f"post:{each.id}", "post_vacant", each.title, detail, each.id)


def _result(*, done: bool) -> str:
    return "done" if done else "leave"


def _note(key: str, kind: str, label: str, detail: str, about_id: int | None) -> Row:
    return Row(key, kind, label, detail, "note", about_id=about_id)


def _late(before: Period) -> Any:
    return before.parts(Span.MONTH)[-1].start
