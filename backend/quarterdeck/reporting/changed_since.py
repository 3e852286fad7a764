"""What changed of an edition after it was sealed or decided on: accepted restatements of the figures that it pins."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, Subquery, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import RoundStage
from quarterdeck.core.actor import Actor
from quarterdeck.framework.models import Approval, Outcome, Stage
from quarterdeck.measures.editions import PackEdition, PackFigure, find_edition
from quarterdeck.measures.models import Observation
from quarterdeck.measures.restatement import Restatement
from quarterdeck.reporting.restatements import visible_restatements


def changed_since_decided(actor: Actor, edition_ids: Collection[int]) -> Select[int, int]:
    """How many figures of each edition were restated since its decisive decision: (edition_id, changed).

    An edition that no body has decided on for good is not among them. What the actor may not read is not counted.
    """
    f, decided = PackFigure, _decided(edition_ids)
    seen = visible_restatements(actor).with_only_columns(Restatement.id)
    restated = exists().where(
        Restatement.council_id == f.council_id,
        Restatement.series_id == f.series_id,
        Restatement.period_code == f.period_code,
        Restatement.id.in_(seen),
        Observation.id == Restatement.observation_id,
        Observation.change_no > decided.c.change_no,
    )
    changed = (
        select(func.count())
        .select_from(f)
        .where(f.edition_id == decided.c.edition_id, restated.correlate(f, decided))
        .correlate(decided)
        .scalar_subquery()
    )
    return select(decided.c.edition_id, changed.label("changed"))


def of_edition(
    session: Session, actor: Actor, query: Select[Restatement], edition_id: int | None, *, since_decided: bool
) -> Select[Restatement]:
    """Those of some restatements that are of figures of an edition (None: all), but for what it was sealed with.

    since_decided: only those accepted since its decisive decision: what `changed_since_decided` counts.
    Raises 404 for an edition that the actor may not see.
    """
    if edition_id is None:
        return query
    return query.where(_after(find_edition(session, actor, edition_id), decided=since_decided))


def _after(edition: PackEdition, *, decided: bool) -> ColumnElement[bool]:
    f, r, o = PackFigure, Restatement, Observation
    pinned = (
        exists()
        .where(f.edition_id == edition.id, f.series_id == r.series_id, f.period_code == r.period_code)
        .correlate(r)
    )
    if decided:
        of_edition = _decided([edition.id])
        after = exists().where(o.id == r.observation_id, o.change_no > of_edition.c.change_no).correlate(r)
        return and_(pinned, after)
    sealed = exists().where(o.id == r.observation_id, o.change_no > edition.change_no).correlate(r)
    return and_(pinned, or_(r.observation_id.is_(None), sealed))


def _decided(edition_ids: Collection[int]) -> Subquery:
    """(edition_id, change_no) of the decision that made each edition's figures approved."""
    return (
        select(Approval.subject_id.label("edition_id"), func.min(Approval.change_no).label("change_no"))
        .join(RoundStage, RoundStage.id == Approval.round_stage_id)
        .join(Stage, Stage.id == RoundStage.stage_id)
        .where(
            Approval.subject_kind == "pack_edition",
            Approval.subject_id.in_(edition_ids),
            Approval.outcome != Outcome.RETURNED,
            Stage.decisive,
        )
        .group_by(Approval.subject_id)
        .subquery("decided")
    )
