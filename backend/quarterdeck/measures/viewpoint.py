"""From where figures are read: now, as of a moment, or in a pack edition. The past decides what is there to see.

Whether it may be seen, today's permissions decide: whoever reads submitted figures of an indicator (by its
responsible unit or its portfolios, today) sees the newest revision, everyone else the newest approved one, but for
figures that were marked exempt from publication: those only who was given an edition with it.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from sqlalchemy import (
    ColumnElement,
    False_,
    ScalarSelect,
    Select,
    Subquery,
    True_,
    and_,
    exists,
    false,
    literal,
    not_,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import shared_alias
from quarterdeck.core.errors import invalid
from quarterdeck.measures.editions import (
    ExemptPart,
    PackEdition,
    PackFigure,
    find_edition,
    is_exempt,
    public_editions,
    still_exempt,
    whole_editions,
)
from quarterdeck.measures.links import in_portfolios
from quarterdeck.measures.models import (
    CurrentObservation,
    Indicator,
    Observation,
    ObservationApproval,
    RatingRow,
    Standing,
)
from quarterdeck.measures.series import within
from quarterdeck.organisation.roles import Permission

EARLIEST, LATEST = 1900, 2199
MOMENT = "Give as_of as a moment with its time zone, for example 2024-03-31T12:00:00Z (write + as %2B in an address)."

TO_COME = "This moment is still to come. Leave as_of out to read what stands now."


@dataclass(frozen=True)
class Viewpoint:
    """Now (nothing given), after a change of the council's record, or in an edition (which knows its change too)."""

    change_no: int | None = None
    edition_id: int | None = None
    on: date | None = field(default=None, compare=False)
    """The day of the moment, or on which the edition was sealed: which version was in force then."""

    def knows(self, change_no: int) -> bool:
        """Whether a change had been recorded by then."""
        return self.change_no is None or change_no <= self.change_no


NOW = Viewpoint()
# Made once: an alias of a wide table costs milliseconds, and these stand in every query of figures.
_NEWER, _RATING = shared_alias(Observation, "newer"), shared_alias(RatingRow, "newest_rating")


def viewpoint_of(
    session: Session, actor: Actor, as_of: str | None = None, pack: int | None = None, named: str = ""
) -> Viewpoint:
    """The viewpoint that a request's `as_of` (ISO 8601, with a time zone) or `pack` (an edition's id) asks for.

    named: what their names begin with in the request, where it asks for two.

    Raises 422 where both are given or the moment is none, lacks a time zone or is to come; 404 for an edition
    that the actor may not read.
    """
    if as_of is not None and pack is not None:
        raise invalid(f"{named}pack", "one_viewpoint", "Give as_of or pack, not both: an edition has its own moment.")
    if pack is not None:
        edition = find_edition(session, actor, pack)
        return Viewpoint(edition.change_no, edition.id, clock.london(edition.sealed_at).date())
    if as_of is not None:
        moment = _moment(as_of, f"{named}as_of")
        return Viewpoint(journal.change_no_at(session, actor.council_id, moment), on=clock.london(moment).date())
    return NOW


def figures(actor: Actor, viewpoint: Viewpoint) -> Select[Any]:
    """The figures that the actor may see from there, one row a cell, with the very rows that made each.

    Columns: indicator_id, unit_id, breakdown, series_id, period_code, observation_id, rating_id,
    definition_id, target_id, rule_id.
    """
    if actor.narrowing is not None:
        cells = figures(replace(actor, narrowing=None), viewpoint).subquery("of_any")
        return select(cells).where(within(actor, cells.c.indicator_id, cells.c.unit_id))
    if viewpoint.edition_id is not None:
        return _in_edition(actor, viewpoint.edition_id)
    if viewpoint.change_no is not None:
        return _as_of(actor, viewpoint.change_no)
    return _now(actor)


def figures_before(actor: Actor, viewpoint: Viewpoint) -> Select[Any]:
    """The figures that earlier periods are read from: those of `figures`, and for an edition what stood at sealing.

    An edition prints earlier periods beside the figures it pins, for whoever reads it; exempt ones for whoever
    reads the whole of it, or reads or was given the figure anyway.
    """
    if viewpoint.edition_id is None:
        return figures(actor, viewpoint)
    o = Observation
    whole = whole_editions(actor).where(PackEdition.id == viewpoint.edition_id).with_only_columns(PackEdition.id)
    open_to = or_(reads_submitted(actor, o.indicator_id), not_(kept_from(actor, o)), whole.exists())
    return _as_of(Actor.system(actor.council_id), viewpoint.change_no or 0).where(open_to)


def figures_and_before(actor: Actor, viewpoint: Viewpoint) -> Subquery:
    """The cells that a dashboard and a trend read, as `figures` has them.

    Of an edition: those that it pins (`pinned`), and the earlier ones of the same series as they stood when it was
    sealed.
    """
    now = figures(actor, viewpoint).subquery("now")
    if viewpoint.edition_id is None:
        return now
    before = figures_before(actor, viewpoint).subquery("before")
    pinned = select(now, literal(True).label("pinned"))
    rest = select(before, literal(False).label("pinned")).where(
        ~select(now.c.series_id)
        .where(now.c.series_id == before.c.series_id, now.c.period_code == before.c.period_code)
        .exists(),
        before.c.series_id.in_(select(now.c.series_id)),
    )
    return union_all(pinned, rest).subquery("cells")


def stands_by_itself(actor: Actor, viewpoint: Viewpoint) -> ColumnElement[bool]:
    """That the actor sees an earlier figure without an edition that compares with it: submitted, or approved then."""
    o = Observation
    return or_(
        reads_submitted(actor, o.indicator_id),
        and_(approved_by(o, viewpoint.change_no), not_(kept_from(actor, o))),
    )


def visible_observations(actor: Actor, viewpoint: Viewpoint = NOW) -> Select[Observation]:
    """Every revision that the actor may see from there: approved by then, submitted in their reach, or pinned."""
    o, change_no = Observation, viewpoint.change_no
    seen = or_(reads_submitted(actor, o.indicator_id), and_(approved_by(o, change_no), not_(kept_from(actor, o))))
    if change_no is not None:
        seen = and_(o.change_no <= change_no, seen)
    if viewpoint.edition_id is not None:
        pinned = _in_edition(actor, viewpoint.edition_id).with_only_columns(PackFigure.observation_id)
        seen = or_(seen, o.id.in_(pinned))
    return select(o).where(o.council_id == actor.council_id, seen, within(actor, o.indicator_id, o.unit_id))


def reads_submitted(actor: Actor, indicator_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """That the actor reads figures of the indicator before a body has approved them."""
    reach = actor.reach(Permission.READ_SUBMITTED)
    if reach.everywhere:
        return true()
    if not (reach.unit_ids or reach.portfolio_ids):
        return false()
    within = select(Indicator.id).where(
        Indicator.council_id == actor.council_id,
        or_(Indicator.unit_id.in_(reach.unit_ids), Indicator.id.in_(in_portfolios(reach.portfolio_ids))),
    )
    return indicator_id.in_(within)


def left_out(session: Session, actor: Actor, viewpoint: Viewpoint) -> Counter[str]:
    """How many figures of an edition are left out because they are exempt from publication, by the reason for it.

    Nothing is told of an edition that the actor reads whole, or of which they read their portfolios' part alone.
    """
    reach = actor.reach(Permission.READ_EDITIONS)
    if viewpoint.edition_id is None or reach.everywhere or reach.unit_ids:
        return Counter()
    e, f, o = ExemptPart, PackFigure, Observation
    of_cell = and_(e.council_id == f.council_id, e.series_id == f.series_id, e.period_code == f.period_code)
    rows = session.execute(
        select(f.series_id, f.period_code, e.reason)
        .join(e, of_cell)
        .join(o, o.id == f.observation_id)
        .where(
            f.edition_id == viewpoint.edition_id,
            f.edition_id.in_(public_editions(actor).with_only_columns(PackEdition.id)),
            f.edition_id.not_in(whole_editions(actor).with_only_columns(PackEdition.id)),
            o.indicator_id.not_in(in_portfolios(reach.portfolio_ids)),
            still_exempt(),
        )
        # Of what was marked more than once the first reason counts.
        .order_by(e.id.desc())
    )
    return Counter({(series_id, code): reason for series_id, code, reason in rows}.values())


def told_left_out(parts: Counter[str]) -> str:
    """What was left out as a header says it, e.g. `2;reason="Schedule 12A, paragraph 3"`; empty for nothing."""
    # A header holds no letters beyond ASCII and no quotation marks; a reason is told as far as it has room.
    told = {reason: quote(reason[:200], safe=" ,.;:()/'") for reason in parts}
    return ", ".join(f'{parts[reason]};reason="{told[reason]}"' for reason in sorted(parts))


def kept_from(actor: Actor, figure: Any) -> ColumnElement[bool]:
    """That a figure is exempt from publication, and no edition with it was given to the actor.

    That a body has approved it shows it to nobody then. figure: whatever has a council, a series and a period.
    """
    reach = actor.reach(Permission.READ_EDITIONS)
    if reach.everywhere or reach.unit_ids:
        return false()
    if not reach.body_ids:
        return is_exempt(figure)
    f = PackFigure
    given = exists().where(
        f.council_id == figure.council_id,
        f.series_id == figure.series_id,
        f.period_code == figure.period_code,
        f.edition_id.in_(whole_editions(actor).with_only_columns(PackEdition.id)),
    )
    return and_(is_exempt(figure), not_(given))


def approved_by(revision: Any, change_no: int | None) -> ColumnElement[bool]:
    """That a body had approved the revision after a change (None: by now)."""
    a = ObservationApproval
    by_then = true() if change_no is None else a.change_no <= change_no
    return exists().where(a.observation_id == revision.id, by_then)


def newest_rating(revision: Any, change_no: int | None) -> ScalarSelect[int]:
    """The id of the revision's newest rating after a change (None: by now): what stood then, with all that made it."""
    r = _RATING
    return (
        select(r.id)
        .where(
            r.council_id == revision.council_id,
            r.series_id == revision.series_id,
            r.period_code == revision.period_code,
            r.observation_id == revision.id,
            true() if change_no is None else r.change_no <= change_no,
        )
        .order_by(r.change_no.desc(), r.id.desc())
        .limit(1)
        .correlate(revision)
        .scalar_subquery()
    )


def _now(actor: Actor) -> Select[Any]:
    c = CurrentObservation
    return _columns(c, c, c.observation_id, c.rating_id).where(c.council_id == actor.council_id, _stands_now(actor, c))


def _stands_now(actor: Actor, c: type[CurrentObservation]) -> ColumnElement[bool]:
    """Which rows of the projection the actor sees. Its standing is always named by itself: no index serves an OR."""
    submitted = reads_submitted(actor, c.indicator_id)
    if isinstance(submitted, True_):
        return c.standing == Standing.LATEST
    approved = and_(c.standing == Standing.APPROVED, not_(kept_from(actor, c)))
    if isinstance(submitted, False_):
        return approved
    either = or_(and_(c.standing == Standing.LATEST, submitted), and_(approved, not_(submitted)))
    return and_(c.standing.in_(tuple(Standing)), either)


def _as_of(actor: Actor, change_no: int) -> Select[Any]:
    o, r = Observation, RatingRow
    submitted = reads_submitted(actor, o.indicator_id)
    latest = _newest(lambda revision: revision.change_no <= change_no)
    approved = _newest(lambda revision: approved_by(revision, change_no))
    return (
        _columns(o, r, o.id, r.id)
        .join(r, r.id == newest_rating(o, change_no))
        .where(
            o.council_id == actor.council_id,
            or_(and_(submitted, latest), and_(not_(submitted), approved, not_(kept_from(actor, o)))),
        )
    )


def _in_edition(actor: Actor, edition_id: int) -> Select[Any]:
    f, o = PackFigure, Observation
    reach = actor.reach(Permission.READ_EDITIONS)
    whole = f.edition_id.in_(whole_editions(actor).with_only_columns(PackEdition.id))
    public = f.edition_id.in_(public_editions(actor).with_only_columns(PackEdition.id))
    return (
        _columns(o, f, f.observation_id, f.rating_id)
        .select_from(f)
        .join(o, o.id == f.observation_id)
        .where(
            f.council_id == actor.council_id,
            f.edition_id == edition_id,
            or_(whole, and_(public, not_(is_exempt(f))), o.indicator_id.in_(in_portfolios(reach.portfolio_ids))),
        )
    )


def _columns(cell: Any, made_by: Any, observation_id: Any, rating_id: Any) -> Select[Any]:
    return select(
        cell.indicator_id,
        cell.unit_id,
        cell.breakdown,
        cell.series_id,
        cell.period_code,
        observation_id.label("observation_id"),
        rating_id.label("rating_id"),
        made_by.definition_id,
        made_by.target_id,
        made_by.rule_id,
    )


def _newest(stands: Callable[[Any], ColumnElement[bool]]) -> ColumnElement[bool]:
    """That a revision is the newest of its cell among those for which `stands` holds."""
    o, newer = Observation, _NEWER
    overtaken = exists().where(
        newer.council_id == o.council_id,
        newer.series_id == o.series_id,
        newer.period_code == o.period_code,
        newer.revision > o.revision,
        stands(newer),
    )
    return and_(stands(o), not_(overtaken))


def _moment(text: str, field: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise invalid(field, "bad_moment", MOMENT) from None
    if moment.tzinfo is None:
        raise invalid(field, "no_time_zone", MOMENT)
    if not EARLIEST < moment.year <= LATEST:
        raise invalid(field, "bad_moment", f"as_of lies between {EARLIEST} and {LATEST}.")
    if moment > clock.now():
        raise invalid(field, "future", TO_COME)
    return moment
