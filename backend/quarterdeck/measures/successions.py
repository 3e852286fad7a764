"""What became of a plan's indicators when another took its place: continued, replaced, or dropped, and why."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Base, Key, one_of
from quarterdeck.core.errors import invalid
from quarterdeck.measures.models import Indicator, IndicatorPriority
from quarterdeck.planning.models import (
    Activity,
    ActivityEnding,
    ActivitySuccession,
    Plan,
    Priority,
    PriorityEnding,
    PrioritySuccession,
    Theme,
)
from quarterdeck.planning.schemas import SuccessionCreate
from quarterdeck.planning.succession import map_on_succession
from quarterdeck.planning.visibility import activities_of, priorities_of


class Fate(StrEnum):
    """What became of something of an old plan; `open` where nobody has said."""

    CONTINUED = "continued"
    REPLACED = "replaced"
    DROPPED = "dropped"
    OPEN = "open"


class IndicatorSuccession(Base):
    """That an indicator of a superseded plan goes on, is replaced by another, or was dropped. Appended only."""

    __tablename__ = "indicator_succession"
    __table_args__ = (
        UniqueConstraint("council_id", "plan_id", "predecessor_id", "successor_id"),
        Index("ix_indicator_succession_successor", "council_id", "successor_id"),
        one_of("fate", (Fate.CONTINUED, Fate.REPLACED, Fate.DROPPED)),
        CheckConstraint("(fate = 'dropped') = (successor_id IS NULL)", name="dropped"),
        CheckConstraint("fate <> 'dropped' OR reason <> ''", name="reason"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    # The plan that was superseded.
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("indicator.id"))
    fate: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str]


def map_indicators(
    session: Session, actor: Actor, plan: Plan, successor: Plan, lines: Sequence[SuccessionCreate]
) -> int:
    """Record what of the old plan's indicators goes on; one that is dropped is asked for no more.

    It ends on the old plan's last day, unless it measures another plan as well; what goes on measures the new plan
    from its first day. Raises 422 at the line.
    """
    old, new = (indicators_of(session, each) for each in (plan, successor))
    for number, line in enumerate(lines):
        if line.from_id not in old:
            detail = "This indicator measures no priority of the old plan."
            raise invalid(f"/indicators/{number}/from_id", "unknown_indicators", detail)
        if line.to_id is not None and line.to_id not in new:
            detail = "This indicator measures no priority of the new plan: link it to one first."
            raise invalid(f"/indicators/{number}/to_id", "unknown_indicators", detail)
    rows = {(line.from_id, line.to_id): _row(plan, line) for line in lines}
    session.add_all(rows[pair] for pair in sorted(rows, key=lambda pair: (pair[0], pair[1] or 0)))
    elsewhere = _measuring_others(session, plan)
    for from_id, to_id in rows:
        if to_id is None and from_id not in elsewhere and plan.superseded_on is not None:
            _end(session.get_one(Indicator, from_id), plan)
    _measure_since(session, plan, successor, {to_id for _, to_id in rows if to_id is not None})
    session.flush()
    return len(rows)


def indicators_of(session: Session, plan: Plan) -> dict[int, Indicator]:
    """The indicators that measure a priority of the plan, or did in its days, by id."""
    p = IndicatorPriority
    linked = select(p.indicator_id).where(
        p.priority_id.in_(priorities_of(select(Plan).where(Plan.id == plan.id))),
        or_(p.valid_to.is_(None), p.valid_to >= plan.start_on),
    )
    query = select(Indicator).where(Indicator.council_id == plan.council_id, Indicator.id.in_(linked))
    return {each.id: each for each in session.scalars(query.order_by(Indicator.ref, Indicator.id))}


def succession_map(session: Session, plan: Plan) -> dict[str, Any]:
    """What became of each priority, activity and indicator of a plan, as `PlanSuccessionRead` answers it.

    Of a plan that no other has superseded everything is open: what there is to say when one does.
    """
    plans = select(Plan).where(Plan.id == plan.id)
    i = IndicatorSuccession
    after: dict[tuple[str, int], list[int]] = defaultdict(list)
    reasons: dict[tuple[str, int], str] = {}
    for row in session.scalars(select(i).where(i.council_id == plan.council_id, i.plan_id == plan.id).order_by(i.id)):
        reasons["indicators", row.predecessor_id] = row.reason or reasons.get(("indicators", row.predecessor_id), "")
        after["indicators", row.predecessor_id] += [] if row.successor_id is None else [row.successor_id]
    of_plan = (("priorities", PrioritySuccession, PriorityEnding, priorities_of(plans)),
               ("activities", ActivitySuccession, ActivityEnding, activities_of(plans)))  # fmt: skip
    for name, kind, ending, ids in of_plan:
        pairs = select(kind.predecessor_id, kind.successor_id).where(kind.predecessor_id.in_(ids))
        for from_id, to_id in session.execute(pairs.order_by(kind.predecessor_id, kind.successor_id)):
            after[name, from_id].append(to_id)
        endings = select(ending.predecessor_id, ending.reason).where(ending.predecessor_id.in_(ids))
        reasons |= {(name, from_id): reason for from_id, reason in session.execute(endings)}
    labels = _labels(session, plan)
    return {
        name: [
            {
                "id": from_id,
                "label": label,
                "fate": _fate(from_id, after[name, from_id], (name, from_id) in reasons),
                "successors": [{"id": to_id, "label": labels[name, to_id]} for to_id in after[name, from_id]],
                "reason": reasons.get((name, from_id), ""),
            }
            for from_id, label in listed
        ]
        for name, listed in _own(session, plan, labels).items()
    }


def _row(plan: Plan, line: SuccessionCreate) -> IndicatorSuccession:
    fate = Fate.DROPPED if line.to_id is None else Fate.CONTINUED if line.to_id == line.from_id else Fate.REPLACED
    return IndicatorSuccession(
        council_id=plan.council_id,
        plan_id=plan.id,
        predecessor_id=line.from_id,
        successor_id=line.to_id,
        fate=fate,
        reason=line.reason or "",
    )


def _measuring_others(session: Session, plan: Plan) -> set[int]:
    """The indicators linked to a priority of another plan, without an end."""
    p = IndicatorPriority
    own = priorities_of(select(Plan).where(Plan.id == plan.id))
    query = select(p.indicator_id).where(
        p.council_id == plan.council_id, p.valid_to.is_(None), p.priority_id.not_in(own)
    )
    return set(session.scalars(query))


def _measure_since(session: Session, plan: Plan, successor: Plan, indicator_ids: Collection[int]) -> None:
    """Let what goes on measure the new plan from its first day, also where it was linked to it only later."""
    p, since = IndicatorPriority, plan.superseded_on
    if since is None:
        return
    later = select(p).where(
        p.indicator_id.in_(sorted(indicator_ids)),
        p.priority_id.in_(priorities_of(select(Plan).where(Plan.id == successor.id))),
        p.valid_from > since,
    )
    for link in session.scalars(later):
        link.valid_from = since


def _end(indicator: Indicator, plan: Plan) -> None:
    if plan.superseded_on is None:
        return
    last = plan.superseded_on - timedelta(days=1)
    if indicator.valid_to is None or indicator.valid_to > last:
        indicator.valid_to = max(last, indicator.valid_from or last)
        indicator.version += 1


def _fate(from_id: int, after: Sequence[int], has_reason: bool) -> Fate:
    if after:
        return Fate.CONTINUED if list(after) == [from_id] else Fate.REPLACED
    return Fate.DROPPED if has_reason else Fate.OPEN


def _labels(session: Session, plan: Plan) -> dict[tuple[str, int], str]:
    """What everything of the plan and of its successor is called."""
    plans = select(Plan).where(Plan.id.in_([each for each in (plan.id, plan.superseded_by_id) if each is not None]))
    priorities = select(Priority.id, Theme.name, Priority.name).join(Theme, Theme.id == Priority.theme_id)
    found = {
        ("priorities", row[0]): f"{row[1]}: {row[2]}"
        for row in session.execute(priorities.where(Priority.id.in_(priorities_of(plans))))
    }
    activities = select(Activity.id, Activity.ref, Activity.title).where(Activity.id.in_(activities_of(plans)))
    found |= {("activities", row.id): f"{row.ref}: {row.title}" for row in session.execute(activities)}
    for each in session.scalars(plans):
        found |= {("indicators", i.id): f"{i.ref}: {i.name}" for i in indicators_of(session, each).values()}
    after = select(Indicator).join(IndicatorSuccession, IndicatorSuccession.successor_id == Indicator.id)
    for i in session.scalars(after.where(IndicatorSuccession.plan_id == plan.id)):
        found["indicators", i.id] = f"{i.ref}: {i.name}"
    return found


def _own(session: Session, plan: Plan, labels: dict[tuple[str, int], str]) -> dict[str, list[tuple[int, str]]]:
    """The ids and names of what stands in the plan, in its order."""
    plans = select(Plan).where(Plan.id == plan.id)
    priorities = select(Priority.id).join(Theme).where(Theme.plan_id == plan.id)
    activities = select(Activity.id).where(Activity.id.in_(activities_of(plans)))
    ids: dict[str, Iterable[int]] = {
        "priorities": session.scalars(priorities.order_by(Theme.position, Priority.position, Priority.id)),
        "activities": session.scalars(activities.order_by(Activity.ref, Activity.id)),
        "indicators": indicators_of(session, plan),
    }
    return {name: [(each, labels[name, each]) for each in listed] for name, listed in ids.items()}


map_on_succession("indicators", map_indicators)
