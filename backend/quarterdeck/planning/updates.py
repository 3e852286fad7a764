"""What services reported on activities, period by period: appended at confirm, never changed."""

from sqlalchemy import Select, or_, select, true
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import not_found
from quarterdeck.core.http import changes
from quarterdeck.core.journal import Change
from quarterdeck.framework.models import PeriodRow
from quarterdeck.framework.service import ensure_period
from quarterdeck.organisation.roles import Permission
from quarterdeck.planning.activities import visible_activities
from quarterdeck.planning.models import Activity, ActivityPortfolio, ActivityStatus, ActivityUpdate


def append(
    session: Session,
    actor: Actor,
    activity_id: int,
    period_code: str,
    status: ActivityStatus,
    update: str,
    cause: str,
    path_to_green: str,
    change: Change,
    *,
    percent_complete: int | None = None,
) -> ActivityUpdate:
    """Append what a service reported on an activity for a period, and let the activity show the newest.

    The same as the newest revision appends nothing and returns that. A later correction of an earlier
    period leaves the activity's status and percentage alone. percent_complete: 0 to 100, None where it
    was not said. The caller journals the confirmation under `change`.
    Raises 404 for an activity of another council.
    """
    activity = session.scalars(
        select(Activity).where(Activity.council_id == actor.council_id, Activity.id == activity_id).with_for_update()
    ).one_or_none()
    if activity is None:
        raise not_found("activity")
    period = ensure_period(session, period_code)
    newest = _newest(session, activity.id, period.code)
    if newest is not None and _says(newest) == (status, percent_complete, update, cause, path_to_green):
        return newest
    row = ActivityUpdate(
        council_id=actor.council_id,
        activity_id=activity.id,
        period_code=period.code,
        revision=newest.revision + 1 if newest else 1,
        status=status,
        percent_complete=percent_complete,
        update=update,
        cause=cause,
        path_to_green=path_to_green,
        recorded_by=actor.person_id,
        recorded_at=change.recorded_at,
        change_no=change.number,
    )
    session.add(row)
    reported = {"status": status, "percent_complete": percent_complete}
    if not _reported_later(session, activity.id, period) and changes(activity, reported):
        activity.version += 1
    session.flush()
    return row


def visible_updates(actor: Actor) -> Select[ActivityUpdate]:
    """Updates on visible activities, for whoever reads submitted figures there.

    Everyone else reads what an edition of the pack copied in.
    """
    activities = visible_activities(actor).with_only_columns(Activity.id)
    query = select(ActivityUpdate).where(ActivityUpdate.activity_id.in_(activities))
    reach = actor.reach(Permission.READ_SUBMITTED)
    if reach.everywhere:
        return query
    today = clock.today()
    in_portfolios = select(ActivityPortfolio.activity_id).where(
        ActivityPortfolio.portfolio_id.in_(reach.portfolio_ids),
        ActivityPortfolio.valid_from <= today,
        or_(ActivityPortfolio.valid_to.is_(None), ActivityPortfolio.valid_to >= today),
    )
    in_units = select(Activity.id).where(Activity.unit_id.in_(reach.unit_ids))
    return query.where(or_(ActivityUpdate.activity_id.in_(in_units), ActivityUpdate.activity_id.in_(in_portfolios)))


def list_updates(actor: Actor, *, activity_id: int | None = None, period: str | None = None) -> Select[ActivityUpdate]:
    """Visible updates, every revision, by activity and period."""
    return visible_updates(actor).where(
        true() if activity_id is None else ActivityUpdate.activity_id == activity_id,
        true() if period is None else ActivityUpdate.period_code == period,
    )


def newest_updates(session: Session, council_id: int, period_code: str) -> dict[int, ActivityUpdate]:
    """The newest revision of each activity's update for a period, by activity."""
    rows = session.scalars(
        select(ActivityUpdate)
        .where(ActivityUpdate.council_id == council_id, ActivityUpdate.period_code == period_code)
        .order_by(ActivityUpdate.revision)
    )
    return {row.activity_id: row for row in rows}


def _newest(session: Session, activity_id: int, period_code: str) -> ActivityUpdate | None:
    return session.scalars(
        select(ActivityUpdate)
        .where(ActivityUpdate.activity_id == activity_id, ActivityUpdate.period_code == period_code)
        .order_by(ActivityUpdate.revision.desc())
        .limit(1)
    ).one_or_none()


def _says(row: ActivityUpdate) -> tuple[str, int | None, str, str, str]:
    return row.status, row.percent_complete, row.update, row.cause, row.path_to_green


def _reported_later(session: Session, activity_id: int, period: PeriodRow) -> bool:
    query = (
        select(ActivityUpdate.id)
        .join(PeriodRow, PeriodRow.code == ActivityUpdate.period_code)
        .where(ActivityUpdate.activity_id == activity_id, PeriodRow.end_on > period.end_on)
        .limit(1)
    )
    return session.scalar(query) is not None
