"""Which quarters there are to look at, and which one is shown to whoever names none."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.framework.models import PeriodRow
from quarterdeck.framework.periods import Period, Scheme, Span
from quarterdeck.measures.editions import PackEdition
from quarterdeck.measures.models import CurrentObservation
from quarterdeck.measures.viewpoint import NOW, Viewpoint, figures


def quarters_seen(session: Session, actor: Actor) -> list[Period]:
    """The quarters that hold a figure which the actor may see, newest first. One query.

    A figure of a month belongs to its quarter, one of a half year or a year to the quarter that it ends in.
    """
    codes = session.connection().execute(_select(actor)).scalars()
    spans = [Period.of_code(code) for code in codes]
    found = {Period.containing(each.end, Span.QUARTER, each.scheme) for each in spans}
    return sorted(found, key=lambda quarter: (quarter.end, quarter.code), reverse=True)


def default_period(session: Session, actor: Actor, viewpoint: Viewpoint) -> str:
    """The code of the period that is shown where none is named: an edition's own, else the newest quarter seen.

    One that is not over yet holds a month's figures at most: it gives way to one that is. One query.
    """
    if viewpoint.edition_id is not None:
        edition = select(PackEdition.period_code).where(PackEdition.id == viewpoint.edition_id)
        return session.connection().execute(edition).scalar_one()
    quarters, today = quarters_seen(session, actor), clock.today()
    over = [each for each in quarters if each.end < today]
    shown = (over or quarters or [Period.containing(today).previous()])[0]
    return shown.code


def _select(actor: Actor) -> Select[Any]:
    # A look into the index for each period there is: to gather them from all figures would read every one.
    seen = figures(actor, NOW).where(CurrentObservation.period_code == PeriodRow.code)
    return select(PeriodRow.code).where(PeriodRow.scheme != Scheme.CUSTOM, seen.correlate(PeriodRow).exists())
