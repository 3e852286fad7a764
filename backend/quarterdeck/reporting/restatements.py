"""Restatements: how a figure that members have seen changes: proposed by one person, accepted by another."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Select, and_, case, func, not_, or_, select, true
from sqlalchemy.orm import Session, aliased

from quarterdeck.core import clock, journal, outbox, refs
from quarterdeck.core.actor import Actor
from quarterdeck.core.belonging import require_ours
from quarterdeck.core.errors import conflict, forbidden, invalid, not_found
from quarterdeck.core.journal import Change, Event
from quarterdeck.core.refs import Referent
from quarterdeck.framework.periods import Period
from quarterdeck.framework.service import ensure_period
from quarterdeck.measures import observations, revisions
from quarterdeck.measures.calculated import ways_of
from quarterdeck.measures.editions import PackEdition, PackFigure, public_editions, whole_editions
from quarterdeck.measures.indicators import indicator_place
from quarterdeck.measures.models import (
    Indicator,
    IndicatorDefinition,
    Observation,
    ObservationApproval,
    Origin,
    Series,
    ValueState,
)
from quarterdeck.measures.restatement import Restatement, RestatementState
from quarterdeck.measures.revisions import Reported
from quarterdeck.measures.versions import definitions_of, in_force
from quarterdeck.measures.viewpoint import kept_from, reads_submitted, visible_observations
from quarterdeck.organisation.roles import Permission
from quarterdeck.reporting.schemas import RestatementCreate, RestatementDecision, RestatementRead
from quarterdeck.reporting.workflow import PROPOSED, RESTATEMENT

SAID = ("value_state", "value", "numerator", "denominator")
OF_FIGURE = frozenset(
    {
        "indicator_id",
        "ref",
        "name",
        "breakdown",
        "unit_of_measure",
        "decimals",
        "period_label",
        "was_id",
        "was_state",
        "was",
        "observation_id",
        "allowed_actions",
    }
)


def visible_restatements(actor: Actor) -> Select[Restatement]:
    """The register of the actor's council: everyone signed in may read it.

    But for what is exempt from publication: that only who was given the figure, or reads it before it is approved.
    """
    own = select(Series.id).where(Series.council_id == actor.council_id, reads_submitted(actor, Series.indicator_id))
    may_read = or_(not_(kept_from(actor, Restatement)), Restatement.series_id.in_(own))
    return select(Restatement).where(Restatement.council_id == actor.council_id, may_read)


def list_restatements(
    actor: Actor, *, period: str | None = None, ref: str | None = None, state: RestatementState | None = None
) -> Select[Restatement]:
    """The register by period (its code), the indicator's ref, and state."""
    of_ref = (
        select(Series.id)
        .join(Indicator, Indicator.id == Series.indicator_id)
        .where(Indicator.council_id == actor.council_id, Indicator.ref == ref)
    )
    return visible_restatements(actor).where(
        true() if period is None else Restatement.period_code == period,
        true() if ref is None else Restatement.series_id.in_(of_ref),
        true() if state is None else Restatement.state == state,
    )


def find_restatement(session: Session, actor: Actor, restatement_id: int, *, for_update: bool = False) -> Restatement:
    """One restatement. Raises 404."""
    query = visible_restatements(actor).where(Restatement.id == restatement_id)
    found = session.scalars(query.with_for_update() if for_update else query).one_or_none()
    if found is None:
        raise not_found("restatement")
    return found


def propose_restatement(session: Session, actor: Actor, data: RestatementCreate) -> Restatement:
    """Propose another figure for one that is on record.

    Raises 422 for a series or period that is not there, a value that contradicts its state, a denominator of
    zero, or a cell without a figure; 403; 409 `unchanged` for the figure that stands already, and
    `already-proposed` where another proposal for the cell waits, `calculated` where it is made of others.
    """
    change = journal.change(session, actor.council_id)
    series = require_ours(session, actor, Series, data.series_id, "/series_id")
    indicator = session.get_one(Indicator, series.indicator_id)
    if not actor.may(Permission.PROPOSE_RESTATEMENT, indicator_place(session, indicator)):
        raise forbidden("Your role does not allow you to propose restatements for this indicator's service.")
    period = ensure_period(session, data.period)
    _check_value(data)
    observations.refuse_calculated(ways_of(session, actor.council_id), [(series.id, period.code)])
    standing = revisions.newest(session, actor.council_id, [(series.id, period.code)]).get((series.id, period.code))
    if standing is None:
        raise invalid("/period", "not_on_record", "There is no figure on record for this period to restate.")
    if all(getattr(standing, name) == getattr(data, name) for name in SAID):
        raise conflict("This is the figure that stands already.", "unchanged")
    _refuse_second(session, series.id, period.code)
    restatement = Restatement(
        council_id=actor.council_id,
        series_id=series.id,
        unit_id=indicator.unit_id,
        period_code=period.code,
        **{name: getattr(data, name) for name in SAID},
        reason=data.reason,
        state=PROPOSED,
        proposed_by=actor.person_id,
        proposed_at=change.recorded_at,
        decided_by=None,
        decided_on=None,
        observation_id=None,
        version=1,
    )
    session.add(restatement)
    session.flush()
    detail = {"series_id": series.id, "period_code": period.code, **{name: getattr(data, name) for name in SAID}}
    _tell(session, actor, Event("restatement.propose", "restatement", restatement.id, detail, data.reason))
    return restatement


def decide_restatement(
    session: Session, actor: Actor, restatement_id: int, decision: RestatementDecision, version: int
) -> Restatement:
    """Accept a restatement, which appends the figure; decline it; or withdraw one's own.

    Raises 404, 403, 412, 409; 409 `overtaken` where the figure changed after the proposal.
    """
    change = journal.change(session, actor.council_id)
    restatement = find_restatement(session, actor, restatement_id, for_update=True)
    event = RESTATEMENT.perform(restatement, decision.action, actor, version, decision.comment)
    restatement.decided_by, restatement.decided_on = actor.person_id, clock.london(change.recorded_at).date()
    session.flush()
    if restatement.state == RestatementState.ACCEPTED:
        restatement.observation_id = _append(session, actor, restatement, change).id
        session.flush()
    _tell(session, actor, event)
    return restatement


def restatement_reads(session: Session, actor: Actor, rows: Iterable[Restatement]) -> list[RestatementRead]:
    """Restatements as they are answered to this actor, with the figures they are of; two queries."""
    rows = list(rows)
    cells = _cells(session, actor, rows)
    definitions = definitions_of(session, {each.indicator_id for each in cells.values()})
    return [_read(row, cells[row.id], definitions, actor) for row in rows]


def restatement_read(session: Session, actor: Actor, restatement: Restatement) -> RestatementRead:
    """One restatement as it is answered to this actor."""
    return restatement_reads(session, actor, [restatement])[0]


def _check_value(data: RestatementCreate) -> None:
    if (data.value_state is ValueState.VALUE) != (data.value is not None):
        raise invalid("/value", "contradicts_state", "Give a value with the state value, and only with that.")
    if data.value is None and (data.numerator is not None or data.denominator is not None):
        raise invalid("/numerator", "contradicts_state", "Give a numerator and denominator only with a value.")
    if data.denominator == 0:
        raise invalid("/denominator", "zero_denominator", "A denominator of zero gives no value, and never 100%.")


def _refuse_second(session: Session, series_id: int, period_code: str) -> None:
    waiting = select(Restatement.id).where(
        Restatement.series_id == series_id, Restatement.period_code == period_code, Restatement.state == PROPOSED
    )
    if session.scalar(waiting.limit(1)) is not None:
        raise conflict("Another restatement of this figure waits for its decision.", "already-proposed")


def _append(session: Session, actor: Actor, restatement: Restatement, change: Change) -> Observation:
    """The new revision: the figure as proposed, with the texts of the one that stands. Approved at once if that is."""
    cell = (restatement.series_id, restatement.period_code)
    standing = revisions.newest(session, restatement.council_id, [cell])[cell]
    if standing.recorded_at > restatement.proposed_at:
        raise conflict("The figure has changed since this was proposed. Decline it and propose anew.", "overtaken")
    reported = Reported(
        series_id=restatement.series_id,
        period_code=restatement.period_code,
        value_state=ValueState(restatement.value_state),
        value=restatement.value,
        numerator=restatement.numerator,
        denominator=restatement.denominator,
        # Whoever restates a figure states it for good.
        provisional=False,
        forecast=standing.forecast,
        commentary=standing.commentary,
        explanations=standing.explanations,
    )
    return observations.append(
        session,
        actor,
        [reported],
        origin=Origin.RESTATEMENT,
        origin_id=restatement.id,
        change=change,
        reason=restatement.reason,
        approved=_is_approved(session, restatement),
    )[0]


def _is_approved(session: Session, restatement: Restatement) -> bool:
    """Whether a body has approved a figure of the cell."""
    query = (
        select(ObservationApproval.observation_id)
        .join(Observation, Observation.id == ObservationApproval.observation_id)
        .where(
            Observation.council_id == restatement.council_id,
            Observation.series_id == restatement.series_id,
            Observation.period_code == restatement.period_code,
        )
        .limit(1)
    )
    return session.scalar(query) is not None


def _tell(session: Session, actor: Actor, event: Event) -> None:
    journal.record(session, actor, event)
    assert event.subject_id is not None
    outbox.put(session, actor.council_id, event.action.replace(".", "-"), event.kind, event.subject_id)


def _cells(session: Session, actor: Actor, rows: Iterable[Restatement]) -> dict[int, Any]:
    """By restatement the series and indicator it is of, and what it takes the place of, where this actor may read it.

    That is what stands now, or once accepted what stood. A figure is read by whoever reads it before it is approved,
    by everyone once a body has approved it, and by whoever was given the whole of an edition with it, or reads it in
    public papers. `made_id` is the revision that was made of it, where this actor may open that.
    """
    r, was, now = Restatement, aliased(Observation), aliased(Observation)
    newest = select(func.max(now.revision)).where(now.series_id == r.series_id, now.period_code == r.period_code)
    accepted = select(now.revision - 1).where(now.id == r.observation_id)
    replaced = case((r.state == PROPOSED, newest.scalar_subquery()), else_=accepted.scalar_subquery())
    editions = [each(actor).with_only_columns(PackEdition.id) for each in (whole_editions, public_editions)]
    given = select(PackFigure.observation_id).where(or_(*(PackFigure.edition_id.in_(ids) for ids in editions)))
    approved = select(ObservationApproval.observation_id)
    may_read = or_(reads_submitted(actor, was.indicator_id), was.id.in_(approved), was.id.in_(given))
    of_cell = and_(was.series_id == r.series_id, was.period_code == r.period_code, was.revision == replaced)
    of_indicator = (Indicator.id.label("indicator_id"), Indicator.ref, Indicator.name)
    made = visible_observations(actor).with_only_columns(Observation.id.label("made_id")).subquery()
    found = session.execute(
        select(
            r.id, Series.breakdown, *of_indicator, was.id.label("was_id"), was.value_state, was.value, made.c.made_id
        )
        .join(Series, Series.id == r.series_id)
        .join(Indicator, Indicator.id == Series.indicator_id)
        .outerjoin(was, and_(of_cell, may_read))
        .outerjoin(made, made.c.made_id == r.observation_id)
        .where(r.id.in_([row.id for row in rows]))
    )
    return {row.id: row for row in found}


def _read(
    restatement: Restatement,
    cell: Any,
    definitions: Mapping[int, list[IndicatorDefinition]],
    actor: Actor,
) -> RestatementRead:
    columns = {name: getattr(restatement, name) for name in RestatementRead.model_fields.keys() - OF_FIGURE}
    period = Period.of_code(restatement.period_code)
    definition = in_force(definitions[cell.indicator_id], period.start)
    assert definition is not None, "a figure on record has a definition that it goes by"
    return RestatementRead.model_validate(
        {
            **columns,
            "indicator_id": cell.indicator_id,
            "ref": cell.ref,
            "name": cell.name,
            "breakdown": cell.breakdown,
            "unit_of_measure": definition.unit_of_measure,
            "decimals": definition.decimals,
            "period_label": period.label,
            "was_id": cell.was_id,
            "was_state": cell.value_state,
            "was": cell.value,
            "observation_id": cell.made_id,
            "allowed_actions": RESTATEMENT.allowed_actions(restatement, actor),
        }
    )


def _refer(session: Session, actor: Actor, restatement_id: int) -> Referent | None:
    found = session.scalars(visible_restatements(actor).where(Restatement.id == restatement_id)).one_or_none()
    if found is None:
        return None
    ref = session.scalar(
        select(Indicator.ref).join(Series, Series.indicator_id == Indicator.id).where(Series.id == found.series_id)
    )
    label = f"Restatement of {ref}, {Period.of_code(found.period_code).short_label}"
    return Referent("restatement", found.id, label, found.place())


refs.register("restatement", _refer)
