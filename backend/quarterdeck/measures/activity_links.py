"""Which indicators show what which activities are for: links with their days, read from both sides."""

from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, or_, select, true
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import conflict, invalid, not_found
from quarterdeck.core.http import changes
from quarterdeck.core.journal import Event
from quarterdeck.core.workflow import check_version
from quarterdeck.measures.activity_link_schemas import ActivityLinkCreate, ActivityLinkRead, ActivityLinkUpdate
from quarterdeck.measures.indicators import editable_indicator, find_indicator
from quarterdeck.measures.links import linked_on
from quarterdeck.measures.models import Indicator, IndicatorActivity
from quarterdeck.organisation.grants import check_last_day
from quarterdeck.planning.activities import find_activity, visible_activities
from quarterdeck.planning.models import Activity

LinkRow = Row[IndicatorActivity, Indicator, Activity]
L = IndicatorActivity


def visible_links(actor: Actor) -> Select[IndicatorActivity, Indicator, Activity]:
    """Links to the activities that the actor may see, each with its indicator and activity."""
    activities = visible_activities(actor).with_only_columns(Activity.id)
    return (
        select(L, Indicator, Activity)
        .join(Indicator, Indicator.id == L.indicator_id)
        .join(Activity, Activity.id == L.activity_id)
        .where(L.council_id == actor.council_id, L.activity_id.in_(activities))
    )


def links_of_indicator(
    session: Session, actor: Actor, indicator_id: int, on: date | None = None
) -> Select[IndicatorActivity, Indicator, Activity]:
    """The links of an indicator to activities, all of them or those in force on a day. Raises 404."""
    indicator = find_indicator(session, actor, indicator_id)
    return visible_links(actor).where(L.indicator_id == indicator.id, _in_force(on))


def links_of_activity(
    session: Session, actor: Actor, activity_id: int, on: date | None = None
) -> Select[IndicatorActivity, Indicator, Activity]:
    """The links of an activity to indicators, all of them or those in force on a day. Raises 404."""
    activity = find_activity(session, actor, activity_id)
    return visible_links(actor).where(L.activity_id == activity.id, _in_force(on))


def link_activity(session: Session, actor: Actor, indicator_id: int, data: ActivityLinkCreate) -> LinkRow:
    """Let an indicator show what an activity is for, from a day on. Raises 404, 403, 422, 409 where it does then."""
    indicator = editable_indicator(session, actor, indicator_id)
    query = visible_activities(actor).where(Activity.id == data.activity_id)
    if session.scalars(query).one_or_none() is None:
        raise invalid("/activity_id", "unknown_activity", "There is no activity with this id that you may see.")
    link = L(
        council_id=indicator.council_id,
        indicator_id=indicator.id,
        activity_id=data.activity_id,
        valid_from=data.valid_from or clock.today(),
        valid_to=None,
    )
    _refuse_double(session, link)
    session.add(link)
    return _changed(session, actor, indicator, link, "indicator.link_activity")


def end_link(
    session: Session, actor: Actor, indicator_id: int, link_id: int, data: ActivityLinkUpdate, version: int
) -> LinkRow:
    """Set the last day of a link, or let it run on. `version` is the indicator's. Raises 404, 403, 412, 422, 409."""
    indicator = editable_indicator(session, actor, indicator_id)
    found = session.execute(visible_links(actor).where(L.indicator_id == indicator.id, L.id == link_id)).one_or_none()
    if found is None:
        raise not_found("link")
    link = found[0]
    check_version(indicator, version)
    check_last_day(link.valid_from, data.valid_to)
    if not changes(link, data.given()):
        return found
    _refuse_double(session, link)
    return _changed(session, actor, indicator, link, "indicator.end_activity_link")


def link_read(row: LinkRow) -> ActivityLinkRead:
    """A link as it is answered: what stands on both its sides, and the indicator's version for changing it."""
    link, indicator, activity = row
    return ActivityLinkRead(
        id=link.id,
        indicator_id=indicator.id,
        indicator_ref=indicator.ref,
        indicator_name=indicator.name,
        indicator_version=indicator.version,
        activity_id=activity.id,
        activity_ref=activity.ref,
        activity_title=activity.title,
        valid_from=link.valid_from,
        valid_to=link.valid_to,
    )


def _in_force(on: date | None) -> Any:
    return true() if on is None else linked_on(L, on)


def _refuse_double(session: Session, link: IndicatorActivity) -> None:
    """Raise 409 where both are linked on a day of the link already; links that never were do not count."""
    if link.valid_to is not None and link.valid_to < link.valid_from:
        return
    until = true() if link.valid_to is None else L.valid_from <= link.valid_to
    same = select(L.id).where(
        L.indicator_id == link.indicator_id,
        L.activity_id == link.activity_id,
        L.id.is_distinct_from(link.id),
        until,
        or_(L.valid_to.is_(None), and_(L.valid_to >= L.valid_from, L.valid_to >= link.valid_from)),
    )
    if session.scalar(same.limit(1)) is not None:
        raise conflict("The indicator and the activity are linked then already.", "taken")


def _changed(session: Session, actor: Actor, indicator: Indicator, link: IndicatorActivity, action: str) -> LinkRow:
    indicator.version += 1
    session.flush()
    detail = {
        "link_id": link.id,
        "activity_id": link.activity_id,
        "valid_from": link.valid_from.isoformat(),
        "valid_to": link.valid_to.isoformat() if link.valid_to else None,
    }
    journal.record(session, actor, Event(action, "indicator", indicator.id, detail))
    return session.execute(visible_links(actor).where(L.id == link.id)).one()
