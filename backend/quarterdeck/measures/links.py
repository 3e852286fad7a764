"""Which priorities, portfolios and activities indicators belong to, between which days."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select, union_all
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.measures.models import Indicator, IndicatorActivity, IndicatorPortfolio, IndicatorPriority

Link = type[IndicatorPriority] | type[IndicatorPortfolio] | type[IndicatorActivity]
COLUMN: dict[Link, str] = {
    IndicatorPriority: "priority_id",
    IndicatorPortfolio: "portfolio_id",
    IndicatorActivity: "activity_id",
}


@dataclass
class Links:
    """An indicator's priorities, portfolios and activities on a day."""

    priority_ids: list[int] = field(default_factory=list)
    portfolio_ids: list[int] = field(default_factory=list)
    activity_ids: list[int] = field(default_factory=list)


def linked_on(link: Any, day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """That a link is in force on a day."""
    return and_(link.valid_from <= day, or_(link.valid_to.is_(None), link.valid_to >= day))


def measured_on(day: date) -> ColumnElement[bool]:
    """That an indicator is measured on a day."""
    i = Indicator
    return and_(or_(i.valid_from.is_(None), i.valid_from <= day), or_(i.valid_to.is_(None), i.valid_to >= day))


def links_on(session: Session, indicator_ids: Collection[int], day: date) -> dict[int, Links]:
    """What each of these indicators belongs to on a day, in one query; nothing: empty links."""
    found: dict[int, Links] = defaultdict(Links)
    for kind, indicator_id, linked_id in session.execute(
        union_all(*(_on(link, indicator_ids, day) for link in COLUMN))
    ):
        ids: list[int] = getattr(found[indicator_id], kind)
        ids.append(linked_id)
    for links in found.values():
        links.priority_ids.sort()
        links.portfolio_ids.sort()
        links.activity_ids.sort()
    return {indicator_id: found[indicator_id] for indicator_id in indicator_ids}


def in_portfolios(portfolio_ids: Any) -> Select[int]:
    """The indicators that belong to these portfolios (ids, or a query of ids) today."""
    p = IndicatorPortfolio
    return select(p.indicator_id).where(p.portfolio_id.in_(portfolio_ids), linked_on(p, clock.today()))


def link(session: Session, indicator: Indicator, to: Link, ids: Collection[int], since: date) -> None:
    """Let the indicator belong to these priorities or portfolios from a day on."""
    common = {"council_id": indicator.council_id, "indicator_id": indicator.id, "valid_from": since, "valid_to": None}
    session.add_all(to(**common, **{COLUMN[to]: linked_id}) for linked_id in sorted(set(ids)))
    session.flush()


def relink(session: Session, indicator: Indicator, to: Link, wanted: Collection[int]) -> bool:
    """Make these its priorities or portfolios from today on, the others ending yesterday; whether that changed any."""
    today = clock.today()
    links: Sequence[Any] = session.scalars(
        select(to).where(to.indicator_id == indicator.id, linked_on(to, today))
    ).all()
    ending = [each for each in links if getattr(each, COLUMN[to]) not in wanted]
    new = set(wanted) - {getattr(each, COLUMN[to]) for each in links}
    for each in ending:
        each.valid_to = today - timedelta(days=1)
    link(session, indicator, to, new, today)
    return bool(ending or new)


def _on(to: Link, indicator_ids: Collection[int], day: date) -> Select[Any]:
    linked_id = getattr(to, COLUMN[to])
    return select(literal(f"{COLUMN[to]}s"), to.indicator_id, linked_id).where(
        to.indicator_id.in_(indicator_ids), linked_on(to, day)
    )
