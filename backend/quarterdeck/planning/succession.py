"""How one plan takes the place of another: since when, and which of its priorities and activities of which."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import invalid
from quarterdeck.planning.models import (
    ActivityEnding,
    ActivitySuccession,
    Plan,
    PlanState,
    PriorityEnding,
    PrioritySuccession,
)
from quarterdeck.planning.schemas import PlanDecision, Succession, SuccessionCreate
from quarterdeck.planning.visibility import activities_of, priorities_of, visible_plans

Kind = type[PrioritySuccession] | type[ActivitySuccession]
Mapper = Callable[[Session, Actor, Plan, Plan, Sequence[SuccessionCreate]], int]
_mapped: dict[str, Mapper] = {}


def map_on_succession(name: str, mapper: Mapper) -> None:
    """Let a subject above record what of its own goes on from one plan in another: `name` is the decision's list.

    The mapper takes the old and the new plan and the lines; it answers how many it recorded. Raises 422 at
    `/{name}/{number}/…`.
    """
    _mapped[name] = mapper


def supersede(session: Session, actor: Actor, plan: Plan, decision: PlanDecision) -> dict[str, Any]:
    """Note by which plan and since when a plan is superseded, and what took the place of what.

    Returns what the journal notes of it. Raises 422 for a plan, priority or activity that does not fit.
    """
    successor = _successor(session, actor, plan, decision.superseded_by_id)
    last = _last_day(plan, successor)
    day = decision.superseded_on or min(clock.today(), last)
    _check_day(plan, successor, day, last)
    plan.superseded_by_id, plan.superseded_on = successor.id, day
    counts = {}
    for name, kind in (("priorities", PrioritySuccession), ("activities", ActivitySuccession)):
        pairs: list[SuccessionCreate] = getattr(decision, name)
        check_lines(name, pairs)
        _record(session, plan, successor, kind, name, pairs)
        counts[name] = len({(each.from_id, each.to_id) for each in pairs})
    for name, mapper in _mapped.items():
        lines: list[SuccessionCreate] = getattr(decision, name)
        check_lines(name, lines)
        counts[name] = mapper(session, actor, plan, successor, lines)
    return {"superseded_by_id": successor.id, "superseded_on": day.isoformat(), **counts}


def successions_of(session: Session, council_id: int, kind: Kind, ids: Collection[int]) -> dict[int, Succession]:
    """What came before and after each of these priorities or activities, in one query."""
    before: dict[int, list[int]] = defaultdict(list)
    after: dict[int, list[int]] = defaultdict(list)
    rows = session.execute(
        select(kind.predecessor_id, kind.successor_id)
        .where(kind.council_id == council_id, or_(kind.predecessor_id.in_(ids), kind.successor_id.in_(ids)))
        .order_by(kind.predecessor_id, kind.successor_id)
    )
    for row in rows:
        before[row.successor_id].append(row.predecessor_id)
        after[row.predecessor_id].append(row.successor_id)
    return {each: Succession(predecessor_ids=before[each], successor_ids=after[each]) for each in ids}


def superseded_by(session: Session, plan: Plan) -> list[int]:
    """The ids of the plans whose place a plan took."""
    query = select(Plan.id).where(Plan.council_id == plan.council_id, Plan.superseded_by_id == plan.id)
    return list(session.scalars(query.order_by(Plan.id)))


def _successor(session: Session, actor: Actor, plan: Plan, successor_id: int | None) -> Plan:
    if successor_id is None:
        raise invalid("/superseded_by_id", "missing", "Say which plan takes its place.")
    successor = session.scalars(visible_plans(actor).where(Plan.id == successor_id)).one_or_none()
    if successor is None or successor is plan or successor.state != PlanState.ADOPTED:
        raise invalid("/superseded_by_id", "unknown_plan", "Another plan takes its place, one that is adopted.")
    return successor


def _last_day(plan: Plan, successor: Plan) -> date:
    """The day after the plan's last: the first on which another stands, at the latest, unless that begins later."""
    return max(plan.end_on + timedelta(days=1), successor.start_on)


def _check_day(plan: Plan, successor: Plan, day: date, last: date) -> None:
    """Raise 422 for a day to come, and for one on which the one plan cannot hand over to the other."""
    if day > clock.today():
        raise invalid("/superseded_on", "future", "A plan is superseded on the day another takes its place, or later.")
    if day < successor.start_on:
        detail = f"The successor begins on {successor.start_on}: name that day or a later one."
        raise invalid("/superseded_on", "before_start", detail)
    if day < plan.start_on:
        detail = f"This plan begins on {plan.start_on}: it is superseded on that day or later."
        raise invalid("/superseded_on", "before_start", detail)
    if day > last:
        detail = f"This plan ended on {plan.end_on}: name a day not after {last}."
        raise invalid("/superseded_on", "after_end", detail)


def check_lines(name: str, lines: Sequence[SuccessionCreate]) -> None:
    """Raise 422 for a line that says neither what follows nor why nothing does, and for one that contradicts others."""
    followed = {line.from_id for line in lines if line.to_id is not None}
    for number, line in enumerate(lines):
        if line.to_id is not None:
            continue
        if not (line.reason or "").strip():
            raise invalid(f"/{name}/{number}/reason", "missing", "Say why nothing takes its place, or what does.")
        if line.from_id in followed:
            detail = "Another line says what takes its place: take one of them away."
            raise invalid(f"/{name}/{number}/to_id", "contradicts", detail)


def _record(
    session: Session, plan: Plan, successor: Plan, kind: Kind, name: str, lines: Sequence[SuccessionCreate]
) -> None:
    if not lines:
        return
    old, new = (set(session.scalars(_ids_of(each, kind))) for each in (plan, successor))
    for number, line in enumerate(lines):
        for field, known, whose in (("from_id", old, "the old"), ("to_id", new, "the new")):
            named = getattr(line, field)
            if named is not None and named not in known:
                detail = f"This is not one of the {name} of {whose} plan."
                raise invalid(f"/{name}/{number}/{field}", f"unknown_{name}", detail)
    session.add_all(
        kind(council_id=plan.council_id, predecessor_id=from_id, successor_id=to_id)
        for from_id, to_id in sorted({(line.from_id, line.to_id) for line in lines if line.to_id is not None})
    )
    ending = PriorityEnding if kind is PrioritySuccession else ActivityEnding
    ended = {line.from_id: line.reason or "" for line in lines if line.to_id is None}
    session.add_all(
        ending(council_id=plan.council_id, predecessor_id=from_id, reason=reason) for from_id, reason in ended.items()
    )
    session.flush()


def _ids_of(plan: Plan, kind: Kind) -> Select[int]:
    plans = select(Plan).where(Plan.id == plan.id)
    return priorities_of(plans) if kind is PrioritySuccession else activities_of(plans)
