"""Drilling down into one figure: how often it was revised, what proves it, and the very versions that rated it."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import not_found
from quarterdeck.core.http import Output
from quarterdeck.core.journal import AuditEvent
from quarterdeck.measures.figure_schemas import FigureRead
from quarterdeck.measures.figures import Figure, select_revision
from quarterdeck.measures.models import IndicatorDefinition, Observation, RatingRow, RatingRule, Target
from quarterdeck.measures.reads import figures_of
from quarterdeck.measures.schemas import DefinitionRead, RuleRead
from quarterdeck.measures.viewpoint import NOW, Viewpoint, visible_observations
from quarterdeck.organisation.models import Evidence


class TargetVersion(Output):
    """The version of a target that a rating was made with, and why it was set."""

    id: int
    period_code: str
    number: int
    value: float | None
    low: float | None
    high: float | None
    text: str
    rationale: str
    explanations: dict[str, str]


class LastYearFigure(Output):
    """The revision of last year's figure that a rating compared with."""

    id: int
    period_code: str
    revision: int
    value: float | None


class Judgement(Output):
    """Who rated a figure by judgement, and when."""

    judged_by: int | None
    judged_at: datetime


class MadeBy(Output):
    """The versions that a figure was rated with, and what the rule looked at beside them, where it did.

    `forecast` was held against `forecast_target`, `last_year` against the figure itself.
    """

    definition: DefinitionRead
    rule: RuleRead | None
    target: TargetVersion | None
    last_year: LastYearFigure | None
    forecast: float | None
    forecast_target: TargetVersion | None
    judgement: Judgement | None


class ObservationRead(FigureRead):
    """One revision of a figure, whether it stands or not. `revisions` and `evidence` count what you may see of it."""

    revisions: int
    evidence: int
    made_by: MadeBy


def read_one(session: Session, actor: Actor, observation_id: int, viewpoint: Viewpoint = NOW) -> ObservationRead:
    """One revision as it stood there, with everything that made it. Raises 404."""
    row = session.execute(select_revision(actor, viewpoint, observation_id)).one_or_none()
    if row is None:
        raise not_found("observation")
    figure = figures_of(session, actor, viewpoint, [row])[0]
    said = {name: getattr(figure, name) for name in FigureRead.model_fields}
    counted = {
        "revisions": _revisions(session, actor, viewpoint, figure),
        "evidence": _evidence(session, actor, figure),
        "made_by": _made_by(session, actor, figure),
    }
    return ObservationRead.model_validate(said | counted)


def _revisions(session: Session, actor: Actor, viewpoint: Viewpoint, figure: Figure) -> int:
    o = Observation
    seen = visible_observations(actor, viewpoint).where(o.series_id == figure.series_id, o.period_code == figure.period)
    return session.scalar(seen.with_only_columns(func.count())) or 0


def _evidence(session: Session, actor: Actor, figure: Figure) -> int:
    query = (
        select(func.count())
        .select_from(Evidence)
        .where(
            Evidence.council_id == actor.council_id, Evidence.kind == "observation", Evidence.subject_id == figure.id
        )
    )
    return session.scalar(query) or 0


def _made_by(session: Session, actor: Actor, figure: Figure) -> MadeBy:
    rating = session.get_one(RatingRow, figure.rating_id)
    last_year = session.get(Observation, rating.last_year_observation_id) if rating.last_year_observation_id else None
    return MadeBy(
        definition=DefinitionRead.model_validate(session.get_one(IndicatorDefinition, rating.definition_id)),
        rule=RuleRead.model_validate(session.get_one(RatingRule, rating.rule_id)) if rating.rule_id else None,
        target=_target(session, rating.target_id),
        last_year=None if last_year is None else LastYearFigure.model_validate(last_year),
        forecast=rating.forecast,
        forecast_target=_target(session, rating.forecast_target_id),
        judgement=_judgement(session, actor, rating),
    )


def _target(session: Session, target_id: int | None) -> TargetVersion | None:
    return None if target_id is None else TargetVersion.model_validate(session.get_one(Target, target_id))


def _judgement(session: Session, actor: Actor, rating: RatingRow) -> Judgement | None:
    if rating.override_reason is None:
        return None
    e = AuditEvent
    moment = select(e.recorded_at).where(e.council_id == actor.council_id, e.change_no == rating.change_no).limit(1)
    return Judgement(judged_by=rating.recorded_by, judged_at=session.scalars(moment).one())
