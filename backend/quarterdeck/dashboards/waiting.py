"""What every part of the start page shares: how an item is written, and how far a role goes in a query."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, false, true
from sqlalchemy.orm import InstrumentedAttribute

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor, Reach
from quarterdeck.dashboards.home_schemas import HomeItem, Next, Waits
from quarterdeck.framework.models import Cycle
from quarterdeck.framework.periods import Period
from quarterdeck.organisation.roles import Role

Found = Iterator[tuple[Waits, HomeItem]]
"""Items as a part finds them, each with its group."""
OPTIONAL = HomeItem.model_fields.keys() - {"kind", "id", "title", "detail", "next"}


def item(kind: str, id_: int, title: str, detail: str, next_: Next, **more: Any) -> HomeItem:
    """One item; what is not given of it is null, and how late it is follows from `due_on`."""
    due_on: date | None = more.get("due_on")
    late = None if due_on is None else (clock.today() - due_on).days
    given = dict.fromkeys(OPTIONAL) | {"days_late": late} | more
    return HomeItem(kind=kind, id=id_, title=title, detail=detail, next=next_, **given)


def of_services(actor: Actor) -> Actor:
    """The actor without what they may do as the performance team: that enters and answers for every service, but
    nothing of the services' waits for it.
    """
    return replace(actor, grants=tuple(each for each in actor.grants if each.role != Role.PERFORMANCE_TEAM))


def within(unit_id: InstrumentedAttribute[int] | ColumnElement[int], *reaches: Reach) -> ColumnElement[bool]:
    """That a unit lies where one of these goes."""
    if any(reach.everywhere for reach in reaches):
        return true()
    unit_ids = frozenset[int]().union(*(reach.unit_ids for reach in reaches))
    return unit_id.in_(sorted(unit_ids)) if unit_ids else false()


def reaches(reach: Reach, unit_id: int) -> bool:
    """Whether a unit lies where it goes."""
    return reach.everywhere or unit_id in reach.unit_ids


def in_words(day: date) -> str:
    """A day as it is read: 5 July 2023."""
    return f"{day.day} {day:%B %Y}"


def of_what(cycle: str, code: str) -> str:
    """What a round or an edition is about: the quarter it reports on, or the year whose targets it plans."""
    period = Period.of_code(code)
    return f"targets for {period.short_label}" if cycle == Cycle.ANNUAL else period.label


def shortened(text: str, most: int = 300) -> str:
    """A text in one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
